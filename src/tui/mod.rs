//! The reader.

pub mod action;
pub mod app;
pub mod geometry;
pub mod glyphs;
pub mod hyperlinks;
pub mod keymap;
pub mod navigation;
pub mod painter;
pub mod panes;
pub mod rich_text;
pub mod run;
pub mod text_anchor;
pub mod theme;
pub mod view;
