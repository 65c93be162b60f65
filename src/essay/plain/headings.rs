//! Recognizes headings of a plain text by the text around them: numbered headings, section names,
//! and the title.
//!
//! A false heading is worse than a missed one. So a heading stands alone between blank lines, prose
//! follows it, and its number continues the one before. A table of contents is not a heading.

use std::ops::Range;

use super::{Block, BlockKind, MAX_HEADING, lines};

/// Names of sections that need no number.
const SECTION_NAMES: &[&str] = &[
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
    "contents",
    "table of contents",
    "acknowledgements",
    "acknowledgments",
    "about the author",
    "about the authors",
];
/// Words before the number of a top-level division, of a division inside one, and of the smallest.
const PART_WORDS: &[&str] = &[
    "part",
    "book",
    "volume",
    "title",
    "teil",
    "buch",
    "partie",
    "livre",
    "parte",
    "libro",
    "часть",
];
#[rustfmt::skip]
const CHAPTER_WORDS: &[&str] = &[
    "chapter", "section", "sec.", "lecture", "letter", "appendix", "act", "canto", "kapitel",
    "abschnitt", "chapitre", "acte", "capítulo", "capitolo", "acto", "глава",
];
const ARTICLE_WORDS: &[&str] = &[
    "article",
    "art.",
    "§",
    "scene",
    "artikel",
    "artículo",
    "articolo",
    "scène",
    "статья",
];
/// What a Chinese or Japanese heading has between `第` and its number, and after it.
const CJK_DIGITS: &str = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千两";
const CJK_DIVISIONS: [&str; 3] = ["部編编卷篇", "章回", "節节条條"];
const NUMBER_WORDS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The number and rank of a line that looks like a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
struct HeadingShape {
    /// Its depth in the outline: 0 for a part, 1 for a chapter, 2 for `2.1`.
    rank: usize,
    /// Its numbers, outermost first.
    numbers: Vec<u32>,
    /// Whether its words show that it is a heading. If not, only its numbers do.
    is_named: bool,
}

/// A block that may be a heading.
struct HeadingCandidate {
    block: usize,
    shape: HeadingShape,
    /// Whether the block was recognized as a heading before.
    was_heading: bool,
    is_heading: bool,
}

/// Turns blocks that are headings into headings.
pub(crate) fn find_headings(source: &str, blocks: &mut Vec<Block>) {
    split_named_headings(source, blocks);
    leave_sections(source, blocks);
    let mut candidates = candidates(source, blocks);
    check_numbers(&mut candidates);
    for candidate in candidates {
        if candidate.is_heading && !candidate.was_heading {
            let block = &mut blocks[candidate.block];
            block.kind = BlockKind::Heading(level(&candidate.shape));
            block.range.start = with_marker(block).start;
            block.marker = 0..0;
            block.depth = 0;
        }
    }
}

/// In a text whose prose is indented, as in an RFC, takes what is below a numbered title at the margin
/// out of the list that the title seems to begin.
fn leave_sections(source: &str, blocks: &mut [Block]) {
    let is_at_margin = |block: &Block| {
        let start = with_marker(block).start;
        start == 0 || source[..start].ends_with('\n')
    };
    let prose = blocks
        .iter()
        .filter(|block| block.range.len() > MAX_HEADING);
    let (at_margin, indented): (Vec<_>, Vec<_>) = prose.partition(|block| is_at_margin(block));
    if indented.len() < 4 * at_margin.len().max(1) {
        return;
    }
    let mut in_section = false;
    for block in blocks {
        if is_at_margin(block) {
            in_section = block.kind == BlockKind::ListItem
                && heading_shape(&source[with_marker(block)]).is_some();
        } else if in_section {
            block.depth = block.depth.saturating_sub(1);
        }
    }
}

