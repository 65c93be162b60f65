//! Chooses colors, glyphs and line width from the options, the environment and the configuration.

use std::env;
use std::io::{self, IsTerminal};

use super::args::{ColorArgs, ColorWhen};
use crate::config::PaletteChoice;
use crate::terminal::{Capabilities, ColorDepth};
use crate::tui::glyphs::{self, Glyphs};
use crate::tui::theme::{Background, Palette};

/// The width of printed lines if COLUMNS is not set and the terminal is not narrower, in cells.
const DEFAULT_WIDTH: usize = 80;

/// What the terminal can show, as far as the options allow it.
pub(crate) fn capabilities(color: ColorArgs) -> Capabilities {
    capabilities_in(color, |name| env::var(name).ok())
}

fn capabilities_in(
    ColorArgs { when, palette }: ColorArgs,
    variable: impl Fn(&str) -> Option<String>,
) -> Capabilities {
    use PaletteChoice::{Dark, Light, Mono};
    let forces_color = when == Some(ColorWhen::Always) || matches!(palette, Some(Dark | Light));
    let mut capabilities = Capabilities::detect(|name| match name {
        "NO_COLOR" if forces_color => None,
        _ => variable(name),
    });
    if when == Some(ColorWhen::Never) || palette == Some(Mono) {
        capabilities.color_depth = ColorDepth::Monochrome;
    }
    capabilities
}

/// The terminal's capabilities as the reader uses them, its palette, and whether the palette follows
/// the terminal's background. The options and `NO_COLOR` override the configured palette.
pub(crate) fn reader_palette(
    color: ColorArgs,
    configured: PaletteChoice,
    mut capabilities: Capabilities,
) -> (Capabilities, Palette, bool) {
    let choice = color.palette.unwrap_or(configured);
    if choice == PaletteChoice::Mono {
        capabilities.color_depth = ColorDepth::Monochrome;
    }
    let depth = capabilities.color_depth;
    let palette = Palette::new(depth, known_background(choice).unwrap_or(Background::Dark));
    let follows_background = choice == PaletteChoice::Auto && depth != ColorDepth::Monochrome;
    (capabilities, palette, follows_background)
}

/// The palette of printed text; `None` if no escape sequences may be printed.
pub(crate) fn print_palette(color: ColorArgs) -> Option<Palette> {
    let capabilities = capabilities(color);
    let depth = capabilities.color_depth;
    let choice = color.palette.unwrap_or_default();
    let always = color.when == Some(ColorWhen::Always);
    let has_colors = depth != ColorDepth::Monochrome;
    match color.when.unwrap_or_default() {
        ColorWhen::Never => return None,
        ColorWhen::Auto if !has_colors && choice != PaletteChoice::Mono => return None,
        ColorWhen::Auto if !capabilities.full_screen || !io::stdout().is_terminal() => return None,
        ColorWhen::Auto | ColorWhen::Always => {}
    }
    let background = known_background(choice);
    let depth = match background {
        _ if choice == PaletteChoice::Mono => ColorDepth::Monochrome,
        _ if always && !has_colors => ColorDepth::Ansi16,
        // Colors for the wrong background may be unreadable.
        None if !always => ColorDepth::Monochrome,
        _ => depth,
    };
    Some(Palette::new(depth, background.unwrap_or(Background::Dark)))
}

/// The background, if it is known without asking the terminal: `COLORFGBG` ends with its number
/// among the 16 colors.
fn known_background(choice: PaletteChoice) -> Option<Background> {
    match choice {
        PaletteChoice::Dark => Some(Background::Dark),
        PaletteChoice::Light => Some(Background::Light),
        PaletteChoice::Auto | PaletteChoice::Mono => {
            background_of_colorfgbg(&env::var("COLORFGBG").ok()?)
        }
    }
}

fn background_of_colorfgbg(value: &str) -> Option<Background> {
    match value.rsplit(';').next()?.parse().ok()? {
        7 | 9..=15 => Some(Background::Light),
        0..=8_u8 => Some(Background::Dark),
        _ => None,
    }
}

/// The characters that the terminal and the locale can show.
pub(crate) fn glyphs() -> &'static Glyphs {
    glyphs_in(|name| env::var(name).ok())
}

fn glyphs_in(variable: impl Fn(&str) -> Option<String>) -> &'static Glyphs {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    // Many servers set no locale; their users' terminals show UTF-8 all the same.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let utf8 = locale.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    match set("TERM") {
        _ if !utf8 => &glyphs::ASCII,
        Some(term) if term == "linux" || term.starts_with("linux-") => &glyphs::CONSOLE,
        _ => &glyphs::UNICODE,
    }
}

/// The columns and rows of standard output, if it is a terminal.
pub(crate) fn terminal_size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// The width of printed lines, in cells.
pub(crate) fn width() -> usize {
    width_in(env::var("COLUMNS").ok().as_deref(), terminal_size())
}

