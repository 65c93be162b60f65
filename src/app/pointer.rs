//! What the mouse asks for: a click selects, a click on what is selected opens it, the wheel scrolls
//! what is under the pointer.

use super::App;
use super::place::Current;
use super::sidebar::HEAD_ROWS;
use crate::regions::Region;

/// How many rows or entries a notch of the wheel is.
const NOTCH: isize = 3;

impl App {
    /// A click on a cell, counted from the screen's upper left corner.
    pub fn click(&mut self, x: u16, y: u16) {
        self.message = None;
        if self.overlay.is_some() || self.prompt.is_some() {
            return;
        }
        let Some(region) = self.regions.at(x, y) else {
            return;
        };
        let Some(rect) = self.regions.of(region) else {
            return;
        };
        self.stand();
        let row = usize::from(y - rect.y);
        let had_focus = self.place.focus == region;
        // Turning to the detail may give it other rows than the one clicked.
        let entry = self.detail.rows.get(self.detail_top() + row);
        let entry = entry.and_then(|row| row.entry);
        self.turn_to(region);
        match region {
            Region::Sidebar => self.click_sidebar(x - rect.x, row),
            Region::Detail => {
                if let Some(entry) = entry {
                    if had_focus && entry == self.place.detail.at {
                        self.open_from_detail();
                    } else {
                        self.looking(|app| app.detail_to(entry));
                    }
                }
            }
            Region::Essay => self.click_essay(row),
        }
        self.refresh();
        self.see();
    }

    fn click_sidebar(&mut self, x: u16, row: usize) {
        if row == 0 {
            let names = super::sidebar::tabs(self);
            if let Some((list, _)) = names.into_iter().find(|(_, cells)| cells.contains(&x)) {
                self.show_list(list);
            }
        } else if let Some(row) = row.checked_sub(usize::from(HEAD_ROWS))
            && row < usize::from(self.sidebar_rows())
        {
            let at = self.sidebar_top() + row / usize::from(self.entry_rows());
            if at < self.entries.len() {
                self.looking(|app| app.sidebar_to(at));
            }
        }
    }

    /// The passage of the lens that lies on the row clicked becomes the current one.
    fn click_essay(&mut self, row: usize) {
        let Some(source) = self.page.get(row).map(|row| row.source.clone()) else {
            return;
        };
        let passages = self.document.index.overlapping(self.place.lens, source);
        if let Some(current) = passages.first().map(|passage| Current::from(*passage)) {
            self.go_to_passage(current);
        }
    }

    /// A notch of the wheel over a cell.
    pub fn wheel(&mut self, x: u16, y: u16, down: bool) {
        self.message = None;
        self.stand();
        let by = if down { NOTCH } else { -NOTCH };
        if self.overlay.is_some() {
            self.move_overlay(by);
        } else if self.prompt.is_none()
            && let Some(region) = self.regions.at(x, y)
        {
            match region {
                Region::Essay => self.scroll(by),
                // Wheeling moves what is seen, not what is chosen.
                Region::Detail => self.scroll_detail(by),
                Region::Sidebar => {
                    self.looking(|app| app.go_by(Region::Sidebar, by.signum()));
                }
            }
        }
        self.refresh();
        self.see();
    }
}
