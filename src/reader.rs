//! The reader on a terminal: what the terminal tells becomes actions, and what they ask of it
//! becomes its doing.
//!
//! Owns that exchange and nothing else: the state is the app's, the bytes are the terminal's.

use std::process::Command;

use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;

use crate::action::Action;
use crate::app::{App, Effect, Message};
use crate::index::Document;
use crate::keymap::{Context, Key, Keymap};
use crate::palette::Ground;
use crate::store::{Name, Store};
use crate::terminal::clipboard::Copied;
use crate::terminal::{Answer, Event, Flow, Handler};
use crate::view::{self, Look};

/// What a key does to the app: an action, or text where a prompt is open.
pub fn press(app: &mut App, keymap: &Keymap, event: KeyEvent) -> Effect {
    let key = Key::from(event);
    let context = if app.prompt().is_some() {
        Context::Prompt
    } else {
        Context::Reader
    };
    if let Some(action) = keymap.action(context, key) {
        return app.update(action);
    }
    if let (Context::Prompt, Some(char)) = (context, key.text()) {
        app.insert(char.encode_utf8(&mut [0; 4]));
    }
    Effect::None
}

/// Reads the files again: the document, or why it could not be read, in a line.
pub type Reload = Box<dyn FnMut() -> Result<Document, String>>;

/// Where what is remembered between runs is kept.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The state directory.
    pub store: Store,
    /// The essay; none whose place cannot be remembered.
    pub essay: Option<Name>,
}

/// The app with what stands between it and a terminal.
pub struct Reader {
    app: App,
    keymap: Keymap,
    look: Look,
    /// The palette follows the terminal's background.
    follows_background: bool,
    reload: Reload,
    memory: Memory,
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
    /// A reader of an app. `follows_background`: the palette is taken for the terminal's
    /// background as soon as that is known.
    #[must_use]
    pub fn new(
        app: App,
        keymap: Keymap,
        look: Look,
        follows_background: bool,
        reload: Reload,
        memory: Memory,
    ) -> Self {
        Self {
            app,
            keymap,
            look,
            follows_background,
            reload,
            memory,
            copying: String::new(),
        }
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
            store.keep_place(essay, &self.app.remember());
        }
        store.keep_searches(self.app.searches());
    }

    fn follow(&mut self, effect: Effect) -> Flow {
        match effect {
            Effect::None => Flow::Draw,
            Effect::Quit => Flow::Quit(0),
            Effect::Suspend => Flow::Suspend,
            Effect::Redraw => Flow::Repaint,
            Effect::Copy { text, name } => {
                self.copying = name;
                Flow::Copy(text)
            }
            Effect::ShowBare(text) => Flow::ShowBare(text),
            Effect::Edit { file, line } => match editor() {
                Some(mut words) => {
                    let program = words.remove(0);
                    let mut command = Command::new(program);
                    command.args(words).arg(format!("+{line}")).arg(file);
                    Flow::Run(command)
                }
                None => self.say(Message::warning(
                    "No editor: set VISUAL or EDITOR to the one you use".to_owned(),
                )),
            },
            Effect::Mouse(on) => Flow::Mouse(on),
        }
    }

    fn say(&mut self, message: Message) -> Flow {
        self.app.say(message);
        Flow::Draw
    }

    fn mouse(&mut self, event: MouseEvent) -> Flow {
        let (x, y) = (event.column, event.row);
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => self.app.click(x, y),
            MouseEventKind::ScrollDown => self.app.wheel(x, y, true),
            MouseEventKind::ScrollUp => self.app.wheel(x, y, false),
            _ => return Flow::Idle,
        }
        Flow::Draw
    }

    fn copied(&mut self, copied: &Copied) -> Flow {
        let sent = copied.sent.then_some("the terminal's clipboard");
        let places: Vec<_> = sent.into_iter().chain(copied.tool).collect();
        let message = if places.is_empty() {
            let why = copied.too_long.map_or_else(
                || "This terminal takes no copy".to_owned(),
                |bytes| format!("{bytes} bytes are too long for the terminal's clipboard"),
            );
            let keys = self.app.keys_of(Action::ShowBare);
            let key = keys.first().map_or("show-bare", String::as_str);
            Message::warning(format!("{why}; {key} shows it, to be selected by hand"))
        } else {
            Message::note(format!(
                "Sent to {}: {}",
                places.join(" and "),
                self.copying
            ))
        };
        self.say(message)
    }

    fn read_again(&mut self) {
        match (self.reload)() {
            Ok(document) => self.app.replace(document),
            Err(why) => self.app.say(Message::warning(why)),
        }
    }
}

/// The person's editor with its arguments, as VISUAL or EDITOR has it.
fn editor() -> Option<Vec<String>> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let words: Vec<String> = std::env::var(name)
            .ok()?
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then_some(words)
    })
}

impl Handler for Reader {
    fn handle(&mut self, event: Event) -> Flow {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => Flow::Idle,
            Event::Key(key) => {
                let effect = press(&mut self.app, &self.keymap, key);
                self.follow(effect)
            }
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => {
                self.app.insert(&text);
                Flow::Draw
            }
            Event::Answer(Answer::Background(colour)) if self.follows_background => {
                let ground = if colour.is_dark() {
                    Ground::Dark
                } else {
                    Ground::Light
                };
                let palette = self.look.palette.on(ground);
                if palette == self.look.palette {
                    return Flow::Idle;
                }
                self.look.palette = palette;
                Flow::Draw
            }
            Event::Answer(_) => Flow::Idle,
            Event::Resize(size) => {
                self.app.resize((size.width, size.height));
                Flow::Draw
            }
            Event::Resumed => Flow::Draw,
            Event::Stayed => self.say(Message::warning(
                "Nothing here could bring it back, so it was not suspended".to_owned(),
            )),
            Event::Copied(copied) => self.copied(&copied),
            Event::Ran(how) => {
                self.read_again();
                match how {
                    Ok(status) if !status.success() => {
                        self.say(Message::warning(format!("The editor ended with {status}")))
                    }
                    Ok(_) => Flow::Draw,
                    Err(error) => self.say(Message::warning(format!(
                        "The editor did not start: {error}"
                    ))),
                }
            }
        }
    }

    fn wake(&mut self) -> Flow {
        self.read_again();
        Flow::Draw
    }

    fn shown(&mut self) {
        self.app.add_earlier_searches(&self.memory.store.searches());
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        view::draw(&self.app, self.look, frame.buffer_mut());
    }
}
