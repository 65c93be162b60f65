//! The same frames by ratatui's crossterm backend: it draws the emulator's screen, and its bytes are
//! counted.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::{Terminal, TerminalOptions, Viewport};
use ratatui_crossterm::CrosstermBackend;

/// A writer that counts bytes.
#[derive(Debug, Clone, Default)]
struct Counter(Rc<Cell<usize>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A ratatui terminal that counts bytes.
pub(crate) struct Comparison {
    terminal: Terminal<CrosstermBackend<Counter>>,
    counter: Counter,
}

impl Comparison {
    pub(crate) fn new(columns: u16, rows: u16) -> io::Result<Self> {
        let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
        let counter = Counter::default();
        let backend = CrosstermBackend::new(counter.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        Ok(Self { terminal, counter })
    }

    /// Draws the screen and returns the number of bytes written.
    pub(crate) fn draw(&mut self, screen: &vt100::Screen) -> io::Result<usize> {
        self.counter.0.set(0);
        self.terminal
            .draw(|frame| copy(screen, frame.buffer_mut()))?;
        Ok(self.counter.0.get())
    }
}

fn copy(screen: &vt100::Screen, buffer: &mut Buffer) {
    for place in buffer.area.positions() {
        let Some(cell) = screen.cell(place.y, place.x) else {
            continue;
        };
        if cell.is_wide_continuation() {
            continue;
        }
        let text = if cell.has_contents() {
            cell.contents()
        } else {
            " "
        };
        let mut modifiers = Modifier::empty();
        for (modifier, on) in [
            (Modifier::BOLD, cell.bold()),
            (Modifier::DIM, cell.dim()),
            (Modifier::ITALIC, cell.italic()),
            (Modifier::UNDERLINED, cell.underline()),
            (Modifier::REVERSED, cell.inverse()),
        ] {
            modifiers.set(modifier, on);
        }
        let style = Style::new()
            .fg(color(cell.fgcolor()))
            .bg(color(cell.bgcolor()))
            .add_modifier(modifiers);
        if let Some(slot) = buffer.cell_mut(place) {
            slot.set_symbol(text).set_style(style);
        }
    }
}

fn color(color: vt100::Color) -> Color {
    match color {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}
