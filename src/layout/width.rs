//! The width of text in cells. No other code decides it.

use std::borrow::Cow;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// The width of a text in cells: the sum of the widths of its grapheme clusters as the
/// `unicode-width` crate gives them.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        return text.len();
    }
    graphemes(text).map(|(_, _, width)| width).sum()
}

/// The grapheme clusters of a text: byte offset, text and width in cells of each.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true)
        .map(|(at, grapheme)| (at, grapheme, grapheme.width()))
}

/// Cuts a text to at most `cells` cells, between grapheme clusters. An ellipsis replaces what is cut
/// off. Nothing is left in 0 cells.
#[must_use]
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let mut kept_end = 0;
    for (at, grapheme, width) in graphemes(text) {
        used += width;
        if used > cells {
            break;
        }
        if used < cells {
            kept_end = at + grapheme.len();
        }
    }
    let mut kept = text[..kept_end].trim_end().to_owned();
    if cells > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
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
