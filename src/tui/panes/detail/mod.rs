//! The detail pane.

pub mod content;
