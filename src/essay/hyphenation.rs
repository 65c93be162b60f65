//! Words that are broken by a hyphen at a line end.
//!
//! `develop-` and `ment` may be *development* or, as `well-` and `known`, a compound. A word is joined
//! without its hyphen if the essay has the joined word elsewhere; otherwise its hyphen is shown.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use memchr::memmem;

use super::markup::{Markup, MarkupSpan, Replacement};
use super::{Block, BlockKind};

/// Words after a hyphen that stands for a word left out: `pre- and post-war`, `Vor- und Nachteile`.
const CONJUNCTIONS: [&str; 6] = ["and", "or", "to", "und", "oder", "bis"];

/// Whether the text after a hyphen and a line end begins with a conjunction, so that the hyphen
/// does not join two parts of a word.
pub(super) fn is_suspended(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_alphabetic());
    CONJUNCTIONS.contains(&&after[..end.unwrap_or(after.len())])
}

/// Hides the hyphens at line ends, with the line ends, whose joined word the essay has elsewhere.
pub(super) fn hide_hyphens(source: &str, blocks: &[Block], markup: &mut Markup) {
    let mut broken: HashMap<String, Vec<Range<usize>>> = HashMap::new();
    for (word, gap) in broken_words(source) {
        broken.entry(word).or_default().push(gap);
    }
    if broken.is_empty() {
        return;
    }
    let lengths: HashSet<usize> = broken.keys().map(String::len).collect();
    let words = source.split(|c: char| !c.is_alphanumeric());
    let known: HashSet<String> = words
        .filter(|word| lengths.contains(&word.len()))
        .map(str::to_lowercase)
        .filter(|word| broken.contains_key(word))
        .collect();
    let mut hidden: Vec<MarkupSpan> = Vec::new();
    for gap in known.iter().flat_map(|word| &broken[word]) {
        let block = blocks.partition_point(|block| block.range.end <= gap.start);
        let is_prose = (blocks.get(block)).is_some_and(|block| {
            block.kind != BlockKind::Code
                && block.range.start <= gap.start
                && gap.end <= block.range.end
        });
        let next = markup.index_from(gap.start);
        let previous = next.checked_sub(1).map(|index| &markup.spans[index]);
        let is_plain = previous.is_none_or(|span| span.source.end <= gap.start)
            && (markup.spans.get(next)).is_none_or(|span| gap.end <= span.source.start);
        if is_prose && is_plain {
            hidden.push(MarkupSpan {
                source: gap.clone(),
                replacement: Replacement::Hidden,
                style: previous.map(|span| span.style).unwrap_or_default(),
            });
        }
    }
    if !hidden.is_empty() {
        markup.spans.append(&mut hidden);
        markup.spans.sort_by_key(|span| span.source.start);
    }
}

/// The words with a hyphen at a line end, joined and in lower case, each with the bytes of its hyphen
/// and line end.
fn broken_words(source: &str) -> impl Iterator<Item = (String, Range<usize>)> {
    memmem::find_iter(source.as_bytes(), "-\n").filter_map(move |hyphen| {
        let before = &source[..hyphen];
        let rest = source[hyphen + 2..].trim_start_matches([' ', '\t']);
        let start = before.rfind(|c: char| !c.is_alphabetic());
        let start = start.map_or(0, |at| source.ceil_char_boundary(at + 1));
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let (first, second) = (&before[start..], &rest[..end]);
        let is_broken = !first.is_empty() && second.starts_with(char::is_lowercase);
        is_broken.then(|| {
            let gap = hyphen..source.len() - rest.len();
            ((first.to_owned() + second).to_lowercase(), gap)
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::essay::{Essay, Format};

    #[test]
    fn a_broken_word_is_joined_if_the_essay_has_it_elsewhere() {
        for (source, shown) in [
            (
                "Develop-\nment is development.",
                "Development is development.",
            ),
            (
                "A well-\n  known town, 1850-\n1870.",
                "A well-known town, 1850-1870.",
            ),
            (
                "Pre-\nand post-war, north/\nsouth.",
                "Pre- and post-war, north/south.",
            ),
            (
                "A high-\nland dash —\nlike this—\nor this.",
                "A high-land dash — like this—or this.",
            ),
            ("Ände-\nrung: die ÄNDERUNG.", "Änderung: die ÄNDERUNG."),
        ] {
            for format in [Format::Plain, Format::Markdown] {
                let essay = Essay::parse(source.to_owned(), format);
                assert_eq!(essay.text(0..source.len()), shown);
            }
        }
        let quoted = "> The *develop-\nment* of har-\n> bours.\n\nA harbours development\n";
        let essay = Essay::parse(quoted.to_owned(), Format::Markdown);
        let shown = "The development of har-bours.\n\nA harbours development";
        assert_eq!(essay.text(0..quoted.len()), shown);
    }
}
