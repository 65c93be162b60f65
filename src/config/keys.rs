//! The keys of the configuration.
//!
//! Owns what a table of keys may say: which actions have keys where, that no key means two things,
//! and that text stays text where it is typed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::apparatus::Span;
use crate::apparatus::diagnostics::{Code, Problem, Severity};
use crate::apparatus::parse::fields::{Key as Name, Reader, Value};
use crate::tui::action::Action;
use crate::tui::keymap::{Context, DEFAULTS, Key, Keymap, fixed};

const BAD_KEY: Code = Code {
    name: "bad-key",
    severity: Severity::Error,
};

const KEY_TWICE: Code = Code {
    name: "key-twice",
    severity: Severity::Error,
};

/// The tables of `[keys]`.
pub(super) const CONTEXTS: [(&str, Context); 2] =
    [("reader", Context::Reader), ("prompt", Context::Prompt)];

/// The keys that are given to an action.
struct Chosen {
    context: Context,
    action: Action,
    keys: Vec<Spanned<Key>>,
    /// It is to have none.
    none: bool,
}

/// The actions that have keys in a context, in the order of the shipped table.
pub(super) fn actions(context: Context) -> impl Iterator<Item = Action> {
    let rows = DEFAULTS.iter().filter(move |(of, ..)| *of == context);
    rows.map(|&(_, _, action)| action)
}

/// Reads `[keys]`.
pub(super) fn read(reader: &mut Reader, value: Value<'_>) -> Keymap {
    let mut chosen = Vec::new();
    let tables = reader.table("keys", value).map(|(_, table)| table);
    for (key, value) in tables.unwrap_or_default() {
        let name = key.get_ref().as_ref();
        let Some(&(_, context)) = CONTEXTS.iter().find(|(of, _)| *of == name) else {
            unknown(reader, &key);
            continue;
        };
        if let Some((_, table)) = reader.table(name, value) {
            chosen.extend(table_of(reader, name, context, table));
        }
    }
    drop_repeated(reader, &mut chosen);
    // Where nothing of what was wanted can be had, the shipped keys are better than none.
    chosen.retain(|one| one.none || !one.keys.is_empty());
    let rows: Vec<_> = chosen
        .iter()
        .map(|one| {
            let keys = one.keys.iter().map(|key| *key.get_ref());
            (one.context, one.action, keys.collect())
        })
        .collect();
    Keymap::with(&rows)
}

fn unknown(reader: &mut Reader, key: &Name<'_>) {
    if Action::named(key.get_ref()).is_some() {
        let message = format!("`{}` stands in no table of keys", key.get_ref());
        let help = "write it below `[keys.reader]`, or `[keys.prompt]` for what is typed";
        reader.report(Problem::new(BAD_KEY, reader.at(key), message).help(help));
    } else {
        reader.unknown_key(key, "`[keys]`", &CONTEXTS.map(|(name, _)| name));
    }
}

fn table_of(
    reader: &mut Reader,
    table_name: &str,
    context: Context,
    table: DeTable<'_>,
) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    for (key, value) in table {
        let asked = Action::named(key.get_ref());
        if let Some(action) = asked.filter(|asked| actions(context).any(|of| of == *asked)) {
            chosen.push(Chosen {
                context,
                action,
                none: value.get_ref().as_array().is_some_and(|all| all.is_empty()),
                keys: list(reader, &key, value, (context, action)),
            });
        } else {
            let known: Vec<&str> = actions(context).map(|of| of.entry().name).collect();
            reader.unknown_key(&key, &format!("`[keys.{table_name}]`"), &known);
        }
    }
    chosen
}

/// A list of keys; one alone needs no brackets.
fn list<'i>(
    reader: &mut Reader,
    name: &Name<'i>,
    value: Value<'i>,
    of: (Context, Action),
) -> Vec<Spanned<Key>> {
    let span = value.span();
    let items = match value.into_inner() {
        DeValue::Array(items) => items.into_iter().collect(),
        other => vec![Spanned::new(span, other)],
    };
    let read = |item: Value<'i>| {
        let at = reader.at(&item);
        let DeValue::String(text) = item.get_ref() else {
            let (name, value) = (name.get_ref(), (item.get_ref(), at));
            reader.wrong_type(name, value, "a list of keys", "[\"x\", \"Ctrl-x\"]");
            return None;
        };
        match key(text, of) {
            Ok(key) => Some(Spanned::new(at, key)),
            Err(why) => {
                reader.report(Problem::new(BAD_KEY, at, why));
                None
            }
        }
    };
    items.into_iter().filter_map(read).collect()
}

/// A key that an action may have.
fn key(text: &str, (context, action): (Context, Action)) -> Result<Key, String> {
    let key = Key::parse(text)?;
    if key.text().is_some() && context == Context::Prompt {
        return Err(format!("in a prompt {key} is text that is typed"));
    }
    match fixed(context, key) {
        Some(other) if other != action => {
            let name = other.entry().name;
            Err(format!(
                "{key} is always `{name}`, so that there is a way out"
            ))
        }
        _ => Ok(key),
    }
}

/// Leaves each key to the first action that it is given to.
fn drop_repeated(reader: &mut Reader, chosen: &mut [Chosen]) {
    chosen.sort_by_key(|one| (one.keys.first().map_or(0, |key| key.span().start), 0));
    let mut seen: HashMap<(Context, Key), (Span, Action)> = HashMap::new();
    for one in chosen {
        one.keys
            .retain(|key| match seen.entry((one.context, *key.get_ref())) {
                Entry::Occupied(first) => {
                    let (span, action) = first.get();
                    let name = action.entry().name;
                    let message = format!("{} is given to `{name}` already", key.get_ref());
                    let problem = Problem::new(KEY_TWICE, key.span(), message);
                    reader.report(problem.related(span.clone(), "here"));
                    false
                }
                Entry::Vacant(free) => {
                    free.insert((key.span(), one.action));
                    true
                }
            });
    }
}
