//! Searches of a text so long that only its beginning is searched at once. The test plays the worker
//! that searches the rest.

use std::sync::{Arc, LazyLock};

use postil::document::Document;
use postil::tui::geometry::Pane;
use postil::tui::search::{
    BACKGROUND_CHUNK, BackgroundSearch, FOREGROUND_BYTES, Search, SearchResults,
};

use crate::support::{Screen, document, reader};

/// A paragraph; each ends with its number.
fn paragraph(number: usize) -> String {
    format!("{}paragraph {number}.\n\n", "some words of it, ".repeat(60))
}

/// A text of which the rest is searched in two steps. “first” occurs at its beginning, “middle” twice
/// in the rest, “last” at the end.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let length = FOREGROUND_BYTES + 3 * BACKGROUND_CHUNK / 2;
    let count = length / paragraph(0).len();
    let mut text = String::from("The first one.\n\n");
    for number in 0..count {
        text += &paragraph(number);
        if number == count / 2 || number == count / 2 + 1 {
            text += "A middle one.\n\n";
        }
    }
    text + "The last one.\n"
});

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| document(&TEXT, ""));

fn long_text() -> Screen {
    reader(DOCUMENT.clone(), "80x24", "")
}

/// Everything that a background search finds.
fn results_of(search: &BackgroundSearch) -> Vec<SearchResults> {
    let mut all = Vec::new();
    search.run(|results| {
        all.push(results);
        true
    });
    all
}

/// Runs the background searches to their end.
fn finish_searches(screen: &mut Screen) {
    while let Some(search) = screen.app.background_search() {
        for results in results_of(&search) {
            screen.app.add_results(results);
        }
    }
}

fn count(screen: &Screen) -> String {
    let search = screen.app.ctx().search.active();
    search.map_or_else(String::new, Search::count)
}

fn message(screen: &Screen) -> &str {
    let message = &screen.app.ctx().message;
    message.as_ref().map_or("", |message| &message.text)
}

/// Fails unless the message gives exactly this count.
#[track_caller]
fn check_message_count(screen: &Screen, count: &str) {
    let message = message(screen);
    let (_, rest) = message
        .split_once(count)
        .unwrap_or_else(|| panic!("{message}"));
    assert!(!rest.starts_with('+'), "{message}");
}

fn is_match_on_screen(screen: &Screen) -> bool {
    let visible = screen.app.essay().visible();
    let found = screen.app.ctx().search.current_match();
    found.is_some_and(|found| visible.contains(&found.start))
}

#[test]
fn a_near_match_is_found_at_once_and_the_rest_is_counted_later() {
    for (query, at_once, in_all) in [
        ("first", "1 of 1+", "1 of 1"),
        ("some words", "1 of 14400+", "1 of 20000+"),
        ("middle", "searching", "1 of 2"),
        ("one.", "1 of 1+", "1 of 4"),
        ("nowhere", "searching", "no matches"),
    ] {
        let mut screen = long_text();
        screen.keys("/").keys(query);
        assert_eq!(count(&screen), at_once, "{query}");
        finish_searches(&mut screen);
        assert_eq!(count(&screen), in_all, "{query}");
        let found = in_all != "no matches";
        assert_eq!(is_match_on_screen(&screen), found, "{query}");
    }
}

#[test]
fn a_search_in_steps_finds_every_match() {
    let mut screen = long_text();
    for query in ["paragraph 1", "one.", "middle"] {
        screen.keys("/").keys(query);
        finish_searches(&mut screen);
        let all: Vec<_> = TEXT
            .match_indices(query)
            .map(|(start, words)| start..start + words.len())
            .collect();
        let search = screen.app.ctx().search.active().unwrap();
        assert_eq!(search.matches(), all, "{query}");
        screen.keys("<Esc>");
    }
}

#[test]
fn cancelling_or_changing_the_query_stops_the_background_search() {
    let mut screen = long_text();
    screen.keys("/las");
    let old = screen.app.background_search().unwrap();
    assert!(screen.app.background_search().is_none(), "it has started");
    let late = results_of(&old);
    screen.keys("x");
    assert!(
        results_of(&old).is_empty(),
        "its results are not wanted any more"
    );
    for results in late {
        assert!(!screen.app.add_results(results));
    }
    assert_eq!(count(&screen), "searching");
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "no matches");
    screen.keys("<Backspace>");
    let again = screen.app.background_search().unwrap();
    screen.keys("<Esc>");
    assert!(results_of(&again).is_empty());
    assert!(screen.app.ctx().search.active().is_none());
}

#[test]
fn an_accepted_search_goes_to_its_match_when_it_is_found() {
    let mut screen = long_text();
    screen.keys("/last one<Enter>");
    assert_eq!(message(&screen), "Searching for “last one”");
    let before = screen.app.essay().visible();
    finish_searches(&mut screen);
    assert!(is_match_on_screen(&screen));
    check_message_count(&screen, "1 of 1");
    assert_eq!(screen.app.ctx().location.focus, Pane::Essay);
    screen.keys("<Backspace>");
    assert_eq!(screen.app.essay().visible(), before);

    screen.keys("/nowhere<Enter>");
    finish_searches(&mut screen);
    assert_eq!(message(&screen), "No matches for “nowhere”");
    assert!(screen.app.ctx().search.active().is_none());
    assert_eq!(screen.app.essay().visible(), before);
}

