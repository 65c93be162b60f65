//! Passages by place, for asking which overlap a range.
//!
//! Owns an implicit interval tree: the passages sorted by where they begin, and for each stretch of
//! the sorted list, halved again and again, the farthest end in it (as in Cormen et al.,
//! Introduction to Algorithms, 14.3, but without a node of its own for anything). A question costs
//! the logarithm of their number and what it finds, however long the essay is.

use std::ops::Range;

use super::Passage;

/// Passages sorted by start, the longer first.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    passages: Vec<Passage>,
    /// For the middle of each stretch the farthest end in the stretch.
    farthest: Vec<usize>,
}

impl Spans {
    pub(super) fn new(mut passages: Vec<Passage>) -> Self {
        sort(&mut passages);
        let mut spans = Self {
            farthest: vec![0; passages.len()],
            passages,
        };
        spans.measure(0..spans.passages.len());
        spans
    }

    /// All of them, in order.
    pub(super) fn all(&self) -> &[Passage] {
        &self.passages
    }

    /// Those that share at least a byte with a range, in order. An empty range counts as the byte
    /// that it stands before.
    pub(super) fn overlapping(&self, range: Range<usize>) -> Vec<Passage> {
        let range = range.start..range.end.max(range.start.saturating_add(1));
        let mut found = Vec::new();
        self.collect(0..self.passages.len(), &range, &mut found);
        found
    }

    fn measure(&mut self, stretch: Range<usize>) -> usize {
        if stretch.is_empty() {
            return 0;
        }
        let middle = usize::midpoint(stretch.start, stretch.end);
        let left = self.measure(stretch.start..middle);
        let right = self.measure(middle + 1..stretch.end);
        let farthest = left.max(right).max(self.passages[middle].range.end);
        self.farthest[middle] = farthest;
        farthest
    }

    fn collect(&self, stretch: Range<usize>, range: &Range<usize>, found: &mut Vec<Passage>) {
        if stretch.is_empty() {
            return;
        }
        let middle = usize::midpoint(stretch.start, stretch.end);
        if self.farthest[middle] <= range.start {
            return;
        }
        self.collect(stretch.start..middle, range, found);
        let passage = &self.passages[middle];
        if passage.range.start >= range.end {
            return;
        }
        if passage.range.end > range.start {
            found.push(passage.clone());
        }
        self.collect(middle + 1..stretch.end, range, found);
    }
}

/// By start, then the longer first, then by owner.
pub(super) fn sort(passages: &mut [Passage]) {
    passages.sort_by_key(|passage| (passage.range.start, std::cmp::Reverse(passage.range.end)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Owner, Passage};
    use super::Spans;
    use crate::apparatus::NoteIx;

    proptest! {
        #[test]
        fn those_overlapping_are_those_that_a_scan_finds(
            ranges in proptest::collection::vec((0..50_usize, 1..20_usize), 0..40),
            from in 0..60_usize,
            length in 0..10_usize,
        ) {
            let passages = ranges.iter().enumerate().map(|(at, &(start, length))| Passage {
                range: start..start + length,
                owner: Owner::Note(NoteIx::new(at)),
            });
            let spans = Spans::new(passages.collect());
            let end = from + length.max(1);
            let scanned: Vec<Passage> = spans
                .all()
                .iter()
                .filter(|passage| passage.range.start < end && passage.range.end > from)
                .cloned()
                .collect();
            prop_assert_eq!(spans.overlapping(from..from + length), scanned);
        }
    }
}
