//! Another program that has the terminal for a while.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal};
use std::process::{Command, ExitStatus, Stdio};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::signals::{self, Signals};

/// How the wait for it ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// It ended, or it could not be started.
    Child(io::Result<ExitStatus>),
    /// A signal came that ends us.
    Signal(i32),
}

/// Runs `command` on the terminal, which has been given back, until it ends.
///
/// Interrupts from the keyboard are the child's: everybody in the foreground gets them. When the
/// child is suspended, so are we, for a shell waits for the whole job.
pub(super) fn run(mut command: Command, signals: &mut Signals) -> io::Result<Ended> {
    if !io::stdin().is_terminal()
        && let Ok(terminal) = OpenOptions::new().read(true).open("/dev/tty")
    {
        command.stdin(Stdio::from(terminal));
    }
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Ok(Ended::Child(Err(error))),
    };
    loop {
        let came = signals.take();
        match came.end {
            Some(signal_hook::consts::SIGINT | signal_hook::consts::SIGQUIT) | None => {}
            Some(signal) => return Ok(Ended::Signal(signal)),
        }
        if came.stop && signals::can_be_continued() {
            signals::stop()?;
        }
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::Child(Ok(status)));
        }
        let mut fds = [PollFd::new(signals, PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
