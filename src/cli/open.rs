//! What is read: the bundled essay, a file, a pipe; and the apparatus that belongs to it.
//!
//! Owns where bytes come from, and the one line that is said where they cannot be had. It must not
//! know what is then done with the document.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::document::Document;
use crate::essay::{Essay, Format, decode, sanitize};
use crate::files::io_message;
use crate::tui::app::Files;

/// What the essay that comes with the program is called, without an extension.
pub(super) const NAME: &str = "new-us-china-cold-war";
/// The essay that comes with the program.
pub(super) const ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");
/// Its apparatus.
pub(super) const APPARATUS_FILE: &str =
    include_str!("../../assets/new-us-china-cold-war.postil.toml");

/// The most that is read from something that does not say how long it is, in bytes.
const MOST_FROM_A_PIPE: u64 = 256 << 20;

/// Extensions of an essay, which its apparatus's name does without; and whether they mean Markdown.
const EXTENSIONS: [(&str, Format); 6] = [
    ("txt", Format::Plain),
    ("text", Format::Plain),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mdown", Format::Markdown),
    ("mkd", Format::Markdown),
];

/// What an apparatus's name ends with.
const APPARATUS: &str = "postil.toml";

/// Where an essay comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// It is in the program.
    Bundled,
    /// Standard input, to its end.
    Stdin,
    /// A file, or a pipe that has a name.
    File(PathBuf),
}

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) essay: Source,
    /// The apparatus that was asked for.
    pub(super) apparatus: Option<PathBuf>,
}

/// How an apparatus is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// An apparatus that cannot be read is an error.
    Open,
    /// The same by a reader, who has the essay also where what lies beside it cannot be read.
    Read,
}

/// What the apparatus is called that is a part of the program.
const BUNDLED: &str = "the bundled apparatus";

/// What was read.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) document: Document,
    /// The files that it was read from, and can be again.
    pub(super) files: Files,
    /// Where the apparatus was read from, if that was no part of the program.
    pub(super) apparatus: Option<PathBuf>,
    /// Why what lies beside the essay could not be read.
    pub(super) trouble: Option<String>,
}

impl Opened {
    /// What the apparatus's file is called, for messages.
    pub(super) fn apparatus_name(&self) -> String {
        let name = self.apparatus.as_deref();
        name.map_or_else(|| BUNDLED.to_owned(), shown)
    }

    /// The same for programs: the file's very name, by which it can be opened again.
    pub(super) fn apparatus_file(&self) -> Cow<'_, str> {
        let name = self.apparatus.as_deref();
        name.map_or(Cow::Borrowed(BUNDLED), Path::to_string_lossy)
    }
}

/// Reads an essay and its apparatus.
pub(super) fn open(input: &Input, care: Care) -> Result<Opened> {
    let (essay, file) = read_essay(&input.essay)?;
    let beside = file.as_deref().map(apparatus_beside);
    let apparatus = input.apparatus.clone().or(beside);
    let mut files = Files {
        apparatus: apparatus.clone(),
        essay: file,
    };
    let mut trouble = None;
    let document = match &apparatus {
        Some(path) if input.apparatus.is_some() || path.exists() => match text_of_file(path) {
            Ok((text, is_file)) => {
                if !is_file {
                    files.apparatus = None;
                }
                Document::annotated(essay, text)
            }
            Err(error) if care == Care::Read && input.apparatus.is_none() => {
                trouble = Some(format!("{error:#}"));
                Document::new(essay, None)
            }
            Err(error) => return Err(error),
        },
        _ if input.essay == Source::Bundled => Document::new(essay, Some(APPARATUS_FILE)),
        _ => Document::new(essay, None),
    };
    Ok(Opened {
        document,
        files,
        apparatus,
        trouble,
    })
}

/// The text of an apparatus.
pub(super) fn apparatus_text(path: &Path) -> Result<String> {
    Ok(text_of_file(path)?.0)
}

/// The text of a file or a pipe, and whether it was a file, which can be read again.
fn text_of_file(path: &Path) -> Result<(String, bool)> {
    match read_file(path) {
        Ok((bytes, is_file)) => Ok((text_of(Ok(bytes), &shown(path))?, is_file)),
        Err(error) => Err(anyhow!("cannot read {}: {error}", shown(path))),
    }
}

/// The same, with every quote looked for before it is given: nothing is left to be done later.
pub(super) fn open_settled(input: &Input, care: Care) -> Result<Opened> {
    let mut opened = open(input, care)?;
    if let Some(pending) = opened.document.pending() {
        opened.document.settle(pending.run());
    }
    Ok(opened)
}

