//! The style that the terminal writes with, and the shortest way from one to another (SGR).

use ratatui::style::Modifier;

use super::cell::{Cell, SEEN_ON_BLANK, Style};
use super::color::{Colour, Form};
use super::motion::decimal;

/// Attributes with the numbers that turn them on and off. Two that share the number that turns
/// them off stand side by side.
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

/// What the terminal writes with now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen(pub(super) Style);

impl Pen {
    /// As after `CSI m`.
    pub(super) const PLAIN: Self = Self(Style::PLAIN);

    /// Makes it write `cell`; `next` are the cells after it, which a blank looks to for the
    /// foreground that will be wanted anyway.
    pub(super) fn take(&mut self, cell: Cell, next: &[Cell], out: &mut Vec<u8>) {
        if !cell.is_blank() {
            self.change(cell.style, out);
            return;
        }
        if self.suits_blank(cell.style.bg) {
            return;
        }
        let coming = next.iter().find(|cell| !cell.is_blank() && !cell.is_tail());
        if let Some(coming) = coming.filter(|coming| Self(coming.style).suits_blank(cell.style.bg))
        {
            self.change(coming.style, out);
            return;
        }
        self.clear(cell.style.bg, out);
    }

    /// Whether it writes `cell` as it is to be.
    pub(super) fn suits(self, cell: &Cell) -> bool {
        self.0 == cell.style || cell.is_blank() && self.suits_blank(cell.style.bg)
    }

    /// Makes it fit for blanks with this background, by the shorter way.
    pub(super) fn clear(&mut self, bg: Colour, out: &mut Vec<u8>) {
        if self.suits_blank(bg) {
            return;
        }
        let kept = Style {
            bg,
            attrs: self.0.attrs - SEEN_ON_BLANK,
            ..self.0
        };
        let plain = Style { bg, ..Style::PLAIN };
        let start = out.len();
        let mut pen = *self;
        pen.change(kept, out);
        let kept_length = out.len() - start;
        let mut other = *self;
        other.change(plain, out);
        if out.len() - start - kept_length < kept_length {
            out.drain(start..start + kept_length);
            *self = other;
        } else {
            out.truncate(start + kept_length);
            *self = pen;
        }
    }

    /// Whether a blank written or erased with it shows this background and nothing else.
    fn suits_blank(self, bg: Colour) -> bool {
        self.0.bg == bg && !self.0.attrs.intersects(SEEN_ON_BLANK)
    }

    /// Makes it this style.
    pub(super) fn change(&mut self, to: Style, out: &mut Vec<u8>) {
        let from = std::mem::replace(&mut self.0, to);
        if from == to {
            return;
        }
        let start = out.len();
        difference(from, to, out);
        let length = out.len() - start;
        // Taking everything back and setting what is wanted may be shorter.
        out.extend_from_slice(b"\x1b[");
        let mut codes = Codes { out, any: false };
        if to != Style::PLAIN {
            codes.number(0);
            codes.attributes(to.attrs);
            codes.colour(to.fg, 30);
            codes.colour(to.bg, 40);
        }
        out.push(b'm');
        // At equal length the reset is taken: it also heals what somebody else may have set.
        if out.len() - start - length > length {
            out.truncate(start + length);
        } else {
            out.drain(start..start + length);
        }
    }
}

fn difference(from: Style, to: Style, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    let mut codes = Codes { out, any: false };
    let mut on = to.attrs - from.attrs;
    let off = from.attrs - to.attrs;
    let mut last = 0;
    let attributes = if off.is_empty() { &[][..] } else { &ATTRIBUTES };
    for &(attribute, _, number) in attributes {
        if off.contains(attribute) && number != last {
            codes.number(number);
            last = number;
            // The number takes its neighbour away as well.
            for (neighbour, _, same) in ATTRIBUTES {
                if same == number && to.attrs.contains(neighbour) {
                    on |= neighbour;
                }
            }
        }
    }
    codes.attributes(on);
    if from.fg != to.fg {
        codes.colour_or_default(to.fg, 30);
    }
    if from.bg != to.bg {
        codes.colour_or_default(to.bg, 40);
    }
    out.push(b'm');
}

/// The numbers between `CSI` and `m`.
struct Codes<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
}

