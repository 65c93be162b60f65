//! What the mouse asks for: a click selects, a click on what is selected opens it, the wheel scrolls
//! what is under the pointer.

use std::ops::Range;

use super::location::Current;
use super::page::MARGIN;
use super::prompt::Purpose;
use super::sidebar::{HEAD_ROWS, STRIP_ROWS};
use super::{App, Effect};
use crate::document::Passage;
use crate::layout::{self, ScreenLine, ScrollPosition};
use crate::tui::geometry::Region;

/// How many rows or entries a notch of the wheel is.
const NOTCH: isize = 3;

impl App {
    /// A click on a cell, counted from the screen's upper left corner.
    pub fn click(&mut self, x: u16, y: u16) -> Effect {
        self.message = None;
        self.stand();
        let effect = if self.prompt.is_some() {
            self.click_goto(x, y)
        } else if self.overlay.is_some() {
            self.click_overlay(x, y)
        } else {
            self.click_region(x, y);
            Effect::None
        };
        self.refresh();
        self.see();
        effect
    }

    fn click_region(&mut self, x: u16, y: u16) {
        let Some(region) = self.regions.region_at(x, y) else {
            return;
        };
        let Some(rect) = self.regions.area_of(region) else {
            return;
        };
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
            Region::Essay => self.click_essay(x - rect.x, row),
        }
    }

    fn click_sidebar(&mut self, x: u16, row: usize) {
        if row == 0 {
            let names = super::sidebar::tabs(self);
            if let Some((list, _)) = names.into_iter().find(|(_, cells)| cells.contains(&x)) {
                self.show_list(list);
            }
        } else if let Some(row) = row.checked_sub(usize::from(HEAD_ROWS)) {
            if row >= usize::from(self.sidebar_rows()) {
                self.click_strip(x, row + usize::from(HEAD_ROWS));
                return;
            }
            let at = self.sidebar_top() + row / usize::from(self.entry_rows());
            if at < self.entries.len() {
                self.looking(|app| app.sidebar_to(at));
            }
        }
    }

    /// A click on the strip reads on at that part of the essay.
    fn click_strip(&mut self, x: u16, row: usize) {
        let Some(rect) = self.regions.sidebar else {
            return;
        };
        let cells = self.strip_cells();
        let above = usize::from(rect.height).saturating_sub(row);
        let cell = usize::from(x).wrapping_sub(1);
        if self.shows_strip() && above < usize::from(STRIP_ROWS) && cell < cells {
            let offset = self.strip_offset(cell, cells);
            self.turn_to(Region::Essay);
            self.refresh();
            self.looking(|app| app.read_from(offset));
        }
    }

    /// The innermost passage of the lens at the column clicked becomes the current one, after that
    /// the next one that overlaps it there; where none is, the nearest of the row.
    fn click_essay(&mut self, x: u16, row: usize) {
        let Some(source) = self.page.get(row).map(|row| row.source.clone()) else {
            return;
        };
        let offset = self.offset_at(source.start, x.saturating_sub(MARGIN));
        let offset = offset.unwrap_or(if x < MARGIN { source.start } else { source.end });
        let mut passages = self.document.index.overlapping(self.place.lens, source);
        let away = |range: &Range<usize>| {
            let before = range.start.saturating_sub(offset);
            before.max((offset + 1).saturating_sub(range.end))
        };
        let nearest = passages.iter().map(|passage| away(&passage.range)).min();
        passages.retain(|passage| Some(away(&passage.range)) == nearest);
        passages.sort_by_key(|passage| passage.range.len());
        let is_current = |passage: &&Passage| {
            let current = self.place.current.as_ref();
            current.is_some_and(|current| *current == Current::from(*passage))
        };
        let next = passages.iter().position(is_current).map_or(0, |at| at + 1);
        let next = passages.get(next).or(passages.first());
        if let Some(current) = next.map(|passage| Current::from(*passage)) {
            self.go_to_passage(current);
        }
    }

    /// The byte of the source that is seen in a column of the row that begins at `start`.
    fn offset_at(&self, start: usize, column: u16) -> Option<usize> {
        let essay = &self.document.essay;
        let line = self
            .layout
            .lines_from(essay, ScrollPosition::new(start))
            .next()?;
        let ScreenLine::Row(row) = line else {
            return None;
        };
        let runs = self.layout.spans(essay, &row);
        let run = runs.iter().find(|run| {
            let width = u16::try_from(layout::width(&run.text)).unwrap_or(u16::MAX);
            (run.column..run.column.saturating_add(width)).contains(&column)
        });
        let run = run.filter(|run| !run.source.is_empty())?;
        if !run.verbatim {
            return Some(run.source.start);
        }
        let mut left = usize::from(column - run.column);
        let mut offset = run.source.start;
        for (_, cluster, width) in layout::graphemes(&run.text) {
            if left < width {
                break;
            }
            left -= width;
            offset += cluster.len();
        }
        Some(offset)
    }

    /// A notch of the wheel over a cell.
    pub fn wheel(&mut self, x: u16, y: u16, down: bool) -> Effect {
        self.message = None;
        self.stand();
        let by = if down { NOTCH } else { -NOTCH };
        if let Some(prompt) = &self.prompt {
            if matches!(prompt.purpose, Purpose::GoTo(_)) {
                self.choose(by);
            }
        } else if self.overlay.is_some() {
            self.move_overlay(by);
        } else if let Some(region) = self.regions.region_at(x, y) {
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
        Effect::None
    }
}
