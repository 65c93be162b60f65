//! The prefix and suffix of quotes: which of several places they mean, and the shortest ones that make
//! a passage unique.

use std::ops::Range;

use memchr::memmem;

use super::edit_distance::{EditPattern, MatchStart};
use super::word_boundary::is_boundary;
use super::{MAX_PLACES, Quote, Reason, Resolution};
use crate::apparatus::AnchorState;
use crate::essay::Essay;
use crate::essay::normalize::NormalizedText;

/// The cost of a prefix or suffix that is entirely different in the text, in edits of the quote.
const MAX_SIDE_COST: usize = 6;
/// Characters of a prefix or suffix that are compared by edits.
const COMPARED_LENGTH: usize = 32;
/// A quote of at least this many characters that is found in one place, but not with its context, is
/// drifted; a shorter one is orphan.
const MIN_LENGTH_WITHOUT_CONTEXT: usize = 40;
/// Bytes of text beside a passage that are searched for a unique prefix or suffix.
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
    let (before, after) = sides(text, place);
    let common_before = |other: &Range<usize>| {
        common_length(before.bytes().rev(), sides(text, other).0.bytes().rev())
    };
    let common_after =
        |other: &Range<usize>| common_length(after.bytes(), sides(text, other).1.bytes());
    let others = || occurrences(text, &text[place.clone()]).filter(|other| other != place);

    let Some(common) = longest(others().map(|other| common_before(&other))) else {
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
    let with_prefix = others().filter(|other| common_before(other) >= prefix.len());
    let common = longest(with_prefix.map(|other| common_after(&other)))?;
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

/// The places of some words in a text, including those that overlap.
fn occurrences<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let finder = memmem::Finder::new(words);
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + finder.find(&text.as_bytes()[from..])?;
        from = start + 1;
        Some(start..start + words.len())
    })
}

/// The number of equal bytes at the beginning, at most [`MAX_CONTEXT_BYTES`].
fn common_length(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    let pairs = one.zip(other).take(MAX_CONTEXT_BYTES);
    pairs.take_while(|(one, other)| one == other).count()
}

/// The largest length. Stops at [`MAX_CONTEXT_BYTES`], so that repetitive texts cost little.
fn longest(lengths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut longest = None;
    for length in lengths {
        longest = longest.max(Some(length));
        if length >= MAX_CONTEXT_BYTES {
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
) -> Resolution {
    let capped = places.len() >= MAX_PLACES;
    let source = |place: &Range<usize>| text.source_range(place.clone());
    let resolution = |state, places: &[Range<usize>], reason| Resolution {
        id: quote.id,
        state,
        passages: places.iter().map(source).collect(),
        reason,
    };
    if quote.has_context()
        && let Err(nearest) = keep_fitting(text.text(), quote, &mut places, capped)
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
    keep_preferred(&mut places, |place| {
        essay.text(source(place)) == quote.written
    });
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
fn keep_fitting(
    text: &str,
    quote: &Quote,
    places: &mut Vec<Range<usize>>,
    capped: bool,
) -> Result<(), Range<usize>> {
    if places.iter().any(|place| agrees(text, place, quote)) {
        places.retain(|place| agrees(text, place, quote));
        return Ok(());
    }
    let costs: Vec<usize> = places
        .iter()
        .map(|place| cost(text, place, quote))
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
pub(super) fn agrees(text: &str, place: &Range<usize>, quote: &Quote) -> bool {
    let (before, after) = sides(text, place);
    before.ends_with(&quote.prefix) && after.starts_with(&quote.suffix)
}

/// How much the text around a place differs from the quote's context, in edits of the quote: at most
/// [`MAX_SIDE_COST`] for each side.
pub(super) fn cost(text: &str, place: &Range<usize>, quote: &Quote) -> usize {
    let (before, after) = sides(text, place);
    side_cost(quote.prefix.chars().rev(), before.chars().rev())
        + side_cost(quote.suffix.chars(), after.chars())
}

/// The text before and after a place, without the spaces next to it: a prefix may have them or not.
fn sides<'a>(text: &'a str, place: &Range<usize>) -> (&'a str, &'a str) {
    let before = text[..place.start].trim_end_matches(' ');
    (before, text[place.end..].trim_start_matches(' '))
}

/// The cost of one side. Both texts are read outwards from the quote.
fn side_cost(
    given: impl Iterator<Item = char> + Clone,
    found: impl Iterator<Item = char>,
) -> usize {
    let pattern = EditPattern::new(given.take(COMPARED_LENGTH));
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
    use super::unique_context;

    /// Comparing each place with all others to the end of the text would take minutes.
    #[test]
    fn repetitive_text_is_compared_quickly() {
        let text = "word ".repeat(1_000_000);
        for place in (1_000..1_100).map(|word| 5 * word..5 * word + 4) {
            assert_eq!(unique_context(&text, &place), None);
        }
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
