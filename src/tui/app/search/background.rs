//! The rest of a long text, searched beside whatever else is done.
//!
//! Owns what another thread is given of a search, and what it hands over. It must not know threads,
//! nor what becomes of the matches.

use std::ops::Range;
use std::sync::{Arc, Weak};

use crate::essay::Essay;
use crate::essay::search::Pattern;

/// At most this many bytes of a text are searched at once, because a key waits for them.
pub(super) const AT_ONCE: usize = 1 << 20;

/// At most this many bytes are searched before it is asked again whether anybody still waits, because
/// a search that was given up takes time from the one that was not.
const SLICE: usize = 1 << 20;

/// What is done when the first match at or behind the place where one was is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Then {
    /// Nothing: one has moved on.
    #[default]
    Nothing,
    /// It is shown, as one types.
    Show,
    /// It is gone to, for the search has been accepted.
    Accept,
    /// It is gone to, for one walks to the matches.
    Reach,
}

/// What is still to be searched.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    /// A search that nobody holds any more is given up.
    held: Arc<()>,
    /// In bytes of the source.
    range: Range<usize>,
    /// Another thread has it.
    begun: bool,
    pub(super) then: Then,
}

impl Rest {
    pub(super) fn new(range: Range<usize>) -> Self {
        Self {
            held: Arc::new(()),
            range,
            begun: false,
            then: Then::Nothing,
        }
    }

    /// The search of it for at most `most` matches, if it has not begun.
    pub(super) fn begin(&mut self, essay: &Arc<Essay>, query: &str, most: usize) -> Option<Task> {
        (!std::mem::replace(&mut self.begun, true)).then(|| Task {
            essay: Arc::clone(essay),
            pattern: Pattern::new(query),
            range: self.range.clone(),
            most,
            held: Arc::downgrade(&self.held),
        })
    }

    /// Whether some matches are of it.
    pub(super) fn has(&self, found: &Found) -> bool {
        std::ptr::eq(Arc::as_ptr(&self.held), found.held.as_ptr())
    }
}

/// A search to be [run](Task::run) on another thread.
#[derive(Debug)]
pub struct Task {
    essay: Arc<Essay>,
    pattern: Pattern,
    range: Range<usize>,
    most: usize,
    held: Weak<()>,
}

/// Matches that a [`Task`] has found: those that follow what it found before.
#[derive(Debug)]
pub struct Found {
    pub(super) matches: Vec<Range<usize>>,
    /// No more are looked for.
    pub(super) last: bool,
    held: Weak<()>,
}

impl Task {
    /// Searches slice by slice, handing over what is found, until all has been, `hand_over` is
    /// false, or the search is given up.
    pub fn run(&self, mut hand_over: impl FnMut(Found) -> bool) {
        let Range { start, end } = self.range.clone();
        let (mut at, mut left) = (start, self.most);
        while self.held.strong_count() > 0 {
            let slice = at..self.essay.slice_end(at, SLICE).min(end);
            at = slice.end;
            let found: Vec<_> = self.essay.find(&self.pattern, slice).take(left).collect();
            left -= found.len();
            let last = at == end || left == 0;
            let found = Found {
                matches: found,
                last,
                held: Weak::clone(&self.held),
            };
            let goes_on = (found.matches.is_empty() && !last) || hand_over(found);
            if last || !goes_on {
                return;
            }
        }
    }
}
