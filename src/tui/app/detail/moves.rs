//! How one goes through the detail: by entries, and by rows where that would pass some unseen.

use super::App;

impl App {
    /// Moves the detail's cursor; what is under it is lit and brought into view.
    pub(in crate::tui::app) fn detail_to(&mut self, at: usize) {
        self.compose_detail();
        self.stand_in_detail();
        let last = self.detail.targets.len().saturating_sub(1);
        self.place.detail.at = at.min(last);
        self.reveal_detail_cursor();
        self.peek();
    }

    /// Moves by entries, but passes no row that has not been seen: to one further away than a screen,
    /// and past the first and last, it moves by rows.
    pub(in crate::tui::app) fn go_in_detail(&mut self, by: isize) {
        self.compose_detail();
        let at = self.place.detail.at;
        match by {
            isize::MIN => {
                self.detail_to(0);
                self.place.detail.top = 0;
            }
            isize::MAX => {
                self.detail_to(usize::MAX);
                self.scroll_detail(by);
            }
            _ => match self.unseen(by) {
                Some(rows) => self.scroll_detail(rows),
                None if self.detail.targets.is_empty() => self.scroll_detail(by),
                // A cursor that is out of sight, as the first is under a long sentence, is gone to.
                None if self.is_out_of_sight(by) => self.detail_to(at),
                None => self.detail_to(at.saturating_add_signed(by)),
            },
        }
    }

    /// Whether the detail's cursor lies past the end of the region that a step goes to.
    fn is_out_of_sight(&self, by: isize) -> bool {
        let top = self.detail_top();
        let entry = self.detail.rows_of_entry(self.place.detail.at);
        entry.is_some_and(|(from, to)| match by {
            0.. => from >= top + self.detail_height(),
            _ => to <= top,
        })
    }

    /// The rows to scroll by before a step of the cursor, if it would pass what has not been seen.
    fn unseen(&self, by: isize) -> Option<isize> {
        let (top, height) = (self.detail_top(), self.detail_height());
        let bottom = top + height;
        let at = self.place.detail.at;
        let (from, to) = self.detail.rows_of_entry(at)?;
        let out_of_sight = self.is_out_of_sight(by);
        let next = if out_of_sight {
            Some(at)
        } else {
            at.checked_add_signed(by.signum())
        };
        let next = next.and_then(|next| self.rows_to_reveal(next));
        let passes = next.is_none_or(|(from, to)| {
            if by > 0 {
                from.min(to.saturating_sub(height)) > bottom
            } else {
                from + height < top
            }
        });
        let rows = |count: usize| isize::try_from(count).unwrap_or(isize::MAX);
        // What the cursor is on is read to its end first.
        let by = match by {
            1.. if !out_of_sight && to > bottom => by.min(rows(to - bottom)),
            ..=0 if !out_of_sight && from < top => by.max(-rows(top - from)),
            _ => by,
        };
        passes.then_some(by)
    }

    /// The rows that are to be seen of an entry and above it.
    pub(super) fn rows_to_reveal(&self, entry: usize) -> Option<(usize, usize)> {
        let (begins, to) = self.detail.rows_of_entry(entry)?;
        // A section's heading comes into view with its first entry.
        let lead = self.detail.rows[..begins]
            .iter()
            .rev()
            .take_while(|row| row.entry.is_none() && !row.spans.is_empty())
            .count();
        let from = if entry == 0 { 0 } else { begins - lead };
        // The entry itself counts more than what stands above it, and its beginning more than its end.
        let from = from.max(to.saturating_sub(self.detail_height()));
        Some((from.min(begins), to))
    }

    /// Scrolls the detail by rows, as far as there are any.
    pub(in crate::tui::app) fn scroll_detail(&mut self, by: isize) {
        self.compose_detail();
        self.stand_in_detail();
        let last = self.detail.rows.len().saturating_sub(self.detail_height());
        self.place.detail.top = self.detail_top().saturating_add_signed(by).min(last);
    }

    /// Puts the detail's cursor on an entry, to be seen there: at once, or when the detail is on
    /// screen again.
    pub(in crate::tui::app) fn point_in_detail(&mut self, at: usize) {
        self.stand_in_detail();
        self.place.detail.at = at;
        if self.regions.detail.is_some() {
            self.reveal_detail_cursor();
        } else if let Some(seen) = &mut self.place.seen.detail {
            seen.pointed = true;
        }
    }

    /// Scrolls the detail so that its cursor is seen, and what stands above the first entry with it.
    pub(in crate::tui::app) fn reveal_detail_cursor(&mut self) {
        self.stand_in_detail();
        self.place.detail.top = self.top_for_cursor(self.detail_top(), false);
    }
}
