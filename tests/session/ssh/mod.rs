//! Sessions through a real OpenSSH server and client, on this machine.
//!
//! Without a server the tests are skipped with a message; with `POSTIL_SSH=required` in the
//! environment they fail instead.

mod server;

use std::path::Path;
use std::time::Duration;

use crate::pty::{Session, program, status};
use crate::secure::{Guarded, press_everything, until_open};
use rustix::process::Signal;
use server::Server;

/// Starts Postil on the server and waits for its first frame.
fn reading(server: &Server) -> Session {
    let mut session = server.terminal(&server.postil()).start();
    session.until_shown("q quit");
    session
}

/// The server, or `None` if there is none.
fn server() -> Option<Server> {
    server_with("")
}

/// The same with additional settings.
fn server_with(settings: &str) -> Option<Server> {
    let server = Server::start(settings);
    if let Err(why) = &server {
        assert!(
            std::env::var("POSTIL_SSH").as_deref() != Ok("required"),
            "{why}"
        );
        eprintln!("skipped: {why}");
    }
    server.ok()
}

#[test]
fn keys_and_sizes_go_through() {
    let Some(server) = server() else { return };
    let mut session = reading(&server);
    let before = session.text();
    session.keys("j");
    session.until("another entry", |session| session.text() != before);
    session.resize(50, 20);
    session.until("a narrower screen", |session| {
        session
            .text()
            .lines()
            .all(|line| line.chars().count() <= 50)
            && session.text().contains("q quit")
    });
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn a_copy_goes_through() {
    let Some(server) = server() else { return };
    let mut session = reading(&server);
    session.keys("j]y");
    session.until_sent("\\x1b]52;c;");
    session.until_shown("the terminal's clipboard");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn suspend_is_refused_without_job_control() {
    let Some(server) = server() else { return };
    let mut session = reading(&server);
    session.keys("\x1a");
    session.until("a message", |session| {
        session.text().to_lowercase().contains("suspend")
    });
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn a_dropped_connection_ends_the_program() {
    let Some(server) = server() else { return };
    let file = server.directory().join("pid");
    let command = format!("echo $$ > '{}'; exec {}", file.display(), server.postil());
    let mut session = server.terminal(&command).start();
    session.until_shown("q quit");
    let pid = std::fs::read_to_string(&file).unwrap();
    let process = Path::new("/proc").join(pid.trim());
    assert!(process.exists());
    session.signal(Signal::KILL);
    session.end();
    session.until("the end at the other end", |_| !process.exists());
}

#[test]
fn without_a_terminal_text_is_printed() {
    let Some(server) = server() else { return };
    // Output is a pipe to a file: no terminal at either end.
    let file = server.directory().join("printed");
    let words = server.client(&["-T"], &server.postil());
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "ssh {} < /dev/null > '{}'; exit $?",
        words.join(" "),
        file.display()
    );
    let mut session = program("sh").arguments(&["-c", &script]).start();
    assert_eq!(status(session.end()), 0);
    while session.read(Duration::ZERO) {}
    let printed = std::fs::read_to_string(&file).unwrap();
    assert!(printed.contains("Cold War"), "{printed}");
    assert!(!printed.contains('\x1b'), "{}", printed.escape_debug());
}

/// The options of the keys in `docs/ssh.md`, for this binary and another essay.
fn recipes(essay: &str) -> Vec<String> {
    let lines = include_str!("../../../docs/ssh.md").lines();
    let postil = format!("{} --secure {essay}", env!("CARGO_BIN_EXE_postil"));
    lines
        .filter_map(|line| line.strip_suffix(" ssh-ed25519 AAAA… guest"))
        .map(|options| options.replace("postil --secure /srv/essay.md", &postil))
        .collect()
}

/// The recipes of `docs/ssh.md`, on a server whose environment tries to break them.
#[test]
fn a_forced_secure_command_gives_nothing_but_the_essay() {
    let guarded = Guarded::new();
    let variables = guarded.environment().into_iter();
    let variables: Vec<_> = variables
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let settings = format!("SetEnv {}\n", variables.join(" "));
    let Some(server) = server_with(&settings) else {
        return;
    };
    let recipes = recipes(&guarded.essay());
    assert_eq!(recipes.len(), 2, "{recipes:?}");
    for (number, options) in recipes.iter().enumerate() {
        server.authorize(options);
        // The client's command is ignored.
        let mark = guarded.path().join("started");
        let command = format!("touch '{}'; sh", mark.display());
        let mut session = server.terminal(&command).start();
        until_open(&mut session);
        if number == 0 {
            press_everything(&mut session, |session| {
                let screen = session.text();
                assert!(!screen.contains("someone's search"), "{screen}");
                assert!(!screen.contains("root:x:"), "{screen}");
            });
        }
        session.keys("\x1b");
        session.until_shown("q quit");
        session.keys("q");
        assert_eq!(status(session.end()), 0);
        guarded.check_untouched();
    }

    // Without a terminal the outline is printed.
    let words = server.client(&["-T"], "cat /etc/passwd");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut session = program("ssh").arguments(&words).start();
    assert_eq!(status(session.end()), 0);
    assert!(session.text().contains("A Title"), "{}", session.text());
    assert!(!session.text().contains("root:x:"), "{}", session.text());
}
