//! Where in a long text something is like a quote that does not nearly stand there.
//!
//! Owns that guess, which only tells a person where to look: the stretch with most of the quote's
//! pieces, the rarest first. It must not know what is near enough for a quote to be there.

use std::cmp::Reverse;
use std::ops::Range;

use super::exact;

/// Strings looked for in one pass over the text: bounds what is kept of it at a time.
pub(super) const BATCH: usize = 256;
/// Pieces of a string that are looked for.
const PIECES: usize = 8;
/// Bytes of a piece. Shorter ones stand everywhere, and each would take a pass of its own.
const LENGTH: usize = 8;
/// Places of a piece that are weighed: one that stands in more tells little.
const PLACES: usize = 128;
/// What one piece counts that stands in one place.
const WHOLE: usize = 1 << 16;

/// For each string the stretch of the text that has most of it, if any has a piece. Meant for at most
/// [`BATCH`] strings.
pub(super) fn stretches(text: &str, strings: &[&str]) -> Vec<Option<Range<usize>>> {
    let mut pieces = Vec::new();
    let mut ends = Vec::with_capacity(strings.len());
    for string in strings {
        pieces.extend(cut(string).map(|range| (range.start, &string[range])));
        ends.push(pieces.len());
    }
    let words: Vec<&str> = pieces.iter().map(|(_, piece)| *piece).collect();
    let found = exact::places(text, &words);
    let mut start = 0;
    let each = strings.iter().zip(ends).map(|(string, end)| {
        let mut hits = Vec::new();
        for (&(at, _), places) in pieces[start..end].iter().zip(&found[start..end]) {
            let weight = WHOLE / places.len().max(1);
            // Where the string would begin; before the text counts as its beginning.
            let begins = places.iter().take(PLACES).map(|&place| place as usize);
            hits.extend(begins.map(|place| (place.saturating_sub(at), weight)));
        }
        start = end;
        hits.sort_unstable();
        around(&hits, string, text)
    });
    each.collect()
}

/// Pieces of a string: what its longest words begin, and where it has few words what stands in it at
/// even distances.
fn cut(string: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let spaces = memchr::memchr_iter(b' ', string.as_bytes()).map(|at| at + 1);
    let mut starts: Vec<usize> = std::iter::once(0).chain(spaces).collect();
    let length = |start: usize| {
        let rest = string.get(start..).unwrap_or_default();
        rest.find(' ').unwrap_or(rest.len())
    };
    starts.sort_by_key(|&start| Reverse(length(start)));
    starts.truncate(PIECES);
    let between = (starts.len()..PIECES).map(|part| part * string.len() / PIECES);
    starts.extend(between.map(|at| string.floor_char_boundary(at)));
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().filter_map(|start| {
        let end = start + LENGTH;
        (end <= string.len()).then(|| start..string.ceil_char_boundary(end))
    })
}

/// The stretch around the hits that begin near each other and weigh most, with room for as much again.
fn around(hits: &[(usize, usize)], string: &str, text: &str) -> Option<Range<usize>> {
    let room = string.len() / 2 + LENGTH;
    let (mut from, mut weight) = (0, 0);
    let mut best: Option<(usize, usize)> = None;
    for &(begin, its) in hits {
        weight += its;
        while let Some(&(_, gone)) = hits.get(from).filter(|(first, _)| first + room < begin) {
            weight -= gone;
            from += 1;
        }
        if best.is_none_or(|(most, _)| weight > most) {
            best = hits.get(from).map(|&(first, _)| (weight, first));
        }
    }
    let (_, begin) = best?;
    let start = text.floor_char_boundary(begin.saturating_sub(room));
    let end = (begin + 2 * room + string.len()).min(text.len());
    Some(start..text.ceil_char_boundary(end))
}

#[cfg(test)]
mod tests {
    use super::stretches;

    #[test]
    fn most_of_a_string_is_where_its_rare_words_are() {
        let filler = "the harbour of the town was open to ships. ".repeat(2_000);
        let text = format!("{filler}In spring the ledgers of the harbour burned. {filler}");
        let strings = [
            "the harbour ledgers of the town burned",
            "日本語の港は閉じられた",
            "short",
            "",
            "nothing whatsoever",
        ];
        let found = stretches(&text, &strings);
        let there = found[0].clone().unwrap();
        assert!(text[there].contains("In spring the ledgers of"));
        assert_eq!(&found[1..], &[const { None }; 4]);
        let text = format!("{filler}春に港は閉じられた。{filler}");
        let there = stretches(&text, &strings)[1].clone().unwrap();
        assert!(text[there].contains("港は閉じられた"));
    }
}
