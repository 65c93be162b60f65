//! Times and memory with long books: `cargo bench --bench reader`.
//!
//! Runs the program in a pty on books generated from a seed, alternating with vim, and prints as
//! Markdown the time of the first frame, of keys and of a search to the end, and the memory used.

#![allow(missing_docs, clippy::unwrap_used, clippy::cast_precision_loss)]

#[path = "../apparatus/book.rs"]
mod annotated;
#[path = "../essay/book.rs"]
#[allow(dead_code)]
mod book;
#[path = "../../tests/session/pty.rs"]
mod pty;
mod session;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use annotated::Size;
use pty::Program;
use session::{first_frame, in_turns, key, median, opened, resizes, until_shown};
use tempfile::TempDir;
use toml::de::DeTable;

/// Measurements of a first frame.
const RUNS: usize = 15;

/// Measurements of a key.
const KEYS: usize = 31;

const BOOK: usize = 3_200_000;
const LIBRARY: usize = 32_000_000;

/// The name and function of one part of the measurements.
type Part = (&'static str, fn(&Shelf));

/// A directory for the generated texts.
struct Shelf(TempDir);

impl Shelf {
    fn put(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

fn reader(file: &str) -> Program {
    pty::postil().arguments(&[file])
}

fn main() {
    let shelf = Shelf(tempfile::tempdir().unwrap());
    println!("| work | time | of what it is compared with |\n|---|--:|--:|");
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let parts: [Part; 5] = [
        ("opening", opening),
        ("moving", moving),
        ("searching", searching),
        ("annotated", annotated_book),
        ("drifted", drifted_book),
    ];
    for (name, part) in parts {
        if !wanted.iter().any(|one| !one.starts_with('-')) || wanted.iter().any(|one| one == name) {
            part(&shelf);
        }
    }
}

fn row(what: &str, time: Duration, than: Option<Duration>) {
    let ratio = than.map_or_else(String::new, |than| {
        format!("{:.2}", time.as_secs_f64() / than.as_secs_f64())
    });
    println!("| {what} | {:.2} ms | {ratio} |", time.as_secs_f64() * 1e3);
}

fn memory_row(what: &str, program: &Program, files: &[&str]) {
    let bytes: u64 = files
        .iter()
        .map(|file| fs::metadata(file).unwrap().len())
        .sum();
    let session = opened(program);
    let most = session.memory();
    let asked = 3 * bytes + (8 << 20);
    println!(
        "| {what}: memory, of 3 × {:.1} MB and 8 MB | {:.1} MB | {:.2} |",
        bytes as f64 / 1e6,
        most as f64 / 1e6,
        most as f64 / asked as f64
    );
}

/// First frames, compared with vim's.
fn opening(shelf: &Shelf) {
    let vim = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .map(|path| path.join("vim"))
        .find(|path| path.exists());
    if vim.is_none() {
        eprintln!("no vim here");
    }
    for (name, file) in [
        ("3.2 MB", shelf.put("book.txt", &book::plain(BOOK))),
        (
            "3.2 MB, a line a paragraph",
            shelf.put("lines.txt", &book::unwrapped(BOOK)),
        ),
        (
            "3.2 MB of Markdown",
            shelf.put("book.md", &book::markdown(BOOK)),
        ),
    ] {
        let ours = reader(&file);
        let vim = vim
            .as_deref()
            .map(|vim: &Path| pty::program(vim).arguments(&["-u", "NONE", "-N", "-n", &file]));
        let [time, than] = in_turns(
            RUNS,
            || first_frame(&ours),
            || vim.as_ref().map_or(Duration::ZERO, first_frame),
        );
        row(&format!("open {name}"), time, vim.map(|_| than));
        memory_row(&format!("open {name}"), &ours, &[&file]);
    }
    let (small, large) = (
        reader(&shelf.put("book.txt", &book::plain(BOOK))),
        shelf.put("library.txt", &book::plain(LIBRARY)),
    );
    let [time, than] = in_turns(
        RUNS,
        || first_frame(&reader(&large)),
        || first_frame(&small),
    );
    row("open 32 MB, of 3.2 MB", time, Some(than));
    memory_row("open 32 MB", &reader(&large), &[&large]);
}

/// Keys in a long text, compared with a short one.
fn moving(shelf: &Shelf) {
    let short = shelf.put("short.txt", &book::plain(5_000));
    for (name, file) in [
        ("32 MB", shelf.put("library.txt", &book::plain(LIBRARY))),
        (
            "32 MB of Markdown",
            shelf.put("library.md", &book::markdown(LIBRARY)),
        ),
    ] {
        let (mut long, mut short) = (opened(&reader(&file)), opened(&reader(&short)));
        for session in [&mut long, &mut short] {
            key(session, "\t");
        }
        for (what, keys) in [
            ("a line", ["j", "k"]),
            ("a page", [" ", "b"]),
            ("to the end, and back", ["G", "g"]),
        ] {
            let mut number = 0;
            let [time, than] = in_turns(
                KEYS,
                || {
                    number += 1;
                    key(&mut long, keys[number % 2])
                },
                {
                    let (short, mut number) = (&mut short, 0);
                    move || {
                        number += 1;
                        key(short, keys[number % 2])
                    }
                },
            );
            row(&format!("{what} in {name}, of 5 KB"), time, Some(than));
        }
        let widths = || [72, 80].into_iter().cycle();
        let (mut one, mut other) = (widths(), widths());
        let [time, than] = in_turns(
            KEYS,
            || resizes(&mut long, one.next().unwrap()),
            || resizes(&mut short, other.next().unwrap()),
        );
        row(&format!("a resize in {name}, of 5 KB"), time, Some(than));
    }
}

/// A search for a word that occurs once, at the end.
fn searching(shelf: &Shelf) {
    for (name, file, text) in [
        ("32 MB", "library.txt", book::plain(LIBRARY)),
        ("32 MB of Markdown", "library.md", book::markdown(LIBRARY)),
    ] {
        let text = format!("{text}\nThe last word of all is Zanzibar.\n");
        let mut session = opened(&reader(&shelf.put(file, &text)));
        for query in ["Zanzibar", "zanzibar"] {
            let times = (0..RUNS).map(|_| {
                key(&mut session, "/");
                let start = Instant::now();
                session.keys(query);
                until_shown(&mut session, "1 of 1");
                let time = start.elapsed();
                key(&mut session, "\x03");
                time
            });
            row(
                &format!("find “{query}” at the end of {name}"),
                median(times),
                None,
            );
        }
    }
}

/// First frame, keys and memory with an apparatus of many claims.
fn annotated_book(shelf: &Shelf) {
    let size = Size {
        bytes: BOOK,
        claims: 10_000,
        actors: 500,
        themes: 200,
        drifted: 0,
    };
    let made = annotated::book(2, &size);
    let text = shelf.put("annotated.txt", &made.text);
    let apparatus = shelf.put("annotated.postil.toml", &made.apparatus);
    let program = reader(&text);
    let parse = || {
        let start = Instant::now();
        black_box(DeTable::parse(&made.apparatus).is_ok());
        start.elapsed()
    };
    let [time, than] = in_turns(RUNS, || first_frame(&program), parse);
    row(
        "open 10,000 claims, of the toml crate’s parse",
        time,
        Some(than),
    );
    memory_row("open 10,000 claims", &program, &[&text, &apparatus]);
    let mut session = opened(&program);
    let keys = [
        "j", "j", "k", "2", "j", "j", "G", "k", "3", "j", "j", "j", "\r", "j", "j", "\r", "\x7f",
        "\x7f", "1", "j", "]", "]", "[", "\t", "j", "k", " ", "]", ",", "G", "g", "\t", "j",
        "\x1b", "/", "p", "o", "w", "\x7f", "\r", "n", "n", "\x1b", "z", "z", "?", "\x1b", ":",
        "c", "h", "\x03", "!", "\x1b",
    ];
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for _ in 0..3 {
        times.extend(keys.map(|one| (key(&mut session, one), one)));
    }
    row(
        "any key among 10,000 claims, median",
        median(times.iter().map(|(time, _)| *time)),
        None,
    );
    times.sort_unstable();
    for (time, one) in times.iter().rev().step_by(3).take(4) {
        row(
            &format!("one of the slowest keys, `{}`", one.escape_default()),
            *time,
            None,
        );
    }
}

/// Anchoring an apparatus in which every quote has drifted.
fn drifted_book(shelf: &Shelf) {
    let size = Size {
        bytes: BOOK,
        claims: 1_000,
        actors: 500,
        themes: 200,
        drifted: 1,
    };
    let made = annotated::book(3, &size);
    let file = shelf.put("drifted.txt", &made.text);
    shelf.put("drifted.postil.toml", &made.apparatus);
    let program = reader(&file);
    let mut keys = Vec::new();
    let (mut firsts, mut all) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let start = Instant::now();
        let mut session = program.start();
        until_shown(&mut session, "q quit");
        firsts.push(start.elapsed());
        // The detail says so while a claim's quote is still being anchored.
        session.keys("2j");
        until_shown(&mut session, "being looked for");
        while session.text().contains("being looked for") {
            for one in ["j", "k"] {
                keys.push(key(&mut session, one));
            }
        }
        all.push(start.elapsed());
    }
    row(
        "open 1,000 drifted quotes: first frame",
        median(firsts),
        None,
    );
    row("1,000 drifted quotes are found", median(all), None);
    if !keys.is_empty() {
        row("a key meanwhile", median(keys), None);
    }
}
