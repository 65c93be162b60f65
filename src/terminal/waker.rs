//! How a worker's thread tells the loop that it has something.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};

/// Wakes the loop, from any thread.
#[derive(Debug, Clone)]
pub struct Waker(Arc<OwnedFd>);

impl Waker {
    /// Makes the loop call [`Handler::wake`](super::Handler::wake) soon. Several calls may become
    /// one. After the loop has ended it does nothing.
    pub fn wake(&self) {
        while rustix::io::write(&*self.0, b"w") == Err(Errno::INTR) {}
    }
}

/// The loop's end.
#[derive(Debug)]
pub(super) struct Wakes {
    read: OwnedFd,
    waker: Waker,
}

impl Wakes {
    pub(super) fn new() -> io::Result<Self> {
        let (read, write) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let waker = Waker(Arc::new(write));
        Ok(Self { read, waker })
    }

    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Forgets the calls so far.
    pub(super) fn clear(&self) {
        let mut buffer = [0; 256];
        while matches!(rustix::io::read(&self.read, &mut buffer), Ok(1..)) {}
    }
}

impl AsFd for Wakes {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.read.as_fd()
    }
}
