//! A theme's detail: what the essay argues below_essay it, its claims, and who acts in them.

use std::collections::HashSet;

use super::{ContentWriter, DetailItem, relation_words};
use crate::apparatus::{Node, NoteIx, RelationIx, ThemeIx};
use crate::document::{Owner, Subject};
use crate::text::count_noun;
use crate::tui::rich_text::{Span, span};
use crate::tui::theme::StyleRole;

impl ContentWriter<'_> {
    pub(super) fn theme(&mut self, theme: ThemeIx) {
        let document = self.document;
        let about = &document.apparatus[theme];
        self.rows.text(StyleRole::Tag, "Theme");
        self.rows.text(StyleRole::Name, &about.name);
        if let Some(summary) = &about.summary {
            self.summary(summary);
        }
        let claims = document.index.theme_claims(theme);
        if !claims.is_empty() {
            self.rows.heading("Claims");
            for &claim in claims {
                self.claim(claim);
                self.outgoing(claim);
            }
        }
        self.theme_actors(theme);
        self.family(theme);
        self.notes(&self.notes_within(Subject::Theme(theme)), None);
    }

    /// What a claim does to others, a row each.
    fn outgoing(&mut self, claim: crate::apparatus::ClaimIx) {
        let document = self.document;
        let indent = document.index.claims().len().to_string().len() + 1;
        for &relation in document.index.relations_from(claim) {
            let (word, _) = relation_words(document, relation);
            let on = match document.apparatus[relation].to {
                Node::Claim(to) => {
                    self.relation(&word, to, indent, false);
                    continue;
                }
                Node::Relation(on) => on,
            };
            let lead = format!("{}{word} that ", " ".repeat(indent));
            let mut spans = vec![span(StyleRole::Relation, &lead)];
            self.said(on, &mut spans);
            if let Some(&start) = document.apparatus[on].from.first() {
                self.rows
                    .entry_line(DetailItem::RelatedClaim(start), &spans);
            }
        }
    }

    /// A relation in numbers, `11 supports 3`; one that points at a relation with what that says.
    fn said(&self, mut relation: RelationIx, spans: &mut Vec<Span>) {
        let index = &self.document.index;
        for _ in 0..LONGEST {
            let about = &self.document.apparatus[relation];
            let mut starts: Vec<_> = about.from.iter().map(|&from| index.number(from)).collect();
            starts.sort_unstable();
            let starts: Vec<_> = starts.iter().map(usize::to_string).collect();
            let word = about.kind.words().0;
            spans.push(span(StyleRole::Number, &starts.join(", ")));
            match about.to {
                Node::Claim(to) => {
                    spans.push(span(StyleRole::Relation, &format!(" {word} ")));
                    spans.push(span(StyleRole::Number, &index.number(to).to_string()));
                    return;
                }
                Node::Relation(to) => {
                    spans.push(span(StyleRole::Relation, &format!(" {word} that ")));
                    relation = to;
                }
            }
        }
        spans.push(span(StyleRole::Faint, "…"));
    }

    fn theme_actors(&mut self, theme: ThemeIx) {
        let document = self.document;
        let actors = document.index.theme_actors(theme);
        if actors.is_empty() {
            return;
        }
        self.rows.heading("Actors");
        let claims: HashSet<_> = document.index.theme_claims(theme).iter().collect();
        for &actor in actors {
            let roles = document.index.actor_claims(actor).iter();
            let roles = roles
                .filter(|(claim, _)| claims.contains(claim))
                .map(|&(_, role)| role);
            let mentions = document.apparatus[actor].mentions.len();
            let mentions = count_noun(mentions, "mention", "mentions");
            let right = format!("{} · {mentions}", super::roles(roles));
            self.actor(actor, &right);
        }
    }

    fn family(&mut self, theme: ThemeIx) {
        let document = self.document;
        let parent = document.apparatus[theme].parent;
        let children = document.index.children(theme);
        for (head, themes) in [
            ("Part of", parent.as_slice()),
            ("Narrower themes", children),
        ] {
            if !themes.is_empty() {
                self.rows.heading(head);
            }
            for &theme in themes {
                let name = span(StyleRole::Text, &document.apparatus[theme].name);
                let count = document.index.theme_claims(theme).len();
                self.rows.columns(
                    DetailItem::Subject(Subject::Theme(theme)),
                    &[name],
                    &span(StyleRole::Faint, &count_noun(count, "claim", "claims")),
                );
            }
        }
    }

    /// The notes that stand within a subject's passages, in the essay's order; none where no row is
    /// left for them.
    pub(super) fn notes_within(&self, subject: Subject) -> Vec<NoteIx> {
        let (mut notes, mut known) = (Vec::new(), HashSet::new());
        for passage in self.document.index.passages(subject) {
            for found in self.document.index.notes_at(passage.range.clone()) {
                if let Owner::Note(note) = found.owner
                    && known.insert(note)
                {
                    notes.push(note);
                }
            }
        }
        notes
    }
}

/// At most this many relations that point at relations are followed per row, because they may lead
/// round in a circle.
const LONGEST: usize = 4;
