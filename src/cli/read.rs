//! `postil ESSAY`: the reader, opened on the terminal; or what `show` prints, where there is none.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::open::{Care, Input, Opened, Source, open};
use super::request::Look;
use super::{look as looks, say, show};
use crate::action::TABLE;
use crate::app::{App, Options};
use crate::keymap::Keymap;
use crate::reader::{Memory, Reader};
use crate::store::{Name, Store};
use crate::terminal::{self, Terminal};
use crate::view;

/// Where what should never happen is to be told.
const REPORT: &str =
    "This is a bug in postil: please report it, with the lines above and what you did.";

/// Opens the reader on what `input` names, at the subject `at`.
pub(super) fn run(input: &Input, at: Option<&str>, look: Look) -> Result<ExitCode> {
    if !io::stdout().is_terminal() {
        return show::run(input, at, look);
    }
    let kind = looks::kind(look);
    if !kind.full_screen {
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
    let opened = open(input, Care::Open)?;
    let start = at
        .map(|id| show::subject(&opened.document, id))
        .transpose()?;
    let keymap = Keymap::default();
    let options = Options {
        keys: TABLE
            .iter()
            .map(|entry| (entry.action, keymap.keys(entry.action)))
            .collect(),
        ..Options::default()
    };
    let size = looks::size().unwrap_or((80, 24));
    let memory = memory(input, &opened);
    let remembered = match (&memory.essay, start) {
        (Some(essay), None) => memory.store.place(essay),
        _ => None,
    };
    let mut app = match remembered {
        Some(place) => App::resume(opened.document, opened.files, options, size, &place),
        None => App::new(opened.document, opened.files, options, size),
    };
    if let Some(subject) = start {
        app.start_at(subject);
    }
    let (palette, follows) = looks::of_reader(look, kind);
    let look = view::Look {
        palette,
        glyphs: looks::glyphs(),
    };
    let again = input.clone();
    let reload = Box::new(move || read_again(&again));
    let mut reader = Reader::new(app, keymap, look, follows, reload, memory);
    let terminal = Terminal::open(terminal::Options {
        kind,
        mouse: false,
        ask_background: follows,
        report: REPORT.to_owned(),
    })
    .context("cannot open the terminal")?;
    let exit = terminal.run(&mut reader);
    reader.keep();
    let exit = exit.context("the terminal failed")?;
    Ok(ExitCode::from(exit.status()))
}

/// Where the place is kept. What came through a pipe may be another essay every time.
fn memory(input: &Input, opened: &Opened) -> Memory {
    let essay = match &input.essay {
        Source::Bundled => Some(opened.document.apparatus.essay.id.as_deref().unwrap_or("")),
        Source::Stdin | Source::File(_) => None,
    };
    let file = opened.files.essay.as_deref();
    Memory {
        store: Store::of_environment(),
        essay: essay.map(Name::of_bundled).or(file.map(Name::of_file)),
    }
}

/// Reads everything again after an edit. What came through a pipe is not there twice.
fn read_again(input: &Input) -> Result<crate::index::Document, String> {
    if input.essay == Source::Stdin {
        return Err("The essay came through a pipe and cannot be read again".to_owned());
    }
    match open(input, Care::Open) {
        Ok(opened) => Ok(opened.document),
        Err(error) => Err(format!("{error:#}; the version read before stays")),
    }
}
