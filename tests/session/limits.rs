//! Queues that are flooded, sizes from outside, and output that is not read, in a real pty. The limits on
//! time and memory are several times what it takes, and far below what it would take without the rules.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::{Session, postil, status};

/// Handling the keys of a test one by one takes tens of seconds.
const SOON: Duration = Duration::from_secs(2);

const MEGABYTE: u64 = 1 << 20;

/// Postil on a text of `bytes` bytes with a claim for each of the first 2,000 paragraphs.
fn open(bytes: usize) -> (TempDir, Session) {
    let mut essay = String::new();
    let mut apparatus = "format = 1\n[[theme]]\nid = \"t\"\nname = \"Theme\"\n".to_owned();
    for number in 0.. {
        if essay.len() > bytes {
            break;
        }
        let words = "says what the order of the matter is to the reader of it, ".repeat(25);
        writeln!(essay, "Sentence {number} {words}\n").unwrap();
        if number < 2_000 {
            writeln!(
                apparatus,
                "[[claim]]\nid = \"c{number}\"\ntext = \"What {number} says of the matter.\"\n\
                 kind = \"causal\"\nthemes = [\"t\"]\nactors = {{}}\nquotes = [\"Sentence {number} says\"]"
            )
            .unwrap();
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.txt");
    fs::write(&path, essay).unwrap();
    fs::write(directory.path().join("x.postil.toml"), apparatus).unwrap();
    let mut session = postil().arguments(&[path.to_str().unwrap()]).start();
    session.until_shown("Theme");
    (directory, session)
}

#[test]
fn signals_come_before_keys_that_wait() {
    let keys = ["o", "ab ", "\u{7f}", "jk"];
    let signals = [Signal::TERM, Signal::HUP, Signal::INT, Signal::TERM];
    for (keys, signal) in keys.into_iter().zip(signals) {
        for prompt in ["/", ":"] {
            let (_directory, mut session) = open(3_200_000);
            session.keys(prompt);
            session.keys("t".repeat(900));
            session.until_shown("ttt");
            session.keys(keys.repeat(5_000));
            let start = Instant::now();
            session.signal(signal);
            assert_eq!(status(session.end()), 128 + signal.as_raw());
            let time = start.elapsed();
            assert!(time < SOON, "{prompt} {keys:?} {signal:?}: {time:?}");
            session.check_modes();
        }
    }
}

#[test]
fn keys_that_arrive_together_are_one_edit() {
    let (_directory, mut session) = open(3_200_000);
    for prompt in ["/", ":"] {
        session.keys(prompt);
        let start = Instant::now();
        session.keys(format!("{}end", "order of ".repeat(100)));
        session.until_shown("order of end");
        let time = start.elapsed();
        assert!(time < 2 * SOON, "{prompt}: {time:?}");
        session.keys("\x03");
        session.until("the prompt is closed", |session| {
            !session.text().contains("order of end")
        });
    }
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn ctrl_c_keeps_its_place_behind_keys_that_take_no_time() {
    let mut session = postil().start();
    session.until_shown("q quit");
    session.keys("/foo\x03?");
    session.until("help, not a question mark in the prompt", |session| {
        !session.text().contains("/foo") && session.text().contains(" Help ")
    });
    session.keys("qq");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn ctrl_c_discards_keys_that_take_long_and_does_nothing_else() {
    let (_directory, mut session) = open(100_000);
    let start = Instant::now();
    session.keys(format!("{}\x03q", "jk".repeat(200_000)));
    session.until_asleep();
    session.keys("/here");
    session.until_shown("/here");
    let time = start.elapsed();
    assert!(time < 4 * SOON, "{time:?}");
    session.keys("\x03");
    session.until("the prompt is closed", |session| {
        !session.text().contains("/here")
    });
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn input_that_waits_takes_little_memory() {
    let (_directory, mut session) = open(3_200_000);
    session.keys("/");
    session.keys("t".repeat(900));
    session.until_shown("ttt");
    let before = session.memory();
    session.keys("a\u{7f}".repeat(60_000));
    session.keys("\u{1b}[?62;1;2c".repeat(100_000));
    session.keys(format!("\u{1b}[200~{}\u{1b}[201~", "order of ".repeat(400)).repeat(1_000));
    let grown = (session.memory() - before) / MEGABYTE;
    assert!(grown < 24, "{grown} MB more");
    session.signal(Signal::TERM);
    assert_eq!(status(session.end()), 128 + Signal::TERM.as_raw());
}

#[test]
fn the_size_of_the_screen_is_limited() {
    let (_directory, mut session) = open(5_000_000);
    for side in [6_000, 65_535] {
        session.resize_unseen(side, side);
        session.until_asleep();
        session.keys("j\x0cj");
        session.until_asleep();
    }
    let memory = session.memory() / MEGABYTE;
    assert!(memory < 150, "{memory} MB");
    session.resize(80, 24);
    session.until_asleep();
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn output_that_is_not_read_takes_no_memory() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.txt");
    fs::write(&path, "Long words. ".repeat(400)).unwrap();
    let mut session = postil().arguments(&[path.to_str().unwrap()]).start();
    session.until_shown("Long words.");
    session.until_asleep();
    session.keys("y".repeat(10_000));
    session.keys("m".repeat(10_000));
    session.until_idle_unread();
    let memory = session.memory() / MEGABYTE;
    assert!(memory < 40, "{memory} MB");
    session.until_sent("]52;c;4oCcTG9uZyB3b3Jkc");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

/// Waits until the essay has been saved often by other programs, then exits.
fn write_editor(directory: &Path) -> String {
    let editor = directory.join("editor");
    let script = "#!/bin/sh\nwhile [ ! -e \"$0.done\" ]; do sleep 0.05; done\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    editor.to_str().unwrap().to_owned()
}

#[test]
fn saves_while_the_editor_is_open_are_not_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let essay = path("essay.txt");
    let apparatus = "format = 1\n[[theme]]\nid = \"one\"\nname = \"Theme one\"\n";
    let paragraph = format!(
        "{}\n\n",
        "The words of this essay go on and on. ".repeat(20)
    );
    let text = paragraph.repeat(300);
    fs::write(&essay, &text).unwrap();
    fs::write(path("essay.postil.toml"), apparatus).unwrap();
    let mut session = postil()
        .arguments(&[essay.to_str().unwrap()])
        .environment("EDITOR", &write_editor(directory.path()))
        .start();
    session.until_shown("Theme one");
    session.until_asleep();
    let before = session.memory();
    session.keys("e");
    session.until_sent("\\x1b[?1049l");
    for number in 0..30 {
        fs::write(&essay, format!("{number} {text}")).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    let grown = session.memory() - before;
    assert!(grown < 8 << 20, "{grown} bytes more");
    fs::write(path("editor.done"), "").unwrap();
    session.until_shown("29 The words");
    // Later changes are seen again.
    fs::write(&essay, format!("Newest. {text}")).unwrap();
    session.until_shown("Newest.");
}
