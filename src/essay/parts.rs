//! Finds the blocks of front and back matter by their opening words.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Block, Essay, Part, fold};

/// The opening words of the blocks of each part, as an apparatus gives them. Words are those that a
/// reader sees; the block's marker may come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartOpenings {
    /// The whole title.
    pub title: Option<String>,
    /// Blocks of the byline.
    pub byline: Vec<String>,
    /// Blocks of the abstract.
    pub abstract_: Vec<String>,
    /// Blocks of the note on the author.
    pub about_author: Vec<String>,
    /// Blocks of the disclaimer.
    pub disclaimer: Vec<String>,
    /// Blocks of page furniture.
    pub furniture: Vec<String>,
}

struct Opening<'a> {
    /// The key in the `[essay]` table of the apparatus.
    key: &'static str,
    part: Part,
    words: &'a str,
    folded: String,
    is_found: bool,
}

impl Essay {
    /// Sets the part of each block. A block goes to the longest opening that fits it, each opening
    /// to the first block that it fits. All other blocks become part of the body.
    ///
    /// Runs of white space, quotes and dashes compare as equal. Returns the openings that fit no
    /// block: the key in `[essay]` and the opening words.
    pub fn assign_parts(&mut self, parts: &PartOpenings) -> Vec<(&'static str, String)> {
        let mut openings = openings(parts);
        let found = find(self, &mut openings);
        for block in &mut self.blocks {
            block.part = Part::Body;
        }
        for (index, part) in found {
            self.blocks[index].part = part;
        }
        self.update_counts();
        openings
            .into_iter()
            .filter(|opening| !opening.is_found)
            .map(|opening| (opening.key, opening.words.to_owned()))
            .collect()
    }
}

fn openings(parts: &PartOpenings) -> Vec<Opening<'_>> {
    let lists: [(&'static str, Part, &[String]); 6] = [
        ("title", Part::Title, parts.title.as_slice()),
        ("byline", Part::Byline, &parts.byline),
        ("abstract", Part::Abstract, &parts.abstract_),
        ("about_author", Part::AboutAuthor, &parts.about_author),
        ("disclaimer", Part::Disclaimer, &parts.disclaimer),
        ("furniture", Part::Furniture, &parts.furniture),
    ];
    let opening = |key, part, words| Opening {
        key,
        part,
        words,
        folded: folded(words),
        is_found: false,
    };
    lists
        .into_iter()
        .flat_map(|(key, part, list)| list.iter().map(move |words| opening(key, part, words)))
        .collect()
}

fn folded(words: &str) -> String {
    let mut text = String::new();
    push_folded(&mut text, words);
    text.truncate(text.trim_end().len());
    text
}

/// Appends folded characters, with runs of white space collapsed and none at the beginning.
fn push_folded(text: &mut String, words: &str) {
    for character in words.chars().map(fold) {
        if character != ' ' || !(text.is_empty() || text.ends_with(' ')) {
            text.push(character);
        }
    }
}

/// Finds the block of each opening: block indices and their parts.
fn find(essay: &Essay, openings: &mut [Opening<'_>]) -> Vec<(usize, Part)> {
    // Looking openings up by their words, for each length that occurs, keeps a hostile number of
    // them from costing openings times blocks.
    let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, opening) in openings.iter().enumerate() {
        let same_words = by_words.entry(opening.folded.clone()).or_default();
        same_words.push(index);
    }
    by_words.remove("");
    let lengths: BTreeSet<usize> = by_words.keys().map(String::len).collect();
    let first_characters: HashSet<_> = by_words.keys().map(|words| words.chars().next()).collect();
    let Some(&max_length) = lengths.last() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (block_index, block) in essay.blocks.iter().enumerate() {
        if found.len() == openings.len() {
            break;
        }
        let candidates = block_openings(essay, block, max_length, &first_characters);
        let fitting = lengths.iter().rev().find_map(|&length| {
            candidates.iter().find_map(|candidate| {
                let words = candidate.get(..length)?;
                let &index = by_words.get(words)?.last()?;
                // A title has to be the whole block.
                let fits = openings[index].part != Part::Title || candidate.len() == length;
                fits.then_some(index)
            })
        });
        if let Some(index) = fitting {
            let opening = &mut openings[index];
            opening.is_found = true;
            found.push((block_index, opening.part));
            if let Some(same_words) = by_words.get_mut(&opening.folded) {
                same_words.pop();
            }
        }
    }
    found
}

/// The folded text at the beginning of a block, without its marker and with it, long enough to tell
/// whether the block goes on after `max_length` bytes. Empty if no opening has its first letter.
fn block_openings(
    essay: &Essay,
    block: &Block,
    max_length: usize,
    first_characters: &HashSet<Option<char>>,
) -> Vec<String> {
    let marker = &essay.source[block.marker.clone()];
    // The first letter rules most blocks out without reading their visible text.
    let first = essay.source[block.range.clone()].chars().next();
    if marker.is_empty()
        && first.map(fold).is_some_and(|first| {
            first.is_alphanumeric() && !first_characters.contains(&Some(first))
        })
    {
        return Vec::new();
    }
    let opening = |prefix| {
        let mut text = folded(prefix);
        push_folded(&mut text, " ");
        for segment in essay.segments(block.range.clone()) {
            push_folded(&mut text, &segment.text);
            if text.len() > max_length + 1 {
                break;
            }
        }
        text.truncate(text.trim_end().len());
        text
    };
    let prefixes = ["", marker].into_iter();
    let count = 1 + usize::from(!marker.is_empty());
    prefixes.take(count).map(opening).collect()
}
