//! TOML to a table, with every error of its syntax.
//!
//! Owns what is done where the file is not TOML. It must not know what the keys mean.

use toml::de::DeTable;

use super::fields::Reader;
use crate::apparatus::problem::{Problem, SYNTAX};

/// Parses as much of a file as can be parsed.
pub(super) fn parse<'i>(file: &'i str, reader: &mut Reader) -> DeTable<'i> {
    let (table, errors) = DeTable::parse_recoverable(file);
    for error in errors {
        reader.report(Problem::new(SYNTAX, error.span(), error.message()));
    }
    table.into_inner()
}
