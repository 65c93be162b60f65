//! `postil completions`: scripts that complete arguments in a shell.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::args::Cli;
use super::output;

/// How clap's zsh script completes the first word.
const ZSH_COMMAND: &str = "\":: :_postil_commands\"";
/// Completes the first word as a command or an essay.
const ZSH_COMMAND_OR_ESSAY: &str =
    "\":: :{_alternative 'commands:command:_postil_commands' 'essays:essay:_files'}\"";

pub(crate) fn run(shell: Shell) -> Result<ExitCode> {
    output::print(|to| to.write_all(&script(shell)))
}

fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    if shell != Shell::Zsh {
        clap_complete::generate(shell, &mut Cli::command(), "postil", &mut script);
        return script;
    }
    // clap's zsh script does not complete the arguments of a command if an optional essay may
    // come first. So the script is generated without the essay, which is added to the first
    // word afterwards.
    let cli = Cli::command();
    let mut command = Command::new("postil")
        .version(env!("CARGO_PKG_VERSION"))
        .args(cli.get_arguments().filter(|arg| !arg.is_positional()))
        .subcommands(cli.get_subcommands().cloned());
    clap_complete::generate(shell, &mut command, "postil", &mut script);
    let script = String::from_utf8(script).expect("a generated script is UTF-8");
    script
        .replace(ZSH_COMMAND, ZSH_COMMAND_OR_ESSAY)
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zsh_completes_the_first_word_as_a_command_or_an_essay() {
        let script = String::from_utf8(script(Shell::Zsh)).unwrap();
        let first = script.split("case $state in").next().unwrap();
        assert!(first.contains(ZSH_COMMAND_OR_ESSAY), "{first}");
        assert!(first.contains("--apparatus="), "{first}");
        assert!(!first.contains("::essay"), "{first}");
        assert!(script.contains("words=($line[1] "), "{script}");
    }
}
