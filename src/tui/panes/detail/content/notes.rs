//! The notes section of the detail.

use indexmap::IndexSet;

use super::{ContentWriter, DetailItem, quotation};
use crate::apparatus::{EntityRef, NoteIx, Subject};
use crate::document::Owner;
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::{Span, span};
use crate::tui::theme::StyleRole;

/// The indent of each level of notes on notes, in cells.
const INDENT: usize = 2;
/// Notes on notes are indented at most this many levels: the pane is narrow.
const MAX_INDENTED_LEVELS: usize = 4;

impl ContentWriter<'_> {
    /// Writes the notes on a subject of the essay and those on words inside its passages.
    pub(super) fn notes_of(&mut self, subject: Subject) {
        let on_subject = self.document.index.notes_on(subject).iter().copied();
        let notes: IndexSet<_> = match subject {
            // Each mention of an actor may be inside a note's words, which are about something else.
            Subject::Actor(_) => on_subject.collect(),
            _ => on_subject.chain(self.notes_within(subject)).collect(),
        };
        self.notes(&Vec::from_iter(notes), subject);
    }

    /// Writes notes, with what each is on unless that is `shown`, the subject of the detail.
    pub(super) fn notes(&mut self, notes: &[NoteIx], shown: Subject) {
        self.section("Notes", notes, |this, &note| {
            let (item, spans) = this.note_spans(note, Some(shown.into()), StyleRole::Text);
            match item {
                Some(item) => this.rows.indented_entry(item, &[], &spans),
                None => this.rows.spans(&spans),
            }
            this.replies(note, 0);
        });
    }

    /// Writes the notes on a note and those on them.
    pub(super) fn replies(&mut self, note: NoteIx, indent: usize) {
        for (reply, level) in self.document.index.replies(note) {
            let indent = indent + INDENT * level.min(MAX_INDENTED_LEVELS);
            self.indented_note(reply, "reply  ", indent);
        }
    }

    /// Writes a note below what it is on.
    pub(super) fn indented_note(&mut self, note: NoteIx, word: &str, indent: usize) {
        let on = self.document.apparatus[note].on;
        let (item, spans) = self.note_spans(note, on, StyleRole::Faint);
        let word = format!("{}{word}", " ".repeat(indent));
        let lead = [span(StyleRole::Relation, &word)];
        match item {
            Some(item) => self.rows.entry(item, &lead, &spans),
            None => self.rows.hanging(&lead, &spans),
        }
    }

    /// What opening a note does, if anything, and its text in `role`: after its words of the essay or,
    /// if those are not found, what it is on, unless that is `shown`.
    fn note_spans(
        &self,
        note: NoteIx,
        shown: Option<EntityRef>,
        role: StyleRole,
    ) -> (Option<DetailItem>, Vec<Span>) {
        let data = &self.document.apparatus[note];
        let found = data.anchors.iter().find(|it| !it.passages.is_empty());
        let (item, mut spans) = match (found, data.on) {
            (Some(anchor), _) => {
                let item = DetailItem::Passage(PassageRef {
                    owner: Some(Owner::Note(note)),
                    range: anchor.passages[0].clone(),
                });
                (Some(item), vec![quotation(&anchor.exact)])
            }
            (None, Some(on)) if data.on != shown => {
                let (item, target) = self.note_target(on);
                let mut spans = vec![span(StyleRole::Relation, "on ")];
                spans.extend(target);
                (item, spans)
            }
            (None, _) => {
                let missing = data.anchors.iter().take(1);
                (None, missing.map(|it| quotation(&it.exact)).collect())
            }
        };
        if !spans.is_empty() {
            spans.push(span(StyleRole::Text, "  "));
        }
        spans.push(span(role, &data.text));
        let info = data.info.line();
        if !info.is_empty() {
            spans.push(span(StyleRole::Faint, &format!("  {info}")));
        }
        (item, spans)
    }

    /// The name of what a note is on, and how to open it.
    fn note_target(&self, on: EntityRef) -> (Option<DetailItem>, Vec<Span>) {
        let apparatus = &self.document.apparatus;
        let name = |text: &str| vec![span(StyleRole::Name, text)];
        match on {
            EntityRef::Subject(Subject::Claim(claim)) => {
                let number = format!("claim {}", self.document.index.number(claim));
                let number = vec![span(StyleRole::Number, &number)];
                (Some(DetailItem::RelatedClaim(claim)), number)
            }
            EntityRef::Relation(relation) => {
                let item = DetailItem::RelatedClaim(self.starts(relation)[0]);
                (Some(item), self.relation_in_numbers(relation))
            }
            EntityRef::Subject(subject) => {
                let name = match subject {
                    Subject::Theme(theme) => name(&apparatus[theme].name),
                    Subject::Actor(actor) => name(&apparatus[actor].name),
                    Subject::Essay | Subject::Claim(_) => name("the essay"),
                };
                (Some(DetailItem::Subject(subject)), name)
            }
            EntityRef::Note(_) => (None, name("a note")),
        }
    }

    /// The notes on words inside a subject's passages, in the order of the essay.
    fn notes_within(&self, subject: Subject) -> Vec<NoteIx> {
        let index = &self.document.index;
        let passages = index.passages(subject).iter();
        let notes: IndexSet<_> = passages
            .flat_map(|passage| index.notes_at(passage.range.clone()))
            .filter_map(|passage| match passage.owner {
                Owner::Note(note) => Some(note),
                Owner::Claim(..) | Owner::Actor(_) => None,
            })
            .collect();
        notes.into_iter().collect()
    }
}
