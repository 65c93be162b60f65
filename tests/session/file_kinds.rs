//! Files that could block, grow without end or not be written: each gives a message, and the reader goes on
//! or ends.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::pty::{Program, Session, postil, program, status};

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");

/// A directory with an essay, and directories for the state and the configuration.
struct Fixture {
    directory: TempDir,
}

impl Fixture {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let fixture = Self { directory };
        for name in ["state/postil/places", "config/postil"] {
            fs::create_dir_all(fixture.path(name)).unwrap();
        }
        fs::write(fixture.path("x.txt"), "First words.\n\nMore words.\n").unwrap();
        fixture
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn with_state(&self, program: Program) -> Program {
        let [state, config] = ["state", "config"].map(|name| self.path(name));
        program
            .environment("XDG_STATE_HOME", state.to_str().unwrap())
            .environment("XDG_CONFIG_HOME", config.to_str().unwrap())
            .size(120, 30)
    }

    fn start(&self) -> Session {
        let essay = self.path("x.txt");
        let program = postil().arguments(&[essay.to_str().unwrap()]);
        self.with_state(program).start()
    }

    /// Runs a script of the shell in the directory, in a terminal. `$POSTIL` is the program.
    fn run(&self, script: &str) -> Session {
        let script = format!("cd '{}'; {script}", self.directory.path().display());
        let program = program("bash").arguments(&["-c", &script]);
        self.with_state(program)
            .environment("POSTIL", POSTIL)
            .start()
    }

    fn make_pipe(&self, name: &str) {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    /// The only file in a directory.
    fn only_file(&self, name: &str) -> PathBuf {
        let files: Vec<_> = fs::read_dir(self.path(name)).unwrap().collect();
        let [file] = files.as_slice() else {
            panic!("{files:?}");
        };
        file.as_ref().unwrap().path()
    }

    fn temporary_files(&self) -> Vec<PathBuf> {
        let directories = [".", "state/postil", "state/postil/places"];
        let entries = directories
            .iter()
            .flat_map(|name| fs::read_dir(self.path(name)).unwrap());
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|it| it == "tmp"))
            .collect()
    }
}

#[test]
fn pipes_in_place_of_saved_state_are_reported_and_kept() {
    let fixture = Fixture::new();
    let mut session = fixture.start();
    session.until_shown("First words.");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    let location = fixture.only_file("state/postil/places");
    let location = location.strip_prefix(fixture.directory.path()).unwrap();
    for (name, words) in [
        (
            location.to_str().unwrap(),
            "Cannot read the saved location: it is a pipe",
        ),
        (
            "state/postil/searches.json",
            "Cannot read the saved searches: it is a pipe",
        ),
    ] {
        fixture.make_pipe(name);
        let mut session = fixture.start();
        session.until_shown(words);
        session.keys("/More\rq");
        assert_eq!(status(session.end()), 1, "{name}");
        let text = session.text();
        assert!(
            text.contains("postil: cannot save where you were"),
            "{text}"
        );
        session.check_restored();
        assert!(!fixture.path(name).is_file() && fixture.path(name).exists());
        fs::remove_file(fixture.path(name)).unwrap();
    }
}

#[test]
fn pipes_in_place_of_configuration_or_apparatus_are_reported() {
    let fixture = Fixture::new();
    fixture.make_pipe("config/postil/config.toml");
    let mut session = fixture.start();
    session.until_shown("1 mistake in the configuration");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    fixture.make_pipe("x.postil.toml");
    let mut session = fixture.start();
    session.until_shown("x.postil.toml: it is a pipe");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    for (command, expected) in [
        ("\"$POSTIL\" check x.txt", "it is a pipe"),
        ("\"$POSTIL\" config", "it is a pipe"),
    ] {
        let mut session = fixture.run(command);
        assert_eq!(status(session.end()), 1, "{command}");
        assert!(
            session.sent().contains(expected),
            "{command}: {}",
            session.sent()
        );
    }
}

