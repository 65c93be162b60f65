//! `postil init`: a starter apparatus beside an essay; for an essay that is no file yet, the essay
//! too.
//!
//! Owns what the files are called. Nothing is ever written over.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::open::{APPARATUS_FILE, ESSAY, NAME, Source, apparatus_beside, read_essay, shown};
use super::output;
use crate::essay::Format;
use crate::init::starter;

/// Writes a starter for the essay that comes from `source`.
pub(super) fn run(source: &Source) -> Result<ExitCode> {
    let files = match source {
        Source::Bundled => {
            let essay = PathBuf::from(format!("{NAME}.txt"));
            let apparatus = (apparatus_beside(&essay), APPARATUS_FILE.to_owned());
            vec![(essay, ESSAY.to_owned()), apparatus]
        }
        Source::Stdin | Source::File(_) => begun(source)?,
    };
    // All or nothing: an apparatus that is there already must not be found out after the essay
    // has been written.
    if let Some((there, _)) = files
        .iter()
        .find(|(path, _)| path.symlink_metadata().is_ok())
    {
        bail!("{} is there already, and was left as it is", shown(there));
    }
    for (path, text) in &files {
        output::create(path, text)?;
    }
    let names: Vec<_> = files.iter().map(|(path, _)| word(path)).collect();
    let essay = match source {
        Source::File(path) => word(path),
        Source::Bundled | Source::Stdin => names.first().cloned().unwrap_or_default(),
    };
    output::print(|to| {
        writeln!(to, "Wrote {}.", names.join(" and "))?;
        match source {
            Source::Bundled => writeln!(
                to,
                "The apparatus is complete: change it with any editor, and read the two with\n  \
                 postil {essay}\nWhat is wrong with it after a change says\n  postil check {essay}"
            ),
            _ => writeln!(
                to,
                "Fill it in with any editor. What is still wrong with it says\n  postil check {essay}"
            ),
        }
    })
}

/// A path as a shell takes it for one word, where nothing in it has to be marked.
fn word(path: &Path) -> String {
    let shown = shown(path);
    let plain = |char: char| char.is_alphanumeric() || "/._-+,:@%".contains(char);
    // A hyphen would begin an option.
    let before = if shown.starts_with('-') { "./" } else { "" };
    if !shown.is_empty() && shown.chars().all(plain) {
        return format!("{before}{shown}");
    }
    format!("'{before}{}'", shown.replace('\'', r"'\''"))
}

/// A starter for an essay, and the essay itself where it is no file.
fn begun(source: &Source) -> Result<Vec<(PathBuf, String)>> {
    let (essay, file) = read_essay(source)?;
    if *source == Source::Stdin && essay.next_visible_block(0).is_none() {
        bail!("there is no text on standard input: nothing was written");
    }
    let path = match (&file, source) {
        (Some(path), _) => path.clone(),
        (None, Source::File(path)) => {
            bail!("{} is a pipe: save it to a file first", shown(path))
        }
        (None, _) if essay.format() == Format::Markdown => PathBuf::from("essay.md"),
        (None, _) => PathBuf::from("essay.txt"),
    };
    let name = path
        .file_stem()
        .map(Path::new)
        .map(shown)
        .unwrap_or_default();
    let apparatus = (apparatus_beside(&path), starter(&essay, &name));
    Ok(match file {
        Some(_) => vec![apparatus],
        None => vec![(path, essay.source().to_owned()), apparatus],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_to_a_shell() {
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
            assert_eq!(word(Path::new(path)), expected);
        }
    }
}
