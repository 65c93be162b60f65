//! Finds the words of all quotes in one pass over the text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::context;
use super::{MAX_PLACES, Quote};

/// Returns for each quote the places of its words in the normalized text, in order, at most
/// [`MAX_PLACES`]. If there are as many, returns only those with the quote's exact context, wherever
/// they are, unless there are none. A quote without words has no place.
pub(super) fn find(text: &str, quotes: &[Quote]) -> Vec<Vec<Range<usize>>> {
    let with_words = quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| !quote.exact.is_empty());
    let (indices, words): (Vec<usize>, Vec<&str>) = with_words
        .map(|(index, quote)| (index, quote.exact.as_str()))
        .unzip();
    if words.is_empty() {
        return vec![Vec::new(); quotes.len()];
    }
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words)
        .expect("the quotes of a file have fewer than 2^31 bytes");
    let mut places = vec![Vec::new(); quotes.len()];
    let mut places_in_context = places.clone();
    for found in automaton.find_overlapping_iter(text) {
        let index = indices[found.pattern()];
        let quote = &quotes[index];
        if places[index].len() < MAX_PLACES {
            places[index].push(found.range());
        }
        if quote.has_context()
            && places_in_context[index].len() < MAX_PLACES
            && context::agrees(text, &found.range(), quote)
        {
            places_in_context[index].push(found.range());
        }
    }
    for (all, in_context) in places.iter_mut().zip(places_in_context) {
        if all.len() == MAX_PLACES && !in_context.is_empty() {
            *all = in_context;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::find;
    use crate::anchor::{AnchorId, MAX_PLACES, Quote};
    use crate::apparatus::ClaimIx;

    fn starts(text: &str, words: &[&str]) -> Vec<Vec<usize>> {
        let quote = |words: &&str| Quote {
            id: AnchorId::Claim(ClaimIx::new(0), 0),
            written: String::new(),
            exact: (*words).to_owned(),
            prefix: String::new(),
            suffix: String::new(),
        };
        let quotes: Vec<Quote> = words.iter().map(quote).collect();
        let places = find(text, &quotes);
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
}
