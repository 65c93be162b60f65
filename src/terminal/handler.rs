//! The contract between the loop and the program it runs.

use std::process::Command;

use ratatui::buffer::Buffer;

use super::event::Event;
use super::kind::Kind;
use super::screen::Link;

/// A program that runs on a terminal.
pub trait Handler {
    /// Takes an event and says what follows. All events that have come are handled before the
    /// next frame is drawn.
    fn handle(&mut self, event: Event) -> Flow;

    /// A worker has called its [`Waker`](super::Waker).
    fn wake(&mut self) -> Flow;

    /// The first frame has gone out to the terminal: what could wait for that can begin.
    fn shown(&mut self) {}

    /// Draws the whole screen into an empty buffer of its size.
    fn draw(&self, frame: &mut Buffer);

    /// The parts of what [`draw`](Self::draw) draws that lead somewhere. Not asked for where the
    /// terminal knows none.
    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}

/// What follows from an event.
#[derive(Debug)]
pub enum Flow {
    /// Nothing: the screen stays as it is.
    Idle,
    /// A new frame is drawn.
    Draw,
    /// Everything is drawn anew, also what should be on the screen already.
    Repaint,
    /// The program ends with this status.
    Quit(u8),
    /// It stops, like any job of a shell; [`Event::Resumed`] or [`Event::Stayed`] follows.
    Suspend,
    /// This text goes to the clipboard; [`Event::Copied`] says what was done.
    Copy(String),
    /// This text is shown on the normal screen, where it can be selected, until a key is pressed.
    /// Control characters other than line ends are left out.
    ShowBare(String),
    /// This program has the terminal until it ends; [`Event::Ran`] says how.
    Run(Command),
    /// The mouse is listened to, or not. Draws.
    Mouse(bool),
}

/// How a run ended, the terminal given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// As the program wanted, with this status.
    Quit(u8),
    /// By this signal.
    Signal(i32),
    /// The terminal has gone.
    Gone,
}

impl Exit {
    /// The status to exit with: 128 and the signal's number where one ended it; the loss of the
    /// terminal counts as the SIGHUP that goes with it.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Quit(status) => status,
            Self::Signal(signal) => 128 + u8::try_from(signal & 0x7f).unwrap_or_default(),
            Self::Gone => 129,
        }
    }
}

/// What a program may choose.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the terminal is.
    pub kind: Kind,
    /// The mouse is listened to from the start.
    pub mouse: bool,
    /// The terminal is asked for its background colour, after the first frame and where
    /// [`Kind::asks`] allows it. Nothing waits for the answer.
    pub ask_background: bool,
    /// What a panic says after its own message, the terminal restored: where to report it.
    pub report: String,
}
