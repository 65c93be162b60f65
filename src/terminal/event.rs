//! What the event loop reports to the program: keys, mouse events, pastes, and the outcomes of the
//! program's requests.

use std::process::ExitStatus;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use super::clipboard::CopyOutcome;

/// An event for a [`Handler`](super::Handler).
#[derive(Debug)]
pub enum Event {
    /// A key. Some terminals report releases too, so check the event's kind.
    Key(KeyEvent),
    /// A mouse event; only while mouse reporting is on.
    Mouse(MouseEvent),
    /// Pasted text, with its line endings converted to `\n`.
    Paste(String),
    /// The terminal's reply to a query, sent by this program or an earlier one.
    Reply(Reply),
    /// The terminal's size in cells. Sent at the start and after each resize.
    Resize(Size),
    /// The process was not suspended because nothing could have resumed it.
    CannotSuspend,
    /// The process was resumed after [`TerminalCommand::Suspend`](super::TerminalCommand::Suspend).
    Resumed,
    /// The outcome of [`TerminalCommand::Copy`](super::TerminalCommand::Copy).
    Copied(CopyOutcome),
    /// The exit status of [`TerminalCommand::RunProgram`](super::TerminalCommand::RunProgram), or why the
    /// program did not start.
    ProgramExited(std::io::Result<ExitStatus>),
}

/// A terminal's reply to a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The background color (OSC 11).
    Background(Rgb),
    /// The device attributes (DA1). Every terminal reports them, so they end the wait for replies
    /// to earlier queries.
    DeviceAttributes,
    /// Any other reply.
    Other,
}

/// A color with 8 bits per channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Whether light text is easier to read on this color than dark text: whether its luma
    /// (ITU-R BT.601) is in the lower half.
    #[must_use]
    pub fn is_dark(self) -> bool {
        let luma = 299 * u32::from(self.0) + 587 * u32::from(self.1) + 114 * u32::from(self.2);
        luma < 128_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_dark_or_light() {
        for (rgb, dark) in [
            (Rgb(0, 0, 0), true),
            (Rgb(30, 30, 46), true),
            (Rgb(0, 0, 255), true),
            (Rgb(0, 255, 0), false),
            (Rgb(253, 246, 227), false),
            (Rgb(255, 255, 255), false),
        ] {
            assert_eq!(rgb.is_dark(), dark, "{rgb:?}");
        }
    }
}
