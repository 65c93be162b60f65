//! Plain texts: their blocks.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::essay::{Essay, Format, parallel};

/// A block a line: its kind, depth, mark and text.
fn outline(source: &str) -> Vec<String> {
    let essay = Essay::parse(source.to_owned(), Format::Plain);
    let block = |block: &Block| {
        let mut line = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem => "item".to_owned(),
            kind => format!("{kind:?}").to_lowercase(),
        };
        if block.depth > 0 {
            write!(line, "@{}", block.depth).unwrap();
        }
        let mark = essay.mark(block);
        write!(line, ": {mark}{}", if mark.is_empty() { "" } else { " " }).unwrap();
        line + &essay.text(block.range.clone())
    };
    essay.blocks().iter().map(block).collect()
}

fn check(source: &str, expected: &[&str]) {
    assert_eq!(outline(source), expected, "{source}");
}

#[test]
fn paragraphs() {
    check("", &[]);
    check(" \n\t\n\n", &[]);
    check("a\nb  \n  c\n\n \n\nd\n", &["p: a b c", "p: d"]);
    check("  a\nb\n  c\nd\n  e", &["p: a b", "p: c d", "p: e"]);
    check("\u{3000}一\n二\n\u{3000}三\n四", &["p: 一二", "p: 三四"]);
    check("techno\u{ad}\nlogy", &["p: technology"]);
}

#[test]
fn lines_that_nobody_wrapped_are_paragraphs() {
    let long = "word ".repeat(30);
    let long = long.trim_end();
    check(
        &format!("Short\n{long}\n{long}\nshort"),
        &[
            "p: Short",
            &format!("p: {long}"),
            &format!("p: {long}"),
            "p: short",
        ],
    );
}

#[test]
fn lists() {
    check(
        "a:\n- b\n  c\n- d\n\ne",
        &["p: a:", "item@1: • b c", "item@1: • d", "p: e"],
    );
    check("  • a\nb", &["item@1: • a", "p: b"]);
    check("1. a\nb\n2. c", &["item@1: 1. a b", "item@1: 2. c"]);
    check(
        "- a\n  - b\n    1) c\n- d\n\n  e\n\nf",
        &[
            "item@1: • a",
            "item@2: • b",
            "item@3: 1) c",
            "item@1: • d",
            "p@1: e",
            "p: f",
        ],
    );
    check("a\n* b\n* c", &["p: a", "item@1: • b", "item@1: • c"]);
    check("a\n•b", &["p: a", "item@1: • b"]);
}

#[test]
fn what_only_looks_like_a_list() {
    check(
        "It was\n- he said - a\nlie.",
        &["p: It was - he said - a lie."],
    );
    check(
        "It ended in\n1984. Then\n12. x",
        &["p: It ended in 1984. Then 12. x"],
    );
    check(
        "-5 degrees\n\n-\n\n1.5 times",
        &["p: -5 degrees", "p: -", "p: 1.5 times"],
    );
}

#[test]
fn headings() {
    check(
        "One\n===\na\n\nTwo\n---\nb",
        &["h1: One", "p: a", "h2: Two", "p: b"],
    );
    check("# One\n## Two\na\n# b", &["h1: One", "h2: Two", "p: a # b"]);
    check(
        "CHAPTER II.\n\na\n\nNATO AND\nTHE EU\n\nA",
        &["h2: CHAPTER II.", "p: a", "p: NATO AND THE EU", "p: A"],
    );
    check(
        "a\n\nI. A number\n\nb\n\nXIV. The end?\n\nI. Newton wrote it.\n\nL. Wittgenstein\n\n\
         I. M. Pei\n\nI. A line\nand another\n\nVI. and so on",
        &[
            "p: a",
            "h2: I. A number",
            "p: b",
            "h2: XIV. The end?",
            "p: I. Newton wrote it.",
            "p: L. Wittgenstein",
            "p: I. M. Pei",
            "p: I. A line and another",
            "p: VI. and so on",
        ],
    );
    check(
        "a\n\n* * *\n\nb\nc\n---\nd",
        &["p: a", "rule: ", "p: b c --- d"],
    );
    let prose = "Word after word. ".repeat(6) + "\n" + &"word after word ".repeat(7);
    let prose = prose.trim_end();
    let joined = format!("p: {}", prose.replace('\n', ""));
    check(&format!("On Words\n\n{prose}"), &["h1: On Words", &joined]);
    check(
        "On Words\n\nBy Nobody\n\nTHE FIRST\n\na\n\nThe last\n===",
        &[
            "h1: On Words",
            "p: By Nobody",
            "h2: THE FIRST",
            "p: a",
            "h1: The last",
        ],
    );
    check(
        &format!("ON WORDS\nTheir use\n\n{prose}"),
        &["h1: ON WORDS", "p: Their use", &joined],
    );
    check(
        &format!("It begins.\n\n{prose}"),
        &["p: It begins.", &joined],
    );
    check("On Words\n\nWord.", &["p: On Words", "p: Word."]);
}

/// Lines of every shape, to be put together to all that a part's border can meet.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => Just("\n".to_owned()),
        3 => "[a-z]{1,6}( [a-z.]{1,6}){0,5}\n",
        1 => prop::sample::select(vec![
            "- a\n", "  - b\n", "    - c\n", "• d\n", "1. e\n", "2. f\n", "  g\n", "===\n", "---\n",
            "# h\n", "* * *\n", "CAPITALS\n", "\u{3000}i\n", "j:\n", "\t\n", " \n", "k", "\u{a0}\n",
        ]).prop_map(str::to_owned),
        1 => Just(format!("{}\n", "long ".repeat(30))),
    ];
    prop::collection::vec(line, 0..60).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn parts_make_no_difference(source in lines(), count in 1_usize..6) {
        let parts = parallel::in_parts(source.len(), count, |from| border(&source, from));
        prop_assert_eq!(in_parts(&source, parts), blocks(&source));
    }

    /// Whatever is not white space, a list's mark, a rule or a heading's sign is in a block.
    #[test]
    fn nothing_is_lost(source in lines()) {
        let blocks = blocks(&source);
        let mut rest = source.clone();
        for block in blocks.iter().rev() {
            rest.replace_range(block.range.clone(), "");
            rest.replace_range(block.marker.clone(), "");
        }
        prop_assert!(rest.chars().all(|rest| " \t\n\u{3000}\u{a0}#=-".contains(rest)), "{rest:?}");
    }
}
