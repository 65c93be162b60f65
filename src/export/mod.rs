//! Export formats, one file each.

mod json;

use std::io::{self, Write};

pub use json::write_json;

use crate::document::Document;

/// A format to export to.
#[derive(Debug, Clone, Copy)]
pub struct ExportFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// A description for the help.
    pub about: &'static str,
    /// Writes a document in this format.
    ///
    /// # Errors
    ///
    /// Fails if the writer does.
    pub write: fn(&Document, &mut dyn Write) -> io::Result<()>,
}

/// All formats. A new one is a file in `export/` and an entry here.
pub const FORMATS: &[ExportFormat] = &[ExportFormat {
    name: "json",
    about: "everything: essay, themes, claims, actors, relations, notes, with offsets",
    write: json::write,
}];

/// The format with a name.
#[must_use]
pub fn format(name: &str) -> Option<&'static ExportFormat> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn formats_have_unique_names() {
        let names: HashSet<_> = FORMATS.iter().map(|format| format.name).collect();
        assert_eq!(names.len(), FORMATS.len());
        for one in FORMATS {
            assert_eq!(format(one.name).map(|found| found.name), Some(one.name));
            assert!(!one.about.is_empty());
        }
        assert!(format("").is_none());
    }
}
