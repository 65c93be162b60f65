//! Lays tables out: cells side by side if they fit, else each on lines of its own.

use std::ops::Range;

use crate::essay::{Align, Block, Essay, TableRows};

use super::Row;
use super::rows::{indent, visible_text};
use super::width::width;
use super::wrap::wrap_paragraph;

/// Cells between two columns.
const COLUMN_GAP: usize = 2;

/// How the rows of a table are laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TableLayout {
    /// Cells side by side, in columns.
    SideBySide(Vec<Column>),
    /// Each cell on lines of its own, after the name of its column. The header is not repeated.
    Stacked(Vec<String>),
}

/// A column of a table, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// Cells before it, without the indent.
    pub(crate) start: usize,
    pub(crate) width: usize,
}

impl TableLayout {
    /// Chooses the layout of a table.
    ///
    /// `width` is that of prose, `wide` that of rows with cells side by side.
    pub(crate) fn new(essay: &Essay, table: &TableRows, width: u16, wide: u16) -> Self {
        let first = &essay.blocks()[table.rows.start];
        let room = |width| usize::from(width - indent(essay, first, width));
        match columns(essay, table, room(wide)) {
            Some(columns) => Self::SideBySide(columns),
            None if table.has_header => {
                Self::Stacked(column_names(essay, table.rows.start, room(width)))
            }
            None => Self::Stacked(Vec::new()),
        }
    }

    /// Whether a row is shown as prose: the header of a table with stacked cells.
    pub(crate) fn is_prose(&self, essay: &Essay, block: usize) -> bool {
        essay.is_table_header(block) && matches!(self, Self::Stacked(_))
    }
}

/// The columns of a table. `None` if they do not fit.
fn columns(essay: &Essay, table: &TableRows, room: usize) -> Option<Vec<Column>> {
    let mut widths: Vec<usize> = Vec::new();
    for row in &essay.blocks()[table.rows.clone()] {
        for (index, cell) in essay.cells(row).enumerate() {
            widths.resize(widths.len().max(index + 1), 0);
            widths[index] = widths[index].max(width(&essay.text(cell)));
            if widths.iter().sum::<usize>() + (widths.len() - 1) * COLUMN_GAP > room {
                return None;
            }
        }
    }
    let mut start = 0;
    let columns = widths.into_iter().map(|width| {
        let column = Column { start, width };
        start += width + COLUMN_GAP;
        column
    });
    Some(columns.collect())
}

/// The names of a table's columns. They are not cut, since a part of a name cannot be quoted: if one
/// needs more than two thirds of a row, none is shown.
fn column_names(essay: &Essay, header: usize, room: usize) -> Vec<String> {
    let name = |cell: Range<usize>| match essay.text(cell) {
        name if name.is_empty() => name,
        name => name.replace('\n', " ") + ": ",
    };
    let names = essay.cells(&essay.blocks()[header]).map(name);
    let mut names: Vec<String> = names.collect();
    if names.iter().any(|name| 3 * width(name) > 2 * room) {
        names.clear();
    }
    names
}

/// Cells before a cell's text in its column.
pub(crate) fn alignment_offset(align: Option<&Align>, column_width: usize, width: usize) -> usize {
    let room = column_width.saturating_sub(width);
    match align {
        Some(Align::Right) => room,
        Some(Align::Center) => room / 2,
        Some(Align::Left) | None => 0,
    }
}

/// The screen rows of a table's row.
pub(crate) fn rows(
    essay: &Essay,
    block_index: usize,
    layout: &TableLayout,
    row_width: u16,
) -> Vec<Row> {
    let block = &essay.blocks()[block_index];
    let indent = indent(essay, block, row_width);
    let mut rows = match layout {
        TableLayout::SideBySide(columns) => {
            vec![side_by_side_row(essay, block_index, columns, indent)]
        }
        TableLayout::Stacked(names) => stacked_rows(essay, block_index, names, indent, row_width),
    };
    if rows.is_empty() {
        rows.push(side_by_side_row(essay, block_index, &[], indent));
    }
    rows[0].source.start = block.range.start;
    rows[0].starts_block = true;
    let mut end = block.range.end;
    for row in rows.iter_mut().rev() {
        row.ends_block = end == block.range.end;
        row.source.end = end;
        end = row.source.start;
    }
    rows
}

fn side_by_side_row(essay: &Essay, block_index: usize, columns: &[Column], indent: u16) -> Row {
    let block = &essay.blocks()[block_index];
    let cells = essay.cells(block).zip(columns);
    let last = cells.filter(|(cell, _)| !cell.is_empty()).last();
    let width = last.map_or(0, |(_, column)| column.start + column.width);
    Row {
        source: block.range.clone(),
        text_end: block.range.end,
        block: block_index,
        indent,
        width: u16::try_from(width).unwrap_or(u16::MAX),
        starts_block: true,
        ends_block: true,
    }
}

fn stacked_rows(
    essay: &Essay,
    block_index: usize,
    names: &[String],
    indent: u16,
    row_width: u16,
) -> Vec<Row> {
    /// Cells before the further rows of a cell.
    const HANGING_INDENT: u16 = 2;
    let room = row_width - indent;
    let hanging = HANGING_INDENT.min(room / 2);
    let block = &essay.blocks()[block_index];
    let mut rows = Vec::new();
    for (cell, name) in named_cells(essay, block, names).filter(|(cell, _)| !cell.is_empty()) {
        let name_width = u16::try_from(width(name)).unwrap_or(u16::MAX).min(room);
        let (text, source_map) = visible_text(essay, cell.clone());
        let text = text.replace('\n', " ");
        let lines = wrap_paragraph(
            &text,
            usize::from(room - name_width),
            usize::from(room - hanging),
        );
        for (index, line) in lines.into_iter().enumerate() {
            let (start, before) = if index == 0 {
                (cell.start, name_width)
            } else {
                (source_map.source_end(line.start), hanging)
            };
            rows.push(Row {
                source: start..cell.end,
                text_end: source_map.source_end(line.end).max(start),
                block: block_index,
                indent: indent + before,
                width: u16::try_from(line.width).unwrap_or(u16::MAX),
                starts_block: false,
                ends_block: false,
            });
        }
    }
    rows
}

/// The cells of a row with the names of their columns. A row may have more cells than the header.
pub(crate) fn named_cells<'a>(
    essay: &'a Essay,
    block: &Block,
    names: &'a [String],
) -> impl Iterator<Item = (Range<usize>, &'a str)> {
    let names = names
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat(""));
    essay.cells(block).zip(names)
}
