//! Decodes a file's bytes to a source: UTF-8, UTF-16, or an encoding that the user names.
//!
//! A source has no byte order mark and no NUL, and `\n` as line end.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Why bytes are not a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// What the bytes are instead, with the offset of the first invalid byte.
    reason: String,
    /// The encoding that they seem to have: UTF-8 if only a few of its characters are damaged.
    pub guess: Option<&'static Encoding>,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl From<String> for DecodeError {
    fn from(reason: String) -> Self {
        Self {
            reason,
            guess: None,
        }
    }
}

/// The encoding with a name such as `latin1`, if it is known. Names are those of the web.
#[must_use]
pub fn encoding(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(name.as_bytes())
}

/// What `iconv` calls an encoding. Some names of the web include more characters than its own.
#[must_use]
pub fn iconv_name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "Shift_JIS" => "CP932",
        "EUC-KR" => "CP949",
        "Big5" => "BIG5-HKSCS",
        "GBK" => "GB18030",
        "windows-874" => "CP874",
        "x-mac-cyrillic" => "MAC-CYRILLIC",
        "ISO-8859-8-I" => "ISO-8859-8",
        name => name,
    }
}

/// Decodes the bytes of a file in UTF-8 or UTF-16. Drops a byte order mark and turns line ends into
/// `\n`.
///
/// # Errors
///
/// What the bytes are instead of a text, with a guess at their encoding.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes).filter(|mark| mark.0 != UTF_8) {
        return decode_as(bytes, encoding);
    }
    let nul_offset = memchr::memchr(0, &bytes);
    if nul_offset.is_some()
        && let Some(source) = decode_unmarked_utf16(&bytes)
    {
        return Ok(source);
    }
    let source = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        match nul_offset {
            Some(offset) => nul(offset).into(),
            None => DecodeError {
                reason: format!(
                    "not UTF-8: the first invalid byte, 0x{:02X}, is at offset {valid}",
                    bytes[valid]
                ),
                guess: Some(guess(bytes)),
            },
        }
    })?;
    match nul_offset {
        Some(offset) => Err(nul(offset).into()),
        None => Ok(normalize(source)),
    }
}

/// Decodes the bytes of a file in an encoding, and otherwise as [`decode`] does.
///
/// # Errors
///
/// The offset of the first byte that is invalid in the encoding.
pub fn decode_as(bytes: Vec<u8>, encoding: &'static Encoding) -> Result<String, DecodeError> {
    if encoding == UTF_8 {
        return decode(bytes);
    }
    let mark = Encoding::for_bom(&bytes);
    let (encoding, start) = mark.unwrap_or((encoding, 0));
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let length = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - start);
    let mut source = String::new();
    let reserved = length.map(|length| source.try_reserve(length));
    if !matches!(reserved, Some(Ok(()))) {
        return Err("it does not fit in memory".to_owned().into());
    }
    let (result, read) =
        decoder.decode_to_string_without_replacement(&bytes[start..], &mut source, true);
    if let DecoderResult::Malformed(length, after) = result {
        let offset = start + read - usize::from(length) - usize::from(after);
        let name = encoding.name();
        return Err(format!("not {name}: the first invalid byte is at offset {offset}").into());
    }
    let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    match source.find('\0') {
        Some(at) if is_utf16 => Err(nul(start + 2 * source[..at].encode_utf16().count()).into()),
        Some(_) => Err(nul(memchr::memchr(0, &bytes).unwrap_or(0)).into()),
        None => Ok(normalize(source)),
    }
}

