//! The user's editor, from `VISUAL` or `EDITOR`.

use std::path::Path;
use std::process::Command;

/// The command that opens a file at a line, from 1; `None` if no editor is set.
pub(super) fn command(file: &Path, line: usize) -> Option<Command> {
    let words = words()?;
    let (program, arguments) = words.split_first()?;
    // An absolute path cannot be taken for an option if the name starts with a hyphen.
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut command = Command::new(program);
    command.args(arguments).arg(format!("+{line}")).arg(file);
    Some(command)
}

/// The program of the editor that was started, for messages.
pub(super) fn name() -> String {
    words().expect("the editor was started").swap_remove(0)
}

/// The editor and its arguments.
fn words() -> Option<Vec<String>> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        let words: Vec<_> = value.split_whitespace().map(str::to_owned).collect();
        (!words.is_empty()).then_some(words)
    })
}
