//! Colours brought down to what a terminal has, in a form that is quick to compare.

use ratatui::style::Color;

use super::super::capabilities::ColorDepth;

/// A colour that the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Colour(u32);

/// What a colour is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The terminal's own.
    Default,
    /// One of its palette.
    Indexed(u8),
    /// Of 8 bits a channel.
    Rgb(u8, u8, u8),
}

impl Colour {
    /// The terminal's own.
    pub(super) const DEFAULT: Self = Self(0);

    pub(super) const fn indexed(index: u8) -> Self {
        Self(u32::from_be_bytes([1, 0, 0, index]))
    }

    pub(super) const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self(u32::from_be_bytes([2, r, g, b]))
    }

    pub(super) const fn form(self) -> Form {
        match self.0.to_be_bytes() {
            [1, _, _, index] => Form::Indexed(index),
            [2, r, g, b] => Form::Rgb(r, g, b),
            _ => Form::Default,
        }
    }

    /// A number that no other colour has.
    pub(super) fn bits(self) -> u64 {
        u64::from(self.0)
    }
}

/// The channel values of xterm's colour cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// xterm's first 16 colours. Terminals differ in them; the order of their lightness is the same.
const FIRST: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The nearest colour that a terminal of this depth has.
#[inline]
pub(super) fn shown(color: Color, depth: ColorDepth) -> Colour {
    match (color, depth) {
        (Color::Reset, _) | (_, ColorDepth::Monochrome) => Colour::DEFAULT,
        (Color::Indexed(index), ColorDepth::Ansi256 | ColorDepth::TrueColor) => {
            Colour::indexed(index)
        }
        _ => nearest_shown(color, depth),
    }
}

fn nearest_shown(color: Color, depth: ColorDepth) -> Colour {
    let index = match color {
        Color::Indexed(index) => Some(index),
        _ => named(color),
    };
    match (depth, index, color) {
        (ColorDepth::Monochrome, ..) | (_, _, Color::Reset) => Colour::DEFAULT,
        (ColorDepth::Ansi16, Some(index @ 16..), _) => Colour::indexed(first(rgb(index))),
        (_, Some(index), _) => Colour::indexed(index),
        (ColorDepth::TrueColor, None, Color::Rgb(r, g, b)) => Colour::rgb(r, g, b),
        (ColorDepth::Ansi256, None, Color::Rgb(r, g, b)) => Colour::indexed(indexed((r, g, b))),
        (ColorDepth::Ansi16, None, Color::Rgb(r, g, b)) => Colour::indexed(first((r, g, b))),
        _ => Colour::DEFAULT,
    }
}

fn named(color: Color) -> Option<u8> {
    Some(match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}

/// The colour of an index as xterm has it: 16 of its own, a cube of 6 levels, then 24 greys.
fn rgb(index: u8) -> (u8, u8, u8) {
    let level = |step: u8| CUBE.get(usize::from(step % 6)).copied().unwrap_or_default();
    match index {
        0..16 => FIRST.get(usize::from(index)).copied().unwrap_or_default(),
        16..232 => {
            let step = index - 16;
            (level(step / 36), level(step / 6), level(step))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

fn nearest(colour: (u8, u8, u8), among: impl Iterator<Item = u8>) -> u8 {
    among
        .min_by_key(|index| distance(colour, rgb(*index)))
        .unwrap_or_default()
}

/// The nearest of the cube and the greys: the first 16 are the person's own, so what they look
/// like is not known.
fn indexed(colour: (u8, u8, u8)) -> u8 {
    let step = |value: u8| -> u8 {
        let near = (0..6u8).min_by_key(|step| {
            let level = CUBE.get(usize::from(*step)).copied().unwrap_or_default();
            level.abs_diff(value)
        });
        near.unwrap_or_default()
    };
    let cube = 16 + 36 * step(colour.0) + 6 * step(colour.1) + step(colour.2);
    let sum = u16::from(colour.0) + u16::from(colour.1) + u16::from(colour.2);
    let level = (sum / 3).saturating_sub(3) / 10;
    let grey = 232 + u8::try_from(level.min(23)).unwrap_or_default();
    nearest(colour, [cube, grey].into_iter())
}

fn first(colour: (u8, u8, u8)) -> u8 {
    nearest(colour, 0..16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_down_to_the_depth() {
        let table = [
            (Color::Red, ColorDepth::TrueColor, Form::Indexed(1)),
            (Color::White, ColorDepth::Ansi16, Form::Indexed(15)),
            (Color::Indexed(9), ColorDepth::Ansi16, Form::Indexed(9)),
            (Color::Indexed(196), ColorDepth::Ansi16, Form::Indexed(9)),
            (Color::Indexed(236), ColorDepth::Ansi16, Form::Indexed(0)),
            (Color::Indexed(250), ColorDepth::Ansi256, Form::Indexed(250)),
            (
                Color::Rgb(1, 2, 3),
                ColorDepth::TrueColor,
                Form::Rgb(1, 2, 3),
            ),
            (
                Color::Rgb(255, 0, 0),
                ColorDepth::Ansi256,
                Form::Indexed(196),
            ),
            (
                Color::Rgb(95, 135, 175),
                ColorDepth::Ansi256,
                Form::Indexed(67),
            ),
            (
                Color::Rgb(48, 48, 48),
                ColorDepth::Ansi256,
                Form::Indexed(236),
            ),
            (
                Color::Rgb(255, 255, 255),
                ColorDepth::Ansi256,
                Form::Indexed(231),
            ),
            (
                Color::Rgb(250, 10, 10),
                ColorDepth::Ansi16,
                Form::Indexed(9),
            ),
            (
                Color::Rgb(250, 10, 10),
                ColorDepth::Monochrome,
                Form::Default,
            ),
            (Color::Reset, ColorDepth::TrueColor, Form::Default),
        ];
        for (colour, depth, expected) in table {
            assert_eq!(
                shown(colour, depth).form(),
                expected,
                "{colour:?} at {depth:?}"
            );
        }
    }

    #[test]
    fn every_index_is_its_own_nearest() {
        for index in 16..=255 {
            let (r, g, b) = rgb(index);
            let back = shown(Color::Rgb(r, g, b), ColorDepth::Ansi256);
            let Form::Indexed(back) = back.form() else {
                panic!("{back:?}");
            };
            assert_eq!(rgb(back), (r, g, b), "{index}");
        }
    }
}
