//! Normalization: the one form in which the essay, quotes, names and queries are compared, with a map
//! from the normalized essay back to its source.
//!
//! Runs of white space become one space, or none beside dashes, slashes and characters of scripts
//! that are written without spaces. Typographic quotes become straight ones. Dashes, alone or in
//! runs, become one `-`. Ligatures become letters. Accents are composed (NFC). Soft hyphens and
//! zero-width characters are dropped. Blocks are separated as words are, so that a quote may span
//! several of them.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::fold::is_unspaced;
use super::{Block, Essay, Part, SourceMap, fold, sanitize};

mod copied;

pub use copied::{CopiedText, copied_words, letters};

/// The normalized text of an essay. A *normalized offset* is a byte offset into it.
#[derive(Debug, Clone, Default)]
pub struct NormalizedText {
    text: String,
    source_map: SourceMap,
    /// Where blocks begin.
    block_starts: Vec<usize>,
    /// Where a hyphen at a line end is, or was before its word was joined; and the bullets of list
    /// items. A quote may lack any of them.
    optional_dashes: Vec<usize>,
}

/// What else is compared as equal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ignore {
    /// Upper and lower case.
    pub case: bool,
    /// Letters with and without accents, vowel points and the like.
    pub accents: bool,
}

impl NormalizedText {
    /// Normalizes what a reader sees of an essay.
    #[must_use]
    pub fn new(essay: &Essay) -> Self {
        Self::of_essay(essay, false)
    }

    /// Normalizes what a reader sees of an essay, with the markers of list items and footnotes, which
    /// stand for no bytes of the source.
    #[must_use]
    pub fn with_markers(essay: &Essay) -> Self {
        Self::of_essay(essay, true)
    }

    fn of_essay(essay: &Essay, with_markers: bool) -> Self {
        let mut normalizer = Normalizer::default();
        let blocks = essay.blocks().iter();
        for block in blocks.filter(|block| block.part != Part::Furniture) {
            normalizer.start_block(block.range.start);
            if with_markers && !block.marker.is_empty() {
                normalizer.push_marker(&essay.marker(block), block.range.start);
            }
            normalizer.push_block(essay, block.range.clone());
        }
        normalizer.finish()
    }

    /// Normalizes one block, with a space at either end: words at its ends have a boundary there.
    #[must_use]
    pub fn of_block(essay: &Essay, block: &Block, ignore: Ignore) -> Self {
        let Range { start, end } = block.range;
        let mut normalizer = Normalizer {
            ignore,
            ..Normalizer::default()
        };
        normalizer.write(" ", start..start, false);
        normalizer.push_block(essay, block.range.clone());
        normalizer.flush_without_space();
        normalizer.write(" ", end..end, false);
        normalizer.output
    }

    /// The normalized text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the essay's source that a range of normalized text stands for.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.source_map.source_range(range)
    }

    /// The normalized offset of a byte of the source, or of the next visible one.
    #[must_use]
    pub fn normalized_offset(&self, source: usize) -> usize {
        self.source_map.text_offset(source, self.text.len())
    }

    /// The normalized offset of the end of the visible text before a byte of the source.
    #[must_use]
    pub fn normalized_end(&self, source: usize) -> usize {
        let end = self.normalized_offset(source);
        self.text[..end].trim_end_matches(' ').len()
    }

    /// Whether a range of normalized text lies within one block.
    #[must_use]
    pub fn is_in_one_block(&self, range: &Range<usize>) -> bool {
        let next = self.block_starts.partition_point(|&at| at <= range.start);
        self.block_starts
            .get(next)
            .is_none_or(|&start| start >= range.end)
    }

    /// Whether a word is broken at a line end by a hyphen.
    #[must_use]
    pub fn has_broken_words(&self) -> bool {
        !self.optional_dashes.is_empty()
    }

    fn is_optional_dash(&self, offset: usize) -> bool {
        self.optional_dashes.binary_search(&offset).is_ok()
    }
}

/// Normalizes a quote or a name as the essay is normalized, and trims spaces at its ends.
#[must_use]
pub fn normalize(text: &str) -> String {
    normalize_ignoring(text, Ignore::default())
}

