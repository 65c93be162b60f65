//! Finds text in an essay as a reader sees it.
//!
//! A block that lacks the rarest letter of the pattern is skipped without a look at its visible
//! text. The visible text of the others is folded as the pattern is, and searched with `memmem`.

use std::collections::VecDeque;
use std::ops::Range;

use memchr::{memchr2, memmem};

use super::{Block, Essay, Part, fold};

#[cfg(test)]
mod tests;

/// Text to search for. It ignores case unless it contains a capital letter. Quotes, dashes and runs
/// of white space compare as equal.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Folded, and in lower case if case is ignored.
    text: String,
    ignore_case: bool,
    /// Every match contains one of these bytes in the source, unless markup replaced it.
    rare_byte: Option<[u8; 2]>,
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
        let rare_byte = rarest_letter(&text).map(|letter| {
            if ignore_case {
                [letter, letter.to_ascii_uppercase()]
            } else {
                [letter, letter]
            }
        });
        Self {
            text,
            ignore_case,
            rare_byte,
        }
    }

    /// Whether the pattern consists of white space and replacement characters only. It matches
    /// nothing then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_blank = |c| matches!(c, ' ' | '\u{2400}'..='\u{2421}' | '\u{fffd}');
        self.text.chars().all(is_blank)
    }

    fn may_match(&self, essay: &Essay, block: &Block) -> bool {
        let Some([lower, upper]) = self.rare_byte else {
            return true;
        };
        let has_letter = |text: &str| memchr2(lower, upper, text.as_bytes()).is_some();
        has_letter(&essay.source[block.range.clone()])
            || essay.markup.has_replacement_text(&block.range, has_letter)
    }
}

/// The letter or digit in ASCII that is rarest in European languages.
fn rarest_letter(text: &str) -> Option<u8> {
    const BY_FREQUENCY: &[u8] = b"etaoinsrhldcumfpgwybv0k129x3j4q5z678";
    text.bytes()
        .filter(u8::is_ascii_alphanumeric)
        .max_by_key(|letter| {
            let lower = letter.to_ascii_lowercase();
            let rank = BY_FREQUENCY.iter().position(|&other| other == lower);
            (letter.is_ascii_uppercase(), rank)
        })
}

fn folded(character: char, ignore_case: bool) -> char {
    let folded = fold(character);
    if ignore_case {
        lowercase(folded)
    } else {
        folded
    }
}

/// The lower case of a character, if it is one character with this one as its upper case: the
/// Kelvin sign is not a `k`.
fn lowercase(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    match single(character.to_lowercase()) {
        Some(lower) if single(lower.to_uppercase()) == Some(character) => lower,
        _ => character,
    }
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next();
    first.filter(|_| characters.next().is_none())
}

impl Essay {
    /// Finds the matches of a pattern inside a byte range of the source, in order and without
    /// overlap. A match lies in one block. Blocks are searched as the iterator advances.
    #[must_use]
    pub fn find<'a>(&'a self, pattern: &'a Pattern, range: Range<usize>) -> Matches<'a> {
        Matches {
            essay: self,
            pattern,
            next_block: self
                .blocks
                .partition_point(|block| block.range.end <= range.start),
            range,
            found: VecDeque::new(),
        }
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

/// An iterator over the matches of a pattern, as byte ranges of the source: see [`Essay::find`].
#[derive(Debug, Clone)]
pub struct Matches<'a> {
    essay: &'a Essay,
    pattern: &'a Pattern,
    /// The range to search. Starts at the end of the last match.
    range: Range<usize>,
    next_block: usize,
    /// Matches of the last block that was searched.
    found: VecDeque<Range<usize>>,
}

impl Iterator for Matches<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.pattern.is_empty() {
            return None;
        }
        while self.found.is_empty() {
            let block = self.essay.blocks.get(self.next_block)?;
            if block.range.start >= self.range.end {
                return None;
            }
            self.next_block += 1;
            if block.part != Part::Furniture && self.pattern.may_match(self.essay, block) {
                self.search_block(block);
            }
        }
        self.found.pop_front()
    }
}

