//! Parses the text of a configuration file and reports every mistake in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::RangeInclusive;

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{
    COLOR_TABLES, Config, KEY_TABLES, MEASURE, NARROW, PaletteChoice, WIDE, actions, style,
};
use crate::apparatus::Span;
use crate::apparatus::diagnostics::{self, Code, Problem, SYNTAX, Severity, UNKNOWN_KEY};
use crate::apparatus::nearest::nearest;
use crate::tui::action::Action;
use crate::tui::keymap::{KeyChord, KeyContext, Keymap, fixed_action};
use crate::tui::theme::{Background, StyleRole};

const BAD_VALUE: Code = error("bad-value");
const BAD_KEY: Code = error("bad-key");
const DUPLICATE_KEY: Code = error("duplicate-key");

const SETTINGS: &[&str] = &["palette", "measure", "mouse", "layout", "keys", "colors"];
const LAYOUT_SETTINGS: &[&str] = &["wide", "narrow"];

const fn error(name: &'static str) -> Code {
    Code {
        name,
        severity: Severity::Error,
    }
}

type Name<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

/// Parses a configuration. Returns the settings in force and the problems, in the file's order.
#[must_use]
pub fn read(file: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(file);
    let mut reader = Reader {
        file,
        syntax_errors: Vec::new(),
        config: Config::default(),
        problems: Vec::new(),
    };
    for error in &errors {
        let span = error.span();
        reader
            .syntax_errors
            .extend(span.iter().map(|span| span.start));
        reader.report(SYNTAX, span, error.message());
    }
    reader.syntax_errors.sort_unstable();
    reader.settings(table.into_inner());
    diagnostics::locate(&mut reader.problems, file);
    // One mistake may cause several syntax errors in its line.
    let line = |problem: &Problem| problem.position().map(|(line, _)| line);
    let is_syntax = |problem: &Problem| problem.code == SYNTAX.name;
    reader
        .problems
        .dedup_by(|next, first| is_syntax(first) && is_syntax(next) && line(first) == line(next));
    (reader.config, reader.problems)
}

