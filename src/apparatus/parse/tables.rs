//! The tables of an apparatus file: which keys each has, and what each key holds. References to
//! other tables are still the ids written in the file.

use std::collections::HashSet;

use toml::de::{DeTable, DeValue};

use super::fields::{Field, FieldReader, SpannedText};
use crate::apparatus::diagnostics::{EMPTY_VALUE, FORMAT, MISSING_FIELD, ODD_DATE, UNKNOWN_KEY};
use crate::apparatus::{
    Actor, ActorKind, Claim, ClaimKind, EssayInfo, Note, RelationKind, Role, Span, Theme,
};
use crate::essay::PartOpenings;

const FILE_KEYS: &[&str] = &[
    "format", "essay", "theme", "actor", "claim", "relation", "note",
];
const ESSAY_KEYS: &[&str] = &[
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
const THEME_KEYS: &[&str] = &["id", "name", "summary", "parent"];
const ACTOR_KEYS: &[&str] = &[
    "id", "name", "kind", "aliases", "part_of", "same_as", "mentions",
];
const CLAIM_KEYS: &[&str] = &[
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
const RELATION_KEYS: &[&str] = &["id", "type", "from", "to"];
const NOTE_KEYS: &[&str] = &["id", "text", "on", "quotes"];

/// A theme without its id and parent.
#[derive(Debug, Default)]
pub(super) struct ThemeTable<'i> {
    pub(super) theme: Theme,
    pub(super) id: Option<SpannedText<'i>>,
    pub(super) parent: Option<SpannedText<'i>>,
}

/// An actor without its id and the actors it is part of.
#[derive(Debug, Default)]
pub(super) struct ActorTable<'i> {
    pub(super) actor: Actor,
    pub(super) id: Option<SpannedText<'i>>,
    pub(super) part_of: Vec<SpannedText<'i>>,
}

/// A claim without its id, themes and actors.
#[derive(Debug, Default)]
pub(super) struct ClaimTable<'i> {
    pub(super) claim: Claim,
    pub(super) id: Option<SpannedText<'i>>,
    pub(super) themes: Vec<SpannedText<'i>>,
    pub(super) actors: Vec<(Role, SpannedText<'i>)>,
    pub(super) relations: Vec<(RelationKind, SpannedText<'i>)>,
    /// The file gives themes, whether they could be read or not.
    pub(super) has_themes: bool,
    /// The file gives actors, whether they could be read or not.
    pub(super) has_actors: bool,
}

#[derive(Debug, Default)]
pub(super) struct RelationTable<'i> {
    pub(super) at: Span,
    pub(super) id: Option<SpannedText<'i>>,
    pub(super) kind: Option<RelationKind>,
    pub(super) from: Vec<SpannedText<'i>>,
    pub(super) to: Option<SpannedText<'i>>,
}

/// A note without its id and the node it is on.
#[derive(Debug, Default)]
pub(super) struct NoteTable<'i> {
    pub(super) note: Note,
    pub(super) id: Option<SpannedText<'i>>,
    pub(super) on: Option<SpannedText<'i>>,
}

/// All tables of a file.
#[derive(Debug, Default)]
pub(super) struct Tables<'i> {
    /// Whether the file gives its format, known or not.
    pub(super) has_format: bool,
    pub(super) essay: EssayInfo,
    pub(super) page_parts: PartOpenings,
    /// The strings of `page_parts` with their keys and spans.
    pub(super) page_spans: Vec<(&'static str, SpannedText<'i>)>,
    pub(super) themes: Vec<ThemeTable<'i>>,
    pub(super) actors: Vec<ActorTable<'i>>,
    pub(super) claims: Vec<ClaimTable<'i>>,
    pub(super) relations: Vec<RelationTable<'i>>,
    pub(super) notes: Vec<NoteTable<'i>>,
}

/// Whether a line begins one of the file's own tables. The header may lack its closing brackets.
pub(super) fn starts_table(line: &str) -> bool {
    let name = line.trim_start_matches('[');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'));
    line.starts_with('[') && FILE_KEYS.contains(&&name[..end.unwrap_or(name.len())])
}

