//! Rows: from what the terminal shows in one to what it is to show, by the fewest bytes.
//!
//! Across cells that are right already the cursor is moved or they are written again, whichever
//! is shorter. What is empty to the end of a row is erased, and so are long gaps in it. Nothing is
//! repeated by REP, which saves a few bytes a screenful and is lost on the way through mosh.

use std::io::Write as _;
use std::ops::Range;

use ratatui::layout::Position;

use super::cell::{Cell, Cells};
use super::color::Colour;
use super::link::Links;
use super::motion::{Cursor, digits};
use super::pen::Pen;

/// Gaps wider than this are never written again: any motion is shorter.
const WIDEST_GAP: usize = 12;

/// More columns than these at the left are never written again to get behind them.
const WIDEST_MARGIN: usize = 4;

/// One row, before and after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) y: u16,
    pub(super) shown: &'a [Cell],
    pub(super) wanted: &'a [Cell],
    /// Up to this column nothing is known: a cluster may have been drawn wider than it is.
    unknown: usize,
}

impl<'a> Row<'a> {
    /// Row `y`, which shows `shown` and is to show `wanted`; both are as long as the row.
    pub(super) fn new(y: u16, shown: &'a [Cell], wanted: &'a [Cell]) -> Self {
        Self {
            y,
            shown,
            wanted,
            unknown: 0,
        }
    }

    pub(super) fn is_dirty(&self, x: usize) -> bool {
        x < self.unknown || self.shown.get(x) != self.wanted.get(x)
    }

    /// Whether a cluster that terminals disagree about has to be written.
    pub(super) fn is_doubtful(&self) -> bool {
        let mut cells = self.wanted.iter().enumerate();
        cells.any(|(x, cell)| !cell.sure && self.is_dirty(x))
    }

    fn is_tail(&self, x: usize) -> bool {
        self.wanted.get(x).is_some_and(Cell::is_tail)
    }

    /// From this column on all is to be empty.
    pub(super) fn empty_from(&self) -> usize {
        let blank = self
            .wanted
            .iter()
            .rev()
            .take_while(|cell| **cell == Cell::BLANK);
        self.wanted.len() - blank.count()
    }

    /// The first cell from `x` on that has to be written.
    pub(super) fn next_dirty(&self, x: usize) -> Option<usize> {
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

    pub(super) fn cells(&self, range: Range<usize>) -> &'a [Cell] {
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
    /// Columns of the terminal.
    pub(super) width: u16,
    pub(super) pen: Pen,
    pub(super) cursor: Cursor,
    pub(super) links: &'a Links,
    /// The link that what is written is part of.
    pub(super) link: u16,
}

impl Painter<'_> {
    /// Writes a row from left to right: for rows with clusters that terminals disagree about,
    /// behind which all has to be written again.
    pub(super) fn row(&mut self, mut row: Row<'_>, out: &mut Vec<u8>) {
        let empty = row.empty_from();
        let mut x = 0;
        while let Some(start) = row.next_dirty(x) {
            if start >= empty {
                self.erase(row, start, out);
                return;
            }
            let end = row.end_of_dirty(start, empty);
            let doubtful = (start..end).find(|x| row.wanted.get(*x).is_some_and(|cell| !cell.sure));
            x = doubtful.unwrap_or(end);
            if x > start {
                self.stretch(row, start..x, out);
            }
            if let Some(cell) = doubtful.and_then(|x| row.wanted.get(x)) {
                self.write_doubtful(row.at(x), *cell, out);
                row.unknown = row.unknown.max(x + usize::from(cell.reach));
                x += usize::from(cell.width);
            }
        }
    }

    /// Gets to the cells of `range` and writes them; all are sure.
    pub(super) fn stretch(&mut self, row: Row<'_>, range: Range<usize>, out: &mut Vec<u8>) {
        self.approach(row, range.clone(), out);
        self.write(row, range, out);
    }

    /// Erases a row from `start` on; all is to be empty there, and maybe before.
    pub(super) fn erase(&mut self, row: Row<'_>, start: usize, out: &mut Vec<u8>) {
        let from = self
            .cursor
            .column_in(row.y)
            .map_or(start, |x| x.clamp(row.empty_from(), start));
        self.approach(row, from..from, out);
        self.lead(0, out);
        self.pen.clear(Colour::DEFAULT, out);
        out.extend_from_slice(b"\x1b[K");
    }

