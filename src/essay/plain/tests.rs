//! The blocks of plain texts.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::essay::{Essay, Format};

/// One line for each block: kind, depth, marker and text.
fn outline(source: &str) -> Vec<String> {
    outline_of(source, Format::Plain)
}

fn outline_of(source: &str, format: Format) -> Vec<String> {
    let essay = Essay::parse(source.to_owned(), format);
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
        let mark = essay.marker(block);
        write!(line, ": {mark}{}", if mark.is_empty() { "" } else { " " }).unwrap();
        line + &essay.text(block.range.clone())
    };
    essay.blocks().iter().map(block).collect()
}

fn check(source: &str, expected: &[&str]) {
    assert_eq!(outline(source), expected, "{source}");
}

#[test]
fn paragraphs_are_separated_by_blank_lines() {
    check("", &[]);
    check(" \n\t\n\n", &[]);
    check("a\nb  \n  c\n\n \n\nd\n", &["p: a\nb\n  c", "p: d"]);
    check("  a\nb\n  c\nd\n  e", &["p:   a\nb", "p:   c\nd", "p: e"]);
    check(
        "\u{3000}一\n二\n\u{3000}三\n四",
        &["p: \u{3000}一\n二", "p: \u{3000}三\n四"],
    );
    check("techno\u{ad}\nlogy", &["p: technology"]);
}

