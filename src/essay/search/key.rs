//! Where in the source a pattern may stand, told by its rarest character.
//!
//! Owns the choice of that character and the fast way to its places. It must find every place where
//! the pattern does stand, and may find others. It must not know what makes a match.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use crate::essay::markup::Near;
use crate::essay::{Essay, fold};

use super::lower;

/// The character of a pattern that is searched for first.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// Its place in the pattern.
    pub(super) place: usize,
    /// It, folded, and without case where the pattern is.
    character: char,
    any_case: bool,
    /// Each of the characters that count as it has one of these bytes.
    bytes: [u8; 3],
    count: usize,
    /// The letters and digits around it, as bytes, and its place among them; empty where it is not
    /// one of ASCII's.
    pub(super) word: Vec<u8>,
    pub(super) inside: usize,
}

/// Letters and digits of ASCII, from the most frequent in European languages to the rarest.
const FREQUENT: &[u8] = b"etaoinsrhldcumfpgwybv0k129x3j4q5z678";

impl Key {
    /// The key of a pattern's characters; none where all are white space or marks.
    pub(super) fn new(wanted: &[char], any_case: bool) -> Option<Self> {
        let rank = |character: char| match u8::try_from(character) {
            Ok(byte) if byte.is_ascii_alphanumeric() => {
                let lower = byte.to_ascii_lowercase();
                let frequency = FREQUENT.iter().position(|&other| other == lower);
                // In a pattern with case, a capital is rarer than any small letter.
                let capital = if byte.is_ascii_uppercase() {
                    FREQUENT.len()
                } else {
                    0
                };
                4 + capital + frequency.unwrap_or_default()
            }
            Ok(b' ') => 0,
            Ok(b'\'' | b'"' | b'-') => 1,
            Ok(_) => 3,
            // What is seen for many others.
            Err(_) if matches!(character, '\u{2400}'..='\u{2421}' | '\u{fffd}') => 0,
            // Found by its last byte, which many others share.
            Err(_) => 2,
        };
        let ranks = wanted
            .iter()
            .enumerate()
            .map(|(place, &character)| (rank(character), place));
        let (rank, place) = ranks.max_by_key(|&(rank, place)| (rank, usize::MAX - place))?;
        let &character = wanted.get(place).filter(|_| rank > 0)?;
        let bytes = bytes(character, any_case);
        let (word, inside) = word(wanted, place);
        let [first, second, third] = bytes;
        let count = if first == third {
            if first == second { 1 } else { 2 }
        } else {
            3
        };
        Some(Self {
            place,
            character,
            any_case,
            bytes,
            count,
            word,
            inside,
        })
    }

    /// The first place in a range where the key's character is seen, in bytes of the source; it may
    /// lie behind the range too.
    pub(super) fn next(
        &self,
        essay: &Essay,
        range: Range<usize>,
        stand_ins: &mut StandIns,
        near: &mut Near,
    ) -> Option<usize> {
        let Range { start, end } = range;
        let plain = self.next_in_source(essay, start..end, near);
        let standing = stand_ins.next(self, essay, start, plain.unwrap_or(end));
        match (plain, standing) {
            (Some(plain), Some(standing)) => Some(plain.min(standing)),
            (plain, standing) => plain.or(standing),
        }
    }

    fn next_in_source(&self, essay: &Essay, range: Range<usize>, near: &mut Near) -> Option<usize> {
        let source = essay.source.as_str();
        let mut from = source.ceil_char_boundary(range.start);
        let end = range.end.min(source.len());
        let [first, second, third] = self.bytes;
        loop {
            let rest = source.as_bytes().get(from..end)?;
            let found = from
                + match self.count {
                    1 => memchr(first, rest)?,
                    2 => memchr2(first, second, rest)?,
                    _ => memchr3(first, second, third, rest)?,
                };
            if self.may_stand_at(essay, found, near) {
                return Some(source.floor_char_boundary(found));
            }
            from = found + 1;
        }
    }

    /// Whether nothing speaks against the key standing at a byte of the source.
    fn may_stand_at(&self, essay: &Essay, at: usize, near: &mut Near) -> bool {
        if self.word.is_empty() {
            let start = essay.source.floor_char_boundary(at);
            let character = essay
                .source
                .get(start..)
                .and_then(|rest| rest.chars().next());
            return character.is_some_and(|character| self.is(character));
        }
        let bytes = essay.source.as_bytes();
        let (before, behind) = self.word.split_at(self.inside);
        for (place, wanted) in (at..).zip(behind).skip(1) {
            let byte = bytes.get(place).copied().unwrap_or_default();
            if !self.same_byte(byte, *wanted) {
                return may_be_hidden(byte) && is_hidden_from(essay, place, near);
            }
        }
        for (place, wanted) in (0..at).rev().zip(before.iter().rev()) {
            let byte = bytes.get(place).copied().unwrap_or_default();
            if !self.same_byte(byte, *wanted) {
                return may_be_hidden(byte) && is_hidden_before(essay, place + 1, near);
            }
        }
        true
    }

