//! The panes of the screen. Each owns its state, and returns messages to change anything else.

pub mod detail;
pub mod essay;
pub mod sidebar;
