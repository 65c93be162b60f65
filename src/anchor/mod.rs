//! Quotes to passages.
//!
//! Owns the decision whether, where and how firmly a quote holds; `docs/anchoring.md` tells it with
//! its numbers and reasons. It must not know what the quotes are quoted for.
//!
//! It goes in two steps. [`find`] looks for the words of all quotes in one pass. What does not stand
//! in the essay is left as a [`Pending`], which may be [run](Pending::run) on another thread: it
//! looks for what stands there nearly.

mod approximate;
mod choice;
mod context;
mod distance;
mod exact;
mod filter;
mod frequent;
mod list_markers;
pub mod mentions;
mod nearest;
mod places;
mod problems;
mod suggest;
pub mod word_boundary;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub use approximate::{allowance, lead};
pub use places::Places;
pub use problems::problem;
pub use suggest::{Written, written};

use crate::apparatus::{ActorIx, Anchor, AnchorState, Apparatus, ClaimIx, NoteIx};
use crate::essay::Essay;
use crate::essay::normalize::{NormalizedText, normalize};
use approximate::Outcome;
use choice::Choice;

/// Which anchor of an apparatus is meant; the last number is its place in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// One of a claim's quotes.
    Claim(ClaimIx, u32),
    /// One of a note's quotes.
    Note(NoteIx, u32),
    /// One of an actor's `mentions.also`.
    Also(ActorIx, u32),
    /// One of an actor's `mentions.not`.
    Not(ActorIx, u32),
}

impl Slot {
    /// Whether the anchor means every place where its words stand.
    #[must_use]
    pub fn wants_all(self) -> bool {
        !matches!(self, Self::Claim(..))
    }
}

impl Apparatus {
    /// All anchors: the claims', the notes', the corrections of mentions.
    pub fn anchors(&self) -> impl Iterator<Item = (Slot, &Anchor)> {
        let claims = self.claims.iter().enumerate().flat_map(|(ix, claim)| {
            numbered(&claim.anchors)
                .map(move |(at, anchor)| (Slot::Claim(ClaimIx::new(ix), at), anchor))
        });
        let notes = self.notes.iter().enumerate().flat_map(|(ix, note)| {
            numbered(&note.anchors)
                .map(move |(at, anchor)| (Slot::Note(NoteIx::new(ix), at), anchor))
        });
        let actors = self.actors.iter().enumerate().flat_map(|(ix, actor)| {
            let ix = ActorIx::new(ix);
            let also = numbered(&actor.also).map(move |(at, anchor)| (Slot::Also(ix, at), anchor));
            let not = numbered(&actor.not).map(move |(at, anchor)| (Slot::Not(ix, at), anchor));
            also.chain(not)
        });
        claims.chain(notes).chain(actors)
    }

    /// An anchor.
    #[must_use]
    pub fn anchor_mut(&mut self, slot: Slot) -> Option<&mut Anchor> {
        let (list, at) = match slot {
            Slot::Claim(ix, at) => (&mut self.claims.get_mut(ix.get())?.anchors, at),
            Slot::Note(ix, at) => (&mut self.notes.get_mut(ix.get())?.anchors, at),
            Slot::Also(ix, at) => (&mut self.actors.get_mut(ix.get())?.also, at),
            Slot::Not(ix, at) => (&mut self.actors.get_mut(ix.get())?.not, at),
        };
        list.get_mut(at as usize)
    }
}

fn numbered(anchors: &[Anchor]) -> impl Iterator<Item = (u32, &Anchor)> {
    (0..).zip(anchors)
}

/// A quote made regular.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Quote<'a> {
    slot: Slot,
    exact: Cow<'a, str>,
    prefix: Cow<'a, str>,
    suffix: Cow<'a, str>,
}

impl<'a> Quote<'a> {
    fn new(slot: Slot, anchor: &'a Anchor) -> Self {
        Self {
            slot,
            exact: normalize(&anchor.exact),
            prefix: anchor.prefix.as_deref().map(normalize).unwrap_or_default(),
            suffix: anchor.suffix.as_deref().map(normalize).unwrap_or_default(),
        }
    }

    fn into_owned(self) -> Quote<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let Self {
            slot,
            exact,
            prefix,
            suffix,
        } = self;
        Quote {
            slot,
            exact: own(exact),
            prefix: own(prefix),
            suffix: own(suffix),
        }
    }
}

/// What was found out about an anchor. Ranges are bytes of the essay's source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// Which anchor.
    pub slot: Slot,
    /// How firmly it holds.
    pub state: AnchorState,
    /// Where.
    pub passages: Vec<Range<usize>>,
    /// Why it does not hold firmly.
    pub why: Why,
}

/// Why an anchor does not hold, or not firmly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It does.
    Holds,
    /// Its words stand in several places.
    Several,
    /// Its words stand in more places than are looked at.
    Many,
    /// Its words stand here, but not with its context.
    Context(Range<usize>),
    /// Its words stand in more places than are looked at, nowhere with its context; this is the
    /// nearest of those.
    ManyContext(Range<usize>),
    /// Its words do not stand anywhere; this comes nearest, if anything comes near at all.
    Words(Option<Range<usize>>),
    /// Its words do not stand anywhere, and these two places come equally near.
    Two(Range<usize>, Range<usize>),
}

