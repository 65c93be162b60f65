//! The prefix and suffix of quotes: which of several places they mean, and the shortest ones that make
//! a passage unique.

use std::ops::Range;

use super::edit_distance::{EditPattern, MatchStart};
use super::exact::occurrences;
use super::word_boundary::is_boundary;
use super::{Quote, Reason, Resolution};
use crate::apparatus::AnchorState;
use crate::essay::Essay;
use crate::essay::normalize::NormalizedText;

/// The cost of a prefix or suffix that is entirely different in the text, in edits of the quote.
const MAX_SIDE_COST: usize = 6;
/// The maximum number of characters of a prefix or suffix that are compared by edits.
const MAX_COMPARED_CONTEXT: usize = 32;
/// A quote of at least this many characters that is found in one place, but not with its context, is
/// drifted; a shorter one is orphan.
const MIN_LENGTH_WITHOUT_CONTEXT: usize = 40;
/// If a quote has more places than are kept, this many times as many are compared with its prefix and
/// suffix.
pub(super) const PLACES_COMPARED: usize = 10;
/// The maximum number of bytes beside a passage that are searched for a unique prefix or suffix.
const MAX_CONTEXT_BYTES: usize = 1200;

/// A passage as a quote, with the context that it needs to be unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedQuote {
    /// The words of the passage.
    pub exact: String,
    /// The words just before them, if needed.
    pub prefix: Option<String>,
    /// The words just after them, if the prefix is not enough.
    pub suffix: Option<String>,
}

/// The quote for a passage, given in bytes of the essay's source. `None` if the passage has no words,
/// or if no context of reasonable length makes it unique.
#[must_use]
pub fn suggest_quote(text: &NormalizedText, passage: &Range<usize>) -> Option<SuggestedQuote> {
    let start = text.normalized_offset(passage.start);
    let end = text.normalized_offset(passage.end);
    let words = text.text().get(start..end)?;
    let exact = words.trim_matches(' ');
    if exact.is_empty() {
        return None;
    }
    let start = start + words.len() - words.trim_start_matches(' ').len();
    let (prefix, suffix) = unique_context(text.text(), &(start..start + exact.len()))?;
    Some(SuggestedQuote {
        exact: exact.to_owned(),
        prefix,
        suffix,
    })
}

/// The shortest prefix, or else the longest prefix with the shortest suffix, by which a place differs
/// from all others with the same words. `None` if they are alike for [`MAX_CONTEXT_BYTES`] on both
/// sides.
pub(super) fn unique_context(
    text: &str,
    place: &Range<usize>,
) -> Option<(Option<String>, Option<String>)> {
    let (before, after) = surrounding_text(text, place);
    let same_before = |other: &Range<usize>, length: usize| {
        let other_before = surrounding_text(text, other).0.as_bytes();
        other_before.ends_with(&before.as_bytes()[before.len() - length..])
    };
    let same_after = |other: &Range<usize>, length: usize| {
        let other_after = surrounding_text(text, other).1.as_bytes();
        other_after.starts_with(&after.as_bytes()[..length])
    };
    let others = || occurrences(text, &text[place.clone()]).filter(|other| other != place);

    let Some(common) = longest_common(others(), before.len(), same_before) else {
        return Some((None, None));
    };
    // The prefix starts at the last word that no other place has before its words.
    let differing =
        before[..before.ceil_char_boundary(before.len() - common)].trim_end_matches(' ');
    if common < MAX_CONTEXT_BYTES && !differing.is_empty() {
        let start = differing.rfind(' ').map_or(0, |space| space + 1);
        return Some((Some(before[start..].to_owned()), None));
    }
    let start = before.ceil_char_boundary(before.len().saturating_sub(MAX_CONTEXT_BYTES));
    let prefix = before[start..].trim_start();
    let with_prefix = others().filter(|other| same_before(other, prefix.len()));
    let common = longest_common(with_prefix, after.len(), same_after)?;
    let differing = after[after.floor_char_boundary(common)..].trim_start_matches(' ');
    if common >= MAX_CONTEXT_BYTES || differing.is_empty() {
        return None;
    }
    let rest = differing
        .find(' ')
        .map_or(0, |space| differing.len() - space);
    let suffix = after[..after.len() - rest].to_owned();
    Some((
        Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()),
        Some(suffix),
    ))
}

