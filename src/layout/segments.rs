//! Where a long block is cut, so that wrapping a row of it never costs more than a segment.
//!
//! Owns the borders. Each follows from its number and the text just behind its nominal place:
//! nothing before it is read. It must not know widths.

use std::ops::Range;

use crate::essay::{Block, BlockKind, Essay};

use super::width::is_border;

/// A block of more bytes than this is laid out in segments.
pub(super) const LONG: usize = 32 * 1024;
/// The bytes of a segment, roughly.
const SEGMENT: usize = 8 * 1024;
/// A segment's border is looked for in this many bytes behind its nominal place.
const WINDOW: usize = 1024;

/// How many segments a block has.
pub(super) fn count(block: &Block) -> usize {
    if block.range.len() <= LONG {
        1
    } else {
        block.range.len().div_ceil(SEGMENT)
    }
}

/// The number of the segment that holds a byte offset; the first or the last for those outside.
pub(super) fn holding(essay: &Essay, block: &Block, offset: usize) -> usize {
    let count = count(block);
    if count == 1 {
        return 0;
    }
    let nominal = offset.saturating_sub(block.range.start) / SEGMENT;
    let mut segment = nominal.min(count - 1);
    while segment > 0 && border(essay, block, segment) > offset {
        segment -= 1;
    }
    while segment + 1 < count && border(essay, block, segment + 1) <= offset {
        segment += 1;
    }
    segment
}

/// The bytes of a segment. Those of a block follow each other without a gap; one may be empty.
pub(super) fn range(essay: &Essay, block: &Block, segment: usize) -> Range<usize> {
    if count(block) == 1 {
        return block.range.clone();
    }
    border(essay, block, segment)..border(essay, block, segment + 1)
}

/// Where a segment begins: behind a sentence's end if there is one near, so that the row that ends
/// there looks like a paragraph's last; else behind white space, else between two clusters.
fn border(essay: &Essay, block: &Block, segment: usize) -> usize {
    let end = block.range.end;
    let nominal = block
        .range
        .start
        .saturating_add(segment.saturating_mul(SEGMENT));
    if segment == 0 {
        return block.range.start;
    }
    if nominal >= end {
        return end;
    }
    let source = essay.source();
    let from = source.ceil_char_boundary(nominal);
    let to = source.floor_char_boundary((nominal + WINDOW).min(end));
    let window = source.get(from..to).unwrap_or_default();
    let kept_lines = block.kind == BlockKind::Code;
    let place = if kept_lines {
        line_end(window)
    } else {
        sentence_end(window)
    };
    let at = place
        .or_else(|| word_end(window))
        .map_or_else(|| cluster_end(source, from, to), |place| from + place);
    essay.skip_markup(at).min(end)
}

fn line_end(window: &str) -> Option<usize> {
    Some(window.find('\n')? + 1)
}

fn sentence_end(window: &str) -> Option<usize> {
    let stop = window
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|&at| {
            window
                .get(at..)
                .is_some_and(|rest| rest.trim_start_matches(' ').starts_with(char::is_uppercase))
        })?;
    Some(stop + word_end(window.get(stop..)?)?)
}

/// Behind the first run of white space that ends in the window.
fn word_end(window: &str) -> Option<usize> {
    let space = window.find([' ', '\n'])?;
    let rest = window.get(space..)?;
    let next = rest.find(|character| character != ' ' && character != '\n')?;
    Some(space + next)
}

/// The first border of a cluster, if one is in the window.
fn cluster_end(source: &str, from: usize, to: usize) -> usize {
    let window = source.get(from..to).unwrap_or_default();
    let mut places = window.char_indices().map(|(at, _)| from + at);
    places.find(|&at| is_border(source, at)).unwrap_or(from)
}
