//! The choice between claims that quote the same words, with the notes on them.

use super::list_box::{ListBox, text_width};
use crate::apparatus::{ClaimIx, NoteIx};
use crate::document::Owner;
use crate::tui::message::{Ctx, Input, Msg};
use crate::tui::painter::Painter;
use crate::tui::rich_text::{RichTextBuilder, claim_spans, span};
use crate::tui::theme::StyleRole;

/// The chooser.
#[derive(Debug)]
pub struct Chooser {
    claims: Vec<ClaimIx>,
    notes: Vec<NoteIx>,
    list: ListBox<ClaimIx>,
}

impl Chooser {
    /// A choice between `claims`, with the one of the current passage selected, and the text of
    /// `notes`.
    #[must_use]
    pub fn new(claims: Vec<ClaimIx>, notes: Vec<NoteIx>, ctx: &Ctx) -> Self {
        let passage = ctx.location.passage.as_ref();
        let owner = passage.and_then(|passage| passage.owner);
        let current = |claim: &ClaimIx| matches!(owner, Some(Owner::Claim(of, _)) if of == *claim);
        let selected = claims.iter().position(current).unwrap_or(0);
        let mut chooser = Self {
            claims,
            notes,
            list: ListBox::default(),
        };
        chooser.sync(ctx);
        chooser.list.select(selected);
        chooser.sync(ctx);
        chooser
    }

    /// Whether there are claims to choose from, or only notes to read.
    #[must_use]
    pub fn has_claims(&self) -> bool {
        !self.claims.is_empty()
    }

    pub(super) fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        let open = self.list.handle(input, ctx);
        let claim = self.list.selected();
        open.then(|| claim.map_or(Msg::CloseModal, |&claim| Msg::OpenQuotedClaim(claim)))
    }

    pub(super) fn sync(&mut self, ctx: &Ctx) {
        let apparatus = &ctx.document.apparatus;
        let mut text = RichTextBuilder::new(text_width(ctx));
        for &claim in &self.claims {
            let number = format!("{:>3} ", ctx.document.index.number(claim));
            let spans = claim_spans(&apparatus[claim]);
            text.entry(claim, &[span(StyleRole::Number, &number)], &spans);
        }
        for &note in &self.notes {
            text.blank_line();
            let words = apparatus[note].anchors.first();
            let words = words.map_or("", |anchor| &anchor.exact);
            text.spans(&[
                span(StyleRole::Quote, &format!("“{words}”")),
                span(StyleRole::Text, &format!("  {}", apparatus[note].text)),
            ]);
            for (reply, _) in ctx.document.index.replies(note) {
                let word = span(StyleRole::Relation, "  reply  ");
                let reply = span(StyleRole::Faint, &apparatus[reply].text);
                text.hanging(&[word], &[reply]);
            }
        }
        self.list.set_text(text.finish(), ctx);
    }

    pub(super) fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        let title = if self.has_claims() {
            "Several claims here"
        } else {
            "Notes here"
        };
        self.list.render(title, ctx, painter);
    }
}