/// Reads an essay; gives it and the file it came from, if it came from one. A pipe cannot be read
/// again, and has nothing beside it.
pub(super) fn read_essay(from: &Source) -> Result<(Essay, Option<PathBuf>)> {
    Ok(match from {
        Source::Bundled => (Essay::parse(ESSAY.to_owned(), Format::Plain), None),
        Source::Stdin => {
            let bytes = read_to_limit(io::stdin().lock(), MOST_FROM_A_PIPE);
            let text = text_of(bytes, "standard input")?;
            let format = Format::detect(&text);
            (Essay::parse(text, format), None)
        }
        Source::File(path) => {
            let (text, is_file) = essay_text(path)?;
            let format = extension_format(path).unwrap_or_else(|| {
                if is_file {
                    Format::Plain
                } else {
                    Format::detect(&text)
                }
            });
            let essay = Essay::parse(text, format);
            (essay, is_file.then(|| path.clone()))
        }
    })
}

/// The apparatus's name beside an essay: `x.postil.toml` for `x.txt` and `x.md`; other names get
/// it added.
pub(super) fn apparatus_beside(essay: &Path) -> PathBuf {
    if extension_format(essay).is_some() {
        return essay.with_extension(APPARATUS);
    }
    let mut name = essay.as_os_str().to_owned();
    name.push(".");
    name.push(APPARATUS);
    name.into()
}

fn extension_format(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?;
    let mut known = EXTENSIONS.iter();
    let (_, format) = known.find(|(known, _)| known.eq_ignore_ascii_case(extension))?;
    Some(*format)
}

/// An essay's text, and whether it came from a file that can be read again.
fn essay_text(path: &Path) -> Result<(String, bool)> {
    let name = shown(path);
    if name.ends_with(APPARATUS) {
        bail!("{name} is an apparatus; open its essay, or give it with --apparatus");
    }
    match read_file(path) {
        Ok((bytes, is_file)) => Ok((text_of(Ok(bytes), &name)?, is_file)),
        Err(error) => bail!("cannot read {name}: {error}{}", meant(path)),
    }
}

/// What may be meant by the name of a file that is not there: a file without its extension, or a
/// command with a slip in it.
fn meant(path: &Path) -> String {
    if path.symlink_metadata().is_ok() {
        return String::new();
    }
    let mut longer = EXTENSIONS.iter().map(|(extension, _)| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{extension}"));
        PathBuf::from(name)
    });
    if let Some(file) = longer.find(|file| file.is_file()) {
        return format!("; did you mean {}?", shown(&file));
    }
    let meant = match path.to_str() {
        Some(word) => super::args::nearest_command(word).map(|name| format!("the command {name}")),
        None => None,
    };
    meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"))
}

/// Decodes what was read; `name` is what it was read from.
fn text_of(bytes: Result<Vec<u8>>, name: &str) -> Result<String> {
    let text = bytes.and_then(|bytes| Ok(decode(bytes)?));
    text.map_err(|error| anyhow!("cannot read {name}: {error}"))
}

/// The bytes of a file or a pipe, and whether it was a file.
fn read_file(path: &Path) -> Result<(Vec<u8>, bool)> {
    let mut file = File::open(path).map_err(|error| anyhow!(io_message(&error)))?;
    let metadata = file
        .metadata()
        .map_err(|error| anyhow!(io_message(&error)))?;
    let kind = metadata.file_type();
    if metadata.is_file() {
        let mut bytes = Vec::new();
        let read = file.read_to_end(&mut bytes);
        read.map_err(|error| anyhow!(io_message(&error)))?;
        Ok((bytes, true))
    } else if metadata.is_dir() {
        bail!("it is a directory; give a text file in it")
    } else if kind.is_fifo() || kind.is_socket() {
        Ok((read_to_limit(file, MOST_FROM_A_PIPE)?, false))
    } else if file.is_terminal() {
        bail!("it is a terminal; write - to type a text")
    } else {
        bail!("it is a device, not a text file")
    }
}

/// Reads something to its end that does not say where that is, but no more than `most` bytes.
fn read_to_limit(from: impl Read, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(most + 1).read_to_end(&mut bytes);
    if read.map_err(|error| anyhow!(io_message(&error)))? as u64 > most {
        let megabytes = most >> 20;
        bail!("it gives more than {megabytes} MB; save it to a file and open that");
    }
    Ok(bytes)
}

/// A path as it may be printed.
pub(super) fn shown(path: &Path) -> String {
    sanitize(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apparatus_has_the_essays_name_without_what_says_that_it_is_a_text() {
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

    #[test]
    fn a_pipe_that_never_ends_is_refused() {
        const MOST: u64 = 1 << 20;
        let read = |length| read_to_limit(io::repeat(b'a').take(length), MOST);
        assert_eq!(read(MOST).unwrap().len() as u64, MOST);
        let error = read(MOST + 1).unwrap_err();
        assert!(error.to_string().contains("more than 1 MB"), "{error}");
    }
}
