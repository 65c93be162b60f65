//! Recognizes the shape of a single line of a plain text: list markers, underlines, rules, titles.

use std::ops::Range;

/// The kind of a list marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkerClass {
    /// A bullet, which is always a list marker.
    Bullet,
    /// A hyphen, asterisk or plus sign.
    Dash(char),
    /// A number with a full stop or a bracket.
    Number(char),
    /// An en or em dash.
    LongDash(char),
    /// A letter or a small Roman numeral with a full stop or a bracket.
    Letter(char),
    /// A number or a letter in brackets.
    Enclosed,
}

impl MarkerClass {
    /// Whether other text often begins like this, so that a marker needs others that go with it.
    pub(crate) fn is_ambiguous(self) -> bool {
        matches!(self, Self::LongDash(_) | Self::Letter(_) | Self::Enclosed)
    }
}

/// A list marker at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListMarker {
    pub(crate) class: MarkerClass,
    /// Its length in bytes.
    pub(crate) length: usize,
    /// The byte offset of the item's text in the line.
    pub(crate) content: usize,
    ordinal: Ordinal,
}

/// The values of a numbered or lettered marker: its number or its place in the alphabet, and its
/// value as a Roman numeral. A bullet has neither, `i` has both.
type Ordinal = [Option<u32>; 2];

impl ListMarker {
    /// Whether `next` can follow this marker in a list.
    pub(crate) fn precedes(&self, next: &Self) -> bool {
        let mut values = self.ordinal.iter().zip(next.ordinal);
        let precedes = |(this, next): (&Option<u32>, Option<u32>)| {
            this.is_some_and(|this| next == Some(this.saturating_add(1)))
        };
        self.class == next.class
            && (values.any(precedes) || self.ordinal == [None; 2] && next.ordinal == [None; 2])
    }

    /// Whether a list can begin with this marker.
    pub(crate) fn is_first(&self) -> bool {
        self.ordinal == [None; 2] || self.ordinal.contains(&Some(1))
    }
}

/// The list marker at the beginning of a line without its indentation, if text follows it.
pub(crate) fn list_marker(line: &str) -> Option<ListMarker> {
    let first = line.chars().next()?;
    let (class, length, ordinal) = match first {
        '•' | '‣' | '◦' | '⁃' | '∙' | '▪' | '▫' | '●' | '○' | '■' | '□' => {
            (MarkerClass::Bullet, first.len_utf8(), [None; 2])
        }
        '-' | '*' | '+' => (MarkerClass::Dash(first), 1, [None; 2]),
        '–' | '—' => (MarkerClass::LongDash(first), first.len_utf8(), [None; 2]),
        '0'..='9' | 'a'..='z' | 'A'..='Z' => ordinal_marker(line)?,
        '(' => {
            let (length, ordinal) = ordinal(&line[1..])?;
            line[1 + length..].strip_prefix(')')?;
            (MarkerClass::Enclosed, length + 2, ordinal)
        }
        _ => return None,
    };
    let rest = &line[length..];
    let text = rest.trim_start();
    if text.is_empty() || (text.len() == rest.len() && first != '•') || is_rule(line) {
        return None;
    }
    Some(ListMarker {
        class,
        length,
        content: line.len() - text.len(),
        ordinal,
    })
}

/// A marker of a number or letters and a full stop or bracket: class, length, value.
fn ordinal_marker(line: &str) -> Option<(MarkerClass, usize, Ordinal)> {
    // Most lines begin with a word.
    let after_word = line.bytes().find(|byte| !byte.is_ascii_alphanumeric());
    after_word.filter(|byte| b".)".contains(byte))?;
    let (length, ordinal) = ordinal(line)?;
    let close = line[length..].chars().next()?;
    let class = match (line.as_bytes()[0], close) {
        (b'0'..=b'9', '.' | ')') => MarkerClass::Number(close),
        // A capital with a full stop is an initial.
        (b'a'..=b'z', '.' | ')') | (b'A'..=b'Z', ')') => MarkerClass::Letter(close),
        _ => return None,
    };
    Some((class, length + 1, ordinal))
}

/// The number or letters at the beginning of a line: their length in bytes and their value.
fn ordinal(line: &str) -> Option<(usize, Ordinal)> {
    // A line may begin with a year, but no list is that long.
    const MAX_DIGITS: usize = 3;
    let is_number = line.starts_with(|first: char| first.is_ascii_digit());
    let end = if is_number {
        line.find(|char: char| !char.is_ascii_digit())
    } else {
        line.find(|char: char| !char.is_ascii_alphabetic())
    };
    let length = end.unwrap_or(line.len());
    let word = &line[..length];
    let ordinal = match word.as_bytes() {
        _ if is_number => [word.parse().ok().filter(|_| length <= MAX_DIGITS), None],
        [letter] => {
            let number = u32::from(letter.to_ascii_lowercase() - b'a') + 1;
            [Some(number), lowercase_roman_value(word)]
        }
        _ => [None, lowercase_roman_value(word)],
    };
    (ordinal != [None; 2]).then_some((length, ordinal))
}

