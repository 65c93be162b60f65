//! Where actors are named.
//!
//! Owns what counts as a mention: a name or alias on word boundaries, the longest where several
//! overlap, a capital letter of it always a capital. It must not know claims or themes.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::normal::{Normal, normal};
use super::{Actor, words};

/// A name that is looked for.
struct Name {
    text: String,
    case: Case,
    actor: usize,
}

/// How a name's letters may be written in the essay. A small letter may always be a capital, as in a
/// heading; a capital stays one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// All as they are, for all are capitals: `US`, `G7`, `U.S.` Not `us`.
    Strict,
    /// Capitals as they are: `China`, `CHINA`, not `china`; `White House`, not `White house`.
    Capital,
    /// The first letter in either case: `emerging countries`; also `Emerging countries`, of which only
    /// the first word has a capital, as any phrase has at the head of a list.
    Any,
}

impl Case {
    fn of(name: &str) -> Self {
        let mut letters = name
            .chars()
            .filter(|character| character.is_alphabetic())
            .peekable();
        if letters.peek().is_some() && letters.all(char::is_uppercase) {
            return Self::Strict;
        }
        let mut words = name
            .split([' ', '-'])
            .map(|word| word.starts_with(char::is_uppercase));
        match (words.next(), words.next()) {
            (Some(true), None) => Self::Capital,
            (Some(true), Some(second)) if second || words.any(|capital| capital) => Self::Capital,
            _ => Self::Any,
        }
    }
}

/// A name found in the regular text.
#[derive(Debug, Clone)]
struct Found {
    places: Range<usize>,
    name: usize,
}

/// How often each name of an actor was found: its name first, then its aliases.
pub type Counts = Vec<Vec<usize>>;

/// Finds the actors' mentions and writes them into `mentions`, in one pass over the text, with the
/// corrections that have been anchored by then. Gives how often each name was found.
pub fn find(normal_text: &Normal, actors: &mut [Actor]) -> Counts {
    let finder = Finder::new(actors);
    let mut counts: Counts = actors
        .iter()
        .map(|actor| vec![0; 1 + actor.aliases.len()])
        .collect();
    for actor in actors.iter_mut() {
        actor.mentions.clear();
    }
    let found = longest(finder.run(normal_text), &finder.names);
    for Found { places, name } in found {
        let Some(&(actor, number)) = finder.numbers.get(name) else {
            continue;
        };
        if let Some(count) = counts
            .get_mut(actor)
            .and_then(|counts| counts.get_mut(number))
        {
            *count += 1;
        }
        if let Some(actor) = actors.get_mut(actor) {
            actor.mentions.push(normal_text.source(places));
        }
    }
    for actor in actors {
        correct(actor);
    }
    counts
}

/// Takes away what stands inside the words of `mentions.not`, adds `mentions.also`.
fn correct(actor: &mut Actor) {
    let mut not: Vec<&Range<usize>> = actor
        .not
        .iter()
        .flat_map(|anchor| &anchor.passages)
        .collect();
    if !not.is_empty() {
        not.sort_by_key(|range| range.end);
        let mentions = std::mem::take(&mut actor.mentions);
        let kept = mentions.into_iter().filter(|mention| {
            let next = not.partition_point(|range| range.end <= mention.start);
            not[next..].iter().all(|range| range.start >= mention.end)
        });
        actor.mentions = kept.collect();
    }
    let also = actor
        .also
        .iter()
        .flat_map(|anchor| anchor.passages.iter().cloned());
    let before = actor.mentions.len();
    actor.mentions.extend(also);
    if actor.mentions.len() > before {
        actor.mentions.sort_by_key(|range| (range.start, range.end));
        actor.mentions.dedup();
    }
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

/// Of names that begin at one place so many are weighed against others that overlap them.
const AT_ONE_PLACE: usize = 4;

/// By how many of its first bytes a name is looked up: as many of these as it has in ASCII.
const LEVELS: [usize; 4] = [8, 4, 2, 1];

/// Looks names up by their first bytes, in lower case.
struct Finder {
    names: Vec<Name>,
    /// For each name its actor and its number among that actor's.
    numbers: Vec<(usize, usize)>,
    /// Which bytes a name may begin with.
    first: [bool; 256],
    /// A bit for each pair of bytes that a name may begin with.
    bits: Vec<u64>,
    /// The names by level and by their first bytes.
    begins: HashMap<(usize, u64), Vec<usize>>,
    /// The levels that have names.
    levels: Vec<usize>,
}

impl Finder {
    fn new(actors: &[Actor]) -> Self {
        let mut finder = Self {
            names: Vec::new(),
            numbers: Vec::new(),
            first: [false; 256],
            bits: vec![0; (1 << 16) / 64],
            begins: HashMap::new(),
            levels: Vec::new(),
        };
        for (place, actor) in actors.iter().enumerate() {
            let names = std::iter::once(&actor.name).chain(&actor.aliases);
            for (number, name) in names.enumerate() {
                finder.add(normal(name).into_owned(), (place, number));
            }
        }
        // Longer names first: where enough of them stand, shorter ones need not be looked at.
        finder
            .levels
            .sort_unstable_by_key(|&level| std::cmp::Reverse(level));
        let Self { names, begins, .. } = &mut finder;
        for list in begins.values_mut() {
            list.sort_by_key(|&name| {
                std::cmp::Reverse(names.get(name).map(|name| name.text.len()))
            });
        }
        finder
    }

    fn add(&mut self, text: String, number: (usize, usize)) {
        if text.is_empty() {
            return;
        }
        let name = self.names.len();
        let case = Case::of(&text);
        for pair in pairs(&text, case) {
            self.first[usize::from(pair.to_le_bytes()[0])] = true;
            self.bits[usize::from(pair) / 64] |= 1 << (pair % 64);
        }
        for (level, key) in keys(&text, case) {
            self.begins.entry((level, key)).or_default().push(name);
            if !self.levels.contains(&level) {
                self.levels.push(level);
            }
        }
        self.names.push(Name {
            text,
            case,
            actor: number.0,
        });
        self.numbers.push(number);
    }

    /// Every name on word boundaries, by where it begins.
    fn run(&self, normal_text: &Normal) -> Vec<Found> {
        let mut found = Vec::new();
        if self.names.is_empty() {
            return found;
        }
        let bytes = normal_text.text().as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            // Few names begin with the commonest letters, and nothing that begins inside a word is
            // looked up: this turns nearly all places away.
            if !self.first[usize::from(byte)]
                || byte.is_ascii_alphanumeric() && after_word(bytes, at)
            {
                continue;
            }
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            let pair = u16::from_le_bytes([byte, next]);
            if self.bits[usize::from(pair) / 64] >> (pair % 64) & 1 == 1 {
                self.look(normal_text, at, &mut found);
            }
        }
        found
    }

    fn look(&self, normal_text: &Normal, at: usize, found: &mut Vec<Found>) {
        let text = normal_text.text();
        let Some(rest) = text.get(at..) else { return };
        let before = found.len();
        let mut begins = None;
        for &level in &self.levels {
            let names = self.begins.get(&(level, key(rest.as_bytes(), level)));
            for &name in names.into_iter().flatten() {
                let Some(length) = self.names.get(name).and_then(|name| stands(name, rest)) else {
                    continue;
                };
                let places = at..at + length;
                if *begins.get_or_insert_with(|| words::may_begin(text, at))
                    && words::may_end(text, places.end)
                    && normal_text.in_one_block(&places)
                {
                    found.push(Found { places, name });
                    if found.len() - before >= AT_ONE_PLACE {
                        return;
                    }
                }
            }
        }
    }
}

