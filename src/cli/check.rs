//! `postil check`: every problem of an apparatus, for people or for programs.
//!
//! Owns when a check fails, and what is said where there is nothing to check. What is a problem and
//! how it is written is the apparatus's to say.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::args::Report as Form;
use super::color;
use super::open::{Care, Input, Opened, open_settled};
use super::output;
use super::request::Look;
use crate::apparatus::diagnostics::report::{Report, entries};
use crate::apparatus::diagnostics::{Problem, Severity};
use crate::config::PaletteChoice;
use crate::export::write_json;

/// More problems than this are only count_noun, where people are to read them.
const MOST: usize = 1_000;

/// Checks what `input` names; fails for an error, or, if `strict`, for any problem.
pub(super) fn run(input: &Input, look: Look, form: Form, strict: bool) -> Result<ExitCode> {
    let opened = open_settled(input, Care::Open)?;
    output::print(|to| match form {
        Form::Text => text(to, &opened, look),
        Form::Json => json(to, &opened),
    })?;
    let failed = failed(&opened.document.problems, strict);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Whether the check failed: there is an error, or, if `strict`, anything at all.
fn failed(problems: &[Problem], strict: bool) -> bool {
    let is_error = |problem: &Problem| problem.severity == Severity::Error;
    problems.iter().any(|problem| strict || is_error(problem))
}

fn text(to: &mut dyn Write, opened: &Opened, look: Look) -> io::Result<()> {
    let Some(file) = &opened.document.file else {
        return writeln!(to, "The essay has no apparatus: there is nothing to check.");
    };
    let report = Report {
        path: &opened.apparatus_name(),
        file,
        problems: &opened.document.problems,
        color: look.palette != Some(PaletteChoice::Mono) && color::of_print(look).is_some(),
        // Into a file or a pipe goes what can be searched and compared.
        unicode: io::stdout().is_terminal() && !color::glyphs().ascii,
        width: color::width(),
        most: MOST,
    };
    write!(to, "{report}")
}

fn json(to: &mut dyn Write, opened: &Opened) -> io::Result<()> {
    let file = opened.document.file.as_deref().unwrap_or_default();
    let name = opened.apparatus_file();
    write_json(&entries(&name, file, &opened.document.problems), to)
}
