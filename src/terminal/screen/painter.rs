//! Rows: from what the terminal shows in one to what it is to show, by the fewest bytes.
//!
//! A row is walked from left to right. Cells that differ are written; across those between that
//! do not, the cursor is moved or they are written again, whichever is shorter. What is empty to
//! the end of the row is erased; runs of one character are repeated.

use std::io::Write as _;

use ratatui::layout::Position;
use ratatui::style::Color;

use super::super::kind::Kind;
use super::cell::{Cell, Cells};
use super::motion::Cursor;
use super::pen::Pen;

/// Gaps wider than this are never written again: any motion is shorter.
const WIDEST_GAP: usize = 12;

/// One row, before and after.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    y: u16,
    shown: &'a [Cell],
    wanted: &'a [Cell],
    /// Up to this column nothing is known: a cluster may have been drawn wider than it is.
    unknown: usize,
}

impl<'a> Row<'a> {
    fn is_dirty(&self, x: usize) -> bool {
        x < self.unknown || self.shown.get(x) != self.wanted.get(x)
    }

    fn is_tail(&self, x: usize) -> bool {
        self.wanted.get(x).is_some_and(Cell::is_tail)
    }

    /// The first cell from `x` on that has to be written.
    fn next_dirty(&self, x: usize) -> Option<usize> {
        let dirty = (x..self.wanted.len()).find(|x| self.is_dirty(*x))?;
        Some(
            (0..=dirty)
                .rev()
                .find(|x| !self.is_tail(*x))
                .unwrap_or(dirty),
        )
    }

    /// Where the cells that have to be written end, `limit` at the latest.
    fn end_of_dirty(&self, x: usize, limit: usize) -> usize {
        (x + 1..limit)
            .find(|x| !self.is_dirty(*x) && !self.is_tail(*x))
            .unwrap_or(limit)
    }

    fn cells(&self, range: std::ops::Range<usize>) -> &'a [Cell] {
        self.wanted.get(range).unwrap_or_default()
    }

    fn at(&self, x: usize) -> Position {
        Position::new(u16::try_from(x).unwrap_or(u16::MAX), self.y)
    }
}

/// Writes rows, keeping track of the terminal's pen and cursor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Painter<'a> {
    pub(super) cells: &'a Cells,
    pub(super) kind: Kind,
    /// Columns of the terminal.
    pub(super) width: u16,
    pub(super) pen: Pen,
    pub(super) cursor: Cursor,
}

