//! The text of a row, as spans at columns.

use std::borrow::Cow;
use std::ops::Range;

use crate::essay::{Block, BlockKind, ContainerKind, Essay, InlineStyle, Segment};

use super::rows;
use super::table::{Column, TableLayout, alignment_offset, named_cells};
use super::width::{truncate, width};
use super::{Layout, Row};

/// Before each row of a quotation.
const QUOTATION_MARK: &str = "│";
/// Where the essay has a section break.
const RULE_MARK: &str = "───";
/// After a row that ends inside of a line of code or of a word.
const BREAK_MARK: &str = "↵";

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
            row_width: usize::from(self.row_width(essay, row.block)),
        };
        builder.marks(block, row);
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
        if is_broken(essay, row) {
            let mut column = builder.column;
            if block.kind == BlockKind::Code {
                column = column.max(builder.row_width - 1);
            }
            builder.mark(row, Cow::Borrowed(BREAK_MARK), column, builder.row_width);
        }
        builder.spans
    }

    /// The line under a table's header: a dash for each cell of a column.
    #[must_use]
    pub fn header_rule(&self, essay: &Essay, header: usize) -> Vec<RowSpan<'static>> {
        let indent = rows::indent(essay, &essay.blocks()[header], self.wide);
        let layout = self.table_layout(essay, header);
        let Some(TableLayout::SideBySide(columns)) = layout.as_deref() else {
            return Vec::new();
        };
        let rule = |column: &Column| RowSpan {
            column: to_column(usize::from(indent) + column.start),
            source: 0..0,
            text: Cow::Owned("─".repeat(column.width)),
            verbatim: false,
            style: InlineStyle::default(),
        };
        columns.iter().map(rule).collect()
    }
}

/// Whether a row ends inside of a line of code, or inside of a word of a script with spaces.
fn is_broken(essay: &Essay, row: &Row) -> bool {
    if row.ends_block {
        return false;
    }
    if essay.blocks()[row.block].kind == BlockKind::Code {
        let mut rest = essay.segments(row.text_end..row.source.end);
        return rest.all(|segment| !segment.text.contains('\n'));
    }
    let is_letter = |it: char| {
        let is_spaced = matches!(it, ..'\u{e00}' | '\u{10a0}'..'\u{1100}' | '\u{1200}'..'\u{1700}' | '\u{1e00}'..'\u{2000}');
        is_spaced && (it.is_alphanumeric() || it == '_')
    };
    let (before, after) = essay.source().split_at(row.text_end);
    row.text_end == row.source.end && before.ends_with(is_letter) && after.starts_with(is_letter)
}

impl<'a> SpanBuilder<'a> {
    /// Adds the marks before the row's text: bars of quotations, markers, and the mark of the block's
    /// kind.
    fn marks(&mut self, block: &Block, row: &Row) {
        let essay = self.essay;
        let end = usize::from(row.indent);
        let containers = essay.containers(block);
        if containers.is_empty() && row.starts_block {
            self.label(essay.marker(block), row, 1);
        }
        let mut column = 0;
        for container in containers {
            if container.kind == ContainerKind::Quotation {
                self.mark(row, Cow::Borrowed(QUOTATION_MARK), column, end);
            } else if row.starts_block && container.marker == block.marker {
                let end = end.saturating_sub(1);
                self.mark(row, essay.marker_text(&container.marker), column, end);
            }
            column += rows::container_indent(essay, container);
        }
        if let Some(mark) = rows::block_mark(essay, block)
            && (row.starts_block || block.kind == BlockKind::Code)
        {
            self.mark(row, Cow::Borrowed(mark), column, end);
        }
        if block.kind == BlockKind::Rule {
            self.mark(row, Cow::Borrowed(RULE_MARK), column, self.row_width);
        }
    }

    /// Adds text that is not in the source at a column, cut before the column `end`.
    fn mark(&mut self, row: &Row, text: Cow<'a, str>, column: usize, end: usize) {
        let room = end.saturating_sub(column);
        let text = match truncate(&text, room) {
            Cow::Borrowed(whole) if whole.len() == text.len() => text,
            cut => Cow::Owned(cut.into_owned()),
        };
        if !text.is_empty() {
            self.spans.push(RowSpan {
                column: to_column(column),
                source: row.source.start..row.source.start,
                text,
                verbatim: false,
                style: InlineStyle::default(),
            });
        }
    }

    /// Adds a label `gap` cells before the row's text, if there is room for it.
    fn label(&mut self, text: Cow<'a, str>, row: &Row, gap: usize) {
        let column = usize::from(row.indent).checked_sub(width(&text) + gap);
        if let Some(column) = column {
            self.mark(row, text, column, usize::from(row.indent));
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
