//! The binary in a pseudo-terminal, seen through a terminal emulator.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod commands;
mod config;
mod file_kinds;
mod files;
mod frames;
mod hostile;
mod large;
mod limits;
mod pty;
mod secure;
mod ssh;
mod terminal;
