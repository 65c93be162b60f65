//! The user's editor, from `VISUAL` or `EDITOR`.

use std::env;
use std::path::Path;
use std::process::Command;

/// A value with one of these is a command for the shell, as it is for git.
const SHELL_CHARACTERS: &str = "|&;<>()$`\\\"' \t\n*?[#~=%";

/// The command that opens a file at a line, from 1; `None` if no editor is set.
pub(super) fn command(file: &Path, line: usize) -> Option<Command> {
    let editor = value()?;
    // An absolute path cannot be taken for an option if the name starts with a hyphen.
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut command = if editor.contains(|char| SHELL_CHARACTERS.contains(char)) {
        let mut shell = Command::new("sh");
        // The shell's `$0`, for its messages, then `$@`.
        shell.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor);
        shell
    } else {
        Command::new(editor)
    };
    command.arg(format!("+{line}")).arg(file);
    Some(command)
}

/// The editor that was started, for messages.
pub(super) fn name() -> String {
    value().expect("the editor was started")
}

fn value() -> Option<String> {
    let mut names = ["VISUAL", "EDITOR"].iter();
    names.find_map(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
}
