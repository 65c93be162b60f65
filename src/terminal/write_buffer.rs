//! What is on its way to the terminal.
//!
//! A terminal at the end of a slow link takes bytes when it can. What has been begun goes out to
//! its end; while a frame is under way no other one is drawn, so what is behind is never more
//! than one frame.

use std::io;

use super::session::CANCEL;
use super::tty::Tty;

/// Bytes for the terminal.
#[derive(Debug, Default)]
pub(super) struct Outlet {
    bytes: Vec<u8>,
    /// How many of them have gone out.
    sent: usize,
    /// A frame is among them.
    framed: bool,
}

impl Outlet {
    /// Whether all has gone out.
    pub(super) fn is_empty(&self) -> bool {
        self.sent >= self.bytes.len()
    }

    /// Whether a frame is under way.
    pub(super) fn is_framed(&self) -> bool {
        self.framed
    }

    /// Where to append a frame.
    pub(super) fn frame(&mut self) -> &mut Vec<u8> {
        self.framed = true;
        &mut self.bytes
    }

    /// Where to append anything else.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Writes what the terminal takes now. An error means that it has gone.
    pub(super) fn push(&mut self, tty: &Tty) -> io::Result<()> {
        if !self.is_empty() {
            self.sent += tty.write(self.bytes.get(self.sent..).unwrap_or_default())?;
        }
        if self.is_empty() {
            self.clear();
        }
        Ok(())
    }

    /// Takes out what has not gone out.
    pub(super) fn take_rest(&mut self) -> Vec<u8> {
        let rest = self.bytes.split_off(self.sent.min(self.bytes.len()));
        self.clear();
        rest
    }

    /// Drops what has not gone out; ends what was cut off by that.
    pub(super) fn drop_rest(&mut self) {
        let cut_off = self.sent > 0;
        self.clear();
        if cut_off {
            self.bytes.push(CANCEL);
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.sent = 0;
        self.framed = false;
    }
}
