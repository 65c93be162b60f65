//! Whether a pattern stands where its key does.
//!
//! Owns the comparison with what a reader sees. It looks at a window around the key, and at a wider
//! one only where that does not tell. It must not know how keys are found.

use std::ops::Range;

use crate::essay::markup::Near;
use crate::essay::{Essay, fold};

use super::{Pattern, key::Key};

/// A character that is seen, folded, and its place in the source. A run of white space is one.
type Seen = (char, Range<usize>);

/// A place where a pattern may stand.
pub(super) struct Candidate<'a> {
    pub(super) essay: &'a Essay,
    pub(super) pattern: &'a Pattern,
    pub(super) key: &'a Key,
    /// The block that the key is seen in.
    pub(super) block: Range<usize>,
    /// Where the key is.
    pub(super) place: usize,
}

enum Answer {
    Match(Range<usize>),
    None,
    /// What tells is outside of the window.
    Unclear,
}

impl Candidate<'_> {
    /// The match, if there is one that begins at `floor` or behind it.
    pub(super) fn proved(&self, floor: usize, near: &mut Near) -> Option<Range<usize>> {
        if let Some(found) = self.whole_word(near) {
            return Some(found).filter(|found| found.start >= floor);
        }
        let source = &self.essay.source;
        let mut reach = 64 + 4 * self.pattern.wanted.len();
        loop {
            let start = source.floor_char_boundary(self.place.saturating_sub(reach));
            let end = source.ceil_char_boundary(self.place.saturating_add(reach));
            let window = start.max(self.block.start)..end.min(self.block.end);
            match self.in_window(window, floor) {
                Answer::Match(found) => return Some(found),
                Answer::None => return None,
                Answer::Unclear => reach = reach.saturating_mul(8),
            }
        }
    }

    /// The match, where the pattern is the key's word, and the source has it there without markup.
    fn whole_word(&self, near: &mut Near) -> Option<Range<usize>> {
        let Self {
            essay, key, block, ..
        } = self;
        if key.word.len() != self.pattern.wanted.len() {
            return None;
        }
        let start = self
            .place
            .checked_sub(key.inside)
            .filter(|&start| start >= block.start)?;
        let end = start + key.word.len();
        let same = end <= block.end && key.same(essay.source.as_bytes().get(start..end)?);
        let seen = near
            .before(&essay.markup, end)
            .is_none_or(|mark| mark.end() <= start);
        (same && seen).then_some(start..end)
    }

    fn in_window(&self, window: Range<usize>, floor: usize) -> Answer {
        let (open_start, open_end) = (window.start > self.block.start, window.end < self.block.end);
        let (key, wanted) = (self.key.place, self.pattern.wanted.len());
        let seen = seen(self.essay, window);
        let mut answer = Answer::None;
        // Several characters may stand for one place of the source.
        for (number, (_, at)) in seen.iter().enumerate() {
            if !at.contains(&self.place) || !self.fits(&seen, number) {
                continue;
            }
            let first = number.checked_sub(key);
            let last = number + wanted - 1 - key;
            let whole = (first.is_some_and(|first| first > 0) || !open_start)
                && (last + 1 < seen.len() || !open_end);
            let ends = (first.and_then(|first| seen.get(first)), seen.get(last));
            match ends {
                _ if !whole => answer = Answer::Unclear,
                (Some((_, first)), Some((_, last))) if first.start >= floor => {
                    return Answer::Match(first.start..last.end);
                }
                _ => {}
            }
        }
        answer
    }

    /// Whether all that is known around a character is the pattern, if it is the key.
    fn fits(&self, seen: &[Seen], number: usize) -> bool {
        let key = self.key.place;
        let skipped = key.saturating_sub(number);
        let known = seen.iter().skip(number.saturating_sub(key));
        let mut known = known.take(self.pattern.wanted.len() - skipped).enumerate();
        known.all(|(at, (seen, _))| self.pattern.fits(at + skipped, *seen))
    }
}

/// What is seen in a range.
pub(super) fn seen(essay: &Essay, range: Range<usize>) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    for piece in essay.segments(range) {
        for (at, character) in piece.text.char_indices() {
            let place = if piece.verbatim {
                let start = piece.source.start + at;
                start..start + character.len_utf8()
            } else {
                piece.source.clone()
            };
            match (fold(character), seen.last_mut()) {
                (' ', Some((' ', last))) => last.end = place.end,
                (folded, _) => seen.push((folded, place)),
            }
        }
    }
    seen
}