impl<'i> Tables<'i> {
    /// Adds what a file, or a part of it, holds.
    pub(super) fn add(&mut self, file: DeTable<'i>, reader: &mut FieldReader) {
        for field in reader.fields(file) {
            match field.key.as_ref() {
                "format" => {
                    self.has_format = true;
                    check_format(&field, reader);
                }
                "essay" => {
                    if let Some(table) = reader.table("essay", field.value, field.span) {
                        self.add_essay(table, reader);
                    }
                }
                "theme" => add_each(&mut self.themes, field, reader, theme),
                "actor" => add_each(&mut self.actors, field, reader, actor),
                "claim" => add_each(&mut self.claims, field, reader, claim),
                "relation" => add_each(&mut self.relations, field, reader, relation),
                "note" => add_each(&mut self.notes, field, reader, note),
                _ => unknown_table(&field, reader),
            }
        }
    }

    fn add_essay(&mut self, table: DeTable<'i>, reader: &mut FieldReader) {
        for field in reader.fields(table) {
            let info = &mut self.essay;
            match field.key.as_ref() {
                "title" => {
                    self.page_parts.title = reader.string(field);
                    info.title = self.page_parts.title.clone().unwrap_or_default();
                }
                "authors" => info.authors = reader.strings(field),
                "date" => info.date = date(field, reader),
                "language" => info.language = reader.string(field),
                "source" => info.source = reader.string(field),
                "id" => info.id = reader.string(field),
                "summary" => info.summary = reader.string(field),
                _ => self.add_page_part(field, reader),
            }
        }
    }

    /// Adds the opening words of front or back matter.
    fn add_page_part(&mut self, field: Field<'i>, reader: &mut FieldReader) {
        let parts = &mut self.page_parts;
        let (name, list) = match field.key.as_ref() {
            "byline" => ("byline", &mut parts.byline),
            "abstract" => ("abstract", &mut parts.abstract_),
            "about_author" => ("about_author", &mut parts.about_author),
            "disclaimer" => ("disclaimer", &mut parts.disclaimer),
            "furniture" => ("furniture", &mut parts.furniture),
            _ => return reader.unknown_key(&field, "`[essay]`", ESSAY_KEYS),
        };
        for text in reader.texts(field) {
            list.push(text.value.clone().into_owned());
            self.page_spans.push((name, text));
        }
    }
}

fn add_each<'i, T>(
    list: &mut Vec<T>,
    field: Field<'i>,
    reader: &mut FieldReader,
    read: fn(Span, DeTable<'i>, &mut FieldReader) -> T,
) {
    for (at, table) in reader.tables(field) {
        list.push(read(at, table, reader));
    }
}

fn check_format(field: &Field<'_>, reader: &mut FieldReader) {
    let is_known = matches!(&field.value, DeValue::Integer(number) if number.as_str() == "1");
    if !is_known {
        let message = "this version of Postil does not read this format";
        reader.report(
            FORMAT,
            field.span.clone(),
            message,
            "it reads format 1: `format = 1`",
        );
    }
}

/// Reports an unknown key of the file. The likeliest slip is the plural of a table's name.
fn unknown_table(field: &Field<'_>, reader: &mut FieldReader) {
    let name = field.key.as_ref();
    let singular = name.strip_suffix('s').filter(|one| FILE_KEYS.contains(one));
    match singular {
        Some(singular) if !field.value.is_str() => reader.report(
            UNKNOWN_KEY,
            field.key_span.clone(),
            format!("unknown key `{name}` in the file"),
            format!("write `[[{singular}]]` before each of them"),
        ),
        _ => reader.unknown_key(field, "the file", FILE_KEYS),
    }
}

/// Reads a date, written as a string or as one of TOML's own dates.
fn date(field: Field<'_>, reader: &mut FieldReader) -> Option<String> {
    let span = field.span.clone();
    let date = match &field.value {
        DeValue::Datetime(date) => date.to_string(),
        _ => reader.string(field)?,
    };
    if !is_sortable_date(&date) {
        let message = "this date is not written as year, month and day";
        let help = "write \"YYYY-MM-DD\", \"YYYY-MM\" or \"YYYY\"";
        reader.report(ODD_DATE, span, message, help);
    }
    Some(date)
}

