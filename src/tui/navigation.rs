//! Locations in a document, and the jump list of earlier ones.
//!
//! Everything here is plain data, small enough to be cloned for every jump. The panes own the current
//! state; a [`Snapshot`] is a copy of it that can be restored.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{Owner, Passage, Subject};
use crate::layout::ScrollPosition;
use crate::tui::geometry::Pane;

/// A range of the essay, and the annotation by which it is found again after a reload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageRef {
    /// The annotation; `None` for a range without one, such as a heading.
    pub owner: Option<Owner>,
    /// Bytes of the essay's source.
    pub range: Range<usize>,
}

impl From<&Passage> for PassageRef {
    fn from(passage: &Passage) -> Self {
        Self {
            owner: Some(passage.owner),
            range: passage.range.clone(),
        }
    }
}

/// The lists of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// The themes as a tree, or the headings of an essay without themes.
    Themes,
    /// The claims by number.
    Claims,
    /// The actors, most mentioned first.
    Actors,
}

impl List {
    /// All lists, from the left.
    pub const ALL: [Self; 3] = [Self::Themes, Self::Claims, Self::Actors];
}

/// A cursor in a list of entries, with the scroll offset of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCursor {
    /// The selected entry, from 0.
    #[serde(rename = "at")]
    pub selected: usize,
    /// The first row shown.
    pub top: usize,
}

impl ListCursor {
    /// Scrolls as little as possible to show rows `from..to` in a viewport of `height` rows; the first
    /// ones if they do not fit.
    pub fn reveal(&mut self, from: usize, to: usize, height: usize) {
        if to > self.top + height {
            self.top = to - height;
        }
        if from < self.top {
            self.top = from;
        }
    }
}

/// Where the user is in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The subject whose passages are highlighted.
    pub lens: Subject,
    /// The focused pane.
    pub focus: Pane,
    /// Whether the focused pane fills the screen.
    pub zoomed: bool,
    /// The list in the sidebar.
    pub list: List,
    /// The current passage: stepped to, or previewed from the detail.
    pub passage: Option<PassageRef>,
}

/// The sidebar's part of a [`Snapshot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SidebarState {
    /// A cursor for each list, in the order of [`List::ALL`].
    pub cursors: [ListCursor; 3],
    /// The essay's scroll position when the outline's cursor last followed it.
    pub outline_synced_at: ScrollPosition,
}

/// The essay pane's part of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EssayState {
    /// The scroll position.
    pub position: ScrollPosition,
    /// The visible part of the current passage or match, in bytes of the source. A resize keeps it
    /// on screen.
    pub kept_visible: Option<Range<usize>>,
    /// The line that the user placed the cursor on. It counts while it is on screen.
    pub cursor: Option<ScrollPosition>,
}

/// The detail pane's part of a [`Snapshot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DetailState {
    /// The cursor.
    pub cursor: ListCursor,
    /// What was visible when the user last acted in the pane; `None` while they act.
    pub viewport: Option<DetailViewport>,
}

/// What was visible of the detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetailViewport {
    /// How the text was laid out.
    pub shape: DetailShape,
    /// Whether a pane was zoomed.
    pub zoomed: bool,
    /// The first row shown.
    pub top: usize,
    /// The first entry that was visible, and how many rows below `top` it began.
    pub first_entry: Option<(usize, isize)>,
    /// Whether the first row of the selected entry was visible.
    pub cursor_visible: bool,
    /// Whether another entry was selected since, while the pane was hidden.
    pub cursor_moved: bool,
}

/// What decides the rows of the detail besides its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetailShape {
    /// Cells of a row.
    pub width: usize,
    /// Rows of the pane.
    pub height: usize,
    /// The number of rows to which a summary is cut, if it is.
    pub summary_rows: Option<usize>,
    /// Whether the pane is below the essay, where it does not repeat the title.
    pub below_essay: bool,
}

/// A location and the state of each pane: everything that going back restores, except the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The location.
    pub location: Location,
    /// The sidebar's state.
    pub sidebar: SidebarState,
    /// The essay pane's state.
    pub essay: EssayState,
    /// The detail pane's state.
    pub detail: DetailState,
}

/// The number of jumps kept; older ones are dropped.
const MAX_JUMPS: usize = 200;

/// A jump list like a browser's history.
#[derive(Debug, Clone)]
pub struct JumpList<J> {
    back: Vec<J>,
    forward: Vec<J>,
    pushed: usize,
}

impl<J> Default for JumpList<J> {
    fn default() -> Self {
        Self {
            back: Vec::new(),
            forward: Vec::new(),
            pushed: 0,
        }
    }
}

impl<J> JumpList<J> {
    /// Adds the location that is about to be left. Clears the jumps to go forward to.
    pub fn push(&mut self, jump: J) {
        self.forward.clear();
        self.pushed += 1;
        self.back.push(jump);
        if self.back.len() > MAX_JUMPS {
            self.back.remove(0);
        }
    }

    /// How many jumps were ever pushed; it changes if an operation pushes one.
    #[must_use]
    pub fn pushed(&self) -> usize {
        self.pushed
    }

    /// Whether there is a jump to go back to.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Goes back: takes the previous jump, and keeps `current` to go forward to.
    pub fn go_back(&mut self, current: J) -> Option<J> {
        let jump = self.back.pop()?;
        self.forward.push(current);
        Some(jump)
    }

    /// Goes forward: takes the next jump, and keeps `current` to go back to.
    pub fn go_forward(&mut self, current: J) -> Option<J> {
        let jump = self.forward.pop()?;
        self.back.push(current);
        Some(jump)
    }

    /// All jumps, in no particular order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut J> {
        self.back.iter_mut().chain(&mut self.forward)
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
            // Of rows that do not fit, the first are shown.
            (0, (3, 20), 5, 3),
        ];
        for (top, (from, to), height, after) in table {
            let mut cursor = ListCursor { selected: 0, top };
            cursor.reveal(from, to, height);
            assert_eq!(cursor.top, after, "{top} {from}..{to} in {height}");
        }
    }

    #[test]
    fn jumps_work_like_a_browsers_history() {
        let mut jumps = JumpList::default();
        assert_eq!(jumps.go_back(0), None);
        jumps.push(1);
        jumps.push(2);
        assert_eq!(jumps.go_back(3), Some(2));
        assert_eq!(jumps.go_back(2), Some(1));
        assert_eq!(jumps.go_forward(1), Some(2));
        assert_eq!(jumps.go_forward(2), Some(3));
        assert_eq!(jumps.go_forward(3), None);
        assert_eq!(jumps.go_back(3), Some(2));
        jumps.push(9);
        assert_eq!(jumps.go_forward(9), None, "a push clears the jumps forward");
    }

    #[test]
    fn the_oldest_jumps_are_dropped() {
        let mut jumps = JumpList::default();
        for jump in 0..MAX_JUMPS + 10 {
            jumps.push(jump);
        }
        let (mut count, mut last) = (0, None);
        while let Some(jump) = jumps.go_back(0) {
            last = Some(jump);
            count += 1;
        }
        assert_eq!((count, last), (MAX_JUMPS, Some(10)));
    }
}
