//! The strip at the bottom of the sidebar: where in the essay the lens's passages are, and which part
//! of the essay is on screen.

use std::ops::Range;

use crate::document::Subject;
use crate::tui::message::Ctx;

/// The highest bar of the strip.
pub(super) const MAX_HEIGHT: u8 = 4;

/// Cells of the strip: the sidebar's width without its edges.
fn cell_count(ctx: &Ctx) -> usize {
    let width = ctx.screen.sidebar.map_or(0, |area| area.width);
    usize::from(width.saturating_sub(2))
}

/// The first byte of the essay that a column of the strip represents.
pub(super) fn offset_at(x: u16, ctx: &Ctx) -> Option<usize> {
    let cells = cell_count(ctx);
    let cell = usize::from(x).checked_sub(1).filter(|&cell| cell < cells)?;
    let text = &ctx.essay_view.text_range;
    let into = (cell as u128 * text.len() as u128).div_ceil(cells as u128);
    Some(text.start + usize::try_from(into).expect("at most the length of the text"))
}

/// The height of each cell's bar, at most [`MAX_HEIGHT`]: the number of the lens's passages there, or of
/// matches during a search; and the cells of the part on screen.
pub(super) fn bars(ctx: &Ctx) -> (Vec<u8>, Range<usize>) {
    let cells = cell_count(ctx);
    let text = &ctx.essay_view.text_range;
    let mut bars = vec![0_u8; cells];
    let mut add = |range: &Range<usize>| {
        for bar in &mut bars[cells_of(range, text, cells)] {
            *bar = (*bar + 1).min(MAX_HEIGHT);
        }
    };
    if let Some(search) = ctx.search.active_with_matches() {
        search.matches().iter().for_each(&mut add);
    } else if ctx.location.lens != Subject::Essay {
        let passages = ctx.document.index.passages(ctx.location.lens);
        passages
            .iter()
            .map(|passage| &passage.range)
            .for_each(&mut add);
    }
    (bars, cells_of(&ctx.essay_view.visible, text, cells))
}

/// The cells of a part of the text, at least one, if `cells` cells represent `text`.
fn cells_of(range: &Range<usize>, text: &Range<usize>, cells: usize) -> Range<usize> {
    let Some(last_cell) = cells.checked_sub(1) else {
        return 0..0;
    };
    let length = text.len().max(1) as u128;
    let cell = |offset: usize| {
        let into = offset.clamp(text.start, text.end) - text.start;
        // In 128 bits, since a book's bytes times the cells may overflow a 32-bit usize.
        let cell = into as u128 * cells as u128 / length;
        usize::try_from(cell).map_or(last_cell, |cell| cell.min(last_cell))
    };
    let last = range.end.saturating_sub(1).max(range.start);
    cell(range.start)..cell(last) + 1
}

#[cfg(test)]
mod tests {
    use super::cells_of;

    #[test]
    fn a_range_fills_the_cells_it_lies_in() {
        for (range, cells) in [
            (0..10, 0..1),
            (0..11, 0..2),
            (9..10, 0..1),
            (10..30, 1..3),
            (95..100, 9..10),
            (0..100, 0..10),
            (50..50, 5..6),
            (100..100, 9..10),
            (100..300, 9..10),
        ] {
            assert_eq!(cells_of(&range, &(0..100), 10), cells, "{range:?}");
        }
        assert_eq!(cells_of(&(0..10), &(0..100), 0), 0..0);
        assert_eq!(cells_of(&(0..0), &(0..0), 3), 0..1);
        let book = usize::MAX / 2;
        assert_eq!(cells_of(&(book - 1..book), &(0..book), 30), 29..30);
    }
}
