//! `postil init`: a starter apparatus beside an essay; for an essay that is no file yet, the essay
//! too.
//!
//! Owns what the files are called. Nothing is ever written over.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::open::{APPARATUS_FILE, ESSAY, NAME, Source, apparatus_beside, read_essay, shown};
use super::output;
use super::starter::starter;
use crate::essay::Format;

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
    let names: Vec<_> = files.iter().map(|(path, _)| shown(path)).collect();
    let essay = match source {
        Source::File(path) => shown(path),
        Source::Bundled | Source::Stdin => names.first().cloned().unwrap_or_default(),
    };
    output::print(|to| {
        writeln!(to, "Wrote {}.", names.join(" and "))?;
        writeln!(
            to,
            "Fill it in with any editor; postil check {essay} says what is still wrong."
        )
    })
}

/// A starter for an essay, and the essay itself where it is no file.
fn begun(source: &Source) -> Result<Vec<(PathBuf, String)>> {
    let (essay, file) = read_essay(source)?;
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
