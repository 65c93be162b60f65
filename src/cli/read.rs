//! `postil ESSAY`: the reader, opened on the terminal; or what `show` prints, where there is none.

use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::open::{Care, Input, Opened, Source, open};
use super::reload::sources;
use super::request::Look;
use super::{color, say, show};
use crate::apparatus::diagnostics::Problem;
use crate::config::{Config, LoadedConfig};
use crate::document::Subject;
use crate::files::store::{EssayKey, StateStore};
use crate::terminal::{Terminal, TerminalOptions};
use crate::text::count_noun;
use crate::tui::app::{App, Message};
use crate::tui::run::{Memory, Reader};
use crate::tui::view;

/// Where what should never happen is to be told.
const REPORT: &str =
    "This is a bug in postil: please report it, with the lines above and what you did.";

/// Opens the reader on what `input` names, at the subject `at`.
pub(super) fn run(input: &Input, at: Option<&str>, look: Look) -> Result<ExitCode> {
    if !io::stdout().is_terminal() {
        return show::run(input, at, look);
    }
    let capabilities = color::capabilities(look);
    if !capabilities.full_screen {
        let term = std::env::var("TERM").unwrap_or_default();
        say(&match term.as_str() {
            "" => "TERM is not set, so the reader cannot be shown; this is what “show” prints"
                .to_owned(),
            term => format!(
                "a terminal of the type “{term}” cannot show the reader; this is what “show” prints"
            ),
        });
        return show::run(input, at, look);
    }
    let since = SystemTime::now();
    let opened = open(input, Care::Read)?;
    let start = at
        .map(|id| show::meant(&opened.document, id))
        .transpose()?
        .map(|meant| opened.document.opened_at(meant));
    let memory = memory(input, &opened);
    let sources = sources(input, &opened, since);
    let LoadedConfig {
        config, problems, ..
    } = LoadedConfig::load();
    let app = app(opened, &memory, start, &config, &problems);
    let (capabilities, palette, follows) = color::of_reader(look, config.palette, capabilities);
    let look = view::Appearance {
        palette,
        custom_styles: config.colors,
        glyphs: color::glyphs(),
    };
    let terminal = Terminal::open(TerminalOptions {
        capabilities,
        mouse: config.mouse,
        query_background: follows,
        panic_message: REPORT.to_owned(),
    })
    .context("cannot open the terminal")?;
    let waker = terminal.waker();
    let wake = Arc::new(move || waker.wake());
    let mut reader = Reader::new(app, config.keys, look, follows, memory, sources, wake);
    let exit = terminal.run(&mut reader);
    // Also where the terminal has gone: the place is the person's.
    reader.keep();
    let exit = exit.context("the terminal failed")?;
    Ok(ExitCode::from(exit.status()))
}

/// The app at `start`, or where the reader was in the essay before; it says how many mistakes the
/// configuration has.
fn app(
    opened: Opened,
    memory: &Memory,
    start: Option<Subject>,
    config: &Config,
    mistakes: &[Problem],
) -> App {
    let options = config.options();
    let size = color::size().unwrap_or((80, 24));
    let Opened {
        document,
        files,
        trouble,
        ..
    } = opened;
    let remembered = match (&memory.essay, start) {
        (Some(essay), None) => memory.store.location(essay),
        _ => None,
    };
    let mut app = match remembered {
        Some(place) => App::resume(document, files, options, size, &place),
        None => App::new(document, files, options, size),
    };
    if let Some(subject) = start {
        app.start_at(subject);
    }
    if let Some(trouble) = trouble {
        app.say(Message::warning(trouble));
    } else if !mistakes.is_empty() {
        let count = count_noun(mistakes.len(), "mistake", "mistakes");
        let text = format!("{count} in the configuration: “postil config” lists them");
        app.say(Message::warning(text));
    }
    app
}

/// Where the place is kept. What came through a pipe may be another essay every time.
fn memory(input: &Input, opened: &Opened) -> Memory {
    let essay = match &input.essay {
        Source::Bundled => Some(super::open::NAME),
        Source::Stdin | Source::File(_) => None,
    };
    let file = opened.files.essay.as_deref();
    Memory {
        store: StateStore::from_environment(),
        essay: essay
            .map(EssayKey::of_bundled)
            .or(file.map(EssayKey::of_file)),
    }
}
