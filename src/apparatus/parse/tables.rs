//! The tables of an apparatus file: which keys each has, and what each key holds. References to
//! other tables are still the ids written in the file.

use std::collections::HashSet;

use toml::de::{DeTable, DeValue};

use super::fields::{FieldReader, SpannedString, TableReader, TableSchema};
use crate::apparatus::diagnostics::{EMPTY_VALUE, FORMAT, MISSING_FIELD, ODD_DATE, UNKNOWN_VALUE};
use crate::apparatus::{
    Actor, ActorKind, Claim, ClaimIx, ClaimKind, EntityRef, EntryInfo, EssayInfo, JsonObject, Note,
    RelationKind, Role, Span, Stance, Subject, Theme,
};
use crate::essay::{PartOpenings, encoding, iso_date};

const FILE_SCHEMA: TableSchema = TableSchema {
    table: "the file",
    required: &[],
    optional: &[
        "format", "essay", "theme", "actor", "claim", "relation", "note",
    ],
};
const ESSAY_SCHEMA: TableSchema = TableSchema {
    table: "`[essay]`",
    required: &[],
    optional: &[
        "title",
        "authors",
        "date",
        "language",
        "source",
        "encoding",
        "id",
        "summary",
        "conclusions",
        "byline",
        "abstract",
        "about_author",
        "disclaimer",
        "furniture",
        "verse",
        "prose",
    ],
};
const THEME_SCHEMA: TableSchema = TableSchema {
    table: "this theme",
    required: &[("id", "\"…\""), ("name", "\"…\"")],
    optional: &["summary", "parent"],
};
const ACTOR_SCHEMA: TableSchema = TableSchema {
    table: "this actor",
    required: &[("id", "\"…\""), ("name", "\"…\""), ("kind", "\"person\"")],
    optional: &["aliases", "part_of", "same_as", "mentions"],
};
const MENTIONS_SCHEMA: TableSchema = TableSchema {
    table: "`mentions`",
    required: &[],
    optional: &["also", "not"],
};
const CLAIM_SCHEMA: TableSchema = TableSchema {
    table: "this claim",
    required: &[("id", "\"…\"")],
    optional: &[
        "text",
        "kind",
        "quotes",
        "implicit",
        "stance",
        "themes",
        "actors",
        "supports",
        "attacks",
        "undercuts",
        "contradicts",
        "contrasts",
        "elaborates",
        "restates",
    ],
};
const ROLES_SCHEMA: TableSchema = TableSchema {
    table: "`actors`",
    required: &[],
    optional: &["agent", "target", "speaker"],
};
const RELATION_SCHEMA: TableSchema = TableSchema {
    table: "this relation",
    required: &[
        ("type", "\"supports\""),
        ("from", "[\"…\"]"),
        ("to", "\"…\""),
    ],
    optional: &["id", "scheme", "symmetric"],
};
const NOTE_SCHEMA: TableSchema = TableSchema {
    table: "this note",
    required: &[("text", "\"…\"")],
    optional: &["id", "on", "quotes"],
};

/// A theme without its id and parent.
#[derive(Debug)]
pub(super) struct ThemeTable<'i> {
    pub(super) theme: Theme,
    pub(super) id: Option<SpannedString<'i>>,
    pub(super) parent: Option<SpannedString<'i>>,
}

/// An actor without its id and the actors it is part of.
#[derive(Debug)]
pub(super) struct ActorTable<'i> {
    pub(super) actor: Actor,
    pub(super) id: Option<SpannedString<'i>>,
    pub(super) part_of: Vec<SpannedString<'i>>,
}

