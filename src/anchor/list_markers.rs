//! Quotes that have the marks of a list's items with their words, as a reader sees them.
//!
//! Owns what passes for the same mark, and where one may stand. The regular text has no marks. It must
//! not know how words are looked for.

use std::collections::HashSet;
use std::ops::Range;

use super::{Quote, exact};
use crate::essay::normalize::{NormalizedText, normalize};
use crate::essay::{Block, Essay, Part};

/// Of so many characters no mark is.
const LONGEST: usize = 8;

/// What a mark is known by: its number or letter without what encloses it; any bullet is a `•`.
fn key(mark: &str) -> Option<&str> {
    let bare = mark.trim_matches(['.', ')', '(', ']', '[', ':']);
    let counts = bare.chars().all(char::is_alphanumeric) && bare.len() < mark.len();
    let mut characters = mark.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) if !only.is_alphanumeric() => Some("•"),
        _ if counts && !bare.is_empty() && mark.chars().count() <= LONGEST => Some(bare),
        _ => None,
    }
}

/// Words without their marks.
struct Bare<'q> {
    words: String,
    /// Before which of its bytes which mark stands.
    marks: Vec<(usize, &'q str)>,
}

impl<'q> Bare<'q> {
    /// Takes away all words that may be marks, or only the first; none of what has no other words.
    fn new(quote: &'q str, known: &HashSet<String>, only_first: bool) -> Option<Self> {
        let mut bare = Self {
            words: String::with_capacity(quote.len()),
            marks: Vec::new(),
        };
        for (place, word) in quote.split(' ').enumerate() {
            let may_be = place == 0 || !only_first;
            if let Some(key) = key(word).filter(|key| may_be && known.contains(*key)) {
                // Of the word that follows, which a space will be put before.
                let at = bare.words.len() + usize::from(!bare.words.is_empty());
                bare.marks.push((at, key));
                continue;
            }
            if !bare.words.is_empty() {
                bare.words.push(' ');
            }
            bare.words.push_str(word);
        }
        let are_inside = bare.marks.iter().all(|(at, _)| *at < bare.words.len());
        (!bare.marks.is_empty() && are_inside).then_some(bare)
    }

    /// Whether all its marks stand where it has them, when it stands at a place.
    fn stands(&self, essay: &Essay, text: &NormalizedText, place: usize) -> bool {
        self.marks.iter().all(|&(at, wanted)| {
            let source = text.source(place + at..place + at + 1).start;
            let block = essay
                .block_at(source)
                .and_then(|block| essay.blocks().get(block));
            block.is_some_and(|block| {
                let mark = essay.marker(block);
                text.place(block.range.start) == place + at
                    && key(&normalize(&mark)) == Some(wanted)
            })
        })
    }
}

/// Looks for the quotes that were not found without their marks: these become quotes of what stands
/// there. One that is not there either, but begins with a mark, goes without it.
pub(super) fn find(
    essay: &Essay,
    text: &NormalizedText,
    quotes: &mut [Quote<'_>],
    found: &mut [Vec<Range<usize>>],
) {
    let may_have = |quote: &Quote<'_>| quote.exact.split(' ').any(|word| key(word).is_some());
    let left: Vec<usize> = (0..quotes.len())
        .filter(|&by| found[by].is_empty() && may_have(&quotes[by]))
        .collect();
    if left.is_empty() {
        return;
    }
    let is_shown = |block: &&Block| block.part != Part::Furniture && !block.marker.is_empty();
    let marks = essay.blocks().iter().filter(is_shown);
    let known: HashSet<String> = marks
        .filter_map(|block| key(&normalize(&essay.marker(block))).map(str::to_owned))
        .collect();
    for only_first in [false, true] {
        let exacts: Vec<(usize, String)> = left
            .iter()
            .filter(|&&by| found[by].is_empty())
            .map(|&by| (by, quotes[by].exact.to_string()))
            .collect();
        let bares: Vec<(usize, Bare<'_>)> = exacts
            .iter()
            .filter_map(|(by, exact)| Some((*by, Bare::new(exact, &known, only_first)?)))
            .collect();
        let strings: Vec<&str> = bares.iter().map(|(_, bare)| bare.words.as_str()).collect();
        let places = exact::places(text.text(), &strings);
        for ((by, bare), places) in bares.iter().zip(places) {
            let places = places.into_iter().map(|at| at as usize);
            let places: Vec<_> = places
                .filter(|&at| bare.stands(essay, text, at))
                .map(|at| at..at + bare.words.len())
                .collect();
            // What nearly stands there is compared without its first mark.
            if only_first || !places.is_empty() {
                quotes[*by].exact = bare.words.clone().into();
                found[*by] = places;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn what_may_be_a_mark() {
        for (mark, expected) in [
            ("1.", Some("1")),
            ("(12)", Some("12")),
            ("a)", Some("a")),
            ("IV.", Some("IV")),
            ("[1]", Some("1")),
            ("•", Some("•")),
            ("-", Some("•")),
            ("1", None),
            ("a", None),
            ("town.", Some("town")),
            ("government.", None),
            ("...", None),
            ("it's.", None),
            ("", None),
        ] {
            assert_eq!(key(mark), expected, "{mark}");
        }
    }
}
