//! Mouse reports in the three encodings that terminals use.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::csi::Params;

/// The encoding that this program asks for (SGR, 1006): `CSI < button ; column ; row M`, or `m` for
/// a release.
pub(crate) fn sgr(params: Params<'_>, is_release: bool) -> Option<MouseEvent> {
    let button = params.get(0)?;
    event(button, is_release, params.get(1)?, params.get(2)?)
}

/// `CSI button ; column ; row M` (urxvt, 1015).
pub(crate) fn urxvt(params: Params<'_>) -> Option<MouseEvent> {
    let button = params.get(0)?.checked_sub(32)?;
    event(button, button & 3 == 3, params.get(1)?, params.get(2)?)
}

/// `CSI M` and three bytes, each of them 32 plus a value (X10): the oldest encoding.
pub(crate) fn x10(button: u8, column: u8, row: u8) -> Option<MouseEvent> {
    let value = |byte: u8| byte.checked_sub(32).map(u32::from);
    let button = value(button)?;
    event(button, button & 3 == 3, value(column)?, value(row)?)
}

/// `column` and `row` count from 1; those of the event count from 0.
fn event(button: u32, is_release: bool, column: u32, row: u32) -> Option<MouseEvent> {
    let which = match button & 3 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    // Without the bits of the modifiers.
    let kind = match (button & !0b1_1100, is_release) {
        (64, _) => MouseEventKind::ScrollUp,
        (65, _) => MouseEventKind::ScrollDown,
        (66, _) => MouseEventKind::ScrollLeft,
        (67, _) => MouseEventKind::ScrollRight,
        (32..=34, false) => MouseEventKind::Drag(which),
        (32..=35, _) => MouseEventKind::Moved,
        (0..=2, false) => MouseEventKind::Down(which),
        // The older encodings do not tell which button was released.
        (3, _) => MouseEventKind::Up(MouseButton::Left),
        (0..=2, true) => MouseEventKind::Up(which),
        _ => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, button & 4 != 0);
    modifiers.set(KeyModifiers::ALT, button & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, button & 16 != 0);
    Some(MouseEvent {
        kind,
        column: u16::try_from(column.checked_sub(1)?).ok()?,
        row: u16::try_from(row.checked_sub(1)?).ok()?,
        modifiers,
    })
}
