//! The rows of a segment.
//!
//! Owns indents and the way from what is seen back to the source. It must not know what comes
//! before or after the segment.

use std::borrow::Cow;

use crate::essay::{Block, BlockKind, Essay};

use super::table::{self, Columns};
use super::wrap::{self, Broken};
use super::{Row, segments, width::width};

/// Cells that each depth of lists and quotations takes.
const STEP: usize = 2;

/// Cells before a footnote's further paragraphs: as many as before its first, where it has a number
/// of one digit.
const FOOTNOTE: usize = 4;

/// Wraps a segment of a block. Never empty, but for a segment that is.
pub(super) fn of_segment(essay: &Essay, place: usize, segment: usize, cells: u16) -> Vec<Row> {
    let Some(block) = essay.blocks().get(place) else {
        return Vec::new();
    };
    let range = segments::range(essay, block, segment);
    if range.is_empty() {
        return Vec::new();
    }
    let indent = indent(essay, block, cells);
    let seen = Seen::new(essay, range.clone());
    let lines = broken(
        &seen.text,
        block.kind == BlockKind::Code,
        u32::from(cells - indent),
    );
    let mut rows: Vec<Row> = Vec::with_capacity(lines.len());
    for line in lines {
        let start = if rows.is_empty() {
            range.start
        } else {
            seen.source_start(line.start)
        };
        let text_end = seen.source_end(line.text_end).max(start);
        if let Some(above) = rows.last_mut() {
            // A row cannot end inside what stands for a stretch of the source as a whole.
            if start <= above.source.start || start >= range.end {
                above.text_end = above.text_end.max(text_end);
                continue;
            }
            above.source.end = start;
            above.text_end = above.text_end.min(start);
        }
        rows.push(Row {
            source: start..range.end,
            text_end,
            block: place,
            indent,
            width: u16::try_from(line.width).unwrap_or(u16::MAX),
            first: start == block.range.start,
            last: false,
        });
    }
    if let Some(last) = rows.last_mut() {
        last.last = last.source.end == block.range.end;
    }
    rows
}

/// Wraps a table's row.
pub(super) fn of_table(essay: &Essay, place: usize, columns: &Columns, cells: u16) -> Vec<Row> {
    let Some(block) = essay.blocks().get(place) else {
        return Vec::new();
    };
    let indent = indent(essay, block, cells);
    table::rows(essay, place, columns, indent, cells - indent)
}

/// Cells before a block's text. At most half a row, so that there is room for some text.
pub(super) fn indent(essay: &Essay, block: &Block, cells: u16) -> u16 {
    let depth = usize::from(block.depth);
    let mark = width(&essay.marker(block));
    let indent = match block.kind {
        _ if mark > 0 => depth.saturating_sub(1) * STEP + mark + 1,
        BlockKind::Code => (depth + 1) * STEP,
        BlockKind::Footnote => FOOTNOTE,
        _ => depth * STEP,
    };
    u16::try_from(indent).unwrap_or(u16::MAX).min(cells / 2)
}

/// Breaks a text at its line ends, and each line to fit.
fn broken(text: &str, code: bool, cells: u32) -> Vec<Broken> {
    let mut all = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if start > 0 && start == text.len() {
            // The line end is the last thing of the segment: no row begins behind it.
            break;
        }
        let lines = if code {
            wrap::filled(line, cells)
        } else {
            wrap::lines(line, cells, cells)
        };
        all.extend(lines.into_iter().map(|line| Broken {
            start: start + line.start,
            text_end: start + line.text_end,
            width: line.width,
        }));
        start += line.len() + 1;
    }
    all
}

/// What is seen of a range, and where each byte of it comes from.
pub(super) struct Seen<'a> {
    pub(super) text: Cow<'a, str>,
    stretches: Vec<Stretch>,
}

/// From `text` on, what is seen comes from `source` on: byte for byte, or as a whole.
struct Stretch {
    text: usize,
    source: std::ops::Range<usize>,
    verbatim: bool,
}

impl<'a> Seen<'a> {
    pub(super) fn new(essay: &'a Essay, range: std::ops::Range<usize>) -> Self {
        let mut text = Cow::Borrowed("");
        let mut stretches = Vec::new();
        for piece in essay.segments(range) {
            stretches.push(Stretch {
                text: text.len(),
                source: piece.source,
                verbatim: piece.verbatim,
            });
            // A block that is seen as it stands in the source is not copied.
            if text.is_empty() {
                text = piece.text;
            } else {
                text.to_mut().push_str(&piece.text);
            }
        }
        Self { text, stretches }
    }

    /// Where a row that begins at a byte of the text begins in the source.
    pub(super) fn source_start(&self, at: usize) -> usize {
        let place = self.stretches.partition_point(|stretch| stretch.text <= at);
        let Some(stretch) = place
            .checked_sub(1)
            .and_then(|place| self.stretches.get(place))
        else {
            return 0;
        };
        let inside = at - stretch.text;
        match (inside, stretch.verbatim) {
            (0, _) => stretch.source.start,
            (_, true) => (stretch.source.start + inside).min(stretch.source.end),
            (_, false) => stretch.source.end,
        }
    }

    /// Where a text that ends before a byte of the text ends in the source.
    pub(super) fn source_end(&self, at: usize) -> usize {
        let place = self.stretches.partition_point(|stretch| stretch.text < at);
        let Some(stretch) = place
            .checked_sub(1)
            .and_then(|place| self.stretches.get(place))
        else {
            return 0;
        };
        if stretch.verbatim {
            (stretch.source.start + at - stretch.text).min(stretch.source.end)
        } else {
            stretch.source.end
        }
    }
}
