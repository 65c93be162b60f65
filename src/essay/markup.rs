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
    /// The text of a link to a web or mail address.
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
    /// The indices of its rows in [`Essay::blocks`](super::Essay::blocks).
    pub rows: Range<usize>,
    /// The alignment of each column.
    pub columns: Vec<Align>,
    /// Whether the first row is a header. Tables in Markdown always have one.
    pub has_header: bool,
}

/// The kind of an element that contains blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// A block quotation.
    Quotation,
    /// A list item.
    Item,
    /// The text of a footnote.
    Footnote,
    /// A definition, which follows its term.
    Definition,
}

/// An element that contains blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    /// Its kind.
    pub kind: ContainerKind,
    /// The marker of an item or a footnote, as in [`Block::marker`](super::Block::marker).
    pub marker: Range<usize>,
    /// The index of the container that it is in.
    pub(crate) parent: Option<usize>,
}

/// The markup of an essay.
#[derive(Debug, Clone, Default)]
pub(crate) struct Markup {
    pub(crate) spans: Vec<MarkupSpan>,
    pub(crate) links: Vec<LinkSpan>,
    pub(crate) tables: Vec<TableRows>,
    pub(crate) containers: Vec<Container>,
    /// From which byte of the source on blocks are in which container.
    pub(crate) nesting: Vec<(usize, Option<usize>)>,
    /// The markers of HTML's list items by the start of their tags.
    pub(crate) html_markers: Vec<(usize, Box<str>)>,
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

    /// The index of the innermost container of the block that starts at a byte offset.
    pub(crate) fn innermost_container(&self, start: usize) -> Option<usize> {
        let next = self.nesting.partition_point(|(from, _)| *from <= start);
        self.nesting[..next].last()?.1
    }

    /// The marker of the HTML list item whose tag starts at a byte offset.
    pub(crate) fn html_marker(&self, start: usize) -> Option<&str> {
        let markers = &self.html_markers;
        let index = markers.binary_search_by_key(&start, |(at, _)| *at).ok()?;
        Some(&markers[index].1)
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

/// Whether a link's target is a web or mail address. A terminal cannot open any other.
pub(crate) fn is_address(target: &str) -> bool {
    const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];
    let starts_with = |scheme: &str| {
        let start = target.trim_start().get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.iter().any(|scheme| starts_with(scheme))
}
