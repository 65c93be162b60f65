//! The detail of a theme: its claims, the actors in them, and its parent and sub-themes.

use super::{ContentWriter, DetailItem, relation_words};
use crate::apparatus::{ClaimIx, Node, ThemeIx};
use crate::document::Subject;
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
        self.entry_info(&theme_data.info, 0);
        let claims = document.index.theme_claims(theme);
        self.section("Claims", claims, |this, &claim| {
            this.claim_entry(claim);
            this.outgoing_relations(claim);
        });
        let actors = document.index.theme_actors(theme);
        self.section("Actors", actors, |this, &actor| {
            this.actor_entry_with_counts(actor, |claim| claims.contains(&claim));
        });
        for (heading, themes) in [
            ("Part of", theme_data.parent.as_slice()),
            ("Sub-themes", document.index.children(theme)),
        ] {
            self.section(heading, themes, |this, &theme| this.theme_entry(theme));
        }
        self.notes_of(Subject::Theme(theme));
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
}
