//! What a format's markup changes of the source: compact, in the order of the source.
//!
//! Owns the stretches of the source that are not seen or seen as something else, and where the
//! author's setting of the text changes. Plain text has neither. It must not know a format.

use super::Inline;

/// What is seen for a stretch of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Nothing.
    Nothing,
    /// A line end that must be kept.
    Line,
    /// What parts two cells of a table's row.
    Cell,
    /// One character, which may itself have to be shown as a mark.
    Character(char),
    /// A text, by its place in [`Markup::texts`].
    Text(u32),
}

/// A stretch of the source that is not seen as it is. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) seen: Seen,
}

impl Cut {
    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.end as usize
    }
}

/// All that the markup of an essay changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    /// In order, never overlapping.
    pub(super) cuts: Vec<Cut>,
    /// From each offset on, the text is set so; in order.
    pub(super) styles: Vec<(u32, Inline)>,
    /// Texts longer than a character that stand for a cut.
    pub(super) texts: Vec<Box<str>>,
}
