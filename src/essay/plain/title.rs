//! Which block of a plain text is its title.
//!
//! Owns what a first line needs to be one. It must not know how lines are joined.

use super::{Block, BlockKind, HEADING, lines, sections};

/// A first line is a title only where a heading or a paragraph of at least this many bytes follows
/// among the first [`OPENING`] blocks.
const PROSE: usize = 200;
/// How many blocks are looked at for what follows a title.
const OPENING: usize = 16;

/// Makes a short first line the title where an essay's prose follows it, or a heading.
pub(super) fn find(source: &str, blocks: &mut Vec<Block>) {
    part_shouted(source, blocks);
    let tells = |block: &Block| match block.kind {
        BlockKind::Paragraph => block.range.len() >= PROSE,
        kind => matches!(kind, BlockKind::Heading(_)),
    };
    let followed = blocks.iter().take(OPENING).skip(1).any(tells);
    if let Some(first) = blocks.first_mut()
        && followed
        && let Some(text) = source.get(first.range.clone())
        && match first.kind {
            BlockKind::Paragraph => lines::is_title(text),
            BlockKind::Heading(2) => is_shouted(source, first, text),
            _ => false,
        }
    {
        first.kind = BlockKind::Heading(1);
    }
}

/// Whether a heading is one for its capitals alone, and not the head of a section.
fn is_shouted(source: &str, first: &Block, text: &str) -> bool {
    let before = source.get(..first.range.start).unwrap_or_default();
    let behind = source.get(first.range.end..).unwrap_or_default();
    let under = behind.lines().nth(1).unwrap_or_default();
    before.trim().is_empty()
        && under.trim().is_empty()
        && lines::is_capitals(text)
        && !lines::is_section(text)
        && !sections::is_one(text)
}

/// Parts a first line in capitals from what stands under it without a blank line, a subtitle or a
/// byline.
fn part_shouted(source: &str, blocks: &mut Vec<Block>) {
    let Some(first) = blocks.first_mut() else {
        return;
    };
    let text = source.get(first.range.clone()).unwrap_or_default();
    let Some((line, rest)) = text.split_once('\n') else {
        return;
    };
    if first.kind != BlockKind::Paragraph
        || line.len() > HEADING
        || !lines::is_capitals(line.trim_end())
        || lines::is_capitals(rest)
    {
        return;
    }
    let end = first.range.end;
    let under = Block {
        kind: BlockKind::Paragraph,
        part: first.part,
        range: end - rest.trim_start().len()..end,
        marker: 0..0,
        depth: first.depth,
    };
    first.range.end = first.range.start + line.trim_end().len();
    blocks.insert(1, under);
}
