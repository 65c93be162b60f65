//! Opens an essay and its apparatus: bundled, from files, or from standard input.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow, bail};
use encoding_rs::{Encoding, UTF_8};

use super::args::{InputArgs, nearest_command};
use super::print_message;
use crate::apparatus::diagnostics::{Severity, total};
use crate::apparatus::encoding_of_essay;
use crate::config::{Config, LoadedConfig};
use crate::document::Document;
use crate::essay::{Essay, Format, decode, decode_as, iconv_name, sanitize};
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
const EXTENSIONS: [(&str, Format); 10] = [
    ("txt", Format::Plain),
    ("text", Format::Plain),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mdown", Format::Markdown),
    ("mkd", Format::Markdown),
    ("rst", Format::Rst),
    ("adoc", Format::AsciiDoc),
    ("asciidoc", Format::AsciiDoc),
    ("org", Format::Org),
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
    /// The essay's encoding, given with `--encoding`.
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) limits: ReadLimits,
    /// Whether only these may be read: an apparatus beside the essay must not be a link then.
    pub(crate) secure: bool,
}

impl DocumentSource {
    pub(crate) fn new(args: InputArgs, config: &Config, secure: bool) -> Self {
        Self {
            essay: args.essay.into(),
            apparatus: args.apparatus,
            encoding: args.encoding.encoding,
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
    let essay = EncodedEssay::read(&input.essay, input.limits)?;
    let essay_file = essay.file();
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
    let essay = essay.parse(input.encoding, text.as_deref())?;
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

/// An essay that was read and not decoded: the apparatus may give its encoding.
pub(crate) struct EncodedEssay<'a> {
    source: &'a EssaySource,
    bytes: Vec<u8>,
    /// Whether it came from a file that can be read again.
    is_file: bool,
}

impl<'a> EncodedEssay<'a> {
    pub(crate) fn read(source: &'a EssaySource, limits: ReadLimits) -> Result<Self> {
        let (bytes, is_file) = match source {
            EssaySource::Bundled => (BUNDLED_ESSAY.as_bytes().to_vec(), false),
            EssaySource::Stdin => {
                let bytes = read::to_end(io::stdin().lock(), 0, limits.max_bytes);
                let bytes = bytes.map_err(|error| read_error(&error));
                (bytes.context("cannot read standard input")?, false)
            }
            EssaySource::File(path) => {
                let name = display_path(path);
                if name.ends_with(APPARATUS_EXTENSION) {
                    bail!("{name} is an apparatus; open its essay, or use --apparatus");
                }
                let suggestion = suggestion(path);
                read_bytes(path, limits).map_err(|error| anyhow!("{error:#}{suggestion}"))?
            }
        };
        Ok(Self {
            source,
            bytes,
            is_file,
        })
    }

    /// The file, unless it came from a pipe, which cannot be read again.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match self.source {
            EssaySource::File(path) if self.is_file => Some(path.clone()),
            _ => None,
        }
    }

    /// Decodes and parses the essay. If no encoding is given, that of the apparatus is used.
    pub(crate) fn parse(
        self,
        encoding: Option<&'static Encoding>,
        apparatus: Option<&str>,
    ) -> Result<Essay> {
        let path = match self.source {
            EssaySource::File(path) => Some(path),
            EssaySource::Bundled | EssaySource::Stdin => None,
        };
        let encoding = encoding.or_else(|| encoding_of_essay(apparatus?));
        let is_bundled = *self.source == EssaySource::Bundled;
        let text = match encoding.filter(|_| !is_bundled) {
            Some(encoding) => decode_as(self.bytes, encoding),
            None => decode(self.bytes),
        };
        let text = text.map_err(|error| {
            let hint = error.guess.map(|guess| encoding_hint(guess, path));
            let name = path.map_or("standard input".to_owned(), |path| display_path(path));
            anyhow!("cannot read {name}: {error}{}", hint.unwrap_or_default())
        })?;
        let format = match (path, self.source) {
            (_, EssaySource::Bundled) => Format::Plain,
            (Some(path), _) => match format_of_extension(path) {
                Some(format) => format,
                None if self.is_file => Format::Plain,
                None => Format::detect(&text),
            },
            _ => Format::detect(&text),
        };
        Ok(Essay::parse(text, format))
    }
}