fn after_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|at| bytes.get(at))
        .is_some_and(u8::is_ascii_alphanumeric)
}

/// The first bytes of a text as a number, letters of ASCII in lower case.
fn key(bytes: &[u8], level: usize) -> u64 {
    let first = bytes.iter().take(level);
    first.fold(0, |key, byte| {
        key << 8 | u64::from(byte.to_ascii_lowercase())
    })
}

/// Under which keys a name is looked up: one, or two where it begins with a letter outside ASCII that
/// may stand in either case.
fn keys(name: &str, case: Case) -> Vec<(usize, u64)> {
    let ascii = name.bytes().take_while(u8::is_ascii).count();
    if ascii > 0 {
        let level = LEVELS
            .into_iter()
            .find(|&level| level <= ascii)
            .unwrap_or(1);
        return vec![(level, key(name.as_bytes(), level))];
    }
    let mut keys: Vec<(usize, u64)> = beginnings(name, case)
        .iter()
        .map(|bytes| (2, key(bytes, 2)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The first character of a name, in the cases in which it may stand.
fn beginnings(name: &str, case: Case) -> Vec<Vec<u8>> {
    let Some(first) = name.chars().next() else {
        return Vec::new();
    };
    let mut beginnings = vec![first.to_string().into_bytes()];
    if case == Case::Any {
        beginnings.push(first.to_uppercase().to_string().into_bytes());
        beginnings.push(first.to_lowercase().to_string().into_bytes());
    }
    beginnings
}

/// How many bytes of the text's beginning a name takes, if it stands there.
fn stands(name: &Name, rest: &str) -> Option<usize> {
    let text = name.text.as_str();
    if name.case == Case::Strict {
        return rest.starts_with(text).then_some(text.len());
    }
    let (mut wanted, mut given) = (text.chars(), rest.char_indices());
    let first = wanted.next()?;
    let (_, begins) = given.next()?;
    if first != begins && (name.case == Case::Capital || !same_letter(first, begins)) {
        return None;
    }
    for one in wanted {
        let (_, other) = given.next()?;
        if one != other && (one.is_uppercase() || !same_letter(one, other)) {
            return None;
        }
    }
    Some(given.next().map_or(rest.len(), |(at, _)| at))
}

/// Whether two characters are one letter, case apart.
fn same_letter(one: char, other: char) -> bool {
    one.to_lowercase().eq(other.to_lowercase())
}

/// The pairs of bytes that a name may begin with.
fn pairs(name: &str, case: Case) -> Vec<u16> {
    let seconds: Vec<u8> = match name.chars().nth(1) {
        None => (0..=u8::MAX).collect(),
        Some(second) => {
            let (lower, upper) = (second.to_lowercase(), second.to_uppercase());
            let cases = [second.to_string(), lower.to_string(), upper.to_string()];
            cases
                .iter()
                .filter_map(|text| text.bytes().next())
                .collect()
        }
    };
    let pair = |first: &u8, second: &u8| u16::from_le_bytes([*first, *second]);
    beginnings(name, case)
        .iter()
        .flat_map(|beginning| match beginning.as_slice() {
            [first] => seconds.iter().map(|second| pair(first, second)).collect(),
            [first, second, ..] => vec![pair(first, second)],
            [] => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
