//! What a document is written as for other programs.
//!
//! Owns the table of formats. It sees the essay, the apparatus and the index, and nothing of the
//! screen: what is exported does not depend on how anything is shown.

mod json;

use std::io::{self, Write};

pub use json::write_json;

use crate::document::Document;

/// A format to export to.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name to ask for it by.
    pub name: &'static str,
    /// What it is, for the help.
    pub about: &'static str,
    /// Writes a document in it.
    ///
    /// # Errors
    ///
    /// Fails where the writer does.
    pub write: fn(&Document, &mut dyn Write) -> io::Result<()>,
}

/// All formats. A further one is a file in `export/` and a row here.
pub const FORMATS: &[Format] = &[Format {
    name: "json",
    about: "everything: essay, themes, claims, actors, relations, notes, with offsets",
    write: json::write,
}];

/// The format of a name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_format_has_a_name_of_its_own_and_is_found_by_it() {
        let names: HashSet<_> = FORMATS.iter().map(|format| format.name).collect();
        assert_eq!(names.len(), FORMATS.len());
        for one in FORMATS {
            assert_eq!(format(one.name).map(|found| found.name), Some(one.name));
            assert!(!one.about.is_empty());
        }
        assert!(format("").is_none());
    }
}
