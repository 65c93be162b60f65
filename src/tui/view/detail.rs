//! The detail: its rows, with the pointer before the entry under the cursor.

use crate::tui::app::App;
use crate::tui::app::detail::MARGINS;
use crate::tui::geometry::Region;
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let Some(rect) = app.regions().detail else {
        return;
    };
    let cursor = app.place().detail;
    let focused = app.place().focus == Region::Detail;
    let top = app.detail_top();
    let rows = &app.detail().rows;
    let room = rect.width.saturating_sub(MARGINS - 1);
    if focused && !app.is_in_sight() {
        // The focus is seen, though what is chosen is not.
        painter.text(
            rect.x,
            rect.y,
            1,
            painter.glyphs().entry_marker,
            StyleRole::CursorMarker,
        );
    }
    let mut first = true;
    for (y, row) in (rect.y..rect.y + rect.height).zip(rows.iter().skip(top)) {
        painter.spans(rect.x + MARGINS - 1, y, room, &row.spans);
        if row.entry != Some(cursor.at) {
            continue;
        }
        if focused {
            painter.restyle(
                Rect::new(rect.x + 1, y, rect.width - 1, 1),
                StyleRole::Cursor,
            );
        }
        if std::mem::take(&mut first) {
            let role = if focused {
                StyleRole::CursorMarker
            } else {
                StyleRole::Faint
            };
            painter.text(rect.x, y, 1, painter.glyphs().entry_marker, role);
        }
    }
    let [above, below] = painter.glyphs().scroll_arrows;
    let x = rect.x + rect.width - 1;
    if top > 0 {
        painter.text(x, rect.y, 1, above, StyleRole::Faint);
    }
    if top + usize::from(rect.height) < rows.len() {
        painter.text(x, rect.y + rect.height - 1, 1, below, StyleRole::Faint);
    }
}
