//! The sidebar: the lists' names, the entries, the strip.

use crate::layout;
use crate::tui::app::App;
use crate::tui::app::sidebar::{Entry, HEAD_ROWS, Target, tabs};
use crate::tui::geometry::Region;
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// The cells for the mark of the cursor and a space.
const LEAD: u16 = 2;

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let Some(rect) = app.regions().sidebar else {
        return;
    };
    for (list, cells) in tabs(app) {
        let role = if list == app.place().list {
            StyleRole::ActiveTab
        } else {
            StyleRole::InactiveTab
        };
        let room = cells.end - cells.start;
        let name = layout::truncate(app.list_name(list), usize::from(room));
        painter.text(rect.x + cells.start, rect.y, room, &name, role);
    }
    let (rows, each) = (app.sidebar_rows(), app.entry_rows());
    let top = app.sidebar_top();
    for (place, (at, entry)) in (0..rows / each).zip(app.entries().iter().enumerate().skip(top)) {
        let y = rect.y + HEAD_ROWS + place * each;
        let area = Rect::new(rect.x, y, rect.width, each);
        draw_entry(app, painter, area, entry, at == app.place().cursor().at);
    }
    more(app, painter, rect, rows);
    if app.shows_strip() {
        strip(app, painter, rect);
    }
}

fn draw_entry(app: &App, painter: &mut Painter<'_>, area: Rect, entry: &Entry, here: bool) {
    let focused = app.place().focus == Region::Sidebar;
    let is_lens = entry.target == Target::Lens(app.place().lens);
    let looked_through = is_lens || !matches!(entry.target, Target::Lens(_));
    let shown = here && looked_through;
    let cursor = shown && focused;
    let indent = u16::try_from(entry.depth * 2)
        .unwrap_or(0)
        .min(area.width / 3);
    let mut x = area.x + LEAD + indent;
    let mut end = area.x + area.width - 1;
    if let Some(count) = entry.count {
        let count = count.to_string();
        let width = u16::try_from(count.len()).unwrap_or(0);
        let role = if cursor {
            StyleRole::Text
        } else {
            StyleRole::Faint
        };
        painter.text(end - width, area.y, width, &count, role);
        end -= width + 1;
    }
    if let Some(number) = entry.number {
        let digits = app.entries().len().to_string().len();
        let number = format!("{number:>digits$} ");
        x = painter.text(x, area.y, end.saturating_sub(x), &number, StyleRole::Number);
    }
    let room = end.saturating_sub(x);
    let role = match (shown, is_lens) {
        (true, _) if cursor => StyleRole::Text,
        (true, _) => StyleRole::UnfocusedCursor,
        (false, true) => StyleRole::Name,
        (false, false) => StyleRole::Text,
    };
    let mut rows = label(entry, room, area.height);
    if rows.is_empty() {
        rows.push(String::new());
    }
    for (y, row) in (area.y..).zip(&rows) {
        painter.text(x, y, room, row, role);
        if shown {
            painter.text(
                area.x,
                y,
                1,
                painter.glyphs().cursor,
                StyleRole::CursorMarker,
            );
        }
        if cursor {
            let washed = Rect::new(area.x + 1, y, area.width - 1, 1);
            painter.restyle(washed, StyleRole::Cursor);
        }
    }
    if here && !shown {
        // The next step goes on from here, but this is not what is looked through.
        let role = if focused {
            StyleRole::CursorMarker
        } else {
            StyleRole::Faint
        };
        painter.text(area.x, area.y, 1, painter.glyphs().entry_marker, role);
    }
}

/// The rows of an entry's label. Where it does not fit, what the entry before says too gives way to
/// what sets it apart.
fn label(entry: &Entry, room: u16, rows: u16) -> Vec<String> {
    let (room, rows) = (usize::from(room), usize::from(rows));
    let whole = entry.label.as_str();
    let wrapped = layout::wrap(whole, room.max(1));
    let text = if wrapped.len() > rows && entry.repeated > 0 {
        &format!("…{}", whole.get(entry.repeated..).unwrap_or_default())
    } else {
        whole
    };
    let wrapped = layout::wrap(text, room.max(1));
    let kept = wrapped.iter().take(rows).enumerate();
    let row = kept.map(|(place, range)| {
        // The last row goes on to where it is cut.
        let end = if place + 1 == rows {
            text.len()
        } else {
            range.end
        };
        let row = text.get(range.start..end).unwrap_or_default();
        layout::truncate(row.trim_end(), room).into_owned()
    });
    row.collect()
}

/// Signs that the list goes on above or below.
fn more(app: &App, painter: &mut Painter<'_>, rect: Rect, rows: u16) {
    let top = app.sidebar_top();
    let [above, below] = painter.glyphs().scroll_arrows;
    let x = rect.x + rect.width - 1;
    if top > 0 {
        painter.text(x, rect.y + HEAD_ROWS - 1, 1, above, StyleRole::Faint);
    }
    if top + usize::from(rows / app.entry_rows()) < app.entries().len() {
        painter.text(x, rect.y + HEAD_ROWS + rows, 1, below, StyleRole::Faint);
    }
}

fn strip(app: &App, painter: &mut Painter<'_>, rect: Rect) {
    let glyphs = painter.glyphs();
    let (heights, here) = app.strip(app.strip_cells());
    let y = rect.y + rect.height - 2;
    let lie = if app.marking().is_some() {
        StyleRole::Key
    } else {
        StyleRole::Strip
    };
    for (x, height) in (rect.x + 1..).zip(&heights) {
        let role = if *height == 0 {
            StyleRole::EmptyStrip
        } else {
            lie
        };
        let sign = glyphs.strip[usize::from(*height).min(4)];
        painter.text(x, y, 1, sign, role);
    }
    for at in here {
        let x = rect.x + 1 + u16::try_from(at).unwrap_or(0);
        painter.text(x, y + 1, 1, glyphs.strip_viewport, StyleRole::StripViewport);
    }
}
