//! A theme's detail: what the essay argues under it, its claims, and who acts in them.

use super::{Target, Writer, counted, relation_words};
use crate::app::compose::{Tone, span};
use crate::apparatus::{Node, NoteIx, ThemeIx};
use crate::index::{Owner, Subject};

impl Writer<'_> {
    pub(in crate::app) fn theme(&mut self, theme: ThemeIx) {
        let document = self.document;
        let about = &document.apparatus[theme];
        self.rows.text(Tone::Tag, "Theme");
        self.rows.text(Tone::Name, &about.name);
        if let Some(summary) = &about.summary {
            self.summary(summary);
        }
        let claims = document.index.theme_claims(theme);
        if !claims.is_empty() {
            self.rows.head("Claims");
            for &claim in claims {
                if self.rows.is_full() {
                    return;
                }
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
            if let Node::Claim(to) = document.apparatus[relation].to {
                self.relation(&word, to, indent, false);
            }
        }
    }

    fn theme_actors(&mut self, theme: ThemeIx) {
        let document = self.document;
        let actors = document.index.theme_actors(theme);
        if actors.is_empty() {
            return;
        }
        self.rows.head("Actors");
        let claims = document.index.theme_claims(theme);
        for &(actor, _) in actors {
            let roles = document
                .index
                .actor_claims(actor)
                .iter()
                .filter(|(claim, _)| claims.contains(claim))
                .map(|&(_, role)| role);
            let mentions = document.apparatus[actor].mentions.len();
            let mentions = counted(mentions, "mention", "mentions");
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
                self.rows.head(head);
            }
            for &theme in themes {
                let name = span(Tone::Plain, &document.apparatus[theme].name);
                let count = document.index.theme_claims(theme).len();
                self.rows.columns(
                    Target::Lens(Subject::Theme(theme)),
                    &[name],
                    &span(Tone::Faint, &counted(count, "claim", "claims")),
                );
            }
        }
    }

    /// The notes that stand within a subject's passages, in the essay's order.
    pub(super) fn notes_within(&self, subject: Subject) -> Vec<NoteIx> {
        let mut notes = Vec::new();
        for passage in self.document.index.passages(subject) {
            for found in self.document.index.notes_at(passage.range.clone()) {
                if let Owner::Note(note) = found.owner
                    && !notes.contains(&note)
                {
                    notes.push(note);
                }
            }
        }
        notes
    }
}
