//! Draws text into the cells of a buffer, in the styles and glyphs of the terminal.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::layout;
use crate::terminal::ColorDepth;
use crate::tui::geometry::BOX_MARGIN;
use crate::tui::glyphs::Glyphs;
use crate::tui::rich_text::Span;
use crate::tui::theme::{CustomStyles, Palette, StyleRole};

/// The styles and glyphs for this terminal.
#[derive(Debug, Clone)]
pub struct Appearance {
    /// The built-in styles.
    pub palette: Palette,
    /// The styles chosen in the configuration.
    pub custom_styles: CustomStyles,
    /// The symbols that are drawn.
    pub glyphs: &'static Glyphs,
}

/// Draws into a buffer.
#[allow(missing_debug_implementations)]
pub struct Painter<'a> {
    appearance: &'a Appearance,
    buffer: &'a mut Buffer,
}

impl<'a> Painter<'a> {
    /// Draws into `buffer` with an appearance.
    pub fn new(appearance: &'a Appearance, buffer: &'a mut Buffer) -> Self {
        Self { appearance, buffer }
    }

    /// The symbols to draw.
    #[must_use]
    pub fn glyphs(&self) -> &'static Glyphs {
        self.appearance.glyphs
    }

    /// Whether there are no colors.
    #[must_use]
    pub fn is_mono(&self) -> bool {
        self.appearance.palette.color_depth() == ColorDepth::Monochrome
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: StyleRole) -> Style {
        let appearance = self.appearance;
        appearance.custom_styles.style(appearance.palette, role)
    }

    /// Draws `text` from a cell on, in at most `width` cells, without its control characters.
    /// Returns the column after it. A grapheme cluster that does not fit ends the text.
    pub fn print(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let end = x.saturating_add(width).min(area.right());
        let mut column = x;
        for (_, cluster, width) in layout::graphemes(text) {
            let width = u16::try_from(width).unwrap_or(u16::MAX);
            if width == 0 || cluster.contains(char::is_control) {
                continue;
            }
            if y >= area.bottom() || width > end.saturating_sub(column) {
                break;
            }
            let symbol = self.appearance.glyphs.substitute(cluster);
            // A wide cluster covers the cells after it, but an ASCII substitute is repeated in them.
            let covered = if self.appearance.glyphs.ascii {
                symbol
            } else {
                " "
            };
            for offset in 0..width {
                let symbol = if offset == 0 { symbol } else { covered };
                let cell = &mut self.buffer[(column + offset, y)];
                cell.set_symbol(symbol);
                replace_style(cell, style);
            }
            column += width;
        }
        column
    }

    /// Draws `text` in the style of a role; see [`Self::print`].
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, role: StyleRole) -> u16 {
        let style = self.style(role);
        self.print(x, y, width, text, style)
    }

    /// Draws spans in a row; see [`Self::print`].
    pub fn spans(&mut self, x: u16, y: u16, width: u16, spans: &[Span]) -> u16 {
        let end = x.saturating_add(width);
        spans.iter().fold(x, |x, span| {
            self.text(x, y, end.saturating_sub(x), &span.text, span.role)
        })
    }

    /// Applies a style to cells that are already drawn. Faint text gets the normal color, to stay
    /// readable. If the style is reversed all text gets it, to have one background.
    pub fn restyle(&mut self, area: Rect, role: StyleRole) {
        let style = self.style(role);
        let faint = self.style(StyleRole::Faint);
        let normal = self.style(StyleRole::Text);
        let is_reversed = style.add_modifier.contains(Modifier::REVERSED);
        for position in area.intersection(self.buffer.area).positions() {
            let cell = &mut self.buffer[position];
            if is_reversed || cell.fg == faint.fg.unwrap_or_default() {
                cell.fg = normal.fg.unwrap_or_default();
                cell.modifier.remove(faint.add_modifier);
            }
            cell.set_style(style);
        }
    }

    /// Draws an empty box with a title in its upper edge; returns the area inside.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        self.clear(area);
        let glyphs = self.glyphs();
        let [top_left, top_right, bottom_right, bottom_left] = glyphs.corners;
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x + 1..right {
            self.text(x, area.y, 1, glyphs.horizontal, StyleRole::Rule);
            self.text(x, bottom, 1, glyphs.horizontal, StyleRole::Rule);
        }
        for y in area.y + 1..bottom {
            self.text(area.x, y, 1, glyphs.vertical, StyleRole::Rule);
            self.text(right, y, 1, glyphs.vertical, StyleRole::Rule);
        }
        for (x, y, corner) in [
            (area.x, area.y, top_left),
            (right, area.y, top_right),
            (right, bottom, bottom_right),
            (area.x, bottom, bottom_left),
        ] {
            self.text(x, y, 1, corner, StyleRole::Rule);
        }
        let room = area.width.saturating_sub(4);
        let title = format!(" {title} ");
        self.text(area.x + 2, area.y, room, &title, StyleRole::Title);
        Self::inside(area)
    }

    /// Draws arrows in the rows where a list continues above and below.
    pub fn scroll_arrows(
        &mut self,
        x: u16,
        above: Option<u16>,
        below: Option<u16>,
        role: StyleRole,
    ) {
        let arrows = self.glyphs().scroll_arrows;
        for (y, arrow) in [above, below].into_iter().zip(arrows) {
            if let Some(y) = y {
                self.text(x, y, 1, arrow, role);
            }
        }
    }

    /// The area inside a box drawn by [`frame`](Self::frame).
    #[must_use]
    pub fn inside(area: Rect) -> Rect {
        area.inner(BOX_MARGIN)
    }

    /// Clears an area.
    pub fn clear(&mut self, area: Rect) {
        for position in area.intersection(self.buffer.area).positions() {
            self.buffer[position].reset();
        }
    }
}

/// The width of a text in cells, at most [`u16::MAX`].
#[must_use]
pub fn text_width(text: &str) -> u16 {
    u16::try_from(layout::width(text)).unwrap_or(u16::MAX)
}

/// Sets a cell's style, keeping nothing of the previous one.
fn replace_style(cell: &mut Cell, style: Style) {
    cell.fg = style.fg.unwrap_or_default();
    cell.bg = style.bg.unwrap_or_default();
    cell.modifier = style.add_modifier - style.sub_modifier;
}
