//! Styles that must differ on screen, with and without colors.

use crate::support::{Screen, screen};
use postil::terminal::ColorDepth;
use postil::tui::theme::{Background, Palette};
use ratatui::style::{Color, Modifier};

/// The style of the first cell of some words on screen.
fn style(screen: &Screen, words: &str) -> ratatui::style::Style {
    let rows = screen.rows();
    let row = rows.iter().position(|row| row.contains(words));
    let row = row.unwrap_or_else(|| panic!("{words}: {rows:#?}"));
    let x = rows[row].split(words).next().unwrap().chars().count();
    let (x, y) = (u16::try_from(x).unwrap(), u16::try_from(row).unwrap());
    screen.buffer()[(x, y)].style()
}

#[test]
fn a_passage_inside_the_current_one_is_visible() {
    for depth in [
        ColorDepth::TrueColor,
        ColorDepth::Ansi256,
        ColorDepth::Ansi16,
        ColorDepth::Monochrome,
    ] {
        for ground in [Background::Dark, Background::Light] {
            // Claim 4's passage is inside claim 3's, so it always overlaps.
            let mut screen = screen("80x24", "jjj]");
            screen.look.palette = Palette::new(depth, ground);
            let [outer, inner] = ["There is", "rising China"].map(|words| style(&screen, words));
            assert_ne!(outer, inner, "{depth:?} {ground:?}");
            screen.keys("]");
            let inner = style(&screen, "rising China");
            assert_eq!(inner, outer, "{depth:?} {ground:?}");
            assert_ne!(style(&screen, "There is"), inner, "{depth:?} {ground:?}");
        }
    }
}

/// A reversed passage would distract from the match.
#[test]
fn without_colors_only_the_current_match_is_reversed() {
    let mut screen = screen("80x24", "jjjjjjj<Enter>/japan");
    screen.look.palette = Palette::new(ColorDepth::Monochrome, Background::Dark);
    let essay = screen.app.ctx().screen.essay.unwrap();
    let buffer = screen.buffer();
    let mut reversed = String::new();
    for y in essay.y..essay.y + essay.height {
        for x in essay.x..essay.x + essay.width {
            let cell = &buffer[(x, y)];
            if cell.modifier.contains(Modifier::REVERSED) {
                reversed += cell.symbol();
            }
        }
    }
    assert_eq!(reversed, "Japan");
}

/// In reverse video a word with its own foreground color would show as a patch of background color.
#[test]
fn a_row_under_a_reversed_cursor_has_one_foreground_color() {
    for (depth, ground) in [
        (ColorDepth::Ansi16, Background::Dark),
        (ColorDepth::Ansi16, Background::Light),
        (ColorDepth::Monochrome, Background::Dark),
    ] {
        // In the detail, the sidebar, the chooser and the picker.
        for keys in ["jjj<Enter>", "2jj", "]]]]<Tab><Enter>", ":hegemony"] {
            let mut screen = screen("80x24", keys);
            screen.look.palette = Palette::new(depth, ground);
            let buffer = screen.buffer();
            let cells = buffer.content.iter();
            let reversed = cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED));
            let inks: Vec<_> = reversed
                .map(|cell| (cell.fg, cell.bg, cell.modifier.contains(Modifier::DIM)))
                .collect();
            assert!(inks.len() > 20, "{depth:?} {keys}");
            let plain = (Color::Reset, Color::Reset, false);
            assert!(inks.iter().all(|ink| *ink == plain), "{depth:?} {keys}");
        }
    }
}
