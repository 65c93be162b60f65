//! Words that stand in more places than are looked at.
//!
//! Owns how the places with a quote's context are found among them. It must not know what is made of
//! these places.

use std::ops::Range;

use super::{Quote, context, exact};

/// Whether so many places may not be all.
pub(super) fn may_be_more(places: usize) -> bool {
    places >= exact::MOST
}

/// For each quote with context the places of its words, ascending, where the essay has the whole of
/// it. Context and words are looked for as one string, with and without a space where they meet: in
/// one pass, wherever in the text they stand.
pub(super) fn in_context(text: &str, quotes: &[&Quote<'_>]) -> Vec<Vec<Range<usize>>> {
    let mut strings = Vec::new();
    let mut asked = Vec::new();
    for (by, quote) in quotes.iter().enumerate() {
        for (before, after) in [("", ""), (" ", ""), ("", " "), (" ", " ")] {
            let needless = |side: &str, gap: &str| side.is_empty() && !gap.is_empty();
            if needless(&quote.prefix, before) || needless(&quote.suffix, after) {
                continue;
            }
            let parts = [&quote.prefix, before, &quote.exact, after, &quote.suffix];
            strings.push(parts.concat());
            asked.push((by, quote.prefix.len() + before.len()));
        }
    }
    let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
    let mut all = vec![Vec::new(); quotes.len()];
    for ((by, words), found) in asked.into_iter().zip(exact::places(text, &strings)) {
        let (Some(quote), Some(places)) = (quotes.get(by), all.get_mut(by)) else {
            continue;
        };
        places.extend(found.into_iter().map(|at| {
            let start = at as usize + words;
            start..start + quote.exact.len()
        }));
    }
    for places in &mut all {
        places.sort_by_key(|place: &Range<usize>| place.start);
        places.dedup();
        places.truncate(exact::MOST);
    }
    all
}

/// The same for the words of a place with this much context, without that place.
pub(super) fn others_in_context(
    text: &str,
    place: &Range<usize>,
    quote: &Quote<'_>,
) -> Vec<Range<usize>> {
    let quote = Quote {
        exact: text.get(place.clone()).unwrap_or_default().into(),
        ..quote.clone()
    };
    let mut places = in_context(text, &[&quote]).pop().unwrap_or_default();
    places.retain(|other| other != place && context::agrees(text, other, &quote));
    places
}
