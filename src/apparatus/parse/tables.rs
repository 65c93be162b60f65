//! The tables of the file: which keys each has, and what each key must hold.
//!
//! Owns the keys. It must not know ids: a table becomes a raw value, whose references are still the
//! file's words.

use toml::de::{DeTable, DeValue};

use super::Page;
use super::fields::{Key, Reader, Text, Value, is_empty};
use super::raw::{
    ACTOR, CLAIM, ESSAY, FILE, NOTE, RELATION, RawActor, RawClaim, RawFile, RawNote, RawRelation,
    RawTheme, THEME,
};
use crate::apparatus::diagnostics::{
    EMPTY_VALUE, FORMAT, MISSING_FIELD, ODD_DATE, Problem, UNKNOWN_KEY,
};
use crate::apparatus::{ActorKind, ClaimKind, EssayInfo, RelationKind, Role, Span};

impl<'i> Reader {
    /// Takes in what one part of the file says.
    pub(super) fn part(&mut self, table: DeTable<'i>, raw: &mut RawFile<'i>, page: &mut Page) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "format" => {
                    raw.has_format = true;
                    self.format(&value);
                }
                "essay" => {
                    if let Some((_, table)) = self.only_table("essay", value) {
                        raw.essay = self.essay(table, page);
                    }
                }
                "theme" => self.each(&key, value, &mut raw.themes, Self::theme),
                "actor" => self.each(&key, value, &mut raw.actors, Self::actor),
                "claim" => self.each(&key, value, &mut raw.claims, Self::claim),
                "relation" => self.each(&key, value, &mut raw.relations, Self::relation),
                "note" => self.each(&key, value, &mut raw.notes, Self::note),
                _ => self.unknown_table(&key, &value),
            }
        }
    }

    fn each<T>(
        &mut self,
        key: &Key<'i>,
        value: Value<'i>,
        all: &mut Vec<T>,
        one: fn(&mut Self, Span, DeTable<'i>) -> T,
    ) {
        for (at, table) in self.tables(key, value) {
            all.push(one(self, at, table));
        }
    }

    fn format(&mut self, value: &Value<'i>) {
        let known = matches!(value.get_ref(), DeValue::Integer(number) if number.as_str() == "1");
        if !known {
            self.report(
                Problem::new(
                    FORMAT,
                    self.at(value),
                    "this is not a format that this Postil reads",
                )
                .help("it reads format 1: `format = 1`"),
            );
        }
    }

    /// The plural of a table's name is the likeliest slip, and it takes whole lists with it.
    fn unknown_table(&mut self, key: &Key<'i>, value: &Value<'i>) {
        let name = key.get_ref().as_ref();
        match name.strip_suffix('s').filter(|one| FILE.contains(one)) {
            Some(one) if !matches!(value.get_ref(), DeValue::String(_)) => {
                let message = format!("there is no key `{name}` in the file");
                self.report(
                    Problem::new(UNKNOWN_KEY, self.at(key), message)
                        .help(format!("write `[[{one}]]` before each of them")),
                );
            }
            _ => self.unknown_key(key, "the file", FILE),
        }
    }

    fn essay(&mut self, table: DeTable<'i>, page: &mut Page) -> EssayInfo {
        let mut info = EssayInfo::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "title" => {
                    info.title = self.string(&key, value).unwrap_or_default();
                    page.parts.title = Some(info.title.clone()).filter(|title| !title.is_empty());
                }
                "authors" => info.authors = self.strings(&key, value),
                "date" => info.date = self.date(&key, value),
                "language" => info.language = self.string(&key, value),
                "source" => info.source = self.string(&key, value),
                "id" => info.id = self.string(&key, value),
                "summary" => info.summary = self.string(&key, value),
                _ => self.page_part(&key, value, page),
            }
        }
        info
    }

    /// The keys of `[essay]` that say which blocks are front and back matter.
    fn page_part(&mut self, key: &Key<'i>, value: Value<'i>, page: &mut Page) {
        let Page { parts, spans } = page;
        let (name, list) = match key.get_ref().as_ref() {
            "byline" => ("byline", &mut parts.byline),
            "abstract" => ("abstract", &mut parts.abstract_),
            "about_author" => ("about_author", &mut parts.about_author),
            "disclaimer" => ("disclaimer", &mut parts.disclaimer),
            "furniture" => ("furniture", &mut parts.furniture),
            _ => return self.unknown_key(key, "`[essay]`", ESSAY),
        };
        for Text { value, span } in self.texts(key, value) {
            list.push(value.clone().into_owned());
            spans.push((name, value.into_owned(), span));
        }
    }

    fn strings(&mut self, key: &Key<'i>, value: Value<'i>) -> Vec<String> {
        self.texts(key, value)
            .into_iter()
            .map(Text::into_words)
            .collect()
    }

    /// TOML has dates of its own; either way of writing one is right.
    fn date(&mut self, key: &Key<'i>, value: Value<'i>) -> Option<String> {
        let at = self.at(&value);
        let date = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            _ => self.string(key, value)?,
        };
        if !is_date(&date) {
            let message = "this date is not written as year, month and day";
            self.report(
                Problem::new(ODD_DATE, at, message).help(
                    "write \"YYYY-MM-DD\", or as much of it as is known: \"YYYY-MM\", \"YYYY\"",
                ),
            );
        }
        Some(date)
    }

    fn theme(&mut self, at: Span, table: DeTable<'i>) -> RawTheme<'i> {
        self.require(&table, &at, "theme", &[("id", "\"…\""), ("name", "\"…\"")]);
        let mut raw = RawTheme {
            at,
            ..RawTheme::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "id" => raw.id = self.text(&key, value),
                "name" => raw.name = self.string(&key, value),
                "summary" => raw.summary = self.string(&key, value),
                "parent" => raw.parent = self.text(&key, value),
                _ => self.unknown_key(&key, "a theme", THEME),
            }
        }
        raw
    }

    fn actor(&mut self, at: Span, table: DeTable<'i>) -> RawActor<'i> {
        let needed = [("id", "\"…\""), ("name", "\"…\""), ("kind", "\"person\"")];
        self.require(&table, &at, "actor", &needed);
        let mut raw = RawActor {
            at,
            ..RawActor::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "id" => raw.id = self.text(&key, value),
                "name" => {
                    let text = self.text(&key, value);
                    raw.name_at = text.as_ref().map(|text| text.span.clone());
                    raw.name = text.map(Text::into_words);
                }
                "kind" => {
                    raw.kind = self.word(&key, value, "kind of actor", ActorKind::ALL, |kind| {
                        kind.name()
                    });
                }
                "aliases" => {
                    let texts = self.texts(&key, value).into_iter();
                    let each = texts.map(|text| (text.span.clone(), text.into_words()));
                    (raw.aliases_at, raw.aliases) = each.unzip();
                }
                "part_of" => raw.part_of = self.texts(&key, value),
                "same_as" => raw.same_as = self.strings(&key, value),
                "mentions" => self.mentions(value, &mut raw),
                _ => self.unknown_key(&key, "an actor", ACTOR),
            }
        }
        raw
    }

    fn mentions(&mut self, value: Value<'i>, raw: &mut RawActor<'i>) {
        let Some((_, table)) = self.table("mentions", value) else {
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "also" => raw.also = self.quotes(&key, value),
                "not" => raw.not = self.quotes(&key, value),
                _ => self.unknown_key(&key, "`mentions`", &["also", "not"]),
            }
        }
    }

    fn claim(&mut self, at: Span, table: DeTable<'i>) -> RawClaim<'i> {
        let needed = [
            ("id", "\"…\""),
            ("text", "\"…\""),
            ("kind", "\"descriptive\""),
            ("quotes", "[\"…\"]"),
        ];
        self.require(&table, &at, "claim", &needed);
        let mut raw = RawClaim {
            at,
            ..RawClaim::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "id" => raw.id = self.text(&key, value),
                "text" => raw.text = self.string(&key, value),
                "kind" => {
                    raw.kind = self.word(&key, value, "kind of claim", ClaimKind::ALL, |kind| {
                        kind.name()
                    });
                }
                "themes" => {
                    raw.says_themes = !is_empty(value.get_ref());
                    raw.themes = self.texts(&key, value);
                }
                "actors" => {
                    raw.says_actors = !is_empty(value.get_ref());
                    raw.impersonal = value.get_ref().as_table().is_some_and(DeTable::is_empty);
                    raw.actors = self.roles(&key, value);
                }
                "quotes" => {
                    if is_empty(value.get_ref()) {
                        let message = "this claim quotes nothing";
                        self.report(
                            Problem::new(EMPTY_VALUE, self.at(&value), message)
                                .help("quote the words that carry it: `quotes = [\"…\"]`"),
                        );
                    }
                    raw.anchors = self.quotes(&key, value);
                }
                word => match RelationKind::from_name(word) {
                    Some(kind) => {
                        let ends = self.texts(&key, value);
                        // Most claims have one or none, and there may be tens of thousands.
                        raw.relations.reserve_exact(ends.len());
                        raw.relations.extend(ends.into_iter().map(|to| (kind, to)));
                    }
                    None => self.unknown_key(&key, "a claim", CLAIM),
                },
            }
        }
        raw
    }

    fn roles(&mut self, key: &Key<'i>, value: Value<'i>) -> Vec<(Role, Text<'i>)> {
        if !matches!(value.get_ref(), DeValue::Table(_)) {
            let span = self.at(&value);
            self.wrong_type(
                key.get_ref(),
                (value.get_ref(), span),
                "a table of roles",
                "{ agent = [\"…\"] }",
            );
            return Vec::new();
        }
        let mut roles = Vec::new();
        let DeValue::Table(table) = value.into_inner() else {
            return roles;
        };
        for (key, value) in table {
            match Role::from_name(key.get_ref()) {
                Some(role) => {
                    let ids = self.texts(&key, value);
                    roles.reserve_exact(ids.len());
                    roles.extend(ids.into_iter().map(|id| (role, id)));
                }
                None => self.unknown_key(&key, "`actors`", &["agent", "target", "speaker"]),
            }
        }
        roles.sort_by_key(|&(role, _)| role);
        roles
    }

    fn relation(&mut self, at: Span, table: DeTable<'i>) -> RawRelation<'i> {
        let needed = [
            ("type", "\"supports\""),
            ("from", "[\"…\"]"),
            ("to", "\"…\""),
        ];
        self.require(&table, &at, "relation", &needed);
        let mut raw = RawRelation {
            at,
            ..RawRelation::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "id" => raw.id = self.text(&key, value),
                "type" => {
                    raw.kind =
                        self.word(&key, value, "type of relation", RelationKind::ALL, |kind| {
                            kind.name()
                        });
                }
                "from" => raw.from = self.texts(&key, value),
                "to" => raw.to = self.text(&key, value),
                _ => self.unknown_key(&key, "a relation", RELATION),
            }
        }
        raw
    }

    fn note(&mut self, at: Span, table: DeTable<'i>) -> RawNote<'i> {
        self.require(&table, &at, "note", &[("text", "\"…\"")]);
        if !table.contains_key("on") && !table.contains_key("quotes") {
            self.report(
                Problem::new(MISSING_FIELD, at.clone(), "this note stands on nothing")
                    .help("say what it is about: `quotes = [\"…\"]` or `on = \"…\"`"),
            );
        }
        let mut raw = RawNote {
            at,
            ..RawNote::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "id" => raw.id = self.text(&key, value),
                "text" => raw.text = self.string(&key, value),
                "on" => raw.on = self.text(&key, value),
                "quotes" => raw.anchors = self.quotes(&key, value),
                _ => self.unknown_key(&key, "a note", NOTE),
            }
        }
        raw
    }

    /// One word of a fixed few.
    fn word<T: Copy>(
        &mut self,
        key: &Key<'i>,
        value: Value<'i>,
        what: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let word = self.text(key, value)?;
        let found = all.iter().copied().find(|&one| name(one) == word.value);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
            self.unknown_word(&word, what, &names);
        }
        found
    }
}

/// Whether a date is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let number = |part: &str, length, most: u32| {
        let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = part.parse().unwrap_or(0);
        digits && (1..=most).contains(&number)
    };
    match parts.as_slice() {
        [year, rest @ ..] if rest.len() <= 2 => {
            number(year, 4, 9999)
                && rest.first().is_none_or(|month| number(month, 2, 12))
                && rest.get(1).is_none_or(|day| number(day, 2, 31))
        }
        _ => false,
    }
}
