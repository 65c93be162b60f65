//! The binary in a pseudo-terminal, seen through a terminal emulator.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod bounds;
mod commands;
mod config;
mod files;
mod frames;
mod hostile;
mod large;
mod limits;
mod pty;
mod secure;
mod ssh;
mod terminal;
