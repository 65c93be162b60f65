//! The line above: what is being read, by whom, and where one is in it.

use crate::layout;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;

/// Fewer columns than this, and the authors are left out.
const LEAST_FOR_AUTHORS: u16 = 60;

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let line = app.regions().title;
    let place = app.place_words();
    let place_width = u16::try_from(layout::width(&place)).unwrap_or(0);
    let right = line.width.saturating_sub(place_width + 1);
    painter.text(right, line.y, place_width, &place, StyleRole::Faint);
    let mut end = right.saturating_sub(2);
    let authors =
        crate::essay::sanitize(&app.document().apparatus.essay.authors.join(", ")).into_owned();
    if app.unread().is_some() {
        end = not_current(app, painter, end);
    } else if line.width >= LEAST_FOR_AUTHORS && !authors.is_empty() {
        let room = usize::from(line.width / 4);
        let authors = layout::truncate(&authors, room);
        let width = u16::try_from(layout::width(&authors)).unwrap_or(0);
        painter.text(end - width, line.y, width, &authors, StyleRole::Faint);
        end -= width + 2;
    }
    let room = end.saturating_sub(1);
    let title = app.title();
    let title = layout::truncate(&title, usize::from(room));
    painter.text(1, line.y, room, &title, StyleRole::Title);
}

/// Says left of a column, as far as there is room, that the files are not as what is shown; gives
/// the end of what is left for the title.
fn not_current(app: &App, painter: &mut Painter<'_>, end: u16) -> u16 {
    let key = app.keys_of(Action::Problems).first();
    let why = key.map(|key| format!("last good version: {key} says why"));
    let forms = why.into_iter().chain(["last good version".to_owned()]);
    let width = |text: &str| u16::try_from(layout::width(text)).unwrap_or(u16::MAX);
    let form = forms.into_iter().find(|form| width(form) <= end / 2);
    let form = form.unwrap_or_else(|| "old".to_owned());
    let width = width(&form);
    let from = end.saturating_sub(width);
    painter.text(
        from,
        app.regions().title.y,
        width,
        &form,
        StyleRole::Warning,
    );
    from.saturating_sub(2)
}

/// The message of a terminal that has no room for a region.
pub(super) fn too_small(app: &App, painter: &mut Painter<'_>) {
    let (width, height) = app.size();
    let (columns, rows) = crate::tui::geometry::MIN_SIZE;
    for text in [
        format!("Postil needs {columns}x{rows}"),
        format!("needs {columns}x{rows}"),
        format!("{columns}x{rows}"),
    ] {
        if layout::width(&text) <= usize::from(width) || text.starts_with(char::is_numeric) {
            painter.text(0, height / 2, width, &text, StyleRole::Text);
            return;
        }
    }
}
