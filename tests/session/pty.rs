//! A program in a real pty, with a terminal emulator for its screen.
//!
//! Nothing here waits for a fixed time: [`Session::until`] waits for a condition and fails after a
//! timeout that only a hanging program reaches.

#![allow(dead_code, reason = "each test that shares this uses a part of it")]
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pts, Pty};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, tcgetattr};

/// Longer than anything takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(45);

/// Environment variables that would influence the program.
const CLEARED: [&str; 9] = [
    "COLORTERM",
    "NO_COLOR",
    "TMUX",
    "STY",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "VISUAL",
    "EDITOR",
];

/// Defaults that a test can override. `/dev/null` contains no directory, so no state is saved and no
/// configuration read.
const SET: [(&str, &str); 3] = [
    ("TERM", "xterm-256color"),
    ("XDG_STATE_HOME", "/dev/null"),
    ("XDG_CONFIG_HOME", "/dev/null"),
];

/// A program to be started.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, Option<String>)>,
    size: (u16, u16),
}

/// The `postil` binary.
pub(crate) fn postil() -> Program {
    program(env!("CARGO_BIN_EXE_postil"))
}

/// The example program that shows the events of the loop.
pub(crate) fn probe() -> Program {
    let directory = Path::new(env!("CARGO_BIN_EXE_postil")).parent().unwrap();
    let path = directory.join("examples/terminal_probe");
    assert!(
        path.exists(),
        "run `cargo build --example terminal_probe` first"
    );
    program(path)
}

/// Starts Postil and waits for the first frame.
pub(crate) fn reading() -> Session {
    let mut session = postil().start();
    session.until_shown("q quit");
    session
}

/// Starts the probe and waits for the first frame.
pub(crate) fn probing() -> Session {
    let mut session = probe().start();
    session.until_shown("probe 80x24");
    session
}

/// Any program, at 80 columns and 24 rows.
pub(crate) fn program(path: impl Into<PathBuf>) -> Program {
    Program {
        path: path.into(),
        arguments: Vec::new(),
        environment: CLEARED
            .iter()
            .map(|name| ((*name).to_owned(), None))
            .chain(SET.map(|(name, value)| (name.to_owned(), Some(value.to_owned()))))
            .collect(),
        size: (80, 24),
    }
}

impl Program {
    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments
            .iter()
            .map(|argument| (*argument).to_owned())
            .collect();
        self
    }

    pub(crate) fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment
            .push((name.to_owned(), Some(value.to_owned())));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.environment.push((name.to_owned(), None));
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// The same program started by a shell with job control. The shell prints `[stopped]` when it gets
    /// the terminal back, then continues the program, and prints `[ended N]` at the end.
    pub(crate) fn into_job(self) -> Self {
        let script = "set -m; \"$0\" \"$@\"; echo \"[stopped]\"; read line; fg >/dev/null; echo \"[ended $?]\"";
        let path = self.path.display().to_string();
        let mut arguments = vec!["-c".to_owned(), script.to_owned(), path];
        arguments.extend(self.arguments);
        Self {
            path: "bash".into(),
            arguments,
            ..self
        }
    }

    pub(crate) fn start(&self) -> Session {
        let (columns, rows) = self.size;
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(Size::new(rows, columns)).unwrap();
        let found = tcgetattr(&pty).unwrap();
        let mut command = Command::new(&self.path).args(&self.arguments);
        for (name, value) in &self.environment {
            command = match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let child = command.spawn_borrowed(&pts).unwrap();
        Session {
            pty: Some(pty),
            pts: Some(pts),
            child,
            found,
            emulator: vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0),
            sent: Vec::new(),
        }
    }
}

/// A running program.
pub(crate) struct Session {
    pty: Option<Pty>,
    /// The program's end of the pty, kept open so that its modes can be read after the program's end.
    pts: Option<Pts>,
    child: Child,
    found: Termios,
    emulator: vt100::Parser,
    /// Everything the program has written since [`Session::forget`].
    sent: Vec<u8>,
}

impl Session {
    /// The screen.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// The screen as text.
    pub(crate) fn text(&self) -> String {
        self.screen().contents()
    }

    /// The output since [`Session::forget`], with visible escapes.
    pub(crate) fn sent(&self) -> String {
        self.sent.escape_ascii().to_string()
    }

    /// The number of bytes sent since [`Session::forget`].
    pub(crate) fn count(&self) -> usize {
        self.sent.len()
    }

