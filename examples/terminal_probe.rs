//! A small program on the terminal's event loop, for the session tests: shows the last events and
//! reacts to some keys like the reader. It uses only `postil::terminal`.

use std::io;
use std::process::{Command, ExitCode};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use postil::terminal::{
    Capabilities, Event, Handler, Terminal, TerminalCommand, TerminalOptions, Waker,
};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

/// The events, newest first.
struct Probe {
    log: Vec<String>,
    keys: usize,
    /// Fills the screen with as many bytes per frame as possible.
    fill: Option<char>,
    waker: Waker,
}

impl Probe {
    fn key(&mut self, key: KeyEvent) -> TerminalCommand {
        self.keys += 1;
        match (key.code, key.modifiers) {
            (KeyCode::Char('q'), _) => TerminalCommand::Quit(0),
            (KeyCode::Char('z'), KeyModifiers::CONTROL) => TerminalCommand::Suspend,
            (KeyCode::Char('l'), KeyModifiers::CONTROL) => TerminalCommand::Repaint,
            (KeyCode::Char('Y'), _) => {
                TerminalCommand::ShowPlainText("bare text\u{1b}[31m\nsecond".into())
            }
            (KeyCode::Char('y'), _) => TerminalCommand::Copy("copied text".into()),
            (KeyCode::Char('M'), _) => TerminalCommand::SetMouse(true),
            (KeyCode::Char('!'), _) => panic!("asked to"),
            (KeyCode::Char('?'), _) => {
                std::thread::spawn(|| panic!("asked to"));
                TerminalCommand::Idle
            }
            (KeyCode::Char('F'), _) => {
                self.fill = Some(if self.fill == Some('b') { 'a' } else { 'b' });
                TerminalCommand::Draw
            }
            (KeyCode::Char('e'), _) => {
                let mut command = Command::new("sh");
                command.args(["-c", "echo edit; read line; exit 7"]);
                TerminalCommand::RunProgram(command)
            }
            (KeyCode::Char('w'), _) => {
                let waker = self.waker.clone();
                std::thread::spawn(move || waker.wake());
                TerminalCommand::Idle
            }
            _ => TerminalCommand::Draw,
        }
    }
}

impl Handler for Probe {
    fn handle(&mut self, event: Event) -> TerminalCommand {
        let flow = match &event {
            Event::Key(key) => self.key(*key),
            _ => TerminalCommand::Draw,
        };
        self.log.insert(
            0,
            match event {
                Event::Key(key) => format!("key {:?} {:?}", key.code, key.modifiers),
                Event::Paste(text) => format!("paste {} bytes", text.len()),
                Event::ProgramExited(Ok(status)) => format!("ran {:?}", status.code()),
                other => format!("{other:?}"),
            },
        );
        self.log.truncate(20);
        flow
    }

    fn wake(&mut self) -> TerminalCommand {
        self.log.insert(0, "woken".into());
        TerminalCommand::Draw
    }

    fn draw(&self, frame: &mut Buffer) {
        let area = frame.area;
        let mut lines = vec![Line::from(format!(
            "probe {}x{} keys {}",
            area.width, area.height, self.keys
        ))];
        lines.extend(self.log.iter().map(|line| Line::from(line.as_str())));
        if let Some(letter) = self.fill {
            // A color for each cell makes a frame long.
            lines = (0..area.height)
                .map(|y| {
                    let cells = (0..area.width).map(|x| {
                        let color = Color::Indexed(((x * 7 + y * 13) % 200) as u8 + 20);
                        Span::styled(letter.to_string(), Style::new().fg(color))
                    });
                    Line::from(cells.collect::<Vec<_>>())
                })
                .collect();
        }
        Paragraph::new(lines).render(area, frame);
    }
}

fn main() -> io::Result<ExitCode> {
    let capabilities = Capabilities::detect(|name| std::env::var(name).ok());
    if !capabilities.full_screen {
        eprintln!("probe: this terminal cannot be drawn on");
        return Ok(ExitCode::FAILURE);
    }
    let terminal = Terminal::open(TerminalOptions {
        capabilities,
        mouse: false,
        query_background: true,
        secure: std::env::var_os("PROBE_SECURE").is_some(),
        panic_message: "This is a bug: report it with the lines above.".into(),
    })?;
    let mut probe = Probe {
        log: Vec::new(),
        keys: 0,
        fill: None,
        waker: terminal.waker(),
    };
    let exit = terminal.run(&mut probe)?;
    Ok(ExitCode::from(exit.status()))
}
