//! Quotes as they were copied: with list markers, names of columns, and other line ends.

use super::{anchor, resolve, resolve_note};
use crate::apparatus::AnchorState;
use crate::essay::{Essay, Format};

#[test]
fn a_quote_may_include_list_markers() {
    use AnchorState::{Anchored, Drifted};
    let text = "The reasons are these:\n\n1. the *harbour* froze\n2. the ledger burned\n\n\
                - salt came by road\n- grain came by sea\n\nThere are 2. the others left.\n";
    for (quote, state, found) in [
        ("1. the harbour froze", Anchored, "the harbour froze"),
        ("2. the ledger burned", Anchored, "the ledger burned"),
        ("- grain came", Anchored, "grain came"),
        ("• grain came by sea", Anchored, "grain came by sea"),
        (
            "the harbour froze 2. the ledger burned",
            Anchored,
            "the harbour froze\n\nthe ledger burned",
        ),
        (
            "these: 1. the harbour froze 2. the ledger burned • salt",
            Anchored,
            "these:\n\nthe harbour froze\n\nthe ledger burned\n\nsalt",
        ),
        ("grain came by sea", Anchored, "grain came by sea"),
        ("are 2. the others", Anchored, "are 2. the others"),
        // Another number is another marker. Changed words after a marker drift without it.
        ("2. the harbour froze", Drifted, "the harbour froze"),
        ("1. the harbor froze", Drifted, "the harbour froze"),
        (
            "1. these: the harbour froze",
            Drifted,
            "these:\n\nthe harbour froze",
        ),
    ] {
        for format in [Format::Markdown, Format::Plain] {
            let source = match format {
                Format::Markdown => text.to_owned(),
                _ => text.replace('*', ""),
            };
            let essay = Essay::parse(source, format);
            for resolution in [
                resolve(&essay, anchor(quote, "", "")),
                resolve_note(&essay, anchor(quote, "", "")),
            ] {
                assert_eq!(resolution.state, state, "{quote} {format:?}");
                assert_eq!(essay.text(resolution.passages[0].clone()), found, "{quote}");
            }
        }
    }
}

/// Fails unless a quote is anchored to these words of the source.
#[track_caller]
fn check_found(source: &str, format: Format, quote: &str, found: &str) {
    let essay = Essay::parse(source.to_owned(), format);
    let resolution = resolve(&essay, anchor(quote, "", ""));
    let passages = resolution.passages.iter();
    let words: Vec<&str> = passages.map(|it| &essay.source()[it.clone()]).collect();
    assert_eq!(
        (resolution.state, words.as_slice()),
        (AnchorState::Anchored, &[found][..]),
        "{quote}"
    );
}

#[test]
fn a_line_end_between_characters_without_spaces_is_nothing() {
    let source = "港口在冬天结冰以后，商人们不得不把货物从陆\n路运走。ภาษาไทยไม่มีช่องว่าง；使用API的人，그는 한국에서 왔다。";
    for (quote, found) in [
        ("结冰以\n      后，商人", "结冰以后，商人"),
        ("从陆路运走", "从陆\n路运走"),
        ("从 陆路\n运走", "从陆\n路运走"),
        ("ภาษาไทย\n ไม่มี", "ภาษาไทยไม่มี"),
        ("使用API\n的人", "使用API的人"),
        ("그는 한국에\n서 왔다", "그는 한국에서 왔다"),
        ("그는 한 국에서 왔다", "그는 한국에서 왔다"),
    ] {
        check_found(source, Format::Plain, quote, found);
    }
}

#[test]
fn a_line_may_end_after_a_hyphen_dash_or_slash() {
    let source = "The long-lasting drought of north/south, 1850–1870, and e-mail—so they said.";
    for (quote, found) in [
        ("long-\n   lasting drought", "long-lasting drought"),
        ("long- lasting", "long-lasting"),
        ("north/\nsouth", "north/south"),
        ("1850–\n1870", "1850–1870"),
        ("mail—\nso", "mail—so"),
        ("mail — so", "mail—so"),
        ("droug-\nht of", "drought of"),
        ("droug\nht of", "drought of"),
    ] {
        check_found(source, Format::Plain, quote, found);
    }
}

#[test]
fn a_word_hyphenated_at_a_line_end_is_quoted_in_either_form() {
    let source = "The develop-\nment of the har-\nbour was a well-\nknown affair. The development, 1850-\n1870.";
    for (quote, found) in [
        (
            "The development of the harbour was a well-known affair",
            "The develop-\nment of the har-\nbour was a well-\nknown affair",
        ),
        (
            "The develop-ment of the har-bour",
            "The develop-\nment of the har-\nbour",
        ),
        ("har-\nbour was", "har-\nbour was"),
        ("a wellknown affair", "a well-\nknown affair"),
        ("1850-1870", "1850-\n1870"),
    ] {
        check_found(source, Format::Plain, quote, found);
    }
    // Other hyphens are part of the words.
    for (source, quote) in [
        ("They re-signed the treaty.", "They resigned the"),
        ("A co op.", "A co-op"),
    ] {
        let essay = Essay::parse(source.to_owned(), Format::Plain);
        assert_ne!(
            resolve(&essay, anchor(quote, "", "")).state,
            AnchorState::Anchored,
            "{quote}"
        );
    }
}

#[test]
fn dashes_belong_to_a_quote() {
    let source = "The record -- in Japan it was 3.2 km-- fell again.";
    for (quote, found) in [
        ("-- in Japan it was 3.2 km--", "-- in Japan it was 3.2 km--"),
        ("The record --", "The record --"),
        ("— fell again", "-- fell again"),
    ] {
        check_found(source, Format::Plain, quote, found);
    }
}

#[test]
fn list_markers_and_dashes_go_together() {
    let source = "# M\n\n- Groups — tap into what people say\n- Servers — if you need one\n";
    for quote in [
        "people say\n      • Servers — if",
        "people say\n- Servers -- if",
        "people say Servers — if",
    ] {
        check_found(
            source,
            Format::Markdown,
            quote,
            "people say\n- Servers — if",
        );
    }
    let source = "One.\n\n> Two words.\n> Three words.\n";
    check_found(
        source,
        Format::Markdown,
        "One.\n\n  │ Two words. Three\n4+▌ │ words",
        "One.\n\n> Two words.\n> Three words",
    );
}

#[test]
fn markup_of_the_file_is_left_out() {
    let source = "It says that the *night bus* [pays](https://a.b) for `all`.\n";
    for quote in ["the *night bus* [pays](https://a.b)", "the night bus pays"] {
        check_found(source, Format::Markdown, quote, "the *night bus* [pays");
    }
}

#[test]
fn names_of_columns_can_be_quoted() {
    let source =
        "| Part | What it says |\n|---|---|\n| Tax | The council may |\n| Boats | Every boat |\n";
    for (quote, found) in [
        (
            "Part: Tax\n   What it says: The council",
            "Tax | The council",
        ),
        ("What it says: Every boat", "Every boat"),
        ("Tax The council", "Tax | The council"),
        ("Tax\nThe council", "Tax | The council"),
        ("may\n\nPart: Boats", "may |\n| Boats"),
    ] {
        check_found(source, Format::Markdown, quote, found);
    }
}
