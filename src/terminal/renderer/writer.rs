//! Writes cells and control sequences, and tracks the terminal's cursor, style and margins so that
//! only what has to change is sent.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::rc::Rc;

use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::cell::{Cell, CellStyle, Symbol};
use super::color;
use super::scroll::Scroll;

/// Ends a hyperlink (OSC 8).
pub(crate) const END_HYPERLINK: &[u8] = b"\x1b]8;;\x1b\\";

/// Up to this many line feeds or backspaces are not longer than a sequence that moves as far.
const MAX_REPEATS: u16 = 3;

/// The SGR parameters that turn each attribute on and off.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Bytes for the terminal, and its state after them.
#[derive(Debug, Clone)]
pub(crate) struct TerminalWriter {
    bytes: Vec<u8>,
    style: CellStyle,
    /// The cursor's position, if it is known.
    cursor: Option<Position>,
    /// The first and last row of the scroll region, if it is not the whole screen.
    margins: Option<(u16, u16)>,
    link: Option<Rc<str>>,
    /// The terminal's columns.
    width: u16,
}

impl TerminalWriter {
    /// A writer for a cleared terminal with its cursor in the top left corner.
    pub(crate) fn at_home(size: Size) -> Self {
        Self {
            bytes: Vec::new(),
            style: CellStyle::DEFAULT,
            cursor: Some(Position::ORIGIN),
            margins: None,
            link: None,
            width: size.width,
        }
    }

    /// The style that is set.
    pub(crate) fn style(&self) -> CellStyle {
        self.style
    }

    /// How many bytes have been written.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Takes the bytes out; the state remains.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Writes a cell. `style` is its style, or for a blank one that of the cells around it.
    pub(crate) fn write(&mut self, at: Position, cell: &Cell, style: CellStyle) {
        if !cell.has_certain_width() {
            self.write_uncertain(at, cell);
            return;
        }
        self.move_to(at);
        self.set_link(cell.link.as_ref());
        if !cell.is_blank() || !self.style.shows_blank(cell.style.bg) {
            self.set_style(style);
        }
        self.write_symbol(&cell.symbol);
        let x = at.x + u16::from(cell.width);
        // After the last column the cursor waits to wrap, and terminals disagree about where it is.
        self.cursor = (x < self.width).then_some(Position::new(x, at.y));
    }

    /// Writes a cell that may be wider or narrower than expected. Its columns are cleared first, it
    /// is kept from wrapping, and the cursor's position is unknown afterwards.
    fn write_uncertain(&mut self, at: Position, cell: &Cell) {
        self.move_to(at);
        self.set_link(cell.link.as_ref());
        self.set_style(cell.style);
        if cell.width > 1 {
            let spaces = usize::from(cell.width);
            self.bytes.extend(std::iter::repeat_n(b' ', spaces));
            self.cursor = None;
            self.move_to(at);
        }
        let may_wrap = usize::from(at.x) + usize::from(cell.max_width) > usize::from(self.width);
        if may_wrap {
            self.bytes.extend(b"\x1b[?7l");
        }
        self.write_symbol(&cell.symbol);
        if may_wrap {
            self.bytes.extend(b"\x1b[?7h");
        }
        self.cursor = None;
    }

    fn write_symbol(&mut self, symbol: &Symbol) {
        match symbol {
            Symbol::Char(c) => self.bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Symbol::Cluster(text) => self.bytes.extend(text.as_bytes()),
            Symbol::Continuation => {}
        }
    }

    /// Erases cells from a position on, where the cursor stays.
    pub(crate) fn erase(&mut self, at: Position, columns: usize) {
        self.move_to(at);
        self.prepare_blank();
        self.control(columns.try_into().expect("columns are u16"), 'X');
    }

    /// Erases the rest of a row.
    pub(crate) fn erase_to_end_of_line(&mut self, at: Position) {
        self.move_to(at);
        self.prepare_blank();
        self.bytes.extend(b"\x1b[K");
    }

    /// Scrolls rows. The margins stay set: the next frame is likely to need them again.
    pub(crate) fn scroll(&mut self, scroll: &Scroll, size: Size) {
        let row = |row| u16::try_from(row).expect("a screen has at most u16::MAX rows");
        let (top, bottom) = (row(scroll.rows.start), row(scroll.rows.end));
        let whole_screen = top == 0 && bottom == size.height;
        let margins = (!whole_screen).then_some((top, bottom - 1));
        if margins != self.margins {
            let first = if top == 0 {
                String::new()
            } else {
                (top + 1).to_string()
            };
            let last = if bottom == size.height {
                String::new()
            } else {
                format!(";{bottom}")
            };
            self.bytes.extend(format!("\x1b[{first}{last}r").bytes());
            self.margins = margins;
            // Some terminals put the cursor at the top of the region, others in the corner.
            self.cursor = (top == 0).then_some(Position::ORIGIN);
        }
        self.prepare_blank();
        let distance = row(scroll.up.unsigned_abs());
        self.control(distance, if scroll.up > 0 { 'S' } else { 'T' });
    }

