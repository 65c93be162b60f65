//! Bytes and times of a session: `cargo bench --bench terminal`.
//!
//! Runs a program in a pty and prints, as Markdown, the bytes and times of its first frame and of each
//! step of a script, its memory, and its activity while idle. For comparison: the bytes of ratatui's
//! crossterm backend, the first frames of other programs, and the moves that less and vim have too.
//! Finally: times over a link with a delay, and how soon the program ends when its terminal has gone or
//! reads nothing.
//!
//! Options after `--`: `--size 120x40`, `--script FILE` (see `review.keys`), `--runs N` for the first
//! frame, `--write FILE` for the report, `--keys` for one line per key, and finally another program with
//! its arguments.

#![allow(missing_docs, clippy::unwrap_used, clippy::cast_precision_loss)]

mod ends;
mod frames;
mod link;
mod measure;
#[path = "../../tests/session/pty.rs"]
mod pty;
mod report;
mod script;

use std::path::Path;
use std::time::Duration;

use pty::Program;

const SCRIPT: &str = include_str!("review.keys");
const MOVES: &str = include_str!("moves.keys");
const ESSAY: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/seeds/new-us-china-cold-war.txt"
);

/// The round trip time of the slow link.
const ROUND_TRIP: Duration = Duration::from_millis(200);

/// The number of keys typed over the slow link.
const LINKED_KEYS: usize = 60;

/// The command line.
struct Wanted {
    program: Program,
    name: String,
    sizes: Vec<(u16, u16)>,
    script: String,
    runs: usize,
    write: Option<String>,
    each_key: bool,
}

fn main() {
    let wanted = wanted();
    let keys = script::parse(&wanted.script).unwrap();
    let mut text = report::Text::default();
    for &size in &wanted.sizes {
        let program = wanted.program.clone().size(size.0, size.1);
        let mut run = measure::run(&program, &keys, size).unwrap();
        run.first.time = measure::first_frame(&program, wanted.runs).time;
        text.run(&wanted.name, size, &run, wanted.each_key);
    }
    let size = wanted.sizes.first().copied().unwrap_or((80, 24));
    let mut firsts = vec![(wanted.name.clone(), wanted.program.clone())];
    firsts.extend(others());
    let sized = |(name, program): (String, Program)| (name, program.size(size.0, size.1));
    let firsts: Vec<_> = firsts.into_iter().map(sized).collect();
    text.firsts(size, &measure::first_frames(&firsts, wanted.runs));
    if wanted.name == "postil" {
        moves(size, &mut text);
    }
    let keys = keys.get(..LINKED_KEYS).unwrap_or(&keys);
    let mut waits = vec![(wanted.name.clone(), {
        let program = wanted.program.clone().size(size.0, size.1);
        link::run(&program, keys, ROUND_TRIP)
    })];
    let others = others().into_iter().filter(|(name, _)| name == "less");
    waits.extend(others.map(|(name, program)| {
        let program = program.size(size.0, size.1);
        (name, link::run(&program, &[], ROUND_TRIP))
    }));
    text.waits(ROUND_TRIP, &waits);
    if wanted.name == "postil" {
        text.ends(&ends::run(&wanted.program.clone().size(size.0, size.1)));
    }
    print!("{}", text.0);
    if let Some(file) = &wanted.write {
        std::fs::write(file, &text.0).unwrap();
    }
}

/// The moves that less and vim have too, with the essay zoomed to fill the screen as it does in them.
fn moves(size: (u16, u16), text: &mut report::Text) {
    let moves = script::parse(MOVES).unwrap();
    let zoomed = script::parse(&format!("zoom: <tab>z\n{MOVES}")).unwrap();
    let others = others().into_iter().filter(|(name, _)| !name.contains(' '));
    let own = ("the same moves in postil".to_owned(), pty::postil());
    for ((name, program), keys) in std::iter::once((own, &zoomed)).chain(
        others.map(|(name, program)| ((format!("the same moves in {name}"), program), &moves)),
    ) {
        let program = program.size(size.0, size.1);
        text.run(
            &name,
            size,
            &measure::run(&program, keys, size).unwrap(),
            false,
        );
    }
}

/// Programs to compare first frames with.
fn others() -> Vec<(String, Program)> {
    let directory = Path::new(env!("CARGO_BIN_EXE_postil")).parent().unwrap();
    let bare = directory.join("examples/terminal_bare");
    let mut others = Vec::new();
    if bare.exists() {
        others.push(("bare ratatui".to_owned(), pty::program(bare)));
    } else {
        eprintln!("no baseline: `cargo build --release --example terminal_bare` makes it");
    }
    for (name, arguments) in [
        ("less", &[ESSAY][..]),
        ("vim", &["-u", "NONE", "-N", "-n", ESSAY]),
    ] {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        match std::env::split_paths(&paths).find(|path| path.join(name).exists()) {
            Some(path) => others.push((
                name.to_owned(),
                pty::program(path.join(name)).arguments(arguments),
            )),
            None => eprintln!("no {name} here"),
        }
    }
    others
}

fn wanted() -> Wanted {
    let mut wanted = Wanted {
        program: pty::postil(),
        name: "postil".to_owned(),
        sizes: Vec::new(),
        script: SCRIPT.to_owned(),
        runs: 21,
        write: None,
        each_key: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .unwrap_or_else(|| panic!("{argument} needs a value"))
        };
        match argument.as_str() {
            // Added by cargo.
            "--bench" => {}
            "--size" => {
                let size = value();
                let (columns, rows) = size.split_once('x').unwrap();
                wanted
                    .sizes
                    .push((columns.parse().unwrap(), rows.parse().unwrap()));
            }
            "--script" => wanted.script = std::fs::read_to_string(value()).unwrap(),
            "--runs" => wanted.runs = value().parse().unwrap(),
            "--write" => wanted.write = Some(value()),
            "--keys" => wanted.each_key = true,
            program => {
                let rest: Vec<String> = arguments.collect();
                let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
                wanted.name = Path::new(program)
                    .file_name()
                    .unwrap()
                    .display()
                    .to_string();
                wanted.program = pty::program(program).arguments(&rest);
                break;
            }
        }
    }
    if wanted.sizes.is_empty() {
        wanted.sizes = vec![(80, 24), (120, 40)];
    }
    wanted
}
