//! Builds blocks and markup from the parser's events.
//!
//! Everything inside a block that the parser does not report as text is Markdown syntax, and gets a
//! markup span that hides it. The range of a block begins with its first text and ends with its last.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

mod elements;

use super::extensions::{Extension, Place, extension_at, next_start};
use crate::essay::markup::{
    Align, Container, ContainerKind, LinkSpan, Markup, MarkupSpan, Replacement, TableRows,
    is_address,
};
use crate::essay::{Block, BlockKind, InlineStyle, Part, SourceMap};

/// Blocks that are nested deeper count as nested this deep: a screen has no room for more.
const MAX_NESTING: usize = 32;

/// HTML elements that are nested deeper are ignored, so that end tags cost little.
const MAX_HTML_NESTING: usize = 256;

/// An element that contains blocks and is open.
struct OpenElement {
    /// The name of its HTML tag; empty for an element of Markdown.
    tag: String,
    /// The kind of the innermost container. HTML's lists are none.
    kind: Option<ContainerKind>,
    /// The container and the depth outside of it.
    outer: (Option<usize>, usize),
    /// The number of the next item of an ordered list in HTML.
    next_number: Option<usize>,
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
    elements: Vec<OpenElement>,
    /// The index of the innermost container.
    container: Option<usize>,
    /// Depth in lists and quotations.
    depth: usize,
    /// The marker of an item or a footnote that has no block yet.
    marker: Range<usize>,
    open: Option<OpenBlock>,
    style: InlineStyle,
    /// The styles outside of the elements that the text is in, with the names of their HTML tags. The
    /// names are empty for elements of Markdown.
    outer_styles: Vec<(String, InlineStyle)>,
    /// The links that the text is in: where they start, their targets, and their HTML tags.
    links: Vec<(usize, Box<str>, String)>,
    /// The HTML block so far, and its source.
    html: String,
    html_source: SourceMap,
    /// The HTML element without visible text that the text is in.
    hidden_element: Option<String>,
    /// Spaces and line breaks that are shown if text of the block follows. `None` is a line end of
    /// the source.
    pending: Vec<(Range<usize>, Option<Replacement>, InlineStyle)>,
    /// The source before this byte needs no further attention.
    done: usize,
    /// Syntax further on that is hidden, the nearest last.
    hidden_ahead: Vec<Range<usize>>,
    /// Where the title of a callout ends.
    callout_end: Option<usize>,
    /// How many of HTML's tables the text is in.
    html_tables: usize,
    is_in_table: bool,
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
        self.end_table();
        (self.blocks, self.markup)
    }

    pub(crate) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.code(&text, &range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::Html(html) => {
                self.html_source.push(self.html.len(), range, true);
                self.html.push_str(&html);
            }
            Event::FootnoteReference(_) => {
                // `[^1]` is shown as `[1]`.
                self.verbatim(range.start..range.start + 1);
                self.verbatim(range.start + 2..range.end);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => self.as_written(range),
            Event::SoftBreak if self.callout_end == Some(range.start) => self.close_callout_title(),
            // After `<br>` a line end is nothing.
            Event::SoftBreak if !self.pending.is_empty() => {}
            Event::SoftBreak => self.pending.push((range, None, self.style)),
            Event::HardBreak => self.replace(range, Replacement::LineBreak),
            Event::Rule => self.rule(range),
            // Needs an option that is off.
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_block(BlockKind::Paragraph),
            Tag::Heading { level, .. } => self.open_block(BlockKind::Heading(level as u8)),
            Tag::CodeBlock(_) => self.open_block(BlockKind::Code),
            Tag::HtmlBlock => self.close_block(),
            Tag::BlockQuote(_) => self.enter("", ContainerKind::Quotation, 0..0),
            Tag::Item => self.enter("", ContainerKind::Item, self.item_marker(&range)),
            Tag::FootnoteDefinition(_) => {
                self.enter("", ContainerKind::Footnote, self.footnote_marker(&range));
            }
            Tag::Table(columns) => {
                self.start_table(columns.into_iter().map(align).collect(), true);
            }
            Tag::TableHead | Tag::TableRow => {
                self.open_block(BlockKind::TableRow);
                self.cell_start = None;
            }
            Tag::TableCell => self.start_cell(range),
            Tag::Emphasis => self.push_style("", |style| style.emphasis = true),
            Tag::Strong => self.push_style("", |style| style.strong = true),
            Tag::Strikethrough => self.push_style("", |style| style.strikethrough = true),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => self.start_link(range.start, &format!("mailto:{dest_url}"), ""),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.start_link(range.start, &dest_url, "");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock => self.end_markdown_block(),
            TagEnd::HtmlBlock => {
                self.html_block();
                self.end_markdown_block();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.leave(""),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(range.end),
            TagEnd::Table => self.end_table(),
            TagEnd::TableCell => self.end_inline_html(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.pop_style(""),
            TagEnd::Link | TagEnd::Image => self.end_link("", range.end),
            _ => {}
        }
    }

    fn push_style(&mut self, tag: &str, set: impl FnOnce(&mut InlineStyle)) {
        if !tag.is_empty() && self.outer_styles.len() >= MAX_HTML_NESTING {
            return;
        }
        self.outer_styles.push((tag.to_owned(), self.style));
        set(&mut self.style);
    }

    /// Ends the style of an element, and those of the HTML elements in it. HTML may end what it has
    /// not started.
    fn pop_style(&mut self, tag: &str) {
        let is_end = |(outer, _): &(String, _)| outer == tag || outer.is_empty();
        let found = self.outer_styles.iter().rposition(is_end);
        if let Some(index) = found.filter(|&index| self.outer_styles[index].0 == tag) {
            self.style = self.outer_styles[index].1;
            self.outer_styles.truncate(index);
        }
    }

    fn start_link(&mut self, start: usize, target: &str, tag: &str) {
        let is_live = self.links.is_empty() && is_address(target);
        self.links.push((start, target.into(), tag.to_owned()));
        self.push_style(tag, |style| style.link |= is_live);
    }

    /// Ends a link. One inside of another, such as the image of a linked image, is none itself.
    fn end_link(&mut self, tag: &str, end: usize) {
        if self.links.last().is_none_or(|(_, _, open)| open != tag) {
            return;
        }
        self.pop_style(tag);
        if let Some((start, target, _)) = self.links.pop()
            && self.links.is_empty()
        {
            self.push_link(start..end, target);
        }
    }

    fn push_link(&mut self, source: Range<usize>, target: Box<str>) {
        let last = self.markup.links.last();
        if last.is_none_or(|last| last.source.end <= source.start) {
            self.markup.links.push(LinkSpan { source, target });
        }
    }

    fn end_markdown_block(&mut self) {
        self.end_inline_html();
        self.close_block();
    }

    /// Ends the inline elements of HTML that were not ended in their block.
    fn end_inline_html(&mut self) {
        while let Some((tag, style)) = self.outer_styles.pop_if(|(tag, _)| !tag.is_empty()) {
            self.style = style;
            if self.links.last().is_some_and(|link| link.2 == tag) {
                self.links.pop();
            }
        }
        self.hidden_element = None;
    }

    fn enter(&mut self, tag: &str, kind: ContainerKind, marker: Range<usize>) {
        self.close_block();
        if !tag.is_empty() && self.elements.len() >= MAX_HTML_NESTING {
            return;
        }
        self.elements.push(OpenElement {
            tag: tag.to_owned(),
            kind: Some(kind),
            outer: (self.container, self.depth),
            next_number: None,
        });
        if self.elements.len() <= MAX_NESTING {
            self.markup.containers.push(Container {
                kind,
                marker: marker.clone(),
                parent: self.container,
            });
            self.container = Some(self.markup.containers.len() - 1);
        }
        self.depth += usize::from(kind != ContainerKind::Footnote);
        if !marker.is_empty() {
            self.marker = marker;
        }
    }

    /// Ends an element, and the HTML elements in it. HTML may end what it has not started.
    fn leave(&mut self, tag: &str) {
        let is_end = |element: &OpenElement| element.tag == tag || element.tag.is_empty();
        let found = self.elements.iter().rposition(is_end);
        if let Some(index) = found.filter(|&index| self.elements[index].tag == tag) {
            self.close_block();
            self.end_inline_html();
            self.marker = 0..0;
            (self.container, self.depth) = self.elements[index].outer;
            self.elements.truncate(index);
        }
    }

    fn open_block(&mut self, kind: BlockKind) {
        self.close_block();
        let marker = std::mem::take(&mut self.marker);
        let container = self.elements.last().and_then(|element| element.kind);
        let kind = match (kind, container) {
            (BlockKind::Paragraph, Some(ContainerKind::Item)) if !marker.is_empty() => {
                BlockKind::ListItem
            }
            (BlockKind::Paragraph, Some(ContainerKind::Quotation)) => BlockKind::Quotation,
            (BlockKind::Paragraph, Some(ContainerKind::Footnote)) => BlockKind::Footnote,
            _ => kind,
        };
        self.open = Some(OpenBlock {
            kind,
            marker,
            text: None,
        });
    }

    fn close_block(&mut self) {
        self.pending.clear();
        self.hidden_ahead.clear();
        self.cell_start = None;
        let Some(OpenBlock { kind, marker, text }) = self.open.take() else {
            return;
        };
        if text.is_none() && self.marker.is_empty() {
            self.marker = marker;
        } else if let Some(mut range) = text {
            if kind != BlockKind::Code {
                let text = self.source[range.clone()].trim_end_matches(' ');
                let span_end = self.markup.spans.last().map_or(0, |last| last.source.end);
                range.end = (range.start + text.len()).max(span_end.min(range.end));
            } else if self.source[range.clone()].ends_with('\n') {
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
            if kind != BlockKind::TableRow {
                self.end_table();
            }
            let last_container = self.markup.nesting.last().and_then(|last| last.1);
            if self.container != last_container {
                self.markup.nesting.push((range.start, self.container));
            }
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
        // A nested item may begin with the end of the line before it.
        let text = self.source[item.clone()].trim_start_matches([' ', '\t', '\n']);
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

    fn end_row(&mut self, at: usize) {
        self.end_cell(at);
        self.close_block();
    }

    fn start_table(&mut self, columns: Vec<Align>, has_header: bool) {
        self.close_block();
        self.end_table();
        self.is_in_table = true;
        self.markup.tables.push(TableRows {
            rows: self.blocks.len()..self.blocks.len(),
            columns,
            has_header,
        });
    }

    /// Ends the table after the last row, if there is one.
    fn end_table(&mut self) {
        if std::mem::take(&mut self.is_in_table) {
            let table = self.markup.tables.last_mut();
            let table = table.expect("a table that is open was started");
            table.rows.end = self.blocks.len();
            if table.rows.is_empty() {
                self.markup.tables.pop();
            }
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let kind = self.open.as_ref().map(|open| open.kind);
        if text != &self.source[range.clone()] {
            self.replace(range, Replacement::Text(text.into()));
        } else if kind == Some(BlockKind::Code) {
            self.verbatim(range);
        } else if kind == Some(BlockKind::Quotation) && self.text_end() == 0 {
            let start = self.callout(range.start).unwrap_or(range.start);
            self.prose(start..range.end);
        } else {
            self.prose(range);
        }
    }

    /// Adds text of a paragraph or the like, with syntax that the parser does not know.
    fn prose(&mut self, range: Range<usize>) {
        let mut from = range.start.max(self.done);
        if from >= range.end {
            return;
        }
        // Two spaces around something hidden are one.
        let text_end = self.text_end();
        let follows_space = self.source[..text_end].ends_with(' ') || !self.pending.is_empty();
        if (1..from).contains(&text_end) && follows_space {
            let text = self.source[from..range.end].trim_start_matches(' ');
            from = range.end - text.len();
        }
        let event_start = from;
        let mut at = from;
        loop {
            let hidden = self.hidden_ahead.last().filter(|it| it.start < range.end);
            let stop = hidden.map_or(range.end, |hidden| hidden.start.max(at));
            at = next_start(self.source, at, stop);
            if at == stop {
                let Some(hidden) = self.hidden_ahead.pop_if(|it| it.start < range.end) else {
                    break;
                };
                self.verbatim(from..hidden.start);
                self.done = self.done.max(hidden.end);
                (from, at) = (self.done, self.done);
                if at >= range.end {
                    return;
                }
                continue;
            }
            let place = Place {
                at,
                from,
                is_in_link: !self.links.is_empty(),
                is_in_heading: (self.open.as_ref())
                    .is_some_and(|open| matches!(open.kind, BlockKind::Heading(_))),
                follows_syntax: at == event_start && (1..at).contains(&text_end),
            };
            let Some(extension) = extension_at(self.source, &place) else {
                at += 1;
                continue;
            };
            let before = match &extension {
                Extension::Address(range, _) => range.start,
                Extension::Hidden(_) if place.is_in_heading => {
                    from + self.source[from..at].trim_end().len()
                }
                _ => at,
            };
            self.verbatim(from..before);
            match extension {
                Extension::Verbatim(end) => {
                    self.as_written(at..end);
                    self.done = end;
                }
                Extension::Hidden(end) => self.done = end,
                Extension::Fence(end) => {
                    self.close_block();
                    self.done = end;
                }
                Extension::Bracketed(words, end) => {
                    self.done = words.start;
                    self.hidden_ahead.push(words.end..end);
                }
                Extension::Address(range, target) => {
                    let outer = self.style;
                    self.style.link |= is_address(&target);
                    self.verbatim(range.clone());
                    self.style = outer;
                    self.done = range.end;
                    self.push_link(range, target.into());
                }
            }
            (from, at) = (self.done, self.done);
            if at >= range.end {
                return;
            }
        }
        self.verbatim(from..range.end);
    }

    /// The title of a callout, as in `> [!note] Title`, becomes a paragraph in strong style; without a
    /// title it is the callout's kind. Returns where the text of the title begins.
    fn callout(&mut self, start: usize) -> Option<usize> {
        let line = self.source[start..].split('\n').next()?;
        let (kind, title) = line.strip_prefix("[!")?.split_once(']')?;
        let is_kind = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '|');
        if kind.is_empty() || !kind.chars().all(is_kind) {
            return None;
        }
        self.callout_end = Some(start + line.len());
        self.push_style("callout", |style| style.strong = true);
        let title = title.trim_start_matches(['+', '-']).trim_start();
        if !title.is_empty() {
            self.done = start + line.len() - title.len();
            return Some(self.done);
        }
        let first = kind.chars().next()?;
        let (at, next) = (start + 2, start + 2 + first.len_utf8());
        let capital: String = first.to_uppercase().collect();
        self.replace(at..next, Replacement::Text(capital.into()));
        self.verbatim(next..at + kind.len());
        self.done = start + line.len();
        Some(self.done)
    }

    fn close_callout_title(&mut self) {
        self.callout_end = None;
        self.end_markdown_block();
    }

    /// Adds TeX or a template as it is written, with its line ends.
    fn as_written(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.source[range].split_inclusive('\n') {
            // Lines begin with the markers of quotations.
            let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
            let indent = if self.container.is_some() { indent } else { 0 };
            let text_end = at + line.trim_end_matches('\n').len();
            self.verbatim(at + indent..text_end);
            self.replace(text_end..at + line.len(), Replacement::LineBreak);
            at += line.len();
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
        self.push_style("", |style| style.code = true);
        if code_text(inner) == text {
            self.verbatim(inner_range);
        } else {
            // Its lines begin with the markers of quotations, which the replacement leaves out. A row cannot
            // end within a replacement, so it has no spaces at its ends.
            self.hide_before(start);
            self.replace(inner_range, Replacement::Text(text.trim().into()));
        }
        self.pop_style("");
    }

    /// Adds text that is shown as it is.
    fn verbatim(&mut self, range: Range<usize>) {
        let start = range.start.max(self.text_end()).max(self.done);
        if start >= range.end || self.hidden_element.is_some() {
            return;
        }
        self.hide_before(start);
        self.set_style_at(start);
        self.extend_to(range.end);
    }

    fn set_style_at(&mut self, at: usize) {
        let last_span = self.markup.spans.last();
        if self.style != last_span.map_or(InlineStyle::default(), |last| last.style) {
            self.push_span(at..at, Replacement::Hidden);
        }
    }

    /// Adds text that is shown as something else.
    fn replace(&mut self, range: Range<usize>, replacement: Replacement) {
        let is_done = range.start < self.text_end().max(self.done);
        if is_done || range.is_empty() || self.hidden_element.is_some() {
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
        let mut pending = std::mem::take(&mut self.pending);
        let text_end = self.text_end();
        if let Some(cell_start) = self.cell_start
            && text_end < cell_start
        {
            self.cell_gap(text_end..next);
        } else if self.open.as_ref().is_some_and(|open| open.text.is_some()) {
            let is_new_cell = self.cell_start == Some(text_end);
            for (range, replacement, style) in pending.drain(..).filter(|_| !is_new_cell) {
                self.hide(range.start);
                let outer = std::mem::replace(&mut self.style, style);
                match replacement {
                    Some(replacement) => self.push_span(range.clone(), replacement),
                    None => self.set_style_at(range.start),
                }
                self.style = outer;
                self.extend_to(range.end);
            }
            self.hide(next);
        }
        // Keeps the allocation.
        pending.clear();
        self.pending = pending;
        self.extend_to(next);
    }

    /// Hides what lies between the last text and `next`.
    fn hide(&mut self, next: usize) {
        let text_end = self.text_end();
        if text_end < next && !self.is_indentation(text_end..next) {
            self.push_span(text_end..next, Replacement::Hidden);
            self.extend_to(next);
        }
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

/// The text of a code span of a paragraph: its line ends and the indentation after them are spaces.
fn code_text(source: &str) -> String {
    let mut lines = source.split('\n');
    let first = lines.next().expect("a text has a first line").to_owned();
    lines.fold(first, |text, line| text + " " + line.trim_start())
}
