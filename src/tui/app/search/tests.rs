//! Searches of a text so long that most of it is searched beside whatever else is done: here the
//! test is the other thread.

use std::sync::Arc;

use super::background::{AT_ONCE, Found, Task};
use crate::document::Document;
use crate::essay::{Essay, Format};
use crate::tui::action::Action;
use crate::tui::app::{App, Files, Options};
use crate::tui::geometry::Region;

/// A paragraph; each ends with its number.
fn paragraph(number: usize) -> String {
    format!("{}paragraph {number}.\n\n", "some words of it, ".repeat(60))
}

/// About four times what is searched at once. “first” stands at its beginning, “middle” twice behind
/// what is searched at once, “last” at the end.
fn text() -> String {
    let count = 4 * AT_ONCE / paragraph(0).len();
    let mut text = String::from("The first one.\n\n");
    for number in 0..count {
        text += &paragraph(number);
        if number == count / 2 || number == count / 2 + 1 {
            text += "A middle one.\n\n";
        }
    }
    text + "The last one.\n"
}

fn app(text: String) -> App {
    let document = Document::new(Essay::parse(text, Format::Plain), None);
    App::new(document, Files::default(), Options::default(), (80, 24))
}

/// What a task finds, all of it.
fn found(task: &Task) -> Vec<Found> {
    let mut all = Vec::new();
    task.run(|found| {
        all.push(found);
        true
    });
    all
}

/// Runs what has begun and takes in what it finds.
fn settle(app: &mut App) {
    while let Some(task) = app.begin_search() {
        for found in found(&task) {
            app.take_found(&found);
        }
    }
}

fn typed(app: &mut App, query: &str) {
    app.update(Action::Search);
    app.insert(query);
}

fn count(app: &App) -> String {
    app.search().map_or_else(String::new, super::Search::count)
}

fn message(app: &App) -> &str {
    app.message().map_or("", |message| &message.text)
}

/// Fails unless the count is said, and no other.
#[track_caller]
fn check_said(app: &App, count: &str) {
    let said = message(app);
    let (_, rest) = said.split_once(count).unwrap_or_else(|| panic!("{said}"));
    assert!(!rest.starts_with('+'), "{said}");
}

/// Whether the current match is on screen.
fn is_shown(app: &App) -> bool {
    let shown = app.on_screen();
    app.current_match()
        .is_some_and(|found| shown.contains(&found.start))
}

#[test]
fn what_is_near_is_found_at_once_and_the_rest_counted_later() {
    for (query, at_once, in_all) in [
        ("first", "1 of 1+", "1 of 1"),
        ("some words", "1 of 20000+", "1 of 20000+"),
        ("middle", "searching", "1 of 2"),
        ("one.", "1 of 1+", "1 of 4"),
        ("nowhere", "searching", "not found"),
    ] {
        let mut app = app(text());
        typed(&mut app, query);
        assert_eq!(count(&app), at_once, "{query}");
        settle(&mut app);
        assert_eq!(count(&app), in_all, "{query}");
        assert_eq!(is_shown(&app), in_all != "not found", "{query}");
    }
}

#[test]
fn slices_find_what_a_whole_search_finds() {
    let text = text();
    let mut app = app(text.clone());
    for query in ["paragraph 1", "one.", "middle"] {
        typed(&mut app, query);
        settle(&mut app);
        let all: Vec<_> = text
            .match_indices(query)
            .map(|(at, words)| at..at + words.len())
            .collect();
        assert_eq!(app.search().unwrap().matches, all, "{query}");
        app.update(Action::Cancel);
    }
}

#[test]
fn a_search_that_is_taken_back_or_changed_is_given_up() {
    let mut app = app(text());
    typed(&mut app, "las");
    let old = app.begin_search().unwrap();
    assert!(app.begin_search().is_none(), "it has begun");
    let stale = found(&old);
    app.insert("x");
    assert!(found(&old).is_empty(), "nobody waits for it");
    for found in &stale {
        assert!(!app.take_found(found));
    }
    assert_eq!(count(&app), "searching");
    settle(&mut app);
    assert_eq!(count(&app), "not found");
    app.update(Action::DeleteBack);
    let again = app.begin_search().unwrap();
    app.update(Action::Cancel);
    assert!(found(&again).is_empty());
    assert!(app.search().is_none());
}

#[test]
fn an_accepted_search_goes_to_its_match_when_that_is_found() {
    let mut app = app(text());
    typed(&mut app, "last one");
    app.update(Action::Accept);
    assert_eq!(message(&app), "“last one” is being looked for");
    let before = app.on_screen();
    settle(&mut app);
    assert!(is_shown(&app));
    check_said(&app, "1 of 1");
    assert_eq!(app.place.focus, Region::Essay);
    app.update(Action::Back);
    assert_eq!(app.on_screen(), before);

    typed(&mut app, "nowhere");
    app.update(Action::Accept);
    settle(&mut app);
    assert_eq!(message(&app), "“nowhere” is not in the essay");
    assert!(app.search().is_none());
    assert_eq!(app.on_screen(), before);
}

