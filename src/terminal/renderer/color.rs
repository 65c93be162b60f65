//! Reduces colors to those that the terminal has.

use ratatui::style::Color;

use super::super::capabilities::ColorDepth;

/// The channel values of xterm's 6x6x6 color cube.
const CUBE_LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// xterm's first 16 colors. Other terminals have other shades in about the same lightness.
const ANSI_COLORS: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The nearest color that a terminal of this depth has.
pub(crate) fn reduce(color: Color, depth: ColorDepth) -> Color {
    match (depth, color, palette_index(color)) {
        (ColorDepth::Monochrome, ..) | (_, Color::Reset, _) => Color::Reset,
        (ColorDepth::Ansi16, _, Some(index @ 16..)) => Color::Indexed(nearest(rgb(index), 0..16)),
        (_, _, Some(index)) => Color::Indexed(index),
        (ColorDepth::Ansi256, Color::Rgb(r, g, b), None) => {
            // Users redefine the first 16 colors, so only the cube and the greys are certain.
            Color::Indexed(nearest([r, g, b], 16..=255))
        }
        (ColorDepth::Ansi16, Color::Rgb(r, g, b), None) => {
            Color::Indexed(nearest([r, g, b], 0..16))
        }
        (_, color, None) => color,
    }
}

/// The index of a color in the palette; `None` for RGB colors and the default color.
pub(crate) fn palette_index(color: Color) -> Option<u8> {
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
        Color::Indexed(index) => index,
        Color::Reset | Color::Rgb(..) => return None,
    })
}

/// The RGB value of a palette index in xterm: 16 basic colors, a color cube, 24 greys.
fn rgb(index: u8) -> [u8; 3] {
    match index {
        0..16 => ANSI_COLORS[usize::from(index)],
        16..232 => {
            let cube = usize::from(index - 16);
            [cube / 36, cube / 6 % 6, cube % 6].map(|level| CUBE_LEVELS[level])
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}

fn nearest(color: [u8; 3], palette: impl Iterator<Item = u8>) -> u8 {
    let distance = |index: &u8| -> u32 {
        let channels = color.into_iter().zip(rgb(*index));
        channels.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    palette
        .min_by_key(distance)
        .expect("the palette is not empty")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_reduced_to_the_depth() {
        let table = [
            (Color::Red, ColorDepth::TrueColor, Color::Indexed(1)),
            (Color::White, ColorDepth::Ansi16, Color::Indexed(15)),
            (Color::Indexed(9), ColorDepth::Ansi16, Color::Indexed(9)),
            (Color::Indexed(196), ColorDepth::Ansi16, Color::Indexed(9)),
            (Color::Indexed(236), ColorDepth::Ansi16, Color::Indexed(0)),
            (
                Color::Indexed(250),
                ColorDepth::Ansi256,
                Color::Indexed(250),
            ),
            (
                Color::Rgb(1, 2, 3),
                ColorDepth::TrueColor,
                Color::Rgb(1, 2, 3),
            ),
            (
                Color::Rgb(255, 0, 0),
                ColorDepth::Ansi256,
                Color::Indexed(196),
            ),
            (
                Color::Rgb(95, 135, 175),
                ColorDepth::Ansi256,
                Color::Indexed(67),
            ),
            (
                Color::Rgb(48, 48, 48),
                ColorDepth::Ansi256,
                Color::Indexed(236),
            ),
            (
                Color::Rgb(255, 255, 255),
                ColorDepth::Ansi256,
                Color::Indexed(231),
            ),
            (
                Color::Rgb(250, 10, 10),
                ColorDepth::Ansi16,
                Color::Indexed(9),
            ),
            (
                Color::Rgb(250, 10, 10),
                ColorDepth::Monochrome,
                Color::Reset,
            ),
            (Color::Reset, ColorDepth::TrueColor, Color::Reset),
        ];
        for (color, depth, expected) in table {
            assert_eq!(reduce(color, depth), expected, "{color:?} at {depth:?}");
        }
    }

    #[test]
    fn every_palette_color_is_its_own_nearest() {
        for index in 16..=255 {
            let [r, g, b] = rgb(index);
            let reduced = reduce(Color::Rgb(r, g, b), ColorDepth::Ansi256);
            let reduced = palette_index(reduced).unwrap();
            assert_eq!(rgb(reduced), [r, g, b], "{index}");
        }
    }
}