/// A pipe may be written to late, or never.
#[test]
fn waiting_for_a_pipe_says_so_and_ends_with_ctrl_c() {
    let fixture = Fixture::new();
    fixture.make_pipe("pipe");
    for arguments in [
        "pipe",
        "show pipe",
        "x.txt --apparatus pipe",
        "<(sleep 100)",
    ] {
        let mut session = fixture.run(&format!("exec \"$POSTIL\" {arguments}"));
        session.until_shown("waiting for the pipe");
        session.keys("\x03");
        assert_eq!(status(session.end()), 130, "{arguments}");
        session.check_modes();
    }
    let mut session = fixture.run("(sleep 1; echo Late words.) > pipe & exec \"$POSTIL\" pipe");
    session.until_shown("Late words.");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn a_file_beyond_the_limit_is_refused_at_the_start_and_in_reload() {
    let fixture = Fixture::new();
    fs::write(
        fixture.path("config/postil/config.toml"),
        "max_file_size = 1",
    )
    .unwrap();
    let mut session = fixture.start();
    session.until_shown("First words.");
    let large = "Words of a large file.\n".repeat(50_000);
    assert!(large.len() > 1 << 20);
    for text in [large.clone().into_bytes(), vec![0; 1 << 19]] {
        let words = if text[0] == 0 {
            "NUL"
        } else {
            "larger than 1 MB"
        };
        fs::write(fixture.path("x.txt"), text).unwrap();
        session.until_shown(words);
        assert!(session.text().contains("First words."));
    }
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    fs::write(fixture.path("x.txt"), &large).unwrap();
    for arguments in ["x.txt", "show x.txt", "- < x.txt", "init x.txt"] {
        let mut session = fixture.run(&format!("\"$POSTIL\" {arguments}"));
        assert_eq!(status(session.end()), 1, "{arguments}");
        let text = session.text();
        assert!(
            text.contains("it is larger than 1 MB; max_file_size"),
            "{text}"
        );
    }
    fs::write(fixture.path("config/postil/config.toml"), "").unwrap();
    let file = fs::File::create(fixture.path("x.txt")).unwrap();
    file.set_len(1 << 40).unwrap();
    let mut session = fixture.start();
    assert_eq!(status(session.end()), 1);
    assert!(session.text().contains("larger than 256 MB"));
}

/// `ln -sfn` and Kubernetes change what a path leads to in this way.
#[test]
fn a_link_that_leads_to_another_file_is_reloaded() {
    let fixture = Fixture::new();
    for (directory, words) in [("old", "Old words."), ("new", "New words.")] {
        fs::create_dir(fixture.path(directory)).unwrap();
        fs::write(fixture.path(directory).join("file.txt"), words).unwrap();
    }
    symlink("old", fixture.path("data")).unwrap();
    fs::remove_file(fixture.path("x.txt")).unwrap();
    symlink("data/file.txt", fixture.path("x.txt")).unwrap();
    let mut session = fixture.start();
    session.until_shown("Old words.");
    for (target, words) in [("new", "New words."), ("old", "Old words.")] {
        symlink(target, fixture.path("data-new")).unwrap();
        fs::rename(fixture.path("data-new"), fixture.path("data")).unwrap();
        session.until_shown(words);
    }
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn write_errors_are_messages() {
    let fixture = Fixture::new();
    fs::write(fixture.path("old.json"), "old").unwrap();
    for (command, words) in [
        (
            "\"$POSTIL\" show x.txt >&-",
            "standard output: it is closed",
        ),
        ("\"$POSTIL\" show x.txt > /dev/full", "No space left"),
        ("\"$POSTIL\" check x.txt > /dev/full", "No space left"),
        ("\"$POSTIL\" --help > /dev/full", "No space left"),
        (
            "ulimit -f 0; \"$POSTIL\" show x.txt > out",
            "File too large",
        ),
        (
            "ulimit -f 0; \"$POSTIL\" export --format json x.txt --force -o old.json",
            "cannot write old.json: File too large",
        ),
        (
            "\"$POSTIL\" export --format json x.txt --force -o /dev/full",
            "cannot write /dev/full: No space left",
        ),
    ] {
        let mut session = fixture.run(command);
        assert_eq!(status(session.end()), 1, "{command}: {}", session.text());
        assert!(
            session.text().contains(words),
            "{command}: {}",
            session.text()
        );
        assert_eq!(fixture.temporary_files(), [] as [PathBuf; 0], "{command}");
    }
    assert_eq!(fs::read_to_string(fixture.path("old.json")).unwrap(), "old");
    // A reader that cannot save where it was has run all the same.
    let mut session = fixture.run("ulimit -f 0; \"$POSTIL\" x.txt");
    session.until_shown("First words.");
    session.keys("q");
    assert_eq!(status(session.end()), 1);
    session.check_restored();
    let words = "postil: cannot save where you were: File too large";
    assert!(session.text().contains(words), "{}", session.text());
    assert_eq!(fixture.temporary_files(), [] as [PathBuf; 0]);
}

#[test]
fn the_reader_works_without_threads() {
    let fixture = Fixture::new();
    // No thread can have a stack of this size.
    let program = postil()
        .arguments(&[fixture.path("x.txt").to_str().unwrap()])
        .environment("RUST_MIN_STACK", "100000000000000");
    let mut session = fixture.with_state(program).start();
    session.until_shown("Cannot start a thread");
    session.keys("/More\r");
    session.until_shown("1 of 1");
    session.keys("yq");
    assert_eq!(status(session.end()), 0);
    assert!(!session.sent().contains("bug"), "{}", session.sent());
}

#[test]
fn an_editor_starts_as_a_shell_would_start_it() {
    let fixture = Fixture::new();
    let editor = fixture.path("my editor");
    let told = fixture.path("told");
    let script = format!(
        "#!/bin/sh\nprintf '%s|' \"$@\" > '{0}.new'; mv '{0}.new' '{0}'\n",
        told.display()
    );
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = editor.to_str().unwrap();
    for (value, expected) in [
        (format!("'{editor}' -a 'b c'"), "-a|b c|+1|"),
        (format!("\"{editor}\" \"$WORD\""), "a  b|+1|"),
        (editor.replace(' ', "\\ "), "+1|"),
    ] {
        let program = postil()
            .arguments(&[fixture.path("x.txt").to_str().unwrap()])
            .environment("WORD", "a  b")
            .environment("EDITOR", &value);
        let mut session = fixture.with_state(program).start();
        session.until_shown("First words.");
        session.keys("e");
        session.until(&value, |_| told.exists());
        let told = fs::read_to_string(&told).unwrap();
        assert!(told.starts_with(expected), "{value}: {told}");
        assert!(told.ends_with("x.postil.toml|"), "{value}: {told}");
        fs::remove_file(fixture.path("told")).unwrap();
        session.keys("q");
        assert_eq!(status(session.end()), 0);
    }
}

/// Starts an export that replaces `out.json`.
fn export(fixture: &Fixture) -> Child {
    Command::new(POSTIL)
        .args([
            "export", "--format", "json", "long.txt", "--force", "-o", "out.json",
        ])
        .current_dir(fixture.directory.path())
        .env("XDG_CONFIG_HOME", fixture.path("config"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the export has a temporary file, or has ended.
fn wait_for_temporary_file(fixture: &Fixture, child: &mut Child) {
    while child.try_wait().unwrap().is_none() && fixture.temporary_files().is_empty() {}
}

#[test]
fn killed_exports_leave_nothing_after_the_next_and_signals_nothing_at_once() {
    let fixture = Fixture::new();
    fs::write(fixture.path("long.txt"), "Some words.\n\n".repeat(50_000)).unwrap();
    let mut left = 0;
    for round in 0..12_u64 {
        for signal in [Signal::KILL, Signal::INT, Signal::TERM] {
            let mut child = export(&fixture);
            wait_for_temporary_file(&fixture, &mut child);
            std::thread::sleep(Duration::from_micros(round * 700));
            let _ = kill_process(Pid::from_child(&child), signal);
            child.wait().unwrap();
            if signal == Signal::KILL {
                left += fixture.temporary_files().len();
                assert!(export(&fixture).wait().unwrap().success());
            }
            assert_eq!(fixture.temporary_files(), [] as [PathBuf; 0], "{signal:?}");
        }
    }
    assert!(left > 0, "no kill was in time");
    let json = fs::read(fixture.path("out.json")).unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
}

#[test]
fn an_export_keeps_owner_and_mode() {
    let fixture = Fixture::new();
    fs::write(fixture.path("long.txt"), "Words.\n").unwrap();
    let out = fixture.path("out.json");
    fs::write(&out, "").unwrap();
    // Only root can give files away.
    let given = chown(&out, Some(65_534), Some(65_534)).is_ok();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o6751)).unwrap();
    let before = fs::metadata(&out).unwrap();
    assert!(export(&fixture).wait().unwrap().success());
    let after = fs::metadata(&out).unwrap();
    assert_eq!(after.mode() & 0o7777, 0o751);
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
    assert_eq!(given, after.uid() == 65_534);
    assert!(after.len() > 0);
}

#[test]
fn killed_readers_leave_no_files_after_the_next() {
    let fixture = Fixture::new();
    for round in 0..10 {
        let mut session = fixture.start();
        session.until_shown("First words.");
        session.keys(format!("/words{round}\rq"));
        let end = Instant::now() + Duration::from_millis(2 * round);
        while Instant::now() < end {
            session.read(Duration::from_millis(1));
        }
        let _ = kill_process(session.pid(), Signal::KILL);
        session.end();
    }
    abandon(&fixture.path("state/postil"));
    abandon(&fixture.path("state/postil/places"));
    let mut session = fixture.start();
    session.until_shown("First words.");
    session.keys("/last\rq");
    session.end();
    assert_eq!(fixture.temporary_files(), [] as [PathBuf; 0]);
}

/// Makes the file that a run leaves if it is killed at the worst moment.
fn abandon(directory: &Path) {
    fs::write(directory.join(".postil-AAAAAAAAAAAAAAAA.tmp"), "").unwrap();
}
