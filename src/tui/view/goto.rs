//! The suggestions of the go-to prompt, above the line that is typed in.

use super::overlay::framed;
use crate::layout;
use crate::tui::app::App;
use crate::tui::app::goto::Aim;
use crate::tui::app::help::keys;
use crate::tui::app::prompt::Purpose;
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// The cells of the column that says what sort of thing a suggestion is; one before it is free.
const SORT: u16 = 8;

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let Some(Purpose::GoTo(goto)) = app.prompt().map(|prompt| &prompt.purpose) else {
        return;
    };
    let found = goto.suggestions().len();
    let rect = goto.area(app.size());
    let inside = framed(painter, rect, "Go to");
    if found == 0 {
        let text = "Nothing here is called that";
        painter.text(inside.x, inside.y, inside.width, text, StyleRole::Faint);
        return;
    }
    let top = goto.top(inside.height);
    for (y, (at, one)) in
        (inside.y..inside.y + inside.height).zip(goto.suggestions().enumerate().skip(top))
    {
        painter.text(inside.x + 1, y, SORT, one.sort, StyleRole::Faint);
        let keys = match one.aim {
            Aim::Run(action) => keys(app, &[action], usize::MAX, " "),
            Aim::Lens(_) => String::new(),
        };
        let wide = u16::try_from(layout::width(&keys)).unwrap_or(u16::MAX);
        let room = inside.width.saturating_sub(SORT + 1);
        let name = layout::truncate(&one.name, usize::from(room));
        let x = painter.text(inside.x + SORT + 1, y, room, &name, StyleRole::Text);
        let from = (inside.x + inside.width).saturating_sub(wide);
        if from > x + 1 {
            painter.text(from, y, wide, &keys, StyleRole::Key);
        }
        if at == goto.at {
            painter.restyle(
                Rect::new(inside.x - 1, y, inside.width + 2, 1),
                StyleRole::Cursor,
            );
            painter.text(
                inside.x - 1,
                y,
                1,
                painter.glyphs().entry_marker,
                StyleRole::CursorMarker,
            );
        }
    }
    let count = format!(" {} of {found} ", goto.at + 1);
    let at = rect.x + rect.width - 2 - u16::try_from(count.len()).unwrap_or(0);
    painter.text(at, rect.y, rect.width, &count, StyleRole::Faint);
}
