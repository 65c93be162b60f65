//! The visible text of a byte range of the source, computed segment by segment.
//!
//! White space that contains a line end is shown as one space, called a *gap* here. A segment does
//! not depend on the range asked for: adjoining ranges give the segments of the whole, cut where the
//! ranges meet.

use std::borrow::Cow;
use std::ops::Range;

use super::fold::is_unspaced;
use super::markup::{InlineStyle, Replacement};
use super::{BlockKind, Essay, Part, hyphenation, sanitize};

/// A stretch of the source and the text shown for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Its byte range in the source.
    pub source: Range<usize>,
    /// The text shown, safe to send to a terminal. It is either the source itself or a replacement
    /// for the whole stretch: a space for a line end, `&` for an entity, a picture of a control
    /// character. A `\n` in it is a line end that must be kept.
    pub text: Cow<'a, str>,
    /// Whether `text` is the source itself, byte for byte.
    pub verbatim: bool,
    /// The author's style.
    pub style: InlineStyle,
}

/// An iterator over the visible text of a range: see [`Essay::segments`].
#[derive(Debug, Clone)]
pub struct Segments<'a> {
    essay: &'a Essay,
    /// The end of the range asked for.
    end: usize,
    /// The index of the current block, and whether it is code.
    block: usize,
    is_code: bool,
    /// The next byte to look at.
    at: usize,
    /// The end of the current block or of the range, whichever comes first.
    stop: usize,
    /// Where the text before `at` begins that may belong to the same gap: the end of the last markup,
    /// or the beginning of the block.
    context_start: usize,
    /// White space up to here is known to contain no line end.
    no_gap_before: usize,
    /// The index of the next markup span.
    next_span: usize,
    style: InlineStyle,
}

impl Essay {
    /// The visible text in a byte range of the source, in order. A segment that replaces several
    /// bytes is given if its first byte is in the range. Markers, page furniture and what lies
    /// between blocks are left out.
    #[must_use]
    pub fn segments(&self, range: Range<usize>) -> Segments<'_> {
        let start = self.source.floor_char_boundary(range.start);
        let mut segments = Segments {
            essay: self,
            end: self.source.floor_char_boundary(range.end),
            block: self
                .blocks
                .partition_point(|block| block.range.end <= start),
            is_code: false,
            at: 0,
            stop: 0,
            context_start: 0,
            no_gap_before: 0,
            next_span: 0,
            style: InlineStyle::default(),
        };
        if segments.enter_block(start) {
            segments.skip_to_segment_start();
        }
        segments
    }
}

impl<'a> Segments<'a> {
    /// The index in [`Essay::blocks`] of the block that contains the last segment.
    #[must_use]
    pub fn block(&self) -> usize {
        self.block
    }

    /// Enters the current block, or the next one with visible text, at `from` or where it begins.
    /// Returns `false` at the end of the range.
    fn enter_block(&mut self, from: usize) -> bool {
        while let Some(block) = self.essay.blocks.get(self.block) {
            if block.range.start >= self.end {
                break;
            }
            if block.part != Part::Furniture && block.kind != BlockKind::Rule {
                self.at = block.range.start.max(from);
                self.stop = block.range.end.min(self.end);
                self.context_start = block.range.start;
                self.is_code = block.kind == BlockKind::Code;
                return true;
            }
            self.block += 1;
        }
        self.at = self.end;
        self.stop = self.end;
        false
    }

    /// Skips the rest of a segment that began before a range that starts inside a block.
    fn skip_to_segment_start(&mut self) {
        let markup = &self.essay.markup;
        self.next_span = markup.index_from(self.at);
        if let Some(span) = markup.last_before(self.at) {
            self.style = span.style;
            self.context_start = self.context_start.max(span.source.end);
            self.at = self.at.max(span.source.end);
        }
        let before = &self.bytes()[self.context_start..self.at];
        let space_before = &before[before.len() - trailing_space(before)..];
        if !space_before.is_empty()
            && let Some(end) = self.gap_end(self.at, space_before.contains(&b'\n'))
        {
            self.at = end.min(self.stop);
        }
    }

