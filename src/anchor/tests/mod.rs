//! Anchoring of quotes: as written, edited, deleted, repeated.

mod ambiguous;
mod context;
mod copied;
mod nearest;

use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{Resolution, max_edits, suggest_quote};
use crate::apparatus::diagnostics::AMBIGUOUS;
use crate::apparatus::{Anchor, AnchorState, Apparatus, Claim, JsonObject, Note};
use crate::document::Document;
use crate::essay::normalize::{NormalizedText, normalize};
use crate::essay::{Essay, Format};

fn essay(text: &str) -> Essay {
    Essay::parse(text.to_owned(), Format::Plain)
}

fn anchor(exact: &str, prefix: &str, suffix: &str) -> Anchor {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Anchor {
        exact: exact.to_owned(),
        multiline: exact.contains('\n').then(|| exact.to_owned()),
        prefix: some(prefix),
        suffix: some(suffix),
        at: None,
        state: AnchorState::Orphan,
        passages: Vec::new(),
        searched: false,
        extra: JsonObject::default(),
        span: 0..0,
    }
}

/// The resolution of a claim's quote.
fn resolve(essay: &Essay, anchor: Anchor) -> Resolution {
    let mut apparatus = Apparatus::default();
    apparatus.claims.push(Claim {
        anchors: vec![anchor],
        ..Claim::default()
    });
    run(essay, &apparatus)
}

/// The resolution of a note's quote.
fn resolve_note(essay: &Essay, anchor: Anchor) -> Resolution {
    let mut apparatus = Apparatus::default();
    let note = Note {
        anchors: vec![anchor],
        ..Note::default()
    };
    apparatus.notes.push(note);
    run(essay, &apparatus)
}

fn run(essay: &Essay, apparatus: &Apparatus) -> Resolution {
    let text = Arc::new(NormalizedText::new(essay));
    let (mut resolutions, pending) = super::resolve(essay, &text, apparatus);
    resolutions.extend(pending.run());
    resolutions.remove(0)
}

/// Checks the state of a quote (words, prefix, suffix) and the text of its passages.
fn check(source: &str, quote: [&str; 3], state: AnchorState, found: &[&str]) {
    let essay = essay(source);
    let resolution = resolve(&essay, anchor(quote[0], quote[1], quote[2]));
    let texts: Vec<&str> = resolution
        .passages
        .iter()
        .map(|range| &essay.source()[range.clone()])
        .collect();
    assert_eq!(
        (resolution.state, texts.as_slice()),
        (state, found),
        "{quote:?} in {source:?}"
    );
}

#[test]
fn normalized_quotes_are_anchored() {
    use AnchorState::Anchored;
    for (source, quote, found) in [
        ("A plain text.", "plain", "plain"),
        (
            "Two  spaces\nand an end.",
            "Two spaces and an",
            "Two  spaces\nand an",
        ),
        ("He said “yes” – it’s so.", "\"yes\" - it's", "“yes” – it’s"),
        (
            "He said \"yes\" -- it's so.",
            "“yes” — it’s",
            "\"yes\" -- it's",
        ),
        (
            "The o\u{fb03}ce of e\u{fb00}ect.",
            "office of effect",
            "o\u{fb03}ce of e\u{fb00}ect",
        ),
        ("Inno\u{ad}vation.", "Innovation", "Inno\u{ad}vation"),
        ("Cafe\u{301} du monde.", "Café du", "Cafe\u{301} du"),
        ("Café du monde.", "Cafe\u{301} du", "Café du"),
        ("한국은 나라.", "\u{1112}\u{1161}\u{11ab}국은", "한국은"),
        ("Wait… what?", "Wait... what", "Wait… what"),
        (
            "One block.\n\nAnother block.",
            "block. Another",
            "block.\n\nAnother",
        ),
        ("Zero\u{200b}width.", "Zerowidth", "Zero\u{200b}width"),
        ("A\u{a0}b c.", "A b", "A\u{a0}b"),
    ] {
        check(source, [quote, "", ""], Anchored, &[found]);
    }
}

