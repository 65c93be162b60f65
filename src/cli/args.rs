//! The command line: options, commands, their help and examples.
//!
//! `--help`, the completions and the manual page are generated from these definitions.

#![allow(
    clippy::doc_markdown,
    reason = "the comments of options are their help text, printed verbatim"
)]

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use encoding_rs::Encoding;

use crate::apparatus::nearest::nearest;
use crate::config::PaletteChoice;
use crate::essay::encoding;

/// A terminal reader for annotated essays
///
/// Shows an essay, a sidebar of its themes, and the claims it makes and the
/// actors it names, each linked to the author's exact words. In the reader,
/// ? shows the keys and q quits.
#[derive(Debug, Parser)]
#[command(name = "postil", version, verbatim_doc_comment)]
#[command(after_help = examples())]
#[command(override_usage = "postil [OPTIONS] [ESSAY]\n       postil <COMMAND> …")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) view: ViewArgs,

    /// Give guests the essay and nothing else
    ///
    /// No editor, no suspending, no clipboard programs, no configuration;
    /// nothing is written or kept. POSTIL_SECURE=1 does the same. See
    /// docs/ssh.md.
    #[arg(long, global = true, verbatim_doc_comment)]
    pub(crate) secure: bool,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct ViewArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,

    /// A theme, claim or actor by id, name or number
    ///
    /// Part of a name is enough if no other name has it. A relation or a note
    /// is given by its id; the reader opens the claim that it is on.
    #[arg(
        long,
        value_name = "ID",
        verbatim_doc_comment,
        allow_negative_numbers = true
    )]
    pub(crate) at: Option<String>,

    #[command(flatten)]
    pub(crate) color: ColorArgs,
}

#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct InputArgs {
    /// A text or Markdown file, or - [default: the bundled essay]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) essay: Option<PathBuf>,

    /// Use this apparatus instead of the one beside the essay
    ///
    /// By default, x.postil.toml is read for x.txt and x.md, if it exists.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) apparatus: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) encoding: EncodingArgs,
}

#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct EncodingArgs {
    /// The essay's encoding, such as latin1
    ///
    /// By default that of the apparatus, else UTF-8 or UTF-16.
    #[arg(long, value_name = "NAME", value_parser = encoding_named)]
    pub(crate) encoding: Option<&'static Encoding>,
}

fn encoding_named(name: &str) -> Result<&'static Encoding, &'static str> {
    encoding(name).ok_or("unknown encoding; names are those of the web, such as latin1 or gbk")
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args)]
pub(crate) struct ColorArgs {
    /// When to use color: auto, always, never
    ///
    /// auto respects NO_COLOR, COLORTERM and TERM, and prints no escape
    /// sequences if the output is not a terminal.
    #[arg(
        long = "color",
        verbatim_doc_comment,
        value_name = "WHEN",
        value_enum,
        hide_possible_values = true
    )]
    pub(crate) when: Option<ColorWhen>,

    /// Which colors: auto, dark, light, mono
    ///
    /// auto uses those for the terminal's background.
    #[arg(long, value_name = "WHICH", value_enum, hide_possible_values = true)]
    pub(crate) palette: Option<PaletteChoice>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the outline, or one theme, claim or actor, as plain text
    ///
    /// Lines are wrapped at COLUMNS, or 80. If the essay has no apparatus, its
    /// text is printed.
    #[command(verbatim_doc_comment, after_help = SHOW_EXAMPLES)]
    Show(ViewArgs),

    /// List every problem of the apparatus
    ///
    /// Each with its line and column and the line itself. The exit status is 1 if
    /// one of them is an error. docs/format.md describes the format of an
    /// apparatus.
    #[command(verbatim_doc_comment, after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),

    /// Write the essay's apparatus for other programs
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArgs),

    /// Create an apparatus beside an essay
    ///
    /// Writes a starter: the title, authors, date and language as far as they are
    /// recognized, a theme for each heading, names that may be actors, and examples of
    /// the rest as comments. It never overwrites a file. Without ESSAY, it writes the
    /// bundled essay and its apparatus; an essay from standard input becomes essay.txt
    /// or essay.md. docs/format.md describes the format.
    #[command(verbatim_doc_comment, after_help = INIT_EXAMPLES)]
    Init {
        /// A text or Markdown file, or - [default: the bundled essay]
        #[arg(value_hint = ValueHint::FilePath)]
        essay: Option<PathBuf>,

        #[command(flatten)]
        encoding: EncodingArgs,
    },

    /// Print the configuration in force, with comments
    ///
    /// The output is a configuration file. Put the settings that you want to
    /// change into ~/.config/postil/config.toml, or below XDG_CONFIG_HOME. Mistakes in
    /// that file are listed on standard error, and the exit status is then 1.
    #[command(verbatim_doc_comment, after_help = CONFIG_EXAMPLES)]
    Config,

    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },

    /// Print the manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man,
}

