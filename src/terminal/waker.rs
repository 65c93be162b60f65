//! How a worker's thread tells the loop that it has something.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// Wakes the loop, from any thread.
#[derive(Debug, Clone)]
pub struct Waker(Arc<UnixStream>);

impl Waker {
    /// Makes the loop call [`Handler::wake`](super::Handler::wake) soon. Several calls may become
    /// one. After the loop has ended it does nothing.
    pub fn wake(&self) {
        // Where there is no room, enough calls are waiting; where nobody reads, nobody is left.
        let _ = (&*self.0).write(b"w");
    }
}

/// The loop's end.
#[derive(Debug)]
pub(super) struct Wakes {
    read: UnixStream,
    waker: Waker,
}

impl Wakes {
    pub(super) fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        read.set_nonblocking(true)?;
        write.set_nonblocking(true)?;
        let waker = Waker(Arc::new(write));
        Ok(Self { read, waker })
    }

    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Forgets the calls so far.
    pub(super) fn clear(&self) {
        let mut buffer = [0; 256];
        while matches!((&self.read).read(&mut buffer), Ok(1..)) {}
    }
}

impl AsFd for Wakes {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.read.as_fd()
    }
}
