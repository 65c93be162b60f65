//! The terminal as a file: opened for ourselves, its modes, its size, reads and writes that never
//! wait.
//!
//! A program's standard streams share one open file with the shell and whoever else has the
//! terminal: a flag such as `O_NONBLOCK` set on them would be theirs as well. So the terminal's
//! device is opened once more, and the flag is ours alone.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{
    self, InputModes, LocalModes, OptionalActions, OutputModes, QueueSelector, SpecialCodeIndex,
    Termios,
};

/// The most bytes that are written at once where the file is not ours alone, so that a terminal
/// that has room at all takes them.
const SHARED_CHUNK: usize = 64;

/// What a read gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// Bytes, and how many.
    Bytes(usize),
    /// Nothing now.
    Nothing,
    /// Nothing ever: the terminal has gone.
    Gone,
}

/// The terminal.
#[derive(Debug)]
pub(super) struct Tty {
    file: OwnedFd,
    /// The file is also others': it blocks, so it is asked before each small write.
    shared: bool,
}

impl Tty {
    /// Opens the terminal that standard output is, or else the one that controls this process.
    pub(super) fn open() -> io::Result<Self> {
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

    /// The size in cells; 80x24 where the terminal does not say.
    pub(super) fn size(&self) -> Size {
        match termios::tcgetwinsize(&self.file) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size::new(size.ws_col, size.ws_row),
            _ => Size::new(80, 24),
        }
    }

    /// The modes as they are.
    pub(super) fn modes(&self) -> io::Result<Termios> {
        Ok(termios::tcgetattr(&self.file)?)
    }

    /// Sets the modes at once: waiting for the output to drain could wait for ever.
    pub(super) fn set_modes(&self, modes: &Termios) -> io::Result<()> {
        loop {
            match termios::tcsetattr(&self.file, OptionalActions::Now, modes) {
                Err(Errno::INTR) => {}
                result => return Ok(result?),
            }
        }
    }

    /// Every byte typed comes at once and as it is, and every byte written goes out as it is.
    pub(super) fn raw(modes: &Termios) -> Termios {
        let mut raw = modes.clone();
        raw.input_modes -= InputModes::IGNBRK
            | InputModes::BRKINT
            | InputModes::PARMRK
            | InputModes::ISTRIP
            | InputModes::INLCR
            | InputModes::IGNCR
            | InputModes::ICRNL
            | InputModes::IXON;
        raw.output_modes -= OutputModes::OPOST;
        raw.local_modes -= LocalModes::ECHO
            | LocalModes::ECHONL
            | LocalModes::ICANON
            | LocalModes::ISIG
            | LocalModes::IEXTEN;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        raw
    }

    /// Reads what is there.
    pub(super) fn read(&self, buffer: &mut [u8]) -> Read {
        if self.shared && !self.ready(PollFlags::IN, Duration::ZERO) {
            return Read::Nothing;
        }
        match rustix::io::read(&self.file, buffer) {
            Ok(0) => Read::Gone,
            Ok(count) => Read::Bytes(count),
            Err(Errno::AGAIN | Errno::INTR) => Read::Nothing,
            Err(_) => Read::Gone,
        }
    }

    /// Writes what there is room for; gives how many bytes that was. An error means that the
    /// terminal has gone.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
            if self.shared && !self.ready(PollFlags::OUT, Duration::ZERO) {
                break;
            }
            let chunk = if self.shared {
                rest.len().min(SHARED_CHUNK)
            } else {
                rest.len()
            };
            match rustix::io::write(&self.file, rest.get(..chunk).unwrap_or(rest)) {
                Ok(0) | Err(Errno::AGAIN) => break,
                Ok(count) => written += count,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(written)
    }

    /// Writes all of `bytes`, waiting for room no longer than `patience`; gives how many went out.
    pub(super) fn write_all(&self, bytes: &[u8], patience: Duration) -> io::Result<usize> {
        let end = Instant::now() + patience;
        let mut written = 0;
        loop {
            written += self.write(bytes.get(written..).unwrap_or_default())?;
            if written >= bytes.len() {
                return Ok(written);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || !self.ready(PollFlags::OUT, left) {
                return Ok(written);
            }
        }
    }

    /// Throws away what has been written and not been taken.
    pub(super) fn discard_output(&self) {
        // Where that cannot be done, the bytes stay where they are: nothing else is lost.
        let _ = termios::tcflush(&self.file, QueueSelector::OFlush);
    }

    /// Waits until one of `flags` holds, no longer than `patience`.
    pub(super) fn ready(&self, flags: PollFlags, patience: Duration) -> bool {
        let mut fds = [PollFd::new(&self.file, flags)];
        let patience = Timespec::try_from(patience).ok();
        poll(&mut fds, patience.as_ref()).is_ok_and(|count| count > 0)
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}