    /// Sets a style and link in which erased cells are blank.
    fn prepare_blank(&mut self) {
        self.set_link(None);
        if !self.style.shows_blank(Color::Reset) {
            self.set_style(CellStyle::DEFAULT);
        }
    }

    /// Sets or ends the hyperlink of what is written next.
    pub(crate) fn set_link(&mut self, link: Option<&Rc<str>>) {
        if self.link.as_ref() == link {
            return;
        }
        self.link = link.cloned();
        match link {
            None => self.bytes.extend(END_HYPERLINK),
            Some(uri) => {
                // The id tells the terminal that the parts of a link in several rows are one.
                let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(uri);
                let open = format!("\x1b]8;id={};{uri}\x1b\\", hash & 0xfff);
                self.bytes.extend(open.bytes());
            }
        }
    }

    /// Moves the cursor by the shortest sequence.
    fn move_to(&mut self, to: Position) {
        let Some(from) = self.cursor.replace(to) else {
            self.bytes.extend(absolute_move(to).bytes());
            return;
        };
        if from == to {
            return;
        }
        let relative = horizontal_move(from.x, to.x) + &self.vertical_move(from.y, to.y);
        let shortest = shortest([relative, absolute_move(to)]);
        self.bytes.extend(shortest.bytes());
    }

    fn vertical_move(&self, from: u16, to: u16) -> String {
        let row = || sequence(to + 1, 'd');
        // Relative moves stop at a margin, and a line feed at the bottom margin scrolls.
        let crosses_margin = self
            .margins
            .is_some_and(|(top, bottom)| from <= bottom && bottom < to || to < top && top <= from);
        if from == to {
            String::new()
        } else if crosses_margin {
            row()
        } else if from < to {
            match to - from {
                rows @ ..=MAX_REPEATS => "\n".repeat(rows.into()),
                rows => shortest([sequence(rows, 'B'), row()]),
            }
        } else {
            match from - to {
                1 => "\x1bM".to_owned(),
                rows => shortest([sequence(rows, 'A'), row()]),
            }
        }
    }

    fn control(&mut self, number: u16, end: char) {
        self.bytes.extend(sequence(number, end).bytes());
    }

    /// Sets the style by the shorter sequence: only the changes, or a reset and everything.
    fn set_style(&mut self, style: CellStyle) {
        let previous = std::mem::replace(&mut self.style, style);
        if previous == style {
            return;
        }
        let changes = sgr(&changed_parameters(previous, style));
        let reset = if style == CellStyle::DEFAULT {
            "\x1b[m".to_owned()
        } else {
            let mut parameters = vec![0];
            parameters.extend(changed_parameters(CellStyle::DEFAULT, style));
            sgr(&parameters)
        };
        // At the same length the reset is better: it also undoes what another program may have set.
        self.bytes.extend(shortest([reset, changes]).bytes());
    }
}

/// The SGR parameters that turn one style into another.
fn changed_parameters(from: CellStyle, to: CellStyle) -> Vec<u8> {
    let mut parameters = Vec::new();
    let mut kept = from.attributes;
    for (attribute, _, off) in ATTRIBUTES {
        if (from.attributes - to.attributes).contains(attribute) && !parameters.contains(&off) {
            parameters.push(off);
            // The parameter turns off every attribute that shares it.
            for (other, _, other_off) in ATTRIBUTES {
                kept.set(other, kept.contains(other) && other_off != off);
            }
        }
    }
    for (attribute, on, _) in ATTRIBUTES {
        if (to.attributes - kept).contains(attribute) {
            parameters.push(on);
        }
    }
    if from.fg != to.fg {
        parameters.extend(color_parameters(to.fg, 30));
    }
    if from.bg != to.bg {
        parameters.extend(color_parameters(to.bg, 40));
    }
    parameters
}

/// The SGR parameters of a color; `base` is 30 for the foreground, 40 for the background.
#[must_use]
pub fn color_parameters(color: Color, base: u8) -> Vec<u8> {
    match (color, color::palette_index(color)) {
        (Color::Rgb(r, g, b), _) => vec![base + 8, 2, r, g, b],
        (_, Some(index @ 0..8)) => vec![base + index],
        (_, Some(index @ 8..16)) => vec![base + 60 + index - 8],
        (_, Some(index)) => vec![base + 8, 5, index],
        (_, None) => vec![base + 9],
    }
}

