//! What is found again: in the next run, and when essay or apparatus have changed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod support;

use postil::app::remember::Remembered;
use support::{APPARATUS, ESSAY, Screen, bundled, document, resumed, screen};

/// The place as it is written and read again.
fn through_a_file(screen: &Screen) -> Remembered {
    let written = serde_json::to_vec(&screen.app.remember()).unwrap();
    serde_json::from_slice(&written).unwrap()
}

#[test]
fn the_next_run_begins_with_the_screen_that_was_left() {
    let scripts = [
        "",
        "jjj",
        "jjj<Enter>jj",
        "2jjjjjjjjjjjjjjjjjjj",
        "3GG<Tab><Space>",
        "<Tab><Space>jj",
        "<Tab>G",
        "jj<Tab>z",
        "jjj<Enter>j<Enter>",
        // A search that is only being typed is not a place yet.
        "jj<Tab>jj/hegemony",
    ];
    for size in ["120x40", "80x24", "50x20"] {
        for keys in scripts {
            let mut left = screen(size, keys);
            let found = resumed(bundled(), size, &through_a_file(&left));
            if left.app.prompt().is_some() {
                left.keys("<Esc>");
            }
            let screens = [found, left].map(|screen| screen.rows());
            // Below, a message may have been said.
            let [found, left] = screens.map(|mut rows| {
                rows.pop();
                rows.join("\n")
            });
            assert!(found == left, "{size} {keys}\n{left}\n{found}");
        }
    }
}

/// The first row of the essay on screen.
fn top(screen: &Screen) -> String {
    let page = screen.app.page();
    let row = page.iter().find(|row| row.block.is_some()).unwrap();
    row.spans.iter().map(|span| span.text.as_str()).collect()
}

#[test]
fn a_place_is_kept_when_the_essay_changes() {
    let left = screen("80x24", "jjj<Tab><Space><Space>j");
    let words = top(&left);
    let more = format!("A new first paragraph.\n\n{ESSAY}\n\nAnd a last one.\n");
    let less = ESSAY.split_once("\n\n").unwrap().1;
    for essay in [&more, less] {
        let found = resumed(document(essay, APPARATUS), "80x24", &through_a_file(&left));
        assert_eq!(top(&found), words);
        assert_eq!(found.app.place().lens, left.app.place().lens);
    }
}

#[test]
fn the_sidebar_marks_the_same_entry_when_the_apparatus_changes() {
    let theme = "[[theme]]\nid = \"zero\"\nname = \"Before all others\"\n\n";
    let first = APPARATUS.find("[[theme]]").unwrap();
    let mut changed = APPARATUS.to_owned();
    changed.insert_str(first, theme);
    let left = screen("80x24", "jjj");
    let entry = |screen: &Screen| {
        let at = screen.app.place().cursor().at;
        screen.app.entries()[at].label.clone()
    };
    let found = resumed(document(ESSAY, &changed), "80x24", &through_a_file(&left));
    assert_eq!(entry(&found), entry(&left));
    assert_eq!(found.app.place().cursor().at, 4);
    let without = resumed(
        document(ESSAY, "format = 1\n"),
        "80x24",
        &through_a_file(&left),
    );
    assert_eq!(entry(&without), "The essay");
}

#[test]
fn nothing_in_a_state_file_can_do_harm() {
    let left = screen("80x24", "jj");
    let mut place = left.app.remember();
    for cursor in place.sidebar.iter_mut().map(|marked| &mut marked.cursor) {
        (cursor.at, cursor.top) = (usize::MAX, usize::MAX);
    }
    (place.detail.at, place.detail.top) = (usize::MAX, usize::MAX);
    (place.position.offset, place.position.length) = (usize::MAX, 0);
    place.gap = u16::MAX;
    for name in ["", "\u{1b}]0;x\u{7}", "rise"] {
        place.lens = name.to_owned();
        for marked in &mut place.sidebar {
            marked.name = name.to_owned();
        }
        for size in ["80x24", "50x20", "10x3"] {
            let mut screen = resumed(bundled(), size, &place);
            screen.app.add_earlier_searches(&[name.to_owned()]);
            screen.keys("/<Up>");
            assert!(!screen.text().contains('\u{1b}'));
            screen.keys("<Esc>jkGg<Tab>jkGg<Tab>jkGg");
        }
    }
}
