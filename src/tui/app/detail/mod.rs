//! The detail: what the lens is, in rows. Heads and texts are there to be read, entries lead somewhere.
//!
//! Owns which rows there are for an essay, a theme, a claim or an actor, and how its cursor moves.

mod moves;
mod sight;

pub use crate::tui::panes::detail::content::{Target, Wanted, counts, relation_words, rows};

use std::borrow::Cow;

use super::App;
use super::location::{Current, Cursor};
use crate::tui::rich_text::Rows;

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
    /// Makes the rows of the lens for the detail as wide as it is, unless it has them. While the
    /// detail is only looked at from elsewhere, those that are seen are enough.
    pub(super) fn compose_detail(&mut self) {
        let elsewhere = self.place.focus != Region::Detail;
        let untouched = self.place.detail == Cursor::default() && !self.is_to_show_cursor();
        let enough = if elsewhere && untouched {
            // One more tells that there is more.
            self.detail_height() + 1
        } else {
            usize::MAX
        };
        self.compose(enough);
    }

    /// Makes the rows that are not seen as well.
    pub(super) fn compose_whole_detail(&mut self) {
        self.compose(usize::MAX);
    }

    fn compose(&mut self, enough: usize) {
        let Some(shape) = self.detail_shape() else {
            self.detail = Rows::default();
            self.detail_of = None;
            return;
        };
        let wanted = Wanted {
            subject: self.place.lens,
            width: shape.width,
            brief: shape.brief,
            under: shape.under,
            enough,
            whole: !shape.under,
        };
        let has = self.detail_of.is_some_and(|made| {
            made == Wanted {
                enough: made.enough,
                ..wanted
            } && made.enough >= enough
        });
        if !has {
            let walks = self.key_of(Action::NextPassage);
            self.detail = rows(&self.document, wanted, Some(walks));
            self.detail_of = Some(wanted);
        }
    }

    /// What all the entries of the detail lead to, on screen or not.
    pub(super) fn all_targets(&mut self) -> Cow<'_, [Target]> {
        self.compose_whole_detail();
        if self.regions.detail.is_some() {
            return Cow::Borrowed(&self.detail.targets);
        }
        let wanted = Wanted::all(self.place.lens, LONGEST);
        Cow::Owned(rows(&self.document, wanted, None).targets)
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
            &(Target::Lens(Subject::Claim(claim)) | Target::Related(claim)) => self
                .document
                .index
                .passages(Subject::Claim(claim))
                .first()
                .map(Current::from),
            Target::Passage(current) => Some(current.clone()),
            Target::Lens(_) | Target::Problems => None,
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
            Target::Lens(subject) => {
                self.leave();
                self.open(subject);
                self.show_detail_cursor(true);
                self.peek();
            }
            Target::Related(claim) => {
                self.leave();
                self.open(Subject::Claim(claim));
                self.show_detail_cursor(true);
                self.peek();
            }
            Target::Passage(current) => {
                self.leave();
                self.turn_to(Region::Essay);
                self.refresh();
                self.go_to_passage(current);
            }
            Target::Problems => self.show_problems(),
        }
    }
}

/// No row of the detail is longer, however wide the terminal.
const LONGEST: usize = 72;

#[cfg(test)]
mod tests;
