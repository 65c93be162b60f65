//! The JSON format, described in `docs/export.md`: one object with the essay's blocks and the whole
//! apparatus. Offsets are code points of the essay's source; lists are in the apparatus's order. A
//! field without a value is `null`, a list without entries is empty.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::apparatus::{
    Actor, ActorIx, Anchor, AnchorState, Claim, ClaimIx, ClaimKind, EntryInfo, JsonObject, Node,
    Note, Relation, Stance, Theme, ThemeIx,
};
use crate::document::Document;
use crate::essay::{Block, BlockKind, Part};
use crate::text::CodePointIndex;

pub(super) fn write(document: &Document, to: &mut dyn Write) -> io::Result<()> {
    let exporter = Exporter {
        document,
        code_points: CodePointIndex::new(document.essay.source()),
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
    code_points: CodePointIndex<'a>,
}

impl<'a> Exporter<'a> {
    fn export(&self) -> Value {
        let apparatus = &self.document.apparatus;
        let themes = (0..).map(ThemeIx).zip(&apparatus.themes);
        let claims = (0..).map(ClaimIx).zip(&apparatus.claims);
        let export = json!({
            "format": 1,
            "essay": self.essay(),
            "themes": list(themes, |(ix, theme)| self.theme(ix, theme)),
            "claims": list(claims, |(ix, claim)| self.claim(ix, claim)),
            "actors": list(&apparatus.actors, |actor| self.actor(actor)),
            "relations": list(&apparatus.relations, |relation| self.relation(relation)),
            "notes": list(&apparatus.notes, |note| self.note(note)),
        });
        with_extra(export, apparatus.extra.clone())
    }

    fn essay(&self) -> Value {
        let info = &self.document.apparatus.essay;
        let source = self.document.essay.source();
        let blocks = self.document.essay.blocks().iter();
        let blocks = blocks.filter(|block| block.part != Part::Furniture);
        let essay = json!({
            "id": info.id,
            "title": self.document.title(),
            "authors": info.authors,
            "date": info.date,
            "language": info.language,
            "source": info.source,
            "summary": info.summary,
            "conclusions": self.claim_ids(self.document.index.conclusions()),
            "characters": self.code_points.offset(source.len()),
            "sha256": hex(&Sha256::digest(source)),
            "blocks": list(blocks, |block| {
                let (start, end) = self.offsets(&block.range);
                json!({ "kind": block_kind(block), "start": start, "end": end })
            }),
        });
        with_extra(essay, info.extra.clone())
    }

    fn theme(&self, ix: ThemeIx, theme: &Theme) -> Value {
        let mut claims = self.document.index.theme_claims(ix).to_vec();
        claims.sort_unstable();
        let value = json!({
            "id": theme.id,
            "name": theme.name,
            "summary": theme.summary,
            "parent": theme.parent.map(|parent| self.theme_id(parent)),
            "claims": self.claim_ids(&claims),
        });
        with_info(value, &theme.info)
    }

    fn claim(&self, ix: ClaimIx, claim: &Claim) -> Value {
        let value = json!({
            "id": claim.id,
            "number": self.document.index.number(ix),
            "text": claim.text,
            "kind": claim.kind.map(ClaimKind::name),
            "implicit": claim.implicit,
            "stance": claim.stance.map(Stance::name),
            "themes": list(&claim.themes, |&theme| self.theme_id(theme)),
            "actors": list(&claim.actors, |&(actor, role)| {
                json!({ "id": self.actor_id(actor), "role": role.name() })
            }),
            "anchors": self.anchors(&claim.anchors),
        });
        with_info(value, &claim.info)
    }

    /// Each anchor once for each place where it was found (a note's may be found in several). An
    /// ambiguous one and an orphan have no place.
    fn anchors(&self, anchors: &[Anchor]) -> Vec<Value> {
        let mut values = Vec::new();
        for anchor in anchors {
            match anchor.state {
                AnchorState::Anchored | AnchorState::Drifted if !anchor.passages.is_empty() => {
                    let places = anchor.passages.iter();
                    values.extend(places.map(|range| self.anchor(anchor, Some(range))));
                }
                _ => values.push(self.anchor(anchor, None)),
            }
        }
        values
    }

    fn anchor(&self, anchor: &Anchor, place: Option<&Range<usize>>) -> Value {
        let offsets = place.map(|range| self.offsets(range));
        let value = json!({
            "exact": anchor.exact,
            "prefix": anchor.prefix,
            "suffix": anchor.suffix,
            "state": anchor.state.name(),
            "searched": anchor.searched,
            "found": place.map(|range| self.document.essay.text(range.clone())),
            "start": offsets.map(|(start, _)| start),
            "end": offsets.map(|(_, end)| end),
        });
        with_extra(value, anchor.extra.clone())
    }

    fn actor(&self, actor: &Actor) -> Value {
        let value = json!({
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind.name(),
            "aliases": actor.aliases,
            "part_of": list(&actor.part_of, |&whole| self.actor_id(whole)),
            "same_as": actor.same_as,
            "mentions": list(&actor.mentions, |range| {
                let (start, end) = self.offsets(range);
                let exact = self.document.essay.text(range.clone());
                json!({ "exact": exact, "start": start, "end": end })
            }),
        });
        with_info(value, &actor.info)
    }

    fn relation(&self, relation: &Relation) -> Value {
        let value = json!({
            "id": relation.id,
            "type": relation.kind.name(),
            "from": self.claim_ids(&relation.from),
            "to": self.node_id(relation.to),
            "scheme": relation.scheme,
            "symmetric": relation.symmetric,
        });
        with_info(value, &relation.info)
    }

    fn note(&self, note: &Note) -> Value {
        let value = json!({
            "id": note.id,
            "text": note.text,
            "on": note.on.map(|entity| self.document.entity_id(entity)),
            "anchors": self.anchors(&note.anchors),
        });
        with_info(value, &note.info)
    }

    /// A byte range as offsets in code points.
    fn offsets(&self, range: &Range<usize>) -> (usize, usize) {
        let offset = |byte| self.code_points.offset(byte);
        (offset(range.start), offset(range.end))
    }

    fn theme_id(&self, theme: ThemeIx) -> &'a str {
        &self.document.apparatus[theme].id
    }

    fn actor_id(&self, actor: ActorIx) -> &'a str {
        &self.document.apparatus[actor].id
    }

    fn claim_ids(&self, claims: &[ClaimIx]) -> Vec<&'a str> {
        list(claims, |&claim| self.node_id(Node::Claim(claim)))
    }

    fn node_id(&self, node: Node) -> &'a str {
        match node {
            Node::Claim(claim) => &self.document.apparatus[claim].id,
            Node::Relation(relation) => &self.document.apparatus[relation].id,
        }
    }
}

fn list<T, U>(items: impl IntoIterator<Item = T>, value: impl Fn(T) -> U) -> Vec<U> {
    items.into_iter().map(value).collect()
}

/// An entry with what every entry may have.
fn with_info(entry: Value, info: &EntryInfo) -> Value {
    let mut info = json!(info);
    let info = info.as_object_mut().expect("a struct is an object");
    with_extra(entry, std::mem::take(info))
}

/// A JSON object with more keys.
fn with_extra(mut value: Value, mut extra: JsonObject) -> Value {
    let object = value.as_object_mut().expect("it was made as an object");
    object.append(&mut extra);
    value
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
