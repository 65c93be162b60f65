//! Blocks of a plain text.
//!
//! Owns what a plain text's lines say about its form. Blocks are parted by blank lines; headings
//! and lists are taken for such only where they are plain to see, since a line that is wrongly
//! joined to its paragraph costs less than a paragraph that is torn apart. It must not know how
//! anything is shown.
//!
//! Lines that were wrapped by hand belong together; lines that were not are paragraphs of their
//! own. Nobody wraps at more than [`WRAPPED`] characters, so a longer line ends its paragraph, and
//! the line before it ended one too.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::{Block, BlockKind, Part, parallel};

mod lines;
mod lists;
mod sections;
#[cfg(test)]
mod tests;
mod title;

use lines::Mark;

/// A line of more characters than this was not wrapped by hand.
const WRAPPED: usize = 120;
/// A heading's line has at most this many bytes.
const HEADING: usize = 100;
/// For a text of at least this many bytes, tables are made that a shorter one does without.
const LONG: usize = 1 << 16;

/// The blocks of a source, in order.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    in_parts(
        source,
        parallel::parts(source.len(), |from| border(source, from)),
    )
}

fn in_parts(source: &str, parts: Vec<Range<usize>>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in parallel::each(parts, |part| Scan::part(source, part)) {
        // The first part's blocks need not be copied.
        if blocks.is_empty() {
            blocks = part;
        } else {
            blocks.extend(part);
        }
    }
    sections::find(source, &mut blocks);
    title::find(source, &mut blocks);
    blocks.shrink_to_fit();
    blocks
}

/// The first place at an offset or behind it where nothing depends on what stands before: behind a
/// blank line, at a line that begins with a letter which is no list's mark. No list goes on there.
fn border(source: &str, from: usize) -> usize {
    let rest = source.as_bytes().get(from..).unwrap_or_default();
    let behind = |at: usize| from + at + 2;
    let mut places = memmem::find_iter(rest, b"\n\n").map(behind);
    places
        .find(|&at| {
            let rest = source.get(at..).unwrap_or_default();
            rest.starts_with(|first: char| first.is_ascii_alphabetic()) && !lists::may_mark(rest)
        })
        .unwrap_or(source.len())
}

/// The block whose lines are being read.
struct Open {
    kind: BlockKind,
    start: usize,
    end: usize,
    marker: Range<usize>,
    depth: u8,
    lines: usize,
    /// The first line's and the last line's indentation, in columns.
    first_indent: usize,
    indent: usize,
    /// The last line was not wrapped by hand.
    long: bool,
}

/// The bytes of the first line of `rest`, in a text of `all` bytes.
///
/// Where lines are short, looking at byte after byte is nearly as quick as looking at many at once;
/// and that needs to know what the processor can do, which is slow to find out in a virtual machine:
/// longer than all else that is done with a short text.
fn line_length(rest: &[u8], all: usize) -> usize {
    let end = if all < LONG {
        rest.iter().position(|byte| *byte == b'\n')
    } else {
        memchr(b'\n', rest)
    };
    end.unwrap_or(rest.len())
}

struct Scan<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    open: Option<Open>,
    /// Indentations and marks of the list items that the last block stands in, outermost first.
    lists: Vec<(usize, Mark)>,
}

impl<'a> Scan<'a> {
    /// The blocks of a part of the source.
    fn part(source: &'a str, part: Range<usize>) -> Vec<Block> {
        let mut scan = Scan {
            source,
            blocks: Vec::new(),
            open: None,
            lists: Vec::new(),
        };
        let bytes = source.as_bytes();
        let mut start = part.start;
        while let Some(rest) = bytes.get(start..part.end)
            && !rest.is_empty()
        {
            let length = line_length(rest, part.len());
            scan.line(start..start + length);
            start += length + 1;
        }
        scan.close(true);
        scan.blocks
    }

    fn line(&mut self, line: Range<usize>) {
        // Nearly all lines of a long text go on with a paragraph.
        if let Some(open) = &mut self.open
            && open.indent == 0
            && !open.long
            && line.len() <= WRAPPED
            && let Some([first, second]) = self.source.as_bytes().get(line.start..line.start + 2)
            && first.is_ascii_alphabetic()
            && !matches!(second, b')' | b'.')
            && open.kind == BlockKind::Paragraph
        {
            open.end = line.end;
            open.lines += 1;
            return;
        }
        let text = self.source.get(line.clone()).unwrap_or_default();
        let content = text.trim_start();
        if content.is_empty() {
            self.close(true);
            return;
        }
        let indent = lines::columns(text.get(..text.len() - content.len()).unwrap_or_default());
        let start = line.end - content.len();
        self.content(
            start..line.end,
            indent,
            lines::is_longer(content.trim_end(), WRAPPED),
        );
    }

