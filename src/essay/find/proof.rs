//! Whether a pattern stands where its key does.
//!
//! Owns the comparison with what a reader sees. It looks at a window around the key, and at a wider
//! one only where that does not tell. It must not know how keys are found.

use std::ops::Range;

use crate::essay::{Essay, boundary, fold};

use super::{Pattern, key::Key};

/// A character that is seen, folded, and its place in the source. A run of white space is one.
type Seen = (char, Range<usize>);

/// The match whose key stands at a place of a block, if there is one that begins at `floor` or
/// behind it.
pub(super) fn at(
    essay: &Essay,
    pattern: &Pattern,
    key: &Key,
    block: &Range<usize>,
    place: usize,
    floor: usize,
) -> Option<Range<usize>> {
    if let Some(found) = whole_word(essay, pattern, key, block, place) {
        return Some(found).filter(|found| found.start >= floor);
    }
    let mut reach = 64 + 4 * pattern.wanted.len();
    loop {
        let start = place.saturating_sub(reach).max(block.start);
        let end = place.saturating_add(reach).min(block.end);
        let window = boundary::floor(&essay.source, start).max(block.start)
            ..boundary::ceil(&essay.source, end).min(block.end);
        match in_window(essay, pattern, key.place, block, window, place, floor) {
            Answer::Match(found) => return Some(found),
            Answer::None => return None,
            Answer::Unclear => reach = reach.saturating_mul(8),
        }
    }
}

/// The match, where the pattern is the key's word, and the source has it there without markup.
fn whole_word(
    essay: &Essay,
    pattern: &Pattern,
    key: &Key,
    block: &Range<usize>,
    place: usize,
) -> Option<Range<usize>> {
    if key.word.len() != pattern.wanted.len() {
        return None;
    }
    let start = place
        .checked_sub(key.inside)
        .filter(|&start| start >= block.start)?;
    let end = start + key.word.len();
    let same = end <= block.end && key.same(essay.source.as_bytes().get(start..end)?);
    let seen = essay
        .markup
        .before(end)
        .is_none_or(|mark| mark.end() <= start);
    (same && seen).then_some(start..end)
}

enum Answer {
    Match(Range<usize>),
    None,
    /// What tells is outside of the window.
    Unclear,
}

fn in_window(
    essay: &Essay,
    pattern: &Pattern,
    key: usize,
    block: &Range<usize>,
    window: Range<usize>,
    place: usize,
    floor: usize,
) -> Answer {
    let (open_start, open_end) = (window.start > block.start, window.end < block.end);
    let seen = seen(essay, window);
    let wanted = pattern.wanted.len();
    let mut answer = Answer::None;
    // Several characters may stand for one place of the source.
    for (number, (_, at)) in seen.iter().enumerate() {
        if !at.contains(&place) {
            continue;
        }
        let first = number.checked_sub(key);
        let known = seen.iter().skip(first.unwrap_or_default()).take(wanted);
        let skipped = key.saturating_sub(number);
        let fits = known
            .enumerate()
            .all(|(at, (seen, _))| at + skipped >= wanted || pattern.fits(at + skipped, *seen));
        if !fits {
            continue;
        }
        let last = number + wanted - 1 - key;
        let whole = (first.is_some_and(|first| first > 0) || !open_start)
            && (last + 1 < seen.len() || !open_end);
        if !whole {
            answer = Answer::Unclear;
        } else if let (Some(first), Some(last)) =
            (first.and_then(|first| seen.get(first)), seen.get(last))
            && first.1.start >= floor
        {
            return Answer::Match(first.1.start..last.1.end);
        }
    }
    answer
}

/// What is seen in a range.
pub(super) fn seen(essay: &Essay, range: Range<usize>) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    for piece in essay.pieces(range) {
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
