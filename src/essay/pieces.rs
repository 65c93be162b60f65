//! The pieces of an essay: what a reader sees, stretch by stretch, computed from the source.
//!
//! Owns the walk over a range. Nothing is stored for plain text: line ends and control characters
//! are met on the way. White space with a line end in it is a *gap*, seen as one space. What a piece
//! is does not depend on the range asked for: adjoining ranges give the pieces of the whole, cut where
//! they adjoin.

use std::borrow::Cow;
use std::ops::Range;

use super::markup::Seen;
use super::{BlockKind, Essay, InlineStyle, Part, Segment, sanitize};

/// What is seen for a stretch that the walk has just passed.
enum Step {
    Itself,
    As(&'static str),
}

/// The visible pieces of a range: see [`Essay::pieces`].
#[derive(Debug, Clone)]
pub struct Segments<'a> {
    essay: &'a Essay,
    end: usize,
    block: usize,
    code: bool,
    /// The next byte to look at, and where the block's part of the range ends.
    at: usize,
    stop: usize,
    /// Nothing before this byte of the block is seen together with what stands at `at`.
    floor: usize,
    /// White space up to here is known to have no line end in it.
    solid: usize,
    mark: usize,
    inline: InlineStyle,
}

impl<'a> Segments<'a> {
    pub(super) fn new(essay: &'a Essay, range: Range<usize>) -> Self {
        let start = essay.source.floor_char_boundary(range.start);
        let block = essay
            .blocks
            .partition_point(|block| block.range.end <= start);
        let mut pieces = Self {
            essay,
            end: essay.source.floor_char_boundary(range.end),
            block,
            code: false,
            at: 0,
            stop: 0,
            floor: 0,
            solid: 0,
            mark: 0,
            inline: InlineStyle::default(),
        };
        pieces.enter(start);
        pieces.resume();
        pieces
    }

    /// The place in [`Essay::blocks`] of the block that the piece given last is of.
    #[must_use]
    pub fn block(&self) -> usize {
        self.block
    }

    /// Makes the block at `self.block`, or the next with text, the current one.
    fn enter(&mut self, from: usize) -> bool {
        while let Some(block) = self.essay.blocks.get(self.block) {
            if block.range.start >= self.end {
                break;
            }
            if block.part != Part::Furniture && block.kind != BlockKind::Rule {
                self.at = block.range.start.max(from);
                self.stop = block.range.end.min(self.end);
                self.floor = block.range.start;
                self.code = block.kind == BlockKind::Code;
                return true;
            }
            self.block += 1;
        }
        self.at = self.end;
        self.stop = self.end;
        false
    }

    /// Finds what lies at `self.at` in a range that begins in the middle of a block.
    fn resume(&mut self) {
        let markup = &self.essay.markup;
        self.mark = markup.from(self.at);
        if let Some(before) = markup.before(self.at) {
            self.inline = before.setting.into();
            self.floor = self.floor.max(before.end());
            self.at = self.at.max(before.end());
        }
        // A gap is seen where its first byte is.
        let before = self.bytes(self.floor..self.at);
        let before = before
            .get(before.len() - space_before(before)..)
            .unwrap_or_default();
        if let Some(end) = self
            .gap(self.at, before.contains(&b'\n'))
            .filter(|_| !before.is_empty())
        {
            self.at = end.min(self.stop);
        }
    }

    /// The end of the white space at a place, where there is a line end in it, or one is known to
    /// be before it, and lines are not kept: all of it is seen as one space.
    fn gap(&mut self, at: usize, broken: bool) -> Option<usize> {
        if self.code || at < self.solid {
            return None;
        }
        let end = self.essay.blocks.get(self.block)?.range.end;
        let rest = self.bytes(at..end);
        let length = rest.iter().take_while(|byte| is_space(**byte)).count();
        if broken || rest.get(..length)?.contains(&b'\n') {
            return Some(at + length);
        }
        self.solid = at + length;
        None
    }

    fn bytes(&self, range: Range<usize>) -> &'a [u8] {
        self.essay.source.as_bytes().get(range).unwrap_or_default()
    }

    /// Passes a mark of the markup that begins at `self.at` or before; tells what is seen for it.
    fn pass(&mut self) -> Option<Cow<'a, str>> {
        let mark = self.essay.markup.marks.get(self.mark)?;
        if mark.start() > self.at {
            return None;
        }
        self.mark += 1;
        self.inline = mark.setting.into();
        if mark.end() <= self.at {
            return Some(Cow::Borrowed(""));
        }
        self.at = mark.end().min(self.stop);
        self.floor = self.at;
        let text = self.essay.markup.text(mark);
        Some(if mark.seen == Seen::Line {
            text
        } else {
            sanitize::shown(text)
        })
    }

    /// Passes the next stretch that ends at `end` at the latest, and tells what is seen for it.
    fn step(&mut self, end: usize) -> Step {
        let start = self.at;
        if let Some(gap) = self.gap(start, false) {
            self.at = gap.min(end);
            return Step::As(self.line_end(start, gap));
        }
        let mut next = start;
        while let Some(found) = sanitize::next_suspect(self.bytes(next..end)) {
            let here = next + found;
            let rest = self.essay.source.get(here..end);
            let Some(character) = rest.and_then(|rest| rest.chars().next()) else {
                break;
            };
            let shown = match character {
                '\n' if self.code => Some("\n"),
                '\t' if self.code => Some("    "),
                // A gap begins here or in the spaces before: it is the next step's.
                '\n' | '\t' if self.gap(here, false).is_some() => Some(""),
                _ => sanitize::stand_in(&self.essay.source, here, character),
            };
            let Some(shown) = shown else {
                next = here + character.len_utf8();
                continue;
            };
            if here == start {
                self.at = here + character.len_utf8();
                return Step::As(shown);
            }
            self.at = here;
            break;
        }
        if self.at == start {
            self.at = end;
        }
        let spaces = space_before(self.bytes(start..self.at));
        if spaces > 0 && self.gap(self.at - spaces, false).is_some() {
            self.at -= spaces;
        }
        Step::Itself
    }

    /// What a gap is seen as: a space, unless a word was broken there.
    fn line_end(&self, start: usize, end: usize) -> &'static str {
        let before = self.essay.source.get(self.floor..start).unwrap_or_default();
        let behind = self.essay.source.get(end..).unwrap_or_default();
        match (before.chars().next_back(), behind.chars().next()) {
            (Some('\u{ad}'), _) => "",
            (Some(last), Some(first)) if is_unspaced(last) && is_unspaced(first) => "",
            _ => " ",
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
                if !self.enter(0) {
                    return None;
                }
                continue;
            }
            let start = self.at;
            let (text, verbatim) = if let Some(text) = self.pass() {
                (text, false)
            } else {
                let mark = self.essay.markup.marks.get(self.mark);
                let bound = mark.map_or(self.stop, |mark| mark.start().min(self.stop));
                match self.step(bound) {
                    Step::Itself => {
                        let text = self.essay.source.get(start..self.at).unwrap_or_default();
                        (Cow::Borrowed(text), true)
                    }
                    Step::As(text) => (Cow::Borrowed(text), false),
                }
            };
            if !text.is_empty() {
                return Some(Segment {
                    source: start..self.at,
                    text,
                    verbatim,
                    style: self.inline,
                });
            }
        }
    }
}

/// How many bytes of white space a text ends with.
fn space_before(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rev()
        .take_while(|byte| is_space(**byte))
        .count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}

/// Characters of scripts that are written without spaces: where a line ends between two of them,
/// there is none.
fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        '\u{3000}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}'
    )
}
