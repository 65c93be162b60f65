//! What the repository promises: its architecture, its documentation, the bundled essay.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod architecture;
mod bundled;
mod docs;
mod format;
#[allow(dead_code, reason = "the tests of the reader use the rest")]
#[path = "../reader/support.rs"]
mod support;
