//! A document read again: every place is found again by its words; and where the editor is opened.

use std::ops::Range;

use super::detail::Target;
use super::overlay::Kind;
use super::place::{Current, Place};
use super::{App, Effect, Files, Message};
use crate::index::{Document, Owner, Subject};
use crate::regions::Region;

/// How many bytes of the text at a position are its words.
const WORDS: usize = 80;

impl App {
    /// Takes a document read again in place of the present one. Lenses are found again by their
    /// ids, positions by the words that stood there.
    pub fn replace(&mut self, document: Document) {
        let before = std::mem::replace(&mut self.document, document);
        self.take_measure();
        let mut place = self.place.clone();
        self.carry(&before, &mut place);
        self.place = place;
        let mut history = std::mem::take(&mut self.history);
        for place in history.places_mut() {
            self.carry(&before, place);
        }
        self.history = history;
        if let Some(query) = self.search.take().map(|search| search.query) {
            self.searches.push(query);
        }
        if let Some(overlay) = &self.overlay
            && overlay.kind == Kind::Choice
        {
            self.overlay = None;
        }
        self.refresh();
        self.compose_overlay();
    }

    fn carry(&self, before: &Document, place: &mut Place) {
        place.lens = self
            .document
            .subject(before.subject_id(place.lens))
            .unwrap_or(Subject::Essay);
        let offset = found_again(before, &self.document, place.position.offset);
        place.position.offset = offset;
        place.current = place.current.take().and_then(|current| {
            let passages = self.document.index.passages(place.lens);
            let words = before.essay.text(current.range.clone());
            passages
                .iter()
                .find(|p| self.document.essay.text(p.range.clone()) == words)
                .map(Current::from)
        });
    }

    /// Opens the editor at the entry under the cursor.
    pub(super) fn edit(&mut self) -> Effect {
        let Files { apparatus, .. } = &self.files;
        let Some(file) = apparatus.clone() else {
            self.say(Message::note(
                "No file to edit: “postil init FILE” begins an apparatus beside an essay of yours"
                    .to_owned(),
            ));
            return Effect::None;
        };
        let line = self
            .span_to_edit()
            .map_or(1, |span| self.document.line(span.start));
        Effect::Edit { file, line }
    }

    /// Where the entry under the cursor stands in the apparatus.
    fn span_to_edit(&self) -> Option<Range<usize>> {
        if let Some(problem) = self.problem_under_cursor() {
            return self.document.problems.get(problem)?.span.clone();
        }
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
                Target::Lens(subject) => of(*subject),
                Target::Related(claim) => of(Subject::Claim(*claim)),
                Target::Passage(current) => owned(current.owner),
                Target::Problems => None,
            },
            Region::Essay => owned(self.place.current.as_ref().and_then(|c| c.owner))
                .or_else(|| of(self.place.lens)),
            Region::Sidebar => of(self.place.lens),
        }
    }
}

/// Where the words at an offset stand in another reading of the text: the nearest place that has
/// them, else the same share of the way through.
fn found_again(before: &Document, after: &Document, offset: usize) -> usize {
    let (old, new) = (before.essay.source(), after.essay.source());
    if old == new {
        return offset;
    }
    let mut end = (offset + WORDS).min(old.len());
    while !old.is_char_boundary(end) {
        end += 1;
    }
    let words = old.get(offset..end).unwrap_or_default();
    let nearest = new
        .match_indices(words)
        .map(|(at, _)| at)
        .min_by_key(|at| at.abs_diff(offset));
    match nearest {
        Some(at) if !words.is_empty() => at,
        _ => offset.min(new.len()),
    }
}
