//! Sessions in a real pty, with files: saved locations, and files that change during a session.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::pty::{Session, postil, status};
use rustix::process::Signal;
use tempfile::TempDir;

/// A long essay, its apparatus, and a state directory.
struct Fixture {
    directory: TempDir,
}

fn essay() -> String {
    let paragraph = |number: usize| format!("Paragraph {number}. {}\n\n", "Words. ".repeat(60));
    (1..=40).map(paragraph).collect()
}

const APPARATUS: &str = r#"format = 1

[[theme]]
id = "one"
name = "Theme one"

[[theme]]
id = "two"
name = "Theme two"

[[claim]]
id = "first"
text = "The first is claimed."
kind = "descriptive"
themes = ["one"]
actors = {}
quotes = ["Paragraph 1."]

[[claim]]
id = "second"
text = "The second is claimed."
kind = "descriptive"
themes = ["two"]
actors = {}
quotes = ["Paragraph 2."]
"#;

impl Fixture {
    fn new() -> Self {
        let fixture = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (name, text) in [("essay.txt", &*essay()), ("essay.postil.toml", APPARATUS)] {
            let mut file = File::create(fixture.file(name)).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        fixture
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn open(&self) -> Session {
        let state = self.file("state");
        let essay = self.file("essay.txt");
        let mut session = postil()
            .arguments(&[essay.to_str().unwrap()])
            .environment("XDG_STATE_HOME", state.to_str().unwrap())
            .start();
        session.until_shown("q quit");
        session
    }
}

/// The rows of the screen without trailing blanks.
fn rows(session: &Session) -> Vec<String> {
    let text = session.text();
    text.lines().map(|row| row.trim_end().to_owned()).collect()
}

/// The rows without the footer: the jump list is not saved, so the hint for back may differ.
fn above_the_foot(session: &Session) -> Vec<String> {
    let mut rows = rows(session);
    rows.pop();
    rows
}

#[test]
fn the_location_is_saved_however_the_session_ends() {
    type End = (&'static str, fn(&mut Session));
    let ends: [End; 3] = [
        ("q", |session| session.keys("q")),
        ("a signal", |session| session.signal(Signal::TERM)),
        ("a terminal that goes", Session::hang_up),
    ];
    for (name, end) in ends {
        let fixture = Fixture::new();
        let mut session = fixture.open();
        assert!(session.text().contains("Paragraph 1."), "{name}");
        // Search highlights are not saved; Esc clears them.
        session.keys("/Paragraph 33\r\t\x1b");
        session.until("the last key's answer", |session| {
            let text = session.text();
            text.contains("Paragraph 33.") && !text.contains("1 of 1") && !text.contains('▃')
        });
        let left = above_the_foot(&session);
        end(&mut session);
        session.end();
        let mut session = fixture.open();
        assert_eq!(above_the_foot(&session), left, "{name}");
        // The search history is saved.
        session.keys("/\x1b[A");
        session.until_shown("/Paragraph 33");
        session.keys("\x03\x03");
        assert_eq!(status(session.end()), 0);
    }
}

#[test]
fn a_changed_file_is_shown_without_moving_the_screen() {
    let fixture = Fixture::new();
    let mut session = fixture.open();
    session.keys("jj");
    session.until_shown("The second is claimed.");
    let rows =
        |session: &Session| -> Vec<String> { session.text().lines().map(str::to_owned).collect() };
    let before = rows(&session);
    // Write as an editor does that keeps a backup.
    let (file, old) = (
        fixture.file("essay.postil.toml"),
        fixture.file("essay.postil.toml~"),
    );
    fs::rename(&file, &old).unwrap();
    fs::write(
        &file,
        APPARATUS.replace("The second is claimed.", "It says so."),
    )
    .unwrap();
    session.until_shown("It says so.");
    let after = rows(&session);
    let changed = before
        .iter()
        .zip(&after)
        .filter(|(one, other)| one != other);
    assert!(changed.count() <= 2, "{before:#?}\n{after:#?}");

    let changed = essay().replace("Paragraph 2.", "Something new. Paragraph 2.");
    fs::write(fixture.file("essay.txt"), changed).unwrap();
    session.until_shown("Something new.");
    assert!(session.text().contains("Theme two"));
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn a_deleted_file_is_reported_and_the_screen_stays() {
    let fixture = Fixture::new();
    let mut session = fixture.open();
    let before = rows(&session);
    let file = fixture.file("essay.txt");
    fs::remove_file(&file).unwrap();
    session.until_shown("there is no such file");
    let last = before.len() - 1;
    assert_eq!(rows(&session)[1..last], before[1..last]);
    fs::write(&file, essay()).unwrap();
    session.until_shown("The files are readable again");
    fs::write(fixture.file("essay.postil.toml"), "format = 1\n[[theme]\n").unwrap();
    session.until_shown("Line 2 of the apparatus");
    assert!(session.text().contains("Theme two"));
    // The message disappears; the notice in the title line stays, and the problem list has the reason.
    session.keys("kk");
    session.until("the hints", |session| {
        let shown = rows(session);
        shown[1..] == before[1..] && shown[0].contains("old version: ! says why")
    });
    session.keys("!");
    session.until_shown("The apparatus has syntax errors:");
    session.until_shown("error  line 2: ");
    session.keys("\x1b");
    fs::write(fixture.file("essay.postil.toml"), APPARATUS).unwrap();
    session.until_shown("The files are readable again");
    session.keys("kk");
    session.until("the screen as it was", |session| rows(session) == before);
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn reading_the_files_or_writing_others_causes_no_reload() {
    let fixture = Fixture::new();
    let mut session = fixture.open();
    session.until_asleep();
    let slices = session.context_switches();
    for _ in 0..20 {
        fs::read(fixture.file("essay.txt")).unwrap();
        fs::write(fixture.file("other.txt"), "x").unwrap();
    }
    assert!(!session.read(Duration::from_millis(300)));
    assert_eq!(session.context_switches(), slices, "the loop has slept");
    // Rewriting the same content is not a change.
    fs::write(fixture.file("essay.txt"), essay()).unwrap();
    assert!(!session.read(Duration::from_millis(500)));
    assert_eq!(session.sent(), "");
}

/// A named pipe. Opening it for reading blocks until somebody writes.
fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// Waiting for it would block the watcher, and later changes would go unnoticed.
#[test]
fn a_named_pipe_in_place_of_a_file_does_not_block() {
    let fixture = Fixture::new();
    let mut session = fixture.open();
    for name in ["essay.txt", "essay.postil.toml"] {
        let file = fixture.file(name);
        let text = fs::read_to_string(&file).unwrap();
        fs::remove_file(&file).unwrap();
        make_pipe(&file);
        session.until_shown("it is a pipe");
        fs::remove_file(&file).unwrap();
        fs::write(&file, text).unwrap();
        session.until_shown("The files are readable again");
        session.keys("kk");
    }
}

/// The piped part is kept, and the other file is reloaded with it.
#[test]
fn essay_or_apparatus_may_come_through_a_pipe() {
    let fixture = Fixture::new();
    let name = |name: &str| fixture.file(name).to_str().unwrap().to_owned();
    let pipe = name("pipe");
    make_pipe(Path::new(&pipe));
    let state = name("state");
    let start = |program: crate::pty::Program| {
        let mut session = program.environment("XDG_STATE_HOME", &state).start();
        session.until_shown("Theme one");
        session
    };

    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, APPARATUS).unwrap())
    };
    let mut session = start(postil().arguments(&[&name("essay.txt"), "--apparatus", &pipe]));
    writer.join().unwrap();
    fs::write(
        fixture.file("essay.txt"),
        format!("At first.\n\n{}", essay()),
    )
    .unwrap();
    session.until_shown("/41");
    assert!(session.text().contains("Theme one"));
    session.keys("q");
    assert_eq!(status(session.end()), 0);

    let (essay, apparatus) = (name("essay.txt"), name("essay.postil.toml"));
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, fs::read(essay).unwrap()).unwrap())
    };
    let mut session = start(postil().arguments(&[&pipe, "--apparatus", &apparatus]));
    writer.join().unwrap();
    fs::write(&apparatus, APPARATUS.replace("Theme one", "Renamed")).unwrap();
    session.until_shown("Renamed");
    assert!(session.text().contains("/41"));
}

