//! The choice among the places where a quote's words stand.
//!
//! Owns what is preferred to what, told in `docs/anchoring.md`. It must not know how the places were
//! found.

use std::ops::Range;

use super::{Quote, Resolution, Why, context, word_boundary};
use crate::apparatus::AnchorState;
use crate::essay::Essay;
use crate::essay::normalize::NormalizedText;

/// A quote this long or longer, in characters, is taken to be where its words are, even if nothing of
/// its context is there any more: drifted.
const SPEAKS_FOR_ITSELF: usize = 40;
/// Places up to this number are compared with the quote letter by letter.
const FEW: usize = 64;

/// The choice among the places where a quote's words stand.
pub(super) struct Choice<'a> {
    pub(super) essay: &'a Essay,
    pub(super) text: &'a NormalizedText,
    pub(super) quote: &'a Quote<'a>,
    pub(super) written: &'a str,
    /// The words stand in more places than are looked at.
    pub(super) many: bool,
}

impl Choice<'_> {
    pub(super) fn among(&self, mut places: Vec<Range<usize>>) -> Resolution {
        if context::is_given(self.quote) {
            places = match self.in_context(places) {
                Ok(places) => places,
                Err(resolution) => return resolution,
            };
        }
        let text = self.text.text();
        prefer(&mut places, |places| {
            word_boundary::is_boundary(text, places.start)
                && word_boundary::is_boundary(text, places.end)
        });
        if !self.quote.slot.wants_all() && places.len() <= FEW {
            prefer(&mut places, |places| {
                self.essay.text(self.text.source(places.clone())) == self.written
            });
        }
        if self.quote.slot.wants_all() || places.len() == 1 && !self.many {
            self.resolution(AnchorState::Anchored, &places, Why::Holds)
        } else {
            let why = if self.many { Why::Many } else { Why::Several };
            self.resolution(AnchorState::Ambiguous, &places, why)
        }
    }

    /// The places whose surroundings are the quote's: wholly, or else nearly and best.
    fn in_context(&self, mut places: Vec<Range<usize>>) -> Result<Vec<Range<usize>>, Resolution> {
        let (text, quote) = (self.text.text(), self.quote);
        if places
            .iter()
            .any(|places| context::agrees(text, places, quote))
        {
            places.retain(|places| context::agrees(text, places, quote));
            return Ok(places);
        }
        let costs: Vec<usize> = places
            .iter()
            .map(|places| context::cost(text, places, quote))
            .collect();
        let least = costs.iter().copied().min().unwrap_or(0);
        let best = costs.iter().position(|&cost| cost == least).unwrap_or(0);
        // One that is not looked at may be nearer.
        if context::is_near(least, quote) && !self.many {
            let close = |cost: usize| {
                if quote.slot.wants_all() {
                    cost == least
                } else {
                    cost < least + 2
                }
            };
            let kept = places
                .into_iter()
                .zip(costs)
                .filter(|&(_, cost)| close(cost));
            return Ok(kept.map(|(places, _)| places).collect());
        }
        let best = places.get(best..=best).unwrap_or_default();
        let here = best
            .first()
            .map_or(0..0, |places| self.text.source(places.clone()));
        if self.many {
            return Err(self.resolution(AnchorState::Orphan, &[], Why::ManyContext(here)));
        }
        let alone = places.len() == 1 && quote.exact.chars().count() >= SPEAKS_FOR_ITSELF;
        Err(if alone {
            self.resolution(AnchorState::Drifted, best, Why::Context(here))
        } else {
            self.resolution(AnchorState::Orphan, &[], Why::Context(here))
        })
    }

    fn resolution(&self, state: AnchorState, places: &[Range<usize>], why: Why) -> Resolution {
        let passages = places
            .iter()
            .map(|places| self.text.source(places.clone()))
            .collect();
        Resolution {
            slot: self.quote.slot,
            state,
            passages,
            why,
        }
    }
}

/// Keeps the better ones, if there are several and some are better.
fn prefer(places: &mut Vec<Range<usize>>, better: impl Fn(&Range<usize>) -> bool) {
    if places.len() > 1 && places.iter().any(&better) {
        places.retain(better);
    }
}
