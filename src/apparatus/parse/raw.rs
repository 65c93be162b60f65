//! What the tables of a file can say, and what they do, before ids are looked up.

use super::fields::Text;
use crate::apparatus::{ActorKind, Anchor, ClaimKind, EssayInfo, RelationKind, Role, Span};

/// Keys of the whole file.
pub(super) const FILE: &[&str] = &[
    "format", "essay", "theme", "actor", "claim", "relation", "note",
];
/// Keys of `[essay]`.
pub(super) const ESSAY: &[&str] = &[
    "title",
    "authors",
    "date",
    "language",
    "source",
    "id",
    "summary",
    "byline",
    "abstract",
    "about_author",
    "disclaimer",
    "furniture",
];
/// Keys of a theme.
pub(super) const THEME: &[&str] = &["id", "name", "summary", "parent"];
/// Keys of an actor.
pub(super) const ACTOR: &[&str] = &[
    "id", "name", "kind", "aliases", "part_of", "same_as", "mentions",
];
/// Keys of a claim.
pub(super) const CLAIM: &[&str] = &[
    "id",
    "text",
    "kind",
    "themes",
    "actors",
    "quotes",
    "supports",
    "attacks",
    "undercuts",
    "contradicts",
    "contrasts",
    "elaborates",
    "restates",
];
/// Keys of a relation.
pub(super) const RELATION: &[&str] = &["id", "type", "from", "to"];
/// Keys of a note.
pub(super) const NOTE: &[&str] = &["id", "text", "on", "quotes"];

#[derive(Debug, Default)]
pub(super) struct RawTheme<'i> {
    pub(super) at: Span,
    pub(super) id: Option<Text<'i>>,
    pub(super) name: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) parent: Option<Text<'i>>,
}

#[derive(Debug, Default)]
pub(super) struct RawActor<'i> {
    pub(super) at: Span,
    pub(super) id: Option<Text<'i>>,
    pub(super) name: Option<String>,
    /// Where the name stands.
    pub(super) name_at: Option<Span>,
    pub(super) kind: Option<ActorKind>,
    pub(super) aliases: Vec<String>,
    /// Where each alias stands.
    pub(super) aliases_at: Vec<Span>,
    pub(super) part_of: Vec<Text<'i>>,
    pub(super) same_as: Vec<String>,
    pub(super) also: Vec<Anchor>,
    pub(super) not: Vec<Anchor>,
}

#[derive(Debug, Default)]
pub(super) struct RawClaim<'i> {
    pub(super) at: Span,
    pub(super) id: Option<Text<'i>>,
    pub(super) text: Option<String>,
    pub(super) kind: Option<ClaimKind>,
    pub(super) themes: Vec<Text<'i>>,
    pub(super) actors: Vec<(Role, Text<'i>)>,
    pub(super) impersonal: bool,
    /// It says something of its themes, of its actors, whether that could be read or not.
    pub(super) says_themes: bool,
    pub(super) says_actors: bool,
    pub(super) anchors: Vec<Anchor>,
    pub(super) relations: Vec<(RelationKind, Text<'i>)>,
}

#[derive(Debug, Default)]
pub(super) struct RawRelation<'i> {
    pub(super) at: Span,
    pub(super) id: Option<Text<'i>>,
    pub(super) kind: Option<RelationKind>,
    pub(super) from: Vec<Text<'i>>,
    pub(super) to: Option<Text<'i>>,
}

#[derive(Debug, Default)]
pub(super) struct RawNote<'i> {
    pub(super) at: Span,
    pub(super) id: Option<Text<'i>>,
    pub(super) text: Option<String>,
    pub(super) on: Option<Text<'i>>,
    pub(super) anchors: Vec<Anchor>,
}

#[derive(Debug, Default)]
pub(super) struct RawFile<'i> {
    /// Whether it says its format, rightly or not.
    pub(super) has_format: bool,
    pub(super) essay: EssayInfo,
    pub(super) themes: Vec<RawTheme<'i>>,
    pub(super) actors: Vec<RawActor<'i>>,
    pub(super) claims: Vec<RawClaim<'i>>,
    pub(super) relations: Vec<RawRelation<'i>>,
    pub(super) notes: Vec<RawNote<'i>>,
}
