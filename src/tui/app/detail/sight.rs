//! What of the detail is in sight, and how that is kept where its rows become others.
//!
//! Owns where the detail begins on screen: as it was left, or, where it has got other rows since,
//! with the same ones in sight; and what is seen of it by who turns to it.

use super::{LONGEST, MARGINS, short_summary};
use crate::tui::app::App;
use crate::tui::app::location::{InDetail, Shape};
use crate::tui::geometry::{Arrangement, Region};

impl App {
    /// Gives a region the focus. The detail's cursor is in sight where that is the detail.
    pub(in crate::tui::app) fn turn_to(&mut self, region: Region) {
        let from = self.place.focus;
        if from == region || ![from, region].contains(&Region::Detail) {
            self.place.focus = region;
            return;
        }
        self.stand_in_detail();
        self.place.seen.detail = self.in_sight_of_detail();
        let left = self.place.detail.top;
        let top = self.place.seen.detail.map_or(left, |seen| seen.top);
        self.place.focus = region;
        self.refresh();
        self.stand_in_detail();
        if region == Region::Detail && !self.is_in_sight() {
            self.show_detail_cursor(top == 0);
        }
    }

    /// How the detail shows its rows, if it is on screen.
    pub(super) fn detail_shape(&self) -> Option<Shape> {
        let rect = self.regions.detail?;
        let height = usize::from(rect.height);
        let under = self.regions.arrangement == Arrangement::Stacked && !self.place.zoomed;
        Some(Shape {
            width: usize::from(rect.width.saturating_sub(MARGINS)).min(LONGEST),
            height,
            brief: (under && self.place.focus != Region::Detail).then(|| short_summary(height)),
            under,
        })
    }

    /// What was in sight of the detail when one moved in it last, or else is now. Where it is hidden,
    /// it comes back as it was.
    pub(in crate::tui::app) fn in_sight_of_detail(&self) -> Option<InDetail> {
        if self.place.seen.detail.is_some() {
            return self.place.seen.detail;
        }
        let shape = self.detail_shape()?;
        let top = self.detail_top();
        let mut rows = self.detail.rows.iter().skip(top).take(shape.height);
        let entry = rows.find_map(|row| row.entry).and_then(|entry| {
            let (from, _) = self.detail.rows_of_entry(entry)?;
            Some((entry, from.cast_signed() - top.cast_signed()))
        });
        Some(InDetail {
            shape,
            zoomed: self.place.zoomed,
            top,
            entry,
            cursor: self.begins_in_sight(top),
            pointed: false,
        })
    }

    /// As the detail stands on screen it is left from now on, for one moves in it.
    pub(in crate::tui::app) fn stand_in_detail(&mut self) {
        if self.regions.detail.is_some() {
            self.place.detail.top = self.top_in_sight().unwrap_or(self.place.detail.top);
            self.place.seen.detail = None;
        }
    }

    /// The first row that the detail shows: as it was left, or from which is seen what was in sight;
    /// but with no room to spare below.
    #[must_use]
    pub fn detail_top(&self) -> usize {
        let top = self.top_in_sight().unwrap_or(self.place.detail.top);
        top.min(self.last_detail_top())
    }

    fn last_detail_top(&self) -> usize {
        let rows = self.detail.rows.len();
        rows.saturating_sub(self.detail_height())
    }

    /// The first row from which is seen what was in sight, where the detail has got another shape
    /// since; or its cursor, which has been put elsewhere.
    fn top_in_sight(&self) -> Option<usize> {
        let seen = self.place.seen.detail?;
        let shape = self.detail_shape()?;
        if seen.shape == shape {
            let top = self.place.detail.top;
            return seen.pointed.then(|| self.top_for_cursor(top, false));
        }
        let cursor = self.detail.rows_of_entry(self.place.detail.at);
        if seen.zoomed != self.place.zoomed
            && self.place.focus == Region::Detail
            && cursor.is_some_and(|(_, to)| to <= shape.height)
        {
            // Whoever gives it more room, or less, sees its head as long as there is any for it.
            return Some(0);
        }
        let top = match seen.entry {
            _ if seen.top == 0 => 0,
            Some((entry, below)) => {
                let (from, to) = self.detail.rows_of_entry(entry)?;
                from.saturating_add_signed(-below).min(to - 1)
            }
            // Of a summary that is cut there is nothing but its beginning.
            None if shape.brief.is_some() => 0,
            None => self.place.detail.top,
        };
        let top = top.min(self.last_detail_top());
        Some(
            if (seen.cursor || seen.pointed) && !self.begins_in_sight(top) {
                self.top_for_cursor(top, seen.top == 0)
            } else {
                top
            },
        )
    }

    /// Whether anything is seen of what the detail's cursor is on.
    #[must_use]
    pub fn is_in_sight(&self) -> bool {
        let top = self.detail_top();
        let entry = self.detail.rows_of_entry(self.place.detail.at);
        entry.is_some_and(|(from, to)| to > top && from < top + self.detail_height())
    }

    /// Whether what the detail's cursor is on begins on screen, from a first row on.
    fn begins_in_sight(&self, top: usize) -> bool {
        let entry = self.detail.rows_of_entry(self.place.detail.at);
        entry.is_some_and(|(from, _)| (top..top + self.detail_height()).contains(&from))
    }

    /// The first row from which the cursor is seen: from the beginning on, as far as the cursor's
    /// first row stays in sight, or as near to another as it can be, with what stands above the first
    /// entry.
    pub(super) fn top_for_cursor(&self, top: usize, from_the_beginning: bool) -> usize {
        let mut cursor = self.place.detail;
        cursor.top = top;
        let height = self.detail_height();
        if from_the_beginning {
            let entry = self.detail.rows_of_entry(cursor.at);
            return entry.map_or(top, |(from, _)| (from + 1).saturating_sub(height));
        }
        if let Some((from, to)) = self.rows_to_reveal(cursor.at) {
            cursor.reveal(from, to, height);
        }
        cursor.top
    }

    /// Scrolls the detail to its cursor: from the beginning on, or no further than it must.
    pub(in crate::tui::app) fn show_detail_cursor(&mut self, from_the_beginning: bool) {
        self.compose_detail();
        self.stand_in_detail();
        self.place.detail.top = self.top_for_cursor(self.detail_top(), from_the_beginning);
    }
}
