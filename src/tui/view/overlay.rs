//! What lies over the regions: a box with its title in the upper edge.

use crate::tui::app::App;
use crate::tui::geometry::BOX_MARGIN;
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// Draws an empty box and gives its inside.
pub(super) fn framed(painter: &mut Painter<'_>, rect: Rect, title: &str) -> Rect {
    painter.clear(rect);
    let glyphs = painter.glyphs();
    let [left_top, right_top, right_foot, left_foot] = glyphs.corners;
    let (right, foot) = (rect.x + rect.width - 1, rect.y + rect.height - 1);
    for x in rect.x + 1..right {
        painter.text(x, rect.y, 1, glyphs.horizontal, StyleRole::Rule);
        painter.text(x, foot, 1, glyphs.horizontal, StyleRole::Rule);
    }
    for y in rect.y + 1..foot {
        painter.text(rect.x, y, 1, glyphs.vertical, StyleRole::Rule);
        painter.text(right, y, 1, glyphs.vertical, StyleRole::Rule);
    }
    for (x, y, sign) in [
        (rect.x, rect.y, left_top),
        (right, rect.y, right_top),
        (right, foot, right_foot),
        (rect.x, foot, left_foot),
    ] {
        painter.text(x, y, 1, sign, StyleRole::Rule);
    }
    let room = rect.width.saturating_sub(4);
    painter.text(
        rect.x + 2,
        rect.y,
        room,
        &format!(" {title} "),
        StyleRole::Title,
    );
    rect.inner(BOX_MARGIN)
}

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let (Some(overlay), Some(rect)) = (app.overlay(), app.overlay_box()) else {
        return;
    };
    let inside = framed(painter, rect, overlay.title());
    let top = overlay.cursor.top;
    let mut first = true;
    for (y, row) in (inside.y..inside.y + inside.height).zip(overlay.rows.rows.iter().skip(top)) {
        painter.spans(inside.x + 1, y, inside.width - 1, &row.spans);
        if row.entry.is_some() && row.entry == Some(overlay.cursor.at) {
            painter.restyle(Rect::new(inside.x, y, inside.width, 1), StyleRole::Cursor);
            if !std::mem::take(&mut first) {
                continue;
            }
            painter.text(
                inside.x - 1,
                y,
                1,
                painter.glyphs().entry_marker,
                StyleRole::CursorMarker,
            );
        }
    }
    let [above, below] = painter.glyphs().scroll_arrows;
    let x = rect.x + rect.width - 3;
    if top > 0 {
        painter.text(x, rect.y, 1, above, StyleRole::Key);
    }
    if top + usize::from(inside.height) < overlay.rows.rows.len() {
        painter.text(x, rect.y + rect.height - 1, 1, below, StyleRole::Key);
    }
}
