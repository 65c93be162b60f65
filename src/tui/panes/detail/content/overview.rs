//! The essay's own detail: its summary, what it comes to, and who is in it.

use super::{ContentWriter, DetailItem};
use crate::apparatus::{ActorIx, Apparatus, NoteIx};
use crate::document::Subject;
use crate::text::count_noun;
use crate::tui::rich_text::span;
use crate::tui::theme::StyleRole;
use std::cmp::Reverse;

/// How many actors are named before "all of them" is left to the sidebar.
const FOREMOST: usize = 6;

/// How many there are of each thing, as `9 themes`.
#[must_use]
pub fn counts(apparatus: &Apparatus) -> [String; 4] {
    [
        count_noun(apparatus.themes.len(), "theme", "themes"),
        count_noun(apparatus.claims.len(), "claim", "claims"),
        count_noun(apparatus.actors.len(), "actor", "actors"),
        count_noun(apparatus.relations.len(), "relation", "relations"),
    ]
}

impl ContentWriter<'_> {
    pub(super) fn overview(&mut self) {
        let document = self.document;
        if self.below_essay {
            // The title and whose it is stand above: rows are for what is said of it.
            let counts = if document.apparatus.is_empty() {
                String::new()
            } else {
                counts(&document.apparatus).join(", ")
            };
            self.rows.line(&[
                span(StyleRole::Tag, "Essay  "),
                span(StyleRole::Faint, &counts),
            ]);
            if self.max_summary_rows.is_none() {
                self.source();
            }
        } else {
            self.title();
        }
        if let Some(summary) = &document.apparatus.essay.summary {
            if !self.below_essay {
                self.rows.blank_line();
            }
            self.summary(summary);
        }
        if document.apparatus.is_empty() {
            if !self.below_essay {
                self.rows.blank_line();
            }
            self.rows.text(
                StyleRole::Text,
                if document.file.is_some() {
                    "Nothing is said about this essay that could be read. “postil check” tells what \
                     is wrong with its apparatus, and where."
                } else {
                    "Nothing is said about this essay yet: it has no apparatus. “postil init” writes \
                     a starter beside it, to be filled in with any editor."
                },
            );
            self.problems();
            return;
        }
        if !self.below_essay {
            self.rows.blank_line();
            let counts = counts(&document.apparatus);
            self.rows.text(StyleRole::Faint, &counts.join(", "));
        }
        self.problems();
        let theses = document.index.conclusions();
        if !theses.is_empty() {
            self.rows.heading("What it comes to");
            for &claim in theses {
                self.claim(claim);
            }
        }
        self.foremost_actors();
        let notes: Vec<_> = (0..document.apparatus.notes.len())
            .map(NoteIx::new)
            .collect();
        self.notes(&notes, None);
    }

    /// The essay's title, whose it is and where it is from.
    fn title(&mut self) {
        let about = &self.document.apparatus.essay;
        self.rows.text(StyleRole::Tag, "Essay");
        self.rows.text(StyleRole::Name, &self.document.title());
        let mut byline = about.authors.join(", ");
        if let Some(date) = &about.date {
            byline = format!("{byline} · {date}");
        }
        if !byline.is_empty() {
            self.rows.text(StyleRole::Faint, &byline);
        }
        self.source();
    }

    /// Where the essay is from.
    fn source(&mut self) {
        if let Some(source) = &self.document.apparatus.essay.source {
            let mut url = span(StyleRole::Faint, source);
            url.is_source_url = true;
            self.rows.spans(&[url]);
        }
    }

    fn problems(&mut self) {
        let count = self.document.problems.len();
        if count > 0 {
            let text = count_noun(
                count,
                "problem in the apparatus",
                "problems in the apparatus",
            );
            self.rows
                .entry_line(DetailItem::Problems, &[span(StyleRole::Warning, &text)]);
        }
    }

    fn foremost_actors(&mut self) {
        let index = &self.document.index;
        let mut actors: Vec<_> = (0..self.document.apparatus.actors.len())
            .map(ActorIx::new)
            .map(|actor| (index.actor_claims(actor).len(), actor))
            .filter(|(claims, _)| *claims > 0)
            .collect();
        actors.sort_by_key(|&(claims, _)| Reverse(claims));
        if actors.is_empty() {
            return;
        }
        self.rows.heading("Foremost actors");
        for (_, actor) in actors.into_iter().take(FOREMOST) {
            let mentions = index.passages(Subject::Actor(actor)).len();
            let right = super::roles(index.actor_claims(actor).iter().map(|&(_, role)| role));
            let mentions = count_noun(mentions, "mention", "mentions");
            self.actor(actor, &format!("{right} · {mentions}"));
        }
    }
}
