//! The screen: a ratatui [`Backend`] that knows what the terminal shows and writes the least that
//! gets to the next frame.
//!
//! It owns a model of the terminal and the bytes of the next frame; it writes nothing itself.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::kind::Kind;

/// The model, and the bytes that are to go out.
#[derive(Debug)]
pub struct Screen {
    size: Size,
    kind: Kind,
    wanted: Vec<Cell>,
    shown: Vec<Cell>,
    cursor: Option<Position>,
    place: Position,
    fresh: bool,
    out: Vec<u8>,
}

impl Screen {
    /// A screen of `size`, of which nothing is known.
    #[must_use]
    pub fn new(size: Size, kind: Kind) -> Self {
        let mut screen = Self {
            size,
            kind,
            wanted: Vec::new(),
            shown: Vec::new(),
            cursor: None,
            place: Position::ORIGIN,
            fresh: true,
            out: Vec::new(),
        };
        screen.reset(size);
        screen
    }

    /// The size in cells.
    #[must_use]
    pub fn dimensions(&self) -> Size {
        self.size
    }

    /// The terminal has this size, and what it shows is not known: the next frame is drawn whole.
    pub fn reset(&mut self, size: Size) {
        let cells = usize::from(size.width) * usize::from(size.height);
        self.size = size;
        self.wanted = vec![Cell::EMPTY; cells];
        self.shown = vec![Cell::EMPTY; cells];
        self.fresh = true;
    }

    /// Moves the bytes of the frames that have been flushed to the end of `out`.
    pub fn take_into(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            let index = usize::from(y) * usize::from(self.size.width) + usize::from(x);
            if let Some(slot) = self.wanted.get_mut(index) {
                slot.clone_from(cell);
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = Some(self.place);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.place)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.place = position.into();
        self.cursor = self.cursor.map(|_| self.place);
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.wanted.fill(Cell::EMPTY);
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
        use std::io::Write as _;
        let width = usize::from(self.size.width).max(1);
        let mut out = Vec::new();
        if std::mem::take(&mut self.fresh) {
            out.extend(b"\x1b[m\x1b[H\x1b[2J");
        }
        let mut at = None;
        for (index, cell) in self.wanted.iter().enumerate() {
            if self.shown.get(index) == Some(cell) {
                continue;
            }
            if at != Some(index) || index % width == 0 {
                let _ = write!(out, "\x1b[{};{}H", index / width + 1, index % width + 1);
            }
            let _ = write!(out, "\x1b[0{}m", sgr(cell));
            out.extend(
                cell.symbol()
                    .chars()
                    .filter(|c| !c.is_control())
                    .collect::<String>()
                    .bytes(),
            );
            at = (cell.symbol().len() == 1).then_some(index + 1);
        }
        self.shown.clone_from(&self.wanted);
        match self.cursor {
            Some(place) => {
                let _ = write!(out, "\x1b[{};{}H\x1b[?25h", place.y + 1, place.x + 1);
            }
            None => out.extend(b"\x1b[?25l"),
        }
        self.out.extend(out);
        Ok(())
    }
}

fn sgr(cell: &Cell) -> String {
    use ratatui::style::{Color, Modifier};
    use std::fmt::Write as _;
    let mut text = String::new();
    for (modifier, code) in [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
        (Modifier::CROSSED_OUT, 9),
    ] {
        if cell.modifier.contains(modifier) {
            let _ = write!(text, ";{code}");
        }
    }
    for (color, base) in [(cell.fg, 38), (cell.bg, 48)] {
        match color {
            Color::Reset => {}
            Color::Rgb(r, g, b) => {
                let _ = write!(text, ";{base};2;{r};{g};{b}");
            }
            Color::Indexed(index) => {
                let _ = write!(text, ";{base};5;{index}");
            }
            named => {
                let _ = write!(text, ";{base};5;{}", named_index(named));
            }
        }
    }
    text
}

fn named_index(color: ratatui::style::Color) -> u8 {
    use ratatui::style::Color;
    [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ]
    .iter()
    .position(|named| *named == color)
    .and_then(|index| u8::try_from(index).ok())
    .unwrap_or(7)
}
