//! Blocks and markup of a Markdown text.
//!
//! Owns the use of the parser: what of `CommonMark` and its extensions is read, and in which parts
//! a long text is given to it. What the parser says becomes blocks in `build`. It must not know how
//! anything is shown.
//!
//! The parser keeps a tree of all that it is given, many times the size of the text. So a long text
//! is read in chunks, each up to a line that begins a block of its own whatever stands before it:
//! one with no indentation behind a blank line. Only a fence or a piece of HTML that is still open
//! there tells otherwise; then the chunk is read again with more behind it. What can be said
//! anywhere and holds everywhere is collected: where links lead, before; which footnotes there are,
//! meanwhile.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{BrokenLink, CowStr, Event, OffsetIter, Options, Parser, Tag};

use super::markup::Markup;
use super::{Block, parallel};

mod build;
mod html;
mod notes;
#[cfg(test)]
mod tests;

use build::Builder;

/// Bytes that are read together, at least.
const CHUNK: usize = 256 * 1024;

/// Bytes in which front matter must end.
const FRONT_MATTER: usize = 16 * 1024;

/// The blocks of a source, in order, and its markup. The source has at most `u32::MAX` bytes.
pub(super) fn blocks(source: &str) -> (Vec<Block>, Markup) {
    let chunks = chunks(source, CHUNK);
    let parts = parallel::parts(source.len(), |from| border(&chunks, source, from));
    read(source, &chunks, parts)
}

/// The first chunk's border at an offset or behind it.
fn border(chunks: &[Range<usize>], source: &str, from: usize) -> usize {
    let next = chunks.get(chunks.partition_point(|chunk| chunk.start < from));
    next.map_or(source.len(), |chunk| chunk.start)
}

/// Reads chunks, those that begin in the same part one after the other.
fn read(source: &str, chunks: &[Range<usize>], parts: Vec<Range<usize>>) -> (Vec<Block>, Markup) {
    let links = if chunks.len() > 1 {
        Links::collect(source, chunks)
    } else {
        Links::default()
    };
    let part = |part: Range<usize>| {
        let mut builder = Builder::new(source);
        for chunk in chunks.iter().filter(|chunk| part.contains(&chunk.start)) {
            for (event, range) in links.events(source, chunk.clone()) {
                builder.event(event, chunk.start + range.start..chunk.start + range.end);
            }
        }
        builder.finish()
    };
    let mut done = parallel::each(parts, part).into_iter();
    let (mut blocks, mut markup, mut notes) = done.next().unwrap_or_default();
    for (more, other, others) in done {
        markup.append(other, blocks.len());
        blocks.extend(more);
        notes.append(others);
    }
    notes.resolve(source, &mut markup);
    blocks.shrink_to_fit();
    markup.marks.shrink_to_fit();
    (blocks, markup)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// Where the text begins behind the metadata that publishing programs put before it: lines between
/// two rules, the first of them a key with its value.
fn front_matter(source: &str) -> usize {
    const RULE: &str = "---\n";
    let head = source
        .get(..source.floor_char_boundary(FRONT_MATTER))
        .unwrap_or(source);
    let Some(rest) = head.strip_prefix(RULE) else {
        return 0;
    };
    let key = rest.split([':', '\n', ' ']).next().unwrap_or_default();
    if key.is_empty() || rest.as_bytes().get(key.len()) != Some(&b':') {
        return 0;
    }
    let mut at = RULE.len();
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return at;
        }
        if line.trim().is_empty() {
            return 0;
        }
    }
    0
}

/// The chunks of at least `size` bytes that a source can be read in.
fn chunks(source: &str, size: usize) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut start = front_matter(source);
    while start < source.len() {
        let mut end = chunk_end(source, start, size);
        // Twice as much at each try: all tries together cost no more than twice the last.
        while end < source.len() && stays_open(source.get(start..end).unwrap_or_default()) {
            end = chunk_end(source, start, 2 * (end - start));
        }
        chunks.push(start..end);
        start = end;
    }
    chunks
}

/// Where a chunk of at least `size` bytes ends: before a line without indentation that follows a
/// blank one.
fn chunk_end(source: &str, start: usize, size: usize) -> usize {
    let bytes = source.as_bytes();
    let mut from = start.saturating_add(size);
    while let Some(rest) = bytes.get(from..)
        && let Some(found) = memmem::find(rest, b"\n\n")
    {
        let next = from + found + 2;
        match bytes.get(next) {
            Some(b' ' | b'\t' | b'\n' | b'\r') => from = next - 1,
            Some(_) => return next,
            None => break,
        }
    }
    source.len()
}

/// Whether a chunk ends inside of code or HTML that goes on behind it.
fn stays_open(chunk: &str) -> bool {
    let has = |signs: &str| memmem::find(chunk.as_bytes(), signs.as_bytes()).is_some();
    // Those pieces of HTML that a blank line does not end: <!…, <?…, <script, <pre, <style and
    // <textarea.
    let html = || {
        memchr::memchr_iter(b'<', chunk.as_bytes()).any(|at| {
            let next = chunk.as_bytes().get(at + 1);
            next.is_some_and(|next| b"!?sptSPT".contains(next))
        })
    };
    // Nearly all chunks can be told by having neither.
    if !has("```") && !has("~~~") && !html() {
        return false;
    }
    let mut open = false;
    for (event, range) in Parser::new_ext(chunk, options()).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) = event {
            open = range.end == chunk.len();
        }
    }
    open
}

/// Where links lead, by the labels that one chunk may define for all, with the links' titles.
#[derive(Default)]
struct Links(HashMap<String, (String, String)>);

impl Links {
    fn collect(source: &str, chunks: &[Range<usize>]) -> Self {
        let mut links = Self::default();
        for chunk in chunks {
            let text = source.get(chunk.clone()).unwrap_or_default();
            if memmem::find(text.as_bytes(), b"]:").is_some() {
                links.add(text);
            }
        }
        links
    }

    fn add(&mut self, text: &str) {
        let parser = Parser::new_ext(text, options());
        for (label, definition) in parser.reference_definitions().iter() {
            let title = definition.title.as_deref().unwrap_or_default();
            let said = || (definition.dest.to_string(), title.to_owned());
            self.0.entry(label.to_lowercase()).or_insert_with(said);
        }
    }

    fn events<'a>(
        &'a self,
        source: &'a str,
        chunk: Range<usize>,
    ) -> OffsetIter<'a, impl FnMut(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>> {
        let text = source.get(chunk).unwrap_or_default();
        let elsewhere = |link: BrokenLink<'a>| {
            let (target, title) = self.0.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(target.as_str()), CowStr::from(title.as_str())))
        };
        Parser::new_with_broken_link_callback(text, options(), Some(elsewhere)).into_offset_iter()
    }
}
