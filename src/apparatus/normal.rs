//! The essay as quotes are compared with it: what a reader sees, made regular, with a map back.
//!
//! Owns what counts as equal: runs of white space; typographic and straight quotes; dashes, however
//! many; ligatures and their letters; composed and decomposed letters (NFC); soft hyphens and
//! zero-width characters and nothing. It must not know what is looked for in it.
//!
//! Between two blocks there is a space, so that a quote may run from one into the next.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
};

use crate::essay::{Essay, Part, Piece, fold, visible};

/// A stretch of the regular text and where it comes from.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it begins in the regular text.
    at: u32,
    /// Where it begins in the source.
    source: u32,
    /// [`BYTES`], or the length in the source of what the stretch as a whole stands for.
    whole: u32,
}

/// Marks a run of which each byte stands for one byte of the source.
const BYTES: u32 = u32::MAX;

/// A text made regular. Offsets into it are *places*, to tell them from offsets into the source.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    text: String,
    runs: Vec<Run>,
    /// Places of the spaces between blocks.
    breaks: Vec<u32>,
}

impl Normal {
    /// Makes an essay's visible text regular. What lies past 4 GiB of it is left out.
    #[must_use]
    pub fn new(essay: &Essay) -> Self {
        let mut builder = Builder::with_capacity(essay.source().len(), true);
        for block in essay
            .blocks()
            .iter()
            .filter(|block| block.part != Part::Furniture)
        {
            if u32::try_from(block.range.end).is_err() {
                break;
            }
            builder.next_block(block.range.start);
            for piece in essay.pieces(block.range.clone()) {
                builder.piece(&piece);
            }
        }
        builder.normal
    }

    /// The regular text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the essay's source that a stretch of the regular text stands for.
    #[must_use]
    pub fn source(&self, places: Range<usize>) -> Range<usize> {
        let start = self.run(places.start).map_or(0, |run| match run.whole {
            BYTES => run.source as usize + (places.start - run.at as usize),
            _ => run.source as usize,
        });
        let last = places.end.saturating_sub(1).max(places.start);
        let end = self.run(last).map_or(start, |run| match run.whole {
            BYTES => run.source as usize + (places.end - run.at as usize),
            whole => run.source as usize + whole as usize,
        });
        start..end.max(start)
    }

    /// The place of a byte of the source, or of the next that is seen.
    #[must_use]
    pub fn place(&self, offset: usize) -> usize {
        let next = self
            .runs
            .partition_point(|run| run.source as usize <= offset);
        let end = self
            .runs
            .get(next)
            .map_or(self.text.len(), |run| run.at as usize);
        let Some(run) = next.checked_sub(1).and_then(|at| self.runs.get(at)) else {
            return end;
        };
        let into = offset - run.source as usize;
        match run.whole {
            BYTES => (run.at as usize + into).min(end),
            whole if into < whole as usize => run.at as usize,
            _ => end,
        }
    }

    /// Whether a stretch of the regular text lies in one block.
    #[must_use]
    pub fn in_one_block(&self, places: &Range<usize>) -> bool {
        let next = self
            .breaks
            .partition_point(|&at| (at as usize) < places.start);
        self.breaks
            .get(next)
            .is_none_or(|&at| at as usize >= places.end)
    }

    fn run(&self, place: usize) -> Option<Run> {
        let next = self.runs.partition_point(|run| run.at as usize <= place);
        self.runs.get(next.checked_sub(1)?).copied()
    }
}

/// A string of the apparatus, made regular as the essay is, without space at its ends.
#[must_use]
pub fn normal(text: &str) -> Cow<'_, str> {
    // Most strings are regular already.
    let mut builder = Builder::with_capacity(0, false);
    if builder.plain(text.as_bytes()) == text.len() && builder.last != SPACE {
        return Cow::Borrowed(text);
    }
    let mut builder = Builder::with_capacity(text.len(), false);
    builder.verbatim(&visible(text), 0);
    let mut text = builder.normal.text;
    text.truncate(text.trim_end_matches(' ').len());
    Cow::Owned(text)
}

