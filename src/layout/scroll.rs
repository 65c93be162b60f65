//! Moves through the lines of an essay. The cost of a move depends on the lines passed,
//! not on the length of the essay.

use std::rc::Rc;

use crate::essay::{BlockKind, Essay};

use super::rows::{chunk_at, chunk_count};
use super::table::TableLayout;
use super::{Layout, Row, ScreenLine, ScrollPosition};

/// A line of the essay: a row, or one of the blank lines above it.
struct LineCursor<'a> {
    layout: &'a Layout,
    essay: &'a Essay,
    block: usize,
    chunk: usize,
    /// The rows of the chunk, and which of them this is.
    rows: Rc<[Row]>,
    row: usize,
    /// How many lines above the row this is: 0 for the row itself.
    blank_lines: u16,
}

impl<'a> LineCursor<'a> {
    /// The line of a position. `None` if nothing of the essay is visible.
    fn new(layout: &'a Layout, essay: &'a Essay, position: ScrollPosition) -> Option<Self> {
        let block = essay.block_at(position.offset)?;
        let chunk = chunk_at(essay, &essay.blocks()[block], position.offset);
        let rows = layout.rows(essay, block, chunk);
        let next = rows.partition_point(|row| row.source.start <= position.offset);
        let mut cursor = Self {
            layout,
            essay,
            block,
            chunk,
            rows,
            row: next.saturating_sub(1),
            blank_lines: 0,
        };
        cursor.blank_lines = position.blank_lines.min(cursor.blank_lines_above());
        Some(cursor)
    }

    fn position(&self) -> ScrollPosition {
        ScrollPosition {
            offset: self.rows[self.row].source.start,
            blank_lines: self.blank_lines,
        }
    }

    fn line(&self) -> ScreenLine {
        if self.blank_lines > 0 && self.follows_header() {
            ScreenLine::HeaderRule(self.block - 1)
        } else if self.blank_lines > 0 {
            ScreenLine::Blank
        } else {
            ScreenLine::Row(self.rows[self.row].clone())
        }
    }

    /// Moves down a line. Returns `false` on the last one.
    fn down(&mut self) -> bool {
        if self.blank_lines > 0 {
            self.blank_lines -= 1;
            return true;
        }
        let moved = self.next_row();
        if moved {
            self.blank_lines = self.blank_lines_above();
        }
        moved
    }

    /// Moves up a line. Returns `false` on the first one.
    fn up(&mut self) -> bool {
        if self.blank_lines < self.blank_lines_above() {
            self.blank_lines += 1;
            return true;
        }
        let moved = self.previous_row();
        if moved {
            self.blank_lines = 0;
        }
        moved
    }

    fn next_row(&mut self) -> bool {
        if self.row + 1 < self.rows.len() {
            self.row += 1;
            return true;
        }
        let (mut block, mut chunk) = (self.block, self.chunk);
        loop {
            if chunk + 1 < chunk_count(&self.essay.blocks()[block]) {
                chunk += 1;
            } else if let Some(next) = self.essay.next_visible_block(block + 1) {
                block = next;
                chunk = 0;
            } else {
                return false;
            }
            let rows = self.layout.rows(self.essay, block, chunk);
            if !rows.is_empty() {
                (self.block, self.chunk, self.rows, self.row) = (block, chunk, rows, 0);
                return true;
            }
        }
    }

    fn previous_row(&mut self) -> bool {
        if self.row > 0 {
            self.row -= 1;
            return true;
        }
        let (mut block, mut chunk) = (self.block, self.chunk);
        loop {
            if chunk > 0 {
                chunk -= 1;
            } else if let Some(previous) = self.essay.previous_visible_block(block) {
                block = previous;
                chunk = chunk_count(&self.essay.blocks()[block]) - 1;
            } else {
                return false;
            }
            let rows = self.layout.rows(self.essay, block, chunk);
            if let Some(last) = rows.len().checked_sub(1) {
                (self.block, self.chunk, self.rows, self.row) = (block, chunk, rows, last);
                return true;
            }
        }
    }

    /// Whether the block follows the header of a table with cells side by side.
    fn follows_header(&self) -> bool {
        let above = self.block.checked_sub(1);
        let follows = above.is_some_and(|above| self.essay.is_table_header(above));
        let layout = self.layout.table_layout(self.essay, self.block);
        follows && matches!(layout.as_deref(), Some(TableLayout::SideBySide(_)))
    }