/// Splits the number of a chapter or an article from the text that follows without a blank line.
fn split_named_headings(source: &str, blocks: &mut Vec<Block>) {
    let split_heading = |block: &Block| {
        let text = &source[block.range.clone()];
        if block.kind != BlockKind::Paragraph || block.depth > 0 {
            return None;
        }
        let start = &text[..text.floor_char_boundary(MAX_HEADING + 1)];
        let (line, _) = start.split_once('\n')?;
        let shape = named_heading(line.trim_end()).filter(|shape| !shape.numbers.is_empty())?;
        let rest = text[line.len()..].trim_start();
        let next = rest
            .lines()
            .next()
            .filter(|next| heading_shape(next.trim()).is_none())?;
        let end = block.range.start + line.trim_end().len();
        // The title may be on the next line.
        let gap = if rest == next && rest.len() <= MAX_HEADING && lines::is_title(rest) {
            block.range.end..block.range.end
        } else {
            end..block.range.end - rest.len()
        };
        (!next.is_empty()).then(|| (gap, level(&shape)))
    };
    let splits: Vec<_> = blocks.iter().map(split_heading).collect();
    if splits.iter().all(Option::is_none) {
        return;
    }
    let whole = std::mem::take(blocks);
    for (mut block, split) in whole.into_iter().zip(splits) {
        if let Some((gap, level)) = split {
            let heading = Block {
                kind: BlockKind::Heading(level),
                range: block.range.start..gap.start,
                ..block.clone()
            };
            blocks.push(heading);
            block.range.start = gap.end;
        }
        if !block.range.is_empty() {
            blocks.push(block);
        }
    }
}

/// The level of a heading; 1 is that of the title.
fn level(shape: &HeadingShape) -> u8 {
    let level = u8::try_from(shape.rank + 1).unwrap_or(6);
    level.clamp(2, 6)
}

/// The range of a block, with its marker.
fn with_marker(block: &Block) -> Range<usize> {
    if block.marker.is_empty() {
        block.range.clone()
    } else {
        block.marker.start..block.range.end
    }
}

/// The blocks that look like headings and are placed like headings, in order.
fn candidates(source: &str, blocks: &[Block]) -> Vec<HeadingCandidate> {
    let mut candidates: Vec<HeadingCandidate> = Vec::new();
    for (index, block) in blocks.iter().enumerate().rev() {
        let below = blocks.get(index + 1);
        let was_heading = matches!(block.kind, BlockKind::Heading(_));
        if block.range.len() > MAX_HEADING || !(was_heading || is_lone_line(source, blocks, index))
        {
            continue;
        }
        let Some(shape) = heading_shape(&source[with_marker(block)]) else {
            continue;
        };
        let next = candidates.last_mut().filter(|next| next.block == index + 1);
        let is_heading = was_heading
            || match next {
                // This is a table of contents, whose last line has prose below it.
                Some(next) if !next.was_heading && shape.rank >= next.shape.rank => {
                    next.is_heading = false;
                    false
                }
                Some(next) if !next.was_heading => next.is_heading,
                _ => below.is_some_and(|below| can_follow(source, below, &shape)),
            };
        candidates.push(HeadingCandidate {
            block: index,
            shape,
            was_heading,
            is_heading,
        });
    }
    candidates.reverse();
    candidates
}

/// Whether a block is a single line at the margin between blank lines.
fn is_lone_line(source: &str, blocks: &[Block], index: usize) -> bool {
    let block = &blocks[index];
    let range = with_marker(block);
    let is_plain = match block.kind {
        BlockKind::Paragraph => block.depth == 0,
        BlockKind::ListItem => block.depth == 1,
        _ => false,
    };
    let at_margin = range.start == 0 || source[..range.start].ends_with('\n');
    let has_blank_line = |between: Range<usize>| source[between].matches('\n').count() > 1;
    let is_introduced = |above: &Block| source[above.range.clone()].ends_with(':');
    let above = index.checked_sub(1).map(|above| &blocks[above]);
    is_plain
        && at_margin
        && !source[range.clone()].contains('\n')
        && above.is_none_or(|above| {
            has_blank_line(above.range.end..range.start) && !is_introduced(above)
        })
        && blocks
            .get(index + 1)
            .is_some_and(|below| has_blank_line(range.end..with_marker(below).start))
}

