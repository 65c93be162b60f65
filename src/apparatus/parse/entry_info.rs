//! Reads what every entry may have, and the keys of other programs.

use serde_json::{Number, Value};
use toml::de::{DeTable, DeValue};

use super::fields::TableReader;
use super::tables::date;
use crate::apparatus::{EntryInfo, JsonObject};

impl TableReader<'_, '_> {
    /// Reads what every entry may have.
    pub(super) fn entry_info(&mut self) -> EntryInfo {
        EntryInfo {
            tags: self.tags(),
            attributes: self.attributes(),
            by: self.string("by"),
            created: date(self, "created"),
            modified: date(self, "modified"),
            extra: self.extra(),
        }
    }

    fn tags(&mut self) -> Vec<String> {
        let mut tags = Vec::new();
        for tag in self.spanned_strings("tags") {
            let span = tag.span.clone();
            let tag = tag.into_single_line();
            if tags.contains(&tag) {
                self.reader.report_duplicate(&tag, span);
            } else {
                tags.push(tag);
            }
        }
        tags
    }

    fn attributes(&mut self) -> JsonObject {
        let mut attributes = JsonObject::new();
        let Some(value) = self.table.remove("attributes") else {
            return attributes;
        };
        let span = value.span();
        let table = match value.into_inner() {
            DeValue::Table(table) => table,
            other => {
                let help = "write `attributes = { key = \"value\" }`";
                self.reader
                    .report_wrong_type("attributes", (&other, span), "a table", help);
                return attributes;
            }
        };
        for (key, value) in table {
            let key = key.into_inner().into_owned();
            let span = value.span();
            match value.get_ref() {
                DeValue::Array(_) | DeValue::Table(_) => {
                    let wanted = "a string, a number, or true or false";
                    let help = "write several attributes, or tags";
                    let value = (value.get_ref(), span);
                    self.reader.report_wrong_type(&key, value, wanted, help);
                }
                DeValue::String(_) => {
                    if let Some(text) = self.reader.spanned_string(&key, value) {
                        attributes.insert(key, text.into_single_line().into());
                    }
                }
                _ => drop(attributes.insert(key, to_json(value.into_inner()))),
            }
        }
        attributes
    }

    /// Takes the keys of other programs (`x-…`).
    pub(super) fn extra(&mut self) -> JsonObject {
        let keys = self.table.keys().map(|key| key.get_ref().as_ref());
        let keys: Vec<String> = keys
            .filter(|key| key.starts_with("x-"))
            .map(str::to_owned)
            .collect();
        let values = keys.into_iter().filter_map(|key| {
            let value = self.table.remove(key.as_str())?;
            Some((key, to_json(value.into_inner())))
        });
        values.collect()
    }
}

/// A TOML value as JSON. What JSON lacks becomes a string: dates, infinite numbers and numbers that do not
/// fit in 64 bits.
fn to_json(value: DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.into_owned().into(),
        DeValue::Boolean(flag) => flag.into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| integer.as_str().into(), Value::from),
        DeValue::Float(float) => {
            let number = float.as_str().parse().ok().and_then(Number::from_f64);
            number.map_or_else(|| float.as_str().into(), Value::Number)
        }
        DeValue::Array(items) => items
            .into_iter()
            .map(|item| to_json(item.into_inner()))
            .collect(),
        DeValue::Table(table) => Value::Object(to_object(table)),
    }
}

fn to_object(table: DeTable<'_>) -> JsonObject {
    let entries = table.into_iter();
    let entries =
        entries.map(|(key, value)| (key.into_inner().into_owned(), to_json(value.into_inner())));
    entries.collect()
}
