//! Whether what is written can be read: the contrast of every ink with every paper that it may meet,
//! in the palettes whose colours are known.
//!
//! The measure is WCAG 2's: relative luminance, and 4.5 to 1 for text.

use ratatui::style::{Color, Style};

use super::{Background, Palette, StyleRole};
use crate::terminal::ColorDepth;

/// What text must have.
const ENOUGH: f64 = 4.5;

/// The inks of running text and of what stands beside it.
const INKS: &[StyleRole] = &[
    StyleRole::Text,
    StyleRole::Faint,
    StyleRole::Key,
    StyleRole::Number,
    StyleRole::Kind,
    StyleRole::Relation,
    StyleRole::Quote,
    StyleRole::Warning,
    StyleRole::UnfocusedCursor,
];

/// The papers, and the inks that may stand on each. What is faint elsewhere is not on them, and the
/// essay's own words are all in the same ink where they are lit.
const PAPERS: &[(StyleRole, &[StyleRole])] = &[
    (
        StyleRole::Cursor,
        &[
            StyleRole::Text,
            StyleRole::Number,
            StyleRole::Kind,
            StyleRole::Relation,
            StyleRole::Quote,
            StyleRole::Warning,
        ],
    ),
    (StyleRole::Passage, &[StyleRole::Text]),
    (StyleRole::OverlappingPassages, &[StyleRole::Text]),
];

/// The terminal's own colours, as terminals usually have them: not quite black, not quite white.
const fn own(ground: Background) -> (Color, Color) {
    match ground {
        Background::Dark => (Color::Rgb(0xc5, 0xc8, 0xc6), Color::Rgb(0x1d, 0x1f, 0x21)),
        Background::Light => (Color::Rgb(0x24, 0x29, 0x2f), Color::Rgb(0xff, 0xff, 0xff)),
    }
}

/// Red, green and blue of a colour; of the 256, the cube's and the greys'.
fn parts(colour: Color) -> [u8; 3] {
    match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(index @ 16..=231) => {
            let level = |v: u8| if v == 0 { 0 } else { 55 + 40 * v };
            let index = index - 16;
            [index / 36, index / 6 % 6, index % 6].map(level)
        }
        Color::Indexed(index @ 232..) => [8 + 10 * (index - 232); 3],
        other => panic!("{other} is the terminal's own"),
    }
}

fn luminance(colour: Color) -> f64 {
    let linear = parts(colour).map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// Every ink on every paper of a palette, with the names of both.
fn pairs(palette: Palette, ground: Background) -> Vec<(String, Color, Color)> {
    let (ink, paper) = own(ground);
    let fg = |style: Style| style.fg.unwrap_or(ink);
    let bg = |style: Style| style.bg.unwrap_or(paper);
    let mut pairs = Vec::new();
    for &role in INKS {
        pairs.push((format!("{role:?}"), fg(palette.style(role)), paper));
    }
    for &(on, inks) in PAPERS {
        for &role in inks {
            let name = format!("{role:?} on {on:?}");
            pairs.push((name, fg(palette.style(role)), bg(palette.style(on))));
        }
    }
    for role in [
        StyleRole::CurrentPassage,
        StyleRole::CurrentOverlap,
        StyleRole::Match,
        StyleRole::CurrentMatch,
    ] {
        let style = palette.style(role);
        pairs.push((format!("{role:?}"), fg(style), bg(style)));
    }
    pairs
}

#[test]
fn what_is_written_can_be_read() {
    for depth in [ColorDepth::TrueColor, ColorDepth::Ansi256] {
        for ground in [Background::Dark, Background::Light] {
            for (name, ink, paper) in pairs(Palette::new(depth, ground), ground) {
                let has = contrast(ink, paper);
                assert!(has >= ENOUGH, "{depth:?} {ground:?}: {name} has {has:.2}");
            }
        }
    }
}

#[test]
fn contrast_is_measured_as_wcag_has_it() {
    let (black, white) = (Color::Indexed(16), Color::Indexed(231));
    let grey = Color::Rgb(0x77, 0x77, 0x77);
    for (one, other, wanted) in [
        (black, white, 21.0),
        (white, white, 1.0),
        (grey, white, 4.48),
    ] {
        assert!(
            (contrast(one, other) - wanted).abs() < 0.005,
            "{one} {other}"
        );
    }
}
