//! Frames as runs of one style, written in the order that takes the fewest bytes.
//!
//! Nobody sees the order in which the cells of a frame are written. Changing the colour takes
//! up to a dozen bytes, going to another row three or four: so what is to be grey in many rows is
//! written in one go. The order is found step by step, always to the run that is cheapest now.

use ratatui::layout::Position;

use super::cell::{Cell, Cells, SEEN_ON_BLANK, Style};
use super::colour::Colour;
use super::motion::Cursor;
use super::painter::{Painter, Row};
use super::pen::Pen;
use super::scroll::Frames;

/// Cells between two runs of one style that are written again rather than jumped over: no
/// motion is shorter than that.
const CLOSE: usize = 3;

/// So many blanks at a row's end are written; more are erased.
const FEW_BLANKS: usize = 3;

/// What leaving a run out for later is taken to cost beyond the way: coming back to it. (Found by
/// measuring; other weights, and weighing the return to a style, come within a hundredth.)
const LEAP: usize = 2;

/// What a run is written with, and the number of the link that it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    /// This style.
    Style(Style, u16),
    /// Blanks: any style with this background that does not show on them.
    Blank(Colour, u16),
    /// Erases the row to its end.
    Erase,
}

/// Cells of one row that are written in one go.
#[derive(Debug, Clone, Copy)]
struct Run {
    y: u16,
    start: usize,
    end: usize,
    ink: Ink,
}

impl Run {
    fn at(self) -> Position {
        Position::new(u16::try_from(self.start).unwrap_or(u16::MAX), self.y)
    }
}

impl Ink {
    fn of(cell: &Cell) -> Self {
        if cell.is_blank() {
            Self::Blank(cell.style.bg, cell.link)
        } else {
            Self::Style(cell.style, cell.link)
        }
    }

    /// The ink that writes both, if there is one.
    fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            _ if self == other => Some(self),
            (Self::Style(style, link), Self::Blank(bg, other))
            | (Self::Blank(bg, link), Self::Style(style, other)) => {
                let unseen = style.bg == bg && !style.attrs.intersects(SEEN_ON_BLANK);
                (unseen && link == other).then_some(Self::Style(style, link))
            }
            _ => None,
        }
    }

    /// The bytes that make a pen ready for it.
    fn cost(self, mut pen: Pen, scratch: &mut Vec<u8>) -> usize {
        scratch.clear();
        match self {
            Self::Style(style, _) => pen.change(style, scratch),
            Self::Blank(bg, _) => pen.clear(bg, scratch),
            Self::Erase => pen.clear(Colour::DEFAULT, scratch),
        }
        scratch.len()
    }
}

/// Appends the runs of a row to `runs`.
fn collect(row: Row<'_>, cells: &Cells, runs: &mut Vec<Run>) {
    let empty = row.empty_from();
    let mut x = 0;
    while let Some(start) = row.next_dirty(x) {
        let run = if start < empty {
            styled(row, start, empty, cells)
        } else {
            blanks(row, start)
        };
        runs.extend(run);
        match run {
            Some(run) if run.end > x => x = run.end,
            _ => return,
        }
    }
}

/// The run of one ink that begins at `start`.
fn styled(row: Row<'_>, start: usize, empty: usize, cells: &Cells) -> Option<Run> {
    let mut ink = Ink::of(row.wanted.get(start)?);
    // What is joined so far, and the bytes of the cells since `end`, which are right already.
    let mut joined = ink;
    let mut close = 0;
    let mut end = start;
    for (x, cell) in row.wanted.iter().enumerate().take(empty).skip(start) {
        if cell.is_tail() {
            end += usize::from(end == x);
            continue;
        }
        let Some(both) = joined.with(Ink::of(cell)) else {
            break;
        };
        joined = both;
        if row.is_dirty(x) || cell.width > 1 && row.is_dirty(x + 1) {
            ink = joined;
            close = 0;
            end = x + 1;
        } else {
            close += cells.length(cell.symbol);
            if close > CLOSE {
                break;
            }
        }
    }
    Some(Run {
        y: row.y,
        start,
        end,
        ink,
    })
}

/// The empty end of a row, from its first cell that differs.
fn blanks(row: Row<'_>, start: usize) -> Option<Run> {
    let last = (start..row.wanted.len()).rev().find(|x| row.is_dirty(*x))?;
    let few = last - start < FEW_BLANKS;
    Some(Run {
        y: row.y,
        start,
        end: if few { last + 1 } else { row.wanted.len() },
        ink: if few {
            Ink::Blank(Colour::DEFAULT, 0)
        } else {
            Ink::Erase
        },
    })
}

/// About how many bytes it takes to make a row that shows `shown` show `wanted`: its text, the ways
/// to it, and its share of the colours, which are set for many rows at once.
pub(super) fn price(shown: &[Cell], wanted: &[Cell], cells: &Cells) -> usize {
    const WAY: usize = 5;
    const COLOUR: usize = 3;
    let mut price = 0;
    // The bytes of what is right already since the last cell that is not.
    let mut right = usize::MAX;
    let mut style = Style::PLAIN;
    let mut blanks = 0;
    for (shown, wanted) in shown.iter().zip(wanted) {
        if shown == wanted {
            right = right.saturating_add(cells.length(wanted.symbol));
            continue;
        }
        price += if right > CLOSE { WAY } else { right };
        right = 0;
        if *wanted == Cell::BLANK {
            blanks += 1;
            continue;
        }
        price += std::mem::take(&mut blanks) + cells.length(wanted.symbol);
        if wanted.style != style && !wanted.is_blank() {
            style = wanted.style;
            price += if style == Style::PLAIN { 0 } else { COLOUR };
        }
    }
    // Blanks at the end are erased.
    price + blanks.min(FEW_BLANKS)
}

