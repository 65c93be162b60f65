//! Shared by the screen tests: the reader on the bundled essay, driven by keys, and its screen as text.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use postil::config::Config;
use postil::document::Document;
use postil::essay::{Essay, Format};
use postil::terminal::ColorDepth;
use postil::tui::app::App;
use postil::tui::keymap::KeyChord;
use postil::tui::message::{Effect, Files};
use postil::tui::painter::Appearance;
use postil::tui::session::SavedLocation;
use postil::tui::theme::{Background, CustomStyles, Palette, StyleRole};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

pub(crate) const ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");
pub(crate) const APPARATUS: &str = include_str!("../../assets/new-us-china-cold-war.postil.toml");

/// The appearance of the tests' screens.
pub(crate) const LOOK: Appearance = Appearance {
    palette: Palette::new(ColorDepth::Ansi256, Background::Dark),
    custom_styles: CustomStyles::new(),
    glyphs: &postil::tui::glyphs::UNICODE,
};

/// A reader under test.
pub(crate) struct Screen {
    pub(crate) app: App,
    pub(crate) effect: Option<Effect>,
    pub(crate) look: Appearance,
}

/// The bundled essay on a screen of a size such as `80x24`, after some keys.
pub(crate) fn screen(size: &str, keys: &str) -> Screen {
    reader(bundled(), size, keys)
}

/// The bundled essay.
pub(crate) fn bundled() -> Document {
    static BUNDLED: LazyLock<Document> = LazyLock::new(|| document(ESSAY, APPARATUS));
    BUNDLED.clone()
}

/// An essay in plain text with its apparatus.
pub(crate) fn document(essay: &str, apparatus: &str) -> Document {
    let essay = Essay::parse(essay.to_owned(), Format::Plain);
    Document::new(essay, Some(apparatus))
}

/// The same for any document.
pub(crate) fn reader(document: Document, size: &str, keys: &str) -> Screen {
    Screen::new(app(document, &Config::default(), size, None), keys)
}

/// The reader on a document, restored at a saved location.
pub(crate) fn resumed(document: Document, size: &str, location: &SavedLocation) -> Screen {
    let app = app(document, &Config::default(), size, Some(location));
    Screen::new(app, "")
}

/// The bundled essay with a configuration.
pub(crate) fn configured(config: &Config, size: &str, keys: &str) -> Screen {
    let mut screen = Screen::new(app(bundled(), config, size, None), keys);
    screen.look.custom_styles = config.colors.clone();
    screen
}

fn app(document: Document, config: &Config, size: &str, saved: Option<&SavedLocation>) -> App {
    let (keys, size) = (config.keys.clone(), columns_rows(size));
    App::new(
        document,
        Files::default(),
        config.options,
        keys,
        size,
        saved,
    )
}

fn columns_rows(size: &str) -> (u16, u16) {
    let (columns, rows) = size.split_once('x').expect("a size such as 80x24");
    let cells = |text: &str| text.parse().expect("a number of cells");
    (cells(columns), cells(rows))
}

/// Parses a script of keys: characters stand for themselves, other keys are written `<Tab>`, `<Ctrl-d>`.
pub(crate) fn script(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(char) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
            .and_then(|(name, after)| Some((KeyChord::parse(name).ok()?, after)));
        let (key, after) = named.unwrap_or_else(|| {
            let key = KeyChord {
                code: KeyCode::Char(char),
                modifiers: KeyModifiers::NONE,
            };
            (key, &rest[char.len_utf8()..])
        });
        events.push(KeyEvent::new(key.code, key.modifiers));
        rest = after;
    }
    events
}

impl Screen {
    fn new(app: App, keys: &str) -> Self {
        let mut screen = Self {
            app,
            effect: None,
            look: LOOK,
        };
        screen.keys(keys);
        screen
    }

    /// The text of the open prompt.
    pub(crate) fn prompt(&self) -> Option<&str> {
        self.app.modal()?.prompt_text()
    }

    /// The selected entry of the sidebar, from 0.
    pub(crate) fn sidebar_cursor(&self) -> usize {
        self.app.sidebar().cursor(self.app.ctx()).selected
    }

    /// The rows of the essay pane, with the margin.
    pub(crate) fn essay_rows(&self) -> Vec<String> {
        let area = self.app.ctx().screen.essay.unwrap();
        let buffer = self.buffer();
        let row = |y| text(&buffer, area.left()..area.right(), y);
        (area.top()..area.bottom()).map(row).collect()
    }

