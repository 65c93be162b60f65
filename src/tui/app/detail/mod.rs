//! The detail: what the lens is, in rows. Heads and texts are there to be read, entries lead somewhere.
//!
//! Owns which rows there are for an essay, a theme, a claim or an actor, and how its cursor moves.

mod moves;
mod sight;

pub use crate::tui::panes::detail::content::{ContentOptions, DetailItem, build_content};

use std::borrow::Cow;

use super::App;
use super::location::Current;
use crate::tui::rich_text::RichText;

use crate::document::Subject;
use crate::tui::action::Action;
use crate::tui::geometry::Region;

/// How many rows a summary has until the detail has the focus, in a detail of `height` rows under the
/// essay: what is left is for the claims.
fn short_summary(height: usize) -> usize {
    (height / 4).max(2)
}

/// The cells left of the detail's text (its cursor) and right of it.
pub const MARGINS: u16 = 3;

impl App {
    /// Builds the rows of the lens for the detail's width, unless they are up to date.
    pub(super) fn compose_detail(&mut self) {
        let Some(shape) = self.detail_shape() else {
            self.detail = RichText::default();
            self.detail_of = None;
            return;
        };
        let options = ContentOptions {
            subject: self.place.lens,
            width: shape.width,
            max_summary_rows: shape.brief,
            below_essay: shape.under,
            wrap_lines: !shape.under,
        };
        if self.detail_of != Some(options) {
            let key = self.key_of(Action::NextPassage);
            self.detail = build_content(&self.document, options, Some(key));
            self.detail_of = Some(options);
        }
    }

    /// What all the entries of the detail lead to, on screen or not.
    pub(super) fn all_targets(&mut self) -> Cow<'_, [DetailItem]> {
        self.compose_detail();
        if self.regions.detail.is_some() {
            return Cow::Borrowed(&self.detail.targets);
        }
        let wanted = ContentOptions::all(self.place.lens, LONGEST);
        Cow::Owned(build_content(&self.document, wanted, None).targets)
    }

    /// The rows that the detail shows at once.
    pub(super) fn detail_height(&self) -> usize {
        self.regions
            .detail
            .map_or(0, |rect| usize::from(rect.height))
    }

    /// The passage of what is under the detail's cursor: the one it goes to, or a claim's first.
    pub(super) fn under_detail_cursor(&self) -> Option<Current> {
        match self.detail.targets.get(self.place.detail.at)? {
            &(DetailItem::Subject(Subject::Claim(claim)) | DetailItem::RelatedClaim(claim)) => self
                .document
                .index
                .passages(Subject::Claim(claim))
                .first()
                .map(Current::from),
            DetailItem::Passage(current) => Some(current.clone()),
            DetailItem::Subject(_) | DetailItem::Problems => None,
        }
    }

    /// Lights what is under the detail's cursor, and brings it into view; nothing is lit where that
    /// stands nowhere in the essay.
    pub(super) fn peek(&mut self) {
        let current = self.under_detail_cursor();
        if let Some(current) = &current {
            self.bring_into_view(current.range.clone());
        }
        self.place.current = current;
    }

    /// Opens what is under the detail's cursor.
    pub(super) fn open_from_detail(&mut self) {
        if !self.is_in_sight() {
            // Nothing is opened unseen.
            self.detail_to(self.place.detail.at);
            return;
        }
        let Some(target) = self.detail.targets.get(self.place.detail.at).cloned() else {
            return;
        };
        match target {
            DetailItem::Subject(subject) => {
                self.leave();
                self.open(subject);
                self.show_detail_cursor(true);
                self.peek();
            }
            DetailItem::RelatedClaim(claim) => {
                self.leave();
                self.open(Subject::Claim(claim));
                self.show_detail_cursor(true);
                self.peek();
            }
            DetailItem::Passage(current) => {
                self.leave();
                self.turn_to(Region::Essay);
                self.refresh();
                self.go_to_passage(current);
            }
            DetailItem::Problems => self.show_problems(),
        }
    }
}

/// No row of the detail is longer, however wide the terminal.
const LONGEST: usize = 72;