#[test]
fn context_and_word_boundaries_choose_among_places() {
    use AnchorState::{Ambiguous, Anchored, Drifted, Orphan};
    let text = "The rise of China. The rise of India. An enterprise, and the end of it.";
    for (quote, state, found) in [
        (["rise of", "", ""], Ambiguous, &["rise of", "rise of"][..]),
        (["rise of", "", "India"], Anchored, &["rise of"]),
        (["rise of", "China. The", ""], Anchored, &["rise of"]),
        (["rise of", "China. The ", " India"], Anchored, &["rise of"]),
        // A whole word is preferred to a part of one.
        (["end", "", ""], Anchored, &["end"]),
        (["prise", "", ""], Anchored, &["prise"]),
        // With another context the quote has drifted to the place with the most similar one.
        (["rise of", "Chima. The", ""], Drifted, &["rise of"]),
        (
            ["end of it", "enterprise, or the", ""],
            Drifted,
            &["end of it"],
        ),
        (["end of it", "she wept at", ""], Orphan, &[]),
        (["rise of", "xxxxxxxxx", "yyyyyyy"], Orphan, &[]),
        (
            [
                "The rise of India. An enterprise, and the end",
                "xxxxxxxxx",
                "",
            ],
            Drifted,
            &["The rise of India. An enterprise, and the end"],
        ),
    ] {
        check(text, quote, state, found);
    }
    check(
        "“Yes” he said, \"Yes\" she said.",
        ["\"Yes\"", "", ""],
        Anchored,
        &["\"Yes\""],
    );
}

#[test]
fn a_note_is_anchored_at_every_place_of_its_words() {
    let essay = essay("The Belt and Road. A belt. The Belt\nand Road again.");
    let resolution = resolve_note(&essay, anchor("Belt and Road", "", ""));
    assert_eq!(resolution.state, AnchorState::Anchored);
    assert_eq!(resolution.passages, [4..17, 31..44]);
    let resolution = resolve_note(&essay, anchor("Belt and Road", "", "again"));
    assert_eq!(
        resolution.passages.as_slice(),
        std::slice::from_ref(&(31..44))
    );
}

#[test]
fn changed_quotes_drift_to_the_closest_match() {
    use AnchorState::{Drifted, Orphan};
    let text = "China has been steadily driving scientific innovation since 2049. \
                The US economy grew.\n\nThe UK economy shrank, and Japan stands at a critical \
                juncture in determining how to survive.";
    for (quote, state, found) in [
        (
            "China has steadily driven scientific innovation",
            Orphan,
            &[][..],
        ),
        (
            "China had been steadily driving scientific inovation",
            Drifted,
            &["China has been steadily driving scientific innovation"],
        ),
        (
            "China has been steadily driving scientific innovation since 2035",
            Drifted,
            &["China has been steadily driving scientific innovation since 2049"],
        ),
        (
            "Japan stands at the critical juncture for determining",
            Drifted,
            &["Japan stands at a critical juncture in determining"],
        ),
        // Two places are equally close; short quotes are never matched with edits.
        ("The UX economy grew", Drifted, &["The US economy grew"]),
        ("The UN economy", Orphan, &[]),
        ("criticalx", Orphan, &[]),
        (
            "Nothing of the sort was ever written in this essay",
            Orphan,
            &[],
        ),
    ] {
        check(text, [quote, "", ""], state, found);
    }
}

#[test]
fn a_match_needs_a_clear_lead_which_context_may_give() {
    use AnchorState::{Drifted, Orphan};
    let text = "In spring the northern harbour was closed to ships. In autumn the northern harbour \
                was closed to ships, and the southern one stayed open.";
    let harbour = "the northern harbour was closed to ships";
    let quote = "the northern harbor was closed to ships";
    let places: Vec<_> = text.match_indices(harbour).map(|(at, _)| at).collect();
    for (prefix, suffix, state, found) in [
        // Both places are one edit away; the context decides.
        ("", "", Orphan, None),
        ("In spring", "", Drifted, Some(0)),
        ("In autumn", "", Drifted, Some(1)),
        ("", ", and the southern", Drifted, Some(1)),
        ("when it snowed", "though few came", Orphan, None),
    ] {
        let passage = |place: usize| places[place]..places[place] + harbour.len();
        let found: Vec<_> = found.into_iter().map(passage).collect();
        let resolution = resolve(&essay(text), anchor(quote, prefix, suffix));
        let is = (resolution.state, resolution.passages);
        assert_eq!(is, (state, found), "{prefix} {suffix}");
    }
}

