//! `postil config`: the configuration in force, and what is wrong with its file.
//!
//! Owns where each of them goes. What is in the file is the configuration's own to say.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::open::shown;
use super::request::Look;
use super::{color, output};
use crate::apparatus::diagnostics::report::Report;
use crate::config::{LoadedConfig, print};
use crate::terminal::ColorDepth;

/// More mistakes than this are only counted.
const MOST: usize = 1_000;

/// Prints the configuration in force; fails where something is wrong with the person's file.
pub(super) fn run() -> Result<ExitCode> {
    let loaded = LoadedConfig::load();
    output::print(|to| {
        writeln!(to, "{}", origin(&loaded))?;
        to.write_all(print(&loaded.config).as_bytes())
    })?;
    if loaded.problems.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let to = io::stderr();
    let kind = color::capabilities(Look::default());
    let report = Report {
        path: &name(&loaded),
        file: &loaded.text,
        problems: &loaded.problems,
        color: to.is_terminal() && kind.full_screen && kind.color_depth != ColorDepth::Monochrome,
        unicode: to.is_terminal() && !color::glyphs().ascii,
        width: color::width(),
        most: MOST,
    };
    // In one write, so that it stays whole. Where even that fails, the exit status tells.
    let _ = to.lock().write_all(report.to_string().as_bytes());
    Ok(ExitCode::FAILURE)
}

fn name(loaded: &LoadedConfig) -> String {
    loaded.path.as_deref().map_or_else(String::new, shown)
}

/// Where it comes from, as a comment.
fn origin(loaded: &LoadedConfig) -> String {
    match (&loaded.path, loaded.exists) {
        (None, _) => "# Nothing says where a configuration would be: HOME is not set.".to_owned(),
        (Some(_), true) => format!("# As {} has it.", name(loaded)),
        (Some(_), false) => format!("# As shipped: there is no {}.", name(loaded)),
    }
}
