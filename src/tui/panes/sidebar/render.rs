//! Draws the sidebar.

use ratatui::layout::Rect;

use super::{
    HEADER_ROWS, Item, Sidebar, SidebarRow, entry_area_rows, rows_per_entry, shows_strip, strip,
    tabs,
};
use crate::layout;
use crate::tui::geometry::Pane;
use crate::tui::message::Ctx;
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

/// Cells before a label: the cursor and a space.
const LABEL_INDENT: u16 = 2;

impl Sidebar {
    /// Draws the sidebar into its area.
    pub fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        let Some(area) = ctx.screen.sidebar else {
            return;
        };
        for (list, cells) in tabs(ctx) {
            let role = if list == ctx.location.list {
                StyleRole::ActiveTab
            } else {
                StyleRole::InactiveTab
            };
            let room = cells.end - cells.start;
            let name = layout::truncate(ctx.list_name(list), usize::from(room));
            painter.text(area.x + cells.start, area.y, room, &name, role);
        }
        let (rows, height) = (entry_area_rows(ctx), rows_per_entry(ctx));
        let top = self.top(ctx);
        let shown = self.rows.iter().enumerate().skip(top);
        for (slot, (index, row)) in (0..rows / height).zip(shown) {
            let y = area.y + HEADER_ROWS + slot * height;
            let area = Rect::new(area.x, y, area.width, height);
            self.render_row(ctx, painter, area, row, index == self.cursor(ctx).selected);
        }
        let above = (top > 0).then_some(area.y + HEADER_ROWS - 1);
        let below = top + usize::from(rows / height) < self.rows.len();
        let below = below.then_some(area.y + HEADER_ROWS + rows);
        painter.scroll_arrows(area.right() - 1, above, below, StyleRole::Faint);
        if shows_strip(ctx) {
            render_strip(ctx, painter, area);
        }
    }

    fn render_row(
        &self,
        ctx: &Ctx,
        painter: &mut Painter<'_>,
        area: Rect,
        row: &SidebarRow,
        selected: bool,
    ) {
        let focused = ctx.is_focused(Pane::Sidebar);
        let is_lens = row.item == Item::Subject(ctx.location.lens);
        let is_active = selected && (is_lens || matches!(row.item, Item::Heading(_)));
        let has_cursor = is_active && focused;
        let indent = u16::try_from(row.depth * 2).unwrap_or(area.width);
        let mut x = area.x + LABEL_INDENT + indent.min(area.width / 3);
        let mut end = area.right() - 1;
        if let Some(count) = row.count {
            let count = count.to_string();
            let width = text_width(&count);
            let role = if has_cursor {
                StyleRole::Text
            } else {
                StyleRole::Faint
            };
            painter.text(end - width, area.y, width, &count, role);
            end -= width + 1;
        }
        if let Some(number) = row.number {
            let digits = self.rows.len().to_string().len();
            let number = format!("{number:>digits$} ");
            x = painter.text(x, area.y, end.saturating_sub(x), &number, StyleRole::Number);
        }
        let room = end.saturating_sub(x);
        let role = match (is_active, is_lens) {
            (true, _) if focused => StyleRole::Text,
            (true, _) => StyleRole::UnfocusedCursor,
            (false, true) => StyleRole::Name,
            (false, false) => StyleRole::Text,
        };
        for (y, line) in (area.y..).zip(label_lines(row, room, area.height)) {
            painter.text(x, y, room, &line, role);
            if is_active {
                let cursor = painter.glyphs().cursor;
                painter.text(area.x, y, 1, cursor, StyleRole::CursorMarker);
            }
            if has_cursor {
                let row = Rect::new(area.x + 1, y, area.width - 1, 1);
                painter.restyle(row, StyleRole::Cursor);
            }
        }
        if selected && !is_active {
            // The cursor is on an entry that is not the lens.
            let role = if focused {
                StyleRole::CursorMarker
            } else {
                StyleRole::Faint
            };
            painter.text(area.x, area.y, 1, painter.glyphs().entry_marker, role);
        }
    }
}

/// The lines of a label, at least one. If the label does not fit, the words that the entry before also
/// begins with are left out.
fn label_lines(row: &SidebarRow, room: u16, rows: u16) -> Vec<String> {
    let (room, rows) = (usize::from(room), usize::from(rows));
    let mut text = row.label.clone();
    let mut lines = layout::wrap(&text, room.max(1));
    if lines.len() > rows && row.repeated_prefix > 0 {
        text = format!("…{}", &row.label[row.repeated_prefix..]);
        lines = layout::wrap(&text, room.max(1));
    }
    let mut shown: Vec<_> = lines
        .iter()
        .take(rows)
        .enumerate()
        .map(|(line, range)| {
            // The last line is cut, not wrapped.
            let is_last = line + 1 == rows;
            let end = if is_last { text.len() } else { range.end };
            layout::truncate(text[range.start..end].trim_end(), room).into_owned()
        })
        .collect();
    if shown.is_empty() {
        shown.push(String::new());
    }
    shown
}

fn render_strip(ctx: &Ctx, painter: &mut Painter<'_>, area: Rect) {
    let glyphs = painter.glyphs();
    let (bars, visible) = strip::bars(ctx);
    let y = area.bottom() - 2;
    let filled = if ctx.search.active_with_matches().is_some() {
        StyleRole::Key
    } else {
        StyleRole::Strip
    };
    for (x, bar) in (area.x + 1..).zip(&bars) {
        let role = if *bar == 0 {
            StyleRole::EmptyStrip
        } else {
            filled
        };
        painter.text(x, y, 1, glyphs.strip[usize::from(*bar)], role);
    }
    for (x, cell) in (area.x + 1..).zip(0..bars.len()) {
        if visible.contains(&cell) {
            painter.text(x, y + 1, 1, glyphs.strip_viewport, StyleRole::StripViewport);
        }
    }
}