/// A claim without its id, themes and actors.
#[derive(Debug)]
pub(super) struct ClaimTable<'i> {
    pub(super) claim: Claim,
    pub(super) id: Option<SpannedString<'i>>,
    pub(super) themes: Vec<SpannedString<'i>>,
    pub(super) actors: Vec<(Role, SpannedString<'i>)>,
    pub(super) relations: Vec<(RelationKind, SpannedString<'i>)>,
    /// The file gives themes, whether they could be read or not.
    pub(super) has_themes: bool,
    /// The file gives actors, whether they could be read or not.
    pub(super) has_actors: bool,
}

/// A relation whose ends are still ids.
#[derive(Debug, Default)]
pub(super) struct RelationTable<'i> {
    pub(super) span: Span,
    pub(super) written_id: Option<SpannedString<'i>>,
    /// Its id, once it is defined.
    pub(super) id: String,
    /// The claim that it is written in, if any.
    pub(super) claim: Option<ClaimIx>,
    pub(super) kind: Option<RelationKind>,
    pub(super) from: Vec<SpannedString<'i>>,
    pub(super) to: Option<SpannedString<'i>>,
    pub(super) scheme: Option<String>,
    pub(super) symmetric: bool,
    pub(super) info: EntryInfo,
}

/// A note without its id and the entry it is on.
#[derive(Debug)]
pub(super) struct NoteTable<'i> {
    pub(super) note: Note,
    pub(super) id: Option<SpannedString<'i>>,
    pub(super) on: Option<SpannedString<'i>>,
}

/// All tables of a file.
#[derive(Debug, Default)]
pub(super) struct Tables<'i> {
    pub(super) essay: EssayInfo,
    /// The ids of the conclusions that `[essay]` names, if it does.
    pub(super) conclusions: Option<Vec<SpannedString<'i>>>,
    pub(super) page_parts: PartOpenings,
    /// The strings of `page_parts` with their keys and spans.
    pub(super) page_spans: Vec<(&'static str, String, Span)>,
    pub(super) themes: Vec<ThemeTable<'i>>,
    pub(super) actors: Vec<ActorTable<'i>>,
    pub(super) claims: Vec<ClaimTable<'i>>,
    pub(super) relations: Vec<RelationTable<'i>>,
    pub(super) notes: Vec<NoteTable<'i>>,
    /// Top-level keys of other programs.
    pub(super) extra: JsonObject,
}

impl<'i> Tables<'i> {
    /// Reads what the file holds.
    pub(super) fn read(file: DeTable<'i>, reader: &mut FieldReader) -> Self {
        let mut file = reader.open(file, 0..0, &FILE_SCHEMA, &[]);
        check_format(&mut file);
        let mut tables = Self {
            themes: file.tables("theme", &THEME_SCHEMA, theme),
            actors: file.tables("actor", &ACTOR_SCHEMA, actor),
            claims: file.tables("claim", &CLAIM_SCHEMA, claim),
            relations: file.tables("relation", &RELATION_SCHEMA, relation),
            notes: file.tables("note", &NOTE_SCHEMA, note),
            extra: file.extra(),
            ..Self::default()
        };
        if let Some(essay) = file.table("essay", &ESSAY_SCHEMA) {
            tables.read_essay(essay);
        }
        tables
    }

    fn read_essay(&mut self, mut essay: TableReader<'_, 'i>) {
        let title = essay.string("title");
        self.essay = EssayInfo {
            title: title.clone().unwrap_or_default(),
            authors: essay.strings("authors"),
            date: date(&mut essay, "date"),
            language: essay.string("language"),
            source: essay.string("source"),
            encoding: encoding_name(&mut essay),
            id: essay.string("id"),
            summary: essay.string("summary"),
            extra: essay.extra(),
            ..EssayInfo::default()
        };
        let names_conclusions = essay.get("conclusions").is_some();
        self.conclusions = names_conclusions.then(|| essay.spanned_strings("conclusions"));
        let parts = &mut self.page_parts;
        parts.title = title;
        for (key, list) in [
            ("byline", &mut parts.byline),
            ("abstract", &mut parts.abstract_),
            ("about_author", &mut parts.about_author),
            ("disclaimer", &mut parts.disclaimer),
            ("furniture", &mut parts.furniture),
            ("verse", &mut parts.verse),
            ("prose", &mut parts.prose),
        ] {
            for text in essay.spanned_strings(key) {
                list.push(text.value.clone().into_owned());
                self.page_spans
                    .push((key, text.value.into_owned(), text.span));
            }
        }
    }
}

