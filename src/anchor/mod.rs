//! Anchoring: finds the passages that the quotes of an apparatus mean, and the state of each anchor.
//! `docs/anchoring.md` explains the rules.
//!
//! [`resolve`] finds the words of all quotes in one pass. The quotes that it does not find are left in
//! a [`PendingSearch`] for similar text, which may run on another thread.

mod context;
mod copied;
mod diagnostics;
mod edit_distance;
mod exact;
mod fuzzy;
pub mod mentions;
mod word_boundary;

use std::ops::Range;
use std::sync::Arc;

use copied::Texts;

pub use context::{SuggestedQuote, suggest_quote};
pub use diagnostics::AnchorDiagnostics;
pub use fuzzy::{SearchBudget, max_edits, min_lead};

use crate::apparatus::{ActorIx, Anchor, AnchorState, Apparatus, ClaimIx, NoteIx};
use crate::essay::Essay;
use crate::essay::normalize::{NormalizedText, copied_words, normalize};

/// The maximum number of places kept for a quote. Further ones are only found with its context.
const MAX_PLACES: usize = 1000;
/// The maximum number of places kept for all quotes of a file: 100 MB, and about a second.
const MAX_PLACES_OF_ALL: usize = 1_000_000;

/// The maximum number of places kept for each quote of a file with this many.
fn max_places(quotes: usize) -> usize {
    (MAX_PLACES_OF_ALL / quotes.max(1)).clamp(2, MAX_PLACES)
}

/// Identifies an anchor of an apparatus: its owner and its index in the owner's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnchorId {
    /// One of a claim's quotes.
    Claim(ClaimIx, usize),
    /// One of a note's quotes.
    Note(NoteIx, usize),
    /// One of an actor's `mentions.also`.
    MentionAlso(ActorIx, usize),
    /// One of an actor's `mentions.not`.
    MentionNot(ActorIx, usize),
}

impl AnchorId {
    /// Whether the anchor means every place of its words. A claim's quote means one.
    #[must_use]
    pub fn means_all_places(self) -> bool {
        !matches!(self, Self::Claim(..))
    }
}

impl Apparatus {
    /// All anchors: of claims, of notes, of the corrections of mentions.
    pub fn anchors(&self) -> impl Iterator<Item = (AnchorId, &Anchor)> {
        let claims = self.claims.iter().enumerate().flat_map(|(ix, claim)| {
            let ids = (0..).map(move |index| AnchorId::Claim(ClaimIx::new(ix), index));
            ids.zip(&claim.anchors)
        });
        let notes = self.notes.iter().enumerate().flat_map(|(ix, note)| {
            let ids = (0..).map(move |index| AnchorId::Note(NoteIx::new(ix), index));
            ids.zip(&note.anchors)
        });
        let mentions = self.actors.iter().enumerate().flat_map(|(ix, actor)| {
            let ix = ActorIx::new(ix);
            let also = (0..).map(move |index| AnchorId::MentionAlso(ix, index));
            let not = (0..).map(move |index| AnchorId::MentionNot(ix, index));
            also.zip(&actor.also).chain(not.zip(&actor.not))
        });
        claims.chain(notes).chain(mentions)
    }

    /// An anchor by its id.
    ///
    /// # Panics
    ///
    /// If the id is of another apparatus.
    #[must_use]
    pub fn anchor_mut(&mut self, id: AnchorId) -> &mut Anchor {
        match id {
            AnchorId::Claim(ix, index) => &mut self.claims[ix.get()].anchors[index],
            AnchorId::Note(ix, index) => &mut self.notes[ix.get()].anchors[index],
            AnchorId::MentionAlso(ix, index) => &mut self.actors[ix.get()].also[index],
            AnchorId::MentionNot(ix, index) => &mut self.actors[ix.get()].not[index],
        }
    }
}

/// An anchor's quote with its text normalized.
#[derive(Debug, Clone)]
struct Quote {
    id: AnchorId,
    /// The quote as the apparatus has it.
    anchor: Anchor,
    exact: String,
    /// Empty if there is none, as is the suffix.
    prefix: String,
    suffix: String,
}

impl Quote {
    fn new(id: AnchorId, anchor: &Anchor) -> Self {
        let context = |words: &Option<String>| normalize(words.as_deref().unwrap_or(""));
        Self {
            id,
            exact: normalize(&anchor.exact),
            prefix: context(&anchor.prefix),
            suffix: context(&anchor.suffix),
            anchor: anchor.clone(),
        }
    }

    /// The words as they may have been copied.
    fn copied(&self) -> String {
        let written = self.anchor.multiline.as_ref();
        copied_words(written.unwrap_or(&self.anchor.exact))
    }

