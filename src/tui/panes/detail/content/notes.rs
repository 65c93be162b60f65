//! Notes in the detail: what each stands on, and the gloss.

use super::{ContentWriter, DetailItem};
use crate::apparatus::{ClaimIx, Node, Note, NoteIx};
use crate::document::Owner;
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::span;
use crate::tui::theme::StyleRole;

impl ContentWriter<'_> {
    /// Notes: what each stands on, and the gloss. One on the claim that the detail is `about` needs
    /// no word of that.
    pub(super) fn notes(&mut self, notes: &[NoteIx], about: Option<ClaimIx>) {
        if notes.is_empty() {
            return;
        }
        self.rows.heading("Notes");
        for &note in notes {
            self.note(note, about);
        }
    }

    fn note(&mut self, ix: NoteIx, about: Option<ClaimIx>) {
        let note = &self.document.apparatus[ix];
        let text = span(StyleRole::Text, &note.text);
        let place = note.anchors.iter().find_map(|anchor| {
            let range = anchor.passages.first()?.clone();
            Some((anchor, range))
        });
        if let Some((anchor, range)) = place {
            let owner = Some(Owner::Note(ix));
            let words = span(StyleRole::Quote, &format!("“{}”", anchor.exact));
            let target = DetailItem::Passage(PassageRef { owner, range });
            let gap = span(StyleRole::Text, "  ");
            self.rows.indented_entry(target, &[], &[words, gap, text]);
        } else if let Some((on, words)) = self.stands_on(note)
            && about != Some(on)
        {
            let words = [
                span(StyleRole::Relation, "on "),
                span(StyleRole::Number, &words),
                span(StyleRole::Text, "  "),
                text,
            ];
            self.rows
                .indented_entry(DetailItem::RelatedClaim(on), &[], &words);
        } else if let Some(anchor) = note.anchors.first() {
            let words = span(StyleRole::Quote, &format!("“{}”", anchor.exact));
            let gap = span(StyleRole::Text, "  ");
            self.rows.spans(&[words, gap, text]);
        } else {
            self.rows.spans(&[text]);
        }
    }

    /// The claim that a note stands on, or the first that its relation starts from; and the words
    /// for what it stands on: `claim 22`, `3 supports 6`.
    fn stands_on(&self, note: &Note) -> Option<(ClaimIx, String)> {
        let index = &self.document.index;
        match note.on? {
            Node::Claim(claim) => Some((claim, format!("claim {}", index.number(claim)))),
            Node::Relation(relation) => {
                let about = self.document.apparatus.relations.get(relation.get())?;
                let mut from: Vec<_> = about.from.iter().map(|&from| index.number(from)).collect();
                from.sort_unstable();
                let from: Vec<_> = from.iter().map(usize::to_string).collect();
                let (word, _) = about.kind.words();
                let to = match about.to {
                    Node::Claim(to) => index.number(to).to_string(),
                    Node::Relation(_) => "a relation".to_owned(),
                };
                let words = format!("{} {word} {to}", from.join(", "));
                Some((*about.from.first()?, words))
            }
        }
    }
}
