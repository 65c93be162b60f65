//! Helpers for text: counts with their noun, offsets in code points.

/// A count with its noun in the right number: `1 claim`, `2 claims`.
#[must_use]
pub fn count_noun(count: usize, singular: &str, plural: &str) -> String {
    format!("{count} {}", if count == 1 { singular } else { plural })
}

/// Bytes between two counted places of [`CodePointIndex`].
const STEP: usize = 1024;

/// Converts byte offsets of a text to offsets in code points. Goes through the text once; each
/// conversion then counts at most `STEP` bytes.
#[derive(Debug, Clone)]
pub struct CodePointIndex<'a> {
    text: &'a str,
    /// How many code points begin before each multiple of `STEP`.
    counts: Vec<usize>,
}

impl<'a> CodePointIndex<'a> {
    /// Counts the code points of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut counts = vec![0];
        let mut total = 0;
        for step in text.as_bytes().chunks(STEP) {
            total += count_starts(step);
            counts.push(total);
        }
        Self { text, counts }
    }

    /// How many code points begin before a byte offset; past the end, how many there are.
    #[must_use]
    pub fn offset(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = byte / STEP;
        self.counts[step] + count_starts(&self.text.as_bytes()[step * STEP..byte])
    }
}

/// How many code points begin in some bytes of UTF-8.
fn count_starts(bytes: &[u8]) -> usize {
    let is_start = |byte: &&u8| !matches!(byte, 0x80..=0xbf);
    bytes.iter().filter(is_start).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_point_offset_counts_the_code_points_before(
            text in "[a-c\u{e9}\u{65e5}\u{1f980}\n]{0,40}",
            repeats in 1_usize..200,
        ) {
            let text = text.repeat(repeats);
            let code_points = CodePointIndex::new(&text);
            for (number, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(code_points.offset(at), number);
            }
            let length = text.chars().count();
            prop_assert_eq!(code_points.offset(text.len()), length);
            prop_assert_eq!(code_points.offset(usize::MAX), length);
        }
    }

    #[test]
    fn the_end_of_a_text_of_whole_steps_has_an_offset() {
        let text = "é".repeat(STEP);
        assert_eq!(CodePointIndex::new(&text).offset(text.len()), STEP);
        assert_eq!(CodePointIndex::new("").offset(0), 0);
    }
}
