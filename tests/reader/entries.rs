//! Implicit claims in the lists, and entries found by their tags and attributes.

use postil::document::Subject;

use crate::support::{Screen, document, reader};

const ESSAY: &str = "One is so. Two is so. Three is so. The quern is old.";

const APPARATUS: &str = r#"
format = 1
[[theme]]
id = "all"
name = "Everything"
tags = ["Topic"]
[[actor]]
id = "port"
name = "The port"
kind = "place"
attributes = { depth = 3 }
[[claim]]
id = "hidden"
text = "It goes without saying."
implicit = true
themes = ["all"]
[[claim]]
id = "one"
text = "It is one."
themes = ["all"]
quotes = ["One is so"]
tags = ["first tag", "odd"]
[[claim]]
id = "two"
themes = ["all"]
quotes = ["Two is so"]
[[claim]]
id = "three"
text = "It is three."
themes = ["all"]
quotes = ["Three is so"]
tags = ["odd"]
[[relation]]
type = "supports"
from = ["two"]
to = "one"
tags = ["link"]
[[note]]
id = "n"
on = "all"
text = "A note."
[[note]]
on = "n"
text = "A reply."
tags = ["answer"]
[[note]]
id = "words"
quotes = ["quern"]
text = "A gloss."
[[note]]
on = "words"
text = "An answer to it."
"#;

fn open(keys: &str) -> Screen {
    reader(document(ESSAY, APPARATUS), "80x24", keys)
}

/// The suggestions of the picker for a text.
fn picked(text: &str) -> Vec<String> {
    let screen = open(&format!(":{text}"));
    let rows = screen.rows().into_iter();
    let rows = rows.skip_while(|row| !row.contains("Go to")).skip(1);
    let rows = rows.take_while(|row| row.starts_with('│'));
    rows.map(|row| row.trim_matches(['│', '▸', ' ']).to_owned())
        .collect()
}

#[test]
fn implicit_claims_come_last_and_are_marked() {
    let screen = open("2");
    let sidebar = screen.text();
    let places = [
        "1 It is one.",
        "2 “Two is",
        "3 It is three.",
        "4 (implicit) It",
    ]
    .map(|label| sidebar.find(label));
    assert!(
        places.is_sorted() && places[0].is_some(),
        "{places:?}\n{sidebar}"
    );
    // It has no passage: the essay does not move, and the relations and themes lead on.
    let screen = open(":hidden<Enter>]");
    let text = screen.text();
    assert!(text.contains("Claim 4  implicit"), "{text}");
    assert!(
        text.contains("The lens has no passages in the essay"),
        "{text}"
    );
}

#[test]
fn notes_on_a_note_are_read_with_it_in_place() {
    let text = open("/quern<Enter><Enter>").text();
    assert!(
        text.contains("Notes here") && text.contains("A gloss."),
        "{text}"
    );
    assert!(text.contains("  reply  An answer to it."), "{text}");
}

#[test]
fn tags_and_attributes_filter_the_picker() {
    for (typed, found) in [
        (
            "#odd",
            &["claim   1 It is one.", "claim   3 It is three."][..],
        ),
        ("#first-tag", &["claim   1 It is one."]),
        ("#FIRST", &["claim   1 It is one."]),
        ("#odd #first", &["claim   1 It is one."]),
        ("#odd three", &["claim   3 It is three."]),
        ("#depth:3", &["actor   The port"]),
        ("#depth:4", &["No matches"]),
        ("#topic", &["theme   Everything"]),
        // Those of relations and notes are found at what they belong to.
        ("#link", &["claim   2 “Two is so”"]),
        ("#answer", &["theme   Everything"]),
        ("#tag", &["No matches"]),
    ] {
        assert_eq!(picked(typed), found, "{typed}");
    }
    let with_labels = picked("#");
    assert_eq!(with_labels.len(), 5, "{with_labels:?}");
    let screen = open(":#depth<Enter>");
    assert!(matches!(screen.app.ctx().location.lens, Subject::Actor(_)));
}