/// What a byte does where it stands: one that stays, a space, a hyphen, or anything else. Spaces and
/// hyphens stay unless they follow one of their own.
const CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0x21;
    while byte < 0x7f {
        table[byte] = STAYS;
        byte += 1;
    }
    table[b' ' as usize] = SPACE;
    table[b'-' as usize] = DASH;
    table
};
const STAYS: u8 = 0;
const SPACE: u8 = 1;
const DASH: u8 = 2;
const OTHER: u8 = 3;

/// Bytes looked at together: enough for vector instructions.
const CHUNK: usize = 32;

/// Whether all bytes stay, whatever stands before them but a space or hyphen.
fn all_plain(chunk: &[u8; CHUNK]) -> bool {
    let printable = chunk
        .iter()
        .fold(true, |all, &byte| all & (byte.wrapping_sub(b' ') < 0x5f));
    let pairs = chunk[1..].iter().zip(&chunk[..CHUNK - 1]);
    let apart = pairs.fold(true, |all, (&byte, &before)| {
        all & ((byte != before) | ((byte != b' ') & (byte != b'-')))
    });
    printable & apart
}

struct Builder {
    normal: Normal,
    /// The class of the last character: [`SPACE`] at the beginning, for none is wanted there.
    last: u8,
    /// Whether it is noted where everything comes from.
    maps: bool,
}

impl Builder {
    fn with_capacity(bytes: usize, maps: bool) -> Self {
        let normal = Normal {
            text: String::with_capacity(bytes),
            ..Normal::default()
        };
        Self {
            normal,
            last: SPACE,
            maps,
        }
    }

    fn next_block(&mut self, source: usize) {
        if !self.normal.text.is_empty() {
            if self.last == SPACE {
                self.pop_space();
            }
            self.normal.breaks.push(short(self.normal.text.len()));
            self.run(source, 0);
            self.normal.text.push(' ');
        }
        self.last = SPACE;
    }

    fn pop_space(&mut self) {
        if self.normal.text.ends_with(' ') {
            self.normal.text.pop();
            let end = short(self.normal.text.len());
            while self.normal.runs.last().is_some_and(|run| run.at >= end) {
                self.normal.runs.pop();
            }
        }
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        if piece.verbatim {
            self.verbatim(&piece.text, piece.source.start);
        } else {
            self.stand_in(piece);
        }
    }

    /// Text that stands for a stretch of the source as a whole.
    fn stand_in(&mut self, piece: &Piece<'_>) {
        let (start, length) = (piece.source.start, piece.source.len());
        if piece.text == " " {
            // A line end, which is by far the commonest.
            if self.last != SPACE {
                self.run(start, if length == 1 { BYTES as usize } else { length });
                self.normal.text.push(' ');
                self.last = SPACE;
            }
            return;
        }
        let mut words = Self::with_capacity(piece.text.len(), false);
        words.last = self.last;
        words.verbatim(&piece.text, 0);
        if !words.normal.text.is_empty() {
            self.run(start, length);
            self.normal.text.push_str(&words.normal.text);
        }
        self.last = words.last;
    }

