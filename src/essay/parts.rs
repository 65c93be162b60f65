//! Which blocks are the front and back matter, by their opening words.
//!
//! Owns that search: one pass over the blocks. It must not know where the words come from.

use super::fold::{fold, folded};
use super::{Block, Essay, PageParts, Part};

/// Opening words that are still to be found.
struct Opening<'a> {
    key: &'static str,
    part: Part,
    words: &'a str,
    folded: String,
    /// The words are the whole block.
    whole: bool,
}

/// The blocks found, by their places, and the keys and words that were not.
pub(super) type Found = (Vec<(usize, Part)>, Vec<(&'static str, String)>);

/// Finds each block that the parts name. A block goes to the longest of the openings that fit it.
pub(super) fn find(essay: &Essay, parts: &PageParts) -> Found {
    let mut wanted = openings(parts);
    let mut found = Vec::new();
    for (place, block) in essay.blocks.iter().enumerate() {
        if wanted.is_empty() {
            break;
        }
        let fitting = wanted
            .iter()
            .enumerate()
            .filter(|(_, opening)| opens(essay, block, opening))
            .max_by_key(|(_, opening)| opening.folded.len());
        if let Some((fit, _)) = fitting {
            found.push((place, wanted.remove(fit).part));
        }
    }
    let missing = wanted
        .into_iter()
        .map(|opening| (opening.key, opening.words.to_owned()));
    (found, missing.collect())
}

fn openings(parts: &PageParts) -> Vec<Opening<'_>> {
    let title = parts.title.as_slice();
    let lists: [(&'static str, Part, &[String]); 6] = [
        ("title", Part::Title, title),
        ("byline", Part::Byline, &parts.byline),
        ("abstract", Part::Abstract, &parts.abstract_),
        ("about_author", Part::AboutAuthor, &parts.about_author),
        ("disclaimer", Part::Disclaimer, &parts.disclaimer),
        ("furniture", Part::Furniture, &parts.furniture),
    ];
    let mut openings = Vec::new();
    for (key, part, list) in lists {
        for words in list {
            let folded: String = folded(words.chars()).collect();
            openings.push(Opening {
                key,
                part,
                words,
                folded: folded.trim_end().to_owned(),
                whole: part == Part::Title,
            });
        }
    }
    openings
}

/// Whether a block opens with the words, its mark before them or not.
fn opens(essay: &Essay, block: &Block, opening: &Opening<'_>) -> bool {
    let source = essay.source.as_str();
    // Nearly all blocks of a long text are told by their first character.
    let Some(first) = opening.folded.chars().next() else {
        return false;
    };
    let starts = [block.range.start, block.marker.start].map(|at| {
        let next = source.get(at..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| fold(next) == first || !next.is_alphanumeric())
    });
    if starts == [false, false] {
        return false;
    }
    let mark = source.get(block.marker.clone()).unwrap_or_default();
    fits(essay, block, "", opening) || (!mark.is_empty() && fits(essay, block, mark, opening))
}

/// Whether a block's text, after what stands before it, opens with the words.
fn fits(essay: &Essay, block: &Block, before: &str, opening: &Opening<'_>) -> bool {
    let mut wanted = opening.folded.chars();
    let mut after_space = true;
    let mut agrees = |text: &str| {
        for character in text.chars().map(fold) {
            if character == ' ' && after_space {
                continue;
            }
            after_space = character == ' ';
            match wanted.next() {
                Some(next) if next == character => {}
                None if opening.whole && character != ' ' => return Some(false),
                None if opening.whole => {}
                None => return Some(true),
                Some(_) => return Some(false),
            }
        }
        None
    };
    if let Some(answer) = agrees(before).or_else(|| agrees(" ")) {
        return answer;
    }
    for piece in essay.pieces(block.range.clone()) {
        if let Some(answer) = agrees(&piece.text) {
            return answer;
        }
    }
    wanted.next().is_none()
}
