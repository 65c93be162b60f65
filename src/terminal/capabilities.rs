//! The terminal's capabilities, detected from the environment: colors, hyperlinks, the alternate
//! screen, a multiplexer.

/// How many colors the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColorDepth {
    /// No colors, only attributes such as bold and underline.
    Monochrome,
    /// The 16 colors of the terminal's own palette.
    Ansi16,
    /// xterm's 256 colors.
    Ansi256,
    /// 24-bit colors.
    TrueColor,
}

/// A terminal multiplexer, which drops sequences it does not know unless they are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplexer {
    /// tmux: passes on what is wrapped in `DCS tmux;`.
    Tmux,
    /// GNU screen: passes on what is wrapped in `DCS`.
    Screen,
}

/// What the terminal supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent capabilities")]
pub struct Capabilities {
    /// A full-screen program can run on it. False if TERM is unset, `dumb` or `unknown`.
    pub full_screen: bool,
    /// How many colors it shows.
    pub color_depth: ColorDepth,
    /// It answers queries or ignores them, and never prints them.
    pub answers_queries: bool,
    /// It has an alternate screen, so the normal screen can be restored.
    pub alternate_screen: bool,
    /// It shows a frame at once (DEC mode 2026), or ignores that mode.
    pub synchronized_output: bool,
    /// It scrolls a region of rows (DECSTBM with SU and SD).
    pub scroll_regions: bool,
    /// It shows italics, or ignores them.
    pub italics: bool,
    /// It knows hyperlinks (OSC 8), or ignores them.
    pub hyperlinks: bool,
    /// The multiplexer it runs in, if any.
    pub multiplexer: Option<Multiplexer>,
}

impl Capabilities {
    /// Derives the capabilities from TERM, COLORTERM, `NO_COLOR`, TMUX and STY, which `variable`
    /// looks up.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let multiplexer = if is_set("TMUX") || term.starts_with("tmux") {
            Some(Multiplexer::Tmux)
        } else if is_set("STY") || term.starts_with("screen") {
            Some(Multiplexer::Screen)
        } else {
            None
        };
        let full_screen = !matches!(term.as_str(), "" | "dumb" | "unknown");
        let linux_console = term == "linux" || term.starts_with("linux-");
        let basic = !full_screen || linux_console;
        let in_screen = multiplexer == Some(Multiplexer::Screen);
        let color_depth = if is_set("NO_COLOR") {
            ColorDepth::Monochrome
        } else {
            color_depth(&term, &variable("COLORTERM").unwrap_or_default())
        };
        Self {
            full_screen,
            // GNU screen drops 24-bit colors; COLORTERM describes the terminal around it.
            color_depth: match color_depth {
                ColorDepth::TrueColor if in_screen => ColorDepth::Ansi256,
                depth => depth,
            },
            answers_queries: !basic && !term.starts_with("screen"),
            alternate_screen: !linux_console,
            synchronized_output: !basic,
            scroll_regions: !basic,
            // GNU screen shows italics in reverse video.
            italics: !in_screen,
            hyperlinks: !basic && !in_screen,
            multiplexer,
        }
    }
}

