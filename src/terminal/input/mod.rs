//! Parses the bytes that a terminal sends into [`Event`]s.
//!
//! Parsers of terminal output, such as vte, do not fit: they cannot tell whether a sequence is
//! incomplete, cannot give up on one that never ends, and take Alt-] for the start of a string
//! that swallows all keys after it.
//!
//! - The result does not depend on how the bytes are split into reads.
//! - A lone ESC becomes the Esc key after [`ESC_TIMEOUT`]. If the rest of an arrow key arrives
//!   later, it is still an arrow; other bytes are separate keys.
//! - ESC and a key in one read are two keys after [`INTRODUCER_TIMEOUT`], if the key could have
//!   started a sequence.
//! - A reply of the terminal is never taken for keys, however late it arrives. Keys after a reply
//!   without an end are keys.
//! - Nothing inside a bracketed paste is a key.

mod csi;
mod key;
mod mouse;
mod reply;
mod sequence;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crossterm::event::KeyCode;

use super::event::Event;
use sequence::{Context, ParseStep};

/// How long to wait after an ESC before it is the Esc key.
const ESC_TIMEOUT: Duration = Duration::from_millis(40);

/// How long to wait after an ESC and a byte that starts a sequence before they are two keys. Also
/// how long a paste must have paused before Ctrl-C ends it.
const INTRODUCER_TIMEOUT: Duration = Duration::from_millis(500);

/// How long to wait for the rest of a sequence.
const SEQUENCE_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest paste, in bytes; the rest is cut off.
const MAX_PASTE_BYTES: usize = 1 << 20;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Parses input, keeping incomplete sequences between reads.
#[derive(Debug, Default)]
pub(crate) struct InputParser {
    /// The bytes of an incomplete sequence.
    pending: Vec<u8>,
    /// The ESC at the start of `pending` was already reported as the Esc key.
    esc_reported: bool,
    /// The timeout has passed since `pending` began.
    paused: bool,
    /// `pending` is the beginning of a reply, which may take any time to complete.
    in_reply: bool,
    paste: Option<Paste>,
}

/// An incomplete paste.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// How many bytes of [`PASTE_END`] have arrived.
    end_matched: usize,
    /// The timeout has passed since the last byte.
    paused: bool,
}

impl InputParser {
    /// Parses the bytes of one read.
    pub(crate) fn parse(&mut self, bytes: &[u8]) -> Vec<Event> {
        // A paste whose end got lost must not lock the keyboard: Ctrl-C after a pause ends it.
        // Terminals remove control characters from what they paste.
        let cancels = !bytes.is_empty() && bytes.iter().all(|byte| *byte == CTRL_C);
        if cancels && self.paste.as_ref().is_some_and(|paste| paste.paused) {
            self.paste = None;
        }
        let mut events = Vec::new();
        for &byte in bytes {
            self.push(byte, &mut events);
        }
        events
    }

    /// How long to wait for more input before calling [`time_out`](Self::time_out); `None` if
    /// nothing is waited for.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        if let Some(paste) = &self.paste {
            return (!paste.paused).then_some(INTRODUCER_TIMEOUT);
        }
        match self.pending.len() {
            0 => None,
            _ if self.in_reply => None,
            1 if self.esc_reported => Some(SEQUENCE_TIMEOUT),
            2 if self.paused => Some(INTRODUCER_TIMEOUT),
            // Nobody types what looks like the middle of a sequence this fast.
            3.. if self.esc_reported || self.paused => Some(SEQUENCE_TIMEOUT),
            _ => Some(ESC_TIMEOUT),
        }
    }

    /// To be called when no input has arrived for [`timeout`](Self::timeout). Reports a lone ESC as the
    /// Esc key, and the bytes after a reported one as keys. Drops an incomplete sequence.
    pub(crate) fn time_out(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(paste) = &mut self.paste {
            paste.paused = true;
        } else if self.in_reply || self.pending.is_empty() {
            // A reply ends by itself, or at a byte that cannot be in it.
        } else if self.esc_reported || self.paused && matches!(self.pending[..], [ESC, _]) {
            self.report_separate_keys(&mut events);
        } else if self.pending == [ESC] {
            events.push(Event::Key(key::plain(KeyCode::Esc)));
            self.esc_reported = true;
        } else if self.paused {
            self.clear();
        } else {
            self.paused = true;
        }
        events
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    /// Reports the pending ESC, unless it was reported before, and the bytes after it as keys.
    fn report_separate_keys(&mut self, events: &mut Vec<Event>) {
        let pending = std::mem::take(&mut self.pending);
        if !self.esc_reported {
            events.push(Event::Key(key::plain(KeyCode::Esc)));
        }
        self.clear();
        for &byte in &pending[1..] {
            self.push(byte, events);
        }
    }

    fn push(&mut self, byte: u8, events: &mut Vec<Event>) {
        if let Some(paste) = &mut self.paste {
            if paste.push(byte) {
                events.push(Event::Paste(paste.text()));
                self.paste = None;
            }
            return;
        }
        self.pending.push(byte);
        let context = Context {
            esc_reported: self.esc_reported,
            paused: self.paused,
        };
        match sequence::parse_prefix(&self.pending, context) {
            ParseStep::NeedMore => {}
            ParseStep::NeedMoreReply => {
                self.in_reply = true;
                self.esc_reported = false;
            }
            ParseStep::StartPaste => {
                self.clear();
                self.paste = Some(Paste::default());
            }
            ParseStep::SeparateKeys => self.report_separate_keys(events),
            ParseStep::Done { event, used } => {
                let rest = self.pending.split_off(used);
                self.clear();
                events.extend(event);
                for byte in rest {
                    self.push(byte, events);
                }
            }
        }
    }
}

impl Paste {
    /// Adds a byte; returns true if it completed the end marker.
    fn push(&mut self, byte: u8) -> bool {
        self.paused = false;
        if byte == PASTE_END[self.end_matched] {
            self.end_matched += 1;
            return self.end_matched == PASTE_END.len();
        }
        // Only the marker's first byte is an ESC, so no other match can have begun inside it.
        self.keep(&PASTE_END[..self.end_matched]);
        self.end_matched = usize::from(byte == ESC);
        if byte != ESC {
            self.keep(&[byte]);
        }
        false
    }

    fn keep(&mut self, bytes: &[u8]) {
        let space = MAX_PASTE_BYTES - self.text.len();
        self.text.extend(bytes.iter().take(space));
    }

    /// The pasted text, with its line endings converted to `\n`.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.text)
            .replace("\r\n", "\n")
            .replace('\r', "\n")
    }
}
