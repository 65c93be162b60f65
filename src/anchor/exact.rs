//! All places of thousands of strings in a text, found in one pass over it.
//!
//! Owns that search, a dictionary match in the manner of Karp and Rabin (1987): a few bytes of each
//! string are looked up at each place of the text where they could stand; a small table of bits turns
//! nearly all places away at once. Most quotes have a space in them, so these are looked up behind
//! spaces only. Strings that go on alike from there are kept sorted, so that those standing at a place
//! come from one binary search, however many there are. (An Aho-Corasick automaton for ten thousand
//! quotes takes longer to build than this takes in all.)

use std::cmp::Ordering;
use std::ops::Range;

/// At most so many places of one string are given.
pub(super) const MOST: usize = 1000;

/// How a string is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// By the sixteen bytes behind its first space.
    BehindSpace,
    /// By its first sixteen bytes.
    Sixteen,
    /// By its first eight bytes.
    Eight,
    /// By itself: it is too short.
    Short,
}

impl Class {
    /// The class of a string, and at which of its bytes it is looked up.
    fn of(string: &str) -> (Self, usize) {
        let behind = memchr::memchr(b' ', string.as_bytes()).map(|space| space + 1);
        match (behind, string.len()) {
            (Some(behind), length) if length >= behind + 16 => (Self::BehindSpace, behind),
            (_, 16..) => (Self::Sixteen, 0),
            (_, 8..) => (Self::Eight, 0),
            _ => (Self::Short, 0),
        }
    }
}

/// For each string its places in the text, ascending, at most [`MOST`]. An empty string has none.
pub(super) fn places(text: &str, strings: &[&str]) -> Vec<Vec<u32>> {
    // There may be tens of thousands: no list of them grows by doubling.
    let mut order: Vec<Wanted<'_>> = Vec::with_capacity(strings.len());
    let asked = strings.iter().enumerate();
    order.extend(
        asked
            .filter(|(_, string)| !string.is_empty())
            .map(|(by, string)| {
                let (class, from) = Class::of(string);
                let (head, tail) = string.as_bytes().split_at(from);
                Wanted {
                    class,
                    tail,
                    head,
                    by,
                }
            }),
    );
    order.sort_unstable();
    let mut places = vec![Vec::new(); strings.len()];
    let text = text.as_bytes();
    for wanted in order.chunk_by(|one, other| one.class == other.class) {
        let mut finder = Finder::new(wanted);
        match wanted.first().map(|first| first.class) {
            Some(Class::BehindSpace) => {
                finder.run(
                    text,
                    memchr::memchr_iter(b' ', text).map(|at| at + 1),
                    key16,
                );
            }
            Some(Class::Sixteen) => finder.run(text, 0..text.len(), key16),
            Some(Class::Eight) => finder.run(text, 0..text.len(), key8),
            _ => finder.each(text),
        }
        for entry in finder.entries {
            let same = wanted.get(entry.wanted).unwrap_or_default();
            for Wanted { by, .. } in same.iter().skip(1) {
                places[*by].clone_from(&entry.places);
            }
            if let Some(Wanted { by, .. }) = same.first() {
                places[*by] = entry.places;
            }
        }
    }
    places
}

/// A string cut where it is looked up, and which of the strings it is. Sorted by what follows the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted<'a> {
    class: Class,
    tail: &'a [u8],
    head: &'a [u8],
    by: usize,
}

