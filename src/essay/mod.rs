//! An essay: its source, its blocks, and the text that a reader sees.
//!
//! **Byte offsets into the source** are the only coordinate of the whole program. The source is the
//! file's text without a byte order mark and with `\n` as line end (see [`decode()`]).
//!
//! A reader does not see every byte of the source: a line end in hard-wrapped prose is shown as a
//! space, Markdown syntax is hidden, and a control character is replaced by a visible one. A
//! [`Segment`] is a stretch of the source with the text shown for it.

use std::borrow::Cow;
use std::ops::Range;

mod date;
mod decode;
mod fold;
mod format;
mod front_matter;
mod hyphenation;
mod markdown;
mod markup;
pub mod normalize;
mod parts;
mod plain;
mod sanitize;
pub mod search;
mod segments;
mod source_map;
#[cfg(test)]
mod tests;

pub use date::iso_date;
pub use decode::{DecodeError, decode, decode_as, encoding, iconv_name};
pub use fold::fold;
pub use format::Format;
pub use front_matter::Metadata;
pub(crate) use front_matter::split_names;
pub use markup::{Align, Container, ContainerKind, InlineStyle, TableRows};
pub use parts::{PartOpenings, UnclearOpening};
pub use sanitize::sanitize;
pub use segments::{Segment, Segments};
pub use source_map::SourceMap;

use markup::{Markup, Replacement};

/// The form of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading and its level, 1 the highest.
    Heading(u8),
    /// A paragraph of prose.
    Paragraph,
    /// The first paragraph of a list item. Further paragraphs of the item are [`Paragraph`]s of the
    /// same depth.
    ///
    /// [`Paragraph`]: BlockKind::Paragraph
    ListItem,
    /// A paragraph inside a block quotation.
    Quotation,
    /// A code block. Its line ends are kept.
    Code,
    /// One row of a table.
    TableRow,
    /// A paragraph of a footnote.
    Footnote,
    /// A horizontal rule. It has no text.
    Rule,
}

/// The part of the essay that a block belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// The authors' names.
    Byline,
    /// The abstract.
    Abstract,
    /// The essay proper.
    Body,
    /// The note on the author.
    AboutAuthor,
    /// The disclaimer.
    Disclaimer,
    /// Page furniture: running heads, share links and other text that is not the essay's. It is
    /// never shown and never counted.
    Furniture,
}

/// A block of the essay: a heading, a paragraph, a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its form.
    pub kind: BlockKind,
    /// Its part in the essay.
    pub part: Part,
    /// Its text in the source, in bytes, without the marker of a list item or heading.
    pub range: Range<usize>,
    /// The marker of a list item or footnote in the source (`•`, `3.`), in bytes; empty for other
    /// blocks.
    pub marker: Range<usize>,
    /// Nesting depth in lists and quotations, 0 at the top level.
    pub depth: u8,
}

/// An essay: its source and its blocks, in order and without overlap.
#[derive(Debug, Clone)]
pub struct Essay {
    source: String,
    format: Format,
    metadata: Metadata,
    blocks: Vec<Block>,
    markup: Markup,
    /// For each block, the number of body paragraphs up to and including it.
    paragraph_counts: Vec<usize>,
    /// Index of the block that is the title.
    title: Option<usize>,
}

impl Essay {
    /// Parses a decoded source (see [`decode()`]). Every text is an essay, so this cannot fail.
    #[must_use]
    pub fn parse(source: String, format: Format) -> Self {
        let (metadata, start) = front_matter::parse(&source);
        let (blocks, mut markup) = match format {
            Format::Markdown => markdown::parse(&source, start),
            _ => plain::parse(&source, start, format),
        };
        hyphenation::hide_hyphens(&source, &blocks, &mut markup);
        let mut essay = Self {
            source,
            format,
            metadata,
            blocks,
            markup,
            paragraph_counts: Vec::new(),
            title: None,
        };
        essay.update_counts();
        essay
    }