impl Command {
    /// Whether it writes files.
    pub(crate) fn writes_files(&self) -> bool {
        match self {
            Self::Init { .. } => true,
            Self::Export(args) => args.output.is_some(),
            Self::Show(_)
            | Self::Check(_)
            | Self::Config
            | Self::Completions { .. }
            | Self::Man => false,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) color: ColorArgs,

    /// The format of the list: text, json
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: ReportFormat,

    /// warnings: exit with 1 for them too
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    pub(crate) deny: Option<Deny>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,

    /// The format
    #[arg(long, value_name = "FORMAT", value_parser = export_formats())]
    pub(crate) format: String,

    /// Write to a file, atomically [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal that has colors, unless NO_COLOR is set
    #[default]
    Auto,
    /// Also into a pipe or a file, and with NO_COLOR set
    Always,
    /// No colors
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    #[default]
    Text,
    /// For editors and scripts: an array of objects
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings
    Warnings,
}

/// Parses the program's arguments.
///
/// # Errors
///
/// Wrong usage. Requests for help and the version are errors to clap, too.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Cli, clap::Error> {
    let cli = Cli::try_parse_from(arguments)?;
    if cli.command.is_some() && cli.view != ViewArgs::default() {
        let message = "the command comes first, then its essay and options";
        return Err(Cli::command().error(ErrorKind::ArgumentConflict, message));
    }
    Ok(cli)
}

fn export_formats() -> clap::builder::PossibleValuesParser {
    crate::export::FORMATS
        .iter()
        .map(|format| format.name)
        .into()
}

/// The command whose name is most similar to a word, if one is similar enough.
pub(crate) fn nearest_command(word: &str) -> Option<String> {
    let mut command = Cli::command();
    command.build();
    let names = command.get_subcommands().map(clap::Command::get_name);
    nearest(word, names).map(str::to_owned)
}

fn examples() -> String {
    format!(
        "Examples:\n{EXAMPLES}\n\nExit status: 0 success; 1 failure, or the apparatus has errors; 2 wrong usage."
    )
}

/// The examples of `postil --help`, which include every command.
pub(crate) const EXAMPLES: &str = "  \
  postil                         read the bundled essay
  postil essay.md                read another, with essay.postil.toml beside it
  postil essay.md --at 12        start at claim 12
  postil ./show                  read a file that has the name of a command
  pandoc -t plain x.odt | postil -
  postil show essay.md | less    print the outline
  postil show --at 'Five Eyes'   print one theme, claim or actor in full
  postil show essay.md --at rise the one that has “rise” in its name
  postil check essay.md          list the problems of the apparatus
  postil export essay.md --format json -o essay.json
  postil init essay.md           create an apparatus beside an essay
  postil config                  print the configuration in force
  postil completions bash        print completions for a shell
  postil man | man -l -          read the manual page
  postil help check              the options of one command, with examples";

const SHOW_EXAMPLES: &str = "\
Examples:
  postil show                 the outline of the bundled essay
  postil show --at china      one actor in full, by its id
  postil show --at 'five ey'  the same by part of its name
  postil show essay.md --at 3 | less";

const CHECK_EXAMPLES: &str = "\
Examples:
  postil check essay.md
  postil check essay.md --deny warnings
  postil check essay.md --format json | jq '.[].message'";

const EXPORT_EXAMPLES: &str = "\
Examples:
  postil export essay.md --format json | jq '.claims[].text'
  postil export essay.md --format json -o essay.json
  postil export essay.md --format json -o essay.json --force";

const INIT_EXAMPLES: &str = "\
Examples:
  postil init essay.md        writes essay.postil.toml
  postil init                 writes the bundled essay and its apparatus";

const CONFIG_EXAMPLES: &str = "\
Examples:
  postil config | less
  postil config > /dev/null   shows only the mistakes";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  postil completions bash > ~/.local/share/bash-completion/completions/postil
  postil completions zsh > \"${fpath[1]}/_postil\"
  postil completions fish > ~/.config/fish/completions/postil.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  postil man | man -l -
  postil man > ~/.local/share/man/man1/postil.1";

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Cli, ErrorKind> {
        let arguments = std::iter::once("postil").chain(arguments.iter().copied());
        parse(arguments).map_err(|error| error.kind())
    }

    #[test]
    fn the_definitions_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_file_can_have_the_name_of_a_command() {
        for (arguments, essay, at) in [
            (&["x.txt"][..], "x.txt", None),
            (&["./show"], "./show", None),
            (&["--", "show"], "show", None),
            (&["x", "--at", "3"], "x", Some("3")),
            (&["--at=a", "x"], "x", Some("a")),
        ] {
            let cli = parsed(arguments).unwrap();
            assert!(cli.command.is_none(), "{arguments:?}");
            assert_eq!(cli.view.input.essay, Some(essay.into()), "{arguments:?}");
            assert_eq!(cli.view.at.as_deref(), at, "{arguments:?}");
        }
        let cli = parsed(&["show", "show"]).unwrap();
        let Some(Command::Show(ViewArgs { input, .. })) = cli.command else {
            panic!("{cli:?}");
        };
        assert_eq!(input.essay, Some("show".into()));
    }

    #[test]
    fn wrong_usage_is_an_error() {
        for (arguments, error) in [
            (&["x", "show"][..], ErrorKind::ArgumentConflict),
            (&["--at", "3", "show"], ErrorKind::ArgumentConflict),
            (&["--color", "auto", "show"], ErrorKind::ArgumentConflict),
            (&["--apparatus", "x", "check"], ErrorKind::ArgumentConflict),
            (&["x", "y"], ErrorKind::UnknownArgument),
            (&["--at"], ErrorKind::InvalidValue),
            (&["man", "x"], ErrorKind::UnknownArgument),
            (&["export"], ErrorKind::MissingRequiredArgument),
            (
                &["export", "--format", "json", "--force"],
                ErrorKind::MissingRequiredArgument,
            ),
            (&["check", "--at", "3"], ErrorKind::UnknownArgument),
            (&["--help"], ErrorKind::DisplayHelp),
            (&["--version"], ErrorKind::DisplayVersion),
        ] {
            assert_eq!(parsed(arguments).unwrap_err(), error, "{arguments:?}");
        }
    }
}