fn lowercase_roman_value(word: &str) -> Option<u32> {
    let is_small = word.bytes().all(|byte| byte.is_ascii_lowercase());
    roman_value(&word.to_ascii_uppercase()).filter(|_| is_small)
}

/// The value of a Roman numeral in capitals, up to 89. `None` if it is not well formed.
pub(crate) fn roman_value(numeral: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    let ones_start = match numeral.strip_suffix("IX") {
        Some(tens) => tens.len(),
        None => numeral.trim_end_matches(['I', 'V']).len(),
    };
    let (tens, ones) = numeral.split_at(ones_start);
    let digit = |numerals: &[&str], numeral| numerals.iter().position(|other| *other == numeral);
    let value = 10 * digit(&TENS, tens)? + digit(&ONES, ones)?;
    u32::try_from(value).ok().filter(|value| *value > 0)
}

/// The level of the heading that a line underlines: 1 for `===`, 2 for `---`, 3 for `~~~`.
pub(crate) fn underline_level(line: &str) -> Option<u8> {
    let line = line.trim_end();
    let level = match line.as_bytes().first()? {
        b'=' => 1,
        b'-' => 2,
        b'~' => 3,
        _ => return None,
    };
    let is_uniform = line.bytes().all(|byte| byte == line.as_bytes()[0]);
    (line.len() >= 3 && is_uniform).then_some(level)
}

/// Whether a line is a horizontal rule: three or more of one sign, with or without spaces.
pub(crate) fn is_rule(line: &str) -> bool {
    let signs = line.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'));
    let first = signs.clone().next();
    matches!(first, Some(b'-' | b'*' | b'_' | b'=' | b'~'))
        && signs.clone().all(|sign| Some(sign) == first)
        && signs.count() >= 3
}

/// The level and the text, as a byte range, of a heading that begins with signs: `## Title`.
pub(crate) fn marked_heading(line: &str, sign: u8) -> Option<(u8, Range<usize>)> {
    let signs = line.bytes().take_while(|&byte| byte == sign).count();
    let level = u8::try_from(signs).ok()?;
    let rest = &line[signs..];
    let text = rest.trim_start();
    let is_heading = (1..=6).contains(&level) && !text.is_empty() && text.len() < rest.len();
    is_heading.then(|| (level, line.len() - text.len()..line.trim_end().len()))
}

/// Whether a line consists of one sign of punctuation, at least `min` times, as those above and
/// below a heading of reStructuredText do.
pub(crate) fn is_uniform(line: &str, min: usize) -> bool {
    let line = line.trim_end().as_bytes();
    let is_same = |byte: &u8| *byte == line[0] && byte.is_ascii_punctuation();
    line.len() >= min.max(1) && line.iter().all(is_same)
}

/// Whether a line consists of words in capitals: three capital letters or more and no lowercase letter.
pub(crate) fn is_capitals(line: &str) -> bool {
    const MIN_CAPITALS: usize = 3;
    line.chars().filter(|c| c.is_uppercase()).count() >= MIN_CAPITALS
        && !line.chars().any(char::is_lowercase)
        && !line.ends_with([',', ';', ':', '-'])
        && line.starts_with(char::is_alphanumeric)
}

/// Whether a line is a section heading with a Roman numeral, such as `IV. The ledger`. A single
/// letter counts only if it is hardly an initial.
pub(crate) fn is_roman_heading(line: &str) -> bool {
    let length = line
        .bytes()
        .take_while(|byte| b"IVXL".contains(byte))
        .count();
    let (numeral, rest) = line.split_at(length);
    let Some(words) = rest.strip_prefix(". ").map(str::trim_start) else {
        return false;
    };
    // Another initial after it makes it an initial.
    let before_initial = words
        .split(' ')
        .next()
        .is_some_and(|word| word.ends_with('.'));
    (1..=6).contains(&length) && numeral != "L" && !before_initial && is_title(words)
}

/// Whether a text can be a title: one short line that is not a sentence.
pub(crate) fn is_title(line: &str) -> bool {
    !line.contains('\n')
        && !is_longer(line, super::MAX_WRAPPED)
        && !line.ends_with(['.', ',', ';', ':', '。', '、'])
        && !line.starts_with(char::is_lowercase)
        && line.chars().any(char::is_alphabetic)
}

/// Whether a text has more characters than `max`.
pub(crate) fn is_longer(text: &str, max: usize) -> bool {
    // Most texts have too few bytes, so that their characters need no counting.
    text.len() > max && text.chars().nth(max).is_some()
}

/// The width of indentation, in columns.
pub(crate) fn indent_width(indent: &str) -> usize {
    const TAB_WIDTH: usize = 4;
    let width = |character| if character == '\t' { TAB_WIDTH } else { 1 };
    indent.chars().map(width).sum()
}
