//! Wraps text into lines of a width in cells.
//!
//! Lines break where Unicode's line breaking algorithm allows it, and after a hyphen between letters, not between
//! digits: dates stay whole.
//! Paragraphs are wrapped with the optimal fit of Knuth and Plass, which evens out their rows.

use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use textwrap::{WordSeparator, WordSplitter};

use super::width::{graphemes, is_boundary, width};

/// A line of a text. Offsets are bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrappedLine {
    pub(crate) start: usize,
    /// The end of the line without the white space at its end.
    pub(crate) end: usize,
    /// The width in cells from `start` to `end`.
    pub(crate) width: usize,
}

/// A part of a text that is not broken.
#[derive(Debug, Clone, Copy)]
struct WordPart {
    start: usize,
    end: usize,
    width: usize,
    /// The width of the white space after it.
    space: usize,
}

impl Fragment for WordPart {
    fn width(&self) -> f64 {
        to_f64(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        to_f64(self.space)
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn to_f64(cells: usize) -> f64 {
    f64::from(u32::try_from(cells).unwrap_or(u32::MAX))
}

/// Wraps a paragraph without line ends: the first line to `first_width` cells at most, the others to
/// `width`. A grapheme cluster wider than that is alone on its line and counts as that wide. An empty
/// text has one line.
pub(crate) fn wrap_paragraph(text: &str, first_width: usize, width: usize) -> Vec<WrappedLine> {
    /// By default a line one cell too long is preferred to a large gap.
    const PENALTIES: Penalties = Penalties {
        overflow_penalty: 1 << 30,
        ..Penalties::new()
    };
    let parts = word_parts(text, first_width.min(width));
    let widths = [to_f64(first_width), to_f64(width)];
    let optimal = wrap_optimal_fit(&parts, &widths, &PENALTIES)
        .ok()
        .map(|lines| wrapped_lines(&lines))
        .filter(|lines| {
            lines.iter().all(|line| line.width <= width)
                && lines.first().is_none_or(|first| first.width <= first_width)
        });
    let mut lines = optimal.unwrap_or_else(|| wrapped_lines(&wrap_first_fit(&parts, &widths)));
    if lines.is_empty() {
        lines.push(WrappedLine {
            start: 0,
            end: 0,
            width: 0,
        });
    }
    lines
}

/// Wraps a line of code: filled to the last cell, broken between any two grapheme clusters, with its
/// white space kept.
pub(crate) fn wrap_code(text: &str, width: usize) -> Vec<WrappedLine> {
    let text_end = text.trim_end_matches(' ').len();
    let empty_line = |start| WrappedLine {
        start,
        end: start,
        width: 0,
    };
    let mut lines = Vec::new();
    let mut line = empty_line(0);
    let mut used = 0;
    let is_broken = self::width(&text[..text_end]) > width;
    let width = if is_broken {
        broken_width(width)
    } else {
        width
    };
    for (at, grapheme, cells) in graphemes(text) {
        let cells = cells.min(width);
        if used + cells > width && at < text_end {
            lines.push(std::mem::replace(&mut line, empty_line(at)));
            used = 0;
        }
        used += cells;
        if grapheme != " " {
            line.end = at + grapheme.len();
            line.width = used;
        }
    }
    lines.push(line);
    lines
}

/// The width of a line that is broken where a reader expects no break: a cell is left for a mark.
fn broken_width(width: usize) -> usize {
    const MIN_WIDTH: usize = 4;
    width - usize::from(width >= MIN_WIDTH)
}

/// Wraps a text of the user interface: byte ranges of its lines, without the white space at their
/// ends. Each line takes as many words as fit, because there is little room. A `\n` ends a line. The
/// text should be [sanitized](crate::essay::sanitize).
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut ranges = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let parts = word_parts(line, width);
        let wrapped = wrapped_lines(&wrap_first_fit(&parts, &[to_f64(width)]));
        if wrapped.is_empty() {
            ranges.push(start..start);
        }
        ranges.extend(
            wrapped
                .iter()
                .map(|line| start + line.start..start + line.end),
        );
        start += line.len() + 1;
    }
    ranges
}

fn wrapped_lines(lines: &[&[WordPart]]) -> Vec<WrappedLine> {
    let wrapped_line = |parts: &&[WordPart]| {
        // Without words there is one line without parts.
        let (first, last) = (parts.first()?, parts.last()?);
        let width: usize = parts.iter().map(|part| part.width + part.space).sum();
        Some(WrappedLine {
            start: first.start,
            end: last.end,
            width: width - last.space,
        })
    };
    lines.iter().filter_map(wrapped_line).collect()
}

/// The parts of a text, none wider than `max_width`.
fn word_parts(text: &str, max_width: usize) -> Vec<WordPart> {
    let mut parts = Vec::new();
    let mut start = 0;
    for end in line_breaks(text) {
        let word = text[start..end].trim_end_matches(' ');
        let mut part_start = 0;
        let splits = WordSplitter::HyphenSplitter.split_points(word).into_iter();
        let is_digit = |char: char| char.is_ascii_digit();
        let splits = splits.filter(|&at| {
            !(word[..at - 1].ends_with(is_digit) && word[at..].starts_with(is_digit))
        });
        for part_end in splits.chain([word.len()]) {
            push_parts(
                text,
                start + part_start..start + part_end,
                max_width,
                &mut parts,
            );
            part_start = part_end;
        }
        let last = parts.last_mut().expect("each word has a part");
        last.space = end - start - word.len();
        start = end;
    }
    parts
}

/// The byte offsets at which a line may end, including the end of the text. A hyphen allows no break.
fn line_breaks(text: &str) -> Vec<usize> {
    // `find_words` takes the last break for the end of the text, and drops another one if the text
    // ends with a hyphen.
    let longer = text.ends_with('-').then(|| format!("{text}a"));
    let mut end = 0;
    let mut breaks: Vec<usize> = WordSeparator::UnicodeBreakProperties
        .find_words(longer.as_deref().unwrap_or(text))
        .map(|word| {
            end += word.word.len() + word.whitespace.len();
            end
        })
        // A break between a space and a combining mark would split a grapheme cluster.
        .filter(|&end| end < text.len() && is_boundary(text, end))
        .collect();
    if !text.is_empty() {
        breaks.push(text.len());
    }
    breaks
}

/// Adds a part of a word, split between grapheme clusters if it is wider than `max_width`.
fn push_parts(text: &str, range: Range<usize>, max_width: usize, parts: &mut Vec<WordPart>) {
    let mut part = WordPart {
        start: range.start,
        end: range.end,
        width: width(&text[range.clone()]),
        space: 0,
    };
    if part.width <= max_width {
        parts.push(part);
        return;
    }
    part.width = 0;
    let max_width = broken_width(max_width);
    for (at, grapheme, cells) in graphemes(&text[range.clone()]) {
        let cells = cells.min(max_width);
        let at = range.start + at;
        if part.width + cells > max_width {
            parts.push(WordPart { end: at, ..part });
            part.start = at;
            part.width = 0;
        }
        part.end = at + grapheme.len();
        part.width += cells;
    }
    parts.push(part);
}
