//! Walking from row to row.
//!
//! Owns the step to the next and the previous row, across segments and blocks. It must not know
//! screens.

use std::rc::Rc;

use crate::essay::{BlockKind, Essay};

use super::{Layout, Row, segments};

/// A row, and the rows around it.
pub(super) struct Cursor<'a> {
    layout: &'a Layout,
    essay: &'a Essay,
    block: usize,
    segment: usize,
    rows: Rc<[Row]>,
    row: Row,
    place: usize,
}

impl<'a> Cursor<'a> {
    /// The row that holds a byte offset, or, between blocks, the next one; else the last.
    pub(super) fn at(layout: &'a Layout, essay: &'a Essay, offset: usize) -> Option<Self> {
        let block = essay.block_at(offset)?;
        let segment = segments::holding(essay, essay.blocks().get(block)?, offset);
        let rows = layout.segment(essay, block, segment);
        let place = rows
            .partition_point(|row| row.source.start <= offset)
            .saturating_sub(1);
        let row = rows.get(place)?.clone();
        Some(Self {
            layout,
            essay,
            block,
            segment,
            rows,
            row,
            place,
        })
    }

    pub(super) fn row(&self) -> &Row {
        &self.row
    }

    /// Goes to the next row; tells whether there was one.
    pub(super) fn next(&mut self) -> bool {
        if self.settle(self.place + 1) {
            return true;
        }
        let here = (self.block, self.segment);
        loop {
            if self.segment + 1 < self.segments() {
                self.segment += 1;
            } else if let Some(block) = self.essay.next_visible_block(self.block + 1) {
                self.block = block;
                self.segment = 0;
            } else {
                (self.block, self.segment) = here;
                self.load();
                return false;
            }
            self.load();
            if self.settle(0) {
                return true;
            }
        }
    }

    /// Goes to the previous row; tells whether there was one.
    pub(super) fn previous(&mut self) -> bool {
        if self.place > 0 {
            return self.settle(self.place - 1);
        }
        let here = (self.block, self.segment);
        loop {
            if self.segment > 0 {
                self.segment -= 1;
            } else if let Some(block) = self.essay.previous_visible_block(self.block) {
                self.block = block;
                self.segment = self.segments() - 1;
            } else {
                (self.block, self.segment) = here;
                self.load();
                return false;
            }
            self.load();
            if let Some(last) = self.rows.len().checked_sub(1) {
                return self.settle(last);
            }
        }
    }

    /// Blank lines between the row and the one above it.
    pub(super) fn gap(&self) -> u16 {
        if self.row.first {
            gap(self.layout, self.essay, self.block)
        } else {
            0
        }
    }

    fn segments(&self) -> usize {
        self.essay
            .blocks()
            .get(self.block)
            .map_or(1, segments::count)
    }

    fn load(&mut self) {
        self.rows = self.layout.segment(self.essay, self.block, self.segment);
    }

    fn settle(&mut self, place: usize) -> bool {
        let Some(row) = self.rows.get(place) else {
            return false;
        };
        self.row = row.clone();
        self.place = place;
        true
    }
}

/// Blank lines between a block and the one before it: one, but none between the items of a tight
/// list or the rows of a table that has its columns side by side.
fn gap(layout: &Layout, essay: &Essay, block: usize) -> u16 {
    let blocks = essay.blocks();
    let before = essay
        .previous_visible_block(block)
        .and_then(|before| blocks.get(before));
    let (Some(above), Some(below)) = (before, blocks.get(block)) else {
        return 0;
    };
    let joined = match below.kind {
        BlockKind::ListItem => above.kind == BlockKind::ListItem || above.depth > 0,
        BlockKind::TableRow => {
            let table = essay.table(block);
            let same = table.is_some_and(|table| table.rows.start < block);
            return u16::from(!same || layout.is_folded(essay, block));
        }
        _ => false,
    };
    let between = essay
        .source()
        .get(above.range.end..below.range.start)
        .unwrap_or_default();
    let lines = between
        .bytes()
        .filter(|&byte| byte == b'\n')
        .take(2)
        .count();
    u16::from(!joined || lines > 1)
}
