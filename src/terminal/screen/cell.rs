//! What one cell of the terminal shows, in a form that is quick to compare.
//!
//! Here ratatui's cells lose what a terminal cannot show or must not be sent: colours beyond its
//! depth, control characters, and styles that nobody sees.

use std::collections::HashMap;

use ratatui::buffer::{self, CellDiffOption, CellWidth};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthChar;

use super::super::capabilities::{Capabilities, ColorDepth};
use super::color::{self, Colour};

/// The modifiers that are seen on a blank.
pub(super) const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// What stands for a symbol that must not be sent.
const REPLACEMENT: char = '\u{fffd}';

/// Above all characters: the numbers of clusters of several of them.
const CLUSTER: u32 = 1 << 31;

/// How many different clusters are remembered before all are forgotten.
const MOST_CLUSTERS: usize = 1 << 13;

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Style {
    pub(super) fg: Colour,
    pub(super) bg: Colour,
    pub(super) attrs: Modifier,
}

impl Style {
    /// As the terminal is without being told anything.
    pub(super) const PLAIN: Self = Self {
        fg: Colour::DEFAULT,
        bg: Colour::DEFAULT,
        attrs: Modifier::empty(),
    };
}

/// A character, or the number of a cluster in [`Cells`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Symbol(u32);

impl Symbol {
    /// The byte of a printable ASCII character.
    pub(super) fn ascii(self) -> Option<u8> {
        let byte = u8::try_from(self.0).ok();
        byte.filter(|byte| (0x20..0x7f).contains(byte))
    }

    fn is_character(self) -> bool {
        self.0 & CLUSTER == 0
    }
}

/// One cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) symbol: Symbol,
    pub(super) style: Style,
    /// How many columns it takes; 0 for the right half of a wide one.
    pub(super) width: u8,
    /// The most columns that some terminal might take for it; more than `width`, or `sure` is
    /// false, where terminals disagree.
    pub(super) reach: u8,
    /// All terminals agree about its width.
    pub(super) sure: bool,
    /// Where it leads: the number of a link, 0 for none.
    pub(super) link: u16,
}

/// What a cell shows is its symbol, its style and its link; the rest follows from the symbol.
impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        (self.symbol, self.style, self.link) == (other.symbol, other.style, other.link)
    }
}

impl Eq for Cell {}

impl Cell {
    /// An empty cell.
    pub(super) const BLANK: Self = Self {
        symbol: Symbol(' ' as u32),
        style: Style::PLAIN,
        width: 1,
        reach: 1,
        sure: true,
        link: 0,
    };

    /// The right half of a wide cell.
    pub(super) fn tail(style: Style) -> Self {
        Self {
            symbol: Symbol(0),
            style,
            width: 0,
            reach: 0,
            ..Self::BLANK
        }
    }

    /// Whether it shows nothing but a background, so that its foreground may be any.
    pub(super) fn is_blank(&self) -> bool {
        self.symbol == Self::BLANK.symbol && !self.style.attrs.intersects(SEEN_ON_BLANK)
    }

    pub(super) fn is_tail(&self) -> bool {
        self.width == 0
    }

