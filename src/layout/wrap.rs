//! Breaking one line of text into lines of a width.
//!
//! Owns where a line does break, of the places where it may (those that `words` tells, and after a
//! hyphen between letters): the optimal fit of Knuth and Plass, which evens the rows of a
//! paragraph out. It must not know where the text comes from.

use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use super::width::{graphemes, is_printable, width};
use super::words;

/// A line of a text: byte ranges of it, and cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// Where the line begins.
    pub(super) start: usize,
    /// Where its text ends, without the white space at its end.
    pub(super) text_end: usize,
    /// The cells of that text.
    pub(super) width: u32,
}

/// A part of a line that is never broken.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    text_end: usize,
    width: u32,
    space: u32,
}

impl Fragment for Part {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The default penalties would rather have a line one cell too long than leave a large gap.
const PENALTIES: Penalties = Penalties {
    overflow_penalty: 1 << 30,
    ..Penalties::new()
};

/// The lines of a text that has no line end in it, in order and without a gap: the first of at most
/// `first` cells, the others of at most `cells`. A cluster wider than that has a line to itself and
/// counts as that wide. An empty text has one line.
pub(super) fn lines(text: &str, first: u32, cells: u32) -> Vec<Broken> {
    let parts = parts(text, first.min(cells));
    let widths = [f64::from(first), f64::from(cells)];
    let fits = |lines: &[Broken]| {
        let (head, rest) = lines.split_first()?;
        (head.width <= first && rest.iter().all(|line| line.width <= cells)).then_some(())
    };
    let optimal = wrap_optimal_fit(&parts, &widths, &PENALTIES);
    let mut lines = optimal.map(|lines| broken(&lines)).unwrap_or_default();
    if fits(&lines).is_none() {
        lines = broken(&wrap_first_fit(&parts, &widths));
    }
    if lines.is_empty() {
        lines.push(Broken {
            start: 0,
            text_end: 0,
            width: 0,
        });
    }
    lines
}

fn broken(lines: &[&[Part]]) -> Vec<Broken> {
    let line = |parts: &&[Part]| {
        let (first, last) = (parts.first()?, parts.last()?);
        let width = parts
            .iter()
            .map(|part| part.width + part.space)
            .sum::<u32>()
            - last.space;
        Some(Broken {
            start: first.start,
            text_end: last.text_end,
            width,
        })
    };
    lines.iter().filter_map(line).collect()
}

fn parts(text: &str, cells: u32) -> Vec<Part> {
    let breaks = words::breaks(text);
    let mut parts = Vec::with_capacity(breaks.len() + 1);
    let mut start = 0;
    for end in breaks.into_iter().chain([text.len()]) {
        if start < end {
            split(text, start..end, cells, &mut parts);
        }
        start = end;
    }
    parts
}

/// Adds a word with the white space behind it, broken at its hyphens, and wherever a row must.
fn split(text: &str, range: Range<usize>, cells: u32, parts: &mut Vec<Part>) {
    let whole = text.get(range.clone()).unwrap_or_default();
    let word = whole.trim_end_matches(' ');
    let space = count(whole.len() - word.len());
    let mut start = 0;
    for (hyphen, _) in word.match_indices('-') {
        let around = (word.get(..hyphen), word.get(hyphen + 1..));
        if let (Some(before), Some(after)) = around
            && before.ends_with(char::is_alphanumeric)
            && after.starts_with(char::is_alphanumeric)
        {
            fit(word, start..hyphen + 1, range.start, cells, parts);
            start = hyphen + 1;
        }
    }
    fit(word, start..word.len(), range.start, cells, parts);
    if let Some(last) = parts.last_mut() {
        last.space = space;
    }
}

/// Adds a stretch of a word, in pieces no wider than a row.
fn fit(word: &str, range: Range<usize>, at: usize, cells: u32, parts: &mut Vec<Part>) {
    let text = word.get(range.clone()).unwrap_or_default();
    let start = at + range.start;
    let all = count(width(text));
    if all <= cells {
        parts.push(Part {
            start,
            text_end: start + text.len(),
            width: all,
            space: 0,
        });
        return;
    }
    let mut part = Part {
        start,
        text_end: start,
        width: 0,
        space: 0,
    };
    for (place, cluster, width) in graphemes(text) {
        let width = count(width).min(cells);
        if part.width + width > cells {
            parts.push(part);
            part = Part {
                start: start + place,
                text_end: start + place,
                width: 0,
                space: 0,
            };
        }
        part.text_end += cluster.len();
        part.width += width;
    }
    parts.push(part);
}

/// The lines of a text without a line end that is not prose: filled to the last cell, broken
/// between any two clusters, white space kept.
pub(super) fn filled(text: &str, cells: u32) -> Vec<Broken> {
    let mut lines = Vec::new();
    let mut line = Broken {
        start: 0,
        text_end: 0,
        width: 0,
    };
    let text_end = text.trim_end_matches(' ').len();
    if is_printable(text) && count(text_end) <= cells {
        return vec![Broken {
            start: 0,
            text_end,
            width: count(text_end),
        }];
    }
    let mut used = 0;
    for (at, cluster, width) in graphemes(text) {
        let width = count(width).min(cells);
        if used + width > cells && at < text_end {
            lines.push(std::mem::replace(
                &mut line,
                Broken {
                    start: at,
                    text_end: at,
                    width: 0,
                },
            ));
            used = 0;
        }
        used += width;
        if cluster != " " {
            line.text_end = at + cluster.len();
            line.width = used;
        }
    }
    lines.push(line);
    lines
}

/// The lines of one of the program's own texts, in byte ranges without the white space at their
/// ends. Each takes as much as it can: what stands beside the essay is short of rows, not of
/// evenness. A `\n` ends a line. The text should be [visible](crate::essay::sanitize) ones' text.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let cells = count(width.max(1));
    let mut ranges = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let parts = parts(line, cells);
        let filled = broken(&wrap_first_fit(&parts, &[f64::from(cells)]));
        if filled.is_empty() {
            ranges.push(start..start);
        }
        for broken in filled {
            ranges.push(start + broken.start..start + broken.text_end);
        }
        start += line.len() + 1;
    }
    ranges
}

/// Cells and bytes of a segment fit in 32 bits; what does not is as good as the most that does.
fn count(cells: usize) -> u32 {
    u32::try_from(cells).unwrap_or(u32::MAX)
}
