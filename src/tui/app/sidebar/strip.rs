//! The strip at the sidebar's foot: where in the essay the lens's passages lie, and where one is.
//!
//! Owns which cell stands for which part of the essay. What a cell looks like is the view's.

use std::ops::Range;

use crate::document::Subject;
use crate::tui::app::App;

impl App {
    /// The cells of the strip: all between the sidebar's edges.
    #[must_use]
    pub fn strip_cells(&self) -> usize {
        let width = self.regions.sidebar.map_or(0, |rect| rect.width);
        usize::from(width.saturating_sub(2))
    }

    /// The first byte of the essay that a cell of the strip stands for.
    pub(in crate::tui::app) fn strip_offset(&self, cell: usize, cells: usize) -> usize {
        let span = self.span();
        let whole = (span.end - span.start) as u128;
        let into = (cell as u128 * whole).div_ceil(cells.max(1) as u128);
        span.start + usize::try_from(into).unwrap_or(0)
    }

    /// How thick the lens's passages lie along the essay, or while a search is on its matches: for
    /// each of `cells` cells a height from 0 (none) to 4, and the cells that are on screen.
    #[must_use]
    pub fn strip(&self, cells: usize) -> (Vec<u8>, Range<usize>) {
        let span = self.span();
        let cells_of = |range: &Range<usize>| cells_of(range, &span, cells);
        let mut heights = vec![0_u8; cells];
        let mut mark = |range: &Range<usize>| {
            for height in heights.get_mut(cells_of(range)).unwrap_or_default() {
                *height = (*height + 1).min(4);
            }
        };
        if let Some(search) = self.marking() {
            search.matches.iter().for_each(&mut mark);
        } else if self.place.lens != Subject::Essay {
            let passages = self.document.index.passages(self.place.lens);
            passages.iter().map(|one| &one.range).for_each(&mut mark);
        }
        (heights, cells_of(&self.on_screen()))
    }
}

/// Of `cells` cells that stand for a whole, those in which a range of it lies: one at least.
fn cells_of(range: &Range<usize>, whole: &Range<usize>, cells: usize) -> Range<usize> {
    let length = (whole.end - whole.start).max(1);
    let cell = |offset: usize| {
        let into = offset.clamp(whole.start, whole.end) - whole.start;
        // In u128: a book's bytes times a strip's cells may be more than a 32-bit usize holds.
        let cell = into as u128 * cells as u128 / length as u128;
        usize::try_from(cell)
            .unwrap_or(cells)
            .min(cells.saturating_sub(1))
    };
    let last = range.end.saturating_sub(1).max(range.start);
    let from = cell(range.start);
    from..(cell(last) + 1).min(cells).max(from)
}

#[cfg(test)]
mod tests {
    use super::cells_of;

    #[test]
    fn a_range_lights_the_cells_that_it_lies_in() {
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
