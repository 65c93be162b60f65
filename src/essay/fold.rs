//! Which characters count as equal when words are compared: white space, quotes and dashes.
//!
//! Owns that one table. It must not know what is compared with what.

/// The character that stands for all that count as equal to this one: `'` and `"` for typographic
/// quotes, `-` for dashes, a space for white space. Case is kept.
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

/// Folded characters with runs of white space made one space, and none at the start.
pub(super) fn folded(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut after_space = true;
    text.map(fold).filter(move |&character| {
        let space = character == ' ';
        let keep = !(space && after_space);
        after_space = space;
        keep
    })
}
