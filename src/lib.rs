//! Postil: a terminal reader for annotated essays.
//!
//! Modules stand in the order in which they may import each other: each sees only those above it.
//! See `ARCHITECTURE.md`.

pub mod apparatus;
pub mod essay;
pub mod index;
pub mod terminal;
