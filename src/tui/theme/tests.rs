//! Roles that meet differ in every palette, and text has enough contrast (WCAG 2).

use super::*;

const ALL: [Palette; 7] = [
    Palette::new(ColorDepth::TrueColor, Background::Dark),
    Palette::new(ColorDepth::TrueColor, Background::Light),
    Palette::new(ColorDepth::Ansi256, Background::Dark),
    Palette::new(ColorDepth::Ansi256, Background::Light),
    Palette::new(ColorDepth::Ansi16, Background::Dark),
    Palette::new(ColorDepth::Ansi16, Background::Light),
    Palette::new(ColorDepth::Monochrome, Background::Dark),
];

/// Overlaps are not shown during a search, so without colors these two may look the same.
const NEVER_TOGETHER: (StyleRole, StyleRole) = (StyleRole::OverlappingPassages, StyleRole::Match);

#[test]
fn roles_that_meet_in_the_text_look_different_in_every_palette() {
    let roles = [
        StyleRole::Text,
        StyleRole::Passage,
        StyleRole::OverlappingPassages,
        StyleRole::CurrentPassage,
        StyleRole::CurrentOverlap,
        StyleRole::Match,
        StyleRole::CurrentMatch,
    ];
    for palette in ALL {
        for (at, one) in roles.iter().enumerate() {
            for other in &roles[at + 1..] {
                if palette.color_depth == ColorDepth::Monochrome && (*one, *other) == NEVER_TOGETHER
                {
                    continue;
                }
                assert_ne!(
                    palette.style(*one),
                    palette.style(*other),
                    "{one:?} and {other:?} in {palette:?}"
                );
            }
        }
        assert_ne!(
            palette.style(StyleRole::Cursor),
            palette.style(StyleRole::UnfocusedCursor)
        );
        assert_ne!(
            palette.style(StyleRole::Cursor),
            palette.style(StyleRole::Text)
        );
    }
}

#[test]
fn the_mono_palette_has_no_colors() {
    let mono = Palette::new(ColorDepth::Monochrome, Background::Light);
    for role in [
        StyleRole::Faint,
        StyleRole::Passage,
        StyleRole::CurrentPassage,
        StyleRole::Warning,
        StyleRole::Key,
    ] {
        let style = mono.style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
}

#[test]
fn a_custom_style_applies_where_the_terminal_can_show_it() {
    use Background::{Dark, Light};
    use ColorDepth::{
        Ansi16 as Sixteen, Ansi256 as Indexed, Monochrome as Mono, TrueColor as True,
    };
    let (rgb, red) = (Color::Rgb(1, 2, 3), Color::Red);
    let mut colors = CustomStyles::new();
    colors.set(None, StyleRole::Passage, Style::new().bg(Color::Blue));
    colors.set(None, StyleRole::Passage, Style::new().bg(rgb));
    colors.set(None, StyleRole::Quote, Style::new().fg(red));
    colors.set(
        Some(Background::Light),
        StyleRole::Quote,
        Style::new().fg(rgb),
    );
    let own = |depth, background, role| Palette::new(depth, background).style(role);
    let table = [
        (True, Dark, StyleRole::Passage, Style::new().bg(rgb)),
        (Indexed, Light, StyleRole::Passage, Style::new().bg(rgb)),
        (
            Sixteen,
            Dark,
            StyleRole::Passage,
            Style::new().bg(rgb).underlined(),
        ),
        (
            Mono,
            Dark,
            StyleRole::Passage,
            own(Mono, Dark, StyleRole::Passage),
        ),
        (
            Mono,
            Dark,
            StyleRole::Quote,
            own(Mono, Dark, StyleRole::Quote),
        ),
        (Sixteen, Dark, StyleRole::Quote, Style::new().fg(red)),
        (True, Light, StyleRole::Quote, Style::new().fg(rgb)),
        (Sixteen, Light, StyleRole::Quote, Style::new().fg(rgb)),
        (
            True,
            Dark,
            StyleRole::Text,
            own(True, Dark, StyleRole::Text),
        ),
    ];
    for (depth, background, role, style) in table {
        let palette = Palette::new(depth, background);
        assert_eq!(colors.style(palette, role), style, "{palette:?} {role:?}");
    }
}

/// The least contrast of text, to 1.
const MIN_CONTRAST: f64 = 4.5;

/// Foregrounds on the terminal's own background.
const FOREGROUNDS: &[StyleRole] = &[
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

/// Backgrounds, and the foregrounds that occur on each: faint text is not faint there, and
/// highlighted text of the essay has the terminal's own foreground.
const BACKGROUNDS: &[(StyleRole, &[StyleRole])] = &[
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

/// Usual default colors of terminals: foreground and background.
const fn terminal_colors(background: Background) -> (Color, Color) {
    match background {
        Background::Dark => (Color::Rgb(0xc5, 0xc8, 0xc6), Color::Rgb(0x1d, 0x1f, 0x21)),
        Background::Light => (Color::Rgb(0x24, 0x29, 0x2f), Color::Rgb(0xff, 0xff, 0xff)),
    }
}

/// Red, green and blue of a color; of the 256, only those of the cube and the grays.
fn components(color: Color) -> [u8; 3] {
    match color {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(index @ 16..=231) => {
            let level = |v: u8| if v == 0 { 0 } else { 55 + 40 * v };
            let index = index - 16;
            [index / 36, index / 6 % 6, index % 6].map(level)
        }
        Color::Indexed(index @ 232..) => [8 + 10 * (index - 232); 3],
        other => panic!("{other} has no fixed value"),
    }
}

fn luminance(color: Color) -> f64 {
    let linear = components(color).map(|part| {
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

/// All combinations of foreground and background in a palette, with their names.
fn color_pairs(palette: Palette, background: Background) -> Vec<(String, Color, Color)> {
    let (foreground, background_color) = terminal_colors(background);
    let fg = |style: Style| style.fg.unwrap_or(foreground);
    let bg = |style: Style| style.bg.unwrap_or(background_color);
    let mut pairs = Vec::new();
    for &role in FOREGROUNDS {
        pairs.push((
            format!("{role:?}"),
            fg(palette.style(role)),
            background_color,
        ));
    }
    for &(on, foregrounds) in BACKGROUNDS {
        for &role in foregrounds {
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
fn text_has_enough_contrast() {
    for depth in [ColorDepth::TrueColor, ColorDepth::Ansi256] {
        for background in [Background::Dark, Background::Light] {
            for (name, foreground, background_color) in
                color_pairs(Palette::new(depth, background), background)
            {
                let ratio = contrast(foreground, background_color);
                assert!(
                    ratio >= MIN_CONTRAST,
                    "{depth:?} {background:?}: {name} ratio {ratio:.2}"
                );
            }
        }
    }
}

#[test]
fn contrast_is_computed_as_in_wcag() {
    let (black, white) = (Color::Indexed(16), Color::Indexed(231));
    let gray = Color::Rgb(0x77, 0x77, 0x77);
    for (one, other, wanted) in [
        (black, white, 21.0),
        (white, white, 1.0),
        (gray, white, 4.48),
    ] {
        assert!(
            (contrast(one, other) - wanted).abs() < 0.005,
            "{one} {other}"
        );
    }
}
