//! Text and width to rows: byte ranges of the source, for the part that is asked for.
//!
//! Owns everything that is counted in cells and rows of the essay, and the one definition of how
//! wide a text is. It must not know the apparatus, a screen's regions, or how a row is drawn.
//!
//! Layout is lazy: blocks are wrapped when one of their rows is asked for, and a few are kept.
//! Blocks longer than 32 KiB are wrapped in segments whose borders follow from the
//! text around them alone, so that no row ever costs more than a segment. Nothing wraps the whole
//! text, and nothing knows how many rows it has.
//!
//! # Positions
//!
//! What stands at the top of a screen is a [`ScrollPosition`]: the offset of the first byte of a row, and
//! how many of the blank lines above that row are seen with it. The offset means the same at every
//! width: after a resize the row that holds it is the top.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;

use crate::essay::Essay;

mod cache;
mod cursor;
mod rows;
mod runs;
mod scroll;
mod segments;
mod table;
#[cfg(test)]
mod tests;
mod width;
mod words;
mod wrap;

pub use runs::RowSpan;
pub use width::{ascii_prefix_len, graphemes, truncate, width};
pub use wrap::wrap;

use cache::Cache;
use cursor::Cursor;

/// One row of an essay. The rows of a block follow each other without a gap and hold all its
/// bytes, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its bytes in the source, the white space at its end included. Never empty.
    pub source: Range<usize>,
    /// Where its text ends without that white space.
    pub text_end: usize,
    /// Its block's place in [`Essay::blocks`].
    pub block: usize,
    /// Cells before its text. A block's mark stands in them, on its first row.
    pub indent: u16,
    /// Cells of its text, without the indent and the white space at its end.
    pub width: u16,
    /// It is the first of its block.
    pub first: bool,
    /// It is the last of its block.
    pub last: bool,
}

/// A place to begin a screen at: a row and the blank lines above it that are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ScrollPosition {
    /// A byte of the row; the first, where a [`Layout`] gave the position.
    pub offset: usize,
    /// How many blank lines above the row are seen. More than there are mean all.
    pub blank_lines: u16,
}

impl ScrollPosition {
    /// The row that holds a byte offset, without the blank lines above it.
    #[must_use]
    pub fn new(offset: usize) -> Self {
        Self {
            offset,
            blank_lines: 0,
        }
    }
}

impl Ord for ScrollPosition {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.offset, Reverse(self.blank_lines)).cmp(&(other.offset, Reverse(other.blank_lines)))
    }
}

impl PartialOrd for ScrollPosition {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// A line of the essay as it stands on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenLine {
    /// A row of a block.
    Row(Row),
    /// A blank line between two blocks.
    Blank,
}

impl ScreenLine {
    /// The row, where it is one.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::Blank => None,
        }
    }
}

/// The rows of an essay at a width.
///
/// What it answers depends on the essay and the width alone: what it keeps of earlier answers only
/// saves work. It must be asked about one essay only; for another, or after
/// [`Essay::mark_parts`], call [`Layout::forget`].
#[derive(Debug)]
pub struct Layout {
    width: u16,
    cache: RefCell<Cache>,
}

impl Layout {
    /// A layout in rows of at most `width` cells. 0 counts as 1.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self {
            width: width.max(1),
            cache: RefCell::default(),
        }
    }

    /// The cells of a row at most.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Wraps at another width from now on.
    pub fn resize(&mut self, width: u16) {
        if self.width != width.max(1) {
            *self = Self::new(width);
        }
    }

    /// Forgets what is kept of earlier answers.
    pub fn clear_cache(&mut self) {
        self.cache.take();
    }

    /// The rows of a block, or of the segment of a long block that holds the offset. `offset`
    /// outside of the block means its first or last segment.
    #[must_use]
    pub fn rows(&self, essay: &Essay, block: usize, offset: usize) -> Rc<[Row]> {
        let Some(shown) = essay.blocks().get(block) else {
            return Rc::default();
        };
        let segment = segments::holding(essay, shown, offset);
        self.segment(essay, block, segment)
    }

    /// The row that holds a byte offset, or, between blocks, the next one; else the last. None
    /// where the essay shows nothing.
    #[must_use]
    pub fn row_at(&self, essay: &Essay, offset: usize) -> Option<Row> {
        Some(Cursor::at(self, essay, offset)?.row().clone())
    }

    /// The row below, in the next block after a block's last; none at the end.
    #[must_use]
    pub fn next_row(&self, essay: &Essay, row: &Row) -> Option<Row> {
        let mut cursor = Cursor::at(self, essay, row.source.start)?;
        cursor.next().then(|| cursor.row().clone())
    }

    /// The row above, in the block before a block's first; none at the beginning.
    #[must_use]
    pub fn previous_row(&self, essay: &Essay, row: &Row) -> Option<Row> {
        let mut cursor = Cursor::at(self, essay, row.source.start)?;
        cursor.previous().then(|| cursor.row().clone())
    }

    fn segment(&self, essay: &Essay, block: usize, segment: usize) -> Rc<[Row]> {
        if let Some(rows) = self.cache.borrow_mut().get((block, segment)) {
            return rows;
        }
        let rows = match self.columns(essay, block) {
            Some(columns) if !columns.is_folded() || !table::is_head(essay, block) => {
                rows::of_table(essay, block, &columns, self.width)
            }
            _ => rows::of_segment(essay, block, segment, self.width),
        };
        let rows: Rc<[Row]> = rows.into();
        self.cache
            .borrow_mut()
            .insert((block, segment), Rc::clone(&rows));
        rows
    }
}
