//! The user's configuration: palette and styles, keys, line length, layout, mouse.
//!
//! Everything wrong with its file is reported, and a wrong setting keeps its default.

mod print;
mod read;
mod style;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

pub use print::print;
pub use read::read;

use crate::apparatus::diagnostics::{Code, Problem, Severity};
use crate::essay::decode;
use crate::files::{io_message, read as read_file, xdg};
use crate::tui::action::Action;
use crate::tui::keymap::{DEFAULT_BINDINGS, KeyContext, Keymap};
use crate::tui::message::Options;
use crate::tui::theme::{Background, CustomStyles};

/// Which palette to use. The descriptions are those of `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum PaletteChoice {
    /// The one for the terminal's background
    #[default]
    Auto,
    /// For a dark background
    Dark,
    /// For a light background
    Light,
    /// No colors; bold, underlined and reversed
    Mono,
}

impl PaletteChoice {
    /// The names of all of them.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let all = Self::value_variants().iter();
        all.map(|choice| choice.name()).collect()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }
}

/// The allowed lengths of a line of prose, in cells.
const MEASURE: RangeInclusive<u16> = 20..=200;
/// The allowed values of `layout.wide`: three panes need 80 columns.
const WIDE: RangeInclusive<u16> = 80..=1000;
/// The allowed values of `layout.narrow`: two panes need 40 columns.
const NARROW: RangeInclusive<u16> = 40..=1000;

/// The allowed values of `max_file_size`, in MB.
const MAX_FILE_SIZES: RangeInclusive<u16> = 1..=4096;

/// The tables of `[keys]`.
const KEY_TABLES: [(&str, KeyContext); 2] = [
    ("reader", KeyContext::Reader),
    ("prompt", KeyContext::Prompt),
];

/// The tables of `[colors]` for one kind of background.
const COLOR_TABLES: [(&str, Background); 2] =
    [("dark", Background::Dark), ("light", Background::Light)];

/// The maximum size of a configuration file, in bytes.
const MAX_CONFIG_BYTES: u64 = 1 << 18;

const UNREADABLE: Code = Code {
    name: "unreadable",
    severity: Severity::Error,
};

/// The actions that can have keys in a context, in the order of the default keymap.
fn actions(context: KeyContext) -> impl Iterator<Item = Action> {
    let rows = DEFAULT_BINDINGS
        .iter()
        .filter(move |(of, ..)| *of == context);
    rows.map(|&(_, _, action)| action)
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The palette.
    pub palette: PaletteChoice,
    /// What the app itself needs.
    pub options: Options,
    /// The size of the largest essay or apparatus that is read, in units of 2^20 bytes.
    pub max_file_size: u16,
    /// The keys.
    pub keys: Keymap,
    /// Styles that override the palette's.
    pub colors: CustomStyles,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            palette: PaletteChoice::default(),
            options: Options::default(),
            // Reading a larger text takes minutes and gigabytes.
            max_file_size: 256,
            keys: Keymap::default(),
            colors: CustomStyles::default(),
        }
    }
}

/// The configuration and the file it came from.
#[derive(Debug, Clone, Default)]
pub struct LoadedConfig {
    /// The settings in force.
    pub config: Config,
    /// The path of the file, which need not exist. `None` if there is no home directory.
    pub path: Option<PathBuf>,
    /// Whether the file exists, readable or not.
    pub exists: bool,
    /// The text of the file; empty if it was not read.
    pub text: String,
    /// What is wrong with the file, in its order.
    pub problems: Vec<Problem>,
}

impl LoadedConfig {
    /// Reads the user's configuration file. With `secure` no file is read, and the keymap has no
    /// actions that leave the reader.
    #[must_use]
    pub fn load(secure: bool) -> Self {
        let mut loaded = Self::default();
        if secure {
            loaded.config.keys = loaded.config.keys.secure();
        } else if let Some(directory) = xdg::config_directory() {
            loaded = Self::from_file(directory.join("config.toml"));
        }
        loaded
    }

    /// Reads a configuration file, which need not exist.
    #[must_use]
    pub fn from_file(path: PathBuf) -> Self {
        let mut loaded = Self::default();
        match read_text(&path) {
            Ok(None) => {}
            Ok(Some(text)) => {
                loaded.exists = true;
                (loaded.config, loaded.problems) = read(&text);
                loaded.text = text;
            }
            Err(error) => {
                loaded.exists = true;
                let message = format!("cannot read it: {error}");
                let problem = Problem::new(UNREADABLE, None, message);
                loaded.problems.push(problem);
            }
        }
        loaded.path = Some(path);
        loaded
    }
}

/// The text of a file; `None` if it does not exist.
fn read_text(path: &Path) -> Result<Option<String>, String> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match read_file::regular_file(path, MAX_CONFIG_BYTES) {
        Ok(bytes) => decode(bytes).map(Some).map_err(|error| error.to_string()),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        Err(error) => Err(io_message(&error)),
    }
}
