//! Finds the closest match of a quote whose words are not in the text. `docs/anchoring.md` explains the
//! limits.

use std::cell::Cell;
use std::ops::Range;

use super::context;
use super::edit_distance::{BLOCK_ROWS, EditPattern, MatchStart};
use super::word_boundary::is_boundary;
use super::{Quote, Reason};
use crate::apparatus::AnchorState;
use crate::essay::normalize::NormalizedText;

/// The maximum length of a quote that is searched for approximately, in characters.
const MAX_LENGTH: usize = 20_000;
/// The steps that the searches of one file may take: about a second.
const MAX_STEPS: usize = 600_000_000;
/// The steps for a character of the text, and one more for each 64 characters of the quote.
const STEPS_PER_CHARACTER: usize = 2;
/// Matches with up to this many edits more than allowed still compete with the best one.
const COMPETING_EDITS: usize = 2;
/// Matches of one quote that are compared.
const MAX_MATCHES: usize = 32;
/// The cost, in edits, of a match's end inside a word.
const CUT_WORD_COST: usize = 2;
/// The ends tried around the best end of a match.
const MAX_ENDS: usize = 24;
/// Letters of a word that a very different text must share with the quote to be shown as nearest.
const MIN_SHARED_WORD: usize = 6;

/// The maximum number of edits with which a quote of this many characters is found: none below
/// 14 characters, one at 14, and three more for each further twenty.
#[must_use]
pub fn max_edits(characters: usize) -> usize {
    (3 * characters).saturating_sub(20) / 20
}

/// By how many edits the best match must beat the second-best.
#[must_use]
pub fn min_lead(characters: usize) -> usize {
    (characters / 20).clamp(2, 6)
}

/// The steps that comparing one character of the text with a quote of `length` characters takes.
pub(super) fn steps_per_character(length: usize) -> usize {
    STEPS_PER_CHARACTER + length.div_ceil(BLOCK_ROWS)
}

/// A stretch of normalized text that is similar to a quote.
struct FuzzyMatch {
    range: Range<usize>,
    /// The edits from the quote to it.
    edits: usize,
    /// The edits, and the cost of its context.
    cost: usize,
}

/// The steps that are left for the searches of a file. They count work and not time, so that a file
/// has the same result on every machine.
#[derive(Debug)]
pub struct SearchBudget(Cell<usize>);

impl Default for SearchBudget {
    fn default() -> Self {
        Self(Cell::new(MAX_STEPS))
    }
}

impl SearchBudget {
    /// Takes steps from the budget. If there are not enough, none are left.
    fn spend(&self, steps: usize) -> bool {
        let rest = self.0.get().checked_sub(steps);
        self.0.set(rest.unwrap_or(0));
        rest.is_some()
    }
}

/// Searches the text for the closest match of a quote. Returns the quote's state and the reason; if it has
/// drifted, the nearest text is its passage. `None` if the budget is not enough.
pub(super) fn find(
    text: &NormalizedText,
    quote: &Quote,
    budget: &SearchBudget,
) -> Option<(AnchorState, Reason)> {
    let length = quote.exact.chars().count();
    if length == 0 || length > MAX_LENGTH {
        return Some((AnchorState::Orphan, Reason::WordsDiffer(None)));
    }
    let steps = steps_per_character(length);
    let steps_of_text = text.text().len().saturating_mul(steps);
    // A quote that costs too much leaves the steps to the next one.
    if steps_of_text >= budget.0.get() || !budget.spend(steps_of_text) {
        return None;
    }
    let search = FuzzySearch {
        text: text.text(),
        quote,
        forward: EditPattern::new(quote.exact.chars()),
        backward: EditPattern::new(quote.exact.chars().rev()),
        steps,
        budget,
    };
    let result = search.run(|range| text.source_range(range.clone()));
    (budget.0.get() > 0).then_some(result)
}

struct FuzzySearch<'a> {
    text: &'a str,
    quote: &'a Quote,
    forward: EditPattern,
    backward: EditPattern,
    /// The steps for one character of the text.
    steps: usize,
    budget: &'a SearchBudget,
}

