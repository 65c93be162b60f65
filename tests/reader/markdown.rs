//! How the blocks and links of Markdown look, with and without colors.

use postil::document::Document;
use postil::essay::{Essay, Format};
use postil::terminal::ColorDepth;
use postil::tui::theme::{Background, Palette};
use ratatui::style::{Modifier, Style};

use crate::support::{Screen, reader};

fn screen_of(essay: &str, size: &str) -> Screen {
    let essay = Essay::parse(essay.to_owned(), Format::Markdown);
    reader(Document::new(essay, None), size, "<Tab>z")
}

/// The rows of the essay without the margin.
fn rows(screen: &Screen) -> Vec<String> {
    let rows = screen.essay_rows();
    let rows = rows.iter().map(|row| row.chars().skip(6).collect());
    rows.map(|row: String| row.trim_end().to_owned()).collect()
}

/// The style of the first cell of some words.
fn style(screen: &Screen, words: &str) -> Style {
    let rows = screen.essay_rows();
    let y = rows.iter().position(|row| row.contains(words)).unwrap();
    let x = rows[y].split(words).next().unwrap().chars().count();
    let (x, y) = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
    let area = screen.app.ctx().screen.essay.unwrap();
    screen.buffer()[(area.x + x, area.y + y)].style()
}

#[test]
fn tables_and_code_use_the_width_of_the_pane_and_prose_its_measure() {
    let code = "let tonnage = 1; ".repeat(8);
    let cell = "harbour ".repeat(12);
    let prose = "prose ".repeat(30);
    let essay = format!("{prose}\n\n```\n{code}\n```\n\n| a | b |\n|---|---|\n| {cell} | x |\n");
    let rows = rows(&screen_of(&essay, "160x40"));
    assert!(rows.iter().all(|row| !row.contains('↵')), "{rows:#?}");
    assert!(
        rows.contains(&format!("┆ {}", code.trim_end())),
        "{rows:#?}"
    );
    assert!(
        rows.contains(&format!("{} x", cell.trim_end().to_owned() + " ")),
        "{rows:#?}"
    );
    let widths = rows.iter().filter(|row| row.starts_with("prose"));
    assert!(widths.map(String::len).max().unwrap() <= 72, "{rows:#?}");
    let narrow = screen_of(&essay, "80x40").essay_rows();
    assert!(
        narrow.iter().any(|row| row.trim_end().ends_with('↵')),
        "{narrow:#?}"
    );
}

#[test]
fn blocks_are_told_apart_without_color() {
    let essay = "# One\n\n## Two\n\n### Three\n\n> quoted\n\n```\ncode\n```\n\n***\n\n| head |\n|---|\n| cell |\n";
    for depth in [ColorDepth::TrueColor, ColorDepth::Monochrome] {
        let mut screen = screen_of(essay, "80x30");
        screen.look.palette = Palette::new(depth, Background::Dark);
        let rows = rows(&screen);
        let shown: Vec<_> = rows.iter().filter(|row| !row.is_empty()).collect();
        let expected = [
            "One",
            "## Two",
            "### Three",
            "│ quoted",
            "┆ code",
            "───",
            "head",
            "────",
            "cell",
        ];
        assert_eq!(shown, expected);
        let is_bold = |words| style(&screen, words).add_modifier.contains(Modifier::BOLD);
        assert!(is_bold("head") && !is_bold("cell") && is_bold("Two"));
    }
}

#[test]
fn only_links_that_can_be_opened_look_like_links() {
    let essay = "Plain [live](https://a.org) [dead](b.md) [near](#c) [sly https://d.org](https://e.org) \
        f@g.org\n\n[![image](i.svg)](https://h.org)\n";
    let screen = screen_of(essay, "100x24");
    let plain = style(&screen, "Plain");
    for (words, is_link) in [
        ("live", true),
        ("f@g.org", true),
        ("image", true),
        ("dead", false),
        ("near", false),
        ("sly", false),
    ] {
        assert_eq!(style(&screen, words) != plain, is_link, "{words}");
    }
    let links = screen.app.hyperlinks();
    let targets: Vec<_> = links.iter().map(|link| link.uri.as_str()).collect();
    assert_eq!(
        targets,
        ["https://a.org", "mailto:f@g.org", "https://h.org"]
    );
}
