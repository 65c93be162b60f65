//! Which stretches of a long text could hold a close match of a string.
//!
//! Owns a filter that loses nothing: cut a string into `edits + agreeing` pieces, and wherever it
//! stands with no more edits than that, `agreeing` pieces stand unharmed, shifted against each other
//! by no more than the edits can shift them (the pigeonhole principle; G. Navarro, "A guided tour to
//! approximate string matching", ACM Computing Surveys 33, 2001, section 8). Pieces of four to six
//! letters that agree are so rare that nearly all of a book is passed over.

use std::collections::HashMap;
use std::ops::Range;

/// The fewest and the most bytes by which a piece is looked up.
const KEY: std::ops::RangeInclusive<usize> = 2..=8;
/// Strings looked for in one pass over the text: bounds what is kept of it at a time.
pub(super) const BATCH: usize = 32;

/// A string that is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) string: &'a str,
    /// Its characters.
    pub(super) length: usize,
    /// How many edits it may stand with.
    pub(super) edits: usize,
}

impl Wanted<'_> {
    /// How many pieces have to agree. More edits shift pieces farther, and pieces that agree by
    /// chance become likelier; one more for each 64 characters makes up for it.
    fn agreeing(&self) -> usize {
        2 + self.length / 64
    }
}

/// A piece found in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    /// At which character the string would begin if nothing had been edited.
    begin: i64,
    /// At which byte the piece stands.
    at: usize,
    /// At which character of the string the piece stands.
    place: usize,
}

/// For each string the stretches of the text, in order and apart, outside of which it does not stand
/// with as few edits, if its pieces have two bytes at least. Meant for at most [`BATCH`] strings.
pub(super) fn stretches(text: &str, wanted: &[Wanted<'_>]) -> Vec<Vec<Range<usize>>> {
    let hits = Pieces::new(wanted).hits(text.as_bytes(), wanted.len());
    let each = hits.into_iter().zip(wanted);
    each.map(|(hits, wanted)| match hits {
        Some(hits) => join(hits, wanted, text),
        None => std::iter::once(0..text.len()).collect(),
    })
    .collect()
}

/// Stretches around as many hits as must agree on where the string begins.
fn join(mut hits: Vec<Hit>, wanted: &Wanted<'_>, text: &str) -> Vec<Range<usize>> {
    hits.sort_unstable();
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut joined = None;
    for group in hits.windows(wanted.agreeing()) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        if last.begin - first.begin > signed(wanted.edits) {
            continue;
        }
        // Groups that overlap make one stretch, from the first hit of the first to the last of all.
        match joined {
            Some((begin, end)) if first.begin <= end => {
                joined = Some((begin, last.begin));
                if let Some(stretch) = stretches.last_mut() {
                    let (start, end) = around(last, wanted, text);
                    *stretch = stretch.start.min(start)..stretch.end.max(end);
                }
            }
            _ => {
                joined = Some((first.begin, last.begin));
                let ((start, end), (from, to)) =
                    (around(first, wanted, text), around(last, wanted, text));
                stretches.push(start.min(from)..end.max(to));
            }
        }
    }
    merge(stretches)
}

/// The bytes in which the string stands, if this piece of it stands unharmed.
fn around(hit: &Hit, wanted: &Wanted<'_>, text: &str) -> (usize, usize) {
    let (before, after) = (text.get(..hit.at), text.get(hit.at..));
    let back = hit.place + wanted.edits;
    let start = before
        .unwrap_or_default()
        .char_indices()
        .rev()
        .take(back)
        .last();
    let ahead = wanted.length - hit.place + wanted.edits;
    let end = after.unwrap_or_default().char_indices().nth(ahead);
    (
        start.map_or(hit.at, |(at, _)| at),
        end.map_or(text.len(), |(at, _)| hit.at + at),
    )
}

/// Those that touch made one.
fn merge(mut stretches: Vec<Range<usize>>) -> Vec<Range<usize>> {
    stretches.sort_by_key(|stretch| stretch.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match merged.last_mut().filter(|last| stretch.start <= last.end) {
            Some(last) => last.end = last.end.max(stretch.end),
            None => merged.push(stretch),
        }
    }
    merged
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX / 8)
}

/// The pieces of all strings, by the bytes that they begin with.
struct Pieces {
    /// For each length of key that occurs.
    tables: Vec<Table>,
}

