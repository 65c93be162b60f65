//! The prefix and suffix of quotes: which of several places they mean, and the shortest ones that make
//! a passage unique.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::copied::Texts;
use super::edit_distance::{EditPattern, MatchStart};
use super::exact::occurrences;
use super::word_boundary::is_boundary;
use super::{Quote, Reason, Resolution};
use crate::apparatus::AnchorState;
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
///
/// If the place's sentence is deleted, no other place has this context, unless the next sentence is
/// the same.
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
        let next = place_after_deletion(text, place).into_iter();
        let suffix = longest_common(next, after.len(), same_after)
            .and_then(|common| unlike_suffix(after, common));
        return Some((Some(before[start..].to_owned()), suffix));
    }
    let start = before.ceil_char_boundary(before.len().saturating_sub(MAX_CONTEXT_BYTES));
    let prefix = before[start..].trim_start();
    let with_prefix = others().filter(|other| same_before(other, prefix.len()));
    let common = longest_common(with_prefix, after.len(), same_after)?;
    let suffix = unlike_suffix(after, common)?;
    Some((
        Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()),
        Some(suffix),
    ))
}

/// The words after a place up to the first that no other place has, which share `common` bytes.
fn unlike_suffix(after: &str, common: usize) -> Option<String> {
    let differing = after[after.floor_char_boundary(common)..].trim_start_matches(' ');
    if common >= MAX_CONTEXT_BYTES || differing.is_empty() {
        return None;
    }
    let rest = differing
        .find(' ')
        .map_or(0, |space| differing.len() - space);
    Some(after[..after.len() - rest].to_owned())
}

/// The place that would follow the same words if a place's sentence were deleted: the next sentence
/// begins as this one does.
fn place_after_deletion(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let from = text.floor_char_boundary(place.start.saturating_sub(MAX_CONTEXT_BYTES));
    let to = text.ceil_char_boundary(place.end + MAX_CONTEXT_BYTES);
    let sentences = text[from..to].split_sentence_bound_indices();
    let starts: Vec<usize> = sentences.map(|(start, _)| from + start).collect();
    let start = *starts[..starts.partition_point(|&start| start <= place.start)].last()?;
    let next = *starts.get(starts.partition_point(|&start| start < place.end))?;
    let shift = next - start;
    text[next..]
        .starts_with(&text[start..place.end])
        .then(|| place.start + shift..place.end + shift)
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
    texts: &Texts<'_>,
    quote: &Quote,
    mut places: Vec<Range<usize>>,
    max_places: usize,
) -> Resolution {
    let text = texts.plain.text();
    let has_context = |place: &Range<usize>| {
        let (before, after) = surrounding_text(text, place);
        before.ends_with(&quote.prefix) && after.starts_with(&quote.suffix)
    };
    if places.len() == max_places && quote.has_context() {
        let compared = occurrences(text, &quote.exact).take(PLACES_COMPARED * max_places);
        let in_context: Vec<_> = compared.filter(has_context).take(max_places).collect();
        if !in_context.is_empty() {
            places = in_context;
        }
    }
    let capped = places.len() == max_places;
    let source = |place: &Range<usize>| texts.plain.source_range(place.clone());
    let resolution = |state, places: &[Range<usize>], reason| Resolution {
        id: quote.id,
        state,
        passages: places.iter().map(source).collect(),
        reason,
    };
    let mut context_differs = false;
    if quote.has_context() {
        if places.iter().any(has_context) {
            places.retain(has_context);
        } else {
            let contexts = texts.copied_contexts(quote);
            let has_copied_context = |place: &_| texts.has_copied_context(place, &contexts);
            context_differs = capped || !places.iter().any(has_copied_context);
            if !context_differs {
                places.retain(has_copied_context);
            }
        }
    }
    keep_preferred(&mut places, |place| {
        is_boundary(text, place.start) && is_boundary(text, place.end)
    });
    if context_differs {
        let (nearest, is_clear) = nearest_by_context(text, quote, &places);
        let reason = Reason::ContextDiffers {
            nearest: source(&nearest),
            capped,
        };
        // A place beyond the cap may be nearer.
        return if is_clear && !capped {
            resolution(AnchorState::Drifted, &[nearest], reason)
        } else {
            resolution(AnchorState::Orphan, &[], reason)
        };
    }
    if let Some(at) = &quote.anchor.at {
        let start = texts.byte_offset(at.start);
        let end = texts.byte_offset(at.end);
        keep_preferred(&mut places, |place| {
            let place = source(place);
            (Some(place.start), Some(place.end)) == (start, end)
        });
    }
    if quote.id.means_all_places() {
        return resolution(AnchorState::Anchored, &places, Reason::Matches);
    }
    if !capped {
        keep_preferred(&mut places, |place| {
            let found = texts.essay.text(source(place));
            found
                .split_whitespace()
                .eq(quote.anchor.exact.split_whitespace())
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

/// The place whose context differs least from the quote's, and whether it clearly is the one that is
/// meant: at most half of its context differs and no other place is nearly as good, or it is the only
/// place of a long quote.
fn nearest_by_context(text: &str, quote: &Quote, places: &[Range<usize>]) -> (Range<usize>, bool) {
    let costs: Vec<usize> = places
        .iter()
        .map(|place| context_cost(text, place, quote))
        .collect();
    let (nearest, &least) = (costs.iter().enumerate())
        .min_by_key(|&(_, cost)| cost)
        .expect("only quotes with a place are chosen from");
    let sides = usize::from(!quote.prefix.is_empty()) + usize::from(!quote.suffix.is_empty());
    let is_similar = 2 * least <= sides * MAX_SIDE_COST;
    let leads = costs.iter().filter(|&&cost| cost < least + 2).count() == 1;
    let is_long = quote.exact.chars().count() >= MIN_LENGTH_WITHOUT_CONTEXT;
    let is_clear = is_similar && leads || places.len() == 1 && is_long;
    (places[nearest].clone(), is_clear)
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
