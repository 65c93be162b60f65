//! The command line as it is typed.
//!
//! Owns the words: commands, options, their help and their examples. Help, completions and the man
//! page are all made from here. It must not know what any of it does: [`super::request`] says what
//! was meant.

#![allow(
    clippy::doc_markdown,
    reason = "the comments of options are their help, printed as they stand"
)]

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};

use crate::apparatus::nearest::nearest;
use crate::config::PaletteChoice;

/// A terminal reader for annotated essays
///
/// Shows an essay, a sidebar of its themes, and beside the text the claims it
/// makes and the actors it names, each tied to the author's exact words.
/// In the reader, ? shows the keys and q quits.
#[derive(Debug, Parser)]
#[command(name = "postil", version, verbatim_doc_comment)]
#[command(after_help = examples())]
#[command(override_usage = "postil [OPTIONS] [ESSAY]\n       postil <COMMAND> …")]
pub(super) struct Typed {
    #[command(flatten)]
    pub(super) input: Input,

    #[command(flatten)]
    pub(super) start: Start,

    #[command(flatten)]
    pub(super) colour: Colour,

    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What is read.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// A text or Markdown file, or - [default: the essay that comes with it]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) essay: Option<PathBuf>,

    /// Another apparatus than the one beside the essay
    ///
    /// Without it, x.postil.toml is read if it stands beside x.txt or x.md.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) apparatus: Option<PathBuf>,
}

/// Where one starts.
#[derive(Debug, Args)]
pub(super) struct Start {
    /// A theme, claim or actor by id, name or number
    ///
    /// A part of its name will do where no other has it. A relation or a
    /// note goes by its id: the reader opens the claim that it is on.
    #[arg(
        long,
        value_name = "ID",
        verbatim_doc_comment,
        allow_negative_numbers = true
    )]
    pub(super) at: Option<String>,
}

/// When there is colour, and which.
#[derive(Debug, Args)]
pub(super) struct Colour {
    /// When to use colour: auto, always, never
    ///
    /// auto heeds NO_COLOR, COLORTERM and TERM, and prints no escape
    /// sequence into what is no terminal.
    #[arg(
        long,
        verbatim_doc_comment,
        value_name = "WHEN",
        value_enum,
        hide_possible_values = true
    )]
    pub(super) color: Option<When>,

    /// Which colours: auto, dark, light, mono
    ///
    /// auto takes those for the terminal's background.
    #[arg(long, value_name = "WHICH", value_enum, hide_possible_values = true)]
    pub(super) palette: Option<PaletteChoice>,
}

/// What can be done beside reading.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the outline, or one theme, claim or actor, as plain text
    ///
    /// Lines are wrapped at COLUMNS, or 80. Of an essay without an apparatus the
    /// text is printed.
    #[command(verbatim_doc_comment, after_help = SHOW_EXAMPLES)]
    Show {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        start: Start,
        #[command(flatten)]
        colour: Colour,
    },

    /// List every problem of the apparatus
    ///
    /// Each with its line and column and the line itself. The exit status is 1 if
    /// one of them is an error. What an apparatus can say (aliases and part_of of
    /// actors, [[relation]], [[note]] …) is told in docs/format.md of the source.
    #[command(verbatim_doc_comment, after_help = CHECK_EXAMPLES)]
    Check {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        colour: Colour,
        /// How the problems are written: text, json
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value_t,
            hide_possible_values = true,
            hide_default_value = true
        )]
        format: Report,
        /// warnings: exit with 1 for them too
        #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
        deny: Option<Deny>,
    },

    /// Write the essay's apparatus for other programs
    #[command(after_help = EXPORT_EXAMPLES)]
    Export {
        #[command(flatten)]
        input: Input,
        /// The format
        #[arg(long, value_name = "FORMAT", value_parser = format_names())]
        format: String,
        /// A file, whole or not at all [default: standard output]
        #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
        /// Replace FILE if it is there already
        #[arg(long, requires = "output")]
        force: bool,
    },

    /// Begin an apparatus beside an essay
    ///
    /// Writes a starter: title, authors, date and language where they can be told, a
    /// theme for each heading, names that may be actors, and samples of the rest as
    /// comments. Nothing is written over. Without an essay, the one that comes with
    /// the program is written out with its apparatus; one from standard input becomes
    /// essay.txt, or essay.md. The whole format is told in docs/format.md of the
    /// source.
    #[command(verbatim_doc_comment, after_help = INIT_EXAMPLES)]
    Init {
        /// A text or Markdown file, or - [default: the essay that comes with it]
        #[arg(value_hint = ValueHint::FilePath)]
        essay: Option<PathBuf>,
    },

    /// Print the configuration in force, with comments
    ///
    /// As a file that says the same: what of it is to be otherwise goes into
    /// ~/.config/postil/config.toml, or below XDG_CONFIG_HOME. What is wrong with
    /// that file goes to standard error, and the exit status is 1.
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

/// When there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum When {
    /// In a terminal that has colours, unless NO_COLOR is set
    #[default]
    Auto,
    /// Also into a pipe or a file, and with NO_COLOR set
    Always,
    /// Nowhere
    Never,
}

/// How problems are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Report {
    /// For people
    #[default]
    Text,
    /// For editors and scripts: an array of objects
    Json,
}

/// What counts as an error beside errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Warnings
    Warnings,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    crate::export::FORMATS
        .iter()
        .map(|format| format.name)
        .into()
}

/// The examples of `--help`: each call has one.
pub(super) const EXAMPLES: &str = "  \
  postil                         read the essay that comes with the program
  postil essay.md                read another, with essay.postil.toml beside it
  postil essay.md --at 12        start at the claim with the number 12
  postil ./show                  read a file that is called like a command
  pandoc -t plain x.odt | postil -
  postil show essay.md | less    print the outline
  postil show --at 'Five Eyes'   print one theme, claim or actor in full
  postil show essay.md --at rise the one that has “rise” in its name
  postil check essay.md          list what is wrong with the apparatus
  postil export essay.md --format json -o essay.json
  postil init essay.md           begin an apparatus beside an essay
  postil config                  print the configuration in force
  postil completions bash        print completions for a shell
  postil man | man -l -          read the manual page
  postil help check              the options of one command, with examples";

fn examples() -> String {
    format!(
        "Examples:\n{EXAMPLES}\n\nExit status: 0 done; 1 it could not, or the apparatus has errors; 2 wrong usage."
    )
}

const SHOW_EXAMPLES: &str = "\
Examples:
  postil show                 the outline of the essay that comes with it
  postil show --at china      one actor in full, by its id
  postil show --at 'five ey'  the same by a part of its name
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
  postil init                 writes out the essay that comes with it";

const CONFIG_EXAMPLES: &str = "\
Examples:
  postil config | less
  postil config > /dev/null   shows only what is wrong with it";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  postil completions bash > ~/.local/share/bash-completion/completions/postil
  postil completions zsh > \"${fpath[1]}/_postil\"
  postil completions fish > ~/.config/fish/completions/postil.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  postil man | man -l -
  postil man > ~/.local/share/man/man1/postil.1";

/// The command that is near enough to a word to be meant.
pub(super) fn nearest_command(word: &str) -> Option<String> {
    let mut typed = Typed::command();
    typed.build();
    let names = typed.get_subcommands().map(clap::Command::get_name);
    nearest(word, names).map(str::to_owned)
}
