//! Signals, turned into something to wait on: a pipe beside the terminal and the workers.
//!
//! Also how to stop: whether anybody could continue this process, and the stop itself.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

use rustix::process::{Pid, Signal};
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// The signals that end the program.
const ENDING: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// The most ancestors that are looked at: a circle cannot be, but the processes change meanwhile.
const ANCESTORS: usize = 64;

/// What came in since it was last asked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a set of signals")]
pub(super) struct Came {
    /// The signal that is to end the program.
    pub(super) end: Option<i32>,
    /// It is to stop.
    pub(super) stop: bool,
    /// It has been continued.
    pub(super) continued: bool,
    /// The terminal has another size.
    pub(super) resized: bool,
}

/// The signals that the loop waits on.
#[derive(Debug)]
pub(super) struct Signals {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
}

impl Signals {
    /// Begins to catch them.
    pub(super) fn catch() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let caught = ENDING
            .into_iter()
            .chain([SIGCHLD, SIGCONT, SIGTSTP, SIGWINCH]);
        let delivery = SignalDelivery::with_pipe(read, write, SignalOnly, caught)?;
        Ok(Self { delivery })
    }

    /// What has come in, and forgets it.
    pub(super) fn take(&mut self) -> Came {
        let mut came = Came::default();
        for signal in self.delivery.pending() {
            match signal {
                SIGTSTP => came.stop = true,
                SIGCONT => came.continued = true,
                SIGWINCH => came.resized = true,
                // It has ended the wait: whoever has a child asks after it.
                SIGCHLD => {}
                end => came.end = Some(end),
            }
        }
        // Continued after having been told to stop: the wish to stop is over.
        came.stop &= !came.continued;
        came
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.delivery.get_read().as_fd()
    }
}

/// Stops this process and what else is in its job; comes back when it is continued.
///
/// The process catches SIGTSTP, so that it can put the terminal in order first; that signal
/// therefore stops only the others of the job, and SIGSTOP this one.
pub(super) fn stop() -> io::Result<()> {
    rustix::process::kill_current_process_group(Signal::TSTP)?;
    rustix::process::kill_process(rustix::process::getpid(), Signal::STOP)?;
    Ok(())
}

/// Whether somebody could continue this process once it has stopped: whether its process group is
/// not orphaned (POSIX: some member's parent is of the same session and of another group). A shell
/// with job control is such a parent; `ssh -t host program` has none.
pub(super) fn can_be_continued() -> bool {
    let Ok(session) = rustix::process::getsid(None) else {
        return false;
    };
    let group = rustix::process::getpgrp();
    if group == session {
        return false;
    }
    let mut parent = rustix::process::getppid();
    for _ in 0..ANCESTORS {
        let Some(pid) = parent else { return false };
        if rustix::process::getsid(Some(pid)) != Ok(session) {
            return false;
        }
        match rustix::process::getpgid(Some(pid)) {
            Ok(other) if other != group => return true,
            Ok(_) => parent = parent_of(pid),
            Err(_) => return false,
        }
    }
    false
}

/// The parent of a process of our own group: `/proc/PID/stat` has it as the second field after
/// the name, which stands in parentheses and may hold anything.
#[cfg(target_os = "linux")]
fn parent_of(pid: Pid) -> Option<Pid> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let parent = fields.split_whitespace().nth(1)?.parse().ok()?;
    Pid::from_raw(parent)
}

/// Elsewhere nothing says it: a process started by another one of its group stays.
#[cfg(not(target_os = "linux"))]
fn parent_of(_: Pid) -> Option<Pid> {
    None
}
