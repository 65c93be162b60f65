//! What is meant by what was typed.
//!
//! Owns the rules of the command line that are not about single options: what is read where no
//! essay is named, and when the reader opens. It must not do anything itself.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use rustix::fs::{FileType, fstat};

use super::args::{Colour, Command, Report, Typed, When};
use super::open::{Input, Source};
use crate::config::PaletteChoice;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// To open the reader; or, where it cannot be opened, to print what `show` prints.
    Read(Input, Option<String>, Look),
    /// To print the outline, or a subject.
    Show(Input, Option<String>, Look),
    /// To list the problems of an apparatus.
    Check {
        input: Input,
        look: Look,
        report: Report,
        /// Warnings count as errors.
        strict: bool,
    },
    /// To write a document for other programs.
    Export {
        input: Input,
        format: String,
        output: Option<PathBuf>,
        /// What is at the output already may be replaced.
        force: bool,
    },
    /// To begin an apparatus.
    Init(Source),
    /// To print the configuration.
    Config,
    /// To print a completion script.
    Completions(clap_complete::Shell),
    /// To print the manual page.
    Man,
}

/// How it is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) when: When,
    /// None where none was asked for.
    pub(super) palette: Option<PaletteChoice>,
}

impl From<Colour> for Look {
    fn from(Colour { color, palette }: Colour) -> Self {
        Self {
            when: color.unwrap_or_default(),
            palette,
        }
    }
}

impl Request {
    /// What the program's arguments ask for.
    ///
    /// # Errors
    ///
    /// Wrong usage; and help and version, which clap has as errors.
    pub(super) fn of_arguments() -> Result<Self, clap::Error> {
        // There is nothing to parse, and building the parser takes some hundredths of the time to
        // the first frame.
        if std::env::args_os().len() <= 1 {
            return Ok(Self::Read(input(None, None), None, Look::default()));
        }
        Self::meant_by(Typed::try_parse()?)
    }

    fn meant_by(typed: Typed) -> Result<Self, clap::Error> {
        let Typed {
            input: typed,
            start,
            colour,
            command,
        } = typed;
        let Some(command) = command else {
            let input = input(typed.essay, typed.apparatus);
            return Ok(Self::Read(input, start.at, colour.into()));
        };
        let before = typed.essay.is_some() || typed.apparatus.is_some() || start.at.is_some();
        if before || colour.color.is_some() || colour.palette.is_some() {
            let message = "the command comes first, then its essay and options";
            return Err(Typed::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(match command {
            Command::Show {
                input: typed,
                start,
                colour,
            } => Self::Show(input(typed.essay, typed.apparatus), start.at, colour.into()),
            Command::Check {
                input: typed,
                colour,
                format,
                deny,
            } => Self::Check {
                input: input(typed.essay, typed.apparatus),
                look: colour.into(),
                report: format,
                strict: deny.is_some(),
            },
            Command::Export {
                input: typed,
                format,
                output,
                force,
            } => Self::Export {
                input: input(typed.essay, typed.apparatus),
                format,
                output,
                force,
            },
            Command::Init { essay } => Self::Init(source(essay)),
            Command::Config => Self::Config,
            Command::Completions { shell } => Self::Completions(shell),
            Command::Man => Self::Man,
        })
    }
}

fn input(essay: Option<PathBuf>, apparatus: Option<PathBuf>) -> Input {
    Input {
        essay: source(essay),
        apparatus,
    }
}

fn source(essay: Option<PathBuf>) -> Source {
    match essay {
        Some(path) if path.as_os_str() == "-" => Source::Stdin,
        Some(path) => Source::File(path),
        None if is_piped_in() => Source::Stdin,
        None => Source::Bundled,
    }
}

/// Whether a text is piped in by somebody who looks at the output: `pandoc a.odt | postil`. Where
/// the output is no terminal either, standard input may be a pipe that nobody will ever write to
/// or close (`ssh host postil`), and is read only where it is asked for.
fn is_piped_in() -> bool {
    let given = fstat(io::stdin()).is_ok_and(|about| {
        matches!(
            FileType::from_raw_mode(about.st_mode),
            FileType::Fifo | FileType::RegularFile
        )
    });
    given && io::stdout().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(arguments: &[&str]) -> Result<Request, ErrorKind> {
        let arguments = std::iter::once("postil").chain(arguments.iter().copied());
        let typed = Typed::try_parse_from(arguments).map_err(|error| error.kind())?;
        Request::meant_by(typed).map_err(|error| error.kind())
    }

    fn file(essay: &str) -> Input {
        Input {
            essay: Source::File(essay.into()),
            apparatus: None,
        }
    }

    #[test]
    fn the_definitions_are_consistent() {
        Typed::command().debug_assert();
    }

    #[test]
    fn commands_are_told_from_essays() {
        let look = Look::default();
        let at = |id: &str| Some(id.to_owned());
        for (arguments, request) in [
            (&["x.txt"][..], Request::Read(file("x.txt"), None, look)),
            (&["./show"], Request::Read(file("./show"), None, look)),
            (&["--", "show"], Request::Read(file("show"), None, look)),
            (&["x", "--at", "3"], Request::Read(file("x"), at("3"), look)),
            (&["--at=a", "x"], Request::Read(file("x"), at("a"), look)),
            (&["show", "x"], Request::Show(file("x"), None, look)),
            (&["show", "show"], Request::Show(file("show"), None, look)),
            (&["init", "x"], Request::Init(Source::File("x".into()))),
            (&["init", "-"], Request::Init(Source::Stdin)),
            (&["config"], Request::Config),
            (&["man"], Request::Man),
        ] {
            assert_eq!(meant(arguments), Ok(request), "{arguments:?}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
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
            assert_eq!(meant(arguments), Err(error), "{arguments:?}");
        }
    }
}
