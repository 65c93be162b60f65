//! The line at the top of the screen: the essay's title and authors, and the reading progress.

use crate::essay::sanitize;
use crate::layout;
use crate::tui::action::Action;
use crate::tui::geometry::MIN_SIZE;
use crate::tui::message::Ctx;
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

/// The authors are shown if the screen has at least this many columns.
const MIN_WIDTH_FOR_AUTHORS: u16 = 60;

/// Draws the title bar.
pub fn render(ctx: &Ctx, progress: &str, painter: &mut Painter<'_>) {
    let line = ctx.screen.title;
    let progress_width = text_width(progress);
    let right = line.width.saturating_sub(progress_width + 1);
    painter.text(right, line.y, progress_width, progress, StyleRole::Faint);
    let mut end = right.saturating_sub(2);
    let authors = ctx.document.apparatus.essay.authors.join(", ");
    if ctx.reload_error.is_some() {
        end = render_reload_error(ctx, end, painter);
    } else if line.width >= MIN_WIDTH_FOR_AUTHORS && !authors.is_empty() {
        let authors = sanitize(&authors);
        let authors = layout::truncate(&authors, usize::from(line.width / 4));
        let width = text_width(&authors);
        painter.text(end - width, line.y, width, &authors, StyleRole::Faint);
        end -= width + 2;
    }
    let room = end.saturating_sub(1);
    let title = title(ctx);
    let title = layout::truncate(&title, usize::from(room));
    painter.text(1, line.y, room, &title, StyleRole::Title);
}

/// The essay's title, or its file's name.
fn title(ctx: &Ctx) -> String {
    let mut title = ctx.document.title();
    if title.is_empty()
        && let Some(name) = ctx.files.essay.as_ref().and_then(|path| path.file_name())
    {
        title = name.to_string_lossy().into_owned();
    }
    sanitize(&title).into_owned()
}

/// Draws the notice that the files on disk are newer, right-aligned before `end`. Returns the end of the
/// remaining room.
fn render_reload_error(ctx: &Ctx, end: u16, painter: &mut Painter<'_>) -> u16 {
    let key = ctx.key_of(Action::Problems);
    let text = format!("old version: {key} says why");
    // At least “old…”, however narrow the screen is.
    let text = layout::truncate(&text, usize::from(end / 2).max(4));
    let from = end - text_width(&text);
    let y = ctx.screen.title.y;
    painter.text(from, y, u16::MAX, &text, StyleRole::Warning);
    from.saturating_sub(2)
}

/// Draws the required size on a terminal that is too small for a pane.
pub fn render_too_small(ctx: &Ctx, painter: &mut Painter<'_>) {
    let (width, height) = ctx.size;
    let (columns, rows) = MIN_SIZE;
    let short = format!("{columns}x{rows}");
    let mut texts = [format!("Postil needs {short}"), format!("needs {short}")].into_iter();
    let text = texts.find(|text| text_width(text) <= width);
    let text = text.unwrap_or(short);
    painter.text(0, height / 2, width, &text, StyleRole::Text);
}
