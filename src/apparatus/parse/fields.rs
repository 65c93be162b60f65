//! Values of the file as the types that they should have, with a problem for each that has not.
//!
//! Owns the reading of single values. It must not know which keys there are.

use std::borrow::Cow;
use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::said::Said;
use crate::apparatus::diagnostics::{Code, EMPTY_VALUE, Problem, REPEATED, TOO_LONG, WRONG_TYPE};
use crate::apparatus::{Anchor, AnchorState, Lost, Span};

/// A key as it stands in the file.
pub(crate) type Key<'i> = Spanned<DeString<'i>>;
/// A value as it stands in the file.
pub(crate) type Value<'i> = Spanned<DeValue<'i>>;

/// A string of the file and where it stands, its quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<'i> {
    pub(crate) value: Cow<'i, str>,
    pub(crate) span: Span,
}

impl Text<'_> {
    /// The words, on one line.
    pub(super) fn into_words(self) -> String {
        if !self.value.contains('\n') {
            return self.value.into_owned();
        }
        let lines = self.value.lines().map(str::trim);
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        lines.join(" ")
    }
}

/// The characters of an id or a name that pass without a word.
const LONGEST_NAME: usize = 200;

/// Collects the problems while values are read.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Problem>,
    /// Headers of tables that have lost a key to an error of syntax, by where they begin: what they
    /// lack may be just that.
    pub(super) lossy: HashSet<usize>,
    pub(super) lost: Lost,
    /// How often the nearest id has been looked for.
    pub(super) guesses: usize,
    /// Where in the file the part begins that is read now, in bytes. The parser counts from there.
    pub(super) base: usize,
}

impl Reader {
    /// Where something stands in the file.
    pub(crate) fn at<T>(&self, value: &Spanned<T>) -> Span {
        let Span { start, end } = value.span();
        self.base + start..self.base + end
    }

    pub(crate) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Says that a value is not of the type that its key has.
    pub(crate) fn wrong_type(
        &mut self,
        key: &str,
        (value, span): (&DeValue<'_>, Span),
        wanted: &str,
        example: &str,
    ) {
        let message = format!("`{key}` is {wanted}, not {}", type_of(value));
        self.report(
            Problem::new(WRONG_TYPE, span, message).help(format!("write `{key} = {example}`")),
        );
    }

    /// A string.
    pub(crate) fn text<'i>(&mut self, key: &Key<'i>, value: Value<'i>) -> Option<Text<'i>> {
        let span = self.at(&value);
        if let DeValue::String(value) = value.get_ref()
            && value.trim().is_empty()
        {
            self.empty(key.get_ref(), span);
            return None;
        }
        match value.into_inner() {
            DeValue::String(value) => {
                self.measure(key.get_ref(), &value, &span);
                Some(Text { value, span })
            }
            other => {
                self.wrong_type(key.get_ref(), (&other, span), "a string", "\"…\"");
                None
            }
        }
    }

    /// A string of which only the words matter: line ends in it are spaces.
    pub(super) fn string<'i>(&mut self, key: &Key<'i>, value: Value<'i>) -> Option<String> {
        self.text(key, value).map(Text::into_words)
    }

    /// A list of strings. One string alone is wrong, but taken for a list of one.
    pub(super) fn texts<'i>(&mut self, key: &Key<'i>, value: Value<'i>) -> Vec<Text<'i>> {
        let span = self.at(&value);
        match value.into_inner() {
            DeValue::Array(items) => {
                let mut texts = Vec::with_capacity(items.len());
                texts.extend(items.into_iter().filter_map(|item| self.item(key, item)));
                texts
            }
            DeValue::String(value) => {
                self.list_of_one(key, span.clone());
                vec![Text { value, span }]
            }
            other => {
                self.wrong_type(
                    key.get_ref(),
                    (&other, span),
                    "a list of strings",
                    "[\"…\"]",
                );
                Vec::new()
            }
        }
    }

    fn item<'i>(&mut self, key: &Key<'i>, item: Value<'i>) -> Option<Text<'i>> {
        let span = self.at(&item);
        match item.into_inner() {
            DeValue::String(value) if value.trim().is_empty() => {
                self.empty(key.get_ref(), span);
                None
            }
            DeValue::String(value) => {
                self.measure(key.get_ref(), &value, &span);
                Some(Text { value, span })
            }
            other => {
                let found = type_of(&other);
                let message = format!("`{}` is a list of strings, not of {found}", key.get_ref());
                self.report(
                    Problem::new(WRONG_TYPE, span, message).help("put the words in quotes: \"…\""),
                );
                None
            }
        }
    }

