//! Where output goes: standard output, or a file that is written whole or not at all.
//!
//! Owns the writing and the errors of it, and how a style becomes an escape sequence. It must not
//! know what is written.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use ratatui::style::{Color, Modifier};

use super::open::shown;
use crate::files::io_message;
use crate::files::write::atomically;
use crate::tui::app::Files;
use crate::tui::rich_text::{RichText, TextRow};
use crate::tui::theme::Palette;

/// Runs `write` with standard output, buffered.
///
/// # Errors
///
/// What standard output says; where its reader has gone, [`io::ErrorKind::BrokenPipe`].
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => error.into(),
            _ => anyhow!("cannot write to standard output: {}", io_message(&error)),
        })?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `write` with a file that comes to stand at `path` when it is complete, in place of what
/// is there if `force` says so; what is no file (a pipe, a device) is written to as it is.
///
/// # Errors
///
/// It is one of the files that were read, is there without `force`, or cannot be written.
pub(super) fn to_file(
    path: &Path,
    force: bool,
    sources: &Files,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<ExitCode> {
    let resolved = |path: &Path| fs::canonicalize(path).ok();
    let mut sources = sources.essay.iter().chain(&sources.apparatus);
    if resolved(path).is_some() && sources.any(|source| resolved(source) == resolved(path)) {
        bail!(
            "{} is what is exported; choose another file for -o",
            shown(path)
        );
    }
    atomically(path, force, write).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => anyhow!(
            "{} is there already, and was left as it is; --force replaces it",
            shown(path)
        ),
        _ => anyhow!("cannot write {}: {}", shown(path), io_message(&error)),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that is not there yet, whole or not at all.
///
/// # Errors
///
/// It is there, or cannot be written.
pub(super) fn create(path: &Path, text: &str) -> Result<()> {
    atomically(path, false, |to| to.write_all(text.as_bytes())).map_err(|error| {
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                anyhow!("{} is there already, and was left as it is", shown(path))
            }
            _ => anyhow!("cannot write {}: {}", shown(path), io_message(&error)),
        }
    })
}

/// Writes rows, in the styles of a palette where there is one.
pub(super) fn rows<T>(
    to: &mut dyn Write,
    rows: &RichText<T>,
    palette: Option<Palette>,
) -> io::Result<()> {
    rows.rows.iter().try_for_each(|line| row(to, line, palette))
}

fn row(to: &mut dyn Write, row: &TextRow, palette: Option<Palette>) -> io::Result<()> {
    let last = row
        .spans
        .iter()
        .rposition(|span| !span.text.trim_end().is_empty());
    let spans = last
        .and_then(|last| row.spans.get(..=last))
        .unwrap_or_default();
    for (place, span) in spans.iter().enumerate() {
        let text = if Some(place) == last {
            span.text.trim_end()
        } else {
            &span.text
        };
        match palette {
            Some(palette) => {
                let style = palette.style(span.role);
                styled(to, text, (style.fg, style.bg, style.add_modifier))?;
            }
            None => to.write_all(text.as_bytes())?,
        }
    }
    to.write_all(b"\n")
}

/// Writes a text in a style, and takes the style back.
pub(super) fn styled(
    to: &mut dyn Write,
    text: &str,
    (ink, paper, weight): (Option<Color>, Option<Color>, Modifier),
) -> io::Result<()> {
    let mut codes = String::new();
    for (modifier, code) in WEIGHTS {
        if weight.contains(modifier) {
            push(&mut codes, code);
        }
    }
    for (color, shift) in [(ink, 0), (paper, 10)] {
        if let Some(color) = color {
            push_colour(&mut codes, color, shift);
        }
    }
    if codes.is_empty() || text.is_empty() {
        return to.write_all(text.as_bytes());
    }
    write!(to, "\x1b[{codes}m{text}\x1b[m")
}

const WEIGHTS: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

fn push(codes: &mut String, code: u8) {
    let between = if codes.is_empty() { "" } else { ";" };
    // Writing to a string does not fail.
    let _ = write!(codes, "{between}{code}");
}

/// Adds the numbers of a colour; `shift` makes a foreground's a background's.
fn push_colour(codes: &mut String, color: Color, shift: u8) {
    let mut add = |numbers: &[u8]| numbers.iter().for_each(|&number| push(codes, number));
    match color {
        Color::Reset => add(&[39 + shift]),
        Color::Rgb(red, green, blue) => add(&[38 + shift, 2, red, green, blue]),
        Color::Indexed(index) => add(&[38 + shift, 5, index]),
        Color::Black => add(&[30 + shift]),
        Color::Red => add(&[31 + shift]),
        Color::Green => add(&[32 + shift]),
        Color::Yellow => add(&[33 + shift]),
        Color::Blue => add(&[34 + shift]),
        Color::Magenta => add(&[35 + shift]),
        Color::Cyan => add(&[36 + shift]),
        Color::Gray => add(&[37 + shift]),
        Color::DarkGray => add(&[90 + shift]),
        Color::LightRed => add(&[91 + shift]),
        Color::LightGreen => add(&[92 + shift]),
        Color::LightYellow => add(&[93 + shift]),
        Color::LightBlue => add(&[94 + shift]),
        Color::LightMagenta => add(&[95 + shift]),
        Color::LightCyan => add(&[96 + shift]),
        Color::White => add(&[97 + shift]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_becomes_one_sequence_that_is_taken_back() {
        let bold = Modifier::BOLD;
        let plain = Modifier::empty();
        for (text, style, expected) in [
            ("a", (None, None, plain), "a"),
            ("", (Some(Color::Red), None, bold), ""),
            (
                "a",
                (None, None, bold | Modifier::DIM),
                "\u{1b}[1;2ma\u{1b}[m",
            ),
            (
                "a",
                (Some(Color::Red), Some(Color::White), bold),
                "\u{1b}[1;31;107ma\u{1b}[m",
            ),
            (
                "a",
                (Some(Color::Indexed(9)), None, plain),
                "\u{1b}[38;5;9ma\u{1b}[m",
            ),
            (
                "a",
                (None, Some(Color::Rgb(1, 2, 3)), plain),
                "\u{1b}[48;2;1;2;3ma\u{1b}[m",
            ),
        ] {
            let mut out = Vec::new();
            styled(&mut out, text, style).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{style:?}");
        }
    }
}