    /// Whether bytes are the word.
    pub(super) fn same(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.word.len()
            && bytes
                .iter()
                .zip(&self.word)
                .all(|(byte, wanted)| self.same_byte(*byte, *wanted))
    }

    fn same_byte(&self, byte: u8, wanted: u8) -> bool {
        byte == wanted || (self.any_case && byte.to_ascii_lowercase() == wanted)
    }

    fn is(&self, character: char) -> bool {
        let folded = fold(character);
        self.character == if self.any_case { lower(folded) } else { folded }
    }
}

/// Where the search is among what stands for stretches of the source: each is met once.
#[derive(Debug, Clone, Default)]
pub(super) struct StandIns {
    character: usize,
    text: usize,
}

impl StandIns {
    /// The first stand-in from `from` on, and before `limit`, in which the key's character is.
    fn next(&mut self, key: &Key, essay: &Essay, from: usize, limit: usize) -> Option<usize> {
        let characters = &essay.markup.characters;
        let texts = &essay.markup.texts;
        let character = advance(characters, &mut self.character, from, limit, |&shown| {
            key.is(shown)
        });
        let text = advance(texts, &mut self.text, from, limit, |text| {
            text.chars().any(|shown| key.is(shown))
        });
        match (character, text) {
            (Some(character), Some(text)) => Some(character.min(text)),
            (character, text) => character.or(text),
        }
    }
}

/// Goes to the first entry from `from` on that will do, and gives its place if it is before `limit`.
fn advance<T>(
    entries: &[(u32, T)],
    place: &mut usize,
    from: usize,
    limit: usize,
    will_do: impl Fn(&T) -> bool,
) -> Option<usize> {
    while let Some((start, shown)) = entries.get(*place) {
        let start = *start as usize;
        if start >= limit {
            return None;
        }
        if start >= from && will_do(shown) {
            return Some(start);
        }
        *place += 1;
    }
    None
}

/// Bytes of which each character that counts as this one has at least one: three, some of them the
/// same, equal ones last.
fn bytes(character: char, any_case: bool) -> [u8; 3] {
    let last = |character: char| {
        let mut buffer = [0; 4];
        character
            .encode_utf8(&mut buffer)
            .bytes()
            .last()
            .unwrap_or_default()
    };
    match character {
        // First bytes of the typographic ones: U+20xx and U+22xx, U+02xx, U+00xx.
        '\'' => [b'\'', 0xe2, 0xca],
        '"' => [b'"', 0xe2, 0xc2],
        '-' => [0xe2, b'-', 0xe2],
        // Of any other the last byte, in either case: it tells more characters apart than the first.
        _ => {
            let upper = super::single(character.to_uppercase());
            let upper = upper.filter(|&upper| any_case && lower(upper) == character);
            let byte = last(character);
            [byte, last(upper.unwrap_or(character)), byte]
        }
    }
}

/// Whether what is not seen can begin or end with a byte: no markup does so with letters or digits.
/// White space is not seen where it keeps code from its backquotes, and behind a soft hyphen at a
/// line's end.
fn may_be_hidden(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric()
}

/// A soft hyphen's bytes: the one character of a plain text that is not seen.
const SOFT_HYPHEN: [u8; 2] = [0xc2, 0xad];

/// Whether something that is not seen as it stands ends at a place of the source.
fn is_hidden_before(essay: &Essay, place: usize, near: &mut Near) -> bool {
    let before = essay.source.as_bytes().get(..place).unwrap_or_default();
    let before = before.trim_ascii_end();
    let mark = near.before(&essay.markup, place);
    before.ends_with(&SOFT_HYPHEN) || mark.is_some_and(|mark| mark.end() == place)
}

/// Whether something that is not seen as it stands begins at a place of the source.
fn is_hidden_from(essay: &Essay, place: usize, near: &mut Near) -> bool {
    let mark = near.from(&essay.markup, place);
    let byte = essay.source.as_bytes().get(place);
    byte == SOFT_HYPHEN.first() || mark.is_some_and(|mark| mark.start() == place)
}

/// The run of ASCII's letters and digits around a place of a pattern, and the place in it.
fn word(wanted: &[char], place: usize) -> (Vec<u8>, usize) {
    let byte = |character: &char| {
        u8::try_from(*character)
            .ok()
            .filter(u8::is_ascii_alphanumeric)
    };
    let (before, behind) = wanted.split_at(place);
    let mut word: Vec<u8> = before.iter().rev().map_while(byte).collect();
    word.reverse();
    let inside = word.len();
    let rest: Vec<u8> = behind.iter().map_while(byte).collect();
    if rest.is_empty() {
        return (Vec::new(), 0);
    }
    word.extend(rest);
    (word, inside)
}
