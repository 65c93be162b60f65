//! Finds the blocks of a plain text.
//!
//! Blocks are separated by blank lines. Headings and lists are recognized only if they are obvious: a
//! line wrongly joined to its paragraph costs less than a paragraph torn apart.
//!
//! The lines of hard-wrapped prose are joined, others are kept (see [`wrapping`]). A line of more than [`MAX_WRAPPED`] characters was
//! not wrapped, so it is a paragraph of its own.

use std::ops::Range;

use memchr::memchr_iter;

use super::markup::Markup;
use super::{Block, BlockKind, Format, Part};

mod headings;
mod lines;
#[cfg(test)]
mod tests;
mod wrapping;

use lines::{ListMarker, MarkerClass};
pub(crate) use wrapping::keep_all_lines;

/// Nobody wraps lines at more characters than this.
const MAX_WRAPPED: usize = 120;
/// The longest line of a heading, in bytes.
const MAX_HEADING: usize = 100;

/// The blocks of a source from a byte offset on, in order, and which of their line ends are kept.
pub(crate) fn parse(source: &str, start: usize, format: Format) -> (Vec<Block>, Markup) {
    let mut scanner = Scanner {
        source,
        format,
        fence: None,
        has_fences: true,
        underlines: Vec::new(),
        blocks: Vec::new(),
        open: None,
        lists: Vec::new(),
    };
    let mut line_start = start;
    let ends = memchr_iter(b'\n', &source.as_bytes()[start..]).map(|end| start + end);
    for end in ends.chain([source.len()]) {
        scanner.line(line_start..end);
        line_start = end + 1;
    }
    scanner.close_block(true);
    let mut blocks = scanner.blocks;
    if format == Format::Plain {
        headings::find_headings(source, &mut blocks);
        headings::find_title(source, &mut blocks);
    }
    let markup = Markup {
        spans: wrapping::keep_lines(source, &mut blocks),
        ..Markup::default()
    };
    (blocks, markup)
}

/// The block whose lines are being read.
struct PendingBlock {
    block: Block,
    lines: usize,
    /// The indentation of the first and the last line, in columns.
    first_indent: usize,
    last_indent: usize,
    /// Whether the last line is too long to have been wrapped.
    last_is_long: bool,
}

struct Scanner<'a> {
    source: &'a str,
    format: Format,
    /// What the line begins with that ends the block of code being read.
    fence: Option<&'static str>,
    /// Whether all blocks of code so far have an end.
    has_fences: bool,
    /// The signs that underline headings in reStructuredText, and whether they are above the heading
    /// too, the highest level first.
    underlines: Vec<(u8, bool)>,
    blocks: Vec<Block>,
    open: Option<PendingBlock>,
    /// The indentation and marker of the list items that contain the last block, outermost first.
    lists: Vec<(usize, ListMarker)>,
}

