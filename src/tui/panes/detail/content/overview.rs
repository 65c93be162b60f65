//! The essay's own detail: its summary, what it comes to, and who is in it.

use super::{Target, Writer};
use crate::apparatus::{ActorIx, Apparatus, NoteIx};
use crate::document::Subject;
use crate::text::count_noun;
use crate::tui::rich_text::{Tone, span};
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

impl Writer<'_> {
    pub(super) fn overview(&mut self) {
        let document = self.document;
        if self.under {
            // The title and whose it is stand above: rows are for what is said of it.
            let counts = if document.apparatus.is_empty() {
                String::new()
            } else {
                counts(&document.apparatus).join(", ")
            };
            self.rows
                .line_of(&[span(Tone::Tag, "Essay  "), span(Tone::Faint, &counts)]);
            if self.brief.is_none() {
                self.source();
            }
        } else {
            self.title();
        }
        if let Some(summary) = &document.apparatus.essay.summary {
            if !self.under {
                self.rows.gap();
            }
            self.summary(summary);
        }
        if document.apparatus.is_empty() {
            if !self.under {
                self.rows.gap();
            }
            self.rows.text(
                Tone::Plain,
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
        if !self.under {
            self.rows.gap();
            let counts = counts(&document.apparatus);
            self.rows.text(Tone::Faint, &counts.join(", "));
        }
        self.problems();
        let theses = document.index.theses();
        if !theses.is_empty() {
            self.rows.head("What it comes to");
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
        self.rows.text(Tone::Tag, "Essay");
        self.rows.text(Tone::Name, &self.document.title());
        let mut byline = about.authors.join(", ");
        if let Some(date) = &about.date {
            byline = format!("{byline} · {date}");
        }
        if !byline.is_empty() {
            self.rows.text(Tone::Faint, &byline);
        }
        self.source();
    }

    /// Where the essay is from.
    fn source(&mut self) {
        if let Some(source) = &self.document.apparatus.essay.source {
            self.rows.text(Tone::Address, source);
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
                .line(Target::Problems, &[span(Tone::Warning, &text)]);
        }
    }

    fn foremost_actors(&mut self) {
        if self.rows.is_full() {
            return;
        }
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
        self.rows.head("Foremost actors");
        for (_, actor) in actors.into_iter().take(FOREMOST) {
            let mentions = index.passages(Subject::Actor(actor)).len();
            let right = super::roles(index.actor_claims(actor).iter().map(|&(_, role)| role));
            let mentions = count_noun(mentions, "mention", "mentions");
            self.actor(actor, &format!("{right} · {mentions}"));
        }
    }
}
