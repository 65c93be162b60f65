//! Finds the blocks of front and back matter by their opening words.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Block, BlockKind, Essay, Format, Part, fold, plain};

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
    /// Blocks whose lines are kept.
    pub verse: Vec<String>,
    /// Blocks whose lines are joined.
    pub prose: Vec<String>,
}

/// Opening words that do not mean exactly one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclearOpening {
    /// The key in the `[essay]` table of the apparatus.
    pub key: &'static str,
    /// The opening words.
    pub words: String,
    /// The number of blocks that begin with them.
    pub blocks: usize,
}

/// What the opening words of a block decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Part(Part),
    Lines { are_kept: bool },
}

struct Opening<'a> {
    /// The key in the `[essay]` table of the apparatus.
    key: &'static str,
    use_: Use,
    words: &'a str,
    folded: String,
    is_found: bool,
}

/// The openings with the same words.
#[derive(Default)]
struct SameWords {
    /// Those that have no block yet, by index.
    left: Vec<usize>,
    count: usize,
    is_furniture: bool,
    /// The number of blocks that begin with the words, and whether one consists of them.
    blocks: usize,
    is_whole_block: bool,
}

impl Essay {
    /// Sets the part of each block, and whether its lines are kept. A block that consists of opening
    /// words is theirs, and all such blocks are if they are furniture. Another block goes to the longest
    /// opening that fits it, each opening to the first block that it fits. All other blocks become
    /// part of the body.
    ///
    /// Runs of white space, quotes and dashes compare as equal. Returns the openings that fit no
    /// block, or several.
    pub fn assign_parts(&mut self, parts: &PartOpenings) -> Vec<UnclearOpening> {
        let (lines, parts): (Vec<_>, Vec<_>) = openings(parts)
            .into_iter()
            .partition(|opening| matches!(opening.use_, Use::Lines { .. }));
        for block in &mut self.blocks {
            block.part = Part::Body;
        }
        let (found, mut unclear) = find(self, parts);
        for (block, use_) in found {
            if let Use::Part(part) = use_ {
                self.blocks[block].part = part;
            }
        }
        let (found, unclear_lines) = find(self, lines);
        unclear.extend(unclear_lines);
        self.keep_lines(&found.into_iter().collect());
        self.update_counts();
        unclear
    }

    /// Keeps the lines of blocks, or joins them.
    fn keep_lines(&mut self, uses: &HashMap<usize, Use>) {
        if uses.is_empty() {
            return;
        }
        let blocks = &self.blocks;
        self.markup.spans.retain(|span| {
            let block = blocks.partition_point(|block| block.range.end <= span.source.start);
            !uses.contains_key(&block) || !self.source[span.source.clone()].trim().is_empty()
        });
        for (&index, &use_) in uses {
            let block = &mut self.blocks[index];
            if block.kind == BlockKind::Code && self.format != Format::Markdown {
                block.kind = BlockKind::Paragraph;
            }
            if use_ == (Use::Lines { are_kept: true }) {
                let ends = plain::keep_all_lines(&self.source, block, self.format);
                self.markup.spans.extend(ends);
            }
        }
        self.markup.spans.sort_by_key(|span| span.source.start);
    }
}

fn openings(parts: &PartOpenings) -> Vec<Opening<'_>> {
    let lists: [(&'static str, Use, &[String]); 8] = [
        ("title", Use::Part(Part::Title), parts.title.as_slice()),
        ("byline", Use::Part(Part::Byline), &parts.byline),
        ("abstract", Use::Part(Part::Abstract), &parts.abstract_),
        (
            "about_author",
            Use::Part(Part::AboutAuthor),
            &parts.about_author,
        ),
        ("disclaimer", Use::Part(Part::Disclaimer), &parts.disclaimer),
        ("furniture", Use::Part(Part::Furniture), &parts.furniture),
        ("verse", Use::Lines { are_kept: true }, &parts.verse),
        ("prose", Use::Lines { are_kept: false }, &parts.prose),
    ];
    let opening = |key, use_, words| Opening {
        key,
        use_,
        words,
        folded: folded(words),
        is_found: false,
    };
    lists
        .into_iter()
        .flat_map(|(key, use_, list)| list.iter().map(move |words| opening(key, use_, words)))
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

/// Finds the block of each opening: the indices of blocks with their uses, and the openings that fit
/// no block or several.
fn find(essay: &Essay, mut openings: Vec<Opening<'_>>) -> (Vec<(usize, Use)>, Vec<UnclearOpening>) {
    if openings.is_empty() {
        return (Vec::new(), Vec::new());
    }
    // Looking openings up by their words, for each length that occurs, keeps a hostile number of
    // them from costing openings times blocks.
    let mut by_words: HashMap<String, SameWords> = HashMap::new();
    for (index, opening) in openings.iter().enumerate() {
        let same_words = by_words.entry(opening.folded.clone()).or_default();
        same_words.left.push(index);
        same_words.count += 1;
        same_words.is_furniture |= opening.use_ == Use::Part(Part::Furniture);
    }
    by_words.remove("");
    let lengths: BTreeSet<usize> = by_words.keys().map(String::len).collect();
    let first_characters: HashSet<_> = by_words.keys().map(|words| words.chars().next()).collect();
    let max_length = lengths.last().copied().unwrap_or(0);
    let mut found = Vec::new();
    let mut other_blocks = Vec::new();
    for (index, block) in essay.blocks.iter().enumerate() {
        let candidates = block_openings(essay, block, max_length, &first_characters);
        let Some(whole) = candidates.iter().find(|text| by_words.contains_key(*text)) else {
            other_blocks.extend((!candidates.is_empty()).then_some((index, candidates)));
            continue;
        };
        let same_words = by_words.get_mut(whole).expect("it was found above");
        same_words.is_whole_block = true;
        if let Some(opening) = same_words.left.pop() {
            openings[opening].is_found = true;
            found.push((index, openings[opening].use_));
        } else if same_words.is_furniture {
            found.push((index, Use::Part(Part::Furniture)));
        } else {
            other_blocks.push((index, candidates));
        }
    }
    for (index, candidates) in other_blocks {
        let mut is_found = false;
        for &length in lengths.iter().rev() {
            let words = candidates.iter().filter_map(|text| text.get(..length));
            for words in words {
                let Some(same_words) = by_words.get_mut(words) else {
                    continue;
                };
                same_words.blocks += 1;
                // A title has to be the whole block.
                let next = same_words.left.last().copied();
                let next = next.filter(|&at| openings[at].use_ != Use::Part(Part::Title));
                if let Some(opening) = next.filter(|_| !is_found) {
                    same_words.left.pop();
                    openings[opening].is_found = true;
                    found.push((index, openings[opening].use_));
                    is_found = true;
                }
            }
        }
    }
    let unclear = openings.into_iter().filter_map(|opening| {
        let same_words = by_words.get(&opening.folded);
        let fits_several = |same: &&SameWords| !same.is_whole_block && same.blocks > same.count;
        let blocks = same_words
            .filter(fits_several)
            .map_or(0, |same| same.blocks);
        (!opening.is_found || blocks > 0).then(|| UnclearOpening {
            key: opening.key,
            words: opening.words.to_owned(),
            blocks,
        })
    });
    let unclear = unclear.collect();
    (found, unclear)
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
    // As it is written, or as it is shown.
    let shown = essay.marker(block);
    let mut prefixes = vec!["", marker, &*shown];
    prefixes.dedup();
    prefixes.into_iter().map(opening).collect()
}
