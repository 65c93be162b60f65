//! Printing to standard output, with styles as escape sequences.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use ratatui::style::{Modifier, Style};
use rustix::fs::OFlags;

use super::open::display_path;
use crate::files::{io_message, write};
use crate::terminal::color_parameters;
use crate::tui::rich_text::{RichText, TextRow};
use crate::tui::theme::Palette;

/// Runs `write` with buffered standard output.
///
/// # Errors
///
/// [`io::ErrorKind::BrokenPipe`] unchanged, for the caller to ignore; others with a message, also if
/// standard output is closed.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
    if is_closed() {
        bail!("cannot write to standard output: it is closed");
    }
    print_unless_closed(write)
}

/// Whether standard output was closed at the start. Rust's runtime opens `/dev/null` for reading and
/// writing in its place; a redirection to it only writes.
fn is_closed() -> bool {
    let stdout = io::stdout();
    let is_null = || {
        let (is, null) = (rustix::fs::fstat(&stdout)?, rustix::fs::stat("/dev/null")?);
        let both = rustix::fs::fcntl_getfl(&stdout)?.contains(OFlags::RDWR);
        rustix::io::Result::Ok((is.st_dev, is.st_ino) == (null.st_dev, null.st_ino) && both)
    };
    is_null().unwrap_or(false)
}

/// Like [`print`], but a closed standard output is treated as one that nobody reads, for commands whose
/// exit status is the answer. Some programs open `/dev/null` for reading and writing to discard output.
pub(crate) fn print_unless_closed(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => error.into(),
            _ => anyhow!("cannot write to standard output: {}", io_message(&error)),
        })?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a file as [`write::atomically`] does.
///
/// # Errors
///
/// A message that ends with `if_exists` if the file exists and `overwrite` is false.
pub(crate) fn write_file(
    path: &Path,
    overwrite: bool,
    if_exists: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let name = display_path(path);
    write::atomically(path, overwrite, write).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => anyhow!("{name} already exists{if_exists}"),
        _ => anyhow!("cannot write {name}: {}", io_message(&error)),
    })
}

/// Writes rows, without escape sequences if there is no palette.
pub(crate) fn write_rows<T>(
    to: &mut dyn Write,
    rows: &RichText<T>,
    palette: Option<Palette>,
) -> io::Result<()> {
    let mut rows = rows.rows.iter();
    rows.try_for_each(|row| write_row(to, row, palette))
}

/// Writes a row without the spaces at its end.
fn write_row(to: &mut dyn Write, row: &TextRow, palette: Option<Palette>) -> io::Result<()> {
    let is_blank = |text: &str| text.trim_end().is_empty();
    let last = row.spans.iter().rposition(|span| !is_blank(&span.text));
    for (at, span) in row.spans.iter().enumerate() {
        let text = match last {
            Some(last) if at < last => &span.text,
            Some(last) if at == last => span.text.trim_end(),
            _ => break,
        };
        let style = palette.map(|palette| palette.style(span.role));
        write_styled(to, text, style.unwrap_or_default())?;
    }
    to.write_all(b"\n")
}

/// Writes a text in a style, and resets the style after it.
pub(crate) fn write_styled(to: &mut dyn Write, text: &str, style: Style) -> io::Result<()> {
    let modifiers = MODIFIERS.iter();
    let modifiers = modifiers.filter(|(modifier, _)| style.add_modifier.contains(*modifier));
    let mut codes: Vec<u8> = modifiers.map(|&(_, code)| code).collect();
    codes.extend(
        style
            .fg
            .into_iter()
            .flat_map(|color| color_parameters(color, 30)),
    );
    codes.extend(
        style
            .bg
            .into_iter()
            .flat_map(|color| color_parameters(color, 40)),
    );
    if codes.is_empty() || text.is_empty() {
        return to.write_all(text.as_bytes());
    }
    let codes: Vec<_> = codes.iter().map(u8::to_string).collect();
    write!(to, "\x1b[{}m{text}\x1b[m", codes.join(";"))
}

const MODIFIERS: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    #[test]
    fn a_style_becomes_escape_sequences_and_is_reset() {
        for (text, style, expected) in [
            ("a", Style::new(), "a"),
            ("", Style::new().red().bold(), ""),
            ("a", Style::new().bold().dim(), "\u{1b}[1;2ma\u{1b}[m"),
            (
                "a",
                Style::new().red().on_white().bold(),
                "\u{1b}[1;31;107ma\u{1b}[m",
            ),
            (
                "a",
                Style::new().fg(Color::Indexed(99)),
                "\u{1b}[38;5;99ma\u{1b}[m",
            ),
            (
                "a",
                Style::new().fg(Color::Reset).bg(Color::Rgb(1, 2, 3)),
                "\u{1b}[39;48;2;1;2;3ma\u{1b}[m",
            ),
        ] {
            let mut out = Vec::new();
            write_styled(&mut out, text, style).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{style:?}");
        }
    }
}
