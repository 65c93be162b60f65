//! One sequence: how many of the first bytes belong together, and what they mean.
//!
//! A pure function of the bytes so far. It must not keep anything between calls.

use super::super::event::{Event, Reply};
use super::{answer, key, mouse};
use crossterm::event::{KeyEvent, KeyModifiers};

const ESC: u8 = 0x1b;

/// The longest control sequence that is waited for, in bytes. The longest that mean something,
/// reports of keys with their text, stay under it.
const LONGEST: usize = 128;

/// What happened before the bytes that are looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The ESC at their head has been given as a key.
    pub(super) given: bool,
    /// There was a pause among them.
    pub(super) stale: bool,
}

/// What to do with the bytes so far.
#[derive(Debug)]
pub(super) enum Step {
    /// Wait for the next byte.
    More,
    /// Wait for the next byte, for ever: this is an answer, whose grammar says where it ends.
    Reply,
    /// The first `used` bytes are this event, or nothing; the others come after it.
    Done { event: Option<Event>, used: usize },
    /// A paste begins.
    Paste,
    /// The ESC and the bytes after it are keys by themselves.
    Keys,
}

impl Step {
    fn key(event: KeyEvent, used: usize) -> Self {
        Self::event(Event::Key(event), used)
    }

    fn event(event: Event, used: usize) -> Self {
        Self::Done {
            event: Some(event),
            used,
        }
    }

    fn nothing(used: usize) -> Self {
        Self::Done { event: None, used }
    }
}

/// What stands after `ESC [`.
enum Found {
    Known(Event),
    Paste,
    Partial,
    /// A key that ends before the last byte.
    Shorter(KeyEvent),
    /// Whole, but of no meaning here.
    Unknown,
    /// The last byte cannot stand in a control sequence.
    Broken,
}

/// Looks at `bytes`, of which all but the last have given [`Step::More`] or [`Step::Reply`].
pub(super) fn step(bytes: &[u8], context: Context) -> Step {
    match bytes {
        [] => Step::More,
        [ESC, rest @ ..] => escape(bytes, rest, context),
        [byte @ (..0x20 | 0x7f), ..] => Step::key(key::control(*byte), 1),
        _ => character(bytes, 0, KeyModifiers::NONE),
    }
}

fn escape(bytes: &[u8], rest: &[u8], context: Context) -> Step {
    match rest {
        [] => Step::More,
        [ESC, ..] if context.given => Step::nothing(1),
        [ESC, ..] => Step::key(key::control(ESC), 1),
        [b'[', rest @ ..] => bracket(rest, bytes.len(), context),
        [b'O', rest @ ..] => match key::single_shift(rest) {
            key::Shifted::Key(event) => Step::key(event, bytes.len()),
            key::Shifted::Partial => Step::More,
            key::Shifted::NoKey => alone(b'O', context),
        },
        [opener @ (b']' | b'P' | b'_'), body @ ..] => match answer::string(*opener, body) {
            answer::Text::Not => alone(*opener, context),
            answer::Text::Head | answer::Text::Free => Step::More,
            answer::Text::Partial => Step::Reply,
            answer::Text::Whole(answer) => Step::event(Event::Reply(answer), bytes.len()),
            answer::Text::Ended { behind } => Step::nothing(bytes.len() - behind),
        },
        _ if context.given => Step::Keys,
        [byte @ ..0x80, ..] => Step::key(key::alt(*byte), 2),
        _ => character(bytes, 1, KeyModifiers::ALT),
    }
}

/// ESC and a byte that opened nothing: Alt and that key, unless the ESC was a key by itself.
fn alone(byte: u8, context: Context) -> Step {
    if context.given {
        Step::Keys
    } else {
        Step::key(key::alt(byte), 2)
    }
}

fn bracket(rest: &[u8], all: usize, context: Context) -> Step {
    match control_sequence(rest) {
        Found::Known(event) => Step::event(event, all),
        Found::Paste => Step::Paste,
        Found::Partial => Step::More,
        Found::Shorter(event) => Step::key(event, all - 1),
        Found::Unknown | Found::Broken if context.given => Step::Keys,
        // After a pause it was Esc and that key, and this is another.
        Found::Unknown | Found::Broken if context.stale && all == 3 => Step::Keys,
        // After a pause, an end that makes no sense is rather the next key.
        Found::Unknown if context.stale => Step::nothing(all - 1),
        Found::Unknown => Step::nothing(all),
        Found::Broken if all == 3 => Step::key(key::alt(b'['), 2),
        Found::Broken => Step::nothing(all - 1),
    }
}

