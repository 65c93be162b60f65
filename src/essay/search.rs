//! Finds text in an essay as a reader sees it.
//!
//! The visible text of each block is folded as the pattern is, and searched with `memmem`.

use std::ops::Range;

use memchr::memmem;

use super::{Block, Essay, Part, SourceMap, fold};

#[cfg(test)]
mod tests;

/// Text to search for. It ignores case unless it contains a capital letter. Quotes, dashes and runs
/// of white space compare as equal.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Folded, and in lower case if case is ignored.
    text: String,
    ignore_case: bool,
}

impl Pattern {
    /// A pattern for what the user typed.
    #[must_use]
    pub fn new(query: &str) -> Self {
        let ignore_case = !query.chars().any(char::is_uppercase);
        let mut text = String::new();
        for character in query
            .chars()
            .map(|character| folded(character, ignore_case))
        {
            if character != ' ' || !text.ends_with(' ') {
                text.push(character);
            }
        }
        Self { text, ignore_case }
    }

    /// Whether the pattern consists of white space and replacement characters only. It matches
    /// nothing then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_blank = |c| matches!(c, ' ' | '\u{2400}'..='\u{2421}' | '\u{fffd}');
        self.text.chars().all(is_blank)
    }
}

fn folded(character: char, ignore_case: bool) -> char {
    let folded = fold(character);
    if ignore_case {
        let mut lower = folded.to_lowercase();
        lower.next().expect("every character has a lower case")
    } else {
        folded
    }
}

impl Essay {
    /// Finds the matches of a pattern inside a byte range of the source, in order and without
    /// overlap. A match lies in one block. Blocks are searched as the iterator advances.
    pub fn find<'a>(
        &'a self,
        pattern: &'a Pattern,
        range: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let first = self
            .blocks
            .partition_point(|block| block.range.end <= range.start);
        let end = range.end;
        let blocks = self.blocks[first..].iter();
        blocks
            .take_while(move |block| block.range.start < end && !pattern.is_empty())
            .filter(|block| block.part != Part::Furniture)
            .flat_map(move |block| self.find_in_block(pattern, block, &range))
    }

    fn find_in_block(
        &self,
        pattern: &Pattern,
        block: &Block,
        range: &Range<usize>,
    ) -> Vec<Range<usize>> {
        let (text, source_map) = folded_text(self, block, pattern.ignore_case);
        let finder = memmem::Finder::new(&pattern.text);
        let mut matches = Vec::new();
        let mut last_end = range.start;
        let mut at = 0;
        while let Some(found) = finder.find(&text.as_bytes()[at..]) {
            let start = at + found;
            let end = start + pattern.text.len();
            let source = source_map.source_range(start..end);
            if source.start >= last_end && source.end <= range.end {
                last_end = source.end;
                matches.push(source);
                at = end;
            } else {
                at = start + 1;
            }
        }
        matches
    }

    /// The end of a slice that starts at `from` and has `length` bytes or more: the end of a block,
    /// so that no match goes on in the next slice, or of the source.
    #[must_use]
    pub fn slice_end(&self, from: usize, length: usize) -> usize {
        let least = from.saturating_add(length);
        let block = self.blocks.partition_point(|block| block.range.end < least);
        self.blocks
            .get(block)
            .map_or(self.source.len(), |block| block.range.end)
    }
}

/// The visible text of a block, folded, and its source.
fn folded_text(essay: &Essay, block: &Block, ignore_case: bool) -> (String, SourceMap) {
    let mut text = String::with_capacity(block.range.len());
    let mut source_map = SourceMap::default();
    for segment in essay.segments(block.range.clone()) {
        let mut rest = &*segment.text;
        while let Some(character) = rest.chars().next() {
            let plain_length = plain_length(rest);
            let length = plain_length.max(character.len_utf8());
            let source = if segment.verbatim {
                let start = segment.source.end - rest.len();
                start..start + length
            } else {
                segment.source.clone()
            };
            let start = text.len();
            if plain_length > 0 {
                source_map.push(start, source, segment.verbatim);
                text.push_str(&rest[..length]);
                if ignore_case {
                    text[start..].make_ascii_lowercase();
                }
            } else {
                let folded = folded(character, ignore_case);
                if folded == ' ' && text.ends_with(' ') {
                    source_map.extend_last(start - 1, source.end);
                } else {
                    let is_verbatim = segment.verbatim && folded.len_utf8() == length;
                    source_map.push(start, source, is_verbatim);
                    text.push(folded);
                }
            }
            rest = &rest[length..];
        }
    }
    (text, source_map)
}

/// The length of the words in ASCII, with single spaces between them, at the beginning of a text.
/// Folding changes nothing of them but case.
fn plain_length(text: &str) -> usize {
    /// Bytes examined at once, so that many short stretches are not slower than a long one.
    const WINDOW: usize = 256;
    let window = &text.as_bytes()[..text.len().min(WINDOW)];
    if window.starts_with(b" ") {
        return 0;
    }
    let is_printable = |byte: &&u8| matches!(byte, b' '..=b'~');
    let printable = window.iter().take_while(is_printable).count();
    let double_space = memmem::find(&window[..printable], b"  ");
    double_space.map_or(printable, |at| at + 1)
}
