//! What stands where in a row.
//!
//! Owns the columns of a row's text. It must not know styles or a screen.

use std::borrow::Cow;
use std::ops::Range;

use crate::essay::{Essay, Inline};

use super::{Layout, Row, width::width};

/// A stretch of a row's text, and its place in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'a> {
    /// Cells before it in the row.
    pub column: u16,
    /// Where it stands in the source, in bytes; empty for what does not: a mark.
    pub source: Range<usize>,
    /// What is seen, on one line. Safe to send.
    pub text: Cow<'a, str>,
    /// True where `text` is the source itself, byte for byte.
    pub verbatim: bool,
    /// How the author set it.
    pub inline: Inline,
}

impl Layout {
    /// What stands in a row, from left to right: its block's mark on the first row, then its text.
    #[must_use]
    pub fn runs<'a>(&self, essay: &'a Essay, row: &Row) -> Vec<Run<'a>> {
        let mut runs = Vec::new();
        if row.first
            && let Some(block) = essay.blocks().get(row.block)
        {
            let text = essay.mark(block);
            let cells = u16::try_from(width(&text)).unwrap_or(u16::MAX);
            if cells > 0 && cells < row.indent {
                runs.push(Run {
                    column: row.indent - cells - 1,
                    source: row.source.start..row.source.start,
                    text,
                    verbatim: false,
                    inline: Inline::default(),
                });
            }
        }
        let mut column = row.indent;
        for piece in essay.pieces(row.source.start..row.ink) {
            if piece.text == "\n" {
                continue;
            }
            let cells = u16::try_from(width(&piece.text)).unwrap_or(u16::MAX);
            runs.push(Run {
                column,
                source: piece.source,
                text: piece.text,
                verbatim: piece.verbatim,
                inline: piece.inline,
            });
            column = column.saturating_add(cells);
        }
        runs
    }
}
