//! How relations and notes are shown: an apparatus in, rows out.

use super::*;
use crate::document::Document;
use crate::essay::{Essay, Format};

const ESSAY: &str = "One is so. Two is so. Three is so. Four is so.";

const APPARATUS: &str = r#"
format = 1
[[claim]]
id = "four"
text = "It is four."
kind = "causal"
actors = {}
quotes = ["Four is so"]
[[claim]]
id = "three"
text = "It is three."
kind = "causal"
actors = {}
quotes = ["Three is so"]
elaborates = ["four"]
[[claim]]
id = "one"
text = "It is one."
kind = "causal"
actors = {}
quotes = ["One is so"]
[[claim]]
id = "two"
text = "It is two."
kind = "causal"
actors = {}
quotes = ["Two is so"]
supports = ["four"]
[[relation]]
id = "both"
type = "supports"
from = ["three", "one"]
to = "four"
[[relation]]
id = "doubt"
type = "undercuts"
from = ["two", "one"]
to = "both"
[[note]]
on = "two"
text = "On a claim."
[[note]]
on = "both"
text = "On a relation."
[[note]]
quotes = ["Three"]
text = "On words."
"#;

/// Checks the rows of a section. Those of entries start with `>`.
fn check(id: &str, heading: &str, expected: &[&str]) {
    check_in(APPARATUS, id, heading, expected);
}

fn check_in(apparatus: &str, id: &str, heading: &str, expected: &[&str]) {
    let essay = Essay::parse(ESSAY.to_owned(), Format::Plain);
    let document = Document::anchored(essay, Some(apparatus));
    let rows = build_content(
        &document,
        ContentOptions::all(document.subject(id).unwrap(), 60),
        None,
    );
    let text: Vec<_> = rows
        .rows
        .iter()
        .map(|row| {
            let text: String = row.spans.iter().map(|span| span.text.as_str()).collect();
            let mark = if row.entry.is_some() { ">" } else { " " };
            format!("{mark}{text}")
        })
        .skip_while(|row| row.trim() != heading)
        .skip(1)
        .take_while(|row| !row.trim().is_empty())
        .collect();
    assert_eq!(text, expected, "{id}");
}

#[test]
fn claims_that_jointly_support_are_listed_together() {
    check(
        "four",
        "In the argument",
        &[
            ">jointly supported by 1 It is one.",
            ">  with 3 It is three.",
            ">  jointly undercut by 1 It is one.",
            ">  with 2 It is two.",
            "   On a relation.",
            ">supported by 2 It is two.",
            ">elaborated by 3 It is three.",
        ],
    );
}

#[test]
fn a_joint_relation_names_the_other_claims() {
    check(
        "three",
        "In the argument",
        &[
            ">jointly supports 4 It is four.",
            ">  with 1 It is one.",
            ">  jointly undercut by 1 It is one.",
            ">  with 2 It is two.",
            "   On a relation.",
            ">elaborates 4 It is four.",
        ],
    );
}

#[test]
fn an_undercut_names_the_relation_in_numbers() {
    let more = r#"
        [[theme]]
        id = "all"
        name = "All"
        [[claim]]
        id = "five"
        text = "It is five."
        kind = "causal"
        themes = ["all"]
        quotes = ["is so. Four is so."]
        undercuts = ["doubt"]
    "#;
    let apparatus = format!("{APPARATUS}{more}");
    check_in(
        &apparatus,
        "five",
        "In the argument",
        &[">undercuts (1, 2 undercuts (1, 3 supports 5))"],
    );
    check_in(
        &apparatus,
        "all",
        "Claims",
        &[
            ">4 causal  It is five.",
            ">  undercuts (1, 2 undercuts (1, 3 supports 5))",
        ],
    );
    check_in(
        &apparatus,
        "three",
        "In the argument",
        &[
            ">jointly supports 5 It is four.",
            ">  with 1 It is one.",
            ">  jointly undercut by 1 It is one.",
            ">  with 2 It is two.",
            "   On a relation.",
            ">elaborates 5 It is four.",
        ],
    );
}

