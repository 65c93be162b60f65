//! What stands before and after a quote.
//!
//! Owns how far the essay agrees with a quote's prefix and suffix, and the making of a prefix and a
//! suffix that tell one place from the others. It must not know how the quote itself is found.

use std::ops::Range;

use super::Quote;
use super::distance::{Begin, Pattern};

/// What a side of which nothing agrees counts, in edits of the quote.
const SIDE: usize = 6;
/// How much of each side is looked at, in characters.
const LENGTH: usize = 32;

/// Whether a quote has any context.
pub(super) fn is_given(quote: &Quote<'_>) -> bool {
    !quote.prefix.is_empty() || !quote.suffix.is_empty()
}

/// Whether the essay has the whole of the quote's context.
pub(super) fn agrees(text: &str, places: &Range<usize>, quote: &Quote<'_>) -> bool {
    let (before, after) = sides(text, places);
    before.ends_with(quote.prefix.as_ref()) && after.starts_with(quote.suffix.as_ref())
}

/// What the context counts against a place: nothing where it agrees or none is given, six edits for
/// each side of which nothing agrees.
pub(super) fn cost(text: &str, places: &Range<usize>, quote: &Quote<'_>) -> usize {
    let (before, after) = sides(text, places);
    side(quote.prefix.chars().rev(), before.chars().rev())
        + side(quote.suffix.chars(), after.chars())
}

/// Whether at least half of the context agrees.
pub(super) fn is_near(cost: usize, quote: &Quote<'_>) -> bool {
    let given = usize::from(!quote.prefix.is_empty()) + usize::from(!quote.suffix.is_empty());
    2 * cost <= given * SIDE
}

/// The text before and after, without the space next to the quote: a prefix may have it or not.
fn sides<'a>(text: &'a str, places: &Range<usize>) -> (&'a str, &'a str) {
    let before = text.get(..places.start).unwrap_or_default();
    let after = text.get(places.end..).unwrap_or_default();
    (before.trim_end_matches(' '), after.trim_start_matches(' '))
}

/// Both outwards from the quote.
fn side(given: impl Iterator<Item = char> + Clone, found: impl Iterator<Item = char>) -> usize {
    let pattern = Pattern::new(given.take(LENGTH));
    let length = pattern.length();
    if length == 0 {
        return 0;
    }
    let distances = pattern.distances(found.take(2 * length), Begin::First);
    let least = distances.min().unwrap_or(length).min(length);
    (SIDE * least).div_ceil(length)
}