    pub(crate) fn forget(&mut self) {
        self.sent.clear();
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub(crate) fn keys(&mut self, keys: impl AsRef<[u8]>) {
        self.pty.as_mut().unwrap().write_all(keys.as_ref()).unwrap();
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Sends a signal to the program's first child, which is the job of a shell.
    pub(crate) fn signal_job(&self, signal: Signal) {
        let shell = self.pid().as_raw_nonzero();
        let path = format!("/proc/{shell}/task/{shell}/children");
        let children = std::fs::read_to_string(path).unwrap();
        let job = children.split_whitespace().next().unwrap().parse().unwrap();
        kill_process(Pid::from_raw(job).unwrap(), signal).unwrap();
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.emulator
            .screen_mut()
            .set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        self.pty
            .as_ref()
            .unwrap()
            .resize(Size::new(rows, columns))
            .unwrap();
    }

    /// Changes the size that the program sees, to one that the emulator could not hold.
    pub(crate) fn resize_unseen(&mut self, columns: u16, rows: u16) {
        let pty = self.pty.as_ref().unwrap();
        pty.resize(Size::new(rows, columns)).unwrap();
    }

    /// Waits until the program has slept for half a second, without reading its output.
    #[track_caller]
    pub(crate) fn until_idle_unread(&self) {
        let end = Instant::now() + PATIENCE;
        loop {
            let slices = self.context_switches();
            std::thread::sleep(Duration::from_millis(500));
            if self.context_switches() == slices {
                break;
            }
            assert!(Instant::now() < end, "it never sleeps");
        }
    }

    /// The program's end of the terminal.
    pub(crate) fn pts(&self) -> &Pts {
        self.pts.as_ref().unwrap()
    }

    /// Closes the terminal.
    pub(crate) fn hang_up(&mut self) {
        self.pts = None;
        self.pty = None;
    }

    /// Reads what arrives within `patience`; false if nothing did.
    pub(crate) fn read(&mut self, patience: Duration) -> bool {
        let Some(pty) = &mut self.pty else {
            return false;
        };
        let patience = Timespec::try_from(patience).unwrap();
        let mut fds = [PollFd::new(&*pty, PollFlags::IN)];
        if !poll(&mut fds, Some(&patience)).is_ok_and(|count| count > 0) {
            return false;
        }
        let mut buffer = [0; 1 << 14];
        let count = pty.read(&mut buffer).unwrap_or(0);
        self.emulator.process(&buffer[..count]);
        self.sent.extend(&buffer[..count]);
        count > 0
    }

    /// Reads until nothing has arrived for `quiet` (at first: `patience`). Returns the time from `start`
    /// to the last byte.
    pub(crate) fn settle(
        &mut self,
        start: Instant,
        patience: Duration,
        quiet: Duration,
    ) -> Duration {
        let mut last = Duration::ZERO;
        let mut wait = patience;
        while self.read(wait) {
            last = start.elapsed();
            wait = quiet;
        }
        last
    }

    /// Reads until `done` is true; panics after a timeout.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !done(self) {
            assert!(
                Instant::now() < end,
                "{what} has not come about; the screen shows\n{}\nand was sent {}",
                self.text(),
                self.sent()
            );
            self.read(Duration::from_millis(20));
        }
    }

    #[track_caller]
    pub(crate) fn until_shown(&mut self, text: &str) {
        self.until(text, |session| session.text().contains(text));
    }

    /// Reads until the program has slept for half a second, and forgets its output. A program that wakes up
    /// by itself never reaches this.
    #[track_caller]
    pub(crate) fn until_asleep(&mut self) {
        let end = Instant::now() + PATIENCE;
        loop {
            let slices = self.context_switches();
            if !self.read(Duration::from_millis(500)) && self.context_switches() == slices {
                break;
            }
            assert!(Instant::now() < end, "it never sleeps: {}", self.sent());
        }
        self.forget();
    }

    #[track_caller]
    pub(crate) fn until_sent(&mut self, bytes: &str) {
        self.until(bytes, |session| session.sent().contains(bytes));
    }

    /// Waits for the end while reading the output.
    #[track_caller]
    pub(crate) fn end(&mut self) -> ExitStatus {
        self.end_after(true)
    }

    /// Waits for the end without reading anything.
    #[track_caller]
    pub(crate) fn end_unread(&mut self) -> ExitStatus {
        self.end_after(false)
    }

    #[track_caller]
    fn end_after(&mut self, reading: bool) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while reading && self.read(Duration::ZERO) {}
                return status;
            }
            assert!(
                Instant::now() < end,
                "it does not end; the screen shows\n{}",
                self.text()
            );
            if !reading || !self.read(Duration::from_millis(5)) {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }

    /// Panics unless the terminal is as it was before the program.
    #[track_caller]
    pub(crate) fn check_restored(&self) {
        let screen = self.screen();
        assert!(
            !screen.alternate_screen(),
            "the alternate screen is left on"
        );
        assert!(!screen.hide_cursor(), "the cursor is left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is left on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(
            self.sent().contains("\\x1b[r"),
            "the margins are taken back"
        );
        assert!(
            self.sent().contains("\\x1b[?2026l"),
            "output is no longer held back"
        );
        self.check_modes();
    }

    /// Panics unless the terminal's modes are as they were.
    #[track_caller]
    pub(crate) fn check_modes(&self) {
        let now = tcgetattr(self.pts()).unwrap();
        assert_eq!(now.local_modes, self.found.local_modes);
        assert_eq!(now.input_modes, self.found.input_modes);
        assert_eq!(now.output_modes, self.found.output_modes);
    }

    /// The number of context switches of the program.
    pub(crate) fn context_switches(&self) -> String {
        let path = format!("/proc/{}/schedstat", self.pid().as_raw_nonzero());
        std::fs::read_to_string(path).unwrap()
    }

    /// The program's peak resident memory, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.pid().as_raw_nonzero());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.unwrap().split_whitespace().next().unwrap();
        kilobytes.parse::<u64>().unwrap() * 1024
    }

    /// The process state from `/proc`: `S` sleeping, `T` stopped.
    pub(crate) fn state(&self) -> char {
        let path = format!("/proc/{}/stat", self.pid().as_raw_nonzero());
        let stat = std::fs::read_to_string(path).unwrap();
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        fields.chars().next().unwrap()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The status as a shell reports it: for a signal, 128 plus its number.
pub(crate) fn status(status: ExitStatus) -> i32 {
    status
        .code()
        .unwrap_or_else(|| 128 + status.signal().unwrap())
}
