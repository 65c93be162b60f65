//! Character folding: white space, quotes and dashes that compare as equal; scripts without spaces.

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

/// Whether a character belongs to a script that is written without spaces between words: a line end
/// beside it stands for no space.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        // Thai, Lao, Tibetan, Myanmar, Khmer
        '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        // Chinese and Japanese, with their punctuation; Yi
        | '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{4dbf}' | '\u{4e00}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}'
    )
}
