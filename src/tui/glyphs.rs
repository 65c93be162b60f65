//! The symbols that are drawn, and their substitutes for terminals that lack them.

/// A set of symbols. Each is one cell wide.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Before the entry under the cursor in the sidebar.
    pub cursor: &'static str,
    /// Before the entry under the cursor in the detail.
    pub entry_marker: &'static str,
    /// In the margin beside a passage of the lens.
    pub bar: &'static str,
    /// In the margin beside the current passage.
    pub current_bar: &'static str,
    /// A vertical rule.
    pub vertical: &'static str,
    /// A horizontal rule.
    pub horizontal: &'static str,
    /// The corners of a box, clockwise from the upper left.
    pub corners: [&'static str; 4],
    /// The bars of the strip, by height from none to four.
    pub strip: [&'static str; 5],
    /// Below the strip's cells for the part on screen.
    pub strip_viewport: &'static str,
    /// Where a list continues above and below.
    pub scroll_arrows: [&'static str; 2],
    /// Whether every character that is not ASCII is replaced.
    pub ascii: bool,
}

impl Glyphs {
    /// What to draw for a grapheme cluster, as wide as the cluster. Replaces the Unicode glyphs that the
    /// help mentions by those of this set.
    #[must_use]
    pub fn substitute<'a>(&self, cluster: &'a str) -> &'a str {
        if *self == UNICODE {
            return cluster;
        }
        match cluster {
            "▌" | "▸" => self.cursor,
            "▎" => self.bar,
            "│" => self.vertical,
            "─" => self.horizontal,
            "┆" => ":",
            "↵" => "\\",
            _ if self.ascii => to_ascii(cluster),
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

/// For the Linux console, whose font lacks most symbols. Text may still contain any character.
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

/// For locales that are not UTF-8: only ASCII is drawn.
pub const ASCII: Glyphs = Glyphs {
    ascii: true,
    ..CONSOLE
};

/// The ASCII substitute for a grapheme cluster.
fn to_ascii(cluster: &str) -> &str {
    match cluster {
        _ if cluster.is_ascii() => cluster,
        "‘" | "’" | "‚" | "‹" | "›" | "′" => "'",
        "“" | "”" | "„" | "«" | "»" | "″" => "\"",
        "‐" | "‑" | "‒" | "–" | "—" | "−" => "-",
        // A period would look like the end of a sentence.
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
    fn every_glyph_is_one_cell_wide() {
        for set in [&UNICODE, &CONSOLE, &ASCII] {
            let glyphs = [
                set.cursor,
                set.entry_marker,
                set.bar,
                set.current_bar,
                set.vertical,
                set.horizontal,
                set.strip_viewport,
            ];
            let all = glyphs
                .iter()
                .chain(&set.corners)
                .chain(&set.strip)
                .chain(&set.scroll_arrows);
            for glyph in all {
                assert_eq!(layout::width(glyph), 1, "{glyph}");
                assert!(!set.ascii || glyph.is_ascii(), "{glyph}");
            }
        }
        assert_eq!(to_ascii("“"), "\"");
        assert_eq!(to_ascii("漢"), "?");
    }

    #[test]
    fn glyphs_named_in_texts_are_substituted() {
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