    /// Gets to the cells of `range` with the pen for the first of them: by a motion, or by writing
    /// the cells before them again.
    fn approach(&mut self, row: Row<'_>, range: Range<usize>, out: &mut Vec<u8>) {
        let start = range.start;
        let next = row.cells(range);
        let ready = |painter: &mut Self, out: &mut Vec<u8>| {
            if let Some((cell, after)) = next.split_first() {
                painter.lead(cell.link, out);
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

    /// The cells between the cursor and `start`, or between the row's beginning and there, if they
    /// are few and can be written again.
    fn gap(&self, row: Row<'_>, start: usize) -> Option<Range<usize>> {
        let here = self.cursor.column_in(row.y).filter(|x| *x < start);
        let from = here.unwrap_or_default();
        let most = if from > 0 { WIDEST_GAP } else { WIDEST_MARGIN };
        let near = from < start && start - from <= most && !row.is_tail(from);
        let cells = row.cells(from..start);
        (near && cells.iter().all(|cell| cell.sure)).then_some(from..start)
    }

    /// Writes the cells of `range`, all of which are sure.
    fn write(&mut self, row: Row<'_>, range: Range<usize>, out: &mut Vec<u8>) {
        let mut x = range.start;
        while let Some((cell, after)) = row.cells(x..range.end).split_first() {
            if cell.is_tail() {
                x += 1;
                continue;
            }
            if self.cursor.column_in(row.y) == Some(x) {
                let letters = self.letters(row.cells(x..range.end), out);
                if letters > 0 {
                    x += letters;
                    continue;
                }
            }
            self.cursor.go(row.at(x), out);
            self.lead(cell.link, out);
            self.pen.take(*cell, after, out);
            let run = 1 + after.iter().take_while(|next| *next == cell).count();
            x += self.write_run(*cell, run, run > after.len(), out);
        }
    }

    /// Writes the first of `cells`, at the cursor, as far as they need nothing but their letters: what
    /// most of a frame is. Gives how many.
    fn letters(&mut self, cells: &[Cell], out: &mut Vec<u8>) -> usize {
        let mut rest = cells;
        while let [cell, after @ ..] = rest {
            let Some(byte) = cell.symbol.ascii() else {
                break;
            };
            // A gap may be shorter to erase.
            let gap =
                byte == b' ' && matches!(after, [next, third, ..] if next == cell && third == cell);
            if gap || cell.link != self.link || !self.pen.suits(cell) {
                break;
            }
            out.push(byte);
            rest = after;
        }
        let letters = cells.len() - rest.len();
        self.cursor
            .advance(u16::try_from(letters).unwrap_or(u16::MAX), self.width);
        letters
    }

    /// Writes `cell` as many times as there are of it, or erases as much; gives how many. `last`:
    /// nothing follows them at once.
    fn write_run(&mut self, cell: Cell, run: usize, last: bool, out: &mut Vec<u8>) -> usize {
        let count = u16::try_from(run).unwrap_or(u16::MAX);
        let erasable = cell.is_blank() && cell.style.bg == Colour::DEFAULT && cell.link == 0;
        // The way to what follows costs as much again, if anything follows.
        let erasing = (3 + digits(count)) * if last { 1 } else { 2 };
        if erasable && run > 2 && erasing < run {
            // Writing to a Vec cannot fail.
            let _ = write!(out, "\x1b[{count}X");
        } else {
            for _ in 0..run {
                self.cells.write(cell.symbol, out);
                self.cursor.advance(u16::from(cell.width), self.width);
            }
        }
        run
    }

    /// Writes a cluster that terminals disagree about: its columns are emptied first, wherever
    /// it ends the cursor is not trusted, and it cannot wrap into the next row.
    fn write_doubtful(&mut self, at: Position, cell: Cell, out: &mut Vec<u8>) {
        let wraps = usize::from(at.x) + usize::from(cell.reach) > usize::from(self.width);
        self.cursor.go(at, out);
        self.lead(cell.link, out);
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

    /// Makes what is written part of a link (OSC 8), or of none.
    pub(super) fn lead(&mut self, link: u16, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.link, link) != link {
            // Writing to a Vec cannot fail.
            let _ = match link {
                0 => write!(out, "\x1b]8;;\x1b\\"),
                // By the number a terminal knows the parts of a link that takes several rows.
                _ => write!(out, "\x1b]8;id={link};{}\x1b\\", self.links.target(link)),
            };
        }
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
