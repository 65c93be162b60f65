//! The command line: one file for each command.
//!
//! The exit status is 0 on success, 1 on failure with a message on standard error, and 2 for wrong
//! usage. A closed pipe counts as success: its reader has seen enough.

mod args;
mod check;
mod color;
mod completions;
mod config;
mod export;
mod init;
mod lookup;
mod man;
mod open;
mod output;
mod read;
mod reload;
mod show;

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use clap::error::{ContextKind, ErrorKind};
use signal_hook::consts::SIGXFSZ;

use args::{Cli, Command};

use crate::essay::sanitize;
use crate::export::FORMATS;
use crate::terminal::ignore_suspend;

/// Runs the program on its arguments and returns its exit status.
#[must_use]
pub fn main() -> ExitCode {
    // A limit on the size of files then makes writing fail, instead of ending the process. Programs
    // that are started have the default again.
    let ignored = Arc::new(AtomicBool::new(false));
    if let Err(error) = signal_hook::flag::register(SIGXFSZ, ignored) {
        return exit_code(Err(error.into()));
    }
    match args::parse(std::env::args_os()) {
        Ok(cli) => exit_code(run(cli)),
        Err(error) => usage_error(&error),
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let secure = cli.secure || is_secure_value(std::env::var_os("POSTIL_SECURE").as_deref());
    if secure {
        ignore_suspend().context("cannot handle signals")?;
    }
    let Some(command) = cli.command else {
        return read::run(cli.view, secure);
    };
    if secure && command.writes_files() {
        bail!("commands that write files are refused with --secure or POSTIL_SECURE");
    }
    match command {
        Command::Show(args) => show::run(args, secure),
        Command::Check(args) => check::run(args, secure),
        Command::Export(args) => export::run(args, secure),
        Command::Init { essay, encoding } => init::run(&essay.into(), encoding.encoding),
        Command::Config => config::run(secure),
        Command::Completions { shell } => completions::run(shell),
        Command::Man => man::run(),
    }
}

/// Whether a value of `POSTIL_SECURE` asks for `--secure`: every one but the empty one and 0, so that
/// a misunderstood value is the safe one.
fn is_secure_value(value: Option<&OsStr>) -> bool {
    value.is_some_and(|value| !value.is_empty() && value != "0")
}

/// Reports an error and returns the exit status.
fn exit_code(result: Result<ExitCode>) -> ExitCode {
    let error = match result {
        Ok(status) => return status,
        Err(error) => error,
    };
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if kind == Some(io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    print_message(&format!("{error:#}"));
    ExitCode::FAILURE
}

/// Prints a message to standard error. If that fails, the exit status still reports the error.
fn print_message(text: &str) {
    let lines: Vec<_> = text.split('\n').map(sanitize).collect();
    // One write, so that other programs' messages do not end up inside it.
    let message = format!("postil: {}\n", lines.join("\n"));
    let _ = io::stderr().write_all(message.as_bytes());
}

/// Prints the help or version if requested, else what is wrong with the arguments.
fn usage_error(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return exit_code(output::print(|to| to.write_all(text.as_bytes())));
    }
    let choices = choices(error).map_or_else(String::new, |choices| format!("\n{choices}\n"));
    let lines: String = text
        .lines()
        .chain(choices.lines())
        .flat_map(|line| [sanitize(line), "\n".into()])
        .collect();
    let _ = io::stderr().write_all(lines.as_bytes());
    ExitCode::from(2)
}

/// The possible words, if clap's message does not list them.
fn choices(error: &clap::Error) -> Option<String> {
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = Cli::command();
            let names = command.get_subcommands().map(clap::Command::get_name);
            let names: Vec<_> = names.collect();
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
