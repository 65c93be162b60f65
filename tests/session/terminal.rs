//! Sessions in a real pty: the terminal's state before, during and after.

use std::time::{Duration, Instant};

use crate::pty::{probe, probing, reading, status};
use rustix::process::Signal;

const QUESTION: &str = "\\x1b]11;?\\x1b\\\\\\x1b[c";

#[test]
fn the_first_frame_waits_for_no_answer() {
    let mut session = reading();
    let frame = session.sent().find("\\x1b[?2026h").unwrap();
    assert_eq!(session.sent().matches(QUESTION).count(), 1);
    assert!(session.sent().find(QUESTION).unwrap() > frame);
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn terminals_that_cannot_answer_are_not_queried() {
    for term in ["linux", "screen", "screen-256color"] {
        let mut session = probe().environment("TERM", term).start();
        session.until_shown("probe 80x24");
        session.keys("q");
        session.end();
        assert!(
            !session.sent().contains("\\x1b]11"),
            "{term}: {}",
            session.sent()
        );
        assert!(
            !session.sent().contains("\\x1b[c"),
            "{term}: {}",
            session.sent()
        );
    }
}

#[test]
fn a_late_answer_sets_the_palette_and_is_not_a_key() {
    let mut session = reading();
    let dark = session.screen().contents_formatted();
    let text = session.text();
    session.forget();
    session.keys("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;1c");
    session.until("another palette", |session| {
        session.screen().contents_formatted() != dark
    });
    assert_eq!(session.text(), text);
    let light = session.screen().contents_formatted();
    // Again, in parts, followed by a key.
    session.keys("\x1b]11;rgb:ff");
    session.keys("ff/ffff/ffff\x1b");
    session.keys("\\\x1b[?62;1cj");
    session.until("the next entry", |session| session.text() != text);
    assert_ne!(session.screen().contents_formatted(), light);
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn keys_that_quit_restore_the_terminal() {
    for keys in ["q", "\x03"] {
        let mut session = reading();
        session.keys("M");
        session.until_sent("\\x1b[?1000;1002;1006h");
        session.keys(keys);
        assert_eq!(status(session.end()), 0);
        session.check_restored();
    }
}

#[test]
fn signals_restore_the_terminal() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let mut session = reading();
        session.signal(signal);
        assert_eq!(status(session.end()), 128 + signal.as_raw());
        session.check_restored();
    }
}

#[test]
fn a_panic_message_follows_the_restored_terminal() {
    // In the event loop and in another thread.
    for key in ["!", "?"] {
        let mut session = probing();
        session.forget();
        session.keys(key);
        assert_eq!(status(session.end()), 101);
        session.check_restored();
        let sent = session.sent();
        let left = sent.find("\\x1b[?1049l").unwrap();
        let message = sent.find("asked to").unwrap();
        let report = sent.find("This is a bug").unwrap();
        assert!(left < message && message < report, "{sent}");
    }
}

#[test]
fn the_program_ends_when_the_terminal_disappears() {
    let mut session = reading();
    session.hang_up();
    assert_eq!(status(session.end()), 129);
}

#[test]
fn an_idle_program_does_nothing() {
    let mut session = reading();
    session.until_asleep();
    let slices = session.context_switches();
    assert!(!session.read(Duration::from_millis(500)));
    assert_eq!(session.context_switches(), slices);
    assert_eq!(session.sent(), "");
}

#[test]
fn a_suspended_job_comes_back() {
    for stop in ["key", "signal"] {
        let mut session = probe().into_job().start();
        session.until_shown("probe 80x24");
        session.forget();
        if stop == "key" {
            session.keys("\x1a");
        } else {
            session.signal_job(Signal::TSTP);
        }
        session.until_shown("[stopped]");
        session.check_restored();
        session.resize(100, 30);
        session.forget();
        session.keys("\n");
        session.until_shown("probe 100x30");
        session.until_shown("Resumed");
        assert!(
            session.sent().contains("\\x1b[?1049h"),
            "{}",
            session.sent()
        );
        session.keys("q");
        session.until_shown("[ended 0]");
        session.check_restored();
    }
}

#[test]
fn suspend_is_refused_without_job_control() {
    // Without a shell, the program is the session leader.
    let mut session = probing();
    session.keys("\x1a");
    session.until_shown("CannotSuspend");
    session.signal(Signal::TSTP);
    session.until("staying twice", |session| {
        session.text().matches("CannotSuspend").count() == 2
    });
    assert_ne!(session.state(), 'T');
    let mut session = reading();
    session.keys("\x1a");
    session.until("a message", |session| {
        session.text().to_lowercase().contains("suspend")
    });
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn an_external_stop_redraws_everything() {
    let mut session = reading();
    let text = session.text();
    session.signal(Signal::STOP);
    session.until("a stop", |session| session.state() == 'T');
    while session.read(Duration::from_millis(100)) {}
    session.forget();
    session.signal(Signal::CONT);
    session.until_sent("\\x1b[?1049h");
    session.until_sent("\\x1b[?2026l");
    assert!(session.sent().contains("\\x1b[J"), "{}", session.sent());
    assert_eq!(session.text(), text);
}

#[test]
fn many_resizes_are_handled_as_one() {
    let mut session = probing();
    session.forget();
    let start = Instant::now();
    for step in 0..200 {
        session.resize(60 + step % 50, 20 + step % 17);
    }
    session.resize(91, 27);
    session.until_shown("probe 91x27");
    // One for each pause between resizes. No machine is so slow that every resize is followed by one.
    let pauses = start.elapsed().as_millis() / 25;
    let frames = session.sent().matches("\\x1b[r\\x1b[J").count();
    assert!(frames > 0);
    assert!(
        frames as u128 <= pauses + 2,
        "{frames} frames, {pauses} pauses"
    );
    session.keys("j");
    session.until_shown("key Char('j')");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn a_stalled_terminal_loses_no_key() {
    let mut session = probing();
    session.forget();
    // Nobody reads, so the output fills the pty and then has to wait.
    for _ in 0..60 {
        session.keys("j".repeat(50));
        session.keys("\x0c");
        std::thread::sleep(Duration::from_millis(2));
    }
    session.until_shown("keys 3060");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn a_stalled_terminal_does_not_prevent_quitting() {
    let mut session = probe().size(200, 60).start();
    session.until_shown("probe 200x60");
    session.keys("F");
    session.until("frames of another letter", |session| {
        session.text().contains("bbbbbbbb")
    });
    // More than any pty buffers.
    for _ in 0..100 {
        session.keys("F");
        std::thread::sleep(Duration::from_millis(2));
    }
    session.keys("q");
    assert_eq!(status(session.end_unread()), 0);
    // Output that was not read is dropped to make room for restoring the terminal.
    while session.read(Duration::ZERO) {}
    session.check_restored();
}

#[test]
fn the_shared_terminal_is_never_non_blocking() {
    let session = probing();
    let flags = rustix::fs::fcntl_getfl(session.pts()).unwrap();
    assert!(!flags.contains(rustix::fs::OFlags::NONBLOCK));
}
