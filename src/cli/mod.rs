//! The command line: what is asked for, done, and told by the exit status.
//!
//! Owns the order of things from the arguments to the exit status: 0 done; 1 it could not, with a
//! line on standard error; 2 wrong usage. A closed pipe is no error: whoever reads has seen enough.

mod args;
mod check;
mod color;
mod completions;
mod config;
mod init;
mod man;
mod open;
mod output;
mod read;
mod reload;
mod request;
mod show;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory;
use clap::error::{ContextKind, ErrorKind};

use args::Typed;
use open::{Care, Input, Opened, open_settled};
use request::Request;

use crate::apparatus::diagnostics::Severity;
use crate::essay::sanitize;
use crate::export::{FORMATS, format};

/// Runs the program on its arguments; gives its exit status.
#[must_use]
pub fn main() -> ExitCode {
    match Request::of_arguments() {
        Ok(request) => done(run(request)),
        Err(error) => usage(&error),
    }
}

fn run(request: Request) -> Result<ExitCode> {
    match request {
        Request::Read(input, at, look) => read::run(&input, at.as_deref(), look),
        Request::Show(input, at, look) => show::run(&input, at.as_deref(), look),
        Request::Check {
            input,
            look,
            report,
            strict,
        } => check::run(&input, look, report, strict),
        Request::Export {
            input,
            format,
            output,
            force,
        } => {
            let to = output.as_deref().map(|path| (path, force));
            export(&input, &format, to)
        }
        Request::Init(source) => init::run(&source),
        Request::Config => config::run(),
        Request::Completions(shell) => {
            output::print(|to| to.write_all(&completions::script(shell)))
        }
        Request::Man => output::print(man::write),
    }
}

/// Exports to standard output, or to a file, which may be replaced only if that was said.
fn export(input: &Input, name: &str, to: Option<(&Path, bool)>) -> Result<ExitCode> {
    let Some(format) = format(name) else {
        anyhow::bail!("there is no format {}", sanitize(name));
    };
    let opened = open_settled(input, Care::Open)?;
    warn(&opened);
    let write = |to: &mut dyn Write| (format.write)(&opened.document, to);
    match to {
        Some((path, force)) => output::to_file(path, force, &opened.files, write),
        None => output::print(write),
    }
}

/// Says that what is given out is not all that was meant, where the apparatus has errors.
fn warn(opened: &Opened) {
    let problems = opened.document.problems.iter();
    let errors = problems.filter(|p| p.severity == Severity::Error).count();
    if errors > 0 {
        let errors = crate::text::count_noun(errors, "error", "errors");
        let name = opened.apparatus_name();
        say(&format!(
            "{name} has {errors}, so something may be missing here: “postil check” lists them"
        ));
    }
}

/// The exit status; where it could not, with a line on standard error.
fn done(result: Result<ExitCode>) -> ExitCode {
    let error = match result {
        Ok(status) => return status,
        Err(error) => error,
    };
    let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if cause == Some(io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    say(&format!("{error:#}"));
    ExitCode::FAILURE
}

/// Lines on standard error. Where even that cannot be written, the exit status tells.
fn say(text: &str) {
    let lines: Vec<_> = text.split('\n').map(sanitize).collect();
    // In one write, so that it stays whole among what others write there.
    let line = format!("postil: {}\n", lines.join("\n"));
    let _ = io::stderr().write_all(line.as_bytes());
}

/// Help and version, which were asked for; else what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return done(output::print(|to| to.write_all(text.as_bytes())));
    }
    let choice = choice(error).map_or_else(String::new, |choice| format!("\n{choice}\n"));
    let lines: String = text
        .lines()
        .chain(choice.lines())
        .flat_map(|line| [sanitize(line), "\n".into()])
        .collect();
    let _ = io::stderr().write_all(lines.as_bytes());
    ExitCode::from(2)
}

/// What could have been said, where what was asked for is one of a few words that clap does not
/// name.
fn choice(error: &clap::Error) -> Option<String> {
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = Typed::command();
            let names: Vec<_> = typed
                .get_subcommands()
                .map(clap::Command::get_name)
                .collect();
            Some(format!("The commands: {}", names.join(", ")))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = error.get(ContextKind::InvalidArg)?.to_string();
            let names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
            let formats = format!("The formats: {}", names.join(", "));
            missing.contains("--format").then_some(formats)
        }
        _ => None,
    }
}
