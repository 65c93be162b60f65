//! What the reader asks of the world, says to the person, and was told at the start.

use std::path::PathBuf;

use crate::tui::action::Action;
use crate::tui::geometry::Breakpoints;

/// What the reader was asked to do that is not its own to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nothing; the screen is drawn again.
    None,
    /// Ends the program.
    Quit,
    /// Gives the terminal back to the shell.
    Suspend,
    /// Draws every cell again, whatever the terminal is thought to show.
    Redraw,
    /// Takes a text to the clipboard; `name` says which passage it is.
    Copy {
        /// The text.
        text: String,
        /// What it is, for the message.
        name: String,
    },
    /// Shows a text on the normal screen.
    ShowBare(String),
    /// Opens the person's editor.
    Edit {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Turns the mouse on or off.
    Mouse(bool),
}

/// A line at the foot of the screen, until the next action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it says, safe to show.
    pub text: String,
    /// Whether something went wrong.
    pub warning: bool,
}

impl Message {
    /// Something to know.
    #[must_use]
    pub fn note(text: String) -> Self {
        Self {
            text,
            warning: false,
        }
    }

    /// Something that did not go as asked.
    #[must_use]
    pub fn warning(text: String) -> Self {
        Self {
            text,
            warning: true,
        }
    }
}

/// The files that are read; none for what is embedded or came through a pipe.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The essay's.
    pub essay: Option<PathBuf>,
    /// The apparatus's; it need not exist yet.
    pub apparatus: Option<PathBuf>,
}

/// What the person has chosen.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which arrangement from which size on.
    pub breakpoints: Breakpoints,
    /// The longest line of prose, in cells.
    pub measure: u16,
    /// The mouse is listened to from the start.
    pub mouse: bool,
    /// The keys of each action as they are written, the one to show first.
    pub keys: Vec<(Action, Vec<String>)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            breakpoints: Breakpoints::default(),
            measure: 72,
            mouse: false,
            keys: Vec::new(),
        }
    }
}