fn check_format(file: &mut TableReader<'_, '_>) {
    let format = file.get("format").and_then(DeValue::as_integer);
    if format.is_some_and(|number| number.as_str() == "1") {
        return;
    }
    let (span, message) = match file.span_of("format") {
        Some(span) => (span, "this version of Postil does not read this format"),
        None => (0..0, "the file does not give its format"),
    };
    let help = "start the file with the line `format = 1`";
    file.reader.report(FORMAT, span, message, help);
}

/// Reads the name of the essay's encoding.
fn encoding_name(essay: &mut TableReader<'_, '_>) -> Option<String> {
    let span = essay.span_of("encoding")?;
    let name = essay.string("encoding")?;
    if encoding(&name).is_none() {
        let message = format!("`{name}` is not the name of an encoding");
        let help = "write a name such as \"windows-1252\" or \"Shift_JIS\"";
        essay.reader.report(UNKNOWN_VALUE, span, message, help);
    }
    Some(name)
}

/// Reads a date, written as a string or as one of TOML's own dates.
pub(super) fn date(table: &mut TableReader<'_, '_>, key: &str) -> Option<String> {
    let span = table.span_of(key)?;
    let date = match table.get(key) {
        Some(DeValue::Datetime(date)) => date.to_string(),
        _ => table.string(key)?,
    };
    let Some(iso) = iso_date(&date) else {
        let message = "this date is not understood";
        let help = "write \"YYYY-MM-DD\", \"YYYY-MM\" or \"YYYY\"";
        table.reader.report(ODD_DATE, span, message, help);
        return Some(date);
    };
    // An entry may have been written at a time of the day.
    let has_time = key != "date" && date.starts_with(&format!("{iso}T"));
    Some(if has_time { date } else { iso })
}

fn theme<'i>(mut table: TableReader<'_, 'i>) -> ThemeTable<'i> {
    ThemeTable {
        id: table.spanned_string("id"),
        parent: table.spanned_string("parent"),
        theme: Theme {
            name: table.string("name").unwrap_or_default(),
            summary: table.string("summary"),
            info: table.entry_info(),
            span: table.span,
            ..Theme::default()
        },
    }
}

fn actor<'i>(mut table: TableReader<'_, 'i>) -> ActorTable<'i> {
    let name = table.spanned_string("name");
    let kind = table.word("kind", "kind of actor", ActorKind::ALL, ActorKind::name);
    let name_span = name.as_ref().map_or(&table.span, |name| &name.span);
    let mut actor = Actor {
        name_spans: vec![name_span.clone()],
        name: name.map_or_else(String::new, SpannedString::into_single_line),
        kind: kind.unwrap_or_default(),
        same_as: table.strings("same_as"),
        info: table.entry_info(),
        span: table.span.clone(),
        ..Actor::default()
    };
    if let Some(mut mentions) = table.table("mentions", &MENTIONS_SCHEMA) {
        actor.also = mentions.quotes("also");
        actor.not = mentions.quotes("not");
        add_extra(&mut actor.info, mentions.extra());
    }
    let mut seen = HashSet::from([actor.name.clone()]);
    for alias in table.spanned_strings("aliases") {
        let span = alias.span.clone();
        let alias = alias.into_single_line();
        if seen.insert(alias.clone()) {
            actor.aliases.push(alias);
            actor.name_spans.push(span);
        } else {
            table.reader.report_duplicate(&alias, span);
        }
    }
    ActorTable {
        actor,
        id: table.spanned_string("id"),
        part_of: table.spanned_strings("part_of"),
    }
}

