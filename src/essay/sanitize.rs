//! Replaces characters that are unsafe to send to a terminal. The only place that decides which.
//!
//! Control characters become their pictures (U+2400 and on); invisible characters that could
//! reorder, hide or join text become U+FFFD. Joiners are kept where a script or an emoji needs them,
//! as are the tags of a flag and the fillers of a Hangul syllable. A soft hyphen is dropped: it marks
//! a place inside a word that is not broken there. Tabs and Unicode's line and paragraph separators
//! become spaces.

use std::borrow::Cow;

use unicode_segmentation::GraphemeCursor;

/// Replaces a character that has no picture.
const REPLACEMENT: &str = "\u{fffd}";

/// Pictures of U+0000 to U+001F.
const CONTROL_PICTURES: [&str; 32] = [
    "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑", "␒",
    "␓", "␔", "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
];

/// The offset of the first byte that may begin a character to be replaced. Exact for control
/// characters in ASCII; for others, [`replacement`] decides.
pub(crate) fn next_suspect(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| {
        matches!(
            byte,
            0..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf0 | 0xf3
        )
    })
}

/// The replacement for the character at a byte offset of a text: `None` if it is shown as it is, an
/// empty string if it is not shown.
pub(crate) fn replacement(text: &str, at: usize, character: char) -> Option<&'static str> {
    match character {
        '\t' | '\n' | '\u{2028}' | '\u{2029}' => Some(" "),
        '\0'..='\u{1f}' => Some(CONTROL_PICTURES[character as usize]),
        '\u{7f}' => Some("\u{2421}"),
        '\u{ad}' => Some(""),
        '\u{200c}' | '\u{200d}' if is_needed_joiner(text, at, character) => None,
        '\u{e0020}'..='\u{e007f}' if is_flag_tag(text, at) => None,
        '\u{115f}' | '\u{1160}' if is_needed_filler(text, at, character) => None,
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
        | '\u{e01f0}'..='\u{e0fff}' => Some(REPLACEMENT),
        _ => None,
    }
}

/// Makes a text safe to send to a terminal, on one line: for names, file names and everything else
/// that is not part of an essay's [`Segment`](super::Segment)s. A line end becomes a space.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if next_suspect(text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut safe = String::new();
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        if let Some(replacement) = replacement(text, at, character) {
            safe.push_str(&text[copied..at]);
            safe.push_str(replacement);
            copied = at + character.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    safe.push_str(&text[copied..]);
    Cow::Owned(safe)
}

/// The bytes examined on either side of a joiner. Emoji sequences are shorter. The limit keeps a
/// long run of joiners from taking quadratic time.
const JOINER_CONTEXT: usize = 64;

/// Whether a zero-width joiner or non-joiner has an effect: between letters of a script that uses
/// them, or inside a grapheme cluster that goes on after it.
fn is_needed_joiner(text: &str, at: usize, joiner: char) -> bool {
    let after = at + joiner.len_utf8();
    let start = text.floor_char_boundary(at.saturating_sub(JOINER_CONTEXT));
    let end = text.ceil_char_boundary(after + JOINER_CONTEXT);
    let last = text[start..at].chars().next_back();
    let first = text[after..end].chars().next();
    let (Some(last), Some(first)) = (last, first) else {
        return false;
    };
    if uses_joiners(last) && (joiner == '\u{200d}' || uses_joiners(first)) {
        return true;
    }
    let around = &text[start..end];
    let mut cursor = GraphemeCursor::new(after - start, around.len(), true);
    joiner == '\u{200d}' && cursor.is_boundary(around, 0) == Ok(false) && !is_extending(first)
}

/// Whether a character joins the cluster of any character before it.
fn is_extending(character: char) -> bool {
    let mut pair = String::from("a");
    pair.push(character);
    GraphemeCursor::new(1, pair.len(), true).is_boundary(&pair, 0) == Ok(false)
}

/// Whether a character belongs to a script in which joiners change the shape of a word.
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

/// Whether a Hangul filler takes the place of a letter that a visible syllable lacks.
fn is_needed_filler(text: &str, at: usize, filler: char) -> bool {
    let before = text[..at].chars().next_back();
    let mut after = text[at..].chars().skip(1);
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

/// Whether a tag character belongs to a flag: U+1F3F4 followed by tags.
fn is_flag_tag(text: &str, at: usize) -> bool {
    let before = text[..at].chars().rev().take(8);
    let mut before = before.skip_while(|tag| matches!(tag, '\u{e0020}'..='\u{e007e}'));
    before.next() == Some('\u{1f3f4}')
}

#[cfg(test)]
pub(crate) mod tests;
