//! What stands where in a row.
//!
//! Owns the columns of a row's text. It must not know styles or a screen.

use std::borrow::Cow;
use std::ops::Range;

use crate::essay::{Block, Essay, InlineStyle, Segment};

use super::table::{self, Columns};
use super::width::{graphemes, width};
use super::{Layout, Row};

/// Stands for a cluster that is wider than its row.
const TOO_WIDE: char = '\u{fffd}';

/// A stretch of a row's text, and its place in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSpan<'a> {
    /// Cells before it in the row.
    pub column: u16,
    /// Where it stands in the source, in bytes; empty for what does not: a block's mark, the name
    /// of a table's column.
    pub source: Range<usize>,
    /// What is seen, on one line. Safe to send.
    pub text: Cow<'a, str>,
    /// True where `text` is the source itself, byte for byte.
    pub verbatim: bool,
    /// How the author set it.
    pub style: InlineStyle,
}

/// The runs of a row as they are put together.
struct Runs<'a> {
    done: Vec<RowSpan<'a>>,
    column: usize,
    /// Where the row ends.
    end: usize,
}

impl Layout {
    /// What stands in a row, from left to right: its block's mark on the first row, or a column's
    /// name on the first of its cell, then its text. Nothing ends behind [`Layout::width`].
    #[must_use]
    pub fn spans<'a>(&self, essay: &'a Essay, row: &Row) -> Vec<RowSpan<'a>> {
        let indent = usize::from(row.indent);
        let mut runs = Runs {
            done: Vec::new(),
            column: indent,
            end: usize::from(self.width),
        };
        let Some(block) = essay.blocks().get(row.block) else {
            return runs.done;
        };
        if row.first {
            runs.label(essay.marker(block), row, 1);
        }
        match self.columns(essay, row.block).as_deref() {
            Some(Columns::Aligned(columns)) => runs.cells(essay, block, row, columns),
            Some(Columns::Folded(names)) if !table::is_head(essay, row.block) => {
                let (name, start) = name(essay, block, row, names);
                runs.label(Cow::Owned(name.to_owned()), row, 0);
                runs.text(essay, start..row.text_end);
            }
            _ => runs.text(essay, row.source.start..row.text_end),
        }
        runs.done
    }
}

impl<'a> Runs<'a> {
    /// Adds what stands before the row's text, if there is room for it, and `apart` cells between.
    fn label(&mut self, text: Cow<'a, str>, row: &Row, apart: usize) {
        let cells = width(&text) + apart;
        if cells <= usize::from(row.indent) && !text.is_empty() {
            self.done.push(RowSpan {
                column: row
                    .indent
                    .saturating_sub(u16::try_from(cells).unwrap_or(u16::MAX)),
                source: row.source.start..row.source.start,
                text,
                verbatim: false,
                style: InlineStyle::default(),
            });
        }
    }

    fn text(&mut self, essay: &'a Essay, range: Range<usize>) {
        for piece in essay.segments(range) {
            if piece.text != "\n" {
                self.piece(piece);
            }
        }
    }

    fn cells(&mut self, essay: &'a Essay, block: &Block, row: &Row, columns: &[(usize, usize)]) {
        let table = essay.table(row.block);
        for (number, (cell, &(at, room))) in essay.cells(block).zip(columns).enumerate() {
            let align = table.as_ref().and_then(|table| table.columns.get(number));
            let cells = width(&essay.text(cell.clone()));
            self.column = usize::from(row.indent) + at + table::offset(align, room, cells);
            self.text(essay, cell);
        }
    }

    fn piece(&mut self, piece: Segment<'a>) {
        let room = self.end.saturating_sub(self.column);
        let mut cells = width(&piece.text);
        let (mut text, mut verbatim) = (piece.text, piece.verbatim);
        if cells > room {
            (text, cells) = cut(&text, room);
            verbatim = false;
        }
        self.done.push(RowSpan {
            column: u16::try_from(self.column).unwrap_or(u16::MAX),
            source: piece.source,
            text,
            verbatim,
            style: piece.style,
        });
        self.column += cells;
    }
}

/// What can be seen of a text where a cluster of it is wider than the row, and its cells.
fn cut<'a>(text: &str, room: usize) -> (Cow<'a, str>, usize) {
    let mut kept = String::new();
    let mut used = 0;
    for (_, cluster, width) in graphemes(text) {
        if used + width <= room {
            kept.push_str(cluster);
            used += width;
        } else if used < room {
            kept.push(TOO_WIDE);
            used = room;
        }
    }
    (Cow::Owned(kept), used)
}

/// The name of the column whose cell begins with a row, and where the row's text begins.
fn name<'n>(essay: &Essay, block: &Block, row: &Row, names: &'n [String]) -> (&'n str, usize) {
    let begins =
        |cell: &Range<usize>| !cell.is_empty() && (row.source.start == cell.start || row.first);
    let mut cells = essay.cells(block).zip(names);
    match cells.find(|(cell, _)| begins(cell)) {
        Some((cell, name)) => (name, cell.start),
        None => ("", row.source.start),
    }
}