    /// The first row that the detail shows.
    pub(crate) fn detail_top(&self) -> usize {
        self.app.detail().top(self.app.ctx())
    }

    /// Presses keys.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for event in script(keys) {
            self.effect = self.app.press(event);
        }
        self
    }

    /// Resizes the screen.
    pub(crate) fn resize(&mut self, size: &str) -> &mut Self {
        self.app.resize(columns_rows(size));
        self
    }

    pub(crate) fn buffer(&self) -> Buffer {
        let (columns, rows) = self.app.ctx().size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        self.app.render(&self.look, &mut buffer);
        buffer
    }

    /// The rows of the screen.
    pub(crate) fn rows(&self) -> Vec<String> {
        let buffer = self.buffer();
        (0..buffer.area.height)
            .map(|y| text(&buffer, 0..buffer.area.width, y).trim_end().to_owned())
            .collect()
    }

    /// The rows of the screen as one text.
    pub(crate) fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// Every row, with the roles of its columns below it.
    pub(crate) fn styled(&self) -> String {
        let buffer = self.buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            row(&mut out, &self.look, &buffer, y);
        }
        out
    }
}

fn text(buffer: &Buffer, columns: Range<u16>, y: u16) -> String {
    let mut text = String::new();
    let mut skip = 0;
    for x in columns {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let symbol = buffer[(x, y)].symbol();
        skip = postil::layout::width(symbol).saturating_sub(1);
        text.push_str(symbol);
    }
    text
}

fn row(out: &mut String, look: &Appearance, buffer: &Buffer, y: u16) {
    let _ = writeln!(
        out,
        "{y:>2} {}",
        text(buffer, 0..buffer.area.width, y).trim_end()
    );
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..buffer.area.width {
        let name = name(look, &buffer[(x, y)]);
        match runs.last_mut() {
            Some(last) if last.1 == x && last.2 == name => last.1 = x + 1,
            _ if name.is_empty() => {}
            _ => runs.push((x, x + 1, name)),
        }
    }
    let runs: Vec<_> = runs
        .iter()
        .map(|(from, to, name)| format!("{from}..{to} {name}"))
        .collect();
    if !runs.is_empty() {
        let _ = writeln!(out, "   · {}", runs.join(", "));
    }
}

const ROLES: &[StyleRole] = &[
    StyleRole::Title,
    StyleRole::Faint,
    StyleRole::Rule,
    StyleRole::ActiveTab,
    StyleRole::Cursor,
    StyleRole::UnfocusedCursor,
    StyleRole::Number,
    StyleRole::Kind,
    StyleRole::Relation,
    StyleRole::Quote,
    StyleRole::Warning,
    StyleRole::Key,
    StyleRole::Passage,
    StyleRole::OverlappingPassages,
    StyleRole::CurrentPassage,
    StyleRole::CurrentOverlap,
    StyleRole::Match,
    StyleRole::CurrentMatch,
    StyleRole::CurrentBar,
];

/// Names a cell's style: by a role that has it, else by its colors and modifiers.
fn name(look: &Appearance, cell: &Cell) -> String {
    let style = cell.style();
    let plain = |style: Style| {
        (
            style.fg.unwrap_or(Color::Reset),
            style.bg.unwrap_or(Color::Reset),
            style.add_modifier,
        )
    };
    let (fg, bg, modifiers) = plain(style);
    if (fg, bg, modifiers) == (Color::Reset, Color::Reset, Modifier::empty()) {
        return String::new();
    }
    let known = |italic: Modifier| {
        ROLES
            .iter()
            .find(|role| plain(look.palette.style(**role)) == (fg, bg, modifiers - italic))
    };
    if let Some(role) = known(Modifier::empty()) {
        return role.name().to_owned();
    }
    if modifiers == Modifier::ITALIC && (fg, bg) == (Color::Reset, Color::Reset) {
        return "italic".to_owned();
    }
    if let (true, Some(role)) = (
        modifiers.contains(Modifier::ITALIC),
        known(Modifier::ITALIC),
    ) {
        return format!("{}+italic", role.name());
    }
    format!("{fg}/{bg} {modifiers:?}").to_lowercase()
}
