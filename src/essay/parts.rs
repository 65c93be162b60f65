//! Which blocks are the front and back matter, by their opening words.
//!
//! Owns that search: one pass over the blocks, each compared with all openings at once. It must not
//! know where the words come from.

use std::ops::Range;

use super::fold::{fold, folded};
use super::{Block, Essay, Part, PartOpenings};

/// Opening words that are looked for.
struct Opening<'a> {
    key: &'static str,
    part: Part,
    words: &'a str,
    /// Folded, without white space at its ends.
    folded: String,
}

/// The blocks found, by their places, and the keys and words that were not.
pub(super) type Found = (Vec<(usize, Part)>, Vec<(&'static str, String)>);

/// Finds each block that the parts name. A block goes to the longest of the openings that fit it.
pub(super) fn find(essay: &Essay, parts: &PartOpenings) -> Found {
    let openings = openings(parts);
    let mut wanted = Wanted::new(&openings);
    let mut found = Vec::new();
    for (place, block) in essay.blocks.iter().enumerate() {
        if wanted.count == 0 {
            break;
        }
        if let Some(opening) = wanted.take(essay, block) {
            found.push((place, opening.part));
        }
    }
    let missing = openings.iter().zip(&wanted.is_found);
    let missing = missing.filter(|(_, is_found)| !**is_found);
    let missing = missing.map(|(opening, _)| (opening.key, opening.words.to_owned()));
    (found, missing.collect())
}

fn openings(parts: &PartOpenings) -> Vec<Opening<'_>> {
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
            });
        }
    }
    openings
}

/// The openings that are still to be found.
struct Wanted<'a> {
    openings: &'a [Opening<'a>],
    is_found: Vec<bool>,
    /// The openings' places by their words; those with the same words in the openings' order.
    sorted: Vec<usize>,
    /// For the first of those with the same words, how many of them are still to be found.
    left: Vec<usize>,
    /// How many are to be found in all.
    count: usize,
}

impl<'a> Wanted<'a> {
    fn new(openings: &'a [Opening<'a>]) -> Self {
        let words = |place: usize| openings.get(place).map(|opening| opening.folded.as_str());
        let mut sorted: Vec<usize> = (0..openings.len())
            .filter(|&place| words(place).is_some_and(|words| !words.is_empty()))
            .collect();
        sorted.sort_unstable_by_key(|&place| (words(place), place));
        let mut left = Vec::with_capacity(sorted.len());
        for same in sorted.chunk_by(|&one, &other| words(one) == words(other)) {
            left.push(same.len());
            left.resize(left.len() + same.len() - 1, 0);
        }
        Self {
            openings,
            is_found: vec![false; openings.len()],
            count: sorted.len(),
            sorted,
            left,
        }
    }

    /// The longest opening that fits a block, its mark before it or not. It is not to be found again.
    fn take(&mut self, essay: &Essay, block: &Block) -> Option<&'a Opening<'a>> {
        let mark = essay.source.get(block.marker.clone()).unwrap_or_default();
        let without = self.fitting(essay, block, "");
        let with = if mark.is_empty() {
            None
        } else {
            self.fitting(essay, block, mark)
        };
        let (_, first) = without.max(with)?;
        let left = self.left.get_mut(first)?;
        *left -= 1;
        self.count -= 1;
        let place = *self.sorted.get(first + *left)?;
        if let Some(is_found) = self.is_found.get_mut(place) {
            *is_found = true;
        }
        self.openings.get(place)
    }

    /// The longest opening that fits a block with something before it: its length, and the place
    /// among the sorted ones of the first with its words.
    fn fitting(&self, essay: &Essay, block: &Block, before: &str) -> Option<(usize, usize)> {
        let mut walk = Walk {
            wanted: self,
            range: 0..self.sorted.len(),
            at: 0,
            space: false,
            best: None,
        };
        // Nearly all blocks of a long text are told by their first character.
        let source = essay.source.get(block.range.start..)?;
        let first = before.chars().chain(source.chars()).next()?;
        if first.is_alphanumeric() && self.narrowed(&walk.range, 0, fold(first)).is_empty() {
            return None;
        }
        let mut pieces = essay.segments(block.range.clone());
        let goes_on =
            walk.see(before) && walk.see(" ") && pieces.all(|piece| walk.see(&piece.text));
        if goes_on {
            walk.take(true);
        }
        walk.best
    }

    fn rest(&self, place: usize, at: usize) -> Option<&'a str> {
        self.openings.get(place)?.folded.get(at..)
    }

    /// Of sorted openings that are the same up to a byte those that go on with a character.
    fn narrowed(&self, range: &Range<usize>, at: usize, next: char) -> Range<usize> {
        let openings = self.sorted.get(range.clone()).unwrap_or_default();
        let goes_on = |place: &usize| self.rest(*place, at).and_then(|rest| rest.chars().next());
        let before = openings.partition_point(|place| goes_on(place) < Some(next));
        let with = openings.partition_point(|place| goes_on(place) <= Some(next));
        range.start + before..range.start + with
    }
}

/// The comparison of all openings with what is seen of a block, character by character: at each they
/// are narrowed to those that go on with it.
struct Walk<'w, 'a> {
    wanted: &'w Wanted<'a>,
    /// Those of the sorted openings that begin with what has been seen.
    range: Range<usize>,
    /// How many of their bytes that is.
    at: usize,
    /// White space has been seen since.
    space: bool,
    /// The longest that fits: its length, and the first with its words.
    best: Option<(usize, usize)>,
}

impl Walk<'_, '_> {
    /// Sees more of the block; false as soon as no opening goes on so.
    fn see(&mut self, text: &str) -> bool {
        text.chars().map(fold).all(|character| {
            if character == ' ' {
                self.space = true;
                return true;
            }
            let space = std::mem::take(&mut self.space) && self.at > 0;
            (!space || self.step(' ')) && self.step(character)
        })
    }

    fn step(&mut self, character: char) -> bool {
        self.take(false);
        self.range = self.wanted.narrowed(&self.range, self.at, character);
        self.at += character.len_utf8();
        !self.range.is_empty()
    }

    /// Notes the opening that ends here, if one does. The title's has to be the `whole` block.
    fn take(&mut self, whole: bool) {
        let first = self.range.start;
        let wanted = self.wanted;
        let left = wanted.left.get(first).copied().unwrap_or_default();
        let ends = |&place: &usize| wanted.rest(place, self.at) == Some("");
        let place = wanted.sorted.get(first + left.saturating_sub(1));
        let part = place
            .filter(|place| left > 0 && ends(place))
            .and_then(|&place| wanted.openings.get(place))
            .map(|opening| opening.part);
        if part.is_some_and(|part| whole || part != Part::Title) {
            self.best = Some((self.at, first));
        }
    }
}
