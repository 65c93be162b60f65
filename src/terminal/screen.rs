//! The screen: a ratatui [`Backend`] that knows what the terminal shows and writes the least that
//! gets to the next frame.
//!
//! It owns a model of the terminal: its cells, its pen, its cursor. It writes nothing itself: a
//! frame's bytes are taken with [`Screen::take_into`] and sent by the loop, which may drop a frame
//! only by saying so with [`Screen::reset`].
//!
//! A frame is what is drawn between two calls of [`Backend::flush`]. Let ratatui hand it over
//! whole, by [`ratatui::Terminal::resize`] before each draw: it says then that all is empty, and
//! names all cells that are not. (Between two frames of its own it leaves out what stands under
//! the right half of a wide character, which is lost when that goes.)

mod cell;
mod colour;
mod motion;
mod order;
mod painter;
mod pen;
mod scroll;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::io::Write as _;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;

use super::kind::Kind;
use cell::{Cell, Cells};
use motion::Cursor;
use painter::Painter;
use pen::Pen;
use scroll::{Frames, Plan};

const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// The model, and the bytes that are to go out.
#[derive(Debug)]
pub struct Screen {
    kind: Kind,
    size: Size,
    cells: Cells,
    /// What the frame that is being drawn has.
    wanted: Vec<Cell>,
    /// What the terminal shows.
    shown: Vec<Cell>,
    /// Nothing is known of what the terminal shows.
    unknown: bool,
    pen: Pen,
    cursor: Cursor,
    /// Where the frame wants the cursor, and whether it is to be seen.
    place: Position,
    visible: bool,
    /// Whether the terminal shows its cursor.
    shows_cursor: bool,
    out: Vec<u8>,
}

