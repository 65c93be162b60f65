//! Checks the bundled apparatus against the bundled essay: it covers the whole essay, repeats nothing,
//! and connects every claim.

use std::collections::HashMap;
use std::ops::Range;

use postil::apparatus::{ActorIx, ActorKind, AnchorState, Claim, ClaimIx, Node, ThemeIx};
use postil::document::{Document, Subject};
use postil::essay::{Block, BlockKind, Essay, Format, Part};
use sha2::{Digest, Sha256};

const ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");
const APPARATUS: &str = include_str!("../../assets/new-us-china-cold-war.postil.toml");
/// Of the essay's file as published.
const SHA256: &str = "e232bb615abaf3798555c216226234880521a77f2130c47f48102003388216a9";

fn bundled() -> Document {
    let essay = Essay::parse(ESSAY.to_owned(), Format::Plain);
    Document::new(essay, Some(APPARATUS))
}

fn blocks(document: &Document, part: Part) -> Vec<&Block> {
    let blocks = document.essay.blocks().iter();
    blocks.filter(|block| block.part == part).collect()
}

/// The claims with the ranges of their quotes.
fn quotes(document: &Document) -> impl Iterator<Item = (&Claim, Range<usize>)> {
    document.apparatus.claims.iter().flat_map(|claim| {
        let anchors = claim.anchors.iter();
        let ranges = anchors.flat_map(|anchor| anchor.passages.iter().cloned());
        ranges.map(move |range| (claim, range))
    })
}

/// The sentences of a block, in bytes of the source. A sentence ends at a full stop, question or
/// exclamation mark (plus closing punctuation) that is followed by white space and a capital, a digit or
/// opening punctuation, but not after an initial or an abbreviation.
fn sentences(source: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    const ABBREVIATIONS: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "St", "vs", "cf", "e.g", "i.e"];
    let text = &source[block.clone()];
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        if !matches!(mark, '.' | '!' | '?') {
            continue;
        }
        let after = text[at + mark.len_utf8()..].trim_start_matches(['"', '”', '’', '\'', ')']);
        let next = after.trim_start();
        let begins =
            |char: char| char.is_uppercase() || char.is_numeric() || "\"“‘(".contains(char);
        let word = text[..at]
            .rsplit(|char: char| char.is_whitespace() || char == '(')
            .next();
        let word = word.unwrap_or_default();
        let short = word.chars().count() == 1 || ABBREVIATIONS.contains(&word);
        let ends = after.len() != next.len() && next.starts_with(begins) && !short;
        if ends || next.is_empty() {
            found.push(block.start + start..block.start + text.len() - after.len());
            start = text.len() - next.len();
        }
    }
    if start < text.trim_end().len() {
        found.push(block.start + start..block.end);
    }
    found
}

#[test]
fn sentences_are_split() {
    let table: &[(&str, &[&str])] = &[
        ("One. Two? Three!", &["One.", "Two?", "Three!"]),
        ("No end", &["No end"]),
        ("The US. The US.", &["The US.", "The US."]),
        (
            "Of \"Track 1.5\" dialogues. Next.",
            &["Of \"Track 1.5\" dialogues.", "Next."],
        ),
        ("He said \"so.\" Then.", &["He said \"so.\"", "Then."]),
        (
            "AI (e.g. vision, etc.) and more.",
            &["AI (e.g. vision, etc.) and more."],
        ),
        ("By J. Doe. End.", &["By J. Doe.", "End."]),
    ];
    for (text, expected) in table {
        let found = sentences(text, &(0..text.len())).into_iter();
        assert_eq!(
            found.map(|range| &text[range]).collect::<Vec<_>>(),
            *expected
        );
    }
}

#[test]
fn the_essay_file_is_unmodified() {
    let digest = Sha256::digest(ESSAY);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let hex: String = digits
        .map(|digit| char::from_digit(digit.into(), 16).unwrap())
        .collect();
    assert_eq!(hex, SHA256);
}

