//! Quotes to passages.
//!
//! Owns the decision whether, where and how firmly a quote holds; `docs/anchoring.md` tells it with
//! its numbers. It must not know what the quotes are quoted for.

mod exact;

use std::ops::Range;

use super::normal::{Normal, normal};
use super::{ActorIx, Anchor, AnchorState, Apparatus, ClaimIx, NoteIx, words};
use crate::essay::Essay;

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
#[derive(Debug, Clone)]
pub struct Quote {
    pub(super) slot: Slot,
    pub(super) exact: String,
    pub(super) prefix: String,
    pub(super) suffix: String,
}

/// Looks for the words of every anchor, and sets the state and the passages of each. Gives those
/// whose words do not stand in the essay; they are orphans so far.
pub fn find_exact(essay: &Essay, text: &Normal, apparatus: &mut Apparatus) -> Vec<Quote> {
    let quotes: Vec<Quote> = apparatus
        .anchors()
        .map(|(slot, anchor)| Quote {
            slot,
            exact: normal(&anchor.exact),
            prefix: anchor.prefix.as_deref().map(normal).unwrap_or_default(),
            suffix: anchor.suffix.as_deref().map(normal).unwrap_or_default(),
        })
        .collect();
    let strings: Vec<&str> = quotes.iter().map(|quote| quote.exact.as_str()).collect();
    let found = exact::places(text.text(), &strings);
    let mut missing = Vec::new();
    for (quote, places) in quotes.into_iter().zip(found) {
        let Some(anchor) = apparatus.anchor_mut(quote.slot) else {
            continue;
        };
        let (state, places) = choose(essay, text, &quote, &anchor.exact, places);
        anchor.state = state;
        anchor.passages = places
            .into_iter()
            .map(|places| text.source(places))
            .collect();
        if state == AnchorState::Orphan {
            missing.push(quote);
        }
    }
    missing
}

/// Chooses among the places where a quote's words stand.
fn choose(
    essay: &Essay,
    text: &Normal,
    quote: &Quote,
    written: &str,
    found: Vec<u32>,
) -> (AnchorState, Vec<Range<usize>>) {
    let mut places: Vec<Range<usize>> = found
        .into_iter()
        .map(|at| at as usize..at as usize + quote.exact.len())
        .collect();
    prefer(&mut places, |places| agrees(text.text(), places, quote));
    if places.len() > 1 {
        prefer(&mut places, |places| is_whole(text.text(), places));
    }
    if places.len() > 1 && !quote.slot.wants_all() {
        prefer(&mut places, |places| {
            essay.text(text.source(places.clone())) == written
        });
    }
    let state = match places.len() {
        0 => AnchorState::Orphan,
        1 => AnchorState::Anchored,
        _ if quote.slot.wants_all() => AnchorState::Anchored,
        _ => AnchorState::Ambiguous,
    };
    (state, places)
}

/// Keeps those that are better, if there are any.
fn prefer(places: &mut Vec<Range<usize>>, better: impl Fn(&Range<usize>) -> bool) {
    if places.iter().any(&better) {
        places.retain(better);
    }
}

/// Whether what stands before and after is what the quote says.
fn agrees(text: &str, places: &Range<usize>, quote: &Quote) -> bool {
    let before = text
        .get(..places.start)
        .unwrap_or_default()
        .trim_end_matches(' ');
    let after = text
        .get(places.end..)
        .unwrap_or_default()
        .trim_start_matches(' ');
    before.ends_with(&quote.prefix) && after.starts_with(&quote.suffix)
}

/// Whether no word is cut at either end.
fn is_whole(text: &str, places: &Range<usize>) -> bool {
    words::is_boundary(text, places.start) && words::is_boundary(text, places.end)
}
