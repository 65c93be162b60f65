//! A minimal ratatui program: draws one static screen with the crossterm backend and waits for a key.
//! `benches/terminal` compares first frames with it.

use std::io::{self, stdout};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{Event, read};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::widgets::{Block, Paragraph, Wrap};
use ratatui_crossterm::CrosstermBackend;

const ESSAY: &str = include_str!("../seeds/new-us-china-cold-war.txt");

fn main() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, Hide)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
    terminal.draw(|frame| {
        let page = Paragraph::new(ESSAY)
            .wrap(Wrap { trim: false })
            .block(Block::bordered().title("An essay"));
        frame.render_widget(page, frame.area());
    })?;
    while !matches!(read()?, Event::Key(_)) {}
    execute!(stdout(), Show, LeaveAlternateScreen)?;
    disable_raw_mode()
}
