//! `postil ESSAY`: opens the reader, or prints what `show` prints if there is no terminal for it.

use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::args::ViewArgs;
use super::open::{BUNDLED_NAME, DocumentSource, EssaySource, OpenMode, Opened, open};
use super::reload::sources;
use super::{color, lookup, print_message, show};
use crate::config::{Config, LoadedConfig};
use crate::document::Subject;
use crate::files::io_message;
use crate::files::store::{EssayKey, StateStore};
use crate::terminal::{Terminal, TerminalOptions};
use crate::text::count_noun;
use crate::tui::app::App;
use crate::tui::message::StatusMessage;
use crate::tui::painter::Appearance;
use crate::tui::run::{Reader, SavedState};

/// Printed after a panic.
const PANIC_MESSAGE: &str =
    "This is a bug in postil: please report it, with the lines above and what you did.";

pub(crate) fn run(args: ViewArgs, secure: bool) -> Result<ExitCode> {
    if !io::stdout().is_terminal() {
        return show::run(args, secure);
    }
    let capabilities = color::capabilities(args.color);
    if !capabilities.full_screen {
        print_message(&match std::env::var("TERM").as_deref() {
            Err(_) | Ok("") => {
                "TERM is not set, so the reader cannot open; this is the output of “show”"
                    .to_owned()
            }
            Ok(term) => format!(
                "the reader cannot open in a terminal of type “{term}”; this is the output of “show”"
            ),
        });
        return show::run(args, secure);
    }
    let read_since = SystemTime::now();
    let loaded = LoadedConfig::load(secure);
    let input = DocumentSource::new(args.input, &loaded.config, secure);
    let opened = open(&input, OpenMode::Tolerant)?;
    let at = args
        .at
        .map(|at| lookup::resolve(&opened.document, &at))
        .transpose()?;
    let start = at.map(|at| opened.document.subject_to_open(at));
    let state = saved_state(&input, &opened);
    let sources = sources(input, &opened, read_since);
    let app = app(opened, &state, start, &loaded);
    let Config {
        palette,
        options,
        colors,
        ..
    } = loaded.config;
    let (capabilities, palette, follows_background) =
        color::reader_palette(args.color, palette, capabilities);
    let appearance = Appearance {
        palette,
        custom_styles: colors,
        glyphs: color::glyphs(),
    };
    let terminal = Terminal::open(TerminalOptions {
        capabilities,
        mouse: options.mouse,
        query_background: follows_background,
        secure,
        panic_message: PANIC_MESSAGE.to_owned(),
    })
    .context("cannot open the terminal")?;
    let waker = terminal.waker();
    let wake = Arc::new(move || waker.wake());
    let mut reader = Reader::new(app, appearance, follows_background, state, sources, wake);
    let exit = terminal.run(&mut reader);
    // Saved even if the terminal is gone.
    let saved = reader.save_state();
    let status = exit.context("the terminal failed")?.status();
    if let Err(error) = saved {
        let reason = io_message(&error);
        print_message(&format!("cannot save where you were: {reason}"));
        return Ok(ExitCode::from(status.max(1)));
    }
    Ok(ExitCode::from(status))
}

/// The app at `start`, or else at the saved location, with a message if something could not be read.
fn app(opened: Opened, state: &SavedState, start: Option<Subject>, loaded: &LoadedConfig) -> App {
    let options = loaded.config.options;
    let size = color::terminal_size().unwrap_or((80, 24));
    let saved = match (&state.essay, start) {
        (Some(essay), None) => state.store.location(essay),
        _ => Ok(None),
    };
    let keys = loaded.config.keys.clone();
    let (document, files) = (opened.document, opened.files);
    let (saved, error) = match saved {
        Ok(saved) => (saved, None),
        Err(error) => (None, Some(io_message(&error))),
    };
    let mut app = App::new(document, files, options, keys, size, saved.as_ref());
    if let Some(subject) = start {
        app.start_at(subject);
    }
    if let Some(error) = opened.apparatus_error {
        app.say(StatusMessage::warning(error));
    } else if let Some(error) = error {
        let text = format!("Cannot read the saved location: {error}");
        app.say(StatusMessage::warning(text));
    } else if !loaded.problems.is_empty() {
        let count = count_noun(loaded.problems.len(), "mistake", "mistakes");
        let text = format!("{count} in the configuration: “postil config” lists them");
        app.say(StatusMessage::warning(text));
    }
    app
}

/// Where the location is saved: nowhere with `--secure`, and not for a pipe, which may give another essay
/// every time.
fn saved_state(input: &DocumentSource, opened: &Opened) -> SavedState {
    if input.secure {
        return SavedState {
            store: StateStore::disabled(),
            essay: None,
        };
    }
    let essay = match input.essay {
        EssaySource::Bundled => Some(EssayKey::of_bundled(BUNDLED_NAME)),
        EssaySource::Stdin | EssaySource::File(_) => {
            opened.files.essay.as_deref().map(EssayKey::of_file)
        }
    };
    SavedState {
        store: StateStore::from_environment(),
        essay,
    }
}
