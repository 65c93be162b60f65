//! From the parser's events to blocks and marks.
//!
//! Owns what each element becomes. All that the parser does not report as text inside a block is
//! markup, and is marked as not seen; what stands before a block's first and behind its last text
//! is not in its range at all.

use std::ops::Range;

mod text;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};

#[cfg(test)]
pub(super) use text::label;
use text::offset;

use super::html::Html;
use super::notes::Notes;
use crate::essay::markup::{Align, Link, Markup, Seen, Setting, Table, Target};
use crate::essay::{Block, BlockKind, InlineStyle, Part};

/// What blocks can stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Quotation,
    Item,
    Footnote,
}

/// The block that text is added to.
struct Open {
    kind: BlockKind,
    marker: Range<usize>,
    /// Where its first text begins and its last ends; none before it has any.
    text: Option<Range<usize>>,
}

/// Takes the parser's events, in order, with their places in the whole source.
pub(super) struct Builder<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    markup: Markup,
    notes: Notes,
    containers: Vec<Container>,
    /// Depth in lists and quotations.
    depth: usize,
    /// The mark of an item or a footnote that has no block yet.
    marker: Range<usize>,
    open: Option<Open>,
    inline: InlineStyle,
    /// How deep the text is in each element that sets it.
    nested: [u32; 4],
    links: Vec<(usize, Target)>,
    html: Html,
    /// Where a space stands in the HTML behind the text, if one does.
    space: Option<usize>,
    /// The row being read has cells, the last of which begins here.
    cell: Option<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            notes: Notes::default(),
            blocks: Vec::new(),
            markup: Markup::default(),
            containers: Vec::new(),
            depth: 0,
            marker: 0..0,
            open: None,
            inline: InlineStyle::default(),
            nested: [0; 4],
            links: Vec::new(),
            html: Html::default(),
            space: None,
            cell: None,
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Block>, Markup, Notes) {
        self.close();
        // What is read apart begins with text that is not set.
        let set = self
            .markup
            .marks
            .last()
            .is_some_and(|last| last.setting != Setting::default());
        if let Some(end) = self
            .blocks
            .last()
            .map(|last| last.range.end)
            .filter(|_| set)
        {
            self.inline = InlineStyle::default();
            self.mark(end..end, Seen::Nothing);
        }
        (self.blocks, self.markup, self.notes)
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.code(&text, &range),
            Event::InlineHtml(tag) if is_line_break(&tag) && self.cell.is_some() => {
                self.add(range, Seen::Space);
            }
            Event::InlineHtml(tag) if is_line_break(&tag) => self.add(range, Seen::Line),
            Event::Html(html) => self.html(&html, range.start),
            Event::FootnoteReference(_) => self.reference(range),
            Event::SoftBreak => self.verbatim(range),
            Event::HardBreak => self.add(range, Seen::Line),
            Event::Rule => self.rule(range),
            // Tags and what the options leave out. What is not text is not seen.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin(BlockKind::Paragraph),
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(number(level))),
            Tag::CodeBlock(_) => self.begin(BlockKind::Code),
            Tag::HtmlBlock => {
                self.html = Html::default();
                self.space = None;
                self.begin(BlockKind::Paragraph);
            }
            Tag::BlockQuote(_) => self.enter(Container::Quotation),
            Tag::Item => {
                self.enter(Container::Item);
                self.marker = self.item_mark(&range);
            }
            Tag::FootnoteDefinition(label) => {
                self.notes.define(&label);
                self.enter(Container::Footnote);
                self.marker = self.footnote_mark(&range);
            }
            Tag::Table(columns) => {
                self.close();
                let columns = columns.into_iter().map(align).collect();
                let rows = self.blocks.len()..self.blocks.len();
                self.markup.tables.push(Table { rows, columns });
            }
            Tag::TableHead | Tag::TableRow => {
                self.begin(BlockKind::TableRow);
                self.cell = None;
            }
            Tag::TableCell => self.cell(range),
            Tag::Emphasis => self.nest(0, true),
            Tag::Strong => self.nest(1, true),
            Tag::Strikethrough => self.nest(2, true),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let target = self.target(&dest_url);
                self.links.push((range.start, target));
                self.nest(3, true);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.close();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.leave(),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.end_cell(range.end);
                self.cell = None;
                self.close();
            }
            TagEnd::Table => self.end_table(),
            TagEnd::Emphasis => self.nest(0, false),
            TagEnd::Strong => self.nest(1, false),
            TagEnd::Strikethrough => self.nest(2, false),
            TagEnd::Link | TagEnd::Image => {
                self.nest(3, false);
                if let Some((start, target)) = self.links.pop() {
                    let link = Link {
                        start: offset(start),
                        end: offset(range.end),
                        target,
                    };
                    self.markup.links.push(link);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, container: Container) {
        self.close();
        self.containers.push(container);
        self.depth += usize::from(container != Container::Footnote);
    }

    fn leave(&mut self) {
        self.close();
        self.marker = 0..0;
        if let Some(container) = self.containers.pop() {
            self.depth -= usize::from(container != Container::Footnote);
        }
    }

    fn begin(&mut self, form: BlockKind) {
        self.close();
        let marker = std::mem::take(&mut self.marker);
        let kind = match (form, self.containers.last()) {
            (BlockKind::Paragraph, Some(Container::Item)) if !marker.is_empty() => {
                BlockKind::ListItem
            }
            (BlockKind::Paragraph, Some(Container::Quotation)) => BlockKind::Quotation,
            (BlockKind::Paragraph, Some(Container::Footnote)) => BlockKind::Footnote,
            _ => form,
        };
        self.open = Some(Open {
            kind,
            marker,
            text: None,
        });
    }

    fn close(&mut self) {
        let Some(Open {
            kind,
            marker,
            text: Some(mut range),
        }) = self.open.take()
        else {
            return;
        };
        let text = self.source.get(range.clone()).unwrap_or_default();
        if kind == BlockKind::Code && text.ends_with('\n') {
            range.end -= 1;
        }
        self.push(kind, range, marker);
    }

    fn rule(&mut self, range: Range<usize>) {
        self.close();
        let text = self.source.get(range.clone()).unwrap_or_default();
        let range = range.start..range.start + text.trim_end().len();
        self.push(BlockKind::Rule, range, 0..0);
    }

    fn push(&mut self, kind: BlockKind, range: Range<usize>, marker: Range<usize>) {
        let depth = u8::try_from(self.depth).unwrap_or(u8::MAX);
        let after = self.blocks.last().map_or(0, |last| last.range.end);
        if !range.is_empty() && range.start >= after {
            self.blocks.push(Block {
                kind,
                part: Part::Body,
                range,
                marker,
                depth,
            });
        }
    }

    fn item_mark(&self, item: &Range<usize>) -> Range<usize> {
        let text = self.source.get(item.clone()).unwrap_or_default();
        let mark = text.trim_start_matches([' ', '\t']);
        let start = item.end - mark.len();
        let digits = mark.bytes().take_while(u8::is_ascii_digit).count();
        start..(start + digits + 1).min(item.end)
    }

    fn footnote_mark(&self, definition: &Range<usize>) -> Range<usize> {
        let text = self.source.get(definition.clone()).unwrap_or_default();
        let length = text.find("]:").map_or(0, |end| end + 1);
        definition.start..definition.start + length
    }

    fn cell(&mut self, range: Range<usize>) {
        let begins = self.cell.is_none();
        self.end_cell(range.start);
        self.cell = Some(range.start);
        // Even where the first cell has no text, the row begins with it.
        if begins && let Some(open) = &mut self.open {
            let text = self.source.get(range.clone()).unwrap_or_default();
            let start = range.end - text.trim_start().len();
            open.text.get_or_insert(start..start);
        }
    }

    /// Parts the cell before from what begins at `next`.
    fn end_cell(&mut self, next: usize) {
        let Some(start) = self.cell.take() else {
            return;
        };
        let cursor = self.cursor();
        // Whether text of this cell has come, which has parted it from the cell before.
        if cursor < start && start <= next {
            self.plain_gap(cursor..start);
            self.extend(start);
        }
    }

    fn end_table(&mut self) {
        self.close();
        let end = self.blocks.len();
        if let Some(table) = self.markup.tables.last_mut() {
            table.rows.end = end;
            if table.rows.is_empty() {
                self.markup.tables.pop();
            }
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

fn is_line_break(tag: &str) -> bool {
    let name = tag
        .trim_start_matches('<')
        .trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}
