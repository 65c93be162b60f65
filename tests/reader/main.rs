//! The reader, driven with keys on a screen of a given size, without a terminal.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod configuration;
mod detail;
mod here;
mod looks;
mod pointer;
mod problems;
mod reading;
mod remember;
mod screens;
mod support;