#[test]
fn who_has_moved_on_is_not_moved() {
    let mut app = app(text());
    typed(&mut app, "last one");
    app.update(Action::Accept);
    app.update(Action::NextRegion);
    app.update(Action::Down);
    let before = app.on_screen();
    settle(&mut app);
    assert_eq!(app.on_screen(), before);
    app.update(Action::NextMatch);
    check_said(&app, "1 of 1");
}

#[test]
fn walking_waits_for_what_is_not_found_yet() {
    let mut app = app(text());
    typed(&mut app, "one.");
    app.update(Action::Accept);
    check_said(&app, "1 of 1+");
    // Neither round the end nor round the beginning, for neither is known.
    for action in [Action::NextMatch, Action::PreviousMatch] {
        app.update(action);
        assert_eq!(message(&app), "“one.” is being looked for");
        assert_eq!(count(&app), "1 of 1+");
    }
    settle(&mut app);
    app.update(Action::PreviousMatch);
    check_said(&app, "4 of 4");
    app.update(Action::Cancel);
    typed(&mut app, "middle");
    app.update(Action::Accept);
    app.update(Action::NextMatch);
    settle(&mut app);
    assert!(is_shown(&app));
}

#[test]
fn the_count_on_screen_follows_what_is_found() {
    let mut app = app(text());
    typed(&mut app, "one.");
    app.update(Action::Accept);
    settle(&mut app);
    check_said(&app, "1 of 4");
}

#[test]
fn a_search_goes_on_when_the_text_has_changed_and_when_another_is_taken_back() {
    let mut app = app(text());
    typed(&mut app, "middle");
    app.update(Action::Accept);
    let changed = format!("New.\n\n{}", text());
    app.replace(Document::new(Essay::parse(changed, Format::Plain), None));
    settle(&mut app);
    assert_eq!(count(&app), "1 of 2");
    assert!(is_shown(&app));

    app.update(Action::Cancel);
    typed(&mut app, "one.");
    app.update(Action::Accept);
    let task = app.begin_search().unwrap();
    typed(&mut app, "nowhere");
    settle(&mut app);
    for found in found(&task) {
        app.take_found(&found);
    }
    app.update(Action::Cancel);
    assert_eq!(count(&app), "2 of 4");
    // Nobody holds the text for longer than it is searched.
    drop(task);
    assert_eq!(Arc::strong_count(&app.document.essay), 1);
}

/// A search gone back to is made again without a wait, and finds its match when that comes.
#[test]
fn a_search_gone_back_to_is_searched_beside_the_loop() {
    let mut app = app(text());
    typed(&mut app, "one.");
    app.update(Action::Accept);
    settle(&mut app);
    app.update(Action::NextMatch);
    typed(&mut app, "paragraph 3.");
    app.update(Action::Accept);
    settle(&mut app);
    assert!(is_shown(&app));
    app.update(Action::Back);
    let search = app.search().unwrap();
    assert!(
        search
            .matches
            .iter()
            .all(|found| found.end <= AT_ONCE + 100)
    );
    assert_eq!(count(&app), "searching");
    settle(&mut app);
    assert_eq!(count(&app), "2 of 4");
    assert!(is_shown(&app));
}

#[test]
fn a_search_in_vain_brings_the_one_before_back() {
    let mut app = app(text());
    typed(&mut app, "one.");
    app.update(Action::Accept);
    settle(&mut app);
    typed(&mut app, "nowhere");
    app.update(Action::Accept);
    settle(&mut app);
    assert_eq!(message(&app), "“nowhere” is not in the essay");
    settle(&mut app);
    assert_eq!(count(&app), "1 of 4");
    // Also where one has moved on meanwhile.
    typed(&mut app, "nowhere");
    app.update(Action::Accept);
    app.update(Action::Down);
    settle(&mut app);
    assert_eq!(count(&app), "1 of 4");
    // And where it is found later, it is what one goes back to.
    typed(&mut app, "last one");
    app.update(Action::Accept);
    settle(&mut app);
    assert_eq!(count(&app), "1 of 1");
    app.update(Action::Back);
    settle(&mut app);
    assert_eq!(count(&app), "1 of 4");
}

#[test]
fn a_search_made_again_leaves_the_place_it_was_made_from_when_it_is_found() {
    let mut app = app(text());
    typed(&mut app, "middle");
    app.update(Action::Accept);
    settle(&mut app);
    app.update(Action::Cancel);
    app.update(Action::First);
    app.update(Action::PageDown);
    let before = app.on_screen();
    app.update(Action::NextMatch);
    app.update(Action::NextMatch);
    assert_eq!(message(&app), "“middle” is being looked for");
    assert_eq!(app.on_screen(), before);
    settle(&mut app);
    assert!(is_shown(&app));
    app.update(Action::NextMatch);
    app.update(Action::Back);
    assert_eq!(app.on_screen(), before);
    assert!(app.search().is_none());
    // One that was moved on from too, and it comes after the search that was on before.
    typed(&mut app, "first");
    app.update(Action::Accept);
    settle(&mut app);
    typed(&mut app, "middle");
    app.update(Action::Accept);
    app.update(Action::Down);
    let before = app.on_screen();
    settle(&mut app);
    assert_eq!(app.on_screen(), before);
    app.update(Action::NextMatch);
    assert!(is_shown(&app));
    app.update(Action::Back);
    assert_eq!(app.on_screen(), before);
    assert_eq!(count(&app), "1 of 1+");
}