/// Normalizes a query as [`NormalizedText::of_block`] normalizes a block.
#[must_use]
pub fn normalize_ignoring(text: &str, ignore: Ignore) -> String {
    let mut normalizer = Normalizer {
        ignore,
        ..Normalizer::default()
    };
    normalizer.push_source(&sanitize(text), 0);
    normalizer.finish().text
}

/// Builds a normalized text character by character.
#[derive(Default)]
struct Normalizer {
    output: NormalizedText,
    ignore: Ignore,
    /// The last character with the combining marks after it, held back until no further mark can
    /// join it.
    cluster: String,
    cluster_source: Range<usize>,
    /// The cluster is what the source has at `cluster_source`.
    cluster_is_verbatim: bool,
    /// Nothing of the block is written yet.
    at_block_start: bool,
}

impl Normalizer {
    fn start_block(&mut self, source: usize) {
        self.push(' ', source..source, false);
        self.at_block_start = true;
    }

    /// Adds the visible text of a block.
    fn push_block(&mut self, essay: &Essay, range: Range<usize>) {
        let mut end = range.start;
        for segment in essay.segments(range) {
            let hidden = &essay.source()[end..segment.source.start];
            if hidden.contains('\n') {
                let before = essay.source()[..end].chars().next_back();
                self.mark_hyphen(hidden.starts_with('-'), before);
            }
            end = segment.source.end;
            if segment.verbatim {
                self.push_source(&segment.text, segment.source.start);
            } else {
                self.push_text(&segment.text, segment.source);
            }
        }
    }

    /// Notes the hyphen at a line end: the last character, or one that is not shown.
    fn mark_hyphen(&mut self, is_hidden: bool, last: Option<char>) {
        self.flush();
        if is_hidden {
            self.output.optional_dashes.push(self.output.text.len());
        } else if matches!(last, Some('-' | '\u{2010}')) {
            self.output.optional_dashes.push(self.output.text.len() - 1);
        }
    }

    /// Adds a marker that stands for no bytes of the source. A bullet is a dash.
    fn push_marker(&mut self, marker: &str, source: usize) {
        if copied::is_bullet(marker) {
            self.push('-', source..source, false);
            self.mark_hyphen(false, Some('-'));
        } else {
            self.push_text(marker, source..source);
            self.push(' ', source..source, false);
        }
    }

    /// Adds text that stands for all of `source`.
    fn push_text(&mut self, text: &str, source: Range<usize>) {
        for character in text.chars() {
            self.push(character, source.clone(), false);
        }
    }

