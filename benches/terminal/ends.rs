//! How long a program takes to end after its terminal has gone, or while the terminal reads nothing.

use std::time::{Duration, Instant};

use crate::pty::{Program, Session};

/// Measurements of each case.
const RUNS: usize = 11;

/// Medians of the time from the event to the process's end.
#[derive(Debug)]
pub(crate) struct Ends {
    /// The terminal was closed.
    pub(crate) gone: Duration,
    /// `q` while nobody reads the output.
    pub(crate) stalled: Duration,
}

/// Ends a program repeatedly.
pub(crate) fn run(program: &Program) -> Ends {
    Ends {
        gone: median(|| {
            let mut session = reading(program);
            timed(&mut session, Session::hang_up)
        }),
        stalled: median(|| {
            let mut session = reading(program);
            // Request whole frames, more than any pty buffers, and do not read them.
            for _ in 0..60 {
                session.keys("\x0c");
                std::thread::sleep(Duration::from_millis(2));
            }
            timed(&mut session, |session| session.keys("q"))
        }),
    }
}

fn reading(program: &Program) -> Session {
    let mut session = program.start();
    session.until_shown("q quit");
    session
}

fn timed(session: &mut Session, event: impl FnOnce(&mut Session)) -> Duration {
    let start = Instant::now();
    event(session);
    session.end_unread();
    start.elapsed()
}

fn median(mut measured: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| measured()).collect();
    times.sort_unstable();
    times.get(RUNS / 2).copied().unwrap_or_default()
}
