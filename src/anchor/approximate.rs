//! Quotes whose words do not stand in the essay: what stands there nearly.
//!
//! Owns the cut-off and the lead, told with their reasons in `docs/anchoring.md`. It must not know
//! the apparatus: it can run on another thread.

use std::ops::Range;

use super::Quote;
use super::context;
use super::distance::{Begin, Pattern};
use super::filter::{self, Wanted};
use super::nearest;
use crate::anchor::word_boundary;

/// Quotes longer than this are found exactly or not at all, in characters.
const LONGEST: usize = 20_000;
/// For longer ones nothing is looked for that is only like them, in bytes.
const LONGEST_LIKE: usize = 4 << 10;
/// A text this long or shorter is gone through without a filter, in bytes.
const SHORT_TEXT: usize = 32 << 10;
/// What an end in the middle of a word counts, in edits, when a match's ends are chosen.
const CUT: usize = 2;
/// Places that need so many edits more than are allowed still count against the lead of the best.
const BEYOND: usize = 2;
/// At most so many ends are tried around the best one.
const ENDS: usize = 24;
/// At most so many places of one quote are weighed against each other.
const PLACES: usize = 32;

/// How many edits a quote of so many characters may stand with: none under 14, then one, and three
/// more for each further twenty.
#[must_use]
pub fn allowance(characters: usize) -> usize {
    if characters > LONGEST {
        0
    } else {
        (3 * characters).saturating_sub(20) / 20
    }
}

/// By how many edits the best place must be better than the next.
#[must_use]
pub fn lead(characters: usize) -> usize {
    (characters / 20).clamp(2, 6)
}

/// A place where a quote stands nearly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near {
    /// Where, in the regular text.
    pub(super) places: Range<usize>,
    /// Edits from the quote's words to these.
    pub(super) edits: usize,
    /// Edits, and what the context counts.
    pub(super) cost: usize,
}

/// What was found for a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// One place, close enough and clearly the best.
    Drifted(Near),
    /// Close enough, but another is nearly as good.
    Undecided(Near, Near),
    /// Nothing close enough; what comes nearest, if anything does.
    Nothing(Option<Near>),
}

