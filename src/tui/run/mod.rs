//! Connects the reader to the terminal: events become actions, effects become requests to the
//! terminal, and workers run beside the loop.

mod editor;
mod version;
mod workers;

use std::sync::Arc;

use crossterm::event::{KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;

use crate::document::Document;
use crate::files::store::{EssayKey, StateStore};
use crate::files::watch::FileVersions;
use crate::terminal::{CopyOutcome, Event, Flow, Handler, Hyperlink, MAX_OSC52_BYTES, Reply};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::message::{Effect, Message, ReloadError};
use crate::tui::painter::Appearance;
use crate::tui::theme::Background;
use version::Wrong;
use workers::{Done, Workers};
pub use workers::{Reload, Wake};

/// Where what is remembered between runs is kept.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The state directory.
    pub store: StateStore,
    /// The essay; none whose place cannot be remembered.
    pub essay: Option<EssayKey>,
}

/// Where the document comes from.
pub struct Sources {
    /// The files that are watched.
    pub versions: FileVersions,
    /// How they are read again.
    pub reload: Reload,
}

/// The app with what stands between it and a terminal.
pub struct Reader {
    app: App,
    look: Appearance,
    /// The palette follows the terminal's background.
    follows_background: bool,
    memory: Memory,
    sources: Sources,
    workers: Workers,
    /// How much was wrong with the last of them that was looked through.
    wrong: Option<Wrong>,
    /// The passage whose copying was asked for last.
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
    /// A reader of an app; `wake` makes its loop call [`Handler::wake`]. `follows_background`: the
    /// palette is taken for the terminal's background as soon as that is known.
    #[must_use]
    pub fn new(
        app: App,
        look: Appearance,
        follows_background: bool,
        memory: Memory,
        sources: Sources,
        wake: Wake,
    ) -> Self {
        let mut reader = Self {
            app,
            look,
            follows_background,
            memory,
            sources,
            workers: Workers::new(wake),
            wrong: None,
            copying: String::new(),
        };
        reader.tell_of_problems();
        reader
    }

    /// The app as it stands.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Keeps for the next run where the reader is.
    pub fn keep(&self) {
        let Memory { store, essay } = &self.memory;
        if let Some(essay) = essay {
            store.save_location(essay, &self.app.saved_location());
        }
        store.save_searches(self.app.search().history());
    }

    fn follow(&mut self, effect: Option<Effect>) -> Flow {
        let Some(effect) = effect else {
            return Flow::Draw;
        };
        match effect {
            Effect::Quit => Flow::Quit(0),
            Effect::Suspend => Flow::Suspend,
            Effect::Redraw => Flow::Repaint,
            Effect::Copy { text, name } => {
                self.copying = name;
                Flow::Copy(text)
            }
            Effect::Print(text) => {
                Flow::ShowPlain(format!("{text}\n\n(any key goes back to the reader)"))
            }
            Effect::Edit { file, line } => match editor::command(&file, line) {
                Some(command) => Flow::RunProgram(command),
                None => self.say(Message::warning(
                    "No editor: set VISUAL or EDITOR to the one you use",
                )),
            },
            Effect::Mouse(on) => Flow::SetMouse(on),
        }
    }

    fn say(&mut self, message: Message) -> Flow {
        self.app.say(message);
        Flow::Draw
    }

