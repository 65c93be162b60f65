//! What a person has chosen: palette and colours, keys, measure, layout, mouse.
//!
//! Owns the settings and their file. It must not know who heeds them. The file is TOML; all that is
//! wrong with it is told at once, and what is wrong counts as not said.

mod keys;
mod print;
mod read;
mod style;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, ErrorKind};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

pub use print::print;
pub use read::read;

use crate::apparatus::diagnostics::{Code, Problem, Severity};
use crate::essay::decode;
use crate::files::{io_message, xdg};
use crate::tui::action::TABLE;
use crate::tui::app::Options;
use crate::tui::geometry::Thresholds;
use crate::tui::keymap::Keymap;
use crate::tui::theme::Colours;

/// Which palette is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// As the terminal's background asks for.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// Without colours.
    Mono,
}

impl Background {
    /// All of them, with their names.
    pub const ALL: [(&str, Self); 4] = [
        ("auto", Self::Auto),
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("mono", Self::Mono),
    ];
}

/// The cells of the longest line of prose.
pub const MEASURE: RangeInclusive<u16> = 20..=200;
/// The columns from which the three regions may stand side by side: there has to be room for them.
pub const WIDE: RangeInclusive<u16> = 80..=1000;
/// The columns under which there may be one region at a time: the sidebar needs room beside others.
pub const NARROW: RangeInclusive<u16> = 40..=1000;

/// What a person has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The palette.
    pub palette: Background,
    /// The cells of the longest line of prose.
    pub measure: u16,
    /// The mouse is listened to from the start.
    pub mouse: bool,
    /// From how many columns on which arrangement is taken.
    pub thresholds: Thresholds,
    /// The keys.
    pub keys: Keymap,
    /// Styles instead of the palette's.
    pub colours: Colours,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            palette: Background::Auto,
            measure: 72,
            mouse: false,
            thresholds: Thresholds::default(),
            keys: Keymap::default(),
            colours: Colours::new(),
        }
    }
}

/// No configuration is longer, in bytes.
const MOST: u64 = 1 << 18;

/// The file cannot be read.
const UNREADABLE: Code = Code {
    name: "unreadable",
    severity: Severity::Error,
};

/// What came of looking for a configuration.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What is in force.
    pub config: Config,
    /// Where the file is, or would be; nothing says so where there is no home directory.
    pub path: Option<PathBuf>,
    /// There is such a file, be it right or not.
    pub is_there: bool,
    /// The file's text, where there is one.
    pub text: String,
    /// What is wrong with it, in its order.
    pub problems: Vec<Problem>,
}

impl Config {
    /// Reads the person's configuration file. To have none is the usual case, and costs as good as
    /// nothing.
    #[must_use]
    pub fn load() -> Loaded {
        let directory = xdg::config_directory();
        directory.map_or_else(Loaded::default, |directory| {
            Loaded::from(directory.join("config.toml"))
        })
    }

    /// What of it the app heeds.
    #[must_use]
    pub fn options(&self) -> Options {
        let keys = |action| (action, self.keys.keys(action));
        Options {
            thresholds: self.thresholds,
            measure: self.measure,
            mouse: self.mouse,
            keys: TABLE.iter().map(|entry| keys(entry.action)).collect(),
        }
    }
}

impl Loaded {
    /// Reads a configuration file. It need not exist.
    #[must_use]
    pub fn from(path: PathBuf) -> Self {
        let mut loaded = Self::default();
        match text_of(&path) {
            Ok(None) => {}
            Ok(Some(text)) => {
                loaded.is_there = true;
                (loaded.config, loaded.problems) = read(&text);
                loaded.text = text;
            }
            Err(why) => {
                loaded.is_there = true;
                let why = format!("it cannot be read: {why}");
                loaded.problems.push(Problem::new(UNREADABLE, None, why));
            }
        }
        loaded.path = Some(path);
        loaded
    }
}

/// The text of a file; none where there is no such file. Something else than a file may never end,
/// or never begin.
fn text_of(path: &Path) -> Result<Option<String>, String> {
    let about = match fs::metadata(path) {
        Err(error) if is_absent(&error) => return Ok(None),
        about => about.map_err(|error| io_message(&error).to_lowercase())?,
    };
    if about.is_dir() {
        return Err("it is a directory".to_owned());
    }
    if !about.is_file() {
        return Err("it is a device or a pipe, not a file".to_owned());
    }
    if about.len() > MOST {
        return Err(format!("it has more than {} KB", MOST >> 10));
    }
    let bytes = fs::read(path).map_err(|error| io_message(&error).to_lowercase())?;
    decode(bytes).map(Some).map_err(|error| error.to_string())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
