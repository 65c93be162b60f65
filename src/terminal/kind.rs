//! What sort of terminal it is, read from the environment: what it can show, what may be asked of
//! it, and what stands between it and us. Nothing is asked of the terminal itself here.

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: bold, underline, reverse and the like only.
    None,
    /// The 16 of the terminal's own palette.
    Ansi16,
    /// The 256 of xterm.
    Ansi256,
    /// 24 bits.
    True,
}

/// A program between us and the terminal that keeps what it does not know to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplexer {
    /// tmux: passes on what is wrapped in `DCS tmux;`.
    Tmux,
    /// GNU screen: passes on what is wrapped in `DCS`.
    Screen,
}

/// A terminal's traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent traits, each with a name"
)]
pub struct Kind {
    /// It can be drawn on at all. False where TERM is not set, or says dumb or unknown.
    pub full_screen: bool,
    /// How many colours it shows.
    pub depth: Depth,
    /// It may be asked something: it answers, or is silent, and prints no garbage.
    pub asks: bool,
    /// It has a second screen, so that the first one comes back as it was.
    pub alternate: bool,
    /// It holds a frame back until that is whole (DEC 2026), or ignores that.
    pub synchronized: bool,
    /// It scrolls a band of rows (DECSTBM with SU and SD).
    pub scrolls: bool,
    /// It shows italics, or ignores them.
    pub italics: bool,
    /// It knows links (OSC 8), or ignores them.
    pub links: bool,
    /// What stands in between.
    pub multiplexer: Option<Multiplexer>,
}

impl Kind {
    /// The kind that the environment describes: TERM, COLORTERM, `NO_COLOR`, TMUX and STY, as
    /// `variable` gives them.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let multiplexer = if set("TMUX") || term.starts_with("tmux") {
            Some(Multiplexer::Tmux)
        } else if set("STY") || term.starts_with("screen") {
            Some(Multiplexer::Screen)
        } else {
            None
        };
        let full_screen = !matches!(term.as_str(), "" | "dumb" | "unknown");
        let console = term == "linux" || term.starts_with("linux-");
        let plain = !full_screen || console;
        // Screen shows italics reversed, and of 24-bit colours, which the terminal around it may have
        // and tell of in COLORTERM, nothing.
        let screen = multiplexer == Some(Multiplexer::Screen);
        let most = if screen { Depth::Ansi256 } else { Depth::True };
        Self {
            full_screen,
            depth: if set("NO_COLOR") {
                Depth::None
            } else {
                depth(&term, &variable("COLORTERM").unwrap_or_default()).min(most)
            },
            asks: !plain && !term.starts_with("screen"),
            alternate: !console,
            synchronized: !plain,
            scrolls: !plain,
            italics: !screen,
            links: !plain && !screen,
            multiplexer,
        }
    }

    /// What [`detect`](Self::detect) makes of this process's environment.
    #[must_use]
    pub fn of_environment() -> Self {
        Self::detect(|name| std::env::var(name).ok())
    }
}

fn depth(term: &str, colorterm: &str) -> Depth {
    let direct = term.ends_with("-direct");
    if direct || matches!(colorterm, "truecolor" | "24bit") {
        return Depth::True;
    }
    if term.contains("256") {
        return Depth::Ansi256;
    }
    let base = term.split('-').next().unwrap_or_default();
    let mono = term.ends_with("-m") || term.ends_with("-mono");
    match base {
        "dumb" | "unknown" | "" => Depth::None,
        _ if mono => Depth::None,
        "vt52" | "vt100" | "vt102" | "vt200" | "vt220" | "vt320" | "vt420" => Depth::None,
        // These names promise 8 colours; the 8 brighter ones are everywhere besides.
        "linux" | "ansi" | "cygwin" | "pcansi" | "cons25" | "rxvt" | "screen" | "Eterm" => {
            Depth::Ansi16
        }
        "xterm"
            if matches!(
                term,
                "xterm" | "xterm-color" | "xterm-16color" | "xterm-8color"
            ) =>
        {
            Depth::Ansi16
        }
        _ => Depth::Ansi256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(environment: &[(&str, &str)]) -> Kind {
        Kind::detect(|name| {
            let found = environment.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colours() {
        let table = [
            (&[("TERM", "xterm-256color")][..], Depth::Ansi256),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                Depth::True,
            ),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "24bit")],
                Depth::True,
            ),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "yes")],
                Depth::Ansi256,
            ),
            (&[("TERM", "xterm-direct")], Depth::True),
            (&[("TERM", "xterm")], Depth::Ansi16),
            (&[("TERM", "xterm-kitty")], Depth::Ansi256),
            (&[("TERM", "alacritty")], Depth::Ansi256),
            (&[("TERM", "linux")], Depth::Ansi16),
            (&[("TERM", "linux-16color")], Depth::Ansi16),
            (&[("TERM", "screen")], Depth::Ansi16),
            (&[("TERM", "screen-256color")], Depth::Ansi256),
            (
                &[("TERM", "screen-256color"), ("COLORTERM", "truecolor")],
                Depth::Ansi256,
            ),
            (
                &[
                    ("TERM", "screen-256color"),
                    ("TMUX", "x"),
                    ("COLORTERM", "truecolor"),
                ],
                Depth::True,
            ),
            (&[("TERM", "tmux-256color")], Depth::Ansi256),
            (&[("TERM", "vt220")], Depth::None),
            (&[("TERM", "xterm-mono")], Depth::None),
            (&[("TERM", "dumb")], Depth::None),
            (&[], Depth::None),
            (
                &[
                    ("TERM", "xterm-256color"),
                    ("COLORTERM", "truecolor"),
                    ("NO_COLOR", "1"),
                ],
                Depth::None,
            ),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "")],
                Depth::Ansi256,
            ),
        ];
        for (environment, depth) in table {
            assert_eq!(kind(environment).depth, depth, "{environment:?}");
        }
    }

    #[test]
    fn questions_are_asked_only_where_they_do_no_harm() {
        for (term, asks) in [
            ("xterm-256color", true),
            ("tmux-256color", true),
            ("foot", true),
            ("linux", false),
            ("dumb", false),
            ("screen", false),
            ("screen-256color", false),
            ("", false),
        ] {
            assert_eq!(kind(&[("TERM", term)]).asks, asks, "{term}");
        }
    }

    #[test]
    fn what_stands_in_between() {
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
                kind(environment).multiplexer,
                multiplexer,
                "{environment:?}"
            );
        }
    }

    #[test]
    fn the_console_gets_nothing_it_does_not_know() {
        let console = kind(&[("TERM", "linux")]);
        assert!(console.full_screen);
        assert!(!console.alternate && !console.scrolls);
        assert!(!kind(&[]).full_screen);
    }
}
