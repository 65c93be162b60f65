//! Reads values of a TOML table as the types their keys need, and records a problem for each value
//! that does not fit.

use std::borrow::Cow;
use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::apparatus::diagnostics::{
    Code, EMPTY_VALUE, MISSING_FIELD, Problem, REPEATED, SYNTAX, TOO_LONG, UNKNOWN_KEY,
    UNKNOWN_VALUE, WRONG_TYPE,
};
use crate::apparatus::nearest::nearest;
use crate::apparatus::{Anchor, AnchorState, Span};

/// The most characters of an id, a name or an alias.
const MAX_NAME: usize = 200;

/// Keys, and what other vocabularies call them.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("name", &["title", "label"]),
    ("summary", &["description", "abstract"]),
    ("text", &["claim", "sentence", "statement"]),
    ("exact", &["text", "quote", "words"]),
    ("prefix", &["before"]),
    ("suffix", &["after"]),
    ("kind", &["type"]),
    ("type", &["kind"]),
    ("from", &["source"]),
    ("to", &["target"]),
    ("aliases", &["names"]),
    ("actors", &["roles"]),
    ("quotes", &["passages"]),
];

/// A string of the file, and its span including the quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpannedText<'i> {
    pub(super) value: Cow<'i, str>,
    pub(super) span: Span,
}

impl SpannedText<'_> {
    /// The text with line breaks and the white space around them replaced by single spaces.
    pub(super) fn into_single_line(self) -> String {
        if !self.value.contains('\n') {
            return self.value.into_owned();
        }
        let lines = self.value.lines().map(str::trim);
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        lines.join(" ")
    }
}

/// A key of a table with its value.
#[derive(Debug, Clone)]
pub(super) struct Field<'i> {
    pub(super) key: Cow<'i, str>,
    pub(super) key_span: Span,
    pub(super) value: DeValue<'i>,
    pub(super) span: Span,
}

/// Reads values and collects the problems with them.
#[derive(Debug, Default)]
pub(super) struct FieldReader {
    pub(super) problems: Vec<Problem>,
    /// Where the parsed text starts in the file, in bytes. The parser's spans count from there.
    pub(super) offset: usize,
}

