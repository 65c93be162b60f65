//! Keys in the encodings that terminals use: control bytes, `CSI letter`, `CSI number ~`, SS3,
//! those of rxvt and the Linux console, xterm's modifyOtherKeys, and kitty's `CSI u`.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers};

use super::csi::{Csi, Params};

/// The characters of kitty's keypad keys from 57399 on, as [`code_of_character`] takes them.
const KEYPAD_CHARACTERS: &[u8; 18] = b"0123456789./*-+\r=,";

/// kitty's keypad keys from 57417 on.
const KEYPAD_KEYS: [KeyCode; 11] = [
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::Insert,
    KeyCode::Delete,
    KeyCode::KeypadBegin,
];

/// A key without modifiers.
pub(crate) fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// The key of a control byte: below 32, or 127.
pub(crate) fn control(byte: u8) -> KeyEvent {
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

/// The key of a character. An uppercase letter has Shift.
pub(crate) fn character(c: char, modifiers: KeyModifiers) -> KeyEvent {
    let mut modifiers = modifiers;
    modifiers.set(KeyModifiers::SHIFT, c.is_uppercase());
    KeyEvent::new(KeyCode::Char(c), modifiers)
}

/// Alt and the key of an ASCII byte.
pub(crate) fn alt(byte: u8) -> KeyEvent {
    let mut event = match byte {
        ..0x20 | 0x7f => control(byte),
        _ => character(char::from(byte), KeyModifiers::NONE),
    };
    event.modifiers |= KeyModifiers::ALT;
    event
}

/// The key of `ESC O` (SS3), a modifier that some old terminals insert (1 if there is none), and a
/// final byte.
pub(crate) fn ss3(modifier: u8, final_byte: u8) -> Option<KeyEvent> {
    let mut event = match final_byte {
        b'P'..=b'S' => plain(KeyCode::F(final_byte - b'P' + 1)),
        b'M' => plain(KeyCode::Enter),
        b'I' => plain(KeyCode::Tab),
        b'X' => plain(KeyCode::Char('=')),
        // rxvt's arrows with Control.
        b'a'..=b'd' => {
            let code = cursor_key(final_byte.to_ascii_uppercase())?;
            KeyEvent::new(code, KeyModifiers::CONTROL)
        }
        // DEC's keypad: `*` to `9` are sent as `j` to `y`.
        b'j'..=b'y' => plain(KeyCode::Char(char::from(final_byte - b'j' + b'*'))),
        _ => plain(cursor_key(final_byte)?),
    };
    event.modifiers |= modifiers(u32::from(modifier)).0;
    Some(event)
}

/// The key of a control sequence without intermediate bytes.
pub(crate) fn from_csi(csi: Csi<'_>) -> Option<KeyEvent> {
    let params = csi.params;
    match csi.final_byte {
        b'~' if params.get(0) == Some(27) => {
            // xterm's modifyOtherKeys: 27 ; modifiers ; character.
            let code = code_of_character(params.get(2)?)?;
            Some(normalize_shift(with_modifiers(code, params)))
        }
        b'~' => Some(with_modifiers(editing_key(params)?, params)),
        // rxvt encodes modifiers in the final byte.
        b'^' => rxvt(params, KeyModifiers::CONTROL),
        b'@' => rxvt(params, KeyModifiers::CONTROL | KeyModifiers::SHIFT),
        letter @ b'a'..=b'd' => {
            let code = cursor_key(letter.to_ascii_uppercase())?;
            Some(KeyEvent::new(code, KeyModifiers::SHIFT))
        }
        b'u' => kitty(params),
        b'Z' => Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        letter @ (b'P' | b'Q' | b'S') => {
            Some(with_modifiers(KeyCode::F(letter - b'P' + 1), params))
        }
        // F3, unless it is a report of the cursor's position. With modifiers F3 looks like a report
        // of a position in the first row, which this program never asks for.
        b'R' if params.is_empty() => Some(plain(KeyCode::F(3))),
        b'R' if params.get(0) == Some(1) && matches!(params.get(1), Some(2..=16)) => {
            Some(with_modifiers(KeyCode::F(3), params))
        }
        letter => Some(with_modifiers(cursor_key(letter)?, params)),
    }
}

/// A key that rxvt encodes as a number and a final byte for `modifiers`.
pub(crate) fn rxvt(params: Params<'_>, modifiers: KeyModifiers) -> Option<KeyEvent> {
    Some(KeyEvent::new(editing_key(params)?, modifiers))
}

fn cursor_key(letter: u8) -> Option<KeyCode> {
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

/// The key of the number in `CSI number ~`.
fn editing_key(params: Params<'_>) -> Option<KeyCode> {
    let number = u8::try_from(params.get(0)?).ok()?;
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

/// kitty's `CSI character : shifted character ; modifiers : kind u`.
fn kitty(params: Params<'_>) -> Option<KeyEvent> {
    let number = params.get(0)?;
    if let Some((code, state)) = kitty_functional_key(number) {
        let mut event = with_modifiers(code, params);
        event.state |= state;
        return Some(event);
    }
    let mut event = with_modifiers(code_of_character(number)?, params);
    let shifted = params.subparam(0, 1).and_then(char::from_u32);
    if let Some(shifted) = shifted.filter(|c| !c.is_control())
        && event.modifiers.contains(KeyModifiers::SHIFT)
    {
        event.code = KeyCode::Char(shifted);
    }
    Some(normalize_shift(event))
}

/// The keys that kitty encodes as characters of the Unicode private use area.
fn kitty_functional_key(number: u32) -> Option<(KeyCode, KeyEventState)> {
    let code = match number {
        57358 => KeyCode::CapsLock,
        57359 => KeyCode::ScrollLock,
        57360 => KeyCode::NumLock,
        57361 => KeyCode::PrintScreen,
        57362 => KeyCode::Pause,
        57363 => KeyCode::Menu,
        57376..=57398 => KeyCode::F(u8::try_from(number - 57376 + 13).ok()?),
        57399..=57416 => {
            let character = KEYPAD_CHARACTERS[(number - 57399) as usize];
            return Some((code_of_character(character.into())?, KeyEventState::KEYPAD));
        }
        57417..=57427 => {
            let code = KEYPAD_KEYS[(number - 57417) as usize];
            return Some((code, KeyEventState::KEYPAD));
        }
        // Media keys and modifier keys: terminals send them only if asked to.
        57344..=63743 => KeyCode::Null,
        _ => return None,
    };
    Some((code, KeyEventState::NONE))
}

fn code_of_character(number: u32) -> Option<KeyCode> {
    Some(match number {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}

/// Turns a key with Shift into what terminals without a key protocol send for it.
fn normalize_shift(mut event: KeyEvent) -> KeyEvent {
    if !event.modifiers.contains(KeyModifiers::SHIFT) {
        return event;
    }
    match event.code {
        KeyCode::Tab => event.code = KeyCode::BackTab,
        KeyCode::Char(c) if event.modifiers == KeyModifiers::SHIFT => {
            let mut uppercase = c.to_uppercase();
            let c = match (uppercase.next(), uppercase.next()) {
                (Some(uppercase), None) => uppercase,
                _ => c,
            };
            event.code = KeyCode::Char(c);
            event.modifiers.set(KeyModifiers::SHIFT, c.is_uppercase());
        }
        _ => {}
    }
    event
}

/// A key with the modifiers and the kind in the second parameter.
fn with_modifiers(code: KeyCode, params: Params<'_>) -> KeyEvent {
    let (modifiers, state) = modifiers(params.get(1).unwrap_or(1));
    let kind = match params.subparam(1, 1) {
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

/// Decodes 1 plus the sum of: 1 Shift, 2 Alt, 4 Control, 8 Super, 16 Hyper, 32 Meta, 64 Caps Lock,
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