impl Matches<'_> {
    fn search_block(&mut self, block: &Block) {
        let folded = FoldedText::new(self.essay, block, self.pattern.ignore_case);
        let text = folded.text.as_bytes();
        let finder = memmem::Finder::new(&self.pattern.text);
        let mut at = 0;
        while let Some(found) = finder.find(&text[at..]) {
            let start = at + found;
            let end = start + self.pattern.text.len();
            let source = folded.source(start..end);
            if source.start >= self.range.start && source.end <= self.range.end {
                self.range.start = source.end;
                self.found.push_back(source);
                at = end;
            } else {
                at = start + 1;
            }
        }
    }
}

/// The visible text of a block, folded, with a map to the source.
struct FoldedText {
    text: String,
    stretches: Vec<Stretch>,
}

/// From the byte `start` of the folded text on, the text stands for `source`: byte for byte, or as a
/// whole.
struct Stretch {
    start: usize,
    source: Range<usize>,
    verbatim: bool,
}

impl FoldedText {
    fn new(essay: &Essay, block: &Block, ignore_case: bool) -> Self {
        let mut folded_text = Self {
            text: String::with_capacity(block.range.len()),
            stretches: Vec::new(),
        };
        for segment in essay.segments(block.range.clone()) {
            let mut rest = &*segment.text;
            while let Some(character) = rest.chars().next() {
                let plain_length = if segment.verbatim {
                    plain_length(rest)
                } else {
                    0
                };
                let length = plain_length.max(character.len_utf8());
                let source = if segment.verbatim {
                    let start = segment.source.end - rest.len();
                    start..start + length
                } else {
                    segment.source.clone()
                };
                if plain_length > 0 {
                    folded_text.push_plain(&rest[..length], source, ignore_case);
                } else {
                    let folded = folded(character, ignore_case);
                    folded_text.push(folded, source, segment.verbatim);
                }
                rest = &rest[length..];
            }
        }
        folded_text
    }

    /// Adds words in ASCII: see [`plain_length`].
    fn push_plain(&mut self, words: &str, source: Range<usize>, ignore_case: bool) {
        let start = self.text.len();
        self.text.push_str(words);
        if ignore_case {
            self.text[start..].make_ascii_lowercase();
        }
        self.push_stretch(Stretch {
            start,
            source,
            verbatim: true,
        });
    }

    fn push(&mut self, character: char, source: Range<usize>, verbatim: bool) {
        let start = self.text.len();
        if character == ' ' && self.text.ends_with(' ') {
            // The space before now stands for this one too.
            let start = start - 1;
            let source = self.source(start..start + 1).start..source.end;
            self.stretches.pop_if(|last| last.start == start);
            self.stretches.push(Stretch {
                start,
                source,
                verbatim: false,
            });
            return;
        }
        self.text.push(character);
        let verbatim = verbatim && character.len_utf8() == source.len();
        self.push_stretch(Stretch {
            start,
            source,
            verbatim,
        });
    }

    fn push_stretch(&mut self, stretch: Stretch) {
        match self.stretches.last_mut() {
            Some(last)
                if last.verbatim && stretch.verbatim && last.source.end == stretch.source.start =>
            {
                last.source.end = stretch.source.end;
            }
            _ => self.stretches.push(stretch),
        }
    }

    /// The byte range of the source that a range of the folded text stands for.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let stretch_at = |at: usize| {
            let next = self
                .stretches
                .partition_point(|stretch| stretch.start <= at);
            &self.stretches[next - 1]
        };
        let (first, last) = (stretch_at(range.start), stretch_at(range.end - 1));
        let start = if first.verbatim {
            first.source.start + (range.start - first.start)
        } else {
            first.source.start
        };
        let end = if last.verbatim {
            last.source.start + (range.end - last.start)
        } else {
            last.source.end
        };
        start..end
    }
}

/// The length of the words in ASCII, with single spaces between them, at the beginning of a text.
/// Folding changes nothing of them but case.
fn plain_length(text: &str) -> usize {
    let mut last = b' ';
    let is_plain = |byte: &u8| {
        let is_plain = byte.is_ascii_graphic() || *byte == b' ' && last != b' ';
        last = *byte;
        is_plain
    };
    text.as_bytes().iter().copied().take_while(is_plain).count()
}
