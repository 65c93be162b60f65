//! The shape of the exported object: the names that other programs rely on, in their order.
//!
//! A field without a value is there, as `null`; a list without entries is there, empty.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Export<'a> {
    pub(super) format: u8,
    pub(super) essay: EssayOut<'a>,
    pub(super) themes: Vec<ThemeOut<'a>>,
    pub(super) claims: Vec<ClaimOut<'a>>,
    pub(super) actors: Vec<ActorOut<'a>>,
    pub(super) relations: Vec<RelationOut<'a>>,
    pub(super) notes: Vec<NoteOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct EssayOut<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) title: String,
    pub(super) authors: &'a [String],
    pub(super) date: Option<&'a str>,
    pub(super) language: Option<&'a str>,
    pub(super) source: Option<&'a str>,
    pub(super) summary: Option<&'a str>,
    pub(super) characters: usize,
    pub(super) sha256: String,
    pub(super) blocks: Vec<BlockOut>,
}

#[derive(Serialize)]
pub(super) struct BlockOut {
    pub(super) kind: &'static str,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Serialize)]
pub(super) struct ThemeOut<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) summary: Option<&'a str>,
    pub(super) parent: Option<&'a str>,
    pub(super) claims: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ClaimOut<'a> {
    pub(super) id: &'a str,
    pub(super) number: usize,
    pub(super) text: &'a str,
    pub(super) kind: &'static str,
    pub(super) themes: Vec<&'a str>,
    pub(super) actors: Vec<RoleOut<'a>>,
    pub(super) anchors: Vec<AnchorOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct RoleOut<'a> {
    pub(super) id: &'a str,
    pub(super) role: &'static str,
}

#[derive(Serialize)]
pub(super) struct AnchorOut<'a> {
    pub(super) exact: &'a str,
    pub(super) prefix: Option<&'a str>,
    pub(super) suffix: Option<&'a str>,
    pub(super) state: &'static str,
    pub(super) found: Option<String>,
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct ActorOut<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) aliases: &'a [String],
    pub(super) part_of: Vec<&'a str>,
    pub(super) same_as: &'a [String],
    pub(super) mentions: Vec<MentionOut>,
}

#[derive(Serialize)]
pub(super) struct MentionOut {
    pub(super) exact: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Serialize)]
pub(super) struct RelationOut<'a> {
    pub(super) id: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) from: Vec<&'a str>,
    pub(super) to: &'a str,
}

#[derive(Serialize)]
pub(super) struct NoteOut<'a> {
    pub(super) id: &'a str,
    pub(super) text: &'a str,
    pub(super) on: Option<&'a str>,
    pub(super) anchors: Vec<AnchorOut<'a>>,
}
