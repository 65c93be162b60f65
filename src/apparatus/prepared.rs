//! An apparatus as it was read and anchored, to be opened without reading and anchoring it again.
//!
//! Owns that form: JSON with a line for each theme, claim, actor, relation and note, so that a
//! change of it can be reviewed. It is made from an apparatus file, never by hand, and holds only
//! for the very text that it was anchored in. It serves the essay that comes with Postil, whose
//! start-up would otherwise go mostly into reading the same file again with the same result.
//! Places in the file (the `at` of everything) are left out.

use serde::{Deserialize, Serialize};

use super::Apparatus;
use crate::essay::PageParts;

/// An apparatus without problems, with all its passages and mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Which blocks it says to be front and back matter.
    pub page: PageParts,
    /// What it says.
    pub apparatus: Apparatus,
}

impl Prepared {
    /// Reads what [`Prepared::to_json`] has written.
    ///
    /// # Errors
    ///
    /// Where it is something else.
    pub fn from_json(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// Its form on disk.
    ///
    /// # Errors
    ///
    /// None that can be met: every value of it has a JSON form.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let page = serde_json::to_string(&self.page)?;
        let Apparatus {
            essay,
            themes,
            claims,
            actors,
            relations,
            notes,
        } = &self.apparatus;
        let info = serde_json::to_string(essay)?;
        let lists = [
            ("themes", lines(themes)?),
            ("claims", lines(claims)?),
            ("actors", lines(actors)?),
            ("relations", lines(relations)?),
            ("notes", lines(notes)?),
        ];
        let lists = lists.map(|(name, lines)| format!("\"{name}\":[\n{lines}]"));
        let lists = lists.join(",\n");
        Ok(format!(
            "{{\"page\":{page},\n\"apparatus\":{{\"essay\":{info},\n{lists}}}}}\n"
        ))
    }
}

/// A list's members, a line each.
fn lines(list: &[impl Serialize]) -> serde_json::Result<String> {
    let lines: serde_json::Result<Vec<_>> = list.iter().map(serde_json::to_string).collect();
    Ok(lines?.join(",\n"))
}
