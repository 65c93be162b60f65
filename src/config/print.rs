//! The configuration in force, as a file that says the same.
//!
//! Owns the comments. Names and sentences come from the tables of actions and roles, so that
//! neither can be missing here.

use std::fmt::Write as _;

use super::keys::{CONTEXTS, actions};
use super::read::GROUNDS;
use super::{Background, Config, MEASURE, NARROW, WIDE, style};
use crate::terminal::ColorDepth;
use crate::tui::theme::{Ground, Palette, Role};

const HEAD: &str = "\
# Postil's configuration as it is in force.
#
# To change it, save what you want to be otherwise in ~/.config/postil/config.toml
# (in $XDG_CONFIG_HOME/postil, if that is set). What is not said there stays as it is
# shipped. Keys that begin with x- are ignored.
";

const KEYS: &str = "\
# The keys of each action; [] for none. The first is the one that hints show. A key
# is a character, Space, Enter, Tab, Shift-Tab, Backspace, Esc, Insert, Delete, Home,
# End, PgUp, PgDn, Up, Down, Left, Right or F1 to F24; with Ctrl- or Alt- before it. A
# key given to one action is taken from the others.
";

const PROMPT: &str = "# While something is typed. What types a character cannot be a key here.\n";

const COLORS: &str = "\
# Styles of your own, instead of the palette's: a colour for the text, `on` and one
# for its background, and any of bold, dim, italic, underline, reverse. A colour is
# #rrggbb, a number of the 256 (0 to 255), the name of one of the 16 (black, red,
# green, yellow, blue, magenta, cyan, white, and bright- before each), or default.
# They do not count where there are no colours, and those that are none of the 16
# do not where there are 16.
#
# Here for every background; below for dark ones or light ones only. What is behind a
# # there is the palette's own.
";

/// Writes a configuration as a file with comments, that [`read`](super::read()) would read to the
/// same.
#[must_use]
pub fn print(config: &Config) -> String {
    let mut out = String::from(HEAD);
    let names: Vec<_> = Background::ALL
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    setting(
        &mut out,
        &format!(
            "The palette: {}. --palette counts for more.",
            names.join(", ")
        ),
        ("palette", &quoted(background(config.palette))),
    );
    setting(
        &mut out,
        &format!(
            "The columns of the longest line of prose, {}.",
            range(&MEASURE)
        ),
        ("measure", &config.measure.to_string()),
    );
    setting(
        &mut out,
        "The mouse from the start. While it is on, the terminal's own selecting needs Shift.",
        ("mouse", &config.mouse.to_string()),
    );
    out.push_str("\n[layout]");
    let about = format!(
        "From so many columns on three regions side by side, {}.",
        range(&WIDE)
    );
    setting(
        &mut out,
        &about,
        ("wide", &config.thresholds.wide.to_string()),
    );
    let about = format!(
        "Under so many one region at a time, {}; between, the sidebar beside the other two.",
        range(&NARROW)
    );
    setting(
        &mut out,
        &about,
        ("narrow", &config.thresholds.stacked.to_string()),
    );
    keys(&mut out, config);
    colours(&mut out, config);
    out
}

fn range(range: &std::ops::RangeInclusive<u16>) -> String {
    format!("{} to {}", range.start(), range.end())
}

fn background(wanted: Background) -> &'static str {
    let mut all = Background::ALL.iter();
    let found = all.find(|(_, background)| *background == wanted);
    found.map_or("auto", |(name, _)| name)
}

fn setting(out: &mut String, comment: &str, (name, value): (&str, &str)) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\n# {comment}\n{name} = {value}\n");
}

fn keys(out: &mut String, config: &Config) {
    for (name, context) in CONTEXTS {
        let about = if name == "prompt" { PROMPT } else { KEYS };
        let _ = write!(out, "\n{about}[keys.{name}]");
        for action in actions(context) {
            let keys = config.keys.keys_in(context, action);
            let keys: Vec<_> = keys.iter().map(|key| quoted(key)).collect();
            let entry = action.entry();
            let keys = format!("[{}]", keys.join(", "));
            setting(out, entry.sentence, (entry.name, &keys));
        }
    }
}

fn colours(out: &mut String, config: &Config) {
    let _ = write!(out, "\n{COLORS}[colors]\n");
    for &role in Role::ALL {
        if let Some(chosen) = config.colours.chosen(None, role) {
            let _ = writeln!(out, "{} = {}", role.name(), quoted(&style::written(chosen)));
        }
    }
    for (name, ground) in GROUNDS {
        let _ = write!(out, "\n[colors.{name}]");
        for &role in Role::ALL {
            let chosen = config.colours.chosen(Some(ground), role);
            let style = chosen.unwrap_or_else(|| shipped(ground, role));
            let off = if chosen.is_some() { "" } else { "# " };
            let value = quoted(&style::written(style));
            let name = format!("{off}{}", role.name());
            setting(out, role.sentence(), (&name, &value));
        }
    }
}

fn shipped(ground: Ground, role: Role) -> ratatui::style::Style {
    Palette::new(ColorDepth::TrueColor, ground).style(role)
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
