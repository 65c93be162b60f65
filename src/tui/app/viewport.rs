//! What stays in sight when the regions get other sizes.
//!
//! Owns what was in sight when the reader acted last, and how much lower the essay stands for it. The
//! place itself stays as it is, so that the size of before gives the screen of before. Where the
//! detail begins for it is the detail's own.

use std::ops::Range;

use super::location::{Place, Seen};
use super::{App, Message};
use crate::layout::{ScreenLine, ScrollPosition};
use crate::tui::action::Action;
use crate::tui::geometry::Arrangement;

impl App {
    /// Gives the region that has the focus the whole screen, and back.
    pub(super) fn zoom(&mut self) {
        if self.regions.arrangement == Arrangement::Single {
            let text = "There is room for one region only";
            self.say(Message::note(text.to_owned()));
        } else {
            self.place.zoomed = !self.place.zoomed;
        }
    }

    /// Whether an action does nothing but give the regions other sizes.
    pub(super) fn only_zooms(&self, action: Action) -> bool {
        let open = self.prompt.is_some() || self.overlay.is_some();
        !open && (action == Action::Zoom || (action == Action::Cancel && self.closes_zoom()))
    }

    /// Whether what is to be closed first is the zoom: of the marks none is seen.
    pub(super) fn closes_zoom(&self) -> bool {
        let lit = self.regions.essay.is_some() && self.current_in_sight().is_some();
        self.place.zoomed && self.search.is_none() && !lit
    }

    /// What of the place is in sight now, with the place.
    pub(super) fn standing(&self) -> Place {
        Place {
            position: if self.lowered {
                self.top
            } else {
                self.place.position
            },
            seen: self.in_sight(),
            ..self.place.clone()
        }
    }

    /// Keeps in mind what is in sight, for the reader has acted.
    pub(super) fn see(&mut self) {
        self.place.seen = self.in_sight();
    }

    fn in_sight(&self) -> Seen {
        let screen = self.on_screen();
        let part = |range: Range<usize>| {
            let part = range.start.max(screen.start)..range.end.min(screen.end);
            (!part.is_empty()).then_some(part)
        };
        let current = self.place.current.as_ref();
        let current = current.and_then(|current| part(current.range.clone()));
        Seen {
            text: current.or_else(|| part(self.current_match()?)),
            detail: self.in_sight_of_detail(),
        }
    }

    /// What stands on screen is where the reader is from now on, for the reader acts. The detail stays
    /// as it was left until one moves in it.
    pub(super) fn stand(&mut self) {
        if self.lowered {
            self.place.position = self.top;
            self.lowered = false;
        }
        self.place.seen.text = None;
    }

    /// The top of the essay from which what was in sight is seen, if that is below the last of the
    /// lines: with its end on the last row, or where there is no room for it, its beginning on the
    /// first.
    pub(super) fn top_to_see(&self, lines: &[ScreenLine]) -> Option<ScrollPosition> {
        let seen = self.place.seen.text.as_ref()?;
        let last = lines.iter().rev().find_map(ScreenLine::row)?;
        if seen.end <= last.source.end {
            return None;
        }
        let essay = &self.document.essay;
        let end = ScrollPosition::new(seen.end.saturating_sub(1));
        let above = self.essay_height().saturating_sub(1);
        let top = self.layout.scroll_up(essay, end, above);
        let first = self
            .layout
            .snap_to_row(essay, ScrollPosition::new(seen.start));
        let top = top.min(first);
        (top > self.top).then_some(top)
    }
}
