//! The reader.
//!
//! The modules are listed from bottom to top: each imports only those before it.

pub mod action;
pub mod geometry;
pub mod glyphs;
pub mod keymap;
pub mod theme;

pub mod rich_text;

pub mod painter;

pub mod text_anchor;

pub mod hyperlinks;

pub mod navigation;

pub mod search;

pub mod message;

pub mod footer;
pub mod title_bar;

pub mod modal;

pub mod panes;

pub mod session;

pub mod app;

pub mod run;