#[test]
fn the_problem_count_is_shown_at_start_and_when_it_grows() {
    let fixture = Fixture::new();
    let file = fixture.file("essay.postil.toml");
    let wrong = APPARATUS.replace("Paragraph 2.", "Nowhere at all does this stand.");
    fs::write(&file, &wrong).unwrap();
    for size in [(80, 24), (50, 20)] {
        let essay = fixture.file("essay.txt");
        let mut session = postil()
            .arguments(&[essay.to_str().unwrap()])
            .environment("XDG_STATE_HOME", fixture.file("state").to_str().unwrap())
            .size(size.0, size.1)
            .start();
        session.until_shown("1 problem in the apparatus: !");
        session.keys("j");
        session.until_shown("q quit");
        let more = wrong.replace("themes = [\"one\"]", "themes = [\"one\"]\nsuports = []");
        fs::write(&file, more).unwrap();
        session.until_shown("1 more problem in the apparatus: !");
        fs::write(&file, &wrong).unwrap();
        session.keys("q");
        assert_eq!(status(session.end()), 0);
    }
}

#[test]
fn a_bad_apparatus_does_not_prevent_reading_the_essay() {
    let fixture = Fixture::new();
    let file = fixture.file("essay.postil.toml");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let mut session = postil()
        .arguments(&[fixture.file("essay.txt").to_str().unwrap()])
        .environment("XDG_STATE_HOME", fixture.file("state").to_str().unwrap())
        .size(120, 24)
        .start();
    session.until_shown("it is a directory");
    assert!(
        session.text().contains("Paragraph 1."),
        "{}",
        session.text()
    );
    fs::remove_dir(&file).unwrap();
    fs::write(&file, APPARATUS).unwrap();
    session.until_shown("Theme one");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

/// The encoding comes from the option, or from the apparatus, at every reload.
#[test]
fn a_reload_reads_the_encoding_of_the_start() {
    let directory = tempfile::tempdir().unwrap();
    let essay = directory.path().join("x.txt");
    let apparatus = directory.path().join("x.postil.toml");
    for from_apparatus in [false, true] {
        fs::write(&essay, b"Le caf\xe9.\n").unwrap();
        let mut arguments = vec![essay.to_str().unwrap()];
        if from_apparatus {
            let text = "format = 1\n[essay]\nencoding = \"windows-1252\"\n";
            fs::write(&apparatus, text).unwrap();
        } else {
            arguments.extend(["--encoding", "latin1"]);
        }
        let mut session = postil().arguments(&arguments).start();
        session.until_shown("Le café.");
        fs::write(&essay, b"Le th\xe9 est tr\xe8s bon.\n").unwrap();
        session.until_shown("Le thé est très bon.");
    }
}
