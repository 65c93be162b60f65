//! Finds the words of all quotes in the text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem;

/// The maximum length of a chain of patterns that are suffixes of one another, such as "c", "b c" and
/// "a b c", in one automaton. It bounds the matches at one place and the automaton's size.
const MAX_SUFFIX_CHAIN: usize = 16;

/// Up to this product of the number of patterns and the bytes of the text, each pattern is searched for
/// separately: for an essay that is faster than building the automaton.
const MAX_NAIVE_SEARCH_BYTES: usize = 4 << 20;

fn needs_automaton(text: &str, words: usize) -> bool {
    words.saturating_mul(text.len()) > MAX_NAIVE_SEARCH_BYTES
}

/// Returns for each of the words their places in the text, in order, at most `max_places`. An empty
/// string has no place.
pub(super) fn find(text: &str, words: &[&str], max_places: usize) -> Vec<Vec<Range<usize>>> {
    let distinct = words.iter().copied().filter(|words| !words.is_empty());
    let distinct: HashSet<&str> = distinct.collect();
    let in_one_pass = needs_automaton(text, distinct.len());
    let places = find_words(text, distinct, in_one_pass, max_places);
    let places = words.iter().map(|words| places.get(words).cloned());
    places.map(Option::unwrap_or_default).collect()
}

/// The first `max_places` places of each of the words.
fn find_words<'a>(
    text: &str,
    words: HashSet<&'a str>,
    in_one_pass: bool,
    max_places: usize,
) -> HashMap<&'a str, Vec<Range<usize>>> {
    let words = words.into_iter().collect();
    let (together, one_by_one) = if in_one_pass {
        split_suffix_chains(words)
    } else {
        (Vec::new(), words)
    };
    let mut places = vec![Vec::new(); together.len()];
    if in_one_pass {
        for found in automaton(&together).find_overlapping_iter(text) {
            let places = &mut places[found.pattern()];
            if places.len() < max_places {
                places.push(found.range());
            }
        }
    }
    let one_by_one = one_by_one.into_iter().map(|words| {
        let places = occurrences(text, words).take(max_places);
        (words, places.collect())
    });
    together.into_iter().zip(places).chain(one_by_one).collect()
}

/// Splits off the patterns that end in [`MAX_SUFFIX_CHAIN`] others or more.
pub(super) fn split_suffix_chains(mut words: Vec<&str>) -> (Vec<&str>, Vec<&str>) {
    words.sort_by(|one, other| one.bytes().rev().cmp(other.bytes().rev()));
    let mut ends: Vec<&str> = Vec::new();
    words.into_iter().partition(|words| {
        while ends.last().is_some_and(|end| !words.ends_with(end)) {
            ends.pop();
        }
        ends.push(words);
        ends.len() <= MAX_SUFFIX_CHAIN
    })
}

/// Calls `visit` with the index of a word and a place of it, for all places of all words, which are not
/// empty. The places are in the order of their ends; of those with the same end the longest is first.
pub(super) fn for_each_match(
    text: &str,
    words: &[&str],
    mut visit: impl FnMut(usize, Range<usize>),
) {
    if needs_automaton(text, words.len()) {
        for found in automaton(words).find_overlapping_iter(text) {
            visit(found.pattern().as_usize(), found.range());
        }
        return;
    }
    let places_of = |(index, word)| occurrences(text, word).map(move |place| (index, place));
    let mut places: Vec<_> = words
        .iter()
        .copied()
        .enumerate()
        .flat_map(places_of)
        .collect();
    places.sort_by_key(|(_, place)| (place.end, place.start));
    for (index, place) in places {
        visit(index, place);
    }
}

/// Finds all of the words in one pass.
fn automaton(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words)
        .expect("the words of a file have fewer than 2^31 bytes")
}

/// The places of some words in a text, including those that overlap.
pub(super) fn occurrences<'a>(
    text: &'a str,
    words: &'a str,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let finder = memmem::Finder::new(words);
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + finder.find(&text.as_bytes()[from..])?;
        from = start + 1;
        Some(start..start + words.len())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        MAX_SUFFIX_CHAIN, automaton, find, find_words, for_each_match, split_suffix_chains,
    };
    use crate::anchor::MAX_PLACES;

    fn starts(text: &str, words: &[&str]) -> Vec<Vec<usize>> {
        let places = find(text, words, MAX_PLACES);
        let words_set = || {
            words
                .iter()
                .copied()
                .filter(|words| !words.is_empty())
                .collect()
        };
        let one_by_one = find_words(text, words_set(), false, MAX_PLACES);
        assert_eq!(find_words(text, words_set(), true, MAX_PLACES), one_by_one);
        for (places, words) in places.iter().zip(words) {
            assert!(places.iter().all(|place| text[place.clone()] == **words));
        }
        places
            .iter()
            .map(|places| places.iter().map(|place| place.start).collect())
            .collect()
    }

    proptest! {
        #[test]
        fn every_place_is_found(
            text in "[ab]{0,200}|[ab ]{0,300}",
            words in proptest::collection::vec("[ab]{1,20}|[abc]{8,9}|[ab ]{15,40}", 0..20),
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            for (words, found) in words.iter().zip(starts(&text, &words)) {
                let expected: Vec<usize> =
                    (0..text.len()).filter(|&at| text[at..].starts_with(words)).collect();
                prop_assert_eq!(found, expected, "{}", words);
            }
        }
    }

    proptest! {
        #[test]
        fn matches_come_in_the_order_of_one_pass(
            text in "[ab]{0,200}",
            words in proptest::collection::hash_set("[ab]{1,6}", 0..12),
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let automaton = automaton(&words);
            let in_one_pass = automaton.find_overlapping_iter(&text);
            let expected: Vec<_> =
                in_one_pass.map(|found| (found.pattern().as_usize(), found.range())).collect();
            let mut matches = Vec::new();
            for_each_match(&text, &words, |word, place| matches.push((word, place)));
            prop_assert_eq!(matches, expected);
        }
    }

    #[test]
    fn overlapping_equal_and_empty_quotes_are_found() {
        let text = "the long and the longest of the long ones";
        let words = [
            "the",
            "the long",
            "the longest of",
            "the long",
            "zz",
            "",
            "ones",
        ];
        let expected: [&[usize]; 7] = [
            &[0, 13, 28],
            &[0, 13, 28],
            &[13],
            &[0, 13, 28],
            &[],
            &[],
            &[37],
        ];
        assert_eq!(starts(text, &words), expected);
    }

    #[test]
    fn places_are_capped() {
        let words = ["a".repeat(8), "a".repeat(40)];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = starts(&"a".repeat(5000), &words);
        assert!(found.iter().all(|places| places.len() == MAX_PLACES));
    }

    /// Without the limit each state of the automaton, and each place, would have a match of every quote.
    #[test]
    fn few_nested_words_are_searched_in_one_pass() {
        let nested: Vec<String> = (1..=100).map(|count| "a".repeat(count)).collect();
        let mut words: Vec<&str> = nested.iter().map(String::as_str).collect();
        words.extend(["b", "ab"]);
        let (together, one_by_one) = split_suffix_chains(words.clone());
        assert_eq!(together.len(), MAX_SUFFIX_CHAIN + 2);
        assert_eq!(one_by_one, words[MAX_SUFFIX_CHAIN..100]);
        let text = "a".repeat(200) + "b";
        for (words, starts) in words.iter().zip(starts(&text, &words)) {
            let expected = (0..text.len()).filter(|&at| text[at..].starts_with(words));
            assert_eq!(starts, expected.collect::<Vec<_>>(), "{words}");
        }
    }
}
