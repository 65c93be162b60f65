//! Terminal size, focus and zoom → the rectangles of the regions, in cells.
//!
//! Owns where a region stands. It must not know what is in it: the same size always gives the same
//! rectangles, so that nothing moves that the reader did not move.

use serde::{Deserialize, Serialize};

/// A rectangle of cells; `x` and `y` count from the screen's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Rect {
    /// A rectangle from its corner and its size.
    #[must_use]
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// What lies inside the frame of a box, with a space beside either edge.
    #[must_use]
    pub const fn inside(self) -> Self {
        Self {
            x: self.x + 2,
            y: self.y + 1,
            width: self.width.saturating_sub(4),
            height: self.height.saturating_sub(2),
        }
    }

    /// Whether a cell lies in it.
    #[must_use]
    pub const fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && y >= self.y && x - self.x < self.width && y - self.y < self.height
    }
}

/// A region that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// The list of themes, claims or actors.
    Sidebar,
    /// The text.
    Essay,
    /// What the lens is.
    Detail,
}

impl Region {
    /// All of them, in the order in which Tab goes through them.
    pub const ALL: [Self; 3] = [Self::Sidebar, Self::Essay, Self::Detail];

    /// The one after it, the first after the last.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Sidebar => Self::Essay,
            Self::Essay => Self::Detail,
            Self::Detail => Self::Sidebar,
        }
    }

    /// The one before it, the last before the first.
    #[must_use]
    pub const fn previous(self) -> Self {
        match self {
            Self::Sidebar => Self::Detail,
            Self::Essay => Self::Sidebar,
            Self::Detail => Self::Essay,
        }
    }
}

/// Which of the arrangements the size asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Three regions side by side.
    Wide,
    /// The sidebar at the left, the essay above the detail.
    Stacked,
    /// One region at a time.
    Single,
    /// No room for any.
    TooSmall,
}

/// From how many cells on which arrangement is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Columns from which the three regions stand side by side.
    pub wide: u16,
    /// Columns from which the sidebar stands beside the essay.
    pub stacked: u16,
}

impl Default for Thresholds {
    /// Side by side where the essay keeps its whole measure beside the other two.
    fn default() -> Self {
        Self {
            wide: 150,
            stacked: 60,
        }
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regions {
    /// The arrangement taken.
    pub arrangement: Arrangement,
    /// The line above.
    pub title: Rect,
    /// The sidebar, where it is shown.
    pub sidebar: Option<Rect>,
    /// The essay, where it is shown.
    pub essay: Option<Rect>,
    /// The detail, where it is shown.
    pub detail: Option<Rect>,
    /// The line of hints, messages and prompts below.
    pub hints: Rect,
    /// The upright line right of the sidebar.
    pub sidebar_rule: Option<Rect>,
    /// The line between essay and detail: upright, or level where they are stacked.
    pub detail_rule: Option<Rect>,
}

/// The least size at which anything is shown, in cells.
pub const LEAST: (u16, u16) = (20, 5);

/// Fewer rows than this, and regions are shown one at a time however wide the terminal is: stacked
/// ones would have two rows each.
const LEAST_STACKED_ROWS: u16 = 13;

impl Regions {
    /// The rectangles for a terminal of `width` columns and `height` rows. `focus` is the region shown
    /// where there is room for one only, or where that is `zoomed`: it has the screen for itself then.
    #[must_use]
    pub fn new(width: u16, height: u16, focus: Region, zoomed: bool, limits: Thresholds) -> Self {
        let arrangement = if width < LEAST.0 || height < LEAST.1 {
            Arrangement::TooSmall
        } else if width < limits.stacked || (width < limits.wide && height < LEAST_STACKED_ROWS) {
            Arrangement::Single
        } else if width < limits.wide {
            Arrangement::Stacked
        } else {
            Arrangement::Wide
        };
        let mut regions = Self {
            arrangement,
            title: Rect::new(0, 0, width, 1.min(height)),
            sidebar: None,
            essay: None,
            detail: None,
            hints: Rect::new(0, height.saturating_sub(1), width, 1.min(height)),
            sidebar_rule: None,
            detail_rule: None,
        };
        let body = Rect::new(0, 1, width, height.saturating_sub(2));
        match arrangement {
            Arrangement::TooSmall => {}
            _ if zoomed => regions.show(focus, body),
            Arrangement::Single => regions.show(focus, body),
            Arrangement::Stacked => regions.stack(body),
            Arrangement::Wide => regions.spread(body),
        }
        regions
    }

    /// Gives the essay above a detail all rows but `rows`, for a detail that has little to say.
    #[must_use]
    pub fn with_low_detail(mut self, rows: u16) -> Self {
        if let (Some(essay), Some(detail), Some(rule)) =
            (&mut self.essay, &mut self.detail, &mut self.detail_rule)
            && self.arrangement == Arrangement::Stacked
        {
            let over = detail.height.saturating_sub(rows);
            essay.height += over;
            rule.y += over;
            detail.y += over;
            detail.height -= over;
        }
        self
    }

    /// The rectangle of a region, where it is shown.
    #[must_use]
    pub const fn of(&self, region: Region) -> Option<Rect> {
        match region {
            Region::Sidebar => self.sidebar,
            Region::Essay => self.essay,
            Region::Detail => self.detail,
        }
    }

    /// The region that a cell lies in.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Option<Region> {
        Region::ALL
            .into_iter()
            .find(|&region| self.of(region).is_some_and(|rect| rect.contains(x, y)))
    }

    fn show(&mut self, region: Region, rect: Rect) {
        match region {
            Region::Sidebar => self.sidebar = Some(rect),
            Region::Essay => self.essay = Some(rect),
            Region::Detail => self.detail = Some(rect),
        }
    }

    fn stack(&mut self, body: Rect) {
        let side = share(body.width, 8, 25).clamp(24, 30);
        // The detail has two fifths: a summary's two rows and two claims at 24 rows.
        let below = share(body.height, 2, 5).max(4);
        let right = Rect::new(side + 1, body.y, body.width - side - 1, body.height);
        self.sidebar = Some(Rect::new(0, body.y, side, body.height));
        self.sidebar_rule = Some(Rect::new(side, body.y, 1, body.height));
        self.essay = Some(Rect {
            height: right.height - below - 1,
            ..right
        });
        let rule = right.y + right.height - below - 1;
        self.detail_rule = Some(Rect::new(right.x, rule, right.width, 1));
        self.detail = Some(Rect::new(right.x, rule + 1, right.width, below));
    }

    fn spread(&mut self, body: Rect) {
        let side = (body.width / 5).clamp(24, 32);
        // What is over goes to the detail, as far as that can use it.
        let detail = (body.width - side)
            .saturating_sub(ESSAY_COLUMNS + 2)
            .clamp(34, 52);
        let essay = body.width - side - detail - 2;
        self.sidebar = Some(Rect::new(0, body.y, side, body.height));
        self.sidebar_rule = Some(Rect::new(side, body.y, 1, body.height));
        self.essay = Some(Rect::new(side + 1, body.y, essay, body.height));
        self.detail_rule = Some(Rect::new(side + 1 + essay, body.y, 1, body.height));
        self.detail = Some(Rect::new(side + 2 + essay, body.y, detail, body.height));
    }
}

/// `parts` of the `whole` parts that `cells` are divided into, however many cells there are.
fn share(cells: u16, parts: u16, whole: u16) -> u16 {
    let share = u32::from(cells) * u32::from(parts) / u32::from(whole);
    u16::try_from(share).unwrap_or(u16::MAX)
}

/// The columns that the essay has before the detail has more than its least: 72 of text and 7 of
/// margins, as they are unless a person chooses another measure, and 3 that stay blank before the
/// rule, so that text does not stand close on either side of it.
const ESSAY_COLUMNS: u16 = 82;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn regions(width: u16, height: u16, focus: Region, zoomed: bool) -> Regions {
        Regions::new(width, height, focus, zoomed, Thresholds::default())
    }

