//! A passage as it would be quoted.
//!
//! Owns the choice of the least context that tells a place from all others where the same words
//! stand. It must not know where the quote is written to.

use std::borrow::Cow;
use std::ops::Range;

use super::context;
use super::exact;
use super::frequent;
use super::{Quote, Slot};
use crate::apparatus::ClaimIx;
use crate::essay::normalize::NormalizedText;

/// A quote and as much context as it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The words.
    pub exact: String,
    /// What stands just before them, where that is needed.
    pub prefix: Option<String>,
    /// What stands just after them, where the prefix does not settle it.
    pub suffix: Option<String>,
}

/// Writes a passage, in bytes of the essay's source, as a quote that is found there and nowhere else.
/// Nothing is given for a passage without words.
#[must_use]
pub fn written(text: &NormalizedText, passage: &Range<usize>) -> Option<Written> {
    let places = text.place(passage.start)..text.place(passage.end);
    let words = text.text().get(places.clone())?;
    let start = places.start + (words.len() - words.trim_start_matches(' ').len());
    let exact = words.trim_matches(' ');
    if exact.is_empty() {
        return None;
    }
    let found = exact::places(text.text(), &[exact])
        .pop()
        .unwrap_or_default();
    let others: Vec<Range<usize>> = found
        .into_iter()
        .map(|at| at as usize..at as usize + exact.len())
        .filter(|place| place.start != start)
        .collect();
    let (prefix, suffix) = settle(
        text.text(),
        &(start..start + exact.len()),
        &others,
        usize::MAX,
    );
    Some(Written {
        exact: exact.to_owned(),
        prefix,
        suffix,
    })
}

/// The least prefix, or else the least suffix behind the longest prefix, that no other place has.
/// Words are added one, two, four … at a time, to the text's very ends if need be, but of no more
/// than `most` bytes on either side: what is as long as that may not settle it.
pub(super) fn settle(
    text: &str,
    place: &Range<usize>,
    others: &[Range<usize>],
    most: usize,
) -> (Option<String>, Option<String>) {
    let mut quote = Quote {
        slot: Slot::Claim(ClaimIx(0), 0),
        exact: Cow::Borrowed(""),
        prefix: Cow::Borrowed(""),
        suffix: Cow::Borrowed(""),
    };
    let mut others = Others {
        text,
        place,
        many: frequent::may_be_more(others.len() + 1),
        places: others.to_vec(),
    };
    let from = text.floor_char_boundary(place.start.saturating_sub(most));
    let to = text.ceil_char_boundary(place.end.saturating_add(most).min(text.len()));
    let before = text.get(from..place.start).unwrap_or_default();
    let after = text.get(place.end..to).unwrap_or_default();
    let mut count = 1;
    while !others.places.is_empty() && quote.prefix.len() < before.trim().len() {
        let start = before
            .trim_end()
            .rmatch_indices(' ')
            .nth(count - 1)
            .map_or(0, |(at, _)| at);
        quote.prefix = Cow::Borrowed(before.get(start..).unwrap_or_default().trim());
        others.keep_like(&quote);
        count *= 2;
    }
    count = 1;
    while !others.places.is_empty() && quote.suffix.len() < after.trim().len() {
        let after = after.trim_start();
        let end = after
            .match_indices(' ')
            .nth(count - 1)
            .map_or(after.len(), |(at, _)| at);
        quote.suffix = Cow::Borrowed(after.get(..end).unwrap_or_default().trim());
        others.keep_like(&quote);
        count *= 2;
    }
    let some = |words: Cow<'_, str>| Some(words.into_owned()).filter(|words| !words.is_empty());
    (some(quote.prefix), some(quote.suffix))
}

/// The other places of a place's words.
struct Others<'a> {
    text: &'a str,
    place: &'a Range<usize>,
    places: Vec<Range<usize>>,
    /// There may be more of them than these.
    many: bool,
}

impl Others<'_> {
    /// Keeps those that have this context too.
    fn keep_like(&mut self, quote: &Quote<'_>) {
        let text = self.text;
        self.places
            .retain(|other| context::agrees(text, other, quote));
        if self.places.is_empty() && self.many {
            self.places = frequent::others_in_context(text, self.place, quote);
            self.many = frequent::may_be_more(self.places.len() + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::settle;

    /// Compared to the text's end with each of the others, these would take minutes.
    #[test]
    fn what_is_the_same_for_long_is_not_told_apart() {
        let text = "word ".repeat(1_000_000);
        let places: Vec<_> = (0..1_000).map(|at| 5 * at..5 * at + 4).collect();
        for (here, place) in places.iter().enumerate().take(100) {
            let mut others = places.clone();
            others.remove(here);
            let (prefix, suffix) = settle(&text, place, &others, 100);
            let length = |words: Option<String>| words.map_or(0, |words| words.len());
            assert!(length(prefix) <= 100);
            assert!((98..=100).contains(&length(suffix)));
        }
    }
}
