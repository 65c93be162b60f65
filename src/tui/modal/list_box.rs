//! A box of text over the panes, with a cursor on its entries.

use ratatui::layout::{Position, Rect};

use crate::tui::action::Action;
use crate::tui::message::{Ctx, Input};
use crate::tui::navigation::ListCursor;
use crate::tui::painter::Painter;
use crate::tui::rich_text::RichText;
use crate::tui::theme::StyleRole;

/// The widest row, in cells.
const MAX_WIDTH: u16 = 76;
/// Cells around the rows: the frame, a space inside it, and a margin of the screen.
const HORIZONTAL_MARGINS: u16 = 6;

/// Rows of text with a cursor.
#[derive(Debug)]
pub(super) struct ListBox<T> {
    cursor: ListCursor,
    text: RichText<T>,
}

impl<T> Default for ListBox<T> {
    fn default() -> Self {
        Self {
            cursor: ListCursor::default(),
            text: RichText::default(),
        }
    }
}

/// Cells of a row.
pub(super) fn text_width(ctx: &Ctx) -> usize {
    let width = ctx.size.0.saturating_sub(HORIZONTAL_MARGINS);
    usize::from(width.clamp(10, MAX_WIDTH))
}

/// Rows that fit into the box.
fn height(ctx: &Ctx) -> u16 {
    ctx.size.1.saturating_sub(4).max(1)
}

impl<T> ListBox<T> {
    /// Replaces the text; the cursor keeps its index, at most that of the last entry.
    pub(super) fn set_text(&mut self, text: RichText<T>, ctx: &Ctx) {
        self.text = text;
        let last = self.text.targets.len().saturating_sub(1);
        self.cursor.selected = self.cursor.selected.min(last);
        self.reveal_cursor(ctx);
    }

    /// The target of the selected entry.
    pub(super) fn selected(&self) -> Option<&T> {
        self.text.targets.get(self.cursor.selected)
    }

    /// Selects an entry.
    pub(super) fn select(&mut self, entry: usize) {
        self.cursor.selected = entry;
    }

    /// Moves the cursor, or scrolls text without entries. Returns true to open the selected entry.
    pub(super) fn handle(&mut self, input: Input, ctx: &Ctx) -> bool {
        match input {
            Input::Action(Action::Open) => return true,
            Input::Action(action) => {
                if let Some(by) = action.rows(usize::from(height(ctx))) {
                    self.move_by(by, ctx);
                }
            }
            Input::Wheel(by) => self.move_by(by, ctx),
            Input::Click { x, y, .. } => {
                let inside = Painter::inside(self.area(ctx));
                if !inside.contains(Position::new(x, y)) {
                    return false;
                }
                let row = self.cursor.top + usize::from(y - inside.y);
                let entry = self.text.rows.get(row).and_then(|row| row.entry);
                if let Some(entry) = entry {
                    if entry == self.cursor.selected {
                        return true;
                    }
                    self.cursor.selected = entry;
                    self.reveal_cursor(ctx);
                }
            }
        }
        false
    }

    fn move_by(&mut self, by: isize, ctx: &Ctx) {
        if self.text.targets.is_empty() {
            self.cursor.top = self.cursor.top.saturating_add_signed(by);
        } else {
            let selected = self.cursor.selected.saturating_add_signed(by);
            self.cursor.selected = selected.min(self.text.targets.len() - 1);
        }
        self.reveal_cursor(ctx);
    }

    fn reveal_cursor(&mut self, ctx: &Ctx) {
        let height = usize::from(height(ctx));
        if let Some((from, to)) = self.text.rows_of_entry(self.cursor.selected) {
            self.cursor
                .reveal(from.max(to.saturating_sub(height)), to, height);
        }
        let last = self.text.rows.len().saturating_sub(height);
        self.cursor.top = self.cursor.top.min(last);
    }

    /// The box with its frame, centered, and above the middle if it is low.
    fn area(&self, ctx: &Ctx) -> Rect {
        let (columns, rows) = ctx.size;
        let width = u16::try_from(text_width(ctx)).expect("at most MAX_WIDTH cells");
        let width = (width + HORIZONTAL_MARGINS).min(columns);
        let text_rows = u16::try_from(self.text.rows.len()).unwrap_or(u16::MAX);
        let height = (text_rows.clamp(1, height(ctx)) + 2).min(rows.saturating_sub(1));
        let spare = rows.saturating_sub(2 + height);
        Rect::new((columns - width) / 2, 1 + spare / 3, width, height)
    }

    /// Draws the frame with its title, the visible rows and the cursor.
    pub(super) fn render(&self, title: &str, ctx: &Ctx, painter: &mut Painter<'_>) {
        let area = self.area(ctx);
        let inside = painter.frame(area, title);
        let mut is_first_row = true;
        let rows = self.text.rows.iter().skip(self.cursor.top);
        for (y, row) in (inside.top()..inside.bottom()).zip(rows) {
            painter.spans(inside.x + 1, y, inside.width.saturating_sub(1), &row.spans);
            if row.entry == Some(self.cursor.selected) {
                painter.restyle(Rect::new(inside.x, y, inside.width, 1), StyleRole::Cursor);
                if std::mem::take(&mut is_first_row) {
                    let marker = painter.glyphs().entry_marker;
                    painter.text(inside.x - 1, y, 1, marker, StyleRole::CursorMarker);
                }
            }
        }
        let above = (self.cursor.top > 0).then_some(area.y);
        let below = self.cursor.top + usize::from(inside.height) < self.text.rows.len();
        let below = below.then_some(area.bottom() - 1);
        painter.scroll_arrows(area.right().saturating_sub(3), above, below, StyleRole::Key);
    }
}
