//! Screens and the moves between them.
//!
//! Owns positions: what is seen from one, and where a move of some lines up or down leads. Every move
//! costs what it passes, not what the essay is long.

use crate::essay::Essay;

use super::cursor::Cursor;
use super::{Layout, ScreenLine, ScrollPosition};

/// A line of the essay on its screen: a row, or one of the blank lines above it.
struct Place<'a> {
    cursor: Cursor<'a>,
    /// Blank lines between this line and the row; 0 for the row itself.
    gap: u16,
}

impl Place<'_> {
    fn position(&self) -> ScrollPosition {
        ScrollPosition {
            offset: self.cursor.row().source.start,
            blank_lines: self.gap,
        }
    }

    fn down(&mut self) -> bool {
        if self.gap > 0 {
            self.gap -= 1;
            return true;
        }
        let moved = self.cursor.next();
        if moved {
            self.gap = self.cursor.gap();
        }
        moved
    }

    fn up(&mut self) -> bool {
        if self.gap < self.cursor.gap() {
            self.gap += 1;
            return true;
        }
        let moved = self.cursor.previous();
        if moved {
            self.gap = 0;
        }
        moved
    }
}

impl Layout {
    /// What is seen from a position down: `height` lines, fewer where the essay ends.
    #[must_use]
    pub fn screen_lines(
        &self,
        essay: &Essay,
        top: ScrollPosition,
        height: usize,
    ) -> Vec<ScreenLine> {
        self.lines_from(essay, top).take(height).collect()
    }

    /// The lines of the essay from a position on, to its end.
    pub fn lines_from<'a>(
        &'a self,
        essay: &'a Essay,
        from: ScrollPosition,
    ) -> impl Iterator<Item = ScreenLine> + 'a {
        let mut place = self.place(essay, from);
        std::iter::from_fn(move || {
            let here = place.as_mut()?;
            let line = match here.gap {
                0 => ScreenLine::Row(here.cursor.row().clone()),
                _ => ScreenLine::Blank,
            };
            if !here.down() {
                place = None;
            }
            Some(line)
        })
    }

    /// The position as this layout would give it: the first byte of the row that holds it, and no
    /// more blank lines than there are.
    #[must_use]
    pub fn snap_to_row(&self, essay: &Essay, position: ScrollPosition) -> ScrollPosition {
        self.place(essay, position)
            .map_or_else(ScrollPosition::default, |place| place.position())
    }

    /// The position `lines` further down, but none from which less than a screen is left.
    #[must_use]
    pub fn scroll_down(
        &self,
        essay: &Essay,
        top: ScrollPosition,
        lines: usize,
        height: usize,
    ) -> ScrollPosition {
        let Some(mut place) = self.place(essay, top) else {
            return ScrollPosition::default();
        };
        for _ in 0..lines {
            if !place.down() {
                break;
            }
        }
        place.position().min(self.last_position(essay, height))
    }

    /// The position `lines` further up, or the essay's beginning.
    #[must_use]
    pub fn scroll_up(&self, essay: &Essay, top: ScrollPosition, lines: usize) -> ScrollPosition {
        let Some(mut place) = self.place(essay, top) else {
            return ScrollPosition::default();
        };
        for _ in 0..lines {
            if !place.up() {
                break;
            }
        }
        place.position()
    }

    /// The position of the essay's beginning.
    #[must_use]
    pub fn first_position(&self, essay: &Essay) -> ScrollPosition {
        self.snap_to_row(essay, ScrollPosition::default())
    }

    /// The position from which the last row is seen on a screen's last line; the beginning, where
    /// all is seen on one.
    #[must_use]
    pub fn last_position(&self, essay: &Essay, height: usize) -> ScrollPosition {
        let last = ScrollPosition::new(essay.source().len());
        self.scroll_up(essay, self.end(essay, last), height.saturating_sub(1))
    }

    /// The position from which the row that holds a byte offset is seen with `above` lines above
    /// it, or as near to that as the essay's ends allow.
    #[must_use]
    pub fn position_showing(
        &self,
        essay: &Essay,
        offset: usize,
        above: usize,
        height: usize,
    ) -> ScrollPosition {
        let top = self.scroll_up(essay, ScrollPosition::new(offset), above);
        top.min(self.last_position(essay, height))
    }

    /// How many lines `to` is below `from`: negative above, none where they are more than `limit`
    /// lines apart.
    #[must_use]
    pub fn distance(
        &self,
        essay: &Essay,
        from: ScrollPosition,
        to: ScrollPosition,
        limit: usize,
    ) -> Option<isize> {
        let to = self.snap_to_row(essay, to);
        let mut place = self.place(essay, from)?;
        let down = place.position() <= to;
        for passed in 0..=limit {
            if place.position() == to {
                let passed = isize::try_from(passed).ok()?;
                return Some(if down { passed } else { -passed });
            }
            if !(if down { place.down() } else { place.up() }) {
                break;
            }
        }
        None
    }

    fn place<'a>(&'a self, essay: &'a Essay, position: ScrollPosition) -> Option<Place<'a>> {
        let cursor = Cursor::at(self, essay, position.offset)?;
        let gap = position.blank_lines.min(cursor.gap());
        Some(Place { cursor, gap })
    }

    /// The position of the last row.
    fn end(&self, essay: &Essay, from: ScrollPosition) -> ScrollPosition {
        self.snap_to_row(essay, from)
    }
}
