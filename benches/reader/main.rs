//! Times and memory with long books: `cargo bench --bench reader`.
//!
//! Runs the program in a pty on books generated from a seed, alternating with vim, and prints as
//! Markdown the time of the first frame, of keys and of searches, and the memory used. An argument
//! (`opening`, `moving`, `searching`, `annotated`, `drifted`) selects a part.

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
use std::path::Path;
use std::time::{Duration, Instant};

use annotated::Size;
use pty::Program;
use session::{alternate, first_frame, median, press, resize, start, wait_for};
use tempfile::TempDir;

const FIRST_FRAME_RUNS: usize = 15;
const KEY_RUNS: usize = 31;

/// The sizes of the generated texts, in bytes.
const ESSAY_BYTES: usize = 500_000;
const BOOK_BYTES: usize = 3_200_000;
const HUGE_BYTES: usize = 32_000_000;

/// Shown in the detail while a claim's quote is still being anchored.
const PENDING: &str = "searching for";

/// The name and function of one part of the measurements.
type Part = (&'static str, fn(&Directory));

const PARTS: [Part; 5] = [
    ("opening", opening),
    ("moving", moving),
    ("searching", searching),
    ("annotated", annotated_book),
    ("drifted", drifted_quotes),
];

/// A directory for the generated texts.
struct Directory(TempDir);

impl Directory {
    /// Writes a file and returns its path.
    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

fn main() {
    let directory = Directory(tempfile::tempdir().unwrap());
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let selected: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    println!("| work | time | ratio |\n|---|--:|--:|");
    for (name, measure) in PARTS {
        if selected.is_empty() || selected.iter().any(|part| *part == name) {
            measure(&directory);
        }
    }
}

fn postil(file: &str) -> Program {
    pty::postil().arguments(&[file])
}

/// vim without configuration and swap file, if it is installed.
fn vim(file: &str) -> Option<Program> {
    let path = std::env::var_os("PATH")?;
    let vim = std::env::split_paths(&path)
        .map(|folder| folder.join("vim"))
        .find(|path| path.exists())?;
    Some(pty::program(Path::new(&vim)).arguments(&["-u", "NONE", "-N", "-n", file]))
}

/// Prints a time, and its ratio to `baseline`.
fn print_row(work: &str, time: Duration, baseline: Option<Duration>) {
    let ratio = baseline.map_or_else(String::new, |baseline| {
        format!("{:.2}", time.as_secs_f64() / baseline.as_secs_f64())
    });
    println!("| {work} | {:.2} ms | {ratio} |", time.as_secs_f64() * 1e3);
}

/// Prints the peak memory after the first frame, and its ratio to the size of the files.
fn print_memory(work: &str, program: &Program, files: &[&str]) {
    let file_bytes: u64 = files
        .iter()
        .map(|file| fs::metadata(file).unwrap().len())
        .sum();
    let memory = start(program).memory();
    println!(
        "| {work}: memory, of {:.1} MB | {:.1} MB | {:.2} |",
        file_bytes as f64 / 1e6,
        memory as f64 / 1e6,
        memory as f64 / file_bytes as f64
    );
}

/// First frames, compared with vim's.
fn opening(directory: &Directory) {
    for (name, file) in [
        (
            "3.2 MB",
            directory.write("book.txt", &book::plain(BOOK_BYTES)),
        ),
        (
            "3.2 MB, one line per paragraph",
            directory.write("lines.txt", &book::unwrapped(BOOK_BYTES)),
        ),
        (
            "3.2 MB of Markdown",
            directory.write("book.md", &book::markdown(BOOK_BYTES)),
        ),
        (
            "32 MB",
            directory.write("huge.txt", &book::plain(HUGE_BYTES)),
        ),
    ] {
        let (postil, vim) = (postil(&file), vim(&file));
        let [time, baseline] = alternate(
            FIRST_FRAME_RUNS,
            || first_frame(&postil),
            || vim.as_ref().map_or(Duration::ZERO, first_frame),
        );
        print_row(&format!("open {name}, of vim"), time, vim.map(|_| baseline));
        print_memory(&format!("open {name}"), &postil, &[&file]);
    }
}

/// Keys in a long text, compared with a short one.
fn moving(directory: &Directory) {
    let short = directory.write("short.txt", &book::plain(5_000));
    for (name, file) in [
        (
            "3.2 MB",
            directory.write("book.txt", &book::plain(BOOK_BYTES)),
        ),
        (
            "3.2 MB of Markdown",
            directory.write("book.md", &book::markdown(BOOK_BYTES)),
        ),
    ] {
        let (mut long, mut short) = (start(&postil(&file)), start(&postil(&short)));
        for session in [&mut long, &mut short] {
            press(session, "\t");
        }
        for (work, keys) in [
            ("a line", ["j", "k"]),
            ("a page", [" ", "b"]),
            ("to the end and back", ["G", "g"]),
        ] {
            let (mut long_keys, mut short_keys) = (keys.iter().cycle(), keys.iter().cycle());
            let [time, baseline] = alternate(
                KEY_RUNS,
                || press(&mut long, long_keys.next().unwrap()),
                || press(&mut short, short_keys.next().unwrap()),
            );
            print_row(&format!("{work} in {name}, of 5 KB"), time, Some(baseline));
        }
        let widths = || [72, 80].into_iter().cycle();
        let (mut long_widths, mut short_widths) = (widths(), widths());
        let [time, baseline] = alternate(
            KEY_RUNS,
            || resize(&mut long, long_widths.next().unwrap()),
            || resize(&mut short, short_widths.next().unwrap()),
        );
        print_row(
            &format!("a resize in {name}, of 5 KB"),
            time,
            Some(baseline),
        );
    }
}

/// A search for a word that occurs once, at the end.
fn searching(directory: &Directory) {
    for (name, file, text) in [
        ("3.2 MB", "book.txt", book::plain(BOOK_BYTES)),
        ("3.2 MB of Markdown", "book.md", book::markdown(BOOK_BYTES)),
    ] {
        let text = format!("{text}\nThe last word of all is Zanzibar.\n");
        let mut session = start(&postil(&directory.write(file, &text)));
        for query in ["Zanzibar", "zanzibar"] {
            let times = (0..FIRST_FRAME_RUNS).map(|_| {
                press(&mut session, "/");
                let start = Instant::now();
                session.keys(query);
                wait_for(&mut session, "1 of 1");
                let time = start.elapsed();
                press(&mut session, "\x03");
                time
            });
            print_row(
                &format!("find “{query}” at the end of {name}"),
                median(times),
                None,
            );
        }
    }
}

/// First frame, keys and memory with an apparatus of many claims.
fn annotated_book(directory: &Directory) {
    const WORK: &str = "3.2 MB with 2,000 claims";
    let book = annotated::book(
        2,
        &Size {
            bytes: BOOK_BYTES,
            claims: 2_000,
            actors: 200,
            themes: 100,
            drifted: 0,
        },
    );
    let essay = directory.write("annotated.txt", &book.text);
    let apparatus = directory.write("annotated.postil.toml", &book.apparatus);
    let program = postil(&essay);
    let times = (0..FIRST_FRAME_RUNS).map(|_| first_frame(&program));
    print_row(&format!("open {WORK}"), median(times), None);
    print_memory(&format!("open {WORK}"), &program, &[&essay, &apparatus]);

    let keys = [
        "j", "j", "k", "2", "j", "j", "G", "k", "3", "j", "j", "j", "\r", "j", "j", "\r", "\x7f",
        "\x7f", "1", "j", "]", "]", "[", "\t", "j", "k", " ", "]", ",", "G", "g", "\t", "j",
        "\x1b", "z", "z", "?", "\x1b", ":", "c", "h", "\x03", "!", "\x1b",
    ];
    print_keys(&format!("a key in {WORK}"), &program, &keys);
    let search_keys = [
        "/", "p", "o", "w", "\x7f", "e", "\x03", "/", "t", "h", "e", "\x03",
    ];
    print_keys(&format!("a search key in {WORK}"), &program, &search_keys);
    let picker_keys = [
        ":", "t", "h", "e", " ", "o", "r", "d", "e", "r", "\x7f", "\x17", "\x03",
    ];
    print_keys(&format!("a picker key in {WORK}"), &program, &picker_keys);
}

/// Prints the median time of some keys and the four slowest of them, each pressed several times.
fn print_keys(work: &str, program: &Program, keys: &[&str]) {
    const ROUNDS: usize = 3;
    let mut session = start(program);
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); keys.len()];
    for _ in 0..ROUNDS {
        for (key, times) in keys.iter().zip(&mut times) {
            times.push(press(&mut session, key));
        }
    }
    print_row(
        &format!("{work}, median"),
        median(times.iter().flatten().copied()),
        None,
    );
    let mut slowest: Vec<(Duration, &str)> = times
        .into_iter()
        .map(median)
        .zip(keys.iter().copied())
        .collect();
    slowest.sort_unstable();
    for (time, key) in slowest.iter().rev().take(4) {
        print_row(&format!("{work}: `{}`", key.escape_default()), *time, None);
    }
}

/// Anchoring an apparatus in which every quote has drifted.
fn drifted_quotes(directory: &Directory) {
    let book = annotated::book(
        3,
        &Size {
            bytes: ESSAY_BYTES,
            claims: 100,
            actors: 50,
            themes: 20,
            drifted: 1,
        },
    );
    let essay = directory.write("drifted.txt", &book.text);
    directory.write("drifted.postil.toml", &book.apparatus);
    let program = postil(&essay);
    let (mut first_frames, mut totals, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        first_frames.push(first_frame(&program));
        let started = Instant::now();
        let mut session = start(&program);
        for key in ["2", "j"] {
            press(&mut session, key);
        }
        while session.text().contains(PENDING) {
            for key in ["j", "k"] {
                keys.push(press(&mut session, key));
            }
        }
        totals.push(started.elapsed());
    }
    print_row(
        "open 500 KB with 100 drifted quotes: first frame",
        median(first_frames),
        None,
    );
    print_row("the same, until all are anchored", median(totals), None);
    if !keys.is_empty() {
        print_row("a key meanwhile", median(keys), None);
    }
}
