//! The pieces of an essay: what a reader sees, stretch by stretch, computed from the source.
//!
//! Owns the walk over a range. Nothing is stored for plain text: line ends and control characters
//! are met on the way. What a piece is does not depend on the range asked for: adjoining ranges
//! give the pieces of the whole, cut where they adjoin.

use std::borrow::Cow;
use std::ops::Range;

use super::markup::{Cut, Seen};
use super::{BlockKind, Essay, Inline, Part, Piece, marks};

/// What is seen for a stretch that the walk has just passed.
enum Step {
    Itself,
    As(&'static str),
}

/// The visible pieces of a range: see [`Essay::pieces`].
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    essay: &'a Essay,
    end: usize,
    block: usize,
    code: bool,
    /// The next byte to look at, and where the block's part of the range ends.
    at: usize,
    stop: usize,
    /// Nothing before this byte of the block is seen together with what stands at `at`.
    floor: usize,
    cut: usize,
    style: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(essay: &'a Essay, range: Range<usize>) -> Self {
        let block = essay
            .blocks
            .partition_point(|block| block.range.end <= range.start);
        let mut pieces = Self {
            essay,
            end: range.end,
            block,
            code: false,
            at: 0,
            stop: 0,
            floor: 0,
            cut: 0,
            style: 0,
        };
        pieces.enter(range.start);
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
        let at = self.at;
        let markup = &self.essay.markup;
        self.cut = markup.cuts.partition_point(|cut| cut.end() <= at);
        self.style = markup
            .styles
            .partition_point(|&(start, _)| start as usize <= at);
        if let Some(before) = self.cut.checked_sub(1).and_then(|cut| markup.cuts.get(cut)) {
            self.floor = self.floor.max(before.end());
        }
        if let Some(cut) = markup.cuts.get(self.cut)
            && cut.start() < at
        {
            self.at = cut.end();
            self.floor = cut.end();
            self.cut += 1;
        }
        // The white space behind a line end is seen with it as one space: its first byte tells.
        let before = self.bytes(self.floor..self.at);
        let gap = before
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
        if !self.code && gap.into_iter().any(|&byte| byte == b'\n') {
            self.at += self.space_length(self.at..self.stop);
        }
    }

    fn bytes(&self, range: Range<usize>) -> &'a [u8] {
        self.essay.source.as_bytes().get(range).unwrap_or_default()
    }

    fn space_length(&self, range: Range<usize>) -> usize {
        let bytes = self.bytes(range);
        bytes
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n'))
            .count()
    }

    /// How the text at `self.at` is set, and where that changes next.
    fn style(&mut self) -> (Inline, usize) {
        let styles = &self.essay.markup.styles;
        while styles
            .get(self.style)
            .is_some_and(|&(start, _)| start as usize <= self.at)
        {
            self.style += 1;
        }
        let inline = self
            .style
            .checked_sub(1)
            .and_then(|style| styles.get(style));
        let until = styles
            .get(self.style)
            .map_or(usize::MAX, |&(start, _)| start as usize);
        (
            inline.map_or_else(Inline::default, |&(_, inline)| inline),
            until,
        )
    }

    /// The cut at `self.at`, if one begins there, and where the next begins.
    fn next_cut(&mut self) -> (Option<Cut>, usize) {
        let cuts = &self.essay.markup.cuts;
        while cuts.get(self.cut).is_some_and(|cut| cut.end() <= self.at) {
            self.cut += 1;
        }
        match cuts.get(self.cut) {
            Some(&cut) if cut.start() <= self.at => (Some(cut), cut.end()),
            Some(cut) => (None, cut.start()),
            None => (None, usize::MAX),
        }
    }

    /// What a cut is seen as.
    fn stand_in(&self, seen: Seen) -> Cow<'a, str> {
        match seen {
            Seen::Nothing => Cow::Borrowed(""),
            Seen::Line => Cow::Borrowed("\n"),
            Seen::Cell => Cow::Borrowed("  "),
            Seen::Character(character) => {
                Cow::Owned(marks::visible(character.encode_utf8(&mut [0; 4])).into_owned())
            }
            Seen::Text(place) => {
                let text = self.essay.markup.texts.get(place as usize);
                marks::visible(text.map_or("", |text| text))
            }
        }
    }

    /// Passes the next stretch that ends at `end` at the latest, and tells what is seen for it.
    fn step(&mut self, end: usize) -> Step {
        let start = self.at;
        let mut next = start;
        while let Some(found) = marks::next_suspect(self.bytes(next..end)) {
            let here = next + found;
            let Some(character) = self
                .essay
                .source
                .get(here..end)
                .and_then(|rest| rest.chars().next())
            else {
                break;
            };
            let behind = here + character.len_utf8();
            let shown = match character {
                '\n' if self.code => Some("\n"),
                '\n' => Some(self.line_end(here)),
                '\t' if self.code => Some("    "),
                _ => marks::stand_in(&self.essay.source, here, character),
            };
            let Some(shown) = shown else {
                next = behind;
                continue;
            };
            if here > start {
                self.at = here;
                return Step::Itself;
            }
            self.at = behind;
            if character == '\n' && !self.code {
                self.at += self.space_length(behind..end);
            }
            return Step::As(shown);
        }
        self.at = end;
        Step::Itself
    }

    /// What a line end inside prose is seen as: a space, unless there is one already, or the line
    /// was broken inside a word.
    fn line_end(&self, at: usize) -> &'static str {
        let before = self.essay.source.get(self.floor..at).unwrap_or_default();
        let behind = self.essay.source.get(at..self.stop).unwrap_or_default();
        let first = behind.trim_start_matches([' ', '\t', '\n']).chars().next();
        match (before.chars().next_back(), first) {
            (Some(' ' | '\t' | '\u{ad}'), _) => "",
            (Some(last), Some(first)) if is_unspaced(last) && is_unspaced(first) => "",
            _ => " ",
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
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
            let (inline, restyled) = self.style();
            let (cut, bound) = self.next_cut();
            let (text, verbatim) = if let Some(cut) = cut {
                self.at = bound.min(self.stop);
                self.floor = self.at;
                (self.stand_in(cut.seen), false)
            } else {
                match self.step(bound.min(restyled).min(self.stop)) {
                    Step::Itself => {
                        let text = self.essay.source.get(start..self.at).unwrap_or_default();
                        (Cow::Borrowed(text), true)
                    }
                    Step::As(text) => (Cow::Borrowed(text), false),
                }
            };
            if !text.is_empty() {
                return Some(Piece {
                    source: start..self.at,
                    text,
                    verbatim,
                    inline,
                });
            }
        }
    }
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
