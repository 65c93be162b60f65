//! Draws the reader: `&App` in, cells out. Drawing changes nothing.
//!
//! Owns where things stand within a region and which role each stretch has. The rows that are shown
//! were made in [`App::update`]; what it asks for beside them costs nothing that grows with the essay.

mod detail;
mod essay;
mod foot;
mod goto;
mod overlay;
mod sidebar;
mod title;

use ratatui::buffer::Buffer;

use crate::tui::app::App;
use crate::tui::geometry::Arrangement;
pub use crate::tui::hyperlinks::links;
pub use crate::tui::painter::Appearance;
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;

/// Draws the whole screen into `buffer`, whose area is the terminal's.
pub fn draw(app: &App, look: &Appearance, buffer: &mut Buffer) {
    let mut painter = Painter::new(look, buffer);
    let regions = app.regions();
    if regions.arrangement == Arrangement::TooSmall {
        title::too_small(app, &mut painter);
        return;
    }
    title::draw(app, &mut painter);
    if regions.sidebar.is_some() {
        sidebar::draw(app, &mut painter);
    }
    if regions.essay.is_some() {
        essay::draw(app, &mut painter);
    }
    if regions.detail.is_some() {
        detail::draw(app, &mut painter);
    }
    rules(app, &mut painter);
    if app.overlay().is_some() {
        overlay::draw(app, &mut painter);
    }
    goto::draw(app, &mut painter);
    foot::draw(app, &mut painter);
}

/// The lines between the regions.
pub fn rules(app: &App, painter: &mut Painter<'_>) {
    let regions = app.regions();
    for rule in [regions.sidebar_rule, regions.detail_rule]
        .into_iter()
        .flatten()
    {
        let sign = if rule.width == 1 {
            painter.glyphs().vertical
        } else {
            painter.glyphs().horizontal
        };
        for y in rule.y..rule.y + rule.height {
            for x in rule.x..rule.x + rule.width {
                painter.text(x, y, 1, sign, StyleRole::Rule);
            }
        }
    }
}
