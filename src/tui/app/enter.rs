//! What Enter opens in each region.
//!
//! Owns the choice of what that is; opening is the regions' own.

use super::{App, detail, sidebar};
use crate::apparatus::ClaimIx;
use crate::document::{Owner, Subject};
use crate::tui::geometry::Region;

impl App {
    /// Opens what is under the cursor of the region that has the focus.
    pub(super) fn open_here(&mut self) {
        match self.place.focus {
            Region::Sidebar => self.open_from_sidebar(),
            Region::Essay => self.open_from_essay(),
            Region::Detail => self.open_from_detail(),
        }
    }

    /// Goes into the detail, on its first claim; after a walk through the passages on that of the
    /// one walked to, which is opened at once where the detail does not list it. Where nothing is said
    /// of the essay it goes to the essay, at the heading under the cursor.
    fn open_from_sidebar(&mut self) {
        let walked_to = self.walked_to();
        if walked_to.is_none() {
            self.sidebar_to(self.place.cursor().at);
        }
        if self.document.apparatus.is_empty() && self.all_targets().is_empty() {
            // The cursor stays on the heading, though it may not come to the top.
            self.refresh();
            self.turn_to(Region::Essay);
            return;
        }
        let from = self.place.focus;
        self.turn_to(Region::Detail);
        let is_it = |target: &detail::DetailItem| match (target, walked_to) {
            (detail::DetailItem::Subject(subject), Some(claim)) => {
                *subject == Subject::Claim(claim)
            }
            (detail::DetailItem::Subject(Subject::Claim(_)), None) => true,
            _ => false,
        };
        match (self.detail.targets.iter().position(is_it), walked_to) {
            (at, None) => {
                self.place.detail.at = at.unwrap_or(0);
                self.show_detail_cursor(true);
                self.peek();
            }
            (Some(at), Some(_)) => {
                self.place.detail.at = at;
                self.reveal_detail_cursor();
            }
            (None, Some(_)) => {
                self.turn_to(from);
                self.open_from_essay();
            }
        }
    }

    /// The claim of the passage that was walked to, if it is in sight and not the lens itself, and
    /// the sidebar's cursor is on the lens.
    fn walked_to(&self) -> Option<ClaimIx> {
        let lens = sidebar::Target::Lens(self.place.lens);
        let entry = self.entries.get(self.place.cursor().at)?;
        let current = self.place.current.as_ref()?;
        let seen = self.range_to_open().is_some_and(|it| it == current.range);
        match current.owner? {
            Owner::Claim(claim, _) if seen && entry.target == lens => {
                (self.place.lens != Subject::Claim(claim)).then_some(claim)
            }
            _ => None,
        }
    }
}
