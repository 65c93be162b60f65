//! Draws the detail pane.

use ratatui::layout::Rect;

use super::{DetailPane, MARGINS};
use crate::terminal::Hyperlink;
use crate::tui::geometry::Pane;
use crate::tui::hyperlinks::hyperlink;
use crate::tui::message::Ctx;
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

impl DetailPane {
    /// Draws the pane into its area.
    pub fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        let Some(area) = ctx.screen.detail else {
            return;
        };
        let focused = ctx.is_focused(Pane::Detail);
        let marker = painter.glyphs().entry_marker;
        let top = self.top(ctx);
        if focused && !self.is_cursor_visible(ctx) {
            // The focus is shown even if the cursor is off screen.
            painter.text(area.x, area.y, 1, marker, StyleRole::CursorMarker);
        }
        let room = area.width.saturating_sub(MARGINS - 1);
        let mut is_first_row = true;
        for (y, row) in (area.top()..area.bottom()).zip(self.content.rows.iter().skip(top)) {
            painter.spans(area.x + MARGINS - 1, y, room, &row.spans);
            if row.entry != Some(self.cursor()) {
                continue;
            }
            if focused {
                let row = Rect::new(area.x + 1, y, area.width - 1, 1);
                painter.restyle(row, StyleRole::Cursor);
            }
            if std::mem::take(&mut is_first_row) {
                let role = if focused {
                    StyleRole::CursorMarker
                } else {
                    StyleRole::Faint
                };
                painter.text(area.x, y, 1, marker, role);
            }
        }
        let above = (top > 0).then_some(area.y);
        let below = top + usize::from(area.height) < self.content.rows.len();
        let below = below.then_some(area.bottom() - 1);
        painter.scroll_arrows(area.right() - 1, above, below, StyleRole::Faint);
    }

    /// The links of the URL of the essay's source, one for each row on screen.
    #[must_use]
    pub fn hyperlinks(&self, ctx: &Ctx) -> Vec<Hyperlink> {
        let source = ctx.document.apparatus.essay.source.as_deref();
        let (Some(area), Some(source)) = (ctx.screen.detail, source) else {
            return Vec::new();
        };
        let mut links = Vec::new();
        let rows = self.content.rows.iter().skip(self.top(ctx));
        for (y, row) in (area.top()..area.bottom()).zip(rows) {
            let mut x = area.x + MARGINS - 1;
            for span in &row.spans {
                let width = text_width(&span.text).min(area.right().saturating_sub(x));
                if span.is_source_url {
                    links.extend(hyperlink(Rect::new(x, y, width, 1), "", source));
                }
                x += width;
            }
        }
        links
    }
}
