//! What must not reach a terminal, and the marks that stand for it.
//!
//! Owns the one decision which characters of any input are shown as they are. It must not know
//! blocks or formats.
//!
//! Control characters are shown as their pictures (U+2400 and on), invisible characters that could
//! turn, hide or join text as U+FFFD. Joiners stay where a script or an emoji needs them, as do the
//! tags of a flag and the fillers of a syllable of Hangul. A soft hyphen is not shown at all: its place is between two letters of a word
//! that is not broken there. Tabs, and Unicode's separators of lines and paragraphs, are spaces.

use std::borrow::Cow;

use unicode_segmentation::GraphemeCursor;

/// Stands for a character that is never shown itself.
const MARK: &str = "\u{fffd}";

/// Pictures of U+0000 to U+001F.
const PICTURES: [&str; 32] = [
    "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑", "␒",
    "␓", "␔", "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
];

/// Bytes of UTF-8 that may begin a character which is not shown as it is.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(
            byte,
            0..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf0 | 0xf3
        );
        byte += 1;
    }
    table
};

/// Bytes looked at together. Long enough for vector instructions, short enough to be cheap where
/// every chunk has a letter outside ASCII.
const CHUNK: usize = 32;

/// The place of the first byte that may begin a character which is not shown as it is. Control
/// characters are single bytes of their own, so it is exact for them.
pub(super) fn next_suspect(bytes: &[u8]) -> Option<usize> {
    for (number, chunk) in bytes.chunks(CHUNK).enumerate() {
        // Printable ASCII is 0x20 to 0x7e.
        let printable = chunk
            .iter()
            .fold(true, |all, &byte| all & (byte.wrapping_sub(0x20) < 0x5f));
        if !printable {
            let places = number * CHUNK..number * CHUNK + chunk.len();
            let mut suspects = chunk.iter().zip(places);
            let is_suspect = |&(&byte, place): &(&u8, usize)| {
                SUSPECT[usize::from(byte)]
                    && (byte != KANA || bytes.get(place + 1) == Some(&COMPATIBILITY))
            };
            if let Some((_, place)) = suspects.find(is_suspect) {
                return Some(place);
            }
        }
    }
    None
}

/// The byte that most of Japanese begins with; only before this other one may it be suspect.
const KANA: u8 = 0xe3;
const COMPATIBILITY: u8 = 0x85;

/// What is shown for the character at a byte offset of a text: nothing given where it is itself,
/// the empty string where it is not seen.
pub(super) fn stand_in(text: &str, at: usize, character: char) -> Option<&'static str> {
    match character {
        '\t' | '\n' | '\u{2028}' | '\u{2029}' => Some(" "),
        '\0'..='\u{1f}' => PICTURES.get(character as usize).copied(),
        '\u{7f}' => Some("\u{2421}"),
        '\u{ad}' => Some(""),
        '\u{200c}' | '\u{200d}' if joins(text, at, character) => None,
        '\u{e0020}'..='\u{e007f}' if tags_flag(text, at) => None,
        '\u{115f}' | '\u{1160}' if fills(text, at, character) => None,
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => Some(MARK),
        _ => None,
    }
}

/// A text as it may be sent to a terminal, on one line: for names, file names and whatever else
/// does not come through an essay's [`Segment`](super::Segment)s. A line end is a space.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(rest) = text.as_bytes().get(at..)
        && let Some(next) = next_suspect(rest)
        && let Some(character) = text.get(at + next..).and_then(|rest| rest.chars().next())
    {
        let start = at + next;
        at = start + character.len_utf8();
        if let Some(mark) = stand_in(text, start, character) {
            shown.push_str(text.get(kept..start).unwrap_or_default());
            shown.push_str(mark);
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(shown)
}

/// A text that stands for a part of the source, as it may be sent.
pub(super) fn shown(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => sanitize(text),
        Cow::Owned(text) => match sanitize(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(shown) => Cow::Owned(shown),
        },
    }
}

/// Bytes on either side of a joiner that are looked at. Emoji sequences are shorter; a bound keeps
/// a long run of joiners from costing the square of its length.
const CONTEXT: usize = 64;

/// Whether a zero-width joiner or non-joiner does its work here: between letters of a script that
/// uses them, or inside a grapheme cluster that goes on behind it.
fn joins(text: &str, at: usize, joiner: char) -> bool {
    let after = at + joiner.len_utf8();
    let window = text.floor_char_boundary(at.saturating_sub(CONTEXT))
        ..text.ceil_char_boundary(after.saturating_add(CONTEXT));
    let (Some(before), Some(behind), Some(around)) = (
        text.get(window.start..at),
        text.get(after..window.end),
        text.get(window.clone()),
    ) else {
        return false;
    };
    let (Some(last), Some(first)) = (before.chars().next_back(), behind.chars().next()) else {
        return false;
    };
    if uses_joiners(last) && (joiner == '\u{200d}' || uses_joiners(first)) {
        return true;
    }
    let mut cursor = GraphemeCursor::new(after - window.start, around.len(), true);
    joiner == '\u{200d}' && cursor.is_boundary(around, 0) == Ok(false) && !is_extending(first)
}

/// Whether a character would stand in the cluster of any character before it.
fn is_extending(character: char) -> bool {
    let mut pair = String::from("a");
    pair.push(character);
    GraphemeCursor::new(1, pair.len(), true).is_boundary(&pair, 0) == Ok(false)
}

/// Letters and marks of the scripts in which a joiner or non-joiner changes the shape of a word.
fn uses_joiners(character: char) -> bool {
    matches!(
        character,
        // Arabic, Syriac, N'Ko, Mandaic and their supplements
        '\u{600}'..='\u{605}' | '\u{610}'..='\u{8ff}'
        // Devanagari to Sinhala
        | '\u{900}'..='\u{dff}'
        // Tibetan, Myanmar
        | '\u{f00}'..='\u{109f}'
        // Tagalog to Mongolian
        | '\u{1700}'..='\u{180d}' | '\u{180f}'..='\u{18af}'
        // Limbu to Lepcha
        | '\u{1900}'..='\u{1c4f}'
        // Saurashtra to Meetei Mayek
        | '\u{a880}'..='\u{abff}'
        // Arabic presentation forms
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        // Brahmi and the scripts after it, Adlam
        | '\u{11000}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}'
    )
}

/// Whether a filler of Hangul stands for what a syllable lacks that has something else to be seen.
fn fills(text: &str, at: usize, filler: char) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let mut after = text.get(at..).unwrap_or_default().chars().skip(1);
    let next = after.next();
    let is_first = |c: char| matches!(c, '\u{1100}'..='\u{115e}' | '\u{a960}'..='\u{a97c}');
    let is_vowel = |c: char| matches!(c, '\u{1161}'..='\u{11a7}' | '\u{d7b0}'..='\u{d7c6}');
    let is_last = |c: char| matches!(c, '\u{11a8}'..='\u{11ff}' | '\u{d7cb}'..='\u{d7fb}');
    match filler {
        '\u{115f}' if next == Some('\u{1160}') => after.next().is_some_and(is_last),
        '\u{115f}' => next.is_some_and(is_vowel),
        _ if before == Some('\u{115f}') => next.is_some_and(is_last),
        _ => before.is_some_and(is_first),
    }
}

/// Whether a tag character belongs to a flag: U+1F3F4, then tags.
fn tags_flag(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().chars().rev().take(8);
    let mut before = before.skip_while(|tag| matches!(tag, '\u{e0020}'..='\u{e007e}'));
    before.next() == Some('\u{1f3f4}')
}

#[cfg(test)]
pub(super) mod tests;
