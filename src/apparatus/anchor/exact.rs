//! All places of thousands of strings in a text, found in one pass over it.
//!
//! Owns that search, a dictionary match in the manner of Karp and Rabin (1987): the first bytes of
//! each string, eight or sixteen, are looked up at each place of the text; a small table of bits
//! turns nearly all places away at once. Strings that begin alike are kept sorted, so that those
//! standing at a place come from one binary search, however many there are. (An Aho-Corasick
//! automaton for ten thousand quotes takes longer to build than this takes in all.)

use std::cmp::Ordering;

/// At most so many places of one string are given.
pub(super) const MOST: usize = 1000;

/// For each string its places in the text, ascending, at most [`MOST`]. An empty string has none.
pub(super) fn places(text: &str, strings: &[&str]) -> Vec<Vec<u32>> {
    let mut order: Vec<(usize, &str, usize)> = strings
        .iter()
        .enumerate()
        .filter(|(_, string)| !string.is_empty())
        .map(|(at, string)| (key_length(string), *string, at))
        .collect();
    order.sort_unstable();
    let mut places = vec![Vec::new(); strings.len()];
    for class in order.chunk_by(|one, other| one.0 == other.0) {
        let mut finder = Finder::new(class);
        match class.first().map(|&(length, ..)| length) {
            Some(16) => finder.run(text.as_bytes(), |bytes| bytes.first_chunk().map(key16)),
            Some(8) => finder.run(text.as_bytes(), |bytes| bytes.first_chunk().map(key8)),
            _ => finder.each(text.as_bytes()),
        }
        for entry in finder.entries {
            for &at in entry.wanted_by.iter().skip(1) {
                places[at].clone_from(&entry.places);
            }
            if let Some(&at) = entry.wanted_by.first() {
                places[at] = entry.places;
            }
        }
    }
    places
}

/// By how many of its first bytes a string is looked up; none if it is too short.
fn key_length(string: &str) -> usize {
    match string.len() {
        16.. => 16,
        8.. => 8,
        _ => 0,
    }
}

/// Multiplies by 2⁶⁴ divided by the golden ratio: Fibonacci hashing (Knuth, The Art of Computer
/// Programming, 6.4).
fn mix(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn key8(bytes: &[u8; 8]) -> u64 {
    mix(u64::from_le_bytes(*bytes))
}

/// Two halves made one. Different strings may have the same key: what is found is compared.
fn key16(bytes: &[u8; 16]) -> u64 {
    let both = u128::from_le_bytes(*bytes);
    let low = u64::try_from(both & u128::from(u64::MAX)).unwrap_or_default();
    let high = u64::try_from(both >> 64).unwrap_or_default();
    mix(low.rotate_left(25) ^ mix(high))
}

/// A string that is looked for.
struct Entry<'a> {
    string: &'a str,
    /// Which of the strings asked for it is: several may be the same.
    wanted_by: Vec<usize>,
    places: Vec<u32>,
    /// The longest other string that this one begins with.
    shorter: Option<usize>,
}

/// Strings that are looked up by equally many of their first bytes, in sorted order.
struct Finder<'a> {
    entries: Vec<Entry<'a>>,
}

/// Strings that begin with the same key.
#[derive(Debug, Clone, Copy)]
struct Group {
    key: u64,
    first: usize,
    length: usize,
    /// How many of them are still looked for.
    open: usize,
}

