//! How many cells a text takes: the one definition in the program.
//!
//! Owns grapheme clusters and their widths. It must not know rows.

use std::borrow::Cow;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// Stands for what was cut off.
const ELLIPSIS: char = '…';

/// The cells that a text takes: the sum of what its grapheme clusters take, each as
/// `unicode-width` has it.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_printable(text) {
        return text.len();
    }
    graphemes(text).map(|(_, _, width)| width).sum()
}

/// The grapheme clusters of a text: where each begins in it, in bytes, itself, and its cells.
///
/// Nothing in ASCII joins what stands before it, so a printable character with another behind it is
/// a cluster; only for the others the tables have to be asked.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let (length, plain) = match rest.as_bytes() {
            [] => return None,
            [0x20..=0x7e] | [0x20..=0x7e, ..=0x7f, ..] => (1, true),
            _ => (rest.graphemes(true).next()?.len(), false),
        };
        let cluster = rest.get(..length)?;
        let width = if plain { 1 } else { cluster_width(cluster) };
        let start = at;
        at += length;
        Some((start, cluster, width))
    })
}

/// How many bytes at the beginning of a text are printable ASCII, each of them a cluster and a cell.
#[must_use]
pub fn ascii_prefix_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let printable = bytes.iter().take_while(|byte| matches!(byte, 0x20..=0x7e));
    let count = printable.count();
    // What follows may join the last of them.
    match bytes.get(count) {
        Some(byte) if !byte.is_ascii() => count.saturating_sub(1),
        _ => count,
    }
}

/// A text cut to at most `cells` cells, at the border of a grapheme cluster; where something is
/// cut off, an ellipsis stands for it. Nothing is left in 0 cells.
#[must_use]
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    // Every cell but an ellipsis's takes a byte at least.
    if text.len() <= cells && is_printable(text) {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let mut keep = 0;
    for (at, cluster, width) in graphemes(text) {
        used += width;
        if used > cells {
            let mut kept = text.get(..keep).unwrap_or_default().trim_end().to_owned();
            if cells > 0 {
                kept.push(ELLIPSIS);
            }
            return Cow::Owned(kept);
        }
        if used < cells {
            keep = at + cluster.len();
        }
    }
    Cow::Borrowed(text)
}

/// Whether a text is printable ASCII, so that a byte is a cell and a cluster.
pub(super) fn is_printable(text: &str) -> bool {
    text.bytes()
        .fold(true, |all, byte| all & (byte.wrapping_sub(0x20) < 0x5f))
}

/// The cells of one grapheme cluster.
fn cluster_width(cluster: &str) -> usize {
    cluster.width()
}

/// Bytes before a place that tell whether it is a cluster's border. No cluster that is a unit to
/// its reader is longer; the bound keeps hostile runs of combining marks cheap.
const CONTEXT: usize = 256;

/// Whether a grapheme cluster ends, and another begins, at a byte offset of a text.
pub(super) fn is_border(text: &str, at: usize) -> bool {
    if !text.is_char_boundary(at) {
        return false;
    }
    let from = text.floor_char_boundary(at.saturating_sub(CONTEXT));
    let to = text.ceil_char_boundary(at.saturating_add(CONTEXT));
    let Some(around) = text.get(from..to) else {
        return true;
    };
    let mut cursor = GraphemeCursor::new(at - from, around.len(), true);
    cursor.is_boundary(around, 0) != Ok(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn clusters_are_those_of_the_tables(
            text in prop_oneof![
                "[ -~]{0,20}",
                "\\PC{0,20}",
                "[a \r\n\t\u{7f}e\u{301}\u{600}\u{200d}👩🇯🇵가각\u{94d}क]{0,20}",
            ],
        ) {
            let found: Vec<_> = graphemes(&text).map(|(at, cluster, _)| (at, cluster)).collect();
            let known: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(found, known);
            for (_, cluster, cells) in graphemes(&text) {
                prop_assert_eq!(cells, cluster.width());
            }
        }
    }
}
