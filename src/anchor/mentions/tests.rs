//! Which occurrences of names are mentions.

use std::fmt::Write as _;
use std::ops::Range;

use proptest::prelude::*;

use super::find;
use crate::apparatus::{Actor, ActorKind, Anchor, AnchorState, JsonObject};
use crate::essay::normalize::NormalizedText;
use crate::essay::{Essay, Format};

fn actor(names: &[&str]) -> Actor {
    Actor {
        id: names[0].to_owned(),
        name: names[0].to_owned(),
        kind: ActorKind::Group,
        aliases: names[1..].iter().map(|name| (*name).to_owned()).collect(),
        ..Actor::default()
    }
}

/// The essay with each mention in brackets, after its actor's index.
fn marked(text: &str, actors: &[&[&str]]) -> String {
    let essay = Essay::parse(text.to_owned(), Format::Plain);
    let mut actors: Vec<Actor> = actors.iter().map(|names| actor(names)).collect();
    find(&NormalizedText::new(&essay), &mut actors);
    let mut marks: Vec<(usize, usize, usize)> = Vec::new();
    for (number, actor) in actors.iter().enumerate() {
        marks.extend(
            actor
                .mentions
                .iter()
                .map(|range| (range.start, range.end, number)),
        );
    }
    marks.sort_unstable();
    let (mut out, mut at) = (String::new(), 0);
    for (start, end, number) in marks {
        out.push_str(&text[at..start]);
        let _ = write!(out, "{number}[{}]", &text[start..end]);
        at = end;
    }
    out + &text[at..]
}

#[test]
fn names_are_found_on_word_boundaries() {
    for (names, marked_text) in [
        // Acronyms keep their case; a hyphen is a word boundary; the possessive is not in the mention.
        (
            &[&["US"][..]][..],
            "0[US] and us, focus, USA, US2, Japan-0[US] relations, 0[US]'s, the 0[US].",
        ),
        (&[&["U.S."]], "The 0[U.S.] and U.S.A. and the 0[U.S.]-China"),
        (
            &[&["China"]],
            "0[China], 0[CHINA], china, 0[China]’s rise, Chinatown, anti-0[China]",
        ),
        (&[&["Élysée"]], "L'0[Élysée], 0[ÉLYSÉE], élysée"),
        (
            &[&["Europe"]],
            "l’0[Europe], d'0[Europe], O'Europe, qu'0[Europe]",
        ),
        (
            &[&["major countries"]],
            "0[Major countries] and 0[major\ncountries]",
        ),
        (&[&["Major countries"]], "even 0[major countries]"),
        (
            &[&["Five Eyes"]],
            "the \"0[Five Eyes]\" network; Five eyes? 0[Five  Eyes], five Eyes",
        ),
        (&[&["X"]], "0[X] and x, XX, 0[X]-ray"),
        (&[&["日本"]], "0[日本]と中国、0[日本]人"),
        (&[&["アメリカ"]], "0[アメリカ]はラテンアメリカ"),
        (
            &[&["한국"], &["NATO"]],
            "0[한국]은 0[한국], 0[한국]의 0[한국]에서는 0[한국]으로부터도: 1[NATO]가, 1[NATO] 한국인, 한국은행, 한국어, 대한국은",
        ),
        (&[&["Россия"]], "0[Россия], 0[РОССИЯ], россия, Россиянин"),
        // Of overlapping names the longest is the mention, else the first.
        (
            &[&["Trump"], &["Trump administration"]],
            "0[Trump] and the 1[Trump administration], 0[Trump] administrations",
        ),
        (&[&["A B"], &["B C D"]], "A 1[B C D], 0[A B] C"),
        (&[&["Korea"], &["Korea"]], "0[Korea]"),
        // A name does not span two blocks.
        (&[&["New York"]], "A New\n\nYork"),
        (&[&["Smith & Co."]], "0[Smith & Co.] wrote"),
    ] {
        let text: String = strip(marked_text);
        assert_eq!(marked(&text, names), marked_text, "{names:?}");
    }
}

/// The text without the marks.
fn strip(marked: &str) -> String {
    let characters: Vec<char> = marked.chars().collect();
    let skip = |at: usize| {
        let next = characters.get(at + 1) == Some(&'[');
        characters[at] == '[' || characters[at] == ']' || (next && characters[at].is_ascii_digit())
    };
    (0..characters.len())
        .filter(|&at| !skip(at))
        .map(|at| characters[at])
        .collect()
}

/// An actor with its mentions in a text, with corrections at these places.
fn corrected(text: String, names: &[&str], also: &[Range<usize>], not: &[Range<usize>]) -> Actor {
    let essay = Essay::parse(text, Format::Plain);
    let anchor = |passages: &[Range<usize>]| Anchor {
        multiline: None,
        at: None,
        exact: String::new(),
        prefix: None,
        suffix: None,
        state: AnchorState::Anchored,
        passages: passages.to_vec(),
        searched: true,
        extra: JsonObject::default(),
        span: 0..0,
    };
    let mut actors = [actor(names)];
    actors[0].also.push(anchor(also));
    actors[0].not.push(anchor(not));
    let counts = find(&NormalizedText::new(&essay), &mut actors);
    let found = actors[0].mentions.clone();
    // A second search changes nothing.
    assert_eq!(find(&NormalizedText::new(&essay), &mut actors), counts);
    assert_eq!(actors[0].mentions, found);
    let [actor] = actors;
    actor
}

