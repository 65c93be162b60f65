//! Finds a range of rows that has scrolled between two frames.
//!
//! A terminal scrolls whole rows, so what stays in place beside the scrolled text moves too and
//! has to be written again. Rows are compared in blocks of columns to estimate whether that saves bytes.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::ops::Range;

use ratatui::layout::Size;

use super::cell::Cell;

/// Columns of a block.
const BLOCK_COLUMNS: usize = 8;

/// About how many bytes the control sequences for scrolling take.
const SCROLL_BYTES: usize = 20;

/// Taller screens are not scrolled: the cost of the search grows with the cube of the height. A screen of
/// this height is never cut off, as one of the maximum height may be, so its last row is the terminal's.
const MAX_ROWS: usize = 150;

/// Rows that the terminal scrolls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scroll {
    pub(crate) rows: Range<usize>,
    /// By how many rows the text moves up; negative is down.
    pub(crate) up: isize,
}

impl Scroll {
    /// Moves `cells` as the terminal does; blank rows come in.
    pub(crate) fn apply(&self, cells: &mut [Cell], size: Size) {
        let width = usize::from(size.width);
        let rows = &mut cells[self.rows.start * width..self.rows.end * width];
        let distance = self.up.unsigned_abs() * width;
        if self.up > 0 {
            rows.rotate_left(distance);
            let kept = rows.len() - distance;
            rows[kept..].fill(Cell::BLANK);
        } else {
            rows.rotate_right(distance);
            rows[..distance].fill(Cell::BLANK);
        }
    }
}

/// Finds the scroll that saves the most bytes, if any does.
pub(crate) fn detect(shown: &[Cell], wanted: &[Cell], size: Size) -> Option<Scroll> {
    let height = usize::from(size.height);
    if height > MAX_ROWS {
        return None;
    }
    let shown = rows_of_blocks(shown, size);
    let wanted = rows_of_blocks(wanted, size);
    let unscrolled = prefix_sums((0..height).map(|y| cost(&shown[y], &wanted[y])));
    if unscrolled[height] < SCROLL_BYTES {
        return None;
    }
    let blank_row = vec![CellBlock::new(&[Cell::BLANK]); shown[0].len()];
    let incoming = prefix_sums((0..height).map(|y| cost(&blank_row, &wanted[y])));
    let mut best = None;
    let mut best_saved = SCROLL_BYTES;
    let limit = height.cast_signed();
    for up in (1 - limit..limit).filter(|up| *up != 0) {
        let moved = prefix_sums((0..height).map(|y| match y.checked_add_signed(up) {
            Some(from) if from < height => cost(&shown[from], &wanted[y]),
            _ => 0,
        }));
        let distance = up.unsigned_abs();
        for top in 0..height - distance {
            for bottom in top + distance + 1..=height {
                let (kept, new) = if up > 0 {
                    (top..bottom - distance, bottom - distance..bottom)
                } else {
                    (top + distance..bottom, top..top + distance)
                };
                let scrolled = sum(&moved, kept) + sum(&incoming, new);
                let saved = sum(&unscrolled, top..bottom).saturating_sub(scrolled);
                if saved > best_saved {
                    best_saved = saved;
                    best = Some(Scroll {
                        rows: top..bottom,
                        up,
                    });
                }
            }
        }
    }
    best
}

/// Adjacent cells of a row.
#[derive(Debug, Clone, Copy)]
struct CellBlock {
    hash: u64,
    /// About how many bytes writing it takes.
    bytes: usize,
}

impl CellBlock {
    fn new(cells: &[Cell]) -> Self {
        let is_blank = cells.iter().all(|cell| *cell == Cell::BLANK);
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        Self {
            hash: if is_blank { 0 } else { hasher.hash_one(cells) },
            bytes: if is_blank {
                1
            } else {
                cells.iter().map(Cell::byte_length).sum()
            },
        }
    }
}

fn rows_of_blocks(cells: &[Cell], size: Size) -> Vec<Vec<CellBlock>> {
    let rows = cells.chunks(usize::from(size.width).max(1));
    rows.map(|row| row.chunks(BLOCK_COLUMNS).map(CellBlock::new).collect())
        .collect()
}

/// About how many bytes it takes to write one row over another.
fn cost(shown: &[CellBlock], wanted: &[CellBlock]) -> usize {
    let blocks = shown.iter().zip(wanted);
    let changed = blocks.filter(|(shown, wanted)| shown.hash != wanted.hash);
    changed.map(|(_, wanted)| wanted.bytes).sum()
}

/// The sums of the first 0, 1, 2, … numbers.
fn prefix_sums(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sums = vec![0];
    let mut total = 0;
    sums.extend(numbers.map(|number| {
        total += number;
        total
    }));
    sums
}

/// The sum of a range of numbers, from their prefix sums.
fn sum(prefix_sums: &[usize], range: Range<usize>) -> usize {
    prefix_sums[range.end] - prefix_sums[range.start]
}