    /// Blank lines between the row and the one above it: one between two blocks, but none between
    /// the items of a tight list and the rows of a table with cells side by side. The rule under a
    /// header counts as one.
    fn blank_lines_above(&self) -> u16 {
        if !self.rows[self.row].starts_block {
            return 0;
        }
        let blocks = self.essay.blocks();
        let Some(above) = self.essay.previous_visible_block(self.block) else {
            return 0;
        };
        let (above, below) = (&blocks[above], &blocks[self.block]);
        let has_blank_line = || {
            let between = &self.essay.source()[above.range.end..below.range.start];
            let (_, lines) = between.split_once('\n').unwrap_or_default();
            let mut lines = lines.rsplit('\n').skip(1);
            lines.any(|line| line.trim_matches([' ', '\t', '>']).is_empty())
        };
        let is_tight = match below.kind {
            BlockKind::ListItem => {
                (above.kind == BlockKind::ListItem || above.depth > 0) && !has_blank_line()
            }
            // A definition directly below its term.
            BlockKind::Paragraph => below.depth > above.depth && !has_blank_line(),
            BlockKind::TableRow => {
                let table = self.essay.table(self.block);
                let layout = self.layout.table_layout(self.essay, self.block);
                table.is_some_and(|table| table.rows.start < self.block)
                    && !matches!(layout.as_deref(), Some(TableLayout::Stacked(_)))
                    && !self.follows_header()
            }
            _ => false,
        };
        u16::from(!is_tight)
    }
}

impl Layout {
    /// The lines of a screen of `height` lines; fewer at the end of the essay.
    #[must_use]
    pub fn screen_lines(
        &self,
        essay: &Essay,
        top: ScrollPosition,
        height: usize,
    ) -> Vec<ScreenLine> {
        self.lines_from(essay, top).take(height).collect()
    }

    /// The lines of the essay from a position to its end.
    pub fn lines_from<'a>(
        &'a self,
        essay: &'a Essay,
        from: ScrollPosition,
    ) -> impl Iterator<Item = ScreenLine> + 'a {
        let mut cursor = LineCursor::new(self, essay, from);
        std::iter::from_fn(move || {
            let here = cursor.as_mut()?;
            let line = here.line();
            if !here.down() {
                cursor = None;
            }
            Some(line)
        })
    }

    /// The position as this layout returns it: the first byte of the row that contains it, and no
    /// more blank lines than there are.
    #[must_use]
    pub fn snap_to_row(&self, essay: &Essay, position: ScrollPosition) -> ScrollPosition {
        self.scroll_up(essay, position, 0)
    }

    /// The position `lines` further down, but not below [`Layout::last_position`].
    #[must_use]
    pub fn scroll_down(
        &self,
        essay: &Essay,
        top: ScrollPosition,
        lines: usize,
        height: usize,
    ) -> ScrollPosition {
        let Some(mut cursor) = LineCursor::new(self, essay, top) else {
            return ScrollPosition::default();
        };
        for _ in 0..lines {
            if !cursor.down() {
                break;
            }
        }
        cursor.position().min(self.last_position(essay, height))
    }

    /// The position `lines` further up, or the beginning of the essay.
    #[must_use]
    pub fn scroll_up(&self, essay: &Essay, top: ScrollPosition, lines: usize) -> ScrollPosition {
        let Some(mut cursor) = LineCursor::new(self, essay, top) else {
            return ScrollPosition::default();
        };
        for _ in 0..lines {
            if !cursor.up() {
                break;
            }
        }
        cursor.position()
    }

    /// The number of lines from a position down to another.
    #[must_use]
    pub fn distance(&self, essay: &Essay, from: ScrollPosition, to: ScrollPosition) -> usize {
        let Some(mut cursor) = LineCursor::new(self, essay, from) else {
            return 0;
        };
        let mut lines = 0;
        while cursor.position() < to && cursor.down() {
            lines += 1;
        }
        lines
    }

    /// The position of the beginning of the essay.
    #[must_use]
    pub fn first_position(&self, essay: &Essay) -> ScrollPosition {
        self.snap_to_row(essay, ScrollPosition::default())
    }

    /// The position that shows the last row on the last line of a screen; the beginning if the whole
    /// essay fits on one.
    #[must_use]
    pub fn last_position(&self, essay: &Essay, height: usize) -> ScrollPosition {
        let end = ScrollPosition::new(essay.source().len());
        self.scroll_up(essay, end, height.saturating_sub(1))
    }

    /// The position that shows the row with a byte offset, and `above` lines above it; as near to
    /// that as the ends of the essay allow.
    #[must_use]
    pub fn position_showing(
        &self,
        essay: &Essay,
        offset: usize,
        above: usize,
        height: usize,
    ) -> ScrollPosition {
        let top = self.scroll_up(essay, ScrollPosition::new(offset), above);
        top.min(self.last_position(essay, height))
    }
}
