//! Builds blocks and markup from the parser's events.
//!
//! Everything inside a block that the parser does not report as text is Markdown syntax, and gets a
//! markup span that hides it. The range of a block begins with its first text and ends with its last.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::html::{HtmlPart, HtmlScanner};
use crate::essay::markup::{Align, LinkSpan, Markup, MarkupSpan, Replacement, TableRows};
use crate::essay::{Block, BlockKind, InlineStyle, Part};

/// An element that contains blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Quotation,
    Item,
    Footnote,
}

/// The block that text is added to.
struct OpenBlock {
    kind: BlockKind,
    marker: Range<usize>,
    /// The range from its first text to its last; `None` before it has any.
    text: Option<Range<usize>>,
}

/// Receives the parser's events in order, with their byte ranges in the whole source.
#[derive(Default)]
pub(crate) struct Builder<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    markup: Markup,
    containers: Vec<Container>,
    /// Depth in lists and quotations.
    depth: usize,
    /// The marker of an item or a footnote that has no block yet.
    marker: Range<usize>,
    open: Option<OpenBlock>,
    style: InlineStyle,
    /// The styles outside of the elements that the text is in.
    outer_styles: Vec<InlineStyle>,
    /// The links that the text is in: where they start, and their targets.
    links: Vec<(usize, Box<str>)>,
    html: HtmlScanner,
    /// The start of white space or of a tag that separates words, in the HTML after the last text.
    html_space: Option<usize>,
    /// The start of the current cell of a table row.
    cell_start: Option<usize>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    pub(crate) fn finish(mut self) -> (Vec<Block>, Markup) {
        self.close_block();
        (self.blocks, self.markup)
    }

    pub(crate) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.code(&text, &range),
            Event::InlineHtml(tag) if is_line_break(&tag) => {
                let is_in_cell = self.cell_start.is_some();
                let replacement = if is_in_cell {
                    Replacement::Space
                } else {
                    Replacement::LineBreak
                };
                self.replace(range, replacement);
            }
            Event::Html(html) => self.html(&html, range.start),
            Event::FootnoteReference(_) => {
                // `[^1]` is shown as `[1]`.
                self.verbatim(range.start..range.start + 1);
                self.verbatim(range.start + 2..range.end);
            }
            Event::SoftBreak => self.verbatim(range),
            Event::HardBreak => self.replace(range, Replacement::LineBreak),
            Event::Rule => self.rule(range),
            // Other HTML tags are hidden; the rest needs options that are off.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_block(BlockKind::Paragraph),
            Tag::Heading { level, .. } => self.open_block(BlockKind::Heading(level as u8)),
            Tag::CodeBlock(_) => self.open_block(BlockKind::Code),
            Tag::HtmlBlock => {
                self.html = HtmlScanner::default();
                self.html_space = None;
                self.open_block(BlockKind::Paragraph);
            }
            Tag::BlockQuote(_) => self.enter(Container::Quotation),
            Tag::Item => {
                self.enter(Container::Item);
                self.marker = self.item_marker(&range);
            }
            Tag::FootnoteDefinition(_) => {
                self.enter(Container::Footnote);
                self.marker = self.footnote_marker(&range);
            }
            Tag::Table(columns) => {
                self.close_block();
                self.markup.tables.push(TableRows {
                    rows: self.blocks.len()..self.blocks.len(),
                    columns: columns.into_iter().map(align).collect(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                self.open_block(BlockKind::TableRow);
                self.cell_start = None;
            }
            Tag::TableCell => self.start_cell(range),
            Tag::Emphasis => self.push_style(|style| style.emphasis = true),
            Tag::Strong => self.push_style(|style| style.strong = true),
            Tag::Strikethrough => self.push_style(|style| style.strikethrough = true),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let target = dest_url.into_string().into_boxed_str();
                self.links.push((range.start, target));
                self.push_style(|style| style.link = true);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.close_block();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.leave(),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.end_cell(range.end);
                self.cell_start = None;
                self.close_block();
            }
            TagEnd::Table => self.end_table(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.pop_style(),
            TagEnd::Link | TagEnd::Image => {
                self.pop_style();
                let (start, target) = self.links.pop().expect("the parser balances links");
                self.markup.links.push(LinkSpan {
                    source: start..range.end,
                    target,
                });
            }
            _ => {}
        }
    }

    fn push_style(&mut self, set: impl FnOnce(&mut InlineStyle)) {
        self.outer_styles.push(self.style);
        set(&mut self.style);
    }

    fn pop_style(&mut self) {
        self.style = self
            .outer_styles
            .pop()
            .expect("the parser balances inline elements");
    }

    fn enter(&mut self, container: Container) {
        self.close_block();
        self.containers.push(container);
        self.depth += usize::from(container != Container::Footnote);
    }

    fn leave(&mut self) {
        self.close_block();
        self.marker = 0..0;
        let container = self.containers.pop();
        let container = container.expect("the parser balances containers");
        self.depth -= usize::from(container != Container::Footnote);
    }

    fn open_block(&mut self, kind: BlockKind) {
        self.close_block();
        let marker = std::mem::take(&mut self.marker);
        let kind = match (kind, self.containers.last()) {
            (BlockKind::Paragraph, Some(Container::Item)) if !marker.is_empty() => {
                BlockKind::ListItem
            }
            (BlockKind::Paragraph, Some(Container::Quotation)) => BlockKind::Quotation,
            (BlockKind::Paragraph, Some(Container::Footnote)) => BlockKind::Footnote,
            _ => kind,
        };
        self.open = Some(OpenBlock {
            kind,
            marker,
            text: None,
        });
    }

    fn close_block(&mut self) {
        if let Some(OpenBlock {
            kind,
            marker,
            text: Some(mut range),
        }) = self.open.take()
        {
            if kind == BlockKind::Code && self.source[range.clone()].ends_with('\n') {
                range.end -= 1;
            }
            self.push_block(kind, range, marker);
        }
    }

    fn rule(&mut self, range: Range<usize>) {
        self.close_block();
        let length = self.source[range.clone()].trim_end().len();
        self.push_block(BlockKind::Rule, range.start..range.start + length, 0..0);
    }

    fn push_block(&mut self, kind: BlockKind, range: Range<usize>, marker: Range<usize>) {
        let last_end = self.blocks.last().map_or(0, |last| last.range.end);
        if !range.is_empty() && range.start >= last_end {
            self.blocks.push(Block {
                kind,
                part: Part::Body,
                range,
                marker,
                depth: u8::try_from(self.depth).unwrap_or(u8::MAX),
            });
        }
    }

    fn item_marker(&self, item: &Range<usize>) -> Range<usize> {
        let text = self.source[item.clone()].trim_start_matches([' ', '\t']);
        let start = item.end - text.len();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        start..(start + digits + 1).min(item.end)
    }

    fn footnote_marker(&self, definition: &Range<usize>) -> Range<usize> {
        let text = &self.source[definition.clone()];
        let is_escaped = |at: usize| {
            let label = text[..at].bytes().rev();
            label.take_while(|&byte| byte == b'\\').count() % 2 == 1
        };
        let mut ends = text.match_indices("]:").map(|(at, _)| at);
        let end = ends.find(|&at| !is_escaped(at));
        definition.start..definition.start + end.map_or(0, |end| end + 1)
    }

    fn start_cell(&mut self, range: Range<usize>) {
        let is_first = self.cell_start.is_none();
        self.end_cell(range.start);
        self.cell_start = Some(range.start);
        // The row begins with its first cell, even if that has no text.
        if is_first && let Some(open) = &mut self.open {
            let start = range.end - self.source[range].trim_start().len();
            open.text.get_or_insert(start..start);
        }
    }

    /// Ends the current cell, if any, before the one that starts at `next`. A cell without text still
    /// needs a gap before it.
    fn end_cell(&mut self, next: usize) {
        let text_end = self.text_end();
        if let Some(start) = self.cell_start.take()
            && text_end < start
            && start <= next
        {
            self.cell_gap(text_end..start);
            self.extend_to(start);
        }
    }

    fn end_table(&mut self) {
        self.close_block();
        let end = self.blocks.len();
        let table = self.markup.tables.last_mut();
        let table = table.expect("the parser starts a table before it ends it");
        table.rows.end = end;
        if table.rows.is_empty() {
            self.markup.tables.pop();
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if text == &self.source[range.clone()] {
            self.verbatim(range);
        } else if !text.is_empty() {
            self.hide_before(range.start);
            self.replace(range, Replacement::Text(text.into()));
        }
    }

    fn code(&mut self, text: &str, range: &Range<usize>) {
        let source = &self.source[range.clone()];
        let fence = source.bytes().take_while(|&byte| byte == b'`').count();
        let inner = &source[fence..source.len() - fence];
        // A space at both ends may be there to keep backquotes apart.
        let padding = [' ', '\n'];
        let unpadded = inner
            .strip_prefix(padding)
            .and_then(|inner| inner.strip_suffix(padding));
        let start = range.start + fence;
        let (start, inner) = match unpadded {
            Some(unpadded) if code_text(unpadded) == text => (start + 1, unpadded),
            _ => (start, inner),
        };
        let inner_range = start..start + inner.len();
        self.push_style(|style| style.code = true);
        if code_text(inner) == text {
            self.verbatim(inner_range);
        } else {
            // Its lines begin with the markers of quotations, which the replacement leaves out. A row cannot
            // end within a replacement, so it has no spaces at its ends.
            self.hide_before(start);
            self.replace(inner_range, Replacement::Text(text.trim().into()));
        }
        self.pop_style();
    }

    /// Adds the text of a line of an HTML block. White space, and tags that separate words, become
    /// one space between two texts.
    fn html(&mut self, html: &str, start: usize) {
        for part in self.html.parts(html) {
            match part {
                HtmlPart::Separator(at) => {
                    self.html_space.get_or_insert(start + at);
                }
                HtmlPart::Text(range) => {
                    let has_text = self.open.as_ref().is_some_and(|open| open.text.is_some());
                    if let Some(space) = self.html_space.take()
                        && has_text
                    {
                        let end = self.source.ceil_char_boundary(space + 1);
                        self.replace(space..end, Replacement::Space);
                    }
                    self.verbatim(start + range.start..start + range.end);
                }
            }
        }
    }

    /// Adds text that is shown as it is.
    fn verbatim(&mut self, range: Range<usize>) {
        let range = range.start.max(self.text_end())..range.end;
        if range.is_empty() {
            return;
        }
        self.hide_before(range.start);
        let last_span = self.markup.spans.last();
        if self.style != last_span.map_or(InlineStyle::default(), |last| last.style) {
            self.push_span(range.start..range.start, Replacement::Hidden);
        }
        self.extend_to(range.end);
    }

    /// Adds text that is shown as something else.
    fn replace(&mut self, range: Range<usize>, replacement: Replacement) {
        if range.start < self.text_end() || range.is_empty() {
            return;
        }
        self.hide_before(range.start);
        self.push_span(range.clone(), replacement);
        self.extend_to(range.end);
    }

    /// Hides what lies between the last text and the next. Opens a block if there is none: the text
    /// of a tight list item has no paragraph.
    fn hide_before(&mut self, next: usize) {
        if self.open.is_none() {
            self.open_block(BlockKind::Paragraph);
        }
        let text_end = self.text_end();
        if let Some(cell_start) = self.cell_start
            && text_end < cell_start
        {
            self.cell_gap(text_end..next);
        } else if text_end < next
            && self.open.as_ref().is_some_and(|open| open.text.is_some())
            && !self.is_indentation(text_end..next)
        {
            self.push_span(text_end..next, Replacement::Hidden);
        }
        self.extend_to(next);
    }

    /// Whether a range is indentation after a line end of prose. It is part of the gap, and needs no
    /// span.
    fn is_indentation(&self, range: Range<usize>) -> bool {
        let is_prose = self
            .open
            .as_ref()
            .is_some_and(|open| open.kind != BlockKind::Code);
        let last_span = self.markup.spans.last();
        let follows_span = last_span.is_some_and(|span| span.source.end == range.start);
        is_prose
            && !follows_span
            && self.source[..range.start].ends_with('\n')
            && self.source[range]
                .bytes()
                .all(|byte| matches!(byte, b' ' | b'\t'))
    }

    /// Adds the gap between two cells, in plain style.
    fn cell_gap(&mut self, range: Range<usize>) {
        let style = std::mem::take(&mut self.style);
        self.push_span(range, Replacement::CellGap);
        self.style = style;
    }

    fn push_span(&mut self, source: Range<usize>, replacement: Replacement) {
        self.markup.spans.push(MarkupSpan {
            source,
            replacement,
            style: self.style,
        });
    }

    /// The end of the open block's text so far.
    fn text_end(&self) -> usize {
        let text = self.open.as_ref().and_then(|open| open.text.as_ref());
        text.map_or(0, |text| text.end)
    }

    fn extend_to(&mut self, end: usize) {
        if let Some(open) = &mut self.open {
            let text = open.text.get_or_insert(end..end);
            text.end = text.end.max(end);
        }
    }
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

/// The text of a code span of a paragraph: its line ends and the indentation after them are spaces.
fn code_text(source: &str) -> String {
    let mut lines = source.split('\n');
    let first = lines.next().expect("a text has a first line").to_owned();
    lines.fold(first, |text, line| text + " " + line.trim_start())
}