/// A text of words that repeat, with something of everything that is normalized.
fn prose() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[abc]{1,3}",
        1 => "[a-z]{2,9}",
        1 => Just("cafe\u{301}".to_owned()),
        1 => Just("ﬁne".to_owned()),
        1 => Just("“it’s”".to_owned()),
        1 => Just("co\u{ad}op".to_owned()),
        1 => Just("日本語".to_owned()),
        1 => Just("🇯🇵👩‍🔬".to_owned()),
        1 => Just("—".to_owned()),
    ];
    let gap = prop_oneof![8 => Just(" "), 1 => Just("  "), 1 => Just("\n"), 1 => Just("\n\n")];
    proptest::collection::vec((word, gap), 1..60).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect()
    })
}

/// Sentences of ten words that hardly repeat.
fn sentences(words: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-z]{3,9}", words..words + 1).prop_map(|words| {
        words
            .chunks(10)
            .map(|words| format!("{}.", words.join(" ")))
            .collect()
    })
}

/// Edits: the position as a share of the quote, the kind, the character.
fn edits() -> impl Strategy<Value = Vec<(f64, u8, char)>> {
    proptest::collection::vec(
        (0.0..1.0_f64, 0..3_u8, proptest::char::range('a', 'z')),
        1..40,
    )
}

/// Makes the first `count` edits inside a quote, leaving `margin` characters at either end.
fn edit(quote: &str, edits: &[(f64, u8, char)], count: usize, margin: usize) -> String {
    let mut characters: Vec<char> = quote.chars().collect();
    for &(share, kind, character) in edits.iter().take(count) {
        let room = characters.len() - 2 * margin;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let at = margin + (share * room as f64) as usize;
        match kind {
            0 => characters[at] = character,
            1 => characters.insert(at, character),
            _ => drop(characters.remove(at)),
        }
    }
    characters.into_iter().collect()
}

/// A TOML string for words without three single quotes.
fn literal(words: &str) -> String {
    format!("'''{words}'''")
}

/// A document with one claim that has this quote.
fn quoting(text: &str, quote: &str) -> Document {
    let file = format!(
        "format = 1\n[[claim]]\nid = \"c\"\ntext = \"C.\"\nkind = \"causal\"\nquotes = [{quote}]\n"
    );
    Document::anchored(essay(text), Some(&file))
}

