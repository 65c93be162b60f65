//! Frames as runs of one style, written in the order that takes the fewest bytes.
//!
//! Nobody sees the order in which the cells of a frame are written. Changing the colour takes
//! up to a dozen bytes, going to another row three or four: so what is to be grey in many rows is
//! written in one go. Runs of one style after the other are a tour through all of them, which is
//! then made shorter.

use ratatui::layout::Position;

use super::cell::{Cell, Cells, SEEN_ON_BLANK, Style};
use super::color::Colour;
use super::motion::{Cursor, Goal};
use super::painter::{Painter, Row};
use super::pen::Pen;
use super::scroll::Frames;
use super::tour::{self, Map};

/// Cells between two runs of one style that are written again rather than jumped over: no
/// motion is shorter than that.
const CLOSE: usize = 3;

/// At most this many blanks at a row's end are written, because erasing them takes as many bytes.
const FEW_BLANKS: usize = 3;

/// At most this many runs have their tour shortened in the first frame too, because that takes hardly
/// any time.
const FEW_RUNS: usize = 32;

/// About the bytes that open a link and close it.
const OPENING: usize = 40;

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

    /// Where it leaves the cursor: behind it, or where it began to erase.
    fn last(self) -> Position {
        match self.ink {
            Ink::Erase => self.at(),
            _ => Position::new(u16::try_from(self.end).unwrap_or(u16::MAX), self.y),
        }
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

    /// The number of the link that it writes.
    fn link(self) -> u16 {
        match self {
            Self::Style(_, link) | Self::Blank(_, link) => link,
            Self::Erase => 0,
        }
    }

    /// About the pen that it leaves.
    fn pen(self) -> Pen {
        Pen(match self {
            Self::Style(style, _) => style,
            Self::Blank(bg, _) => Style { bg, ..Style::PLAIN },
            Self::Erase => Style::PLAIN,
        })
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
            if right <= CLOSE {
                right += cells.length(wanted.symbol);
            }
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

/// The runs of one ink, from top left to bottom right.
#[derive(Debug)]
struct Class {
    ink: Ink,
    runs: Vec<usize>,
}

/// The runs of a frame as stops of a tour: going to one costs the bytes that make the pen ready and
/// bring the cursor there.
struct Stops {
    all: Vec<Run>,
    classes: Vec<Class>,
    /// The class of each run, and the place of the run in it.
    class_of: Vec<(usize, usize)>,
    /// Where each run begins.
    goals: Vec<Goal>,
    /// Where each run leaves the cursor, and where the cursor is at the beginning.
    cursors: Vec<Cursor>,
    /// The bytes that make a pen ready: for each class, and then for the beginning, those from
    /// there to each class.
    inks: Vec<usize>,
}

impl Stops {
    fn new(runs: Vec<Run>, painter: &Painter<'_>) -> Self {
        let mut classes: Vec<Class> = Vec::new();
        let mut class_of = Vec::with_capacity(runs.len());
        for (index, run) in runs.iter().enumerate() {
            let number = classes.iter().position(|class| class.ink == run.ink);
            let number = number.unwrap_or(classes.len());
            if number == classes.len() {
                classes.push(Class {
                    ink: run.ink,
                    runs: Vec::new(),
                });
            }
            if let Some(class) = classes.get_mut(number) {
                class_of.push((number, class.runs.len()));
                class.runs.push(index);
            }
        }
        let mut scratch = Vec::new();
        let pens = classes
            .iter()
            .map(|class| (class.ink.pen(), class.ink.link()));
        let mut inks = Vec::with_capacity(classes.len() * (classes.len() + 1));
        for (pen, link) in pens.chain([(painter.pen, 0)]) {
            inks.extend(classes.iter().map(|class| {
                let opens = class.ink.link() != 0 && class.ink.link() != link;
                class.ink.cost(pen, &mut scratch) + if opens { OPENING } else { 0 }
            }));
        }
        let ends = runs
            .iter()
            .map(|run| painter.cursor.behind(run.last(), painter.width));
        let goals = runs.iter().map(|run| Goal::new(run.at())).collect();
        let cursors = ends.chain([painter.cursor]).collect();
        class_of.push((classes.len(), 0));
        Self {
            all: runs,
            classes,
            class_of,
            goals,
            cursors,
            inks,
        }
    }

    fn class(&self, run: usize) -> (usize, usize) {
        self.class_of.get(run).copied().unwrap_or_default()
    }

    /// The bytes that make the pen of one class, or of the beginning, ready for another class.
    fn ink(&self, from: usize, to: usize) -> usize {
        let ink = self.inks.get(from * self.classes.len() + to);
        ink.copied().unwrap_or_default()
    }

    /// All runs class by class, each time that whose ink is cheapest.
    fn by_class(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.classes.len()).collect();
        let mut tour = Vec::with_capacity(self.all.len());
        let mut last = self.classes.len();
        while let Some(place) = (0..left.len()).min_by_key(|place| {
            let class = left.get(*place).copied().unwrap_or_default();
            self.ink(last, class)
        }) {
            last = left.remove(place);
            let class = self.classes.get(last);
            tour.extend(class.iter().flat_map(|class| &class.runs));
        }
        tour
    }
}

impl Map for Stops {
    fn stops(&self) -> usize {
        self.all.len()
    }

    fn leg(&self, from: usize, to: usize) -> usize {
        let ink = self.ink(self.class(from).0, self.class(to).0);
        match (self.cursors.get(from), self.goals.get(to)) {
            (Some(cursor), Some(goal)) => ink + cursor.distance(*goal),
            _ => ink,
        }
    }

    /// Those before and after it in the frame, and in its class.
    fn neighbours(&self, run: usize) -> impl Iterator<Item = usize> {
        let (class, place) = self.class(run);
        let class = self.classes.get(class);
        let in_class = move |place: usize| class.and_then(|class| class.runs.get(place)).copied();
        let beside = [run.checked_sub(1), Some(run + 1)];
        let beside = beside.map(|run| run.filter(|run| *run < self.all.len()));
        let before = place.checked_sub(1).and_then(in_class);
        beside
            .into_iter()
            .chain([before, in_class(place + 1)])
            .flatten()
    }
}

/// Writes all rows that differ.
pub(super) fn paint(frames: Frames<'_>, painter: &mut Painter<'_>, out: &mut Vec<u8>) {
    let mut runs = Vec::with_capacity(256);
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
    let stops = Stops::new(runs, painter);
    let mut tour = stops.by_class();
    // The first frame is all runs: shortening the tour would take longer than all that was done
    // before it, and hardly save a byte.
    let empty = || frames.shown.iter().all(|cell| *cell == Cell::BLANK);
    if stops.all.len() <= FEW_RUNS || !empty() {
        tour = tour::shortened(&tour, &stops);
    }
    for run in tour.into_iter().filter_map(|run| stops.all.get(run)) {
        let y = usize::from(run.y);
        let row = Row::new(run.y, frames.shown_row(y), frames.wanted_row(y));
        match run.ink {
            Ink::Erase => painter.erase(row, run.start, out),
            _ => painter.stretch(row, run.start..run.end, out),
        }
    }
}