/// Whether a date is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_sortable_date(date: &str) -> bool {
    let limits = [(4, 9999), (2, 12), (2, 31)];
    let parts: Vec<&str> = date.split('-').collect();
    parts.len() <= limits.len()
        && parts.iter().zip(limits).all(|(part, (digits, max))| {
            part.len() == digits
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part
                    .parse()
                    .is_ok_and(|number: u32| (1..=max).contains(&number))
        })
}

fn theme<'i>(at: Span, table: DeTable<'i>, reader: &mut FieldReader) -> ThemeTable<'i> {
    reader.require(&table, &at, "theme", &[("id", "\"…\""), ("name", "\"…\"")]);
    let mut read = ThemeTable::default();
    read.theme.at = at;
    for field in reader.fields(table) {
        match field.key.as_ref() {
            "id" => read.id = reader.text(field),
            "name" => read.theme.name = reader.string(field).unwrap_or_default(),
            "summary" => read.theme.summary = reader.string(field),
            "parent" => read.parent = reader.text(field),
            _ => reader.unknown_key(&field, "a theme", THEME_KEYS),
        }
    }
    read
}

fn actor<'i>(at: Span, table: DeTable<'i>, reader: &mut FieldReader) -> ActorTable<'i> {
    let required = [("id", "\"…\""), ("name", "\"…\""), ("kind", "\"person\"")];
    reader.require(&table, &at, "actor", &required);
    let mut read = ActorTable::default();
    let actor = &mut read.actor;
    actor.at = at;
    let (mut name, mut aliases) = (None, Vec::new());
    for field in reader.fields(table) {
        match field.key.as_ref() {
            "id" => read.id = reader.text(field),
            "name" => name = reader.text(field),
            "kind" => {
                let what = "kind of actor";
                let kind = reader.word(field, what, ActorKind::ALL, ActorKind::name);
                actor.kind = kind.unwrap_or_default();
            }
            "aliases" => aliases = reader.texts(field),
            "part_of" => read.part_of = reader.texts(field),
            "same_as" => actor.same_as = reader.strings(field),
            "mentions" => mentions(field, actor, reader),
            _ => reader.unknown_key(&field, "an actor", ACTOR_KEYS),
        }
    }
    let name_span = name.as_ref().map_or(&actor.at, |name| &name.span);
    actor.names_at.push(name_span.clone());
    actor.name = name.map_or_else(String::new, SpannedText::into_single_line);
    let mut seen = HashSet::from([actor.name.clone()]);
    for alias in aliases {
        let span = alias.span.clone();
        let alias = alias.into_single_line();
        if seen.insert(alias.clone()) {
            actor.aliases.push(alias);
            actor.names_at.push(span);
        } else {
            reader.repeated(&alias, span);
        }
    }
    read
}

fn mentions(field: Field<'_>, actor: &mut Actor, reader: &mut FieldReader) {
    let Some(table) = reader.table("mentions", field.value, field.span) else {
        return;
    };
    for field in reader.fields(table) {
        match field.key.as_ref() {
            "also" => actor.also = reader.quotes(field),
            "not" => actor.not = reader.quotes(field),
            _ => reader.unknown_key(&field, "`mentions`", &["also", "not"]),
        }
    }
}