/// The runs of one ink.
#[derive(Debug)]
struct Class {
    ink: Ink,
    /// Numbers of runs, from top left to bottom right.
    runs: Vec<usize>,
    /// The first of them that is left.
    first: usize,
}

/// The runs of a frame that are left.
struct Left {
    runs: Vec<Run>,
    done: Vec<bool>,
    classes: Vec<Class>,
    /// The bytes that make a pen ready for each class, for every pen that there was: a frame goes
    /// to and fro between a few.
    costs: Vec<(Pen, Vec<usize>)>,
}

impl Left {
    fn new(runs: Vec<Run>) -> Self {
        let mut classes: Vec<Class> = Vec::new();
        for (index, run) in runs.iter().enumerate() {
            match classes.iter_mut().find(|class| class.ink == run.ink) {
                Some(class) => class.runs.push(index),
                None => classes.push(Class {
                    ink: run.ink,
                    runs: vec![index],
                    first: 0,
                }),
            }
        }
        Self {
            done: vec![false; runs.len()],
            runs,
            classes,
            costs: Vec::new(),
        }
    }

    /// Which of `costs` are those of a pen.
    fn reckon(&mut self, pen: Pen) -> usize {
        if let Some(known) = self.costs.iter().position(|(of, _)| *of == pen) {
            return known;
        }
        let mut scratch = Vec::new();
        let classes = self.classes.iter();
        let costs = classes.map(|class| class.ink.cost(pen, &mut scratch));
        self.costs.push((pen, costs.collect()));
        self.costs.len() - 1
    }

    /// The run that is cheapest after the run of number `last`, with its class. Of several, the one
    /// of the first class.
    fn cheapest(&self, cursor: Cursor, costs: usize, last: usize) -> Option<(usize, usize)> {
        let costs = self.costs.get(costs).map(|(_, costs)| costs.as_slice())?;
        let mut best: Option<(usize, usize, usize)> = None;
        let mut look = |number: usize, class: &Class, ready: usize| {
            // No way is shorter than none.
            if best.is_some_and(|(least, before, _)| (least, before) <= (ready, number)) {
                return;
            }
            let after = class.runs.partition_point(|run| *run <= last);
            let mut later = class.runs.get(after..).unwrap_or_default().iter();
            let next = later.find(|run| self.done.get(**run) == Some(&false));
            let first = class.runs.get(class.first);
            for run in [next, first].into_iter().flatten() {
                let Some(at) = self.runs.get(*run).map(|run| run.at()) else {
                    continue;
                };
                let leap = if *run == last + 1 { 0 } else { LEAP };
                let cost = ready + cursor.distance(at) + leap;
                if best.is_none_or(|(least, before, _)| (cost, number) < (least, before)) {
                    best = Some((cost, number, *run));
                }
            }
        };
        // What needs no change of the pen first: mostly nothing else has to be looked at then.
        let classes = || self.classes.iter().zip(costs).enumerate();
        for (number, (class, ready)) in classes().filter(|(_, (_, ready))| **ready == 0) {
            look(number, class, *ready);
        }
        for (number, (class, ready)) in classes().filter(|(_, (_, ready))| **ready > 0) {
            look(number, class, *ready);
        }
        best.map(|(_, class, run)| (run, class))
    }

    fn take(&mut self, run: usize, class: usize) {
        if let Some(done) = self.done.get_mut(run) {
            *done = true;
        }
        let Some(class_left) = self.classes.get_mut(class) else {
            return;
        };
        while class_left
            .runs
            .get(class_left.first)
            .is_some_and(|run| self.done.get(*run) == Some(&true))
        {
            class_left.first += 1;
        }
    }
}

/// Writes all rows that differ.
pub(super) fn paint(frames: Frames<'_>, painter: &mut Painter<'_>, out: &mut Vec<u8>) {
    let mut runs = Vec::new();
    for y in 0..frames.height {
        let (shown, wanted) = (frames.shown_row(y), frames.wanted_row(y));
        let row = Row::new(u16::try_from(y).unwrap_or(u16::MAX), shown, wanted);
        if shown == wanted {
            continue;
        }
        if row.is_doubtful() {
            painter.row(row, out);
        } else {
            collect(row, painter.cells, &mut runs);
        }
    }
    let mut left = Left::new(runs);
    let mut last = 0;
    loop {
        let costs = left.reckon(painter.pen);
        let Some((number, class)) = left.cheapest(painter.cursor, costs, last) else {
            return;
        };
        if let Some(run) = left.runs.get(number) {
            let y = usize::from(run.y);
            let row = Row::new(run.y, frames.shown_row(y), frames.wanted_row(y));
            match run.ink {
                Ink::Erase => painter.erase(row, run.start, out),
                _ => painter.stretch(row, run.start..run.end, out),
            }
        }
        left.take(number, class);
        last = number;
    }
}
