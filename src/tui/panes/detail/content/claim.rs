//! The detail of a claim: its text, its quotes and its relations.

use super::{ContentWriter, DetailItem, quotation, relation_words};
use crate::apparatus::{Anchor, AnchorState, ClaimIx, EntityRef, Node, RelationIx, Subject};
use crate::document::Owner;
use crate::document::citation::{attribution, place_in_essay};
use crate::essay::normalize::normalize;
use crate::text::count_noun;
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::span;
use crate::tui::theme::StyleRole;

/// The indent of what belongs to a relation, in cells.
const INDENT: usize = 2;

impl ContentWriter<'_> {
    pub(super) fn claim_content(&mut self, claim: ClaimIx) {
        let document = self.document;
        let claim_data = &document.apparatus[claim];
        let number = document.index.number(claim);
        self.rows.spans(&[
            span(StyleRole::Tag, &format!("Claim {number}")),
            span(StyleRole::Text, "  "),
            span(StyleRole::Kind, &claim_data.features()),
        ]);
        if !claim_data.is_quoted {
            self.rows.text(StyleRole::Name, &claim_data.text);
        }
        if let Some(attribution) = attribution(document, claim) {
            self.rows.text(StyleRole::Faint, &attribution);
        }
        self.entry_info(&claim_data.info, 0);
        if claim_data.anchors.is_empty() {
            if claim_data.implicit {
                let text = "The essay implies it; no words are quoted.";
                self.rows.text(StyleRole::Faint, text);
            }
        } else {
            self.rows.heading("In the author's words");
        }
        for (index, anchor) in claim_data.anchors.iter().enumerate() {
            let index = u32::try_from(index).expect("a claim has fewer than 2^32 quotes");
            self.claim_quote(Owner::Claim(claim, index), anchor);
        }
        self.section("Actors", &claim_data.actors, |this, &(actor, role)| {
            this.actor_entry(actor, role.name());
        });
        self.argument(claim);
        self.section("Themes", &claim_data.themes, |this, &theme| {
            this.theme_entry(theme);
        });
        self.notes_of(Subject::Claim(claim));
    }

    /// A quote and the state of its anchor. Shows the words found in the essay, which may differ from
    /// those in the apparatus.
    fn claim_quote(&mut self, owner: Owner, anchor: &Anchor) {
        let document = self.document;
        let Some(range) = anchor.passages.first().cloned() else {
            let state = if document.is_pending() {
                span(StyleRole::Faint, "searching for  ")
            } else {
                span(StyleRole::Warning, "not found in the essay  ")
            };
            self.rows.spans(&[state, quotation(&anchor.exact)]);
            return;
        };
        let words = document.essay.text(range.clone()).replace('\n', " ");
        let place = place_in_essay(document, range.start);
        let mut spans = vec![
            quotation(&words),
            span(StyleRole::Faint, &format!("  {place}")),
        ];
        match anchor.state {
            AnchorState::Drifted if normalize(&words) == normalize(&anchor.exact) => {
                let state = "  drifted; other words are around it";
                spans.push(span(StyleRole::Warning, state));
            }
            AnchorState::Drifted => {
                spans.push(span(StyleRole::Warning, "  drifted; the apparatus has "));
                spans.push(quotation(&anchor.exact));
            }
            AnchorState::Ambiguous => {
                let places = count_noun(anchor.passages.len(), "place", "places");
                let state = format!("  ambiguous: found in {places}");
                spans.push(span(StyleRole::Warning, &state));
            }
            AnchorState::Anchored | AnchorState::Orphan => {}
        }
        let passage = PassageRef {
            owner: Some(owner),
            range,
        };
        self.rows.entry(DetailItem::Passage(passage), &[], &spans);
    }

    /// The claim's relations, by type and by the number of the claim at the other end.
    fn argument(&mut self, claim: ClaimIx) {
        let document = self.document;
        let (apparatus, index) = (&document.apparatus, &document.index);
        let mut outgoing = index.relations_from(claim).to_vec();
        outgoing.sort_by_key(|&relation| {
            let end = match apparatus[relation].to {
                Node::Claim(end) => index.number(end),
                Node::Relation(_) => usize::MAX,
            };
            (apparatus[relation].kind as usize, end)
        });
        let mut incoming = index.relations_to(Node::Claim(claim)).to_vec();
        incoming.sort_by_key(|&relation| {
            let start = index.number(self.starts(relation)[0]);
            (apparatus[relation].kind as usize, start)
        });
        if outgoing.is_empty() && incoming.is_empty() {
            return;
        }
        self.rows.heading("In the argument");
        for relation in outgoing {
            let (word, _) = relation_words(document, relation);
            match apparatus[relation].to {
                Node::Claim(end) => self.related_claim(&word, end),
                Node::Relation(end) => self.related_relation(&word, end),
            }
            let mut others = self.starts(relation);
            others.retain(|&other| other != claim);
            self.joint_claims(&others);
            self.remarks_on(relation);
        }
        for relation in incoming {
            let (_, word) = relation_words(document, relation);
            let starts = self.starts(relation);
            self.related_claim(&word, starts[0]);
            self.joint_claims(&starts[1..]);
            self.remarks_on(relation);
        }
    }

    /// A related claim with its whole text.
    fn related_claim(&mut self, word: &str, claim: ClaimIx) {
        let number = self.document.index.number(claim);
        self.rows.indented_entry(
            DetailItem::RelatedClaim(claim),
            &[],
            &[
                span(StyleRole::Relation, &format!("{word} ")),
                span(StyleRole::Number, &format!("{number} ")),
                span(StyleRole::Text, &self.document.apparatus[claim].label()),
            ],
        );
    }

    /// A related relation, in numbers. The entry opens the first claim that the relation starts from.
    fn related_relation(&mut self, word: &str, relation: RelationIx) {
        let item = DetailItem::RelatedClaim(self.starts(relation)[0]);
        let spans = self.undercut_spans(word, relation);
        self.rows.indented_entry(item, &[], &spans);
    }

    /// The other claims that a relation starts from, besides the one above.
    fn joint_claims(&mut self, claims: &[ClaimIx]) {
        for (index, &claim) in claims.iter().enumerate() {
            let word = if index == 0 { "with" } else { " and" };
            self.related_claim_line(word, claim, INDENT);
        }
    }

    /// The tags and the like of a relation, what undercuts it, and the notes on it.
    fn remarks_on(&mut self, relation: RelationIx) {
        let document = self.document;
        self.entry_info(&document.apparatus[relation].info, INDENT);
        for &undercut in document.index.relations_to(Node::Relation(relation)) {
            let (_, word) = relation_words(document, undercut);
            let starts = self.starts(undercut);
            self.related_claim_line(&word, starts[0], INDENT);
            self.joint_claims(&starts[1..]);
        }
        for &note in document.index.notes_on(EntityRef::Relation(relation)) {
            self.indented_note(note, "", INDENT);
            self.replies(note, INDENT);
        }
    }
}