fn claim<'i>(at: Span, table: DeTable<'i>, reader: &mut FieldReader) -> ClaimTable<'i> {
    let required = [
        ("id", "\"…\""),
        ("text", "\"…\""),
        ("kind", "\"descriptive\""),
        ("quotes", "[\"…\"]"),
    ];
    reader.require(&table, &at, "claim", &required);
    let mut read = ClaimTable::default();
    let claim = &mut read.claim;
    claim.at = at;
    for field in reader.fields(table) {
        match field.key.as_ref() {
            "id" => read.id = reader.text(field),
            "text" => claim.text = reader.string(field).unwrap_or_default(),
            "kind" => {
                let what = "kind of claim";
                let kind = reader.word(field, what, ClaimKind::ALL, ClaimKind::name);
                claim.kind = kind.unwrap_or_default();
            }
            "themes" => {
                read.has_themes = !is_empty(&field.value);
                read.themes = reader.texts(field);
            }
            "actors" => {
                read.has_actors = !is_empty(&field.value);
                claim.impersonal = field.value.as_table().is_some_and(DeTable::is_empty);
                read.actors = roles(field, reader);
            }
            "quotes" => {
                if is_empty(&field.value) {
                    let help = "quote the words that carry it: `quotes = [\"…\"]`";
                    let span = field.span.clone();
                    reader.report(EMPTY_VALUE, span, "this claim quotes nothing", help);
                }
                claim.anchors = reader.quotes(field);
            }
            word => match RelationKind::from_name(word) {
                Some(kind) => {
                    let ends = reader.texts(field).into_iter();
                    read.relations.extend(ends.map(|to| (kind, to)));
                }
                None => reader.unknown_key(&field, "a claim", CLAIM_KEYS),
            },
        }
    }
    read
}

/// Whether a value is an empty list or table.
fn is_empty(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Array(items) => items.is_empty(),
        DeValue::Table(table) => table.is_empty(),
        _ => false,
    }
}

/// Reads the actors of a claim: agents, then targets, then speakers.
fn roles<'i>(field: Field<'i>, reader: &mut FieldReader) -> Vec<(Role, SpannedText<'i>)> {
    let table = match field.value {
        DeValue::Table(table) => table,
        other => {
            let example = "{ agent = [\"…\"] }";
            reader.wrong_type("actors", (&other, field.span), "a table of roles", example);
            return Vec::new();
        }
    };
    let mut roles = Vec::new();
    for field in reader.fields(table) {
        match Role::from_name(&field.key) {
            Some(role) => {
                let ids = reader.texts(field).into_iter();
                roles.extend(ids.map(|id| (role, id)));
            }
            None => reader.unknown_key(&field, "`actors`", &["agent", "target", "speaker"]),
        }
    }
    roles.sort_by_key(|&(role, _)| role);
    roles
}

fn relation<'i>(at: Span, table: DeTable<'i>, reader: &mut FieldReader) -> RelationTable<'i> {
    let required = [
        ("type", "\"supports\""),
        ("from", "[\"…\"]"),
        ("to", "\"…\""),
    ];
    reader.require(&table, &at, "relation", &required);
    let mut read = RelationTable {
        at,
        ..RelationTable::default()
    };
    for field in reader.fields(table) {
        match field.key.as_ref() {
            "id" => read.id = reader.text(field),
            "type" => {
                let what = "type of relation";
                read.kind = reader.word(field, what, RelationKind::ALL, RelationKind::name);
            }
            "from" => read.from = reader.texts(field),
            "to" => read.to = reader.text(field),
            _ => reader.unknown_key(&field, "a relation", RELATION_KEYS),
        }
    }
    read
}

fn note<'i>(at: Span, table: DeTable<'i>, reader: &mut FieldReader) -> NoteTable<'i> {
    reader.require(&table, &at, "note", &[("text", "\"…\"")]);
    if !table.contains_key("on") && !table.contains_key("quotes") {
        let message = "this note has neither `quotes` nor `on`";
        reader.report(
            MISSING_FIELD,
            at.clone(),
            message,
            "add what it is about: `quotes = [\"…\"]` or `on = \"…\"`",
        );
    }
    let mut read = NoteTable::default();
    read.note.at = at;
    for field in reader.fields(table) {
        match field.key.as_ref() {
            "id" => read.id = reader.text(field),
            "text" => read.note.text = reader.string(field).unwrap_or_default(),
            "on" => read.on = reader.text(field),
            "quotes" => read.note.anchors = reader.quotes(field),
            _ => reader.unknown_key(&field, "a note", NOTE_KEYS),
        }
    }
    read
}
