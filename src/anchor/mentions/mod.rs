//! Where actors are named.
//!
//! Owns what counts as a mention: a name or alias on word boundaries, the longest where several
//! overlap, a capital letter of it always a capital. It must not know claims or themes.

mod finder;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::apparatus::{Actor, Anchor};
use crate::essay::normalize::NormalizedText;
use finder::{Finder, Name};

/// A name found in the regular text.
#[derive(Debug, Clone)]
struct Found {
    places: Range<usize>,
    name: usize,
}

/// How often each name of an actor was found: its name first, then its aliases.
pub type Counts = Vec<Vec<Count>>;

/// How often a name was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// As a mention.
    pub mentions: usize,
    /// It stands in the essay, if only inside a longer name.
    pub stands: bool,
}

/// Finds the actors' mentions and writes them into `mentions`, in one pass over the text, with the
/// corrections that have been anchored by then. Gives how often each name was found.
pub fn find(normal_text: &NormalizedText, actors: &mut [Actor]) -> Counts {
    let finder = Finder::new(actors);
    let mut counts: Counts = actors
        .iter()
        .map(|actor| vec![Count::default(); 1 + actor.aliases.len()])
        .collect();
    for actor in actors.iter_mut() {
        actor.mentions.clear();
    }
    let count = |counts: &mut Counts, name: usize, add: &dyn Fn(&mut Count)| {
        let number = finder.numbers.get(name).copied();
        let counts = number.and_then(|(actor, number)| counts.get_mut(actor)?.get_mut(number));
        counts.into_iter().for_each(add);
    };
    let found = finder.run(normal_text);
    for one in &found {
        count(&mut counts, one.name, &|count| count.stands = true);
    }
    for Found { places, name } in longest(found, &finder.names) {
        count(&mut counts, name, &|count| count.mentions += 1);
        let Some(&(actor, _)) = finder.numbers.get(name) else {
            continue;
        };
        if let Some(actor) = actors.get_mut(actor) {
            actor.mentions.push(normal_text.source(places));
        }
    }
    for actor in actors {
        correct(actor);
    }
    counts
}

/// Takes away what stands inside the words of `mentions.not`, adds `mentions.also`. What is added may
/// lie around a name: as of names that overlap, the longest counts, once.
fn correct(actor: &mut Actor) {
    let not = joined(&actor.not);
    if !not.is_empty() {
        actor.mentions.retain(|mention| {
            let next = not.partition_point(|range| range.end <= mention.start);
            not.get(next).is_none_or(|range| range.start >= mention.end)
        });
    }
    let also = actor
        .also
        .iter()
        .flat_map(|anchor| anchor.passages.iter().cloned());
    let before = actor.mentions.len();
    actor.mentions.extend(also);
    if actor.mentions.len() > before {
        let mut all = std::mem::take(&mut actor.mentions);
        all.sort_by_key(|range| (range.start, range.end));
        let all = all.into_iter().map(|places| Found { places, name: 0 });
        let kept = longest(all.collect(), &[]).into_iter();
        actor.mentions = kept.map(|one| one.places).collect();
    }
}

/// Where quotes stand, in order, those that overlap as one.
fn joined(anchors: &[Anchor]) -> Vec<Range<usize>> {
    let passages = anchors.iter().flat_map(|anchor| &anchor.passages);
    let mut all: Vec<Range<usize>> = passages.cloned().collect();
    all.sort_by_key(|range| range.start);
    all.dedup_by(|next, range| {
        let overlap = next.start < range.end;
        if overlap {
            range.end = range.end.max(next.end);
        }
        overlap
    });
    all
}

/// Of names that overlap the longest, then the first.
fn longest(found: Vec<Found>, names: &[Name]) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    let mut cluster: Vec<Found> = Vec::new();
    let mut end = 0;
    for one in found {
        if one.places.start >= end {
            settle(&mut cluster, &mut kept, names);
        }
        end = end.max(one.places.end);
        cluster.push(one);
    }
    settle(&mut cluster, &mut kept, names);
    kept
}

fn settle(cluster: &mut Vec<Found>, kept: &mut Vec<Found>, names: &[Name]) {
    if cluster.len() < 2 {
        kept.append(cluster);
        return;
    }
    cluster.sort_by_key(|one| {
        let actor = names.get(one.name).map_or(0, |name| name.actor);
        (std::cmp::Reverse(one.places.len()), one.places.start, actor)
    });
    let mut taken: BTreeMap<usize, Found> = BTreeMap::new();
    for one in cluster.drain(..) {
        let before = taken.range(..one.places.end).next_back();
        if before.is_none_or(|(_, before)| before.places.end <= one.places.start) {
            taken.insert(one.places.start, one);
        }
    }
    kept.extend(taken.into_values());
}

#[cfg(test)]
mod tests;
