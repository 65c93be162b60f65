//! Runs the binary without a terminal, so that the reader never opens. `tests/session` has the tests
//! with one.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod config;
mod encodings;
mod export;
mod files;
mod limits;
mod show;
mod usage;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The binary with an empty environment.
fn postil(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The standard output of a call that must succeed with nothing on standard error.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(
        (output.status.code(), err(&output).as_str()),
        (Some(0), ""),
        "{command:?}"
    );
    out(&output)
}

/// A temporary directory with files.
fn directory_with(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(directory.path().join(name), bytes).unwrap();
    }
    directory
}

const ESSAY: &str = "A Title\n\nThe cat sat on the mat. Another cat did not.\n";

const APPARATUS: &str = r#"format = 1
[essay]
title = "A Title"
[[theme]]
id = "cats"
name = "Cats"
[[actor]]
id = "cat"
name = "cat"
kind = "group"
[[claim]]
id = "sat"
text = "A cat sat."
kind = "descriptive"
themes = ["cats"]
actors = { agent = ["cat"] }
quotes = ["The cat sat on the mat"]
"#;

/// Checks the exit status and that standard error has the words, in one line if the status is 1.
#[track_caller]
fn check_failure(directory: &Path, arguments: &[&str], status: i32, words: &[&str]) {
    let output = postil(arguments).current_dir(directory).output().unwrap();
    let said = err(&output);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    assert_eq!(out(&output), "", "{arguments:?}");
    for word in words {
        assert!(said.contains(word), "{arguments:?}: no “{word}” in: {said}");
    }
    if status == 1 {
        assert!(said.starts_with("postil: "), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
        assert!(!said.contains("os error"), "{arguments:?}: {said}");
    }
    assert!(!said.contains('\u{1b}'), "{arguments:?}: {said:?}");
}
