//! A small program on the terminal's loop, for its tests: shows the last events, and does on some
//! keys what a reader does.
//!
//! Must know of the crate only `terminal`.

use std::io;
use std::process::{Command, ExitCode};

use crossterm::event::{KeyCode, KeyModifiers};
use postil::terminal::{Event, Flow, Handler, Kind, Options, Terminal};
use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

/// What has been seen, newest first.
#[derive(Default)]
struct Probe {
    log: Vec<String>,
    draws: std::cell::Cell<usize>,
}

impl Handler for Probe {
    fn handle(&mut self, event: Event) -> Flow {
        let flow = match &event {
            Event::Key(key) => match (key.code, key.modifiers) {
                (KeyCode::Char('q'), _) => Flow::Quit(0),
                (KeyCode::Char('z'), KeyModifiers::CONTROL) => Flow::Suspend,
                (KeyCode::Char('l'), KeyModifiers::CONTROL) => Flow::Repaint,
                (KeyCode::Char('Y'), _) => Flow::ShowBare("bare text\u{1b}[31m\nsecond".into()),
                (KeyCode::Char('y'), _) => Flow::Copy("copied text".into()),
                (KeyCode::Char('M'), _) => Flow::Mouse(true),
                (KeyCode::Char('!'), _) => panic!("asked to"),
                (KeyCode::Char('e'), _) => {
                    let mut command = Command::new("sh");
                    command.args(["-c", "echo edit; read line; exit 7"]);
                    Flow::Run(command)
                }
                _ => Flow::Draw,
            },
            _ => Flow::Draw,
        };
        let shown = match event {
            Event::Key(key) => format!("key {:?} {:?}", key.code, key.modifiers),
            Event::Paste(text) => format!("paste {} bytes", text.len()),
            Event::Ran(Ok(status)) => format!("ran {:?}", status.code()),
            other => format!("{other:?}"),
        };
        self.log.insert(0, shown);
        self.log.truncate(20);
        flow
    }

    fn wake(&mut self) -> Flow {
        self.log.insert(0, "woken".into());
        Flow::Draw
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        self.draws.set(self.draws.get() + 1);
        let area = frame.area();
        let mut lines = vec![Line::from(format!(
            "probe {}x{} frame {}",
            area.width,
            area.height,
            self.draws.get()
        ))];
        lines.extend(self.log.iter().map(|line| Line::from(line.as_str())));
        frame.render_widget(Paragraph::new(lines), area);
    }
}

fn main() -> io::Result<ExitCode> {
    let kind = Kind::of_environment();
    if !kind.full_screen {
        eprintln!("probe: this terminal cannot be drawn on");
        return Ok(ExitCode::FAILURE);
    }
    let terminal = Terminal::open(Options {
        kind,
        mouse: false,
        ask_background: true,
        report: "This is a bug: report it with the lines above.".into(),
    })?;
    let exit = terminal.run(&mut Probe::default())?;
    Ok(ExitCode::from(exit.status()))
}
