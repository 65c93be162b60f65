//! A cell of the terminal: a ratatui cell reduced to what may be sent and can be shown.

use std::rc::Rc;

use ratatui::buffer::{self, CellDiffOption, CellWidth};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use super::super::capabilities::Capabilities;
use super::color;

/// The attributes that are visible on a blank cell.
pub(crate) const VISIBLE_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Shown instead of a symbol that must not be sent.
const REPLACEMENT: char = '\u{fffd}';

/// Attributes and colors, which are reduced to those that the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CellStyle {
    pub(crate) fg: Color,
    pub(crate) bg: Color,
    pub(crate) attributes: Modifier,
}

impl CellStyle {
    /// The terminal's default style.
    pub(crate) const DEFAULT: Self = Self::background(Color::Reset);

    /// A style with nothing but a background.
    pub(crate) const fn background(bg: Color) -> Self {
        Self {
            fg: Color::Reset,
            bg,
            attributes: Modifier::empty(),
        }
    }

    /// The foreground and the background.
    pub(crate) fn colors(self) -> (Color, Color) {
        (self.fg, self.bg)
    }

    /// Whether a blank in this style shows the background `bg` and nothing else.
    pub(crate) fn shows_blank(self, bg: Color) -> bool {
        self.bg == bg && !self.attributes.intersects(VISIBLE_ON_BLANK)
    }
}

/// The text of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Symbol {
    Char(char),
    /// A grapheme cluster of several characters.
    Cluster(Rc<str>),
    /// The cell is covered by the wide character before it.
    Continuation,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Cell {
    pub(crate) symbol: Symbol,
    pub(crate) style: CellStyle,
    /// The URI that the cell links to.
    pub(crate) link: Option<Rc<str>>,
    /// Columns that the cell takes.
    pub(crate) width: u8,
    /// The maximum number of columns that any terminal takes for it.
    pub(crate) max_width: u8,
    width_is_certain: bool,
}

impl Cell {
    /// An empty cell in the default style.
    pub(crate) const BLANK: Self = Self::blank(CellStyle::DEFAULT);

    /// An empty cell.
    pub(crate) const fn blank(style: CellStyle) -> Self {
        Self {
            symbol: Symbol::Char(' '),
            style,
            link: None,
            width: 1,
            max_width: 1,
            width_is_certain: true,
        }
    }

    /// The cell behind a wide character in this style.
    pub(crate) fn continuation(style: CellStyle) -> Self {
        Self {
            symbol: Symbol::Continuation,
            ..Self::blank(style)
        }
    }

    /// What a terminal with these capabilities shows for a ratatui cell.
    pub(crate) fn new(cell: &buffer::Cell, capabilities: Capabilities) -> Self {
        let text = cell.symbol();
        let bg = color::reduce(cell.bg, capabilities.color_depth);
        if text == " " && !cell.modifier.intersects(VISIBLE_ON_BLANK) {
            return Self::blank(CellStyle::background(bg));
        }
        let mut attributes = cell.modifier;
        attributes.set(
            Modifier::ITALIC,
            attributes.contains(Modifier::ITALIC) && capabilities.italics,
        );
        let fg = color::reduce(cell.fg, capabilities.color_depth);
        let blank = Self::blank(CellStyle { fg, bg, attributes });
        if let [byte @ b' '..=b'~'] = text.as_bytes() {
            return Self {
                symbol: Symbol::Char(char::from(*byte)),
                ..blank
            };
        }
        let width = match cell.diff_option {
            // ratatui does not measure control characters.
            _ if text.chars().any(is_forbidden) => 0,
            CellDiffOption::ForcedWidth(width) => width.get(),
            _ => text.cell_width(),
        };
        if width == 0 {
            return Self {
                symbol: Symbol::Char(REPLACEMENT),
                ..blank
            };
        }
        let width = u8::try_from(width).unwrap_or(u8::MAX);
        let (max_width, width_is_certain) = max_width(text, width);
        let mut chars = text.chars();
        let symbol = match (chars.next(), chars.next()) {
            (Some(c), None) => Symbol::Char(c),
            _ => Symbol::Cluster(text.into()),
        };
        Self {
            symbol,
            width,
            max_width,
            width_is_certain,
            ..blank
        }
    }

    pub(crate) fn is_continuation(&self) -> bool {
        self.symbol == Symbol::Continuation
    }

    /// Whether all terminals agree on the cell's width.
    pub(crate) fn has_certain_width(&self) -> bool {
        self.width_is_certain
    }

    /// Whether the cell shows only a background, so its foreground does not matter.
    pub(crate) fn is_blank(&self) -> bool {
        self.symbol == Symbol::Char(' ') && self.style.shows_blank(self.style.bg)
    }

    /// The length of the cell's text in bytes.
    pub(crate) fn byte_length(&self) -> usize {
        match &self.symbol {
            Symbol::Char(c) => c.len_utf8(),
            Symbol::Cluster(text) => text.len(),
            Symbol::Continuation => 0,
        }
    }
}

/// Whether a character controls the terminal or reorders the text around it.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The maximum number of columns that a terminal may take for a grapheme cluster of `width` columns, and
/// whether all terminals agree on `width`.
///
/// They agree on letters with marks that every terminal's tables have. Other clusters, such as
/// emoji sequences and flags, may be shown one character at a time.
fn max_width(text: &str, width: u8) -> (u8, bool) {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    if is_char_width_certain(first, width) && chars.all(is_common_mark) {
        return (width, true);
    }
    let columns: usize = text
        .chars()
        .map(|c| match c {
            '\u{200d}' | '\u{fe00}'..='\u{fe0e}' => 0,
            '\u{fe0f}' => 1,
            _ if is_common_mark(c) => 0,
            _ => {
                let width = c.width().unwrap_or(1).max(1);
                if width > 1 || is_char_width_certain(c, 1) {
                    width
                } else {
                    2
                }
            }
        })
        .sum();
    (u8::try_from(columns).unwrap_or(u8::MAX).max(width), false)
}

/// Whether all terminals take `width` columns for a character. They disagree on emoji, which are
/// wide only in newer ones.
fn is_char_width_certain(c: char, width: u8) -> bool {
    if width > 1 {
        is_east_asian_wide(c)
    } else {
        c < '\u{1f000}'
    }
}

/// The East Asian scripts, which are wide in every terminal.
fn is_east_asian_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97c}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

/// Marks that every terminal combines with the letter before them.
fn is_common_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{65f}' | '\u{20d0}'..='\u{20dc}' | '\u{3099}'..='\u{309a}'
        | '\u{fe20}'..='\u{fe2f}')
}