#[test]
fn a_late_match_does_not_move_a_reader_who_has_moved_on() {
    let mut screen = long_text();
    screen.keys("/last one<Enter><Tab>j");
    let before = screen.app.essay().visible();
    finish_searches(&mut screen);
    assert_eq!(screen.app.essay().visible(), before);
    screen.keys("n");
    check_message_count(&screen, "1 of 1");
}

#[test]
fn stepping_waits_for_matches_that_are_not_found_yet() {
    let mut screen = long_text();
    screen.keys("/one.<Enter>");
    check_message_count(&screen, "1 of 1+");
    // It wraps around neither end, since the last match is not known.
    for key in ["n", "N"] {
        screen.keys(key);
        assert_eq!(message(&screen), "Searching for “one.”");
        assert_eq!(count(&screen), "1 of 1+");
    }
    finish_searches(&mut screen);
    screen.keys("N");
    check_message_count(&screen, "4 of 4");
    screen.keys("<Esc>/middle<Enter>n");
    finish_searches(&mut screen);
    assert!(is_match_on_screen(&screen));
}

#[test]
fn late_matches_update_the_count_on_screen() {
    let mut screen = long_text();
    screen.keys("/one.<Enter>");
    finish_searches(&mut screen);
    check_message_count(&screen, "1 of 4");
}

#[test]
fn a_background_search_starts_again_when_the_text_changes() {
    let mut screen = long_text();
    screen.keys("/middle<Enter>");
    let changed = format!("New.\n\n{}", *TEXT);
    screen.app.replace(document(&changed, ""));
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "1 of 2");
    assert!(is_match_on_screen(&screen));
}

#[test]
fn a_search_goes_on_while_another_is_typed_and_cancelled() {
    let mut screen = reader(document(&TEXT, ""), "80x24", "<Tab>G/one.<Enter>");
    let search = screen.app.background_search();
    screen.keys("/nowhere");
    finish_searches(&mut screen);
    for results in results_of(&search.unwrap()) {
        screen.app.add_results(results);
    }
    screen.keys("<Esc>");
    assert_eq!(count(&screen), "4 of 4");
    assert_eq!(
        Arc::strong_count(&screen.app.ctx().document.essay),
        1,
        "a search that has ended holds no text"
    );
}

#[test]
fn going_back_to_a_search_runs_it_in_the_background() {
    let mut screen = long_text();
    screen.keys("/one.<Enter>");
    finish_searches(&mut screen);
    screen.keys("n/paragraph 3.<Enter>");
    finish_searches(&mut screen);
    assert!(is_match_on_screen(&screen));
    screen.keys("<Backspace>");
    let search = screen.app.ctx().search.active().unwrap();
    let limit = FOREGROUND_BYTES + paragraph(0).len();
    assert!(search.matches().iter().all(|found| found.end <= limit));
    assert_eq!(count(&screen), "searching");
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "2 of 4");
    assert!(is_match_on_screen(&screen));
}

#[test]
fn a_search_without_matches_restores_the_one_before() {
    let mut screen = long_text();
    screen.keys("/one.<Enter>");
    finish_searches(&mut screen);
    screen.keys("/nowhere<Enter>");
    finish_searches(&mut screen);
    assert_eq!(message(&screen), "No matches for “nowhere”");
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "1 of 4");
    // Also if the reader has moved on meanwhile.
    screen.keys("/nowhere<Enter>j");
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "1 of 4");
    // A search that finds something later has the one before in the jump list.
    screen.keys("/last one<Enter>");
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "1 of 1");
    screen.keys("<Backspace>");
    finish_searches(&mut screen);
    assert_eq!(count(&screen), "1 of 4");
}

#[test]
fn back_returns_to_where_a_late_match_was_asked_for() {
    let mut screen = long_text();
    screen.keys("/middle<Enter>");
    finish_searches(&mut screen);
    screen.keys("<Esc>g<PgDn>");
    let before = screen.app.essay().visible();
    screen.keys("nn");
    assert_eq!(message(&screen), "Searching for “middle”");
    assert_eq!(screen.app.essay().visible(), before);
    finish_searches(&mut screen);
    assert!(is_match_on_screen(&screen));
    screen.keys("n<Backspace>");
    assert_eq!(screen.app.essay().visible(), before);
    assert!(screen.app.ctx().search.active().is_none());
    // The same if the reader has moved on before the match is found. The search before comes back.
    screen.keys("/first<Enter>");
    finish_searches(&mut screen);
    screen.keys("/middle<Enter>j");
    let before = screen.app.essay().visible();
    finish_searches(&mut screen);
    assert_eq!(screen.app.essay().visible(), before);
    screen.keys("n");
    assert!(is_match_on_screen(&screen));
    screen.keys("<Backspace>");
    assert_eq!(screen.app.essay().visible(), before);
    assert_eq!(count(&screen), "1 of 1+");
}
