//! Times of a session, measured from the other side of a pty.

use std::time::{Duration, Instant};

use crate::pty::{Program, Session};

/// A program that has written nothing for this long has finished its answer.
const QUIET_PERIOD: Duration = Duration::from_millis(25);

/// Timeout for the first frame.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// Timeout for a key's answer; many keys change nothing.
const KEY_TIMEOUT: Duration = Duration::from_millis(150);

/// The median. Panics without any times.
pub(crate) fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.into_iter().collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// The medians of two alternating measurements, so that other load on the machine affects both.
pub(crate) fn alternate(
    runs: usize,
    mut measure: impl FnMut() -> Duration,
    mut baseline: impl FnMut() -> Duration,
) -> [Duration; 2] {
    let (times, baselines): (Vec<_>, Vec<_>) = (0..runs).map(|_| (measure(), baseline())).unzip();
    [median(times), median(baselines)]
}

/// From the start of a program to the last byte of its first frame. What it writes before, such as
/// vim's queries, leaves most rows of the screen blank.
pub(crate) fn first_frame(program: &Program) -> Duration {
    const MIN_ROWS: usize = 4;
    let start = Instant::now();
    let mut session = program.start();
    let mut time = session.settle(start, START_TIMEOUT, QUIET_PERIOD);
    let has_frame = |session: &Session| {
        let text = session.text();
        text.lines().filter(|row| !row.trim().is_empty()).count() >= MIN_ROWS
    };
    while !has_frame(&session) {
        let later = session.settle(start, KEY_TIMEOUT, QUIET_PERIOD);
        if later.is_zero() {
            break;
        }
        time = later;
    }
    time
}

/// Starts a program and waits for its first frame.
pub(crate) fn start(program: &Program) -> Session {
    let mut session = program.start();
    session.settle(Instant::now(), START_TIMEOUT, QUIET_PERIOD);
    session
}

/// From a key to the last byte of its answer; zero if there is none.
pub(crate) fn press(session: &mut Session, key: &str) -> Duration {
    let start = Instant::now();
    session.keys(key);
    session.settle(start, KEY_TIMEOUT, QUIET_PERIOD)
}

/// From a resize to the last byte of the answer.
pub(crate) fn resize(session: &mut Session, width: u16) -> Duration {
    let start = Instant::now();
    session.resize(width, 24);
    session.settle(start, KEY_TIMEOUT, QUIET_PERIOD)
}

/// Waits until a text is on the screen.
pub(crate) fn wait_for(session: &mut Session, text: &str) {
    session.until(text, |session| session.text().contains(text));
}
