//! Prints the configuration in force as a commented configuration file.

use std::ops::RangeInclusive;

use super::{Config, MAX_FILE_SIZES, MEASURE, NARROW, PaletteChoice, WIDE, actions, style};
use crate::terminal::ColorDepth;
use crate::tui::keymap::KeyContext;
use crate::tui::theme::{Background, Palette, StyleRole};

/// Prints a configuration as a file that [`read`](super::read()) reads to the same configuration.
#[must_use]
pub fn print(config: &Config) -> String {
    let palettes = PaletteChoice::names().into_iter().map(quoted);
    let range = |range: &RangeInclusive<u16>| format!("{} to {}", range.start(), range.end());
    format!(
        include_str!("config.toml.template"),
        palettes = palettes.collect::<Vec<_>>().join(", "),
        palette = config.palette.name(),
        measure_range = range(&MEASURE),
        measure = config.options.measure,
        mouse = config.options.mouse,
        max_file_size_range = range(&MAX_FILE_SIZES),
        max_file_size = config.max_file_size,
        wide_range = range(&WIDE),
        wide = config.options.breakpoints.wide,
        narrow_range = range(&NARROW),
        narrow = config.options.breakpoints.stacked,
        reader_keys = keys(config, KeyContext::Reader),
        prompt_keys = keys(config, KeyContext::Prompt),
        colors = colors(config),
        dark_colors = colors_on(config, Background::Dark),
        light_colors = colors_on(config, Background::Light),
    )
}

/// The keys of each action in a context.
fn keys(config: &Config, context: KeyContext) -> String {
    let actions = actions(context).map(|action| {
        let keys = config.keys.keys_in(context, action);
        let keys: Vec<_> = keys.iter().map(|key| quoted(key)).collect();
        let (info, keys) = (action.info(), keys.join(", "));
        format!("# {}\n{} = [{keys}]\n\n", info.description, info.name)
    });
    actions.collect::<Vec<_>>().concat()
}

/// The styles chosen for every background.
fn colors(config: &Config) -> String {
    let styles = StyleRole::ALL.iter().filter_map(|&role| {
        let style = quoted(&style::format(config.colors.get(None, role)?));
        Some(format!("{} = {style}\n", role.name()))
    });
    styles.collect::<Vec<_>>().concat()
}

/// The style of each role on one background; the palette's own as a comment.
fn colors_on(config: &Config, background: Background) -> String {
    let styles = StyleRole::ALL.iter().map(|&role| {
        let (sign, style) = match config.colors.get(Some(background), role) {
            Some(style) => ("", style),
            None => (
                "# ",
                Palette::new(ColorDepth::TrueColor, background).style(role),
            ),
        };
        let (name, style) = (role.name(), quoted(&style::format(style)));
        format!("# {}\n{sign}{name} = {style}\n\n", role.description())
    });
    styles.collect::<Vec<_>>().concat()
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
