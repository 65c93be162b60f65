//! Decides what the first bytes of the input are: a key, a mouse report, a reply, or the start of
//! something longer. A pure function of the bytes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};

use super::super::event::{Event, Reply};
use super::csi::{self, Csi, Split};
use super::reply::StringState;
use super::{ESC, key, mouse, reply};

/// What happened before the bytes were complete.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    /// The ESC at the beginning was already reported as the Esc key.
    pub(crate) esc_reported: bool,
    /// There was a pause between the bytes.
    pub(crate) paused: bool,
}

/// What to do with the bytes.
#[derive(Debug)]
pub(crate) enum ParseStep {
    /// Wait for the next byte.
    NeedMore,
    /// Wait for the next byte however long it takes: this is a reply.
    NeedMoreReply,
    /// The first `used` bytes are this event, or are ignored.
    Done { event: Option<Event>, used: usize },
    /// A paste begins.
    StartPaste,
    /// The ESC and the bytes after it are separate keys.
    SeparateKeys,
}

impl ParseStep {
    fn key(event: KeyEvent, used: usize) -> Self {
        Self::event(Event::Key(event), used)
    }

    fn event(event: Event, used: usize) -> Self {
        Self::Done {
            event: Some(event),
            used,
        }
    }

    fn ignore(used: usize) -> Self {
        Self::Done { event: None, used }
    }
}

/// Examines `bytes`, all of which but the last have led to [`ParseStep::NeedMore`] or
/// [`ParseStep::NeedMoreReply`].
pub(crate) fn parse_prefix(bytes: &[u8], context: Context) -> ParseStep {
    let length = bytes.len();
    match bytes {
        [] | [ESC] | [ESC, b'O'] | [ESC, b'O', b'1'..=b'9'] => ParseStep::NeedMore,
        [ESC, ESC, ..] if context.esc_reported => ParseStep::ignore(1),
        [ESC, ESC, ..] => ParseStep::key(key::control(ESC), 1),
        [ESC, b'[', rest @ ..] => control_sequence(rest, length, context),
        [ESC, b'O', rest @ ..] => {
            let key = match rest {
                [modifier @ b'1'..=b'9', final_byte] => key::ss3(modifier - b'0', *final_byte),
                [final_byte] => key::ss3(1, *final_byte),
                _ => None,
            };
            key.map_or_else(
                || alt_or_separate_keys(b'O', context),
                |key| ParseStep::key(key, length),
            )
        }
        [ESC, introducer @ (b']' | b'P' | b'_'), body @ ..] => {
            match reply::string(*introducer, body) {
                StringState::NotAReply => alt_or_separate_keys(*introducer, context),
                StringState::Incomplete => ParseStep::NeedMore,
                StringState::IncompleteColor => ParseStep::NeedMoreReply,
                StringState::Complete(reply) => ParseStep::event(Event::Reply(reply), length),
                StringState::CutOff { rest } => ParseStep::ignore(length - rest),
            }
        }
        [ESC, ..] if context.esc_reported => ParseStep::SeparateKeys,
        [ESC, byte @ ..0x80, ..] => ParseStep::key(key::alt(*byte), 2),
        [ESC, character @ ..] => utf8(character, 1, KeyModifiers::ALT),
        [byte @ (..0x20 | 0x7f), ..] => ParseStep::key(key::control(*byte), 1),
        character => utf8(character, 0, KeyModifiers::NONE),
    }
}

/// ESC and a byte that started no sequence: Alt and that key, or two keys.
fn alt_or_separate_keys(byte: u8, context: Context) -> ParseStep {
    if context.esc_reported {
        ParseStep::SeparateKeys
    } else {
        ParseStep::key(key::alt(byte), 2)
    }
}

/// The bytes of a character, after `before` other ones.
fn utf8(bytes: &[u8], before: usize, modifiers: KeyModifiers) -> ParseStep {
    match std::str::from_utf8(bytes) {
        Ok(text) => match text.chars().next() {
            Some(c) if !c.is_control() => {
                ParseStep::key(key::character(c, modifiers), before + bytes.len())
            }
            _ => ParseStep::ignore(before + bytes.len()),
        },
        Err(error) => match error.error_len() {
            None => ParseStep::NeedMore,
            Some(invalid) => ParseStep::ignore(before + invalid),
        },
    }
}

