//! Draws the reader: `&App` in, cells out. Drawing changes nothing.
//!
//! Owns where things stand within a region and which role each stretch has. The rows that are shown
//! were made in [`App::update`]; what it asks for beside them costs nothing that grows with the essay.

pub mod glyphs;

mod detail;
mod essay;
mod foot;
mod goto;
mod links;
mod overlay;
mod paint;
mod sidebar;
mod title;

use ratatui::buffer::Buffer;

use crate::tui::app::App;
use crate::tui::geometry::Arrangement;
use crate::tui::theme::{Colours, Palette};
use glyphs::Glyphs;
pub use links::{Link, links};
use paint::Painter;
pub use paint::role;

/// How everything looks on this terminal.
#[derive(Debug, Clone)]
pub struct Look {
    /// A style for each role.
    pub palette: Palette,
    /// The styles that the person has chosen instead.
    pub colours: Colours,
    /// The signs that are drawn.
    pub glyphs: &'static Glyphs,
}

/// Draws the whole screen into `buffer`, whose area is the terminal's.
pub fn draw(app: &App, look: &Look, buffer: &mut Buffer) {
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
    paint::rules(app, &mut painter);
    if app.overlay().is_some() {
        overlay::draw(app, &mut painter);
    }
    goto::draw(app, &mut painter);
    foot::draw(app, &mut painter);
}
