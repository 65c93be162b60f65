//! Hyperlinks on screen, and which targets are allowed.
//!
//! An essay may come from anyone: its words must not name one address and lead to another.

mod label;

use std::fmt::Write as _;

use ratatui::layout::Rect;

use crate::terminal::Hyperlink;

/// A link on cells of one row; `None` if its target is not allowed, or its words name another
/// address.
#[must_use]
pub fn hyperlink(area: Rect, words: &str, target: &str) -> Option<Hyperlink> {
    if area.width == 0 || !label::matches_target(words, target) {
        return None;
    }
    let uri = allowed_uri(target)?;
    Some(Hyperlink { area, uri })
}

/// A target of an allowed scheme, with other characters than ASCII encoded as RFC 3987 requires.
fn allowed_uri(target: &str) -> Option<String> {
    let target = target.trim();
    let (scheme, rest) = target.split_once(':')?;
    let known = ["http", "https", "mailto"];
    let known = known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || rest.is_empty() || target.chars().any(char::is_control) {
        return None;
    }
    let mut uri = String::with_capacity(target.len());
    for byte in target.bytes() {
        if byte.is_ascii_graphic() {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_are_allowed() {
        for (target, wanted) in [
            (
                "https://example.org/a?b#c",
                Some("https://example.org/a?b#c"),
            ),
            (" HTTP://example.org ", Some("HTTP://example.org")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            (
                "https://example.org/é b",
                Some("https://example.org/%C3%A9%20b"),
            ),
            (
                "https://example.org/\u{202e}",
                Some("https://example.org/%E2%80%AE"),
            ),
            ("https://example.org/\u{1b}]8;;", None),
            ("https://example.org/\u{9c}", None),
            ("https:", None),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("#section", None),
            ("chapter.md", None),
            ("", None),
        ] {
            assert_eq!(allowed_uri(target).as_deref(), wanted, "{target:?}");
        }
    }
}
