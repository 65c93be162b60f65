//! Searching an essay for what a reader sees.
//!
//! Owns what counts as a match: patterns here, the search for places where one may stand in `key`,
//! and their proof in `proof`. It must not know a screen or a prompt.
//!
//! The source of a long text is searched for the one byte of the pattern that is rarest; only where
//! its neighbours agree too is it looked at what a reader sees there. So markup, line ends and
//! marks cost nothing where they are not.

use std::ops::Range;

use super::markup::Near;
use super::{Essay, Part, fold};

mod key;
mod proof;
#[cfg(test)]
mod tests;

use key::Key;
use proof::Candidate;

/// What is searched for. A text without a capital letter is found in any case; quotes, dashes and
/// runs of white space are equal to each other.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Folded; each run of white space is one space.
    wanted: Vec<char>,
    any_case: bool,
    key: Option<Key>,
}

impl Pattern {
    /// A pattern for what was typed.
    #[must_use]
    pub fn new(query: &str) -> Self {
        let any_case = !query.chars().any(char::is_uppercase);
        let mut wanted: Vec<char> = Vec::new();
        for character in query.chars().map(fold) {
            let character = if any_case {
                lower(character)
            } else {
                character
            };
            if character != ' ' || wanted.last() != Some(&' ') {
                wanted.push(character);
            }
        }
        let key = Key::new(&wanted, any_case);
        Self {
            wanted,
            any_case,
            key,
        }
    }

    /// Whether it asks for nothing but white space and marks; then nothing is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.key.is_none()
    }

    /// Whether a character that is seen is the one wanted at a place of the pattern.
    fn fits(&self, place: usize, seen: char) -> bool {
        let seen = fold(seen);
        let seen = if self.any_case { lower(seen) } else { seen };
        self.wanted.get(place) == Some(&seen)
    }
}

/// A character without its case, where that is one character whose capital is this one: the Kelvin
/// sign is no `k`.
fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    match single(character.to_lowercase()) {
        Some(lower) if single(lower.to_uppercase()) == Some(character) => lower,
        _ => character,
    }
}

/// The one character that an iterator gives; none where it gives several.
fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next();
    first.filter(|_| characters.next().is_none())
}

impl Essay {
    /// The matches of a pattern that lie inside a byte range, in order, none overlapping: byte
    /// ranges of the source. A match does not go from one block to the next. Found one by one: the
    /// first costs only the way to it.
    ///
    /// With [`Matches::go_on_to`] a text can be searched slice by slice.
    #[must_use]
    pub fn find<'a>(&'a self, pattern: &'a Pattern, range: Range<usize>) -> Matches<'a> {
        let block = self
            .blocks
            .partition_point(|block| block.range.end <= range.start);
        let start = self
            .blocks
            .get(block)
            .map_or(self.source.len(), |block| block.range.start);
        Matches {
            essay: self,
            pattern,
            at: start.max(range.start.min(self.source.len())),
            floor: range.start,
            end: range.end,
            block,
            stand_ins: key::StandIns::default(),
            near: Near::new(&self.markup, range.start),
        }
    }
}

/// The matches of a pattern: see [`Essay::find`].
#[derive(Debug, Clone)]
pub struct Matches<'a> {
    essay: &'a Essay,
    pattern: &'a Pattern,
    /// The pattern's key is searched for from here on.
    at: usize,
    /// No match begins before this: where the last one ended.
    floor: usize,
    end: usize,
    block: usize,
    stand_ins: key::StandIns,
    near: Near,
}

impl Essay {
    /// Where a slice of at least so many bytes ends that begins at an offset: behind a block, so
    /// that no match goes on in the next; or at the source's end.
    #[must_use]
    pub fn slice_end(&self, from: usize, bytes: usize) -> usize {
        let least = from.saturating_add(bytes);
        let block = self.blocks.partition_point(|block| block.range.end < least);
        self.blocks
            .get(block)
            .map_or(self.source.len(), |block| block.range.end)
    }
}

impl Matches<'_> {
    /// Goes on to another end, in bytes, when all matches to the present one have been given. None
    /// of them may go past that: see [`Essay::slice_end`].
    pub fn go_on_to(&mut self, end: usize) {
        self.end = end;
    }
}

impl Iterator for Matches<'_> {
    type Item = Range<usize>;

    // It is long, and called from several places.
    #[inline(never)]
    fn next(&mut self) -> Option<Range<usize>> {
        let key = self.pattern.key.as_ref()?;
        loop {
            let from = self.at..self.end;
            let found = key.next(self.essay, from, &mut self.stand_ins, &mut self.near);
            let Some(place) = found.filter(|&place| place < self.end) else {
                self.at = self.at.max(self.end);
                return None;
            };
            let blocks = &self.essay.blocks;
            while blocks
                .get(self.block)
                .is_some_and(|block| block.range.end <= place)
            {
                self.block += 1;
            }
            let block = blocks.get(self.block)?;
            if block.range.start > place || block.part == Part::Furniture {
                let next = if block.range.start > place {
                    block.range.start
                } else {
                    block.range.end
                };
                self.at = next.max(place + 1);
                continue;
            }
            self.at = place + 1;
            let candidate = Candidate {
                essay: self.essay,
                pattern: self.pattern,
                key,
                block: block.range.clone(),
                place,
            };
            if let Some(found) = candidate.proved(self.floor, &mut self.near) {
                if found.end > self.end {
                    return None;
                }
                self.floor = found.end;
                self.at = self.at.max(found.end);
                return Some(found);
            }
        }
    }
}
