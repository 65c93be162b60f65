//! TOML to a table, with every error of its syntax, and as much as can be had in spite of them.
//!
//! Owns what is done where the file is not TOML. It must not know what the keys mean.
//!
//! The parser goes on after an error, but some errors swallow the rest of the file: a bracket or
//! quotation mark that is never closed, a key without a value, a header with one bracket too few. So
//! where there are errors, the file is cut into statements, each is tried by itself, and those that
//! would swallow others are mended or blanked out before the whole is parsed again.

mod words;

use std::collections::{HashMap, HashSet};

use toml::de::{DeTable, DeValue, Error};

use super::statements::{Kind, Statement, cut};
use crate::apparatus::Span;
use crate::apparatus::diagnostics::{Lines, Problem, SYNTAX, WRONG_TYPE};

/// At most so many errors of one statement are told: the rest follow from the first.
const ERRORS: usize = 4;

/// How the parser's message on a second `=` begins.
const EXTRA: &str = "extra `=`";

/// Of one line no more are told.
const ERRORS_OF_A_LINE: usize = 20;

/// A file that can be parsed to its end.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    /// Its text.
    pub(crate) text: String,
    /// What was wrong with what was mended, with spans in the file.
    pub(crate) problems: Vec<Problem>,
    /// Headers of tables that have lost a key, by where they begin in the mended text.
    pub(super) lossy: HashSet<usize>,
    shifts: Vec<Shift>,
}

/// From a place in the mended text on it has so much more than the file.
#[derive(Debug, Clone, Copy)]
struct Shift {
    place: usize,
    bytes: usize,
    /// What stands before the place stands before this one in the file.
    file: usize,
}

impl Mended {
    /// From a span of the mended text to one of the file.
    pub(crate) fn back(&self, span: &Span) -> Span {
        let back = |at: usize| {
            let next = self.shifts.partition_point(|shift| shift.place <= at);
            let before = next
                .checked_sub(1)
                .and_then(|before| self.shifts.get(before));
            let at = at - before.map_or(0, |shift| shift.bytes);
            self.shifts.get(next).map_or(at, |shift| at.min(shift.file))
        };
        let start = back(span.start);
        start..back(span.end).max(start)
    }
}

/// What stays of a statement with an error that swallows nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// What the parser makes of it.
    Parts,
    /// Nothing.
    Nothing,
}

/// Mends a file for which the parser has found errors. `lists` are the names of the tables that are
/// written with two brackets, `tables` those with one.
pub(crate) fn mend(file: &str, lists: &[&str], tables: &[&str], keep: Keep) -> Mended {
    let mut mended = Mended::default();
    let mut text = String::with_capacity(file.len() + 64);
    let mut header = 0;
    for Statement { range, kind } in cut(file) {
        let statement = file.get(range.clone()).unwrap_or_default();
        match kind {
            Kind::Header => {
                header = text.len() + (statement.len() - statement.trim_start().len());
                if let Some((instead, problem)) = mend_header(statement, range.start, lists, tables)
                {
                    mended.problems.push(problem);
                    text.push_str(&instead);
                    mended.shifts.push(Shift {
                        place: text.len(),
                        bytes: text.len() - range.end,
                        file: range.start + statement.trim_end_matches('\n').len(),
                    });
                } else {
                    text.push_str(statement);
                }
            }
            Kind::Key if loses(statement, keep) => {
                mended.problems.extend(problems(statement, range.start));
                mended.lossy.insert(header);
                text.extend(
                    statement
                        .bytes()
                        .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
                );
            }
            _ => text.push_str(statement),
        }
    }
    mended.text = text;
    mended
}

/// What is wrong with a statement that begins at `start`. Of errors at one place the last is told: it
/// is the innermost, as the string that is not closed in a list that therefore is not either.
fn problems(statement: &str, start: usize) -> Vec<Problem> {
    let (_, errors) = DeTable::parse_recoverable(statement);
    let mut problems: Vec<Problem> = Vec::new();
    // Several may be at one place, so more are looked at than are told.
    for error in errors.iter().take(4 * ERRORS) {
        let one = problem_of(error, statement, start);
        problems.retain(|other| other.span != one.span);
        problems.push(one);
        if error.message().starts_with(EXTRA) {
            // To the parser the value ends there: that it goes on is not another mistake.
            break;
        }
    }
    problems.truncate(ERRORS);
    problems
}

