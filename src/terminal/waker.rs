//! Wakes the event loop from other threads.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// Wakes the event loop. It can be cloned and sent to any thread.
#[derive(Debug, Clone)]
pub struct Waker(Arc<UnixStream>);

impl Waker {
    /// Makes the event loop call [`Handler::wake`](super::Handler::wake) soon; several calls may
    /// lead to one. Does nothing after the event loop has ended.
    pub fn wake(&self) {
        // If the socket is full the loop wakes anyway; if it is closed there is no loop.
        let _ = (&*self.0).write(b"w");
    }
}

/// The event loop's end of the wakers.
#[derive(Debug)]
pub(crate) struct WakeReceiver {
    socket: UnixStream,
    waker: Waker,
}

impl WakeReceiver {
    pub(crate) fn new() -> io::Result<Self> {
        let (receiver, sender) = UnixStream::pair()?;
        receiver.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        Ok(Self {
            socket: receiver,
            waker: Waker(Arc::new(sender)),
        })
    }

    pub(crate) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Clears the wake-ups received so far.
    pub(crate) fn clear(&self) {
        let mut buffer = [0; 256];
        while matches!((&self.socket).read(&mut buffer), Ok(1..)) {}
    }
}

impl AsFd for WakeReceiver {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}
