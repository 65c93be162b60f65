//! Who is where: the essay and its apparatus together, looked up by id, by number and by offset.
//!
//! Owns what is derived from the two and nothing else: a claim's number, a theme's claims with its
//! children's, the passages of a subject, what relates to a claim. It must not know how any of it
//! is shown.

use std::ops::Range;

use crate::apparatus::{
    ActorIx, Apparatus, ClaimIx, NoteIx, RelationIx, Role, ThemeIx, problem::Problem,
};
use crate::essay::Essay;

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

/// An essay with its apparatus, anchored and indexed, and with what was wrong.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub essay: Essay,
    /// What is said about it; empty where there is none.
    pub apparatus: Apparatus,
    /// What follows from the two.
    pub index: Index,
    /// What is wrong with the apparatus, in the file's order.
    pub problems: Vec<Problem>,
}

/// What is looked up.
#[derive(Debug, Clone, Default)]
pub struct Index {}

// Signatures to meet:
//
// impl Document {
//     pub fn new(essay: Essay, apparatus_file: Option<&str>) -> Document   // reads, marks parts, anchors, finds mentions, indexes; problems of all stages
//     pub fn title(&self) -> String        // apparatus title, else essay.title(), else ""
//     pub fn subject(&self, id_or_number: &str) -> Option<Subject>   // "essay", an id, a claim's number
//     pub fn nearest_id(&self, text: &str) -> Option<String>         // for "did you mean"
//     pub fn subject_id(&self, Subject) -> &str                       // "essay" for the essay
// }
// impl Index {
//     pub fn number(&self, ClaimIx) -> usize              // from 1, order of first passage in the essay; claims without passage last
//     pub fn by_number(&self, usize) -> Option<ClaimIx>
//     pub fn claims(&self) -> &[ClaimIx]                  // by number
//     pub fn roots(&self) -> &[ThemeIx]; children(ThemeIx) -> &[ThemeIx]; depth(ThemeIx) -> usize; theme_order() -> &[ThemeIx] (the tree, depth first, file order)
//     pub fn theme_claims(&self, ThemeIx) -> &[ClaimIx]   // children's too, by number, no repeats
//     pub fn actor_claims(&self, ActorIx) -> &[(ClaimIx, Role)]  // by number
//     pub fn members(&self, ActorIx) -> &[ActorIx]        // who is part of it
//     pub fn theme_actors(&self, ThemeIx) -> &[(ActorIx, usize)]   // with number of its claims in which they act; most first
//     pub fn relations_from(&self, ClaimIx) -> &[RelationIx]; relations_to(ClaimIx) -> &[RelationIx]; relations_on(RelationIx) -> &[RelationIx]
//     pub fn notes_on(Node) -> &[NoteIx]
//     pub fn passages(&self, Subject) -> &[Passage]       // by start, then the longer first
//     pub fn note_passages(&self) -> &[Passage]
//     pub fn claims_at(&self, range) -> Vec<Passage> ; notes_at(range); mentions_at(range)   // overlapping a byte range; cost independent of the essay's length
// }
#[allow(dead_code)]
fn signatures(_: RelationIx, _: Role, _: Range<usize>) {}