impl<'a> Finder<'a> {
    /// Takes strings in sorted order. Notes for each the longest that it begins with: that one stands
    /// before it, with nothing between them but strings that begin with it too.
    fn new(sorted: &[(usize, &'a str, usize)]) -> Self {
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(sorted.len());
        let mut open: Vec<usize> = Vec::new();
        for &(_, string, at) in sorted {
            if let Some(last) = entries.last_mut().filter(|last| last.string == string) {
                last.wanted_by.push(at);
                continue;
            }
            while let Some(&last) = open.last()
                && !string.starts_with(entries[last].string)
            {
                open.pop();
            }
            let shorter = open.last().copied();
            open.push(entries.len());
            entries.push(Entry {
                string,
                wanted_by: vec![at],
                places: Vec::new(),
                shorter,
            });
        }
        Self { entries }
    }

    /// Looks for each string by itself. Overlaps of a string with itself are passed over, which
    /// strings too short for a key have none of that matter.
    fn each(&mut self, text: &[u8]) {
        for entry in &mut self.entries {
            let all = memchr::memmem::find_iter(text, entry.string.as_bytes());
            entry.places = all
                .take(MOST)
                .filter_map(|at| u32::try_from(at).ok())
                .collect();
        }
    }

    /// Looks for all of them at once.
    fn run(&mut self, text: &[u8], key: impl Fn(&[u8]) -> Option<u64>) {
        let mut groups: Vec<Group> = Vec::with_capacity(self.entries.len());
        for (place, entry) in self.entries.iter().enumerate() {
            let Some(key) = key(entry.string.as_bytes()) else {
                continue;
            };
            match groups.last_mut().filter(|group| group.key == key) {
                Some(group) => {
                    group.length += 1;
                    group.open += 1;
                }
                None => groups.push(Group {
                    key,
                    first: place,
                    length: 1,
                    open: 1,
                }),
            }
        }
        let table = Table::new(&groups);
        for at in 0..text.len() {
            let Some(key) = key(&text[at..]) else { break };
            if table.may_have(key) {
                for group in table.find(key) {
                    if let Some(group) = groups.get_mut(group).filter(|group| group.key == key) {
                        self.look(group, text, at);
                    }
                }
            }
        }
    }

    /// Notes which strings of a group stand at a place of the text.
    fn look(&mut self, group: &mut Group, text: &[u8], at: usize) {
        if group.open == 0 {
            return;
        }
        let rest = &text[at..];
        let entries = &mut self.entries[..group.first + group.length];
        let not_after = entries[group.first..].partition_point(|entry| {
            let string = entry.string.as_bytes();
            string.cmp(&rest[..string.len().min(rest.len())]) != Ordering::Greater
        });
        let Ok(place) = u32::try_from(at) else { return };
        let mut next = (group.first + not_after).checked_sub(1);
        while let Some(found) = next.filter(|&next| next >= group.first) {
            let entry = &mut entries[found];
            if entry.places.len() < MOST && rest.starts_with(entry.string.as_bytes()) {
                entry.places.push(place);
                group.open -= usize::from(entry.places.len() == MOST);
            }
            next = entry.shorter;
        }
    }
}

/// Groups by their keys: a table of bits that turns most keys away, and behind it one of places.
struct Table {
    bits: Vec<u64>,
    bit_shift: u32,
    /// Groups by the upper bits of their keys, each or nothing; those that collide in the next slots.
    slots: Vec<Option<u32>>,
    slot_shift: u32,
}

impl Table {
    fn new(groups: &[Group]) -> Self {
        // Sixteen bits for each key, but no more than fits a processor's nearest cache.
        let bits = (groups.len() * 16)
            .next_power_of_two()
            .clamp(1 << 10, 1 << 18);
        let slots = (groups.len() * 2).next_power_of_two().max(2);
        let mut table = Self {
            bits: vec![0; bits / 64],
            bit_shift: 64 - bits.trailing_zeros(),
            slots: vec![None; slots],
            slot_shift: 64 - slots.trailing_zeros(),
        };
        for (number, group) in (0..).zip(groups) {
            let bit = upper(group.key, table.bit_shift);
            table.bits[bit / 64] |= 1 << (bit % 64);
            let mut slot = upper(group.key, table.slot_shift);
            while table.slots[slot].is_some() {
                slot = (slot + 1) % slots;
            }
            table.slots[slot] = Some(number);
        }
        table
    }

    fn may_have(&self, key: u64) -> bool {
        let bit = upper(key, self.bit_shift);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The groups that may have a key. At least half of the slots are empty, so there are few.
    fn find(&self, key: u64) -> impl Iterator<Item = usize> {
        let start = upper(key, self.slot_shift);
        let slots = self.slots[start..].iter().chain(&self.slots[..start]);
        slots.map_while(|slot| slot.map(|group| group as usize))
    }
}

/// The bits of a key above the lowest `shift`.
fn upper(key: u64, shift: u32) -> usize {
    usize::try_from(key >> shift).unwrap_or_default()
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
            strings in proptest::collection::vec("[ab]{8,20}|[abc]{8,9}|[ab]{15,40}", 0..20),
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
