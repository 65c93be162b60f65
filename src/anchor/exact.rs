//! Finds the words of all quotes in one pass over the text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::Quote;
use super::context;

/// Only this many places of a quote are kept: further ones are found only where its context agrees.
pub(super) const MAX_PLACES: usize = 1000;

/// For each quote where its words are in the normalized text, in order. A quote without words has no
/// place. Of a quote with more than [`MAX_PLACES`] places only those are given where the text has its
/// prefix and suffix, if there are any.
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
