//! Postil: a terminal reader for annotated essays.
//!
//! Modules stand in the order in which they may import each other: each sees only those above it.
//! See `ARCHITECTURE.md`.

pub mod order;
pub mod wording;

pub mod essay;

pub mod apparatus;

pub mod index;

pub mod export;

pub mod layout;

pub mod regions;

pub mod action;

pub mod app;

pub mod xdg;

pub mod store;

pub mod watch;

pub mod keymap;

pub mod palette;

pub mod config;

pub mod view;

pub mod terminal;

pub mod reader;

pub mod cli;