#[test]
fn corrections_add_and_remove_mentions() {
    let at = |text: &str, words: &[&str]| -> Vec<Range<usize>> {
        let place = |words: &&str| text.find(words).map(|start| start..start + words.len());
        words.iter().filter_map(place).collect()
    };
    for (text, also, not, expected) in [
        (
            "US here, US dollar, the land.",
            &["the land"][..],
            &["US dollar"][..],
            &["US", "the land"][..],
        ),
        // Overlapping mentions are one, the longest.
        (
            "money from the US and more",
            &["money from the US", "money from the US", "the US"],
            &[],
            &["money from the US"],
        ),
        ("the US of A", &["the US", "US of A"], &[], &["US of A"]),
        // A long correction that starts far before does not hide shorter ones.
        ("US in US and US 2", &[], &["US in US and", "in"], &["US 2"]),
    ] {
        let actor = corrected(
            text.to_owned(),
            &["US", "US 2"],
            &at(text, also),
            &at(text, not),
        );
        assert_eq!(actor.mentions, at(text, expected), "{text}");
    }
}

#[test]
fn a_name_occurs_inside_a_longer_name() {
    let essay = Essay::parse("The US and the US.".to_owned(), Format::Plain);
    let mut actors = [actor(&["the US", "US", "U.S."])];
    let counts = find(&NormalizedText::new(&essay), &mut actors);
    let counts = counts[0].iter().map(|count| (count.mentions, count.occurs));
    assert_eq!(
        counts.collect::<Vec<_>>(),
        [(2, true), (0, true), (0, false)]
    );
}

/// Comparing each mention with all corrections would take minutes.
#[test]
fn many_corrections_are_applied_quickly() {
    let count = 300_000;
    let not: Vec<_> = (0..count).map(|at| 6 * at + 3..6 * at + 5).collect();
    let actor = corrected("US us ".repeat(count), &["US"], &[], &not);
    assert_eq!(actor.mentions.len(), count);
}

proptest! {
    /// Mentions do not overlap and are the name except for case.
    #[test]
    fn mentions_are_disjoint_and_are_names(
        text in "([A-Ca-c]{1,3}[ .'\n-]|é|日|\u{301}){0,40}",
        names in proptest::collection::vec("[A-Ca-cÉ]{1,3}( [A-Ca-c]{1,2})?", 1..8),
    ) {
        let essay = Essay::parse(text.clone(), Format::Plain);
        let mut actors: Vec<Actor> = names.iter().map(|name| actor(&[name])).collect();
        find(&NormalizedText::new(&essay), &mut actors);
        let mut all = Vec::new();
        for actor in &actors {
            for mention in &actor.mentions {
                let words = essay.text(mention.clone()).replace('\n', " ");
                prop_assert_eq!(words.to_lowercase(), actor.name.to_lowercase());
                all.push(mention.clone());
            }
        }
        all.sort_by_key(|range| range.start);
        for pair in all.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{:?}", pair);
        }
    }
}

/// If they were not left out, each place would have a match of every name.
#[test]
fn deeply_nested_names_are_left_out() {
    let aliases: Vec<String> = (2..=100).map(|count| vec!["A"; count].join(" ")).collect();
    let names: Vec<&str> = std::iter::once("A")
        .chain(aliases.iter().map(String::as_str))
        .collect();
    let essay = Essay::parse("A ".repeat(160), Format::Plain);
    let mut actors = [actor(&names)];
    let counts = find(&NormalizedText::new(&essay), &mut actors);
    let occurring = counts[0].iter().filter(|count| count.occurs);
    assert_eq!(occurring.count(), 16);
    assert_eq!(counts[0][15].mentions, 10);
    assert_eq!(actors[0].mentions.len(), 10);
}

proptest! {
    /// Of names with the same beginning the longest is found, for its first actor.
    #[test]
    fn of_names_with_the_same_beginning_the_longest_is_found(
        names in proptest::collection::vec("Alphabet[ab]{0,3}( [ab])?", 1..40),
        places in proptest::collection::vec("Alphabet[ab]{0,3}( [ab])?", 0..12),
    ) {
        let lists: Vec<[&str; 1]> = names.iter().map(|name| [name.as_str()]).collect();
        let actors: Vec<&[&str]> = lists.iter().map(<[&str; 1]>::as_slice).collect();
        let mut expected = String::new();
        for words in &places {
            let is_here = |name: &&String| {
                words.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(['a', 'b']))
            };
            match names.iter().filter(is_here).max_by_key(|name| name.len()) {
                Some(name) => {
                    let actor = names.iter().position(|other| other == name).unwrap();
                    let _ = write!(expected, "{actor}[{name}]{}, ", &words[name.len()..]);
                }
                None => {
                    let _ = write!(expected, "{words}, ");
                }
            }
        }
        let text = places.join(", ") + ", ";
        prop_assert_eq!(marked(&text, &actors), if places.is_empty() { text } else { expected });
    }
}

/// Comparing each word with all names would take minutes.
#[test]
fn many_names_with_the_same_beginning_are_found_quickly() {
    let mut actors: Vec<Actor> = (0..50_000)
        .map(|number| actor(&[&format!("Alphabet{number:05}")]))
        .collect();
    let text = (0..100_000).map(|number| format!("Alphabet{:05} ", number * 7 % 100_000));
    let essay = Essay::parse(text.collect(), Format::Plain);
    let counts = find(&NormalizedText::new(&essay), &mut actors);
    assert!(counts.iter().all(|counts| counts[0].mentions == 1));
}