struct Table {
    /// How many bits of the next eight bytes are no part of the key.
    spare: u32,
    bits: Vec<u64>,
    pieces: HashMap<u64, Vec<Piece>>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    string: usize,
    /// Where in it, in characters.
    place: usize,
}

impl Table {
    fn bit(key: u64) -> usize {
        // Fibonacci hashing to 16 bits.
        usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48).unwrap_or_default()
    }
}

impl Pieces {
    fn new(wanted: &[Wanted<'_>]) -> Self {
        let mut tables: Vec<Table> = KEY
            .map(|length| Table {
                spare: 64 - 8 * u32::try_from(length).unwrap_or(8),
                bits: Vec::new(),
                pieces: HashMap::new(),
            })
            .collect();
        for (string, one) in wanted.iter().enumerate() {
            for (place, bytes) in cut(one) {
                let length = bytes.len().min(*KEY.end());
                let Some(table) = length
                    .checked_sub(*KEY.start())
                    .and_then(|at| tables.get_mut(at))
                else {
                    continue;
                };
                let key = next_eight(one.string.as_bytes().get(bytes.clone()).unwrap_or_default());
                let piece = Piece { string, place };
                table
                    .pieces
                    .entry(key << table.spare)
                    .or_default()
                    .push(piece);
            }
        }
        tables.retain(|table| !table.pieces.is_empty());
        for table in &mut tables {
            table.bits = vec![0; (1 << 16) / 64];
            for &key in table.pieces.keys() {
                let bit = Table::bit(key);
                table.bits[bit / 64] |= 1 << (bit % 64);
            }
        }
        Self { tables }
    }

    /// The hits of each string; nothing where there are so many that they tell nothing.
    fn hits(&self, text: &[u8], strings: usize) -> Vec<Option<Vec<Hit>>> {
        let most = text.len() / 8 + 64;
        let mut hits = vec![Some(Vec::new()); strings];
        let mut character = 0;
        for (at, &byte) in text.iter().enumerate() {
            // A piece begins where a character does.
            if byte & 0b1100_0000 == 0b1000_0000 {
                continue;
            }
            let next = next_eight(&text[at..]);
            for table in &self.tables {
                let key = next << table.spare;
                let bit = Table::bit(key);
                if table.bits[bit / 64] >> (bit % 64) & 1 == 0 {
                    continue;
                }
                for piece in table.pieces.get(&key).into_iter().flatten() {
                    let Some(slot) = hits.get_mut(piece.string) else {
                        continue;
                    };
                    let Some(list) = slot else { continue };
                    let begin = character - signed(piece.place);
                    list.push(Hit {
                        begin,
                        at,
                        place: piece.place,
                    });
                    if list.len() > most {
                        *slot = None;
                    }
                }
            }
            character += 1;
        }
        hits
    }
}

/// The next eight bytes as a number, the first lowest; zeros behind the end.
fn next_eight(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// A string cut into pieces of as many characters each, give or take one: for each the place of its
/// first character, and its bytes.
fn cut(wanted: &Wanted<'_>) -> Vec<(usize, Range<usize>)> {
    let pieces = wanted.edits + wanted.agreeing();
    let bounds = wanted.string.char_indices().map(|(at, _)| at);
    let bounds: Vec<usize> = bounds.chain([wanted.string.len()]).collect();
    let characters = bounds.len() - 1;
    let bound = |piece: usize| piece * characters / pieces;
    (0..pieces)
        .map(|piece| (bound(piece), bounds[bound(piece)]..bounds[bound(piece + 1)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::distance::{Begin, Pattern};
    use super::{Wanted, stretches};

    proptest! {
        /// Wherever the string ends with few enough edits, there is a stretch.
        #[test]
        fn nothing_is_lost(
            text in "[abcdé]{0,400}",
            string in "[abcdé]{14,90}",
            edits in 0..18_usize,
        ) {
            // No more than quotes are looked for with.
            let edits = edits.min(string.chars().count() / 5);
            let wanted = Wanted { string: &string, length: string.chars().count(), edits };
            let found = stretches(&text, &[wanted]).remove(0);
            let pattern = Pattern::new(string.chars());
            let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
            for (end, distance) in ends.zip(pattern.distances(text.chars(), Begin::Anywhere)) {
                if distance <= edits {
                    prop_assert!(
                        found.iter().any(|stretch| stretch.start < end && end <= stretch.end),
                        "ends at {end} with {distance}, not in {found:?}"
                    );
                }
            }
        }
    }
}
