//! The terminal device: opening it, its modes and size, and non-blocking reads and writes.
//!
//! Standard input and output share their open file with the shell and other programs, so setting
//! `O_NONBLOCK` on them would affect those too. The device is therefore opened a second time.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{self, OptionalActions, QueueSelector, SpecialCodeIndex, Termios};

/// The maximum number of bytes per write if the file blocks: few enough that a terminal that is ready for
/// writing accepts them at once.
const MAX_BLOCKING_WRITE: usize = 64;

/// The largest screen, in columns and rows: more than any display shows. What lies beyond stays blank.
/// The size comes from outside, for example from an SSH client, and memory grows with it.
const MAX_SIZE: Size = Size::new(1000, 500);

/// The result of a read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadResult {
    /// This many bytes were read.
    Bytes(usize),
    /// There is no input now.
    Nothing,
    /// The terminal was closed.
    Closed,
}

/// The terminal device.
#[derive(Debug)]
pub(crate) struct Tty {
    file: OwnedFd,
    /// The device could not be opened a second time, so the file is shared and blocks. It is polled
    /// before each read and write.
    shared: bool,
}

impl Tty {
    /// Opens the terminal of standard output, or else the controlling terminal.
    pub(crate) fn open() -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let named = termios::ttyname(rustix::stdio::stdout(), Vec::new())
            .and_then(|name| open(name.as_c_str(), flags, Mode::empty()))
            .or_else(|_| open(c"/dev/tty", flags, Mode::empty()));
        match named {
            Ok(file) => Ok(Self {
                file,
                shared: false,
            }),
            Err(error) if !termios::isatty(rustix::stdio::stdout()) => Err(error.into()),
            Err(_) => Ok(Self {
                file: rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?,
                shared: true,
            }),
        }
    }

    /// The size in cells, at most [`MAX_SIZE`]; 80x24 if the terminal does not report it.
    pub(crate) fn size(&self) -> Size {
        match termios::tcgetwinsize(&self.file) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size::new(
                size.ws_col.min(MAX_SIZE.width),
                size.ws_row.min(MAX_SIZE.height),
            ),
            _ => Size::new(80, 24),
        }
    }

    pub(crate) fn modes(&self) -> io::Result<Termios> {
        Ok(termios::tcgetattr(&self.file)?)
    }

    /// Sets the modes at once; waiting until output is transmitted could take forever.
    pub(crate) fn set_modes(&self, modes: &Termios) -> io::Result<()> {
        loop {
            match termios::tcsetattr(&self.file, OptionalActions::Now, modes) {
                Err(Errno::INTR) => {}
                result => return Ok(result?),
            }
        }
    }

    /// Sets raw mode: input arrives at once and unchanged, and output is sent unchanged.
    pub(crate) fn set_raw_mode(&self, original: &Termios) -> io::Result<()> {
        let mut raw = original.clone();
        raw.make_raw();
        // A serial line keeps its parity and character size.
        raw.control_modes = original.control_modes;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        self.set_modes(&raw)
    }

    /// Reads the available input.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> ReadResult {
        if self.shared && !self.wait_until_ready(PollFlags::IN, Duration::ZERO) {
            return ReadResult::Nothing;
        }
        match rustix::io::read(&self.file, buffer) {
            Ok(0) => ReadResult::Closed,
            Ok(count) => ReadResult::Bytes(count),
            Err(Errno::AGAIN | Errno::INTR) => ReadResult::Nothing,
            Err(_) => ReadResult::Closed,
        }
    }

    /// Writes what the terminal accepts now; returns how many bytes that was.
    ///
    /// # Errors
    ///
    /// The terminal was closed.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < bytes.len() {
            let mut chunk = &bytes[written..];
            if self.shared {
                if !self.wait_until_ready(PollFlags::OUT, Duration::ZERO) {
                    break;
                }
                chunk = &chunk[..chunk.len().min(MAX_BLOCKING_WRITE)];
            }
            match rustix::io::write(&self.file, chunk) {
                Ok(0) | Err(Errno::AGAIN) => break,
                Ok(count) => written += count,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(written)
    }

    /// Writes all of `bytes`, unless the terminal takes longer than `timeout` to accept them;
    /// returns how many were written.
    ///
    /// # Errors
    ///
    /// The terminal was closed.
    pub(crate) fn write_all(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let deadline = Instant::now() + timeout;
        let mut written = 0;
        loop {
            written += self.write(&bytes[written..])?;
            if written == bytes.len() {
                return Ok(written);
            }
            let remaining = deadline.saturating_duration_since(Instant::now());
            if remaining.is_zero() || !self.wait_until_ready(PollFlags::OUT, remaining) {
                return Ok(written);
            }
        }
    }

    /// Discards what has been written but not yet transmitted.
    pub(crate) fn discard_output(&self) {
        // If that fails, the bytes are transmitted later, which does no harm.
        let _ = termios::tcflush(&self.file, QueueSelector::OFlush);
    }

    /// Waits until one of `flags` applies, at most for `timeout`; returns whether one does.
    pub(crate) fn wait_until_ready(&self, flags: PollFlags, timeout: Duration) -> bool {
        let mut fds = [PollFd::new(&self.file, flags)];
        let timeout = Timespec::try_from(timeout).expect("timeouts are at most seconds long");
        poll(&mut fds, Some(&timeout)).is_ok_and(|count| count > 0)
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}
