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

/// A slow search that compares the pattern with every place of every block.
fn find_slowly(essay: &Essay, query: &str, range: Range<usize>) -> Vec<Range<usize>> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let ignore_case = !query.chars().any(char::is_uppercase);
    let mut wanted: Vec<char> = query.chars().map(|c| folded(c, ignore_case)).collect();
    wanted.dedup_by(|a, b| (*a, *b) == (' ', ' '));
    let mut matches: Vec<Range<usize>> = Vec::new();
    let mut last_end = range.start;
    let visible = |block: &&Block| block.part != Part::Furniture;
    for block in essay.blocks().iter().filter(visible) {
        let mut characters: Vec<(char, Range<usize>)> = Vec::new();
        for segment in essay.segments(block.range.clone()) {
            for (at, character) in segment.text.char_indices() {
                let start = segment.source.start + at;
                let source = if segment.verbatim {
                    start..start + character.len_utf8()
                } else {
                    segment.source.clone()
                };
                match (folded(character, ignore_case), characters.last_mut()) {
                    (' ', Some((' ', last))) => last.end = source.end,
                    (folded, _) => characters.push((folded, source)),
                }
            }
        }
        for window in characters.windows(wanted.len()) {
            let found = window[0].1.start..window[window.len() - 1].1.end;
            let is_match = window.iter().map(|(c, _)| c).eq(&wanted);
            if is_match && found.start >= last_end && found.end <= range.end {
                last_end = found.end;
                matches.push(found);
            }
        }
    }
    matches
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
    fn finds_what_a_slow_search_finds(
        source in text(),
        query in "[abAB éжЖ新’\"—&ǆß]{1,4}",
        markdown: bool,
        range in (0_usize..60, 0_usize..200),
    ) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        let essay = Essay::parse(source, format);
        let pattern = Pattern::new(&query);
        for range in [0..usize::MAX, range.0..range.1] {
            let matches: Vec<_> = essay.find(&pattern, range.clone()).collect();
            prop_assert_eq!(matches, find_slowly(&essay, &query, range));
        }
    }
}
