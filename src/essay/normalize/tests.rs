//! Texts as they are compared, and the way back to the source.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{NormalizedText, normalize};
use crate::essay::{Essay, Format};

#[test]
fn a_string_made_regular() {
    for (text, regular) in [
        ("plain words", "plain words"),
        ("  a \t b\n\nc  ", "a b c"),
        ("“a” ‘b’ «c»", "\"a\" 'b' \"c\""),
        ("a–b—c -- d---e − f", "a-b-c - d-e - f"),
        ("oﬃce ﬂow ĳs", "office flow ijs"),
        ("so\u{ad}ft \u{200d}j", "soft j"),
        (
            "cafe\u{301} A\u{30a} \u{212b} e\u{302}\u{301}",
            "café Å Å ế",
        ),
        ("\u{1112}\u{1161}\u{11ab}", "한"),
        ("a\u{a0}b\u{2003}c\u{3000}d", "a b c d"),
        ("wait…", "wait..."),
        ("", ""),
        ("-", "-"),
        (" - ", "-"),
        // A mark on a space stays with it, and reordered marks are one letter.
        (
            "q\u{323}\u{307} q\u{307}\u{323}",
            "q\u{323}\u{307} q\u{323}\u{307}",
        ),
        ("\u{1b}[31mred", "␛[31mred"),
    ] {
        assert_eq!(normalize(text), regular, "{text:?}");
        assert_eq!(normalize(&normalize(text)), regular, "{text:?} twice");
    }
}

#[test]
fn long_stretches_are_made_regular_as_short_ones_are() {
    for length in [30, 31, 32, 33, 63, 64, 65, 100] {
        for middle in [
            " ", "  ", "--", "-", " - ", "é", "“", "\t", "\u{ad}", "e\u{301}",
        ] {
            let (before, after) = ("x".repeat(length), "y".repeat(40));
            let whole = normalize(&format!("{before}{middle}{after}")).into_owned();
            let regular = match middle {
                "  " | "\t" => " ".to_owned(),
                "--" => "-".to_owned(),
                "“" => "\"".to_owned(),
                "\u{ad}" => String::new(),
                "e\u{301}" => "é".to_owned(),
                other => other.to_owned(),
            };
            assert_eq!(
                whole,
                format!("{before}{regular}{after}"),
                "{length} {middle:?}"
            );
        }
    }
}

#[test]
fn stretches_go_back_to_the_source() {
    let source = "One  “two” –\nth\u{ad}ree.\n\nFou\u{308}r\u{200b}.";
    let essay = Essay::parse(source.to_owned(), Format::Plain);
    let regular = NormalizedText::new(&essay);
    assert_eq!(regular.text(), "One \"two\" - three. Foür.");
    for (words, there) in [
        ("One", "One"),
        ("\"two\"", "“two”"),
        ("two\" - three", "two” –\nth\u{ad}ree"),
        ("three. Four".get(..5).unwrap_or_default(), "th\u{ad}ree"),
        ("Foü", "Fou\u{308}"),
        ("ür.", "u\u{308}r\u{200b}."),
        (". F", ".\n\nF"),
    ] {
        let at = regular.text().find(words).unwrap();
        let range = regular.source(at..at + words.len());
        assert_eq!(&source[range.clone()], there, "{words}");
        assert_eq!(regular.place(range.start), at, "{words}");
        assert_eq!(regular.place(range.end), at + words.len(), "{words}");
    }
    let at = |words: &str| {
        let at = regular.text().find(words).unwrap();
        at..at + words.len()
    };
    assert!(regular.in_one_block(&at("- three.")) && !regular.in_one_block(&at(". F")));
    assert!(regular.in_one_block(&at("Foür")));
}

#[test]
fn markdown_is_seen_without_its_markup() {
    let source = "# A *new* battle\n\nfor [hege**mony**](https://example.org) &amp; power\n";
    let essay = Essay::parse(source.to_owned(), Format::Markdown);
    let regular = NormalizedText::new(&essay);
    assert_eq!(regular.text(), "A new battle for hegemony & power");
    let at = regular.text().find("new battle for hege").unwrap();
    let there = &source[regular.source(at..at + 19)];
    assert!(
        there.starts_with("new") && there.ends_with("hege"),
        "{there}"
    );
}

#[test]
fn a_mark_that_is_written_as_an_entity_joins_its_letter() {
    let source = "The caf*e*&#769;s, cafe&#x301; and &eacute;&#769; of &#769; Paris.\n";
    let essay = Essay::parse(source.to_owned(), Format::Markdown);
    let regular = NormalizedText::new(&essay);
    assert_eq!(
        regular.text(),
        "The cafés, café and é\u{301} of \u{301} Paris."
    );
    let at = regular.text().find("és").unwrap();
    assert_eq!(&source[regular.source(at..at + 2)], "e*&#769;");
    let at = regular.text().find("é and").unwrap();
    assert_eq!(&source[regular.source(at..at + 2)], "e&#x301;");
}

/// Text in which much has to be made regular.
fn texts() -> impl Strategy<Value = String> {
    "([a-c]{1,40}|[ \t\n-]{1,3}|\n\n|é|e\u{301}|\u{301}|ﬁ|“|’|—|…|\u{ad}|\u{200b}|\u{200d}|日本|각|\u{1100}\u{1161}|\u{1b}|👩‍🔬|\u{212b}){0,40}"
}

proptest! {
    /// Every stretch of the regular text goes back to a stretch of the source, in order, and comes
    /// out the same when that is made regular.
    #[test]
    fn the_map_is_true(text in texts(), markdown in any::<bool>()) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        let essay = Essay::parse(text.clone(), format);
        let regular = NormalizedText::new(&essay);
        let mut last = 0;
        for (at, character) in regular.text().char_indices() {
            let range = regular.source(at..at + character.len_utf8());
            prop_assert!(text.get(range.clone()).is_some(), "{range:?}");
            prop_assert!(range.start >= last || character == ' ', "{range:?} before {last}");
            last = last.max(range.start);
            if character != ' ' {
                prop_assert!(regular.place(range.start) <= at);
            }
        }
        prop_assert!(!regular.text().contains("  ") && !regular.text().contains("--"));
    }

    /// A piece of what a reader sees is in the regular text as it is made regular itself.
    #[test]
    fn a_part_is_made_regular_as_the_whole_is(text in texts(), from in 0..60_usize, length in 1..30_usize) {
        let essay = Essay::parse(text.clone(), Format::Plain);
        let bounds: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        if let (Some(&start), Some(&end)) = (bounds.get(from), bounds.get(from + length)) {
            // A soft hyphen parts a mark from its letter; no reader would quote the mark alone.
            let (seen, rest) = (essay.text(start..end), essay.text(end..text.len()));
            let starts = |words: &str| normalize(words).starts_with(super::builder::joins);
            prop_assume!(!starts(&seen) && !starts(&rest));
            let regular = NormalizedText::new(&essay);
            prop_assert!(regular.text().contains(&*normalize(&seen)), "{seen:?} in {:?}", regular.text());
        }
    }
}
