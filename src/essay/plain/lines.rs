//! What a single line of a plain text looks like.
//!
//! Owns the shapes: list marks, underlines, rules, titles. It must not know the lines around.

use std::ops::Range;

/// Columns that a tab counts for in an indentation.
const TAB: usize = 4;

/// How sure a list's mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing but a list has it.
    Bullet,
    /// A hyphen, asterisk or plus sign.
    Dash(char),
    /// A number with a full stop or a bracket.
    Number(char),
}

/// A list's mark at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) class: Class,
    /// Its bytes.
    pub(super) length: usize,
    /// Where the item's text begins in the line, in bytes.
    pub(super) content: usize,
    /// The number, where it is one.
    pub(super) number: Option<u32>,
}

impl Mark {
    /// Whether the other mark is what follows this one in a list.
    pub(super) fn leads(&self, next: &Self) -> bool {
        self.class == next.class
            && match (self.number, next.number) {
                (Some(this), Some(next)) => next == this + 1,
                (None, None) => true,
                _ => false,
            }
    }
}

/// The list's mark that a line without its indentation begins with, where text follows it.
pub(super) fn list_mark(line: &str) -> Option<Mark> {
    let first = line.chars().next()?;
    let (class, length, number) = match first {
        '•' | '‣' | '◦' | '⁃' | '∙' | '▪' | '▫' | '●' | '○' | '■' | '□' => {
            (Class::Bullet, first.len_utf8(), None)
        }
        '-' | '*' | '+' => (Class::Dash(first), 1, None),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let close = line
                .get(digits..)?
                .chars()
                .next()
                .filter(|c| matches!(c, '.' | ')'))?;
            // A line may well begin with a year; no list is that long.
            let number = line.get(..digits).filter(|digits| digits.len() <= 3)?;
            (Class::Number(close), digits + 1, Some(number.parse().ok()?))
        }
        _ => return None,
    };
    let rest = line.get(length..)?;
    let text = rest.trim_start();
    if text.is_empty() || (text.len() == rest.len() && first != '•') || is_rule(line) {
        return None;
    }
    Some(Mark {
        class,
        length,
        content: line.len() - text.len(),
        number,
    })
}

/// The level of the heading that a line underlines: 1 for `===`, 2 for `---`.
pub(super) fn underline(line: &str) -> Option<u8> {
    let line = line.trim_end();
    let all = |mark: u8| line.len() >= 3 && line.bytes().all(|byte| byte == mark);
    if all(b'=') {
        Some(1)
    } else if all(b'-') {
        Some(2)
    } else {
        None
    }
}

/// Whether a line is a rule across the page: three or more of one sign, with or without spaces.
pub(super) fn is_rule(line: &str) -> bool {
    let mut signs = line.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'));
    let Some(first) = signs
        .next()
        .filter(|sign| matches!(sign, b'-' | b'*' | b'_' | b'=' | b'~'))
    else {
        return false;
    };
    let mut count = 1;
    for sign in signs {
        if sign != first {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// The level of a heading that begins with number signs, and where its text is.
pub(super) fn hashed(line: &str) -> Option<(u8, Range<usize>)> {
    let signs = line.bytes().take_while(|&byte| byte == b'#').count();
    let level = u8::try_from(signs)
        .ok()
        .filter(|level| (1..=6).contains(level))?;
    let rest = line.get(signs..)?;
    let text = rest.trim_start();
    if text.is_empty() || text.len() == rest.len() {
        return None;
    }
    Some((level, line.len() - text.len()..line.trim_end().len()))
}

/// Whether a line shouts: capital letters and no small ones. A word or two; a lone initial or a
/// number is none.
pub(super) fn is_capitals(line: &str) -> bool {
    let capitals = line
        .chars()
        .filter(|character| character.is_uppercase())
        .count();
    capitals >= 3
        && !line.chars().any(char::is_lowercase)
        && !line.ends_with([',', ';', ':', '-'])
        && line.chars().next().is_some_and(char::is_alphanumeric)
}

/// Whether a line begins with a section's Roman numeral and is no sentence: `IV. The ledger`. A lone
/// letter is a numeral only where it is hardly an initial.
pub(super) fn is_section(line: &str) -> bool {
    let numeral = line.bytes().take_while(|byte| b"IVXL".contains(byte));
    let count = numeral.count();
    let (numeral, rest) = line.split_at(count);
    let Some(words) = rest.strip_prefix(". ").map(str::trim_start) else {
        return false;
    };
    let begins = words.chars().next().is_some_and(|c| !c.is_lowercase());
    // An initial after it makes it one too.
    let initial = words.split(' ').next().is_some_and(|w| w.ends_with('.'));
    (1..=6).contains(&count) && numeral != "L" && begins && !initial && is_title(words)
}

/// Whether the first lines of a text can be its title: one short line that is no sentence.
pub(super) fn is_title(line: &str) -> bool {
    !line.contains('\n')
        && !is_longer(line, super::WRAPPED)
        && !line.ends_with(['.', ',', ';', ':', '。', '、'])
        && !line.chars().next().is_some_and(char::is_lowercase)
        && line.chars().any(char::is_alphabetic)
}

/// Whether a text has more than so many characters.
pub(super) fn is_longer(text: &str, characters: usize) -> bool {
    text.len() > characters
        && (text.len() > characters * 4 || text.chars().nth(characters).is_some())
}

/// The width of an indentation, in columns.
pub(super) fn columns(indent: &str) -> usize {
    indent
        .chars()
        .map(|character| if character == '\t' { TAB } else { 1 })
        .sum()
}
