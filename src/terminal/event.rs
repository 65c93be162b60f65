//! What the terminal, and what happens to it, tells a program: [`Event`] and [`Answer`].
//!
//! Must not know bytes (see [`super::input`]) nor what a program does with an event.

use std::process::ExitStatus;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use super::clipboard::Copied;

/// Something a [`Handler`](super::Handler) is told.
#[derive(Debug)]
pub enum Event {
    /// A key. Terminals that report releases do so here too: act on presses and repeats.
    Key(KeyEvent),
    /// A click or a turn of the wheel; only while the mouse is on.
    Mouse(MouseEvent),
    /// A pasted text, line ends made `\n`. It is data: its letters are never keys.
    Paste(String),
    /// The terminal's answer to a question, asked now or by some program before.
    Answer(Answer),
    /// The terminal has this size now, in cells. Sent once at the start as well.
    Resize(Size),
    /// A suspension that nothing could have ended was not begun.
    Stayed,
    /// The program is back on the screen after a suspension.
    Resumed,
    /// What became of [`Flow::Copy`](super::Flow::Copy).
    Copied(Copied),
    /// How the program of [`Flow::Run`](super::Flow::Run) ended, or why it could not be started.
    Ran(std::io::Result<ExitStatus>),
}

/// What a terminal says when it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
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

/// A colour of 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Whether light text stands out better on it than dark text: its luma (ITU-R BT.601) is in
    /// the lower half.
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
    fn a_ground_is_dark_or_light() {
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