impl Scanner<'_> {
    fn line(&mut self, line: Range<usize>) {
        let text = &self.source[line.clone()];
        let content = text.trim_start();
        if let Some(fence) = self.fence {
            let open = self.open.as_mut().expect("a fence opens a block");
            open.block.range.end = line.end;
            if is_fence_end(content, fence) {
                self.fence = None;
                self.close_block(false);
            }
            return;
        }
        if content.is_empty() {
            self.close_block(true);
            return;
        }
        let indent = lines::indent_width(&text[..text.len() - content.len()]);
        let range = line.end - content.len()..line.end;
        let is_long = lines::is_longer(content.trim_end(), MAX_WRAPPED);
        if let Some((level, text)) = self.marked_heading(content, indent) {
            let range = range.start + text.start..range.start + text.end;
            self.push_block(BlockKind::Heading(level), range);
        } else if let Some(level) = self.rst_level(content, indent, line.end) {
            if let Some(open) = &mut self.open {
                open.block.kind = BlockKind::Heading(level);
                self.close_block(true);
            }
        } else if let Some(fence) = self.fence_end(content, line.end) {
            self.close_block(false);
            self.open_block(BlockKind::Code, line, 0..0, indent, false);
            self.fence = Some(fence);
        } else if let Some(marker) = lines::list_marker(content)
            && self.starts_item(&marker, indent, range.end)
        {
            self.start_item(range, indent, is_long, marker);
        } else if self.format != Format::Rst
            && let Some(level) = lines::underline_level(content)
            && let Some(open) = self.open.as_mut()
            && can_be_underlined(self.source, open, self.blocks.last())
        {
            open.block.kind = BlockKind::Heading(level);
            self.close_block(true);
        } else if self.open.is_none() && lines::is_rule(content) {
            self.push_block(BlockKind::Rule, range);
        } else {
            self.prose(range, indent, is_long);
        }
    }

    /// The level and the text of a heading that begins with a sign.
    fn marked_heading(&self, content: &str, indent: usize) -> Option<(u8, Range<usize>)> {
        let sign = match self.format {
            Format::Org => b'*',
            Format::AsciiDoc => b'=',
            Format::Plain | Format::Markdown if self.open.is_none() => b'#',
            _ => return None,
        };
        let (level, text) = lines::marked_heading(content, sign).filter(|_| indent == 0)?;
        // In Org, the first heading is not the title.
        Some((level + u8::from(self.format == Format::Org), text))
    }

    /// The level of the heading of reStructuredText that a line is below, or above. Levels are in the
    /// order in which their signs come first.
    fn rst_level(&mut self, content: &str, indent: usize, line_end: usize) -> Option<u8> {
        if self.format != Format::Rst || indent > 0 || !lines::is_uniform(content, 2) {
            return None;
        }
        let sign = content.as_bytes()[0];
        let line = content.trim_end();
        let Some(open) = &self.open else {
            // The heading is recognized at the line below it.
            let mut below = self.source[line_end..].lines().skip(1);
            let has_title = below.next().is_some_and(|title| !title.trim().is_empty());
            return (has_title && below.next().map(str::trim_end) == Some(line)).then_some(0);
        };
        let title = self.source[open.block.range.clone()].trim_end();
        let above = self.source[..open.block.range.start].trim_end();
        let last_end = self.blocks.last().map_or(0, |last| last.range.end);
        let is_overline = last_end < above.len() && above.ends_with(line);
        if open.block.kind != BlockKind::Paragraph
            || open.lines > 1
            || title.chars().count() > line.len()
            || open.first_indent > 0 && !is_overline
        {
            return None;
        }
        let style = (sign, is_overline);
        let known = self.underlines.iter().position(|other| *other == style);
        let level = known.unwrap_or_else(|| {
            self.underlines.push(style);
            self.underlines.len() - 1
        });
        Some(u8::try_from(level + 1).unwrap_or(6).min(6))
    }

    /// What the end of a block of code begins with, if the block starts with this line and has an end.
    fn fence_end(&mut self, content: &str, line_end: usize) -> Option<&'static str> {
        let fence = match self.format {
            Format::Org => {
                let keyword = content.get(.."#+begin_".len())?;
                keyword
                    .eq_ignore_ascii_case("#+begin_")
                    .then_some("#+end_")?
            }
            Format::AsciiDoc => match content.trim_end() {
                "----" => "----",
                "...." => "....",
                _ => return None,
            },
            _ => {
                let name = content.strip_prefix("```")?;
                (!name.contains('`')).then_some("```")?
            }
        };
        let mut below = self.source[line_end..].lines().skip(1);
        self.has_fences &= below.any(|line| is_fence_end(line.trim_start(), fence));
        self.has_fences.then_some(fence)
    }

    /// Adds a line to the open block, or starts a paragraph.
    fn prose(&mut self, line: Range<usize>, indent: usize, is_long: bool) {
        if let Some(open) = &mut self.open
            && continues(open, indent, is_long)
        {
            open.block.range.end = line.end;
            open.lines += 1;
            open.last_indent = indent;
            open.last_is_long = is_long;
            return;
        }
        self.close_block(false);
        // A paragraph indented more than an item's marker belongs to the item.
        self.leave_lists(indent);
        self.open_block(BlockKind::Paragraph, line, 0..0, indent, is_long);
    }

    fn start_item(&mut self, line: Range<usize>, indent: usize, is_long: bool, marker: ListMarker) {
        self.close_block(false);
        self.leave_lists(indent);
        self.lists.push((indent, marker));
        let text = line.start + marker.content..line.end;
        let marker = line.start..line.start + marker.length;
        self.open_block(BlockKind::ListItem, text, marker, indent, is_long);
    }

    /// Leaves the lists whose markers are indented as much as a new block, or more.
    fn leave_lists(&mut self, indent: usize) {
        while self.lists.last().is_some_and(|&(list, _)| indent <= list) {
            self.lists.pop();
        }
    }

    fn open_block(
        &mut self,
        kind: BlockKind,
        range: Range<usize>,
        marker: Range<usize>,
        indent: usize,
        is_long: bool,
    ) {
        self.open = Some(PendingBlock {
            block: Block {
                kind,
                part: Part::Body,
                range,
                marker,
                depth: u8::try_from(self.lists.len()).unwrap_or(u8::MAX),
            },
            lines: 1,
            first_indent: indent,
            last_indent: indent,
            last_is_long: is_long,
        });
    }

    fn push_block(&mut self, kind: BlockKind, range: Range<usize>) {
        self.close_block(false);
        self.lists.clear();
        self.open_block(kind, range, 0..0, 0, false);
        self.close_block(false);
    }

    /// Ends the open block. `blank_after` tells whether a blank line or the end of the text follows.
    fn close_block(&mut self, blank_after: bool) {
        let Some(PendingBlock {
            mut block, lines, ..
        }) = self.open.take()
        else {
            return;
        };
        let text = self.source[block.range.clone()].trim_end();
        block.range.end = block.range.start + text.len();
        if blank_after
            && self.format == Format::Plain
            && block.kind == BlockKind::Paragraph
            && lines == 1
            && block.depth == 0
            && text.len() <= MAX_HEADING
            && (lines::is_capitals(text) || lines::is_roman_heading(text))
        {
            block.kind = BlockKind::Heading(2);
        }
        self.blocks.push(block);
    }

    /// Whether a line that looks like a list item is one. A hard-wrapped line may begin with a dash
    /// or a number by chance, and a line of any text with a letter or a bracket.
    fn starts_item(&self, marker: &ListMarker, indent: usize, line_end: usize) -> bool {
        if marker.class.is_ambiguous() {
            return self.continues_list(marker, indent) || self.starts_list(marker, line_end);
        }
        let Some(open) = &self.open else {
            return true;
        };
        if marker.class == MarkerClass::Bullet
            || open.block.kind == BlockKind::ListItem
            || open.last_is_long
        {
            return true;
        }
        let next_marker = || {
            let next_line = self.source[line_end..].lines().nth(1)?;
            lines::list_marker(next_line.trim_start())
        };
        marker.is_first()
            && (self.source[open.block.range.clone()]
                .trim_end()
                .ends_with(':')
                || next_marker().is_some_and(|next| marker.precedes(&next)))
    }

    /// Whether the marker follows that of the item before in the same list.
    fn continues_list(&self, marker: &ListMarker, indent: usize) -> bool {
        // After a blank line, a dash may begin a speech.
        let may_be_speech = self.open.is_none() && matches!(marker.class, MarkerClass::LongDash(_));
        !may_be_speech
            && self.lists.iter().any(|(list_indent, before)| {
                // Roman numerals may be aligned at the right.
                let same_end = list_indent + before.length == indent + marker.length;
                (*list_indent == indent || same_end) && before.precedes(marker)
            })
    }

    /// Whether the marker is the first of a list, and the next one comes within a few lines, before
    /// any other prose.
    fn starts_list(&self, marker: &ListMarker, line_end: usize) -> bool {
        const MAX_LINES: usize = 16;
        const MAX_BYTES: usize = 1000;
        if !marker.is_first() {
            return false;
        }
        let rest = &self.source[line_end..];
        let rest = &rest[..rest.floor_char_boundary(MAX_BYTES)];
        let mut after_blank = false;
        for line in rest.lines().skip(1).take(MAX_LINES) {
            let content = line.trim_start();
            if content.is_empty() {
                after_blank = true;
                continue;
            }
            if after_blank && matches!(marker.class, MarkerClass::LongDash(_)) {
                return false;
            }
            if lines::list_marker(content).is_some_and(|next| marker.precedes(&next)) {
                return true;
            }
            if after_blank && content.len() == line.len() {
                return false;
            }
        }
        false
    }
}

/// Whether a line ends a block of code.
fn is_fence_end(line: &str, fence: &str) -> bool {
    let start = line.get(..fence.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(fence))
}

/// Whether the open block is a single short line after a blank line, as a heading is.
fn can_be_underlined(source: &str, open: &PendingBlock, last: Option<&Block>) -> bool {
    open.block.kind == BlockKind::Paragraph
        && open.lines == 1
        && open.block.range.len() <= MAX_HEADING
        && last.is_none_or(|last| {
            let between = &source[last.range.end..open.block.range.start];
            between.matches('\n').count() > 1
        })
}

/// Whether a line without a marker continues the open block.
fn continues(open: &PendingBlock, indent: usize, is_long: bool) -> bool {
    let is_wrapped = !open.last_is_long && !is_long;
    if open.block.kind == BlockKind::ListItem {
        return indent > open.first_indent || indent == open.first_indent && is_wrapped;
    }
    // The indentation of a first line starts a paragraph where paragraphs are indented.
    let starts_paragraph =
        indent > open.last_indent && indent == open.first_indent && open.lines > 1;
    is_wrapped && !starts_paragraph
}