impl Codes<'_> {
    fn number(&mut self, number: u8) {
        if self.any {
            self.out.push(b';');
        }
        self.any = true;
        decimal(u16::from(number), self.out);
    }

    fn attributes(&mut self, attributes: Modifier) {
        if attributes.is_empty() {
            return;
        }
        for (attribute, number, _) in ATTRIBUTES {
            if attributes.contains(attribute) {
                self.number(number);
            }
        }
    }

    /// A colour; `base` is 30 for the foreground and 40 for the background.
    fn colour(&mut self, colour: Colour, base: u8) {
        match colour.form() {
            Form::Default => {}
            Form::Indexed(index @ 0..8) => self.number(base + index),
            Form::Indexed(index @ 8..16) => self.number(base + 60 + index - 8),
            Form::Indexed(index) => {
                for number in [base + 8, 5, index] {
                    self.number(number);
                }
            }
            Form::Rgb(r, g, b) => {
                for number in [base + 8, 2, r, g, b] {
                    self.number(number);
                }
            }
        }
    }

    fn colour_or_default(&mut self, colour: Colour, base: u8) {
        if colour == Colour::DEFAULT {
            self.number(base + 9);
        } else {
            self.colour(colour, base);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a terminal does with `CSI … m`.
    fn obey(bytes: &[u8], mut style: Style) -> Style {
        let text = std::str::from_utf8(bytes).unwrap();
        for sequence in text.split_terminator('m') {
            let numbers = sequence.strip_prefix("\x1b[").unwrap();
            let mut numbers = numbers.split(';').map(|n| n.parse().unwrap_or(0u8));
            while let Some(number) = numbers.next() {
                let mut next = || numbers.next().unwrap();
                let mut colour = |base: u8| match number - base {
                    index @ 0..8 => Colour::indexed(index),
                    8 if next() == 5 => Colour::indexed(next()),
                    8 => Colour::rgb(next(), next(), next()),
                    9 => Colour::DEFAULT,
                    index => Colour::indexed(index - 60 + 8),
                };
                match number {
                    0 => style = Style::PLAIN,
                    30..=39 | 90..=97 => style.fg = colour(30),
                    40..=49 | 100..=107 => style.bg = colour(40),
                    _ => {
                        for (attribute, on, off) in ATTRIBUTES {
                            if number == on || number == off {
                                style.attrs.set(attribute, number == on);
                            }
                        }
                    }
                }
            }
        }
        style
    }

    fn style() -> impl Strategy<Value = Style> {
        let colour = prop_oneof![
            Just(Colour::DEFAULT),
            (0u8..16).prop_map(Colour::indexed),
            any::<u8>().prop_map(Colour::indexed),
            any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Colour::rgb(r, g, b)),
        ];
        (colour.clone(), colour, any::<u16>()).prop_map(|(fg, bg, bits)| Style {
            fg,
            bg,
            attrs: Modifier::from_bits_truncate(bits),
        })
    }

    proptest! {
        #[test]
        fn a_change_changes_all(from in style(), to in style()) {
            let mut out = Vec::new();
            let mut pen = Pen(from);
            pen.change(to, &mut out);
            prop_assert_eq!(pen.0, to);
            prop_assert_eq!(obey(&out, from), to, "{}", out.escape_ascii());
        }

        #[test]
        fn a_cleared_pen_leaves_only_a_background(from in style(), to in style()) {
            let mut out = Vec::new();
            let mut pen = Pen(from);
            pen.clear(to.bg, &mut out);
            prop_assert_eq!(obey(&out, from), pen.0);
            prop_assert!(pen.suits_blank(to.bg));
        }
    }

    #[test]
    fn the_shortest_way() {
        let style = |fg, attrs| Style {
            fg,
            attrs,
            ..Style::PLAIN
        };
        let grey = style(Colour::indexed(245), Modifier::empty());
        let bold = style(Colour::DEFAULT, Modifier::BOLD);
        let dim = style(Colour::DEFAULT, Modifier::DIM);
        let red_bold = style(Colour::indexed(1), Modifier::BOLD);
        for (from, to, bytes) in [
            (Style::PLAIN, Style::PLAIN, ""),
            (grey, Style::PLAIN, "\x1b[m"),
            (red_bold, Style::PLAIN, "\x1b[m"),
            (Style::PLAIN, grey, "\x1b[38;5;245m"),
            (bold, red_bold, "\x1b[31m"),
            (red_bold, bold, "\x1b[39m"),
            (bold, dim, "\x1b[0;2m"),
            (
                style(Colour::indexed(9), Modifier::BOLD),
                style(Colour::indexed(9), Modifier::DIM),
                "\x1b[22;2m",
            ),
        ] {
            let mut out = Vec::new();
            Pen(from).change(to, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), bytes, "{from:?} {to:?}");
        }
    }
}
