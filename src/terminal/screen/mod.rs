//! The screen: a model of what the terminal shows, that writes the least that gets to the next frame.
//!
//! It owns the terminal's cells, its pen, its cursor. It writes nothing itself: a frame's bytes are taken
//! with [`Screen::take_into`] and sent by the loop, which may drop a frame only by saying so with
//! [`Screen::reset`].
//!
//! A frame is handed over whole with [`Screen::show`]. The screen is a ratatui [`Backend`] too, for which
//! a frame is what is drawn between two calls of [`Backend::flush`]: let ratatui hand it over whole, by
//! [`ratatui::Terminal::resize`] before each draw. It says then that all is empty, and names all cells that
//! are not. (Between two frames of its own it leaves out what stands under the right half of a wide
//! character, which is lost when that goes.)
//!
//! [`Backend`]: ratatui::backend::Backend
//! [`Backend::flush`]: ratatui::backend::Backend::flush

mod backend;
mod cell;
mod color;
mod link;
mod motion;
mod order;
mod painter;
mod pen;
mod scroll;
#[cfg(test)]
mod tests;
mod tour;

use std::io::Write as _;

use ratatui::buffer;
use ratatui::layout::{Position, Size};

use super::capabilities::Capabilities;
use super::handler::Hyperlink;
use cell::{Cell, Cells};
use color::Colour;
use link::Links;
use motion::{Cursor, Place};
use painter::Painter;
use pen::Pen;
use scroll::{Band, Frames, Plan};

const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// What ends a link.
pub(super) const END_LINK: &[u8] = b"\x1b]8;;\x1b\\";

/// The model, and the bytes that are to go out.
#[derive(Debug)]
pub struct Screen {
    capabilities: Capabilities,
    size: Size,
    cells: Cells,
    /// What the frame that is being drawn has; nothing before anything was drawn.
    wanted: Vec<Cell>,
    /// What the terminal shows; nothing where that is not known, or nothing.
    shown: Vec<Cell>,
    /// A row of nothing.
    blank: Vec<Cell>,
    /// Nothing is known of what the terminal shows.
    unknown: bool,
    pen: Pen,
    cursor: Cursor,
    /// Where the frame wants the cursor, and whether it is to be seen.
    place: Position,
    visible: bool,
    /// Whether the terminal shows its cursor.
    shows_cursor: bool,
    links: Links,
    /// The links of the frame that is being drawn.
    linked: Vec<Hyperlink>,
    out: Vec<u8>,
}

impl Screen {
    /// A screen of `size` on a terminal of which nothing is known but that its cursor is hidden.
    #[must_use]
    pub fn new(size: Size, capabilities: Capabilities) -> Self {
        let mut screen = Self {
            capabilities,
            size,
            cells: Cells::new(capabilities),
            wanted: Vec::new(),
            shown: Vec::new(),
            blank: Vec::new(),
            unknown: true,
            pen: Pen::PLAIN,
            cursor: Cursor::LOST,
            place: Position::ORIGIN,
            visible: false,
            shows_cursor: false,
            links: Links::default(),
            linked: Vec::new(),
            out: Vec::new(),
        };
        screen.resize(size);
        screen
    }

    /// The size in cells.
    #[must_use]
    pub fn dimensions(&self) -> Size {
        self.size
    }

    /// The terminal has been taken anew, its cursor hidden, and nothing else is known of it: the
    /// next frame is drawn whole. What had not been taken is dropped.
    pub fn reset(&mut self, size: Size) {
        self.resize(size);
        self.shows_cursor = false;
        self.out.clear();
    }

