//! The terminal: taken, listened to, drawn on with the fewest bytes, and given back.
//!
//! It knows bytes, events and ratatui's buffers; it must not know essays, actions or keys'
//! meanings, nor any other module of this crate: it could be a crate by itself.
//!
//! A program implements [`Handler`]; [`Terminal::run`] tells it events and asks it for frames.

mod clipboard;
pub mod input;
pub mod screen;

mod capabilities;
mod child;
mod event;
mod handler;
mod run;
mod session;
mod signals;
mod tty;
mod waker;
mod write_buffer;

pub use capabilities::{Capabilities, ColorDepth, Multiplexer};
pub use clipboard::{CopyOutcome, MAX_OSC52_BYTES};
pub use event::{Event, Reply, Rgb};
pub use handler::{Exit, Flow, Handler, Hyperlink, TerminalOptions};
pub use run::Terminal;
pub use waker::Waker;
