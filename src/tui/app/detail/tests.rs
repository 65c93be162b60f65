//! What the detail says of relations and notes: an apparatus in, rows out.

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

/// The rows of a subject from a heading on, each that can be opened with a mark before it.
fn check(id: &str, head: &str, expected: &[&str]) {
    check_in(APPARATUS, id, head, expected);
}

fn check_in(apparatus: &str, id: &str, head: &str, expected: &[&str]) {
    let essay = Essay::parse(ESSAY.to_owned(), Format::Plain);
    let document = Document::settled(essay, Some(apparatus));
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
        .skip_while(|row| row.trim() != head)
        .skip(1)
        .take_while(|row| !row.trim().is_empty())
        .collect();
    assert_eq!(text, expected, "{id}");
}

#[test]
fn what_several_claims_do_only_together_is_said_once() {
    check(
        "four",
        "In the argument",
        &[
            " jointly supported by",
            ">  1 It is one.",
            ">  3 It is three.",
            "   which is jointly undercut by",
            ">    1 It is one.",
            ">    2 It is two.",
            "   On a relation.",
            ">supported by 2 It is two.",
            ">elaborated by 3 It is three.",
        ],
    );
}

#[test]
fn what_a_claim_does_with_others_names_them() {
    check(
        "three",
        "In the argument",
        &[
            ">jointly supports 4 It is four.",
            ">  with 1 “It is one.”",
            "   which is jointly undercut by",
            ">    1 It is one.",
            ">    2 It is two.",
            "   On a relation.",
            ">elaborates 4 It is four.",
        ],
    );
}

/// Relations that point at relations: each says at which, however far that goes.
#[test]
fn what_points_at_a_relation_says_at_which() {
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
        &[
            " undercuts that",
            ">  1 It is one.",
            ">  2 It is two.",
            "   jointly undercuts that",
            ">    1 It is one.",
            ">    3 It is three.",
            ">    jointly supports 5 It is four.",
        ],
    );
    check_in(
        &apparatus,
        "all",
        "Claims",
        &[
            ">4 causal  It is five.",
            ">  undercuts that 1, 2 undercuts that 1, 3 supports 5",
        ],
    );
    check_in(
        &apparatus,
        "three",
        "In the argument",
        &[
            ">jointly supports 5 It is four.",
            ">  with 1 “It is one.”",
            "   which is jointly undercut by",
            ">    1 It is one.",
            ">    2 It is two.",
            ">    which is undercut by 4 It is five.",
            "   On a relation.",
            ">elaborates 5 It is four.",
        ],
    );
}

#[test]
fn a_note_says_what_it_stands_on() {
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
