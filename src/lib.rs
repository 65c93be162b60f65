//! Postil: a terminal reader for annotated essays.
//!
//! Modules are listed in the order in which they may import each other: each imports only those above it.
//! See `ARCHITECTURE.md`.

pub mod anchor;
pub mod apparatus;
pub mod cli;
pub mod config;
pub mod document;
pub mod essay;
pub mod export;
pub mod files;
pub mod init;
pub mod layout;
pub mod terminal;
pub mod text;
pub mod tui;
