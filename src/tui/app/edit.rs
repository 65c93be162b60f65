//! Where the person's editor is opened.
//!
//! Owns which line of the apparatus an entry of the screen stands on. It must not know which editor
//! that is.

use std::ops::Range;

use super::detail::DetailItem;
use super::{App, Effect, Files, Message, sidebar};
use crate::document::{Owner, Subject};
use crate::tui::geometry::Region;

impl App {
    /// Opens the editor at the entry under the cursor.
    pub(super) fn edit(&mut self) -> Effect {
        let Files { apparatus, essay } = &self.files;
        let Some(file) = apparatus.clone() else {
            // Where the essay is a file the apparatus came through a pipe. An essay that came through
            // one has no apparatus; that which comes with the program has one.
            let text = if essay.is_some() {
                "No file to edit: the apparatus came through a pipe"
            } else if self.document.apparatus.is_empty() {
                "No file to edit: save the text, and “postil init FILE” begins one"
            } else {
                "No file to edit: “postil init” writes out a copy"
            };
            self.say(Message::note(text.to_owned()));
            return Effect::None;
        };
        let line = self.line_of_problem().unwrap_or_else(|| {
            self.span_to_edit()
                .map_or(1, |span| self.document.line(span.start))
        });
        Effect::Edit { file, line }
    }

    /// Where the entry under the cursor stands in the apparatus.
    fn span_to_edit(&self) -> Option<Range<usize>> {
        let apparatus = &self.document.apparatus;
        let of = |subject: Subject| match subject {
            Subject::Essay => None,
            Subject::Theme(theme) => apparatus.themes.get(theme.get()).map(|t| t.at.clone()),
            Subject::Claim(claim) => apparatus.claims.get(claim.get()).map(|c| c.at.clone()),
            Subject::Actor(actor) => apparatus.actors.get(actor.get()).map(|a| a.at.clone()),
        };
        let owned = |owner: Option<Owner>| match owner? {
            Owner::Claim(claim, _) => of(Subject::Claim(claim)),
            Owner::Actor(actor) => of(Subject::Actor(actor)),
            Owner::Note(note) => apparatus.notes.get(note.get()).map(|n| n.at.clone()),
        };
        match self.place.focus {
            Region::Detail => match self.detail.targets.get(self.place.detail.at)? {
                DetailItem::Subject(subject) => of(*subject),
                DetailItem::RelatedClaim(claim) => of(Subject::Claim(*claim)),
                DetailItem::Passage(current) => owned(current.owner),
                DetailItem::Problems => None,
            },
            Region::Essay => {
                owned(self.current_in_sight().and_then(|c| c.owner)).or_else(|| of(self.place.lens))
            }
            Region::Sidebar => match self.entries.get(self.place.cursor().at)?.target {
                sidebar::Target::Lens(subject) => of(subject),
                sidebar::Target::Heading(_) => None,
            },
        }
    }
}
