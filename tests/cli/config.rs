//! `postil config`: what is in force, and what is wrong.

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

/// What `postil config` prints and says there, and its exit status.
#[track_caller]
fn told(home: &Path) -> (String, String, Option<i32>) {
    let mut command = postil(&["config"]);
    let output = command.env("HOME", home).output().unwrap();
    let said = err(&output);
    assert!(!said.contains('\u{1b}'), "{said:?}");
    (out(&output), said, output.status.code())
}

#[test]
fn without_a_file_it_is_as_shipped() {
    let nowhere = printed(&mut postil(&["config"]));
    assert!(nowhere.starts_with("# "), "{nowhere}");
    assert!(nowhere.contains("\nmeasure = 72\n"), "{nowhere}");
    let home = tempfile::tempdir().unwrap();
    let (shipped, said, status) = told(home.path());
    assert_eq!((said.as_str(), status), ("", Some(0)));
    assert!(shipped.contains(".config/postil/config.toml."), "{shipped}");
    assert_eq!(settings(&shipped), settings(&nowhere));
}

/// What is printed without its comments.
fn settings(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn what_is_printed_is_a_file_that_says_the_same() {
    let first = home(b"measure = 60\n[keys.reader]\nquit = 'Q'\n[colors]\nlit = 'bold on 24'\n");
    let (printed, said, status) = told(first.path());
    assert_eq!((said.as_str(), status), ("", Some(0)));
    for line in [
        "measure = 60",
        "quit = [\"Q\", \"Ctrl-c\"]",
        "lit = \"bold on 24\"",
    ] {
        assert!(printed.lines().any(|one| one == line), "{line}: {printed}");
    }
    let (again, said, status) = told(home(printed.as_bytes()).path());
    assert_eq!((said.as_str(), status), ("", Some(0)));
    assert_eq!(settings(&again), settings(&printed));
}

#[test]
fn every_mistake_is_shown_with_its_line_and_the_rest_counts() {
    let home = home(b"palette = \"drak\"\nmeasure = 60\n\n[keys.reader]\ncopy = \"\x1b[31m\"\nzoom = \"\\u001b[2J\"\n");
    let (printed, said, status) = told(home.path());
    assert_eq!(status, Some(1));
    assert!(printed.contains("\nmeasure = 60\n"), "{printed}");
    assert!(printed.contains("\npalette = \"auto\"\n"), "{printed}");
    assert!(printed.contains("\nzoom = [\"z\"]\n"), "{printed}");
    for words in [
        "config.toml:1:11",
        "palette = \"drak\"\n",
        "  |           ^^^^^^",
        "did you mean \"dark\"?",
        "config.toml:5:",
        "config.toml:6:8",
        "config.toml: 3 errors",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn what_cannot_be_read_is_one_mistake() {
    let bytes = home(b"measure = 60\n\xff");
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir_all(directory.path().join(".config/postil/config.toml")).unwrap();
    for (home, words) in [(bytes, "not UTF-8"), (directory, "it is a directory")] {
        let (printed, said, status) = told(home.path());
        assert_eq!(status, Some(1));
        assert!(printed.contains("\nmeasure = 72\n"), "{printed}");
        assert!(said.contains(words) && said.contains("1 error"), "{said}");
    }
}

#[test]
fn what_prints_text_heeds_flags_only() {
    let home = home(b"palette = 3\n");
    let mut show = postil(&["show"]);
    let shown = printed(show.env("HOME", home.path()));
    assert_eq!(shown, printed(&mut postil(&["show"])));
}
