//! From a file's bytes to a source: UTF-8, or UTF-16 that says so by its byte order mark.
//!
//! Owns what a source may hold: no byte order mark, no NUL, line ends made `\n`. It must not know
//! where the bytes come from.

use std::fmt;

use memchr::{memchr, memchr2};

use super::parallel;

/// Why bytes are not a text. Offsets are in bytes from the file's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// A byte that UTF-8 does not have there.
    Utf8 {
        /// Where the first bad byte is.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// Half a surrogate pair, or half a unit, in UTF-16.
    Utf16 {
        /// Where the first bad unit is.
        offset: usize,
    },
    /// UTF-32, which is not read.
    Utf32,
    /// A NUL, which no text has.
    Nul {
        /// Where the first is.
        offset: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf8 { offset, byte } => {
                write!(
                    formatter,
                    "not UTF-8: the first bad byte, 0x{byte:02X}, is at offset {offset} \
                     (if it is Latin-1, “iconv -f latin1 -t utf-8” converts it)"
                )
            }
            Self::Utf16 { offset } => {
                write!(
                    formatter,
                    "broken UTF-16: the first bad unit is at byte offset {offset}"
                )
            }
            Self::Utf32 => write!(
                formatter,
                "UTF-32, which is not read (byte offset 0): convert it to UTF-8"
            ),
            Self::Nul { offset } => {
                write!(
                    formatter,
                    "not text: the first NUL byte is at offset {offset}"
                )
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Makes a source of a file's bytes: a byte order mark is dropped, a line end is `\n`.
///
/// # Errors
///
/// Says what the bytes are instead of a text, and where the first bad one is.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    match bytes.as_slice() {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(DecodeError::Utf32),
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    let mut source = String::from_utf8(bytes).map_err(|error| {
        let bad = error.utf8_error().valid_up_to();
        let (before, from) = error.as_bytes().split_at(bad);
        match (memchr(0, before), from.first()) {
            (Some(offset), _) => DecodeError::Nul { offset },
            (None, byte) => DecodeError::Utf8 {
                offset: bad,
                byte: byte.copied().unwrap_or_default(),
            },
        }
    })?;
    let has_rare = has_rare(source.as_bytes());
    if has_rare && let Some(offset) = memchr(0, source.as_bytes()) {
        return Err(DecodeError::Nul { offset });
    }
    if source.starts_with('\u{feff}') {
        source.drain(..'\u{feff}'.len_utf8());
    }
    Ok(if has_rare {
        with_line_feeds(source)
    } else {
        source
    })
}

/// Whether there is a NUL or a carriage return, which are looked for in one pass.
fn has_rare(bytes: &[u8]) -> bool {
    let parts = parallel::parts(bytes.len(), |border| border);
    parallel::each(parts, |part| {
        memchr2(0, b'\r', bytes.get(part).unwrap_or_default()).is_some()
    })
    .contains(&true)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    const MARK: usize = 2;
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut source = String::with_capacity(bytes.len());
    let mut offset = MARK;
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match character {
            Ok('\0') => return Err(DecodeError::Nul { offset }),
            Ok(character) => {
                source.push(character);
                offset += 2 * character.len_utf16();
            }
            Err(_) => return Err(DecodeError::Utf16 { offset }),
        }
    }
    if !odd.is_empty() {
        return Err(DecodeError::Utf16 { offset });
    }
    Ok(with_line_feeds(source))
}

/// Makes CR LF one line feed; where a file has no line feed at all, a lone CR is its line end.
fn with_line_feeds(source: String) -> String {
    if memchr(b'\r', source.as_bytes()).is_none() {
        source
    } else if memchr(b'\n', source.as_bytes()).is_none() {
        source.replace('\r', "\n")
    } else {
        source.replace("\r\n", "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{DecodeError, decode};

    fn check(bytes: &[u8], expected: Result<&str, DecodeError>) {
        assert_eq!(
            decode(bytes.to_vec()).as_deref(),
            expected.as_ref().map(|text| *text),
            "{bytes:x?}"
        );
    }

    #[test]
    fn texts() {
        check(b"", Ok(""));
        check(b"\xef\xbb\xbfa\xc3\xa9", Ok("aé"));
        check(b"a\r\nb\n\rc\r\n", Ok("a\nb\n\rc\n"));
        check(b"a\rb\r", Ok("a\nb\n"));
        check(b"\xff\xfea\0=\xd8\0\xde\r\0\n\0", Ok("a😀\n"));
        check(b"\xfe\xff\0a\xd8=\xde\0", Ok("a😀"));
        check(b"\xff\xfe", Ok(""));
    }

    #[test]
    fn what_is_no_text() {
        check(
            b"ab\xffcd",
            Err(DecodeError::Utf8 {
                offset: 2,
                byte: 0xff,
            }),
        );
        check(
            b"ab\xc3",
            Err(DecodeError::Utf8 {
                offset: 2,
                byte: 0xc3,
            }),
        );
        check(
            b"\xef\xbb\xbf\x80",
            Err(DecodeError::Utf8 {
                offset: 3,
                byte: 0x80,
            }),
        );
        check(b"a\r\nb\0\xff", Err(DecodeError::Nul { offset: 4 }));
        check(
            b"a\xffb\0",
            Err(DecodeError::Utf8 {
                offset: 1,
                byte: 0xff,
            }),
        );
        check(
            b"\xff\xfea\0\0\xdcb\0",
            Err(DecodeError::Utf16 { offset: 4 }),
        );
        check(b"\xff\xfea\0\0\0", Err(DecodeError::Nul { offset: 4 }));
        check(b"\xff\xfea\0b", Err(DecodeError::Utf16 { offset: 4 }));
        check(b"\xff\xfe\0\0a\0\0\0", Err(DecodeError::Utf32));
    }

    #[test]
    fn errors_say_what_it_is_and_where() {
        let error = decode(b"ab\xffcd".to_vec()).unwrap_err().to_string();
        assert_eq!(
            error,
            "not UTF-8: the first bad byte, 0xFF, is at offset 2 \
             (if it is Latin-1, “iconv -f latin1 -t utf-8” converts it)"
        );
    }
}
