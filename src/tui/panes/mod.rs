//! The panes: sidebar, essay and detail.

pub mod detail;