    fn mouse(&mut self, event: MouseEvent) -> Flow {
        let (x, y) = (event.column, event.row);
        let effect = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => self.app.click(x, y),
            MouseEventKind::ScrollDown => self.app.wheel(x, y, true),
            MouseEventKind::ScrollUp => self.app.wheel(x, y, false),
            _ => return Flow::Idle,
        };
        self.follow(effect)
    }

    fn copied(&mut self, copied: &CopyOutcome) -> Flow {
        let sent = copied
            .sent_to_terminal
            .then_some("the terminal's clipboard");
        let places: Vec<_> = sent.into_iter().chain(copied.tool).collect();
        let message = if places.is_empty() {
            let why = copied.too_long.map_or_else(
                || "This terminal takes no copy".to_owned(),
                |bytes| {
                    format!("{bytes} bytes, and a terminal's clipboard takes {MAX_OSC52_BYTES}")
                },
            );
            let key = self.app.ctx().key_of(Action::Print);
            Message::warning(format!("{why}; {key} shows it, to be selected by hand"))
        } else {
            let only = if copied.too_long.is_some() {
                " alone, for a terminal's clipboard takes less"
            } else {
                ""
            };
            let places = places.join(" and ");
            Message::info(format!("Sent to {places}{only}: {}", self.copying))
        };
        self.say(message)
    }

    /// Begins to look for what the document has left pending.
    fn anchor(&self) {
        if let Some(anchoring) = self.app.document().anchoring_task() {
            self.workers.anchor(anchoring);
        }
    }

    /// Takes what came of reading the files again. A version that cannot be read, or not wholly
    /// where the present one could, does not come on screen; why is said once, and kept.
    fn take(&mut self, read: Result<Document, String>) -> Flow {
        let read = read.map_err(ReloadError::from);
        match read.and_then(|document| version::better(self.app.document(), document)) {
            Ok(document) => {
                let again = self.app.reload_error().is_some();
                self.app.set_reload_error(None);
                let changed = self.app.replace(document);
                if changed {
                    self.anchor();
                }
                if self.tell_of_problems() {
                    return Flow::Draw;
                }
                if again {
                    return self.say(Message::info("The files can be read again"));
                }
                if changed { Flow::Draw } else { Flow::Idle }
            }
            Err(error) if self.app.reload_error() == Some(&error) => Flow::Idle,
            Err(error) => {
                let text = format!("Kept as it was: {}", error.reason);
                self.app.set_reload_error(Some(error));
                self.say(Message::warning(text))
            }
        }
    }

    /// Says so where something is wrong with the document that was not with the one before it.
    fn tell_of_problems(&mut self) -> bool {
        let Some(now) = Wrong::with(self.app.document()) else {
            return false;
        };
        let before = self.wrong.replace(now);
        let Some(what) = now.since(before) else {
            return false;
        };
        let key = self.app.ctx().key_of(Action::Problems);
        let mut text = format!("{what}: {key} lists what is wrong");
        // At the start nobody has read yet what else there is to say.
        if let (None, Some(message)) = (before, self.app.message()) {
            text = format!("{} · {text}", message.text);
        }
        self.app.say(Message::warning(text));
        true
    }

    /// Begins the searches that go on beside the loop.
    fn search(&mut self) {
        while let Some(task) = self.app.background_search() {
            self.workers.search(task);
        }
    }

    fn take_event(&mut self, event: Event) -> Flow {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => Flow::Idle,
            Event::Key(key) => {
                let effect = self.app.press(key);
                self.follow(effect)
            }
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => {
                self.app.insert(&text);
                Flow::Draw
            }
            Event::Reply(Reply::Background(colour)) if self.follows_background => {
                let ground = if colour.is_dark() {
                    Background::Dark
                } else {
                    Background::Light
                };
                let palette = self.look.palette.with_background(ground);
                if palette == self.look.palette {
                    return Flow::Idle;
                }
                self.look.palette = palette;
                Flow::Draw
            }
            Event::Reply(_) => Flow::Idle,
            Event::Resize(size) => {
                self.app.resize((size.width, size.height));
                Flow::Draw
            }
            Event::Resumed => Flow::Draw,
            Event::CannotSuspend => self.say(Message::warning(
                "Nothing here could bring it back, so it was not suspended",
            )),
            Event::Copied(copied) => self.copied(&copied),
            Event::ProgramExited(how) => {
                let read = (self.sources.reload)();
                self.take(read);
                match how {
                    Ok(status) if !status.success() => {
                        self.say(Message::warning(format!("The editor ended with {status}")))
                    }
                    Ok(_) => Flow::Draw,
                    Err(error) => self.say(Message::warning(format!(
                        "The editor {} did not start: {error}",
                        editor::name()
                    ))),
                }
            }
        }
    }

    fn take_done(&mut self, done: Done) -> Flow {
        match done {
            Done::Read(read) => self.take(read.map(|document| *document)),
            Done::Anchored(found) => {
                if !self.app.settle(found) {
                    return Flow::Idle;
                }
                self.tell_of_problems();
                Flow::Draw
            }
            Done::Found(results) => {
                if self.app.add_results(results) {
                    Flow::Draw
                } else {
                    Flow::Idle
                }
            }
            Done::Undone(why) => self.say(Message::warning(why)),
        }
    }
}

impl Handler for Reader {
    fn handle(&mut self, event: Event) -> Flow {
        let flow = self.take_event(event);
        self.search();
        flow
    }

    fn wake(&mut self) -> Flow {
        let mut flow = Flow::Idle;
        while let Some(done) = self.workers.done() {
            if let Flow::Draw = self.take_done(done) {
                flow = Flow::Draw;
            }
        }
        self.search();
        flow
    }

    fn first_frame_shown(&mut self) {
        self.anchor();
        let Sources { versions, reload } = &self.sources;
        if !versions.files().is_empty() {
            self.workers.watch(versions.clone(), Arc::clone(reload));
        }
        self.app.add_earlier_queries(&self.memory.store.searches());
    }

    fn draw(&self, frame: &mut Buffer) {
        self.app.render(&self.look, frame);
    }

    fn hyperlinks(&self) -> Vec<Hyperlink> {
        self.app.hyperlinks()
    }
}

#[cfg(test)]
mod tests;
