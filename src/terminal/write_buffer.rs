//! The bytes that wait to be written to the terminal.
//!
//! Over a slow connection a frame takes time to write. No other frame is drawn until then, so at most
//! one frame waits.

use std::io;

use super::tty::Tty;

/// CAN: ends a control sequence that was cut off.
pub(crate) const CANCEL: u8 = 0x18;

/// Bytes for the terminal.
#[derive(Debug, Default)]
pub(crate) struct WriteBuffer {
    bytes: Vec<u8>,
    /// How many of them have been written.
    written: usize,
    has_frame: bool,
}

impl WriteBuffer {
    /// Whether everything has been written.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether a frame is being written.
    pub(crate) fn has_frame(&self) -> bool {
        self.has_frame
    }

    /// Begins a frame; returns the bytes to append it to.
    pub(crate) fn begin_frame(&mut self) -> &mut Vec<u8> {
        self.has_frame = true;
        &mut self.bytes
    }

    /// Returns the bytes to append anything but a frame to.
    pub(crate) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Writes what the terminal accepts now.
    ///
    /// # Errors
    ///
    /// The terminal was closed.
    pub(crate) fn flush(&mut self, tty: &Tty) -> io::Result<()> {
        if !self.is_empty() {
            self.written += tty.write(&self.bytes[self.written..])?;
        }
        if self.written == self.bytes.len() {
            self.clear();
        }
        Ok(())
    }

    /// Removes and returns what has not been written.
    pub(crate) fn take_unsent(&mut self) -> Vec<u8> {
        let unsent = self.bytes.split_off(self.written);
        self.clear();
        unsent
    }

    /// Discards what has not been written, and ends the sequence that this may have cut off.
    pub(crate) fn discard_unsent(&mut self) {
        let cut_off = self.written > 0;
        self.clear();
        if cut_off {
            self.bytes.push(CANCEL);
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.written = 0;
        self.has_frame = false;
    }
}
