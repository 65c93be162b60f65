//! Times of a session, seen from the far side of a pty.

use std::time::{Duration, Instant};

use crate::pty::{Program, Session};

/// A program that has written nothing for so long has answered.
const QUIET: Duration = Duration::from_millis(25);

/// A program may take so long to begin.
const BEGINNING: Duration = Duration::from_secs(20);

/// A key may take so long to show anything; many show nothing.
const ANSWER: Duration = Duration::from_millis(150);

/// The median of some times.
pub(crate) fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.into_iter().collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The medians of two measurements made in turns, so that what else the machine does hits both.
pub(crate) fn in_turns(
    runs: usize,
    mut one: impl FnMut() -> Duration,
    mut other: impl FnMut() -> Duration,
) -> [Duration; 2] {
    let (ones, others): (Vec<_>, Vec<_>) = (0..runs).map(|_| (one(), other())).unzip();
    [median(ones), median(others)]
}

/// From the start of a program to the last byte of its first frame.
pub(crate) fn first_frame(program: &Program) -> Duration {
    let start = Instant::now();
    let mut session = program.start();
    session.settle(start, BEGINNING, QUIET)
}

/// A program with its first frame on the screen.
pub(crate) fn opened(program: &Program) -> Session {
    let mut session = program.start();
    session.settle(Instant::now(), BEGINNING, QUIET);
    session
}

/// From a key to the last byte of its answer; nothing if there is none.
pub(crate) fn key(session: &mut Session, key: &str) -> Duration {
    let start = Instant::now();
    session.keys(key);
    session.settle(start, ANSWER, QUIET)
}

/// From a new width to the last byte of the answer.
pub(crate) fn resizes(session: &mut Session, width: u16) -> Duration {
    let start = Instant::now();
    session.resize(width, 24);
    session.settle(start, ANSWER, QUIET)
}

/// Reads until a text is on the screen.
pub(crate) fn until_shown(session: &mut Session, text: &str) {
    session.until(text, |session| session.text().contains(text));
}