struct Reader<'f> {
    file: &'f str,
    /// Byte offsets, sorted.
    syntax_errors: Vec<usize>,
    config: Config,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn settings(&mut self, table: DeTable<'_>) {
        for (name, value) in self.entries(table) {
            match name.get_ref().as_ref() {
                "palette" => {
                    if let Some(palette) = self.palette(&value) {
                        self.config.palette = palette;
                    }
                }
                "measure" => {
                    if let Some(measure) = self.number(&name, &value, &MEASURE) {
                        self.config.measure = measure;
                    }
                }
                "mouse" => match value.get_ref().as_bool() {
                    Some(mouse) => self.config.mouse = mouse,
                    None => self.report(BAD_VALUE, value.span(), "`mouse` must be true or false"),
                },
                "layout" => self.layout(value),
                "keys" => self.keys(value),
                "colors" => self.colors(value),
                _ => self.unknown_name(&name, "the configuration", SETTINGS),
            }
        }
    }

    fn palette(&mut self, value: &Value<'_>) -> Option<PaletteChoice> {
        let word = value.get_ref().as_str().unwrap_or_default();
        let palette = PaletteChoice::from_str(word, false).ok();
        if palette.is_none() {
            let names = PaletteChoice::names();
            let message = format!("`palette` must be one of {}", names.join(", "));
            let near = nearest(word, names);
            self.report(BAD_VALUE, value.span(), did_you_mean(message, near));
        }
        palette
    }

    fn number(
        &mut self,
        name: &Name<'_>,
        value: &Value<'_>,
        range: &RangeInclusive<u16>,
    ) -> Option<u16> {
        let integer = value.get_ref().as_integer();
        let number = integer.and_then(|it| u16::from_str_radix(it.as_str(), it.radix()).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (name, least, most) = (name.get_ref(), range.start(), range.end());
            let message = format!("`{name}` must be a whole number from {least} to {most}");
            self.report(BAD_VALUE, value.span(), message);
        }
        number
    }

    fn layout(&mut self, value: Value<'_>) {
        for (name, value) in self.table("layout", value) {
            match name.get_ref().as_ref() {
                "wide" => {
                    if let Some(columns) = self.number(&name, &value, &WIDE) {
                        self.config.breakpoints.wide = columns;
                    }
                }
                "narrow" => {
                    if let Some(columns) = self.number(&name, &value, &NARROW) {
                        self.config.breakpoints.stacked = columns;
                    }
                }
                _ => self.unknown_name(&name, "[layout]", LAYOUT_SETTINGS),
            }
        }
    }

    fn keys(&mut self, value: Value<'_>) {
        let mut bindings = Vec::new();
        let mut used = HashMap::new();
        for (table_name, value) in self.table("keys", value) {
            let name = table_name.get_ref().as_ref();
            if let Some((_, context)) = KEY_TABLES.iter().find(|(of, _)| *of == name) {
                self.key_table(*context, name, value, &mut bindings, &mut used);
            } else if Action::from_name(name).is_some() {
                let message = format!("`{name}` must be in [keys.reader] or [keys.prompt]");
                self.report(BAD_KEY, table_name.span(), message);
            } else {
                self.unknown_name(&table_name, "[keys]", &KEY_TABLES.map(|(name, _)| name));
            }
        }
        self.config.keys = Keymap::new(&bindings);
    }

    /// Reads the table of one context. `used` has the keys given to an action so far, and where.
    fn key_table(
        &mut self,
        context: KeyContext,
        table_name: &str,
        value: Value<'_>,
        bindings: &mut Vec<(KeyContext, Action, Vec<KeyChord>)>,
        used: &mut HashMap<(KeyContext, KeyChord), (Span, Action)>,
    ) {
        for (name, value) in self.table(table_name, value) {
            let action = Action::from_name(name.get_ref());
            let Some(action) = action.filter(|action| actions(context).any(|of| of == *action))
            else {
                let known: Vec<_> = actions(context).map(|of| of.info().name).collect();
                self.unknown_name(&name, &format!("[keys.{table_name}]"), &known);
                continue;
            };
            let span = value.span();
            let items: Vec<Value<'_>> = match value.into_inner() {
                DeValue::Array(items) => items.into_iter().collect(),
                single => vec![Spanned::new(span, single)],
            };
            let unbinds = items.is_empty();
            let mut keys = Vec::new();
            for item in items {
                let Some(text) = item.get_ref().as_str() else {
                    let message = format!("`{}` must be a list of keys", name.get_ref());
                    let help = "for example [\"x\", \"Ctrl-x\"]";
                    let problem = Problem::new(BAD_VALUE, item.span(), message);
                    self.problems.push(problem.help(help));
                    continue;
                };
                match parse_key(text, context, action) {
                    Ok(key) => match used.entry((context, key)) {
                        Entry::Vacant(entry) => {
                            entry.insert((item.span(), action));
                            keys.push(key);
                        }
                        Entry::Occupied(entry) => {
                            let (first, action) = entry.get();
                            let message = format!("{key} is already `{}`", action.info().name);
                            let problem = Problem::new(DUPLICATE_KEY, item.span(), message);
                            self.problems.push(problem.related(first.clone(), "here"));
                        }
                    },
                    Err(message) => self.report(BAD_KEY, item.span(), message),
                }
            }
            // An action keeps its default keys if all of its own are wrong.
            if unbinds || !keys.is_empty() {
                bindings.push((context, action, keys));
            }
        }
    }

    fn colors(&mut self, value: Value<'_>) {
        for (name, value) in self.table("colors", value) {
            let table = COLOR_TABLES.iter().find(|(of, _)| of == name.get_ref());
            if let Some(&(table_name, ground)) = table {
                let place = format!("[colors.{table_name}]");
                for (name, value) in self.table(table_name, value) {
                    self.color(&name, &value, Some(ground), &place);
                }
            } else {
                self.color(&name, &value, None, "[colors]");
            }
        }
    }

    fn color(
        &mut self,
        name: &Name<'_>,
        value: &Value<'_>,
        ground: Option<Background>,
        place: &str,
    ) {
        let Some(role) = StyleRole::from_name(name.get_ref()) else {
            let roles: Vec<_> = StyleRole::ALL.iter().map(|role| role.name()).collect();
            self.unknown_name(name, place, &roles);
            return;
        };
        let Some(text) = value.get_ref().as_str() else {
            let message = format!("`{}` must be a style, such as \"bold red\"", name.get_ref());
            self.report(BAD_VALUE, value.span(), message);
            return;
        };
        match style::parse(text) {
            Ok(style) => self.config.colors.set(ground, role, style),
            Err(message) => {
                let problem = Problem::new(BAD_VALUE, value.span(), message);
                self.problems.push(problem.help(style::SYNTAX_HELP));
            }
        }
    }

    fn table<'i>(&mut self, name: &str, value: Value<'i>) -> Vec<(Name<'i>, Value<'i>)> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => self.entries(table),
            _ => {
                self.report(BAD_VALUE, span, format!("`{name}` must be a table"));
                Vec::new()
            }
        }
    }

    /// The entries of a table in the file's order, without ignored ones and without statements that
    /// have a syntax error, of which the parser may have made anything.
    fn entries<'i>(&self, table: DeTable<'i>) -> Vec<(Name<'i>, Value<'i>)> {
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.retain(|(name, value)| {
            let is_broken = !value.get_ref().is_table() && {
                let rest = &self.file[value.span().end..];
                let line_end = value.span().end + rest.find('\n').unwrap_or(rest.len());
                let after_name = |error: &usize| *error < name.span().start;
                let next_error = self.syntax_errors.partition_point(after_name);
                let next_error = self.syntax_errors.get(next_error);
                next_error.is_some_and(|error| *error <= line_end)
            };
            !is_broken && !name.get_ref().starts_with("x-")
        });
        entries.sort_by_key(|(name, _)| name.span().start);
        entries
    }

    fn unknown_name(&mut self, name: &Name<'_>, place: &str, known: &[&str]) {
        let message = format!("unknown key `{}` in {place}", name.get_ref());
        let near = nearest(name.get_ref(), known.iter().copied());
        let problem = Problem::new(UNKNOWN_KEY, name.span(), did_you_mean(message, near));
        self.problems.push(match near {
            Some(_) => problem,
            None => problem.help(format!("the keys are {}", known.join(", "))),
        });
    }

    fn report(&mut self, code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) {
        self.problems.push(Problem::new(code, span, message));
    }
}

fn did_you_mean(message: String, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("{message}; did you mean `{near}`?"),
        None => message,
    }
}

/// Parses a key that an action may have in a context.
fn parse_key(text: &str, context: KeyContext, action: Action) -> Result<KeyChord, String> {
    let key = KeyChord::parse(text)?;
    if key.text().is_some() && context == KeyContext::Prompt {
        return Err(format!("{key} types text in a prompt"));
    }
    match fixed_action(context, key) {
        Some(other) if other != action => {
            let name = other.info().name;
            Err(format!(
                "{key} is always `{name}`, so that there is a way out"
            ))
        }
        _ => Ok(key),
    }
}