/// How to read a text in an encoding, or to convert it.
fn encoding_hint(encoding: &'static Encoding, path: Option<&PathBuf>) -> String {
    let files = path.map_or(String::new(), |path| {
        let extension = path.extension().unwrap_or_default();
        let converted = path.with_extension("utf8").with_added_extension(extension);
        format!(" {} > {}", shell_word(path), shell_word(&converted))
    });
    let iconv = iconv_name(encoding);
    if encoding == UTF_8 {
        return format!(
            "; most of it is UTF-8: “iconv -c -f {iconv} -t UTF-8{files}” leaves out what is not"
        );
    }
    let name = encoding.name();
    format!(
        "; it looks like {name}: read it with “--encoding {name}”, or convert it with \
         “iconv -f {iconv} -t UTF-8{files}”"
    )
}

/// Reads the apparatus at a path, if there is one: its text, and whether it is a file that can be
/// read again.
pub(crate) fn read_apparatus(
    input: &DocumentSource,
    path: Option<&Path>,
) -> Result<Option<(String, bool)>> {
    match path {
        Some(path) if input.apparatus.is_some() => read_text(path, input.limits).map(Some),
        Some(path) if path.symlink_metadata().is_ok() => {
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

/// The text of an apparatus, and whether it was a file.
fn read_text(path: &Path, limits: ReadLimits) -> Result<(String, bool)> {
    let (bytes, is_file) = read_bytes(path, limits)?;
    let text = decode(bytes);
    let text = text.map_err(|error| anyhow!("cannot read {}: {error}", display_path(path)))?;
    Ok((text, is_file))
}

/// The bytes of a file or a pipe, and whether it was a file.
///
/// A pipe is read before the reader takes the terminal over, so that Ctrl-C ends a wait for it.
fn read_bytes(path: &Path, limits: ReadLimits) -> Result<(Vec<u8>, bool)> {
    let waiting = || {
        let name = display_path(path);
        print_message(&format!("waiting for the pipe {name}; Ctrl-C ends this"));
    };
    read::file_or_pipe(path, limits, waiting)
        .map_err(|error| read_error(&error))
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

/// A path as one word of a shell command.
pub(crate) fn shell_word(path: &Path) -> String {
    let name = display_path(path);
    let is_plain = |char: char| char.is_alphanumeric() || "/._-+,:@%".contains(char);
    // A name that begins with a hyphen would be an option.
    let prefix = if name.starts_with('-') { "./" } else { "" };
    if !name.is_empty() && name.chars().all(is_plain) {
        return format!("{prefix}{name}");
    }
    format!("'{prefix}{}'", name.replace('\'', r"'\''"))
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
            ("x.rst", "x.postil.toml"),
            ("x.tex", "x.tex.postil.toml"),
            ("a.b/.x", "a.b/.x.postil.toml"),
        ] {
            assert_eq!(apparatus_beside(Path::new(essay)), Path::new(apparatus));
        }
    }

    #[test]
    fn a_path_is_quoted_for_the_shell() {
        for (path, expected) in [
            ("a/b-c.txt", "a/b-c.txt"),
            ("日本.md", "日本.md"),
            ("my essay.txt", "'my essay.txt'"),
            ("it's.txt", r"'it'\''s.txt'"),
            ("$HOME*`x`.txt", "'$HOME*`x`.txt'"),
            ("-x.txt", "./-x.txt"),
            ("-x y", "'./-x y'"),
            ("a\u{1b}[31m\u{202e}", "'a␛[31m\u{fffd}'"),
        ] {
            assert_eq!(shell_word(Path::new(path)), expected);
        }
    }
}