    /// Text that stands in the source byte for byte from `source` on.
    fn verbatim(&mut self, text: &str, source: usize) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = at + self.plain(&bytes[at..]);
            if end > at {
                self.run(source + at, BYTES as usize);
                self.normal.text.push_str(&text[at..end]);
                at = end;
                continue;
            }
            let Some(character) = text[at..].chars().next() else {
                return;
            };
            let next = at + character.len_utf8();
            if is_special(character) {
                at = self.cluster(text, at, source);
            } else {
                self.character(character, source + at);
                at = next;
            }
        }
    }

    /// How many bytes from here on stay as they are.
    fn plain(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk)
            && all_plain(chunk)
            && (self.last == STAYS || CLASS[usize::from(chunk[0])] != self.last)
        {
            at += CHUNK;
            self.last = CLASS[usize::from(chunk[CHUNK - 1])];
        }
        let mut last = self.last;
        let rest = bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(|&byte| {
            let class = CLASS[usize::from(byte)];
            let stops = class == OTHER || class != STAYS && class == last;
            if !stops {
                last = class;
            }
            stops
        });
        self.last = last;
        at + end.unwrap_or(rest.len())
    }

    /// A character by itself.
    fn character(&mut self, character: char, source: usize) {
        let length = character.len_utf8();
        let folded = fold(character);
        let class = match folded {
            ' ' => SPACE,
            '-' => DASH,
            _ if is_nothing(character) => return,
            _ => STAYS,
        };
        if class != STAYS && class == self.last {
            return;
        }
        self.last = class;
        if let Some(letters) = letters(character) {
            self.run(source, length);
            self.normal.text.push_str(letters);
        } else if folded == character {
            self.run(source, BYTES as usize);
            self.normal.text.push(character);
        } else {
            self.run(source, length);
            self.normal.text.push(folded);
        }
    }

    /// A character that Unicode's normal form may change or join to the one before it, with what
    /// follows of the same sort. Gives the offset in `text` behind them.
    fn cluster(&mut self, text: &str, at: usize, source: usize) -> usize {
        let mut start = at;
        // The letter that it joins to has been written already, unless it was changed itself.
        if let Some(before) = text[..at].chars().next_back()
            && self.normal.text.ends_with(before)
            && !matches!(before, ' ' | '-')
        {
            start -= before.len_utf8();
            self.normal.text.pop();
            let end = short(self.normal.text.len());
            while self.normal.runs.last().is_some_and(|run| run.at >= end) {
                self.normal.runs.pop();
            }
        }
        let rest = &text[at..];
        let length = rest
            .char_indices()
            .skip(1)
            .find(|&(_, character)| !is_special(character))
            .map_or(rest.len(), |(length, _)| length);
        let end = at + length;
        let written = &text[start..end];
        self.last = STAYS;
        if is_nfc_quick(written.chars()) == IsNormalized::Yes {
            self.run(source + start, BYTES as usize);
            self.normal.text.push_str(written);
        } else {
            let composed: String = written.nfc().collect();
            let same = composed == written;
            self.run(
                source + start,
                if same { BYTES as usize } else { written.len() },
            );
            self.normal.text.push_str(&composed);
        }
        end
    }

    /// Notes where the next stretch comes from, unless it only goes on.
    fn run(&mut self, source: usize, whole: usize) {
        if !self.maps {
            return;
        }
        let at = short(self.normal.text.len());
        let (source, whole) = (short(source), short(whole));
        if let Some(last) = self.normal.runs.last()
            && last.whole == BYTES
            && whole == BYTES
            && at.wrapping_sub(last.at) == source.wrapping_sub(last.source)
        {
            return;
        }
        self.normal.runs.push(Run { at, source, whole });
    }
}

/// An offset as it is kept. Nothing past 4 GiB is taken in.
fn short(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Characters that no quote need have: the soft hyphen, the joiners, and the mark for whatever else
/// is never shown.
fn is_nothing(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fffd}')
}

/// The letters that a ligature is made of.
fn letters(character: char) -> Option<&'static str> {
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

/// Whether Unicode's normal form C may change a character, or join it to the one before.
/// The first arms answer for nearly all text without a look into the tables.
fn is_special(character: char) -> bool {
    match character {
        '\0'..='\u{2ff}'
        | '\u{370}'..='\u{373}'
        | '\u{388}'..='\u{482}'
        | '\u{48a}'..='\u{590}'
        | '\u{2000}'..='\u{206f}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff00}'..='\u{ffef}' => false,
        _ => {
            canonical_combining_class(character) != 0
                || is_nfc_quick(std::iter::once(character)) != IsNormalized::Yes
        }
    }
}

#[cfg(test)]
mod tests;
