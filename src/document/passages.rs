//! Passages of the essay, and which of them overlap a range.

use std::cmp::Reverse;
use std::ops::Range;

use crate::apparatus::{ActorIx, ClaimIx, NoteIx};

/// What a passage belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A claim, by the index of the anchor in its list.
    Claim(ClaimIx, u32),
    /// An actor that is mentioned.
    Actor(ActorIx),
    /// A note.
    Note(NoteIx),
}

/// A range of the essay with an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The range, in bytes of the essay's source.
    pub range: Range<usize>,
    /// What it belongs to.
    pub owner: Owner,
}

/// Passages by start, the longer first.
#[derive(Debug, Clone, Default)]
pub(super) struct PassageIndex {
    passages: Vec<Passage>,
    /// The length of the longest passage, in bytes.
    max_length: usize,
}

impl PassageIndex {
    pub(super) fn new(mut passages: Vec<Passage>) -> Self {
        passages.sort_by_key(|passage| (passage.range.start, Reverse(passage.range.end)));
        let lengths = passages.iter().map(|passage| passage.range.len());
        Self {
            max_length: lengths.max().unwrap_or(0),
            passages,
        }
    }

    pub(super) fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The passages that share at least a byte with a range, in order. An empty range counts as the
    /// byte after it.
    pub(super) fn overlapping(&self, range: &Range<usize>) -> Vec<&Passage> {
        let end = range.end.max(range.start.saturating_add(1));
        let first_start = range.start.saturating_sub(self.max_length);
        let first = self
            .passages
            .partition_point(|passage| passage.range.start < first_start);
        self.passages[first..]
            .iter()
            .take_while(|passage| passage.range.start < end)
            .filter(|passage| passage.range.end > range.start)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn overlapping_passages_are_those_that_a_scan_finds(
            ranges in proptest::collection::vec((0..50_usize, 1..20_usize), 0..40),
            from in 0..60_usize,
            length in 0..10_usize,
        ) {
            let passages = ranges.iter().enumerate().map(|(at, &(start, length))| Passage {
                range: start..start + length,
                owner: Owner::Note(NoteIx::new(at)),
            });
            let index = PassageIndex::new(passages.collect());
            let end = from + length.max(1);
            let scanned: Vec<&Passage> = index
                .passages()
                .iter()
                .filter(|passage| passage.range.start < end && passage.range.end > from)
                .collect();
            prop_assert_eq!(index.overlapping(&(from..from + length)), scanned);
        }
    }
}
