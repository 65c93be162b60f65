//! Decodes a file's bytes to a source: UTF-8, or UTF-16 with a byte order mark.
//!
//! A source has no byte order mark and no NUL, and `\n` as line end.

use std::fmt;

/// Why bytes are not a text. Offsets are in bytes from the beginning of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// Invalid UTF-8.
    Utf8 {
        /// The offset of the first invalid byte.
        offset: usize,
        /// That byte.
        byte: u8,
    },
    /// Invalid UTF-16: an unpaired surrogate or an odd byte at the end.
    Utf16 {
        /// The offset of the first invalid unit.
        offset: usize,
    },
    /// A NUL character, as in binary files.
    Nul {
        /// The offset of the first one.
        offset: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf8 { offset, byte } => write!(
                formatter,
                "not UTF-8: the first invalid byte, 0x{byte:02X}, is at offset {offset} \
                 (if it is Latin-1, “iconv -f latin1 -t utf-8” converts it)"
            ),
            Self::Utf16 { offset } => write!(
                formatter,
                "invalid UTF-16: the first invalid unit is at byte offset {offset}"
            ),
            Self::Nul { offset } => write!(
                formatter,
                "not text: the first NUL byte is at offset {offset}"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Decodes the bytes of a file. Drops a byte order mark and turns line ends into `\n`.
///
/// # Errors
///
/// Returns what the bytes are instead of a text, and the offset of the first invalid byte.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return decode_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return decode_utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    let mut source = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        match memchr::memchr(0, &bytes[..valid]) {
            Some(offset) => DecodeError::Nul { offset },
            None => DecodeError::Utf8 {
                offset: valid,
                byte: bytes[valid],
            },
        }
    })?;
    if let Some(offset) = memchr::memchr(0, source.as_bytes()) {
        return Err(DecodeError::Nul { offset });
    }
    if source.starts_with('\u{feff}') {
        source.drain(..'\u{feff}'.len_utf8());
    }
    Ok(normalize_line_ends(source))
}

/// Decodes UTF-16 after its byte order mark.
fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    const BYTE_ORDER_MARK_LENGTH: usize = 2;
    let (pairs, odd_byte) = bytes.as_chunks::<2>();
    let mut source = String::with_capacity(bytes.len());
    let mut offset = BYTE_ORDER_MARK_LENGTH;
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
    if !odd_byte.is_empty() {
        return Err(DecodeError::Utf16 { offset });
    }
    Ok(normalize_line_ends(source))
}

/// Turns CR LF into LF. In a text without any LF, a lone CR is a line end.
fn normalize_line_ends(source: String) -> String {
    if !source.contains('\r') {
        source
    } else if source.contains('\n') {
        source.replace("\r\n", "\n")
    } else {
        source.replace('\r', "\n")
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
    fn decodes_utf8_and_utf16() {
        check(b"", Ok(""));
        check(b"\xef\xbb\xbfa\xc3\xa9", Ok("aé"));
        check(b"a\r\nb\n\rc\r\n", Ok("a\nb\n\rc\n"));
        check(b"a\rb\r", Ok("a\nb\n"));
        check(b"\xff\xfea\0=\xd8\0\xde\r\0\n\0", Ok("a😀\n"));
        check(b"\xfe\xff\0a\xd8=\xde\0", Ok("a😀"));
        check(b"\xff\xfe", Ok(""));
    }

    #[test]
    fn rejects_invalid_and_binary_input() {
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
        check(b"\xff\xfe\0\0a\0\0\0", Err(DecodeError::Nul { offset: 2 }));
    }

    #[test]
    fn errors_name_the_problem_and_its_offset() {
        let error = decode(b"ab\xffcd".to_vec()).unwrap_err().to_string();
        assert_eq!(
            error,
            "not UTF-8: the first invalid byte, 0xFF, is at offset 2 \
             (if it is Latin-1, “iconv -f latin1 -t utf-8” converts it)"
        );
    }
}
