//! An actor's detail: who it is, what it does and what is done to it, whom it acts on.

use std::collections::HashMap;

use super::{ContentWriter, DetailItem};
use crate::apparatus::{ActorIx, Role};
use crate::document::Subject;
use crate::text::count_noun;
use crate::tui::rich_text::span;
use crate::tui::theme::StyleRole;

impl ContentWriter<'_> {
    pub(super) fn actor_in_full(&mut self, actor: ActorIx) {
        let document = self.document;
        let about = &document.apparatus[actor];
        self.rows.spans(&[
            span(StyleRole::Tag, "Actor"),
            span(StyleRole::Text, "  "),
            span(StyleRole::Kind, about.kind.name()),
        ]);
        self.rows.text(StyleRole::Name, &about.name);
        let mentions = count_noun(about.mentions.len(), "mention", "mentions");
        let claims = document.index.actor_claims(actor);
        let claims_count = count_noun(claims.len(), "claim", "claims");
        self.rows
            .text(StyleRole::Faint, &format!("{mentions} · {claims_count}"));
        if !about.aliases.is_empty() {
            let names = about.aliases.join(", ");
            self.rows.text(StyleRole::Faint, &format!("also {names}"));
        }
        for (role, head) in [
            (Role::Agent, "Does"),
            (Role::Target, "Is acted on"),
            (Role::Speaker, "Says or thinks"),
        ] {
            let mut of_role = claims.iter().filter(|(_, r)| *r == role).peekable();
            if of_role.peek().is_some() {
                self.rows.heading(head);
            }
            for &(claim, _) in of_role {
                self.claim(claim);
            }
        }
        for (head, actors) in [
            ("Part of", about.part_of.as_slice()),
            ("Its parts", document.index.members(actor)),
        ] {
            if !actors.is_empty() {
                self.rows.heading(head);
            }
            for &other in actors {
                let kind = document.apparatus[other].kind.name();
                self.actor(other, kind);
            }
        }
        self.acting(actor);
        if !about.same_as.is_empty() {
            self.rows.blank_line();
            let same: Vec<_> = about.same_as.iter().map(|same| known_as(same)).collect();
            self.rows.text(
                StyleRole::Faint,
                &format!("the same as {}", same.join(", ")),
            );
        }
        self.places(actor);
    }

    /// Whom the actor acts on and who acts on it, read off the claims.
    fn acting(&mut self, actor: ActorIx) {
        let document = self.document;
        for (mine, theirs, head) in [
            (Role::Agent, Role::Target, "Acts on"),
            (Role::Target, Role::Agent, "Acted on by"),
        ] {
            let mut others: Vec<(ActorIx, usize)> = Vec::new();
            let mut places = HashMap::new();
            for &(claim, role) in document.index.actor_claims(actor) {
                if role != mine {
                    continue;
                }
                for &(other, role) in &document.apparatus[claim].actors {
                    if role != theirs || other == actor {
                        continue;
                    }
                    let place = *places.entry(other).or_insert(others.len());
                    match others.get_mut(place) {
                        Some((_, count)) => *count += 1,
                        None => others.push((other, 1)),
                    }
                }
            }
            if !others.is_empty() {
                self.rows.heading(head);
            }
            for (other, count) in others {
                self.actor(
                    other,
                    &format!("in {}", count_noun(count, "claim", "claims")),
                );
            }
        }
    }

    /// Where it is named, with the words around.
    fn places(&mut self, actor: ActorIx) {
        let document = self.document;
        let passages = document.index.passages(Subject::Actor(actor));
        if passages.is_empty() {
            return;
        }
        self.rows.heading("Where it is named");
        for passage in passages.iter().take(MOST_PLACES) {
            let spans = crate::tui::app::copy::in_context(document, passage.range.clone());
            self.rows
                .entry_line(DetailItem::Passage(passage.into()), &spans);
        }
        if passages.len() > MOST_PLACES {
            let mut rest = format!("and {} more", passages.len() - MOST_PLACES);
            if let Some(key) = self.next_passage_key {
                rest = format!("{rest}: {key} next_passage_key them all");
            }
            self.rows.text(StyleRole::Faint, &rest);
        }
    }
}

/// What another list of the world calls an actor, with the list's name where it is known.
fn known_as(id: &str) -> String {
    let digits = id.strip_prefix('Q').unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return id.to_owned();
    }
    format!("Wikidata {id}")
}

/// More mentions than this are not listed; they can be walked.
const MOST_PLACES: usize = 100;
