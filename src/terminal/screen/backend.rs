//! The screen as a ratatui [`Backend`]: what is drawn becomes the frame that is wanted.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer;
use ratatui::layout::{Position, Size};

use super::Screen;
use super::cell::Cell;

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a buffer::Cell)>,
    {
        self.make_room();
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
        if region == ClearType::All {
            self.forget_if_full();
        }
        self.make_room();
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
        self.make_room();
        self.compose();
        self.shown.clone_from(&self.wanted);
        Ok(())
    }
}
