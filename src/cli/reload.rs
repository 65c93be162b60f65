//! The files read again while the reader is open.
//!
//! Owns which of them are watched, and what stands in for what came through a pipe, which is not there
//! twice. It must not know who asks, nor whether the newer version is better than the older.

use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::open::{self, Care, Input, Opened, Source, open, shown};
use crate::document::Document;
use crate::essay::Essay;
use crate::files::watch::FileVersions;
use crate::tui::run::Sources;

/// Which files are watched from `since` on, and how they are read again.
pub(super) fn sources(input: &Input, opened: &Opened, since: SystemTime) -> Sources {
    let again = Again::new(input, opened);
    let files = again.essay_file.iter().chain(&again.apparatus_file);
    Sources {
        versions: FileVersions::new(files.cloned().collect(), since),
        reload: Arc::new(move || again.read()),
    }
}

/// What is read again.
struct Again {
    input: Input,
    /// The files that can be.
    essay_file: Option<PathBuf>,
    apparatus_file: Option<PathBuf>,
    /// The essay that came through a pipe, and the apparatus that did.
    essay: Option<Arc<Essay>>,
    apparatus: Option<String>,
    /// Neither was empty when it was opened.
    full: bool,
}

impl Again {
    fn new(input: &Input, opened: &Opened) -> Self {
        let files = opened.files.clone();
        let piped = files.essay.is_none() && input.essay != Source::Bundled;
        let apparatus_piped = opened.apparatus.is_some() && files.apparatus.is_none();
        let text = opened.document.file.as_deref();
        let texts = [Some(opened.document.essay.source()), text];
        Self {
            full: texts.into_iter().flatten().all(|text| !text.is_empty()),
            input: input.clone(),
            essay: piped.then(|| Arc::clone(&opened.document.essay)),
            apparatus: text.filter(|_| apparatus_piped).map(str::to_owned),
            essay_file: files.essay,
            apparatus_file: files.apparatus,
        }
    }

    /// Reads everything again that can be; or says in a line why it cannot.
    fn read(&self) -> Result<Document, String> {
        let files = [&self.essay_file, &self.apparatus_file];
        if self.essay.is_some() && self.apparatus_file.is_none() {
            return Err("The essay came through a pipe and cannot be read again".to_owned());
        }
        for file in files.into_iter().flatten() {
            is_no_pipe(file)?;
        }
        let document = self.document().map_err(|error| format!("{error:#}"))?;
        let texts = [Some(document.essay.source()), document.file.as_deref()];
        for (file, text) in files.into_iter().zip(texts) {
            // Nobody empties what is being read; but programs do before they write it.
            if let (true, Some(file), Some("")) = (self.full, file, text) {
                return Err(format!("{} is empty", shown(file)));
            }
        }
        Ok(document)
    }

    fn document(&self) -> anyhow::Result<Document> {
        if self.essay.is_none() && self.apparatus.is_none() {
            return Ok(open(&self.input, Care::Open)?.document);
        }
        let essay = match &self.essay {
            Some(essay) => Essay::parse(essay.source().to_owned(), essay.format()),
            None => open::read_essay(&self.input.essay)?.0,
        };
        let apparatus = match (&self.apparatus, &self.apparatus_file) {
            (Some(text), _) => text.clone(),
            (None, Some(file)) => open::apparatus_text(file)?,
            (None, None) => return Ok(Document::new(essay, None)),
        };
        Ok(Document::annotated(essay, apparatus))
    }
}

/// A pipe in a file's place would keep whoever reads it waiting for ever.
fn is_no_pipe(path: &Path) -> Result<(), String> {
    match path.metadata() {
        Ok(about) if about.file_type().is_fifo() => {
            Err(format!("{} is a pipe now, not a file", shown(path)))
        }
        // Of anything else that is no file whoever reads it tells.
        _ => Ok(()),
    }
}
