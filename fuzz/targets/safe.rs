//! What may reach a terminal.

/// Fails where a text holds what could drive a terminal or turn the text around.
pub(crate) fn check(text: &str) {
    let unsafe_one = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert!(!text.contains(unsafe_one), "{text:?}");
}
