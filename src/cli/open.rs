//! Opens an essay and its apparatus: bundled, from files, or from standard input.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow, bail};

use super::args::{InputArgs, nearest_command};
use super::print_message;
use crate::apparatus::diagnostics::{Severity, total};
use crate::config::{Config, LoadedConfig};
use crate::document::Document;
use crate::essay::{Essay, Format, decode, sanitize};
use crate::files::io_message;
use crate::files::read::{self, ReadLimits};
use crate::text::count_noun;
use crate::tui::message::Files;

/// The name of the bundled essay.
pub(crate) const BUNDLED_NAME: &str = "new-us-china-cold-war";
pub(crate) const BUNDLED_ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");
pub(crate) const BUNDLED_APPARATUS: &str =
    include_str!("../../assets/new-us-china-cold-war.postil.toml");

/// The extensions of essays. An apparatus replaces them with its own.
const EXTENSIONS: [(&str, Format); 6] = [
    ("txt", Format::Plain),
    ("text", Format::Plain),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mdown", Format::Markdown),
    ("mkd", Format::Markdown),
];

const APPARATUS_EXTENSION: &str = "postil.toml";

/// Where an essay comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EssaySource {
    /// The essay that is part of the program.
    Bundled,
    Stdin,
    /// A file or a named pipe.
    File(PathBuf),
}

impl From<Option<PathBuf>> for EssaySource {
    /// Returns the source that the ESSAY argument means.
    fn from(argument: Option<PathBuf>) -> Self {
        match argument {
            Some(path) if path.as_os_str() == "-" => Self::Stdin,
            Some(path) => Self::File(path),
            None if should_read_stdin() => Self::Stdin,
            None => Self::Bundled,
        }
    }
}

/// Whether to read standard input without being asked: a text is piped in, as in
/// `pandoc a.odt | postil`. If the output is not a terminal either, standard input may be a pipe that
/// is never written to or closed (`ssh host postil`), and is read only if asked for.
fn should_read_stdin() -> bool {
    let metadata = rustix::fs::fstat(io::stdin());
    let kind = metadata.map(|metadata| rustix::fs::FileType::from_raw_mode(metadata.st_mode));
    let is_piped = kind.is_ok_and(|kind| kind.is_fifo() || kind.is_file());
    is_piped && io::stdout().is_terminal()
}

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentSource {
    pub(crate) essay: EssaySource,
    /// The path given with `--apparatus`.
    pub(crate) apparatus: Option<PathBuf>,
    pub(crate) limits: ReadLimits,
    /// Whether only these may be read: an apparatus beside the essay must not be a link then.
    pub(crate) secure: bool,
}

impl DocumentSource {
    pub(crate) fn new(args: InputArgs, config: &Config, secure: bool) -> Self {
        Self {
            essay: args.essay.into(),
            apparatus: args.apparatus,
            limits: read_limits(config),
            secure,
        }
    }

    /// With the limits of the user's configuration.
    pub(crate) fn configured(args: InputArgs, secure: bool) -> Self {
        Self::new(args, &LoadedConfig::load(secure).config, secure)
    }
}

/// The limits of a configuration, for files and for pipes.
pub(crate) fn read_limits(config: &Config) -> ReadLimits {
    ReadLimits {
        max_bytes: u64::from(config.max_file_size) << 20,
        pipes: true,
        links: true,
    }
}

/// What to do if the apparatus beside the essay cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenMode {
    /// Fail.
    Strict,
    /// Open the essay without it. An apparatus given with `--apparatus` is required all the same.
    Tolerant,
}

/// An opened document and its files.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) document: Document,
    /// The files that can be read again.
    pub(crate) files: Files,
    /// The path of the apparatus, which need not exist; `None` for the bundled one and for an essay
    /// from a pipe.
    pub(crate) apparatus: Option<PathBuf>,
    /// Why the apparatus beside the essay could not be read.
    pub(crate) apparatus_error: Option<String>,
}

impl Opened {
    /// The path of the apparatus, or a description of the bundled one. Not sanitized.
    pub(crate) fn apparatus_name(&self) -> Cow<'_, str> {
        let path = self.apparatus.as_deref();
        path.map_or("the bundled apparatus".into(), Path::to_string_lossy)
    }

    /// Warns on standard error that the output may be incomplete, if the apparatus has errors.
    pub(crate) fn warn_of_errors(&self) {
        let problems = self.document.problems.iter();
        let count = total(problems.filter(|problem| problem.severity == Severity::Error));
        if count > 0 {
            let errors = count_noun(count, "error", "errors");
            print_message(&format!(
                "{} has {errors}, so the output may be incomplete: “postil check” lists them",
                sanitize(&self.apparatus_name())
            ));
        }
    }
}

/// Opens an essay and its apparatus. Quotes that take long to find may be left pending.
pub(crate) fn open(input: &DocumentSource, mode: OpenMode) -> Result<Opened> {
    let (essay, essay_file) = read_essay(&input.essay, input.limits)?;
    let beside = essay_file.as_deref().map(apparatus_beside);
    let apparatus = input.apparatus.clone().or(beside);
    let mut files = Files {
        apparatus: apparatus.clone(),
        essay: essay_file,
    };
    let mut apparatus_error = None;
    let text = match read_apparatus(input, apparatus.as_deref()) {
        Ok(Some((text, is_file))) => {
            if !is_file {
                files.apparatus = None;
            }
            Some(text)
        }
        Ok(None) => None,
        Err(error) if mode == OpenMode::Tolerant && input.apparatus.is_none() => {
            apparatus_error = Some(format!("{error:#}"));
            None
        }
        Err(error) => return Err(error),
    };
    let document = Document::new(essay, text.as_deref());
    Ok(Opened {
        document,
        files,
        apparatus,
        apparatus_error,
    })
}

