//! Where in the essay something stands, as people and editors find it.
//!
//! Owns the words for a place, and the counting of lines when it is asked for first. It must not know
//! what stands there.

use std::cell::OnceCell;
use std::ops::Range;

use crate::apparatus::diagnostics::{Lines, Position};
use crate::essay::{Essay, Part};

/// The places of an essay.
#[derive(Debug)]
pub struct Places<'a> {
    essay: &'a Essay,
    lines: OnceCell<Lines<'a>>,
}

impl<'a> Places<'a> {
    /// Those of this essay. Nothing is counted yet.
    #[must_use]
    pub fn new(essay: &'a Essay) -> Self {
        Self {
            essay,
            lines: OnceCell::new(),
        }
    }

    /// What a reader sees of a range of the source.
    pub(super) fn text(&self, range: &Range<usize>) -> String {
        self.essay.text(range.clone())
    }

    /// The line and column of the essay's file.
    pub(super) fn position(&self, offset: usize) -> Position {
        let lines = self.lines.get_or_init(|| Lines::new(self.essay.source()));
        lines.position(offset)
    }

    /// Where a byte of the source is, in words: as the reader shows it, and its line in the file.
    pub(super) fn words(&self, offset: usize) -> String {
        let essay = self.essay;
        let block = essay.block_at(offset).and_then(|at| essay.blocks().get(at));
        let part = match block.map(|block| block.part) {
            Some(Part::Title) => "the title".to_owned(),
            Some(Part::Byline) => "the byline".to_owned(),
            Some(Part::Abstract) => "the abstract".to_owned(),
            Some(Part::AboutAuthor) => "the note on the author".to_owned(),
            Some(Part::Disclaimer) => "the disclaimer".to_owned(),
            _ => match (essay.footnote_label_at(offset), essay.paragraph_at(offset)) {
                (Some(label), _) => format!("note {label}"),
                (None, Some(number)) => format!("paragraph {number}"),
                (None, None) => "the beginning".to_owned(),
            },
        };
        format!("in {part} (line {})", self.position(offset).line)
    }
}
