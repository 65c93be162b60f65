//! Finds where actors are mentioned: their names and aliases on word boundaries, in one pass over the
//! text. Where names overlap, the longest is the mention.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::anchor::exact;
use crate::anchor::word_boundary::{may_end_name, may_start_name};
use crate::apparatus::{Actor, Anchor};
use crate::essay::normalize::{NormalizedText, normalize};

/// The maximum number of names considered that end at the same offset, and of those that
/// differ only in case.
const MAX_NAMES_AT_ONE_END: usize = 4;

/// For each actor how often its name was found, then its aliases.
pub type NameCounts = Vec<Vec<NameCount>>;

/// How often a name was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameCount {
    /// The number of mentions by this name.
    pub mentions: usize,
    /// Whether the essay has this name, even if only inside a longer one.
    pub occurs: bool,
}

/// Sets the mentions of all actors, with the corrections of `mentions.also` and `mentions.not` as far
/// as they are anchored. Returns how often each name was found.
pub fn find(text: &NormalizedText, actors: &mut [Actor]) -> NameCounts {
    let names = names(actors);
    let mut counts: NameCounts = (actors.iter())
        .map(|actor| vec![NameCount::default(); 1 + actor.aliases.len()])
        .collect();
    for actor in actors.iter_mut() {
        actor.mentions.clear();
    }
    let found = find_names(text, &names);
    for name in found.iter().map(|found| &names[found.name]) {
        counts[name.actor][name.number].occurs = true;
    }
    for NameMatch { range, name } in keep_longest(found) {
        let name = &names[name];
        counts[name.actor][name.number].mentions += 1;
        actors[name.actor].mentions.push(text.source_range(range));
    }
    for actor in actors {
        correct(actor);
    }
    counts
}

/// A name to be found.
struct ActorName {
    text: String,
    case: NameCase,
    actor: usize,
    /// 0 for the actor's name, then the aliases.
    number: usize,
}

/// Which letters of a name may have another case in the essay. Capital letters must match; lowercase
/// letters may be capitals, as in headings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameCase {
    /// None, because all letters are capitals: `US`, `G7`, `U.S.`, but not `us`.
    Exact,
    /// The lowercase letters: `China`, `CHINA`, but not `china`; `White House`, but not `White house`.
    FixedCapitals,
    /// The lowercase letters and the first letter: `emerging countries`; also `Emerging countries`, where
    /// only the first word has a capital, as at the start of a sentence.
    AnyCaseFirst,
}

impl NameCase {
    fn of(name: &str) -> Self {
        let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
        if letters.peek().is_some() && letters.all(char::is_uppercase) {
            return Self::Exact;
        }
        let mut words = name
            .split([' ', '-'])
            .map(|word| word.starts_with(char::is_uppercase));
        let first = words.next().expect("splitting gives at least one word");
        let rest: Vec<bool> = words.collect();
        if first && (rest.is_empty() || rest.contains(&true)) {
            Self::FixedCapitals
        } else {
            Self::AnyCaseFirst
        }
    }
}

/// A name found in the normalized text.
struct NameMatch {
    range: Range<usize>,
    /// An index into the names.
    name: usize,
}

/// The names of all actors. A name that several actors have belongs to the first.
fn names(actors: &[Actor]) -> Vec<ActorName> {
    let mut names = Vec::new();
    let mut seen = HashSet::new();
    for (index, actor) in actors.iter().enumerate() {
        for (number, name) in std::iter::once(&actor.name)
            .chain(&actor.aliases)
            .enumerate()
        {
            let text = normalize(name);
            if !text.is_empty() && seen.insert(text.clone()) {
                names.push(ActorName {
                    case: NameCase::of(&text),
                    text,
                    actor: index,
                    number,
                });
            }
        }
    }
    names
}