    /// A list of quotes, each a string or a table with its context.
    pub(super) fn quotes<'i>(&mut self, key: &Key<'i>, value: Value<'i>) -> Vec<Anchor> {
        let span = self.at(&value);
        if matches!(value.get_ref(), DeValue::String(_) | DeValue::Table(_)) {
            self.list_of_one(key, span);
            return self.quote(key, value).into_iter().collect();
        }
        match value.into_inner() {
            DeValue::Array(items) => {
                let mut quotes = Vec::with_capacity(items.len());
                quotes.extend(items.into_iter().filter_map(|item| self.quote(key, item)));
                self.without_repeated(quotes)
            }
            other => {
                self.wrong_type(key.get_ref(), (&other, span), "a list of quotes", "[\"…\"]");
                Vec::new()
            }
        }
    }

    /// Quotes, each once.
    fn without_repeated(&mut self, quotes: Vec<Anchor>) -> Vec<Anchor> {
        let mut said = Said::with_capacity(quotes.len());
        let are_new: Vec<bool> = quotes
            .iter()
            .map(|quote| {
                let context = (quote.prefix.as_deref(), quote.suffix.as_deref());
                said.add((quote.exact.as_str(), context))
            })
            .collect();
        if are_new.iter().all(|is_new| *is_new) {
            return quotes;
        }
        let mut kept = Vec::with_capacity(quotes.len());
        for (quote, is_new) in quotes.into_iter().zip(are_new) {
            if is_new {
                kept.push(quote);
            } else {
                self.repeated(&quote.exact, quote.at);
            }
        }
        kept
    }

    /// Says that a list has the same twice.
    pub(super) fn repeated(&mut self, words: &str, span: Span) {
        let message = format!("`{words}` is said twice here");
        self.report(Problem::new(REPEATED, span, message).help("take one of the two away"));
    }

    fn quote<'i>(&mut self, key: &Key<'i>, item: Value<'i>) -> Option<Anchor> {
        const KEYS: &[&str] = &["exact", "prefix", "suffix"];
        if !item.get_ref().is_table() {
            let words = self.item(key, item)?;
            let span = words.span.clone();
            return Some(anchor(words.into_words(), None, None, span));
        }
        let at = self.at(&item);
        let DeValue::Table(table) = item.into_inner() else {
            return None;
        };
        self.require(&table, &at, "quote", &[("exact", "\"…\"")]);
        let (mut exact, mut prefix, mut suffix) = (None, None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "exact" => exact = self.text(&key, value),
                "prefix" => prefix = self.string(&key, value),
                "suffix" => suffix = self.string(&key, value),
                _ => self.unknown_key(&key, "a quote", KEYS),
            }
        }
        let exact = exact?;
        let span = exact.span.clone();
        Some(anchor(exact.into_words(), prefix, suffix, span))
    }

    /// The tables of a list such as `[[claim]]`, each with its place. One table alone is wrong, but
    /// taken for a list of one.
    pub(super) fn tables<'i>(
        &mut self,
        key: &Key<'i>,
        value: Value<'i>,
    ) -> Vec<(Span, DeTable<'i>)> {
        let span = self.at(&value);
        let name = key.get_ref().as_ref();
        match value.into_inner() {
            DeValue::Array(items) => items
                .into_iter()
                .filter_map(|item| self.table(name, item))
                .collect(),
            DeValue::Table(table) => {
                let message = format!("`{name}` is a list of tables, not one table");
                self.report(
                    Problem::new(WRONG_TYPE, span.clone(), message)
                        .help(format!("write `[[{name}]]`, with two brackets")),
                );
                vec![(span, table)]
            }
            other => {
                let found = type_of(&other);
                let message = format!("`{name}` is a list of tables, not {found}");
                self.report(
                    Problem::new(WRONG_TYPE, span, message)
                        .help(format!("begin each with a line `[[{name}]]`")),
                );
                Vec::new()
            }
        }
    }

    /// A table.
    pub(crate) fn table<'i>(
        &mut self,
        name: &str,
        value: Value<'i>,
    ) -> Option<(Span, DeTable<'i>)> {
        let span = self.at(&value);
        match value.into_inner() {
            DeValue::Table(table) => Some((span, table)),
            other => {
                self.wrong_type(name, (&other, span), "a table", "{ … }");
                None
            }
        }
    }

    /// A table that there is only one of. The first of a list is taken.
    pub(super) fn only_table<'i>(
        &mut self,
        name: &str,
        value: Value<'i>,
    ) -> Option<(Span, DeTable<'i>)> {
        if !value.get_ref().is_array() {
            return self.table(name, value);
        }
        let message = format!("there is only one `{name}`, not a list of them");
        self.report(
            Problem::new(WRONG_TYPE, self.at(&value), message)
                .help(format!("write `[{name}]`, with one bracket, and only once")),
        );
        match value.into_inner() {
            DeValue::Array(items) => self.table(name, items.into_iter().next()?),
            _ => None,
        }
    }

    /// Says that an id or a name is longer than any.
    fn measure(&mut self, key: &str, value: &str, span: &Span) {
        if value.len() <= LONGEST_NAME || !matches!(key, "id" | "name" | "aliases") {
            return;
        }
        let count = value.chars().count();
        if count > LONGEST_NAME {
            let message = format!("this string of `{key}` has {count} characters");
            let help = format!("keep it to {LONGEST_NAME}: lists have room for a few words");
            self.report(Problem::new(TOO_LONG, span.clone(), message).help(help));
        }
    }

    fn empty(&mut self, key: &str, span: Span) {
        self.report(
            Problem::new(
                EMPTY_VALUE,
                span,
                format!("there is nothing in this string of `{key}`"),
            )
            .help("write its words, or take it away"),
        );
    }

    fn list_of_one(&mut self, key: &Key<'_>, span: Span) {
        self.mistake(
            WRONG_TYPE,
            span,
            format!("`{}` is a list, even of one", key.get_ref()),
            "put it in brackets: [ … ]",
        );
    }

    fn mistake(&mut self, code: Code, span: Span, message: String, help: &str) {
        self.report(Problem::new(code, span, message).help(help));
    }
}

/// An anchor that nobody has looked for yet.
fn anchor(exact: String, prefix: Option<String>, suffix: Option<String>, at: Span) -> Anchor {
    Anchor {
        exact,
        prefix,
        suffix,
        state: AnchorState::Orphan,
        passages: Vec::new(),
        at,
    }
}

/// A type as it is said in a sentence.
fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a bare date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// `a, b and c`.
pub(crate) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Whether a value is a list or table with nothing in it.
pub(super) fn is_empty(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Array(items) => items.is_empty(),
        DeValue::Table(table) => table.is_empty(),
        _ => false,
    }
}
