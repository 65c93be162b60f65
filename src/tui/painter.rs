//! Putting text into cells.
//!
//! Owns the one way in which text reaches the buffer: cluster by cluster, never past the room it
//! has, never a control character.

use std::iter::{once, repeat_n};

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Modifier, Style};

use crate::layout;
use crate::terminal::ColorDepth;
use crate::tui::glyphs::Glyphs;
use crate::tui::rich_text::Span;
use crate::tui::theme::{CustomStyles, Palette, StyleRole};
use ratatui::layout::Rect;

/// How everything looks on this terminal.
#[derive(Debug, Clone)]
pub struct Appearance {
    /// A style for each role.
    pub palette: Palette,
    /// The styles that the person has chosen instead.
    pub custom_styles: CustomStyles,
    /// The signs that are drawn.
    pub glyphs: &'static Glyphs,
}

/// A buffer with the look that it is painted in.
pub struct Painter<'a> {
    look: &'a Appearance,
    buffer: &'a mut Buffer,
}

impl<'a> Painter<'a> {
    pub fn new(look: &'a Appearance, buffer: &'a mut Buffer) -> Self {
        Self { look, buffer }
    }

    pub fn glyphs(&self) -> &'static Glyphs {
        self.look.glyphs
    }

    /// Whether there are no colours.
    pub fn is_mono(&self) -> bool {
        self.look.palette.depth() == ColorDepth::Monochrome
    }

    pub fn style(&self, role: StyleRole) -> Style {
        self.look.custom_styles.style(self.look.palette, role)
    }

    /// Puts `text` at a cell, in at most `room` cells; gives the column after it. A cluster that
    /// does not fit is left out with all behind it.
    pub fn print(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let end = x.saturating_add(room).min(area.right());
        if y >= area.bottom() {
            return x;
        }
        let from = usize::from(y.saturating_sub(area.y)) * usize::from(area.width)
            + usize::from(x.saturating_sub(area.x));
        let cells = from..from + usize::from(end.saturating_sub(x));
        let cells = self.buffer.content.get_mut(cells).unwrap_or_default();
        let mut cells = cells.iter_mut();
        let mut at = x;
        let mut rest = text;
        while !rest.is_empty() {
            let (letters, others) = rest.split_at(layout::ascii_prefix_len(rest));
            for (letter, cell) in letters.chars().zip(cells.by_ref()) {
                set_style(cell.set_char(letter), style);
                at += 1;
            }
            let Some((_, cluster, width)) = layout::graphemes(others).next() else {
                break;
            };
            rest = others.get(cluster.len()..).unwrap_or_default();
            let width = u16::try_from(width).unwrap_or(u16::MAX);
            if width == 0 || cluster.chars().any(char::is_control) {
                continue;
            }
            if width > end.saturating_sub(at) {
                break;
            }
            let symbol = self.look.glyphs.substitute(cluster);
            // What stands for a wide cluster is as wide as it was.
            let beside = if self.look.glyphs.ascii { symbol } else { " " };
            let symbols = once(symbol).chain(repeat_n(beside, usize::from(width) - 1));
            for (symbol, cell) in symbols.zip(cells.by_ref()) {
                set_style(cell.set_symbol(symbol), style);
            }
            at += width;
        }
        at
    }

    /// Puts `text` in a role.
    pub fn text(&mut self, x: u16, y: u16, room: u16, text: &str, role: StyleRole) -> u16 {
        let style = self.style(role);
        self.print(x, y, room, text, style)
    }

    /// Lays the style of a cursor over cells that already have their text. Nothing is faint there: it
    /// could not be read; and nothing that is reversed has its own ink, which would be its ground.
    pub fn restyle(&mut self, rect: Rect, role: StyleRole) {
        let (style, faint, text) = (
            self.style(role),
            self.style(StyleRole::Faint),
            self.style(StyleRole::Text),
        );
        for y in rect.y..rect.y + rect.height {
            for x in rect.x..rect.x + rect.width {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    if style.add_modifier.contains(Modifier::REVERSED)
                        || cell.fg == faint.fg.unwrap_or_default()
                    {
                        cell.fg = text.fg.unwrap_or_default();
                        cell.modifier.remove(faint.add_modifier);
                    }
                    cell.set_style(style);
                }
            }
        }
    }

    /// Empties a rectangle.
    pub fn clear(&mut self, rect: Rect) {
        for y in rect.y..rect.y + rect.height {
            for x in rect.x..rect.x + rect.width {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Puts toned spans in a row; gives the column after them.
    pub fn spans(&mut self, x: u16, y: u16, room: u16, spans: &[Span]) -> u16 {
        let end = x.saturating_add(room);
        spans.iter().fold(x, |at, span| {
            self.text(at, y, end.saturating_sub(at), &span.text, span.role)
        })
    }
}

/// Makes a cell have `style`, and nothing of what it had.
fn set_style(cell: &mut Cell, style: Style) {
    cell.fg = style.fg.unwrap_or_default();
    cell.bg = style.bg.unwrap_or_default();
    cell.modifier = style.add_modifier - style.sub_modifier;
}
