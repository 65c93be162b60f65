//! Decodes a file's bytes to a source: UTF-8, or UTF-16 with a byte order mark.
//!
//! A source has no byte order mark and no NUL, and `\n` as line end.

/// Decodes the bytes of a file. Drops a byte order mark and turns line ends into `\n`.
///
/// # Errors
///
/// One line on what the bytes are instead of a text, with the offset of the first invalid byte.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return decode_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return decode_utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    let mut source = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        match memchr::memchr(0, &bytes[..valid]) {
            Some(offset) => nul(offset),
            None => format!(
                "not UTF-8: the first invalid byte, 0x{:02X}, is at offset {valid} \
                 (if it is Latin-1, “iconv -f latin1 -t utf-8” converts it)",
                bytes[valid]
            ),
        }
    })?;
    if let Some(offset) = memchr::memchr(0, source.as_bytes()) {
        return Err(nul(offset));
    }
    if source.starts_with('\u{feff}') {
        source.drain(..'\u{feff}'.len_utf8());
    }
    Ok(normalize_line_ends(source))
}

/// Decodes UTF-16 after its byte order mark.
fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    const BYTE_ORDER_MARK_LENGTH: usize = 2;
    let (pairs, odd_byte) = bytes.as_chunks::<2>();
    let mut source = String::new();
    source
        .try_reserve(bytes.len())
        .map_err(|_| "it does not fit in memory")?;
    let invalid =
        |offset| format!("invalid UTF-16: the first invalid unit is at byte offset {offset}");
    let mut offset = BYTE_ORDER_MARK_LENGTH;
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match character {
            Ok('\0') => return Err(nul(offset)),
            Ok(character) => {
                source.push(character);
                offset += 2 * character.len_utf16();
            }
            Err(_) => return Err(invalid(offset)),
        }
    }
    if !odd_byte.is_empty() {
        return Err(invalid(offset));
    }
    Ok(normalize_line_ends(source))
}

fn nul(offset: usize) -> String {
    format!("not text: the first NUL byte is at offset {offset}")
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
    use super::decode;

    #[test]
    fn decodes_utf8_and_utf16() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"\xef\xbb\xbfa\xc3\xa9", "aé"),
            (b"a\r\nb\n\rc\r\n", "a\nb\n\rc\n"),
            (b"a\rb\r", "a\nb\n"),
            (b"\xff\xfea\0=\xd8\0\xde\r\0\n\0", "a😀\n"),
            (b"\xfe\xff\0a\xd8=\xde\0", "a😀"),
            (b"\xff\xfe", ""),
        ] {
            assert_eq!(decode(bytes.to_vec()).as_deref(), Ok(text), "{bytes:x?}");
        }
    }

    #[test]
    fn invalid_and_binary_input_is_an_error_with_the_offset() {
        for (bytes, message) in [
            (
                &b"ab\xffcd"[..],
                "not UTF-8: the first invalid byte, 0xFF, is at offset 2 ",
            ),
            (
                b"ab\xc3",
                "not UTF-8: the first invalid byte, 0xC3, is at offset 2 ",
            ),
            (
                b"\xef\xbb\xbf\x80",
                "not UTF-8: the first invalid byte, 0x80, is at offset 3 ",
            ),
            (
                b"a\r\nb\0\xff",
                "not text: the first NUL byte is at offset 4",
            ),
            (
                b"a\xffb\0",
                "not UTF-8: the first invalid byte, 0xFF, is at offset 1 ",
            ),
            (
                b"\xff\xfea\0\0\xdcb\0",
                "invalid UTF-16: the first invalid unit is at byte offset 4",
            ),
            (
                b"\xff\xfea\0\0\0",
                "not text: the first NUL byte is at offset 4",
            ),
            (
                b"\xff\xfea\0b",
                "invalid UTF-16: the first invalid unit is at byte offset 4",
            ),
            (
                b"\xff\xfe\0\0a\0\0\0",
                "not text: the first NUL byte is at offset 2",
            ),
        ] {
            let error = decode(bytes.to_vec()).unwrap_err();
            assert!(error.starts_with(message), "{bytes:x?}: {error}");
        }
    }
}
