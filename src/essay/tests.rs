//! Essays as a whole: parts, blocks, segments.

use proptest::prelude::*;

use super::sanitize::tests::is_safe;
use super::*;
use BlockKind::{Heading, ListItem, Paragraph};

fn essay(source: &str) -> Essay {
    Essay::parse(source.to_owned(), Format::Plain)
}

/// The openings that fit no block or several: key, words and number of blocks.
fn unclear(essay: &mut Essay, parts: &PartOpenings) -> Vec<(&'static str, String, usize)> {
    let unclear = essay.assign_parts(parts).into_iter();
    let unclear = unclear.map(|opening| (opening.key, opening.words, opening.blocks));
    unclear.collect()
}

#[test]
fn parts_are_found_by_their_opening_words() {
    let mut essay = essay(include_str!("../../seeds/new-us-china-cold-war.txt"));
    let title = "The New US-China Cold War Structure from a Techno-geopolitical Perspective";
    let parts = PartOpenings {
        title: Some(title.into()),
        byline: vec!["Atsushi Sunami".into()],
        abstract_: vec![
            "Aiming to secure “technological superiority”".into(),
            "• There is a new  battle".into(),
            "Japan stands".into(),
        ],
        about_author: vec!["Atsushi Sunami is Executive Advisor".into()],
        disclaimer: vec!["The views expressed".into()],
        furniture: vec![
            "• twitter".into(),
            "Facebook".into(),
            "no such words".into(),
        ],
        ..PartOpenings::default()
    };
    assert_eq!(
        unclear(&mut essay, &parts),
        [("furniture", "no such words".to_owned(), 0)]
    );
    let parts: Vec<_> = essay
        .blocks()
        .iter()
        .map(|block| (block.kind, block.part))
        .collect();
    assert_eq!(
        parts,
        [
            (Heading(1), Part::Title),
            (Paragraph, Part::Byline),
            (ListItem, Part::Furniture),
            (ListItem, Part::Furniture),
            (ListItem, Part::Abstract),
            (ListItem, Part::Abstract),
            (ListItem, Part::Abstract),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::AboutAuthor),
            (Paragraph, Part::Disclaimer),
        ]
    );
    assert_eq!(essay.title().as_deref(), Some(title));
    assert_eq!(essay.paragraph_count(), 5);
    let paragraph = |words: &str| essay.paragraph_at(essay.source().find(words).unwrap());
    assert_eq!(paragraph("The security environment"), Some(1));
    assert_eq!(paragraph("Belt and Road"), Some(3));
    assert_eq!(paragraph("Japan stands"), None);
    assert_eq!(paragraph("The views"), None);
    assert_eq!(essay.assign_parts(&PartOpenings::default()), []);
    assert_eq!(essay.paragraph_count(), 8);
}

#[test]
fn title_is_a_whole_block() {
    let mut essay = essay("War\n\nWar and peace\n\nWar");
    let parts = PartOpenings {
        title: Some("War and  peace".into()),
        ..PartOpenings::default()
    };
    assert_eq!(essay.assign_parts(&parts), []);
    assert_eq!(essay.blocks()[1].part, Part::Title);
    let parts = PartOpenings {
        title: Some("Peace".into()),
        ..PartOpenings::default()
    };
    assert_eq!(
        unclear(&mut essay, &parts),
        [("title", "Peace".to_owned(), 0)]
    );
    let parts = PartOpenings {
        byline: vec!["War".into(), "War an".into()],
        ..PartOpenings::default()
    };
    essay.assign_parts(&parts);
    let parts: Vec<_> = essay.blocks().iter().map(|block| block.part).collect();
    assert_eq!(parts, [Part::Byline, Part::Byline, Part::Body]);
}

