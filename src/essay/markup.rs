//! How Markdown syntax changes what is shown of the source. Plain text has no markup.
//!
//! Every list is in the order of the source.

use std::ops::Range;

/// The style that the author gave a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is independent of the others"
)]
pub struct InlineStyle {
    /// Emphasized, as by `*…*`.
    pub emphasis: bool,
    /// Strong, as by `**…**`.
    pub strong: bool,
    /// Code, as by backquotes.
    pub code: bool,
    /// Struck through, as by `~~…~~`.
    pub strikethrough: bool,
    /// The text of a link.
    pub link: bool,
}

/// What is shown for a stretch of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Replacement {
    /// Nothing.
    Hidden,
    /// A space.
    Space,
    /// A line end that is kept.
    LineBreak,
    /// The gap between two cells of a table row.
    CellGap,
    /// Other text, as for an entity. Not yet sanitized.
    Text(Box<str>),
}

impl Replacement {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Hidden => "",
            Self::Space => " ",
            Self::LineBreak => "\n",
            Self::CellGap => "  ",
            Self::Text(text) => text,
        }
    }
}

/// A stretch of the source that is not shown as it is, with the style of the replacement and of the
/// text that follows. It may be empty: then only the style changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MarkupSpan {
    pub(crate) source: Range<usize>,
    pub(crate) replacement: Replacement,
    pub(crate) style: InlineStyle,
}

/// A link: its place in the source, syntax included, and its target.
#[derive(Debug, Clone)]
pub(crate) struct LinkSpan {
    pub(crate) source: Range<usize>,
    pub(crate) target: Box<str>,
}

/// The alignment of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge of the column.
    Left,
    /// In the middle of the column.
    Center,
    /// At the right edge of the column.
    Right,
}

/// A table: which blocks are its rows, and how its columns are aligned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRows {
    /// The indices of its rows in [`Essay::blocks`](super::Essay::blocks). The first row is the
    /// header.
    pub rows: Range<usize>,
    /// The alignment of each column.
    pub columns: Vec<Align>,
}

/// The markup of an essay.
#[derive(Debug, Clone, Default)]
pub(crate) struct Markup {
    pub(crate) spans: Vec<MarkupSpan>,
    pub(crate) links: Vec<LinkSpan>,
    pub(crate) tables: Vec<TableRows>,
}

impl Markup {
    /// The index of the first span that starts at a byte offset or after it.
    pub(crate) fn index_from(&self, offset: usize) -> usize {
        self.spans
            .partition_point(|span| span.source.start < offset)
    }

    /// The spans that start at a byte offset or after it.
    pub(crate) fn spans_from(&self, offset: usize) -> &[MarkupSpan] {
        &self.spans[self.index_from(offset)..]
    }

    /// The last span that starts before a byte offset.
    pub(crate) fn last_before(&self, offset: usize) -> Option<&MarkupSpan> {
        self.spans[..self.index_from(offset)].last()
    }

    /// The table that has a block as a row.
    pub(crate) fn table(&self, block: usize) -> Option<&TableRows> {
        let index = self.tables.partition_point(|table| table.rows.end <= block);
        self.tables
            .get(index)
            .filter(|table| table.rows.contains(&block))
    }

    /// The link whose text contains a byte offset.
    pub(crate) fn link(&self, offset: usize) -> Option<&LinkSpan> {
        let index = self.links.partition_point(|link| link.source.end <= offset);
        self.links
            .get(index)
            .filter(|link| link.source.start <= offset)
    }
}
