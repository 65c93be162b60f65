//! The JSON format: one object with everything in it, of the shape of [`shape`].
//!
//! Owns what stands in it and which characters are escaped. Offsets are code points into the
//! essay's source as read; lists are in the apparatus's own order.

mod shape;

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::offsets::Offsets;
use crate::apparatus::{
    Actor, ActorIx, Anchor, AnchorState, Claim, ClaimIx, Node, Note, Relation, Role, Theme, ThemeIx,
};
use crate::document::Document;
use crate::essay::{Block, BlockKind, Part};
use shape::{
    ActorOut, AnchorOut, BlockOut, ClaimOut, EssayOut, Export, MentionOut, NoteOut, RelationOut,
    RoleOut, ThemeOut,
};

pub(super) fn write(document: &Document, to: &mut dyn Write) -> io::Result<()> {
    write_json(&export(document), to)
}

/// Writes anything as indented JSON, with a line end after it and nothing in it that a terminal
/// would obey.
///
/// # Errors
///
/// Fails where the writer does.
pub fn write_json(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    write_escaped(&json, to)?;
    to.write_all(b"\n")
}

fn export(document: &Document) -> Export<'_> {
    let offsets = Offsets::new(document.essay.source());
    let writer = Writer { document, offsets };
    let apparatus = &document.apparatus;
    let themes = apparatus.themes.iter().enumerate();
    let claims = apparatus.claims.iter().enumerate();
    Export {
        format: 1,
        essay: writer.essay(),
        themes: themes
            .map(|(at, theme)| writer.theme(ThemeIx::new(at), theme))
            .collect(),
        claims: claims
            .map(|(at, claim)| writer.claim(ClaimIx::new(at), claim))
            .collect(),
        actors: apparatus
            .actors
            .iter()
            .map(|one| writer.actor(one))
            .collect(),
        relations: apparatus
            .relations
            .iter()
            .map(|one| writer.relation(one))
            .collect(),
        notes: apparatus.notes.iter().map(|one| writer.note(one)).collect(),
    }
}

struct Writer<'a> {
    document: &'a Document,
    offsets: Offsets<'a>,
}