#[test]
fn lines_are_kept_or_joined_as_the_apparatus_says() {
    let wrapped = "It is a long line of words that goes on to the usual seventy columns\n\
                   and then it is continued.";
    let joined = wrapped.replace('\n', " ");
    let poem = "The tide comes in\n  and in\nand out";
    for (format, source, verse, prose, expected) in [
        (Format::Plain, wrapped, "", "", &*joined),
        (Format::Plain, wrapped, "It is", "", wrapped),
        (Format::Plain, poem, "", "", poem),
        (Format::Plain, poem, "", "the tide", poem),
        (
            Format::Plain,
            poem,
            "",
            "The tide",
            "The tide comes in and in and out",
        ),
        (Format::Plain, "a   b\nc   d", "", "a", "a   b c   d"),
        (Format::Plain, "    f(a)\n      b", "", "f", "f(a) b"),
        (Format::Markdown, "> a *b\n> c*", "a b", "", "a b\nc"),
        (Format::Markdown, "- a\n  b\n", "a", "", "a\nb"),
        (Format::Markdown, "a  \nb", "", "a", "a b"),
    ] {
        let mut essay = Essay::parse(source.to_owned(), format);
        let list = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        let parts = PartOpenings {
            verse: list(verse).into_iter().collect(),
            prose: list(prose).into_iter().collect(),
            ..PartOpenings::default()
        };
        essay.assign_parts(&parts);
        assert_eq!(essay.text(0..source.len()), expected, "{source}");
    }
}

#[test]
fn opening_words_are_compared_with_visible_text() {
    let source = "*On* the “rise”\nof [it](u)\n\n1. a - b";
    let mut essay = Essay::parse(source.to_owned(), Format::Markdown);
    let parts = PartOpenings {
        byline: vec!["On the \"rise\" of it".into()],
        disclaimer: vec!["1. a — b".into()],
        ..PartOpenings::default()
    };
    assert_eq!(essay.assign_parts(&parts), []);
    let parts: Vec<_> = essay.blocks().iter().map(|block| block.part).collect();
    assert_eq!(parts, [Part::Byline, Part::Disclaimer]);
}

#[test]
fn block_goes_to_the_longest_opening_left() {
    for (source, furniture, byline, expected) in [
        // Longest first, each once.
        (
            "page 1\n\npage 12\n\npage 1\n\npage",
            &["pages", "page 12", "pag"][..],
            &[][..],
            &[Part::Furniture, Part::Furniture, Part::Body, Part::Body][..],
        ),
        // A block that consists of the words comes first, and all such blocks are furniture.
        (
            "share of it\n\nshare\n\nshare it\n\n• Share\n\nshare",
            &["share"],
            &["share"],
            &[
                Part::Body,
                Part::Furniture,
                Part::Body,
                Part::Body,
                Part::Byline,
            ],
        ),
        // The same words for two parts: each gets a block.
        (
            "same 1\n\nsame 2\n\nsame 3",
            &["same"],
            &["same  "],
            &[Part::Furniture, Part::Byline, Part::Body],
        ),
        // With its marker or without.
        (
            "1. one\n\n2. two\n\n3. three",
            &["1. o", "tw", "3 three"],
            &[" "],
            &[Part::Furniture, Part::Furniture, Part::Body],
        ),
    ] {
        let own = |words: &[&str]| words.iter().map(|&words| words.to_owned()).collect();
        let parts = PartOpenings {
            furniture: own(furniture),
            byline: own(byline),
            ..PartOpenings::default()
        };
        let mut essay = essay(source);
        essay.assign_parts(&parts);
        let parts: Vec<_> = essay.blocks().iter().map(|block| block.part).collect();
        assert_eq!(parts, expected, "{source}");
    }
}

/// Comparing each opening with each block would take minutes.
#[test]
fn as_many_openings_as_blocks_take_no_quadratic_time() {
    let words = (0..100_000).map(|number| format!("running head {number:06}"));
    let mut essay = essay(&words.clone().collect::<Vec<_>>().join("\n\n"));
    let furniture = PartOpenings {
        furniture: words.rev().chain(["running heads".to_owned()]).collect(),
        ..PartOpenings::default()
    };
    assert_eq!(
        unclear(&mut essay, &furniture),
        [("furniture", "running heads".to_owned(), 0)]
    );
    assert!(
        essay
            .blocks()
            .iter()
            .all(|block| block.part == Part::Furniture)
    );
}