/// Multiplies by 2⁶⁴ divided by the golden ratio: Fibonacci hashing (Knuth, The Art of Computer
/// Programming, 6.4).
fn mix(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn key8(bytes: &[u8]) -> Option<u64> {
    bytes
        .first_chunk()
        .map(|bytes| mix(u64::from_le_bytes(*bytes)))
}

/// Two halves made one. Different strings may have the same key: what is found is compared.
fn key16(bytes: &[u8]) -> Option<u64> {
    let (low, rest) = bytes.split_first_chunk()?;
    let high = rest.first_chunk()?;
    Some(mix(
        u64::from_le_bytes(*low).rotate_left(25) ^ mix(u64::from_le_bytes(*high))
    ))
}

/// A string that is looked for.
struct Entry<'a> {
    tail: &'a [u8],
    head: &'a [u8],
    /// Where it stands among those asked for, sorted: several may be the same.
    wanted: Range<usize>,
    places: Vec<u32>,
    /// The next shorter tail, or equal one, that this one begins with.
    shorter: Option<usize>,
}

/// Strings of one class, sorted by their tails.
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
    /// Takes strings in sorted order. Notes for each the longest tail that its own begins with: that
    /// one stands before it, with nothing between them but tails that begin with it too.
    fn new(sorted: &[Wanted<'a>]) -> Self {
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(sorted.len());
        let mut open: Vec<usize> = Vec::new();
        for (place, &Wanted { tail, head, .. }) in sorted.iter().enumerate() {
            if let Some(last) = entries
                .last_mut()
                .filter(|last| last.tail == tail && last.head == head)
            {
                last.wanted.end = place + 1;
                continue;
            }
            while let Some(&last) = open.last()
                && !tail.starts_with(entries[last].tail)
            {
                open.pop();
            }
            let shorter = open.last().copied();
            open.push(entries.len());
            entries.push(Entry {
                tail,
                head,
                wanted: place..place + 1,
                places: Vec::new(),
                shorter,
            });
        }
        Self { entries }
    }

    /// Looks for each string by itself.
    fn each(&mut self, text: &[u8]) {
        for entry in &mut self.entries {
            let finder = memchr::memmem::Finder::new(entry.tail);
            let mut from = 0;
            while entry.places.len() < MOST
                && let Some(at) = text.get(from..).and_then(|rest| finder.find(rest))
                && let Ok(place) = u32::try_from(from + at)
            {
                entry.places.push(place);
                // Behind its first byte, not behind itself: a string may overlap itself.
                from += at + 1;
            }
        }
    }

    /// Looks for all of them at once, at some places of the text.
    fn run(
        &mut self,
        text: &[u8],
        places: impl Iterator<Item = usize>,
        key: fn(&[u8]) -> Option<u64>,
    ) {
        let mut groups: Vec<Group> = Vec::with_capacity(self.entries.len());
        for (place, entry) in self.entries.iter().enumerate() {
            let Some(key) = key(entry.tail) else { continue };
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
        for at in places {
            let Some(key) = text.get(at..).and_then(key) else {
                break;
            };
            if table.may_have(key) {
                for group in table.find(key) {
                    if let Some(group) = groups.get_mut(group).filter(|group| group.key == key) {
                        self.look(group, text, at);
                    }
                }
            }
        }
    }

    /// Notes which strings of a group stand around a place of the text.
    fn look(&mut self, group: &mut Group, text: &[u8], at: usize) {
        if group.open == 0 {
            return;
        }
        let (before, rest) = text.split_at(at);
        let entries = &mut self.entries[..group.first + group.length];
        let not_after = entries[group.first..].partition_point(|entry| {
            entry.tail.cmp(&rest[..entry.tail.len().min(rest.len())]) != Ordering::Greater
        });
        let mut next = (group.first + not_after).checked_sub(1);
        while let Some(found) = next.filter(|&next| next >= group.first) {
            let entry = &mut entries[found];
            next = entry.shorter;
            if entry.places.len() < MOST
                && rest.starts_with(entry.tail)
                && before.ends_with(entry.head)
                && let Ok(place) = u32::try_from(at - entry.head.len())
            {
                entry.places.push(place);
                group.open -= usize::from(entry.places.len() == MOST);
            }
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
            text in "[ab]{0,200}|[ab ]{0,300}",
            strings in proptest::collection::vec("[ab]{1,20}|[abc]{8,9}|[ab ]{15,40}", 0..20),
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
