//! Postil's own directories, as the XDG base directory specification defines them.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// The directory of what is saved between runs: `$XDG_STATE_HOME/postil`, or
/// `~/.local/state/postil`. It need not exist. `None` if neither variable is set.
#[must_use]
pub fn state_directory() -> Option<PathBuf> {
    directory("XDG_STATE_HOME", ".local/state", |name| env::var_os(name))
}

/// The directory of the configuration: `$XDG_CONFIG_HOME/postil`, or `~/.config/postil`. It need not
/// exist. `None` if neither variable is set.
#[must_use]
pub fn config_directory() -> Option<PathBuf> {
    directory("XDG_CONFIG_HOME", ".config", |name| env::var_os(name))
}

fn directory(
    xdg_variable: &str,
    default_in_home: &str,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    // The specification says to ignore relative paths.
    let absolute = |name| {
        let path = variable(name).map(PathBuf::from);
        path.filter(|path| path.is_absolute())
    };
    let base = absolute(xdg_variable).or_else(|| Some(absolute("HOME")?.join(default_in_home)));
    Some(base?.join("postil"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_comes_from_xdg_then_home() {
        for (state, home, expected) in [
            (Some("/s"), Some("/h"), Some("/s/postil")),
            (None, Some("/h"), Some("/h/.local/state/postil")),
            (Some("s"), Some("/h"), Some("/h/.local/state/postil")),
            (Some(""), Some(""), None),
            (None, None, None),
        ] {
            let variable = |name: &str| match name {
                "XDG_STATE_HOME" => state.map(OsString::from),
                _ => home.map(OsString::from),
            };
            let found = directory("XDG_STATE_HOME", ".local/state", variable);
            assert_eq!(found, expected.map(PathBuf::from));
        }
    }
}