fn width_in(columns: Option<&str>, size: Option<(u16, u16)>) -> usize {
    let columns = columns.and_then(|columns| columns.trim().parse().ok());
    let columns = columns.filter(|&columns| columns > 0);
    columns.unwrap_or_else(|| {
        size.map_or(DEFAULT_WIDTH, |(columns, _)| {
            usize::from(columns).min(DEFAULT_WIDTH)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables<'a>(set: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            let found = set.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn options_override_the_environment() {
        let xterm = ("TERM", "xterm-256color");
        let none = ("NO_COLOR", "1");
        let options = |when, palette| ColorArgs {
            when: Some(when),
            palette: Some(palette),
        };
        for (options, set, depth) in [
            (
                options(ColorWhen::Auto, PaletteChoice::Auto),
                &[xterm][..],
                ColorDepth::Ansi256,
            ),
            (
                options(ColorWhen::Auto, PaletteChoice::Auto),
                &[xterm, none],
                ColorDepth::Monochrome,
            ),
            (
                options(ColorWhen::Always, PaletteChoice::Auto),
                &[xterm, none],
                ColorDepth::Ansi256,
            ),
            (
                options(ColorWhen::Auto, PaletteChoice::Light),
                &[xterm, none],
                ColorDepth::Ansi256,
            ),
            (
                options(ColorWhen::Auto, PaletteChoice::Mono),
                &[xterm],
                ColorDepth::Monochrome,
            ),
            (
                options(ColorWhen::Never, PaletteChoice::Light),
                &[xterm],
                ColorDepth::Monochrome,
            ),
        ] {
            assert_eq!(
                capabilities_in(options, variables(set)).color_depth,
                depth,
                "{options:?} {set:?}"
            );
        }
    }

    #[test]
    fn the_palette_follows_the_background_unless_one_is_chosen() {
        use Background::{Dark, Light};
        use ColorDepth::{Ansi256 as Indexed, Monochrome as Mono};
        let xterm = ("TERM", "xterm-256color");
        let none = ("NO_COLOR", "1");
        for (flag, chosen, set, depth, ground, follows) in [
            (None, PaletteChoice::Auto, &[xterm][..], Indexed, Dark, true),
            (None, PaletteChoice::Light, &[xterm], Indexed, Light, false),
            (None, PaletteChoice::Mono, &[xterm], Mono, Dark, false),
            (
                None,
                PaletteChoice::Light,
                &[xterm, none],
                Mono,
                Light,
                false,
            ),
            (
                Some(PaletteChoice::Auto),
                PaletteChoice::Light,
                &[xterm],
                Indexed,
                Dark,
                true,
            ),
            (
                Some(PaletteChoice::Dark),
                PaletteChoice::Mono,
                &[xterm, none],
                Indexed,
                Dark,
                false,
            ),
            (
                Some(PaletteChoice::Light),
                PaletteChoice::Auto,
                &[xterm],
                Indexed,
                Light,
                false,
            ),
            (
                Some(PaletteChoice::Mono),
                PaletteChoice::Light,
                &[xterm],
                Mono,
                Dark,
                false,
            ),
        ] {
            let options = ColorArgs {
                palette: flag,
                when: None,
            };
            let capabilities = capabilities_in(options, variables(set));
            let (capabilities, palette, follow) = reader_palette(options, chosen, capabilities);
            assert_eq!(
                capabilities.color_depth == ColorDepth::Monochrome,
                depth == Mono
            );
            let expected = (Palette::new(depth, ground), follows);
            assert_eq!((palette, follow), expected, "{flag:?} {chosen:?} {set:?}");
        }
    }

    #[test]
    fn the_background_is_the_last_number_of_colorfgbg() {
        for (colors, ground) in [
            ("15;0", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;7", Some(Background::Light)),
            ("12;8", Some(Background::Dark)),
            ("0;default", None),
            ("", None),
            ("0;99", None),
        ] {
            assert_eq!(background_of_colorfgbg(colors), ground, "{colors}");
        }
    }

    #[test]
    fn glyphs_are_ascii_if_the_locale_is_not_utf8() {
        let utf8 = ("LANG", "de_DE.UTF-8");
        for (set, expected) in [
            (&[][..], &glyphs::UNICODE),
            (&[utf8], &glyphs::UNICODE),
            (&[("LANG", "C.utf8")], &glyphs::UNICODE),
            (&[("LANG", "C")], &glyphs::ASCII),
            (&[utf8, ("LC_ALL", "POSIX")], &glyphs::ASCII),
            (&[utf8, ("LC_CTYPE", "de_DE.ISO-8859-1")], &glyphs::ASCII),
            (&[utf8, ("LC_ALL", "")], &glyphs::UNICODE),
            (&[utf8, ("TERM", "linux")], &glyphs::CONSOLE),
            (&[utf8, ("TERM", "linux-16color")], &glyphs::CONSOLE),
            (&[utf8, ("TERM", "xterm")], &glyphs::UNICODE),
        ] {
            assert_eq!(glyphs_in(variables(set)), expected, "{set:?}");
        }
    }

    #[test]
    fn lines_are_as_wide_as_columns_or_the_terminal_up_to_80() {
        for (columns, size, width) in [
            (None, None, 80),
            (Some("100"), None, 100),
            (Some(" 40 "), Some((60, 20)), 40),
            (Some("0"), Some((60, 20)), 60),
            (Some("-3"), None, 80),
            (Some("99999999999999999999"), None, 80),
            (None, Some((200, 50)), 80),
            (None, Some((60, 20)), 60),
        ] {
            assert_eq!(width_in(columns, size), width, "{columns:?} {size:?}");
        }
    }
}
