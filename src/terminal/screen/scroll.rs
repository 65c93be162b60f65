//! Scrolling: which bands of rows have moved up or down between two frames, found by comparing
//! them, and whether scrolling them in the terminal saves bytes.
//!
//! A band is as wide as the screen, so what stands beside the text that moved is moved as well
//! and has to be put right. That is a matter of cost: each row is priced as it is, scrolled, and
//! newly drawn, and the cheapest bands are chosen. (A terminal with left and right margins,
//! DECSLRM, could scroll the text alone: a band would have two columns more, and its rows be
//! priced on the outside of these as they are.)

use super::cell::Cell;

/// Columns of the blocks by which rows are compared.
const BLOCK: usize = 8;

/// At least this many cells must have moved by the same distance: for fewer, repainting is cheaper.
const FEWEST_CELLS: usize = 32;

/// A distance is priced only where as many cells have moved by it as by the commonest one, divided by
/// this.
const FEWEST_SHARE: usize = 4;

/// How many distances are priced.
const MOST_SHIFTS: usize = 2;

/// Bytes that a band costs: setting the margins, scrolling, and coming from the corner where that
/// leaves the cursor.
const BAND_COST: usize = 15;

/// Rows `top` to `bottom` (without it), scrolled by some distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) top: usize,
    pub(super) bottom: usize,
}

/// Bands to scroll by the same distance, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Rows up; negative is down.
    pub(super) up: isize,
    pub(super) bands: Vec<Band>,
    /// About how many bytes the frame takes with it, and without.
    pub(super) cost: usize,
    pub(super) otherwise: usize,
}

impl Plan {
    /// Whether it saves so much that there is no doubt about it.
    pub(super) fn is_clear(&self) -> bool {
        self.cost * 8 < self.otherwise * 7
    }
}

/// Two frames of the same size, as rows of cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frames<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    /// A row of nothing.
    pub(super) blank: &'a [Cell],
    /// Nothing at all where nothing is shown.
    pub(super) shown: &'a [Cell],
    pub(super) wanted: &'a [Cell],
}

impl Frames<'_> {
    pub(super) fn shown_row(&self, y: usize) -> &[Cell] {
        if self.shown.is_empty() {
            self.blank
        } else {
            row(self.shown, y, self.width)
        }
    }

    pub(super) fn wanted_row(&self, y: usize) -> &[Cell] {
        row(self.wanted, y, self.width)
    }
}

fn row(cells: &[Cell], y: usize, width: usize) -> &[Cell] {
    cells.get(y * width..(y + 1) * width).unwrap_or_default()
}

/// The distances by which most cells have moved, most first.
fn shifts(frames: Frames<'_>) -> Vec<isize> {
    let Some(Digests { before, after }) = Digests::new(frames) else {
        return Vec::new();
    };
    let height = frames.height.max(1);
    let mut votes = vec![0usize; 2 * frames.height];
    for (before, after) in before.chunks(height).zip(after.chunks(height)) {
        for (y, digest) in after.iter().enumerate().filter(|(_, digest)| **digest != 0) {
            let votes = votes.get_mut(height - y..).unwrap_or_default();
            for (other, vote) in before.iter().zip(votes) {
                *vote += usize::from(other == digest) * BLOCK;
            }
        }
    }
    let mut ranked: Vec<(usize, usize)> = votes
        .into_iter()
        .enumerate()
        .filter(|(_, votes)| *votes >= FEWEST_CELLS)
        .map(|(place, votes)| (votes, place))
        .collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let most = ranked.first().map_or(0, |(votes, _)| *votes);
    ranked
        .into_iter()
        .take(MOST_SHIFTS)
        .take_while(|(votes, _)| votes * FEWEST_SHARE >= most)
        .map(|(_, place)| place.cast_signed() - frames.height.cast_signed())
        .filter(|up| *up != 0)
        .collect()
}

/// A number for each block that differs, from top to bottom and then from left to right; 0 for one
/// that does not, or is empty.
struct Digests {
    before: Vec<u64>,
    after: Vec<u64>,
}

impl Digests {
    /// Nothing where too little differs.
    fn new(frames: Frames<'_>) -> Option<Self> {
        let blocks = frames.height * (frames.width / BLOCK);
        let (mut before, mut after) = (vec![0; blocks], vec![0; blocks]);
        let mut differing = 0;
        for y in 0..frames.height {
            let shown = frames.shown_row(y).chunks_exact(BLOCK);
            let wanted = frames.wanted_row(y).chunks_exact(BLOCK);
            for (column, (shown, wanted)) in shown.zip(wanted).enumerate() {
                let at = column * frames.height + y;
                if shown != wanted
                    && let (Some(before), Some(after)) = (before.get_mut(at), after.get_mut(at))
                {
                    *before = digest(shown);
                    *after = digest(wanted);
                    differing += BLOCK;
                }
            }
        }
        (differing >= FEWEST_CELLS).then_some(Self { before, after })
    }
}

