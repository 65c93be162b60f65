//! Byte offsets → code points.
//!
//! Owns the one difference between the program's coordinate and that of the exported formats.

/// Converts byte offsets into a text to offsets in code points.
///
/// The text is gone through once; after that a look-up counts at most [`STEP`] bytes.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// How many code points begin before each multiple of [`STEP`].
    marks: Vec<usize>,
}

/// Bytes between two marks.
const STEP: usize = 1024;

impl<'a> Offsets<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut total = 0;
        let marks = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = total;
                total += begun(chunk);
                before
            })
            .collect();
        Self { text, marks }
    }

    /// How many code points begin before a byte offset: for the offset of a code point, its own
    /// offset in code points. An offset past the end counts as the end.
    pub(super) fn get(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        // At the very end of a text whose length is a multiple of STEP there is no further mark.
        let step = (offset / STEP).min(self.marks.len().saturating_sub(1));
        let before = self.marks.get(step).copied().unwrap_or(0);
        before + begun(bytes.get(step * STEP..offset).unwrap_or_default())
    }
}

/// How many code points begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| !matches!(byte, 0x80..=0xbf);
    bytes.iter().filter(begins).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_offset_is_the_count_of_the_code_points_before(
            text in "[a-c\u{e9}\u{65e5}\u{1f980}\n]{0,40}",
            repeats in 1_usize..200,
        ) {
            let text = text.repeat(repeats);
            let offsets = Offsets::new(&text);
            for (number, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.get(at), number);
            }
            let length = text.chars().count();
            prop_assert_eq!(offsets.get(text.len()), length);
            prop_assert_eq!(offsets.get(usize::MAX), length);
        }
    }

    #[test]
    fn a_text_that_ends_with_a_step_has_its_end() {
        let text = "é".repeat(STEP);
        assert_eq!(Offsets::new(&text).get(text.len()), STEP);
        assert_eq!(Offsets::new("").get(0), 0);
    }
}