fn color_depth(term: &str, colorterm: &str) -> ColorDepth {
    if term.ends_with("-direct") || matches!(colorterm, "truecolor" | "24bit") {
        return ColorDepth::TrueColor;
    }
    if term.contains("256") {
        return ColorDepth::Ansi256;
    }
    if term.ends_with("-m") || term.ends_with("-mono") {
        return ColorDepth::Monochrome;
    }
    if matches!(
        term,
        "xterm" | "xterm-color" | "xterm-16color" | "xterm-8color"
    ) {
        return ColorDepth::Ansi16;
    }
    let (family, _) = term.split_once('-').unwrap_or((term, ""));
    match family {
        "" | "dumb" | "unknown" | "vt52" | "vt100" | "vt102" | "vt200" | "vt220" | "vt320"
        | "vt420" => ColorDepth::Monochrome,
        // These entries promise 8 colors; the bright ones work everywhere too.
        "linux" | "ansi" | "cygwin" | "pcansi" | "cons25" | "rxvt" | "screen" | "Eterm" => {
            ColorDepth::Ansi16
        }
        _ => ColorDepth::Ansi256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capabilities(environment: &[(&str, &str)]) -> Capabilities {
        Capabilities::detect(|name| {
            let found = environment.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn color_depth_follows_term_and_colorterm() {
        let table = [
            (&[("TERM", "xterm-256color")][..], ColorDepth::Ansi256),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                ColorDepth::TrueColor,
            ),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "24bit")],
                ColorDepth::TrueColor,
            ),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "yes")],
                ColorDepth::Ansi256,
            ),
            (&[("TERM", "xterm-direct")], ColorDepth::TrueColor),
            (&[("TERM", "xterm")], ColorDepth::Ansi16),
            (&[("TERM", "xterm-kitty")], ColorDepth::Ansi256),
            (&[("TERM", "alacritty")], ColorDepth::Ansi256),
            (&[("TERM", "linux")], ColorDepth::Ansi16),
            (&[("TERM", "linux-16color")], ColorDepth::Ansi16),
            (&[("TERM", "screen")], ColorDepth::Ansi16),
            (&[("TERM", "screen-256color")], ColorDepth::Ansi256),
            (
                &[("TERM", "screen-256color"), ("COLORTERM", "truecolor")],
                ColorDepth::Ansi256,
            ),
            (
                &[
                    ("TERM", "screen-256color"),
                    ("TMUX", "x"),
                    ("COLORTERM", "truecolor"),
                ],
                ColorDepth::TrueColor,
            ),
            (&[("TERM", "tmux-256color")], ColorDepth::Ansi256),
            (&[("TERM", "vt220")], ColorDepth::Monochrome),
            (&[("TERM", "xterm-mono")], ColorDepth::Monochrome),
            (&[("TERM", "dumb")], ColorDepth::Monochrome),
            (&[], ColorDepth::Monochrome),
            (
                &[
                    ("TERM", "xterm-256color"),
                    ("COLORTERM", "truecolor"),
                    ("NO_COLOR", "1"),
                ],
                ColorDepth::Monochrome,
            ),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "")],
                ColorDepth::Ansi256,
            ),
        ];
        for (environment, depth) in table {
            assert_eq!(
                capabilities(environment).color_depth,
                depth,
                "{environment:?}"
            );
        }
    }

    #[test]
    fn queries_are_sent_only_to_terminals_that_do_not_print_them() {
        for (term, answers_queries) in [
            ("xterm-256color", true),
            ("tmux-256color", true),
            ("foot", true),
            ("linux", false),
            ("dumb", false),
            ("screen", false),
            ("screen-256color", false),
            ("", false),
        ] {
            assert_eq!(
                capabilities(&[("TERM", term)]).answers_queries,
                answers_queries,
                "{term}"
            );
        }
    }

    #[test]
    fn multiplexers_are_detected() {
        let table = [
            (&[("TERM", "xterm-256color")][..], None),
            (&[("TERM", "tmux-256color")], Some(Multiplexer::Tmux)),
            (
                &[("TERM", "screen-256color"), ("TMUX", "/tmp/x,1,0")],
                Some(Multiplexer::Tmux),
            ),
            (&[("TERM", "screen-256color")], Some(Multiplexer::Screen)),
            (
                &[("TERM", "xterm"), ("STY", "1.pts")],
                Some(Multiplexer::Screen),
            ),
        ];
        for (environment, multiplexer) in table {
            assert_eq!(
                capabilities(environment).multiplexer,
                multiplexer,
                "{environment:?}"
            );
        }
    }

    #[test]
    fn the_linux_console_has_no_alternate_screen_or_scroll_regions() {
        let console = capabilities(&[("TERM", "linux")]);
        assert!(console.full_screen);
        assert!(!console.alternate_screen && !console.scroll_regions);
        assert!(!capabilities(&[]).full_screen);
    }
}
