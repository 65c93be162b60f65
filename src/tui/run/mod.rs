//! Connects the app to the terminal: passes it events, turns its effects into requests to the event
//! loop, and runs workers on other threads.

mod editor;
mod reload;
mod workers;

use std::io;

use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;

use crate::document::Document;
use crate::essay::sanitize;
use crate::files::io_message;
use crate::files::store::{EssayKey, StateStore};
use crate::terminal::{
    CopyOutcome, Event, Handler, Hyperlink, MAX_OSC52_BYTES, Reply, TerminalCommand,
};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::message::{Effect, ReloadError, StatusMessage};
use crate::tui::painter::Appearance;
use crate::tui::theme::Background;
use reload::ProblemCounts;
pub use workers::{Reload, ReloadSource, Wake};
use workers::{WorkerResult, Workers};

/// Where the location and the searches are saved between runs.
#[derive(Debug, Clone)]
pub struct SavedState {
    /// The state directory.
    pub store: StateStore,
    /// Identifies the essay; `None` if its location is not saved.
    pub essay: Option<EssayKey>,
}

/// The app with what it needs on a terminal.
pub struct Reader {
    app: App,
    appearance: Appearance,
    /// Whether the palette follows the terminal's background color.
    follows_background: bool,
    saved_state: SavedState,
    source: ReloadSource,
    workers: Workers,
    /// The number of problems when they were last reported; `None` before the first report.
    problem_counts: Option<ProblemCounts>,
    /// The description of the text being copied, for the message.
    copying: String,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// `wake` makes the event loop call [`Handler::wake`]. With `follows_background` the palette changes
    /// when the terminal reports its background color.
    #[must_use]
    pub fn new(
        app: App,
        appearance: Appearance,
        follows_background: bool,
        saved_state: SavedState,
        source: ReloadSource,
        wake: Wake,
    ) -> Self {
        let mut reader = Self {
            app,
            appearance,
            follows_background,
            saved_state,
            source,
            workers: Workers::new(wake),
            problem_counts: None,
            copying: String::new(),
        };
        reader.report_new_problems();
        reader
    }

    /// The app.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Saves the location and the searches for the next run.
    ///
    /// # Errors
    ///
    /// One of them cannot be written, for example because the disk is full.
    pub fn save_state(&self) -> io::Result<()> {
        let SavedState { store, essay } = &self.saved_state;
        let location = essay.as_ref().map_or(Ok(()), |essay| {
            store.save_location(essay, &self.app.saved_location())
        });
        store
            .save_searches(self.app.ctx().search.history())
            .and(location)
    }

    fn say(&mut self, message: StatusMessage) -> TerminalCommand {
        self.app.say(message);
        TerminalCommand::Draw
    }

