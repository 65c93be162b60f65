//! Headings of a plain text that only the text around them tells: numbered ones, and the names that
//! sections have.
//!
//! Owns what such a line needs to be one: it stands alone between blank lines, prose follows it, and
//! numbers follow each other. What does not have all of this stays what it was, for a false heading
//! is worse than a missed one; so does a table of contents. It must not know how lines are joined.

use std::ops::Range;

use super::{Block, BlockKind, HEADING, lines};

/// What sections are called that need no number.
const NAMES: &[&str] = &[
    "abstract",
    "summary",
    "executive summary",
    "foreword",
    "preface",
    "prologue",
    "introduction",
    "background",
    "methods",
    "results",
    "discussion",
    "conclusion",
    "conclusions",
    "concluding remarks",
    "epilogue",
    "afterword",
    "postscript",
    "appendix",
    "notes",
    "references",
    "bibliography",
    "acknowledgements",
    "acknowledgments",
    "about the author",
    "about the authors",
];
/// What stands before the number of a large division, and of one that is part of it.
const PARTS: &[&str] = &["part", "book"];
const CHAPTERS: &[&str] = &["chapter", "section", "lecture", "letter", "appendix", "act"];
const SPELLED: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// A line that may head a section.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shape {
    /// How deep it stands among its like: a part 0, a chapter 1, `2.1` 2.
    rank: usize,
    /// Its numbers, outermost first.
    numbers: Vec<u32>,
    /// Its words tell it; else only its numbers do.
    sure: bool,
}

/// A block that may be a heading.
struct Found {
    place: usize,
    shape: Shape,
    /// It is a heading already.
    is_one: bool,
    /// It has been found to be one.
    heads: bool,
}

/// Makes headings of the blocks that are.
pub(super) fn find(source: &str, blocks: &mut [Block]) {
    let mut found = candidates(source, blocks);
    number(&mut found);
    for Found { place, shape, .. } in found.iter().filter(|one| one.heads && !one.is_one) {
        if let Some(block) = blocks.get_mut(*place) {
            let level = u8::try_from(shape.rank + 1).unwrap_or(6).clamp(2, 6);
            block.kind = BlockKind::Heading(level);
            block.range.start = whole(block).start;
            block.marker = 0..0;
            block.depth = 0;
        }
    }
}

/// Whether a line is called as sections are: `CHAPTER I`, `Introduction`.
pub(super) fn is_one(line: &str) -> bool {
    shape(line).is_some_and(|shape| shape.sure)
}

/// A block with its mark.
fn whole(block: &Block) -> Range<usize> {
    if block.marker.is_empty() {
        block.range.clone()
    } else {
        block.marker.start..block.range.end
    }
}

/// The blocks that stand as headings do, in order.
fn candidates(source: &str, blocks: &[Block]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut below: Option<&Block> = None;
    for (place, block) in blocks.iter().enumerate().rev() {
        let above = place.checked_sub(1).and_then(|above| blocks.get(above));
        let after = below.replace(block);
        let is_one = matches!(block.kind, BlockKind::Heading(_));
        // Most blocks are longer.
        if block.range.len() > HEADING || !(is_one || is_lone_line(source, above, block, after)) {
            continue;
        }
        let text = source.get(whole(block)).unwrap_or_default();
        let Some(shape) = shape(text) else {
            continue;
        };
        let next = found.last_mut().filter(|next| next.place == place + 1);
        let heads = is_one
            || match next {
                // A table of contents has its last line before the prose.
                Some(next) if !next.is_one && shape.rank >= next.shape.rank => {
                    next.heads = false;
                    false
                }
                Some(next) if !next.is_one => next.heads,
                _ => after.is_some_and(|after| is_headed(source, after, &shape)),
            };
        found.push(Found {
            place,
            shape,
            is_one,
            heads,
        });
    }
    found.reverse();
    found
}

/// Whether a block is a line at the margin with a blank line above and below it.
fn is_lone_line(source: &str, above: Option<&Block>, block: &Block, below: Option<&Block>) -> bool {
    let all = whole(block);
    let text = source.get(all.clone()).unwrap_or_default();
    let at_margin = source
        .get(..all.start)
        .is_some_and(|before| before.is_empty() || before.ends_with('\n'));
    let blank = |range: Range<usize>| {
        let between = source.as_bytes().get(range).unwrap_or_default();
        memchr::memchr_iter(b'\n', between).count() > 1
    };
    let is_led_to = |above: &Block| {
        source
            .get(above.range.clone())
            .is_some_and(|above| above.ends_with(':'))
    };
    let kind = match block.kind {
        BlockKind::Paragraph => block.depth == 0,
        BlockKind::ListItem => block.depth == 1,
        _ => false,
    };
    kind && at_margin
        && !text.contains('\n')
        && above.is_none_or(|above| blank(above.range.end..all.start) && !is_led_to(above))
        && below.is_some_and(|below| blank(all.end..whole(below).start))
}