fn sgr(parameters: &[u8]) -> String {
    let parameters: Vec<String> = parameters.iter().map(u8::to_string).collect();
    format!("\x1b[{}m", parameters.join(";"))
}

/// A control sequence with a number, which is left out if it is the default, 1.
fn sequence(number: u16, end: char) -> String {
    let mut sequence = "\x1b[".to_owned();
    if number != 1 {
        sequence.push_str(&number.to_string());
    }
    sequence.push(end);
    sequence
}

fn absolute_move(to: Position) -> String {
    match (to.x, to.y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, 0) => format!("\x1b[;{}H", x + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

fn horizontal_move(from: u16, to: u16) -> String {
    if from == to {
        return String::new();
    }
    if to == 0 {
        return "\r".to_owned();
    }
    let column = || sequence(to + 1, 'G');
    if from < to {
        return shortest([sequence(to - from, 'C'), column()]);
    }
    match from - to {
        columns @ ..=MAX_REPEATS => "\x08".repeat(columns.into()),
        columns => shortest([sequence(columns, 'D'), column()]),
    }
}

fn shortest<const N: usize>(sequences: [String; N]) -> String {
    sequences
        .into_iter()
        .min_by_key(String::len)
        .expect("N is not 0")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bytes that change one style to another.
    fn style_change(from: CellStyle, to: CellStyle) -> String {
        let mut writer = TerminalWriter::at_home(Size::new(80, 24));
        writer.style = from;
        writer.set_style(to);
        assert_eq!(writer.style, to);
        String::from_utf8(writer.take_bytes()).unwrap()
    }

    /// The style of a terminal after SGR sequences.
    fn apply(sequences: &str, mut style: CellStyle) -> CellStyle {
        for sequence in sequences.split_terminator('m') {
            let parameters = sequence.strip_prefix("\x1b[").unwrap().split(';');
            let mut parameters = parameters.map(|number| number.parse().unwrap_or(0u8));
            while let Some(parameter) = parameters.next() {
                let mut next = || parameters.next().unwrap();
                let mut color = |base: u8| match parameter - base {
                    index @ 0..8 => Color::Indexed(index),
                    8 if next() == 5 => Color::Indexed(next()),
                    8 => Color::Rgb(next(), next(), next()),
                    9 => Color::Reset,
                    index => Color::Indexed(index - 60 + 8),
                };
                match parameter {
                    0 => style = CellStyle::DEFAULT,
                    30..=39 | 90..=97 => style.fg = color(30),
                    40..=49 | 100..=107 => style.bg = color(40),
                    _ => {
                        for (attribute, on, off) in ATTRIBUTES {
                            if parameter == on || parameter == off {
                                style.attributes.set(attribute, parameter == on);
                            }
                        }
                    }
                }
            }
        }
        style
    }

    fn any_style() -> impl Strategy<Value = CellStyle> {
        let color = prop_oneof![
            Just(Color::Reset),
            (0u8..16).prop_map(Color::Indexed),
            any::<u8>().prop_map(Color::Indexed),
            any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
        ];
        (color.clone(), color, any::<u16>()).prop_map(|(fg, bg, bits)| CellStyle {
            fg,
            bg,
            attributes: Modifier::from_bits_truncate(bits),
        })
    }

    proptest! {
        #[test]
        fn a_style_change_sets_every_attribute_and_color(from in any_style(), to in any_style()) {
            let bytes = style_change(from, to);
            prop_assert_eq!(apply(&bytes, from), to, "{}", bytes.escape_debug());
        }
    }

    #[test]
    fn a_style_change_is_as_short_as_possible() {
        let style = |fg, attributes| CellStyle {
            fg,
            attributes,
            ..CellStyle::DEFAULT
        };
        let gray = style(Color::Indexed(245), Modifier::empty());
        let bold = style(Color::Reset, Modifier::BOLD);
        let dim = style(Color::Reset, Modifier::DIM);
        let red_bold = style(Color::Indexed(1), Modifier::BOLD);
        for (from, to, bytes) in [
            (CellStyle::DEFAULT, CellStyle::DEFAULT, ""),
            (gray, CellStyle::DEFAULT, "\x1b[m"),
            (red_bold, CellStyle::DEFAULT, "\x1b[m"),
            (CellStyle::DEFAULT, gray, "\x1b[38;5;245m"),
            (bold, red_bold, "\x1b[31m"),
            (red_bold, bold, "\x1b[39m"),
            (bold, dim, "\x1b[0;2m"),
            (
                style(Color::Indexed(9), Modifier::BOLD),
                style(Color::Indexed(9), Modifier::DIM),
                "\x1b[22;2m",
            ),
        ] {
            assert_eq!(style_change(from, to), bytes, "{from:?} {to:?}");
        }
    }
}
