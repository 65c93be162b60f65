//! Files: where they are, and reading and writing them safely.

pub mod read;
pub mod store;
pub mod watch;
pub mod xdg;
