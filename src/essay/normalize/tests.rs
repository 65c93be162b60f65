//! Normalized text and the map back to the source.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{NormalizedText, normalize};
use crate::essay::{Essay, Format};

#[test]
fn strings_are_normalized() {
    for (text, normalized) in [
        ("plain words", "plain words"),
        ("  a \t b\n\nc  ", "a b c"),
        ("“a” ‘b’ «c»", "\"a\" 'b' \"c\""),
        ("a–b—c -- d---e − f", "a-b-c-d-e-f"),
        ("a- b /c/ d - - e", "a-b/c/d-e"),
        ("港 口 port 港\u{3000}ภาษา ไทย", "港口port港ภาษาไทย"),
        ("oﬃce ﬂow ĳs", "office flow ijs"),
        ("so\u{ad}ft \u{200d}j", "soft j"),
        (
            "cafe\u{301} A\u{30a} \u{212b} e\u{302}\u{301}",
            "café Å Å ế",
        ),
        ("\u{1112}\u{1161}\u{11ab}", "한"),
        ("a\u{a0}b\u{2003}c\u{3000}d", "a b c d"),
        ("한국 은", "한국 은"),
        ("wait…", "wait..."),
        ("", ""),
        ("-", "-"),
        (" - ", "-"),
        // A combining mark on a space stays there; marks are put in canonical order.
        (
            "q\u{323}\u{307} q\u{307}\u{323}",
            "q\u{323}\u{307} q\u{323}\u{307}",
        ),
        ("\u{1b}[31mred", "␛[31mred"),
    ] {
        assert_eq!(normalize(text), normalized, "{text:?}");
        assert_eq!(normalize(&normalize(text)), normalized, "{text:?} twice");
    }
}

#[test]
fn long_text_is_normalized_like_short_text() {
    for length in [30, 31, 32, 33, 63, 64, 65, 100] {
        for middle in [
            " ", "  ", "--", "-", " - ", "é", "“", "\t", "\u{ad}", "e\u{301}",
        ] {
            let (before, after) = ("x".repeat(length), "y".repeat(40));
            let whole = normalize(&format!("{before}{middle}{after}"));
            let normalized = match middle {
                "  " | "\t" => " ".to_owned(),
                "--" | " - " => "-".to_owned(),
                "“" => "\"".to_owned(),
                "\u{ad}" => String::new(),
                "e\u{301}" => "é".to_owned(),
                other => other.to_owned(),
            };
            assert_eq!(
                whole,
                format!("{before}{normalized}{after}"),
                "{length} {middle:?}"
            );
        }
    }
}

#[test]
fn normalized_ranges_map_back_to_the_source() {
    let source = "One  “two” –\nth\u{ad}ree.\n\nFou\u{308}r\u{200b}.";
    let essay = Essay::parse(source.to_owned(), Format::Plain);
    let normalized = NormalizedText::new(&essay);
    assert_eq!(normalized.text(), "One \"two\"-three. Foür.");
    for (words, there) in [
        ("One", "One"),
        ("\"two\"", "“two”"),
        ("two\"-three", "two” –\nth\u{ad}ree"),
        ("three. Four".get(..5).unwrap_or_default(), "th\u{ad}ree"),
        ("Foü", "Fou\u{308}"),
        ("ür.", "u\u{308}r\u{200b}."),
        (". F", ".\n\nF"),
    ] {
        let at = normalized.text().find(words).unwrap();
        let range = normalized.source_range(at..at + words.len());
        assert_eq!(&source[range.clone()], there, "{words}");
        assert_eq!(normalized.normalized_offset(range.start), at, "{words}");
        assert_eq!(
            normalized.normalized_offset(range.end),
            at + words.len(),
            "{words}"
        );
    }
    let at = |words: &str| {
        let at = normalized.text().find(words).unwrap();
        at..at + words.len()
    };
    assert!(normalized.is_in_one_block(&at("-three.")) && !normalized.is_in_one_block(&at(". F")));
    assert!(normalized.is_in_one_block(&at("Foür")));
}

#[test]
fn markdown_markup_is_not_in_the_normalized_text() {
    let source = "# A *new* battle\n\nfor [hege**mony**](https://example.org) &amp; power\n";
    let essay = Essay::parse(source.to_owned(), Format::Markdown);
    let normalized = NormalizedText::new(&essay);
    assert_eq!(normalized.text(), "A new battle for hegemony & power");
    let at = normalized.text().find("new battle for hege").unwrap();
    let there = &source[normalized.source_range(at..at + 19)];
    assert!(
        there.starts_with("new") && there.ends_with("hege"),
        "{there}"
    );
}

#[test]
fn a_combining_mark_written_as_an_entity_joins_its_letter() {
    let source = "The caf*e*&#769;s, cafe&#x301; and &eacute;&#769; of &#769; Paris.\n";
    let essay = Essay::parse(source.to_owned(), Format::Markdown);
    let normalized = NormalizedText::new(&essay);
    assert_eq!(
        normalized.text(),
        "The cafés, café and é\u{301} of \u{301} Paris."
    );
    let at = normalized.text().find("és").unwrap();
    assert_eq!(&source[normalized.source_range(at..at + 2)], "e*&#769;");
    let at = normalized.text().find("é and").unwrap();
    assert_eq!(&source[normalized.source_range(at..at + 2)], "e&#x301;");
}

/// Text with much to normalize.
fn texts() -> impl Strategy<Value = String> {
    "([a-c]{1,40}|[ \t\n-]{1,3}|\n\n|é|e\u{301}|\u{301}|ﬁ|“|’|—|…|\u{ad}|\u{200b}|\u{200d}|日本|각|\u{1100}\u{1161}|\u{1b}|👩‍🔬|\u{212b}){0,40}"
}

proptest! {
    /// Every character maps to a range of the source, in order.
    #[test]
    fn the_source_map_is_monotonic_and_in_bounds(text in texts(), markdown in any::<bool>()) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        let essay = Essay::parse(text.clone(), format);
        let normalized = NormalizedText::new(&essay);
        let mut last = 0;
        for (at, character) in normalized.text().char_indices() {
            let range = normalized.source_range(at..at + character.len_utf8());
            prop_assert!(text.get(range.clone()).is_some(), "{range:?}");
            prop_assert!(range.start >= last || character == ' ', "{range:?} before {last}");
            last = last.max(range.start);
            if character != ' ' {
                prop_assert!(normalized.normalized_offset(range.start) <= at);
            }
        }
        prop_assert!(!normalized.text().contains("  ") && !normalized.text().contains("--"));
    }

    /// What a reader sees of a part, normalized by itself, occurs in the normalized essay.
    #[test]
    fn a_part_of_a_text_is_normalized_like_the_whole(text in texts(), from in 0..60_usize, length in 1..30_usize) {
        let essay = Essay::parse(text.clone(), Format::Plain);
        let bounds: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        if let (Some(&start), Some(&end)) = (bounds.get(from), bounds.get(from + length)) {
            // Nobody quotes a combining mark without its letter.
            let (seen, rest) = (essay.text(start..end), essay.text(end..text.len()));
            let starts = |words: &str| normalize(words).starts_with(super::may_join_previous);
            prop_assume!(!starts(&seen) && !starts(&rest));
            let normalized = NormalizedText::new(&essay);
            prop_assert!(normalized.text().contains(&normalize(&seen)), "{seen:?} in {:?}", normalized.text());
        }
    }
}