fn digest(block: &[Cell]) -> u64 {
    if block.iter().all(|cell| *cell == Cell::BLANK) {
        return 0;
    }
    block.iter().fold(0, |digest, cell| cell.digest(digest))
}

/// The cheapest bands, if scrolling saves anything. `price` gives the bytes from one row of cells
/// to another.
pub(super) fn plan(frames: Frames<'_>, price: impl Fn(&[Cell], &[Cell]) -> usize) -> Option<Plan> {
    let shifts = shifts(frames);
    if shifts.is_empty() {
        return None;
    }
    let kept: Vec<usize> = (0..frames.height)
        .map(|y| price(frames.shown_row(y), frames.wanted_row(y)))
        .collect();
    // All else costs more than a band.
    if kept.iter().sum::<usize>() <= BAND_COST {
        return None;
    }
    let blank = vec![Cell::BLANK; frames.width];
    let new: Vec<usize> = (0..frames.height)
        .map(|y| price(&blank, frames.wanted_row(y)))
        .collect();
    let mut best: Option<Plan> = None;
    for up in shifts {
        let moved: Vec<usize> = (0..frames.height)
            .map(|y| match y.checked_add_signed(up) {
                Some(from) if from < frames.height => {
                    price(frames.shown_row(from), frames.wanted_row(y))
                }
                _ => 0,
            })
            .collect();
        let found = cheapest(up, &kept, &moved, &new);
        if let Some(plan) = found
            && best.as_ref().is_none_or(|best| plan.cost < best.cost)
        {
            best = Some(plan);
        }
    }
    best
}

/// For each place the sum of the numbers before it, and at the end that of all.
fn sums(numbers: &[usize]) -> Vec<usize> {
    let mut sums = vec![0];
    sums.extend(numbers.iter().scan(0, |sum, number| {
        *sum += number;
        Some(*sum)
    }));
    sums
}

/// Chooses the bands by dynamic programming: the cheapest way to do the rows above each row is
/// the cheapest way to do those above some other one, and then a row as it is, or a band.
fn cheapest(up: isize, kept: &[usize], moved: &[usize], new: &[usize]) -> Option<Plan> {
    let height = kept.len();
    let distance = up.unsigned_abs();
    let (moved, new) = (sums(moved), sums(new));
    let between = |sums: &[usize], from: usize, to: usize| {
        let at = |index| sums.get(index).copied().unwrap_or_default();
        at(to) - at(from)
    };
    let mut costs = vec![0; height + 1];
    let mut tops: Vec<Option<usize>> = vec![None; height + 1];
    for bottom in 1..=height {
        let cost_of = |row: usize| costs.get(row).copied().unwrap_or_default();
        let mut least = cost_of(bottom - 1) + kept.get(bottom - 1).copied().unwrap_or_default();
        let mut chosen = None;
        for top in 0..bottom.saturating_sub(distance) {
            let rows = if up > 0 {
                let border = bottom - distance;
                between(&moved, top, border) + between(&new, border, bottom)
            } else {
                let border = top + distance;
                between(&new, top, border) + between(&moved, border, bottom)
            };
            let cost = cost_of(top) + BAND_COST + rows;
            if cost < least {
                least = cost;
                chosen = Some(top);
            }
        }
        if let (Some(cost), Some(top)) = (costs.get_mut(bottom), tops.get_mut(bottom)) {
            *cost = least;
            *top = chosen;
        }
    }
    let mut bands = Vec::new();
    let mut bottom = height;
    while bottom > 0 {
        if let Some(top) = tops.get(bottom).copied().flatten() {
            bands.push(Band { top, bottom });
            bottom = top;
        } else {
            bottom -= 1;
        }
    }
    bands.reverse();
    let cost = costs.last().copied().unwrap_or_default();
    let plan = Plan {
        up,
        bands,
        cost,
        otherwise: kept.iter().sum(),
    };
    (!plan.bands.is_empty()).then_some(plan)
}

/// What the terminal shows after the plan: scrolled rows, and empty ones where none came from.
pub(super) fn apply(plan: &Plan, cells: &mut [Cell], width: usize) {
    for band in &plan.bands {
        let Some(rows) = cells.get_mut(band.top * width..band.bottom * width) else {
            continue;
        };
        let distance = (plan.up.unsigned_abs() * width).min(rows.len());
        let border = rows.len() - distance;
        if plan.up > 0 {
            rows.copy_within(distance.., 0);
            rows.get_mut(border..).unwrap_or_default().fill(Cell::BLANK);
        } else {
            rows.copy_within(..border, distance);
            rows.get_mut(..distance)
                .unwrap_or_default()
                .fill(Cell::BLANK);
        }
    }
}
