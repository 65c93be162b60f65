//! The session: the terminal taken over, given back, and given back whatever happens.
//!
//! Owns which modes are on. It must not know what is drawn.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use rustix::termios::Termios;

use super::capabilities::Capabilities;
use super::screen::END_LINK;
use super::tty::Tty;

/// How long the last bytes may take to go out before they are given up.
const PATIENCE: Duration = Duration::from_millis(300);

/// Pasted text is marked as such (2004).
const MARK_PASTES: &[u8] = b"\x1b[?2004h";
const MARK_NO_PASTES: &[u8] = b"\x1b[?2004l";

/// Mouse: presses and the wheel (1000), drags (1002), in a form without limits (1006).
const MOUSE_ON: &[u8] = b"\x1b[?1000;1002;1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006;1002;1000l";

/// CAN: ends a sequence that was cut off.
pub(super) const CANCEL: u8 = 0x18;

/// The terminal is as it was found.
const GIVEN_BACK: u8 = 0;
/// It is in raw mode; the screen is as it was found.
const BARE: u8 = 1;
/// The screen is taken as well.
const TAKEN: u8 = 2;

/// The terminal and what it takes to give it back. Shared with the panic hook, hence the atomics.
#[derive(Debug)]
pub(super) struct Session {
    tty: Tty,
    capabilities: Capabilities,
    /// The modes as they were found.
    found: Termios,
    /// How far the terminal is taken over: [`GIVEN_BACK`], [`BARE`] or [`TAKEN`].
    state: AtomicU8,
    mouse: AtomicBool,
}

impl Session {
    /// Opens the terminal; changes nothing yet.
    pub(super) fn open(capabilities: Capabilities) -> io::Result<Arc<Self>> {
        let tty = Tty::open()?;
        let found = tty.modes()?;
        Ok(Arc::new(Self {
            tty,
            capabilities,
            found,
            state: AtomicU8::new(GIVEN_BACK),
            mouse: AtomicBool::new(false),
        }))
    }

    /// The terminal itself.
    pub(super) fn tty(&self) -> &Tty {
        &self.tty
    }

    /// Sets raw mode, and gives the bytes that take the screen over; the caller sends them, before
    /// the first frame.
    pub(super) fn enter(&self) -> io::Result<Vec<u8>> {
        self.tty.set_modes(&Tty::raw(&self.found))?;
        self.state.store(TAKEN, Ordering::SeqCst);
        let mut bytes = Vec::new();
        if self.capabilities.alternate_screen {
            bytes.extend(b"\x1b[?1049h");
        }
        bytes.extend(b"\x1b[?25l");
        bytes.extend(MARK_PASTES);
        if self.mouse.load(Ordering::SeqCst) {
            bytes.extend(MOUSE_ON);
        }
        Ok(bytes)
    }

    /// Remembers whether the mouse is on, and gives the bytes that make it so.
    pub(super) fn mouse(&self, on: bool) -> &'static [u8] {
        if self.mouse.swap(on, Ordering::SeqCst) == on {
            return b"";
        }
        if on { MOUSE_ON } else { MOUSE_OFF }
    }

    /// Sets raw mode, to show something on the normal screen and wait for a key; gives the bytes that
    /// have pastes marked, which must not be taken for keys.
    pub(super) fn enter_bare(&self) -> io::Result<&'static [u8]> {
        self.tty.set_modes(&Tty::raw(&self.found))?;
        self.state.store(BARE, Ordering::SeqCst);
        Ok(MARK_PASTES)
    }

    /// Whether the terminal is not taken over, or not any more.
    pub(super) fn is_given_back(&self) -> bool {
        self.state.load(Ordering::SeqCst) == GIVEN_BACK
    }

    /// Gives the terminal back as it was found. Does nothing where it is not taken over.
    ///
    /// `unsent` is the rest of a frame that has been begun: it goes out first if it can.
    pub(super) fn leave(&self, unsent: &[u8]) {
        self.leave_after(unsent, |_| {});
    }

    /// As [`leave`](Self::leave), with something done when the screen is back and raw mode still on;
    /// unless the terminal takes nothing, in which case nothing is waited for any longer.
    pub(super) fn leave_after(&self, unsent: &[u8], last: impl FnOnce(&Tty)) {
        let state = self.state.swap(GIVEN_BACK, Ordering::SeqCst);
        if state == GIVEN_BACK {
            return;
        }
        // Where the terminal has gone there is nothing to put right, so errors say nothing.
        let sent = self.tty.write_all(unsent, PATIENCE).unwrap_or_default();
        let mut bytes = Vec::new();
        let stalled = sent < unsent.len();
        if stalled {
            self.tty.discard_output();
            bytes.push(CANCEL);
        }
        match state {
            TAKEN => bytes.extend(self.goodbye()),
            _ => bytes.extend(MARK_NO_PASTES),
        }
        let _ = self.tty.write_all(&bytes, PATIENCE);
        if !stalled {
            last(&self.tty);
        }
        let _ = self.tty.set_modes(&self.found);
    }

    /// What undoes everything that this program or a frame cut short may have set.
    fn goodbye(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.capabilities.synchronized_output {
            bytes.extend(b"\x1b[?2026l");
        }
        if self.mouse.load(Ordering::SeqCst) {
            bytes.extend(MOUSE_OFF);
        }
        if self.capabilities.hyperlinks {
            bytes.extend(END_LINK);
        }
        bytes.extend(MARK_NO_PASTES);
        // Margins, automatic wrap, colours.
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

/// Makes a panic give the terminal back before it says anything, and say after it what `report`
/// says.
pub(super) fn restore_on_panic(session: Arc<Session>, panic_message: String) {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        session.leave(b"");
        previous(panic);
        eprintln!("{panic_message}");
    }));
}
