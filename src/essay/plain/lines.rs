//! What a single line of a plain text looks like.
//!
//! Owns the shapes: list marks, underlines, rules, titles. It must not know the lines around.

use std::ops::Range;

/// Columns that a tab counts for in an indentation.
const TAB: usize = 4;

/// What a list's mark is made of. How sure one is differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing but a list has it.
    Bullet,
    /// A hyphen, asterisk or plus sign.
    Dash(char),
    /// A number with a full stop or a bracket.
    Number(char),
    /// A dash as it stands in a sentence too.
    Line(char),
    /// A letter or a small Roman number with a full stop or a bracket.
    Letter(char),
    /// A number or a letter in brackets.
    Enclosed,
}

impl Class {
    /// Whether so much else begins with it that it is one only where others go with it.
    pub(super) fn is_weak(self) -> bool {
        matches!(self, Self::Line(_) | Self::Letter(_) | Self::Enclosed)
    }
}

/// A list's mark at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) class: Class,
    /// Its bytes.
    pub(super) length: usize,
    /// Where the item's text begins in the line, in bytes.
    pub(super) content: usize,
    /// The number, or the letter's place in the alphabet, where it is one.
    pub(super) number: Option<u32>,
    /// What its letters are as a Roman number, where they are one.
    roman: Option<u32>,
}

impl Mark {
    /// Whether the other mark is what follows this one in a list.
    pub(super) fn leads(&self, next: &Self) -> bool {
        let leads = |this: Option<u32>, next: Option<u32>| {
            this.is_some_and(|this| next == Some(this.saturating_add(1)))
        };
        let bare = |mark: &Self| mark.number.is_none() && mark.roman.is_none();
        self.class == next.class
            && (leads(self.number, next.number)
                || leads(self.roman, next.roman)
                || bare(self) && bare(next))
    }

    /// Whether a list can begin with it.
    pub(super) fn is_first(&self) -> bool {
        match (self.number, self.roman) {
            (None, None) => true,
            (number, roman) => number == Some(1) || roman == Some(1),
        }
    }
}

/// The list's mark that a line without its indentation begins with, where text follows it.
pub(super) fn list_mark(line: &str) -> Option<Mark> {
    let first = line.chars().next()?;
    let bare = |class, length| Some((class, length, Numbers::default()));
    let (class, length, numbers) = match first {
        '•' | '‣' | '◦' | '⁃' | '∙' | '▪' | '▫' | '●' | '○' | '■' | '□' => {
            bare(Class::Bullet, first.len_utf8())
        }
        '-' | '*' | '+' => bare(Class::Dash(first), 1),
        '–' | '—' => bare(Class::Line(first), first.len_utf8()),
        '0'..='9' | 'a'..='z' | 'A'..='Z' => count_noun(line),
        '(' => {
            let inside = line.get(1..)?;
            let (length, numbers) = numbers(inside)?;
            inside.get(length..)?.strip_prefix(')')?;
            Some((Class::Enclosed, length + 2, numbers))
        }
        _ => None,
    }?;
    let rest = line.get(length..)?;
    let text = rest.trim_start();
    if text.is_empty() || (text.len() == rest.len() && first != '•') || is_rule(line) {
        return None;
    }
    Some(Mark {
        class,
        length,
        content: line.len() - text.len(),
        number: numbers.number,
        roman: numbers.roman,
    })
}

/// What a mark counts as.
#[derive(Default)]
struct Numbers {
    number: Option<u32>,
    roman: Option<u32>,
}

/// The mark with a number or a letter and what closes it.
fn count_noun(line: &str) -> Option<(Class, usize, Numbers)> {
    let (length, numbers) = numbers(line)?;
    let close = line.get(length..)?.chars().next()?;
    let class = match (line.as_bytes().first()?, close) {
        (b'0'..=b'9', '.' | ')') => Class::Number(close),
        // A capital with a full stop is an initial.
        (b'a'..=b'z', '.' | ')') | (b'A'..=b'Z', ')') => Class::Letter(close),
        _ => return None,
    };
    Some((class, length + 1, numbers))
}

/// The number or the letters that a line begins with: their length, and what they count as.
fn numbers(line: &str) -> Option<(usize, Numbers)> {
    let bytes = line.as_bytes();
    let mut numbers = Numbers::default();
    if bytes.first()?.is_ascii_digit() {
        let length = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        // A line may well begin with a year; no list is that long.
        let digits = line.get(..length).filter(|digits| digits.len() <= 3)?;
        numbers.number = Some(digits.parse().ok()?);
        return Some((length, numbers));
    }
    let letters = |byte: &&u8| byte.is_ascii_alphabetic();
    // No small Roman number of a list is longer than `xviii`.
    let length = bytes.iter().take(6).take_while(letters).count();
    let word = line.get(..length)?;
    if let [letter] = word.as_bytes() {
        let before = u32::from(letter.to_ascii_lowercase() - b'a');
        numbers.number = Some(before + 1);
    }
    numbers.roman = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase())
        .then(|| roman(&word.to_ascii_uppercase()))
        .flatten();
    (numbers.number.is_some() || numbers.roman.is_some()).then_some((length, numbers))
}

/// What a Roman numeral in capitals is, up to 89, where it is written as one.
pub(super) fn roman(numeral: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    let tens = numeral.trim_end_matches(['I', 'V']);
    let (tens, ones) = match numeral.strip_suffix("IX") {
        Some(tens) => (tens, "IX"),
        None => (tens, numeral.get(tens.len()..)?),
    };
    let place = |all: &[&str], one: &str| all.iter().position(|each| *each == one);
    let number = 10 * place(&TENS, tens)? + place(&ONES, ones)?;
    u32::try_from(number).ok().filter(|number| *number > 0)
}

/// The level of the heading that a line underlines: 1 for `===`, 2 for `---`, 3 for `~~~`.
pub(super) fn underline(line: &str) -> Option<u8> {
    let line = line.trim_end();
    let all = |mark: u8| line.len() >= 3 && line.bytes().all(|byte| byte == mark);
    if all(b'=') {
        Some(1)
    } else if all(b'-') {
        Some(2)
    } else if all(b'~') {
        Some(3)
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
