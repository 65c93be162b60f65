//! The bytes that wait to be written to the terminal.
//!
//! Over a slow connection a frame takes time to write. No other frame is drawn until then, so at most
//! one frame waits. A copied text and a change of mouse reporting wait for the next frame, and replace the
//! one that waits already.

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
    /// The sequence that copies a text, and the one that changes mouse reporting: sent at the start of the
    /// next frame.
    copy: Vec<u8>,
    mouse: &'static [u8],
}

impl WriteBuffer {
    /// Whether everything but what waits for the next frame has been written.
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
        self.append_waiting();
        &mut self.bytes
    }

    /// Returns the bytes to append anything but a frame to.
    pub(crate) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Sends the sequence that copies a text with the next frame. Replaces one that waits.
    pub(crate) fn set_copy(&mut self, sequence: Vec<u8>) {
        self.copy = sequence;
    }

    /// Changes mouse reporting with the next frame. Replaces a change that waits.
    pub(crate) fn set_mouse(&mut self, sequence: &'static [u8]) {
        self.mouse = sequence;
    }

    fn append_waiting(&mut self) {
        self.bytes.append(&mut self.copy);
        self.bytes.extend(std::mem::take(&mut self.mouse));
    }

    /// Writes what the terminal accepts now.
    ///
    /// # Errors
    ///
    /// The terminal was closed.
    pub(crate) fn flush(&mut self, tty: &Tty) -> io::Result<()> {
        self.written += tty.write(&self.bytes[self.written..])?;
        if self.written == self.bytes.len() {
            self.clear();
        }
        Ok(())
    }

    /// Removes and returns what has not been written.
    pub(crate) fn take_unsent(&mut self) -> Vec<u8> {
        self.append_waiting();
        let unsent = self.bytes.split_off(self.written);
        self.clear();
        unsent
    }

    /// Discards what has not been written, and ends the sequence that this may have cut off.
    pub(crate) fn discard_unsent(&mut self) {
        let cut_off = self.written > 0;
        (self.copy, self.mouse) = (Vec::new(), b"");
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