    /// Adds text that the source has from the byte `source` on.
    fn push_source(&mut self, text: &str, source: usize) {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            // Where a character may change or be dropped.
            let bytes = rest.as_bytes();
            let length = (0..bytes.len()).position(|at| match bytes[at] {
                b' ' => at == 0 || matches!(bytes[at - 1], b' ' | b'-' | b'/'),
                b'-' => at == 0 || matches!(bytes[at - 1], b' ' | b'-'),
                b'/' => at == 0 || bytes[at - 1] == b' ',
                byte => !byte.is_ascii_graphic(),
            });
            match length.unwrap_or(rest.len()) {
                0 => {
                    let character = rest.chars().next().expect("the loop ends with the text");
                    let start = source + at;
                    at += character.len_utf8();
                    self.push(character, start..source + at, true);
                }
                // The last character is pushed by itself: a combining mark may follow it.
                length => {
                    if length > 1 {
                        self.flush();
                        let start = source + at;
                        self.write(&rest[..length - 1], start..start + length - 1, true);
                    }
                    at += length;
                    let last = char::from(rest.as_bytes()[length - 1]);
                    self.push(last, source + at - 1..source + at, true);
                }
            }
        }
    }

    /// Adds a character. `is_verbatim` says that the source has this very character there.
    fn push(&mut self, character: char, source: Range<usize>, is_verbatim: bool) {
        let folded = fold(character);
        let last = self.cluster.chars().next_back();
        let last = last.or_else(|| self.output.text.chars().next_back());
        match folded {
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fffd}' => return,
            ' ' if last.is_none_or(|last| last == ' ' || is_tight(last)) => return,
            '-' if last == Some('-') => {
                // A dash stands for the whole run.
                self.cluster_source.end = source.end;
                self.cluster_is_verbatim = false;
                return;
            }
            _ if may_join_previous(folded) && !matches!(self.cluster.as_str(), "" | " " | "-") => {
                self.cluster_is_verbatim &= is_verbatim && source.start == self.cluster_source.end;
                self.cluster_source.end = source.end;
                self.cluster.push(folded);
                return;
            }
            _ => {}
        }
        if is_tight(folded) {
            self.flush_without_space();
        } else {
            self.flush();
        }
        self.cluster_is_verbatim = is_verbatim && folded == character;
        self.cluster_source = source;
        match expand_ligature(character) {
            Some(letters) => {
                self.cluster_is_verbatim = false;
                self.cluster.push_str(letters);
            }
            None => self.cluster.push(folded),
        }
    }

    /// Writes the cluster held back.
    fn flush(&mut self) {
        if self.cluster.is_empty() {
            return;
        }
        let mut cluster = std::mem::take(&mut self.cluster);
        let mut is_verbatim = self.cluster_is_verbatim;
        if !cluster.is_ascii() && is_nfc_quick(cluster.chars()) != IsNormalized::Yes {
            let composed: String = cluster.nfc().collect();
            is_verbatim &= composed == cluster;
            cluster = composed;
        }
        if self.ignore != Ignore::default() && !cluster.is_ascii() {
            let other = self.ignore.apply(&cluster);
            is_verbatim &= other.len() == cluster.len();
            cluster = other;
        }
        self.write(&cluster, self.cluster_source.clone(), is_verbatim);
        // Keeps the allocation.
        cluster.clear();
        self.cluster = cluster;
    }

    fn flush_without_space(&mut self) {
        if self.cluster == " " {
            self.cluster.clear();
        }
        self.flush();
    }

    fn write(&mut self, text: &str, source: Range<usize>, is_verbatim: bool) {
        let start = self.output.text.len();
        if self.at_block_start && text != " " {
            self.output.block_starts.push(start);
            self.at_block_start = false;
        }
        self.output.source_map.push(start, source, is_verbatim);
        self.output.text.push_str(text);
        if self.ignore.case {
            // Other letters are in lower case already.
            self.output.text[start..].make_ascii_lowercase();
        }
    }

    fn finish(mut self) -> NormalizedText {
        self.flush_without_space();
        self.output
    }
}

impl Ignore {
    /// What a query leaves open: case if it has no capital letter, accents if it has none.
    #[must_use]
    pub fn for_query(query: &str) -> Self {
        let composed: String = query.nfc().collect();
        Self {
            case: !query.chars().any(char::is_uppercase),
            accents: without_accents(&composed) == composed,
        }
    }

    fn apply(self, text: &str) -> String {
        let text = if self.case {
            text.to_lowercase()
        } else {
            text.to_owned()
        };
        if self.accents {
            without_accents(&text)
        } else {
            text
        }
    }
}

/// A text without the accents of its letters, and without Hebrew and Arabic vowel points. The breve of
/// `й` stays: it is another letter than `и`.
fn without_accents(text: &str) -> String {
    let mut last = ' ';
    let letters = text.nfd().filter(|&c| {
        let is_accent = match c {
            '\u{306}' => !matches!(last, 'и' | 'И'),
            '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'..='\u{5c2}'
            | '\u{64b}'..='\u{652}' => true,
            _ => false,
        };
        last = c;
        !is_accent
    });
    letters.nfc().collect()
}

/// Whether white space beside a character means nothing: a line may be broken there, and dashes are
/// set with and without spaces.
pub(super) fn is_tight(character: char) -> bool {
    matches!(character, '-' | '/') || is_unspaced(character)
}

/// Whether a character may combine with the one before it, in NFC.
fn may_join_previous(character: char) -> bool {
    character >= '\u{300}'
        && (canonical_combining_class(character) != 0
            || is_nfc_quick(std::iter::once(character)) == IsNormalized::Maybe)
}

/// The letters of a ligature, or the dots of an ellipsis.
fn expand_ligature(character: char) -> Option<&'static str> {
    Some(match character {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        '…' => "...",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