    #[test]
    fn the_arrangement_follows_the_size() {
        let table = [
            (200, 50, Arrangement::Wide),
            (150, 24, Arrangement::Wide),
            (149, 24, Arrangement::Stacked),
            (120, 40, Arrangement::Stacked),
            (80, 24, Arrangement::Stacked),
            (80, 12, Arrangement::Single),
            (59, 24, Arrangement::Single),
            (20, 5, Arrangement::Single),
            (19, 5, Arrangement::TooSmall),
            (20, 4, Arrangement::TooSmall),
            (0, 0, Arrangement::TooSmall),
        ];
        for (width, height, wanted) in table {
            let made = regions(width, height, Region::Essay, false);
            assert_eq!(made.arrangement, wanted, "{width}x{height}");
        }
    }

    #[test]
    fn no_size_is_too_large() {
        for (width, height) in [(80, u16::MAX), (60_000, 24), (u16::MAX, u16::MAX)] {
            for wide in [150, u16::MAX] {
                let limits = Thresholds { wide, stacked: 60 };
                let made = Regions::new(width, height, Region::Essay, false, limits);
                let detail = made.detail.unwrap();
                assert!(detail.height >= height / 5 * 2 - 1, "{width}x{height}");
                assert_eq!(made.hints.y, height - 1);
            }
        }
    }

    proptest! {
        /// Every cell belongs to one thing at most, all lies on the screen, and what has the focus
        /// is shown.
        #[test]
        fn rectangles_share_no_cell(
            width in 20..300_u16,
            height in 5..120_u16,
            focus in 0..3_usize,
            zoomed: bool,
            (wide, stacked) in (80..300_u16, 40..300_u16),
            low in prop::option::of(1..60_u16),
        ) {
            let focus = Region::ALL[focus];
            let limits = Thresholds { wide, stacked };
            let mut made = Regions::new(width, height, focus, zoomed, limits);
            if let Some(rows) = low {
                made = made.with_low_detail(rows);
            }
            prop_assert!(made.of(focus).is_some_and(|rect| rect.width > 0 && rect.height > 0));
            let all = [
                Some(made.title),
                made.sidebar,
                made.essay,
                made.detail,
                Some(made.hints),
                made.sidebar_rule,
                made.detail_rule,
            ];
            let mut cells = vec![0_u8; usize::from(width) * usize::from(height)];
            for rect in all.into_iter().flatten() {
                prop_assert!(rect.x + rect.width <= width && rect.y + rect.height <= height);
                for y in rect.y..rect.y + rect.height {
                    for x in rect.x..rect.x + rect.width {
                        cells[usize::from(y) * usize::from(width) + usize::from(x)] += 1;
                    }
                }
            }
            prop_assert!(cells.iter().all(|&count| count == 1), "every cell is something's");
        }

        /// Where there is room for all, the focus moves nothing.
        #[test]
        fn the_focus_moves_nothing_where_all_are_shown(width in 60..300_u16, height in 13..120_u16) {
            let first = regions(width, height, Region::Sidebar, false);
            for focus in Region::ALL {
                prop_assert_eq!(regions(width, height, focus, false), first);
            }
        }
    }
}