    fn bytes(&self) -> &'a [u8] {
        self.essay.source.as_bytes()
    }

    /// The end of the white space at a byte offset, if it is part of a gap: if it contains a line
    /// end or `after_line_end` says that one comes before. Code has no gaps.
    fn gap_end(&mut self, at: usize, after_line_end: bool) -> Option<usize> {
        if self.is_code || at < self.no_gap_before {
            return None;
        }
        let block_end = self.essay.blocks[self.block].range.end;
        let rest = self.bytes().get(at..block_end)?;
        let length = rest.iter().take_while(|byte| is_space(**byte)).count();
        if after_line_end || rest[..length].contains(&b'\n') {
            return Some(at + length);
        }
        self.no_gap_before = at + length;
        None
    }

    /// Consumes the next markup span if it starts here, and returns the text shown for it.
    fn take_markup(&mut self) -> Option<Cow<'a, str>> {
        let span = self.essay.markup.spans.get(self.next_span)?;
        if span.source.start > self.at {
            return None;
        }
        self.next_span += 1;
        self.style = span.style;
        if span.source.end <= self.at {
            return Some(Cow::Borrowed(""));
        }
        self.at = span.source.end.min(self.stop);
        self.context_start = self.at;
        Some(match &span.replacement {
            Replacement::LineBreak => Cow::Borrowed("\n"),
            replacement => sanitize(replacement.text()),
        })
    }

    /// Consumes text up to `limit` at most. Returns the text shown for it; `None` if that is the
    /// source itself.
    fn take_text(&mut self, limit: usize) -> Option<&'static str> {
        let start = self.at;
        if let Some(gap_end) = self.gap_end(start, false) {
            self.at = gap_end.min(limit);
            return Some(self.gap_text(start, gap_end));
        }
        self.at = limit;
        let mut next = start;
        while let Some(found) = sanitize::next_suspect(&self.bytes()[next..limit]) {
            let here = next + found;
            let character = self.essay.source[here..]
                .chars()
                .next()
                .expect("a suspect byte begins a character");
            let shown = match character {
                '\n' if self.is_code => Some("\n"),
                '\t' if self.is_code => Some("    "),
                // A gap that begins here, or with the spaces before, is the next segment.
                '\n' | '\t' if self.gap_end(here, false).is_some() => Some(""),
                _ => sanitize::replacement(&self.essay.source, here, character),
            };
            next = here + character.len_utf8();
            if shown.is_some() {
                if here == start {
                    self.at = next;
                    return shown;
                }
                self.at = here;
                break;
            }
        }
        let spaces = trailing_space(&self.bytes()[start..self.at]);
        if spaces > 0 && self.gap_end(self.at - spaces, false).is_some() {
            self.at -= spaces;
        }
        None
    }

    /// A gap is shown as a space, except after a soft hyphen, between two characters of a script
    /// that is written without spaces, and where a line was broken after a hyphen, dash or slash.
    fn gap_text(&self, start: usize, end: usize) -> &'static str {
        let source = &self.essay.source;
        let mut before = source[self.context_start..start].chars().rev();
        // The markers of a quotation go on after the gap.
        let after = source[end..].trim_start_matches([' ', '\t', '>']);
        let (Some(last), Some(first)) = (before.next(), after.chars().next()) else {
            return " ";
        };
        let is_broken_word = matches!(last, '-' | '\u{2010}' | '–' | '—' | '/')
            && before.next().is_some_and(char::is_alphanumeric)
            && first.is_alphanumeric()
            && !(matches!(last, '-' | '\u{2010}') && hyphenation::is_suspended(after));
        if last == '\u{ad}' || is_unspaced(last) && is_unspaced(first) || is_broken_word {
            ""
        } else {
            " "
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        loop {
            if self.at >= self.stop {
                if self.stop >= self.end {
                    return None;
                }
                self.block += 1;
                if !self.enter_block(0) {
                    return None;
                }
            }
            let start = self.at;
            let (text, verbatim) = if let Some(text) = self.take_markup() {
                (text, false)
            } else {
                let next_span = self.essay.markup.spans.get(self.next_span);
                let limit = next_span.map_or(self.stop, |span| span.source.start.min(self.stop));
                match self.take_text(limit) {
                    Some(text) => (Cow::Borrowed(text), false),
                    None => (Cow::Borrowed(&self.essay.source[start..self.at]), true),
                }
            };
            if !text.is_empty() {
                return Some(Segment {
                    source: start..self.at,
                    text,
                    verbatim,
                    style: self.style,
                });
            }
        }
    }
}

/// The number of bytes of white space at the end of a text.
fn trailing_space(bytes: &[u8]) -> usize {
    let space = bytes.iter().rev().take_while(|byte| is_space(**byte));
    space.count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}