#[test]
fn block_at_skips_furniture() {
    let mut essay = essay("one\n\ntwo\n\nthree\n");
    let at = |essay: &Essay| [0, 2, 3, 4, 5, 8, 12, 14, 99].map(|at| essay.block_at(at).unwrap());
    assert_eq!(at(&essay), [0, 0, 1, 1, 1, 2, 2, 2, 2]);
    let furniture = PartOpenings {
        furniture: vec!["two".into()],
        ..PartOpenings::default()
    };
    essay.assign_parts(&furniture);
    assert_eq!(at(&essay), [0, 0, 2, 2, 2, 2, 2, 2, 2]);
    let furniture = PartOpenings {
        furniture: vec!["three".into()],
        ..PartOpenings::default()
    };
    essay.assign_parts(&furniture);
    assert_eq!(at(&essay), [0, 0, 1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(essay.text(0..99), "one\n\ntwo");
    assert_eq!(
        super::Essay::parse(String::new(), Format::Plain).block_at(0),
        None
    );
}

#[test]
fn segments_pair_source_and_visible_text() {
    let mut essay = essay("a\tb \n c\u{1b}d\u{ad}e");
    let prose = PartOpenings {
        prose: vec!["a".into()],
        ..PartOpenings::default()
    };
    assert_eq!(essay.assign_parts(&prose), []);
    let segments: Vec<_> = essay
        .segments(0..99)
        .map(|segment| (segment.source, segment.text))
        .collect();
    let expected = [
        (0..1, "a"),
        (1..2, " "),
        (2..3, "b"),
        (3..6, " "),
        (6..7, "c"),
        (7..8, "␛"),
        (8..9, "d"),
        (11..12, "e"),
    ];
    assert_eq!(
        segments,
        expected.map(|(at, text)| (at, Cow::Borrowed(text)))
    );
}

/// Texts with all syntax of both formats, and characters that are replaced.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z]{1,8} ?",
        3 => prop::sample::select(vec![
            "\n", "\n\n", "\n  ", "  \n", " ", "\t", "- ", "1. ", "> ", "# ", "*", "**", "_", "`",
            "```\n", "~~", "[", "](u)", "[^1]", "[^1]: ", "|", "| a | b |\n|--|:-:|\n", "&amp;",
            "&#x1b;", "&#x202e;", "&zwj;", "\\", "<b>", "<br>", "<div>\n", "<!--", "---\n", "===\n",
            "    ", "•", "\u{ad}", "\u{1b}[31m", "\r\n", "\u{85}", "\u{202e}", "\u{200b}", "\u{200d}",
            "\u{200c}", "\u{feff}", "\u{2028}", "\0", "新", "é", "e\u{301}", "👩‍👩‍👧", "می‌خ", "”", "—",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

fn in_both_formats(source: &str) -> [Essay; 2] {
    [Format::Plain, Format::Markdown].map(|format| Essay::parse(source.to_owned(), format))
}

proptest! {
    #[test]
    fn blocks_are_in_order(source in text()) {
        for essay in in_both_formats(&source) {
            let mut end = 0;
            for block in essay.blocks() {
                prop_assert!(!block.range.is_empty());
                prop_assert!(end <= block.range.start, "{:?}", essay.blocks());
                prop_assert!(block.marker.is_empty() || block.marker.end <= block.range.start);
                prop_assert!(source.get(block.range.clone()).is_some());
                prop_assert!(source.get(block.marker.clone()).is_some());
                prop_assert!(essay.marker(block).chars().all(is_safe));
                end = block.range.end;
            }
        }
    }

    #[test]
    fn segments_are_in_order_and_safe(source in text()) {
        for essay in in_both_formats(&source) {
            let mut end = 0;
            for segment in essay.segments(0..source.len()) {
                prop_assert!(end <= segment.source.start && !segment.text.is_empty());
                let original = &source[segment.source.clone()];
                prop_assert!(!segment.verbatim || segment.text == original);
                let line = segment.text == "\n";
                prop_assert!(line || segment.text.chars().all(is_safe), "{:?}", segment);
                end = segment.source.end;
            }
        }
    }

    /// Adjoining ranges have the segments of the whole between them.
    #[test]
    fn segments_do_not_depend_on_the_range(source in text(), cuts in prop::collection::vec(0_usize..400, 0..6)) {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| source.floor_char_boundary(cut)).collect();
        cuts.extend([0, source.len()]);
        cuts.sort_unstable();
        for essay in in_both_formats(&source) {
            let text = |range| essay.segments(range).map(|segment| segment.text.into_owned()).collect::<String>();
            let parts: String = cuts.windows(2).map(|cut| text(cut[0]..cut[1])).collect();
            prop_assert_eq!(parts, text(0..source.len()));
        }
    }

    #[test]
    fn any_bytes_are_an_essay_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = decode(bytes) {
            for essay in in_both_formats(&source) {
                let _ = (essay.text(0..source.len()), essay.title(), essay.paragraph_count());
            }
        }
    }
}