    /// The source. All byte offsets point into it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The format of the source.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The metadata before the text. It belongs to no block.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// All blocks in order, including page furniture.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The index of the visible block that contains a byte offset, or of the next visible one, or
    /// of the last. `None` if no block is visible.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let index = self
            .blocks
            .partition_point(|block| block.range.end <= offset);
        self.next_visible_block(index)
            .or_else(|| self.previous_visible_block(index))
    }

    /// The index of the first visible block at `index` or after it.
    #[must_use]
    pub fn next_visible_block(&self, index: usize) -> Option<usize> {
        (index..self.blocks.len()).find(|&index| self.is_visible(index))
    }

    /// The index of the last visible block before `index`.
    #[must_use]
    pub fn previous_visible_block(&self, index: usize) -> Option<usize> {
        (0..index.min(self.blocks.len()))
            .rev()
            .find(|&index| self.is_visible(index))
    }

    fn is_visible(&self, index: usize) -> bool {
        self.blocks[index].part != Part::Furniture
    }

    /// The visible text of a byte range of the source, with blocks separated by `"\n\n"`.
    #[must_use]
    pub fn text(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        let mut last_block = None;
        let mut segments = self.segments(range);
        while let Some(segment) = segments.next() {
            let block = segments.block();
            if last_block.is_some_and(|last| last != block) {
                text.push_str("\n\n");
            }
            last_block = Some(block);
            text.push_str(&segment.text);
        }
        text
    }

    /// The visible marker of a block: a list item's bullet or number, a footnote's label. Empty for
    /// other blocks. Safe to send to a terminal.
    #[must_use]
    pub fn marker(&self, block: &Block) -> Cow<'_, str> {
        self.marker_text(&block.marker)
    }

    /// The visible marker at a byte range of the source: see [`Essay::marker`].
    #[must_use]
    pub fn marker_text(&self, marker: &Range<usize>) -> Cow<'_, str> {
        let source = &self.source[marker.clone()];
        match source {
            // A longer dash may begin a speech.
            "-" | "*" | "+" => Cow::Borrowed("•"),
            _ if source.starts_with('<') => {
                Cow::Borrowed(self.markup.html_marker(marker.start).unwrap_or("•"))
            }
            _ => match source.strip_prefix("[^") {
                Some(label) => Cow::Owned(format!("[{}", sanitize(label))),
                None => sanitize(source),
            },
        }
    }

    /// The elements that contain a block, from the outermost to the innermost. Plain text has none.
    #[must_use]
    pub fn containers(&self, block: &Block) -> Vec<&Container> {
        let containers = &self.markup.containers;
        let innermost = self.markup.innermost_container(block.range.start);
        let outward = |container: &&Container| Some(&containers[container.parent?]);
        let innermost = innermost.map(|index| &containers[index]);
        let mut chain: Vec<_> = std::iter::successors(innermost, outward).collect();
        chain.reverse();
        chain
    }

    /// The label of the footnote that contains a byte offset: `1` for `[^1]: …`. Safe to send to a
    /// terminal.
    #[must_use]
    pub fn footnote_label_at(&self, offset: usize) -> Option<Cow<'_, str>> {
        let blocks = &self.blocks[..=self.block_at(offset)?];
        // Only the first paragraph of a footnote has a marker.
        let first_paragraph = blocks
            .iter()
            .rev()
            .take_while(|block| block.kind == BlockKind::Footnote)
            .find(|block| !block.marker.is_empty())?;
        let label = self.source[first_paragraph.marker.clone()].strip_prefix("[^")?;
        Some(sanitize(label.strip_suffix(']').unwrap_or(label)))
    }

    /// The table that a block is a row of.
    #[must_use]
    pub fn table(&self, block: usize) -> Option<&TableRows> {
        self.markup.table(block)
    }

    /// Whether a block is the header of a table.
    #[must_use]
    pub fn is_table_header(&self, block: usize) -> bool {
        let table = self.table(block);
        table.is_some_and(|table| table.has_header && table.rows.start == block)
    }

    /// The byte ranges of the cells of a table row, in order. A cell may be empty.
    pub fn cells(&self, row: &Block) -> impl Iterator<Item = Range<usize>> + '_ {
        let Range { start, end } = row.range.clone();
        let separators = self
            .markup
            .spans_from(start)
            .iter()
            .take_while(move |span| span.source.start < end)
            .filter(|span| span.replacement == Replacement::CellGap)
            .map(|span| span.source.clone());
        separators
            .chain(std::iter::once(end..end))
            .scan(start, |start, separator| {
                let cell = *start..separator.start;
                *start = separator.end;
                Some(cell)
            })
    }

    /// The link whose text contains a byte offset: its byte range in the source, syntax included,
    /// and its target, safe to send to a terminal.
    #[must_use]
    pub fn link_at(&self, offset: usize) -> Option<(Range<usize>, Cow<'_, str>)> {
        let link = self.markup.link(offset)?;
        Some((link.source.clone(), sanitize(&link.target)))
    }

    /// The links that lead to a web or mail address, in order: see [`Essay::link_at`].
    pub fn addresses(&self) -> impl Iterator<Item = (Range<usize>, Cow<'_, str>)> {
        let links = self.markup.links.iter();
        let links = links.filter(|link| markup::is_address(&link.target));
        links.map(|link| (link.source.clone(), sanitize(&link.target)))
    }

    /// The number of paragraphs in the body.
    #[must_use]
    pub fn paragraph_count(&self) -> usize {
        self.paragraph_counts.last().copied().unwrap_or(0)
    }

    /// The number, from 1, of the body paragraph at a byte offset. For another block of the body,
    /// the number of the last paragraph before it. `None` in front and back matter, and before the
    /// first paragraph.
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        let index = self.block_at(offset)?;
        let number = self.paragraph_counts[index];
        (self.blocks[index].part == Part::Body && number > 0).then_some(number)
    }

    /// The essay's own title: the block whose part is [`Part::Title`], or else the first heading of
    /// level 1 if no prose comes before it.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let block = &self.blocks[self.title?];
        Some(self.text(block.range.clone()))
    }

    /// Updates what depends on the parts of the blocks.
    fn update_counts(&mut self) {
        let mut count = 0;
        self.paragraph_counts = self
            .blocks
            .iter()
            .map(|block| {
                let is_counted = block.kind == BlockKind::Paragraph && block.part == Part::Body;
                count += usize::from(is_counted);
                count
            })
            .collect();
        self.title = self
            .blocks
            .iter()
            .position(|block| block.part == Part::Title)
            .or_else(|| self.first_heading());
    }

    /// The first heading of level 1, if no prose of the body comes before it.
    fn first_heading(&self) -> Option<usize> {
        for (index, block) in self.blocks.iter().enumerate() {
            match block.kind {
                BlockKind::Heading(1) if block.part != Part::Furniture => return Some(index),
                BlockKind::Heading(_) | BlockKind::Rule => {}
                _ if block.part != Part::Body => {}
                BlockKind::Paragraph if self.is_short_line(block) => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a block is a single line that is not a sentence, such as a byline or a date.
    fn is_short_line(&self, block: &Block) -> bool {
        const MAX_LENGTH: usize = 100;
        const SENTENCE_ENDS: [char; 8] = ['.', '!', '?', '…', ':', '。', '！', '？'];
        let text = &self.source[block.range.clone()];
        text.len() <= MAX_LENGTH && !text.contains('\n') && !text.ends_with(SENTENCE_ENDS)
    }

    /// The first byte offset at or after `offset` that is not inside a stretch of the source that
    /// is hidden or replaced as a whole.
    pub(crate) fn skip_markup(&self, offset: usize) -> usize {
        match self.markup.last_before(offset) {
            Some(span) => offset.max(span.source.end),
            None => offset,
        }
    }
}
