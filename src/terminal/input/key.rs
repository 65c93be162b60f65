//! Keys in all the encodings that terminals use: control bytes, `CSI letter`, `CSI number ~`,
//! SS3, rxvt's, the Linux console's, xterm's modifyOtherKeys and `CSI u` with kitty's additions.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers};

use super::sequence::Params;

/// A key without modifiers.
pub(super) fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// The F key of that number.
pub(super) fn function(number: u8) -> KeyEvent {
    plain(KeyCode::F(number))
}

/// A byte below 32, or 127.
pub(super) fn control(byte: u8) -> KeyEvent {
    let control = |c: char| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    match byte {
        0x08 | 0x7f => plain(KeyCode::Backspace),
        b'\t' => plain(KeyCode::Tab),
        b'\r' => plain(KeyCode::Enter),
        0x1b => plain(KeyCode::Esc),
        0 => control(' '),
        1..=26 => control(char::from(byte - 1 + b'a')),
        _ => control(char::from(byte ^ 0x40)),
    }
}

/// A character typed; a capital letter has Shift.
pub(super) fn character(c: char, modifiers: KeyModifiers) -> KeyEvent {
    let shift = if c.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    KeyEvent::new(KeyCode::Char(c), modifiers | shift)
}

/// Alt and an ASCII byte.
pub(super) fn alt(byte: u8) -> KeyEvent {
    let mut event = match byte {
        ..0x20 | 0x7f => control(byte),
        _ => character(char::from(byte), KeyModifiers::NONE),
    };
    event.modifiers |= KeyModifiers::ALT;
    event
}

/// What stands after `ESC O`.
pub(super) enum Shifted {
    Key(KeyEvent),
    Partial,
    NoKey,
}

/// Looks at the bytes after `ESC O`.
pub(super) fn single_shift(bytes: &[u8]) -> Shifted {
    let (digit, end) = match bytes {
        [] | [b'1'..=b'9'] => return Shifted::Partial,
        // Some old terminals put a modifier's digit here.
        [digit @ b'1'..=b'9', end] => (*digit, *end),
        [end] => (b'1', *end),
        _ => return Shifted::NoKey,
    };
    keypad(end).map_or(Shifted::NoKey, |mut event| {
        event.modifiers |= modifiers(u32::from(digit - b'0')).0;
        Shifted::Key(event)
    })
}

fn keypad(end: u8) -> Option<KeyEvent> {
    let code = match end {
        b'A'..=b'F' | b'H' => return cursor(end).map(plain),
        b'P'..=b'S' => KeyCode::F(end - b'P' + 1),
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'a'..=b'd' => {
            let code = cursor(end.to_ascii_uppercase())?;
            return Some(KeyEvent::new(code, KeyModifiers::CONTROL));
        }
        b'X' => KeyCode::Char('='),
        // DEC's keypad: `*` to `9` stand at `j` to `y` in their ASCII order.
        b'j'..=b'y' => KeyCode::Char(char::from(end - b'j' + b'*')),
        _ => return None,
    };
    Some(plain(code))
}

fn cursor(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        _ => return None,
    })
}

/// `CSI letter` and `CSI 1 ; modifiers letter`.
pub(super) fn lettered(numbers: Params<'_>, letter: u8) -> Option<KeyEvent> {
    let code = match letter {
        b'A'..=b'F' | b'H' => cursor(letter)?,
        b'P' | b'Q' | b'S' => KeyCode::F(letter - b'P' + 1),
        // The same letter ends a report of the cursor's place: F3 is what cannot be one, or is
        // one only of the first row.
        b'R' if numbers.len() == 0 => KeyCode::F(3),
        b'R' if numbers.get(0) == Some(1) && matches!(numbers.get(1), Some(2..=16)) => {
            KeyCode::F(3)
        }
        b'Z' => return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        b'a'..=b'd' => {
            let code = cursor(letter.to_ascii_uppercase())?;
            return Some(KeyEvent::new(code, KeyModifiers::SHIFT));
        }
        _ => return None,
    };
    Some(modified(code, numbers))
}

/// `CSI number ~`, with modifiers in the second number.
pub(super) fn tilde(numbers: Params<'_>) -> Option<KeyEvent> {
    if numbers.get(0) == Some(27) {
        // xterm's modifyOtherKeys: 27 ; modifiers ; character.
        let code = typed(numbers.get(2)?)?;
        return Some(shifted(modified(code, numbers)));
    }
    Some(modified(editing(numbers.get(0)?)?, numbers))
}

/// The key that a number before `~` stands for, with rxvt's `modifiers`, which it says by another
/// last byte.
pub(super) fn numbered(numbers: Params<'_>, modifiers: KeyModifiers) -> Option<KeyEvent> {
    Some(KeyEvent::new(editing(numbers.get(0)?)?, modifiers))
}

