//! Lays an essay out in rows of a width in cells. The only place that knows how wide a text is.
//!
//! Layout is lazy: a block is wrapped when one of its rows is asked for, and some rows are cached.
//! A long block is wrapped in chunks of a few kilobytes. Nothing wraps the whole text, and nothing
//! knows the number of its rows. So a long book costs no more than a short essay.
//!
//! A [`ScrollPosition`] names the line at the top of a screen by a byte offset, which means the same
//! at every width: after a resize, the row that contains the offset is at the top.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::essay::{BlockKind, Essay};

mod rows;
mod scroll;
mod spans;
mod table;
#[cfg(test)]
mod tests;
mod width;
mod wrap;

pub use spans::RowSpan;
pub use width::{graphemes, truncate, width};
pub use wrap::wrap;

use table::TableLayout;

/// One row of an essay. The rows of a block follow each other without a gap and contain each of its
/// bytes once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its bytes in the source, including the white space at its end. Never empty.
    pub source: Range<usize>,
    /// The byte offset at which its text ends, without that white space.
    pub text_end: usize,
    /// The index of its block in [`Essay::blocks`].
    pub block: usize,
    /// Cells before its text. The marker of a block is in them, on its first row.
    pub indent: u16,
    /// The width of its text in cells, without the indent and the white space at its end.
    pub width: u16,
    /// Whether it is the first row of its block.
    pub starts_block: bool,
    /// Whether it is the last row of its block.
    pub ends_block: bool,
}

/// The line at the top of a screen: a row, and the blank lines above it that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ScrollPosition {
    /// A byte offset in the row: the first, if a [`Layout`] returned the position.
    pub offset: usize,
    /// The number of blank lines shown above the row. More than there are means all.
    pub blank_lines: u16,
}

impl ScrollPosition {
    /// The row that contains a byte offset, without blank lines above it.
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
        let key = |position: &Self| (position.offset, Reverse(position.blank_lines));
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for ScrollPosition {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// A line of the essay on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenLine {
    /// A row of a block.
    Row(Row),
    /// A blank line between two blocks.
    Blank,
    /// The line between a table's header, the block with this index, and its other rows. See
    /// [`Layout::header_rule`].
    HeaderRule(usize),
}

impl ScreenLine {
    /// The row, if the line is one.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::Blank | Self::HeaderRule(_) => None,
        }
    }
}

/// The rows of an essay at a width.
///
/// Every method has to get the same essay. For another one, or after [`Essay::assign_parts`], call
/// [`Layout::clear_cache`].
#[derive(Debug)]
pub struct Layout {
    /// The width of prose in cells.
    width: u16,
    /// The width of code and of tables with cells side by side, in cells.
    wide: u16,
    cache: RefCell<Cache>,
}

/// The rows and tables laid out last. All are dropped when there are too many.
#[derive(Debug, Default)]
struct Cache {
    /// By block index and chunk number.
    rows: HashMap<(usize, usize), Rc<[Row]>>,
    /// By the index of the table's first block.
    tables: HashMap<usize, Rc<TableLayout>>,
}

/// The maximum number of wrapped chunks in the cache; a few screens.
const MAX_CACHED_CHUNKS: usize = 512;

impl Layout {
    /// A layout in rows of at most `width` cells. 0 counts as 1.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self {
            width: width.max(1),
            wide: width.max(1),
            cache: RefCell::default(),
        }
    }

    /// Changes the width of a row, and that of a row of code or of a table, which is at least as wide.
    pub fn resize(&mut self, width: u16, wide: u16) {
        let width = width.max(1);
        let wide = wide.max(width);
        if (self.width, self.wide) != (width, wide) {
            *self = Self {
                wide,
                ..Self::new(width)
            };
        }
    }

    /// The width of the rows of a block.
    fn row_width(&self, essay: &Essay, block: usize) -> u16 {
        let is_wide = match essay.blocks()[block].kind {
            BlockKind::Code => true,
            BlockKind::TableRow => matches!(
                self.table_layout(essay, block).as_deref(),
                Some(TableLayout::SideBySide(_))
            ),
            _ => false,
        };
        if is_wide { self.wide } else { self.width }
    }

    /// Drops all cached rows.
    pub fn clear_cache(&mut self) {
        self.cache.take();
    }

    /// The rows of a chunk of a block. Empty if the chunk is.
    fn rows(&self, essay: &Essay, block: usize, chunk: usize) -> Rc<[Row]> {
        if let Some(rows) = self.cache.borrow().rows.get(&(block, chunk)) {
            return Rc::clone(rows);
        }
        let rows: Rc<[Row]> = match self.table_layout(essay, block) {
            Some(table) if !table.is_prose(essay, block) => {
                table::rows(essay, block, &table, self.row_width(essay, block))
            }
            _ => rows::chunk_rows(essay, block, chunk, self.row_width(essay, block)),
        }
        .into();
        let mut cache = self.cache.borrow_mut();
        if cache.rows.len() >= MAX_CACHED_CHUNKS {
            *cache = Cache::default();
        }
        cache.rows.insert((block, chunk), Rc::clone(&rows));
        rows
    }

    /// The layout of the table that a block is a row of. `None` if it is not, or so long that it is
    /// laid out as prose.
    fn table_layout(&self, essay: &Essay, block: usize) -> Option<Rc<TableLayout>> {
        let table = essay.table(block)?;
        if rows::chunk_count(&essay.blocks()[block]) > 1 {
            return None;
        }
        let key = table.rows.start;
        if let Some(layout) = self.cache.borrow().tables.get(&key) {
            return Some(Rc::clone(layout));
        }
        let layout = Rc::new(TableLayout::new(essay, table, self.width, self.wide));
        let mut cache = self.cache.borrow_mut();
        cache.tables.insert(key, Rc::clone(&layout));
        Some(layout)
    }
}
