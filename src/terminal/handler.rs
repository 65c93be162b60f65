//! The interface between the event loop and the program it runs.

use std::process::Command;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::capabilities::Capabilities;
use super::event::Event;

/// A program that runs in the event loop.
pub trait Handler {
    /// Handles an event and returns what to do next. All pending events are handled before the
    /// next frame is drawn, unless that takes long.
    fn handle(&mut self, event: Event) -> TerminalCommand;

    /// The character that a key would insert into text. Several of them that arrive together are handled
    /// as one [`Event::Paste`].
    fn typed_character(&self, _key: KeyEvent) -> Option<char> {
        None
    }

    /// Called after a worker called [`Waker::wake`](super::Waker::wake).
    fn wake(&mut self) -> TerminalCommand;

    /// Called once, when the first frame has been written. Background work can start then.
    fn first_frame_shown(&mut self) {}

    /// Draws the whole screen into an empty buffer of its size.
    fn draw(&self, frame: &mut Buffer);

    /// The hyperlinks of the frame. Not called if the terminal does not support them.
    fn hyperlinks(&self) -> Vec<Hyperlink> {
        Vec::new()
    }
}

/// A part of the screen that is a hyperlink (OSC 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// The cells of the link.
    pub area: Rect,
    /// Where it leads. A string that is not printable ASCII, as a URI must be, is not sent.
    pub uri: String,
}

/// What the event loop does after an event.
#[derive(Debug)]
pub enum TerminalCommand {
    /// Nothing; the screen stays as it is.
    Idle,
    /// Draws a new frame.
    Draw,
    /// Draws a new frame and sends all of it, even the cells that have not changed.
    Repaint,
    /// Ends the loop with this exit status.
    Quit(u8),
    /// Suspends the process, as Ctrl-Z does. [`Event::Resumed`] or [`Event::CannotSuspend`]
    /// follows.
    Suspend,
    /// Copies this text to the clipboard. [`Event::Copied`] follows.
    Copy(String),
    /// Prints this text on the normal screen, where the mouse can select it, until a key is
    /// pressed. Control characters other than line feeds are left out.
    ShowPlainText(String),
    /// Runs a program on the terminal until it exits. [`Event::ProgramExited`] follows.
    RunProgram(Command),
    /// Turns mouse reporting on or off, and draws.
    SetMouse(bool),
}

/// Why the event loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The handler returned [`TerminalCommand::Quit`] with this status.
    Quit(u8),
    /// This signal ended it.
    Signal(i32),
    /// The terminal was closed.
    Disconnected,
}

impl Exit {
    /// The process's exit status: 128 plus the signal's number if a signal ended the loop. A
    /// closed terminal counts as SIGHUP.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Quit(status) => status,
            Self::Signal(signal) => {
                128 | u8::try_from(signal & 0x7f).expect("the mask leaves seven bits")
            }
            Self::Disconnected => 129,
        }
    }
}

/// Settings of a [`Terminal`](super::Terminal).
#[derive(Debug, Clone)]
pub struct TerminalOptions {
    /// What the terminal supports.
    pub capabilities: Capabilities,
    /// Whether mouse reporting is on from the start.
    pub mouse: bool,
    /// Whether to ask for the terminal's background color after the first frame, if it
    /// [answers queries](Capabilities::answers_queries). Nothing waits for the answer.
    pub query_background: bool,
    /// Whether to keep the user from every other program: none is started, not even to copy, and the
    /// process is never suspended.
    pub secure: bool,
    /// Printed after the message of a panic, when the terminal has been restored.
    pub panic_message: String,
}
