//! Parses an apparatus file (TOML) into an [`Apparatus`], and reports every problem with its place in
//! the file. Parsing never fails: what cannot be read is reported and left out.

mod cycles;
mod fields;
mod ids;
mod resolve;
mod tables;

use std::ops::Range;

use toml::de::DeTable;

use super::diagnostics::{self, FORMAT, MISSING_FIELD, PART_NOT_FOUND, Problem, SYNTAX};
use super::{Apparatus, Span};
use crate::essay::PartOpenings;
use fields::{FieldReader, syntax_problem};
pub use resolve::Unreadable;
use tables::Tables;

/// How many syntax errors of one table are reported: most of them follow from the first.
const MAX_SYNTAX_ERRORS: usize = 3;

/// A parsed apparatus file.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The apparatus, without passages of its anchors and mentions of its actors.
    pub apparatus: Apparatus,
    /// Which blocks of the essay are front and back matter.
    pub page_parts: PartOpenings,
    /// What is wrong, in the file's order.
    pub problems: Vec<Problem>,
    /// Claims whose themes or actors could not be read.
    pub unreadable: Unreadable,
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
    let mut tables = Tables::default();
    match DeTable::parse(file) {
        Ok(table) => tables.add(table.into_inner(), &mut reader),
        Err(error) => parse_broken(file, &error, &mut tables, &mut reader),
    }
    if !tables.has_format {
        reader.report(
            FORMAT,
            0..0,
            "the file does not give its format",
            "start it with the line `format = 1`",
        );
    }
    let page_parts = std::mem::take(&mut tables.page_parts);
    let page_spans = std::mem::take(&mut tables.page_spans).into_iter();
    let page_spans = page_spans.map(|(key, text)| (key, text.value.into_owned(), text.span));
    let page_spans = page_spans.collect();
    let (apparatus, unreadable) = resolve::resolve(tables, &mut reader);
    diagnostics::locate(&mut reader.problems, file);
    Parsed {
        apparatus,
        page_parts,
        problems: reader.problems,
        unreadable,
        page_spans,
    }
}

/// Reads a file that is not TOML, table by table: the parser goes on after an error, but for a bracket
/// that is never closed it would take the rest of the file.
fn parse_broken<'i>(
    file: &'i str,
    error: &toml::de::Error,
    tables: &mut Tables<'i>,
    reader: &mut FieldReader,
) {
    for range in table_ranges(file) {
        reader.offset = range.start;
        let (table, errors) = DeTable::parse_recoverable(&file[range.clone()]);
        let (earlier, claims) = (reader.problems.len(), tables.claims.len());
        tables.add(table.into_inner(), reader);
        if errors.is_empty() {
            continue;
        }
        let errors = errors
            .iter()
            .map(|error| syntax_problem(error, range.start));
        let mut errors: Vec<Problem> = errors.collect();
        errors.sort_by_key(Problem::order);
        errors.dedup_by(|later, earlier| !file[earlier.order().0..later.order().0].contains('\n'));
        // What is wrong after a syntax error may only follow from it, what is missing may be in what
        // the parser has skipped, and what has no extent was made up by the parser.
        let first = errors[0].order();
        let follows = |problem: &Problem| {
            problem.code == MISSING_FIELD.name
                || problem.span.as_ref().is_none_or(Span::is_empty)
                || problem.order() >= first
        };
        let others = reader.problems.split_off(earlier).into_iter();
        reader
            .problems
            .extend(others.filter(|other| !follows(other)));
        reader
            .problems
            .extend(errors.into_iter().take(MAX_SYNTAX_ERRORS));
        for claim in &mut tables.claims[claims..] {
            claim.has_themes = true;
            claim.has_actors = true;
        }
        tables.has_format |= range.start == 0;
    }
    reader.offset = 0;
    // Each table may be right by itself, but given twice.
    let error = syntax_problem(error, 0);
    let is_covered = |problem: &Problem| {
        problem.code == SYNTAX.name
            || problem
                .span
                .as_ref()
                .zip(error.span.as_ref())
                .is_some_and(|(span, error)| span.contains(&error.start))
    };
    if !reader.problems.iter().any(is_covered) {
        reader.problems.push(error);
    }
}

/// Cuts a file before each line that begins a table.
fn table_ranges(file: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut offset) = (0, 0);
    for line in file.split_inclusive('\n') {
        if tables::starts_table(line) && offset > start {
            ranges.push(start..offset);
            start = offset;
        }
        offset += line.len();
    }
    ranges.push(start..file.len());
    ranges
}

#[cfg(test)]
mod tests;
