//! What the event loop reports to the program: keys, mouse, pastes, and what became of the
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
    /// The process was resumed after [`Flow::Suspend`](super::Flow::Suspend).
    Resumed,
    /// The outcome of [`Flow::Copy`](super::Flow::Copy).
    Copied(CopyOutcome),
    /// The exit status of [`Flow::RunProgram`](super::Flow::RunProgram), or why it did not start.
    ProgramExited(std::io::Result<ExitStatus>),
}

/// What a terminal says when it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Its foreground colour (OSC 10).
    Foreground(Rgb),
    /// Its background colour (OSC 11).
    Background(Rgb),
    /// One of its palette's colours (OSC 4).
    Palette(u16, Rgb),
    /// What it is (DA1). Every terminal answers this, so it ends the wait for any other answer.
    Attributes,
    /// The state of a private mode (DECRPM): 0 unknown, 1 set, 2 reset, 3 and 4 for good.
    Mode(u16, u8),
    /// Where the cursor is (CPR), row and column from 1.
    Cursor(u16, u16),
    /// Its name and version (XTVERSION), printable characters only.
    Version(String),
    /// The flags of the kitty keyboard protocol that are on.
    Keyboard(u8),
    /// Whether the desktop's colours are dark, where a terminal reports that (DSR 997).
    DarkScheme(bool),
    /// An answer that says nothing to this program.
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