/// Whether a block can follow a heading.
fn can_follow(source: &str, block: &Block, heading: &HeadingShape) -> bool {
    const SENTENCE_ENDS: [char; 14] = [
        '.', '!', '?', '…', ':', '”', '"', '’', '»', ')', '。', '！', '？', '」',
    ];
    let is_numbered = !heading.numbers.is_empty();
    match block.kind {
        BlockKind::Paragraph if block.depth == 0 => {
            let text = &source[block.range.clone()];
            // A chapter's title may follow its number.
            heading.is_named && is_numbered
                || text.len() > MAX_HEADING
                || text.ends_with(SENTENCE_ENDS)
        }
        BlockKind::ListItem => heading.is_named && !is_numbered,
        BlockKind::Heading(_) => heading.rank == 0,
        _ => false,
    }
}

/// Accepts candidates that have only a number if the number before or after continues it.
fn check_numbers(candidates: &mut [HeadingCandidate]) {
    let mut last: Option<usize> = None;
    for index in 0..candidates.len() {
        let HeadingCandidate {
            shape, is_heading, ..
        } = &candidates[index];
        if !is_heading || shape.numbers.is_empty() || shape.rank == 0 {
            continue;
        }
        let before = last.filter(|&last| is_next(&candidates[last].shape.numbers, &shape.numbers));
        let is_named = shape.is_named;
        if is_named || shape.numbers == [1] || before.is_some() {
            last = Some(index);
        }
        if !is_named {
            candidates[index].is_heading = before.is_some();
            // A first number is accepted once the second is found.
            if let Some(before) = before {
                candidates[before].is_heading = true;
            }
        }
    }
}

/// Whether numbers come directly after others: `2` or `1.1` after `1`, `3` after `2.4`.
fn is_next(before: &[u32], numbers: &[u32]) -> bool {
    let (last, outer) = numbers
        .split_last()
        .expect("only numbered headings are compared");
    let expected = match before.get(outer.len()) {
        Some(number) => number.saturating_add(1),
        None => 1,
    };
    before.starts_with(outer) && *last == expected
}

fn heading_shape(line: &str) -> Option<HeadingShape> {
    named_heading(line).or_else(|| numbered_heading(line))
}

/// `Introduction`, `CHAPTER I`, `Part Two: Ledgers`.
fn named_heading(line: &str) -> Option<HeadingShape> {
    if line.starts_with(char::is_lowercase) {
        return None;
    }
    let words = line.to_lowercase();
    if SECTION_NAMES.contains(&words.as_str()) {
        return Some(HeadingShape {
            rank: 1,
            numbers: Vec::new(),
            is_named: true,
        });
    }
    if let Some(rest) = line.strip_prefix('第') {
        return cjk_heading(rest);
    }
    let (kind, rest) = match words.strip_prefix('§') {
        Some(rest) => ("§", rest.trim_start()),
        None => words.split_once(' ')?,
    };
    let divisions = [PART_WORDS, CHAPTER_WORDS, ARTICLE_WORDS];
    let rank = divisions.iter().position(|words| words.contains(&kind))?;
    let number_end = rest.find(|c: char| !c.is_alphanumeric());
    let (number, after) = rest.split_at(number_end.unwrap_or(rest.len()));
    let number = heading_number(number)?;
    // The lower case of a title may have another length.
    let title = line.get(line.len() - after.len()..)?;
    let has_sign = [".", ":", "–", "—", " –", " —", " -", " ("]
        .iter()
        .any(|sign| after.starts_with(sign));
    let is_separated = after.is_empty()
        || has_sign
        || title
            .strip_prefix(' ')
            .is_some_and(|title| title.starts_with(char::is_uppercase));
    let title = title.trim_start_matches(['.', ':', ' ', '-', '–', '—']);
    // Titles in old books end with a full stop.
    let title = title
        .strip_suffix('.')
        .filter(|_| has_sign)
        .unwrap_or(title);
    let is_heading = is_separated && (title.is_empty() || lines::is_title(title));
    is_heading.then(|| HeadingShape {
        rank,
        numbers: vec![number],
        is_named: true,
    })
}

/// `第一章`, `第3条 税`, after its first character.
fn cjk_heading(line: &str) -> Option<HeadingShape> {
    let division = line.trim_start_matches(|c| CJK_DIGITS.contains(c));
    let number = &line[..line.len() - division.len()];
    let kind = division.chars().next().filter(|_| !number.is_empty())?;
    let rank = CJK_DIVISIONS
        .iter()
        .position(|kinds| kinds.contains(kind))?;
    let title = &division[kind.len_utf8()..];
    let is_separated = title.is_empty() || title.starts_with([' ', '\u{3000}', '：', '、', '　']);
    let is_heading = is_separated && (title.is_empty() || lines::is_title(title));
    is_heading.then(|| HeadingShape {
        rank,
        // Other numbers do not continue it.
        numbers: vec![number.parse().unwrap_or(0)],
        is_named: true,
    })
}

