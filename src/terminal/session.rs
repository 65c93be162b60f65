//! Takes over the terminal and restores it, also after a panic.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use rustix::termios::Termios;

use super::capabilities::Capabilities;
use super::renderer::END_HYPERLINK;
use super::tty::Tty;
use super::waker::Waker;
use super::write_buffer::CANCEL;

/// How long restoring the terminal may wait for it to accept the last bytes.
const RESTORE_TIMEOUT: Duration = Duration::from_millis(300);

const BRACKETED_PASTE_ON: &[u8] = b"\x1b[?2004h";
const BRACKETED_PASTE_OFF: &[u8] = b"\x1b[?2004l";

/// Reports of presses and the wheel (1000) and of drags (1002), with coordinates of any size
/// (1006).
const MOUSE_ON: &[u8] = b"\x1b[?1000;1002;1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006;1002;1000l";

/// The terminal is as the program found it.
const RESTORED: u8 = 0;
/// Raw mode is on, and the normal screen is shown.
const NORMAL_SCREEN: u8 = 1;
/// Raw mode is on, and the program draws on the screen.
const FULL_SCREEN: u8 = 2;

/// The terminal and what is needed to restore it. Shared with the panic hook, hence the atomics.
#[derive(Debug)]
pub(crate) struct Session {
    tty: Tty,
    capabilities: Capabilities,
    original_modes: Termios,
    /// [`RESTORED`], [`NORMAL_SCREEN`] or [`FULL_SCREEN`].
    state: AtomicU8,
    mouse: AtomicBool,
}

impl Session {
    /// Opens the terminal without changing it.
    pub(crate) fn open(capabilities: Capabilities) -> io::Result<Arc<Self>> {
        let tty = Tty::open()?;
        let original_modes = tty.modes()?;
        Ok(Arc::new(Self {
            tty,
            capabilities,
            original_modes,
            state: AtomicU8::new(RESTORED),
            mouse: AtomicBool::new(false),
        }))
    }

    pub(crate) fn tty(&self) -> &Tty {
        &self.tty
    }

    /// Sets raw mode and returns the bytes that prepare the screen, to be sent before the first
    /// frame.
    pub(crate) fn enter(&self) -> io::Result<Vec<u8>> {
        self.tty.set_raw_mode(&self.original_modes)?;
        self.state.store(FULL_SCREEN, Ordering::SeqCst);
        let mut bytes = Vec::new();
        if self.capabilities.alternate_screen {
            bytes.extend(b"\x1b[?1049h");
        }
        bytes.extend(b"\x1b[?25l");
        bytes.extend(BRACKETED_PASTE_ON);
        if self.mouse.load(Ordering::SeqCst) {
            bytes.extend(MOUSE_ON);
        }
        Ok(bytes)
    }

    /// Sets raw mode without leaving the normal screen. Returns the bytes that turn on bracketed
    /// paste, so that a paste is not taken for keys.
    pub(crate) fn enter_normal_screen(&self) -> io::Result<&'static [u8]> {
        self.tty.set_raw_mode(&self.original_modes)?;
        self.state.store(NORMAL_SCREEN, Ordering::SeqCst);
        Ok(BRACKETED_PASTE_ON)
    }

    /// Remembers whether mouse reporting is on; returns the bytes to send if that changed.
    pub(crate) fn set_mouse(&self, on: bool) -> &'static [u8] {
        match (self.mouse.swap(on, Ordering::SeqCst), on) {
            (false, true) => MOUSE_ON,
            (true, false) => MOUSE_OFF,
            _ => b"",
        }
    }

    /// Whether the terminal is as the program found it: before it is taken over, and after it is restored.
    pub(crate) fn is_restored(&self) -> bool {
        self.state.load(Ordering::SeqCst) == RESTORED
    }

    /// Restores the terminal, if it was taken over.
    ///
    /// `unsent`, the rest of a frame, is sent first. `while_raw` is called when the screen is restored but
    /// raw mode is still on, unless the terminal accepts no more bytes.
    pub(crate) fn leave(&self, unsent: &[u8], while_raw: impl FnOnce(&Tty)) {
        let state = self.state.swap(RESTORED, Ordering::SeqCst);
        if state == RESTORED {
            return;
        }
        // Errors are ignored: they mean that the terminal was closed.
        let sent = self.tty.write_all(unsent, RESTORE_TIMEOUT).unwrap_or(0);
        let stalled = sent < unsent.len();
        let mut bytes = Vec::new();
        if stalled {
            self.tty.discard_output();
            bytes.push(CANCEL);
        }
        if state == FULL_SCREEN {
            bytes.extend(self.restoring_bytes());
        } else {
            bytes.extend(BRACKETED_PASTE_OFF);
        }
        let _ = self.tty.write_all(&bytes, RESTORE_TIMEOUT);
        if !stalled {
            while_raw(&self.tty);
        }
        let _ = self.tty.set_modes(&self.original_modes);
    }

    /// Undoes all that the program or an incomplete frame may have set.
    fn restoring_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.capabilities.synchronized_output {
            bytes.extend(b"\x1b[?2026l");
        }
        if self.mouse.load(Ordering::SeqCst) {
            bytes.extend(MOUSE_OFF);
        }
        if self.capabilities.hyperlinks {
            bytes.extend(END_HYPERLINK);
        }
        bytes.extend(BRACKETED_PASTE_OFF);
        // Margins, automatic wrap, style.
        bytes.extend(b"\x1b[r\x1b[?7h\x1b[m");
        if self.capabilities.alternate_screen {
            bytes.extend(b"\x1b[?1049l");
        } else {
            bytes.extend(b"\x1b[H\x1b[J");
        }
        bytes.extend(b"\x1b[?25h");
        bytes
    }
}

/// Installs a panic hook that restores the terminal, then prints the panic's message and
/// `panic_message`. It wakes the event loop, which ends then if another thread has panicked.
pub(crate) fn restore_on_panic(session: Arc<Session>, waker: Waker, panic_message: String) {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        session.leave(b"", |_| {});
        previous(panic);
        eprintln!("{panic_message}");
        waker.wake();
    }));
}
