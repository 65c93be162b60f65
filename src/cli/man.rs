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

/// The sections that are not generated: environment, files and exit status.
const FIXED_SECTIONS: &str = include_str!("man_sections.roff");

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
    roff.to_writer(to)?;
    to.write_all(FIXED_SECTIONS.as_bytes())
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
        if arg.get_id() != "help" && !arg.is_global_set() {
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
