//! Copies the current passage with its citation.

use std::ops::Range;

use super::App;
use super::location::Current;
use crate::apparatus::ClaimIx;
use crate::document::citation::{citation, place_in_essay};
use crate::document::{Document, Owner, Subject};
use crate::tui::geometry::Region;

/// A passage to be copied.
pub(super) struct Taken {
    range: Range<usize>,
    /// The claim that it carries, where it was come to as that claim's.
    claim: Option<ClaimIx>,
    /// What it is called in the message.
    pub(super) name: String,
}

impl Taken {
    /// What is copied.
    pub(super) fn text(&self, document: &Document) -> String {
        citation(document, self.range.clone(), self.claim)
    }
}

impl App {
    /// The passage that copying takes: the current one, if it is in sight, else the current match, if
    /// that is, else what is under the detail's cursor, where that has the focus, else the first of the
    /// lens on screen, else the paragraph being read.
    pub(super) fn passage_to_copy(&self) -> Option<Taken> {
        let document = &self.document;
        // Through the essay itself nobody looks for passages: a paragraph is meant.
        let is_lens = self.place.lens != Subject::Essay;
        let first_of_lens = self.first_on_screen().filter(|_| is_lens);
        let (range, owner) = if let Some(current) = self.current_in_sight() {
            (current.range.clone(), current.owner)
        } else if let Some(range) = self.match_in_sight() {
            (range, None)
        } else if let Some(current) = self.under_cursor() {
            // Something is under a cursor: that is what is meant.
            (current.range, current.owner)
        } else if let Some(passage) = first_of_lens {
            (passage.range.clone(), Some(passage.owner))
        } else {
            let block = document.essay.block_at(self.on_screen().start)?;
            (document.essay.blocks().get(block)?.range.clone(), None)
        };
        let claim = match owner {
            Some(Owner::Claim(claim, _)) => Some(claim),
            _ => None,
        };
        let words = document.essay.text(range.clone()).replace('\n', " ");
        let name = format!("{} “{words}”", place_in_essay(document, range.start));
        Some(Taken { range, claim, name })
    }

    /// The passage under the detail's cursor, where the detail has the focus.
    fn under_cursor(&self) -> Option<Current> {
        let focused = self.place.focus == Region::Detail && self.is_in_sight();
        focused.then(|| self.under_detail_cursor()).flatten()
    }
}
