//! A claim's detail: its sentence, the author's own words, and where it stands in the argument.

use super::{Target, Writer, counted, relation_words};
use crate::app::compose::{Span, Tone, span};
use crate::app::copy;
use crate::app::place::Current;
use crate::apparatus::{Anchor, AnchorState, ClaimIx, Node, RelationIx};
use crate::index::{Owner, Subject};

impl Writer<'_> {
    pub(in crate::app) fn claim_in_full(&mut self, claim: ClaimIx) {
        let document = self.document;
        let about = &document.apparatus.claims[claim.get()];
        let number = document.index.number(claim);
        self.rows.spans(&[
            span(Tone::Tag, &format!("Claim {number}")),
            span(Tone::Plain, "  "),
            span(Tone::Kind, about.kind.name()),
        ]);
        self.rows.text(Tone::Name, &about.text);
        self.rows.head("In the author's words");
        for (place, anchor) in about.anchors.iter().enumerate() {
            self.quote(claim, place, anchor);
        }
        self.claim_actors(claim);
        self.relations(claim);
        if !about.themes.is_empty() {
            self.rows.head("Themes");
            for &theme in &about.themes {
                let name = span(Tone::Plain, &document.apparatus.themes[theme.get()].name);
                let count = document.index.theme_claims(theme).len();
                let count = span(Tone::Faint, &counted(count, "claim", "claims"));
                let target = Target::Lens(Subject::Theme(theme));
                self.rows.columns(target, &[name], &count);
            }
        }
        let mut notes = document.index.notes_on(Node::Claim(claim)).to_vec();
        notes.extend(self.notes_within(Subject::Claim(claim)));
        self.notes(&notes);
    }

    /// A quote and how firmly it holds. What a reader sees there is shown, not what the file says.
    fn quote(&mut self, claim: ClaimIx, place: usize, anchor: &Anchor) {
        if self.rows.is_full() {
            return;
        }
        let document = self.document;
        let owner = u32::try_from(place)
            .ok()
            .map(|place| Owner::Claim(claim, place));
        let Some(range) = anchor.passages.first().cloned() else {
            let why = if document.is_pending() {
                span(Tone::Faint, "being looked for  ")
            } else {
                span(Tone::Warning, "not found in the essay  ")
            };
            let quote = span(Tone::Quote, &format!("“{}”", anchor.exact));
            self.rows.spans(&[why, quote]);
            return;
        };
        let found = document.essay.text(range.clone()).replace('\n', " ");
        let mut spans = vec![
            span(Tone::Quote, &format!("“{found}”")),
            span(
                Tone::Faint,
                &format!("  {}", copy::place_in_essay(document, range.start)),
            ),
        ];
        match anchor.state {
            AnchorState::Drifted => {
                spans.push(span(Tone::Warning, "  drifted; the apparatus has "));
                spans.push(span(Tone::Quote, &format!("“{}”", anchor.exact)));
            }
            AnchorState::Ambiguous => {
                let places = counted(anchor.passages.len(), "place", "places");
                let text = format!("  stands in {places}; which is meant is not told");
                spans.push(span(Tone::Warning, &text));
            }
            AnchorState::Anchored | AnchorState::Orphan => {}
        }
        let target = Target::Passage(Current { owner, range });
        self.rows.entry(target, &[], &spans);
    }

    fn claim_actors(&mut self, claim: ClaimIx) {
        let about = &self.document.apparatus.claims[claim.get()];
        if about.actors.is_empty() {
            return;
        }
        self.rows.head("Actors");
        for &(actor, role) in &about.actors {
            self.actor(actor, role.name());
        }
    }

    fn relations(&mut self, claim: ClaimIx) {
        let document = self.document;
        let from = document.index.relations_from(claim);
        let to = document.index.relations_to(claim);
        if from.is_empty() && to.is_empty() {
            return;
        }
        self.rows.head("In the argument");
        for &relation in from {
            let (word, _) = relation_words(document, relation);
            let about = &document.apparatus.relations[relation.get()];
            let word = format!("{word}{}", self.together(relation, claim));
            match about.to {
                Node::Claim(to) => self.relation(&word, to, 0, true),
                Node::Relation(to) => self.on_relation(&word, to),
            }
            self.challenged(relation);
        }
        for &relation in to {
            let (_, word) = relation_words(document, relation);
            let about = &document.apparatus.relations[relation.get()];
            for &from in &about.from {
                let word = format!("{word}{}", self.together(relation, from));
                self.relation(&word, from, 0, true);
            }
            self.challenged(relation);
        }
    }

    /// The other starts of a relation, where only together they make it: ", with 4 and 7,".
    fn together(&self, relation: RelationIx, claim: ClaimIx) -> String {
        let others: Vec<_> = self.document.apparatus.relations[relation.get()]
            .from
            .iter()
            .filter(|&&other| other != claim)
            .map(|&other| self.document.index.number(other).to_string())
            .collect();
        match others.as_slice() {
            [] => String::new(),
            list => format!(" (with {})", list.join(", ")),
        }
    }

    /// A relation that this claim points at: both its ends with their words.
    fn on_relation(&mut self, word: &str, relation: RelationIx) {
        let document = self.document;
        let about = &document.apparatus.relations[relation.get()];
        let (inner, _) = relation_words(document, relation);
        self.rows
            .spans(&[span(Tone::Relation, &format!("{word} that"))]);
        for &from in &about.from {
            self.relation("", from, 2, true);
        }
        if let Node::Claim(to) = about.to {
            self.relation(inner, to, 2, true);
        }
    }

    /// What points at a relation, and the notes on it.
    fn challenged(&mut self, relation: RelationIx) {
        let document = self.document;
        for &by in document.index.relations_on(relation) {
            let (_, word) = relation_words(document, by);
            for &from in &document.apparatus.relations[by.get()].from {
                self.relation(&format!("which is {word}"), from, 2, true);
            }
        }
        for &note in document.index.notes_on(Node::Relation(relation)) {
            let text: Vec<Span> = vec![span(
                Tone::Faint,
                &document.apparatus.notes[note.get()].text,
            )];
            self.rows.flow(&[span(Tone::Plain, "  ")], &text, None);
        }
    }
}
