//! A link with a delay between a program and its terminal. The terminal answers queries.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::measure::{ANSWER, BEGINNING, QUIET};
use crate::pty::{Program, Session};
use crate::script::Key;

/// Answers as xterm gives them: the background color and the device attributes.
const ANSWERS: &[u8] = b"\x1b]11;rgb:1e1e/1f1f/2020\x1b\\\x1b[?62;22c";

/// Times over the link, from input to the last byte of its answer.
#[derive(Debug)]
pub(crate) struct Waits {
    pub(crate) first: Duration,
    /// Of the keys that changed something.
    pub(crate) keys: Vec<Duration>,
}

/// A program at the other end of the link.
struct Link {
    session: Session,
    /// The delay in one direction.
    way: Duration,
    /// Input in transit, and its arrival time.
    coming: VecDeque<(Instant, Vec<u8>)>,
    asked: bool,
}

impl Link {
    /// Transfers bytes until the program has been quiet for a while. Returns when the last byte was
    /// shown, if there was one.
    fn settle(&mut self, patience: Duration) -> Option<Instant> {
        let mut shown = None;
        let mut end = Instant::now() + self.way + patience;
        while Instant::now() < end {
            if self
                .coming
                .front()
                .is_some_and(|(at, _)| *at <= Instant::now())
                && let Some((_, bytes)) = self.coming.pop_front()
            {
                self.session.keys(bytes);
            }
            if self.session.read(Duration::from_micros(200)) {
                let at = Instant::now() + self.way;
                shown = Some(at);
                end = Instant::now() + QUIET;
                if !self.asked && self.session.sent().contains("]11;?") {
                    self.asked = true;
                    self.coming.push_back((at + self.way, ANSWERS.to_vec()));
                }
            }
        }
        shown
    }

    /// The time to the answer to a key; none if nothing changes.
    fn key(&mut self, key: &Key) -> Option<Duration> {
        let typed = Instant::now();
        self.coming.push_back((typed + self.way, key.bytes.clone()));
        self.settle(ANSWER).map(|shown| shown - typed)
    }
}

/// Starts a program over a link with the given round trip time and types keys.
pub(crate) fn run(program: &Program, keys: &[Key], round_trip: Duration) -> Waits {
    let way = round_trip / 2;
    let typed = Instant::now();
    std::thread::sleep(way);
    let mut link = Link {
        session: program.start(),
        way,
        coming: VecDeque::new(),
        asked: false,
    };
    let shown = link.settle(BEGINNING).unwrap_or_else(Instant::now);
    // The answers to the queries change nothing on screen.
    link.settle(3 * way);
    Waits {
        first: shown - typed,
        keys: keys.iter().filter_map(|key| link.key(key)).collect(),
    }
}
