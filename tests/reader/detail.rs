//! What the detail pane shows: its cursor when it gets the focus, its heading as far as there is room,
//! and the same rows after a resize.

use crate::support::{Screen, screen};
use postil::document::Subject;
use postil::tui::geometry::Pane;

/// The rows of the detail pane, from its left edge.
fn detail_rows(screen: &Screen) -> Vec<String> {
    let rect = screen.app.ctx().screen.detail.unwrap();
    let rows = screen.rows();
    let rows = &rows[usize::from(rect.y)..usize::from(rect.y + rect.height)];
    let cut = |row: &String| row.chars().skip(rect.x.into()).collect();
    rows.iter().map(cut).collect()
}

/// Leaving the detail pane restores the screen.
#[test]
fn focusing_the_detail_shows_its_cursor() {
    for size in ["80x24", "100x30", "120x40", "160x45", "50x20"] {
        for keys in [
            "",
            "jjj",
            "jjj]]]",
            "jjj<Tab>]]]",
            "2G",
            "3jj",
            "jjj<Enter>",
        ] {
            let mut screen = screen(size, keys);
            let left = screen.rows();
            let mut turns = 0;
            while screen.app.ctx().location.focus != Pane::Detail {
                screen.keys("<Tab>");
                turns += 1;
            }
            let rows = detail_rows(&screen);
            assert!(
                screen.app.detail().is_cursor_visible(screen.app.ctx()),
                "{size} {keys} {rows:#?}"
            );
            let marked = rows.iter().filter(|row| row.starts_with('▸'));
            assert_eq!(marked.count(), 1, "{size} {keys} {rows:#?}");
            screen.keys(&"<Shift-Tab>".repeat(turns));
            let back = screen.rows();
            let last = back.len() - 1;
            assert_eq!(back[..last], left[..last], "{size} {keys}");
        }
    }
}

/// Users read the summary first, so it stays visible as far as it fits.
#[test]
fn the_detail_heading_stays_visible_with_its_cursor() {
    for (size, keys, first) in [
        ("160x45", "jj<Enter>", "  Theme"),
        ("120x40", "jjjjjjj<Enter>", "  Theme"),
        ("120x40", "<Enter>z", "  Essay"),
        ("120x40", "<Enter>zz", "  "),
        ("80x24", "<Enter>g", "▸ Essay"),
        ("80x24", "jjj<Enter><Enter>", "  "),
    ] {
        let screen = screen(size, keys);
        let rows = detail_rows(&screen);
        assert!(rows[0].starts_with(first), "{size} {keys} {rows:#?}");
        let marked = rows.iter().filter(|row| row.starts_with('▸'));
        assert_eq!(marked.count(), 1, "{size} {keys} {rows:#?}");
    }
    // If the text above is longer than the pane, the cursor's first row is the last row.
    let mut deep = screen("80x24", "jjjjjjj<Enter>");
    let rows = detail_rows(&deep);
    assert!(rows[7].starts_with("▸  5 normative"), "{rows:#?}");
    // `k` on the first entry scrolls row by row to the top.
    deep.keys("kkkkkkkkk");
    assert!(detail_rows(&deep)[0].ends_with("Theme"));
}

/// Below the essay, the title line already shows the title.
#[test]
fn the_overview_below_the_essay_starts_with_the_summary() {
    for (keys, row) in [("<Enter>g", 1), ("", 1), ("<Enter>gz", 5)] {
        let screen = screen("120x40", keys);
        let rows = detail_rows(&screen);
        assert!(
            rows[row].contains("  The Fourth Industrial"),
            "{keys} {rows:#?}"
        );
    }
    // Most of the summary is visible together with the first claim.
    let rows = detail_rows(&screen("120x40", "<Enter>"));
    assert!(
        rows[0].contains("have greatly changed the security"),
        "{rows:#?}"
    );
    assert!(rows[14].starts_with("▸ 33 normative"), "{rows:#?}");
}

#[test]
fn enter_opens_nothing_that_is_not_visible() {
    let mut screen = screen("80x24", "<Enter>g");
    let rows = screen.rows();
    assert!(!rows[23].contains("Enter open"), "{}", rows[23]);
    screen.keys("<Enter>");
    assert!(screen.text().contains("▸ 33 normative"));
    assert!(screen.rows()[23].contains("Enter open"));
    screen.keys("<Enter>");
    assert!(matches!(screen.app.ctx().location.lens, Subject::Claim(_)));
}

/// The top is shown even on a screen that is too small for the summary.
#[test]
fn opening_an_entry_shows_the_top_of_its_detail() {
    let mut screen = screen("50x20", "");
    screen.app.start_at(Subject::Essay);
    screen.resize("50x20");
    assert!(detail_rows(&screen)[0].ends_with("Essay"));
}

/// Returning to the earlier size shows the earlier rows, even if keys were pressed in between.
#[test]
fn a_resize_keeps_the_visible_rows_of_the_detail() {
    for (size, keys) in [
        ("160x45", "jjj<Enter>jjjjjjjj"),
        ("120x40", "jjj<Tab><Tab>jjjjjjjjj"),
        ("80x24", "<Enter>jjjjj"),
        ("100x30", "jjj<Enter>GGkkk"),
    ] {
        let mut screen = screen(size, keys);
        let cursor = screen.app.detail().is_cursor_visible(screen.app.ctx());
        let before = detail_rows(&screen);
        let left = screen.detail_top();
        for other in ["80x24", "50x20", "19x4", "160x45", "40x8", "120x30"] {
            screen.resize(other);
            if screen.app.ctx().screen.detail.is_some() {
                assert_eq!(
                    screen.app.detail().is_cursor_visible(screen.app.ctx()),
                    cursor,
                    "{keys} {size} {other}"
                );
            }
        }
        screen.resize(size);
        assert_eq!(detail_rows(&screen), before, "{keys} {size}");
        screen.keys("z").resize("50x20").keys("y").resize(size);
        screen.keys("z");
        assert_eq!(detail_rows(&screen), before, "{keys} {size}");
        assert_eq!(screen.detail_top(), left);
    }
}
