//! Reads values of a TOML table as the types their keys need, and records a problem for each value
//! that does not fit.

use std::borrow::Cow;
use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::apparatus::diagnostics::{
    Code, EMPTY_VALUE, MISSING_FIELD, Problem, REPEATED, SYNTAX, TOO_LONG, UNKNOWN_KEY,
    UNKNOWN_VALUE, WRONG_TYPE,
};
use crate::apparatus::nearest::nearest;
use crate::apparatus::{Anchor, AnchorState, Span};

/// A key with its place in the file.
pub(super) type TomlKey<'i> = Spanned<DeString<'i>>;
/// A value with its place in the file.
pub(super) type TomlValue<'i> = Spanned<DeValue<'i>>;

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

/// Reads values and collects the problems with them.
#[derive(Debug, Default)]
pub(super) struct FieldReader {
    pub(super) problems: Vec<Problem>,
    /// Where the parsed text starts in the file, in bytes. The parser's spans count from there.
    pub(super) offset: usize,
}

impl FieldReader {
    /// The span of a key or value in the file.
    pub(super) fn span<T>(&self, value: &Spanned<T>) -> Span {
        let Span { start, end } = value.span();
        self.offset + start..self.offset + end
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
        self.report(
            WRONG_TYPE,
            span,
            message,
            format!("write `{key} = {example}`"),
        );
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
    pub(super) fn unknown_key(&mut self, key: &TomlKey<'_>, place: &str, known: &[&str]) {
        let name = key.get_ref().as_ref();
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
        self.report(UNKNOWN_KEY, self.span(key), message, help);
    }

    /// Reports a word that is none of the known ones.
    pub(super) fn unknown_word(&mut self, word: &SpannedText<'_>, what: &str, known: &[&str]) {
        let message = format!("unknown {what} `{}`", word.value);
        let values = format!("known values: {}", known.join(", "));
        let help = match nearest(&word.value, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? {values}"),
            None => values,
        };
        self.report(UNKNOWN_VALUE, word.span.clone(), message, help);
    }

    /// Reads a string that is not empty.
    pub(super) fn text<'i>(
        &mut self,
        key: &TomlKey<'i>,
        value: TomlValue<'i>,
    ) -> Option<SpannedText<'i>> {
        let span = self.span(&value);
        let key = key.get_ref();
        match value.into_inner() {
            DeValue::String(value) => self.not_empty(key, SpannedText { value, span }),
            other => {
                self.wrong_type(key, (&other, span), "a string", "\"…\"");
                None
            }
        }
    }

    /// Reads a string whose line breaks count as spaces.
    pub(super) fn string<'i>(&mut self, key: &TomlKey<'i>, value: TomlValue<'i>) -> Option<String> {
        self.text(key, value).map(SpannedText::into_single_line)
    }

    /// Reads a list of strings. A single string is reported, and taken for a list of one.
    pub(super) fn texts<'i>(
        &mut self,
        key: &TomlKey<'i>,
        value: TomlValue<'i>,
    ) -> Vec<SpannedText<'i>> {
        let span = self.span(&value);
        if value.get_ref().is_str() {
            self.needs_brackets(key, span.clone());
            let item = self.list_item(key.get_ref(), value.into_inner(), span);
            return item.into_iter().collect();
        }
        match value.into_inner() {
            DeValue::Array(items) => {
                let items = items.into_iter().filter_map(|item| {
                    let span = self.span(&item);
                    self.list_item(key.get_ref(), item.into_inner(), span)
                });
                items.collect()
            }
            other => {
                let wanted = "a list of strings";
                self.wrong_type(key.get_ref(), (&other, span), wanted, "[\"…\"]");
                Vec::new()
            }
        }
    }

    /// As [`FieldReader::texts`], with line breaks as spaces.
    pub(super) fn strings<'i>(&mut self, key: &TomlKey<'i>, value: TomlValue<'i>) -> Vec<String> {
        let texts = self.texts(key, value).into_iter();
        texts.map(SpannedText::into_single_line).collect()
    }

    fn list_item<'i>(
        &mut self,
        key: &str,
        item: DeValue<'i>,
        span: Span,
    ) -> Option<SpannedText<'i>> {
        match item {
            DeValue::String(value) => self.not_empty(key, SpannedText { value, span }),
            other => {
                let found = type_name(&other);
                let message = format!("`{key}` must be a list of strings, not of {found}");
                self.report(WRONG_TYPE, span, message, "write strings in quotes: \"…\"");
                None
            }
        }
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

    fn needs_brackets(&mut self, key: &TomlKey<'_>, span: Span) {
        let message = format!("`{}` must be a list, even with one item", key.get_ref());
        self.report(
            WRONG_TYPE,
            span,
            message,
            "put the value in brackets: [ … ]",
        );
    }

    /// Reads a list of quotes, each a string or a table with context. Repeated quotes are reported
    /// and left out.
    pub(super) fn quotes<'i>(&mut self, key: &TomlKey<'i>, value: TomlValue<'i>) -> Vec<Anchor> {
        let span = self.span(&value);
        if value.get_ref().is_str() || value.get_ref().is_table() {
            self.needs_brackets(key, span);
            return self.quote(key, value).into_iter().collect();
        }
        let items = match value.into_inner() {
            DeValue::Array(items) => items,
            other => {
                self.wrong_type(key.get_ref(), (&other, span), "a list of quotes", "[\"…\"]");
                return Vec::new();
            }
        };
        let mut seen = HashSet::new();
        let mut quotes = Vec::new();
        for item in items {
            let Some(quote) = self.quote(key, item) else {
                continue;
            };
            let Anchor {
                exact,
                prefix,
                suffix,
                ..
            } = &quote;
            if seen.insert((exact.clone(), prefix.clone(), suffix.clone())) {
                quotes.push(quote);
            } else {
                self.repeated(&quote.exact, quote.at);
            }
        }
        quotes
    }

    fn quote<'i>(&mut self, key: &TomlKey<'i>, item: TomlValue<'i>) -> Option<Anchor> {
        let at = self.span(&item);
        let (exact, prefix, suffix) = match item.into_inner() {
            DeValue::Table(table) => {
                self.require(&table, &at, "quote", &[("exact", "\"…\"")]);
                let (mut exact, mut prefix, mut suffix) = (None, None, None);
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "exact" => exact = self.text(&key, value),
                        "prefix" => prefix = self.string(&key, value),
                        "suffix" => suffix = self.string(&key, value),
                        _ => self.unknown_key(&key, "a quote", &["exact", "prefix", "suffix"]),
                    }
                }
                (exact?, prefix, suffix)
            }
            other => (self.list_item(key.get_ref(), other, at)?, None, None),
        };
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
    pub(super) fn tables<'i>(
        &mut self,
        key: &TomlKey<'i>,
        value: TomlValue<'i>,
    ) -> Vec<(Span, DeTable<'i>)> {
        let span = self.span(&value);
        let name = key.get_ref().as_ref();
        let found = type_name(value.get_ref());
        let (tables, help) = match value.into_inner() {
            DeValue::Array(items) => {
                let items = items.into_iter();
                return items.filter_map(|item| self.table(name, item)).collect();
            }
            DeValue::Table(table) => (
                vec![(span.clone(), table)],
                format!("write `[[{name}]]`, with two brackets"),
            ),
            _ => (
                Vec::new(),
                format!("start each table with a line `[[{name}]]`"),
            ),
        };
        let message = format!("`{name}` must be a list of tables, not {found}");
        self.report(WRONG_TYPE, span, message, help);
        tables
    }

    /// Reads a table.
    pub(super) fn table<'i>(
        &mut self,
        name: &str,
        value: TomlValue<'i>,
    ) -> Option<(Span, DeTable<'i>)> {
        let span = self.span(&value);
        match value.into_inner() {
            DeValue::Table(table) => Some((span, table)),
            other => {
                self.wrong_type(name, (&other, span), "a table", "{ … }");
                None
            }
        }
    }

    /// Reads one of a fixed set of words.
    pub(super) fn word<'i, T: Copy>(
        &mut self,
        key: &TomlKey<'i>,
        value: TomlValue<'i>,
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
