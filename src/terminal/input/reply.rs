//! Recognizes the terminal's replies to queries.
//!
//! Strings (OSC, DCS, APC) are accepted only with the exact beginnings of known replies, so that
//! keys such as Alt-] and the keys after a reply without an end are still keys.

use super::super::event::{Reply, Rgb};
use super::csi::Csi;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;

/// The longest string reply, in bytes.
const MAX_STRING_BYTES: usize = 4096;

/// The maximum number of digits of a number in an OSC reply.
const MAX_OSC_DIGITS: usize = 4;

/// How the replies to DCS queries begin: XTVERSION, DA3, DECRQSS, XTGETTCAP.
const DCS_PREFIXES: [&[u8]; 6] = [b">|", b"!|", b"0$r", b"1$r", b"0+r", b"1+r"];

/// What the bytes of a string mean so far.
#[derive(Debug)]
pub(crate) enum StringState {
    /// No reply begins like this.
    NotAReply,
    /// This may be or become a reply.
    Incomplete,
    /// This is a color so far. Keys do not look like one, so it may take any time to complete.
    IncompleteColor,
    Complete(Reply),
    /// The reply was cut off; the last `rest` bytes do not belong to it.
    CutOff {
        rest: usize,
    },
}

/// Examines the bytes after `ESC ]`, `ESC P` or `ESC _`.
pub(crate) fn string(introducer: u8, bytes: &[u8]) -> StringState {
    let (content, body) = match content(introducer, bytes) {
        Ok(found) => found,
        Err(state) => return state,
    };
    let incomplete = match content {
        Content::Unknown => StringState::Incomplete,
        Content::Color | Content::Background => StringState::IncompleteColor,
    };
    match (body, content) {
        ([text @ .., BEL] | [text @ .., ESC, b'\\'], content) => {
            let background = (content == Content::Background).then(|| parse_color(text));
            StringState::Complete(background.flatten().map_or(Reply::Other, Reply::Background))
        }
        ([.., ESC], _) => incomplete,
        ([.., ESC, _], _) => StringState::CutOff { rest: 2 },
        ([.., ..0x20 | 0x7f], _) => StringState::CutOff { rest: 1 },
        (text, Content::Unknown) if text.len() > MAX_STRING_BYTES => {
            StringState::CutOff { rest: 1 }
        }
        (text, Content::Color | Content::Background) if !is_color_prefix(text) => {
            StringState::CutOff { rest: 1 }
        }
        _ => incomplete,
    }
}

/// The content of a string, by its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// The background color.
    Background,
    /// Another color.
    Color,
    Unknown,
}

/// Parses the beginning of a string; returns its content and the bytes after the beginning.
fn content(introducer: u8, bytes: &[u8]) -> Result<(Content, &[u8]), StringState> {
    match introducer {
        b']' => match osc_number(bytes)? {
            (11, body) => Ok((Content::Background, body)),
            (10..=19, body) => Ok((Content::Color, body)),
            // OSC 4 ; index ; color.
            (4, body) => Ok((Content::Color, osc_number(body)?.1)),
            (_, body) => Ok((Content::Unknown, body)),
        },
        b'P' => after_prefix(bytes, &DCS_PREFIXES),
        _ => after_prefix(bytes, &[b"G"]),
    }
}

fn after_prefix<'a>(
    bytes: &'a [u8],
    prefixes: &[&[u8]],
) -> Result<(Content, &'a [u8]), StringState> {
    if let Some(body) = prefixes
        .iter()
        .find_map(|prefix| bytes.strip_prefix(*prefix))
    {
        Ok((Content::Unknown, body))
    } else if prefixes.iter().any(|prefix| prefix.starts_with(bytes)) {
        Err(StringState::Incomplete)
    } else {
        Err(StringState::NotAReply)
    }
}

/// Parses a number and the `;` after it; returns the number and the rest.
fn osc_number(bytes: &[u8]) -> Result<(u16, &[u8]), StringState> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    let (digits, rest) = bytes.split_at(digits.count());
    match rest {
        [] if digits.len() <= MAX_OSC_DIGITS => Err(StringState::Incomplete),
        [b';', rest @ ..] if (1..=MAX_OSC_DIGITS).contains(&digits.len()) => {
            let value = |number, digit: &u8| number * 10 + u16::from(digit - b'0');
            Ok((digits.iter().fold(0, value), rest))
        }
        _ => Err(StringState::NotAReply),
    }
}

/// Whether a color may begin like this.
fn is_color_prefix(text: &[u8]) -> bool {
    // With the length of the longest color of each form, without the prefix.
    let forms = [("rgb:", 14), ("rgba:", 19), ("#", 12)];
    forms.into_iter().any(
        |(prefix, max_length)| match text.strip_prefix(prefix.as_bytes()) {
            Some(channels) => {
                let valid = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'/';
                channels.len() <= max_length && channels.iter().all(valid)
            }
            None => prefix.as_bytes().starts_with(text),
        },
    )
}

/// Parses `rgb:R/G/B`, `rgba:R/G/B/A` and `#RGB` with 1 to 4 hexadecimal digits per channel
/// (`XParseColor`).
fn parse_color(text: &[u8]) -> Option<Rgb> {
    let text = std::str::from_utf8(text).ok()?;
    let channels: Vec<&str> = if let Some(digits) = text.strip_prefix('#') {
        let length = digits.len() / 3;
        let (red, rest) = digits.split_at_checked(length)?;
        let (green, blue) = rest.split_at_checked(length)?;
        vec![red, green, blue]
    } else {
        let body = text.strip_prefix("rgb:").or(text.strip_prefix("rgba:"))?;
        body.split('/').collect()
    };
    match channels.as_slice() {
        [red, green, blue] | [red, green, blue, _] => {
            Some(Rgb(channel(red)?, channel(green)?, channel(blue)?))
        }
        _ => None,
    }
}

/// Scales one to four hexadecimal digits to 8 bits.
fn channel(digits: &str) -> Option<u8> {
    let max = match digits.len() {
        length @ 1..=4 => (1 << (4 * length)) - 1,
        _ => return None,
    };
    let value = u32::from_str_radix(digits, 16).ok()?;
    u8::try_from(value * 255 / max).ok()
}

/// The reply that a control sequence is, if it is one.
pub(crate) fn from_csi(csi: Csi<'_>) -> Option<Reply> {
    match (csi.prefix, csi.intermediates, csi.final_byte) {
        (Some(b'?'), [], b'c') => Some(Reply::DeviceAttributes),
        (Some(b'?' | b'>' | b'='), ..) | (None, b"$", b'y') | (None, [], b't' | b'n' | b'c') => {
            Some(Reply::Other)
        }
        // The cursor's position.
        (None, [], b'R') => csi.params.get(1).map(|_| Reply::Other),
        // Focus events.
        (None, [], b'I' | b'O') if csi.params.is_empty() => Some(Reply::Other),
        _ => None,
    }
}