/// Whether a block is what stands under a heading of some shape.
fn is_headed(source: &str, block: &Block, shape: &Shape) -> bool {
    let text = source.get(block.range.clone()).unwrap_or_default();
    let ends = [
        '.', '!', '?', '…', ':', '”', '"', '’', '»', ')', '。', '！', '？', '」',
    ];
    match block.kind {
        BlockKind::Paragraph if block.depth == 0 => {
            // A chapter's title may stand under its number.
            shape.sure && !shape.numbers.is_empty() || text.len() > HEADING || text.ends_with(ends)
        }
        BlockKind::ListItem => shape.sure && shape.numbers.is_empty(),
        BlockKind::Heading(_) => shape.rank == 0,
        _ => false,
    }
}

/// Takes those that only have a number for headings where the number before or behind them goes
/// with theirs.
fn number(found: &mut [Found]) {
    let mut last: Option<usize> = None;
    for at in 0..found.len() {
        let (before, rest) = found.split_at_mut(at);
        let Some(this) = rest
            .first_mut()
            .filter(|this| this.heads && !this.shape.numbers.is_empty() && this.shape.rank > 0)
        else {
            continue;
        };
        let before = last.and_then(|last| before.get_mut(last));
        let follows = before
            .as_ref()
            .is_some_and(|before| is_next(&before.shape.numbers, &this.shape.numbers));
        if this.shape.sure || this.shape.numbers == [1] || follows {
            last = Some(at);
        }
        if !this.shape.sure {
            this.heads = follows;
            // The one before waited for this one.
            if let Some(before) = before.filter(|_| follows) {
                before.heads = true;
            }
        }
    }
}

/// Whether some numbers come directly behind others: `2` or `1.1` behind `1`; `3` behind `2.4`.
fn is_next(before: &[u32], numbers: &[u32]) -> bool {
    let Some((last, outer)) = numbers.split_last() else {
        return false;
    };
    before.starts_with(outer)
        && match before.get(outer.len()) {
            Some(number) => *last == number.saturating_add(1),
            None => *last == 1,
        }
}

/// The shape of a line that may head a section.
fn shape(line: &str) -> Option<Shape> {
    named(line).or_else(|| numbered(line))
}

fn named(line: &str) -> Option<Shape> {
    if line.starts_with(char::is_lowercase) {
        return None;
    }
    let words = line.to_lowercase();
    if NAMES.contains(&words.as_str()) {
        return Some(Shape {
            rank: 1,
            numbers: Vec::new(),
            sure: true,
        });
    }
    let (kind, rest) = words.split_once(' ')?;
    let rank = match kind {
        kind if PARTS.contains(&kind) => 0,
        kind if CHAPTERS.contains(&kind) => 1,
        _ => return None,
    };
    let end = rest.find(|char: char| !char.is_alphanumeric());
    let (number, behind) = rest.split_at(end.unwrap_or(rest.len()));
    let spelled = SPELLED.iter().position(|one| *one == number);
    let number = number
        .parse()
        .ok()
        .filter(|number| (1..1000).contains(number))
        .or_else(|| lines::roman(&number.to_uppercase()))
        .or_else(|| u32::try_from(spelled? + 1).ok())?;
    // Behind the number stands nothing, or what parts it from a title.
    let title = line.get(line.len() - behind.len()..)?;
    let title = title.trim_start_matches(['.', ':', ' ', '-', '–', '—']);
    let is_parted = behind.is_empty()
        || behind.starts_with(['.', ':', '–', '—'])
        || behind.starts_with(" –")
        || behind.starts_with(" —")
        || behind.starts_with(" -");
    (is_parted && (title.is_empty() || lines::is_title(title))).then(|| Shape {
        rank,
        numbers: vec![number],
        sure: true,
    })
}

/// `1. Ledgers`, `2.1 Ledgers`, `3 Ledgers`, `IV. Ledgers`.
fn numbered(line: &str) -> Option<Shape> {
    let (number, title) = line.split_once(' ')?;
    let title = title.trim_start();
    if !lines::is_title(title) || !title.starts_with(char::is_alphabetic) {
        return None;
    }
    let number = number.strip_suffix('.').unwrap_or(number);
    let numbers: Vec<_> = match lines::roman(number) {
        Some(number) => vec![number],
        None => number
            .split('.')
            .map(|part| part.parse().ok().filter(|_| part.len() <= 2))
            .collect::<Option<_>>()?,
    };
    Some(Shape {
        rank: numbers.len(),
        sure: false,
        numbers,
    })
}
