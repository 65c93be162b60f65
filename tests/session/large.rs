//! Large input in a real pty: a long text, an apparatus of thousands of claims.

use std::fmt::Write as _;
use std::fs;

use crate::pty::{Session, postil, status};
use tempfile::TempDir;

/// Postil on `x.NAME`, with other files beside it.
fn open(files: &[(&str, &str)]) -> (TempDir, Session) {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    for (name, text) in files {
        fs::write(path(name), text).unwrap();
    }
    let essay = path(files[0].0);
    let mut session = postil().arguments(&[essay.to_str().unwrap()]).start();
    session.until("the foot", |session| {
        ["q quit", "lists them"]
            .iter()
            .any(|foot| session.text().contains(foot))
    });
    (directory, session)
}

fn check_quit(session: &mut Session) {
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

/// 32 MB in which most letters begin a partial match.
fn large_text() -> String {
    let words = "Seen here, *eleven* zebras were **eaten** by zealots.  ";
    let mut text = String::with_capacity(33_000_000);
    while text.len() < 32_000_000 {
        text += &words.repeat(20);
        text += "\n\n";
    }
    text + "The last words are *eeee Zanzi*bar.\n"
}

#[test]
fn typing_continues_while_a_long_text_is_searched() {
    let (_directory, mut session) = open(&[("x.md", &large_text())]);
    session.keys("/");
    // Each letter starts a search, and the next letter does not wait for it.
    for letter in "eeee zanzibar".chars() {
        session.keys(letter.to_string());
    }
    session.until("all of it and its count", |session| {
        let text = session.text();
        text.contains("/eeee zanzibar") && text.contains("1 of 1") && !text.contains("1+")
    });
    session.until_shown("The last words");
    session.keys("\x15nowhere");
    session.until("another search", |session| {
        let text = session.text();
        text.contains("/nowhere") && text.contains("no matches")
    });
    // Enter before the match is found goes there once it is.
    session.keys("\x15zanzibar\r");
    session.until("the match gone to", |session| {
        let text = session.text();
        text.contains("The last words") && text.contains("1 of 1 ")
    });
    session.keys("\x1bg");
    session.until("the beginning", |session| {
        !session.text().contains("The last words")
    });
    session.keys("/zanzi");
    // A Ctrl-C that waits for more than 50 ms would discard the next key too.
    session.until_shown("/zanzi");
    session.keys("\x03");
    session.until("the prompt is closed", |session| {
        !session.text().contains("/zanzi")
    });
    check_quit(&mut session);
}

#[test]
fn ten_thousand_claims_open_and_can_be_browsed() {
    let mut essay = String::new();
    let mut apparatus = String::from("format = 1\n");
    for theme in 0..200 {
        writeln!(
            apparatus,
            "[[theme]]\nid = \"t{theme}\"\nname = \"Theme {theme}\""
        )
        .unwrap();
    }
    for claim in 0..10_000 {
        writeln!(essay, "Sentence {claim} says what it says of the matter.\n").unwrap();
        writeln!(
            apparatus,
            "[[claim]]\nid = \"c{claim}\"\ntext = \"What {claim} says.\"\nkind = \"causal\"\n\
             themes = [\"t{}\"]\nactors = {{}}\nquotes = [\"Sentence {claim} says\"]",
            claim % 200
        )
        .unwrap();
    }
    let (_directory, mut session) = open(&[("x.txt", &essay), ("x.postil.toml", &apparatus)]);
    session.until_shown("Theme 0");
    session.keys("2G");
    session.until_shown("What 9999 says.");
    session.until_shown("Sentence 9999 says");
    session.keys("k");
    session.until_shown("What 9998 says.");
    session.keys(":c5000\r");
    session.until_shown("What 5000 says.");
    session.until_shown("Sentence 5000 says");
    session.keys("1G");
    session.until_shown("Theme 199");
    check_quit(&mut session);
}

/// The texts for `0..count`, concatenated.
fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().concat()
}

#[test]
fn thousands_of_problems_open_and_are_counted() {
    let essay = many(1_000, |number| format!("Sentence {number} of them.\n\n"));
    let quotes = many(1_000, |number| format!("\"Sentence {number} of\", "));
    let wrong = many(10_000, |number| format!("wrong{number} = 1\n"));
    let many = format!(
        "format = 1\n{wrong}[[claim]]\nid = \"c\"\ntext = \"All of them.\"\nkind = \"causal\"\nactors = {{}}\nquotes = [{quotes}]\n"
    );
    let deep = format!(
        "format = 1\nx = {}{}\n",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let (_directory, mut session) = open(&[("x.txt", &essay), ("x.postil.toml", &many)]);
    session.until_shown("10001 problems in the apparatus");
    session.keys("!G");
    session.until_shown("belongs to no theme");
    session.keys("q2j]");
    session.until_shown("All of them.");
    check_quit(&mut session);
    let (_directory, mut session) = open(&[("x.txt", &essay), ("x.postil.toml", &deep)]);
    session.keys("!");
    session.until_shown("cannot recurse further");
    session.keys("q");
    check_quit(&mut session);
}
