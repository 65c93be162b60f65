//! The detail of the essay itself: its title and summary, its conclusions and its main actors.

use std::cmp::Reverse;

use super::{ContentWriter, DetailItem};
use crate::apparatus::diagnostics::total;
use crate::apparatus::{ActorIx, Apparatus, EntityRef, NoteIx, Subject};
use crate::text::count_noun;
use crate::tui::rich_text::span;
use crate::tui::theme::StyleRole;

/// Only the actors with the most claims are listed; the sidebar has them all.
const MAX_MAIN_ACTORS: usize = 6;

/// How many themes, claims, actors and relations there are: `9 themes`, …
#[must_use]
pub fn entity_counts(apparatus: &Apparatus) -> [String; 4] {
    [
        count_noun(apparatus.themes.len(), "theme", "themes"),
        count_noun(apparatus.claims.len(), "claim", "claims"),
        count_noun(apparatus.actors.len(), "actor", "actors"),
        count_noun(apparatus.relations.len(), "relation", "relations"),
    ]
}

impl ContentWriter<'_> {
    pub(super) fn essay_content(&mut self) {
        let document = self.document;
        let apparatus = &document.apparatus;
        let counts = if apparatus.is_empty() {
            String::new()
        } else {
            entity_counts(apparatus).join(", ")
        };
        let is_compact = self.options.below_essay;
        if is_compact {
            let tag = span(StyleRole::Tag, "Essay  ");
            self.rows.line(&[tag, span(StyleRole::Faint, &counts)]);
            if self.options.max_summary_rows.is_none() {
                self.source_url();
            }
        } else {
            self.title();
        }
        self.blank_line_unless(is_compact);
        if let Some(summary) = &apparatus.essay.summary {
            self.summary(summary);
            self.blank_line_unless(is_compact);
        }
        if apparatus.is_empty() {
            let text = if !self.options.may_write {
                "This essay has no apparatus."
            } else if document.apparatus_source.is_some() && document.problems.is_empty() {
                "The apparatus has no themes, claims or actors yet."
            } else if document.apparatus_source.is_some() {
                "Nothing in the apparatus could be read. “postil check” shows what is wrong, and where."
            } else {
                "This essay has no apparatus yet. “postil init” writes a starter beside it, to be \
                 completed in any editor."
            };
            self.rows.text(StyleRole::Text, text);
            self.problem_count();
            return;
        }
        if !is_compact {
            self.rows.text(StyleRole::Faint, &counts);
        }
        self.problem_count();
        let conclusions = document.index.conclusions();
        self.section("Conclusions", conclusions, |this, &claim| {
            this.claim_entry(claim);
        });
        self.main_actors();
        let is_reply = |note: &NoteIx| matches!(apparatus[*note].on, Some(EntityRef::Note(_)));
        let notes = (0..apparatus.notes.len()).map(NoteIx::new);
        let notes: Vec<_> = notes.filter(|note| !is_reply(note)).collect();
        self.notes(&notes, Subject::Essay);
    }

    fn blank_line_unless(&mut self, is_compact: bool) {
        if !is_compact {
            self.rows.blank_line();
        }
    }

    /// The title, authors, date and source of the essay.
    fn title(&mut self) {
        let metadata = &self.document.apparatus.essay;
        self.rows.text(StyleRole::Tag, "Essay");
        self.rows.text(StyleRole::Name, &self.document.title());
        let authors = Some(metadata.authors.join(", ")).filter(|authors| !authors.is_empty());
        let byline: Vec<_> = authors.into_iter().chain(metadata.date.clone()).collect();
        let byline = byline.join(" · ");
        if !byline.is_empty() {
            self.rows.text(StyleRole::Faint, &byline);
        }
        self.source_url();
    }

    fn source_url(&mut self) {
        if let Some(source) = &self.document.apparatus.essay.source {
            let mut url = span(StyleRole::Faint, source);
            url.is_source_url = true;
            self.rows.spans(&[url]);
        }
    }

    fn problem_count(&mut self) {
        let count = total(&self.document.problems);
        if count > 0 {
            let singular = "problem in the apparatus";
            let text = count_noun(count, singular, "problems in the apparatus");
            let text = span(StyleRole::Warning, &text);
            self.rows.entry_line(DetailItem::Problems, &[text]);
        }
    }

    fn main_actors(&mut self) {
        let index = &self.document.index;
        let mut actors: Vec<_> = (0..self.document.apparatus.actors.len())
            .map(ActorIx::new)
            .filter(|&actor| !index.actor_claims(actor).is_empty())
            .collect();
        actors.sort_by_key(|&actor| Reverse(index.actor_claims(actor).len()));
        let main_actors = actors.into_iter().take(MAX_MAIN_ACTORS);
        self.section("Main actors", main_actors, |this, actor| {
            this.actor_entry_with_counts(actor, |_| true);
        });
    }
}
