//! Where the terminal writes next, and the shortest way to another place.

use ratatui::layout::Position;

/// The terminal's cursor, and what keeps it from going everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) place: Place,
    /// The first and the last row of the band that scrolls, where the screen as a whole does not.
    /// Steps up and down stop at these rows, or scroll, if they would leave the band.
    pub(super) margins: Option<(u16, u16)>,
}

/// What is known of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing.
    Lost,
    /// The row; the column is not known, as after a cluster that terminals disagree about, or
    /// after the last column has been written, where the cursor waits for the wrap.
    Row(u16),
    /// Column and row, from 0.
    At(u16, u16),
}

/// The digits of a number.
pub(super) fn digits(number: u16) -> usize {
    match number {
        ..1000 => 1 + usize::from(number >= 10) + usize::from(number >= 100),
        _ => 4 + usize::from(number >= 10_000),
    }
}

/// Appends a number in digits: what a frame is full of, and several times as quick as formatting.
pub(super) fn decimal(number: u16, out: &mut Vec<u8>) {
    for power in [10_000, 1000, 100, 10, 1] {
        if number >= power || power == 1 {
            // A digit is less than ten.
            out.push(b'0' + u8::try_from(number / power % 10).unwrap_or_default());
        }
    }
}

/// One step of a way, and by which bytes.
#[derive(Debug, Clone, Copy)]
enum Step {
    Stay,
    /// A byte, and how often.
    Byte(u8, u16),
    /// ESC M: a row up.
    ReverseIndex,
    /// CSI with a number that is left out where it is 1.
    Control(u16, u8),
    /// Carriage return, then columns to the right, and how many.
    Return(u16),
}

impl Step {
    fn length(self) -> usize {
        match self {
            Self::Stay => 0,
            Self::Byte(_, times) => usize::from(times),
            Self::ReverseIndex => 2,
            Self::Control(1, _) => 3,
            Self::Control(number, _) => 3 + digits(number),
            Self::Return(0) => 1,
            Self::Return(columns) => 1 + Self::Control(columns, b'C').length(),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Stay => {}
            Self::Byte(byte, times) => out.extend((0..times).map(|_| byte)),
            Self::ReverseIndex => out.extend_from_slice(b"\x1bM"),
            Self::Control(1, end) => out.extend_from_slice(&[0x1b, b'[', end]),
            Self::Control(number, end) => {
                out.extend_from_slice(b"\x1b[");
                decimal(number, out);
                out.push(end);
            }
            Self::Return(columns) => {
                out.push(b'\r');
                if columns > 0 {
                    Self::Control(columns, b'C').write(out);
                }
            }
        }
    }

    fn shortest<const N: usize>(steps: [Self; N]) -> Self {
        steps
            .into_iter()
            .min_by_key(|step| step.length())
            .unwrap_or(Self::Stay)
    }
}

/// A way from one place to another.
#[derive(Debug, Clone, Copy)]
enum Way {
    Stay,
    Relative(Step, Step),
    Absolute,
}

/// A place to go to, with what is asked for thousands of times a frame: the bytes that lead there
/// from anywhere, from anywhere in its row, and from anywhere to its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal {
    at: Position,
    absolute: usize,
    column: usize,
    row: usize,
}

impl Goal {
    pub(super) fn new(at: Position) -> Self {
        Self {
            at,
            absolute: absolute_length(at),
            column: control(at.x + 1).min(back_and(at.x)),
            row: control(at.y + 1),
        }
    }
}

impl Cursor {
    /// Of which nothing is known.
    pub(super) const LOST: Self = Self {
        place: Place::Lost,
        margins: None,
    };

    /// The column, if that is known and the row is `y`.
    pub(super) fn column_in(self, y: u16) -> Option<usize> {
        match self.place {
            Place::At(x, row) if row == y => Some(usize::from(x)),
            _ => None,
        }
    }

    /// Goes to `to` by the shortest way.
    pub(super) fn go(&mut self, to: Position, out: &mut Vec<u8>) {
        match self.way(to) {
            Way::Stay => {}
            Way::Relative(across, along) => {
                across.write(out);
                along.write(out);
            }
            Way::Absolute => write_absolute(to, out),
        }
        self.place = Place::At(to.x, to.y);
    }

    /// The bytes that the shortest way to `goal` takes.
    pub(super) fn distance(self, goal: Goal) -> usize {
        let (to, anyhow) = (goal.at, goal.column);
        let (across, row) = match self.place {
            Place::Lost => return goal.absolute,
            Place::Row(y) => (anyhow, y),
            Place::At(x, y) if x == to.x => (0, y),
            Place::At(x, y) if x < to.x => (control(to.x - x).min(anyhow), y),
            Place::At(x, y) => {
                let back = control(x - to.x).min(usize::from(x - to.x));
                (back.min(anyhow), y)
            }
        };
        let along = if row == to.y {
            0
        } else if self.can_step(row, to.y) {
            along(row, to.y).min(goal.row)
        } else {
            goal.row
        };
        (across + along).min(goal.absolute)
    }

