//! Restored locations: in the next run, and after the essay or apparatus has changed.

use crate::support::{APPARATUS, ESSAY, Screen, bundled, document, reader, resumed, screen};
use postil::document::Subject;
use postil::tui::modal::{Modal, PickerAction};
use postil::tui::panes::detail::content::DetailItem;
use postil::tui::session::SavedLocation;

/// The location after saving and loading.
fn through_a_file(screen: &Screen) -> SavedLocation {
    let written = serde_json::to_vec(&screen.app.saved_location()).unwrap();
    serde_json::from_slice(&written).unwrap()
}

#[test]
fn the_next_run_restores_the_screen() {
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
        // A query that is still being typed is not saved.
        "jj<Tab>jj/hegemony",
    ];
    for size in ["160x45", "120x40", "80x24", "50x20"] {
        for keys in scripts {
            let mut left = screen(size, keys);
            let found = resumed(bundled(), size, &through_a_file(&left));
            if left.prompt().is_some() {
                left.keys("<Esc>");
            }
            let screens = [found, left].map(|screen| screen.rows());
            // The footer may show a message.
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
    let rows = screen.essay_rows().into_iter();
    let mut texts = rows.map(|row| row.chars().skip(6).collect::<String>());
    texts.find(|text| !text.trim().is_empty()).unwrap()
}

#[test]
fn the_location_is_kept_when_the_essay_changes() {
    let left = screen("80x24", "jjj<Tab><Space><Space>j");
    let words = top(&left);
    let more = format!("A new first paragraph.\n\n{ESSAY}\n\nAnd a last one.\n");
    let less = ESSAY.split_once("\n\n").unwrap().1;
    for essay in [&more, less] {
        let found = resumed(document(essay, APPARATUS), "80x24", &through_a_file(&left));
        assert_eq!(top(&found), words);
        assert_eq!(found.app.ctx().location.lens, left.app.ctx().location.lens);
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
        let at = screen.sidebar_cursor();
        screen.app.sidebar().rows()[at].label.clone()
    };
    let found = resumed(document(ESSAY, &changed), "80x24", &through_a_file(&left));
    assert_eq!(entry(&found), entry(&left));
    assert_eq!(found.sidebar_cursor(), 4);
    let without = resumed(
        document(ESSAY, "format = 1\n"),
        "80x24",
        &through_a_file(&left),
    );
    assert_eq!(entry(&without), "The essay");
}

#[test]
fn a_damaged_state_file_is_harmless() {
    let left = screen("80x24", "jj");
    let mut state = serde_json::to_value(left.app.saved_location()).unwrap();
    let cursor = serde_json::json!({ "at": usize::MAX, "top": usize::MAX });
    state["detail"] = cursor.clone();
    state["position"]["offset"] = usize::MAX.into();
    state["position"]["length"] = 0.into();
    state["gap"] = u16::MAX.into();
    for name in ["", "\u{1b}]0;x\u{7}", "rise"] {
        state["lens"] = name.into();
        for list in 0..3 {
            state["sidebar"][list] = serde_json::json!({ "name": name, "cursor": cursor });
        }
        let place: SavedLocation = serde_json::from_value(state.clone()).unwrap();
        for size in ["80x24", "50x20", "10x3"] {
            let mut screen = resumed(bundled(), size, &place);
            screen.app.add_earlier_queries(&[name.to_owned()]);
            screen.keys("/<Up>");
            assert!(!screen.text().contains('\u{1b}'));
            screen.keys("<Esc>jkGg<Tab>jkGg<Tab>jkGg");
        }
    }
}

/// The bundled apparatus with an additional theme and claim at the front.
fn longer_apparatus() -> String {
    let more = "[[theme]]\nid = \"zero\"\nname = \"Before all others\"\n\n\
        [[claim]]\nid = \"zeroth\"\ntext = \"It has a title.\"\nkind = \"descriptive\"\n\
        themes = [\"zero\"]\nquotes = [\"The New US-China Cold War Structure\"]\n\n";
    let first = APPARATUS.find("[[theme]]").unwrap();
    let mut changed = APPARATUS.to_owned();
    changed.insert_str(first, more);
    changed
}

/// The entries under the sidebar's and the detail's cursors, and the current passage, as text.
fn cursors(screen: &Screen) -> [String; 3] {
    let app = &screen.app;
    let entry = app.sidebar().rows()[screen.sidebar_cursor()].label.clone();
    let id = |subject| app.ctx().document.subject_id(subject).to_owned();
    let detail = app.detail().content().targets.get(app.detail().cursor());
    let detail = match detail {
        Some(DetailItem::Subject(subject)) => id(*subject),
        Some(DetailItem::RelatedClaim(claim)) => id(Subject::Claim(*claim)),
        Some(DetailItem::Passage(at)) => app.ctx().document.essay.text(at.range.clone()),
        Some(DetailItem::Problems) | None => String::new(),
    };
    let current = app.ctx().location.passage.as_ref();
    let current = current.map(|it| app.ctx().document.essay.text(it.range.clone()));
    [entry, detail, current.unwrap_or_default()]
}

/// The words that must stay on the first row, which may wrap differently.
fn words_at_top(screen: &Screen) -> String {
    let at = screen.app.essay().position().offset;
    assert!(screen.app.essay().visible().contains(&at));
    screen.app.ctx().document.essay.source()[at..at + 20].to_owned()
}

#[test]
fn nothing_moves_when_the_files_change() {
    let inserted = |at: usize| {
        let (head, tail) = ESSAY.split_at(at);
        format!(
            "{head}{}{tail}",
            "A paragraph that was not there.\n\n".repeat(30)
        )
    };
    let middle = ESSAY.find("\n\nSince the mid").unwrap() + 2;
    let essays = [
        ESSAY.to_owned(),
        inserted(0),
        inserted(middle),
        ESSAY.replace("Fourth Industrial Revolution", "4IR"),
    ];
    let scripts = [
        "jjj<Tab><Space><Space>",
        "jjj<Enter>jj",
        "jjj<Enter>j<Enter>j",
        "2jjjjj",
        "3jjj<Enter>",
        "jjj]]]",
        "jjj/hegemony<Enter>nn",
        "jjj/hegemony",
    ];
    let apparatus = [APPARATUS.to_owned(), longer_apparatus()];
    for (essay, apparatus) in essays.iter().zip(apparatus.iter().cycle()) {
        for keys in scripts {
            let mut screen = screen("80x24", keys);
            let before = (cursors(&screen), words_at_top(&screen));
            let focus = screen.app.ctx().location.focus;
            let changed = screen.app.replace(document(essay, apparatus));
            assert_eq!(changed, essay != ESSAY || apparatus != APPARATUS);
            let after = (cursors(&screen), words_at_top(&screen));
            assert_eq!(after, before, "{keys}");
            assert_eq!(screen.app.ctx().location.focus, focus);
        }
    }
}

#[test]
fn a_reload_keeps_the_search_and_its_current_match() {
    let mut screen = screen("80x24", "/hegemony<Enter>nn");
    let found = |screen: &Screen| {
        let search = screen.app.ctx().search.active().unwrap();
        let at = search.current_match().unwrap();
        let text = screen.app.ctx().document.essay.source();
        (search.count(), text[at.start..at.start + 60].to_owned())
    };
    let (count, words) = found(&screen);
    assert_eq!(count, "3 of 5");
    let more = format!("A hegemony more.\n\n{ESSAY}");
    screen.app.replace(document(&more, APPARATUS));
    assert_eq!(found(&screen), ("4 of 6".to_owned(), words));
    let none = ESSAY.replace("hegemony", "supremacy");
    screen.app.replace(document(&none, APPARATUS));
    screen.keys("n");
    assert!(screen.text().contains("No matches for “hegemony”"));
    screen.app.replace(document(ESSAY, APPARATUS));
    screen.keys("n");
    assert!(found(&screen).0.ends_with("of 5"));
}

/// An entry returns, for example, when the user switches between two branches of a repository.
#[test]
fn an_entry_that_returns_is_selected_again() {
    let others = [
        document("Nothing at all.", "format = 1\n"),
        document(ESSAY, "format = 1\n"),
        document(ESSAY.split_once("Since the mid").unwrap().0, APPARATUS),
    ];
    for other in others {
        for keys in [
            "jjj<Enter>jjj",
            "2GGG<Enter>",
            "jjj<Tab>G",
            "3jj<Tab><Space>",
        ] {
            let mut screen = screen("80x24", keys);
            let before = screen.styled();
            screen.app.replace(other.clone());
            screen.resize("60x20").resize("80x24");
            screen.app.replace(document(ESSAY, APPARATUS));
            let after = screen.styled();
            assert!(after == before, "{keys}\n{before}\n{after}");
        }
    }
    // Unless the user has moved in between.
    let mut screen = screen("80x24", "jjj<Enter>jjj");
    screen.app.replace(document(ESSAY, "format = 1\n"));
    screen.keys("<Tab><Tab>");
    screen.app.replace(document(ESSAY, APPARATUS));
    assert_eq!(screen.app.ctx().location.lens, Subject::Essay);
}

#[test]
fn the_picker_lists_entries_of_the_new_document() {
    let mut screen = screen("80x24", ":chinese dream");
    screen.app.replace(document(ESSAY, &longer_apparatus()));
    screen.keys("<Enter>");
    let lens = |screen: &Screen| {
        let lens = screen.app.ctx().location.lens;
        screen.app.ctx().document.subject_id(lens).to_owned()
    };
    let left = crate::support::screen("80x24", ":chinese dream<Enter>");
    assert_eq!(lens(&screen), lens(&left));
    assert_ne!(lens(&screen), "essay");
}

#[test]
fn back_finds_the_same_entries_after_a_reload() {
    let mut screen = screen("80x24", "jjj<Enter>j<Enter>");
    screen
        .app
        .replace(document(&format!("New.\n\n{ESSAY}"), &longer_apparatus()));
    screen.keys("H");
    let left = crate::support::screen("80x24", "jjj<Enter>j");
    assert_eq!(cursors(&screen), cursors(&left));
    assert_eq!(top(&screen), top(&left));
}

#[test]
fn the_picker_selection_is_kept_across_a_reload() {
    let mut screen = screen("80x24", ":<Down>");
    let chosen = |screen: &Screen| {
        let Some(Modal::Picker(picker)) = screen.app.modal() else {
            panic!("the picker is open");
        };
        let Some(PickerAction::GoTo(subject)) = picker.selected_action() else {
            panic!("a subject is selected");
        };
        screen.app.ctx().document.subject_id(subject).to_owned()
    };
    while chosen(&screen) != "china" {
        screen.keys("<Down>");
    }
    let more = APPARATUS.replace("[\"PRC\"]", "[\"PRC\", \"Middle Kingdom\"]");
    assert_ne!(more, APPARATUS);
    screen.app.replace(document(ESSAY, &more));
    assert_eq!(chosen(&screen), "china");
}

#[test]
fn every_jump_is_found_after_several_reloads() {
    /// Paragraphs with a number and some words each.
    fn text(words: &str) -> String {
        let line = |paragraph, line| format!("row {line} of the paragraph {paragraph} {words}");
        let paragraph = |number: usize| {
            let lines: String = (0..9).map(|index| line(number, index)).collect();
            format!("Paragraph {number} {lines}\n\n")
        };
        (1..100).map(paragraph).collect()
    }
    let query = |number: usize| format!("Paragraph {number} ");
    let mut screen = reader(document(&text("as it was "), ""), "80x24", "");
    for number in 1..=50 {
        screen.keys(&format!("/{}<Enter>", query(number)));
    }
    for words in ["as it may ", "as it was ", "as it can "] {
        let changed = format!("New.\n\n{}", text(words));
        screen.app.replace(document(&changed, ""));
    }
    for number in (1..50).rev() {
        screen.keys("<Backspace>");
        let query = query(number);
        let ctx = screen.app.ctx();
        let search = ctx.search.active().unwrap();
        assert_eq!(search.query(), query);
        let start = ctx.document.essay.source().find(&query).unwrap();
        let found = search.current_match().unwrap();
        assert_eq!(found.start, start, "{query}");
        assert!(screen.app.essay().visible().contains(&start), "{query}");
    }
    screen.keys("<Backspace>");
    assert!(screen.app.ctx().search.active().is_none());
}
