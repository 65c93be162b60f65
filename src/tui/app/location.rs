//! Where the reader is: everything that "back" brings back but the search.
//!
//! Owns no text and no screen: a place is cursors and positions, so it is small and can be kept.

use serde::{Deserialize, Serialize};

use crate::document::Subject;
use crate::layout::ScrollPosition;
use crate::tui::geometry::Region;
pub use crate::tui::navigation::PassageRef as Current;

/// What the sidebar lists under the essay itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// Themes, as a tree; the headings of an essay without themes.
    Themes,
    /// Claims, by number.
    Claims,
    /// Actors.
    Actors,
}

impl List {
    /// All of them, from the left.
    pub const ALL: [Self; 3] = [Self::Themes, Self::Claims, Self::Actors];

    /// Its place from the left, from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// A cursor in a list, and the first row of it that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The entry, from 0.
    pub at: usize,
    /// The first row shown.
    pub top: usize,
}

impl Cursor {
    /// Shows rows `from..to` in a window of `height`, moving as little as possible.
    pub fn reveal(&mut self, from: usize, to: usize, height: usize) {
        if to > self.top + height {
            self.top = to - height;
        }
        if from < self.top {
            self.top = from;
        }
    }
}

/// What was in sight when the reader acted last: it stays so at any size of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The part of the current passage, or else of the current match, in bytes of the source.
    pub text: Option<std::ops::Range<usize>>,
    /// What of the detail, from when it was last on screen.
    pub detail: Option<InDetail>,
}

/// What was in sight of the detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InDetail {
    /// How it was shown.
    pub shape: Shape,
    /// A region had the screen for itself.
    pub zoomed: bool,
    /// The first row on screen.
    pub top: usize,
    /// The first entry in sight, and how many rows below that row it began.
    pub entry: Option<(usize, isize)>,
    /// The entry under its cursor began in sight.
    pub cursor: bool,
    /// The cursor has been put on another entry since, unseen.
    pub pointed: bool,
}

/// How the detail shows its rows. Where this is the same, they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The cells that a row may take.
    pub width: usize,
    /// The rows on screen at once.
    pub height: usize,
    /// The most rows that the summary has, where rows are few; one that has more is cut.
    pub brief: Option<usize>,
    /// They stand under the essay: what stands above it is left out.
    pub under: bool,
}

/// Where the reader is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What the reader looks through.
    pub lens: Subject,
    /// The region that has the focus.
    pub focus: Region,
    /// Whether that region has the screen for itself.
    pub zoomed: bool,
    /// What the sidebar lists.
    pub list: List,
    /// The sidebar's cursor in each list.
    pub sidebar: [Cursor; 3],
    /// The detail's cursor.
    pub detail: Cursor,
    /// The top row of the essay on screen.
    pub position: ScrollPosition,
    /// The top row when the outline's cursor was last put: scrolled from there, it follows.
    pub outlined: ScrollPosition,
    /// The passage that the reader has walked to.
    pub current: Option<Current>,
    /// What was in sight there.
    pub seen: Seen,
}

impl Place {
    /// The sidebar's cursor in the list shown.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.sidebar[self.list.place()]
    }

    /// The same, to be moved.
    pub fn cursor_mut(&mut self) -> &mut Cursor {
        &mut self.sidebar[self.list.place()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_scrolls_as_little_as_possible() {
        let table = [
            // top, rows to reveal, height, top after
            (0, (3, 4), 5, 0),
            (0, (5, 6), 5, 1),
            (4, (2, 3), 5, 2),
            (4, (4, 9), 5, 4),
            // What does not fit shows its beginning.
            (0, (3, 20), 5, 3),
        ];
        for (top, (from, to), height, after) in table {
            let mut cursor = Cursor { at: 0, top };
            cursor.reveal(from, to, height);
            assert_eq!(cursor.top, after, "{top} {from}..{to} in {height}");
        }
    }
}