/// Guesses the encoding of bytes that are not UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    /// More bytes do not make the guess better.
    const MAX_EXAMINED: usize = 1 << 20;
    let (mut characters, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if damaged < characters {
        return UTF_8;
    }
    // From the line of the first byte that is not ASCII, so that no character is cut.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = memchr::memrchr(b'\n', &bytes[..first]).unwrap_or(0);
    let examined = &bytes[start..bytes.len().min(start.saturating_add(MAX_EXAMINED))];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(examined, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Decodes UTF-16 without a byte order mark, which is recognized by its NUL bytes: most high bytes of
/// spaces, line ends and digits are one.
fn decode_unmarked_utf16(bytes: &[u8]) -> Option<String> {
    let decode = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let is_control = |char: char| char.is_control() && !char.is_whitespace();
        let is_text = text.contains([' ', '\n', '\u{3000}']) && !text.contains(is_control);
        is_text.then(|| normalize(text.into_owned()))
    };
    decode(UTF_16LE).or_else(|| decode(UTF_16BE))
}

fn nul(offset: usize) -> String {
    format!("not text: the first NUL byte is at offset {offset}")
}

/// Drops a byte order mark and turns CR LF into LF. In a text without any LF, a lone CR is a line end.
fn normalize(mut source: String) -> String {
    if source.starts_with('\u{feff}') {
        source.drain(..'\u{feff}'.len_utf8());
    }
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
    use super::{decode, decode_as, encoding, iconv_name};

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
            // Without a mark.
            (b"a\0 \0=\xd8\0\xde", "a 😀"),
            (b"\0\xe9\0 \0a\0\r\0\n", "é a\n"),
            (b"-N\x87e\r\0\n\0", "中文\n"),
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
            (b"a\xffb\0", "not text: the first NUL byte is at offset 3"),
            (
                b"\xff\xfea\0\0\xdcb\0",
                "not UTF-16LE: the first invalid byte is at offset 4",
            ),
            (
                b"\xff\xfea\0\0\0",
                "not text: the first NUL byte is at offset 4",
            ),
            (
                b"\xff\xfea\0b",
                "not UTF-16LE: the first invalid byte is at offset 4",
            ),
            (
                b"\xff\xfe\0\0a\0\0\0",
                "not text: the first NUL byte is at offset 2",
            ),
        ] {
            let error = decode(bytes.to_vec()).unwrap_err().to_string();
            assert!(error.starts_with(message.trim_end()), "{bytes:x?}: {error}");
        }
    }

    /// A sentence in an encoding, and the encoding that is guessed.
    const GUESSES: &[(&str, &str, &str)] = &[
        (
            "windows-1252",
            "Caf\u{e9} “au lait” — très cher, déjà vu.",
            "windows-1252",
        ),
        (
            "windows-1251",
            "Всё смешалось в доме Облонских.",
            "windows-1251",
        ),
        ("koi8-r", "Всё смешалось в доме Облонских.", "KOI8-U"),
        ("shift_jis", "吾輩は猫である。名前はまだ無い。", "Shift_JIS"),
        ("euc-jp", "吾輩は猫である。名前はまだ無い。", "EUC-JP"),
        ("gbk", "道可道，非常道。名可名，非常名。", "GBK"),
        ("big5", "道可道，非常道。名可名，非常名。", "Big5"),
        ("euc-kr", "나랏말싸미 듕귁에 달아 문자와로", "EUC-KR"),
        (
            "iso-8859-2",
            "Příliš žluťoučký kůň úpěl ďábelské ódy.",
            "ISO-8859-2",
        ),
    ];

    #[test]
    fn the_encoding_is_guessed_and_read_by_its_name() {
        for &(name, text, guess) in GUESSES {
            let encoding = encoding(name).unwrap();
            let (bytes, ..) = encoding.encode(text);
            let error = decode(bytes.to_vec()).unwrap_err();
            assert_eq!(
                error.guess.map(encoding_rs::Encoding::name),
                Some(guess),
                "{name}"
            );
            assert_eq!(
                decode_as(bytes.to_vec(), encoding).as_deref(),
                Ok(text),
                "{name}"
            );
        }
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_another_encoding() {
        let error = decode(
            "Ça va très bien, là-bas. \u{e9}"
                .as_bytes()
                .split_last()
                .unwrap()
                .1
                .to_vec(),
        );
        assert_eq!(error.unwrap_err().guess, Some(encoding_rs::UTF_8));
        let binary = decode(b"\x7fELF\0\0\xff\xff".to_vec()).unwrap_err();
        assert_eq!(binary.guess, None);
    }

    #[test]
    fn a_named_encoding_has_an_offset_of_the_first_invalid_byte() {
        let shift_jis = encoding("sjis").unwrap();
        let error = decode_as(b"ab\x82\xa0\x81".to_vec(), shift_jis).unwrap_err();
        assert_eq!(
            error.to_string(),
            "not Shift_JIS: the first invalid byte is at offset 4"
        );
        let utf16 = encoding("utf-16").unwrap();
        assert_eq!(decode_as(b"a\0".to_vec(), utf16).as_deref(), Ok("a"));
        assert_eq!(iconv_name(shift_jis), "CP932");
        assert_eq!(encoding("nonsense"), None);
    }
}
