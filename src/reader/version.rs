//! Which version of the files is the one to show: the newer one, unless it is worse.

use crate::app::problems::Unread;
use crate::apparatus::problem::{ORPHAN, Problem, SYNTAX};
use crate::index::Document;

/// The newer document, or why the present one stays: it has an apparatus, or one that is TOML.
pub(super) fn better(present: &Document, newer: Document) -> Result<Document, Unread> {
    if present.file.is_some() && newer.file.is_none() {
        let why = "The apparatus is not there any more".to_owned();
        return Err(why.into());
    }
    if is_toml(present) && !is_toml(&newer) {
        return Err(not_toml(newer));
    }
    Ok(newer)
}

/// How many quotes are not found, as soon as that is known.
pub(super) fn orphans(document: &Document) -> Option<usize> {
    let orphans = || document.problems.iter().filter(|p| p.code == ORPHAN.name);
    document.pending().is_none().then(|| orphans().count())
}

fn is_toml(document: &Document) -> bool {
    !document.problems.iter().any(is_syntax)
}

fn is_syntax(problem: &Problem) -> bool {
    problem.code == SYNTAX.name
}

/// Where an apparatus is not TOML.
fn not_toml(newer: Document) -> Unread {
    let syntax: Vec<_> = newer.problems.into_iter().filter(is_syntax).collect();
    let why = syntax.first().map_or_else(String::new, |first| {
        let line = first.position().map_or(1, |(line, _)| line);
        format!("Line {line} of the apparatus: {}", first.message)
    });
    let file = newer.file.unwrap_or_default();
    Unread { why, syntax, file }
}
