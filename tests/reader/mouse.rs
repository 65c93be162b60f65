//! Mouse clicks and the wheel.

use crate::support::{Screen, document, reader, screen};
use postil::document::Owner;
use postil::tui::geometry::Pane;
use postil::tui::message::Effect;

/// Clicks on the first cell of some words on screen.
fn click(screen: &mut Screen, words: &str) -> Option<Effect> {
    let rows = screen.rows();
    let row = rows.iter().position(|row| row.contains(words));
    let row = row.unwrap_or_else(|| panic!("{words}: {rows:#?}"));
    let before = rows[row].split(words).next().unwrap();
    let x = before.chars().count();
    screen
        .app
        .click(u16::try_from(x).unwrap(), u16::try_from(row).unwrap())
}

/// The number of the claim whose passage is current.
fn current(screen: &Screen) -> Option<usize> {
    match screen.app.ctx().location.passage.as_ref()?.owner? {
        Owner::Claim(claim, _) => Some(screen.app.ctx().document.index.number(claim)),
        _ => None,
    }
}

#[test]
fn a_click_in_the_essay_selects_the_passage() {
    for (keys, words, expected) in [
        // Two passages on one row.
        ("jjjj", "The US is", &[16, 16][..]),
        ("jjjj", "superiority. The US is", &[15]),
        // A passage inside another: repeated clicks alternate between the two.
        ("jjj", "rising China, which", &[4, 3, 4]),
        ("jjj", "There is a new", &[3, 3]),
        // No passage there: the nearest on that row.
        ("jjjj", "US that has placed", &[15]),
    ] {
        let mut screen = screen("80x24", keys);
        for number in expected {
            click(&mut screen, words);
            assert_eq!(current(&screen), Some(*number), "{keys} {words}");
        }
    }
    let essay = "Ein „Wort“ 漢字 zwei, und drei.\n";
    let claim = |id: &str, quote: &str| {
        format!(
            "[[claim]]\nid = \"{id}\"\ntext = \"{id}\"\nkind = \"causal\"\nquotes = [\"{quote}\"]\n"
        )
    };
    let apparatus = format!("format = 1\n{}{}", claim("a", "Wort"), claim("b", "zwei"));
    let document = document(essay, &apparatus);
    let mut screen = reader(document, "80x24", "");
    // The row: six cells of margin, ten of words, a space, four of two wide letters, a space.
    for (x, number) in [(0, 1), (6 + 5, 1), (6 + 12, 1), (6 + 13, 2), (6 + 60, 2)] {
        let essay = screen.app.ctx().screen.essay.unwrap();
        screen.app.click(essay.x + x, essay.y);
        assert_eq!(current(&screen), Some(number), "{x}");
    }
}

#[test]
fn a_click_in_a_modal_list_selects_and_a_second_opens() {
    let mut choice = screen("80x24", "jjj]]<Tab><Enter>");
    assert!(choice.text().contains("Several claims here"));
    click(
        &mut choice,
        "A wary US and a rising China, which has been extending",
    );
    assert!(choice.app.modal().is_some());
    click(
        &mut choice,
        "A wary US and a rising China, which has been extending",
    );
    assert!(choice.app.modal().is_none());
    assert!(choice.text().contains("Claim 3"), "{}", choice.text());

    let apparatus = "format = 1\nx = 1\ny = 2\n";
    let mut problems = reader(document("A text.\n", apparatus), "80x24", "!");
    let row = problems
        .rows()
        .iter()
        .position(|row| row.contains("line 3"));
    let y = u16::try_from(row.unwrap()).unwrap();
    for unfolded in [false, true, false] {
        problems.app.click(10, y);
        let text = problems.text();
        assert_eq!(text.contains("y = 2"), unfolded, "{text}");
    }
    problems.app.click(0, 0);
    assert!(problems.app.modal().is_some());
}

#[test]
fn the_picker_reacts_to_the_mouse() {
    let mut listed = screen("80x24", ":");
    let chosen = |screen: &Screen| {
        let rows = screen.rows();
        let row = rows
            .iter()
            .find(|row| row.contains("│▸") || row.starts_with("│▸"));
        row.cloned().unwrap_or_default()
    };
    let before = chosen(&listed);
    listed.app.wheel(5, 20, true);
    assert!(chosen(&listed) != before);
    listed.app.wheel(5, 20, false);
    assert_eq!(chosen(&listed), before);
    click(&mut listed, "theme   US strategy");
    assert!(listed.prompt().is_some());
    click(&mut listed, "theme   US strategy");
    assert!(listed.prompt().is_none());
    assert!(
        listed
            .rows()
            .iter()
            .any(|row| row.contains("▌   US strategy"))
    );

    let mut command = screen("80x24", ":quit");
    assert_eq!(click(&mut command, "quit  "), Some(Effect::Quit));
}

#[test]
fn a_click_on_the_strip_scrolls_to_that_part_of_the_essay() {
    let mut screen = screen("80x24", "jjj<Tab><Space>");
    let read = screen.app.essay().position();
    let sidebar = screen.app.ctx().screen.sidebar.unwrap();
    let (y, right) = (sidebar.y + sidebar.height - 2, sidebar.width - 2);
    screen.app.click(right, y);
    assert!(screen.app.progress().ends_with("100 %"));
    assert_eq!(screen.app.ctx().location.focus, Pane::Essay);
    screen.app.click(12, y);
    let viewport = screen.buffer()[(12, y + 1)].symbol().to_owned();
    assert_eq!(viewport, "▔");
    screen.app.click(1, y);
    assert_eq!(screen.app.essay().position().offset, 0);
    // All of it is one jump.
    screen.keys("<Backspace>");
    assert_eq!(screen.app.essay().position(), read);
}
