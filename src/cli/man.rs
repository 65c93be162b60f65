//! `postil man`: the manual page, generated from the command line's definitions, the actions and the
//! keymap.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::args::{self, Cli};
use super::output;
use crate::tui::action::{ACTIONS, ActionGroup};
use crate::tui::keymap::Keymap;

/// The environment variables and their meaning.
const VARIABLES: &[(&str, &str)] = &[
    (
        "COLUMNS",
        "The width of printed lines. By default 80, or less if the terminal is narrower.",
    ),
    ("NO_COLOR", "If set and not empty, no colours."),
    (
        "COLORTERM",
        "truecolor or 24bit: the terminal can show any colour.",
    ),
    (
        "COLORFGBG",
        "Ends with the number of the background colour, from which a light one is known.",
    ),
    (
        "TERM",
        "The terminal's type. If it is dumb or not set, the reader prints text instead of opening.",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "If they name an encoding other than UTF-8, only ASCII characters are drawn.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_STATE_HOME",
        "The directories of configuration and state, instead of ~/.config and ~/.local/state.",
    ),
    ("VISUAL, EDITOR", "The editor for the apparatus."),
];

/// The files and their content.
const FILES: &[(&str, &str)] = &[
    (
        "essay.postil.toml",
        "The apparatus of essay.txt or essay.md, in the same directory.",
    ),
    (
        "~/.config/postil/config.toml",
        "The configuration: palette and colours, keys, measure, layout, mouse. \
         postil config prints it with comments.",
    ),
    (
        "~/.local/state/postil",
        "The location in each essay, and the search history.",
    ),
];

const STATUS: &[(&str, &str)] = &[
    ("0", "Success. A closed pipe is not an error."),
    (
        "1",
        "Failure, with a message on standard error; or the apparatus has errors.",
    ),
    ("2", "Wrong usage."),
    (
        "128+n",
        "Signal n ended the reader, which restored the terminal first.",
    ),
];

pub(crate) fn run() -> Result<ExitCode> {
    output::print(write)
}

/// Writes the manual page as roff.
fn write(to: &mut dyn Write) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let page = Man::new(command.clone());
    page.render_title(to)?;
    page.render_name_section(to)?;
    page.render_synopsis_section(to)?;
    page.render_description_section(to)?;
    page.render_options_section(to)?;
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands_mut() {
        subcommand(&mut roff, command);
    }
    keys(&mut roff);
    examples(&mut roff);
    for (head, list) in [
        ("ENVIRONMENT", VARIABLES),
        ("FILES", FILES),
        ("EXIT STATUS", STATUS),
    ] {
        roff.control("SH", [head]);
        for (term, meaning) in list {
            item(&mut roff, [bold(*term)], meaning);
        }
    }
    roff.to_writer(to)
}

fn subcommand(roff: &mut Roff, command: &mut Command) {
    let usage = command.render_usage().to_string();
    roff.control("SS", [usage.trim_start_matches("Usage: ")]);
    let about = command.get_long_about().or_else(|| command.get_about());
    let about = about.expect("every command is described").to_string();
    for line in about.lines() {
        if line.is_empty() {
            roff.control("PP", []);
        } else {
            roff.text([roman(line)]);
        }
    }
    for arg in command.get_arguments() {
        if arg.get_id() != "help" {
            option(roff, arg);
        }
    }
}

fn option(roff: &mut Roff, arg: &Arg) {
    let mut term = Vec::new();
    if let Some(short) = arg.get_short() {
        term.extend([bold(format!("-{short}")), roman(", ")]);
    }
    if let Some(long) = arg.get_long() {
        term.extend([bold(format!("--{long}")), roman(" ")]);
    }
    // clap gives a value name to flags, too.
    let names = arg.get_value_names().unwrap_or_default();
    let names = names.iter().filter(|_| arg.get_action().takes_values());
    term.extend(names.map(|name| italic(name.as_str())));
    let mut meaning = arg
        .get_help()
        .expect("every option is described")
        .to_string();
    let values = arg.get_possible_values();
    if !arg.is_hide_possible_values_set() && !values.is_empty() {
        let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
        meaning = format!("{meaning}: {}", names.join(", "));
    }
    item(roff, term, &meaning);
}

fn keys(roff: &mut Roff) {
    let keymap = Keymap::default();
    roff.control("SH", ["KEYS"]);
    for group in ActionGroup::ALL {
        roff.control("SS", [group.name()]);
        for entry in ACTIONS.iter().filter(|entry| entry.group == group) {
            let keys = keymap.keys(entry.action).join("  ");
            item(roff, [bold(keys)], entry.description);
        }
    }
}

fn examples(roff: &mut Roff) {
    roff.control("SH", ["EXAMPLES"]);
    roff.control("EX", []);
    for line in args::EXAMPLES.lines() {
        roff.text([roman(line.trim_start())]);
    }
    roff.control("EE", []);
}

fn item(roff: &mut Roff, term: impl Into<Vec<Inline>>, meaning: &str) {
    roff.control("TP", []);
    roff.text(term);
    roff.text([roman(meaning)]);
}
