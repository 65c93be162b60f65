//! The terminal: taken, listened to, drawn on with the fewest bytes, and given back.
//!
//! It knows bytes, events and ratatui's buffers; it must not know essays, actions or keys'
//! meanings, nor any other module of this crate: it could be a crate by itself.
//!
//! A program implements [`Handler`]; [`Terminal::run`] tells it events and asks it for frames.

pub mod clipboard;
pub mod input;
pub mod screen;

mod child;
mod event;
mod handler;
mod kind;
mod run;
mod session;
mod signals;
mod tty;
mod waker;
mod write_buffer;

pub use event::{Answer, Event, Rgb};
pub use handler::{Exit, Flow, Handler, Options};
pub use kind::{Depth, Kind, Multiplexer};
pub use run::Terminal;
pub use screen::Link;
pub use waker::Waker;
