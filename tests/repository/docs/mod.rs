//! The generated parts of the docs (key tables, screenshot) are up to date, and the README's example is
//! valid. `UPDATE_DOCS=1 cargo test --test repository` regenerates the former.

mod svg;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use postil::document::Document;
use postil::essay::{Essay, Format};
use postil::terminal::ColorDepth;
use postil::tui::action::{ACTIONS, ActionGroup};
use postil::tui::keymap::{DEFAULT_BINDINGS, KeyContext, Keymap};
use postil::tui::painter::Appearance;
use postil::tui::theme::{Background, CustomStyles, Palette, StyleRole};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap()
}

/// Checks that a file has the given content, or writes it if `UPDATE_DOCS` is set.
fn check(name: &str, now: &str) {
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(file(name), now).unwrap();
    }
    let current = fs::read_to_string(file(name)).unwrap_or_default();
    assert!(
        current == now,
        "{name} is out of date: UPDATE_DOCS=1 cargo test --test repository regenerates it"
    );
}

/// Replaces the part of a text between two markers.
fn with_part(text: &str, from: &str, to: &str, part: &str) -> String {
    let (before, rest) = text.split_once(from).expect(from);
    let (_, after) = rest.split_once(to).expect(to);
    format!("{before}{from}\n{part}{to}{after}")
}

/// The keys as a Markdown table, by group.
fn keys() -> String {
    let keymap = Keymap::default();
    let mut table = String::from("| keys | action |\n|---|---|\n");
    for group in ActionGroup::ALL {
        writeln!(table, "| | **{}** |", group.name()).unwrap();
        for entry in ACTIONS.iter().filter(|entry| entry.group == group) {
            let keys: Vec<_> = keymap
                .keys(entry.action)
                .iter()
                .map(|key| format!("`{}`", key.replace('|', "\\|")))
                .collect();
            writeln!(table, "| {} | {} |", keys.join(" "), entry.description).unwrap();
        }
    }
    table
}

#[test]
fn the_readmes_key_table_is_up_to_date() {
    let readme = read("README.md");
    let now = with_part(&readme, "<!-- keys -->", "<!-- end of keys -->", &keys());
    check("README.md", &now);
}

/// Every action that can have keys, with its name and default keys.
fn actions() -> String {
    let mut table = String::from("| table | action | keys as shipped | |\n|---|---|---|---|\n");
    for (context, keys, action) in DEFAULT_BINDINGS {
        let name = match context {
            KeyContext::Reader => "`[keys.reader]`",
            KeyContext::Prompt => "`[keys.prompt]`",
        };
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        let (entry, keys) = (action.info(), keys.join(" "));
        writeln!(
            table,
            "| {name} | `{}` | {keys} | {} |",
            entry.name, entry.description
        )
        .unwrap();
    }
    table
}

fn roles() -> String {
    let mut table = String::from("| role | what has it |\n|---|---|\n");
    for role in StyleRole::ALL {
        writeln!(table, "| `{}` | {} |", role.name(), role.description()).unwrap();
    }
    table
}

#[test]
fn the_configuration_tables_are_up_to_date() {
    let page = read("docs/configuration.md");
    let now = with_part(
        &page,
        "<!-- actions -->",
        "<!-- end of actions -->",
        &actions(),
    );
    let now = with_part(&now, "<!-- roles -->", "<!-- end of roles -->", &roles());
    check("docs/configuration.md", &now);
}

#[test]
fn the_screenshot_is_up_to_date() {
    let mut screen = crate::support::screen("120x32", "jjjjj<Enter>j");
    screen.look = Appearance {
        palette: Palette::new(ColorDepth::TrueColor, Background::Dark),
        custom_styles: CustomStyles::new(),
        glyphs: &postil::tui::glyphs::UNICODE,
    };
    check("docs/screen.svg", &svg::picture(&screen.buffer()));
}

/// The first code block in a language, and the text after it.
fn block<'a>(text: &'a str, language: &str) -> (&'a str, &'a str) {
    let fence = format!("```{language}\n");
    let (_, rest) = text.split_once(&fence).expect(language);
    rest.split_once("```").unwrap()
}

#[test]
fn the_readmes_example_has_no_problems() {
    let readme = read("README.md");
    let (essay, rest) = block(&readme, "text");
    let (apparatus, _) = block(rest, "toml");
    let essay = Essay::parse(essay.to_owned(), Format::Plain);
    let document = Document::new(essay, Some(apparatus));
    assert!(document.problems.is_empty(), "{:#?}", document.problems);
    assert!(document.apparatus.claims.len() > 1);
}
