//! Bytes, times and memory of a program, measured from the other side of a pty.

use std::time::{Duration, Instant};

use crate::frames::Comparison;
use crate::pty::{Program, Session};
use crate::script::Key;

/// A program that has written nothing for this long has finished its answer.
pub(crate) const QUIET: Duration = Duration::from_millis(25);

/// Timeout for the first frame.
pub(crate) const BEGINNING: Duration = Duration::from_secs(5);

/// Timeout for a key's answer; many keys change nothing.
pub(crate) const ANSWER: Duration = Duration::from_millis(150);

/// The answer to a key or a start.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Burst {
    pub(crate) bytes: usize,
    pub(crate) time: Duration,
    /// Processor time.
    pub(crate) work: Duration,
    /// Bytes of ratatui's crossterm backend for the same change.
    pub(crate) plain: usize,
    /// Whether the text in the essay pane changed.
    pub(crate) moved: bool,
}

/// The measurements of one run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) first: Burst,
    pub(crate) keys: Vec<(Key, Burst)>,
    /// Peak resident memory, in bytes.
    pub(crate) memory: u64,
    /// Activity in one second without keys.
    pub(crate) idle: Burst,
}

/// The first frame of a program: median of `runs`.
pub(crate) fn first_frame(program: &Program, runs: usize) -> Burst {
    median((0..runs.max(1)).map(|_| begin(program).1).collect())
}

/// The first frames of programs: medians of `runs`. The programs are started in turns, so that other
/// load on the machine affects all of them.
pub(crate) fn first_frames(programs: &[(String, Program)], runs: usize) -> Vec<(String, Burst)> {
    let mut all = vec![Vec::new(); programs.len()];
    for _ in 0..runs.max(1) {
        for (bursts, (_, program)) in all.iter_mut().zip(programs) {
            bursts.push(begin(program).1);
        }
    }
    let names = programs.iter().map(|(name, _)| name.clone());
    names.zip(all.into_iter().map(median)).collect()
}

fn median(mut bursts: Vec<Burst>) -> Burst {
    bursts.sort_by_key(|burst| burst.time);
    bursts.get(bursts.len() / 2).copied().unwrap_or_default()
}

fn begin(program: &Program) -> (Session, Burst) {
    let start = Instant::now();
    let mut session = program.start();
    let time = session.settle(start, BEGINNING, QUIET);
    let burst = Burst {
        bytes: session.count(),
        time,
        work: work(&session),
        ..Burst::default()
    };
    (session, burst)
}

/// The text to the right of the first vertical line, down to the first horizontal line, without the
/// margin.
fn essay(screen: &vt100::Screen) -> Vec<String> {
    /// The width of the margin, in cells.
    const MARGIN: usize = 6;
    let text = screen.contents();
    let rows = text.lines().filter_map(|row| row.split('│').nth(1));
    let rows = rows.take_while(|row| !row.starts_with('─'));
    let rows = rows.map(|row| row.chars().skip(MARGIN).collect::<String>());
    rows.map(|row| row.trim_end().to_owned()).collect()
}

/// The processor time of a program.
fn work(session: &Session) -> Duration {
    let slices = session.context_switches();
    let nanoseconds = slices.split_whitespace().next();
    Duration::from_nanos(nanoseconds.and_then(|n| n.parse().ok()).unwrap_or_default())
}

/// Runs a program through a script.
pub(crate) fn run(program: &Program, keys: &[Key], size: (u16, u16)) -> std::io::Result<Run> {
    let mut comparison = Comparison::new(size.0, size.1)?;
    let (mut session, mut first) = begin(program);
    first.plain = comparison.draw(session.screen())?;
    let mut bursts = Vec::new();
    for key in keys {
        session.forget();
        let (before, read) = (work(&session), essay(session.screen()));
        let start = Instant::now();
        session.keys(&key.bytes);
        let time = session.settle(start, ANSWER, QUIET);
        let burst = Burst {
            bytes: session.count(),
            time,
            work: work(&session).saturating_sub(before),
            plain: comparison.draw(session.screen())?,
            moved: essay(session.screen()) != read,
        };
        bursts.push((key.clone(), burst));
    }
    session.forget();
    let before = work(&session);
    std::thread::sleep(Duration::from_secs(1));
    while session.read(Duration::ZERO) {}
    let idle = Burst {
        bytes: session.count(),
        work: work(&session).saturating_sub(before),
        ..Burst::default()
    };
    Ok(Run {
        first,
        keys: bursts,
        memory: session.memory(),
        idle,
    })
}
