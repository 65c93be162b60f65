//! The panes of the screen. Each owns its state; what it wants of others it says in a message.

pub mod detail;
pub mod essay;
pub mod sidebar;
