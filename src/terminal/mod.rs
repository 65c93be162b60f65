//! The terminal: raw mode, the input parser, the renderer, the clipboard, signals, and the event
//! loop that runs a program on them.
//!
//! A program implements [`Handler`]; [`Terminal::run`] passes it events and draws its frames. This
//! module imports no other module of the crate.

mod capabilities;
mod clipboard;
mod event;
mod event_loop;
mod handler;
mod input;
mod renderer;
mod session;
mod signals;
mod tty;
mod waker;
mod write_buffer;

pub use capabilities::{Capabilities, ColorDepth, Multiplexer};
pub use clipboard::{CopyOutcome, MAX_OSC52_BYTES};
pub use event::{Event, Reply, Rgb};
pub use event_loop::Terminal;
pub use handler::{Exit, Handler, Hyperlink, TerminalCommand, TerminalOptions};
pub use renderer::color_parameters;
pub use signals::ignore_suspend;
pub use waker::Waker;
