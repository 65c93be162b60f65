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

/// The values of a numbered or lettered marker. `i` has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Ordinal {
    /// The number, or the letter's place in the alphabet.
    number: Option<u32>,
    /// The value of the letters as a Roman numeral.
    roman: Option<u32>,
}

impl Ordinal {
    fn is_none(self) -> bool {
        self == Self::default()
    }
}

impl ListMarker {
    /// Whether `next` can follow this marker in a list.
    pub(crate) fn precedes(&self, next: &Self) -> bool {
        let precedes = |this: Option<u32>, next: Option<u32>| {
            this.is_some_and(|this| next == Some(this.saturating_add(1)))
        };
        self.class == next.class
            && (precedes(self.ordinal.number, next.ordinal.number)
                || precedes(self.ordinal.roman, next.ordinal.roman)
                || self.ordinal.is_none() && next.ordinal.is_none())
    }

    /// Whether a list can begin with this marker.
    pub(crate) fn is_first(&self) -> bool {
        let Ordinal { number, roman } = self.ordinal;
        self.ordinal.is_none() || number == Some(1) || roman == Some(1)
    }
}

/// The list marker at the beginning of a line without its indentation, if text follows it.
pub(crate) fn list_marker(line: &str) -> Option<ListMarker> {
    let first = line.chars().next()?;
    let (class, length, ordinal) = match first {
        '•' | '‣' | '◦' | '⁃' | '∙' | '▪' | '▫' | '●' | '○' | '■' | '□' => {
            (MarkerClass::Bullet, first.len_utf8(), Ordinal::default())
        }
        '-' | '*' | '+' => (MarkerClass::Dash(first), 1, Ordinal::default()),
        '–' | '—' => (
            MarkerClass::LongDash(first),
            first.len_utf8(),
            Ordinal::default(),
        ),
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
    // The longest small Roman numeral of a list is `xviii`.
    const MAX_LETTERS: usize = 6;
    let bytes = line.as_bytes();
    if bytes.first()?.is_ascii_digit() {
        let length = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if length > MAX_DIGITS {
            return None;
        }
        let number = line[..length].parse().ok();
        return Some((
            length,
            Ordinal {
                number,
                roman: None,
            },
        ));
    }
    let letters = bytes
        .iter()
        .take(MAX_LETTERS)
        .take_while(|byte| byte.is_ascii_alphabetic());
    let length = letters.count();
    let word = &line[..length];
    let number = match word.as_bytes() {
        [letter] => Some(u32::from(letter.to_ascii_lowercase() - b'a') + 1),
        _ => None,
    };
    let is_lowercase = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman = if is_lowercase {
        roman_value(&word.to_ascii_uppercase())
    } else {
        None
    };
    let ordinal = Ordinal { number, roman };
    (!ordinal.is_none()).then_some((length, ordinal))
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
pub(crate) fn underline(line: &str) -> Option<u8> {
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
    let mut signs = line.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'));
    let Some(first) = signs.next() else {
        return false;
    };
    let mut others = 0;
    let is_uniform = signs.all(|sign| {
        others += 1;
        sign == first
    });
    matches!(first, b'-' | b'*' | b'_' | b'=' | b'~') && is_uniform && others >= 2
}

/// The level and the text, as a byte range, of a heading that begins with number signs.
pub(crate) fn hash_heading(line: &str) -> Option<(u8, Range<usize>)> {
    let signs = line.bytes().take_while(|&byte| byte == b'#').count();
    let level = u8::try_from(signs).ok()?;
    let rest = &line[signs..];
    let text = rest.trim_start();
    let is_heading = (1..=6).contains(&level) && !text.is_empty() && text.len() < rest.len();
    is_heading.then(|| (level, line.len() - text.len()..line.trim_end().len()))
}

/// Whether a line consists of words in capitals: three capital letters or more and no small ones.
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
pub(crate) fn columns(indent: &str) -> usize {
    const TAB_WIDTH: usize = 4;
    let width = |character| if character == '\t' { TAB_WIDTH } else { 1 };
    indent.chars().map(width).sum()
}
