//! `postil config`: prints the configuration in force and the mistakes in its file.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::args::ColorArgs;
use super::open::display_path;
use super::{color, output};
use crate::apparatus::diagnostics::report::Report;
use crate::config::{LoadedConfig, print};
use crate::terminal::ColorDepth;

/// More mistakes are only counted.
const MAX_MISTAKES: usize = 1_000;

pub(crate) fn run(secure: bool) -> Result<ExitCode> {
    let loaded = LoadedConfig::load(secure);
    let path = loaded.path.as_deref().map(display_path);
    let origin = match &path {
        None if secure => "# The defaults: with --secure no configuration is read.".to_owned(),
        None => "# There is no configuration file: HOME is not set.".to_owned(),
        Some(path) if loaded.exists => format!("# From {path}."),
        Some(path) => format!("# The defaults: there is no {path}."),
    };
    output::print(|to| {
        writeln!(to, "{origin}")?;
        to.write_all(print(&loaded.config).as_bytes())
    })?;
    if loaded.problems.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let to = io::stderr();
    let capabilities = color::capabilities(ColorArgs::default());
    let has_colors = capabilities.color_depth != ColorDepth::Monochrome;
    let report = Report {
        path: &path.expect("a file with problems has a path"),
        source: &loaded.text,
        problems: &loaded.problems,
        color: to.is_terminal() && capabilities.full_screen && has_colors,
        unicode: to.is_terminal() && !color::glyphs().ascii,
        width: color::width(),
        max_problems: MAX_MISTAKES,
    };
    let _ = to.lock().write_all(report.to_string().as_bytes());
    Ok(ExitCode::FAILURE)
}
