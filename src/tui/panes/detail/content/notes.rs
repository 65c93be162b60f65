//! The notes section of the detail.

use indexmap::IndexSet;

use super::{ContentWriter, DetailItem, quotation};
use crate::apparatus::{ClaimIx, Node, NoteIx};
use crate::document::{Owner, Subject};
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::span;
use crate::tui::theme::StyleRole;

impl ContentWriter<'_> {
    /// Writes notes, with what each is on unless that is `shown_claim`, the claim that the detail shows.
    pub(super) fn notes(&mut self, notes: &[NoteIx], shown_claim: Option<ClaimIx>) {
        self.section("Notes", notes, |this, &note| this.note(note, shown_claim));
    }

    fn note(&mut self, note: NoteIx, shown_claim: Option<ClaimIx>) {
        let note_data = &self.document.apparatus[note];
        let gap = span(StyleRole::Text, "  ");
        let text = span(StyleRole::Text, &note_data.text);
        let found = note_data.anchors.iter().find(|a| !a.passages.is_empty());
        if let Some(anchor) = found {
            let item = DetailItem::Passage(PassageRef {
                owner: Some(Owner::Note(note)),
                range: anchor.passages[0].clone(),
            });
            let spans = [quotation(&anchor.exact), gap, text];
            self.rows.indented_entry(item, &[], &spans);
            return;
        }
        let (claim, target) = match note_data.on {
            Some(Node::Claim(claim)) if Some(claim) != shown_claim => {
                let number = format!("claim {}", self.document.index.number(claim));
                (claim, vec![span(StyleRole::Number, &number)])
            }
            Some(Node::Relation(relation)) => {
                (self.starts(relation)[0], self.relation_in_numbers(relation))
            }
            Some(Node::Claim(_)) | None => {
                let missing_quote = note_data.anchors.first();
                let mut spans: Vec<_> = missing_quote
                    .map(|anchor| [quotation(&anchor.exact), gap])
                    .into_iter()
                    .flatten()
                    .collect();
                spans.push(text);
                self.rows.spans(&spans);
                return;
            }
        };
        let mut spans = vec![span(StyleRole::Relation, "on ")];
        spans.extend(target);
        spans.extend([gap, text]);
        let item = DetailItem::RelatedClaim(claim);
        self.rows.indented_entry(item, &[], &spans);
    }

    /// The notes on words inside a subject's passages, in the order of the essay.
    pub(super) fn notes_within(&self, subject: Subject) -> Vec<NoteIx> {
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
