//! The text of a row, as spans at columns.

use std::borrow::Cow;
use std::ops::Range;

use crate::essay::{Essay, InlineStyle, Segment};

use super::table::{Column, TableLayout, alignment_offset, named_cells};
use super::width::{truncate, width};
use super::{Layout, Row};

/// A stretch of a row's text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSpan<'a> {
    /// Cells before it in the row.
    pub column: u16,
    /// Its byte range in the source; empty for text that is not in the source: a block's marker, the
    /// name of a table's column.
    pub source: Range<usize>,
    /// The text shown, on one line. Safe to send to a terminal.
    pub text: Cow<'a, str>,
    /// Whether `text` is the source itself, byte for byte.
    pub verbatim: bool,
    /// The author's style.
    pub style: InlineStyle,
}

struct SpanBuilder<'a> {
    essay: &'a Essay,
    spans: Vec<RowSpan<'a>>,
    column: usize,
    row_width: usize,
}

impl Layout {
    /// The text of a row from left to right: the block's marker on its first row, or the name of the
    /// column on the first row of a stacked table cell, then the row's own text. No span ends after
    /// the width of the layout.
    #[must_use]
    pub fn spans<'a>(&self, essay: &'a Essay, row: &Row) -> Vec<RowSpan<'a>> {
        let block = &essay.blocks()[row.block];
        let mut builder = SpanBuilder {
            essay,
            spans: Vec::new(),
            column: usize::from(row.indent),
            row_width: usize::from(self.width),
        };
        if row.starts_block {
            builder.label(essay.marker(block), row, 1);
        }
        match self.table_layout(essay, row.block).as_deref() {
            Some(TableLayout::SideBySide(columns)) => builder.cells(row, columns),
            Some(layout @ TableLayout::Stacked(names)) if !layout.is_prose(essay, row.block) => {
                let is_first_row = |cell: &Range<usize>| {
                    !cell.is_empty() && (row.source.start == cell.start || row.starts_block)
                };
                let mut start = row.source.start;
                let mut cells = named_cells(essay, block, names);
                if let Some((cell, name)) = cells.find(|(cell, _)| is_first_row(cell)) {
                    builder.label(Cow::Owned(name.to_owned()), row, 0);
                    start = cell.start;
                }
                builder.text(start..row.text_end);
            }
            _ => builder.text(row.source.start..row.text_end),
        }
        builder.spans
    }
}

impl<'a> SpanBuilder<'a> {
    /// Adds a label `gap` cells before the row's text, if there is room for it.
    fn label(&mut self, text: Cow<'a, str>, row: &Row, gap: usize) {
        let cells = width(&text) + gap;
        let column = usize::from(row.indent).checked_sub(cells);
        if let Some(column) = column.filter(|_| !text.is_empty()) {
            self.spans.push(RowSpan {
                column: to_column(column),
                source: row.source.start..row.source.start,
                text,
                verbatim: false,
                style: InlineStyle::default(),
            });
        }
    }

    fn text(&mut self, range: Range<usize>) {
        for segment in self.essay.segments(range) {
            if segment.text != "\n" {
                self.segment(segment);
            }
        }
    }

    fn cells(&mut self, row: &Row, columns: &[Column]) {
        let essay = self.essay;
        let alignments = essay.table(row.block).map(|table| table.columns.as_slice());
        let cells = essay.cells(&essay.blocks()[row.block]);
        for (index, (cell, column)) in cells.zip(columns).enumerate() {
            let align = alignments.and_then(|alignments| alignments.get(index));
            let width = width(&essay.text(cell.clone()));
            let offset = alignment_offset(align, column.width, width);
            self.column = usize::from(row.indent) + column.start + offset;
            self.text(cell);
        }
    }

    fn segment(&mut self, segment: Segment<'a>) {
        let room = self.row_width.saturating_sub(self.column);
        let mut cells = width(&segment.text);
        let (mut text, mut verbatim) = (segment.text, segment.verbatim);
        if cells > room {
            // A grapheme cluster may be wider than the row.
            text = Cow::Owned(truncate(&text, room).into_owned());
            (cells, verbatim) = (width(&text), false);
        }
        self.spans.push(RowSpan {
            column: to_column(self.column),
            source: segment.source,
            text,
            verbatim,
            style: segment.style,
        });
        self.column += cells;
    }
}

fn to_column(cells: usize) -> u16 {
    u16::try_from(cells).expect("a column is inside the row, whose width is a u16")
}
