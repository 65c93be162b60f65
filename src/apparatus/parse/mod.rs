//! Parses an apparatus file (TOML) into an [`Apparatus`], and reports every problem with its place in
//! the file. Parsing never fails: what cannot be read is reported and left out.

mod cycles;
mod fields;
mod ids;
mod resolve;
mod tables;

use toml::de::DeTable;

use super::diagnostics::{self, MISSING_FIELD, PART_NOT_FOUND, Problem, SYNTAX};
use super::{Apparatus, Span};
use crate::essay::PartOpenings;
use fields::FieldReader;
use tables::Tables;

/// How many syntax errors are reported: most of them follow from the first.
const MAX_SYNTAX_ERRORS: usize = 5;

/// A parsed apparatus file.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The apparatus, without passages of its anchors and mentions of its actors.
    pub apparatus: Apparatus,
    /// Which blocks of the essay are front and back matter.
    pub page_parts: PartOpenings,
    /// What is wrong, in the file's order.
    pub problems: Vec<Problem>,
    /// The keys, words and spans of `page_parts`.
    page_spans: Vec<(&'static str, String, Span)>,
}

impl Parsed {
    /// The problem of opening words, given for `key`, with which no block of the essay begins.
    #[must_use]
    pub fn part_not_found(&self, key: &str, words: &str) -> Problem {
        let mut spans = self.page_spans.iter();
        let found = spans.find(|(other, text, _)| *other == key && text == words);
        let message = format!("no block of the essay begins with these words of `{key}`");
        Problem::new(
            PART_NOT_FOUND,
            found.map(|(.., span)| span.clone()),
            message,
        )
        .help("copy the first words of the block from the essay, without its bullet")
    }
}

/// Parses the text of an apparatus file. What is left out takes as little with it as possible: without
/// its kind, a claim is descriptive and an actor a group; without its sentence, a claim has the words
/// of its first quote; without an id, a thing gets a made one (`claim:3`), and so does the second of
/// two with the same id.
#[must_use]
pub fn parse(file: &str) -> Parsed {
    let mut reader = FieldReader::default();
    let (table, errors) = DeTable::parse_recoverable(file);
    let mut tables = Tables::read(table.into_inner(), &mut reader);
    if !errors.is_empty() {
        report_syntax(file, &errors, &mut tables, &mut reader);
    }
    let page_parts = std::mem::take(&mut tables.page_parts);
    let page_spans = std::mem::take(&mut tables.page_spans);
    let apparatus = resolve::resolve(tables, &mut reader);
    diagnostics::locate(&mut reader.problems, file);
    Parsed {
        apparatus,
        page_parts,
        problems: reader.problems,
        page_spans,
    }
}

/// Reports the errors of a file that is not TOML. The parser goes on after an error, so that a broken
/// statement may cost the rest of its table, and a bracket that is never closed what follows it.
fn report_syntax(
    file: &str,
    errors: &[toml::de::Error],
    tables: &mut Tables<'_>,
    reader: &mut FieldReader,
) {
    let errors = errors.iter().map(|error| {
        // The parser names no place where tables are nested too deeply.
        let span = error.span().unwrap_or(0..0);
        Problem::new(SYNTAX, span, error.message()).help(
            "check that strings are in straight quotes, and that every quote and bracket is closed",
        )
    });
    let mut errors: Vec<Problem> = errors.collect();
    errors.sort_by_key(Problem::order);
    errors.dedup_by(|later, earlier| !file[earlier.order().0..later.order().0].contains('\n'));
    // What is wrong after a syntax error may only follow from it, what is missing in its table may be
    // in what the parser has skipped, and what has no extent was made up by the parser.
    let (first, _) = errors[0].order();
    let table = file[..first].rfind("\n[").unwrap_or(0);
    reader.problems.retain(|problem| {
        let is_missing = problem.code == MISSING_FIELD.name;
        let end = if is_missing { table } else { first };
        let span = problem.span.as_ref();
        span.is_some_and(|span| !span.is_empty() && span.start < end)
    });
    let errors = errors.into_iter();
    reader.problems.extend(errors.take(MAX_SYNTAX_ERRORS));
    for claim in &mut tables.claims {
        let may_be_broken = claim.claim.span.start >= table;
        claim.has_themes |= may_be_broken;
        claim.has_actors |= may_be_broken;
    }
}

#[cfg(test)]
mod tests;
