//! What is no subject of its own: a relation with the claims at its ends, and a note with what it
//! stands on.

use super::{id, outline_claim};
use crate::apparatus::{Node, NoteIx, RelationIx};
use crate::document::Document;
use crate::document::citation::place_in_essay;
use crate::tui::app::detail::relation_words;
use crate::tui::rich_text::{RichText, RichTextBuilder, span};
use crate::tui::theme::StyleRole;

/// A relation: what it is, and the whole sentences at both of its ends.
pub(super) fn relation(document: &Document, place: RelationIx, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    let about = &document.apparatus[place];
    let (word, _) = relation_words(document, place);
    rows.spans(&[
        span(StyleRole::Tag, "Relation"),
        span(StyleRole::Text, "  "),
        span(StyleRole::Relation, &word),
        id(&about.id),
    ]);
    both_ends(&mut rows, document, place);
    let notes = document.index.notes_on(Node::Relation(place));
    if !notes.is_empty() {
        rows.heading("Notes");
    }
    for &note in notes {
        rows.text(StyleRole::Text, &document.apparatus[note].text);
    }
    rows.finish()
}

/// The claims that a relation starts from, and what it points at.
fn both_ends(rows: &mut RichTextBuilder<()>, document: &Document, place: RelationIx) {
    let about = &document.apparatus[place];
    rows.heading("From");
    for &claim in &about.from {
        outline_claim(rows, document, claim, 0);
    }
    rows.heading("To");
    node(rows, document, about.to);
}

fn node(rows: &mut RichTextBuilder<()>, document: &Document, node: Node) {
    match node {
        Node::Claim(claim) => outline_claim(rows, document, claim, 0),
        Node::Relation(relation) => {
            let about = &document.apparatus[relation];
            let (word, _) = relation_words(document, relation);
            let numbers = about.from.iter().map(|&from| document.index.number(from));
            let mut numbers: Vec<_> = numbers.collect();
            numbers.sort_unstable();
            let numbers: Vec<_> = numbers.iter().map(usize::to_string).collect();
            let to = match about.to {
                Node::Claim(to) => document.index.number(to).to_string(),
                Node::Relation(to) => document.apparatus[to].id.clone(),
            };
            rows.spans(&[
                span(StyleRole::Text, "the relation "),
                span(StyleRole::Number, &numbers.join(", ")),
                span(StyleRole::Relation, &format!(" {word} ")),
                span(StyleRole::Number, &to),
                id(&about.id),
            ]);
            for &claim in &about.from {
                outline_claim(rows, document, claim, 2);
            }
            if let Node::Claim(to) = about.to {
                outline_claim(rows, document, to, 2);
            }
        }
    }
}

/// A note: the gloss, and what it stands on.
pub(super) fn note(document: &Document, place: NoteIx, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    let about = &document.apparatus[place];
    rows.spans(&[span(StyleRole::Tag, "Note"), id(&about.id)]);
    rows.text(StyleRole::Name, &about.text);
    match about.on {
        Some(Node::Relation(relation)) => {
            rows.heading("On the relation");
            node(&mut rows, document, Node::Relation(relation));
        }
        Some(Node::Claim(claim)) => {
            rows.heading("On the claim");
            outline_claim(&mut rows, document, claim, 0);
        }
        None => {}
    }
    if !about.anchors.is_empty() {
        rows.heading("On the words");
    }
    for anchor in &about.anchors {
        if anchor.passages.is_empty() {
            rows.spans(&[
                span(StyleRole::Warning, "not found in the essay  "),
                span(StyleRole::Quote, &format!("“{}”", anchor.exact)),
            ]);
        }
        for range in &anchor.passages {
            let words = document.essay.text(range.clone()).replace('\n', " ");
            let at = place_in_essay(document, range.start);
            rows.spans(&[
                span(StyleRole::Quote, &format!("“{words}”")),
                span(StyleRole::Faint, &format!("  {at}")),
            ]);
        }
    }
    rows.finish()
}