    /// The terminal has another size, and shows nobody knows what: the next frame is drawn whole.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        // Room is made where it is needed: making it takes a good part of the time to the first frame.
        self.wanted.clear();
        self.shown.clear();
        self.blank.resize(usize::from(size.width), Cell::BLANK);
        self.unknown = true;
        self.cursor = Cursor::LOST;
    }

    /// Everything is drawn anew in the next frame.
    pub fn repaint(&mut self) {
        self.unknown = true;
        self.shown.clear();
    }

    /// Makes `frame`, whose area is the screen's, the next frame.
    pub fn show(&mut self, frame: &buffer::Buffer) {
        self.visible = false;
        self.forget_if_full();
        self.wanted.clear();
        let all = usize::from(self.size.width) * usize::from(self.size.height);
        if frame.area.as_size() == self.size && frame.content.len() == all {
            let cells = frame.content.iter().map(|cell| self.cells.cell(cell));
            self.wanted.extend(cells);
        } else {
            self.make_room();
            let rows = frame.content.chunks(usize::from(frame.area.width.max(1)));
            let width = usize::from(self.size.width.max(1));
            for (row, wanted) in rows.zip(self.wanted.chunks_mut(width)) {
                for (cell, wanted) in row.iter().zip(wanted) {
                    *wanted = self.cells.cell(cell);
                }
            }
        }
        self.compose();
        // The next frame is made anew.
        std::mem::swap(&mut self.shown, &mut self.wanted);
        self.wanted.clear();
    }

    /// Makes sure that the frame has all its cells: those that are shown, where nothing was drawn since.
    fn make_room(&mut self) {
        let all = usize::from(self.size.width) * usize::from(self.size.height);
        if self.wanted.len() != all {
            self.wanted.clone_from(&self.shown);
            self.wanted.resize(all, Cell::BLANK);
        }
    }

    /// Forgets the clusters and the links that cells refer to, where they have become too many.
    fn forget_if_full(&mut self) {
        if self.cells.is_full() || self.links.is_full() {
            self.cells.forget();
            self.links.forget();
            self.repaint();
        }
    }

    /// The links of the next frame. Where the terminal knows none, they are plain text.
    pub fn link(&mut self, links: Vec<Hyperlink>) {
        self.linked = if self.capabilities.hyperlinks {
            links
        } else {
            Vec::new()
        };
    }

    /// Moves the bytes of the frames that have been flushed to the end of `out`.
    pub fn take_into(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    /// Puts the right halves behind wide cells, and nothing wide where there is no room.
    fn settle(&mut self) {
        for row in self.wanted.chunks_mut(usize::from(self.size.width).max(1)) {
            // Nearly all rows are.
            if row.iter().all(|cell| cell.width == 1) {
                continue;
            }
            let mut x = 0;
            while let Some(cell) = row.get(x).copied() {
                let width = usize::from(cell.width.max(1));
                if x + width > row.len() {
                    let style = cell.style;
                    row.get_mut(x..).unwrap_or_default().fill(Cell {
                        style,
                        ..Cell::BLANK
                    });
                    break;
                }
                let tails = row.get_mut(x + 1..x + width).unwrap_or_default();
                tails.fill(Cell::tail(cell.style));
                x += width;
            }
        }
    }

    /// Makes the cells of links part of them.
    fn join_links(&mut self) {
        let size = self.size;
        for link in std::mem::take(&mut self.linked) {
            let number = self.links.number(&link.uri);
            for place in link.area.positions() {
                let index = usize::from(place.y) * usize::from(size.width) + usize::from(place.x);
                if place.x < size.width
                    && let Some(cell) = self.wanted.get_mut(index)
                {
                    cell.link = number;
                }
            }
        }
    }

    fn painter(&self) -> Painter<'_> {
        Painter {
            cells: &self.cells,
            width: self.size.width,
            pen: self.pen,
            cursor: self.cursor,
            links: &self.links,
            link: 0,
        }
    }

    fn frames(&self) -> Frames<'_> {
        Frames {
            width: usize::from(self.size.width),
            height: usize::from(self.size.height),
            blank: &self.blank,
            shown: &self.shown,
            wanted: &self.wanted,
        }
    }

    /// The bytes from what is shown to what is wanted, and the pen and the cursor after them.
    fn paint(&self, plan: Option<&Plan>) -> (Vec<u8>, Pen, Cursor) {
        let mut out = Vec::with_capacity(self.wanted.len());
        let mut painter = self.painter();
        let scrolled = plan.map(|plan| {
            painter.scroll(plan, self.size.height, &mut out);
            let mut cells = self.shown.clone();
            scroll::apply(plan, &mut cells, usize::from(self.size.width));
            cells
        });
        let mut frames = self.frames();
        if let Some(scrolled) = &scrolled {
            frames.shown = scrolled;
        }
        order::paint(frames, &mut painter, &mut out);
        painter.lead(0, &mut out);
        (out, painter.pen, painter.cursor)
    }

    /// The shortest bytes to the frame: as it is, or with bands scrolled. On an `empty` screen there
    /// is nothing to scroll.
    fn shortest(&self, empty: bool) -> (Vec<u8>, Pen, Cursor) {
        let plan = (self.capabilities.scroll_regions && !empty).then(|| {
            scroll::plan(self.frames(), |shown, wanted| {
                order::price(shown, wanted, &self.cells)
            })
        });
        let plan = plan.flatten();
        let scrolled = plan.as_ref().map(|plan| self.paint(Some(plan)));
        match scrolled {
            Some(scrolled) if plan.is_some_and(|plan| plan.is_clear()) => scrolled,
            Some(scrolled) => {
                let direct = self.paint(None);
                if scrolled.0.len() < direct.0.len() {
                    scrolled
                } else {
                    direct
                }
            }
            None => self.paint(None),
        }
    }

    fn compose(&mut self) {
        self.settle();
        self.join_links();
        let mut body = Vec::new();
        let empty = std::mem::take(&mut self.unknown);
        if empty {
            // Taking the margins back puts the cursor into the corner.
            body.extend_from_slice(b"\x1b[m\x1b[r\x1b[J");
            if self.links.is_used() {
                // The frame before may have been cut short within a link.
                body.extend_from_slice(END_LINK);
            }
            self.shown.clear();
            self.pen = Pen::PLAIN;
            self.cursor = Cursor {
                place: Place::At(0, 0),
                margins: None,
            };
        }
        let (bytes, pen, cursor) = self.shortest(empty);
        body.extend(bytes);
        self.pen = pen;
        self.cursor = cursor;
        if self.visible {
            self.cursor.go(self.place, &mut body);
        }
        if self.visible != self.shows_cursor {
            self.shows_cursor = self.visible;
            let end = if self.visible { 'h' } else { 'l' };
            // Writing to a Vec cannot fail.
            let _ = write!(body, "\x1b[?25{end}");
        }
        if body.is_empty() {
            return;
        }
        if self.capabilities.synchronized_output {
            self.out.extend_from_slice(BEGIN_SYNCHRONIZED);
            self.out.append(&mut body);
            self.out.extend_from_slice(END_SYNCHRONIZED);
        } else {
            self.out.append(&mut body);
        }
    }
}

