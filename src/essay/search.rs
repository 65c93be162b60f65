//! Finds text in an essay as a reader sees it: what a quote finds, and more.

use std::ops::Range;

use memchr::memmem;

use super::normalize::{CopiedText, Ignore, NormalizedText, is_tight, letters, normalize_ignoring};
use super::{Block, Essay, Part};

#[cfg(test)]
mod tests;

/// Text to search for. It ignores case unless it contains a capital letter, and accents unless it
/// contains one. Quotes, dashes, white space and the like compare as quotes of an apparatus do.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    letters: String,
    ignore: Ignore,
}

impl Pattern {
    /// A pattern for what the user typed.
    #[must_use]
    pub fn new(query: &str) -> Self {
        let ignore = Ignore::for_query(query);
        let mut text = normalize_ignoring(query, ignore);
        // A space at either end is the boundary of a word.
        if query.starts_with(char::is_whitespace) && !text.starts_with(is_tight) {
            text.insert(0, ' ');
        }
        if query.ends_with(char::is_whitespace) && !text.ends_with(is_tight) {
            text.push(' ');
        }
        let letters = letters(&text);
        Self {
            text,
            letters,
            ignore,
        }
    }

    /// Whether the pattern consists of white space and replacement characters only. It matches
    /// nothing then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_blank = |c| matches!(c, ' ' | '\u{2400}'..='\u{2421}');
        self.text.chars().all(is_blank)
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
        let text = NormalizedText::of_block(self, block, pattern.ignore);
        let mut places: Vec<Range<usize>> = Vec::new();
        if text.has_broken_words() && !pattern.letters.is_empty() {
            let copied = CopiedText::new(&text);
            let found = memmem::find_iter(copied.letters().as_bytes(), &pattern.letters);
            places.extend(found.filter_map(|at| copied.place(at, pattern.text.trim())));
        }
        let found = memmem::find_iter(text.text().as_bytes(), &pattern.text);
        places.extend(found.map(|start| start..start + pattern.text.len()));
        places.sort_by_key(|place| place.start);
        let mut last_end = range.start;
        let places = places.into_iter().map(|place| text.source_range(place));
        places
            .filter(|place| {
                let is_match = place.start >= last_end && place.end <= range.end;
                if is_match {
                    last_end = place.end;
                }
                is_match
            })
            .collect()
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