#[test]
fn the_apparatus_has_no_problems() {
    let problems = bundled().problems;
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_block_has_the_right_part() {
    let document = bundled();
    for (part, count, opening) in [
        (Part::Title, 1, "The New US-China Cold War Structure"),
        (Part::Byline, 1, "Atsushi Sunami"),
        (Part::Abstract, 3, "Aiming to secure"),
        (Part::Body, 5, "The security environment surrounding Japan"),
        (Part::AboutAuthor, 1, "Atsushi Sunami is Executive Advisor"),
        (Part::Disclaimer, 1, "The views expressed"),
        (Part::Furniture, 2, ""),
    ] {
        let found = blocks(&document, part);
        assert_eq!(found.len(), count, "{part:?}");
        let text = document.essay.text(found[0].range.clone());
        assert!(text.starts_with(opening), "{part:?}: {text}");
    }
    assert_eq!(document.essay.paragraph_count(), 5);
    let all = document.essay.text(0..ESSAY.len());
    assert!(
        !all.contains("twitter") && !all.contains("Facebook"),
        "furniture is shown"
    );
}

#[test]
fn every_sentence_is_quoted_by_a_claim() {
    let document = bundled();
    let source = document.essay.source();
    let carried: Vec<_> = quotes(&document).map(|(_, range)| range).collect();
    let mut seen = 0;
    let parts = [Part::Abstract, Part::Body].map(|part| blocks(&document, part));
    for block in parts.iter().flatten() {
        for sentence in sentences(source, &block.range) {
            seen += 1;
            let inside = |byte: &usize| carried.iter().any(|range| range.contains(byte));
            let bytes = sentence.clone().filter(inside).count();
            // Require whole clauses: a quote of a few words does not cover the sentence.
            assert!(
                2 * bytes > sentence.len(),
                "not carried: {}",
                &source[sentence]
            );
        }
    }
    assert_eq!(seen, 19, "the essay's sentences");
}

#[test]
fn every_quote_is_anchored_and_no_two_claims_share_one() {
    let document = bundled();
    let claims = document.apparatus.claims.iter();
    for (claim, anchor) in claims.flat_map(|claim| claim.anchors.iter().map(move |a| (claim, a))) {
        assert_eq!(
            anchor.state,
            AnchorState::Anchored,
            "{}: {}",
            claim.id,
            anchor.exact
        );
        assert_eq!(anchor.passages.len(), 1, "{}: {}", claim.id, anchor.exact);
    }
    let mut owners = HashMap::new();
    for (claim, range) in quotes(&document) {
        let other = owners.insert(range.clone(), &claim.id);
        assert_eq!(
            other, None,
            "{} has the same quote: {}",
            claim.id, &ESSAY[range]
        );
    }
}

#[test]
fn every_claim_has_a_theme_and_a_relation() {
    let document = bundled();
    assert!(document.apparatus.relations.len() >= 15);
    for (place, claim) in document.apparatus.claims.iter().enumerate() {
        let place = ClaimIx::new(place);
        assert!(!claim.themes.is_empty(), "{} has no theme", claim.id);
        let from = document.index.relations_from(place);
        let to = document.index.relations_to(Node::Claim(place));
        assert!(
            !from.is_empty() || !to.is_empty(),
            "{} has no relation",
            claim.id
        );
        assert!(claim.text.ends_with('.'), "{} is no sentence", claim.id);
    }
    let mut relations = document.apparatus.relations.iter();
    assert!(
        relations.any(|relation| relation.from.len() > 1),
        "two grounds that hold together"
    );
}

#[test]
fn the_conclusions_are_named() {
    let document = bundled();
    let conclusions = document.index.conclusions().iter();
    let ids: Vec<&str> = conclusions
        .map(|&claim| document.apparatus[claim].id.as_str())
        .collect();
    let named = ["response", "join-five-eyes", "diplomacy", "asia-direction"];
    assert_eq!(ids, named);
}

#[test]
fn every_actor_is_mentioned_in_the_essay() {
    for actor in &bundled().apparatus.actors {
        assert!(!actor.mentions.is_empty(), "{} is never named", actor.id);
    }
}

#[test]
fn actors_are_part_of_their_states_and_alliances() {
    let document = bundled();
    let actors = &document.apparatus.actors;
    let five_eyes = actors
        .iter()
        .position(|actor| actor.name.contains("Five Eyes"));
    let members = document.index.members(ActorIx::new(five_eyes.unwrap()));
    assert_eq!(members.len(), 5);
    for actor in actors
        .iter()
        .filter(|actor| actor.kind == ActorKind::Government)
    {
        let of = |place: &ActorIx| actors[place.get()].kind == ActorKind::State;
        assert!(actor.part_of.iter().any(of), "{} has no state", actor.id);
    }
}

#[test]
fn mentions_are_correct() {
    let document = bundled();
    let actors = &document.apparatus.actors;
    for actor in actors {
        for range in &actor.mentions {
            let before = ESSAY[..range.start].chars().next_back();
            let after = ESSAY[range.end..].chars().next();
            let inside = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
            let name = &ESSAY[range.clone()];
            assert!(
                !inside(before) && !inside(after),
                "{} in a longer word: {name}",
                actor.id
            );
        }
    }
    // Every "US", alone or in a compound, is a mention of the United States.
    let us = actors
        .iter()
        .find(|actor| actor.aliases.iter().any(|alias| alias == "US"));
    let us = us.expect("an actor goes by the name US");
    let named = |at: usize| us.mentions.iter().any(|range| range.contains(&at));
    for (at, _) in ESSAY.match_indices("US") {
        assert!(
            named(at),
            "not found: …{}…",
            &ESSAY[at.saturating_sub(20)..at + 12]
        );
    }
}

#[test]
fn every_theme_has_a_summary_and_every_paragraph_a_theme() {
    let document = bundled();
    let themes = &document.apparatus.themes;
    assert!((6..=9).contains(&themes.len()));
    let mut reached = Vec::new();
    for (place, theme) in themes.iter().enumerate() {
        let summary = theme.summary.as_deref().unwrap_or_default().trim();
        let count = sentences(summary, &(0..summary.len())).len();
        assert!(
            (2..=3).contains(&count),
            "{} has {count} sentences",
            theme.id
        );
        let passages = document.index.passages(Subject::Theme(ThemeIx::new(place)));
        assert!(!passages.is_empty(), "{} has no passage", theme.id);
        reached.extend(passages.iter().map(|passage| passage.range.start));
    }
    for block in blocks(&document, Part::Body) {
        assert_eq!(block.kind, BlockKind::Paragraph);
        let here = reached.iter().any(|at| block.range.contains(at));
        assert!(here, "not reached: {}", &ESSAY[block.range.clone()]);
    }
}

#[test]
fn every_technical_term_has_a_note() {
    let document = bundled();
    let noted: Vec<_> = document
        .apparatus
        .notes
        .iter()
        .flat_map(|note| note.anchors.iter())
        .map(|anchor| anchor.exact.to_lowercase())
        .collect();
    for term in [
        "third offset strategy",
        "spin-on",
        "dual-use technology",
        "fourth industrial revolution",
        "chinese dream",
        "belt and road",
        "made in china 2025",
        "2049",
        "track 1.5",
        "five eyes",
    ] {
        assert!(
            noted.iter().any(|quote| quote.contains(term)),
            "no note on {term}"
        );
    }
}