/// A byte offset at which a match ends or starts, with the fewest edits of such a match.
#[derive(Clone, Copy)]
struct MatchEnd {
    at: usize,
    edits: usize,
}

impl FuzzySearch<'_> {
    fn run(&self, source: impl Fn(&Range<usize>) -> Range<usize>) -> (AnchorState, Reason) {
        let length = self.forward.length();
        let max_edits = max_edits(length);
        let max_competing = if max_edits == 0 {
            0
        } else {
            max_edits + COMPETING_EDITS
        };
        let mut ends = Vec::new();
        let mut nearest: Option<MatchEnd> = None;
        for end in self.ends(0..self.text.len()) {
            if end.edits <= max_competing {
                ends.push(end);
            }
            if nearest.is_none_or(|nearest| end.edits < nearest.edits) {
                nearest = Some(end);
            }
        }
        let mut matches = self.matches(ends);
        matches.sort_by_key(|found| (found.cost, found.edits, found.range.start));
        match matches.as_slice() {
            [best, second, ..]
                if best.cost <= max_edits && second.cost < best.cost + min_lead(length) =>
            {
                let reason = Reason::TwoNearest(source(&best.range), source(&second.range));
                (AnchorState::Orphan, reason)
            }
            [best, ..] if best.cost <= max_edits => {
                let passage = source(&best.range);
                (AnchorState::Drifted, Reason::WordsDiffer(Some(passage)))
            }
            found => {
                let best = found.first().map(|best| best.range.clone());
                let shown = best.or_else(|| self.similar_text(nearest?));
                let reason = Reason::WordsDiffer(shown.as_ref().map(source));
                (AnchorState::Orphan, reason)
            }
        }
    }

    /// The distances at all ends within a range of the text.
    fn ends(&self, range: Range<usize>) -> impl Iterator<Item = MatchEnd> {
        let start = range.start;
        let mut comparison = self.forward.compare(MatchStart::Anywhere);
        self.text[range]
            .char_indices()
            .map(move |(at, character)| MatchEnd {
                at: start + at + character.len_utf8(),
                edits: comparison.advance(character),
            })
    }

    /// The best matches among these ends that do not overlap.
    fn matches(&self, mut ends: Vec<MatchEnd>) -> Vec<FuzzyMatch> {
        let mut matches = Vec::new();
        while matches.len() < MAX_MATCHES
            && self.budget.spend(ends.len())
            && let Some(&best) = ends.iter().min_by_key(|end| end.edits)
            && let Some(found) = self.refine(&ends, best)
        {
            let start = found.range.start;
            let end = found.range.end + found.range.len() / 2;
            ends.retain(|other| (other.at <= start || other.at > end) && other.at != best.at);
            matches.push(found);
        }
        matches
    }

    /// The nearest text to show when no match is close enough. Unrelated sentences of one language
    /// differ in more than half of their characters; from there on only a text that shares a word
    /// with the quote is similar.
    fn similar_text(&self, nearest: MatchEnd) -> Option<Range<usize>> {
        let length = self.forward.length();
        if nearest.edits > 2 * length / 3 {
            return None;
        }
        let from = nearest.at.saturating_sub(2 * self.quote.exact.len());
        let to = (nearest.at + self.quote.exact.len()).min(self.text.len());
        let window = self.text.floor_char_boundary(from)..self.text.ceil_char_boundary(to);
        let ends: Vec<MatchEnd> = self
            .ends(window)
            .filter(|end| end.edits <= nearest.edits + CUT_WORD_COST)
            .collect();
        let best = *ends.iter().min_by_key(|end| end.edits)?;
        let range = self.refine(&ends, best)?.range;
        let found = &self.text[range.clone()];
        let mut words = self.quote.exact.split(|c: char| !c.is_alphanumeric());
        let shares_word =
            words.any(|word| word.chars().count() >= MIN_SHARED_WORD && found.contains(word));
        (nearest.edits <= length / 2 || shares_word).then_some(range)
    }

    /// The match around the best end: the best pair of an end near it and a start, by
    /// [`rank`](Self::rank).
    fn refine(&self, ends: &[MatchEnd], best: MatchEnd) -> Option<FuzzyMatch> {
        let max_edits = best.edits + CUT_WORD_COST;
        let index = ends.partition_point(|end| end.at < best.at);
        let around = ends[index.saturating_sub(MAX_ENDS / 2)..]
            .iter()
            .take(MAX_ENDS);
        let pairs = around.filter(|end| end.edits <= max_edits).flat_map(|end| {
            let starts = self.starts(end.at, max_edits);
            starts.into_iter().map(|start| (start, end.at))
        });
        let (start, end) = pairs.min_by_key(|(start, end)| self.rank(*start, *end))?;
        let range = start.at..end;
        Some(FuzzyMatch {
            edits: start.edits,
            cost: start.edits + context::context_cost(self.text, &range, self.quote),
            range: self.trim_punctuation(range),
        })
    }

    /// The starts of matches that end exactly at `end`, with the edits of the whole match.
    fn starts(&self, end: usize, max_edits: usize) -> Vec<MatchEnd> {
        let reach = self.forward.length() + max_edits;
        if !self.budget.spend(reach * self.steps) {
            return Vec::new();
        }
        let mut comparison = self.backward.compare(MatchStart::First);
        let characters = self.text[..end].char_indices().rev().take(reach);
        let starts = characters.map(|(at, character)| MatchEnd {
            at,
            edits: comparison.advance(character),
        });
        starts.filter(|start| start.edits <= max_edits).collect()
    }

    /// Orders the possible ranges of one match, the best first: by edits and ends that cut a word or
    /// include a space, by ends with another character than the quote's, by length.
    fn rank(&self, start: MatchEnd, end: usize) -> (usize, usize, usize, usize) {
        let (found, exact) = (&self.text[start.at..end], &self.quote.exact);
        let cuts = usize::from(found.starts_with(' ') || !is_boundary(self.text, start.at))
            + usize::from(found.ends_with(' ') || !is_boundary(self.text, end));
        let other_ends = usize::from(found.chars().next() != exact.chars().next())
            + usize::from(found.chars().next_back() != exact.chars().next_back());
        let other_length = found.len().abs_diff(exact.len());
        (
            start.edits + CUT_WORD_COST * cuts,
            other_ends,
            other_length,
            start.at,
        )
    }

    /// A match without the punctuation at its ends that the quote does not have.
    fn trim_punctuation(&self, range: Range<usize>) -> Range<usize> {
        let (found, exact) = (&self.text[range.clone()], &self.quote.exact);
        let before = extra_punctuation(found.chars(), exact.chars());
        let after = extra_punctuation(found.chars().rev(), exact.chars().rev());
        if before + after < found.len() {
            range.start + before..range.end - after
        } else {
            range
        }
    }
}

/// The bytes of punctuation at one end of a match that the quote does not have there, with the spaces
/// between it and the words. Both texts are read inwards.
fn extra_punctuation(
    found: impl Iterator<Item = char> + Clone,
    quote: impl Iterator<Item = char>,
) -> usize {
    let is_punctuation = |c: &char| ".,;:!?\"'`*_。、，；：！？".contains(*c);
    let in_match: Vec<char> = found.clone().take_while(is_punctuation).collect();
    let in_quote: Vec<char> = quote.take_while(is_punctuation).collect();
    // Compared from the words outwards.
    let pairs = in_match.iter().rev().zip(in_quote.iter().rev());
    let shared = pairs.take_while(|(one, other)| one == other).count();
    let extra = &in_match[..in_match.len() - shared];
    let spaces = if shared == 0 && !extra.is_empty() {
        found.skip(extra.len()).take_while(|&c| c == ' ').count()
    } else {
        0
    };
    extra.iter().map(|mark| mark.len_utf8()).sum::<usize>() + spaces
}
