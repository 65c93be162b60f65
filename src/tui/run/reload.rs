//! Decides whether a reloaded document replaces the current one, and describes its new problems.

use crate::apparatus::diagnostics::{DRIFTED, ORPHAN, Problem, SYNTAX, total};
use crate::document::Document;
use crate::text::count_noun;
use crate::tui::message::ReloadError;

/// Accepts the newer document, unless its apparatus is gone or has syntax errors while the current one
/// has none.
///
/// # Errors
///
/// The reason to keep the current document.
pub(super) fn accept(current: &Document, newer: Document) -> Result<Document, ReloadError> {
    if current.apparatus_source.is_some() && newer.apparatus_source.is_none() {
        return Err("The apparatus file is gone".to_owned().into());
    }
    if has_syntax_errors(&newer) && !has_syntax_errors(current) {
        return Err(syntax_error(newer));
    }
    Ok(newer)
}

fn has_syntax_errors(document: &Document) -> bool {
    document.problems.iter().any(is_syntax_error)
}

fn is_syntax_error(problem: &Problem) -> bool {
    problem.code == SYNTAX.name
}

fn syntax_error(newer: Document) -> ReloadError {
    let syntax_errors: Vec<_> = newer.problems.into_iter().filter(is_syntax_error).collect();
    let first = syntax_errors.first().expect("the caller found one");
    let line = first.position.map_or(1, |at| at.line);
    ReloadError {
        reason: format!("Line {line} of the apparatus: {}", first.message),
        syntax_errors,
        apparatus_source: newer
            .apparatus_source
            .expect("syntax errors come from a file"),
    }
}

/// The number of problems of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProblemCounts {
    orphans: usize,
    drifted: usize,
    all: usize,
}

impl ProblemCounts {
    /// Counts the problems; `None` while quotes are still being searched for.
    pub(super) fn new(document: &Document) -> Option<Self> {
        if document.is_pending() {
            return None;
        }
        let count = |code| {
            total(
                document
                    .problems
                    .iter()
                    .filter(|problem| problem.code == code),
            )
        };
        Some(Self {
            orphans: count(ORPHAN.name),
            drifted: count(DRIFTED.name),
            all: total(&document.problems),
        })
    }

    /// Describes the problems that are new since `before`, or all without one; `None` if there are
    /// none.
    pub(super) fn describe_new(self, before: Option<Self>) -> Option<String> {
        let Some(before) = before else {
            let all = count_noun(self.all, "problem", "problems");
            return (self.all > 0).then(|| format!("{all} in the apparatus"));
        };
        if let Some(new @ 1..) = self.orphans.checked_sub(before.orphans) {
            let quotes = count_noun(new, "quote is", "quotes are");
            return Some(format!("{quotes} no longer found"));
        }
        if let Some(new @ 1..) = self.drifted.checked_sub(before.drifted) {
            let quotes = count_noun(new, "quote has", "quotes have");
            return Some(format!("{quotes} drifted"));
        }
        let new = self.all.checked_sub(before.all).filter(|&new| new > 0)?;
        let problems = count_noun(new, "more problem", "more problems");
        Some(format!("{problems} in the apparatus"))
    }
}
