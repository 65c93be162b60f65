//! Wraps a chunk of a block into rows, and maps the rows to the source.
//!
//! A long block is wrapped in chunks, so that no row costs more than a chunk. The start of a chunk
//! depends only on its number and the text at its nominal offset, so nothing before it is read.

use std::ops::Range;

use crate::essay::{Block, BlockKind, Container, Essay, Format, Part, SourceMap};

use super::Row;
use super::width::{is_boundary, width};
use super::wrap::{WrappedLine, wrap_code, wrap_paragraph};

/// Before each row of code.
const CODE_MARK: &str = "┆";
/// Cells of a level of nesting without a marker.
const INDENT_PER_DEPTH: usize = 2;
/// A block of more bytes than this is wrapped in chunks.
const MAX_WHOLE: usize = 32 * 1024;
/// The nominal size of a chunk in bytes.
const CHUNK: usize = 8 * 1024;
/// A chunk's boundary is at most this many bytes after its nominal place.
const BOUNDARY_WINDOW: usize = 1024;

/// Cells before the further rows of a line of verse.
const HANGING_INDENT: u16 = 2;

/// The number of chunks of a block.
pub(crate) fn chunk_count(block: &Block) -> usize {
    if block.range.len() <= MAX_WHOLE {
        1
    } else {
        block.range.len().div_ceil(CHUNK)
    }
}

/// The number of the chunk that contains a byte offset; the first or the last for offsets outside
/// of the block.
pub(crate) fn chunk_at(essay: &Essay, block: &Block, offset: usize) -> usize {
    let offset = offset.clamp(block.range.start, block.range.end - 1);
    if chunk_count(block) == 1 {
        return 0;
    }
    // A chunk never starts before its nominal place.
    let mut chunk = (offset - block.range.start) / CHUNK;
    while chunk_start(essay, block, chunk) > offset {
        chunk -= 1;
    }
    chunk
}

/// Where a chunk starts: at a line of code or a word, else at a grapheme cluster.
fn chunk_start(essay: &Essay, block: &Block, chunk: usize) -> usize {
    let Range { start, end } = block.range;
    let nominal = start + chunk * CHUNK;
    if chunk == 0 || nominal >= end {
        return nominal.min(end);
    }
    let source = essay.source();
    let from = source.ceil_char_boundary(nominal);
    let to = source.floor_char_boundary((nominal + BOUNDARY_WINDOW).min(end));
    let window = &source[from..to];
    let unit_end = if block.kind == BlockKind::Code {
        window.find('\n').map(|at| at + 1)
    } else {
        word_end(window)
    };
    let boundary = match unit_end {
        Some(length) => from + length,
        None => (from..to)
            .find(|&at| is_boundary(source, at))
            .unwrap_or(from),
    };
    essay.skip_markup(boundary).min(end)
}

/// The end of the first run of white space, if it ends in the window.
fn word_end(window: &str) -> Option<usize> {
    let space = window.find([' ', '\n'])?;
    let length = window[space..].find(|c| c != ' ' && c != '\n')?;
    Some(space + length)
}

