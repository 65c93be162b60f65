//! How many paragraphs stand before a place.
//!
//! Owns which blocks are counted, and the sums that make counting cheap. It must not know what the
//! numbers are for.

use super::{Block, BlockKind, Essay, Part};

/// Blocks between two sums.
const STEP: usize = 64;

impl Essay {
    /// How many paragraphs the body has.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
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
        for blocks in self.blocks.chunks(STEP) {
            self.counts.push(total);
            for block in blocks {
                total += u32::from(Self::is_counted(block));
            }
        }
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
