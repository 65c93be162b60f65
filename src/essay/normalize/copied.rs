//! Finds words that were copied from a screen or a file, where lines end at other places than in the
//! essay: a line end may be inside a word, and list markers and hyphens may be there or not.
//!
//! Places are found by their *letters*, the text without spaces and dashes, and then compared
//! character by character.

use std::ops::Range;

use super::{NormalizedText, Normalizer};
use crate::essay::sanitize;

/// Bytes of letters between two that have their offset in the text kept.
const STRIDE: usize = 64;

/// A normalized text, to be searched for words that were copied.
#[derive(Debug)]
pub struct CopiedText<'a> {
    text: &'a NormalizedText,
    letters: String,
    /// The offset in the text of every [`STRIDE`]th byte of the letters.
    offsets: Vec<usize>,
}

impl<'a> CopiedText<'a> {
    /// Prepares a text for the search.
    #[must_use]
    pub fn new(text: &'a NormalizedText) -> Self {
        let mut letters = Vec::with_capacity(text.text.len());
        let mut offsets = Vec::new();
        for (at, &byte) in text.text.as_bytes().iter().enumerate() {
            if is_letter(byte) {
                if letters.len() % STRIDE == 0 {
                    offsets.push(at);
                }
                letters.push(byte);
            }
        }
        Self {
            text,
            letters: String::from_utf8(letters).expect("whole characters were left out"),
            offsets,
        }
    }

    /// The text without spaces and dashes.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// The place in the normalized text of [`copied_words`] whose letters are at `at` in
    /// [`Self::letters`], if the text between the letters agrees too.
    #[must_use]
    pub fn place(&self, at: usize, words: &str) -> Option<Range<usize>> {
        let bytes = self.text.text.as_bytes();
        let from = *self.offsets.get(at / STRIDE)?;
        let rest = (from..bytes.len()).filter(|&at| is_letter(bytes[at]));
        let start = rest.take(at % STRIDE + 1).last()?;
        let end = end_of_copied(self.text, start, words)?;
        Some(start..end)
    }
}

fn is_letter(byte: u8) -> bool {
    !matches!(byte, b' ' | b'-' | b'\n')
}

/// The letters of [`copied_words`].
#[must_use]
pub fn letters(words: &str) -> String {
    words.split([' ', '-', '\n']).collect()
}

impl NormalizedText {
    /// Whether [`copied_words`] stand right after an offset, but for spaces and dashes.
    #[must_use]
    pub fn has_copied_after(&self, offset: usize, words: &str) -> bool {
        let after = self.text[offset..].trim_start_matches([' ', '-']);
        end_of_copied(self, self.text.len() - after.len(), words).is_some()
    }

    /// Whether [`copied_words`] stand right before an offset, but for spaces and dashes.
    #[must_use]
    pub fn has_copied_before(&self, offset: usize, words: &str) -> bool {
        let count = words.bytes().filter(|&byte| is_letter(byte)).count();
        let before = self.text[..offset].bytes().enumerate().rev();
        let start = before
            .filter(|&(_, byte)| is_letter(byte))
            .nth(count.saturating_sub(1));
        if count == 0 {
            return true;
        }
        let start = start.filter(|&(start, _)| self.text.is_char_boundary(start));
        let end = start.and_then(|(start, _)| end_of_copied(self, start, words));
        end.is_some_and(|end| self.text[end..offset].trim_matches([' ', '-']).is_empty())
    }
}

/// Whether a word is a bullet or a dash that marks a list item.
pub(super) fn is_bullet(word: &str) -> bool {
    matches!(
        word,
        "•" | "*" | "+" | "-" | "‣" | "▪" | "◦" | "·" | "–" | "—"
    )
}

/// Whether a word is a bar or a rule, with the number of a claim before it, or the mark of a heading.
fn is_drawn(word: &str) -> bool {
    if word.len() > 1 && word.bytes().all(|byte| byte == b'#') {
        return true;
    }
    let signs = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '+');
    let is_sign = |c| matches!(c, '\u{2500}'..='\u{259f}' | '▸' | '>');
    !signs.is_empty() && signs.chars().all(is_sign)
}

/// Copied words, normalized, without dashes and line ends at either end. Line ends are kept as `\n`,
/// bullets are dashes, and what is drawn beside the text is left out.
#[must_use]
pub fn copied_words(words: &str) -> String {
    let mut text = String::new();
    for line in words.split('\n') {
        // The sign of a row that ends inside of a word.
        let line = line.trim_end().trim_end_matches('↵');
        let mut normalizer = Normalizer::default();
        for word in line.split_whitespace() {
            match word {
                _ if is_drawn(word) => continue,
                _ if is_bullet(word) => normalizer.push_source("-", 0),
                _ => normalizer.push_source(&sanitize(word), 0),
            }
            normalizer.push_source(" ", 0);
        }
        text += &normalizer.finish().text;
        text.push('\n');
    }
    text.trim_matches(['\n', '-']).to_owned()
}

/// The end of copied words that begin at `start`, if they are there.
fn end_of_copied(text: &NormalizedText, start: usize, words: &str) -> Option<usize> {
    let mut at = start;
    let mut words = words.chars().peekable();
    while let Some(&word) = words.peek() {
        let found = text.text[at..].chars().next();
        match (found, word) {
            (Some(found), _) if found == word || (found, word) == (' ', '\n') => {
                at += found.len_utf8();
                words.next();
            }
            // A line end inside a word; in Korean it may have become a space.
            (_, '\n') | (Some('\u{ac00}'..='\u{d7a3}'), ' ') => {
                words.next();
            }
            (Some('-'), _) if text.is_optional_dash(at) => {
                at += 1;
                words.next_if_eq(&' ');
            }
            // A hyphen at a line end of the copied words, or of the essay's source; the bullet after a
            // dash, since a run of dashes is one.
            (_, '-') => {
                words.next();
                let is_hyphen = words.next_if_eq(&'\n').is_some() || text.is_optional_dash(at);
                if !is_hyphen && !text.text[..at].ends_with('-') {
                    return None;
                }
            }
            _ => return None,
        }
    }
    Some(at)
}
