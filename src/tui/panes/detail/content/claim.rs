//! A claim's detail: its sentence, the author's own words, and where it stands in the argument.

use super::{ContentWriter, DetailItem, relation_words};
use crate::apparatus::{Anchor, AnchorState, ClaimIx, Node, Relation, RelationIx};
use crate::document::citation::{attribution, place_in_essay};
use crate::document::{Owner, Subject};
use crate::text::count_noun;
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::{Span, span};
use crate::tui::theme::StyleRole;

impl ContentWriter<'_> {
    pub(super) fn claim_in_full(&mut self, claim: ClaimIx) {
        let document = self.document;
        let about = &document.apparatus[claim];
        let number = document.index.number(claim);
        self.rows.spans(&[
            span(StyleRole::Tag, &format!("Claim {number}")),
            span(StyleRole::Text, "  "),
            span(StyleRole::Kind, about.kind.name()),
        ]);
        self.rows.text(StyleRole::Name, &about.text);
        if let Some(view) = attribution(document, claim) {
            self.rows.text(StyleRole::Faint, &view);
        }
        self.rows.heading("In the author's words");
        for (place, anchor) in about.anchors.iter().enumerate() {
            self.quote(claim, place, anchor);
        }
        self.claim_actors(claim);
        self.relations(claim);
        if !about.themes.is_empty() {
            self.rows.heading("Themes");
            for &theme in &about.themes {
                let name = span(StyleRole::Text, &document.apparatus[theme].name);
                let count = document.index.theme_claims(theme).len();
                let count = span(StyleRole::Faint, &count_noun(count, "claim", "claims"));
                let target = DetailItem::Subject(Subject::Theme(theme));
                self.rows.columns(target, &[name], &count);
            }
        }
        let mut notes = document.index.notes_on(Node::Claim(claim)).to_vec();
        notes.extend(self.notes_within(Subject::Claim(claim)));
        self.notes(&notes, Some(claim));
    }

    /// A quote and how firmly it holds. What a reader sees there is shown, not what the file says.
    fn quote(&mut self, claim: ClaimIx, place: usize, anchor: &Anchor) {
        let document = self.document;
        let owner = u32::try_from(place)
            .ok()
            .map(|place| Owner::Claim(claim, place));
        let Some(range) = anchor.passages.first().cloned() else {
            let why = if document.is_pending() {
                span(StyleRole::Faint, "being looked for  ")
            } else {
                span(StyleRole::Warning, "not found in the essay  ")
            };
            let quote = span(StyleRole::Quote, &format!("“{}”", anchor.exact));
            self.rows.spans(&[why, quote]);
            return;
        };
        let found = document.essay.text(range.clone()).replace('\n', " ");
        let mut spans = vec![
            span(StyleRole::Quote, &format!("“{found}”")),
            span(
                StyleRole::Faint,
                &format!("  {}", place_in_essay(document, range.start)),
            ),
        ];
        match anchor.state {
            AnchorState::Drifted => {
                spans.push(span(StyleRole::Warning, "  drifted; the apparatus has "));
                spans.push(span(StyleRole::Quote, &format!("“{}”", anchor.exact)));
            }
            AnchorState::Ambiguous => {
                let places = count_noun(anchor.passages.len(), "place", "places");
                let text = format!("  stands in {places}; which is meant is not told");
                spans.push(span(StyleRole::Warning, &text));
            }
            AnchorState::Anchored | AnchorState::Orphan => {}
        }
        let target = DetailItem::Passage(PassageRef { owner, range });
        self.rows.entry(target, &[], &spans);
    }

    fn claim_actors(&mut self, claim: ClaimIx) {
        let about = &self.document.apparatus[claim];
        if about.actors.is_empty() {
            return;
        }
        self.rows.heading("Actors");
        for &(actor, role) in &about.actors {
            self.actor(actor, role.name());
        }
    }

    fn relations(&mut self, claim: ClaimIx) {
        let document = self.document;
        let from = self.in_order(document.index.relations_from(claim), |about| {
            match about.to {
                Node::Claim(to) => document.index.number(to),
                Node::Relation(_) => usize::MAX,
            }
        });
        let to = self.in_order(document.index.relations_to(claim), |about| {
            let numbers = about.from.iter().map(|&from| document.index.number(from));
            numbers.min().unwrap_or_default()
        });
        if from.is_empty() && to.is_empty() {
            return;
        }
        self.rows.heading("In the argument");
        for relation in from {
            let word = relation_words(document, relation).0;
            match document.apparatus[relation].to {
                Node::Claim(to) => self.relation(&word, to, 0, true),
                Node::Relation(to) => self.on_relation(&word, to, 0),
            }
            self.companions(relation, claim);
            self.challenged(relation, STEP);
        }
        for relation in to {
            self.starts("", relation, 0);
            self.challenged(relation, STEP);
        }
    }

    /// Relations of one kind together, by the number of the claim at the other end.
    fn in_order(
        &self,
        relations: &[RelationIx],
        number: impl Fn(&Relation) -> usize,
    ) -> Vec<RelationIx> {
        let mut sorted = relations.to_vec();
        sorted.sort_by_key(|relation| {
            let about = &self.document.apparatus[*relation];
            (about.kind as usize, number(about))
        });
        sorted
    }

    /// The claims that a relation starts from, by number; several, which only together make it,
    /// below_essay one word for all.
    fn starts(&mut self, before: &str, relation: RelationIx, indent: usize) {
        let word = format!("{before}{}", relation_words(self.document, relation).1);
        match self.starts_by_number(relation).as_slice() {
            &[one] => self.relation(&word, one, indent, true),
            several => {
                let blank = span(StyleRole::Text, &" ".repeat(indent));
                self.rows.spans(&[blank, span(StyleRole::Relation, &word)]);
                for &one in several {
                    self.end(one, indent + STEP);
                }
            }
        }
    }

    fn starts_by_number(&self, relation: RelationIx) -> Vec<ClaimIx> {
        let index = &self.document.index;
        let mut starts = self.document.apparatus[relation].from.clone();
        starts.sort_by_key(|&claim| index.number(claim));
        starts
    }

    /// A claim at an end of a relation, below_essay the word for it.
    fn end(&mut self, claim: ClaimIx, indent: usize) {
        let mut lead = vec![span(StyleRole::Text, &" ".repeat(indent))];
        lead.extend(self.number(claim));
        let text = &self.document.apparatus[claim].text;
        self.rows.entry(
            DetailItem::RelatedClaim(claim),
            &lead,
            &[span(StyleRole::Text, text)],
        );
    }

    /// The other starts of a relation that this claim makes only together with them, a row each.
    fn companions(&mut self, relation: RelationIx, claim: ClaimIx) {
        let starts = self.starts_by_number(relation);
        let others = starts.into_iter().filter(|&other| other != claim);
        for (place, other) in others.enumerate() {
            let word = if place == 0 { "with" } else { " and" };
            self.relation(word, other, STEP, false);
        }
    }

    /// A relation that is pointed at: its starts with their words, and what it points at itself.
    fn on_relation(&mut self, word: &str, relation: RelationIx, indent: usize) {
        let document = self.document;
        let blank = span(StyleRole::Text, &" ".repeat(indent));
        let word = span(StyleRole::Relation, &format!("{word} that"));
        self.rows.hanging(&[blank], &[word]);
        for from in self.starts_by_number(relation) {
            self.end(from, indent + STEP);
        }
        let (inner, _) = relation_words(document, relation);
        match document.apparatus[relation].to {
            Node::Claim(to) => self.relation(&inner, to, indent + STEP, true),
            Node::Relation(to) if indent < DEEPEST => self.on_relation(&inner, to, indent + STEP),
            Node::Relation(_) => {}
        }
    }

    /// What points at a relation, and the notes on it.
    fn challenged(&mut self, relation: RelationIx, indent: usize) {
        let document = self.document;
        for &by in document.index.relations_on(relation) {
            self.starts("which is ", by, indent);
            if indent < DEEPEST {
                self.challenged(by, indent + STEP);
            }
        }
        for &note in document.index.notes_on(Node::Relation(relation)) {
            let text: Vec<Span> = vec![span(StyleRole::Faint, &document.apparatus[note].text)];
            let blank = span(StyleRole::Text, &" ".repeat(indent));
            self.rows.hanging(&[blank], &text);
        }
    }
}

/// The cells by which what belongs to a relation stands further right than that.
const STEP: usize = 2;

/// Relations that point at relations are followed to this indent, in cells: they may lead round in a
/// circle.
const DEEPEST: usize = 8;
