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
            tags: self.strings("tags"),
            attributes: self.attributes(),
            by: self.string("by"),
            created: date(self, "created"),
            modified: date(self, "modified"),
            extra: self.extra(),
        }
    }

    fn attributes(&mut self) -> JsonObject {
        match self.take("attributes") {
            None => JsonObject::new(),
            Some((_, DeValue::Table(table))) => to_object(&table, ""),
            Some((span, other)) => {
                let help = "write `attributes = { key = \"value\" }`";
                let value = (&other, span);
                self.reader
                    .report_wrong_type("attributes", value, "a table", help);
                JsonObject::new()
            }
        }
    }

    /// The keys of other programs.
    pub(super) fn extra(&self) -> JsonObject {
        to_object(&self.table, "x-")
    }
}

/// The keys of a table that begin with `prefix`.
fn to_object(table: &DeTable<'_>, prefix: &str) -> JsonObject {
    let entries = table
        .iter()
        .map(|(key, value)| (key.get_ref(), value.get_ref()));
    let entries = entries.filter(|(key, _)| key.starts_with(prefix));
    entries
        .map(|(key, value)| (key.to_string(), to_json(value)))
        .collect()
}

/// A TOML value as JSON. What JSON lacks becomes a string: dates, infinite numbers and numbers that do not
/// fit in 64 bits.
fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| integer.as_str().into(), Value::from),
        DeValue::Float(float) => {
            let number = float.as_str().parse().ok().and_then(Number::from_f64);
            number.map_or_else(|| float.as_str().into(), Value::Number)
        }
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => to_object(table, "").into(),
    }
}
