//! An actor's detail: who it is, what it does and what is done to it, whom it acts on.

use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{ContentWriter, DetailItem};
use crate::apparatus::{ActorIx, Role};
use crate::document::citation::place_in_essay;
use crate::document::{Document, Subject};
use crate::text::count_noun;
use crate::tui::rich_text::{Span, span};
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
            let spans = mention_in_context(document, passage.range.clone());
            self.rows
                .entry_line(DetailItem::Passage(passage.into()), &spans);
        }
        if passages.len() > MOST_PLACES {
            let mut rest = format!("and {} more", passages.len() - MOST_PLACES);
            if let Some(key) = self.next_passage_key {
                rest = format!("{rest}: {key} walks them all");
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

/// Context after a mention, in bytes at most: about as much as fits on a row.
const MAX_CONTEXT_AFTER: usize = 48;
/// Context before a mention, in bytes at most: short, so that the mention is not pushed off the row.
const MAX_CONTEXT_BEFORE: usize = 12;

/// The place of a mention and the words around it, for one row. No word is cut.
fn mention_in_context(document: &Document, mention: Range<usize>) -> [Span; 4] {
    let essay = &document.essay;
    let block = essay
        .block_at(mention.start)
        .map(|block| essay.blocks()[block].range.clone())
        .filter(|block| block.contains(&mention.start))
        .unwrap_or(mention.clone());
    let context = context_start(essay.source(), &block, mention.start)
        ..context_end(essay.source(), &block, mention.end);
    let on_one_line = |range: Range<usize>| essay.text(range).replace('\n', " ");
    let place = place_in_essay(document, mention.start);
    let cut_before = if context.start > block.start {
        "…"
    } else {
        ""
    };
    let cut_after = if context.end < block.end { "…" } else { "" };
    let before = on_one_line(context.start..mention.start);
    let after = on_one_line(mention.end..context.end);
    [
        span(StyleRole::Faint, &format!("{place}  {cut_before}")),
        span(StyleRole::Faint, &before),
        span(StyleRole::Quote, &on_one_line(mention)),
        span(StyleRole::Faint, &format!("{after}{cut_after}")),
    ]
}

/// Where the context before a mention starts: at the first word that is near enough.
fn context_start(source: &str, block: &Range<usize>, mention_start: usize) -> usize {
    let earliest = mention_start.saturating_sub(MAX_CONTEXT_BEFORE);
    if earliest <= block.start {
        return block.start;
    }
    source[block.start..mention_start]
        .split_word_bound_indices()
        .filter(|(_, word)| word.starts_with(char::is_alphanumeric))
        .map(|(offset, _)| block.start + offset)
        .find(|&offset| offset >= earliest && is_word_boundary(source, offset))
        .unwrap_or(mention_start)
}

/// Where the context after a mention ends: after the last word that is near enough.
fn context_end(source: &str, block: &Range<usize>, mention_end: usize) -> usize {
    let latest = mention_end + MAX_CONTEXT_AFTER;
    if latest >= block.end {
        return block.end.max(mention_end);
    }
    source[mention_end..block.end]
        .split_word_bound_indices()
        .filter(|(_, word)| word.contains(char::is_alphanumeric))
        .map(|(offset, word)| mention_end + offset + word.len())
        .take_while(|&offset| offset <= latest)
        .filter(|&offset| is_word_boundary(source, offset))
        .last()
        .unwrap_or(mention_end)
}

/// Whether readers see two words parted here: by a space or by punctuation other than a hyphen. The
/// scripts of East Asia, from U+2E80 on, part words by nothing.
fn is_word_boundary(source: &str, offset: usize) -> bool {
    let (before, after) = source.split_at(offset);
    let parts_words = |char: char| char.is_whitespace() || char >= '\u{2e80}';
    let is_mark = |char: char| char.is_ascii_punctuation() && char != '-';
    before.ends_with(parts_words) || after.starts_with(parts_words) || after.starts_with(is_mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::{Essay, Format};

    #[test]
    fn no_word_around_a_mention_is_cut_in_two() {
        for (text, shown) in [
            (
                "Nobody knows whether the ministry of Norway itself considered the long-standing \
                 arrangements acceptable.",
                "¶ 1  …ministry of Norway itself considered the long-standing…",
            ),
            ("Norway is.", "¶ 1  Norway is."),
            (
                "新しい時代の新しい国々のNorwayは世界の新しい時代の新しい国々の一つである。",
                "¶ 1  …い国々のNorwayは世界の新しい時代の新しい国々の…",
            ),
            (&format!("{0}Norway{0}", "x".repeat(100)), "¶ 1  …Norway…"),
        ] {
            let document = Document::new(Essay::parse(text.to_owned(), Format::Plain), None);
            let at = text.find("Norway").unwrap();
            let spans = mention_in_context(&document, at..at + 6);
            let all: String = spans.iter().map(|span| span.text.as_str()).collect();
            assert_eq!(all, shown);
        }
    }
}
