//! Parses the text of a configuration file and reports every mistake in it.

use std::ops::RangeInclusive;

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{
    COLOR_TABLES, Config, KEY_TABLES, MAX_FILE_SIZES, MEASURE, NARROW, PaletteChoice, WIDE,
    actions, style,
};
use crate::apparatus::Span;
use crate::apparatus::diagnostics::{self, Code, Problem, SYNTAX, Severity, UNKNOWN_KEY};
use crate::apparatus::nearest::nearest;
use crate::tui::action::Action;
use crate::tui::keymap::{KeyChord, KeyContext, Keymap, fixed_action};
use crate::tui::theme::StyleRole;

const BAD_VALUE: Code = error("bad-value");
const BAD_KEY: Code = error("bad-key");
const DUPLICATE_KEY: Code = error("duplicate-key");

const fn error(name: &'static str) -> Code {
    Code {
        name,
        severity: Severity::Error,
    }
}

/// Parses a configuration. Returns the settings in force and the problems, in the file's order.
#[must_use]
pub fn read(file: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(file);
    let mut reader = ConfigReader::default();
    for error in &errors {
        reader.report(SYNTAX, error.span(), error.message());
    }
    let mut settings = Vec::new();
    collect_settings(table.into_inner(), &[], &mut settings);
    settings.sort_by_key(|setting| setting.name_span.start);
    let syntax_errors: Vec<_> = errors.iter().filter_map(toml::de::Error::span).collect();
    for setting in settings {
        // The parser may have made anything of a statement with a syntax error.
        let end = setting.value.span().end;
        let line_end = memchr::memchr(b'\n', &file.as_bytes()[end..]);
        let line_end = line_end.map_or(file.len(), |length| end + length);
        let statement = setting.name_span.start..=line_end;
        if !syntax_errors
            .iter()
            .any(|error| statement.contains(&error.start))
        {
            reader.read(&setting);
        }
    }
    reader.config.keys = Keymap::new(&reader.bindings);
    let mut problems = reader.problems;
    diagnostics::locate(&mut problems, file);
    // One mistake may cause several syntax errors in its line.
    let line = |problem: &Problem| problem.position.map(|at| at.line);
    let is_syntax = |problem: &Problem| problem.code == SYNTAX.name;
    problems
        .dedup_by(|next, first| is_syntax(first) && is_syntax(next) && line(first) == line(next));
    (reader.config, problems)
}

/// A value and its path, such as `["layout", "wide"]`.
struct Setting<'i> {
    path: Vec<String>,
    name_span: Span,
    value: Spanned<DeValue<'i>>,
}

/// Adds the settings of a table and of the known tables inside it.
fn collect_settings<'i>(table: DeTable<'i>, parent: &[String], settings: &mut Vec<Setting<'i>>) {
    for (name, value) in table {
        let (name_span, value_span) = (name.span(), value.span());
        let path = [parent, &[name.into_inner().into_owned()]].concat();
        let names: Vec<_> = path.iter().map(String::as_str).collect();
        if names.last().is_some_and(|name| name.starts_with("x-")) {
            continue;
        }
        match value.into_inner() {
            DeValue::Table(table) if is_table(&names) => collect_settings(table, &path, settings),
            value => settings.push(Setting {
                path,
                name_span,
                value: Spanned::new(value_span, value),
            }),
        }
    }
}

fn is_table(path: &[&str]) -> bool {
    match path {
        ["layout" | "keys" | "colors"] => true,
        ["keys", name] => KEY_TABLES.iter().any(|(table, _)| table == name),
        ["colors", name] => COLOR_TABLES.iter().any(|(table, _)| table == name),
        _ => false,
    }
}

#[derive(Default)]
struct ConfigReader {
    config: Config,
    problems: Vec<Problem>,
    bindings: Vec<(KeyContext, Action, Vec<KeyChord>)>,
    /// The keys bound so far, and where.
    bound: Vec<(KeyContext, KeyChord, Action, Span)>,
}