/// What the bytes after `ESC [` are.
enum Sequence {
    Event(Event),
    StartPaste,
    Incomplete,
    /// A key that ends before the last byte.
    KeyBeforeLastByte(KeyEvent),
    /// A complete sequence without a meaning here.
    Unknown,
    /// The last byte cannot be in a control sequence.
    Invalid,
}

fn control_sequence(rest: &[u8], length: usize, context: Context) -> ParseStep {
    match sequence(rest) {
        Sequence::Event(event) => ParseStep::event(event, length),
        Sequence::StartPaste => ParseStep::StartPaste,
        Sequence::Incomplete => ParseStep::NeedMore,
        Sequence::KeyBeforeLastByte(key) => ParseStep::key(key, length - 1),
        Sequence::Unknown | Sequence::Invalid if context.esc_reported => ParseStep::SeparateKeys,
        // With a pause, the three bytes were typed as three keys.
        Sequence::Unknown | Sequence::Invalid if context.paused && length == 3 => {
            ParseStep::SeparateKeys
        }
        // With a pause, the last byte is more likely the next key.
        Sequence::Unknown if context.paused => ParseStep::ignore(length - 1),
        Sequence::Unknown => ParseStep::ignore(length),
        Sequence::Invalid if length == 3 => ParseStep::key(key::alt(b'['), 2),
        Sequence::Invalid => ParseStep::ignore(length - 1),
    }
}

fn sequence(rest: &[u8]) -> Sequence {
    match rest {
        // The function keys of the Linux console.
        [b'['] => Sequence::Incomplete,
        [b'[', letter @ b'A'..=b'E'] => {
            key_or_unknown(Some(key::plain(KeyCode::F(letter - b'A' + 1))))
        }
        [b'[', ..] => Sequence::Invalid,
        [b'M', button, column, row] => mouse_or_unknown(mouse::x10(*button, *column, *row)),
        [b'M', ..] => Sequence::Incomplete,
        _ => match csi::split(rest) {
            Split::Complete(csi) => interpret_csi(csi),
            Split::Incomplete => Sequence::Incomplete,
            Split::Invalid => Sequence::Invalid,
        },
    }
}

fn interpret_csi(csi: Csi<'_>) -> Sequence {
    if let Some(reply) = reply::from_csi(csi) {
        // F3 can look like a report of the cursor's position.
        if let (b'R', Some(key)) = (csi.final_byte, key::from_csi(csi)) {
            return Sequence::Event(Event::Key(key));
        }
        return Sequence::Event(Event::Reply(reply));
    }
    match (csi.prefix, csi.intermediates, csi.final_byte) {
        (Some(b'<'), [], final_byte @ (b'M' | b'm')) => {
            mouse_or_unknown(mouse::sgr(csi.params, final_byte == b'm'))
        }
        // rxvt ends keys with Shift in `$`, which is an intermediate byte everywhere else.
        (None, b"$", _) => key::rxvt(csi.params, KeyModifiers::SHIFT)
            .map_or(Sequence::Unknown, Sequence::KeyBeforeLastByte),
        (Some(_), ..) | (_, [_, ..], _) => Sequence::Unknown,
        (None, [], b'~') if csi.params.0 == b"200" => Sequence::StartPaste,
        // The end of a paste without its start.
        (None, [], b'~') if csi.params.0 == b"201" => Sequence::Event(Event::Reply(Reply::Other)),
        (None, [], b'M') => mouse_or_unknown(mouse::urxvt(csi.params)),
        (None, [], _) => key_or_unknown(key::from_csi(csi)),
    }
}

fn key_or_unknown(key: Option<KeyEvent>) -> Sequence {
    key.map_or(Sequence::Unknown, |key| Sequence::Event(Event::Key(key)))
}

fn mouse_or_unknown(mouse: Option<MouseEvent>) -> Sequence {
    mouse.map_or(Sequence::Unknown, |mouse| {
        Sequence::Event(Event::Mouse(mouse))
    })
}
