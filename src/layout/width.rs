//! The width of text in cells. No other code decides it.

use std::borrow::Cow;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// The width of a text in cells: the sum of the widths of its grapheme clusters as the
/// `unicode-width` crate gives them.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_printable_ascii(text) {
        return text.len();
    }
    graphemes(text).map(|(_, _, width)| width).sum()
}

/// The grapheme clusters of a text: byte offset, text and width in cells of each.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let (length, width) = match rest.as_bytes() {
            // No ASCII character joins the one before it, so these need no look into the tables.
            [0x20..=0x7e] | [0x20..=0x7e, ..=0x7f, ..] => (1, 1),
            _ => {
                let grapheme = rest.graphemes(true).next()?;
                (grapheme.len(), grapheme.width())
            }
        };
        let start = at;
        at += length;
        Some((start, &text[start..at], width))
    })
}

/// Cuts a text to at most `cells` cells, between grapheme clusters. An ellipsis replaces what is cut
/// off. Nothing is left in 0 cells.
#[must_use]
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if text.len() <= cells && is_printable_ascii(text) {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let mut kept_end = 0;
    for (at, grapheme, width) in graphemes(text) {
        used += width;
        if used > cells {
            let mut kept = text[..kept_end].trim_end().to_owned();
            if cells > 0 {
                kept.push('…');
            }
            return Cow::Owned(kept);
        }
        if used < cells {
            kept_end = at + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, 0x20..=0x7e))
}

/// Whether a byte offset is between two grapheme clusters of a text.
pub(crate) fn is_boundary(text: &str, at: usize) -> bool {
    /// The bytes examined on either side. No cluster that readers know is longer, and long runs of
    /// combining marks stay cheap.
    const CONTEXT: usize = 256;
    if !text.is_char_boundary(at) {
        return false;
    }
    let start = text.floor_char_boundary(at.saturating_sub(CONTEXT));
    let end = text.ceil_char_boundary(at + CONTEXT);
    let around = &text[start..end];
    let mut cursor = GraphemeCursor::new(at - start, around.len(), true);
    cursor.is_boundary(around, 0) != Ok(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn graphemes_are_those_of_the_unicode_tables(
            text in prop_oneof![
                "[ -~]{0,20}",
                "\\PC{0,20}",
                "[a \r\n\t\u{7f}e\u{301}\u{600}\u{200d}👩🇯🇵가각\u{94d}क]{0,20}",
            ],
        ) {
            let found: Vec<_> = graphemes(&text).map(|(at, grapheme, _)| (at, grapheme)).collect();
            let expected: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(found, expected);
            for (_, grapheme, cells) in graphemes(&text) {
                prop_assert_eq!(cells, grapheme.width());
            }
        }
    }
}