impl ConfigReader {
    fn read(&mut self, setting: &Setting<'_>) {
        let path: Vec<_> = setting.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            path if is_table(path) => self.report_invalid_value(setting, "must be a table"),
            ["palette"] => self.palette(setting),
            ["measure"] => self.number(setting, &MEASURE, |config| &mut config.options.measure),
            ["max_file_size"] => {
                self.number(setting, &MAX_FILE_SIZES, |config| &mut config.max_file_size);
            }
            ["mouse"] => match setting.value.get_ref().as_bool() {
                Some(mouse) => self.config.options.mouse = mouse,
                None => self.report_invalid_value(setting, "must be true or false"),
            },
            ["layout", "wide"] => {
                self.number(setting, &WIDE, |config| {
                    &mut config.options.breakpoints.wide
                });
            }
            ["layout", "narrow"] => {
                self.number(setting, &NARROW, |config| {
                    &mut config.options.breakpoints.stacked
                });
            }
            ["keys", table, action] => self.keys(setting, table, action),
            ["keys", action] if Action::from_name(action).is_some() => {
                let message = format!("`{action}` must be in [keys.reader] or [keys.prompt]");
                self.report(BAD_KEY, setting.name_span.clone(), message);
            }
            ["keys", _] => self.report_unknown_name(setting, &KEY_TABLES.map(|(name, _)| name)),
            ["colors", table @ .., role] => self.color(setting, table.first().copied(), role),
            ["layout", _] => self.report_unknown_name(setting, &["wide", "narrow"]),
            _ => {
                let known = [
                    "palette",
                    "measure",
                    "mouse",
                    "max_file_size",
                    "layout",
                    "keys",
                    "colors",
                ];
                self.report_unknown_name(setting, &known);
            }
        }
    }

    fn palette(&mut self, setting: &Setting<'_>) {
        let word = setting.value.get_ref().as_str().unwrap_or_default();
        if let Ok(palette) = PaletteChoice::from_str(word, false) {
            self.config.palette = palette;
            return;
        }
        let names = PaletteChoice::names();
        let message = format!("must be one of {}", names.join(", "));
        self.report_invalid_value(setting, &did_you_mean(message, nearest(word, names)));
    }

    fn number(
        &mut self,
        setting: &Setting<'_>,
        range: &RangeInclusive<u16>,
        option: impl FnOnce(&mut Config) -> &mut u16,
    ) {
        let integer = setting.value.get_ref().as_integer();
        let number = integer.and_then(|it| u16::from_str_radix(it.as_str(), it.radix()).ok());
        if let Some(number) = number.filter(|number| range.contains(number)) {
            *option(&mut self.config) = number;
        } else {
            let (min, max) = (range.start(), range.end());
            let rule = format!("must be a whole number from {min} to {max}");
            self.report_invalid_value(setting, &rule);
        }
    }

    fn keys(&mut self, setting: &Setting<'_>, table: &str, action: &str) {
        let found = KEY_TABLES.iter().find(|(name, _)| *name == table);
        let (_, context) = *found.expect("only known tables are collected");
        let mut known = actions(context);
        let Some(action) = known.find(|known| known.info().name == action) else {
            let names: Vec<_> = actions(context).map(|action| action.info().name).collect();
            return self.report_unknown_name(setting, &names);
        };
        let items: Vec<_> = match setting.value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![&setting.value],
        };
        let mut keys = Vec::new();
        for item in &items {
            let Some(text) = item.get_ref().as_str() else {
                let name = action.info().name;
                let message =
                    format!("`{name}` must be a list of keys, such as [\"x\", \"Ctrl-x\"]");
                self.report(BAD_VALUE, item.span(), message);
                continue;
            };
            match parse_key(text, context, action) {
                Ok(key) => {
                    let mut bound = self.bound.iter();
                    let first = bound.find(|&&(of, bound, ..)| (of, bound) == (context, key));
                    if let Some((.., action, first)) = first {
                        let message = format!("{key} is already `{}`", action.info().name);
                        let problem = Problem::new(DUPLICATE_KEY, item.span(), message);
                        self.problems.push(problem.related(first.clone(), "here"));
                    } else {
                        self.bound.push((context, key, action, item.span()));
                        keys.push(key);
                    }
                }
                Err(message) => self.report(BAD_KEY, item.span(), message),
            }
        }
        // An action keeps its default keys if all of its own are wrong.
        if items.is_empty() || !keys.is_empty() {
            self.bindings.push((context, action, keys));
        }
    }

    fn color(&mut self, setting: &Setting<'_>, table: Option<&str>, role: &str) {
        let table = COLOR_TABLES.iter().find(|(name, _)| Some(*name) == table);
        let background = table.map(|(_, background)| *background);
        let Some(role) = StyleRole::from_name(role) else {
            let roles: Vec<_> = StyleRole::ALL.iter().map(|role| role.name()).collect();
            return self.report_unknown_name(setting, &roles);
        };
        let Some(text) = setting.value.get_ref().as_str() else {
            return self.report_invalid_value(setting, "must be a style, such as \"bold red\"");
        };
        match style::parse(text) {
            Ok(style) => self.config.colors.set(background, role, style),
            Err(message) => {
                let problem = Problem::new(BAD_VALUE, setting.value.span(), message);
                self.problems.push(problem.help(style::SYNTAX_HELP));
            }
        }
    }

    fn report_unknown_name(&mut self, setting: &Setting<'_>, known: &[&str]) {
        let (name, table) = setting.path.split_last().expect("a path is not empty");
        let place = match table {
            [] => "the configuration".to_owned(),
            names => format!("[{}]", names.join(".")),
        };
        let near = nearest(name, known.iter().copied());
        let message = did_you_mean(format!("unknown key `{name}` in {place}"), near);
        let problem = Problem::new(UNKNOWN_KEY, setting.name_span.clone(), message);
        self.problems.push(match near {
            Some(_) => problem,
            None => problem.help(format!("the keys are {}", known.join(", "))),
        });
    }

    /// Reports that the value of a setting is wrong; `rule` follows its name.
    fn report_invalid_value(&mut self, setting: &Setting<'_>, rule: &str) {
        let name = setting.path.last().expect("a path is not empty");
        self.report(BAD_VALUE, setting.value.span(), format!("`{name}` {rule}"));
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
