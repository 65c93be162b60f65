//! The JSON format, described in `docs/export.md`: one object with the essay's blocks and the whole
//! apparatus. Offsets are code points of the essay's source; lists are in the apparatus's order. A
//! field without a value is `null`, a list without entries is empty.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::apparatus::{
    Actor, Anchor, AnchorState, Claim, ClaimIx, Node, Note, Relation, Theme, ThemeIx,
};
use crate::document::Document;
use crate::essay::{Block, BlockKind, Part};
use crate::text::CodePoints;

#[derive(Serialize)]
struct ExportJson<'a> {
    format: u8,
    essay: EssayJson<'a>,
    themes: Vec<ThemeJson<'a>>,
    claims: Vec<ClaimJson<'a>>,
    actors: Vec<ActorJson<'a>>,
    relations: Vec<RelationJson<'a>>,
    notes: Vec<NoteJson<'a>>,
}

#[derive(Serialize)]
struct EssayJson<'a> {
    id: Option<&'a str>,
    title: String,
    authors: &'a [String],
    date: Option<&'a str>,
    language: Option<&'a str>,
    source: Option<&'a str>,
    summary: Option<&'a str>,
    characters: usize,
    sha256: String,
    blocks: Vec<BlockJson>,
}

#[derive(Serialize)]
struct BlockJson {
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct ThemeJson<'a> {
    id: &'a str,
    name: &'a str,
    summary: Option<&'a str>,
    parent: Option<&'a str>,
    claims: Vec<&'a str>,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    id: &'a str,
    number: usize,
    text: &'a str,
    kind: &'static str,
    themes: Vec<&'a str>,
    actors: Vec<RoleJson<'a>>,
    anchors: Vec<AnchorJson<'a>>,
}

#[derive(Serialize)]
struct RoleJson<'a> {
    id: &'a str,
    role: &'static str,
}

#[derive(Serialize)]
struct AnchorJson<'a> {
    exact: &'a str,
    prefix: Option<&'a str>,
    suffix: Option<&'a str>,
    state: &'static str,
    found: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Serialize)]
struct ActorJson<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    aliases: &'a [String],
    part_of: Vec<&'a str>,
    same_as: &'a [String],
    mentions: Vec<MentionJson>,
}

#[derive(Serialize)]
struct MentionJson {
    exact: String,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct RelationJson<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    from: Vec<&'a str>,
    to: &'a str,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    id: &'a str,
    text: &'a str,
    on: Option<&'a str>,
    anchors: Vec<AnchorJson<'a>>,
}

pub(super) fn write(document: &Document, to: &mut dyn Write) -> io::Result<()> {
    let exporter = Exporter {
        document,
        code_points: CodePoints::new(document.essay.source()),
    };
    write_json(&exporter.export(), to)
}

/// Writes a value as indented JSON with a line end. Characters that could drive a terminal are written
/// as escapes.
///
/// # Errors
///
/// Fails if the writer does.
pub fn write_json(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    write_escaped(&json, to)?;
    to.write_all(b"\n")
}

struct Exporter<'a> {
    document: &'a Document,
    code_points: CodePoints<'a>,
}