/// The length of the longest context, in bytes, that a place shares with another one, at most
/// [`MAX_CONTEXT_BYTES`]. `has_same` tells whether a place shares a context of a length. Each place is
/// first tested for one byte more than the best so far, so that repetitive texts cost little.
fn longest_common(
    others: impl Iterator<Item = Range<usize>>,
    context_length: usize,
    has_same: impl Fn(&Range<usize>, usize) -> bool,
) -> Option<usize> {
    let max = context_length.min(MAX_CONTEXT_BYTES);
    let mut longest = None;
    for other in others {
        let mut length = longest.unwrap_or(0);
        while length < max && has_same(&other, length + 1) {
            length += 1;
        }
        longest = Some(length);
        if length == max {
            break;
        }
    }
    longest
}

/// Chooses which of the places of its words a quote means.
pub(super) fn choose(
    essay: &Essay,
    text: &NormalizedText,
    quote: &Quote,
    mut places: Vec<Range<usize>>,
    max_places: usize,
) -> Resolution {
    if places.len() == max_places && quote.has_context() {
        let compared = occurrences(text.text(), &quote.exact).take(PLACES_COMPARED * max_places);
        let in_context = compared.filter(|place| has_exact_context(text.text(), place, quote));
        let in_context: Vec<_> = in_context.take(max_places).collect();
        if !in_context.is_empty() {
            places = in_context;
        }
    }
    let capped = places.len() == max_places;
    let source = |place: &Range<usize>| text.source_range(place.clone());
    let resolution = |state, places: &[Range<usize>], reason| Resolution {
        id: quote.id,
        state,
        passages: places.iter().map(source).collect(),
        reason,
    };
    if quote.has_context()
        && let Err(nearest) = retain_by_context(text.text(), quote, &mut places, capped)
    {
        let reason = Reason::ContextDiffers {
            nearest: source(&nearest),
            capped,
        };
        let is_long = quote.exact.chars().count() >= MIN_LENGTH_WITHOUT_CONTEXT;
        return if places.len() == 1 && is_long {
            resolution(AnchorState::Drifted, &places, reason)
        } else {
            resolution(AnchorState::Orphan, &[], reason)
        };
    }
    keep_preferred(&mut places, |place| {
        is_boundary(text.text(), place.start) && is_boundary(text.text(), place.end)
    });
    if quote.id.means_all_places() {
        return resolution(AnchorState::Anchored, &places, Reason::Matches);
    }
    if !capped {
        keep_preferred(&mut places, |place| {
            essay.text(source(place)) == quote.written
        });
    }
    if places.len() == 1 && !capped {
        resolution(AnchorState::Anchored, &places, Reason::Matches)
    } else {
        resolution(
            AnchorState::Ambiguous,
            &places,
            Reason::SeveralPlaces { capped },
        )
    }
}

/// Keeps the preferred places if there are any.
fn keep_preferred(places: &mut Vec<Range<usize>>, is_preferred: impl Fn(&Range<usize>) -> bool) {
    if places.len() > 1 && places.iter().any(&is_preferred) {
        places.retain(is_preferred);
    }
}

