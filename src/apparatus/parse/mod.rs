//! Parses an apparatus file (TOML) into an [`Apparatus`], and reports every problem with its place in
//! the file. Parsing never fails: what cannot be read is reported and left out.

mod cycles;
mod entry_info;
mod fields;
mod ids;
mod resolve;
mod tables;

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::diagnostics::{
    self, MISSING_FIELD, PART_NOT_FOUND, PART_UNCLEAR, Problem, ProblemList, SYNTAX,
};
use super::{Apparatus, Span};
use crate::essay::{PartOpenings, UnclearOpening};
use fields::FieldReader;
use tables::Tables;

/// The maximum number of syntax errors that are reported: most of them follow from the first.
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
    /// Adds the problems of opening words that fit no block of the essay, or several. The title may be
    /// missing from the essay.
    pub fn report_unclear_parts(&mut self, openings: &[UnclearOpening]) {
        let spans = self.page_spans.iter();
        let spans = spans.map(|(key, words, span)| ((*key, words.as_str()), span));
        // Of equal words the first place counts.
        let spans: HashMap<_, _> = spans.rev().collect();
        let mut problems = ProblemList::default();
        for opening in openings.iter().filter(|opening| opening.key != "title") {
            let UnclearOpening { key, words, blocks } = opening;
            let (code, message, help) = match blocks {
                0 => (
                    PART_NOT_FOUND,
                    format!("no block of the essay begins with these words of `{key}`"),
                    "copy the first words of the block from the essay, without its bullet",
                ),
                blocks => (
                    PART_UNCLEAR,
                    format!(
                        "{blocks} blocks begin with these words of `{key}`; the first is meant"
                    ),
                    "give more words, or the whole text of a short block",
                ),
            };
            let span = spans.get(&(*key, words.as_str())).copied().cloned();
            problems.push(Problem::new(code, span, message).help(help));
        }
        self.problems.extend(problems.finish());
    }
}

/// Parses the text of an apparatus file. What is left out takes as little with it as possible: without
/// its kind, an actor is a group; without its sentence, a claim has the words of its first quote; without
/// an id, a thing gets a made one (`claim:3`), and so does the second of
/// two with the same id.
#[must_use]
pub fn parse(file: &str) -> Parsed {
    let mut reader = FieldReader::default();
    let (table, errors) = DeTable::parse_recoverable(file);
    let table_starts = table_starts(file, table.get_ref());
    let mut tables = Tables::read(table.into_inner(), &mut reader);
    if !errors.is_empty() {
        report_syntax(file, &errors, &table_starts, &mut tables, &mut reader);
    }
    let page_parts = std::mem::take(&mut tables.page_parts);
    let page_spans = std::mem::take(&mut tables.page_spans);
    let apparatus = resolve::resolve(tables, &mut reader);
    let mut problems = reader.problems.finish();
    diagnostics::locate(&mut problems, file);
    Parsed {
        apparatus,
        page_parts,
        problems,
        page_spans,
    }
}

/// The offsets of the headers of all top-level tables, in order.
fn table_starts(file: &str, root: &DeTable<'_>) -> Vec<usize> {
    let entries = root.values().flat_map(|value| match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    });
    // Inline tables have no header.
    let mut starts: Vec<usize> = entries
        .filter(|value| value.get_ref().is_table())
        .map(|table| table.span().start)
        .filter(|&start| file[start..].starts_with('['))
        .collect();
    starts.sort_unstable();
    starts
}

/// Reports the errors of a file that is not TOML. The parser goes on after an error, so that a broken
/// statement may cost the rest of its table, and a bracket that is never closed what follows it.
fn report_syntax(
    file: &str,
    errors: &[toml::de::Error],
    table_starts: &[usize],
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
    let table_at = |offset: usize| table_starts.partition_point(|&start| start <= offset);
    let mut first_errors: HashMap<usize, usize> = HashMap::new();
    for (offset, _) in errors.iter().map(Problem::order) {
        first_errors.entry(table_at(offset)).or_insert(offset);
    }
    // In a table with a syntax error, what is wrong after it may only follow from it, and what is
    // missing may be in what the parser has skipped. What has no extent was made up by the parser.
    reader.problems.retain(|problem| {
        let span = problem.span.as_ref().filter(|span| !span.is_empty());
        span.is_some_and(|span| {
            let first_error = first_errors.get(&table_at(span.start));
            first_error
                .is_none_or(|&error| problem.code != MISSING_FIELD.name && span.start < error)
        })
    });
    let errors = errors.into_iter();
    reader.problems.extend(errors.take(MAX_SYNTAX_ERRORS));
    for claim in &mut tables.claims {
        let is_broken = first_errors.contains_key(&table_at(claim.claim.span.start));
        claim.has_themes |= is_broken;
        claim.has_actors |= is_broken;
    }
}

#[cfg(test)]
mod tests;
