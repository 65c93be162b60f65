//! Where each pane of the screen lies, from the terminal's size, the focus and the zoom.
//!
//! The content never moves a pane, except that a short detail leaves rows to the essay (see
//! [`ScreenLayout::with_short_detail`]).

use ratatui::layout::{Margin, Rect};
use serde::{Deserialize, Serialize};

/// A pane that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The list of themes, claims or actors.
    Sidebar,
    /// The text.
    Essay,
    /// The detail of the lens.
    Detail,
}

impl Pane {
    /// All panes, in Tab order.
    pub const ALL: [Self; 3] = [Self::Sidebar, Self::Essay, Self::Detail];

    /// The next pane in Tab order; wraps around.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Sidebar => Self::Essay,
            Self::Essay => Self::Detail,
            Self::Detail => Self::Sidebar,
        }
    }

    /// The previous pane in Tab order; wraps around.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.next().next()
    }
}

/// How the panes are arranged on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Three panes side by side.
    Wide,
    /// The sidebar on the left, the essay above the detail.
    Stacked,
    /// One pane at a time.
    Single,
    /// The terminal is too small to show any pane.
    TooSmall,
}

/// The terminal widths at which the arrangement changes, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breakpoints {
    /// The minimum width for three panes side by side.
    pub wide: u16,
    /// The minimum width for a sidebar beside the essay.
    pub stacked: u16,
}

impl Default for Breakpoints {
    /// Side by side as soon as the essay keeps its full measure.
    fn default() -> Self {
        Self {
            wide: 150,
            stacked: 60,
        }
    }
}

/// The rectangles of everything on the screen, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenLayout {
    /// The arrangement in use.
    pub arrangement: Arrangement,
    /// The title line at the top.
    pub title: Rect,
    /// The sidebar, if shown.
    pub sidebar: Option<Rect>,
    /// The essay, if shown.
    pub essay: Option<Rect>,
    /// The detail, if shown.
    pub detail: Option<Rect>,
    /// The line at the bottom, for hints, messages and prompts.
    pub footer: Rect,
    /// The vertical rule to the right of the sidebar.
    pub sidebar_rule: Option<Rect>,
    /// The rule between essay and detail: vertical, or horizontal if they are stacked.
    pub detail_rule: Option<Rect>,
}

/// The minimum terminal size, in columns and rows.
pub const MIN_SIZE: (u16, u16) = (20, 5);

/// Below this many rows panes are shown one at a time: stacked, each would have two rows.
const MIN_STACKED_ROWS: u16 = 13;

/// The width that the essay takes before the detail grows: 72 columns of text, 7 of margins, and 3
/// blank ones before the rule.
const ESSAY_COLUMNS: u16 = 82;

/// The margin inside a box: its border, and a blank column at either side.
pub const BOX_MARGIN: Margin = Margin::new(2, 1);

impl ScreenLayout {
    /// Lays the screen out for a terminal of `width` columns and `height` rows. If `zoomed`, or if
    /// there is room for one pane only, the pane in `focus` takes the whole screen.
    #[must_use]
    pub fn new(
        width: u16,
        height: u16,
        focus: Pane,
        zoomed: bool,
        breakpoints: Breakpoints,
    ) -> Self {
        let arrangement = if width < MIN_SIZE.0 || height < MIN_SIZE.1 {
            Arrangement::TooSmall
        } else if width < breakpoints.stacked
            || (width < breakpoints.wide && height < MIN_STACKED_ROWS)
        {
            Arrangement::Single
        } else if width < breakpoints.wide {
            Arrangement::Stacked
        } else {
            Arrangement::Wide
        };
        let mut layout = Self {
            arrangement,
            title: Rect::new(0, 0, width, 1.min(height)),
            sidebar: None,
            essay: None,
            detail: None,
            footer: Rect::new(0, height.saturating_sub(1), width, 1.min(height)),
            sidebar_rule: None,
            detail_rule: None,
        };
        let body = Rect::new(0, 1, width, height.saturating_sub(2));
        match arrangement {
            Arrangement::TooSmall => {}
            Arrangement::Stacked if !zoomed => layout.place_stacked(body),
            Arrangement::Wide if !zoomed => layout.place_side_by_side(body),
            _ => match focus {
                Pane::Sidebar => layout.sidebar = Some(body),
                Pane::Essay => layout.essay = Some(body),
                Pane::Detail => layout.detail = Some(body),
            },
        }
        layout
    }

    /// If stacked, limits the detail to `rows` rows and gives the rest to the essay above it.
    #[must_use]
    pub fn with_short_detail(mut self, rows: u16) -> Self {
        if let (Some(essay), Some(detail), Some(rule)) =
            (&mut self.essay, &mut self.detail, &mut self.detail_rule)
            && self.arrangement == Arrangement::Stacked
        {
            let spare = detail.height.saturating_sub(rows);
            essay.height += spare;
            rule.y += spare;
            detail.y += spare;
            detail.height -= spare;
        }
        self
    }

