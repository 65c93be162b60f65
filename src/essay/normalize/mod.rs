//! Normalization: the one form in which the essay, quotes and names are compared, with a map from
//! the normalized essay back to its source.
//!
//! Runs of white space become one space. Typographic quotes become straight ones. Dashes, alone or
//! in runs, become one `-`. Ligatures become letters. Accents are composed (NFC). Soft hyphens and
//! zero-width characters are dropped. Blocks are separated by one space, so that a quote may span
//! several of them.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::essay::{Essay, Part, SourceMap, fold, sanitize};

/// The normalized text of an essay. A *normalized offset* is a byte offset into it.
#[derive(Debug, Clone, Default)]
pub struct NormalizedText {
    text: String,
    source_map: SourceMap,
    /// The offsets of the spaces between blocks.
    block_breaks: Vec<usize>,
}

impl NormalizedText {
    /// Normalizes what a reader sees of an essay.
    #[must_use]
    pub fn new(essay: &Essay) -> Self {
        let mut normalizer = Normalizer::default();
        let blocks = essay.blocks().iter();
        for block in blocks.filter(|block| block.part != Part::Furniture) {
            normalizer.start_block(block.range.start);
            for segment in essay.segments(block.range.clone()) {
                if segment.verbatim {
                    normalizer.push_source(&segment.text, segment.source.start);
                } else {
                    for character in segment.text.chars() {
                        normalizer.push(character, segment.source.clone(), false);
                    }
                }
            }
        }
        normalizer.finish()
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

    /// Whether a range of normalized text lies within one block.
    #[must_use]
    pub fn is_in_one_block(&self, range: &Range<usize>) -> bool {
        let next = self.block_breaks.partition_point(|&at| at < range.start);
        self.block_breaks
            .get(next)
            .is_none_or(|&at| at >= range.end)
    }
}

/// Normalizes a quote or a name as the essay is normalized, and trims spaces at its ends.
#[must_use]
pub fn normalize(text: &str) -> String {
    let mut normalizer = Normalizer::default();
    normalizer.push_source(&sanitize(text), 0);
    normalizer.finish().text
}

/// Builds a normalized text character by character.
#[derive(Default)]
struct Normalizer {
    output: NormalizedText,
    /// The last character with the combining marks after it, held back until no further mark can
    /// join it.
    cluster: String,
    cluster_source: Range<usize>,
    /// The cluster is what the source has at `cluster_source`.
    cluster_is_verbatim: bool,
}

impl Normalizer {
    fn start_block(&mut self, source: usize) {
        self.flush_without_space();
        // The last block may have nothing visible in it.
        if !self.output.text.is_empty() && !self.output.text.ends_with(' ') {
            self.output.block_breaks.push(self.output.text.len());
            self.write(" ", source..source, false);
        }
    }

    /// Adds text that the source has from the byte `source` on.
    fn push_source(&mut self, text: &str, source: usize) {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            // Where a character may change or be dropped: the first of a run of spaces or dashes
            // stays.
            let bytes = rest.as_bytes();
            let length = (0..bytes.len()).position(|at| match bytes[at] {
                byte @ (b' ' | b'-') => at == 0 || bytes[at - 1] == byte,
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
        match folded {
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fffd}' => return,
            ' ' | '-' => {
                let last = last.or_else(|| self.output.text.chars().next_back());
                if last == Some(folded) || folded == ' ' && last.is_none() {
                    return;
                }
            }
            _ if may_join_previous(folded)
                && last.is_some_and(|last| !matches!(last, ' ' | '-')) =>
            {
                self.cluster_is_verbatim &= is_verbatim && source.start == self.cluster_source.end;
                self.cluster_source.end = source.end;
                self.cluster.push(folded);
                return;
            }
            _ => {}
        }
        self.flush();
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
        self.output.source_map.push(start, source, is_verbatim);
        self.output.text.push_str(text);
    }

    fn finish(mut self) -> NormalizedText {
        self.flush_without_space();
        self.output
    }
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
