//! Passages by place, for asking which overlap a range.
//!
//! Owns an implicit interval tree: passages sorted by where they begin, and for each stretch of the
//! sorted list, halved again and again, the farthest end in it (as in Cormen et al., Introduction to
//! Algorithms, 14.3, but without a node of its own for anything). A question costs the logarithm of
//! their number and what it finds, however long the essay is.

use std::ops::Range;

use super::Passage;
use super::grouped::Lists;

/// Lists of passages, each sorted by start, the longer first.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    passages: Lists<Passage>,
    /// For each passage the farthest end in the stretch of which it is the middle.
    farthest: Lists<u32>,
}

impl Spans {
    /// Adds a list behind the last.
    pub(super) fn push(&mut self, passages: impl IntoIterator<Item = Passage>) {
        self.passages.push(passages);
        let passages = self.passages.last_mut();
        // By start, then the longer first. Most lists come sorted.
        passages.sort_by_key(|passage| (passage.range.start, std::cmp::Reverse(passage.range.end)));
        self.farthest.push(std::iter::repeat_n(0, passages.len()));
        measure(passages, self.farthest.last_mut());
    }

    /// One of the lists, in order.
    pub(super) fn get(&self, list: usize) -> &[Passage] {
        self.passages.get(list)
    }

    /// Those of a list that share at least a byte with a range, in order. An empty range counts as
    /// the byte that it stands before.
    pub(super) fn overlapping(&self, list: usize, range: Range<usize>) -> Vec<&Passage> {
        let range = range.start..range.end.max(range.start.saturating_add(1));
        let mut found = Vec::new();
        collect(
            self.passages.get(list),
            self.farthest.get(list),
            &range,
            &mut found,
        );
        found
    }
}

fn measure(passages: &[Passage], farthest: &mut [u32]) -> u32 {
    let middle = passages.len() / 2;
    let Some(passage) = passages.get(middle) else {
        return 0;
    };
    let (left, right) = farthest.split_at_mut(middle);
    let Some((own, right)) = right.split_first_mut() else {
        return 0;
    };
    // Nothing is looked for past 4 GiB.
    let end = u32::try_from(passage.range.end).unwrap_or(u32::MAX);
    *own = measure(&passages[..middle], left)
        .max(measure(&passages[middle + 1..], right))
        .max(end);
    *own
}

fn collect<'a>(
    passages: &'a [Passage],
    farthest: &[u32],
    range: &Range<usize>,
    found: &mut Vec<&'a Passage>,
) {
    let middle = passages.len() / 2;
    let Some(passage) = passages.get(middle) else {
        return;
    };
    if farthest[middle] as usize <= range.start {
        return;
    }
    collect(&passages[..middle], &farthest[..middle], range, found);
    if passage.range.start >= range.end {
        return;
    }
    if passage.range.end > range.start {
        found.push(passage);
    }
    collect(
        &passages[middle + 1..],
        &farthest[middle + 1..],
        range,
        found,
    );
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
            let mut spans = Spans::default();
            spans.push([]);
            spans.push(passages);
            let end = from + length.max(1);
            let scanned: Vec<&Passage> = spans
                .get(1)
                .iter()
                .filter(|passage| passage.range.start < end && passage.range.end > from)
                .collect();
            prop_assert_eq!(spans.overlapping(1, from..from + length), scanned);
            prop_assert!(spans.overlapping(0, from..end).is_empty());
        }
    }
}
