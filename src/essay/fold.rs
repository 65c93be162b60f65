//! Character folding: white space, quotes and dashes that compare as equal.

/// Folds a character: `'` or `"` for typographic quotes, `-` for dashes, a space for white space.
/// Case is kept.
#[must_use]
pub fn fold(character: char) -> char {
    match character {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{02bc}' | '\u{2039}' | '\u{203a}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ if character.is_ascii() && !character.is_ascii_whitespace() => character,
        _ if character.is_whitespace() => ' ',
        _ => character,
    }
}
