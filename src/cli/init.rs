//! `postil init`: writes a starter apparatus beside an essay, and the essay if it is not a file yet.
//!
//! It never overwrites a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use encoding_rs::Encoding;

use super::open::{
    BUNDLED_APPARATUS, BUNDLED_ESSAY, BUNDLED_NAME, EncodedEssay, EssaySource, apparatus_beside,
    display_path, read_limits, shell_word,
};
use super::output;
use crate::config::LoadedConfig;
use crate::essay::Format;
use crate::init::{lacks_capitals, starter};

pub(crate) fn run(source: &EssaySource, encoding: Option<&'static Encoding>) -> Result<ExitCode> {
    let (essay, new_essay, apparatus, lacks_capitals) = match source {
        EssaySource::Bundled => (
            PathBuf::from(format!("{BUNDLED_NAME}.txt")),
            Some(BUNDLED_ESSAY.to_owned()),
            BUNDLED_APPARATUS.to_owned(),
            false,
        ),
        EssaySource::Stdin | EssaySource::File(_) => begin(source, encoding)?,
    };
    let mut files = vec![(apparatus_beside(&essay), apparatus)];
    if let Some(text) = new_essay {
        files.insert(0, (essay.clone(), text));
    }
    // Checked for all files first, so that either all are written or none.
    if let Some((path, _)) = files
        .iter()
        .find(|(path, _)| path.symlink_metadata().is_ok())
    {
        bail!("{} already exists; nothing was written", display_path(path));
    }
    for (path, text) in &files {
        output::write_file(path, false, "", |to| to.write_all(text.as_bytes()))?;
    }
    let names: Vec<_> = files.iter().map(|(path, _)| shell_word(path)).collect();
    let essay = shell_word(&essay);
    output::print(|to| {
        writeln!(to, "Wrote {}.", names.join(" and "))?;
        if lacks_capitals {
            writeln!(
                to,
                "Names are recognized by their capitals, which this script lacks: add the actors by hand."
            )?;
        }
        if *source == EssaySource::Bundled {
            writeln!(
                to,
                "The apparatus is complete. Read it with\n  postil {essay}\nAfter a change, find \
                 mistakes with\n  postil check {essay}"
            )
        } else {
            writeln!(
                to,
                "Fill it in with any editor, and find mistakes with\n  postil check {essay}"
            )
        }
    })
}

/// The path of an essay, its text if there is no such file yet, a starter for it, and whether its
/// script lacks capitals.
fn begin(
    source: &EssaySource,
    encoding: Option<&'static Encoding>,
) -> Result<(PathBuf, Option<String>, String, bool)> {
    let limits = read_limits(&LoadedConfig::load(false).config);
    let essay = EncodedEssay::read(source, limits)?;
    let file = essay.file();
    let essay = essay.parse(encoding, None)?;
    let path = match (file.as_ref(), source) {
        (Some(path), _) => path.clone(),
        (None, EssaySource::File(path)) => {
            bail!("{} is a pipe: save it to a file first", display_path(path))
        }
        (None, _) if essay.next_visible_block(0).is_none() => {
            bail!("there is no text on standard input: nothing was written")
        }
        (None, _) if essay.format() == Format::Markdown => PathBuf::from("essay.md"),
        (None, _) => PathBuf::from("essay.txt"),
    };
    let name = path.file_stem().expect("the path of a file has a name");
    // The text of a pipe is written in UTF-8.
    let encoding = encoding.filter(|_| file.is_some()).map(Encoding::name);
    let starter = starter(&essay, &display_path(Path::new(name)), encoding);
    let new_essay = file.is_none().then(|| essay.source().to_owned());
    Ok((path, new_essay, starter, lacks_capitals(&essay)))
}
