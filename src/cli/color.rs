//! How output is to look: from the flags and the environment to a palette, glyphs and a width.
//!
//! Owns which variable is heard for what. Flags beat them all.

use std::env;
use std::io::{self, IsTerminal};

use super::args::When;
use super::request::Look;
use crate::config::PaletteChoice;
use crate::terminal::{Capabilities, ColorDepth};
use crate::tui::glyphs::{self, Glyphs};
use crate::tui::theme::{Background, Palette};

/// Cells of a line where neither COLUMNS nor a narrower terminal says otherwise.
const COLUMNS: usize = 80;

/// The terminal as the environment describes it and the flags would have it.
pub(super) fn capabilities(look: Look) -> Capabilities {
    capabilities_in(look, |name| env::var(name).ok())
}

fn capabilities_in(look: Look, variable: impl Fn(&str) -> Option<String>) -> Capabilities {
    let asked = look.when == When::Always
        || matches!(
            look.palette,
            Some(PaletteChoice::Dark | PaletteChoice::Light)
        );
    let mut capabilities = Capabilities::detect(|name| match name {
        "NO_COLOR" if asked => None,
        _ => variable(name),
    });
    if look.when == When::Never || look.palette == Some(PaletteChoice::Mono) {
        capabilities.color_depth = ColorDepth::Monochrome;
    }
    capabilities
}

/// The terminal as the reader uses it, its palette, and whether that may follow the terminal's
/// background. `chosen` is what the configuration has, which flags and `NO_COLOR` beat.
pub(super) fn of_reader(
    look: Look,
    chosen: PaletteChoice,
    mut capabilities: Capabilities,
) -> (Capabilities, Palette, bool) {
    let wanted = look.palette.unwrap_or(chosen);
    if wanted == PaletteChoice::Mono {
        capabilities.color_depth = ColorDepth::Monochrome;
    }
    let depth = capabilities.color_depth;
    let palette = Palette::new(depth, ground(wanted).unwrap_or(Background::Dark));
    let follows = wanted == PaletteChoice::Auto && depth != ColorDepth::Monochrome;
    (capabilities, palette, follows)
}

/// The palette of what is printed; none where no escape may be in it.
pub(super) fn of_print(look: Look) -> Option<Palette> {
    let capabilities = capabilities(look);
    let wanted = look.palette.unwrap_or_default();
    let always = look.when == When::Always;
    let none = capabilities.color_depth == ColorDepth::Monochrome;
    match look.when {
        When::Never => return None,
        When::Auto if none && wanted != PaletteChoice::Mono => return None,
        When::Auto if !capabilities.full_screen || !io::stdout().is_terminal() => return None,
        When::Auto | When::Always => {}
    }
    Some(match ground(wanted) {
        _ if wanted == PaletteChoice::Mono => {
            Palette::new(ColorDepth::Monochrome, Background::Dark)
        }
        // Whoever wants colours gets them, whatever TERM says of a terminal that is not there.
        ground if always && none => {
            Palette::new(ColorDepth::Ansi16, ground.unwrap_or(Background::Dark))
        }
        Some(ground) => Palette::new(capabilities.color_depth, ground),
        None if always => Palette::new(capabilities.color_depth, Background::Dark),
        // Colours for the wrong background are worse than none.
        None => Palette::new(ColorDepth::Monochrome, Background::Dark),
    })
}

/// The background, where it is known without asking the terminal: `COLORFGBG` ends with its
/// number among the 16 colours.
fn ground(wanted: PaletteChoice) -> Option<Background> {
    match wanted {
        PaletteChoice::Dark => Some(Background::Dark),
        PaletteChoice::Light => Some(Background::Light),
        PaletteChoice::Auto | PaletteChoice::Mono => ground_told(&env::var("COLORFGBG").ok()?),
    }
}

fn ground_told(colours: &str) -> Option<Background> {
    match colours.rsplit(';').next()?.parse().ok()? {
        7 | 9..=15 => Some(Background::Light),
        0..=8_u8 => Some(Background::Dark),
        _ => None,
    }
}

/// The signs that the terminal's font and the locale have.
pub(super) fn glyphs() -> &'static Glyphs {
    glyphs_in(|name| env::var(name).ok())
}

fn glyphs_in(variable: impl Fn(&str) -> Option<String>) -> &'static Glyphs {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    // Where no locale is set at all, as on many a server, nothing is known against UTF-8.
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

/// The columns and rows of the terminal that standard output is, if it is one.
pub(super) fn size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// The cells of a printed line.
pub(super) fn width() -> usize {
    width_in(env::var("COLUMNS").ok().as_deref(), size())
}

fn width_in(columns: Option<&str>, size: Option<(u16, u16)>) -> usize {
    let said = columns
        .and_then(|said| said.trim().parse().ok())
        .filter(|&said| said > 0);
    said.unwrap_or_else(|| size.map_or(COLUMNS, |(columns, _)| usize::from(columns).min(COLUMNS)))
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
    fn flags_beat_the_environment() {
        let xterm = ("TERM", "xterm-256color");
        let none = ("NO_COLOR", "1");
        let look = |when, palette| Look {
            when,
            palette: Some(palette),
        };
        for (look, set, depth) in [
            (
                look(When::Auto, PaletteChoice::Auto),
                &[xterm][..],
                ColorDepth::Ansi256,
            ),
            (
                look(When::Auto, PaletteChoice::Auto),
                &[xterm, none],
                ColorDepth::Monochrome,
            ),
            (
                look(When::Always, PaletteChoice::Auto),
                &[xterm, none],
                ColorDepth::Ansi256,
            ),
            (
                look(When::Auto, PaletteChoice::Light),
                &[xterm, none],
                ColorDepth::Ansi256,
            ),
            (
                look(When::Auto, PaletteChoice::Mono),
                &[xterm],
                ColorDepth::Monochrome,
            ),
            (
                look(When::Never, PaletteChoice::Light),
                &[xterm],
                ColorDepth::Monochrome,
            ),
        ] {
            assert_eq!(
                capabilities_in(look, variables(set)).color_depth,
                depth,
                "{look:?} {set:?}"
            );
        }
    }

    #[test]
    fn the_palette_follows_the_background_unless_one_was_asked_for() {
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
            let look = Look {
                palette: flag,
                ..Look::default()
            };
            let capabilities = capabilities_in(look, variables(set));
            let (capabilities, palette, follow) = of_reader(look, chosen, capabilities);
            assert_eq!(
                capabilities.color_depth == ColorDepth::Monochrome,
                depth == Mono
            );
            let expected = (Palette::new(depth, ground), follows);
            assert_eq!((palette, follow), expected, "{flag:?} {chosen:?} {set:?}");
        }
    }

    #[test]
    fn the_background_is_the_last_number() {
        for (colours, ground) in [
            ("15;0", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;7", Some(Background::Light)),
            ("12;8", Some(Background::Dark)),
            ("0;default", None),
            ("", None),
            ("0;99", None),
        ] {
            assert_eq!(ground_told(colours), ground, "{colours}");
        }
    }

    #[test]
    fn signs_are_ascii_where_the_locale_says_so() {
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
    fn lines_are_as_wide_as_columns_says_else_as_the_terminal_up_to_80() {
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