impl<'a> Exporter<'a> {
    fn export(&self) -> ExportJson<'a> {
        let apparatus = &self.document.apparatus;
        let themes = apparatus.themes.iter().enumerate();
        let claims = apparatus.claims.iter().enumerate();
        let (actors, notes) = (apparatus.actors.iter(), apparatus.notes.iter());
        let relations = apparatus.relations.iter();
        ExportJson {
            format: 1,
            essay: self.essay(),
            themes: themes
                .map(|(at, theme)| self.theme(ThemeIx::new(at), theme))
                .collect(),
            claims: claims
                .map(|(at, claim)| self.claim(ClaimIx::new(at), claim))
                .collect(),
            actors: actors.map(|actor| self.actor(actor)).collect(),
            relations: relations.map(|relation| self.relation(relation)).collect(),
            notes: notes.map(|note| self.note(note)).collect(),
        }
    }

    fn essay(&self) -> EssayJson<'a> {
        let info = &self.document.apparatus.essay;
        let source = self.document.essay.source();
        let blocks = self.document.essay.blocks().iter();
        let blocks = blocks.filter(|block| block.part != Part::Furniture);
        EssayJson {
            id: info.id.as_deref(),
            title: self.document.title(),
            authors: &info.authors,
            date: info.date.as_deref(),
            language: info.language.as_deref(),
            source: info.source.as_deref(),
            summary: info.summary.as_deref(),
            characters: self.code_points.offset(source.len()),
            sha256: hex(&Sha256::digest(source)),
            blocks: blocks.map(|block| self.block(block)).collect(),
        }
    }

    fn block(&self, block: &Block) -> BlockJson {
        let (start, end) = self.offsets(&block.range);
        BlockJson {
            kind: block_kind(block),
            start,
            end,
        }
    }

    fn theme(&self, ix: ThemeIx, theme: &'a Theme) -> ThemeJson<'a> {
        let apparatus = &self.document.apparatus;
        let mut claims = self.document.index.theme_claims(ix).to_vec();
        claims.sort_unstable();
        ThemeJson {
            id: &theme.id,
            name: &theme.name,
            summary: theme.summary.as_deref(),
            parent: theme.parent.map(|parent| apparatus[parent].id.as_str()),
            claims: self.claim_ids(&claims),
        }
    }

    fn claim(&self, ix: ClaimIx, claim: &'a Claim) -> ClaimJson<'a> {
        let apparatus = &self.document.apparatus;
        let themes = claim.themes.iter();
        let actors = claim.actors.iter();
        ClaimJson {
            id: &claim.id,
            number: self.document.index.number(ix),
            text: &claim.text,
            kind: claim.kind.name(),
            themes: themes.map(|&theme| apparatus[theme].id.as_str()).collect(),
            actors: actors
                .map(|&(actor, role)| RoleJson {
                    id: &apparatus[actor].id,
                    role: role.name(),
                })
                .collect(),
            anchors: self.anchors(&claim.anchors),
        }
    }

    fn anchors(&self, anchors: &'a [Anchor]) -> Vec<AnchorJson<'a>> {
        anchors.iter().flat_map(|one| self.anchor(one)).collect()
    }

    /// An anchor once for each place where it was found (a note's may be found in several). An
    /// ambiguous one and an orphan have no place.
    fn anchor(&self, anchor: &'a Anchor) -> Vec<AnchorJson<'a>> {
        let at = |place: Option<&Range<usize>>| {
            let offsets = place.map(|range| self.offsets(range));
            AnchorJson {
                exact: &anchor.exact,
                prefix: anchor.prefix.as_deref(),
                suffix: anchor.suffix.as_deref(),
                state: anchor.state.name(),
                found: place.map(|range| self.document.essay.text(range.clone())),
                start: offsets.map(|(start, _)| start),
                end: offsets.map(|(_, end)| end),
            }
        };
        match anchor.state {
            AnchorState::Anchored | AnchorState::Drifted if !anchor.passages.is_empty() => {
                let places = anchor.passages.iter();
                places.map(|range| at(Some(range))).collect()
            }
            _ => vec![at(None)],
        }
    }

    fn actor(&self, actor: &'a Actor) -> ActorJson<'a> {
        let apparatus = &self.document.apparatus;
        let part_of = actor.part_of.iter();
        let mentions = actor.mentions.iter();
        ActorJson {
            id: &actor.id,
            name: &actor.name,
            kind: actor.kind.name(),
            aliases: &actor.aliases,
            part_of: part_of.map(|&whole| apparatus[whole].id.as_str()).collect(),
            same_as: &actor.same_as,
            mentions: mentions.map(|range| self.mention(range)).collect(),
        }
    }

    fn mention(&self, range: &Range<usize>) -> MentionJson {
        let (start, end) = self.offsets(range);
        MentionJson {
            exact: self.document.essay.text(range.clone()),
            start,
            end,
        }
    }

    fn relation(&self, relation: &'a Relation) -> RelationJson<'a> {
        RelationJson {
            id: &relation.id,
            kind: relation.kind.name(),
            from: self.claim_ids(&relation.from),
            to: self.node_id(relation.to),
        }
    }

    fn note(&self, note: &'a Note) -> NoteJson<'a> {
        NoteJson {
            id: &note.id,
            text: &note.text,
            on: note.on.map(|node| self.node_id(node)),
            anchors: self.anchors(&note.anchors),
        }
    }

    /// A byte range as offsets in code points.
    fn offsets(&self, range: &Range<usize>) -> (usize, usize) {
        let offset = |byte| self.code_points.offset(byte);
        (offset(range.start), offset(range.end))
    }

    fn claim_ids(&self, claims: &[ClaimIx]) -> Vec<&'a str> {
        let ids = claims.iter().map(|&ix| self.node_id(Node::Claim(ix)));
        ids.collect()
    }

    fn node_id(&self, node: Node) -> &'a str {
        match node {
            Node::Claim(claim) => &self.document.apparatus[claim].id,
            Node::Relation(relation) => &self.document.apparatus[relation].id,
        }
    }
}

/// The part of the essay that a block is, or for the body its kind.
fn block_kind(block: &Block) -> &'static str {
    match block.part {
        Part::Title => "title",
        Part::Byline => "byline",
        Part::Abstract => "abstract",
        Part::AboutAuthor => "about_author",
        Part::Disclaimer => "disclaimer",
        Part::Furniture => "furniture",
        Part::Body => match block.kind {
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list_item",
            BlockKind::Quotation => "quotation",
            BlockKind::Code => "code",
            BlockKind::TableRow => "table_row",
            BlockKind::Footnote => "footnote",
            BlockKind::Rule => "rule",
        },
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let digits = digits.map(|digit| char::from_digit(digit.into(), 16));
    digits
        .map(|digit| digit.expect("a digit is below 16"))
        .collect()
}

/// Writes JSON with control characters and those that change the direction of text as escapes. Such
/// characters occur only in strings.
fn write_escaped(json: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut written = 0;
    for (at, char) in json.char_indices().filter(|&(_, char)| is_escaped(char)) {
        to.write_all(&json.as_bytes()[written..at])?;
        // All of them are below U+10000: one escape each.
        write!(to, "\\u{:04x}", u32::from(char))?;
        written = at + char.len_utf8();
    }
    to.write_all(&json.as_bytes()[written..])
}

/// Whether a character is written as an escape. JSON escapes those below U+0020 already.
fn is_escaped(char: char) -> bool {
    matches!(
        char,
        '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

#[cfg(test)]
mod tests;