impl FieldReader {
    /// The fields of a table.
    pub(super) fn fields<'i>(&self, table: DeTable<'i>) -> Vec<Field<'i>> {
        let fields = table.into_iter().map(|(key, value)| Field {
            key_span: self.span(&key),
            key: key.into_inner(),
            span: self.span(&value),
            value: value.into_inner(),
        });
        fields.collect()
    }

    fn span<T>(&self, value: &Spanned<T>) -> Span {
        let Span { start, end } = value.span();
        self.offset + start..self.offset + end
    }

    /// The items of a list, each with its span.
    fn items<'i>(&self, list: DeArray<'i>) -> Vec<(DeValue<'i>, Span)> {
        let items = list.into_iter().map(|item| {
            let span = self.span(&item);
            (item.into_inner(), span)
        });
        items.collect()
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems
            .push(Problem::new(code, span, message).help(help));
    }

    /// Reports a value of another type than its key needs.
    pub(super) fn wrong_type(
        &mut self,
        key: &str,
        (value, span): (&DeValue<'_>, Span),
        wanted: &str,
        example: &str,
    ) {
        let message = format!("`{key}` must be {wanted}, not {}", type_name(value));
        let help = format!("write `{key} = {example}`");
        self.report(WRONG_TYPE, span, message, help);
    }

    /// Reports an item that a list has twice.
    pub(super) fn repeated(&mut self, item: &str, span: Span) {
        let message = format!("`{item}` is listed twice");
        self.report(REPEATED, span, message, "remove one of the two");
    }

    /// Reports each required key that the table lacks; `required` has an example value for each.
    pub(super) fn require(
        &mut self,
        table: &DeTable<'_>,
        at: &Span,
        what: &str,
        required: &[(&str, &str)],
    ) {
        for &(key, example) in required {
            if !table.contains_key(key) {
                let message = format!("this {what} has no `{key}`");
                self.report(
                    MISSING_FIELD,
                    at.clone(),
                    message,
                    format!("add `{key} = {example}`"),
                );
            }
        }
    }

    /// Reports a key that has no meaning here, unless it is another program's (`x-…`).
    pub(super) fn unknown_key(&mut self, field: &Field<'_>, place: &str, known: &[&str]) {
        let name = field.key.as_ref();
        if name.starts_with("x-") {
            return;
        }
        let synonym = || {
            let mut keys = SYNONYMS.iter();
            let found = keys.find(|(key, words)| known.contains(key) && words.contains(&name));
            found.map(|(key, _)| *key)
        };
        let help = match nearest(name, known.iter().copied()).or_else(synonym) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", known.join(", ")),
        };
        let message = format!("unknown key `{name}` in {place}");
        self.report(UNKNOWN_KEY, field.key_span.clone(), message, help);
    }

    /// Reports a word that is none of the known ones.
    fn unknown_word(&mut self, word: &SpannedText<'_>, what: &str, known: &[&str]) {
        let message = format!("unknown {what} `{}`", word.value);
        let values = format!("known values: {}", known.join(", "));
        let help = match nearest(&word.value, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? {values}"),
            None => values,
        };
        self.report(UNKNOWN_VALUE, word.span.clone(), message, help);
    }

    /// Reads a string that is not empty.
    pub(super) fn text<'i>(&mut self, field: Field<'i>) -> Option<SpannedText<'i>> {
        let Field { key, span, .. } = field;
        match field.value {
            DeValue::String(value) => self.not_empty(&key, SpannedText { value, span }),
            other => {
                self.wrong_type(&key, (&other, span), "a string", "\"…\"");
                None
            }
        }
    }

    /// Reads a string whose line breaks count as spaces.
    pub(super) fn string(&mut self, field: Field<'_>) -> Option<String> {
        self.text(field).map(SpannedText::into_single_line)
    }

    /// Reads a list of strings. A single string is reported, and taken for a list of one.
    pub(super) fn texts<'i>(&mut self, field: Field<'i>) -> Vec<SpannedText<'i>> {
        let Field { key, span, .. } = field;
        match field.value {
            DeValue::Array(items) => {
                let items = self.items(items).into_iter();
                let items = items.filter_map(|(item, span)| self.list_item(&key, item, span));
                items.collect()
            }
            value @ DeValue::String(_) => {
                self.needs_brackets(&key, span.clone());
                self.list_item(&key, value, span).into_iter().collect()
            }
            other => {
                self.wrong_type(&key, (&other, span), "a list of strings", "[\"…\"]");
                Vec::new()
            }
        }
    }

    /// As [`FieldReader::texts`], with line breaks as spaces.
    pub(super) fn strings(&mut self, field: Field<'_>) -> Vec<String> {
        let texts = self.texts(field).into_iter();
        texts.map(SpannedText::into_single_line).collect()
    }

    fn list_item<'i>(
        &mut self,
        key: &str,
        item: DeValue<'i>,
        span: Span,
    ) -> Option<SpannedText<'i>> {
        let DeValue::String(value) = item else {
            let found = type_name(&item);
            let message = format!("`{key}` must be a list of strings, not of {found}");
            self.report(WRONG_TYPE, span, message, "write strings in quotes: \"…\"");
            return None;
        };
        self.not_empty(key, SpannedText { value, span })
    }

    /// Gives the string unless it is empty; reports one that is, and a name that is too long.
    fn not_empty<'i>(&mut self, key: &str, text: SpannedText<'i>) -> Option<SpannedText<'i>> {
        if text.value.trim().is_empty() {
            self.report(
                EMPTY_VALUE,
                text.span,
                format!("`{key}` is empty"),
                "write a value, or remove it",
            );
            return None;
        }
        let count = text.value.chars().count();
        if count > MAX_NAME && matches!(key, "id" | "name" | "aliases") {
            let message = format!("`{key}` has {count} characters");
            let help = format!("use at most {MAX_NAME} characters, so that it fits in lists");
            self.report(TOO_LONG, text.span.clone(), message, help);
        }
        Some(text)
    }

    fn needs_brackets(&mut self, key: &str, span: Span) {
        let message = format!("`{key}` must be a list, even with one item");
        let help = "put the value in brackets: [ … ]";
        self.report(WRONG_TYPE, span, message, help);
    }

    /// Reads a list of quotes, each a string or a table with context. Repeated quotes are reported
    /// and left out.
    pub(super) fn quotes(&mut self, field: Field<'_>) -> Vec<Anchor> {
        let Field { key, span, .. } = field;
        let items = match field.value {
            DeValue::Array(items) => self.items(items),
            value @ (DeValue::String(_) | DeValue::Table(_)) => {
                self.needs_brackets(&key, span.clone());
                vec![(value, span)]
            }
            other => {
                self.wrong_type(&key, (&other, span), "a list of quotes", "[\"…\"]");
                Vec::new()
            }
        };
        let mut seen = HashSet::new();
        let mut quotes = Vec::new();
        for (item, span) in items {
            let Some(quote) = self.quote(&key, item, span) else {
                continue;
            };
            let context = (quote.prefix.clone(), quote.suffix.clone());
            if seen.insert((quote.exact.clone(), context)) {
                quotes.push(quote);
            } else {
                self.repeated(&quote.exact, quote.at);
            }
        }
        quotes
    }

    fn quote(&mut self, key: &str, item: DeValue<'_>, span: Span) -> Option<Anchor> {
        let (mut exact, mut prefix, mut suffix) = (None, None, None);
        if let DeValue::Table(table) = item {
            self.require(&table, &span, "quote", &[("exact", "\"…\"")]);
            for field in self.fields(table) {
                match field.key.as_ref() {
                    "exact" => exact = self.text(field),
                    "prefix" => prefix = self.string(field),
                    "suffix" => suffix = self.string(field),
                    _ => self.unknown_key(&field, "a quote", &["exact", "prefix", "suffix"]),
                }
            }
        } else {
            exact = self.list_item(key, item, span);
        }
        let exact = exact?;
        Some(Anchor {
            at: exact.span.clone(),
            exact: exact.into_single_line(),
            prefix,
            suffix,
            state: AnchorState::Orphan,
            passages: Vec::new(),
        })
    }

    /// Reads a list of tables such as `[[claim]]`, each with its span. A single table is reported,
    /// and taken for a list of one.
    pub(super) fn tables<'i>(&mut self, field: Field<'i>) -> Vec<(Span, DeTable<'i>)> {
        let Field { key, span, .. } = field;
        let found = type_name(&field.value);
        let (tables, help) = match field.value {
            DeValue::Array(items) => {
                let items = self.items(items).into_iter();
                let tables = items.filter_map(|(item, span)| {
                    let table = self.table(&key, item, span.clone())?;
                    Some((span, table))
                });
                return tables.collect();
            }
            DeValue::Table(table) => (
                vec![(span.clone(), table)],
                format!("write `[[{key}]]`, with two brackets"),
            ),
            _ => (
                Vec::new(),
                format!("start each table with a line `[[{key}]]`"),
            ),
        };
        let message = format!("`{key}` must be a list of tables, not {found}");
        self.report(WRONG_TYPE, span, message, help);
        tables
    }

    /// Reads a table.
    pub(super) fn table<'i>(
        &mut self,
        key: &str,
        value: DeValue<'i>,
        span: Span,
    ) -> Option<DeTable<'i>> {
        match value {
            DeValue::Table(table) => Some(table),
            other => {
                self.wrong_type(key, (&other, span), "a table", "{ … }");
                None
            }
        }
    }

    /// Reads one of a fixed set of words.
    pub(super) fn word<T: Copy>(
        &mut self,
        field: Field<'_>,
        what: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let word = self.text(field)?;
        let found = all.iter().copied().find(|&one| name(one) == word.value);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
            self.unknown_word(&word, what, &names);
        }
        found
    }
}

/// The problem for an error of the TOML parser, whose span counts from `offset`.
pub(super) fn syntax_problem(error: &toml::de::Error, offset: usize) -> Problem {
    // The parser names no place where tables are nested too deeply.
    let span = error.span().unwrap_or(0..0);
    let span = span.start + offset..span.end + offset;
    Problem::new(SYNTAX, span, error.message()).help(
        "check that strings are in straight quotes, and that every quote and bracket is closed",
    )
}

/// The name of a type for use in a sentence.
fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
