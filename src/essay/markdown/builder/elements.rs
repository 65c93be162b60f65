//! The elements of HTML in Markdown. An element ends at the latest with the block or the container of
//! Markdown that it is in.

use std::ops::Range;

use html5gum::{Span, StartTag, Token};

use super::{Builder, MAX_HTML_NESTING, OpenElement};
use crate::essay::markdown::html;
use crate::essay::markup::{ContainerKind, Replacement};
use crate::essay::{BlockKind, SourceMap};

/// The longest superscript or subscript that is shown in characters of its own, in bytes.
const MAX_SCRIPT: usize = 64;

impl Builder<'_> {
    /// Adds a tag or a comment in text of Markdown.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let is_comment = html.starts_with("<!") || html.starts_with("<?");
        if range.start < self.done || is_comment {
            return;
        }
        let mut source = SourceMap::default();
        source.push(0, range, true);
        html::for_each_token(html, |token| self.html_token(token, html, &source));
    }

    /// Adds the block of HTML that was collected.
    pub(super) fn html_block(&mut self) {
        let html = std::mem::take(&mut self.html);
        let source = std::mem::take(&mut self.html_source);
        html::for_each_token(&html, |token| self.html_token(token, &html, &source));
    }

    fn html_token(&mut self, token: Token<usize>, html: &str, source: &SourceMap) {
        let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let source_range = |span: Span| source.source_range(span.start..span.end);
        match token {
            Token::EndTag(tag) if self.hidden_element == Some(name(&tag.name)) => {
                self.hidden_element = None;
            }
            _ if self.hidden_element.is_some() => {}
            Token::StartTag(tag) => self.start_tag(&name(&tag.name), &tag, html, source),
            Token::EndTag(tag) => self.end_tag(&name(&tag.name), source_range(tag.span)),
            Token::String(text) => self.html_text(text.span.start..text.span.end, html, source),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn open_kind(&self) -> Option<BlockKind> {
        self.open.as_ref().map(|open| open.kind)
    }

    fn start_tag(&mut self, name: &str, tag: &StartTag<usize>, html: &str, source: &SourceMap) {
        let range = source.source_range(tag.span.start..tag.span.end);
        let attribute = |name| html::attribute(tag, name);
        let number = |name| attribute(name).and_then(|value| value.parse().ok());
        let is_in_row = self.open_kind() == Some(BlockKind::TableRow);
        match name {
            _ if html::is_hidden(name) => self.hidden_element = Some(name.to_owned()),
            "br" => self.line_break(range),
            "img" => {
                if let Some(value) = html::attribute_range(tag, "alt", html) {
                    self.html_text(value, html, source);
                }
            }
            "a" => {
                if let Some(target) = attribute("href") {
                    self.start_link(range.start, &target, name);
                }
            }
            "q" => self.replace(range, Replacement::Text("“".into())),
            "sup" | "sub" => self.script(name, range),
            "table" => {
                self.html_tables += usize::from(self.html_tables > 0 || !is_in_row);
                if self.html_tables == 1 {
                    self.start_table(Vec::new(), false);
                }
            }
            "tr" if self.html_tables == 1 => self.start_row(range.start),
            "td" | "th" if self.html_tables == 1 => self.html_cell(name == "th", range),
            _ if is_in_row && (is_container(name) || name == "hr") => self.separate(range),
            "hr" => self.rule(range),
            "pre" => self.open_block(BlockKind::Code),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !is_in_row => {
                self.open_block(BlockKind::Heading(name.as_bytes()[1] - b'0'));
            }
            "blockquote" => self.enter(name, ContainerKind::Quotation, 0..0),
            "ul" | "ol" => {
                let first = (name == "ol").then(|| number("start").unwrap_or(1));
                self.start_list(name, first);
            }
            "li" => {
                self.leave_sibling("li", &["ul", "ol"]);
                self.list_item(number("value"), range);
            }
            "dd" => {
                self.leave_sibling("dd", &["dl"]);
                self.enter(name, ContainerKind::Definition, 0..0);
            }
            _ => {
                if name == "dt" {
                    self.leave_sibling("dd", &["dl"]);
                }
                if html::is_block(name) {
                    self.separate(range);
                }
                let is_code_in_pre = name == "code" && self.open_kind() == Some(BlockKind::Code);
                let mut style = self.style;
                if !is_code_in_pre && html::set_style(name, &mut style) {
                    self.push_style(name, |current| *current = style);
                }
            }
        }
    }

    fn end_tag(&mut self, name: &str, range: Range<usize>) {
        let is_in_row = self.open_kind() == Some(BlockKind::TableRow);
        match name {
            "a" => self.end_link(name, range.end),
            "q" => self.replace(range, Replacement::Text("”".into())),
            "table" => {
                if self.html_tables == 1 {
                    self.end_row(range.start);
                    self.end_table();
                }
                self.html_tables = self.html_tables.saturating_sub(1);
            }
            "tr" if self.html_tables == 1 => self.end_row(range.start),
            _ if is_in_row && is_container(name) => self.separate(range),
            "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !is_in_row => self.close_block(),
            _ if is_container(name) => self.leave(name),
            _ => {
                self.pop_style(name);
                if name == "dl" {
                    self.leave_sibling("dd", &["dl"]);
                }
                if html::is_block(name) {
                    self.separate(range);
                }
            }
        }
    }

    /// Separates what comes before a tag from what comes after it: by a space in a row or a heading,
    /// which cannot contain blocks.
    fn separate(&mut self, range: Range<usize>) {
        match self.open_kind() {
            Some(BlockKind::TableRow | BlockKind::Heading(_)) => self.space(range),
            _ => self.close_block(),
        }
    }

    fn space(&mut self, range: Range<usize>) {
        if self.pending.is_empty() {
            self.pending
                .push((range, Some(Replacement::Space), self.style));
        }
    }

    fn line_break(&mut self, range: Range<usize>) {
        if self.open_kind() == Some(BlockKind::TableRow) {
            return self.space(range);
        }
        let is_break = |replacement: &Option<_>| *replacement == Some(Replacement::LineBreak);
        self.pending
            .retain(|(_, replacement, _)| is_break(replacement));
        self.pending
            .push((range, Some(Replacement::LineBreak), self.style));
    }

    /// Shows a superscript or subscript in characters of its own if all of its characters have one,
    /// else after `^` or `_`.
    fn script(&mut self, name: &str, tag: Range<usize>) {
        let max_end = self.source.floor_char_boundary(tag.end + MAX_SCRIPT);
        let text = self.source[tag.end..max_end].split_once('<');
        let script = text.and_then(|(text, _)| Some((text, html::script_text(name, text)?)));
        if let Some((text, script)) = script {
            let end = tag.end + text.len();
            self.replace(tag.end..end, Replacement::Text(script.into()));
            self.done = self.done.max(end);
        } else {
            let sign = if name == "sup" { "^" } else { "_" };
            self.replace(tag, Replacement::Text(sign.into()));
        }
    }

    fn start_list(&mut self, name: &str, next_number: Option<usize>) {
        self.close_block();
        if self.elements.len() >= MAX_HTML_NESTING {
            return;
        }
        self.elements.push(OpenElement {
            tag: name.to_owned(),
            kind: self.elements.last().and_then(|outer| outer.kind),
            outer: (self.container, self.depth),
            next_number,
        });
    }

    fn list_item(&mut self, value: Option<usize>, tag: Range<usize>) {
        let is_list = |element: &&mut OpenElement| matches!(element.tag.as_str(), "ul" | "ol");
        let list = self.elements.iter_mut().rev().find(is_list);
        let number = list.and_then(|list| {
            let number = value.or(list.next_number)?;
            list.next_number = Some(number.saturating_add(1));
            Some(number)
        });
        let marker = number.map_or("•".to_owned(), |number| format!("{number}."));
        self.enter("li", ContainerKind::Item, tag.clone());
        self.markup.html_markers.push((tag.start, marker.into()));
    }

    /// Ends an element that the next one of the same list ends without an end tag.
    fn leave_sibling(&mut self, name: &str, lists: &[&str]) {
        let mut open = self.elements.iter().rev().map(|open| open.tag.as_str());
        let nearest = open.find(|tag| tag.is_empty() || *tag == name || lists.contains(tag));
        if nearest == Some(name) {
            self.leave(name);
        }
    }

    fn start_row(&mut self, at: usize) {
        self.end_row(at);
        if !self.is_in_table {
            self.start_table(Vec::new(), false);
        }
        self.open_block(BlockKind::TableRow);
    }

    /// Starts a cell. A first row of nothing but header cells is a header.
    fn html_cell(&mut self, is_header: bool, tag: Range<usize>) {
        if self.open_kind() != Some(BlockKind::TableRow) {
            self.start_row(tag.start);
        }
        if let Some(table) = self.markup.tables.last_mut()
            && table.rows.start == self.blocks.len()
        {
            table.has_header = is_header && (self.cell_start.is_none() || table.has_header);
        }
        self.start_cell(tag.end..tag.end);
    }

    /// Adds text of HTML. White space is one space, or as it is in `<pre>`.
    fn html_text(&mut self, range: Range<usize>, html: &str, source: &SourceMap) {
        let is_code = self.open_kind() == Some(BlockKind::Code);
        let ascii_space = [' ', '\t', '\n'];
        let mut start = range.start;
        for line in html[range].split_inclusive('\n') {
            let end = start + line.len();
            let mut text = start..end;
            if !is_code {
                text.start = end - line.trim_start_matches(ascii_space).len();
                text.end = (start + line.trim_end_matches(ascii_space).len()).max(text.start);
            } else if self.text_end() == 0 && line == "\n" {
                text.start = end;
            }
            if start < text.start && !is_code {
                self.space(source.source_range(start..start + 1));
            }
            if !text.is_empty() {
                self.text_with_entities(source.source_range(text.clone()));
                if text.end < end {
                    self.space(source.source_range(text.end..text.end + 1));
                }
            }
            start = end;
        }
    }

    fn text_with_entities(&mut self, range: Range<usize>) {
        let mut from = range.start;
        while let Some(found) = self.source[from..range.end].find('&') {
            let at = from + found;
            let (length, shown) = html::entity(&self.source[at..range.end]);
            self.verbatim(from..at);
            from = at + length;
            if shown == self.source[at..from] {
                self.verbatim(at..from);
            } else {
                self.replace(at..from, Replacement::Text(shown.into()));
            }
        }
        self.verbatim(from..range.end);
    }
}

/// Elements that contain blocks with a look of their own.
fn is_container(name: &str) -> bool {
    matches!(name, "blockquote" | "ul" | "ol" | "li" | "dd" | "pre")
}
