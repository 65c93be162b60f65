//! Printing to standard output, with styles as escape sequences.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use ratatui::style::{Color, Modifier, Style};

use crate::files::io_message;
use crate::tui::rich_text::{RichText, TextRow};
use crate::tui::theme::Palette;

/// Runs `write` with buffered standard output.
///
/// # Errors
///
/// [`io::ErrorKind::BrokenPipe`] unchanged, for the caller to ignore; others with a message.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => error.into(),
            _ => anyhow!("cannot write to standard output: {}", io_message(&error)),
        })?;
    Ok(ExitCode::SUCCESS)
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
    let mut codes: Vec<String> = modifiers.map(|(_, code)| code.to_string()).collect();
    codes.extend(style.fg.map(|color| color_codes(color, 30)));
    codes.extend(style.bg.map(|color| color_codes(color, 40)));
    if codes.is_empty() || text.is_empty() {
        return to.write_all(text.as_bytes());
    }
    write!(to, "\x1b[{}m{text}\x1b[m", codes.join(";"))
}

const MODIFIERS: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

/// The SGR parameters of a color. `base` is 30 for the text, 40 for the background.
fn color_codes(color: Color, base: u8) -> String {
    let offset = match color {
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Reset => 9,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + offset).to_string()
}

#[cfg(test)]
mod tests {
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
                Style::new().fg(Color::Indexed(9)),
                "\u{1b}[38;5;9ma\u{1b}[m",
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
