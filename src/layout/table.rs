//! Tables: columns side by side where they fit, else a line for each cell.
//!
//! Owns the widths of columns. They are those of a few rows, always the same few for a row, so that
//! a long table costs no more than a short one. It must not know how rows are walked.

use std::ops::Range;
use std::rc::Rc;

use crate::essay::{Align, Block, Essay};

use super::wrap::{self, Broken};
use super::{Layout, Row, rows, segments, width::width};

/// Rows whose columns are as wide as each other's.
const TOGETHER: usize = 64;
/// Cells between two columns.
const GAP: usize = 2;
/// Cells before the further rows of a cell that has a line of its own.
const HANG: u16 = 2;
/// At most this many bytes per cell of the row's width are measured of a table's cell, because what has
/// more does not fit.
const MEASURED: usize = 64;

/// How the rows around one are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Columns {
    /// Side by side: where each begins and how wide it is, in cells behind the indent.
    Aligned(Vec<(usize, usize)>),
    /// Below each other: the names of the columns.
    Folded(Vec<String>),
}

impl Columns {
    /// Whether each cell has lines of its own.
    pub(super) fn is_folded(&self) -> bool {
        matches!(self, Self::Folded(_))
    }
}

/// What the columns of a row are told by: the table, and which rows of it.
pub(super) type Key = (usize, usize);

impl Layout {
    /// How a block is set, if it is a table's row and not too long for that.
    pub(super) fn columns(&self, essay: &Essay, place: usize) -> Option<Rc<Columns>> {
        let block = essay.blocks().get(place)?;
        let table = essay.table(place).filter(|_| segments::count(block) == 1)?;
        let first = table.rows.start;
        let together = (place - first) / TOGETHER;
        if let Some(columns) = self.cache.borrow().columns((first, together)) {
            return Some(columns);
        }
        let start = first + together * TOGETHER;
        let rows = start..(start + TOGETHER).min(table.rows.end);
        let room = usize::from(self.width - rows::indent(essay, block, self.width));
        let columns = match aligned(essay, first, rows, room) {
            Some(columns) => Columns::Aligned(columns),
            None => Columns::Folded(names(essay, first, room)),
        };
        let columns = Rc::new(columns);
        self.cache
            .borrow_mut()
            .keep((first, together), Rc::clone(&columns));
        Some(columns)
    }

    /// Whether a block is a table's row with a line for each cell.
    pub(super) fn is_folded(&self, essay: &Essay, place: usize) -> bool {
        let columns = self.columns(essay, place);
        columns.is_some_and(|columns| columns.is_folded())
    }
}

/// Whether a block is the row that names a table's columns.
pub(super) fn is_head(essay: &Essay, place: usize) -> bool {
    essay
        .table(place)
        .is_some_and(|table| table.rows.start == place)
}

/// The columns of some rows side by side, under their names; none where they do not fit.
fn aligned(
    essay: &Essay,
    names: usize,
    rows: Range<usize>,
    room: usize,
) -> Option<Vec<(usize, usize)>> {
    let mut widths: Vec<usize> = Vec::new();
    for block in std::iter::once(names)
        .chain(rows)
        .filter_map(|place| essay.blocks().get(place))
    {
        for (column, cell) in essay.cells(block).enumerate() {
            if cell.len() > room * MEASURED {
                return None;
            }
            let cells = width(&essay.text(cell));
            match widths.get_mut(column) {
                Some(width) => *width = cells.max(*width),
                None => widths.push(cells),
            }
            if widths.iter().sum::<usize>() + column * GAP > room {
                return None;
            }
        }
    }
    let mut at = 0;
    let columns = widths.into_iter().map(|width| {
        let column = (at, width);
        at += width + GAP;
        column
    });
    Some(columns.collect()).filter(|_| at <= room + GAP)
}

/// The names of a table's columns, each cut to half a row.
fn names(essay: &Essay, first: usize, room: usize) -> Vec<String> {
    let Some(block) = essay.blocks().get(first) else {
        return Vec::new();
    };
    let name = |cell: Range<usize>| {
        // The rest would be cut off anyhow.
        let end = cell.end.min(cell.start + room * MEASURED);
        let name = essay.text(cell.start..end);
        let name = super::truncate(&name, (room / 2).saturating_sub(2)).into_owned();
        if name.is_empty() { name } else { name + ": " }
    };
    essay.cells(block).map(name).collect()
}

/// Where a cell's text begins in its column.
pub(super) fn offset(align: Option<&Align>, column: usize, cells: usize) -> usize {
    let rest = column.saturating_sub(cells);
    match align {
        Some(Align::Right) => rest,
        Some(Align::Center) => rest / 2,
        _ => 0,
    }
}

/// The rows of a table's row, but for the head of one whose cells have lines of their own.
pub(super) fn rows(
    essay: &Essay,
    place: usize,
    columns: &Columns,
    indent: u16,
    cells: u16,
) -> Vec<Row> {
    let Some(block) = essay.blocks().get(place) else {
        return Vec::new();
    };
    let mut rows = match columns {
        Columns::Aligned(columns) => vec![side_by_side(essay, place, block, columns, indent)],
        Columns::Folded(names) => below_each_other(essay, place, block, names, indent, cells),
    };
    if let Some(first) = rows.first_mut() {
        first.source.start = block.range.start;
        first.first = true;
    }
    let mut end = block.range.end;
    for row in rows.iter_mut().rev() {
        row.source.end = end;
        end = row.source.start;
    }
    if let Some(last) = rows.last_mut() {
        last.last = true;
    }
    rows
}

fn side_by_side(
    essay: &Essay,
    place: usize,
    block: &Block,
    columns: &[(usize, usize)],
    indent: u16,
) -> Row {
    let end = essay
        .cells(block)
        .zip(columns)
        .filter(|(cell, _)| !cell.is_empty())
        .last();
    let cells = end.map_or(0, |(_, &(at, width))| at + width);
    Row {
        source: block.range.clone(),
        text_end: block.range.end,
        block: place,
        indent,
        width: u16::try_from(cells).unwrap_or(u16::MAX),
        first: true,
        last: true,
    }
}

fn below_each_other(
    essay: &Essay,
    place: usize,
    block: &Block,
    names: &[String],
    indent: u16,
    cells: u16,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, cell) in essay
        .cells(block)
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
    {
        let name = names.get(number).map_or("", String::as_str);
        let label = u16::try_from(width(name))
            .unwrap_or(u16::MAX)
            .min(cells / 2);
        let seen = rows::Seen::new(essay, cell.clone());
        let hang = HANG.min(cells / 2);
        let text = seen.text.replace('\n', " ");
        let lines = wrap::lines(&text, u32::from(cells - label), u32::from(cells - hang));
        for (
            line,
            Broken {
                start,
                text_end,
                width,
            },
        ) in lines.into_iter().enumerate()
        {
            let start = if line == 0 {
                cell.start
            } else {
                seen.source_start(start)
            };
            rows.push(Row {
                source: start..cell.end,
                text_end: seen.source_end(text_end).max(start),
                block: place,
                indent: indent + if line == 0 { label } else { hang },
                width: u16::try_from(width).unwrap_or(u16::MAX),
                first: false,
                last: false,
            });
        }
    }
    if rows.is_empty() {
        rows.push(side_by_side(essay, place, block, &[], indent));
    }
    rows
}