impl Screen {
    /// A screen of `size` on a terminal of which nothing is known but that its cursor is hidden.
    #[must_use]
    pub fn new(size: Size, kind: Kind) -> Self {
        let mut screen = Self {
            kind,
            size,
            cells: Cells::new(kind.depth),
            wanted: Vec::new(),
            shown: Vec::new(),
            unknown: true,
            pen: Pen::PLAIN,
            cursor: Cursor::Lost,
            place: Position::ORIGIN,
            visible: false,
            shows_cursor: false,
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
        let cells = usize::from(size.width) * usize::from(size.height);
        self.size = size;
        self.wanted.clear();
        self.wanted.resize(cells, Cell::BLANK);
        self.shown.clear();
        self.shown.resize(cells, Cell::UNKNOWN);
        self.unknown = true;
        self.cursor = Cursor::Lost;
    }

    /// Everything is drawn anew in the next frame.
    pub fn repaint(&mut self) {
        self.unknown = true;
    }

    /// Makes `frame`, whose area is the screen's, the next frame: what [`Backend::clear`],
    /// [`Backend::draw`] with all of its cells that are not empty, and [`Backend::flush`] do.
    pub fn show(&mut self, frame: &buffer::Buffer) {
        let width = usize::from(frame.area.width.max(1));
        let empty = buffer::Cell::EMPTY;
        let cells = frame.content.iter().enumerate();
        let cells = cells
            .filter(|(_, cell)| **cell != empty)
            .filter_map(|(at, cell)| {
                let x = u16::try_from(at % width).ok()?;
                let y = u16::try_from(at / width).ok()?;
                Some((x, y, cell))
            });
        self.visible = false;
        let Ok(()) = self.clear();
        let Ok(()) = self.draw(cells);
        let Ok(()) = self.flush();
    }

    /// Moves the bytes of the frames that have been flushed to the end of `out`.
    pub fn take_into(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    /// Puts the right halves behind wide cells, and nothing wide where there is no room.
    fn settle(&mut self) {
        for row in self.wanted.chunks_mut(usize::from(self.size.width).max(1)) {
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

    fn painter(&self) -> Painter<'_> {
        Painter {
            cells: &self.cells,
            kind: self.kind,
            width: self.size.width,
            pen: self.pen,
            cursor: self.cursor,
        }
    }

    fn frames(&self) -> Frames<'_> {
        Frames {
            width: usize::from(self.size.width),
            height: usize::from(self.size.height),
            shown: &self.shown,
            wanted: &self.wanted,
        }
    }

    /// The bytes from what is shown to what is wanted, and the pen and the cursor after them.
    fn paint(&self, plan: Option<&Plan>) -> (Vec<u8>, Pen, Cursor) {
        let mut out = Vec::new();
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
        (out, painter.pen, painter.cursor)
    }

    /// The shortest bytes to the frame: as it is, or with bands scrolled.
    fn shortest(&self) -> (Vec<u8>, Pen, Cursor) {
        let direct = self.paint(None);
        if !self.kind.scrolls || direct.0.is_empty() {
            return direct;
        }
        let mut runs = Vec::new();
        let plan = scroll::plan(self.frames(), |shown, wanted| {
            order::price(shown, wanted, &self.cells, &mut runs)
        });
        match plan.map(|plan| self.paint(Some(&plan))) {
            Some(scrolled) if scrolled.0.len() < direct.0.len() => scrolled,
            _ => direct,
        }
    }

    fn compose(&mut self) {
        self.settle();
        let mut body = Vec::new();
        if std::mem::take(&mut self.unknown) {
            body.extend_from_slice(b"\x1b[m\x1b[H\x1b[J");
            self.shown.fill(Cell::BLANK);
            self.pen = Pen::PLAIN;
            self.cursor = Cursor::At(0, 0);
        }
        let (bytes, pen, cursor) = self.shortest();
        body.extend(bytes);
        self.pen = pen;
        self.cursor = cursor;
        self.shown.clone_from(&self.wanted);
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
        if self.kind.synchronized {
            self.out.extend_from_slice(BEGIN_SYNCHRONIZED);
            self.out.append(&mut body);
            self.out.extend_from_slice(END_SYNCHRONIZED);
        } else {
            self.out.append(&mut body);
        }
    }
}

impl Painter<'_> {
    /// Scrolls the bands of a plan, and takes the margins back.
    fn scroll(&mut self, plan: &Plan, height: u16, out: &mut Vec<u8>) {
        // Terminals fill what comes in with the pen's background.
        self.pen.clear(Color::Reset, out);
        let end = if plan.up > 0 { 'S' } else { 'T' };
        let mut margins = false;
        for band in &plan.bands {
            // Writing to a Vec cannot fail.
            let _ = match (band.top, band.bottom) {
                (0, bottom) if bottom == usize::from(height) && !margins => Ok(()),
                (0, bottom) => write!(out, "\x1b[;{bottom}r"),
                (top, bottom) if bottom == usize::from(height) => write!(out, "\x1b[{}r", top + 1),
                (top, bottom) => write!(out, "\x1b[{};{bottom}r", top + 1),
            };
            margins |= band.top > 0 || band.bottom < usize::from(height);
            let _ = match plan.up.unsigned_abs() {
                1 => write!(out, "\x1b[{end}"),
                distance => write!(out, "\x1b[{distance}{end}"),
            };
        }
        if margins {
            out.extend_from_slice(b"\x1b[r");
            self.cursor = Cursor::At(0, 0);
        }
    }
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a buffer::Cell)>,
    {
        for (x, y, cell) in content {
            let cell = self.cells.cell(cell);
            let index = usize::from(y) * usize::from(self.size.width) + usize::from(x);
            if x < self.size.width
                && let Some(slot) = self.wanted.get_mut(index)
            {
                *slot = cell;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.place)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        let position = position.into();
        self.place = Position::new(
            position.x.min(self.size.width.saturating_sub(1)),
            position.y.min(self.size.height.saturating_sub(1)),
        );
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    /// Empties the frame, or a part of it.
    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        if region == ClearType::All && self.cells.is_full() {
            self.cells.forget();
            self.unknown = true;
        }
        let width = usize::from(self.size.width);
        let row = usize::from(self.place.y) * width;
        let at = row + usize::from(self.place.x);
        let range = match region {
            ClearType::All => 0..self.wanted.len(),
            ClearType::AfterCursor => at..self.wanted.len(),
            ClearType::BeforeCursor => 0..at,
            ClearType::CurrentLine => row..row + width,
            ClearType::UntilNewLine => at..row + width,
        };
        self.wanted
            .get_mut(range)
            .unwrap_or_default()
            .fill(Cell::BLANK);
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.compose();
        Ok(())
    }
}
