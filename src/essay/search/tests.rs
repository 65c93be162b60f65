//! Search, compared with expected matches and with a slow search.

use proptest::prelude::*;

use super::*;
use crate::essay::{Format, PartOpenings};

fn found(source: &str, format: Format, query: &str) -> Vec<String> {
    let essay = Essay::parse(source.to_owned(), format);
    let pattern = Pattern::new(query);
    let matches = essay.find(&pattern, 0..usize::MAX);
    matches
        .map(|range| essay.source()[range].to_owned())
        .collect()
}

#[test]
fn ignores_differences_of_case_quotes_dashes_and_white_space() {
    let check = |query, expected: &[&str]| {
        let source = "The rise of “China’s”\n   rise—a RISE. Ärger, ÄRGER, ärger";
        assert_eq!(found(source, Format::Plain, query), expected, "{query}");
    };
    check("rise", &["rise", "rise", "RISE"]);
    check("RISE", &["RISE"]);
    check("Rise", &[]);
    check(" the r", &["The r"]);
    check("ärger ", &["ärger"]);
    check("\"china's\" rise", &["“China’s”\n   rise"]);
    check("”  RISE", &[]);
    check(" rise-a", &["\n   rise—a"]);
    check("—", &["—"]);
    check("-", &["—"]);
    check("ärger", &["Ärger", "ÄRGER", "ärger"]);
    check("Ä", &["Ä", "Ä"]);
    check("", &[]);
    check(" \n", &[]);
    check("no such words", &[]);
}

#[test]
fn a_query_without_accents_finds_words_with_them() {
    let source = "Café, cafe\u{301}, cafe; o\u{fb03}ce; Zo\u{200b}ë; ёлка и май; שָׁלוֹם; NAÏVE";
    for (query, expected) in [
        ("cafe", &["Café", "cafe\u{301}", "cafe"][..]),
        ("café", &["Café", "cafe\u{301}"]),
        ("Cafe", &["Café"]),
        ("office", &["o\u{fb03}ce"]),
        ("zoe", &["Zo\u{200b}ë"]),
        ("елка", &["ёлка"]),
        ("маи", &[]),
        ("май", &["май"]),
        ("שלום", &["שָׁלוֹם"]),
        ("naive", &["NAÏVE"]),
    ] {
        assert_eq!(found(source, Format::Plain, query), expected, "{query}");
    }
}

#[test]
fn a_word_hyphenated_at_a_line_end_is_found_in_either_form() {
    let source = "The develop-\nment of a well-\nknown har-\nbour: the development.";
    for (query, expected) in [
        ("development", &["develop-\nment", "development"][..]),
        ("develop-ment", &["develop-\nment"]),
        ("a well-known harbour", &["a well-\nknown har-\nbour"]),
        ("harbour", &["har-\nbour"]),
        ("har-b", &["har-\nb"]),
        ("wellk", &["well-\nk"]),
    ] {
        assert_eq!(found(source, Format::Plain, query), expected, "{query}");
    }
}

#[test]
fn finds_visible_text_across_markup() {
    let check = |query, expected: &[&str]| {
        let source = "> A *new* b[at](http://nation.example)tle,\n> AT&amp;T and in\u{ad}ter\u{ad}nation\n\n&#72;egemony `a\nb`";
        assert_eq!(found(source, Format::Markdown, query), expected, "{query}");
    };
    check("new battle", &["new* b[at](http://nation.example)tle"]);
    check(
        "battle, at&t",
        &["b[at](http://nation.example)tle,\n> AT&amp;T"],
    );
    check("&", &["&amp;"]);
    check("nation", &["nation"]);
    check("international", &[]);
    check("internation", &["in\u{ad}ter\u{ad}nation"]);
    check("hegemony", &["&#72;egemony"]);
    check("h", &["&#72;"]);
    check("a b", &["a\nb"]);
    check("tle, a", &["tle,\n> A"]);
    check("example", &[]);
}

