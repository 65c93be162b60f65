//! `postil man`: the manual page, made from the command line's own definitions, the actions and the
//! keymap, so that it cannot say anything else than they do.

use std::io::{self, Write};

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::args::{self, Typed};
use crate::tui::action::{ACTIONS, ActionGroup};
use crate::tui::keymap::Keymap;

/// What is heard of the environment.
const VARIABLES: &[(&str, &str)] = &[
    (
        "COLUMNS",
        "The width of printed lines; without it 80, or the terminal's where that is less.",
    ),
    ("NO_COLOR", "If set and not empty, no colours."),
    ("COLORTERM", "truecolor or 24bit: any colour can be shown."),
    (
        "COLORFGBG",
        "Tells a light background from a dark one before the terminal does.",
    ),
    (
        "TERM",
        "The terminal's type. Where it is dumb or not set, text is printed instead of a screen.",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "Where they name an encoding that is not UTF-8, only ASCII signs are drawn.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_STATE_HOME",
        "Where configuration and state are, instead of ~/.config and ~/.local/state.",
    ),
    (
        "VISUAL, EDITOR",
        "The editor that is opened on the apparatus.",
    ),
];

/// What is read beside the essay.
const FILES: &[(&str, &str)] = &[
    (
        "essay.postil.toml",
        "The apparatus of essay.txt or essay.md, in the same directory.",
    ),
    (
        "~/.config/postil/config.toml",
        "The configuration, if there is one: palette and colours, keys, measure, layout, mouse. \
         postil config prints it with comments.",
    ),
    (
        "~/.local/state/postil",
        "The place in each essay, and what was searched for.",
    ),
];

/// What the exit status tells.
const STATUS: &[(&str, &str)] = &[
    ("0", "It is done. A closed pipe is no error."),
    (
        "1",
        "It could not be done, as a line on standard error says; or the apparatus has errors.",
    ),
    ("2", "The arguments are wrong."),
    (
        "128+n",
        "Signal n ended the reader, which had given the terminal back.",
    ),
];

/// Writes the manual page as roff.
pub(super) fn write(to: &mut dyn Write) -> io::Result<()> {
    let mut command = Typed::command();
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
    let about = about.map(ToString::to_string).unwrap_or_default();
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
    // One that takes no value has a name for it all the same.
    let names = arg.get_value_names().unwrap_or_default();
    let names = names.iter().filter(|_| arg.get_action().takes_values());
    term.extend(names.map(|name| italic(name.as_str())));
    let mut meaning = arg.get_help().map(ToString::to_string).unwrap_or_default();
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
