//! Answers: what a terminal says when it is asked, told from keys.
//!
//! Strings (OSC, DCS, APC) are let in only by their exact heads, and colours by their whole
//! grammar, so that a key behind an answer that never ends is still a key.

use super::super::event::{Reply, Rgb};
use super::sequence::Params;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;

/// The longest string that is waited for, in bytes.
const LONGEST: usize = 4096;

/// What stands after `ESC ]`, `ESC P` or `ESC _`.
#[derive(Debug)]
pub(super) enum Text {
    /// No answer begins like this.
    Not,
    /// It may become one.
    Head,
    /// An answer of known grammar, not whole yet.
    Partial,
    /// An answer of free text, not whole yet.
    Free,
    /// Whole.
    Whole(Reply),
    /// It stopped: the last `behind` bytes belong to what comes after it.
    Ended { behind: usize },
}

/// What a string's head promises.
enum Kind {
    Colour(fn(Rgb) -> Reply),
    Palette(u16),
    Version,
    Other,
}

/// Looks at a string's bytes after its opener.
pub(super) fn string(opener: u8, bytes: &[u8]) -> Text {
    let (kind, body) = match opener {
        b']' => match operating_system_command(bytes) {
            Ok(found) => found,
            Err(text) => return text,
        },
        b'P' => match device_control(bytes) {
            Ok(found) => found,
            Err(text) => return text,
        },
        _ => match bytes {
            [] => return Text::Head,
            [b'G', body @ ..] => (Kind::Other, body),
            _ => return Text::Not,
        },
    };
    let is_colour = kind.is_colour();
    match body {
        [text @ .., BEL] | [text @ .., ESC, b'\\'] => Text::Whole(kind.answer(text)),
        [.., ESC] => kind.waiting(),
        [.., ESC, _] => Text::Ended { behind: 2 },
        [.., ..0x20 | 0x7f] => Text::Ended { behind: 1 },
        text if is_colour && matches!(colour(text), Colour::Not) => Text::Ended { behind: 1 },
        text if text.len() > LONGEST => Text::Ended { behind: 1 },
        _ => kind.waiting(),
    }
}

impl Kind {
    fn is_colour(&self) -> bool {
        matches!(self, Self::Colour(_) | Self::Palette(_))
    }

    fn waiting(&self) -> Text {
        if self.is_colour() {
            Text::Partial
        } else {
            Text::Free
        }
    }

    fn answer(&self, text: &[u8]) -> Reply {
        match (self, colour(text)) {
            (Self::Colour(answer), Colour::Whole(rgb)) => answer(rgb),
            (Self::Palette(index), Colour::Whole(rgb)) => Reply::Palette(*index, rgb),
            (Self::Version, _) => Reply::Version(
                String::from_utf8_lossy(text)
                    .chars()
                    .filter(|c| !c.is_control())
                    .collect(),
            ),
            _ => Reply::Other,
        }
    }
}

/// `NUMBER ; text`; for OSC 4 `4 ; INDEX ; text`.
fn operating_system_command(bytes: &[u8]) -> Result<(Kind, &[u8]), Text> {
    let (number, body) = leading_number(bytes)?;
    Ok(match number {
        10 => (Kind::Colour(Reply::Foreground), body),
        11 => (Kind::Colour(Reply::Background), body),
        12..=19 => (Kind::Colour(|_| Reply::Other), body),
        4 => {
            let (index, body) = leading_number(body)?;
            (Kind::Palette(index), body)
        }
        _ => (Kind::Other, body),
    })
}

fn leading_number(bytes: &[u8]) -> Result<(u16, &[u8]), Text> {
    let count = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let digits = bytes.get(..count).unwrap_or_default();
    match bytes.get(count) {
        None if count <= 4 => Err(Text::Head),
        Some(b';') if (1..=4).contains(&count) => {
            let number = digits
                .iter()
                .fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
            Ok((number, bytes.get(count + 1..).unwrap_or_default()))
        }
        _ => Err(Text::Not),
    }
}

