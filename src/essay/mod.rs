//! The text: an essay's source, its blocks, and what a reader sees of them.
//!
//! Owns the one coordinate of the whole program: **byte offsets into the essay's source**
//! (after a byte order mark has been dropped and line ends made `\n`). It must not know the
//! apparatus, a width in cells, or a screen.
//!
//! A reader does not see every byte of the source: the line ends of hard-wrapped prose are spaces,
//! Markdown's markup is not there at all, and a control character is a visible mark. [`Segment`]s
//! carry that difference: each is a stretch of the source with the text that stands for it.

use std::borrow::Cow;
use std::ops::Range;

mod count;
mod decode;
mod fold;
mod guess;
mod markdown;
mod markup;
pub mod normalize;
mod parallel;
mod parts;
mod pieces;
mod plain;
mod sanitize;
pub mod search;
#[cfg(test)]
mod tests;

pub use decode::{DecodeError, decode};
pub use fold::fold;
pub use markup::Align;
pub use pieces::Segments;
pub use sanitize::sanitize;

use markup::{Markup, Seen, Target};

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
#[expect(
    clippy::struct_excessive_bools,
    reason = "they hold independently of each other"
)]
pub struct InlineStyle {
    /// Emphasized, as by `*…*`.
    pub emphasis: bool,
    /// Strong, as by `**…**`.
    pub strong: bool,
    /// Code, as by backquotes.
    pub code: bool,
    /// Struck out.
    pub strikethrough: bool,
    /// The visible text of a link.
    pub link: bool,
}

/// A stretch of the source and the text that a reader sees for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
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
    pub style: InlineStyle,
}

/// What an apparatus says about the page: which blocks are the front and back matter.
/// Each string is the opening words of a block, as a reader sees them (its mark, if it has one,
/// may stand before them).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartOpenings {
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

/// A table: which blocks are its rows, and how its columns are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRows<'a> {
    /// The places of its rows in [`Essay::blocks`]; the first names the columns.
    pub rows: Range<usize>,
    /// How each column is set.
    pub columns: &'a [Align],
}

/// An essay: its source and its blocks, in order, never overlapping.
#[derive(Debug, Clone)]
pub struct Essay {
    source: String,
    format: Format,
    blocks: Vec<Block>,
    markup: Markup,
    /// How many body paragraphs stand before so many blocks (see `count`).
    counts: Vec<u32>,
    /// The place of the block that is the title.
    title: Option<usize>,
}

impl Essay {
    /// Reads an essay from its decoded source (see [`decode()`]). Any text is one: nothing fails.
    #[must_use]
    pub fn parse(source: String, format: Format) -> Self {
        let (blocks, markup) = match format {
            Format::Markdown if u32::try_from(source.len()).is_ok() => markdown::blocks(&source),
            _ => (plain::blocks(&source), Markup::default()),
        };
        let mut essay = Self {
            source,
            format,
            blocks,
            markup,
            counts: Vec::new(),
            title: None,
        };
        essay.count();
        essay
    }

