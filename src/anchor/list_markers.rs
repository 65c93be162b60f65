//! Quotes that include list markers, as in "1. the harbor froze". The normalized text has no markers.

use std::collections::HashSet;
use std::ops::Range;

use super::{Quote, exact};
use crate::essay::normalize::{NormalizedText, normalize};
use crate::essay::{Essay, Part};

/// The maximum length of a list marker, in characters.
const MAX_MARKER_LENGTH: usize = 8;

/// A marker in a comparable form: its number or letter without punctuation, `•` for any bullet.
/// `None` if the word cannot be a marker.
fn marker_key(word: &str) -> Option<&str> {
    let bare = word.trim_matches(['.', ')', '(', ']', '[', ':']);
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) if !only.is_alphanumeric() => Some("•"),
        _ => (!bare.is_empty()
            && bare.len() < word.len()
            && bare.chars().all(char::is_alphanumeric)
            && word.chars().count() <= MAX_MARKER_LENGTH)
            .then_some(bare),
    }
}

/// A quote's words without the markers among them.
struct Unmarked {
    words: String,
    /// The markers' keys, each with the offset in `words` of the word that follows it.
    markers: Vec<(usize, String)>,
}

impl Unmarked {
    /// Leaves out all words that are markers of the essay, or only the first word. `None` if there is
    /// no such word, or nothing after it.
    fn new(quote: &str, known: &HashSet<String>, only_first: bool) -> Option<Self> {
        let mut unmarked = Self {
            words: String::new(),
            markers: Vec::new(),
        };
        for (index, word) in quote.split(' ').enumerate() {
            let key = marker_key(word).filter(|key| known.contains(*key));
            if let Some(key) = key
                && (index == 0 || !only_first)
            {
                let space = usize::from(!unmarked.words.is_empty());
                unmarked
                    .markers
                    .push((unmarked.words.len() + space, key.to_owned()));
                continue;
            }
            if !unmarked.words.is_empty() {
                unmarked.words.push(' ');
            }
            unmarked.words.push_str(word);
        }
        let (last, _) = unmarked.markers.last()?;
        (*last < unmarked.words.len()).then_some(unmarked)
    }

    /// Whether the essay has each marker at the start of a list item when the words are at `place`.
    fn fits(&self, essay: &Essay, text: &NormalizedText, place: usize) -> bool {
        self.markers.iter().all(|(offset, key)| {
            let at = place + offset;
            let block = essay.block_at(text.source_range(at..at + 1).start);
            block
                .map(|block| &essay.blocks()[block])
                .is_some_and(|block| {
                    let marker = normalize(&essay.marker(block));
                    text.normalized_offset(block.range.start) == at
                        && marker_key(&marker) == Some(key.as_str())
                })
        })
    }
}

/// Searches once more for the quotes that have no place yet, without their list markers. Removes the
/// markers from a quote that is found this way. From one that is not found it removes a marker at the
/// start, so that the fuzzy search does not compare it.
pub(super) fn find_without_markers(
    essay: &Essay,
    text: &NormalizedText,
    quotes: &mut [Quote],
    places: &mut [Vec<Range<usize>>],
    max_places: usize,
) {
    if places.iter().all(|places| !places.is_empty()) {
        return;
    }
    let blocks = essay.blocks().iter();
    let items = blocks.filter(|it| it.part != Part::Furniture && !it.marker.is_empty());
    let known: HashSet<String> = items
        .filter_map(|block| marker_key(&normalize(&essay.marker(block))).map(str::to_owned))
        .collect();
    for only_first in [false, true] {
        let mut candidates = Vec::new();
        let mut unmarked_quotes = Vec::new();
        for (index, quote) in quotes.iter().enumerate() {
            if places[index].is_empty()
                && let Some(unmarked) = Unmarked::new(&quote.exact, &known, only_first)
            {
                let mut quote = quote.clone();
                quote.exact.clone_from(&unmarked.words);
                unmarked_quotes.push(quote);
                candidates.push((index, unmarked));
            }
        }
        let found = exact::find(text.text(), &unmarked_quotes, max_places);
        for (((index, unmarked), quote), mut found) in
            candidates.iter().zip(unmarked_quotes).zip(found)
        {
            found.retain(|place| unmarked.fits(essay, text, place.start));
            if only_first || !found.is_empty() {
                quotes[*index] = quote;
                places[*index] = found;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::marker_key;

    #[test]
    fn words_that_may_be_markers() {
        for (word, expected) in [
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
            assert_eq!(marker_key(word), expected, "{word}");
        }
    }
}
