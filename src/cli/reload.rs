//! Reads the files again while the reader is open.

use std::sync::Arc;
use std::time::SystemTime;

use super::open::{
    DocumentSource, EncodedEssay, EssaySource, Opened, display_path, read_apparatus,
};
use crate::document::Document;
use crate::essay::Essay;
use crate::files::read::ReadLimits;
use crate::tui::message::Files;
use crate::tui::run::ReloadSource;

/// The files to watch, which were read from `read_since` on, and how to read them again.
pub(crate) fn sources(
    input: DocumentSource,
    opened: &Opened,
    read_since: SystemTime,
) -> ReloadSource {
    let (document, files) = (&opened.document, opened.files.clone());
    let watched: Vec<_> = files
        .essay
        .iter()
        .chain(&files.apparatus)
        .cloned()
        .collect();
    let essay_piped = files.essay.is_none() && input.essay != EssaySource::Bundled;
    let apparatus_piped = opened.apparatus.is_some() && files.apparatus.is_none();
    let reloader = Reloader {
        piped_essay: essay_piped.then(|| Arc::clone(&document.essay)),
        piped_apparatus: document
            .apparatus_source
            .clone()
            .filter(|_| apparatus_piped),
        accepts_empty: document.essay.source().is_empty()
            || document.apparatus_source.as_deref() == Some(""),
        input: DocumentSource {
            limits: ReadLimits {
                pipes: false,
                ..input.limits
            },
            ..input
        },
        files,
    };
    ReloadSource {
        files: watched,
        read_since,
        reload: Arc::new(move || reloader.read()),
    }
}

struct Reloader {
    input: DocumentSource,
    files: Files,
    /// The essay and the apparatus that came from a pipe, which cannot be read again.
    piped_essay: Option<Arc<Essay>>,
    piped_apparatus: Option<String>,
    /// Whether a file that was read is empty.
    accepts_empty: bool,
}

impl Reloader {
    /// Reads the essay and the apparatus again.
    ///
    /// # Errors
    ///
    /// One line on why they cannot be read.
    fn read(&self) -> Result<Document, String> {
        if self.piped_essay.is_some() && self.files.apparatus.is_none() {
            return Err("The essay came through a pipe and cannot be read again".to_owned());
        }
        let document = self.document().map_err(|error| format!("{error:#}"))?;
        for (file, text) in [
            (&self.files.essay, Some(document.essay.source())),
            (&self.files.apparatus, document.apparatus_source.as_deref()),
        ] {
            // Programs may empty a file before they write it.
            if let (false, Some(file), Some("")) = (self.accepts_empty, file, text) {
                return Err(format!("{} is empty", display_path(file)));
            }
        }
        Ok(document)
    }

    fn document(&self) -> anyhow::Result<Document> {
        let read_essay = || EncodedEssay::read(&self.input.essay, self.input.limits);
        let encoded = self.piped_essay.is_none().then(read_essay).transpose()?;
        let apparatus = if let Some(text) = &self.piped_apparatus {
            Some(text.clone())
        } else {
            let read = read_apparatus(&self.input, self.files.apparatus.as_deref())?;
            read.map(|(text, _)| text)
        };
        let essay = if let Some(essay) = &self.piped_essay {
            Essay::parse(essay.source().to_owned(), essay.format())
        } else {
            let encoded = encoded.expect("an essay that is not from a pipe was read");
            encoded.parse(self.input.encoding, apparatus.as_deref())?
        };
        Ok(Document::new(essay, apparatus.as_deref()))
    }
}
