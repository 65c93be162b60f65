//! Decides which links become hyperlinks of the terminal.
//!
//! The essay is not trusted: only some schemes are allowed, and a label must not show another address
//! than the target's.

use std::fmt::Write as _;

use ratatui::layout::Rect;

use crate::terminal::Hyperlink;

/// A hyperlink on the cells of `area`, one row; `None` if the target is not allowed or the label
/// shows another address.
#[must_use]
pub fn hyperlink(area: Rect, label: &str, target: &str) -> Option<Hyperlink> {
    if area.width == 0 || !label_matches_target(label, target) {
        return None;
    }
    let uri = allowed_uri(target)?;
    Some(Hyperlink { area, uri })
}

/// A target of an allowed scheme, with other characters than ASCII percent-encoded (RFC 3987).
fn allowed_uri(target: &str) -> Option<String> {
    let target = target.trim();
    let (scheme, rest) = target.split_once(':')?;
    let mut allowed = ["http", "https", "mailto"].iter();
    let is_allowed = allowed.any(|allowed| scheme.eq_ignore_ascii_case(allowed));
    if !is_allowed || rest.is_empty() || target.chars().any(char::is_control) {
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

/// Whether each address in a label is the target's, or the start of it.
fn label_matches_target(label: &str, target: &str) -> bool {
    let mut addresses = label.split(is_separator).filter_map(parse_address);
    addresses.all(|address| is_start_of(address, target))
}

fn is_separator(char: char) -> bool {
    char.is_whitespace() || "<>()[]{}|\"'“”‘’«»,;".contains(char)
}

/// Returns a word without its scheme, if it looks like an address: if it has a scheme, starts with
/// `www.`, or has dots and ends in letters, as a host name does.
fn parse_address(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ':', '!', '?', '…', '*']);
    let address = strip_scheme(word);
    let (host, _) = split_host(address);
    let is_host_name = host.rsplit_once('.').is_some_and(|(parents, top_level)| {
        let mut parents = parents.split('.');
        top_level.chars().count() > 1
            && top_level.chars().all(char::is_alphabetic)
            && parents.all(|label| label.contains(char::is_alphanumeric))
    });
    let has_scheme = address.len() < word.len();
    let is_address = is_host_name || has_scheme || starts_with(word, "www.");
    (is_address && !address.is_empty()).then_some(address)
}

fn is_start_of(address: &str, target: &str) -> bool {
    let (host, path) = split_host(address);
    let (target_host, target_path) = split_host(strip_scheme(target));
    let normalize = |host: &str| {
        let host = host.to_lowercase();
        host.strip_prefix("www.")
            .map_or(host.clone(), str::to_owned)
    };
    normalize(host) == normalize(target_host) && target_path.starts_with(path.trim_end_matches('/'))
}

fn strip_scheme(address: &str) -> &str {
    const MAILTO: &str = "mailto:";
    match address.split_once("://") {
        Some((_, rest)) => rest,
        None if starts_with(address, MAILTO) => &address[MAILTO.len()..],
        None => address,
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    let start = text.get(..prefix.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Splits an address without its scheme into the host, without user information, and the rest. Like
/// browsers, takes a backslash for a slash.
fn split_host(address: &str) -> (&str, &str) {
    let end = address.find(['/', '\\', '?', '#']).unwrap_or(address.len());
    let (authority, rest) = address.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    (host, rest)
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

    #[test]
    fn labels_without_addresses_match_any_target() {
        for label in [
            "the bank",
            "",
            "e.g. the U.S. at 1.5 %, 3.14 or 10.1000/182",
            "either/or",
            "well… and so on...",
            "at 10:30",
        ] {
            assert!(
                label_matches_target(label, "https://else.example/x"),
                "{label}"
            );
        }
    }

    #[test]
    fn an_address_matches_itself_and_longer_targets() {
        for (label, target) in [
            ("https://bank.example", "https://bank.example/"),
            ("https://bank.example/", "https://bank.example"),
            ("http://Bank.example", "https://www.bank.EXAMPLE/a?b#c"),
            ("see www.bank.example.", "https://bank.example/a"),
            ("bank.example/news…", "https://bank.example/news/today"),
            ("bank.example:8080", "http://bank.example:8080/"),
            ("(https://bank.example/a)", "https://bank.example/a"),
            ("me@bank.example", "mailto:me@bank.example?subject=x"),
            ("mailto:me@bank.example", "mailto:me@bank.example"),
            ("https://bücher.example", "https://bücher.example/"),
        ] {
            assert!(label_matches_target(label, target), "{label} {target}");
        }
    }

    #[test]
    fn an_address_does_not_match_other_targets() {
        for (label, target) in [
            ("https://bank.example", "https://evil.example/"),
            ("bank.example", "https://evil.example/"),
            ("www.bank.example", "https://evil.example/"),
            ("log in at https://bank.example now", "https://evil.example"),
            ("https://bank.example", "https://bank.example.evil.org/"),
            ("https://bank.example", "https://bank.example@evil.org/"),
            ("https://bank.example", "https://bank.example:x@evil.org/"),
            ("https://bank.example", "https://evil.org\\@bank.example"),
            ("https://bank.example", "https://evil.org/bank.example"),
            ("https://bank.example/me", "https://bank.example/you"),
            ("https://bank.example:80", "https://bank.example:81/"),
            ("me@bank.example", "mailto:me@evil.org"),
            ("ftp://bank", "https://evil.org/"),
            ("“https://bank.example”", "https://evil.org/"),
            ("https://evil.org https://bank.example", "https://evil.org/"),
        ] {
            assert!(!label_matches_target(label, target), "{label} {target}");
        }
    }
}
