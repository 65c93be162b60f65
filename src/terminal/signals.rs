//! Signals, delivered through a socket that the event loop can wait on; and suspending this
//! process.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use rustix::process::{Pid, Signal};
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// The signals that terminate the program.
const TERMINATING: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// How many ancestor processes are examined. The limit prevents an endless loop, since processes
/// change while they are read.
const MAX_ANCESTORS: usize = 64;

/// The signals received since the last call of [`Signals::take`].
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReceivedSignals {
    /// The signal that terminates the program.
    pub(crate) terminate: Option<i32>,
    /// SIGTSTP.
    pub(crate) suspend: bool,
    /// SIGCONT.
    pub(crate) continued: bool,
    /// SIGWINCH.
    pub(crate) resized: bool,
}

/// The signals that the event loop waits for.
#[derive(Debug)]
pub(crate) struct Signals {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
}

impl Signals {
    /// Installs the signal handlers.
    pub(crate) fn register() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        // SIGCHLD only ends the wait. The code that waits for a child then checks it.
        let others = [SIGCHLD, SIGCONT, SIGTSTP, SIGWINCH];
        let signals = TERMINATING.into_iter().chain(others);
        let delivery = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
        Ok(Self { delivery })
    }

    /// Returns the signals received since the last call.
    pub(crate) fn take(&mut self) -> ReceivedSignals {
        let mut received = ReceivedSignals::default();
        for signal in self.delivery.pending() {
            match signal {
                SIGTSTP => received.suspend = true,
                SIGCONT => received.continued = true,
                SIGWINCH => received.resized = true,
                SIGCHLD => {}
                signal => received.terminate = Some(signal),
            }
        }
        // A process that was told to continue is no longer meant to stop.
        received.suspend &= !received.continued;
        received
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.delivery.get_read().as_fd()
    }
}

/// Suspends this process and its job; returns when it is resumed.
///
/// This process catches SIGTSTP, in order to restore the terminal first. So SIGTSTP stops only the
/// other processes of the job, and SIGSTOP this one.
pub(crate) fn suspend() -> io::Result<()> {
    rustix::process::kill_current_process_group(Signal::TSTP)?;
    rustix::process::kill_process(rustix::process::getpid(), Signal::STOP)?;
    Ok(())
}

/// Makes SIGTSTP have no effect, also while the terminal is in its original modes.
///
/// # Errors
///
/// The system refuses the signal handler.
pub fn ignore_suspend() -> io::Result<()> {
    signal_hook::flag::register(SIGTSTP, Arc::default())?;
    Ok(())
}

/// Whether another process could resume this one after it was suspended, as a shell with job
/// control does. There is none under `ssh -t host program`.
///
/// In POSIX terms: whether the process group is not orphaned, which means that the parent of one of
/// its members is in the same session but in another group.
pub(crate) fn can_be_resumed() -> bool {
    let Ok(session) = rustix::process::getsid(None) else {
        return false;
    };
    let group = rustix::process::getpgrp();
    if group == session {
        return false;
    }
    let mut ancestor = rustix::process::getppid();
    for _ in 0..MAX_ANCESTORS {
        let Some(pid) = ancestor else { return false };
        if rustix::process::getsid(Some(pid)) != Ok(session) {
            return false;
        }
        match rustix::process::getpgid(Some(pid)) {
            Ok(other) if other != group => return true,
            Ok(_) => ancestor = parent_of(pid),
            Err(_) => return false,
        }
    }
    false
}

/// The parent of a process: in `/proc/PID/stat` the second field after the process's name, which
/// is in parentheses and may itself contain any character.
#[cfg(target_os = "linux")]
fn parent_of(pid: Pid) -> Option<Pid> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let parent = fields.split_whitespace().nth(1)?.parse().ok()?;
    Pid::from_raw(parent)
}

/// Other systems do not tell the parent. A process whose parent is in its group cannot be suspended there.
#[cfg(not(target_os = "linux"))]
fn parent_of(_: Pid) -> Option<Pid> {
    None
}
