//! The command line, from the outside: what the binary prints, where, and how it ends.
//!
//! Nothing here is a terminal, so the reader never opens: what it does in one is in the sessions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The binary in an environment with nothing in it, so that the machine's does not count.
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

/// What is printed by a call that must succeed without a word on standard error.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(
        (output.status.code(), err(&output).as_str()),
        (Some(0), ""),
        "{command:?}"
    );
    out(&output)
}

/// A directory with files in it.
fn files(files: &[(&str, &[u8])]) -> TempDir {
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

/// What must be said on standard error, in one line, with nothing on standard output.
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

#[test]
fn what_cannot_be_done_is_said_in_a_line() {
    let directory = files(&[
        ("latin.txt", b"caf\xe9 au lait"),
        ("nul.txt", b"a\0b"),
        ("essay.txt", ESSAY.as_bytes()),
        ("essay.postil.toml", APPARATUS.as_bytes()),
        ("bare.md", b"# Nothing is said of this"),
    ]);
    let check = |arguments: &[&str], words: &[&str]| {
        check_failure(directory.path(), arguments, 1, words);
    };
    for command in [
        &[][..],
        &["show"],
        &["check"],
        &["export", "--format", "json"],
    ] {
        let with = |name| [command, &[name]].concat();
        check(&with("nothing.txt"), &["nothing.txt", "no such file"]);
        check(&with("."), &["directory"]);
        check(&with("latin.txt"), &["latin.txt", "not UTF-8", "3"]);
        check(&with("nul.txt"), &["nul.txt", "NUL", "1"]);
        check(&with("/dev/null"), &["device"]);
        check(&with("essay.txt/x"), &["not a directory"]);
        check(&with("essay.postil.toml"), &["apparatus"]);
        check(&with("essay"), &["did you mean essay.txt?"]);
        check(&with("a\u{1b}[31m\u{202e}b"), &["a␛[31m\u{fffd}b"]);
    }
    check(&["shw"], &["did you mean the command show?"]);
    check(
        &["show", "--apparatus", "nothing.toml"],
        &["nothing.toml", "no such file"],
    );
    for command in [&[][..], &["show"]] {
        let with = |id| [command, &["essay.txt", "--at", id]].concat();
        check(&with("cts"), &["“cts”", "did you mean cat"]);
        check(&with("2"), &["no claim 2", "from 1 to 1"]);
        check(&with("0"), &["no claim 0"]);
        check(&with("99999999999999999999999"), &["no claim"]);
        check(&with("zebra"), &["“zebra”", "postil show"]);
        check(&with("\u{1b}[2J"), &["␛[2J"]);
    }
    check(&["show", "bare.md", "--at", "x"], &["no apparatus"]);
    check(
        &["show", "bare.md", "--at", "1"],
        &["no claim 1", "has none"],
    );
}

#[test]
fn wrong_usage_is_2() {
    let directory = files(&[]);
    for (arguments, words) in [
        (&["--nonsense"][..], &["--nonsense", "--help"][..]),
        (&["one", "two"], &["two"]),
        (&["--color", "sometimes"], &["sometimes", "always"]),
        (&["--palette", "pink"], &["pink", "light"]),
        (&["export"], &["--format"]),
        (&["export", "--format", "xml"], &["xml", "json"]),
        (&["completions"], &["SHELL"]),
        (&["completions", "cmd"], &["cmd", "fish"]),
        (&["show", "--at"], &["--at"]),
        (&["essay.txt", "show"], &["the command comes first"]),
        (&["--\u{1b}[31m"], &["␛"]),
    ] {
        check_failure(directory.path(), arguments, 2, words);
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let calls = ["show", "check", "export", "init", "completions", "man"];
    let help = printed(&mut postil(&["--help"]));
    for call in calls {
        assert!(
            help.contains(&format!("\n  postil {call} ")),
            "no example of {call}"
        );
        let own = printed(&mut postil(&[call, "--help"]));
        assert!(
            own.contains(&format!("Examples:\n  postil {call}")),
            "{own}"
        );
        assert_eq!(own.matches("Usage:").count(), 1);
    }
    for call in [
        &[][..],
        &["show"],
        &["check"],
        &["export"],
        &["init"],
        &["completions"],
        &["man"],
    ] {
        for flag in ["-h", "--help"] {
            for line in printed(&mut postil(&[call, &[flag]].concat())).lines() {
                assert!(line.chars().count() <= 80, "{call:?} {flag}: {line}");
            }
        }
    }
    let version = printed(&mut postil(&["--version"]));
    assert_eq!(version, concat!("postil ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_bundled_essay_is_printed_where_there_is_no_terminal() {
    let outline = printed(&mut postil(&[]));
    assert_eq!(outline, printed(&mut postil(&["show"])));
    assert!(
        outline.starts_with("The New US-China Cold War Structure"),
        "{outline}"
    );
    for words in [
        "Atsushi Sunami",
        "THEMES",
        "ACTORS",
        "[five-eyes]",
        "claims",
        "mentions",
    ] {
        assert!(outline.contains(words), "{words}");
    }
    assert!(!outline.contains("twitter"));
    for id in ["essay", "1", "china-rise", "china"] {
        let subject = printed(&mut postil(&["show", "--at", id]));
        assert_eq!(subject, printed(&mut postil(&["--at", id])), "{id}");
        assert!(subject.lines().count() > 5, "{id}");
    }
}

#[test]
fn lines_are_as_wide_as_columns_says() {
    for (columns, widest) in [("40", 40), ("100", 100), ("", 80), ("0", 80), ("wide", 80)] {
        for arguments in [
            &["show"][..],
            &["show", "--at", "1"],
            &["show", "--at", "us"],
        ] {
            let text = printed(postil(arguments).env("COLUMNS", columns));
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
            // Full lines reach nearly to the edge: the width was used.
            let used = longest <= widest && longest + 15 > widest.min(80);
            assert!(used, "{arguments:?} {columns:?}: {longest}");
            assert!(
                text.lines().all(|line| line == line.trim_end()),
                "{arguments:?}"
            );
        }
    }
    for columns in ["1", "7", "100000"] {
        printed(postil(&["show"]).env("COLUMNS", columns));
    }
}

#[test]
fn escapes_are_printed_only_where_they_are_asked_for() {
    let plain = printed(&mut postil(&["show", "--at", "1"]));
    for (arguments, variables, coloured) in [
        (&[][..], &[][..], false),
        (
            &[],
            &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
            false,
        ),
        (&["--color", "auto"], &[("TERM", "xterm-256color")], false),
        (&["--color", "never"], &[("TERM", "xterm-256color")], false),
        (&["--palette", "dark"], &[("TERM", "xterm-256color")], false),
        (&["--color", "always"], &[], true),
        (
            &["--color", "always"],
            &[("NO_COLOR", "1"), ("TERM", "dumb")],
            true,
        ),
        (
            &["--color", "always", "--palette", "mono"],
            &[("TERM", "xterm")],
            true,
        ),
        (
            &["--color", "always", "--palette", "light"],
            &[("TERM", "xterm")],
            true,
        ),
    ] {
        let arguments = [&["show", "--at", "1"], arguments].concat();
        let text = printed(postil(&arguments).envs(variables.iter().copied()));
        assert_eq!(
            text.contains('\u{1b}'),
            coloured,
            "{arguments:?} {variables:?}"
        );
        assert_eq!(without_styles(&text), plain, "{arguments:?} {variables:?}");
    }
}

/// A text without its `CSI … m`.
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

#[test]
fn an_essay_of_ones_own_is_read_with_the_apparatus_beside_it() {
    let directory = files(&[
        ("one.txt", ESSAY.as_bytes()),
        ("one.postil.toml", APPARATUS.as_bytes()),
        ("two.md", ESSAY.as_bytes()),
        ("two.postil.toml", APPARATUS.as_bytes()),
        ("three", ESSAY.as_bytes()),
        ("three.postil.toml", APPARATUS.as_bytes()),
        ("show", ESSAY.as_bytes()),
        ("bare.txt", ESSAY.as_bytes()),
    ]);
    let show = |arguments: &[&str]| printed(postil(arguments).current_dir(&directory));
    let expected = show(&["show", "one.txt"]);
    assert!(expected.contains("A cat sat."), "{expected}");
    for arguments in [
        &["show", "two.md"][..],
        &["three"],
        &["show", "bare.txt", "--apparatus", "one.postil.toml"],
        &["--apparatus", "one.postil.toml", "./show"],
        &["--apparatus", "one.postil.toml", "--", "show"],
    ] {
        assert_eq!(show(arguments), expected, "{arguments:?}");
    }
    assert_eq!(show(&["bare.txt"]), ESSAY);
    assert!(show(&["show", "one.txt", "--at", "1"]).starts_with("Claim 1"));
    assert!(show(&["show", "one.txt", "--at", "cat"]).starts_with("Actor"));
}

#[test]
fn standard_input_is_an_essay_where_it_is_asked_for() {
    for arguments in [&["show", "-"][..], &["-"], &["show", "/dev/stdin"]] {
        let mut child = postil(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin
            .write_all(b"\xef\xbb\xbfA line\r\nand more.\r\n\r\n\x1b[2JDone.\r\n")
            .unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            out(&output),
            "A line and more.\n\n␛[2JDone.\n",
            "{arguments:?}"
        );
    }
    // A pipe that nobody closes is not waited for, as in `ssh host postil`.
    let mut child = postil(&[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut text = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.starts_with("The New US-China"));
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["show"][..],
        &["export", "--format", "json"],
        &["man"],
        &["--help"],
    ] {
        let mut child = postil(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), err(&output).as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_said() {
    for arguments in [
        &["show"][..],
        &["export", "--format", "json"],
        &["man"],
        &["--version"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = postil(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            err(&output).contains("standard output: No space left"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn check_tells_what_is_wrong_and_where() {
    let broken = APPARATUS
        .replace("descriptive", "descriptiv")
        .replace("\"group\"", "\"grop\"");
    let warned = APPARATUS.replace("themes = [\"cats\"]\n", "");
    let directory = files(&[
        ("good.txt", ESSAY.as_bytes()),
        ("good.postil.toml", APPARATUS.as_bytes()),
        ("broken.txt", ESSAY.as_bytes()),
        ("broken.postil.toml", broken.as_bytes()),
        ("warned.txt", ESSAY.as_bytes()),
        ("warned.postil.toml", warned.as_bytes()),
        ("bare.txt", ESSAY.as_bytes()),
    ]);
    let check = |arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        let output = postil(&arguments).current_dir(&directory).output().unwrap();
        assert_eq!(err(&output), "", "{arguments:?}");
        (output.status.code().unwrap(), out(&output))
    };
    let (status, text) = check(&["broken.txt"]);
    assert_eq!(status, 1);
    for words in [
        "broken.postil.toml:14:8",
        "kind = \"descriptiv\"",
        "^^^",
        "2 errors",
    ] {
        assert!(text.contains(words), "no “{words}” in:\n{text}");
    }
    for (arguments, expected) in [
        (&[][..], 0),
        (&["good.txt", "--deny", "warnings"], 0),
        (&["bare.txt", "--deny", "warnings"], 0),
        (&["warned.txt"], 0),
        (&["warned.txt", "--deny", "warnings"], 1),
        (&["good.txt", "--apparatus", "broken.postil.toml"], 1),
    ] {
        let (status, text) = check(arguments);
        assert_eq!(status, expected, "{arguments:?}:\n{text}");
        let (status, json) = check(&[arguments, &["--format", "json"]].concat());
        assert_eq!(status, expected, "{arguments:?}:\n{json}");
        let problems: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert!(expected == 0 || !problems.is_empty(), "{arguments:?}");
        for problem in problems {
            assert!(problem["line"].as_u64() > Some(0) && problem["message"].is_string());
            assert!(["error", "warning"].contains(&problem["severity"].as_str().unwrap()));
        }
    }
}

#[test]
fn export_writes_a_file_whole_or_not_at_all() {
    let directory = files(&[
        ("one.txt", ESSAY.as_bytes()),
        ("one.postil.toml", APPARATUS.as_bytes()),
        ("old.json", b"old"),
    ]);
    let export = |to: &str| {
        let mut command = postil(&["export", "one.txt", "--format", "json", "-o", to]);
        command.current_dir(&directory).output().unwrap()
    };
    let read = |name: &str| fs::read_to_string(directory.path().join(name)).unwrap();
    let expected =
        printed(postil(&["export", "one.txt", "--format", "json"]).current_dir(&directory));
    for to in ["new.json", "old.json"] {
        assert_eq!(out(&export(to)), "");
        assert_eq!(read(to), expected, "{to}");
    }
    assert_eq!(out(&export("/dev/stdout")), expected);
    for (to, words) in [
        ("nowhere/new.json", "no such file"),
        (".", "directory"),
        ("one.txt", "choose another file"),
        ("./one.postil.toml", "choose another file"),
    ] {
        let output = export(to);
        assert_eq!(output.status.code(), Some(1), "{to}");
        assert!(err(&output).contains(words), "{to}: {}", err(&output));
    }
    assert_eq!(
        (read("one.txt"), read("one.postil.toml")),
        (ESSAY.into(), APPARATUS.into())
    );
    let names = fs::read_dir(&directory).unwrap().count();
    assert_eq!(names, 4, "nothing half-written is left behind");
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let commands = ["show", "check", "export", "init", "completions", "man"];
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&mut postil(&["completions", shell]));
        for word in commands.iter().chain(&["palette", "apparatus"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let manual = printed(&mut postil(&["man"]));
    assert!(manual.contains(".TH postil 1"));
    for word in commands
        .iter()
        .chain(&["palette", "EXAMPLES", "EXIT STATUS"])
    {
        assert!(manual.contains(word), "{word}");
    }
}

#[test]
fn init_begins_an_apparatus_and_writes_nothing_over() {
    let directory = files(&[("one.md", ESSAY.as_bytes()), ("two", ESSAY.as_bytes())]);
    let path = directory.path();
    let init = |arguments: &[&str]| {
        let mut command = postil(&[&["init"], arguments].concat());
        command.current_dir(path);
        command
    };
    let check = |essay: &str| {
        let mut check = postil(&["check", essay]);
        assert!(
            check.current_dir(path).output().unwrap().status.success(),
            "{essay}"
        );
    };
    for (essay, apparatus) in [("one.md", "one.postil.toml"), ("two", "two.postil.toml")] {
        let said = printed(&mut init(&[essay]));
        assert!(said.contains(apparatus) && said.contains(essay), "{said}");
        check(essay);
    }
    printed(&mut init(&[]));
    let essay = fs::read(path.join("new-us-china-cold-war.txt")).unwrap();
    assert_eq!(essay, include_bytes!("../seeds/new-us-china-cold-war.txt"));
    check("new-us-china-cold-war.txt");
    let mut child = init(&["-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ESSAY.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(fs::read_to_string(path.join("essay.txt")).unwrap(), ESSAY);
    check("essay.txt");

    fs::write(path.join("one.postil.toml"), "mine").unwrap();
    fs::remove_file(path.join("new-us-china-cold-war.txt")).unwrap();
    for (arguments, words) in [
        (&["init", "one.md"][..], "one.postil.toml is there already"),
        (
            &["init"],
            "new-us-china-cold-war.postil.toml is there already",
        ),
        (&["init", "nothing.md"], "no such file"),
        (&["init", "one.postil.toml"], "is an apparatus"),
    ] {
        check_failure(path, arguments, 1, &[words]);
    }
    assert_eq!(
        fs::read_to_string(path.join("one.postil.toml")).unwrap(),
        "mine"
    );
    assert!(
        !path.join("new-us-china-cold-war.txt").exists(),
        "all or nothing"
    );
}