fn claim<'i>(mut table: TableReader<'_, 'i>) -> ClaimTable<'i> {
    let actors = table.get("actors").and_then(DeValue::as_table);
    let impersonal = actors.is_some_and(DeTable::is_empty);
    let (has_themes, has_actors) = (table.has_items("themes"), table.has_items("actors"));
    let implicit = table.flag("implicit");
    if !table.has_items("quotes") {
        report_without_quotes(&mut table, implicit);
    }
    let mut info = table.entry_info();
    let mut actors = Vec::new();
    if let Some(mut roles) = table.table("actors", &ROLES_SCHEMA) {
        for &role in Role::ALL {
            let ids = roles.spanned_strings(role.name()).into_iter();
            actors.extend(ids.map(|id| (role, id)));
        }
        add_extra(&mut info, roles.extra());
    }
    let mut relations = Vec::new();
    for &kind in RelationKind::ALL {
        let ends = table.spanned_strings(kind.name()).into_iter();
        relations.extend(ends.map(|to| (kind, to)));
    }
    // Exports list them in this order.
    relations.sort_by_key(|(kind, _)| kind.name());
    let kind = table.word("kind", "kind of claim", ClaimKind::ALL, ClaimKind::name);
    ClaimTable {
        id: table.spanned_string("id"),
        themes: table.spanned_strings("themes"),
        actors,
        relations,
        has_themes,
        has_actors,
        claim: Claim {
            text: table.string("text").unwrap_or_default(),
            kind,
            implicit,
            stance: table.word("stance", "stance", Stance::ALL, Stance::name),
            impersonal,
            anchors: table.quotes("quotes"),
            info,
            span: table.span,
            ..Claim::default()
        },
    }
}

/// Reports what a claim without quotes lacks: a quote unless it is implicit, and a sentence.
fn report_without_quotes(table: &mut TableReader<'_, '_>, implicit: bool) {
    let table_span = table.span.clone();
    if !implicit {
        let (code, span, message) = match table.span_of("quotes") {
            Some(span) => (EMPTY_VALUE, span, "this claim quotes nothing"),
            None => (
                MISSING_FIELD,
                table_span.clone(),
                "this claim has no `quotes`",
            ),
        };
        let help = "quote the words that carry it: `quotes = [\"…\"]`; or write `implicit = true` \
                    if no words do";
        table.reader.report(code, span, message, help);
    }
    if table.get("text").is_none() {
        let (message, help) = ("this claim has no `text`", "add `text = \"…\"`");
        table
            .reader
            .report(MISSING_FIELD, table_span, message, help);
    }
}

/// Adds keys of other programs in a table of an entry that is not exported as an object of its own. The
/// entry's own keys win.
fn add_extra(info: &mut EntryInfo, extra: JsonObject) {
    for (key, value) in extra {
        info.extra.entry(key).or_insert(value);
    }
}

fn relation<'i>(mut table: TableReader<'_, 'i>) -> RelationTable<'i> {
    let all = RelationKind::ALL;
    RelationTable {
        written_id: table.spanned_string("id"),
        kind: table.word("type", "type of relation", all, RelationKind::name),
        from: table.spanned_strings("from"),
        to: table.spanned_string("to"),
        scheme: table.string("scheme"),
        symmetric: table.flag("symmetric"),
        info: table.entry_info(),
        span: table.span,
        ..RelationTable::default()
    }
}

fn note<'i>(mut table: TableReader<'_, 'i>) -> NoteTable<'i> {
    let is_on_essay = table.get("on").or(table.get("quotes")).is_none();
    NoteTable {
        id: table.spanned_string("id"),
        on: table.spanned_string("on"),
        note: Note {
            text: table.string("text").unwrap_or_default(),
            anchors: table.quotes("quotes"),
            on: is_on_essay.then_some(EntityRef::Subject(Subject::Essay)),
            info: table.entry_info(),
            span: table.span,
            ..Note::default()
        },
    }
}