fn control_sequence(rest: &[u8]) -> Found {
    let until = |from: usize, range: std::ops::RangeInclusive<u8>| {
        let tail = rest.get(from..).unwrap_or_default();
        from + tail.iter().take_while(|byte| range.contains(byte)).count()
    };
    if let Some(tail) = rest.strip_prefix(b"[") {
        return match tail {
            [] => Found::Partial,
            [letter @ b'A'..=b'E', ..] => known(key::function(letter - b'A' + 1)),
            _ => Found::Broken,
        };
    }
    let params_end = until(0, b'0'..=b'?');
    let middle_end = until(params_end, b' '..=b'/');
    let params = rest.get(..params_end).unwrap_or_default();
    let middle = rest.get(params_end..middle_end).unwrap_or_default();
    let tail = rest.get(middle_end..).unwrap_or_default();
    match tail {
        [] if rest.len() > LONGEST => Found::Broken,
        [] => Found::Partial,
        [b'M', report @ ..] if params.is_empty() && middle.is_empty() => match report {
            [button, column, row, ..] => mouse::plain(*button, *column, *row)
                .map_or(Found::Unknown, |event| Found::Known(Event::Mouse(event))),
            _ => Found::Partial,
        },
        [end @ 0x40..=0x7e, ..] => meaning(params, middle, *end),
        _ => Found::Broken,
    }
}

fn known(event: KeyEvent) -> Found {
    Found::Known(Event::Key(event))
}

fn meaning(params: &[u8], middle: &[u8], end: u8) -> Found {
    let answered = |answer: Option<Reply>| {
        answer.map_or(Found::Unknown, |answer| Found::Known(Event::Reply(answer)))
    };
    let keyed = |event: Option<KeyEvent>| event.map_or(Found::Unknown, known);
    match (params, middle, end) {
        ([b'<', rest @ ..], [], b'M' | b'm') => mouse::numbered(Params(rest), end == b'm')
            .map_or(Found::Unknown, |event| Found::Known(Event::Mouse(event))),
        ([prefix @ b'<'..=b'?', rest @ ..], _, _) => {
            answered(answer::report(*prefix, Params(rest), middle, end))
        }
        (_, b"$", b'y') => answered(Some(Reply::Other)),
        // rxvt's shifted keys end in `$`, which everybody else has in the middle.
        (_, b"$", _) => key::numbered(Params(params), KeyModifiers::SHIFT)
            .map_or(Found::Unknown, Found::Shorter),
        (_, [_, ..], _) => Found::Unknown,
        (b"200", [], b'~') => Found::Paste,
        (b"201", [], b'~') | (b"", [], b'I' | b'O') | (_, [], b't' | b'n' | b'c') => {
            answered(Some(Reply::Other))
        }
        (_, [], b'~') => keyed(key::tilde(Params(params))),
        (_, [], b'^') => keyed(key::numbered(Params(params), KeyModifiers::CONTROL)),
        (_, [], b'@') => keyed(key::numbered(
            Params(params),
            KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        )),
        (_, [], b'u') => keyed(key::reported(Params(params))),
        (_, [], b'M') => mouse::urxvt(Params(params))
            .map_or(Found::Unknown, |event| Found::Known(Event::Mouse(event))),
        (_, [], b'R') => match key::lettered(Params(params), end) {
            Some(event) => known(event),
            None => answered(answer::report(0, Params(params), middle, end)),
        },
        _ => keyed(key::lettered(Params(params), end)),
    }
}

fn character(bytes: &[u8], start: usize, modifiers: KeyModifiers) -> Step {
    let all = bytes.len();
    match std::str::from_utf8(bytes.get(start..).unwrap_or_default()) {
        Ok(text) => match text.chars().next() {
            Some(c) if !c.is_control() => Step::key(key::character(c, modifiers), all),
            _ => Step::nothing(all),
        },
        Err(error) => match error.error_len() {
            None => Step::More,
            Some(bad) => Step::nothing(start + bad),
        },
    }
}

/// The numbers of a control sequence: parted by `;`, each with parts of its own parted by `:`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Params<'a>(pub(super) &'a [u8]);

impl Params<'_> {
    /// The number at `index`, its first part; `None` if it is not there or left out.
    pub(super) fn get(self, index: usize) -> Option<u32> {
        self.part(index, 0)
    }

    /// The `part` of the number at `index`.
    pub(super) fn part(self, index: usize, part: usize) -> Option<u32> {
        let number = self.0.split(|byte| *byte == b';').nth(index)?;
        let digits = number.split(|byte| *byte == b':').nth(part)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// How many numbers there are.
    pub(super) fn len(self) -> usize {
        if self.0.is_empty() {
            return 0;
        }
        self.0.split(|byte| *byte == b';').count()
    }
}
