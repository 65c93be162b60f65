//! Which version of the files is the one to show: the newer one, unless it is worse. And what is said
//! where more is wrong with it than was before.

use crate::apparatus::diagnostics::{DRIFTED, ORPHAN, Problem, SYNTAX};
use crate::document::Document;
use crate::text::count_noun;
use crate::tui::message::ReloadError;

/// The newer document, or why the present one stays: it has an apparatus, or one that is TOML.
pub(super) fn better(present: &Document, newer: Document) -> Result<Document, ReloadError> {
    if present.file.is_some() && newer.file.is_none() {
        let why = "The apparatus is not there any more".to_owned();
        return Err(why.into());
    }
    if is_toml(present) && !is_toml(&newer) {
        return Err(not_toml(newer));
    }
    Ok(newer)
}

/// How much is wrong with a document: how many quotes are not found, how many have drifted, and how
/// many problems there are in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    orphans: usize,
    drifted: usize,
    all: usize,
}

impl Wrong {
    /// How much is wrong, as soon as that is known: not while quotes are still looked for.
    pub(super) fn with(document: &Document) -> Option<Self> {
        if document.is_pending() {
            return None;
        }
        let of = |code: &str| document.problems.iter().filter(|p| p.code == code).count();
        Some(Self {
            orphans: of(ORPHAN.name),
            drifted: of(DRIFTED.name),
            all: document.problems.len(),
        })
    }

    /// What is wrong that was not before, or at all where nothing was before; nothing if nothing is.
    pub(super) fn since(self, before: Option<Self>) -> Option<String> {
        let Some(before) = before else {
            let all = count_noun(self.all, "problem", "problems");
            return (self.all > 0).then(|| format!("{all} in the apparatus"));
        };
        let more = |now: usize, before: usize| now.checked_sub(before).filter(|&more| more > 0);
        if let Some(more) = more(self.orphans, before.orphans) {
            let what = count_noun(more, "quote is", "quotes are");
            return Some(format!("{what} no longer found"));
        }
        if let Some(more) = more(self.drifted, before.drifted) {
            let what = count_noun(more, "quote has", "quotes have");
            return Some(format!("{what} drifted"));
        }
        let more = more(self.all, before.all)?;
        let what = count_noun(more, "more problem", "more problems");
        Some(format!("{what} in the apparatus"))
    }
}

fn is_toml(document: &Document) -> bool {
    !document.problems.iter().any(is_syntax)
}

fn is_syntax(problem: &Problem) -> bool {
    problem.code == SYNTAX.name
}

/// Where an apparatus is not TOML.
fn not_toml(newer: Document) -> ReloadError {
    let syntax: Vec<_> = newer.problems.into_iter().filter(is_syntax).collect();
    let why = syntax.first().map_or_else(String::new, |first| {
        let line = first.position().map_or(1, |(line, _)| line);
        format!("Line {line} of the apparatus: {}", first.message)
    });
    let file = newer.file.unwrap_or_default();
    ReloadError {
        reason: why,
        syntax_errors: syntax,
        file,
    }
}