/// The contexts suggested for the places of an ambiguous quote, as `prefix = "…"`.
fn suggested_contexts(text: &str, words: &str) -> Vec<String> {
    let problems = quoting(text, &literal(words)).problems;
    let ambiguous = problems.iter().find(|it| it.code == AMBIGUOUS.name);
    let help = ambiguous.and_then(|it| it.help.as_deref());
    let Some((_, choices)) = help.and_then(|help| help.split_once(", … } with ")) else {
        return Vec::new();
    };
    let mut parts: Vec<_> = choices.split(" for the one ").map(str::to_owned).collect();
    parts.pop();
    for part in &mut parts[1..] {
        // Before it is the location of the previous one.
        let at = part.find("; ").unwrap();
        *part = part[at + 2..].to_owned();
    }
    parts
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A passage quoted with the suggested context is anchored at its own place.
    #[test]
    fn a_suggested_quote_is_anchored_at_its_passage(text in prose(), from in 0.0..1.0_f64, length in 1..30_usize) {
        let essay = essay(&text);
        let normalized = NormalizedText::new(&essay);
        let bounds: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let from = (from * bounds.len() as f64) as usize;
        let start = bounds[from];
        let end = bounds.get(from + length).copied().unwrap_or(text.len());
        let Some(quote) = suggest_quote(&normalized, &(start..end)) else { return Ok(()) };
        let prefix = quote.prefix.unwrap_or_default();
        let found = resolve(&essay, anchor(&quote.exact, &prefix, &quote.suffix.unwrap_or_default()));
        prop_assert_eq!(found.state, AnchorState::Anchored);
        let passage = &found.passages[0];
        prop_assert!(overlap(passage, &(start..end)), "{:?} is not in {:?}", passage, start..end);
        let words = essay.text(passage.clone());
        prop_assert_eq!(normalize(&words), quote.exact);
    }

    /// A context suggested for an ambiguous quote makes it unique.
    #[test]
    fn a_suggested_context_makes_a_quote_unique(
        text in prose(),
        which in 0..60_usize,
        escaped in any::<bool>(),
    ) {
        let text = if escaped { text.replace('a', "\\\"") } else { text };
        let essay = essay(&text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let word = words[which % words.len()];
        let places = resolve(&essay, anchor(word, "", "")).passages;
        let mut places = places.iter();
        for context in suggested_contexts(&text, word) {
            let quote = format!("{{ exact = {}, {context} }}", literal(word));
            let document = quoting(&text, &quote);
            let found = &document.apparatus.claims[0].anchors[0];
            prop_assert_eq!(found.state, AnchorState::Anchored, "{}", quote);
            // Each is another place, in order.
            prop_assert!(places.any(|place| *place == found.passages[0]), "{}", quote);
        }
    }

    /// With fewer random edits than allowed a long quote drifts to its own place, with exact ends.
    #[test]
    fn an_edited_quote_drifts_to_its_own_place(
        sentences in sentences(80),
        which in 0..8_usize,
        edits in edits(),
        count in 1..40_usize,
    ) {
        let text = sentences.join(" ");
        let quote = sentences[which].trim_end_matches('.');
        let count = count.min(max_edits(quote.chars().count() - 3) - 1);
        let edited = edit(quote, &edits, count, 6);
        prop_assume!(!text.contains(&edited));
        let found = resolve(&essay(&text), anchor(&edited, "", ""));
        prop_assert_eq!(found.state, AnchorState::Drifted, "{}", edited);
        prop_assert_eq!(&text[found.passages[0].clone()], quote);
    }

    /// A short quote is only found exactly.
    #[test]
    fn a_short_quote_never_drifts(
        sentences in sentences(40),
        which in 0..4_usize,
        length in 1..14_usize,
        edits in edits(),
    ) {
        let text = sentences.join(" ");
        let quote: String = sentences[which].chars().take(length).collect();
        let edited = edit(&quote, &edits, 1, 0);
        prop_assume!(normalize(&edited).chars().count() < 14);
        let found = resolve(&essay(&text), anchor(&edited, "", ""));
        prop_assert_ne!(found.state, AnchorState::Drifted, "{}", edited);
    }

    /// A quote from a deleted sentence is an orphan, however much other text there is.
    #[test]
    fn a_deleted_quote_is_an_orphan(
        sentences in sentences(200),
        which in 0..20_usize,
        edits in edits(),
        count in 0..4_usize,
    ) {
        let mut sentences = sentences;
        let quote = sentences.remove(which);
        let edited = edit(&quote, &edits, count, 6);
        let found = resolve(&essay(&sentences.join(" ")), anchor(&edited, "", ""));
        prop_assert_eq!(found.state, AnchorState::Orphan);
        prop_assert!(found.passages.is_empty());
    }

    /// A quote is found in a long text as in a short one.
    #[test]
    fn a_quote_is_found_in_long_text_as_in_short_text(
        sentences in sentences(40),
        which in 0..4_usize,
        edits in edits(),
        count in 1..12_usize,
    ) {
        let short = sentences.join(" ");
        let filler = "zqx vvk jjw qqz xkx. ".repeat(2000);
        let long = format!("{filler}\n\n{short}\n\n{filler}");
        let edited = edit(&sentences[which], &edits, count, 6);
        let (in_short, in_long) =
            (resolve(&essay(&short), anchor(&edited, "", "")), resolve(&essay(&long), anchor(&edited, "", "")));
        prop_assert_eq!(in_short.state, in_long.state);
        let offset = filler.len() + 2;
        for (one, other) in in_short.passages.iter().zip(&in_long.passages) {
            prop_assert_eq!(one.start + offset..one.end + offset, other.clone());
        }
    }

    /// No quote and no text cause a panic.
    #[test]
    fn resolving_never_panics(text in "\\PC{0,80}|[ab\u{301}\u{200d}\n\u{1b}\u{202e} -]{0,60}", quote in "\\PC{0,40}|[ab\u{301}\u{200d}\n\u{1b} -]{1,30}") {
        let essay = essay(&text);
        let found = resolve(&essay, anchor(&quote, &quote, "b"));
        for passage in found.passages {
            prop_assert!(text.get(passage).is_some());
        }
    }
}
