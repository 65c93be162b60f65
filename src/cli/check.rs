//! `postil check`: lists every problem of an apparatus.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::args::{CheckArgs, ColorArgs, ReportFormat};
use super::open::{DocumentSource, Opened, open_anchored};
use super::{color, output};
use crate::apparatus::diagnostics::Severity;
use crate::apparatus::diagnostics::report::{Report, records};
use crate::config::PaletteChoice;
use crate::export::write_json;

/// More problems are only counted in the text format.
const MAX_PROBLEMS: usize = 1_000;

pub(crate) fn run(args: CheckArgs, secure: bool) -> Result<ExitCode> {
    let opened = open_anchored(&DocumentSource::configured(args.input, secure))?;
    output::print_unless_closed(|to| match args.format {
        ReportFormat::Text => write_text(to, &opened, args.color),
        ReportFormat::Json => {
            let file = opened
                .document
                .apparatus_source
                .as_deref()
                .unwrap_or_default();
            let problems = &opened.document.problems;
            write_json(&records(&opened.apparatus_name(), file, problems), to)
        }
    })?;
    let mut problems = opened.document.problems.iter();
    let failed = problems.any(|problem| args.deny.is_some() || problem.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(failed)))
}

fn write_text(to: &mut dyn Write, opened: &Opened, color: ColorArgs) -> io::Result<()> {
    let Some(file) = &opened.document.apparatus_source else {
        return writeln!(to, "The essay has no apparatus: there is nothing to check.");
    };
    let report = Report {
        path: &opened.apparatus_name(),
        source: file,
        problems: &opened.document.problems,
        color: color.palette != Some(PaletteChoice::Mono) && color::print_palette(color).is_some(),
        // ASCII in files and pipes is easier to search and compare.
        unicode: io::stdout().is_terminal() && !color::glyphs().ascii,
        width: color::width(),
        max_problems: MAX_PROBLEMS,
    };
    write!(to, "{report}")
}
