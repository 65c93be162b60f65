//! The bytes sent for a key: one frame, after which every cell is as in a full redraw.

use std::time::Duration;

use crate::pty::{Session, postil, status};

/// Presses keys that change something and waits for the frame. Returns the output with visible escapes.
#[track_caller]
fn frame(session: &mut Session, keys: &str) -> String {
    session.forget();
    session.keys(keys);
    session.until("a frame", |session| {
        let sent = session.sent();
        // A frame that is not a synchronized update is written at once.
        sent.ends_with("\\x1b[?2026l") || !(sent.is_empty() || sent.starts_with("\\x1b[?2026h"))
    });
    session.sent()
}

/// The visible cells above the footer, where messages come and go. Of a blank only the background
/// counts.
fn cells(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let (rows, columns) = screen.size();
    let places = (0..rows.get() - 1).flat_map(|y| (0..columns.get()).map(move |x| (y, x)));
    let cells = places.filter_map(|(y, x)| screen.cell(y, x));
    let seen = cells.map(|cell| {
        let (bg, lines) = (cell.bgcolor(), (cell.inverse(), cell.underline()));
        if cell.contents().trim().is_empty() {
            return format!("{bg:?} {lines:?}");
        }
        let ink = (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic());
        format!("{} {bg:?} {lines:?} {ink:?}", cell.contents())
    });
    seen.collect()
}

#[test]
fn every_key_draws_one_correct_frame() {
    let keys = [
        "j", "j", "j", "j", "k", "\t", "j", "j", "j", "k", " ", "b", "]", "]", "]", "[", "\t", "j",
        "j", "\r", "\x7f", "L", "2", "3", "1", "z", "z", "/", "c", "h", "\r", "n", "n", "N", "?",
        "q", ":", "j", "a", "\r", "!", "\x04", "\x15", "G", "g",
    ];
    for (columns, rows) in [(80, 24), (120, 40), (160, 45), (50, 20)] {
        let mut session = postil().size(columns, rows).start();
        session.until_shown("The essay");
        while session.read(Duration::from_millis(100)) {}
        for (number, key) in keys.into_iter().enumerate() {
            let sent = frame(&mut session, key);
            let place = format!("{columns}x{rows}, key {number} {key:?}: {sent}");
            let updates = sent.matches("\\x1b[?2026h").count();
            assert_eq!(updates, usize::from(session.count() > 1380), "{place}");
            assert!(!sent.contains("\\x1b[J"), "{place}");
            assert!(!sent.contains("\\x1b[2J"), "{place}");
            let shown = cells(&session);
            let sent = frame(&mut session, "\x0c");
            assert!(sent.contains("\\x1b[J"), "it is drawn anew: {place}");
            assert_eq!(shown, cells(&session), "{place}");
        }
        session.keys("q");
        assert_eq!(status(session.end()), 0);
    }
}

#[test]
fn many_resizes_keep_the_line_being_read() {
    let mut session = postil().start();
    session.until_shown("The essay");
    for key in ["\t", " ", "j"] {
        frame(&mut session, key);
    }
    let line = |session: &Session| {
        let text = session.text();
        let rows = text.lines().skip(1).filter_map(|row| row.split('│').nth(1));
        let mut rows = rows.map(|row| row.trim().to_owned());
        rows.find(|row| !row.is_empty())
    };
    let read = line(&session);
    assert!(read.is_some());
    for step in 0..200 {
        session.resize(64 + step % 50, 20 + step % 17);
    }
    session.resize(80, 24);
    session.until("the same line", |session| line(session) == read);
    // Nothing was drawn outside, and nothing is left over from another size.
    let shown = cells(&session);
    frame(&mut session, "\x0c");
    session.until("the same line", |session| line(session) == read);
    assert_eq!(shown, cells(&session));
}

#[test]
fn the_location_is_saved_when_the_terminal_disappears() {
    let state = tempfile::tempdir().unwrap();
    let directory = state.path().display().to_string();
    let program = postil().environment("XDG_STATE_HOME", &directory);
    let mut session = program.start();
    session.until_shown("The essay");
    for key in ["j", "j", "j", "\t"] {
        frame(&mut session, key);
    }
    let shown = session.text();
    session.hang_up();
    assert_eq!(status(session.end()), 129);
    let mut session = program.start();
    let body = |text: &str| {
        let rows: Vec<&str> = text.lines().map(str::trim_end).collect();
        rows[..rows.len() - 1].join("\n")
    };
    session.until("the same screen", |session| {
        let now = session.text();
        !now.is_empty() && body(&now) == body(&shown)
    });
}
