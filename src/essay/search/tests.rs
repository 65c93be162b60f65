//! Patterns against texts, and against a search that is slow and plain.

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
fn what_counts_as_equal() {
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
fn what_a_reader_sees() {
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

/// White space that is not seen: around code in backquotes, and where a word is broken at a line's
/// end.
#[test]
fn white_space_that_is_not_seen() {
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
fn far_markup_is_passed() {
    let address = "x".repeat(10_000);
    let source = format!("bat[tl]({address})e");
    assert_eq!(found(&source, Format::Markdown, "battle").len(), 1);
    let spaces = " ".repeat(10_000);
    let source = format!("one\n{spaces}two{spaces}\nthree");
    assert_eq!(found(&source, Format::Plain, "one two three").len(), 1);
}

#[test]
fn blocks_and_ranges() {
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

/// The same by looking at every place of every block.
fn everywhere(essay: &Essay, pattern: &Pattern, range: Range<usize>) -> Vec<Range<usize>> {
    let mut matches: Vec<Range<usize>> = Vec::new();
    if pattern.is_empty() {
        return matches;
    }
    let mut floor = range.start;
    for block in essay
        .blocks()
        .iter()
        .filter(|block| block.part != Part::Furniture)
    {
        let seen = proof::seen(essay, block.range.clone());
        for window in seen.windows(pattern.wanted.len()) {
            let found = window[0].1.start..window[window.len() - 1].1.end;
            let fits = window
                .iter()
                .enumerate()
                .all(|(place, seen)| pattern.fits(place, seen.0));
            if fits && found.start >= floor && found.end <= range.end {
                floor = found.end;
                matches.push(found);
            }
        }
    }
    matches
}

/// Texts in which short patterns are met often, with all that can stand between two letters.
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
    fn finds_what_looking_everywhere_finds(
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
            prop_assert_eq!(matches, everywhere(&essay, &pattern, range));
        }
    }
}