#[test]
fn a_note_says_what_it_is_on() {
    check(
        "essay",
        "Notes",
        &[
            ">on claim 2  On a claim.",
            ">on 1, 3 supports 4  On a relation.",
            ">“Three”  On words.",
        ],
    );
    check("two", "Notes", &[" On a claim."]);
}

/// A claim without kind and sentence, one that is implicit, a relation without direction, and notes on
/// notes.
const ENTRIES: &str = r#"
format = 1
[[theme]]
id = "all"
name = "All"
tags = ["t"]
by = "Ana"
[[claim]]
id = "one"
themes = ["all"]
quotes = ["One is so", "Two is so"]
stance = "against"
tags = ["a", "two words"]
attributes = { sure = "very", page = 3 }
by = "Ana"
created = "2026-01-02"
modified = "2026-03-04"
[[claim]]
id = "hidden"
text = "It is hidden."
implicit = true
[[claim]]
id = "three"
text = "It is three."
quotes = ["Three is so"]
[[relation]]
type = "contrasts"
from = ["one"]
to = "three"
symmetric = true
[[relation]]
id = "why"
type = "supports"
from = ["hidden"]
to = "one"
scheme = "example"
tags = ["r"]
[[note]]
id = "n"
on = "one"
text = "A note."
tags = ["n"]
[[note]]
id = "reply"
on = "n"
text = "A reply."
[[note]]
on = "reply"
text = "Another."
quotes = ["Four"]
[[note]]
on = "n"
text = "Last."
[[note]]
on = "why"
text = "On why."
[[note]]
id = "on-all"
on = "all"
text = "On the theme."
[[note]]
text = "On the essay."
"#;

#[test]
fn a_claim_without_a_sentence_is_its_quote() {
    check_in(
        ENTRIES,
        "one",
        "Claim 1  against",
        &[
            " #a #two-words · page: 3 · sure: very · by Ana · 2026-01-02 ·",
            " modified 2026-03-04",
        ],
    );
    let words = [">“One is so”  ¶ 1", ">“Two is so”  ¶ 1"];
    check_in(ENTRIES, "one", "In the author's words", &words);
    check_in(
        ENTRIES,
        "all",
        "Claims",
        &[
            ">1 against  “One is so”",
            ">  mutually contrasts with 2 It is three.",
        ],
    );
    check_in(ENTRIES, "all", "Theme", &[" All", " #t · by Ana"]);
}

#[test]
fn an_implicit_claim_says_so() {
    check_in(
        ENTRIES,
        "hidden",
        "Claim 3  implicit",
        &[
            " It is hidden.",
            " The essay implies it; no words are quoted.",
        ],
    );
}

#[test]
fn relations_show_their_scheme_and_whether_they_have_a_direction() {
    check_in(
        ENTRIES,
        "one",
        "In the argument",
        &[
            ">mutually contrasts with 2 It is three.",
            ">supported by (example) 3 (implicit) It is hidden.",
            "   #r",
            "   On why.",
        ],
    );
    let mutually = [">mutually contrasts with 1 “One is so”"];
    check_in(ENTRIES, "three", "In the argument", &mutually);
}

#[test]
fn notes_on_notes_are_below_them() {
    check_in(
        ENTRIES,
        "one",
        "Notes",
        &[
            " A note.  #n",
            "   reply  A reply.",
            ">    reply  “Four”  Another.",
            "   reply  Last.",
        ],
    );
    check_in(ENTRIES, "all", "Notes", &[" On the theme."]);
    check_in(
        ENTRIES,
        "essay",
        "Notes",
        &[
            ">on claim 1  A note.  #n",
            "   reply  A reply.",
            ">    reply  “Four”  Another.",
            "   reply  Last.",
            ">on 3 supports 1  On why.",
            ">on All  On the theme.",
            " On the essay.",
        ],
    );
}
