//! The outline: the sidebar of an essay without themes lists its headings and follows the essay.

use postil::document::Document;
use postil::essay::{Essay, Format};

use crate::support::{Screen, reader};

/// A book of six chapters, each longer than a screen.
fn book(keys: &str) -> Screen {
    let chapter = |number: usize| {
        let paragraphs = "It goes on here.\n\n".repeat(12);
        format!("## Chapter {number}\n\n{paragraphs}\n")
    };
    let chapters: String = (1..=6).map(chapter).collect();
    let text = format!("# Book\n\nIt begins.\n\n{chapters}");
    let document = Document::new(Essay::parse(text, Format::Markdown), None);
    reader(document, "80x24", keys)
}

/// The selected heading.
fn selected(screen: &Screen) -> String {
    let sidebar = screen.app.sidebar();
    sidebar.selected(screen.app.ctx()).unwrap().label.clone()
}

#[test]
fn the_outline_follows_the_essay_and_not_the_focus() {
    let mut screen = book("<Tab>");
    assert_eq!(selected(&screen), "The essay");
    let mut headings = Vec::new();
    for _ in 0..200 {
        screen.keys("j");
        headings.push(selected(&screen));
    }
    headings.dedup();
    headings.retain(|heading| heading.starts_with("Chapter"));
    let chapters: Vec<_> = (1..=6).map(|number| format!("Chapter {number}")).collect();
    assert_eq!(headings, chapters);
    // In the sidebar the reader moves the cursor, and the essay follows. Changing the focus moves
    // nothing.
    screen.keys("b");
    let read = selected(&screen);
    screen.keys("<Shift-Tab>");
    assert_eq!(selected(&screen), read);
    screen.keys("k");
    let chosen = selected(&screen);
    assert_ne!(chosen, read);
    screen.keys("<Tab>");
    assert_eq!(selected(&screen), chosen);
    screen.keys("g");
    assert!(["The essay", "Book"].contains(&&*selected(&screen)));
}

#[test]
fn back_restores_the_selected_heading() {
    let mut screen = book("jjj<Tab>");
    let before = selected(&screen);
    screen.keys("/Chapter 6<Enter>");
    assert_eq!(selected(&screen), "Chapter 6");
    screen.keys("<Backspace>");
    assert_eq!(selected(&screen), before);
}

/// The themes of a starter have no claims yet.
#[test]
fn a_theme_without_claims_moves_the_essay_to_its_heading() {
    let chapters = ["1. The Tax", "IV. The Pier", "The Tax"]
        .map(|name| format!("## {name}\n\n{}", "It goes on here.\n\n".repeat(20)))
        .concat();
    let theme = |id: &str, name: &str| format!("[[theme]]\nid = '{id}'\nname = '{name}'\n");
    let file = [
        "format = 1\n".to_owned(),
        theme("tax", "The Tax"),
        theme("pier", "The Pier"),
        theme("tax-2", "The Tax"),
        theme("none", "Salt"),
    ];
    let essay = Essay::parse(format!("# Book\n\n{chapters}"), Format::Markdown);
    let document = Document::new(essay, Some(&file.concat()));
    assert_eq!(document.problems, []);
    let mut screen = reader(document, "80x24", "");
    let heading = |screen: &Screen| {
        let visible = screen.app.essay().visible();
        let text = screen.app.ctx().document.essay.text(visible);
        let names = ["1. The Tax", "IV. The Pier", "\n\nThe Tax"];
        names.into_iter().find(|name| text.contains(name))
    };
    for (keys, expected) in [
        ("j", "1. The Tax"),
        ("j", "IV. The Pier"),
        ("j", "\n\nThe Tax"),
        ("kk", "1. The Tax"),
    ] {
        screen.keys(keys);
        assert_eq!(heading(&screen), Some(expected));
    }
}
