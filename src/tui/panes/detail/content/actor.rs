//! The detail of an actor: its claims, the actors it acts on, and its mentions.

use std::ops::Range;

use indexmap::IndexMap;
use unicode_segmentation::UnicodeSegmentation;

use super::{ContentWriter, DetailItem};
use crate::apparatus::{ActorIx, Role};
use crate::document::citation::place_in_essay;
use crate::document::{Document, Subject};
use crate::text::count_noun;
use crate::tui::rich_text::{Span, span};
use crate::tui::theme::StyleRole;

/// The maximum number of mentions that are listed. The user can step through all of them in the essay.
const MAX_MENTIONS: usize = 100;

impl ContentWriter<'_> {
    pub(super) fn actor_content(&mut self, actor: ActorIx) {
        let document = self.document;
        let actor_data = &document.apparatus[actor];
        self.rows.spans(&[
            span(StyleRole::Tag, "Actor"),
            span(StyleRole::Text, "  "),
            span(StyleRole::Kind, actor_data.kind.name()),
        ]);
        self.rows.text(StyleRole::Name, &actor_data.name);
        let claims = document.index.actor_claims(actor);
        let mention_count = count_noun(actor_data.mentions.len(), "mention", "mentions");
        let claim_count = count_noun(claims.len(), "claim", "claims");
        let counts = format!("{mention_count} · {claim_count}");
        self.rows.text(StyleRole::Faint, &counts);
        if !actor_data.aliases.is_empty() {
            let aliases = format!("also {}", actor_data.aliases.join(", "));
            self.rows.text(StyleRole::Faint, &aliases);
        }
        self.entry_info(&actor_data.info, 0);
        for (role, heading) in [
            (Role::Agent, "Does"),
            (Role::Target, "Is acted on"),
            (Role::Speaker, "Says or thinks"),
        ] {
            let claims = claims.iter().filter(|&&(_, other)| other == role);
            self.section(heading, claims, |this, &(claim, _)| this.claim_entry(claim));
        }
        for (heading, actors) in [
            ("Part of", actor_data.part_of.as_slice()),
            ("Parts", document.index.members(actor)),
        ] {
            self.section(heading, actors, |this, &other| {
                this.actor_entry(other, document.apparatus[other].kind.name());
            });
        }
        self.counterparts(actor, "Acts on", Role::Agent, Role::Target);
        self.counterparts(actor, "Acted on by", Role::Target, Role::Agent);
        if !actor_data.same_as.is_empty() {
            self.rows.blank_line();
            let ids = actor_data.same_as.iter().map(|id| authority_id(id));
            let ids: Vec<_> = ids.collect();
            let text = format!("the same as {}", ids.join(", "));
            self.rows.text(StyleRole::Faint, &text);
        }
        self.notes_of(Subject::Actor(actor));
        self.mentions(actor);
    }

    /// The actors that have `other_role` in the claims in which this actor has `role`.
    fn counterparts(&mut self, actor: ActorIx, heading: &str, role: Role, other_role: Role) {
        let document = self.document;
        let mut claim_counts: IndexMap<ActorIx, usize> = IndexMap::new();
        let claims = document.index.actor_claims(actor).iter();
        for &(claim, _) in claims.filter(|&&(_, own_role)| own_role == role) {
            for &(other, its_role) in &document.apparatus[claim].actors {
                if its_role == other_role && other != actor {
                    *claim_counts.entry(other).or_insert(0) += 1;
                }
            }
        }
        self.section(heading, claim_counts, |this, (other, count)| {
            let count = count_noun(count, "claim", "claims");
            this.actor_entry(other, &format!("in {count}"));
        });
    }

    fn mentions(&mut self, actor: ActorIx) {
        let document = self.document;
        let mentions = document.index.passages(Subject::Actor(actor));
        let listed = mentions.iter().take(MAX_MENTIONS);
        self.section("Mentions", listed, |this, mention| {
            let spans = mention_in_context(document, mention.range.clone());
            this.rows
                .entry_line(DetailItem::Passage(mention.into()), &spans);
        });
        if mentions.len() > MAX_MENTIONS {
            let mut rest = format!("and {} more", mentions.len() - MAX_MENTIONS);
            if let Some(key) = self.next_passage_key {
                rest = format!("{rest}; {key} steps through all of them");
            }
            self.rows.text(StyleRole::Faint, &rest);
        }
    }
}

/// An id of an authority file, with the name of the file if it is known: `Wikidata Q30`.
fn authority_id(id: &str) -> String {
    let number = id.strip_prefix('Q').unwrap_or("");
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("Wikidata {id}")
    } else {
        id.to_owned()
    }
}

/// The maximum length of the context after a mention, in bytes: about as much as fits on a row.
const MAX_CONTEXT_AFTER: usize = 48;
/// The maximum length of the context before a mention, in bytes: short, so that the mention fits on the row.
const MAX_CONTEXT_BEFORE: usize = 12;

/// The location of a mention and the words around it, for one row. No word is cut.
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

/// The start of the context before a mention: the first word that is near enough.
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

/// The end of the context after a mention: that of the last word that is near enough.
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

/// Whether words are visibly separated here: by a space or by punctuation other than a hyphen. The
/// scripts of East Asia, from U+2E80 on, do not separate words.
fn is_word_boundary(source: &str, offset: usize) -> bool {
    let (before, after) = source.split_at(offset);
    let separates = |char: char| char.is_whitespace() || char >= '\u{2e80}';
    let is_mark = |char: char| char.is_ascii_punctuation() && char != '-';
    before.ends_with(separates) || after.starts_with(separates) || after.starts_with(is_mark)
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