impl Painter<'_> {
    /// Scrolls the bands of a plan. The margins stay: the next frame is likely to need them again.
    fn scroll(&mut self, plan: &Plan, height: u16, out: &mut Vec<u8>) {
        // Terminals fill what comes in with the pen's background.
        self.pen.clear(Colour::DEFAULT, out);
        let end = if plan.up > 0 { 'S' } else { 'T' };
        for band in &plan.bands {
            self.set_margins(*band, height, out);
            // Writing to a Vec cannot fail.
            let _ = match plan.up.unsigned_abs() {
                1 => write!(out, "\x1b[{end}"),
                distance => write!(out, "\x1b[{distance}{end}"),
            };
        }
    }

    /// Makes the rows of `band` the ones that scroll.
    fn set_margins(&mut self, band: Band, height: u16, out: &mut Vec<u8>) {
        let number = |row: usize| u16::try_from(row).unwrap_or(u16::MAX);
        let (top, last) = (number(band.top), number(band.bottom) - 1);
        let whole = top == 0 && last + 1 == height;
        let margins = (!whole).then_some((top, last));
        if margins == self.cursor.margins {
            return;
        }
        // Writing to a Vec cannot fail.
        let _ = match (top, last + 1) {
            (0, bottom) if bottom == height => write!(out, "\x1b[r"),
            (0, bottom) => write!(out, "\x1b[;{bottom}r"),
            (top, bottom) if bottom == height => write!(out, "\x1b[{}r", top + 1),
            (top, bottom) => write!(out, "\x1b[{};{bottom}r", top + 1),
        };
        // The cursor goes into the screen's corner, in some emulators into the band's.
        let place = if top == 0 {
            Place::At(0, 0)
        } else {
            Place::Lost
        };
        self.cursor = Cursor { place, margins };
    }
}
