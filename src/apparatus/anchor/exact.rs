//! All places of thousands of strings in a text, found in one pass over it.
//!
//! Owns that search, a dictionary match in the manner of Karp and Rabin (1987): the first eight
//! bytes of each string are looked up at each place of the text; a small table of bits turns nearly
//! all places away at once. Strings that begin alike are kept sorted, so that those standing at a
//! place come from one binary search, however many there are. (An Aho-Corasick automaton for ten
//! thousand quotes takes longer to build than this takes in all.)

use std::cmp::Ordering;
use std::collections::HashMap;

/// Bytes of a string by which it is looked up.
const KEY: usize = 8;
/// At most so many places of one string are given.
pub(super) const MOST: usize = 1000;

/// For each string its places in the text, ascending, at most [`MOST`]. An empty string has none.
pub(super) fn places(text: &str, strings: &[&str]) -> Vec<Vec<u32>> {
    let mut order: Vec<usize> = (0..strings.len())
        .filter(|&at| !strings[at].is_empty())
        .collect();
    order.sort_unstable_by_key(|&at| strings[at]);
    let mut finder = Finder::default();
    for &at in &order {
        finder.add(strings[at], at);
    }
    finder.tie();
    finder.run(text);
    let mut places = vec![Vec::new(); strings.len()];
    for entry in finder.entries {
        if let Some((&last, others)) = entry.wanted_by.split_last() {
            for &at in others {
                places[at].clone_from(&entry.places);
            }
            places[last] = entry.places;
        }
    }
    places
}

/// A string that is looked for.
struct Entry<'a> {
    string: &'a str,
    /// Which of the strings asked for it is: several may be the same.
    wanted_by: Vec<usize>,
    places: Vec<u32>,
    /// The longest other string that this one begins with and that is still looked for.
    shorter: Option<u32>,
}

#[derive(Default)]
struct Finder<'a> {
    /// Sorted by their strings.
    entries: Vec<Entry<'a>>,
    /// Strings shorter than a key, each by itself.
    short: Vec<usize>,
    /// By key, the entries that begin with it, and how many of them are still looked for.
    groups: HashMap<u64, Group>,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    first: usize,
    length: usize,
    open: usize,
}

impl<'a> Finder<'a> {
    /// Takes the next string in sorted order.
    fn add(&mut self, string: &'a str, wanted_by: usize) {
        if let Some(last) = self.entries.last_mut()
            && last.string == string
        {
            last.wanted_by.push(wanted_by);
            return;
        }
        let place = self.entries.len();
        self.entries.push(Entry {
            string,
            wanted_by: vec![wanted_by],
            places: Vec::new(),
            shorter: None,
        });
        match key(string.as_bytes()) {
            None => self.short.push(place),
            Some(key) => {
                let group = self.groups.entry(key).or_insert(Group {
                    first: place,
                    length: 0,
                    open: 0,
                });
                group.length += 1;
                group.open += 1;
            }
        }
    }

    /// Notes for each string the longest that it begins with. In sorted order that one stands
    /// before it, with nothing between them but strings that begin with it too.
    fn tie(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for place in 0..self.entries.len() {
            let string = self.entries[place].string;
            if string.len() < KEY {
                continue;
            }
            while let Some(&last) = open.last()
                && !string.starts_with(self.entries[last].string)
            {
                open.pop();
            }
            self.entries[place].shorter = open.last().and_then(|&last| u32::try_from(last).ok());
            open.push(place);
        }
    }

    fn run(&mut self, text: &str) {
        for &place in &self.short {
            let entry = &mut self.entries[place];
            let all = memchr::memmem::find_iter(text.as_bytes(), entry.string.as_bytes());
            // `find_iter` steps over overlaps, of which strings this short have none that matter.
            entry.places = all
                .take(MOST)
                .filter_map(|at| u32::try_from(at).ok())
                .collect();
        }
        if self.groups.is_empty() {
            return;
        }
        let bits = Bits::new(self.groups.keys().copied(), self.groups.len());
        let bytes = text.as_bytes();
        for (at, window) in bytes.windows(KEY).enumerate() {
            let Some(key) = key(window) else { break };
            if bits.may_have(key) {
                self.look(key, bytes, at);
            }
        }
    }