/// Quotes whose words do not stand in the essay, still to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    text: Arc<NormalizedText>,
    quotes: Vec<Quote<'static>>,
}

/// Looks for the words of every anchor. Gives what was found out, and the quotes that are left.
#[must_use]
pub fn find(
    essay: &Essay,
    text: &Arc<NormalizedText>,
    apparatus: &Apparatus,
) -> (Vec<Resolution>, Pending) {
    let mut quotes = Vec::with_capacity(apparatus.anchors().count());
    quotes.extend(
        apparatus
            .anchors()
            .map(|(slot, anchor)| Quote::new(slot, anchor)),
    );
    let mut found = places(text.text(), &quotes);
    list_markers::find(essay, text, &mut quotes, &mut found);
    let mut resolutions = Vec::with_capacity(quotes.len());
    let mut left = Vec::new();
    let anchors = apparatus.anchors().map(|(_, anchor)| anchor);
    for ((quote, anchor), places) in quotes.into_iter().zip(anchors).zip(found) {
        if places.is_empty() {
            left.push(quote.into_owned());
            continue;
        }
        let choice = Choice {
            essay,
            text,
            quote: &quote,
            written: &anchor.exact,
            many: frequent::may_be_more(places.len()),
        };
        resolutions.push(choice.among(places));
    }
    (
        resolutions,
        Pending {
            text: Arc::clone(text),
            quotes: left,
        },
    )
}

/// Where the words of each quote stand; where that is in more places than are looked at, only those
/// with the whole of its context, if there are such.
fn places(text: &str, quotes: &[Quote<'_>]) -> Vec<Vec<Range<usize>>> {
    let strings: Vec<&str> = quotes.iter().map(|quote| quote.exact.as_ref()).collect();
    let found = exact::places(text, &strings);
    let each = quotes.iter().zip(found);
    let mut all: Vec<Vec<Range<usize>>> = each
        .map(|(quote, places)| {
            let places = places.into_iter().map(|at| at as usize);
            places.map(|at| at..at + quote.exact.len()).collect()
        })
        .collect();
    let (narrowed, slots): (Vec<&Quote<'_>>, Vec<&mut Vec<Range<usize>>>) = quotes
        .iter()
        .zip(&mut all)
        .filter(|(quote, places)| frequent::may_be_more(places.len()) && context::is_given(quote))
        .unzip();
    for (places, slot) in frequent::in_context(text, &narrowed).into_iter().zip(slots) {
        if !places.is_empty() {
            *slot = places;
        }
    }
    all
}

impl Pending {
    /// How many quotes are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.quotes.len()
    }

    /// Whether none is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quotes.is_empty()
    }

    /// Which anchors are left.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        self.quotes.iter().map(|quote| quote.slot)
    }

    /// Whether it takes but a moment, a few milliseconds at most: not many quotes, or a short text.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        const MOMENT: usize = 2 << 20;
        // A search compares each character of the text with 64 of the quote at a time.
        let blocks: usize = self
            .quotes
            .iter()
            .map(|quote| 1 + quote.exact.len() / 64)
            .sum();
        blocks.saturating_mul(self.text.text().len()) <= MOMENT
    }

    /// Looks for what stands in the essay nearly. May take seconds for thousands of quotes and a
    /// book.
    #[must_use]
    pub fn run(&self) -> Vec<Resolution> {
        (0..)
            .map_while(|batch| self.batch(batch))
            .flatten()
            .collect()
    }

    /// The same for a batch of few quotes, by its number from 0; nothing behind the last.
    #[must_use]
    pub fn batch(&self, number: usize) -> Option<Vec<Resolution>> {
        let quotes = self.quotes.chunks(filter::BATCH).nth(number)?;
        let outcomes = approximate::find(self.text.text(), quotes);
        let each = quotes.iter().zip(outcomes);
        Some(
            each.map(|(quote, outcome)| self.resolve(quote, outcome))
                .collect(),
        )
    }

    fn resolve(&self, quote: &Quote<'_>, outcome: Outcome) -> Resolution {
        let source = |near: &approximate::Near| self.text.source(near.places.clone());
        let (state, passages, why) = match outcome {
            Outcome::Drifted(near) => (
                AnchorState::Drifted,
                vec![source(&near)],
                Why::Words(Some(source(&near))),
            ),
            Outcome::Undecided(one, other) => (
                AnchorState::Orphan,
                Vec::new(),
                Why::Two(source(&one), source(&other)),
            ),
            Outcome::Nothing(near) => (
                AnchorState::Orphan,
                Vec::new(),
                Why::Words(near.as_ref().map(source)),
            ),
        };
        Resolution {
            slot: quote.slot,
            state,
            passages,
            why,
        }
    }
}

#[cfg(test)]
mod tests;
