//! The reader.

pub mod action;
pub mod app;
pub mod geometry;
pub mod keymap;
pub mod run;
pub mod theme;
pub mod view;