    /// The rectangle of a pane, if it is shown.
    #[must_use]
    pub const fn area_of(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Sidebar => self.sidebar,
            Pane::Essay => self.essay,
            Pane::Detail => self.detail,
        }
    }

    /// The pane at a cell.
    #[must_use]
    pub fn pane_at(&self, x: u16, y: u16) -> Option<Pane> {
        let contains_cell = |area: Rect| area.contains((x, y).into());
        Pane::ALL
            .into_iter()
            .find(|&pane| self.area_of(pane).is_some_and(contains_cell))
    }

    fn place_stacked(&mut self, body: Rect) {
        let right = self.place_sidebar(body, fraction(body.width, 8, 25).clamp(24, 30));
        // At 24 rows two fifths hold two rows of summary and two claims.
        let detail = fraction(body.height, 2, 5).max(4);
        let essay = right.height - detail - 1;
        self.essay = Some(Rect::new(right.x, right.y, right.width, essay));
        self.detail_rule = Some(Rect::new(right.x, right.y + essay, right.width, 1));
        self.detail = Some(Rect::new(right.x, right.y + essay + 1, right.width, detail));
    }

    fn place_side_by_side(&mut self, body: Rect) {
        let right = self.place_sidebar(body, (body.width / 5).clamp(24, 32));
        // Once the essay has its columns, the detail gets the rest, up to what it can use.
        let detail = right.width.saturating_sub(ESSAY_COLUMNS + 1).clamp(34, 52);
        let essay = right.width - detail - 1;
        self.essay = Some(Rect::new(right.x, right.y, essay, right.height));
        self.detail_rule = Some(Rect::new(right.x + essay, right.y, 1, right.height));
        self.detail = Some(Rect::new(
            right.x + essay + 1,
            right.y,
            detail,
            right.height,
        ));
    }

    /// Places the sidebar and its rule; returns the area to the right of them.
    fn place_sidebar(&mut self, body: Rect, width: u16) -> Rect {
        self.sidebar = Some(Rect::new(0, body.y, width, body.height));
        self.sidebar_rule = Some(Rect::new(width, body.y, 1, body.height));
        Rect::new(width + 1, body.y, body.width - width - 1, body.height)
    }
}

/// `numerator / denominator` of `cells`, rounded down.
fn fraction(cells: u16, numerator: u32, denominator: u32) -> u16 {
    let part = u32::from(cells) * numerator / denominator;
    u16::try_from(part).expect("a part of a u16 fits in a u16")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layout(width: u16, height: u16, focus: Pane, zoomed: bool) -> ScreenLayout {
        ScreenLayout::new(width, height, focus, zoomed, Breakpoints::default())
    }

    #[test]
    fn the_size_decides_the_arrangement() {
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
        for (width, height, expected) in table {
            let layout = layout(width, height, Pane::Essay, false);
            assert_eq!(layout.arrangement, expected, "{width}x{height}");
        }
    }

    #[test]
    fn huge_sizes_do_not_overflow() {
        for (width, height) in [(80, u16::MAX), (60_000, 24), (u16::MAX, u16::MAX)] {
            for wide in [150, u16::MAX] {
                let breakpoints = Breakpoints { wide, stacked: 60 };
                let layout = ScreenLayout::new(width, height, Pane::Essay, false, breakpoints);
                let detail = layout.detail.unwrap();
                assert!(detail.height >= height / 5 * 2 - 1, "{width}x{height}");
                assert_eq!(layout.footer.y, height - 1);
            }
        }
    }

    proptest! {
        /// The rectangles cover every cell exactly once, and the focused pane is visible.
        #[test]
        fn rectangles_cover_the_screen_without_overlap(
            width in 20..300_u16,
            height in 5..120_u16,
            focus in 0..3_usize,
            zoomed: bool,
            (wide, stacked) in (80..300_u16, 40..300_u16),
            short_detail in prop::option::of(1..60_u16),
        ) {
            let focus = Pane::ALL[focus];
            let breakpoints = Breakpoints { wide, stacked };
            let mut layout = ScreenLayout::new(width, height, focus, zoomed, breakpoints);
            if let Some(rows) = short_detail {
                layout = layout.with_short_detail(rows);
            }
            prop_assert!(layout.area_of(focus).is_some_and(|rect| rect.width > 0 && rect.height > 0));
            let areas = [
                Some(layout.title),
                layout.sidebar,
                layout.essay,
                layout.detail,
                Some(layout.footer),
                layout.sidebar_rule,
                layout.detail_rule,
            ];
            let mut cells = vec![0_u8; usize::from(width) * usize::from(height)];
            for rect in areas.into_iter().flatten() {
                prop_assert!(rect.x + rect.width <= width && rect.y + rect.height <= height);
                for y in rect.y..rect.y + rect.height {
                    for x in rect.x..rect.x + rect.width {
                        cells[usize::from(y) * usize::from(width) + usize::from(x)] += 1;
                    }
                }
            }
            prop_assert!(cells.iter().all(|&count| count == 1), "a cell is covered twice or not at all");
        }

        #[test]
        fn focus_moves_nothing_if_all_panes_fit(width in 60..300_u16, height in 13..120_u16) {
            let first = layout(width, height, Pane::Sidebar, false);
            for focus in Pane::ALL {
                prop_assert_eq!(layout(width, height, focus, false), first);
            }
        }
    }
}
