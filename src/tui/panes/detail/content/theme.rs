//! The detail of a theme: its claims, the actors in them, and its parent and sub-themes.

use std::collections::HashSet;

use super::{ContentWriter, DetailItem, count_roles, relation_words};
use crate::apparatus::{ClaimIx, Node, ThemeIx};
use crate::document::Subject;
use crate::text::count_noun;
use crate::tui::theme::StyleRole;

impl ContentWriter<'_> {
    pub(super) fn theme_content(&mut self, theme: ThemeIx) {
        let document = self.document;
        let theme_data = &document.apparatus[theme];
        self.rows.text(StyleRole::Tag, "Theme");
        self.rows.text(StyleRole::Name, &theme_data.name);
        if let Some(summary) = &theme_data.summary {
            self.summary(summary);
        }
        let claims = document.index.theme_claims(theme);
        if !claims.is_empty() {
            self.rows.heading("Claims");
        }
        for &claim in claims {
            self.claim_entry(claim);
            self.outgoing_relations(claim);
        }
        self.theme_actors(theme);
        for (heading, themes) in [
            ("Part of", theme_data.parent.as_slice()),
            ("Sub-themes", document.index.children(theme)),
        ] {
            if !themes.is_empty() {
                self.rows.heading(heading);
            }
            for &theme in themes {
                self.theme_entry(theme);
            }
        }
        self.notes(&self.notes_within(Subject::Theme(theme)), None);
    }

    /// The relations that start from a claim, one row each.
    fn outgoing_relations(&mut self, claim: ClaimIx) {
        let document = self.document;
        let number_width = document.index.claims().len().to_string().len();
        let indent = number_width + 1;
        for &relation in document.index.relations_from(claim) {
            let (word, _) = relation_words(document, relation);
            match document.apparatus[relation].to {
                Node::Claim(end) => self.related_claim_line(&word, end, indent),
                Node::Relation(end) => {
                    let lead = format!("{}{word}", " ".repeat(indent));
                    let spans = self.undercut_spans(&lead, end);
                    let item = DetailItem::RelatedClaim(self.starts(end)[0]);
                    self.rows.entry_line(item, &spans);
                }
            }
        }
    }

    fn theme_actors(&mut self, theme: ThemeIx) {
        let document = self.document;
        let actors = document.index.theme_actors(theme);
        if !actors.is_empty() {
            self.rows.heading("Actors");
        }
        let claims: HashSet<_> = document.index.theme_claims(theme).iter().collect();
        for &actor in actors {
            let roles: Vec<_> = document
                .index
                .actor_claims(actor)
                .iter()
                .filter(|(claim, _)| claims.contains(claim))
                .map(|&(_, role)| role)
                .collect();
            let mentions = document.apparatus[actor].mentions.len();
            let mentions = count_noun(mentions, "mention", "mentions");
            self.actor_entry(actor, &format!("{} · {mentions}", count_roles(&roles)));
        }
    }
}
