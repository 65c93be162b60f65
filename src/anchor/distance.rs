//! Edit distance between a string and stretches of a text, many characters at a time.
//!
//! Owns Myers's bit-parallel algorithm (G. Myers, "A fast bit-vector algorithm for approximate string
//! matching based on dynamic programming", Journal of the ACM 46, 1999), in blocks of 64 characters.
//! It must not know what distance is too far.
//!
//! Column by column it keeps the differences down the matrix of distances, one bit a row in each of
//! two words: where the distance grows by one, and where it falls by one.

/// Bits of a block.
const BITS: usize = 64;
/// Characters that have a row of masks of their own, without being looked up.
const ASCII: usize = 128;

/// A string made ready for being compared.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    length: usize,
    blocks: usize,
    /// For each ASCII character, in each block, the rows where it stands.
    ascii: Vec<u64>,
    /// The other characters, sorted, with their masks in the same order.
    others: Vec<char>,
    other_masks: Vec<u64>,
    /// The masks of a character that stands nowhere.
    nowhere: Vec<u64>,
}

/// Where a match may begin in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// At the text's first character.
    First,
    /// Anywhere.
    Anywhere,
}

/// The vertical differences in a block: the rows where the distance grows, and where it falls.
#[derive(Debug, Clone, Copy)]
struct Column {
    grows: u64,
    falls: u64,
}

impl Pattern {
    /// Makes a string of characters ready.
    pub(super) fn new(characters: impl Iterator<Item = char> + Clone) -> Self {
        let length = characters.clone().count();
        let blocks = length.div_ceil(BITS);
        let mut others: Vec<char> = characters.clone().filter(|c| !c.is_ascii()).collect();
        others.sort_unstable();
        others.dedup();
        let mut pattern = Self {
            length,
            blocks,
            ascii: vec![0; ASCII * blocks],
            other_masks: vec![0; others.len() * blocks],
            others,
            nowhere: vec![0; blocks],
        };
        for (row, character) in characters.enumerate() {
            let (masks, at) = match pattern.others.binary_search(&character) {
                Ok(other) => (&mut pattern.other_masks, other),
                Err(_) => (&mut pattern.ascii, character as usize),
            };
            if let Some(mask) = masks.get_mut(at * blocks + row / BITS) {
                *mask |= 1 << (row % BITS);
            }
        }
        pattern
    }

    /// How many characters it has.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    fn masks(&self, character: char) -> &[u64] {
        let (masks, at) = if character.is_ascii() {
            (&self.ascii, character as usize)
        } else {
            match self.others.binary_search(&character) {
                Ok(other) => (&self.other_masks, other),
                Err(_) => return &self.nowhere,
            }
        };
        masks
            .get(at * self.blocks..(at + 1) * self.blocks)
            .unwrap_or(&self.nowhere)
    }

    /// For each character of the text, the least distance between the string and a stretch of the
    /// text that ends behind that character and begins where it may.
    pub(super) fn distances<'a>(
        &'a self,
        text: impl Iterator<Item = char> + 'a,
        begin: Begin,
    ) -> impl Iterator<Item = usize> + 'a {
        let mut columns = vec![
            Column {
                grows: u64::MAX,
                falls: 0
            };
            self.blocks
        ];
        let last = (self.length.max(1) - 1) % BITS;
        let mut distance = self.length;
        text.map(move |character| {
            // What comes in from above: the empty string's distance, which grows along a text whose
            // beginning counts.
            let mut carry = i8::from(begin == Begin::First);
            let blocks = self.blocks;
            for (block, (column, &mask)) in
                columns.iter_mut().zip(self.masks(character)).enumerate()
            {
                let row = if block + 1 == blocks { last } else { BITS - 1 };
                carry = column.advance(mask, carry, row);
            }
            match carry {
                1 => distance += 1,
                -1 => distance -= 1,
                _ => {}
            }
            distance
        })
    }
}

impl Column {
    /// Goes on by one character. `mask` has the rows where it stands, `above` is the difference along
    /// the row above the block; gives that along the row `row` of the block.
    fn advance(&mut self, mut mask: u64, above: i8, row: usize) -> i8 {
        let vertical = mask | self.falls;
        if above < 0 {
            mask |= 1;
        }
        let diagonal = (((mask & self.grows).wrapping_add(self.grows)) ^ self.grows) | mask;
        let mut grows = self.falls | !(diagonal | self.grows);
        let mut falls = self.grows & diagonal;
        let below = i8::from(grows >> row & 1 == 1) - i8::from(falls >> row & 1 == 1);
        grows = grows << 1 | u64::from(above > 0);
        falls = falls << 1 | u64::from(above < 0);
        self.grows = falls | !(vertical | grows);
        self.falls = grows & vertical;
        below
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Begin, Pattern};

    /// The matrix itself, as Sellers has it.
    fn naive(pattern: &[char], text: &[char], begin: Begin) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut last = Vec::new();
        for (at, character) in text.iter().enumerate() {
            let mut diagonal = column[0];
            column[0] = if begin == Begin::First { at + 1 } else { 0 };
            for row in 1..=pattern.len() {
                let here = (diagonal + usize::from(pattern[row - 1] != *character))
                    .min(column[row] + 1)
                    .min(column[row - 1] + 1);
                diagonal = std::mem::replace(&mut column[row], here);
            }
            last.push(column[pattern.len()]);
        }
        last
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_matrix(
            pattern in "[abcé日]{1,200}",
            text in "[abcéü日]{0,80}",
            first in any::<bool>(),
        ) {
            let begin = if first { Begin::First } else { Begin::Anywhere };
            let found: Vec<usize> =
                Pattern::new(pattern.chars()).distances(text.chars(), begin).collect();
            let (pattern, text): (Vec<char>, Vec<char>) =
                (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(found, naive(&pattern, &text, begin));
        }
    }
}
