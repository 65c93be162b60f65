//! Searching an essay for what a reader sees.
//!
//! Owns what counts as a match. It must not know a screen or a prompt.

use std::ops::Range;

use super::{Essay, fold};

/// What is searched for. A text without a capital letter is found in any case; quotes, dashes and
/// runs of white space are equal to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    wanted: Vec<char>,
    any_case: bool,
}

impl Pattern {
    /// A pattern for what was typed.
    #[must_use]
    pub fn new(query: &str) -> Self {
        let any_case = !query.chars().any(char::is_uppercase);
        let mut wanted: Vec<char> = Vec::new();
        for character in query.chars().map(fold) {
            if character != ' ' || wanted.last() != Some(&' ') {
                wanted.push(character);
            }
        }
        Self { wanted, any_case }
    }

    /// Whether it asks for nothing but white space; then nothing is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wanted.iter().all(|&character| character == ' ')
    }

    fn equal(&self, wanted: char, seen: char) -> bool {
        wanted == seen || (self.any_case && lower(seen) == wanted)
    }
}

/// A character without its case, where that is one character of the same kind.
fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) if !lower.is_ascii() => lower,
        _ => character,
    }
}

impl Essay {
    /// The matches of a pattern that lie inside a byte range, in order, none overlapping: byte
    /// ranges of the source. Found one by one: the first costs only the way to it.
    pub fn find<'a>(
        &'a self,
        pattern: &'a Pattern,
        range: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let wanted = if pattern.is_empty() {
            &[]
        } else {
            pattern.wanted.as_slice()
        };
        let blocks = self.blocks().iter().map(|block| block.range.clone());
        blocks
            .filter(|_| !wanted.is_empty())
            .map(move |block| block.start.max(range.start)..block.end.min(range.end))
            .flat_map(move |block| {
                let seen = self.seen(block);
                let mut found = Vec::new();
                let mut at = 0;
                while let Some(window) = seen.get(at..at + wanted.len()) {
                    let mut pairs = wanted.iter().zip(window);
                    if pairs.all(|(&wanted, (seen, _))| pattern.equal(wanted, *seen))
                        && let (Some(first), Some(last)) = (window.first(), window.last())
                    {
                        found.push(first.1.start..last.1.end);
                        at += wanted.len();
                    } else {
                        at += 1;
                    }
                }
                found
            })
    }

    /// The characters of a range, folded, runs of white space as one, with their places.
    fn seen(&self, range: Range<usize>) -> Vec<(char, Range<usize>)> {
        let mut seen: Vec<(char, Range<usize>)> = Vec::new();
        for piece in self.pieces(range) {
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
}