    fn handle_event(&mut self, event: Event) -> TerminalCommand {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => TerminalCommand::Idle,
            Event::Key(key) => {
                let effect = self.app.press(key);
                self.perform(effect)
            }
            Event::Mouse(mouse) => self.handle_mouse(mouse),
            Event::Paste(text) => {
                self.app.insert(&text);
                TerminalCommand::Draw
            }
            Event::Reply(Reply::Background(color)) if self.follows_background => {
                let background = if color.is_dark() {
                    Background::Dark
                } else {
                    Background::Light
                };
                let palette = self.appearance.palette.with_background(background);
                let changed = palette != self.appearance.palette;
                self.appearance.palette = palette;
                draw_if(changed)
            }
            Event::Reply(_) => TerminalCommand::Idle,
            Event::Resize(size) => {
                self.app.resize((size.width, size.height));
                TerminalCommand::Draw
            }
            Event::Resumed => TerminalCommand::Draw,
            Event::CannotSuspend => self.say(StatusMessage::warning(
                "Cannot suspend: no shell to resume from",
            )),
            Event::Copied(outcome) => self.report_copy(&outcome),
            Event::ProgramExited(outcome) => {
                // A document that was read before must not replace the newer one later.
                self.wake();
                let document = (self.source.reload)();
                self.reloaded(document);
                match outcome {
                    Ok(status) if status.success() => TerminalCommand::Draw,
                    Ok(status) => self.say(StatusMessage::warning(format!(
                        "The editor failed: {status}"
                    ))),
                    Err(error) => self.say(StatusMessage::warning(format!(
                        "Cannot start the editor {}: {}",
                        sanitize(&editor::name()),
                        io_message(&error)
                    ))),
                }
            }
        }
    }

    fn handle_mouse(&mut self, event: MouseEvent) -> TerminalCommand {
        let (x, y) = (event.column, event.row);
        let effect = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => self.app.click(x, y),
            MouseEventKind::ScrollDown => self.app.wheel(x, y, true),
            MouseEventKind::ScrollUp => self.app.wheel(x, y, false),
            _ => return TerminalCommand::Idle,
        };
        self.perform(effect)
    }

    fn perform(&mut self, effect: Option<Effect>) -> TerminalCommand {
        match effect {
            None => TerminalCommand::Draw,
            Some(Effect::Quit) => TerminalCommand::Quit(0),
            Some(Effect::Suspend) => TerminalCommand::Suspend,
            Some(Effect::Redraw) => TerminalCommand::Repaint,
            Some(Effect::Copy { text, name }) => {
                self.copying = name;
                TerminalCommand::Copy(text)
            }
            Some(Effect::ShowPlainText(text)) => TerminalCommand::ShowPlainText(format!(
                "{text}\n\n(press any key to go back to the reader)"
            )),
            Some(Effect::Edit { file, line }) => match editor::command(&file, line) {
                Some(command) => TerminalCommand::RunProgram(command),
                None => self.say(StatusMessage::warning("No editor: set VISUAL or EDITOR")),
            },
            Some(Effect::Mouse(on)) => TerminalCommand::SetMouse(on),
        }
    }

    fn report_copy(&mut self, outcome: &CopyOutcome) -> TerminalCommand {
        let terminal = outcome
            .sent_to_terminal
            .then_some("the terminal's clipboard");
        let places: Vec<_> = terminal.into_iter().chain(outcome.tool).collect();
        let message = if places.is_empty() {
            let reason = match outcome.too_long {
                Some(bytes) => format!(
                    "{bytes} bytes are too many for a terminal's clipboard ({MAX_OSC52_BYTES})"
                ),
                None => "This terminal has no clipboard".to_owned(),
            };
            let key = self.app.ctx().key_of(Action::ShowPlainText);
            StatusMessage::warning(format!("{reason}; {key} shows the text to select by hand"))
        } else {
            let only = if outcome.too_long.is_some() {
                " only (too long for the terminal's clipboard)"
            } else {
                ""
            };
            let places = places.join(" and ");
            StatusMessage::info(format!("Sent to {places}{only}: {}", self.copying))
        };
        self.say(message)
    }

    /// Searches for the document's pending quotes in the background.
    fn start_anchoring(&self) {
        if let Some(task) = self.app.ctx().document.anchoring_task() {
            self.workers.anchor(task);
        }
    }

    /// Starts the searches that wait to run in the background.
    fn start_searches(&mut self) {
        while let Some(search) = self.app.background_search() {
            self.workers.search(search);
        }
    }

    /// Shows a reloaded document, or reports once why the current one stays.
    fn reloaded(&mut self, document: Result<Document, String>) -> TerminalCommand {
        let document = document.map_err(ReloadError::from);
        match document.and_then(|newer| reload::accept(&self.app.ctx().document, newer)) {
            Ok(document) => {
                let had_error = self.app.ctx().reload_error.as_ref().is_some();
                self.app.set_reload_error(None);
                let changed = self.app.replace(document);
                if changed {
                    self.start_anchoring();
                }
                if self.report_new_problems() {
                    TerminalCommand::Draw
                } else if had_error {
                    self.say(StatusMessage::info("The files are readable again"))
                } else {
                    draw_if(changed)
                }
            }
            Err(error) if self.app.ctx().reload_error.as_ref() == Some(&error) => {
                TerminalCommand::Idle
            }
            Err(error) => {
                let text = format!("Not reloaded: {}", error.reason);
                self.app.set_reload_error(Some(error));
                self.say(StatusMessage::warning(text))
            }
        }
    }

    /// Reports problems that the last document did not have. Returns false if there are none.
    fn report_new_problems(&mut self) -> bool {
        let Some(counts) = ProblemCounts::new(&self.app.ctx().document) else {
            return false;
        };
        let before = self.problem_counts.replace(counts);
        let Some(problems) = counts.describe_new(before) else {
            return false;
        };
        let key = self.app.ctx().key_of(Action::Problems);
        let mut text = format!("{problems}: {key} lists them");
        // At the start the user has not read an earlier message yet.
        if let (None, Some(message)) = (before, self.app.ctx().message.as_ref()) {
            text = format!("{} · {text}", message.text);
        }
        self.app.say(StatusMessage::warning(text));
        true
    }

    fn handle_result(&mut self, result: WorkerResult) -> TerminalCommand {
        match result {
            WorkerResult::FilesChanged => {
                self.workers.allow_reload();
                TerminalCommand::Idle
            }
            WorkerResult::Reloaded(document) => self.reloaded(document.map(|it| *it)),
            WorkerResult::Anchored(result) => {
                let changed = self.app.apply_anchoring(result);
                if changed {
                    self.report_new_problems();
                }
                draw_if(changed)
            }
            WorkerResult::Search(results) => draw_if(self.app.add_results(results)),
            WorkerResult::Failed(reason) => self.say(StatusMessage::warning(reason)),
        }
    }
}

fn draw_if(changed: bool) -> TerminalCommand {
    if changed {
        TerminalCommand::Draw
    } else {
        TerminalCommand::Idle
    }
}

impl Handler for Reader {
    fn handle(&mut self, event: Event) -> TerminalCommand {
        let command = self.handle_event(event);
        self.start_searches();
        command
    }

    fn typed_character(&self, key: KeyEvent) -> Option<char> {
        match key.kind {
            KeyEventKind::Release => None,
            _ => self.app.typed_character(key.into()),
        }
    }

    fn wake(&mut self) -> TerminalCommand {
        let mut changed = false;
        while let Some(result) = self.workers.next_result() {
            changed |= matches!(self.handle_result(result), TerminalCommand::Draw);
        }
        self.start_searches();
        draw_if(changed)
    }

    fn first_frame_shown(&mut self) {
        self.start_anchoring();
        if !self.source.files.is_empty() {
            self.workers.watch(&self.source);
        }
        match self.saved_state.store.searches() {
            Ok(searches) => self.app.add_earlier_queries(&searches),
            Err(error) => {
                let reason = io_message(&error);
                self.workers
                    .fail(format!("Cannot read the saved searches: {reason}"));
            }
        }
    }

    fn draw(&self, frame: &mut Buffer) {
        self.app.render(&self.appearance, frame);
    }

    fn hyperlinks(&self) -> Vec<Hyperlink> {
        self.app.hyperlinks()
    }
}

#[cfg(test)]
mod tests;