/// White space is hidden around code in backquotes, and where a word is broken at a line end.
#[test]
fn finds_text_across_hidden_white_space() {
    for (source, format, query, expected) in [
        ("`\n51\n`1\n-\n", Format::Markdown, "511", "51\n`1"),
        ("a` b `c", Format::Markdown, "abc", "a` b `c"),
        ("a` b `c", Format::Markdown, "a b", ""),
        (
            "an in\u{ad}\n  terval",
            Format::Plain,
            "interval",
            "in\u{ad}\n  terval",
        ),
        (
            "> in\u{ad}\n> terval",
            Format::Markdown,
            "interval",
            "in\u{ad}\n> terval",
        ),
        ("in\u{ad} terval", Format::Plain, "interval", ""),
    ] {
        assert_eq!(
            found(source, format, query).concat(),
            expected,
            "{source:?}"
        );
    }
}

#[test]
fn finds_text_across_long_markup() {
    let address = "x".repeat(10_000);
    let source = format!("bat[tl]({address})e");
    assert_eq!(found(&source, Format::Markdown, "battle").len(), 1);
    let spaces = " ".repeat(10_000);
    let source = format!("one\n{spaces}two{spaces}\nthree");
    assert_eq!(found(&source, Format::Plain, "one two three").len(), 1);
}

#[test]
fn matches_lie_in_one_visible_block_and_in_the_range() {
    let mut essay = Essay::parse("one two\n\ntwo one\n\ntwo".to_owned(), Format::Plain);
    let pattern = Pattern::new("two");
    let places = |essay: &Essay, range| -> Vec<usize> {
        essay
            .find(&pattern, range)
            .map(|found| found.start)
            .collect()
    };
    assert_eq!(places(&essay, 0..usize::MAX), [4, 9, 18]);
    assert_eq!(places(&essay, 4..21), [4, 9, 18]);
    assert_eq!(places(&essay, 5..20), [9]);
    assert!(places(&essay, 30..40).is_empty());
    assert_eq!(
        essay.find(&Pattern::new("two two"), 0..usize::MAX).count(),
        0
    );
    let furniture = PartOpenings {
        furniture: vec!["two one".to_owned()],
        ..PartOpenings::default()
    };
    essay.assign_parts(&furniture);
    assert_eq!(places(&essay, 0..usize::MAX), [4, 18]);
}

/// The words of each block that a pattern should match, by searching the text that is shown.
fn matches_of_shown_text(essay: &Essay, pattern: &Pattern) -> usize {
    let visible = |block: &&Block| block.part != Part::Furniture && !pattern.is_empty();
    let blocks = essay.blocks().iter().filter(visible);
    let counts = blocks.map(|block| {
        let shown = essay.text(block.range.clone());
        let text = format!(" {} ", normalize_ignoring(&shown, pattern.ignore));
        text.matches(&pattern.text).count()
    });
    counts.sum()
}

/// Texts with many matches for short patterns, and everything that can come between two letters.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[abAB]{1,4}",
        2 => Just(" ".to_owned()),
        1 => prop::sample::select(vec![
            "\n", "\n  ", "\n\n", "\u{ad}", "é", "É", "ж", "Ж", "’", "'", "“", "\"", "—", "-", "*",
            "**", "_", "`", " `", "` ", "\u{ad}\n", "[", "](x)", "&amp;", "&#97;", "&eacute;", "> ", "- ", "<b>", "\\", "|",
            "新", "ǅ", "ß", "\u{212a}", "\t", "  \n", "\u{1b}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn finds_all_of_the_shown_text(
        source in text(),
        query in "[abAB éжЖ新’\"—&ǆß\u{2000}]{1,4}",
        markdown: bool,
        range in (0_usize..60, 0_usize..200),
    ) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        let essay = Essay::parse(source, format);
        let pattern = Pattern::new(&query);
        let matches: Vec<_> = essay.find(&pattern, 0..usize::MAX).collect();
        prop_assert_eq!(matches.len(), matches_of_shown_text(&essay, &pattern));
        for found in &matches {
            let words = normalize_ignoring(&essay.text(found.clone()), pattern.ignore);
            // A match inside of a replacement covers all of it.
            prop_assert!(words.contains(pattern.text.trim()), "{} in {}", query, words);
        }
        for found in essay.find(&pattern, range.0..range.1) {
            prop_assert!(range.0 <= found.start && found.end <= range.1);
        }
    }
}