    fn has_context(&self) -> bool {
        !self.prefix.is_empty() || !self.suffix.is_empty()
    }
}

/// What was found for an anchor. Ranges are bytes of the essay's source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The anchor.
    pub id: AnchorId,
    /// Its state.
    pub state: AnchorState,
    /// The passages it means. Of an ambiguous anchor all that it may mean.
    pub passages: Vec<Range<usize>>,
    /// The reason for the state.
    pub reason: Reason,
}

/// Why an anchor has its state. `capped` says that its words are in the essay 1,000 times or more, and
/// that only the first 1,000 places were considered; fewer in a file of very many quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The essay has its words and its context.
    Matches,
    /// The essay has its words in several places.
    SeveralPlaces {
        /// See [`Reason`].
        capped: bool,
    },
    /// The essay has its words, but not with its context. It has drifted if one place clearly has the
    /// most similar context.
    ContextDiffers {
        /// The place with the most similar context.
        nearest: Range<usize>,
        /// See [`Reason`].
        capped: bool,
    },
    /// The essay does not have its words; the most similar ones, if any are similar.
    WordsDiffer(Option<Range<usize>>),
    /// The essay does not have its words, and similar ones were not searched for: the searches of
    /// this file had taken too many steps.
    NotSearched,
    /// The essay does not have its words, and these two places are equally similar.
    TwoNearest(Range<usize>, Range<usize>),
}

/// The quotes whose words are not in the essay, to be searched for similar text.
#[derive(Debug, Clone, Default)]
pub struct PendingSearch {
    text: Arc<NormalizedText>,
    quotes: Vec<Quote>,
}

/// Finds the words of every anchor. Returns the anchors whose words were found, and the search for the
/// others.
#[must_use]
pub fn resolve(
    essay: &Essay,
    text: &Arc<NormalizedText>,
    apparatus: &Apparatus,
) -> (Vec<Resolution>, PendingSearch) {
    let anchors = apparatus.anchors();
    let quotes: Vec<Quote> = anchors.map(|(id, anchor)| Quote::new(id, anchor)).collect();
    let max_places = max_places(quotes.len());
    let words: Vec<&str> = quotes.iter().map(|quote| quote.exact.as_str()).collect();
    let mut places = exact::find(text.text(), &words, max_places);
    let texts = Texts::new(essay, text);
    texts.find(&quotes, &mut places, max_places);
    let mut resolutions = Vec::new();
    let mut pending = PendingSearch {
        text: Arc::clone(text),
        quotes: Vec::new(),
    };
    for (mut quote, places) in quotes.into_iter().zip(places) {
        if places.is_empty() {
            if let Some(words) = copied::strip_marker(&quote.exact) {
                quote.exact = String::from(words);
            }
            pending.quotes.push(quote);
        } else {
            resolutions.push(context::choose(&texts, &quote, places, max_places));
        }
    }
    (resolutions, pending)
}

impl PendingSearch {
    /// The text that is searched.
    #[must_use]
    pub fn text(&self) -> &NormalizedText {
        &self.text
    }

    /// The number of quotes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.quotes.len()
    }

    /// Whether there are no quotes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quotes.is_empty()
    }

    /// Whether the whole search takes a few milliseconds at most.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        const MAX_STEPS: usize = 3 << 20;
        let lengths = self.quotes.iter().map(|quote| quote.exact.len());
        let steps: usize = lengths.map(fuzzy::steps_per_character).sum();
        steps.saturating_mul(self.text.text().len()) <= MAX_STEPS
    }

    /// Searches for all quotes. May take a second for hundreds of quotes and a book.
    #[must_use]
    pub fn run(&self) -> Vec<Resolution> {
        let budget = SearchBudget::default();
        (0..self.len())
            .map(|index| self.search(index, &budget))
            .collect()
    }

    /// Searches for one quote by its index, unless the file's searches have spent their budget.
    ///
    /// # Panics
    ///
    /// If the index is not below [`len`](Self::len).
    #[must_use]
    pub fn search(&self, index: usize, budget: &SearchBudget) -> Resolution {
        let quote = &self.quotes[index];
        let (state, reason) = fuzzy::find(&self.text, quote, budget)
            .unwrap_or((AnchorState::Orphan, Reason::NotSearched));
        let passages = match &reason {
            Reason::WordsDiffer(Some(nearest)) if state == AnchorState::Drifted => {
                vec![nearest.clone()]
            }
            _ => Vec::new(),
        };
        Resolution {
            id: quote.id,
            state,
            passages,
            reason,
        }
    }
}

#[cfg(test)]
mod tests;
