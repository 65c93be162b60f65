//! Reads values of a TOML table as the types their keys need, and records a problem for each value
//! that does not fit.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::apparatus::diagnostics::{
    Code, EMPTY_VALUE, MISSING_FIELD, Problem, ProblemList, REPEATED, TOO_LONG, UNKNOWN_KEY,
    UNKNOWN_VALUE, WRONG_TYPE,
};
use crate::apparatus::nearest::nearest;
use crate::apparatus::{Anchor, AnchorState, JsonObject, Span};

/// The maximum number of characters of an id, a name or an alias.
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
    ("tags", &["keywords", "labels"]),
    ("by", &["author", "creator"]),
    ("created", &["date"]),
];

/// A string of the file, and its span including the quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpannedString<'i> {
    pub(super) value: Cow<'i, str>,
    pub(super) span: Span,
}

impl SpannedString<'_> {
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

/// The keys of a table.
pub(super) struct TableSchema {
    /// What the table is called in messages: `this claim`.
    pub(super) table: &'static str,
    /// Keys that it must have, with an example value of each.
    pub(super) required: &'static [(&'static str, &'static str)],
    /// Keys that it may have.
    pub(super) optional: &'static [&'static str],
}

const QUOTE_SCHEMA: TableSchema = TableSchema {
    table: "this quote",
    required: &[("exact", "\"…\"")],
    optional: &["prefix", "suffix", "at"],
};

/// The keys that every entry may have: [`TableReader::entry_info`] reads them.
const ENTRY_KEYS: &[&str] = &["tags", "attributes", "by", "created", "modified"];

/// Reads values and collects the problems with them.
#[derive(Debug, Default)]
pub(super) struct FieldReader {
    pub(super) problems: ProblemList,
}

impl FieldReader {
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
    pub(super) fn report_wrong_type(
        &mut self,
        key: &str,
        (value, span): (&DeValue<'_>, Span),
        wanted: &str,
        help: &str,
    ) {
        let message = format!("`{key}` must be {wanted}, not {}", type_name(value));
        self.report(WRONG_TYPE, span, message, help);
    }

    /// Reports an item that a list has twice.
    pub(super) fn report_duplicate(&mut self, item: &str, span: Span) {
        let message = format!("`{item}` is listed twice");
        self.report(REPEATED, span, message, "remove one of the two");
    }

    /// Opens a table. Reports each required key that it lacks, and each key that has no
    /// meaning there unless it is one of `more_keys` or another program's (`x-…`).
    pub(super) fn open<'i>(
        &mut self,
        table: DeTable<'i>,
        span: Span,
        keys: &TableSchema,
        more_keys: &[&'static str],
    ) -> TableReader<'_, 'i> {
        for &(key, example) in keys.required {
            if !table.contains_key(key) {
                let message = format!("{} has no `{key}`", keys.table);
                let help = format!("add `{key} = {example}`");
                self.report(MISSING_FIELD, span.clone(), message, help);
            }
        }
        let required = keys.required.iter().map(|&(key, _)| key);
        let optional = keys.optional.iter().chain(more_keys).copied();
        let known: Vec<&str> = required.chain(optional).collect();
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) && !name.starts_with("x-") {
                self.report_unknown_key(name, key.span(), keys.table, &known);
            }
        }
        TableReader {
            table,
            span,
            reader: self,
        }
    }

    /// Opens a table that is the value of `key`, or an item of that.
    fn table<'i>(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'i>>,
        keys: &TableSchema,
        more_keys: &[&'static str],
    ) -> Option<TableReader<'_, 'i>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(self.open(table, span, keys, more_keys)),
            other => {
                let help = format!("write `{key} = {{ … }}`");
                self.report_wrong_type(key, (&other, span), "a table", &help);
                None
            }
        }
    }

    fn report_unknown_key(&mut self, name: &str, span: Span, table: &str, known: &[&str]) {
        let synonym = || {
            let mut keys = SYNONYMS.iter();
            let found = keys.find(|(key, words)| known.contains(key) && words.contains(&name));
            found.map(|(key, _)| *key)
        };
        let help = match nearest(name, known.iter().copied()).or_else(synonym) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", known.join(", ")),
        };
        self.report(
            UNKNOWN_KEY,
            span,
            format!("unknown key `{name}` in {table}"),
            help,
        );
    }

    /// Reads a string that is not empty. Reports a name that is too long.
    pub(super) fn spanned_string<'i>(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'i>>,
    ) -> Option<SpannedString<'i>> {
        let span = value.span();
        let value = match value.into_inner() {
            DeValue::String(value) => value,
            other => {
                let help = "write strings in quotes: \"…\"";
                self.report_wrong_type(key, (&other, span), "a string", help);
                return None;
            }
        };
        if value.trim().is_empty() {
            let message = format!("`{key}` is empty");
            self.report(EMPTY_VALUE, span, message, "write a value, or remove it");
            return None;
        }
        let count = value.chars().count();
        if count > MAX_NAME && matches!(key, "id" | "name" | "aliases") {
            let message = format!("`{key}` has {count} characters");
            let help = format!("use at most {MAX_NAME} characters, so that it fits in lists");
            self.report(TOO_LONG, span.clone(), message, help);
        }
        Some(SpannedString { value, span })
    }

    fn quote(&mut self, key: &str, item: Spanned<DeValue<'_>>) -> Option<Anchor> {
        let mut extra = JsonObject::default();
        let (exact, prefix, suffix, at) = if item.get_ref().is_table() {
            let mut quote = self.table(key, item, &QUOTE_SCHEMA, &[])?;
            let exact = quote.spanned_string("exact");
            let (prefix, suffix) = (quote.context("prefix"), quote.context("suffix"));
            extra = quote.extra();
            (exact, prefix, suffix, quote.code_points("at"))
        } else {
            (self.spanned_string(key, item), None, None, None)
        };
        let exact = exact?;
        Some(Anchor {
            span: exact.span.clone(),
            multiline: exact.value.contains('\n').then(|| exact.value.to_string()),
            exact: exact.into_single_line(),
            prefix,
            suffix,
            at,
            state: AnchorState::Orphan,
            passages: Vec::new(),
            searched: false,
            extra,
        })
    }
}