/// Opens an essay and its apparatus, with every quote looked for.
pub(crate) fn open_anchored(input: &DocumentSource) -> Result<Opened> {
    let mut opened = open(input, OpenMode::Strict)?;
    if let Some(pending) = opened.document.pending() {
        opened.document.apply_anchoring(pending.run());
    }
    Ok(opened)
}

/// Reads an essay, and returns its file unless it came from a pipe, which cannot be read again.
pub(crate) fn read_essay(
    source: &EssaySource,
    limits: ReadLimits,
) -> Result<(Essay, Option<PathBuf>)> {
    match source {
        EssaySource::Bundled => {
            let essay = Essay::parse(BUNDLED_ESSAY.to_owned(), Format::Plain);
            Ok((essay, None))
        }
        EssaySource::Stdin => {
            let text = read::to_end(io::stdin().lock(), 0, limits.max_bytes)
                .map_err(|error| read_error(&error))
                .and_then(|bytes| decode(bytes).map_err(Error::msg))
                .context("cannot read standard input")?;
            let format = Format::detect(&text);
            Ok((Essay::parse(text, format), None))
        }
        EssaySource::File(path) => {
            let name = display_path(path);
            if name.ends_with(APPARATUS_EXTENSION) {
                bail!("{name} is an apparatus; open its essay, or use --apparatus");
            }
            let suggestion = suggestion(path);
            let read = read_text(path, limits);
            let (text, is_file) = read.map_err(|error| anyhow!("{error:#}{suggestion}"))?;
            let format = match format_of_extension(path) {
                Some(format) => format,
                None if is_file => Format::Plain,
                None => Format::detect(&text),
            };
            Ok((Essay::parse(text, format), is_file.then(|| path.clone())))
        }
    }
}

/// Reads the apparatus at a path, if there is one: its text, and whether it is a file that can be
/// read again.
pub(crate) fn read_apparatus(
    input: &DocumentSource,
    path: Option<&Path>,
) -> Result<Option<(String, bool)>> {
    match path {
        Some(path) if input.apparatus.is_some() => read_text(path, input.limits).map(Some),
        Some(path) if path.exists() => {
            let limits = ReadLimits {
                pipes: false,
                links: !input.secure,
                ..input.limits
            };
            read_text(path, limits).map(Some)
        }
        None if input.essay == EssaySource::Bundled => {
            Ok(Some((BUNDLED_APPARATUS.to_owned(), false)))
        }
        _ => Ok(None),
    }
}

/// The path of the apparatus of an essay: `x.postil.toml` for `x.txt` and `x.md`. Other names get
/// the extension appended.
pub(crate) fn apparatus_beside(essay: &Path) -> PathBuf {
    if format_of_extension(essay).is_some() {
        return essay.with_extension(APPARATUS_EXTENSION);
    }
    essay.with_added_extension(APPARATUS_EXTENSION)
}

fn format_of_extension(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?;
    let mut known = EXTENSIONS.iter();
    let (_, format) = known.find(|(known, _)| known.eq_ignore_ascii_case(extension))?;
    Some(*format)
}

/// Suggests a file with an extension, or a command, for a path that does not exist.
fn suggestion(path: &Path) -> String {
    if path.symlink_metadata().is_ok() {
        return String::new();
    }
    let mut files = EXTENSIONS
        .map(|(extension, _)| path.with_added_extension(extension))
        .into_iter();
    if let Some(file) = files.find(|file| file.is_file()) {
        return format!("; did you mean {}?", display_path(&file));
    }
    match path.to_str().and_then(nearest_command) {
        Some(command) => format!("; did you mean the command {command}?"),
        None => String::new(),
    }
}

/// The text of a file or a pipe, and whether it was a file.
///
/// A pipe is read before the reader takes the terminal over, so that Ctrl-C ends a wait for it.
fn read_text(path: &Path, limits: ReadLimits) -> Result<(String, bool)> {
    let waiting = || {
        let name = display_path(path);
        print_message(&format!("waiting for the pipe {name}; Ctrl-C ends this"));
    };
    read::file_or_pipe(path, limits, waiting)
        .map_err(|error| read_error(&error))
        .and_then(|(bytes, is_file)| Ok((decode(bytes).map_err(Error::msg)?, is_file)))
        .with_context(|| format!("cannot read {}", display_path(path)))
}

fn read_error(error: &io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::FileTooLarge => "; max_file_size in the configuration is the limit",
        _ => "",
    };
    anyhow!("{}{hint}", io_message(error))
}

/// A path for messages, sanitized.
pub(crate) fn display_path(path: &Path) -> String {
    sanitize(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apparatus_replaces_the_extension_of_a_text() {
        for (essay, apparatus) in [
            ("x.txt", "x.postil.toml"),
            ("x.md", "x.postil.toml"),
            ("a.b/x.MARKDOWN", "a.b/x.postil.toml"),
            ("x.1.txt", "x.1.postil.toml"),
            ("x", "x.postil.toml"),
            ("x.tex", "x.tex.postil.toml"),
            ("a.b/.x", "a.b/.x.postil.toml"),
        ] {
            assert_eq!(apparatus_beside(Path::new(essay)), Path::new(apparatus));
        }
    }
}
