//! From passage to passage, and which of them one is at.
//!
//! Owns what "here" means in the essay: for what Enter opens, what is copied, and where a walk goes on.

use std::ops::Range;

use super::PageRow;
use crate::document::{Owner, Passage, Subject};
use crate::tui::app::location::Current;
use crate::tui::app::{App, Message};
use crate::tui::geometry::Region;
use crate::tui::panes::detail::content::DetailItem;

impl App {
    /// The lens's passages; for the whole essay, those of all its claims.
    pub(super) fn walked(&self) -> &[Passage] {
        self.document.index.passages(self.place.lens)
    }

    /// The first of the walked passages that begins on screen.
    pub(in crate::tui::app) fn first_on_screen(&self) -> Option<&Passage> {
        let screen = self.on_screen();
        let passages = self.walked();
        let first = passages.partition_point(|passage| passage.range.start < screen.start);
        let first = passages.get(first)?;
        (first.range.start < screen.end).then_some(first)
    }

    /// Where in the essay Enter opens the claims that stand there: the current passage, if it is in
    /// sight; else the current match; else the first passage that begins on screen.
    pub(in crate::tui::app) fn range_to_open(&self) -> Option<Range<usize>> {
        let current = self.current_in_sight();
        current
            .map(|current| current.range.clone())
            .or_else(|| self.match_in_sight())
            .or_else(|| Some(self.first_on_screen()?.range.clone()))
    }

    /// The current passage, if any of it is on screen: where one has scrolled away from it one is
    /// there no more.
    pub(in crate::tui::app) fn current_in_sight(&self) -> Option<&Current> {
        let current = self.place.current.as_ref();
        current.filter(|current| self.is_seen(&current.range))
    }

    /// The current match, if any of it is on screen.
    pub(in crate::tui::app) fn match_in_sight(&self) -> Option<Range<usize>> {
        self.current_match().filter(|range| self.is_seen(range))
    }

    fn is_seen(&self, range: &Range<usize>) -> bool {
        let screen = self.on_screen();
        range.start < screen.end && range.end > screen.start
    }

    /// The row of the essay that stands for its cursor while it has the focus: where Enter opens
    /// something, else the first.
    #[must_use]
    pub fn essay_cursor(&self) -> Option<usize> {
        if self.place.focus != Region::Essay {
            return None;
        }
        let row = self.range_to_open().and_then(|range| {
            let has = |row: &PageRow| row.block.is_some() && range.start < row.source.end;
            self.page.iter().position(has)
        });
        Some(row.unwrap_or(0))
    }

    /// Goes to the next passage of the lens, or the one before.
    pub(in crate::tui::app) fn walk_passages(&mut self, forward: bool) {
        let passages = self.walked();
        let screen = self.on_screen();
        let current = self.current_in_sight();
        let known = current.and_then(|current| {
            passages
                .iter()
                .position(|p| Some(p.owner) == current.owner && p.range == current.range)
        });
        let from = match (current, known) {
            // Somewhere else than on a passage of this lens: go on from there.
            (Some(current), None) => current.range.start,
            _ => screen.start,
        };
        let next = match (known, forward) {
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => Some(passages.partition_point(|p| p.range.start < from)),
            (None, false) => passages
                .partition_point(|p| p.range.start < from)
                .checked_sub(1),
        };
        let Some((at, passage)) = next.and_then(|at| Some((at, passages.get(at)?))) else {
            let text = match (passages.len(), forward) {
                (0, _) => "The lens has no passages in the essay",
                (1, _) if known.is_some() => "That is the only passage",
                (_, true) => "That was the last passage",
                (_, false) => "That was the first passage",
            };
            self.say(Message::note(text.to_owned()));
            return;
        };
        let (current, count) = (Current::from(passage), passages.len());
        self.go_to_passage(current);
        let said = self.current_words();
        self.say(Message::note(format!("{} of {count}{said}", at + 1)));
    }

    /// Whose the current passage is, for the message; the claim itself too, unless the detail
    /// shows it.
    fn current_words(&self) -> String {
        let owner = self.place.current.as_ref().and_then(|c| c.owner);
        let Some(Owner::Claim(claim, _)) = owner else {
            return String::new();
        };
        let number = self.document.index.number(claim);
        let target = DetailItem::Subject(Subject::Claim(claim));
        let shown = self.detail.targets.get(self.place.detail.at) == Some(&target);
        if shown || self.place.lens == Subject::Claim(claim) && self.regions.detail.is_some() {
            return format!("  claim {number}");
        }
        let text = &self.document.apparatus[claim].text;
        format!("  claim {number} “{}”", crate::essay::sanitize(text))
    }

    /// Makes a passage the current one and turns to the essay.
    pub(in crate::tui::app) fn go_to_passage(&mut self, current: Current) {
        self.turn_to_essay();
        self.bring_into_view(current.range.clone());
        self.place.current = Some(current);
        self.follow_in_detail();
    }

    /// Puts the detail's cursor on the current passage or its claim, where the detail lists it.
    fn follow_in_detail(&mut self) {
        let Some(current) = self.place.current.clone() else {
            return;
        };
        let claim = match current.owner {
            Some(Owner::Claim(claim, _)) => Some(DetailItem::Subject(Subject::Claim(claim))),
            _ => None,
        };
        // Looked at from elsewhere, the detail goes on showing what it says of the lens first.
        let focused = self.place.focus == Region::Detail;
        let passage = focused.then_some(DetailItem::Passage(current));
        if claim.is_none() && passage.is_none() {
            return;
        }
        let is_it = |target: &DetailItem| {
            Some(target) == claim.as_ref() || Some(target) == passage.as_ref()
        };
        if let Some(at) = self.all_targets().iter().position(is_it) {
            self.point_in_detail(at);
        }
    }
}