    /// The source as read, which all byte offsets of the program point into.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What the source is written in.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// All blocks in order, furniture too.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The block that holds a byte offset, or else the next one that is shown, or else the last
    /// that is. Gives its place in [`Essay::blocks`]; none where nothing is shown.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let place = self
            .blocks
            .partition_point(|block| block.range.end <= offset);
        self.next_visible_block(place)
            .or_else(|| self.previous_visible_block(place))
    }

    /// The first block at this place or after it that is shown.
    #[must_use]
    pub fn next_visible_block(&self, place: usize) -> Option<usize> {
        let rest = self.blocks.get(place..)?;
        Some(
            place
                + rest
                    .iter()
                    .position(|block| block.part != Part::Furniture)?,
        )
    }

    /// The last block before this place that is shown.
    #[must_use]
    pub fn previous_visible_block(&self, place: usize) -> Option<usize> {
        let before = self.blocks.get(..place)?;
        before
            .iter()
            .rposition(|block| block.part != Part::Furniture)
    }

    /// What a reader sees inside a byte range, in order. A piece that stands for several bytes is
    /// given where its first byte is inside. Nothing is given for what lies between blocks, for
    /// marks and for furniture.
    #[must_use]
    pub fn segments(&self, range: Range<usize>) -> Segments<'_> {
        Segments::new(self, range)
    }

    /// The text that a reader sees in a byte range, its blocks parted by `"\n\n"`.
    #[must_use]
    pub fn text(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        let mut last = None;
        let mut pieces = self.segments(range);
        while let Some(piece) = pieces.next() {
            let block = pieces.block();
            if last.is_some_and(|last| last != block) {
                text.push_str("\n\n");
            }
            last = Some(block);
            text.push_str(&piece.text);
        }
        text
    }

    /// The mark that a reader sees before a block: a list item's bullet or number, a footnote's
    /// label. Empty for the rest. Safe to send.
    #[must_use]
    pub fn marker(&self, block: &Block) -> Cow<'_, str> {
        let mark = self.source.get(block.marker.clone()).unwrap_or_default();
        match mark {
            "-" | "*" | "+" | "–" | "—" => Cow::Borrowed("•"),
            _ => match mark.strip_prefix("[^") {
                Some(label) => Cow::Owned(format!("[{}", sanitize(label))),
                None => sanitize(mark),
            },
        }
    }

    /// The label of the footnote that an offset stands in, safe to show: `1` of `[^1]: …`.
    #[must_use]
    pub fn footnote_label_at(&self, offset: usize) -> Option<Cow<'_, str>> {
        let blocks = self.blocks.get(..=self.block_at(offset)?)?;
        let note = blocks.iter().rev();
        let mut note = note.take_while(|block| block.kind == BlockKind::Footnote);
        // Only a footnote's first paragraph has its mark.
        let first = note.find(|block| !block.marker.is_empty())?;
        let mark = self.source.get(first.marker.clone())?;
        let label = mark.strip_prefix("[^")?;
        Some(sanitize(label.strip_suffix(']').unwrap_or(label)))
    }

    /// The table that a block is a row of.
    #[must_use]
    pub fn table(&self, block: usize) -> Option<TableRows<'_>> {
        let table = self.markup.table(block)?;
        Some(TableRows {
            rows: table.rows.clone(),
            columns: &table.columns,
        })
    }

    /// The byte ranges of a table row's cells, in order. They are parted by what is seen as a gap
    /// between them; a cell may be empty.
    pub fn cells(&self, row: &Block) -> impl Iterator<Item = Range<usize>> + '_ {
        let Range { start, end } = row.range.clone();
        let marks = self
            .markup
            .marks
            .get(self.markup.from(start)..)
            .unwrap_or_default();
        let gaps = marks.iter().take_while(move |mark| mark.start() < end);
        let gaps = gaps
            .filter(|mark| mark.seen == Seen::Cell)
            .map(|mark| mark.start()..mark.end());
        gaps.chain(std::iter::once(end..end))
            .scan(start, |start, gap| {
                let cell = *start..gap.start;
                *start = gap.end;
                Some(cell)
            })
    }

    /// The link whose text holds a byte offset: its place in the source, markup and all, and where
    /// it leads, safe to send.
    #[must_use]
    pub fn link_at(&self, offset: usize) -> Option<(Range<usize>, Cow<'_, str>)> {
        let link = self.markup.link(offset)?;
        let target = match link.target {
            Target::Source { start, end } => self.source.get(start as usize..end as usize),
            Target::Made(place) => self
                .markup
                .targets
                .get(place as usize)
                .map(|target| &**target),
        };
        Some((link.start as usize..link.end as usize, sanitize(target?)))
    }

    /// The essay's own title: the block marked as [`Part::Title`], or else the first heading of
    /// level 1, where no prose stands before it.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let block = self.blocks.get(self.title?)?;
        Some(self.text(block.range.clone()))
    }

    /// Says which blocks are front and back matter. Gives what was not found: the key in
    /// `[essay]` and the opening words. What an earlier call said is forgotten.
    ///
    /// Words are compared with runs of white space, quotes and dashes made equal; where several
    /// blocks open with them, the first is meant.
    pub fn assign_parts(&mut self, parts: &PartOpenings) -> Vec<(&'static str, String)> {
        let (found, missing) = parts::find(self, parts);
        for block in &mut self.blocks {
            block.part = Part::Body;
        }
        for (place, part) in found {
            if let Some(block) = self.blocks.get_mut(place) {
                block.part = part;
            }
        }
        self.count();
        missing
    }

    /// The first place at or behind a byte offset that is not inside a stretch which is seen as a
    /// whole or not at all.
    pub(crate) fn skip_markup(&self, offset: usize) -> usize {
        match self.markup.before(offset) {
            Some(mark) => offset.max(mark.end()),
            None => offset,
        }
    }
}