#[test]
fn long_lines_are_paragraphs() {
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
fn list_items() {
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
fn list_items_with_letters_brackets_and_dashes() {
    check(
        "a) one\nb) two\n\n(1) c\n(2) d\n\ni. e\nii. f\n   g\niii. h",
        &[
            "item@1: a) one",
            "item@1: b) two",
            "item@1: (1) c",
            "item@1: (2) d",
            "item@1: i. e",
            "item@1: ii. f g",
            "item@1: iii. h",
        ],
    );
    check(
        "As:\na) one\n   more\n\nb) two\n\n   i) x\n   ii) y\nc) three\n\nAnd.",
        &[
            "p: As:",
            "item@1: a) one more",
            "item@1: b) two",
            "item@2: i) x",
            "item@2: ii) y",
            "item@1: c) three",
            "p: And.",
        ],
    );
    check(
        "   a) one\n   more\n\n   b) two\n   more\n\n  i. x\n ii. y\n     z\niii. w",
        &[
            "item@1: a) one more",
            "item@1: b) two more",
            "item@1: i. x",
            "item@1: ii. y z",
            "item@1: iii. w",
        ],
    );
    check(
        "– a\n– b\n\n— c\n  d\n— e",
        &["item@1: – a", "item@1: – b", "item@1: — c d", "item@1: — e"],
    );
}

#[test]
fn letters_and_brackets_alone_are_no_list() {
    for (source, expected) in [
        ("It is\na) so, or\nnot.", "p: It is\na) so, or\nnot."),
        ("A. Smith\nB. Jones", "p: A. Smith\nB. Jones"),
        ("a. lone letter", "p: a. lone letter"),
        ("b) one\nc) two", "p: b) one\nc) two"),
        ("(1) See above.", "p: (1) See above."),
        ("(see) one\n(see) two", "p: (see) one\n(see) two"),
        (
            "He – or\n– so it is said – she\ncame.",
            "p: He – or\n– so it is said – she\ncame.",
        ),
    ] {
        check(source, &[expected]);
    }
    // A dialogue is not a list.
    check("— Yes.\n\n— No.", &["p: — Yes.", "p: — No."]);
}

#[test]
fn headings_recognized_by_the_text_around_them() {
    let prose = "p: It was so.";
    check(
        "1. One\n\nIt was so.\n\n2. Two\n\n2.1 Parts\n\nIt was so.\n\n3 Three\n\nIt was so.\n\n\
         Chapter 4\n\nIt was so.\n\nCHAPTER V.\n\nIt was so.\n\n6. Six\n\nIt was so.\n\nConclusion\n\nIt was so.",
        &[
            "h2: 1. One",
            prose,
            "h2: 2. Two",
            "h3: 2.1 Parts",
            prose,
            "h2: 3 Three",
            prose,
            "h2: Chapter 4",
            prose,
            "h2: CHAPTER V.",
            prose,
            "h2: 6. Six",
            prose,
            "h2: Conclusion",
            prose,
        ],
    );
    check(
        "Part One\n\nChapter 1: The Sea\n\nIt was so.\n\nChapter 2\n\nThe Land\n\nIt was so.",
        &[
            "h2: Part One",
            "h2: Chapter 1: The Sea",
            prose,
            "h2: Chapter 2",
            "p: The Land",
            prose,
        ],
    );
}

#[test]
fn headings_of_books_and_laws() {
    let prose = "p: It was so.";
    for heading in [
        "CHAPTER IV",
        "Chapter 4 The Sea",
        "Kapitel 4",
        "Chapitre IV",
        "Глава 4",
        "Canto IV",
        "CHAPTER IV. The Pier.",
        "第一章",
        "第四章　税",
    ] {
        check(
            &format!("It was so.\n\n{heading}\n\nIt was so."),
            &[prose, &format!("h2: {heading}"), prose],
        );
    }
    for heading in [
        "§ 3",
        "§3a",
        "§ 3 Die Steuer",
        "Article 4",
        "Art. 4 (Tax)",
        "Artikel 4",
        "第3条",
    ] {
        check(
            &format!("It was so.\n\n{heading}\nIt was so."),
            &[prose, &format!("h3: {heading}"), prose],
        );
    }
    check(
        "It was so.\n\nCHAPTER IV.\nThe Pier\n\nIt was so.",
        &[prose, "h2: CHAPTER IV. The Pier", prose],
    );
    // Sentences, a list of them, and one that is wrapped.
    for text in [
        "§ 3 says so.",
        "Article 4 of it",
        "第一次世界大戦",
        "§ 3\n§ 4",
        "Chapter 1\nChapter 2",
    ] {
        let outline = outline(&format!("It was so.\n\n{text}\n\nIt was so."));
        assert!(
            outline.iter().all(|line| !line.starts_with('h')),
            "{outline:?}"
        );
    }
}

#[test]
fn sections_of_indented_prose_are_no_lists() {
    let prose = "It is a long line of words that goes on to the usual seventy columns\n   and then it is so, and so it is to be taken by them.";
    let section = |title: &str| format!("{title}\n\n   {prose}\n\n   {prose}\n\n   - item\n\n");
    let source = ["1.  One", "1.1.  Two", "2.  Three"].map(section).concat();
    let outline = outline(&source);
    let outline: Vec<_> = outline
        .iter()
        .filter(|line| !line.contains("seventy"))
        .collect();
    assert_eq!(
        outline,
        [
            "h2: 1.  One",
            "item@1: • item",
            "h3: 1.1.  Two",
            "item@1: • item",
            "h2: 2.  Three",
            "item@1: • item"
        ]
    );
}

#[test]
fn headings_of_markup_languages_are_recognized_by_their_own_marks() {
    for (format, source, expected) in [
        (
            Format::Rst,
            "=====\nTitle\n=====\n\nOne\n***\n.. note:: Text.\n\nTwo\n---\n\nSHOUT\n\nThree\n*****\n\n\
             ----\n\n::\n\n    # no heading\n    ============\n",
            &[
                "h1: Title",
                "h2: One",
                "p: .. note:: Text.",
                "h3: Two",
                "p: SHOUT",
                "h2: Three",
                "rule: ",
                "p: ::",
                "code: # no heading\n============",
            ][..],
        ),
        (
            Format::AsciiDoc,
            "= Title\nAda Byron\n\n== One\n:toc:\n\n.Code\n[source,sh]\n----\n# no heading\n\n== nor this\n----\n\n\
             Two\n---\n=== Three\ntext\n",
            &[
                "h1: Title",
                "p: Ada Byron",
                "h2: One",
                "p: :toc:",
                "p: .Code\n[source,sh]",
                "code: ----\n# no heading\n\n== nor this\n----",
                "h2: Two",
                "h3: Three",
                "p: text",
            ],
        ),
        (
            Format::Org,
            "#+TITLE: On Org\n* One\ntext\n** Two\n- item\n#+begin_src sh\n* no heading\n#+END_SRC\n",
            &[
                "p: #+TITLE: On Org",
                "h2: One",
                "p: text",
                "h3: Two",
                "item@1: • item",
                "code@1: #+begin_src sh\n* no heading\n#+END_SRC",
            ],
        ),
        (
            Format::Plain,
            "One\n===\n\n```\n# no heading\n```\n\n```\n# open\n",
            &["h1: One", "code: ```\n# no heading\n```", "p: ```\n# open"],
        ),
    ] {
        assert_eq!(outline_of(source, format), expected, "{source}");
    }
}

#[test]
fn lines_that_only_look_like_headings() {
    let prose = "It was so.";
    for lines in [
        // List items, a single number, numbers out of sequence.
        &["1. One", "2. Two", prose][..],
        &[
            "1. One", "2. Two", "3. Three", prose, "4. Four", "5. Five", prose,
        ],
        &[prose, "1. One", prose],
        &[prose, "3 Ships", prose, "5 Ships", prose],
        &["There are two:", "1. One", prose, "2. Two", prose],
        &["1. It is one.", prose, "2. It is two.", prose],
        &["1. one", prose, "2. two", prose],
        // A table of contents.
        &[prose, "Chapter 1", "Chapter 2", prose],
        // Sentences, and lines without prose below.
        &[prose, "Chapter 4 of it", prose],
        &[prose, "Section three says so", prose],
        &[prose, "Conclusion"],
        &[prose, "summary", prose],
    ] {
        let source = lines.join("\n\n");
        let outline = outline(&source);
        assert!(
            outline.iter().all(|line| !line.starts_with('h')),
            "{outline:?}"
        );
    }
}

#[test]
fn title_in_capitals() {
    for (source, title) in [
        (
            "ON LEDGERS\n\nby A. Person\n\nINTRODUCTION\n\nIt was so.",
            Some("ON LEDGERS"),
        ),
        ("INTRODUCTION\n\nIt was so.\n\nTHE END\n\nIt was so.", None),
        ("CHAPTER I\n\nIt was so.\n\nCHAPTER II\n\nIt was so.", None),
        ("It was so.\n\nChapter 2\n=========\n\nIt was so.", None),
    ] {
        let essay = Essay::parse(source.to_owned(), Format::Plain);
        assert_eq!(essay.title().as_deref(), title, "{source}");
    }
}

#[test]
fn lines_that_only_look_like_list_items() {
    check(
        "It was\n- he said - a\nlie.",
        &["p: It was\n- he said - a\nlie."],
    );
    check(
        "It ended in\n1984. Then\n12. x",
        &["p: It ended in\n1984. Then\n12. x"],
    );
    check(
        "-5 degrees\n\n-\n\n1.5 times",
        &["p: -5 degrees", "p: -", "p: 1.5 times"],
    );
}

#[test]
fn headings_with_underlines_signs_and_capitals() {
    check(
        "One\n===\na\n\nTwo\n---\nb",
        &["h1: One", "p: a", "h2: Two", "p: b"],
    );
    check("One\n~~~\n\na\n~~~~~~\nb", &["h3: One", "h3: a", "p: b"]);
    check(
        "# One\n## Two\na\n# b",
        &["h1: One", "h2: Two", "p: a\n# b"],
    );
    check(
        "CHAPTER II.\n\na\n\nNATO AND\nTHE EU\n\nA",
        &["h2: CHAPTER II.", "p: a", "p: NATO AND\nTHE EU", "p: A"],
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
            "p: I. A line\nand another",
            "p: VI. and so on",
        ],
    );
    check(
        "a\n\n* * *\n\nb\nc\n---\nd",
        &["p: a", "rule: ", "p: b\nc\n---\nd"],
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

/// A block of a sample: whether its lines are joined (`p`), kept (`l`) or kept as code (`c`), and its
/// lines. A line after `~` continues the one above.
type SampleBlock<'s> = (&'s str, Vec<&'s str>);

/// The texts of `samples.txt`: name and blocks.
fn samples() -> Vec<(&'static str, Vec<SampleBlock<'static>>)> {
    let samples = include_str!("samples.txt").split("=== ").skip(1);
    let block = |block: &'static str| {
        let mut lines = block.lines();
        let kind = lines.next().unwrap();
        (kind, lines.collect())
    };
    let sample = |sample: &'static str| {
        let (name, blocks) = sample.trim_end().split_once("\n@").unwrap();
        (name, blocks.split("\n\n@").map(block).collect())
    };
    samples.map(sample).collect()
}

/// The rule cannot be right for all texts. `docs/format.md` states how often it is wrong here.
#[test]
fn lines_of_verse_are_kept_and_those_of_prose_joined() {
    let mut counts = [("prose", 0, 0), ("lines", 0, 0), ("code", 0, 0)];
    let mut wrong = String::new();
    for (name, sample) in samples() {
        let blocks = sample
            .iter()
            .map(|(_, lines)| lines.join("\n").replace('~', ""));
        let source = blocks.collect::<Vec<_>>().join("\n\n");
        let essay = Essay::parse(source, Format::Plain);
        assert_eq!(essay.blocks().len(), sample.len(), "{name}");
        for (block, (kind, lines)) in essay.blocks().iter().zip(sample) {
            let text = essay.text(block.range.clone());
            let (count, is_right) = match kind {
                "p" => (0, !text.contains('\n')),
                "l" => (
                    1,
                    text.lines().count()
                        == lines.iter().filter(|line| !line.starts_with('~')).count(),
                ),
                "c" => (2, block.kind == BlockKind::Code),
                _ => continue,
            };
            if lines.len() > 1 {
                counts[count].1 += 1;
                counts[count].2 += usize::from(!is_right);
                if !is_right {
                    writeln!(wrong, "{name}: {kind} {text}\n").unwrap();
                }
            }
        }
    }
    assert_eq!(
        counts,
        [("prose", 37, 0), ("lines", 41, 3), ("code", 4, 0)],
        "{wrong}"
    );
}

/// Lines of every shape.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => Just("\n".to_owned()),
        3 => "[a-z]{1,6}( [a-z.]{1,6}){0,5}\n",
        1 => prop::sample::select(vec![
            "- a\n", "  - b\n", "    - c\n", "• d\n", "1. e\n", "2. f\n", "  g\n", "===\n", "---\n",
            "# h\n", "* * *\n", "CAPITALS\n", "\u{3000}i\n", "j:\n", "\t\n", " \n", "k", "\u{a0}\n",
            "a) l\n", "b) m\n", "(1) n\n", "(2) o\n", "i. p\n", "ii. q\n", "– r\n", "— s\n",
            "\n1. T\n\n", "\n2. U\n\n", "\n2.1 V\n\n", "\nChapter 4\n\n", "\nAbstract\n\n",
            "A sentence.\n",
        ]).prop_map(str::to_owned),
        1 => Just(format!("{}\n", "long ".repeat(30))),
    ];
    prop::collection::vec(line, 0..60).prop_map(|lines| lines.concat())
}

proptest! {
    /// All text is in a block, except white space, list markers, rules and heading signs.
    #[test]
    fn every_word_is_in_a_block(source in lines()) {
        let (blocks, _) = parse(&source, 0, Format::Plain);
        let mut rest = source.clone();
        for block in blocks.iter().rev() {
            rest.replace_range(block.range.clone(), "");
            rest.replace_range(block.marker.clone(), "");
        }
        prop_assert!(rest.chars().all(|rest| " \t\n\u{3000}\u{a0}#=~-–—".contains(rest)), "{rest:?}");
    }
}