    fn way(self, to: Position) -> Way {
        let (across, row) = match self.place {
            Place::Lost => return Way::Absolute,
            Place::At(x, y) if (x, y) == (to.x, to.y) => return Way::Stay,
            Place::At(x, y) => (horizontal(x, to.x), y),
            Place::Row(y) => (Step::shortest([column(to.x), Step::Return(to.x)]), y),
        };
        let along = if self.can_step(row, to.y) {
            vertical(row, to.y)
        } else {
            Step::Control(to.y + 1, b'd')
        };
        if across.length() + along.length() < absolute_length(to) {
            Way::Relative(across, along)
        } else {
            Way::Absolute
        }
    }

    /// Whether steps from row to row lead from one to the other.
    fn can_step(self, from: u16, to: u16) -> bool {
        self.margins.is_none_or(|(top, bottom)| {
            let leaves_below = from <= bottom && to > bottom;
            let leaves_above = from >= top && to < top;
            !leaves_below && !leaves_above
        })
    }

    /// The same one having written up to `end` in a terminal of this width.
    pub(super) fn behind(self, end: Position, width: u16) -> Self {
        let place = if end.x < width {
            Place::At(end.x, end.y)
        } else {
            Place::Row(end.y)
        };
        Self { place, ..self }
    }

    /// Takes note that `columns` have been written in a terminal of this width.
    pub(super) fn advance(&mut self, columns: u16, width: u16) {
        if let Place::At(x, y) = self.place {
            self.place = match x + columns {
                x if x < width => Place::At(x, y),
                _ => Place::Row(y),
            };
        }
    }

    /// Takes note that the column is not known any more.
    pub(super) fn blur(&mut self) {
        if let Place::At(_, y) = self.place {
            self.place = Place::Row(y);
        }
    }
}

/// The bytes of a control with a number that is left out where it is 1.
fn control(number: u16) -> usize {
    3 + if number == 1 { 0 } else { digits(number) }
}

/// The bytes of a carriage return, and of the way from there.
fn back_and(x: u16) -> usize {
    1 + if x == 0 { 0 } else { control(x) }
}

/// The bytes of the steps to another row.
fn along(from: u16, to: u16) -> usize {
    match to {
        _ if to > from => usize::from(to - from).min(control(to - from)),
        _ if from - to == 1 => 2,
        _ => control(from - to),
    }
}

fn column(x: u16) -> Step {
    Step::Control(x + 1, b'G')
}

fn horizontal(from: u16, to: u16) -> Step {
    match to {
        _ if to == from => Step::Stay,
        _ if to > from => {
            Step::shortest([Step::Control(to - from, b'C'), column(to), Step::Return(to)])
        }
        _ => Step::shortest([
            Step::Byte(0x08, from - to),
            Step::Control(from - to, b'D'),
            column(to),
            Step::Return(to),
        ]),
    }
}

/// Up and down. The way down may use line feeds: the row is inside the screen and the band that
/// scrolls is not left, so nothing scrolls.
fn vertical(from: u16, to: u16) -> Step {
    let row = Step::Control(to + 1, b'd');
    match to {
        _ if to == from => Step::Stay,
        _ if to > from => Step::shortest([
            Step::Byte(b'\n', to - from),
            Step::Control(to - from, b'B'),
            row,
        ]),
        _ if from - to == 1 => Step::ReverseIndex,
        _ => Step::shortest([Step::Control(from - to, b'A'), row]),
    }
}

fn absolute_length(to: Position) -> usize {
    match (to.x, to.y) {
        (0, 0) => 3,
        (0, y) => 3 + digits(y + 1),
        (x, 0) => 4 + digits(x + 1),
        (x, y) => 4 + digits(x + 1) + digits(y + 1),
    }
}

fn write_absolute(to: Position, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if to.y > 0 {
        decimal(to.y + 1, out);
    }
    if to.x > 0 {
        out.push(b';');
        decimal(to.x + 1, out);
    }
    out.push(b'H');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places() -> impl Strategy<Value = Place> {
        prop_oneof![
            Just(Place::Lost),
            (0..300_u16).prop_map(Place::Row),
            (0..300_u16, 0..300_u16).prop_map(|(x, y)| Place::At(x, y)),
            (0..4_u16, 0..4_u16).prop_map(|(x, y)| Place::At(x, y)),
        ]
    }

    proptest! {
        /// What is reckoned is what is written.
        #[test]
        fn a_distance_is_the_way_s_length(
            place in places(),
            x in prop_oneof![0..300_u16, 0..4_u16],
            y in prop_oneof![0..300_u16, 0..4_u16],
            margins in proptest::option::of((0..100_u16, 100..300_u16)),
        ) {
            let mut cursor = Cursor { place, margins };
            let to = Position::new(x, y);
            let mut out = Vec::new();
            let distance = cursor.distance(Goal::new(to));
            cursor.go(to, &mut out);
            prop_assert_eq!(distance, out.len());
        }
    }
}
