//! Scripts by which a shell completes what is typed.
//!
//! Owns what the generator's scripts get wrong. They come of the definitions that the arguments are read
//! by, so that none can be forgotten.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::args::Typed;

/// What zsh completes the first word with, as the generator has it.
const FIRST_WORD: &str = "\":: :_postil_commands\"";
/// The same, or an essay.
const COMMAND_OR_ESSAY: &str =
    "\":: :{_alternative 'commands:command:_postil_commands' 'essays:essay:_files'}\"";

/// The script for a shell.
pub(super) fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    if shell != Shell::Zsh {
        clap_complete::generate(shell, &mut Typed::command(), "postil", &mut script);
        return script;
    }
    // An essay that may stand in a command's place takes it in zsh: no word behind a command would be
    // completed.
    let whole = Typed::command();
    let mut command = Command::new("postil")
        .version(env!("CARGO_PKG_VERSION"))
        .args(whole.get_arguments().filter(|arg| !arg.is_positional()))
        .subcommands(whole.get_subcommands().cloned());
    clap_complete::generate(shell, &mut command, "postil", &mut script);
    let script = String::from_utf8_lossy(&script);
    script.replace(FIRST_WORD, COMMAND_OR_ESSAY).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_zsh_the_first_word_is_a_command_or_an_essay() {
        let script = String::from_utf8(script(Shell::Zsh)).unwrap();
        let first = script.split("case $state in").next().unwrap();
        assert!(first.contains(COMMAND_OR_ESSAY), "{first}");
        assert!(first.contains("--apparatus="), "{first}");
        assert!(!first.contains("::essay"), "{first}");
        assert!(script.contains("words=($line[1] "), "{script}");
    }
}