/// The places of all names on word boundaries. Names beyond the limit on suffixes of one another
/// ([`exact::split_suffix_chains`]) are left out.
fn find_names(text: &NormalizedText, names: &[ActorName]) -> Vec<NameMatch> {
    let lowercase_names: Vec<String> = names.iter().map(|name| lowercase(&name.text)).collect();
    let mut indices: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, words) in lowercase_names.iter().enumerate() {
        indices.entry(words).or_default().push(index);
    }
    let (words, _) = exact::split_suffix_chains(indices.keys().copied().collect());
    let mut matches: Vec<NameMatch> = Vec::new();
    exact::for_each_match(&lowercase(text.text()), &words, |word, range| {
        for &name in indices[words[word]].iter().take(MAX_NAMES_AT_ONE_END) {
            // Of names with the same end, `for_each_match` visits the longest first.
            let with_this_end = matches.iter().rev();
            let with_this_end = with_this_end.take_while(|other| other.range.end == range.end);
            if with_this_end.count() < MAX_NAMES_AT_ONE_END
                && has_case(&names[name], &text.text()[range.clone()])
                && may_start_name(text.text(), range.start)
                && may_end_name(text.text(), range.end)
                && text.is_in_one_block(&range)
            {
                let range = range.clone();
                matches.push(NameMatch { range, name });
            }
        }
    });
    matches
}

/// A text in lower case, with the same offsets: letters whose lowercase form has another length stay.
fn lowercase(text: &str) -> String {
    let lowercase = |character: char| {
        let mut lower = character.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(lower), None) if lower.len_utf8() == character.len_utf8() => lower,
            _ => character,
        }
    };
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(lowercase).collect()
}

/// Whether a case-insensitive match of the name also has a case that the name allows.
fn has_case(name: &ActorName, found: &str) -> bool {
    let mut pairs = name.text.chars().zip(found.chars());
    match name.case {
        NameCase::Exact => return name.text == found,
        NameCase::FixedCapitals => {}
        NameCase::AnyCaseFirst => {
            pairs.next();
        }
    }
    pairs.all(|(wanted, found)| wanted == found || !wanted.is_uppercase())
}

/// Removes the mentions that overlap a passage of `mentions.not`, and adds `mentions.also`. Of mentions
/// that overlap, only the longest is kept.
fn correct(actor: &mut Actor) {
    let excluded = joined_passages(&actor.not);
    actor.mentions.retain(|mention| {
        let next = excluded.partition_point(|range| range.end <= mention.start);
        excluded
            .get(next)
            .is_none_or(|range| range.start >= mention.end)
    });
    let also = actor
        .also
        .iter()
        .flat_map(|anchor| anchor.passages.iter().cloned());
    let ranges = actor.mentions.drain(..).chain(also);
    // All are mentions of one actor, so that the name does not matter.
    let matches = ranges.map(|range| NameMatch { range, name: 0 });
    let kept = keep_longest(matches.collect());
    actor.mentions = kept.map(|found| found.range).collect();
}

/// The passages of some anchors in order, with overlapping ones joined.
fn joined_passages(anchors: &[Anchor]) -> Vec<Range<usize>> {
    let passages = anchors.iter().flat_map(|anchor| &anchor.passages);
    let mut joined: Vec<Range<usize>> = passages.cloned().collect();
    joined.sort_by_key(|range| range.start);
    joined.dedup_by(|next, range| {
        let overlaps = next.start < range.end;
        if overlaps {
            range.end = range.end.max(next.end);
        }
        overlaps
    });
    joined
}

/// Keeps the longest of overlapping matches, and the first of equally long ones. Returns them in order.
fn keep_longest(mut matches: Vec<NameMatch>) -> impl Iterator<Item = NameMatch> {
    // Names are in the order of their actors.
    matches.sort_by_key(|found| (Reverse(found.range.len()), found.range.start, found.name));
    let mut disjoint: BTreeMap<usize, NameMatch> = BTreeMap::new();
    for found in matches {
        let previous = disjoint.range(..found.range.end).next_back();
        if previous.is_none_or(|(_, previous)| previous.range.end <= found.range.start) {
            disjoint.insert(found.range.start, found);
        }
    }
    disjoint.into_values()
}

#[cfg(test)]
mod tests;
