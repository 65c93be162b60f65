//! Edit distances between a quote and stretches of a text.
//!
//! This is the bit-parallel algorithm of Myers (G. Myers, "A fast bit-vector algorithm for
//! approximate string matching based on dynamic programming", Journal of the ACM 46, 1999). It goes
//! through the matrix of distances column by column and keeps the differences down a column in two
//! bits a row: one is set if the distance grows by one there, the other if it falls by one. A block is
//! 64 rows.

use std::collections::HashMap;

/// The characters of a pattern that are compared in one step.
pub(super) const BLOCK_ROWS: usize = 64;

/// The characters of a quote, prepared for comparisons.
pub(super) struct EditPattern {
    length: usize,
    /// For each character the rows where the quote has it, block by block.
    ascii_rows: Vec<u64>,
    other_rows: HashMap<char, Vec<u64>>,
    no_rows: Vec<u64>,
}

/// Where a match may start in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchStart {
    /// Only at the first character.
    First,
    Anywhere,
}

/// A comparison of a pattern with a text, character by character.
pub(super) struct Comparison<'a> {
    pattern: &'a EditPattern,
    start: MatchStart,
    columns: Vec<Deltas>,
    distance: usize,
}

/// Differences of +1 and -1 between neighboring cells of the distance matrix, as bit vectors (Myers'
/// Pv and Mv): a bit for each row of a block. Carries between blocks (Ph and Mh) use the lowest bit.
#[derive(Clone, Copy)]
struct Deltas {
    positive: u64,
    negative: u64,
}

impl EditPattern {
    pub(super) fn new(characters: impl Iterator<Item = char> + Clone) -> Self {
        let length = characters.clone().count();
        let no_rows = vec![0; length.div_ceil(BLOCK_ROWS)];
        let mut ascii_rows = vec![0; 128 * no_rows.len()];
        let mut other_rows = HashMap::new();
        for (row, character) in characters.enumerate() {
            let rows = if character.is_ascii() {
                &mut ascii_rows[character as usize * no_rows.len()..]
            } else {
                other_rows
                    .entry(character)
                    .or_insert_with(|| no_rows.clone())
            };
            rows[row / BLOCK_ROWS] |= 1 << (row % BLOCK_ROWS);
        }
        Self {
            length,
            ascii_rows,
            other_rows,
            no_rows,
        }
    }

    /// The number of characters.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    fn rows(&self, character: char) -> &[u64] {
        if character.is_ascii() {
            &self.ascii_rows[character as usize * self.no_rows.len()..][..self.no_rows.len()]
        } else {
            self.other_rows.get(&character).unwrap_or(&self.no_rows)
        }
    }

    /// Starts a comparison with a text.
    pub(super) fn compare(&self, start: MatchStart) -> Comparison<'_> {
        let first_column = Deltas {
            positive: u64::MAX,
            negative: 0,
        };
        Comparison {
            pattern: self,
            start,
            columns: vec![first_column; self.no_rows.len()],
            distance: self.length,
        }
    }
}

impl Comparison<'_> {
    /// Moves on by one character of the text. Returns the least distance between the pattern and any
    /// stretch of the text that ends with this character.
    pub(super) fn advance(&mut self, character: char) -> usize {
        // Row 0 is the distance from the empty pattern: it grows along the text unless a match may
        // start anywhere.
        let mut carry = Deltas {
            positive: u64::from(self.start == MatchStart::First),
            negative: 0,
        };
        let mut rows_left = self.pattern.length;
        for (column, &rows) in self.columns.iter_mut().zip(self.pattern.rows(character)) {
            carry = column.step(rows, carry, rows_left.min(BLOCK_ROWS) - 1);
            rows_left = rows_left.saturating_sub(BLOCK_ROWS);
        }
        self.distance += usize::from(carry.positive == 1);
        self.distance -= usize::from(carry.negative == 1);
        self.distance
    }
}

impl Deltas {
    /// Moves on by one character, which the pattern has at `equal_rows`. `above` is the carry from the
    /// block above; returns the carry out of `last_row`.
    fn step(&mut self, equal_rows: u64, above: Deltas, last_row: usize) -> Deltas {
        let vertical = equal_rows | self.negative;
        let equal_rows = equal_rows | above.negative;
        let diagonal = (((equal_rows & self.positive).wrapping_add(self.positive)) ^ self.positive)
            | equal_rows;
        let positive = self.negative | !(diagonal | self.positive);
        let negative = self.positive & diagonal;
        let carry = Deltas {
            positive: positive >> last_row & 1,
            negative: negative >> last_row & 1,
        };
        let (positive, negative) = (
            positive << 1 | above.positive,
            negative << 1 | above.negative,
        );
        self.positive = negative | !(vertical | positive);
        self.negative = positive & vertical;
        carry
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{EditPattern, MatchStart};

    /// The whole matrix (Sellers, 1980).
    fn naive_distances(pattern: &[char], text: &[char], start: MatchStart) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut last_row = Vec::new();
        for (at, character) in text.iter().enumerate() {
            let mut diagonal = column[0];
            column[0] = if start == MatchStart::First {
                at + 1
            } else {
                0
            };
            for row in 1..=pattern.len() {
                let here = (diagonal + usize::from(pattern[row - 1] != *character))
                    .min(column[row] + 1)
                    .min(column[row - 1] + 1);
                diagonal = std::mem::replace(&mut column[row], here);
            }
            last_row.push(column[pattern.len()]);
        }
        last_row
    }

    proptest! {
        #[test]
        fn distances_equal_those_of_the_full_matrix(
            pattern in "[abcé日]{1,200}",
            text in "[abcéü日]{0,80}",
            first in any::<bool>(),
        ) {
            let start = if first { MatchStart::First } else { MatchStart::Anywhere };
            let compared = EditPattern::new(pattern.chars());
            let mut comparison = compared.compare(start);
            let found: Vec<usize> = text.chars().map(|c| comparison.advance(c)).collect();
            let (pattern, text): (Vec<char>, Vec<char>) =
                (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(found, naive_distances(&pattern, &text, start));
        }
    }
}
