//! Sessions with `--secure`: no shell, no other program, no other file and no state can be reached.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, Instant};

use postil::tui::keymap::{DEFAULT_BINDINGS, KeyContext};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::{Program, Session, postil, probe, status};

/// Keys that end the reader, unless something is open.
const QUIT: [&str; 2] = ["q", "Ctrl-c"];

/// What a hostile terminal sends: a paste, clicks, the wheel, replies to queries, a broken sequence.
const HOSTILE: [&[u8]; 6] = [
    b"\x1b[200~e\x1a:edit\r!sh\r\x03\x1b[201~",
    b"\x1b[<0;40;5M\x1b[<0;40;5m\x1b[<0;40;5M\x1b[<0;2;24M\x1b[<65;40;5M",
    b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;c\x1b[?2026;1$y",
    b"\x1b]52;c;ZWNobyBpbmo=\x07\x1bP1$r0m\x1b\\",
    b"\x1b]8;;file:///etc/passwd\x07",
    b"\x1b[99999999999;;;;;~\x1b[I\x1b[O",
];

/// An essay with its apparatus, fake programs that leave a mark, and the configuration and state of the
/// account.
pub(crate) struct Guarded {
    directory: TempDir,
}

impl Guarded {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let guarded = Self { directory };
        for folder in ["bin", "config/postil", "state/postil"] {
            fs::create_dir_all(guarded.path().join(folder)).unwrap();
        }
        let write = |name: &str, text: &str| fs::write(guarded.path().join(name), text).unwrap();
        write(
            "essay.md",
            "# A Title\n\nThe cat sat on [a mat](https://example.org/mat), near \
             [a secret](file:///etc/passwd) and [another](/etc/passwd).\n",
        );
        write(
            "essay.postil.toml",
            "format = 1\n[essay]\ntitle = \"A Title\"\n[[theme]]\nid = \"cats\"\nname = \"Cats\"\n\
             [[claim]]\nid = \"sat\"\ntext = \"A cat sat.\"\nkind = \"descriptive\"\n\
             themes = [\"cats\"]\nquotes = [\"The cat sat\", \"The dog ate a large bone\"]\n",
        );
        write(
            "config/postil/config.toml",
            "mouse = true\n[keys.reader]\nedit = [\"x\", \"e\"]\nsuspend = \"s\"\nquit = \"F2\"\n",
        );
        write("state/postil/searches.json", "[\"someone's search\"]");
        for name in ["vi", "wl-copy", "xclip", "xsel", "clip.exe", "pbcopy"] {
            let mark = guarded.path().join("started").display().to_string();
            let script = format!("#!/bin/sh\necho {name} >> '{mark}'\n");
            write(&format!("bin/{name}"), &script);
            let file = guarded.path().join("bin").join(name);
            fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        guarded
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn essay(&self) -> String {
        self.path().join("essay.md").display().to_string()
    }

    /// Everything in the environment that could turn `--secure` off or start something.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let directory = self.path().display();
        vec![
            ("EDITOR", "vi".to_owned()),
            ("VISUAL", "vi".to_owned()),
            ("PATH", format!("bin:{directory}/bin:/usr/bin:/bin")),
            ("XDG_CONFIG_HOME", format!("{directory}/config")),
            ("XDG_STATE_HOME", format!("{directory}/state")),
            ("POSTIL_SECURE", "0".to_owned()),
            ("DISPLAY", ":0".to_owned()),
            ("WAYLAND_DISPLAY", "wayland-0".to_owned()),
            ("WSL_DISTRO_NAME", "x".to_owned()),
        ]
    }

    fn program(&self, arguments: &[&str]) -> Program {
        let essay = self.essay();
        let arguments: Vec<_> = arguments.iter().copied().chain([essay.as_str()]).collect();
        let environment = self.environment().into_iter();
        environment.fold(postil().arguments(&arguments), |program, (name, value)| {
            program.environment(name, &value)
        })
    }

    /// Panics if a program was started or a file was written.
    #[track_caller]
    pub(crate) fn check_untouched(&self) {
        let started = fs::read_to_string(self.path().join("started"));
        assert!(started.is_err(), "started: {started:?}");
        let searches = fs::read_to_string(self.path().join("state/postil/searches.json"));
        assert_eq!(searches.unwrap(), "[\"someone's search\"]");
        let count = |name: &str| fs::read_dir(self.path().join(name)).unwrap().count();
        assert_eq!(count("state"), 1);
        assert_eq!(count("state/postil"), 1);
    }
}

/// The bytes that a terminal sends for a key of the key table.
fn bytes(key: &str) -> Vec<u8> {
    let csi = |rest: &str| format!("\x1b[{rest}").into_bytes();
    match key {
        "↑" => csi("A"),
        "↓" => csi("B"),
        "→" => csi("C"),
        "←" => csi("D"),
        "PgUp" => csi("5~"),
        "PgDn" => csi("6~"),
        "Home" => csi("H"),
        "End" => csi("F"),
        "Shift-Tab" => csi("Z"),
        "F1" => b"\x1bOP".to_vec(),
        "Space" => b" ".to_vec(),
        "Tab" => b"\t".to_vec(),
        "Enter" => b"\r".to_vec(),
        "Backspace" => b"\x7f".to_vec(),
        "Esc" => b"\x1b".to_vec(),
        _ if key.starts_with("Ctrl-") => vec![key.as_bytes()["Ctrl-".len()] & 0x1f],
        _ => {
            assert_eq!(key.chars().count(), 1, "a new kind of key: {key}");
            key.as_bytes().to_vec()
        }
    }
}

/// Sends bytes, and waits until they have had their effect.
fn send(session: &mut Session, bytes: &[u8]) {
    session.keys(bytes);
    session.settle(
        Instant::now(),
        Duration::from_millis(80),
        Duration::from_millis(15),
    );
}

/// Presses every key of the key table in the panes, over the list of problems, in both prompts and over
/// the text of `Y`; runs forbidden commands by name; then sends what a hostile terminal may. `check` is
/// called after each step.
pub(crate) fn press_everything(session: &mut Session, mut check: impl FnMut(&mut Session)) {
    let tables = [
        (KeyContext::Reader, &["", "!"][..]),
        (KeyContext::Prompt, &["/", ":"]),
    ];
    for (context, places) in tables {
        let rows = DEFAULT_BINDINGS.iter().filter(|(of, ..)| *of == context);
        let keys: Vec<_> = rows.flat_map(|(_, keys, _)| *keys).collect();
        for before in places {
            for key in keys
                .iter()
                .filter(|key| !(before.is_empty() && QUIT.contains(key)))
            {
                send(session, &[before.as_bytes(), &bytes(key)].concat());
                check(session);
                // Closes what is open, or goes back from the text of Y.
                send(session, b"\x1b");
            }
        }
    }
    for key in ["Ctrl-z", "e", "!"] {
        send(session, b"Y");
        send(session, &bytes(key));
        check(session);
        send(session, b"\x1b");
    }
    for command in ["edit", "suspend", "run edit", "Open your editor"] {
        send(session, format!(":{command}\r").as_bytes());
        check(session);
        send(session, b"\x1b");
    }
    for bytes in HOSTILE {
        for before in ["", "M", "!", "/"] {
            send(session, &[before.as_bytes(), bytes].concat());
            check(session);
            send(session, b"\x1b");
        }
    }
}

/// Panics if the program has a child process or was stopped.
#[track_caller]
fn check_alone(session: &mut Session) {
    let process = session.pid().as_raw_nonzero();
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    for thread in threads.flatten() {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        assert_eq!(children, "", "a child process; {}", session.text());
    }
    assert_ne!(session.state(), 'T', "{}", session.text());
}

/// Waits for the first frame, and replaces the message about the apparatus by the hints.
pub(crate) fn until_open(session: &mut Session) {
    session.until_shown("2 problems in the apparatus: ! lists them");
    session.keys("k");
    session.until_shown("? help");
}

#[test]
fn no_key_leaves_the_reader_or_starts_a_program() {
    let guarded = Guarded::new();
    let mut session = guarded.program(&["--secure"]).start();
    until_open(&mut session);
    press_everything(&mut session, check_alone);
    session.keys("\x1b\x1b");
    session.until_shown("q quit");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    guarded.check_untouched();
    session.check_restored();
}

#[test]
fn without_secure_the_same_keys_start_programs() {
    let guarded = Guarded::new();
    let mut session = guarded.program(&[]).start();
    until_open(&mut session);
    let started = guarded.path().join("started");
    session.keys("x");
    session.until("the editor", |_| started.exists());
}

#[test]
fn a_copy_goes_to_the_terminal_only() {
    let guarded = Guarded::new();
    let mut session = guarded.program(&["--secure"]).start();
    until_open(&mut session);
    session.keys("j]y");
    session.until_shown("Sent to the terminal's clipboard: ");
    assert!(session.sent().contains("\\x1b]52;c;"));
    session.keys("Y");
    session.until_shown("press any key");
    session.keys("\x1a");
    session.until_shown("q quit");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    guarded.check_untouched();
}

#[test]
fn links_to_files_are_not_sent() {
    let guarded = Guarded::new();
    let mut session = guarded.program(&["--secure"]).start();
    session.until_sent(";https://example.org/mat");
    until_open(&mut session);
    for target in ["file:", ";/etc"] {
        assert!(!session.sent().contains(target), "{}", session.sent());
    }
}

#[test]
fn searches_and_locations_are_not_kept() {
    let guarded = Guarded::new();
    for _ in 0..2 {
        let mut session = guarded.program(&["--secure"]).start();
        until_open(&mut session);
        let first = session.text();
        assert!(session.text().contains("▌ The essay"), "{first}");
        send(&mut session, b"/");
        send(&mut session, b"\x1b[A");
        session.until_shown("/");
        for text in ["someone's search", "mat near"] {
            assert!(!session.text().contains(text), "{}", session.text());
        }
        send(&mut session, b"mat near\r");
        send(&mut session, b"jj");
        send(&mut session, b"\x1b\x1b");
        session.keys("q");
        assert_eq!(status(session.end()), 0);
        guarded.check_untouched();
    }
}

#[test]
fn the_configuration_is_not_read() {
    let guarded = Guarded::new();
    let mut session = guarded.program(&["--secure"]).start();
    until_open(&mut session);
    assert!(!session.sent().contains("?1000;"), "the mouse is on");
}

#[test]
fn an_essay_without_apparatus_names_no_command() {
    let guarded = Guarded::new();
    fs::remove_file(guarded.path().join("essay.postil.toml")).unwrap();
    for (arguments, names_command) in [(&[][..], true), (&["--secure"], false)] {
        let mut session = guarded.program(arguments).start();
        session.until_shown("This essay has no apparatus");
        while session.read(Duration::from_millis(100)) {}
        assert_eq!(session.text().contains("postil init"), names_command);
    }
}

#[test]
fn a_linked_apparatus_is_not_followed_at_start_or_later() {
    let guarded = Guarded::new();
    let apparatus = guarded.path().join("essay.postil.toml");
    let secret = guarded.path().join("secret.toml");
    fs::write(&secret, "hidden = words\n").unwrap();
    fs::remove_file(&apparatus).unwrap();
    symlink(&secret, &apparatus).unwrap();
    let mut session = guarded.program(&["--secure"]).start();
    session.until_shown("it is a link");
    session.keys("q");
    session.end();

    let text = Guarded::new();
    let apparatus = text.path().join("essay.postil.toml");
    let mut session = text.program(&["--secure"]).start();
    until_open(&mut session);
    let link = text.path().join("link");
    symlink(&secret, &link).unwrap();
    fs::rename(&link, &apparatus).unwrap();
    session.until_shown("it is a link");
    send(&mut session, b"!");
    send(&mut session, b"\r");
    assert!(!session.text().contains("hidden"), "{}", session.text());
}

#[test]
fn a_job_is_not_suspended_by_key_or_signal() {
    let guarded = Guarded::new();
    let mut session = guarded.program(&["--secure"]).into_job().start();
    until_open(&mut session);
    session.keys("\x1a");
    session.signal_job(Signal::TSTP);
    session.until_shown("Cannot suspend");
    for key in ["]", "Y", "\x1a", "\x1a", "\x1b"] {
        send(&mut session, key.as_bytes());
    }
    assert!(!session.sent().contains("[stopped]"));
    session.until_shown("q quit");
    session.keys("q");
    session.until_shown("[stopped]");
    session.keys("\n");
    // There is no job left that could be resumed.
    session.until_shown("[ended 1]");
}

/// While an essay is read the terminal is not in raw mode yet, so that Ctrl-Z sends a signal.
#[test]
fn a_job_is_not_suspended_before_the_reader_opens() {
    for (secure, stopped) in [("1", false), ("0", true)] {
        let program = postil().arguments(&["show", "-"]);
        let program = program.environment("POSTIL_SECURE", secure);
        let mut session = program.into_job().start();
        session.until("a job that reads", |session| {
            let shell = session.pid().as_raw_nonzero();
            let children = format!("/proc/{shell}/task/{shell}/children");
            let children = fs::read_to_string(children).unwrap_or_default();
            let job = children.split_whitespace().next().unwrap_or_default();
            let program = fs::read_link(format!("/proc/{job}/exe")).unwrap_or_default();
            let stat = fs::read_to_string(format!("/proc/{job}/stat")).unwrap_or_default();
            program.ends_with("postil") && stat.contains(") S ")
        });
        session.keys("\x1a");
        if !stopped {
            session.keys("Some words.\n\x04");
        }
        session.until_shown("[stopped]");
        let printed = session.text().matches("Some words.").count();
        assert_eq!(printed, if stopped { 0 } else { 2 }, "{}", session.text());
    }
}

#[test]
fn the_terminal_itself_refuses_programs_and_suspension() {
    let mut session = probe().environment("PROBE_SECURE", "1").start();
    session.until_shown("probe 80x24");
    session.keys("e");
    session.until_shown("ProgramExited(Err(Kind(PermissionDenied)))");
    session.keys("\x1a");
    session.until_shown("CannotSuspend");
    assert!(!session.sent().contains("edit"), "{}", session.sent());
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}
