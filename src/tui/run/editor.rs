//! The person's editor.
//!
//! Owns which one that is, and how it is told a file and a line. It must not know what is edited.

use std::path::Path;
use std::process::Command;

/// The command that opens a file at a line; nothing where the person has chosen no editor.
pub(super) fn command(file: &Path, line: usize) -> Option<Command> {
    let words = words()?;
    let (program, arguments) = words.split_first()?;
    // Whole: no editor takes a name that begins with a hyphen for an option then.
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut command = Command::new(program);
    command.args(arguments).arg(format!("+{line}")).arg(file);
    Some(command)
}

/// What the editor is called, for messages.
pub(super) fn name() -> String {
    let words = words().unwrap_or_default();
    words.first().cloned().unwrap_or_default()
}

/// The editor with its arguments, as VISUAL or EDITOR has it.
fn words() -> Option<Vec<String>> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        let words: Vec<_> = value.split_whitespace().map(str::to_owned).collect();
        (!words.is_empty()).then_some(words)
    })
}