/// Keeps the places that have the quote's context, or else those where it differs least. If too much
/// of it differs everywhere, returns the nearest place as an error.
fn retain_by_context(
    text: &str,
    quote: &Quote,
    places: &mut Vec<Range<usize>>,
    capped: bool,
) -> Result<(), Range<usize>> {
    if places
        .iter()
        .any(|place| has_exact_context(text, place, quote))
    {
        places.retain(|place| has_exact_context(text, place, quote));
        return Ok(());
    }
    let costs: Vec<usize> = places
        .iter()
        .map(|place| context_cost(text, place, quote))
        .collect();
    let (nearest, &least) = (costs.iter().enumerate())
        .min_by_key(|&(_, cost)| cost)
        .expect("only quotes with a place are chosen from");
    let sides = usize::from(!quote.prefix.is_empty()) + usize::from(!quote.suffix.is_empty());
    // A place beyond the cap may be nearer.
    if capped || 2 * least > sides * MAX_SIDE_COST {
        return Err(places[nearest].clone());
    }
    // If a claim's quote fits another place almost as well, it is ambiguous.
    let lead = if quote.id.means_all_places() { 1 } else { 2 };
    let mut costs = costs.into_iter();
    places.retain(|_| costs.next().expect("each place has a cost") < least + lead);
    Ok(())
}

/// Whether the text has the quote's whole prefix before a place and its whole suffix after it.
fn has_exact_context(text: &str, place: &Range<usize>, quote: &Quote) -> bool {
    let (before, after) = surrounding_text(text, place);
    before.ends_with(&quote.prefix) && after.starts_with(&quote.suffix)
}

/// How much the text around a place differs from the quote's context, in edits of the quote: at most
/// [`MAX_SIDE_COST`] for each side.
pub(super) fn context_cost(text: &str, place: &Range<usize>, quote: &Quote) -> usize {
    let (before, after) = surrounding_text(text, place);
    side_cost(quote.prefix.chars().rev(), before.chars().rev())
        + side_cost(quote.suffix.chars(), after.chars())
}

/// The text before and after a place, without the spaces next to it: a prefix may have them or not.
fn surrounding_text<'a>(text: &'a str, place: &Range<usize>) -> (&'a str, &'a str) {
    let before = text[..place.start].trim_end_matches(' ');
    (before, text[place.end..].trim_start_matches(' '))
}

/// The cost of one side. Both texts are read outwards from the quote.
fn side_cost(
    given: impl Iterator<Item = char> + Clone,
    found: impl Iterator<Item = char>,
) -> usize {
    let pattern = EditPattern::new(given.take(MAX_COMPARED_CONTEXT));
    let length = pattern.length();
    if length == 0 {
        return 0;
    }
    let mut comparison = pattern.compare(MatchStart::First);
    let distances = found
        .take(2 * length)
        .map(|character| comparison.advance(character));
    let least = distances.min().map_or(length, |least| least.min(length));
    (MAX_SIDE_COST * least).div_ceil(length)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::ops::Range;

    use super::{longest_common, unique_context};

    /// Comparing each place byte by byte with all others would take minutes.
    #[test]
    fn the_same_context_is_compared_once() {
        let text = "word ".repeat(1_000_000);
        for place in (0..1_100).map(|word| 5 * word..5 * word + 4) {
            assert_eq!(unique_context(&text, &place), None);
        }
        // 100 places with the same 50 bytes before them, and one with 20 of these.
        let comparisons = Cell::new(0);
        let places = (0..101).map(|at| at..at + 1);
        let has_same = |place: &Range<usize>, length: usize| {
            comparisons.set(comparisons.get() + 1);
            length <= if place.start == 100 { 20 } else { 50 }
        };
        assert_eq!(longest_common(places, 1_000, has_same), Some(50));
        assert_eq!(comparisons.get(), 50 + 101);
    }

    #[test]
    fn the_shortest_context_is_taken() {
        let text = "The café was shut. The kaffé was shut. So a café was shut.";
        let context = |start: usize| unique_context(text, &(start..start + 8));
        let starts: Vec<usize> = text.match_indices("was shut").map(|(at, _)| at).collect();
        let prefix = |words: &str| Some((Some(words.to_owned()), None));
        assert_eq!(context(starts[0]), prefix("The café"));
        assert_eq!(context(starts[1]), prefix("kaffé"));
        assert_eq!(context(starts[2]), prefix("a café"));
    }
}
