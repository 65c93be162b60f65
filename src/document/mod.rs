//! Who is where: the essay and its apparatus together, looked up by id, by number and by offset.
//!
//! Owns what is derived from the two and nothing else: a claim's number, a theme's claims with its
//! children's, the passages of a subject, what relates to a claim. It must not know how any of it
//! is shown.

mod anchoring;
mod build;
pub mod citation;
mod conclusions;
mod document;
mod grouped;
mod lookup;
mod spans;
pub mod warnings;

use std::ops::Range;

pub use anchoring::{Anchored, Anchoring};
pub use document::Document;
pub use lookup::Meant;

use crate::apparatus::{ActorIx, ClaimIx, Node, NoteIx, RelationIx, Role, ThemeIx};
use grouped::Lists;
use spans::Spans;

/// What one can look at the essay through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The whole of it: its passages are all claims'.
    Essay,
    /// A theme: the quotes of its claims, its children's included.
    Theme(ThemeIx),
    /// A claim: its quotes.
    Claim(ClaimIx),
    /// An actor: its mentions.
    Actor(ActorIx),
}

/// Whose a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A claim's, and the place of the anchor in its list.
    Claim(ClaimIx, u32),
    /// An actor's mention.
    Actor(ActorIx),
    /// A note's.
    Note(NoteIx),
}

/// A stretch of the essay that carries an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where, in bytes of the essay's source.
    pub range: Range<usize>,
    /// Whose it is.
    pub owner: Owner,
}

/// What is looked up. Every answer is ready: nothing here searches a list or the text.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// For each claim its number.
    numbers: Vec<u32>,
    /// The claims by number.
    claims: Vec<ClaimIx>,
    theme_order: Vec<ThemeIx>,
    depths: Vec<u32>,
    children: Lists<ThemeIx>,
    theme_claims: Lists<ClaimIx>,
    theme_actors: Lists<ActorIx>,
    actor_claims: Lists<(ClaimIx, Role)>,
    members: Lists<ActorIx>,
    from: Lists<RelationIx>,
    to: Lists<RelationIx>,
    on: Lists<RelationIx>,
    claim_notes: Lists<NoteIx>,
    relation_notes: Lists<NoteIx>,
    theme_passages: Spans,
    claim_passages: Spans,
    actor_passages: Spans,
    /// The whole essay's: [`CLAIMS`] and [`NOTES`].
    all_passages: Spans,
    actor_order: Vec<ActorIx>,
    theses: Vec<ClaimIx>,
}

/// The list of all claims' passages.
const CLAIMS: usize = 0;
/// The list of all notes' passages.
const NOTES: usize = 1;

impl Index {
    /// A claim's number, from 1: the claims' order by their first passage in the essay, those
    /// without a passage last.
    #[must_use]
    pub fn number(&self, claim: ClaimIx) -> usize {
        self.numbers
            .get(claim.get())
            .map_or(0, |&number| number as usize)
    }

    /// The claim with a number.
    #[must_use]
    pub fn by_number(&self, number: usize) -> Option<ClaimIx> {
        self.claims.get(number.checked_sub(1)?).copied()
    }

    /// All claims, by number.
    #[must_use]
    pub fn claims(&self) -> &[ClaimIx] {
        &self.claims
    }

    /// The themes that have this one as their parent, in the file's order.
    #[must_use]
    pub fn children(&self, theme: ThemeIx) -> &[ThemeIx] {
        self.children.get(theme.get())
    }

    /// How many themes a theme is part of, one inside the other.
    #[must_use]
    pub fn depth(&self, theme: ThemeIx) -> usize {
        self.depths
            .get(theme.get())
            .map_or(0, |&depth| depth as usize)
    }

    /// All themes as a tree is read: each before its children.
    #[must_use]
    pub fn theme_order(&self) -> &[ThemeIx] {
        &self.theme_order
    }

    /// A theme's claims and its children's, by number.
    #[must_use]
    pub fn theme_claims(&self, theme: ThemeIx) -> &[ClaimIx] {
        self.theme_claims.get(theme.get())
    }

    /// Who acts, in any role, in a theme's claims; those in most of them first.
    #[must_use]
    pub fn theme_actors(&self, theme: ThemeIx) -> &[ActorIx] {
        self.theme_actors.get(theme.get())
    }

    /// The claims that an actor has a role in, by number; twice where it has two roles.
    #[must_use]
    pub fn actor_claims(&self, actor: ActorIx) -> &[(ClaimIx, Role)] {
        self.actor_claims.get(actor.get())
    }

    /// Who is part of an actor, in the file's order.
    #[must_use]
    pub fn members(&self, actor: ActorIx) -> &[ActorIx] {
        self.members.get(actor.get())
    }

    /// The relations that start from a claim.
    #[must_use]
    pub fn relations_from(&self, claim: ClaimIx) -> &[RelationIx] {
        self.from.get(claim.get())
    }

    /// The relations that point at a claim.
    #[must_use]
    pub fn relations_to(&self, claim: ClaimIx) -> &[RelationIx] {
        self.to.get(claim.get())
    }

    /// The relations that point at a relation.
    #[must_use]
    pub fn relations_on(&self, relation: RelationIx) -> &[RelationIx] {
        self.on.get(relation.get())
    }

    /// The notes on a claim or relation.
    #[must_use]
    pub fn notes_on(&self, node: Node) -> &[NoteIx] {
        match node {
            Node::Claim(claim) => self.claim_notes.get(claim.get()),
            Node::Relation(relation) => self.relation_notes.get(relation.get()),
        }
    }

    /// The actors as they are listed: most mentioned first, then in the file's order.
    #[must_use]
    pub fn actor_order(&self) -> &[ActorIx] {
        &self.actor_order
    }

    /// What the essay comes to: the few claims that most others lead to as their grounds, and that
    /// are grounds for none themselves; most first.
    #[must_use]
    pub fn theses(&self) -> &[ClaimIx] {
        &self.theses
    }

    /// A subject's passages, by start, then the longer first.
    #[must_use]
    pub fn passages(&self, subject: Subject) -> &[Passage] {
        let (spans, list) = self.of(subject);
        spans.get(list)
    }

    /// A subject's passages that overlap a byte range, by start, then the longer first. An empty
    /// range counts as the byte that it stands before. The cost does not depend on the essay's
    /// length.
    #[must_use]
    pub fn overlapping(&self, subject: Subject, range: Range<usize>) -> Vec<&Passage> {
        let (spans, list) = self.of(subject);
        spans.overlapping(list, range)
    }

    /// The passages of all notes, by start, then the longer first.
    #[must_use]
    pub fn note_passages(&self) -> &[Passage] {
        self.all_passages.get(NOTES)
    }

    /// The claims' passages that overlap a byte range; as [`Index::overlapping`].
    #[must_use]
    pub fn claims_at(&self, range: Range<usize>) -> Vec<&Passage> {
        self.all_passages.overlapping(CLAIMS, range)
    }

    /// The notes' passages that overlap a byte range; as [`Index::overlapping`].
    #[must_use]
    pub fn notes_at(&self, range: Range<usize>) -> Vec<&Passage> {
        self.all_passages.overlapping(NOTES, range)
    }

    fn of(&self, subject: Subject) -> (&Spans, usize) {
        match subject {
            Subject::Essay => (&self.all_passages, CLAIMS),
            Subject::Theme(theme) => (&self.theme_passages, theme.get()),
            Subject::Claim(claim) => (&self.claim_passages, claim.get()),
            Subject::Actor(actor) => (&self.actor_passages, actor.get()),
        }
    }
}

#[cfg(test)]
mod tests;