/// The number of a chapter in lower case: `12`, `3a`, `xii`, `twelve`.
fn heading_number(text: &str) -> Option<u32> {
    let text = match text.strip_suffix(|last: char| last.is_ascii_lowercase()) {
        Some(number) if number.ends_with(|last: char| last.is_ascii_digit()) => number,
        _ => text,
    };
    let decimal = text.parse().ok().filter(|n| (1..1000).contains(n));
    let spelled = || NUMBER_WORDS.iter().position(|word| *word == text);
    decimal
        .or_else(|| lines::roman_value(&text.to_uppercase()))
        .or_else(|| u32::try_from(spelled()? + 1).ok())
}

/// `1. Ledgers`, `2.1 Ledgers`, `3 Ledgers`, `IV. Ledgers`.
fn numbered_heading(line: &str) -> Option<HeadingShape> {
    let (number, title) = line.split_once(' ')?;
    let title = title.trim_start();
    if !lines::is_title(title) || !title.starts_with(char::is_alphabetic) {
        return None;
    }
    let number = number.strip_suffix('.').unwrap_or(number);
    let numbers: Vec<u32> = match lines::roman_value(number) {
        Some(number) => vec![number],
        None => number
            .split('.')
            .map(|part| part.parse().ok().filter(|_| part.len() <= 2))
            .collect::<Option<_>>()?,
    };
    Some(HeadingShape {
        rank: numbers.len(),
        numbers,
        is_named: false,
    })
}

/// Turns a short first line into the title if it is in capitals, or a heading or a long paragraph
/// follows soon.
pub(crate) fn find_title(source: &str, blocks: &mut Vec<Block>) {
    /// How many blocks are examined for what follows a title.
    const OPENING_BLOCKS: usize = 16;
    /// The least bytes of a paragraph of prose.
    const MIN_PROSE: usize = 200;
    split_capitals_title(source, blocks);
    let starts_text = |block: &Block| match block.kind {
        BlockKind::Paragraph => block.range.len() >= MIN_PROSE,
        kind => matches!(kind, BlockKind::Heading(_)),
    };
    let is_followed = blocks.iter().take(OPENING_BLOCKS).skip(1).any(starts_text);
    let Some(first) = blocks.first_mut() else {
        return;
    };
    let is_title = match first.kind {
        BlockKind::Paragraph => is_followed && lines::is_title(&source[first.range.clone()]),
        BlockKind::Heading(2) => is_capitals_title(source, first),
        _ => false,
    };
    if is_title {
        first.kind = BlockKind::Heading(1);
    }
}

/// Whether a first heading was recognized by its capitals only, and is not a section's.
fn is_capitals_title(source: &str, first: &Block) -> bool {
    let text = &source[first.range.clone()];
    let line_below = source[first.range.end..].lines().nth(1);
    source[..first.range.start].trim().is_empty()
        && line_below.is_none_or(|line| line.trim().is_empty())
        && lines::is_capitals(text)
        && !lines::is_roman_heading(text)
        && !heading_shape(text).is_some_and(|shape| shape.is_named)
}

/// Splits a first line in capitals from a subtitle or byline that follows without a blank line.
fn split_capitals_title(source: &str, blocks: &mut Vec<Block>) {
    let Some(first) = blocks.first_mut() else {
        return;
    };
    let text = &source[first.range.clone()];
    let Some((line, rest)) = text.split_once('\n') else {
        return;
    };
    if first.kind != BlockKind::Paragraph
        || line.len() > MAX_HEADING
        || !lines::is_capitals(line.trim_end())
        || lines::is_capitals(rest)
    {
        return;
    }
    let end = first.range.end;
    let below = Block {
        range: end - rest.trim_start().len()..end,
        ..first.clone()
    };
    first.range.end = first.range.start + line.trim_end().len();
    blocks.insert(1, below);
}
