//! The making of regular text, character by character.
//!
//! Owns what each character becomes. It must not know blocks: it is told where one ends.

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
};

use super::{BYTES, NormalizedText, Run};
use crate::essay::{Segment, fold};

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
pub(super) const SPACE: u8 = 1;
const DASH: u8 = 2;
const OTHER: u8 = 3;

/// Bytes looked at together: enough for vector instructions.
const CHUNK: usize = 32;

/// Whether all bytes stay, whatever stands before them but a space or hyphen. Without branches, so
/// that it becomes a few vector instructions.
fn all_plain(chunk: &[u8; CHUNK]) -> bool {
    let unprintable = |byte: u8| u8::from(byte.wrapping_sub(b' ') >= 0x5f);
    let doubled = |byte: u8, before: u8| {
        u8::from(byte == before) & (u8::from(byte == b' ') | u8::from(byte == b'-'))
    };
    let stops = chunk
        .iter()
        .fold(0, |stops, &byte| stops | unprintable(byte));
    let pairs = chunk[1..].iter().zip(&chunk[..CHUNK - 1]);
    pairs.fold(stops, |stops, (&byte, &before)| {
        stops | doubled(byte, before)
    }) == 0
}

pub(super) struct Builder {
    pub(super) normal: NormalizedText,
    /// The class of the last character: [`SPACE`] at the beginning, for none is wanted there.
    pub(super) last: u8,
    /// Whether it is noted where everything comes from.
    maps: bool,
}

impl Builder {
    pub(super) fn with_capacity(bytes: usize, maps: bool) -> Self {
        let normal = NormalizedText {
            text: String::with_capacity(bytes),
            ..NormalizedText::default()
        };
        Self {
            normal,
            last: SPACE,
            maps,
        }
    }

    pub(super) fn next_block(&mut self, source: usize) {
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
            self.drop_runs();
        }
    }

    pub(super) fn piece(&mut self, piece: &Segment<'_>) {
        if piece.verbatim {
            self.verbatim(&piece.text, piece.source.start);
        } else {
            self.stand_in(piece);
        }
    }

    /// Text that stands for a stretch of the source as a whole.
    fn stand_in(&mut self, piece: &Segment<'_>) {
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
        // A mark joins the letter before it, as it does where it stands itself.
        let (before, begin) = if piece.text.starts_with(joins) {
            self.take_back(start)
        } else {
            (String::new(), start)
        };
        let mut words = Self::with_capacity(piece.text.len(), false);
        words.last = if before.is_empty() { self.last } else { STAYS };
        words.verbatim(&[&before, &*piece.text].concat(), 0);
        if !words.normal.text.is_empty() {
            self.run(begin, start + length - begin);
            self.normal.text.push_str(&words.normal.text);
        }
        self.last = words.last;
    }

    /// Text that stands in the source byte for byte from `source` on.
    pub(super) fn verbatim(&mut self, text: &str, source: usize) {
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
    pub(super) fn plain(&mut self, bytes: &[u8]) -> usize {
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
        let rest = &text[at..];
        let mut following = rest.char_indices().skip(1);
        let length = following.find(|&(_, character)| !is_special(character));
        let length = length.map_or(rest.len(), |(length, _)| length);
        let end = at + length;
        // The letter that a mark joins has been written already.
        let (before, before_source) = match rest.chars().next() {
            Some(first) if joins(first) => self.take_back(source + at),
            _ => (String::new(), source + at),
        };
        let written = [&before, &rest[..length]].concat();
        let in_place = before_source + written.len() == source + end;
        let composed: String = if is_nfc_quick(written.chars()) == IsNormalized::Yes {
            written.clone()
        } else {
            written.nfc().collect()
        };
        let same = in_place && composed == written;
        let whole = source + end - before_source;
        self.run(before_source, if same { BYTES as usize } else { whole });
        self.normal.text.push_str(&composed);
        self.last = STAYS;
        end
    }

    /// Takes the last character back, unless it is a space or a dash. Gives it, and where in the
    /// source it begins; `here` if there is none.
    fn take_back(&mut self, here: usize) -> (String, usize) {
        let text = &self.normal.text;
        let Some(last) = text
            .chars()
            .next_back()
            .filter(|last| !matches!(last, ' ' | '-'))
        else {
            return (String::new(), here);
        };
        let place = text.len() - last.len_utf8();
        let source = self.normal.source(place..text.len()).start;
        self.normal.text.truncate(place);
        self.drop_runs();
        (
            last.to_string(),
            if self.maps {
                source
            } else {
                here - last.len_utf8().min(here)
            },
        )
    }

    /// Forgets runs that begin behind what is left of the text.
    fn drop_runs(&mut self) {
        let end = short(self.normal.text.len());
        while self.normal.runs.last().is_some_and(|run| run.at >= end) {
            self.normal.runs.pop();
        }
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

/// Whether a character may join the one before it.
pub(super) fn joins(character: char) -> bool {
    canonical_combining_class(character) != 0
        || is_nfc_quick(std::iter::once(character)) == IsNormalized::Maybe
}
