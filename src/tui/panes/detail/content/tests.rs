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
