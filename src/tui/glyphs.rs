//! The signs that are drawn, where the terminal's font has them and where it does not.

/// The signs of one set. Each is one cell wide.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Before the entry under the cursor in the sidebar.
    pub cursor: &'static str,
    /// Before the entry under the cursor in the detail.
    pub entry_marker: &'static str,
    /// In the margin beside a lit passage.
    pub bar: &'static str,
    /// In the margin beside the current passage.
    pub current_bar: &'static str,
    /// An upright line.
    pub vertical: &'static str,
    /// A level line.
    pub horizontal: &'static str,
    /// Corners of a box, from the upper left clockwise.
    pub corners: [&'static str; 4],
    /// The strip's heights, from none to four.
    pub strip: [&'static str; 5],
    /// Below the strip, the part on screen.
    pub strip_viewport: &'static str,
    /// There is more above, below.
    pub scroll_arrows: [&'static str; 2],
    /// Only ASCII may be drawn: any other character is replaced.
    pub ascii: bool,
}

impl Glyphs {
    /// What is drawn for a cluster of a text, in as many cells. The program's own texts, such as the
    /// help, name the signs of the full set: here those of this set stand for them.
    #[must_use]
    pub fn substitute<'a>(&self, cluster: &'a str) -> &'a str {
        if self.entry_marker == UNICODE.entry_marker {
            return cluster;
        }
        match cluster {
            "▌" | "▸" => CONSOLE.cursor,
            "▎" => CONSOLE.bar,
            _ if self.ascii => in_ascii(cluster),
            _ => cluster,
        }
    }
}

/// For terminals with a full font.
pub const UNICODE: Glyphs = Glyphs {
    cursor: "▌",
    entry_marker: "▸",
    bar: "▎",
    current_bar: "▌",
    vertical: "│",
    horizontal: "─",
    corners: ["╭", "╮", "╯", "╰"],
    strip: ["▁", "▃", "▅", "▆", "█"],
    strip_viewport: "▔",
    scroll_arrows: ["▴", "▾"],
    ascii: false,
};

/// For Linux's console, whose font lacks the others: its text may still be any.
pub const CONSOLE: Glyphs = Glyphs {
    cursor: ">",
    entry_marker: ">",
    bar: "|",
    current_bar: "#",
    vertical: "|",
    horizontal: "-",
    corners: ["+", "+", "+", "+"],
    strip: ["_", ".", "o", "O", "#"],
    strip_viewport: "=",
    scroll_arrows: ["^", "v"],
    ascii: false,
};

/// For a locale that is not UTF-8: nothing but ASCII.
pub const ASCII: Glyphs = Glyphs {
    ascii: true,
    ..CONSOLE
};

/// What stands for a cluster where only ASCII may be drawn; as wide as it was, in cells.
#[must_use]
fn in_ascii(cluster: &str) -> &str {
    match cluster {
        text if text.is_ascii() => text,
        "‘" | "’" | "‚" | "‹" | "›" | "′" => "'",
        "“" | "”" | "„" | "«" | "»" | "″" => "\"",
        "‐" | "‑" | "‒" | "–" | "—" | "−" => "-",
        // Not a full stop, at which a sentence would seem to end.
        "…" => "~",
        "•" | "·" => "*",
        "¶" => "P",
        "→" => ">",
        "←" => "<",
        "\u{a0}" => " ",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout;

    #[test]
    fn every_sign_takes_one_cell() {
        for set in [&UNICODE, &CONSOLE, &ASCII] {
            let signs = [
                set.cursor,
                set.entry_marker,
                set.bar,
                set.current_bar,
                set.vertical,
                set.horizontal,
                set.strip_viewport,
            ];
            let all = signs
                .iter()
                .chain(&set.corners)
                .chain(&set.strip)
                .chain(&set.scroll_arrows);
            for sign in all {
                assert_eq!(layout::width(sign), 1, "{sign}");
                assert!(!set.ascii || sign.is_ascii(), "{sign}");
            }
        }
        assert_eq!(in_ascii("“"), "\"");
        assert_eq!(in_ascii("漢"), "?");
    }

    #[test]
    fn texts_name_the_signs_that_are_drawn() {
        assert_eq!(UNICODE.substitute("▌"), "▌");
        for set in [&CONSOLE, &ASCII] {
            assert_eq!(set.substitute("▌"), set.cursor);
            assert_eq!(set.substitute("▸"), set.entry_marker);
            assert_eq!(set.substitute("▎"), set.bar);
            assert_eq!(set.substitute("a"), "a");
        }
        assert_eq!(CONSOLE.substitute("¶"), "¶");
        assert_eq!(ASCII.substitute("¶"), "P");
    }
}
