//! Reports of the mouse in the three forms that terminals use.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::sequence::Params;

/// `CSI < button ; column ; row M`, or `m` for a release (SGR, 1006): what is asked for.
pub(super) fn numbered(numbers: Params<'_>, release: bool) -> Option<MouseEvent> {
    let button = numbers.get(0)?;
    event(button, release, numbers.get(1)?, numbers.get(2)?)
}

/// `CSI button ; column ; row M` (urxvt, 1015).
pub(super) fn urxvt(numbers: Params<'_>) -> Option<MouseEvent> {
    let button = numbers.get(0)?.checked_sub(32)?;
    event(button, button & 3 == 3, numbers.get(1)?, numbers.get(2)?)
}

/// `CSI M` and three bytes, each 32 too large: from terminals that know nothing newer.
pub(super) fn plain(button: u8, column: u8, row: u8) -> Option<MouseEvent> {
    let value = |byte: u8| byte.checked_sub(32).map(u32::from);
    let button = value(button)?;
    event(button, button & 3 == 3, value(column)?, value(row)?)
}

/// Column and row count from 1 in a report, from 0 in an event.
fn event(button: u32, release: bool, column: u32, row: u32) -> Option<MouseEvent> {
    let which = match button & 0b11 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let kind = match (button & 0b1110_0011, release) {
        (64, _) => MouseEventKind::ScrollUp,
        (65, _) => MouseEventKind::ScrollDown,
        (66, _) => MouseEventKind::ScrollLeft,
        (67, _) => MouseEventKind::ScrollRight,
        (32..=34, false) => MouseEventKind::Drag(which),
        (32..=35, _) => MouseEventKind::Moved,
        (0..=2, false) => MouseEventKind::Down(which),
        (0..=3, _) => MouseEventKind::Up(if button & 3 == 3 {
            MouseButton::Left
        } else {
            which
        }),
        _ => return None,
    };
    Some(MouseEvent {
        kind,
        column: u16::try_from(column.checked_sub(1)?).ok()?,
        row: u16::try_from(row.checked_sub(1)?).ok()?,
        modifiers: modifiers(button),
    })
}

fn modifiers(button: u32) -> KeyModifiers {
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, button & 4 != 0);
    modifiers.set(KeyModifiers::ALT, button & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, button & 16 != 0);
    modifiers
}
