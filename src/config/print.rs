//! Prints the configuration in force as a commented configuration file.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::{
    COLOR_TABLES, Config, KEY_TABLES, MEASURE, NARROW, PaletteChoice, WIDE, actions, style,
};
use crate::terminal::ColorDepth;
use crate::tui::keymap::KeyContext;
use crate::tui::theme::{Palette, StyleRole};

const HEAD: &str = "\
# Postil's configuration in force.
#
# To change a setting, put it into ~/.config/postil/config.toml (or below
# $XDG_CONFIG_HOME, if that is set). Settings that are not in that file keep their
# defaults. Keys that begin with x- are ignored.
";

const KEYS_COMMENT: &str = "\
# The keys of each action; [] for none. Hints show the first one. A key is a
# character, Space, Enter, Tab, Shift-Tab, Backspace, Esc, Insert, Delete, Home, End,
# PgUp, PgDn, Up, Down, Left, Right or F1 to F24, after Ctrl- or Alt- if you like. A
# key that you give to one action is taken from the others.
";

const PROMPT_COMMENT: &str = "\
# Keys while you type into a prompt. A key that types a character cannot be used here.
";

const COLORS_COMMENT: &str = "\
# Styles instead of the palette's: a text colour, `on` and a background colour, and
# any of bold, dim, italic, underline, reverse. A colour is #rrggbb, a number of the
# 256 (0 to 255), one of the 16 (black, red, green, yellow, blue, magenta, cyan, white,
# and each with bright-), or default. They have no effect without colours, and with
# only 16 colours the nearest is shown.
#
# Here for every background; below for dark or light ones only. A style after a # is
# the palette's own.
";

/// Prints a configuration as a file that [`read`](super::read()) reads to the same configuration.
#[must_use]
pub fn print(config: &Config) -> String {
    let names: Vec<_> = PaletteChoice::names().into_iter().map(quoted).collect();
    let mut out = format!(
        "{HEAD}
# The palette: {names}. --palette overrides it.
palette = \"{palette}\"

# The maximum length of a line of prose, in columns: {MEASURE_RANGE}.
measure = {measure}

# Whether the mouse is on at the start. While it is on, selecting text with the terminal
# needs Shift.
mouse = {mouse}

[layout]
# From this many columns on, three regions side by side: {WIDE_RANGE}.
wide = {wide}

# Below this many, one region at a time: {NARROW_RANGE}. In between, the sidebar is beside
# the other two.
narrow = {narrow}
",
        names = names.join(", "),
        palette = config.palette.name(),
        MEASURE_RANGE = range(&MEASURE),
        measure = config.measure,
        mouse = config.mouse,
        WIDE_RANGE = range(&WIDE),
        wide = config.breakpoints.wide,
        NARROW_RANGE = range(&NARROW),
        narrow = config.breakpoints.stacked,
    );
    keys(&mut out, config);
    colors(&mut out, config);
    out
}

fn range(range: &RangeInclusive<u16>) -> String {
    format!("{} to {}", range.start(), range.end())
}

fn keys(out: &mut String, config: &Config) {
    for (name, context) in KEY_TABLES {
        let comment = match context {
            KeyContext::Reader => KEYS_COMMENT,
            KeyContext::Prompt => PROMPT_COMMENT,
        };
        line(out, &format!("\n{comment}[keys.{name}]"));
        for action in actions(context) {
            let keys = config.keys.keys_in(context, action);
            let keys: Vec<_> = keys.iter().map(|key| quoted(key)).collect();
            let entry = action.info();
            line(out, &format!("# {}", entry.description));
            line(out, &format!("{} = [{}]\n", entry.name, keys.join(", ")));
        }
    }
}

fn colors(out: &mut String, config: &Config) {
    line(out, &format!("{COLORS_COMMENT}[colors]"));
    for &role in StyleRole::ALL {
        if let Some(chosen) = config.colors.get(None, role) {
            let style = quoted(&style::format(chosen));
            line(out, &format!("{} = {style}", role.name()));
        }
    }
    for (name, ground) in COLOR_TABLES {
        line(out, &format!("\n[colors.{name}]"));
        for &role in StyleRole::ALL {
            let chosen = config.colors.get(Some(ground), role);
            let shipped = || Palette::new(ColorDepth::TrueColor, ground).style(role);
            let style = quoted(&style::format(chosen.unwrap_or_else(shipped)));
            let sign = if chosen.is_some() { "" } else { "# " };
            line(out, &format!("# {}", role.description()));
            line(out, &format!("{sign}{} = {style}\n", role.name()));
        }
    }
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string can be written to");
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
