//! `postil config`: the configuration in force and its mistakes.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{err, out, postil, printed};

/// A home with a configuration.
fn home(file: &[u8]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join(".config/postil");
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("config.toml"), file).unwrap();
    home
}

/// The output, standard error and exit status of `postil config`.
#[track_caller]
fn run_config(home: &Path) -> (String, String, Option<i32>) {
    let mut command = postil(&["config"]);
    let output = command.env("HOME", home).output().unwrap();
    let said = err(&output);
    assert!(!said.contains('\u{1b}'), "{said:?}");
    (out(&output), said, output.status.code())
}

#[test]
fn without_a_file_the_defaults_are_printed() {
    let nowhere = printed(&mut postil(&["config"]));
    assert!(nowhere.starts_with("# "), "{nowhere}");
    assert!(nowhere.contains("\nmeasure = 72\n"), "{nowhere}");
    let home = tempfile::tempdir().unwrap();
    let (shipped, said, status) = run_config(home.path());
    assert_eq!((said.as_str(), status), ("", Some(0)));
    assert!(shipped.contains(".config/postil/config.toml."), "{shipped}");
    assert_eq!(settings(&shipped), settings(&nowhere));
}

/// The printed lines that are not comments.
fn settings(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn the_output_is_a_file_with_the_same_settings() {
    let first =
        home(b"measure = 60\n[keys.reader]\nquit = 'Q'\n[colors]\npassage = 'bold on 24'\n");
    let (printed, said, status) = run_config(first.path());
    assert_eq!((said.as_str(), status), ("", Some(0)));
    for line in [
        "measure = 60",
        "quit = [\"Q\", \"Ctrl-c\"]",
        "passage = \"bold on 24\"",
    ] {
        assert!(printed.lines().any(|one| one == line), "{line}: {printed}");
    }
    let (again, said, status) = run_config(home(printed.as_bytes()).path());
    assert_eq!((said.as_str(), status), ("", Some(0)));
    assert_eq!(settings(&again), settings(&printed));
}

#[test]
fn every_mistake_is_shown_with_its_line_and_the_rest_applies() {
    let home = home(b"palette = \"drak\"\nmeasure = 60\n\n[keys.reader]\ncopy = \"\x1b[31m\"\nzoom = \"\\u001b[2J\"\n");
    let (printed, said, status) = run_config(home.path());
    assert_eq!(status, Some(1));
    assert!(printed.contains("\nmeasure = 60\n"), "{printed}");
    assert!(printed.contains("\npalette = \"auto\"\n"), "{printed}");
    assert!(printed.contains("\nzoom = [\"z\"]\n"), "{printed}");
    for words in [
        "config.toml:1:11",
        "palette = \"drak\"\n",
        "  |           ^^^^^^",
        "did you mean `dark`?",
        "config.toml:5:",
        "config.toml:6:8",
        "config.toml: 3 errors",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn an_unreadable_file_is_one_mistake() {
    let bytes = home(b"measure = 60\n\xff");
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir_all(directory.path().join(".config/postil/config.toml")).unwrap();
    for (home, words) in [(bytes, "not UTF-8"), (directory, "it is a directory")] {
        let (printed, said, status) = run_config(home.path());
        assert_eq!(status, Some(1));
        assert!(printed.contains("\nmeasure = 72\n"), "{printed}");
        assert!(said.contains(words) && said.contains("1 error"), "{said}");
    }
}

#[test]
fn show_ignores_the_configuration() {
    let home = home(b"palette = 3\n");
    let mut show = postil(&["show"]);
    let shown = printed(show.env("HOME", home.path()));
    assert_eq!(shown, printed(&mut postil(&["show"])));
}