    fn content(&mut self, line: Range<usize>, indent: usize, long: bool) {
        let text = self.source.get(line.clone()).unwrap_or_default();
        if let Some(mark) = lines::list_mark(text)
            && self.may_begin_item(&mark, indent, line.end)
        {
            self.item(line, indent, long, &mark);
        } else if let Some(level) = lines::underline(text)
            && self
                .open
                .as_ref()
                .is_some_and(|open| self.may_be_underlined(open))
        {
            if let Some(open) = &mut self.open {
                open.kind = BlockKind::Heading(level);
            }
            self.close(true);
        } else if self.open.is_none() && lines::is_rule(text) {
            self.push(BlockKind::Rule, line);
        } else if self.open.is_none()
            && let Some((level, range)) = lines::hashed(text)
        {
            self.push(
                BlockKind::Heading(level),
                line.start + range.start..line.start + range.end,
            );
        } else {
            self.prose(line, indent, long);
        }
    }

    fn prose(&mut self, line: Range<usize>, indent: usize, long: bool) {
        if let Some(open) = &mut self.open
            && goes_on(open, indent, long)
        {
            open.end = line.end;
            open.lines += 1;
            open.indent = indent;
            open.long = long;
            return;
        }
        self.close(false);
        // A paragraph that stands under an item's text belongs to the item.
        while self.lists.last().is_some_and(|&(list, _)| indent <= list) {
            self.lists.pop();
        }
        let depth = depth(&self.lists);
        self.open = Some(Open {
            kind: BlockKind::Paragraph,
            start: line.start,
            end: line.end,
            marker: 0..0,
            depth,
            lines: 1,
            first_indent: indent,
            indent,
            long,
        });
    }

    fn item(&mut self, line: Range<usize>, indent: usize, long: bool, mark: &Mark) {
        self.close(false);
        while self.lists.last().is_some_and(|&(list, _)| indent <= list) {
            self.lists.pop();
        }
        self.lists.push((indent, *mark));
        self.open = Some(Open {
            kind: BlockKind::ListItem,
            start: line.start + mark.content,
            end: line.end,
            marker: line.start..line.start + mark.length,
            depth: depth(&self.lists),
            lines: 1,
            first_indent: indent,
            indent,
            long,
        });
    }

    fn may_be_underlined(&self, open: &Open) -> bool {
        open.kind == BlockKind::Paragraph
            && open.lines == 1
            && open.end - open.start <= HEADING
            && self.blocks.last().is_none_or(|last| {
                let between = self
                    .source
                    .get(last.range.end..open.start)
                    .unwrap_or_default();
                between.bytes().filter(|byte| *byte == b'\n').count() > 1
            })
    }

    fn push(&mut self, kind: BlockKind, range: Range<usize>) {
        self.lists.clear();
        self.blocks.push(Block {
            kind,
            part: Part::Body,
            range,
            marker: 0..0,
            depth: 0,
        });
    }

    /// Ends the open block; `apart` where a blank line or the text's end does it.
    fn close(&mut self, apart: bool) {
        let Some(open) = self.open.take() else {
            return;
        };
        let text = self.source.get(open.start..open.end).unwrap_or_default();
        let range = open.start..open.start + text.trim_end().len();
        let text = text.trim_end();
        let heads = apart
            && open.kind == BlockKind::Paragraph
            && open.lines == 1
            && open.depth == 0
            && text.len() <= HEADING
            && (lines::is_capitals(text) || lines::is_section(text));
        self.blocks.push(Block {
            kind: if heads {
                BlockKind::Heading(2)
            } else {
                open.kind
            },
            part: Part::Body,
            range,
            marker: open.marker,
            depth: open.depth,
        });
    }
}

/// Whether a line without a mark of its own goes on with the open block.
fn goes_on(open: &Open, indent: usize, long: bool) -> bool {
    if open.kind == BlockKind::ListItem {
        return indent > open.first_indent || (indent == open.first_indent && !open.long && !long);
    }
    // A first line's indentation begins each paragraph where the essay's paragraphs have one.
    let begins = indent > open.indent && indent == open.first_indent && open.lines > 1;
    !open.long && !long && !begins
}

fn depth(lists: &[(usize, Mark)]) -> u8 {
    u8::try_from(lists.len()).unwrap_or(u8::MAX)
}