    /// Mixes the cell into a digest of cells.
    pub(super) fn digest(&self, digest: u64) -> u64 {
        let style = self.style;
        [
            u64::from(self.symbol.0) << 32
                | u64::from(self.link) << 16
                | u64::from(style.attrs.bits()),
            style.fg.bits() << 32 | style.bg.bits(),
        ]
        .into_iter()
        // The multiplier is 2^64 divided by the golden ratio.
        .fold(digest, |digest, part| {
            (digest.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
    }
}

/// Makes cells of ratatui's, and remembers the clusters of several characters among them.
#[derive(Debug)]
pub(super) struct Cells {
    depth: ColorDepth,
    /// The attributes that the terminal shows.
    shown: Modifier,
    clusters: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Cells {
    pub(super) fn new(capabilities: Capabilities) -> Self {
        let unknown = if capabilities.italics {
            Modifier::empty()
        } else {
            Modifier::ITALIC
        };
        Self {
            depth: capabilities.color_depth,
            shown: !unknown,
            clusters: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// Whether enough clusters are remembered that it is time to [`forget`](Self::forget) them.
    pub(super) fn is_full(&self) -> bool {
        self.clusters.len() >= MOST_CLUSTERS
    }

    /// Forgets all clusters; the cells made before have no meaning then.
    pub(super) fn forget(&mut self) {
        self.clusters.clear();
        self.numbers.clear();
    }

    /// The cell that shows what ratatui's says.
    #[inline]
    pub(super) fn cell(&mut self, cell: &buffer::Cell) -> Cell {
        let text = cell.symbol();
        let bg = color::shown(cell.bg, self.depth);
        if text == " " && !cell.modifier.intersects(SEEN_ON_BLANK) {
            let style = Style { bg, ..Style::PLAIN };
            return Cell {
                style,
                ..Cell::BLANK
            };
        }
        let style = Style {
            fg: color::shown(cell.fg, self.depth),
            bg,
            attrs: cell.modifier & self.shown,
        };
        match *text.as_bytes() {
            [byte @ b' '..=b'~'] => Cell {
                symbol: Symbol(u32::from(byte)),
                style,
                ..Cell::BLANK
            },
            _ => self.other(cell, style),
        }
    }

    /// The cell that shows a text that is not a printable character of ASCII.
    fn other(&mut self, cell: &buffer::Cell, style: Style) -> Cell {
        let (symbol, extent) = self.symbol(cell.symbol(), cell);
        Cell {
            symbol,
            style,
            width: extent.width,
            reach: extent.reach,
            sure: extent.sure,
            link: 0,
        }
    }

    /// What shows a text that is not a printable character of ASCII.
    fn symbol(&mut self, text: &str, cell: &buffer::Cell) -> (Symbol, Extent) {
        let replacement = (Symbol(u32::from(REPLACEMENT)), Extent::ONE);
        if text.chars().any(is_forbidden) {
            return replacement;
        }
        let width = cell_width(cell);
        if width == 0 {
            return replacement;
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => (Symbol(u32::from(c)), Extent::of_character(c, width)),
            _ => (self.cluster(text), Extent::of_cluster(text, width)),
        }
    }

    fn cluster(&mut self, text: &str) -> Symbol {
        if let Some(number) = self.numbers.get(text) {
            return Symbol(CLUSTER | number);
        }
        let Ok(number) = u32::try_from(self.clusters.len()) else {
            return Symbol(u32::from(REPLACEMENT));
        };
        self.clusters.push(text.into());
        self.numbers.insert(text.into(), number);
        Symbol(CLUSTER | number)
    }

    /// The bytes of a symbol's text.
    pub(super) fn length(&self, symbol: Symbol) -> usize {
        match symbol.0 {
            0 => 0,
            1..0x80 => 1,
            number if symbol.is_character() => {
                char::from_u32(number).unwrap_or(REPLACEMENT).len_utf8()
            }
            number => {
                let text = self.clusters.get((number & !CLUSTER) as usize);
                text.map_or(1, |text| text.len())
            }
        }
    }

    /// Appends a symbol's text to `out`.
    pub(super) fn write(&self, symbol: Symbol, out: &mut Vec<u8>) {
        if let Some(byte) = symbol.ascii() {
            out.push(byte);
        } else if symbol.0 & CLUSTER != 0 {
            let index = (symbol.0 & !CLUSTER) as usize;
            let text = self.clusters.get(index).map_or(" ", |text| text);
            out.extend_from_slice(text.as_bytes());
        } else {
            let c = char::from_u32(symbol.0).unwrap_or(REPLACEMENT);
            let mut buffer = [0; 4];
            out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
        }
    }
}

/// Characters that do something instead of being shown: controls, and those that turn the
/// direction of the text around them.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn cell_width(cell: &buffer::Cell) -> u8 {
    let width = match cell.diff_option {
        CellDiffOption::ForcedWidth(width) => width.get(),
        _ => cell.symbol().cell_width(),
    };
    u8::try_from(width).unwrap_or(u8::MAX)
}

/// How many columns something takes.
#[derive(Debug, Clone, Copy)]
struct Extent {
    width: u8,
    reach: u8,
    sure: bool,
}

impl Extent {
    const ONE: Self = Self {
        width: 1,
        reach: 1,
        sure: true,
    };

    fn of_character(c: char, width: u8) -> Self {
        let sure = if width > 1 {
            is_always_wide(c)
        } else {
            c < '\u{1f000}'
        };
        let reach = if sure { width } else { width.max(2) };
        Self { width, reach, sure }
    }

    /// Terminals agree on a letter with marks that are in everybody's tables; on whatever else is
    /// joined, signed or flagged they do not, and may show its characters one by one.
    fn of_cluster(text: &str, width: u8) -> Self {
        let mut characters = text.chars();
        let plain_base = characters
            .next()
            .is_some_and(|c| Self::of_character(c, width).sure);
        let sure = plain_base && characters.all(is_common_mark);
        let sum = text.chars().map(|c| match c {
            '\u{200d}' | '\u{fe00}'..='\u{fe0e}' => 0,
            '\u{fe0f}' => 1,
            _ if is_common_mark(c) => 0,
            _ => {
                let width = u8::try_from(c.width().unwrap_or(1)).unwrap_or(1);
                usize::from(Self::of_character(c, width.max(1)).reach)
            }
        });
        let reach = u8::try_from(sum.sum::<usize>()).unwrap_or(u8::MAX);
        Self {
            width,
            reach: if sure { width } else { reach.max(width) },
            sure,
        }
    }
}

/// The East Asian scripts, wide in every terminal. (Emoji are wide in those of a certain age.)
fn is_always_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97c}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

/// Marks that stand on the letter before them in every terminal.
fn is_common_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{65f}' | '\u{20d0}'..='\u{20dc}' | '\u{3099}'..='\u{309a}'
        | '\u{fe20}'..='\u{fe2f}')
}
