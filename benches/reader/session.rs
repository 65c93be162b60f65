//! Times of a session, measured from the other side of a pty.

use std::time::{Duration, Instant};

use crate::pty::{Program, Session};

/// A program that has written nothing for this long has finished its answer.
const QUIET: Duration = Duration::from_millis(25);

/// Timeout for the first frame.
const BEGINNING: Duration = Duration::from_secs(20);

/// Timeout for a key's answer; many keys change nothing.
const ANSWER: Duration = Duration::from_millis(150);

/// The median.
pub(crate) fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.into_iter().collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The medians of two alternating measurements, so that other load on the machine affects both.
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

/// Starts a program and waits for its first frame.
pub(crate) fn opened(program: &Program) -> Session {
    let mut session = program.start();
    session.settle(Instant::now(), BEGINNING, QUIET);
    session
}

/// From a key to the last byte of its answer; zero if there is none.
pub(crate) fn key(session: &mut Session, key: &str) -> Duration {
    let start = Instant::now();
    session.keys(key);
    session.settle(start, ANSWER, QUIET)
}

/// From a resize to the last byte of the answer.
pub(crate) fn resizes(session: &mut Session, width: u16) -> Duration {
    let start = Instant::now();
    session.resize(width, 24);
    session.settle(start, ANSWER, QUIET)
}

/// Waits until a text is on the screen.
pub(crate) fn until_shown(session: &mut Session, text: &str) {
    session.until(text, |session| session.text().contains(text));
}