    /// Notes which strings stand at a place of the text that begins with this key.
    fn look(&mut self, key: u64, text: &[u8], at: usize) {
        let Some(group) = self.groups.get_mut(&key).filter(|group| group.open > 0) else {
            return;
        };
        let rest = &text[at..];
        let entries = &mut self.entries[..group.first + group.length];
        let not_after = entries[group.first..].partition_point(|entry| {
            let string = entry.string.as_bytes();
            string.cmp(&rest[..string.len().min(rest.len())]) != Ordering::Greater
        });
        let Ok(place) = u32::try_from(at) else { return };
        let mut next = (group.first + not_after)
            .checked_sub(1)
            .filter(|&next| next >= group.first);
        while let Some(found) = next {
            let entry = &mut entries[found];
            if entry.places.len() < MOST && rest.starts_with(entry.string.as_bytes()) {
                entry.places.push(place);
                group.open -= usize::from(entry.places.len() == MOST);
            }
            next = entry.shorter.map(|shorter| shorter as usize);
        }
    }
}

/// A table of bits that says of most keys that they are none of those wanted.
struct Bits {
    words: Vec<u64>,
    shift: u32,
}

impl Bits {
    fn new(keys: impl Iterator<Item = u64>, count: usize) -> Self {
        // Sixteen bits for each key, but no more than fits a processor's nearest cache.
        let bits = (count * 16).next_power_of_two().clamp(1 << 10, 1 << 18);
        let mut table = Self {
            words: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
        };
        for key in keys {
            let bit = table.bit(key);
            table.words[bit / 64] |= 1 << (bit % 64);
        }
        table
    }

    fn bit(&self, key: u64) -> usize {
        // Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4). At most 18 bits are left.
        usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift).unwrap_or_default()
    }

    fn may_have(&self, key: u64) -> bool {
        let bit = self.bit(key);
        self.words[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// The first bytes of a string as a number, if it has so many.
fn key(bytes: &[u8]) -> Option<u64> {
    bytes
        .first_chunk::<KEY>()
        .map(|bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MOST, places};

    fn naive(text: &str, string: &str) -> Vec<u32> {
        let all =
            (0..text.len()).filter(|&at| text.as_bytes()[at..].starts_with(string.as_bytes()));
        all.filter(|_| !string.is_empty())
            .take(MOST)
            .map(|at| u32::try_from(at).unwrap())
            .collect()
    }

    proptest! {
        #[test]
        fn every_place_is_found(
            text in "[ab]{0,200}",
            strings in proptest::collection::vec("[ab]{8,20}|[abc]{8,9}", 0..20),
        ) {
            let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
            for (string, found) in strings.iter().zip(places(&text, &strings)) {
                prop_assert_eq!(found, naive(&text, string), "{}", string);
            }
        }
    }

    #[test]
    fn short_strings_strings_of_one_beginning_and_the_same_twice() {
        let text = "the long and the longest of the long ones";
        let strings = [
            "the",
            "the long",
            "the longest of",
            "the long",
            "zz",
            "",
            "ones",
        ];
        let expected: [&[u32]; 7] = [
            &[0, 13, 28],
            &[0, 13, 28],
            &[13],
            &[0, 13, 28],
            &[],
            &[],
            &[37],
        ];
        assert_eq!(places(text, &strings), expected);
    }

    #[test]
    fn a_string_that_stands_everywhere_is_cut_off() {
        let text = "a".repeat(5000);
        let strings: Vec<String> = (8..40).map(|length| "a".repeat(length)).collect();
        let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
        assert!(
            places(&text, &strings)
                .iter()
                .all(|places| places.len() == MOST)
        );
    }
}
