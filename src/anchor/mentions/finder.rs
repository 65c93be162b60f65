//! Thousands of names found in one pass over a text.
//!
//! Owns the way to the places where a name may stand: by its first bytes, and among names that begin
//! alike by what follows. It must not know which of several names at one place is meant.

use std::collections::HashMap;

use super::Found;
use crate::anchor::word_boundary as words;
use crate::apparatus::Actor;
use crate::essay::normalize::{NormalizedText, normalize};

/// A name that is looked for.
pub(super) struct Name {
    text: String,
    /// The text in lower case, letter by letter.
    lower: String,
    case: Case,
    /// The first actor that has it.
    pub(super) actor: usize,
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

/// Of names that begin at one place so many are weighed against others that overlap them.
const AT_ONE_PLACE: usize = 4;

/// Of names that differ only in case so many are compared with what stands at a place.
const SPELLINGS: usize = 32;

/// So few names are compared one by one.
const FEW: usize = 4;

/// By how many of its first bytes a name is looked up: as many of these as it has in ASCII.
const LEVELS: [usize; 4] = [8, 4, 2, 1];

/// Looks names up by their first bytes, in lower case.
pub(super) struct Finder {
    pub(super) names: Vec<Name>,
    /// For each name its actor and its number among that actor's.
    pub(super) numbers: Vec<(usize, usize)>,
    /// Which bytes a name may begin with.
    first: [bool; 256],
    /// A bit for each pair of bytes that a name may begin with.
    bits: Vec<u64>,
    /// The names by level and by their first bytes, sorted in lower case; each text once.
    begins: HashMap<(usize, u64), Vec<usize>>,
    /// The levels that have names.
    levels: Vec<usize>,
}

impl Finder {
    pub(super) fn new(actors: &[Actor]) -> Self {
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
                finder.add(normalize(name).into_owned(), (place, number));
            }
        }
        // Longer names first: where enough of them stand, shorter ones need not be looked at.
        finder
            .levels
            .sort_unstable_by_key(|&level| std::cmp::Reverse(level));
        let Self { names, begins, .. } = &mut finder;
        let texts = |name: usize| names.get(name).map(|name| (&name.lower, &name.text));
        for list in begins.values_mut() {
            list.sort_unstable_by_key(|&name| (texts(name), name));
            // Of actors with the same name the first has it.
            list.dedup_by(|one, other| texts(*one) == texts(*other));
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
            lower: text.chars().flat_map(char::to_lowercase).collect(),
            text,
            case,
            actor: number.0,
        });
        self.numbers.push(number);
    }

    /// Every name on word boundaries, by where it begins.
    pub(super) fn run(&self, normal_text: &NormalizedText) -> Vec<Found> {
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

    fn look(&self, normal_text: &NormalizedText, at: usize, found: &mut Vec<Found>) {
        let text = normal_text.text();
        let Some(rest) = text.get(at..) else { return };
        let before = found.len();
        let mut begins = None;
        for &level in &self.levels {
            let names = self.begins.get(&(level, key(rest.as_bytes(), level)));
            let Some(names) = names else { continue };
            for &name in self
                .narrowed(names, rest)
                .iter()
                .rev()
                .flat_map(|alike| alike.iter().rev())
            {
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

    /// Those of sorted names that may stand at a text's beginning, all that do among them: the
    /// longer behind the shorter.
    fn narrowed<'f>(&'f self, mut names: &'f [usize], rest: &str) -> Vec<&'f [usize]> {
        let lower = |name: &usize| self.names.get(*name).map_or("", |name| &name.lower);
        let mut may = Vec::new();
        let mut at = 0;
        for letter in rest.chars().flat_map(char::to_lowercase) {
            if names.len() <= FEW {
                break;
            }
            let (whole, longer) =
                names.split_at(names.partition_point(|name| lower(name).len() == at));
            if !whole.is_empty() {
                may.push(whole.get(..SPELLINGS).unwrap_or(whole));
            }
            let next = |name: &usize| lower(name).get(at..)?.chars().next();
            let before = longer.partition_point(|name| next(name) < Some(letter));
            let same = longer[before..].partition_point(|name| next(name) == Some(letter));
            names = &longer[before..before + same];
            at += letter.len_utf8();
        }
        may.push(names.get(..SPELLINGS).unwrap_or(names));
        may
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
