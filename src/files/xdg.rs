//! Where a person's files of this program are, as the XDG base directory specification has it.
//!
//! Owns the two directories. It must not know what is in them.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// A sort of files: the variable that says where they are, and where in the home directory they are
/// if it says nothing.
#[derive(Debug, Clone, Copy)]
pub struct Base(&'static str, &'static str);

/// What a program remembers between runs.
pub const STATE: Base = Base("XDG_STATE_HOME", ".local/state");

/// What a person has chosen.
pub const CONFIG: Base = Base("XDG_CONFIG_HOME", ".config");

/// The directory of this program's files of a sort. It need not exist. None where nothing says
/// where it would be.
#[must_use]
pub fn directory(base: Base) -> Option<PathBuf> {
    directory_in(base, |name| env::var_os(name))
}

/// A relative path in a variable counts for nothing: the specification wants it so.
fn directory_in(base: Base, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| {
        let path = variable(name).map(PathBuf::from);
        path.filter(|path| path.is_absolute())
    };
    let all = absolute(base.0).or_else(|| absolute("HOME").map(|home| home.join(base.1)));
    Some(all?.join("postil"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_where() {
        let table = [
            (Some("/s"), Some("/h"), Some("/s/postil")),
            (None, Some("/h"), Some("/h/.local/state/postil")),
            (Some("s"), Some("/h"), Some("/h/.local/state/postil")),
            (Some(""), Some(""), None),
            (None, None, None),
        ];
        for (state, home, expected) in table {
            let set = |name: &str| match name {
                "XDG_STATE_HOME" => state.map(OsString::from),
                _ => home.map(OsString::from),
            };
            assert_eq!(directory_in(STATE, set), expected.map(PathBuf::from));
        }
    }
}