impl<'a> Writer<'a> {
    fn essay(&self) -> EssayOut<'a> {
        let about = &self.document.apparatus.essay;
        let source = self.document.essay.source();
        let blocks = self.document.essay.blocks().iter();
        EssayOut {
            id: about.id.as_deref(),
            title: self.document.title(),
            authors: &about.authors,
            date: about.date.as_deref(),
            language: about.language.as_deref(),
            source: about.source.as_deref(),
            summary: about.summary.as_deref(),
            characters: self.offsets.get(source.len()),
            sha256: hex(&Sha256::digest(source)),
            blocks: blocks
                .filter(|block| block.part != Part::Furniture)
                .map(|block| self.block(block))
                .collect(),
        }
    }

    fn block(&self, block: &Block) -> BlockOut {
        let (start, end) = self.places(&block.range);
        BlockOut {
            kind: block_kind(block),
            start,
            end,
        }
    }

    fn theme(&self, place: ThemeIx, theme: &'a Theme) -> ThemeOut<'a> {
        let mut claims = self.document.index.theme_claims(place).to_vec();
        claims.sort_unstable();
        ThemeOut {
            id: &theme.id,
            name: &theme.name,
            summary: theme.summary.as_deref(),
            parent: theme.parent.and_then(|parent| self.theme_id(parent)),
            claims: claims
                .into_iter()
                .filter_map(|one| self.claim_id(one))
                .collect(),
        }
    }

    fn claim(&self, place: ClaimIx, claim: &'a Claim) -> ClaimOut<'a> {
        let actors = claim.actors.iter();
        ClaimOut {
            id: &claim.id,
            number: self.document.index.number(place),
            text: &claim.text,
            kind: claim.kind.name(),
            themes: claim
                .themes
                .iter()
                .filter_map(|&one| self.theme_id(one))
                .collect(),
            actors: actors
                .filter_map(|&(actor, role)| self.role(actor, role))
                .collect(),
            anchors: claim
                .anchors
                .iter()
                .flat_map(|one| self.anchor(one))
                .collect(),
        }
    }

    fn role(&self, actor: ActorIx, role: Role) -> Option<RoleOut<'a>> {
        Some(RoleOut {
            id: self.actor_id(actor)?,
            role: role.name(),
        })
    }

    /// An anchor, once for each place where it was found: a note's may be found in several. One
    /// that is not found, or of which it is not known which place is meant, has no place.
    fn anchor(&self, anchor: &'a Anchor) -> Vec<AnchorOut<'a>> {
        let at = |place: Option<&Range<usize>>| {
            let places = place.map(|range| self.places(range));
            AnchorOut {
                exact: &anchor.exact,
                prefix: anchor.prefix.as_deref(),
                suffix: anchor.suffix.as_deref(),
                state: anchor.state.name(),
                found: place.map(|range| self.document.essay.text(range.clone())),
                start: places.map(|(start, _)| start),
                end: places.map(|(_, end)| end),
            }
        };
        let found = matches!(anchor.state, AnchorState::Anchored | AnchorState::Drifted);
        if found && !anchor.passages.is_empty() {
            anchor
                .passages
                .iter()
                .map(|range| at(Some(range)))
                .collect()
        } else {
            vec![at(None)]
        }
    }

    fn actor(&self, actor: &'a Actor) -> ActorOut<'a> {
        let part_of = actor.part_of.iter();
        ActorOut {
            id: &actor.id,
            name: &actor.name,
            kind: actor.kind.name(),
            aliases: &actor.aliases,
            part_of: part_of.filter_map(|&one| self.actor_id(one)).collect(),
            same_as: &actor.same_as,
            mentions: actor
                .mentions
                .iter()
                .map(|range| self.mention(range))
                .collect(),
        }
    }

    fn mention(&self, range: &Range<usize>) -> MentionOut {
        let (start, end) = self.places(range);
        MentionOut {
            exact: self.document.essay.text(range.clone()),
            start,
            end,
        }
    }

    fn relation(&self, relation: &'a Relation) -> RelationOut<'a> {
        RelationOut {
            id: &relation.id,
            kind: relation.kind.name(),
            from: relation
                .from
                .iter()
                .filter_map(|&one| self.claim_id(one))
                .collect(),
            to: self.node_id(relation.to).unwrap_or_default(),
        }
    }

    fn note(&self, note: &'a Note) -> NoteOut<'a> {
        NoteOut {
            id: &note.id,
            text: &note.text,
            on: note.on.and_then(|node| self.node_id(node)),
            anchors: note
                .anchors
                .iter()
                .flat_map(|one| self.anchor(one))
                .collect(),
        }
    }

    /// A byte range in code points.
    fn places(&self, range: &Range<usize>) -> (usize, usize) {
        (self.offsets.get(range.start), self.offsets.get(range.end))
    }

    fn theme_id(&self, theme: ThemeIx) -> Option<&'a str> {
        let found = self.document.apparatus.themes.get(theme.get());
        found.map(|theme| theme.id.as_str())
    }

    fn claim_id(&self, claim: ClaimIx) -> Option<&'a str> {
        let found = self.document.apparatus.claims.get(claim.get());
        found.map(|claim| claim.id.as_str())
    }

    fn actor_id(&self, actor: ActorIx) -> Option<&'a str> {
        let found = self.document.apparatus.actors.get(actor.get());
        found.map(|actor| actor.id.as_str())
    }

    fn node_id(&self, node: Node) -> Option<&'a str> {
        match node {
            Node::Claim(claim) => self.claim_id(claim),
            Node::Relation(relation) => {
                let found = self.document.apparatus.relations.get(relation.get());
                found.map(|relation| relation.id.as_str())
            }
        }
    }
}

/// What a block is: its part in the essay, and in the body its form.
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
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Writes JSON, with what a terminal or an editor might obey escaped: control characters and what
/// turns the direction of text. Such characters stand nowhere but in strings.
fn write_escaped(json: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut rest = json;
    while let Some((at, char)) = rest.char_indices().find(|&(_, char)| is_escaped(char)) {
        let (before, behind) = rest.split_at(at);
        to.write_all(before.as_bytes())?;
        // All of them are in the first plane: one escape each.
        write!(to, "\\u{:04x}", u32::from(char))?;
        rest = behind.get(char.len_utf8()..).unwrap_or_default();
    }
    to.write_all(rest.as_bytes())
}

/// Whether a character is written as an escape. Those below U+0020 that stand in strings are
/// escaped already.
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
