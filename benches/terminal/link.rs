//! A link with a delay between a program and its terminal: what is written at one end comes to the
//! other end so much later, and the terminal answers what it is asked.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::measure::{ANSWER, BEGINNING, QUIET};
use crate::pty::{Program, Session};
use crate::script::Key;

/// The background's colour, as xterm tells it, and what kind of terminal it is.
const ANSWERS: &[u8] = b"\x1b]11;rgb:1e1e/1f1f/2020\x1b\\\x1b[?62;22c";

/// How long things took over the link, from what was typed to the last byte that was shown for it.
#[derive(Debug)]
pub(crate) struct Waits {
    pub(crate) first: Duration,
    /// Of the keys that changed anything.
    pub(crate) keys: Vec<Duration>,
}

/// A program at the far end.
struct Link {
    session: Session,
    /// What a way takes; there and back is twice that.
    way: Duration,
    /// What is on its way to the program, and when it will be there.
    coming: VecDeque<(Instant, Vec<u8>)>,
    asked: bool,
}

impl Link {
    /// Moves what there is to move until the program has been quiet for a while; gives when the
    /// last byte is shown, if there was one.
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

    /// The time to the answer to a key; none where nothing changes.
    fn key(&mut self, key: &Key) -> Option<Duration> {
        let typed = Instant::now();
        self.coming.push_back((typed + self.way, key.bytes.clone()));
        self.settle(ANSWER).map(|shown| shown - typed)
    }
}

/// Starts a program over a link whose round trip takes so long, and types.
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
    // Answers come, and show nothing.
    link.settle(3 * way);
    Waits {
        first: shown - typed,
        keys: keys.iter().filter_map(|key| link.key(key)).collect(),
    }
}
