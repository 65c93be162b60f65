//! How many paragraphs stand before a place, and which block is the title.
//!
//! Owns which blocks are count_noun, and what is kept so that neither question goes through all of
//! them. It must not know what the answers are for.

use super::{Block, BlockKind, Essay, Part};

/// Blocks between two sums.
const STEP: usize = 64;
/// A line of at most so many bytes may stand before a title.
const SHORT: usize = 100;

impl Essay {
    /// How many paragraphs the body has.
    #[must_use]
    pub fn paragraph_count(&self) -> usize {
        self.paragraphs_before(self.blocks.len())
    }

    /// The number, from 1, of the body's paragraph at a byte offset; for other blocks of the body,
    /// that of the last paragraph before. None in front and back matter, and before the first.
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        let place = self.block_at(offset)?;
        if self.blocks.get(place)?.part != Part::Body {
            return None;
        }
        Some(self.paragraphs_before(place + 1)).filter(|&number| number > 0)
    }

    fn is_counted(block: &Block) -> bool {
        block.kind == BlockKind::Paragraph && block.part == Part::Body
    }

    pub(super) fn count(&mut self) {
        let mut total = 0;
        self.counts.clear();
        let marked = self
            .blocks
            .iter()
            .position(|block| block.part == Part::Title);
        self.title = marked.or_else(|| self.first_heading());
        for blocks in self.blocks.chunks(STEP) {
            self.counts.push(total);
            for block in blocks {
                total += u32::from(Self::is_counted(block));
            }
        }
    }

    /// The first heading of level 1, where no prose of the body stands before it.
    fn first_heading(&self) -> Option<usize> {
        for (place, block) in self.blocks.iter().enumerate() {
            match block.kind {
                BlockKind::Heading(1) if block.part != Part::Furniture => return Some(place),
                BlockKind::Heading(_) | BlockKind::Rule => {}
                _ if block.part != Part::Body => {}
                BlockKind::Paragraph if self.is_short_line(block) => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a block is a line that is no sentence, as a byline or a date.
    fn is_short_line(&self, block: &Block) -> bool {
        let ends = ['.', '!', '?', '…', ':', '。', '！', '？'];
        let text = self.source.get(block.range.clone()).unwrap_or_default();
        text.len() <= SHORT && !text.contains('\n') && !text.ends_with(ends)
    }

    fn paragraphs_before(&self, place: usize) -> usize {
        let step = place / STEP;
        let (step, before) = match (self.counts.get(step), self.counts.last()) {
            (Some(&before), _) => (step, before),
            (None, Some(&before)) => (self.counts.len() - 1, before),
            (None, None) => return 0,
        };
        let rest = self.blocks.get(step * STEP..place).unwrap_or_default();
        before as usize + rest.iter().filter(|block| Self::is_counted(block)).count()
    }
}
