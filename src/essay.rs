//! The text: an essay's source, its blocks, and what a reader sees of them.
//!
//! Owns the one coordinate of the whole program: **byte offsets into the essay's source**
//! (after a byte order mark has been dropped and line ends made `\n`). It must not know the
//! apparatus, a width in cells, or a screen.
//!
//! A reader does not see every byte of the source: the line ends of hard-wrapped prose are spaces,
//! Markdown's markup is not there at all, and a control character is a visible mark. [`Piece`]s
//! carry that difference: each is a stretch of the source with the text that stands for it.

use std::borrow::Cow;
use std::ops::Range;

/// What the source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Paragraphs parted by blank lines.
    Plain,
    /// `CommonMark` with tables and footnotes.
    Markdown,
}

/// What a block is by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading and its level, 1 the highest.
    Heading(u8),
    /// A paragraph of prose.
    Paragraph,
    /// A list's item (its first paragraph; further ones are paragraphs of the same depth).
    ListItem,
    /// A paragraph inside a block quotation.
    Quotation,
    /// A line-for-line block of code: its line ends are kept.
    Code,
    /// One row of a table, its cells' text in order.
    TableRow,
    /// A footnote's text.
    Footnote,
    /// A rule across the page; it has no text.
    Rule,
}

/// What a block is to the essay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title as it stands on the page.
    Title,
    /// Who wrote it.
    Byline,
    /// The abstract, a block for each of its paragraphs or points.
    Abstract,
    /// The essay proper.
    Body,
    /// The note on the author.
    AboutAuthor,
    /// The disclaimer.
    Disclaimer,
    /// What stands on the page and is not the essay's: never shown, never counted.
    Furniture,
}

/// A stretch of the essay that is set by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its form.
    pub kind: BlockKind,
    /// Its part in the essay.
    pub part: Part,
    /// Its text in the source, in bytes, without a list item's or heading's mark.
    pub range: Range<usize>,
    /// A list item's mark in the source (`•`, `3.`), in bytes; empty for the rest.
    pub marker: Range<usize>,
    /// How deep it is nested in lists and quotations, 0 for neither.
    pub depth: u8,
}

/// How the author set a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inline {
    /// Emphasized, as by `*…*`.
    pub emphasis: bool,
    /// Strong, as by `**…**`.
    pub strong: bool,
    /// Code, as by backquotes.
    pub code: bool,
    /// Struck out.
    pub struck: bool,
    /// The visible text of a link.
    pub link: bool,
}

/// A stretch of the source and the text that a reader sees for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands in the source, in bytes.
    pub source: Range<usize>,
    /// What is seen. Either the source itself (then `text.len() == source.len()` and byte *i* of the
    /// one is byte *i* of the other) or something that stands for it as a whole (a space for a line
    /// end, `&` for an entity, a mark for a control character). Safe to send to a terminal. A `\n`
    /// in it is a line end that must be kept.
    pub text: Cow<'a, str>,
    /// True where `text` is the source itself, byte for byte.
    pub verbatim: bool,
    /// How the author set it.
    pub inline: Inline,
}

/// What an apparatus says about the page: which blocks are the front and back matter.
/// Each string is the opening words of a block, as a reader sees them (its mark, if it has one,
/// may stand before them).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageParts {
    /// The title, whole.
    pub title: Option<String>,
    /// Blocks of the byline.
    pub byline: Vec<String>,
    /// Blocks of the abstract.
    pub abstract_: Vec<String>,
    /// Blocks of the note on the author.
    pub about_author: Vec<String>,
    /// Blocks of the disclaimer.
    pub disclaimer: Vec<String>,
    /// Blocks that are not the essay's.
    pub furniture: Vec<String>,
}

/// An essay: its source and its blocks, in order, never overlapping.
#[derive(Debug, Clone)]
pub struct Essay {
    source: String,
    format: Format,
    blocks: Vec<Block>,
}