/// Looks for quotes, in their order.
pub(super) fn find(text: &str, quotes: &[Quote<'_>]) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(quotes.len());
    for batch in quotes.chunks(filter::BATCH) {
        let searches: Vec<Search<'_>> =
            batch.iter().map(|quote| Search::new(text, quote)).collect();
        let stretches = if text.len() > SHORT_TEXT {
            let wanted: Vec<Wanted<'_>> = searches.iter().map(Search::wanted).collect();
            filter::stretches(text, &wanted)
        } else {
            vec![vec![0..text.len()]; batch.len()]
        };
        let each = searches.iter().zip(stretches);
        outcomes.extend(each.map(|(search, stretches)| search.run(&stretches)));
    }
    // For those that nothing comes near, what is like them may still help a person.
    let mut left: Vec<(&Quote<'_>, &mut Outcome)> = quotes.iter().zip(&mut outcomes).collect();
    left.retain(|(quote, outcome)| {
        **outcome == Outcome::Nothing(None) && quote.exact.len() <= LONGEST_LIKE
    });
    for batch in left.chunks_mut(nearest::BATCH) {
        let strings: Vec<&str> = batch
            .iter()
            .map(|(quote, _)| quote.exact.as_ref())
            .collect();
        for ((quote, outcome), stretch) in batch.iter_mut().zip(nearest::stretches(text, &strings))
        {
            if let Some(stretch) = stretch {
                **outcome = Outcome::Nothing(Search::new(text, quote).nearest(&stretch));
            }
        }
    }
    outcomes
}

/// The search for one quote.
struct Search<'a> {
    text: &'a str,
    quote: &'a Quote<'a>,
    forward: Pattern,
    backward: Pattern,
    allowance: usize,
    lead: usize,
}

/// A place where a match ends, or begins, and its least distance.
#[derive(Debug, Clone, Copy)]
struct End {
    place: usize,
    edits: usize,
}

impl<'a> Search<'a> {
    fn new(text: &'a str, quote: &'a Quote<'a>) -> Self {
        let forward = Pattern::new(quote.exact.chars());
        let backward = Pattern::new(quote.exact.chars().rev());
        let (allowance, lead) = (allowance(forward.length()), lead(forward.length()));
        Self {
            text,
            quote,
            forward,
            backward,
            allowance,
            lead,
        }
    }

    /// Up to how many edits places are weighed against each other.
    fn weighed(&self) -> usize {
        if self.allowance == 0 {
            0
        } else {
            self.allowance + BEYOND
        }
    }

    fn wanted(&self) -> Wanted<'a> {
        let edits = self.weighed();
        Wanted {
            string: &self.quote.exact,
            length: self.forward.length(),
            edits,
        }
    }

    fn run(&self, stretches: &[Range<usize>]) -> Outcome {
        let mut places: Vec<Near> = Vec::new();
        for stretch in stretches {
            self.search(stretch, &mut places);
        }
        places.sort_by_key(|near| (near.cost, near.edits, near.places.start));
        let mut places = places.into_iter();
        let Some(best) = places.next() else {
            return Outcome::Nothing(None);
        };
        if best.cost > self.allowance {
            return Outcome::Nothing(Some(best));
        }
        match places.next() {
            Some(next) if next.cost < best.cost + self.lead => Outcome::Undecided(best, next),
            _ => Outcome::Drifted(best),
        }
    }

    /// The place that is most like the quote in a stretch that shares words with it, if it is so at
    /// all. Texts that have nothing to do with each other are seven edits in ten characters apart.
    fn nearest(&self, stretch: &Range<usize>) -> Option<Near> {
        let ends = self.ends(stretch, 2 * self.forward.length() / 3);
        let best = *ends.iter().min_by_key(|end| end.edits)?;
        self.refine(&ends, best)
    }

    /// Where in a stretch of the text anything ends that needs so many edits at most.
    fn ends(&self, stretch: &Range<usize>, worst: usize) -> Vec<End> {
        let text = self.text.get(stretch.clone()).unwrap_or_default();
        let distances = self.forward.distances(text.chars(), Begin::Anywhere);
        text.char_indices()
            .zip(distances)
            .filter(|&(_, edits)| edits <= worst)
            .map(|((at, c), edits)| End {
                place: stretch.start + at + c.len_utf8(),
                edits,
            })
            .collect()
    }

    /// Adds the best places of a stretch of the text.
    fn search(&self, stretch: &Range<usize>, places: &mut Vec<Near>) {
        // Beyond the cut-off what is nearest may still help a person; beyond half, only words in
        // common do.
        let worst = self.weighed().max(self.forward.length() / 2);
        let mut ends = self.ends(stretch, worst);
        while places.len() < PLACES
            && let Some(&best) = ends.iter().min_by_key(|end| end.edits)
            && (places.is_empty() || best.edits <= self.weighed())
            && let Some(near) = self.refine(&ends, best)
        {
            // What overlaps it is the same place.
            let half = near.places.len() / 2;
            let (start, end) = (near.places.start, near.places.end);
            ends.retain(|other| other.place <= start || other.place > end + half);
            ends.retain(|other| other.place != best.place);
            places.push(near);
        }
    }

    /// The match around the best end: of the ends near it and the beginnings that go with them, those
    /// that need fewest edits and cut no word.
    fn refine(&self, ends: &[End], best: End) -> Option<Near> {
        let around = ends.partition_point(|end| end.place < best.place);
        let near = ends
            .get(around.saturating_sub(ENDS / 2)..)?
            .iter()
            .take(ENDS);
        let near = near.filter(|end| end.edits <= best.edits + CUT);
        let choices = near.flat_map(|end| {
            self.begins(*end, best.edits + CUT)
                .into_iter()
                .map(move |begin| (begin, *end))
        });
        let (begin, end) = choices.min_by_key(|(begin, end)| self.awkwardness(*begin, *end))?;
        let places = begin.place..end.place;
        let cost = begin.edits + context::cost(self.text, &places, self.quote);
        Some(Near {
            places: self.without_other_marks(places),
            edits: begin.edits,
            cost,
        })
    }

    /// A match without the marks at its ends that the quote has not: they are the sentence's around it.
    fn without_other_marks(&self, places: Range<usize>) -> Range<usize> {
        let words = self.text.get(places.clone()).unwrap_or_default();
        let exact = self.quote.exact.as_ref();
        let after = other_marks(words.chars().rev(), exact.chars().rev());
        let before = other_marks(words.chars(), exact.chars());
        if before + after < words.len() {
            places.start + before..places.end - after
        } else {
            places
        }
    }

    /// The beginnings of matches that end exactly at `end`, each with the edits of the whole match.
    fn begins(&self, end: End, worst: usize) -> Vec<End> {
        let Some(before) = self.text.get(..end.place) else {
            return Vec::new();
        };
        let reach = self.forward.length() + worst;
        let characters = before.char_indices().rev().take(reach);
        let distances = self
            .backward
            .distances(characters.clone().map(|(_, c)| c), Begin::First);
        let begins = characters
            .zip(distances)
            .filter(|&(_, edits)| edits <= worst);
        begins
            .map(|((place, _), edits)| End { place, edits })
            .collect()
    }

    /// What speaks against a match's ends, most weighty first: edits, and ends that cut a word or
    /// take a space with them; other characters at the ends than the quote has; another length.
    fn awkwardness(&self, begin: End, end: End) -> (usize, usize, usize, usize) {
        let words = self.text.get(begin.place..end.place).unwrap_or_default();
        let cuts = [
            words.starts_with(' ') || !word_boundary::is_boundary(self.text, begin.place),
            words.ends_with(' ') || !word_boundary::is_boundary(self.text, end.place),
        ];
        let cuts = cuts.into_iter().filter(|cut| *cut).count();
        let exact = &self.quote.exact;
        let other = usize::from(words.chars().next() != exact.chars().next())
            + usize::from(words.chars().next_back() != exact.chars().next_back());
        (
            begin.edits + CUT * cuts,
            other,
            words.len().abs_diff(exact.len()),
            begin.place,
        )
    }
}

/// Of the marks at one end of some words, outermost first, the length of those that the quote has not
/// there, with the spaces that stand between them and the words.
fn other_marks(
    words: impl Iterator<Item = char> + Clone,
    mut quote: impl Iterator<Item = char>,
) -> usize {
    let marks = |text: &mut dyn Iterator<Item = char>| -> Vec<char> {
        text.take_while(|&c| is_mark(c)).collect()
    };
    let (has, wanted) = (marks(&mut words.clone()), marks(&mut quote));
    // Both from the words outwards.
    let same = has.iter().rev().zip(wanted.iter().rev());
    let same = same.take_while(|(one, other)| one == other).count();
    let other = has.get(..has.len() - same).unwrap_or_default();
    let spaces = if same == 0 && !other.is_empty() {
        let behind = words.skip(other.len());
        behind.take_while(|&c| c == ' ').count()
    } else {
        0
    };
    other.iter().map(|mark| mark.len_utf8()).sum::<usize>() + spaces
}

/// Whether a character of the regular text is one that a sentence has around its words, or Markdown.
fn is_mark(character: char) -> bool {
    ".,;:!?\"'`*_。、，；：！？".contains(character)
}