fn device_control(bytes: &[u8]) -> Result<(Kind, &[u8]), Text> {
    const HEADS: [&[u8]; 6] = [b">|", b"!|", b"0$r", b"1$r", b"0+r", b"1+r"];
    for head in HEADS {
        if let Some(body) = bytes.strip_prefix(head) {
            let kind = if head == b">|" {
                Kind::Version
            } else {
                Kind::Other
            };
            return Ok((kind, body));
        }
    }
    if HEADS.iter().any(|head| head.starts_with(bytes)) {
        Err(Text::Head)
    } else {
        Err(Text::Not)
    }
}

/// What a colour's text is so far.
enum Colour {
    Not,
    Partial,
    Whole(Rgb),
}

/// `rgb:R/G/B` and `rgba:R/G/B/A` with 1 to 4 hexadecimal digits a channel, `#RGB` to
/// `#RRRRGGGGBBBB` (`XParseColor`).
fn colour(text: &[u8]) -> Colour {
    for (head, channels) in [("rgb:", 3), ("rgba:", 4)] {
        if let Some(body) = text.strip_prefix(head.as_bytes()) {
            return separated(body, channels);
        }
    }
    if let Some(digits) = text.strip_prefix(b"#") {
        return joined(digits);
    }
    if b"rgb:".starts_with(text) || b"rgba:".starts_with(text) {
        Colour::Partial
    } else {
        Colour::Not
    }
}

fn separated(body: &[u8], channels: usize) -> Colour {
    let mut values = [0; 4];
    let mut count = 0;
    let mut open = false;
    for group in body.split(|byte| *byte == b'/') {
        if open || group.len() > 4 || !group.iter().all(u8::is_ascii_hexdigit) {
            return Colour::Not;
        }
        let Some(slot) = values.get_mut(count).filter(|_| count < channels) else {
            return Colour::Not;
        };
        *slot = scaled(group);
        open = group.is_empty();
        count += usize::from(!open);
    }
    let [red, green, blue, _] = values;
    if count == channels && !open {
        Colour::Whole(Rgb(red, green, blue))
    } else {
        Colour::Partial
    }
}

fn joined(digits: &[u8]) -> Colour {
    if digits.len() > 12 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return Colour::Not;
    }
    let size = digits.len() / 3;
    if size == 0 || !digits.len().is_multiple_of(3) {
        return Colour::Partial;
    }
    let mut channels = digits.chunks(size).map(scaled);
    match (channels.next(), channels.next(), channels.next()) {
        (Some(red), Some(green), Some(blue)) => Colour::Whole(Rgb(red, green, blue)),
        _ => Colour::Partial,
    }
}

/// One to four hexadecimal digits as a channel of 8 bits.
fn scaled(digits: &[u8]) -> u8 {
    let (value, most) = digits.iter().fold((0, 0), |(value, most), digit| {
        let digit = char::from(*digit).to_digit(16).unwrap_or_default();
        (value * 16 + digit, most * 16 + 15)
    });
    u8::try_from((value * 255).checked_div(most).unwrap_or_default()).unwrap_or(u8::MAX)
}

/// An answer in the form of a control sequence: its `prefix` (`?`, `>`, `=`, or 0 for none), its
/// numbers, what stands between these and the last byte, and that. `None` if it is none.
pub(super) fn report(prefix: u8, numbers: Params<'_>, middle: &[u8], end: u8) -> Option<Reply> {
    let small = |index| numbers.get(index).and_then(|n| u16::try_from(n).ok());
    let tiny = |index| numbers.get(index).and_then(|n| u8::try_from(n).ok());
    Some(match (prefix, middle, end) {
        (b'?', b"$", b'y') => Reply::Mode(small(0)?, tiny(1)?),
        (b'?', [], b'c') => Reply::Attributes,
        (b'?', [], b'u') => Reply::Keyboard(tiny(0)?),
        (b'?', [], b'n') if small(0) == Some(997) => Reply::DarkScheme(small(1) == Some(1)),
        (b'?' | 0, [], b'R') => Reply::Cursor(small(0)?, small(1)?),
        (b'?' | b'>' | b'=', _, _) => Reply::Other,
        _ => return None,
    })
}