fn editing(number: u32) -> Option<KeyCode> {
    let number = u8::try_from(number).ok()?;
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        28 | 29 => KeyCode::F(number - 13),
        31..=34 => KeyCode::F(number - 14),
        _ => return None,
    })
}

/// `CSI character u`, with kitty's additions: `character : shifted ; modifiers : kind`.
pub(super) fn reported(numbers: Params<'_>) -> Option<KeyEvent> {
    let number = numbers.get(0)?;
    if let Some((code, state)) = private(number) {
        let mut event = modified(code, numbers);
        event.state |= state;
        return Some(event);
    }
    let mut event = modified(typed(number)?, numbers);
    if event.modifiers.contains(KeyModifiers::SHIFT)
        && let Some(c) = numbers.part(0, 1).and_then(char::from_u32)
        && !c.is_control()
    {
        event.code = KeyCode::Char(c);
    }
    Some(shifted(event))
}

fn typed(number: u32) -> Option<KeyCode> {
    Some(match number {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}

/// Makes a character with Shift what the same key gives without a protocol.
fn shifted(mut event: KeyEvent) -> KeyEvent {
    let only_shift = (event.modifiers - KeyModifiers::SHIFT).is_empty();
    match event.code {
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => {
            event.code = KeyCode::BackTab;
        }
        KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::SHIFT) && only_shift => {
            let mut upper = c.to_uppercase();
            if let (Some(c), None) = (upper.next(), upper.next()) {
                event.code = KeyCode::Char(c);
            }
            let capital = matches!(event.code, KeyCode::Char(c) if c.is_uppercase());
            event.modifiers.set(KeyModifiers::SHIFT, capital);
        }
        _ => {}
    }
    event
}

/// Kitty's numbers for keys that are no characters, from the Unicode private use area.
fn private(number: u32) -> Option<(KeyCode, KeyEventState)> {
    let keypad = |code| Some((code, KeyEventState::KEYPAD));
    let digit = |number| char::from_digit(number, 10).map(KeyCode::Char);
    match number {
        57358 => Some((KeyCode::CapsLock, KeyEventState::NONE)),
        57359 => Some((KeyCode::ScrollLock, KeyEventState::NONE)),
        57360 => Some((KeyCode::NumLock, KeyEventState::NONE)),
        57361 => Some((KeyCode::PrintScreen, KeyEventState::NONE)),
        57362 => Some((KeyCode::Pause, KeyEventState::NONE)),
        57363 => Some((KeyCode::Menu, KeyEventState::NONE)),
        57376..=57398 => u8::try_from(number - 57363)
            .ok()
            .map(|number| (KeyCode::F(number), KeyEventState::NONE)),
        57399..=57408 => keypad(digit(number - 57399)?),
        57409 => keypad(KeyCode::Char('.')),
        57410 => keypad(KeyCode::Char('/')),
        57411 => keypad(KeyCode::Char('*')),
        57412 => keypad(KeyCode::Char('-')),
        57413 => keypad(KeyCode::Char('+')),
        57414 => keypad(KeyCode::Enter),
        57415 => keypad(KeyCode::Char('=')),
        57416 => keypad(KeyCode::Char(',')),
        57417 => keypad(KeyCode::Left),
        57418 => keypad(KeyCode::Right),
        57419 => keypad(KeyCode::Up),
        57420 => keypad(KeyCode::Down),
        57421 => keypad(KeyCode::PageUp),
        57422 => keypad(KeyCode::PageDown),
        57423 => keypad(KeyCode::Home),
        57424 => keypad(KeyCode::End),
        57425 => keypad(KeyCode::Insert),
        57426 => keypad(KeyCode::Delete),
        57427 => keypad(KeyCode::KeypadBegin),
        // Media keys and modifiers by themselves: reported only when asked for.
        57344..=63743 => Some((KeyCode::Null, KeyEventState::NONE)),
        _ => None,
    }
}

/// A key with the modifiers and the kind that the second number says.
fn modified(code: KeyCode, numbers: Params<'_>) -> KeyEvent {
    let (modifiers, state) = modifiers(numbers.get(1).unwrap_or(1));
    let kind = match numbers.part(1, 1) {
        Some(2) => KeyEventKind::Repeat,
        Some(3) => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    KeyEvent {
        code,
        modifiers,
        kind,
        state,
    }
}

/// One more than the sum of 1 Shift, 2 Alt, 4 Control, 8 Super, 16 Hyper, 32 Meta, 64 Caps Lock,
/// 128 Num Lock.
fn modifiers(number: u32) -> (KeyModifiers, KeyEventState) {
    let bits = number.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ] {
        modifiers.set(modifier, bits & bit != 0);
    }
    let mut state = KeyEventState::NONE;
    state.set(KeyEventState::CAPS_LOCK, bits & 64 != 0);
    state.set(KeyEventState::NUM_LOCK, bits & 128 != 0);
    (modifiers, state)
}
