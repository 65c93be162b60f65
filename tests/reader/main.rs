//! The reader, driven with keys on a screen of a given size, without a terminal.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod configuration;
mod copying;
mod current_place;
mod detail;
mod entries;
mod hyperlinks;
mod keys;
mod markdown;
mod mouse;
mod outline;
mod problems;
mod reading;
mod screens;
mod search;
mod session;
mod styles;
mod support;
