//! Where a line of text may break.
//!
//! Owns the way to Unicode's line breaking properties, and a short cut for texts that need little
//! of them: most prose in European languages. The short cut finds the same breaks in a small part
//! of the time; where a text has anything else in it, it is not taken. It must not know widths.

use textwrap::WordSeparator;

use super::width::is_border;

/// The places inside a text where a line may begin, in bytes, in order. A hyphen allows for none
/// of itself.
pub(super) fn breaks(text: &str) -> Vec<usize> {
    plain_breaks(text).unwrap_or_else(|| unicode_breaks(text))
}

fn unicode_breaks(text: &str) -> Vec<usize> {
    // The separator drops the last break, which it takes for the text's end; behind a hyphen it
    // has none there, and would drop another.
    let longer = text.ends_with('-').then(|| format!("{text}a"));
    let mut end = 0;
    let words = WordSeparator::UnicodeBreakProperties.find_words(longer.as_deref().unwrap_or(text));
    let ends = words.map(|word| {
        end += word.word.len() + word.whitespace.len();
        end
    });
    // A break between a space and the combining mark on it would tear a cluster.
    let may_break = |&end: &usize| {
        let next = text.as_bytes().get(end);
        next.is_some_and(|next| next.is_ascii() || is_border(text, end))
    };
    ends.filter(may_break).collect()
}

/// What plain prose is made of, told apart as far as lines break differently there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Nothing yet.
    Start,
    /// Letters, digits, and the signs that are treated as letters.
    Letter,
    Stop,
    Exclamation,
    /// A quote that may stand on either side.
    Quote,
    OpeningQuote,
    ClosingQuote,
    Opening,
    Closing,
    Hyphen,
    /// A dash that a line may break before and behind.
    Dash,
    /// A dash that a line may break behind.
    EnDash,
    Dots,
}

fn class(character: char) -> Option<Class> {
    Some(match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '&' | '@' | '=' | '#' | '_' | '*' | '<' | '>' => {
            Class::Letter
        }
        '\u{c0}'..='\u{24f}' if !matches!(character, '×' | '÷') => Class::Letter,
        '.' | ',' | ':' | ';' => Class::Stop,
        '!' | '?' => Class::Exclamation,
        '"' | '\'' => Class::Quote,
        '“' | '‘' => Class::OpeningQuote,
        '”' | '’' => Class::ClosingQuote,
        '(' | '[' => Class::Opening,
        ')' | ']' => Class::Closing,
        '-' => Class::Hyphen,
        '—' => Class::Dash,
        '–' => Class::EnDash,
        '…' => Class::Dots,
        _ => return None,
    })
}

/// Whether a line may break between two characters with or without spaces between them; none where
/// it takes more to tell.
fn may_break(last: Class, spaced: bool, next: Class) -> Option<bool> {
    use Class::{
        Closing, ClosingQuote, Dash, Dots, EnDash, Exclamation, Letter, Opening, OpeningQuote,
        Quote, Start, Stop,
    };
    let unclear = match (last, next) {
        (Opening | OpeningQuote, _)
        | (_, Stop | Exclamation | Closing | ClosingQuote)
        | (Quote | ClosingQuote, Opening)
        | (Dash, Dash)
            if spaced =>
        {
            true
        }
        _ if spaced => false,
        (Dash | EnDash, next) => next != Letter,
        (last, Dash) => !matches!(last, Letter | Start),
        (Exclamation | Dots, next) => {
            !matches!(next, Quote | ClosingQuote | Exclamation | Stop | Closing)
        }
        (last, OpeningQuote) => matches!(last, Letter | Stop | Closing),
        (last, Opening) => matches!(last, Stop | Closing),
        _ => false,
    };
    let dashed = matches!((last, next), (Dash | EnDash, Letter) | (Letter, Dash));
    (!unclear).then_some(spaced || dashed)
}

fn plain_breaks(text: &str) -> Option<Vec<usize>> {
    let mut breaks = Vec::with_capacity(text.len() / 5);
    let mut last = Class::Start;
    let mut spaced = false;
    for (at, character) in text.char_indices() {
        if character == ' ' {
            spaced = true;
            continue;
        }
        let next = class(character)?;
        if may_break(last, spaced, next)? {
            breaks.push(at);
        }
        (last, spaced) = (next, false);
    }
    Some(breaks)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{plain_breaks, unicode_breaks};

    #[test]
    fn prose_takes_the_short_cut() {
        let text = "He said: “It’s 1,000 well-known (and ‘old’) facts—or 10–12…”, no? Émile's!";
        let parts = |breaks: Vec<usize>| breaks.len();
        assert_eq!(plain_breaks(text).map(parts), Some(13));
        assert_eq!(plain_breaks("新しい"), None);
    }

    proptest! {
        #[test]
        fn the_short_cut_finds_the_same_breaks(text in "[a1 é&.,:!?\"'“”‘’()\\[\\]—–…-]{0,24}") {
            if let Some(breaks) = plain_breaks(&text) {
                prop_assert_eq!(breaks, unicode_breaks(&text));
            }
        }

        #[test]
        fn words_and_signs(text in "([a-z]{1,3}|[0-9]{1,2}|[.,:;!?]|[\"'“”‘’]|[()—–…-]| {1,2}){0,24}") {
            if let Some(breaks) = plain_breaks(&text) {
                prop_assert_eq!(breaks, unicode_breaks(&text));
            }
        }
    }
}
