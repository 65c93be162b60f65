//! `postil check`: every problem of an apparatus, for people or for programs.
//!
//! Owns how a problem is written. What is a problem, and how bad it is, is the apparatus's to say.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::args::Report;
use super::look;
use super::open::{Care, Input, Opened, open};
use super::output::{self, styled};
use super::request::Look;
use crate::app::detail::counted;
use crate::apparatus::problem::{Lines, Position, Problem, Severity};
use crate::essay::visible;
use crate::palette::{Palette, Role};

/// More problems than this are only counted.
const MOST: usize = 1_000;

/// Checks what `input` names; fails for an error, or, if `strict`, for any problem.
pub(super) fn run(input: &Input, look: Look, report: Report, strict: bool) -> Result<ExitCode> {
    let opened = open(input, Care::Check)?;
    let palette = look::of_print(look);
    output::print(|to| match report {
        Report::Text => text(to, &opened, palette),
        Report::Json => json(to, &opened),
    })?;
    let failed = failed(&opened.document.problems, strict);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Whether the check failed: there is an error, or, if `strict`, anything at all.
fn failed(problems: &[Problem], strict: bool) -> bool {
    strict && !problems.is_empty()
        || problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
}

/// Writes the problems for people: each with its place and its line, and a count of them all.
fn text(to: &mut dyn Write, opened: &Opened, palette: Option<Palette>) -> io::Result<()> {
    let problems = &opened.document.problems;
    let Some(file) = &opened.document.file else {
        return writeln!(to, "The essay has no apparatus: there is nothing to check.");
    };
    let name = opened.apparatus_name();
    let lines = Lines::new(file);
    for problem in problems.iter().take(MOST) {
        one(to, &name, &lines, file, problem, palette)?;
    }
    if problems.len() > MOST {
        writeln!(to, "… and {} more\n", problems.len() - MOST)?;
    }
    writeln!(to, "{name}: {}", summary(problems))
}

fn summary(problems: &[Problem]) -> String {
    let count = |severity| {
        problems
            .iter()
            .filter(|one| one.severity == severity)
            .count()
    };
    let parts: Vec<_> = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
    ]
    .into_iter()
    .filter(|&(number, _, _)| number > 0)
    .map(|(number, one, many)| counted(number, one, many))
    .collect();
    if parts.is_empty() {
        "no problems".to_owned()
    } else {
        parts.join(", ")
    }
}

fn one(
    to: &mut dyn Write,
    name: &str,
    lines: &Lines<'_>,
    file: &str,
    problem: &Problem,
    palette: Option<Palette>,
) -> io::Result<()> {
    let word = problem.severity.word();
    match palette {
        Some(palette) => {
            let style = palette.style(Role::Warning);
            styled(to, word, (style.fg, style.bg, style.add_modifier))?;
        }
        None => to.write_all(word.as_bytes())?,
    }
    writeln!(to, ": {}", visible(&problem.message))?;
    if let Some(span) = &problem.span {
        let Position { line, column } = lines.position(span.start);
        let range = lines.range(span.start);
        let text = file.get(range.clone()).unwrap_or_default();
        let gutter = line.to_string().len();
        writeln!(to, "{:gutter$}--> {name}:{line}:{column}", "")?;
        writeln!(to, "{line} | {}", visible(text))?;
        let before = visible(text.get(..span.start - range.start).unwrap_or_default());
        let under = file
            .get(span.start..span.end.min(range.end))
            .unwrap_or_default();
        let marks = crate::layout::width(&visible(under)).max(1);
        let at = crate::layout::width(&before);
        writeln!(to, "{:gutter$} | {:at$}{:^<marks$}", "", "", "")?;
    } else {
        writeln!(to, "--> {name}")?;
    }
    if let Some(help) = &problem.help {
        writeln!(to, "  = help: {}", visible(help))?;
    }
    to.write_all(b"\n")
}

/// One problem for programs. Lines and columns count from 1, columns in code points; `start` and
/// `end` are bytes of the apparatus file.
#[derive(Serialize)]
struct ProblemOut<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

/// Writes the problems for programs: an array of objects, all of them.
fn json(to: &mut dyn Write, opened: &Opened) -> io::Result<()> {
    let name = opened.apparatus_name();
    let lines = Lines::new(opened.document.file.as_deref().unwrap_or_default());
    let out = |problem: &'_ Problem| {
        let position = problem.span.as_ref().map(|span| lines.position(span.start));
        (position, problem.span.clone())
    };
    let all: Vec<_> = opened
        .document
        .problems
        .iter()
        .map(|problem| {
            let (position, span) = out(problem);
            ProblemOut {
                file: &name,
                line: position.map(|position| position.line),
                column: position.map(|position| position.column),
                start: span.as_ref().map(|span| span.start),
                end: span.as_ref().map(|span| span.end),
                severity: problem.severity.word(),
                code: problem.code,
                message: &problem.message,
                help: problem.help.as_deref(),
            }
        })
        .collect();
    crate::export::write_json(&all, to)
}
