//! Reading the parts of a long text at once.
//!
//! Owns into how many parts a text is worth being split, and the threads. It must not know what is
//! read.

use std::ops::Range;
use std::thread;

/// A part has at least this many bytes: less is read faster than a thread begins.
const PART: usize = 512 * 1024;
/// More threads than this wait for memory, not for processors.
const THREADS: usize = 4;

/// Cuts a source into parts that are worth a thread each. `border` gives the first place at or
/// behind an offset where it may be cut, or the source's end.
pub(super) fn parts(length: usize, border: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let worth = (length / PART).min(THREADS);
    // Asking the system costs more than a short text.
    let threads = if worth < 2 {
        1
    } else {
        thread::available_parallelism().map_or(1, usize::from)
    };
    in_parts(length, worth.min(threads).max(1), border)
}

/// Cuts a source into so many parts of about the same length; fewer, where borders are rare.
pub(super) fn in_parts(
    length: usize,
    count: usize,
    border: impl Fn(usize) -> usize,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for part in 1..=count {
        let end = if part == count {
            length
        } else {
            border(length / count * part)
        };
        if end > start || length == 0 {
            parts.push(start..end);
            start = end;
        }
    }
    parts
}

/// Does the work on each part, all at once, and gives what it gave, in the order of the parts.
pub(super) fn each<P, T>(parts: Vec<P>, work: impl Fn(P) -> T + Sync) -> Vec<T>
where
    P: Clone + Send,
    T: Send,
{
    let work = &work;
    thread::scope(|scope| {
        let mut parts = parts.into_iter();
        let first = parts.next();
        let begin = |part: P| {
            let given = part.clone();
            // Where the system has no thread to give, this one does the work.
            thread::Builder::new()
                .spawn_scoped(scope, move || work(given))
                .map_err(|_| part)
        };
        let others: Vec<_> = parts.map(begin).collect();
        let mut done: Vec<T> = first.into_iter().map(work).collect();
        for other in others {
            done.push(match other {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(part) => work(part),
            });
        }
        done
    })
}
