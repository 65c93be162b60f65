//! The configuration file: TOML to [`Config`], with every mistake on the way.
//!
//! Owns the settings' names and what each must hold. What is wrong is left as it is shipped.

use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

use super::{Background, Config, MEASURE, NARROW, WIDE, keys, style};
use crate::apparatus::diagnostics::{self, Code, Problem, Severity};
use crate::apparatus::parse::fields::{Key, Reader, Value};
use crate::apparatus::parse::syntax::{self, Keep};
use crate::tui::theme::{Colours, Ground, Role};

const OUT_OF_RANGE: Code = Code {
    name: "out-of-range",
    severity: Severity::Error,
};

const BAD_STYLE: Code = Code {
    name: "bad-style",
    severity: Severity::Error,
};

const SETTINGS: &[&str] = &["palette", "measure", "mouse", "layout", "keys", "colors"];

const LAYOUT: &[&str] = &["wide", "narrow"];

/// The headers that there are, for what is like them but not TOML.
const TABLES: &[&str] = &[
    "layout",
    "keys",
    "keys.reader",
    "keys.prompt",
    "colors",
    "colors.dark",
    "colors.light",
];

/// The tables of colours for one background.
pub(super) const GROUNDS: [(&str, Ground); 2] = [("dark", Ground::Dark), ("light", Ground::Light)];

/// Reads a configuration (the text of its file). Gives what is in force then, and what is wrong, in
/// the file's order.
#[must_use]
pub fn read(file: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(file);
    let (config, mut problems) = if errors.is_empty() {
        settings(table.into_inner())
    } else {
        broken(file)
    };
    diagnostics::locate(&mut problems, file);
    (config, problems)
}

/// Reads what is no TOML, without the statements that make it none.
fn broken(file: &str) -> (Config, Vec<Problem>) {
    let mended = syntax::mend(file, &[], TABLES, Keep::Nothing);
    let (table, errors) = DeTable::parse_recoverable(&mended.text);
    let (config, mut problems) = settings(table.into_inner());
    problems.extend(errors.iter().map(|error| syntax::problem(error, 0)));
    for span in problems.iter_mut().flat_map(Problem::spans_mut) {
        *span = mended.back(span);
    }
    problems.extend(mended.problems);
    (config, problems)
}

fn settings(table: DeTable<'_>) -> (Config, Vec<Problem>) {
    let (mut config, mut reader) = (Config::default(), Reader::default());
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "palette" => set(&mut config.palette, background(&mut reader, &key, value)),
            "measure" => set(
                &mut config.measure,
                number(&mut reader, &key, &value, &MEASURE),
            ),
            "mouse" => set(&mut config.mouse, boolean(&mut reader, &key, &value)),
            "layout" => layout(&mut reader, value, &mut config),
            "keys" => config.keys = keys::read(&mut reader, value),
            "colors" => colours(&mut reader, value, &mut config.colours),
            _ => reader.unknown_key(&key, "the configuration", SETTINGS),
        }
    }
    (config, reader.problems)
}

fn set<T>(to: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *to = value;
    }
}

fn background<'i>(reader: &mut Reader, key: &Key<'i>, value: Value<'i>) -> Option<Background> {
    let word = reader.text(key, value)?;
    let mut all = Background::ALL.iter();
    let found = all.find(|(name, _)| *name == word.value);
    if found.is_none() {
        let names = Background::ALL.map(|(name, _)| name);
        reader.unknown_word(&word, "palette", &names);
    }
    found.map(|&(_, background)| background)
}

fn boolean(reader: &mut Reader, key: &Key<'_>, value: &Value<'_>) -> Option<bool> {
    if let DeValue::Boolean(value) = value.get_ref() {
        return Some(*value);
    }
    let at = reader.at(value);
    reader.wrong_type(
        key.get_ref(),
        (value.get_ref(), at),
        "true or false",
        "true",
    );
    None
}

fn number(
    reader: &mut Reader,
    key: &Key<'_>,
    value: &Value<'_>,
    range: &RangeInclusive<u16>,
) -> Option<u16> {
    let (name, at) = (key.get_ref(), reader.at(value));
    let DeValue::Integer(integer) = value.get_ref() else {
        let example = range.start().to_string();
        reader.wrong_type(name, (value.get_ref(), at), "a whole number", &example);
        return None;
    };
    let number = u16::from_str_radix(integer.as_str(), integer.radix());
    let number = number.ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (least, most) = (range.start(), range.end());
        let message = format!("`{name}` is a number of columns from {least} to {most}");
        reader.report(Problem::new(OUT_OF_RANGE, at, message));
    }
    number
}

fn layout(reader: &mut Reader, value: Value<'_>, config: &mut Config) {
    let Some((_, table)) = reader.table("layout", value) else {
        return;
    };
    let to = &mut config.thresholds;
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "wide" => set(&mut to.wide, number(reader, &key, &value, &WIDE)),
            "narrow" => set(&mut to.stacked, number(reader, &key, &value, &NARROW)),
            _ => reader.unknown_key(&key, "`[layout]`", LAYOUT),
        }
    }
}

fn colours(reader: &mut Reader, value: Value<'_>, to: &mut Colours) {
    let Some((_, table)) = reader.table("colors", value) else {
        return;
    };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        match GROUNDS.iter().find(|(ground, _)| *ground == name) {
            Some(&(_, ground)) => {
                let Some((_, table)) = reader.table(name, value) else {
                    continue;
                };
                let place = format!("`[colors.{name}]`");
                for (key, value) in table {
                    colour(reader, &key, &value, (Some(ground), &place), to);
                }
            }
            None => colour(reader, &key, &value, (None, "`[colors]`"), to),
        }
    }
}

fn colour<'i>(
    reader: &mut Reader,
    key: &Key<'i>,
    value: &Value<'i>,
    (ground, place): (Option<Ground>, &str),
    to: &mut Colours,
) {
    let Some(role) = Role::named(key.get_ref()) else {
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        reader.unknown_key(key, place, &names);
        return;
    };
    let at = reader.at(value);
    let DeValue::String(text) = value.get_ref() else {
        let value = (value.get_ref(), at);
        reader.wrong_type(key.get_ref(), value, "a style", "\"bold red\"");
        return;
    };
    match style::parse(text) {
        Ok(style) => to.choose(ground, role, style),
        Err(why) => reader.report(Problem::new(BAD_STYLE, at, why).help(style::HOW)),
    }
}
