//! Checks text that is sent to a terminal.

/// Panics if the text contains a control character or a bidirectional override.
pub(crate) fn check(text: &str) {
    let is_unsafe = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert!(!text.contains(is_unsafe), "{text:?}");
}
