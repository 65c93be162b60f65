//! `postil export`: writes a document for other programs.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::args::ExportArgs;
use super::open::{DocumentSource, Opened, display_path, open_anchored};
use super::output;
use crate::export;

pub(crate) fn run(args: ExportArgs, secure: bool) -> Result<ExitCode> {
    let format = export::format(&args.format).expect("clap has checked the name");
    let opened = open_anchored(&DocumentSource::configured(args.input, secure))?;
    opened.warn_of_errors();
    let export = |to: &mut dyn Write| (format.write)(&opened.document, to);
    let Some(path) = &args.output else {
        return output::print(export);
    };
    if is_source(path, &opened) {
        bail!(
            "{} is a source of the export; choose another file for -o",
            display_path(path)
        );
    }
    output::write_file(path, args.force, "; --force replaces it", export)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether a path leads to one of the files that are exported.
fn is_source(path: &Path, opened: &Opened) -> bool {
    let Ok(path) = fs::canonicalize(path) else {
        return false;
    };
    let mut sources = opened.files.essay.iter().chain(&opened.files.apparatus);
    sources.any(|source| fs::canonicalize(source).is_ok_and(|source| source == path))
}
