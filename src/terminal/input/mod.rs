//! The input reader: bytes from a terminal become [`Event`]s.
//!
//! It owns what of a sequence has come so far, and nothing else: no file, no clock. The loop
//! hands it each read with [`Input::feed`], asks [`Input::wait`] how long to wait for more, and
//! says with [`Input::expire`] that nothing came. It must not know what a key does.
//!
//! Why not a general parser of control sequences: such a parser is made for the other direction.
//! It cannot say whether it is in the middle of something, cannot let go of a sequence that will
//! never end, and takes Alt-] for the start of a string that swallows every key after it. Here
//! the questions are just these, so the reader looks at the bytes of one sequence as a whole
//! (`sequence::step`) and decides: more is needed, or so many bytes mean this.
//!
//! What it promises:
//!
//! - Cutting the stream into other reads changes nothing.
//! - A lone ESC becomes the Esc key after [`ESC_WAIT`]. If the rest of an arrow comes after that,
//!   the arrow is still an arrow; if other keys come, they are these keys.
//! - Esc and a key that come together are these two keys, after [`HEAD_WAIT`] where the key could be
//!   the start of something.
//! - An answer is never keys, however late; keys behind an answer that does not end are keys.
//! - What stands between the marks of a paste is never a key.

mod answer;
mod key;
mod mouse;
mod sequence;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::event::Event;
use sequence::{Context, Step};

/// How long an ESC may stand alone before it is the Esc key.
pub const ESC_WAIT: Duration = Duration::from_millis(40);

/// How long an ESC and the byte behind it that opens a sequence are waited on, before they are Esc and
/// that key; and a paste without an end, before Ctrl-C ends it.
pub const HEAD_WAIT: Duration = Duration::from_millis(500);

/// How long the start of a sequence is remembered, so that its end is known when it comes late.
pub const FORGET_WAIT: Duration = Duration::from_secs(2);

/// The most bytes of a paste that are kept; what is longer is cut.
pub const PASTE_LIMIT: usize = 1 << 20;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const PASTE_END: &[u8] = b"\x1b[201~";

/// The reader's state between two reads.
#[derive(Debug, Default)]
pub struct Input {
    /// The bytes of a sequence that is not whole yet.
    pending: Vec<u8>,
    /// The ESC that `pending` begins with has been given as the Esc key already.
    given: bool,
    /// Nothing has come for a while since `pending` began.
    stale: bool,
    /// `pending` is an answer that will be known as one however late it ends.
    answering: bool,
    paste: Option<Paste>,
}

/// A paste under way.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// How many bytes of the end mark have come.
    matched: usize,
    /// Nothing has come for a while.
    stalled: bool,
}

impl Input {
    /// Takes the bytes of one read and appends what they mean to `events`.
    pub fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        // A paste whose end was lost must not lock the keyboard: Ctrl-C, typed after a moment, gets out
        // of it. Terminals take control characters out of what they paste.
        let cancels = !bytes.is_empty() && bytes.iter().all(|byte| *byte == CTRL_C);
        if cancels && self.paste.as_ref().is_some_and(|paste| paste.stalled) {
            self.paste = None;
        }
        for &byte in bytes {
            self.byte(byte, events);
        }
    }

    /// How long to wait for more bytes before [`expire`](Self::expire) is to be called; `None`
    /// when nothing is pending, so for ever.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        if let Some(paste) = &self.paste {
            return (!paste.stalled).then_some(HEAD_WAIT);
        }
        match self.pending.len() {
            0 => None,
            _ if self.answering => None,
            1 if self.given => Some(FORGET_WAIT),
            2 if self.stale => Some(HEAD_WAIT),
            // Nobody types so fast what looks like the middle of a sequence.
            3.. if self.given || self.stale => Some(FORGET_WAIT),
            _ => Some(ESC_WAIT),
        }
    }

    /// Nothing has come for as long as [`wait`](Self::wait) said: gives the Esc key for a lone
    /// ESC, and the keys after an ESC that was given before; forgets what stays without an end.
    pub fn expire(&mut self, events: &mut Vec<Event>) {
        if let Some(paste) = &mut self.paste {
            paste.stalled = true;
        } else if self.answering {
            // Its end comes, or a byte that cannot belong to it.
        } else if self.given {
            self.release(events);
        } else if self.pending == [ESC] {
            events.push(Event::Key(key::plain(crossterm::event::KeyCode::Esc)));
            self.given = true;
        } else if self.stale && self.pending.len() == 2 {
            self.release(events);
        } else if self.stale {
            self.clear();
        } else {
            self.stale = !self.pending.is_empty();
        }
    }

    fn clear(&mut self) {
        self.pending.clear();
        self.given = false;
        self.stale = false;
        self.answering = false;
    }

    /// The pending bytes are no sequence: the ESC is a key, unless it was given as one already, and all
    /// behind it are keys.
    fn release(&mut self, events: &mut Vec<Event>) {
        let bytes = std::mem::take(&mut self.pending);
        if !self.given {
            events.push(Event::Key(key::plain(crossterm::event::KeyCode::Esc)));
        }
        self.clear();
        for &byte in bytes.get(1..).unwrap_or_default() {
            self.byte(byte, events);
        }
    }

    fn byte(&mut self, byte: u8, events: &mut Vec<Event>) {
        if let Some(paste) = &mut self.paste {
            if paste.push(byte) {
                let text = std::mem::take(&mut paste.text);
                self.paste = None;
                events.push(Event::Paste(text_of(&text)));
            }
            return;
        }
        self.pending.push(byte);
        let context = Context {
            given: self.given,
            stale: self.stale,
        };
        match sequence::step(&self.pending, context) {
            Step::More => {}
            Step::Reply => {
                self.answering = true;
                self.given = false;
            }
            Step::Paste => {
                self.clear();
                self.paste = Some(Paste::default());
            }
            Step::Keys => self.release(events),
            Step::Done { event, used } => {
                let rest = self.pending.split_off(used.min(self.pending.len()));
                self.clear();
                events.extend(event);
                for byte in rest {
                    self.byte(byte, events);
                }
            }
        }
    }
}

impl Paste {
    /// Takes a byte; true when it was the last of the end mark.
    fn push(&mut self, byte: u8) -> bool {
        self.stalled = false;
        if PASTE_END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return self.matched == PASTE_END.len();
        }
        // The mark's only ESC is its first byte, so nothing shorter can have begun inside it.
        self.keep(PASTE_END.get(..self.matched).unwrap_or_default());
        self.matched = usize::from(byte == ESC);
        if self.matched == 0 {
            self.keep(&[byte]);
        }
        false
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = PASTE_LIMIT.saturating_sub(self.text.len());
        self.text
            .extend(bytes.iter().copied().take(room.min(bytes.len())));
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}