impl Painter<'_> {
    /// Makes row `y`, which shows `shown`, show `wanted`; both are as long as the row.
    pub(super) fn row(&mut self, y: u16, shown: &[Cell], wanted: &[Cell], out: &mut Vec<u8>) {
        if shown == wanted {
            return;
        }
        let mut row = Row {
            y,
            shown,
            wanted,
            unknown: 0,
        };
        let blank = wanted.iter().rev().take_while(|cell| **cell == Cell::BLANK);
        let empty = wanted.len() - blank.count();
        let mut x = 0;
        while let Some(start) = row.next_dirty(x) {
            if start >= empty {
                self.finish(row, empty, start, out);
                return;
            }
            let end = row.end_of_dirty(start, empty);
            let doubtful = (start..end).find(|x| wanted.get(*x).is_some_and(|cell| !cell.sure));
            x = doubtful.unwrap_or(end);
            if x > start {
                self.approach(row, start, out);
                self.write(row, start..x, out);
            }
            if let Some(cell) = doubtful.and_then(|x| wanted.get(x)) {
                self.write_doubtful(row.at(x), *cell, out);
                row.unknown = row.unknown.max(x + usize::from(cell.reach));
                x += usize::from(cell.width);
            }
        }
    }

    /// Gets to column `start` with the pen for the cell there: by a motion, or by writing the
    /// cells before it again.
    fn approach(&mut self, row: Row<'_>, start: usize, out: &mut Vec<u8>) {
        let next = row.cells(start..row.wanted.len());
        let ready = |painter: &mut Self, out: &mut Vec<u8>| {
            if let Some((cell, after)) = next.split_first() {
                painter.pen.take(*cell, after, out);
            }
        };
        let travel = |painter: &mut Self, out: &mut Vec<u8>| {
            painter.cursor.go(row.at(start), out);
            ready(painter, out);
        };
        let Some(gap) = self.gap(row, start) else {
            travel(self, out);
            return;
        };
        self.shorter(out, travel, |painter, out| {
            painter.write(row, gap, out);
            ready(painter, out);
        });
    }

    /// The cells between the cursor and `start`, if they are few and can be written again.
    fn gap(&self, row: Row<'_>, start: usize) -> Option<std::ops::Range<usize>> {
        let Cursor::At(x, y) = self.cursor else {
            return None;
        };
        let x = usize::from(x);
        let near = y == row.y && x < start && start - x <= WIDEST_GAP;
        let cells = row.cells(x..start);
        (near && !row.is_tail(x) && cells.iter().all(|cell| cell.sure)).then_some(x..start)
    }

    /// Writes the cells of `range`, all of which are sure.
    fn write(&mut self, row: Row<'_>, range: std::ops::Range<usize>, out: &mut Vec<u8>) {
        let mut x = range.start;
        while let Some((cell, after)) = row.cells(x..range.end).split_first() {
            if cell.is_tail() {
                x += 1;
                continue;
            }
            self.cursor.go(row.at(x), out);
            self.pen.take(*cell, after, out);
            let run = 1 + after.iter().take_while(|next| *next == cell).count();
            x += self.write_run(*cell, run, out);
        }
    }

    /// Writes `cell`, or as many times as there are of it; gives how many.
    fn write_run(&mut self, cell: Cell, run: usize, out: &mut Vec<u8>) -> usize {
        let start = out.len();
        self.cells.write(cell.symbol, out);
        let length = out.len() - start;
        let count = u16::try_from(run).unwrap_or(u16::MAX);
        if cell.width == 1 && self.kind.repeats && run > 2 {
            let symbols = out.len();
            // Writing to a Vec cannot fail.
            let _ = write!(out, "\x1b[{}b", count - 1);
            if out.len() - symbols < (run - 1) * length {
                self.cursor.advance(count, self.width);
                return run;
            }
            out.truncate(symbols);
        }
        let erasable = cell.is_blank() && cell.style.bg == Color::Reset;
        if erasable && !self.kind.repeats && run > 2 {
            out.truncate(start);
            let _ = write!(out, "\x1b[{count}X");
            // The way to what follows costs as much again, if anything follows.
            if 2 * (out.len() - start) < run {
                return run;
            }
            out.truncate(start);
            self.cells.write(cell.symbol, out);
        }
        self.cursor.advance(u16::from(cell.width), self.width);
        1
    }

    /// Empties the row from `start` on, where the first cell of those differs; from `empty` on
    /// all is to be empty.
    fn finish(&mut self, row: Row<'_>, empty: usize, start: usize, out: &mut Vec<u8>) {
        let from = match self.cursor {
            Cursor::At(x, y) if y == row.y => usize::from(x).clamp(empty, start),
            _ => start,
        };
        let last = (start..row.wanted.len()).rev().find(|x| row.is_dirty(*x));
        let erase = |painter: &mut Self, out: &mut Vec<u8>| {
            painter.approach(row, from, out);
            painter.pen.clear(Color::Reset, out);
            out.extend_from_slice(b"\x1b[K");
        };
        let Some(last) = last.filter(|last| last - start < WIDEST_GAP) else {
            erase(self, out);
            return;
        };
        self.shorter(out, erase, |painter, out| {
            painter.approach(row, start, out);
            painter.write(row, start..last + 1, out);
        });
    }

    /// Writes a cluster that terminals disagree about: its columns are emptied first, wherever
    /// it ends the cursor is not trusted, and it cannot wrap into the next row.
    fn write_doubtful(&mut self, at: Position, cell: Cell, out: &mut Vec<u8>) {
        let wraps = usize::from(at.x) + usize::from(cell.reach) > usize::from(self.width);
        self.cursor.go(at, out);
        self.pen.take(cell, &[], out);
        if cell.width > 1 {
            out.extend((0..cell.width).map(|_| b' '));
            self.cursor.advance(u16::from(cell.width), self.width);
            self.cursor.go(at, out);
        }
        if wraps {
            out.extend_from_slice(b"\x1b[?7l");
        }
        self.cells.write(cell.symbol, out);
        if wraps {
            out.extend_from_slice(b"\x1b[?7h");
        }
        self.cursor.blur();
    }

    /// Does the one of two ways that takes fewer bytes.
    fn shorter(
        &mut self,
        out: &mut Vec<u8>,
        one: impl FnOnce(&mut Self, &mut Vec<u8>),
        other: impl FnOnce(&mut Self, &mut Vec<u8>),
    ) {
        let start = out.len();
        let mut alternative = *self;
        one(self, out);
        let middle = out.len();
        other(&mut alternative, out);
        if out.len() - middle < middle - start {
            out.drain(start..middle);
            *self = alternative;
        } else {
            out.truncate(middle);
        }
    }
}