/// Reads the values of a table by key.
#[derive(Debug)]
pub(super) struct TableReader<'r, 'i> {
    pub(super) table: DeTable<'i>,
    /// The table's place in the file.
    pub(super) span: Span,
    pub(super) reader: &'r mut FieldReader,
}

impl<'i> TableReader<'_, 'i> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&DeValue<'i>> {
        self.table.get(key).map(Spanned::get_ref)
    }

    /// The place in the file of a key's value.
    pub(super) fn span_of(&self, key: &str) -> Option<Span> {
        self.table.get(key).map(Spanned::span)
    }

    /// Whether a key is given, with a value other than an empty list or table.
    pub(super) fn has_items(&self, key: &str) -> bool {
        match self.get(key) {
            Some(DeValue::Array(items)) => !items.is_empty(),
            Some(DeValue::Table(table)) => !table.is_empty(),
            value => value.is_some(),
        }
    }

    /// Reads a string that is not empty.
    pub(super) fn spanned_string(&mut self, key: &str) -> Option<SpannedString<'i>> {
        let value = self.table.remove(key)?;
        self.reader.spanned_string(key, value)
    }

    /// Reads a string without its span, with line breaks as spaces.
    pub(super) fn string(&mut self, key: &str) -> Option<String> {
        self.spanned_string(key)
            .map(SpannedString::into_single_line)
    }

    /// Reads a prefix or suffix. White space alone is none.
    fn context(&mut self, key: &str) -> Option<String> {
        if matches!(self.get(key), Some(DeValue::String(text)) if text.trim().is_empty()) {
            self.table.remove(key);
        }
        self.string(key)
    }

    /// Reads a range as `[start, end]`, in code points.
    fn code_points(&mut self, key: &str) -> Option<Range<usize>> {
        let value = self.table.remove(key)?;
        let (span, value) = (value.span(), value.into_inner());
        let number = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::Integer(number) => number.to_string().parse().ok(),
            _ => None,
        };
        if let DeValue::Array(items) = &value
            && let [start, end] = items.iter().map(number).collect::<Vec<_>>()[..]
            && let (Some(start), Some(end)) = (start, end)
            && start < end
        {
            return Some(start..end);
        }
        let wanted = "two numbers, the first smaller";
        let help = "write `at = [start, end]`, in code points of the essay";
        self.reader
            .report_wrong_type(key, (&value, span), wanted, help);
        None
    }

    /// Takes the value of a key, and its place in the file.
    pub(super) fn take(&mut self, key: &str) -> Option<(Span, DeValue<'i>)> {
        let value = self.table.remove(key)?;
        Some((value.span(), value.into_inner()))
    }

    /// Reads `true` or `false`; `false` if the key is missing.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        match self.take(key) {
            None => false,
            Some((_, DeValue::Boolean(flag))) => flag,
            Some((span, other)) => {
                let (wanted, help) = ("true or false", "write it without quotes, or remove it");
                self.reader
                    .report_wrong_type(key, (&other, span), wanted, help);
                false
            }
        }
    }

    /// Reads a list of strings that are not empty.
    pub(super) fn spanned_strings(&mut self, key: &str) -> Vec<SpannedString<'i>> {
        let wanted = ("a list of strings", "write it in brackets: [\"…\"]");
        let items = self.items(key, wanted, DeValue::is_str).into_iter();
        items
            .filter_map(|item| self.reader.spanned_string(key, item))
            .collect()
    }

    /// Reads a list of strings without their spans, with line breaks as spaces.
    pub(super) fn strings(&mut self, key: &str) -> Vec<String> {
        let strings = self.spanned_strings(key).into_iter();
        strings.map(SpannedString::into_single_line).collect()
    }

    /// Reads a list of quotes, each a string or a table with context. Repeated quotes are reported
    /// and left out.
    pub(super) fn quotes(&mut self, key: &str) -> Vec<Anchor> {
        let mut seen = HashSet::new();
        let mut quotes = Vec::new();
        let wanted = ("a list of quotes", "write it in brackets: [\"…\"]");
        for item in self.items(key, wanted, |value| value.is_str() || value.is_table()) {
            let Some(quote) = self.reader.quote(key, item) else {
                continue;
            };
            let context = (quote.prefix.clone(), quote.suffix.clone(), quote.at.clone());
            if seen.insert((quote.exact.clone(), context)) {
                quotes.push(quote);
            } else {
                self.reader.report_duplicate(&quote.exact, quote.span);
            }
        }
        quotes
    }

    /// Opens a table.
    pub(super) fn table(&mut self, key: &str, keys: &TableSchema) -> Option<TableReader<'_, 'i>> {
        let value = self.table.remove(key)?;
        self.reader.table(key, value, keys, &[])
    }

    /// Reads a list of entries such as `[[claim]]`, which may also have [`ENTRY_KEYS`].
    pub(super) fn tables<T>(
        &mut self,
        key: &str,
        keys: &TableSchema,
        read: fn(TableReader<'_, 'i>) -> T,
    ) -> Vec<T> {
        let help = format!("begin each with a line `[[{key}]]`, in two brackets");
        let wanted = ("a list of tables", help.as_str());
        let items = self.items(key, wanted, DeValue::is_table).into_iter();
        let tables = items.filter_map(|item| {
            let table = self.reader.table(key, item, keys, ENTRY_KEYS)?;
            Some(read(table))
        });
        tables.collect()
    }

    /// The items of a list. Another value is reported, and taken for a list of one if it could be an
    /// item.
    fn items(
        &mut self,
        key: &str,
        (wanted, help): (&str, &str),
        is_item: fn(&DeValue<'i>) -> bool,
    ) -> Vec<Spanned<DeValue<'i>>> {
        let Some(value) = self.table.remove(key) else {
            return Vec::new();
        };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().collect(),
            other => {
                self.reader
                    .report_wrong_type(key, (&other, span.clone()), wanted, help);
                let item = is_item(&other).then(|| Spanned::new(span, other));
                item.into_iter().collect()
            }
        }
    }

    /// Reads one of a fixed set of words.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &str,
        what: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let word = self.spanned_string(key)?;
        let found = all.iter().copied().find(|&one| name(one) == word.value);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
            let values = format!("known values: {}", names.join(", "));
            let help = match nearest(&word.value, names) {
                Some(near) => format!("did you mean \"{near}\"? {values}"),
                None => values,
            };
            let message = format!("unknown {what} `{}`", word.value);
            self.reader.report(UNKNOWN_VALUE, word.span, message, help);
        }
        found
    }
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