/// The rows of a chunk of a block. Empty if the chunk is.
pub(crate) fn chunk_rows(essay: &Essay, block_index: usize, chunk: usize, width: u16) -> Vec<Row> {
    let block = &essay.blocks()[block_index];
    let range = if chunk_count(block) == 1 {
        block.range.clone()
    } else {
        chunk_start(essay, block, chunk)..chunk_start(essay, block, chunk + 1)
    };
    if range.is_empty() {
        return Vec::new();
    }
    let indent = indent(essay, block, width);
    let (text, source_map) = visible_text(essay, range.clone());
    let is_code = block.kind == BlockKind::Code;
    let keeps_lines = !is_code && essay.format() != Format::Markdown && text.contains('\n');
    let hanging = if keeps_lines { HANGING_INDENT } else { 0 };
    let hanging = hanging.min((width - indent) / 2);
    let mut rows: Vec<Row> = Vec::new();
    for line in wrap_lines(
        &text,
        is_code,
        usize::from(width - indent),
        usize::from(hanging),
    ) {
        let is_continued = line.start > 0 && !text[..line.start].ends_with('\n');
        let start = if rows.is_empty() {
            range.start
        } else {
            source_map.source_end(line.start)
        };
        let text_end = source_map.source_end(line.end).max(start);
        if let Some(above) = rows.last_mut() {
            // A row cannot end inside a replacement for a stretch of the source.
            if start <= above.source.start || start >= range.end {
                above.text_end = above.text_end.max(text_end);
                continue;
            }
            above.source.end = start;
            above.text_end = above.text_end.min(start);
        }
        rows.push(Row {
            source: start..range.end,
            text_end,
            block: block_index,
            indent: indent + if is_continued { hanging } else { 0 },
            width: u16::try_from(line.width).unwrap_or(u16::MAX),
            starts_block: start == block.range.start,
            ends_block: false,
        });
    }
    if let Some(last) = rows.last_mut() {
        last.ends_block = last.source.end == block.range.end;
    }
    rows
}

/// Cells before a block's text: at most half a row, so that there is room for some text.
pub(crate) fn indent(essay: &Essay, block: &Block, row_width: u16) -> u16 {
    let mark = match block_mark(essay, block) {
        Some(mark) => width(mark) + 1,
        None if block.kind == BlockKind::Code => INDENT_PER_DEPTH,
        None => 0,
    };
    let indent = containers_indent(essay, block) + mark;
    u16::try_from(indent).unwrap_or(u16::MAX).min(row_width / 2)
}

/// Cells that the containers of a block take before it: it begins under the words of an item or a
/// footnote.
pub(crate) fn containers_indent(essay: &Essay, block: &Block) -> usize {
    let containers = essay.containers(block);
    if containers.is_empty() {
        // Plain text has markers and depths only.
        let marker_width = width(&essay.marker(block));
        let marked = usize::from(marker_width > 0);
        let outer = usize::from(block.depth).saturating_sub(marked);
        return outer * INDENT_PER_DEPTH + marker_width + marked;
    }
    let indents = containers.iter();
    indents.map(|it| container_indent(essay, it)).sum()
}

/// Cells that a container takes before its blocks.
pub(crate) fn container_indent(essay: &Essay, container: &Container) -> usize {
    match width(&essay.marker_text(&container.marker)) {
        0 => INDENT_PER_DEPTH,
        marker => marker + 1,
    }
}

/// The mark that shows the kind of a block of Markdown, where the syntax that does is hidden: before
/// each row of code, and before a heading below the first level.
pub(crate) fn block_mark(essay: &Essay, block: &Block) -> Option<&'static str> {
    match block.kind {
        _ if essay.format() != Format::Markdown || block.part == Part::Title => None,
        BlockKind::Code => Some(CODE_MARK),
        BlockKind::Heading(level @ 2..=6) => Some(&"######"[..usize::from(level)]),
        _ => None,
    }
}

/// Wraps each line of a text. Those of verse continue with a hanging indent.
fn wrap_lines(text: &str, is_code: bool, width: usize, hanging: usize) -> Vec<WrappedLine> {
    let mut wrapped = Vec::new();
    let mut start = 0;
    // A line end at the end of a chunk starts no further row.
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        let lines = if is_code {
            wrap_code(line, width)
        } else {
            wrap_paragraph(line, width, width - hanging)
        };
        wrapped.extend(lines.into_iter().map(|line| WrappedLine {
            start: start + line.start,
            end: start + line.end,
            ..line
        }));
        start += line.len() + 1;
    }
    wrapped
}

/// The visible text of a range of the source, without gaps between blocks, and its source.
pub(crate) fn visible_text(essay: &Essay, range: Range<usize>) -> (String, SourceMap) {
    let mut text = String::new();
    let mut source_map = SourceMap::default();
    for segment in essay.segments(range) {
        source_map.push(text.len(), segment.source, segment.verbatim);
        text.push_str(&segment.text);
    }
    (text, source_map)
}