/// What is wrong with a file, as the parser has it; of a line only so much as anybody would read.
pub(super) fn problems_of<'a>(
    file: &'a str,
    errors: &'a [Error],
) -> impl Iterator<Item = Problem> + 'a {
    let lines = Lines::new(file);
    let mut told: HashMap<usize, usize> = HashMap::new();
    errors.iter().filter_map(move |error| {
        if let Some(span) = error.span() {
            let count = told.entry(lines.range(span.start).start).or_default();
            *count += 1;
            if *count > ERRORS_OF_A_LINE {
                return None;
            }
        }
        Some(problem(error, 0))
    })
}

/// Whether a statement cannot stay, as what follows it is lost to the parser, it has no value, or it is
/// not to be kept.
fn loses(statement: &str, keep: Keep) -> bool {
    const NEXT: &str = "x-next";
    if DeTable::parse(statement).is_ok() {
        return false;
    }
    if keep == Keep::Nothing {
        return true;
    }
    let followed = format!("{statement}\n{NEXT} = 1\n");
    let (table, _) = DeTable::parse_recoverable(&followed);
    !table.get_ref().contains_key(NEXT) || has_made(table.get_ref())
}

/// Whether the parser has made up a value that is not there: it stands nowhere.
fn has_made(table: &DeTable<'_>) -> bool {
    table.values().any(|value| match value.get_ref() {
        DeValue::Table(table) => has_made(table),
        DeValue::Array(_) => false,
        _ => value.span().is_empty(),
    })
}

/// A table that is another program's.
const OTHERS: &str = "[[x-]]";

/// What to put for a header that cannot stay, at least as long as it, and what is wrong with it.
/// One that tells nothing becomes another program's, so that its keys are nobody else's.
fn mend_header(
    header: &str,
    start: usize,
    lists: &[&str],
    tables: &[&str],
) -> Option<(String, Problem)> {
    let line = header.split('#').next().unwrap_or_default().trim();
    let name = line.trim_matches(['[', ']', ' ', '\t']);
    let double = line.starts_with("[[");
    let begin = start + (header.len() - header.trim_start().len());
    let (_, errors) = DeTable::parse_recoverable(header);
    let (instead, problem) = if let Some(error) = errors.first() {
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let known = !name.is_empty() && name.chars().all(bare);
        let instead = if lists.contains(&name) || known && double && !tables.contains(&name) {
            format!("[[{name}]]")
        } else if known {
            format!("[{name}]")
        } else {
            OTHERS.to_owned()
        };
        let instead = if DeTable::parse(&instead).is_ok() {
            instead
        } else {
            OTHERS.to_owned()
        };
        (instead, problem_of(error, header, start))
    } else if !double && lists.contains(&name) {
        let message = format!("`{name}` is a list of tables, not one table");
        let problem = Problem::new(WRONG_TYPE, begin..begin + line.len(), message)
            .help(format!("write `[[{name}]]`, with two brackets"));
        (format!("[[{name}]]"), problem)
    } else {
        return None;
    };
    let indent = &header[..header.len() - header.trim_start().len()];
    let width = header.trim_end_matches('\n').len();
    let mut instead = format!("{indent}{instead}");
    instead.extend(std::iter::repeat_n(
        ' ',
        width.saturating_sub(instead.len()),
    ));
    instead.push_str(&header[width..]);
    Some((instead, problem))
}

/// The problem of a parser's error; its span is counted from `offset`.
pub(crate) fn problem(error: &Error, offset: usize) -> Problem {
    let span = error
        .span()
        .map(|span| span.start + offset..span.end + offset);
    let (message, help) = words::of(error.message());
    let problem = Problem::new(SYNTAX, span, message);
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// The same, of a statement; where the parser does not say where, its first line.
fn problem_of(error: &Error, statement: &str, start: usize) -> Problem {
    let mut problem = problem(error, start);
    if problem.span.is_none() {
        let begin = statement.len() - statement.trim_start().len();
        let line = statement.trim_start().lines().next().unwrap_or_default();
        problem.span = Some(start + begin..start + begin + line.trim_end().len());
    }
    problem
}
