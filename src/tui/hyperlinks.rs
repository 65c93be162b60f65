//! Decides which links become hyperlinks of the terminal.
//!
//! The essay is not trusted: only some schemes are allowed, and a label must not show another address
//! than the target's.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use ratatui::layout::Rect;
use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthChar as _;

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
///
/// `http` and `https` need a host as [`web_host`] reads it, so that every program that opens the link finds
/// the same host in it.
fn allowed_uri(target: &str) -> Option<String> {
    let target = target.trim();
    let (scheme, rest) = target.split_once(':')?;
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    let is_allowed = if is_web {
        web_host(target).is_some()
    } else {
        scheme.eq_ignore_ascii_case("mailto") && !rest.is_empty()
    };
    if !is_allowed || target.chars().any(char::is_control) {
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

/// The host and port of a web address, and the rest of it. `None` if the host is not plainly an ASCII name
/// or an IP address: user information, backslashes and letters or dots that look like ASCII can show
/// another host than the one that a browser opens.
fn web_host(target: &str) -> Option<(&str, &str)> {
    let (_, address) = target.split_once("://")?;
    let (host, rest) = split_host(address);
    let (name, port) = match host.strip_prefix('[') {
        Some(ip) => {
            let (ip, port) = ip.split_once(']')?;
            ip.parse::<Ipv6Addr>().ok()?;
            ("ip", port)
        }
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_name = name.bytes().all(is_plain) && name.starts_with(|it: char| it != '.');
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let has_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    (is_name && has_port && !rest.starts_with('\\')).then_some((host, rest))
}

/// Whether each address in a label is the target's, or the start of it.
fn label_matches_target(label: &str, target: &str) -> bool {
    let label = plain_label(label);
    let mut addresses = label.split(is_separator).filter_map(parse_address);
    addresses.all(|address| is_start_of(address, target.trim()))
}

/// A label without invisible characters, and with look-alikes of ASCII characters replaced by them.
fn plain_label(label: &str) -> String {
    let visible = label
        .nfkc()
        .filter(|char| char.is_whitespace() || char.width().is_some_and(|width| width > 0));
    let plain = visible.map(|char| match char {
        'ꓸ' | '۔' | '܂' => '.',
        '∶' | '꞉' | 'ː' | '׃' => ':',
        '∕' | '⁄' | '⧸' | '╱' | '\\' => '/',
        _ => char,
    });
    let plain: String = plain.collect();
    // Elsewhere it ends a sentence.
    let mut after_dot = plain.split('。').skip(1);
    if after_dot.all(|text| text.starts_with(|char: char| char.is_ascii_alphanumeric())) {
        return plain.replace('。', ".");
    }
    plain
}

fn is_separator(char: char) -> bool {
    char.is_whitespace() || "<>(){}|\"'“”‘’«»,;".contains(char)
}

/// Returns a word without its scheme, if it looks like an address: if it has a scheme or two slashes,
/// starts with `www.`, is an IP address, or has dots and ends in letters, as a host name does.
fn parse_address(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ':', '!', '?', '…', '*']);
    let word = match word.strip_prefix('[') {
        Some(inside) if !inside.contains(']') => inside,
        _ => word
            .strip_suffix(']')
            .filter(|it| !it.contains('['))
            .unwrap_or(word),
    };
    let address = strip_scheme(word);
    let (host, _) = split_host(address);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    let is_host_name = name
        .trim_end_matches('.')
        .rsplit_once('.')
        .is_some_and(|(parents, top)| {
            let mut parents = parents.split('.');
            top.chars().count() > 1
                && top.starts_with(char::is_alphabetic)
                && top
                    .chars()
                    .all(|char| char.is_alphanumeric() || char == '-')
                && parents.all(|label| label.contains(char::is_alphanumeric))
        });
    let is_ip = name.parse::<Ipv4Addr>().is_ok()
        || host.trim_matches(['[', ']']).parse::<Ipv6Addr>().is_ok()
        || host.starts_with('[') && host.contains(':');
    let has_scheme = address.len() < word.len();
    let is_address = is_host_name || is_ip || has_scheme || starts_with(word, "www.");
    (is_address && !address.is_empty()).then_some(address)
}

fn is_start_of(address: &str, target: &str) -> bool {
    if starts_with(target, MAILTO) {
        let target = &target[MAILTO.len()..];
        let recipient = target.split_once('?').map_or(target, |(to, _)| to);
        return address.eq_ignore_ascii_case(recipient);
    }
    let Some((target_host, target_path)) = web_host(target) else {
        return false;
    };
    let (host, path) = split_host(address);
    let normalize = |host: &str| {
        let host = host.trim_end_matches('.').to_lowercase();
        host.strip_prefix("www.")
            .map_or(host.clone(), str::to_owned)
    };
    normalize(host) == normalize(target_host) && target_path.starts_with(path.trim_end_matches('/'))
}

const MAILTO: &str = "mailto:";

/// Removes a scheme and the slashes after it, as browsers do however many there are.
fn strip_scheme(address: &str) -> &str {
    let schemes = ["http:", "https:", "ftp:", MAILTO];
    let scheme = schemes.iter().find(|scheme| starts_with(address, scheme));
    let rest = match (scheme, address.split_once("://")) {
        (Some(scheme), _) => &address[scheme.len()..],
        (None, Some((_, rest))) => return rest,
        (None, None) if address.starts_with("//") => address,
        (None, None) => return address,
    };
    rest.trim_start_matches('/')
}

fn starts_with(text: &str, prefix: &str) -> bool {
    let start = text.get(..prefix.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Splits an address without its scheme into the host, with user information, and the rest. Like
/// browsers, takes a backslash for a slash.
fn split_host(address: &str) -> (&str, &str) {
    let end = address.find(['/', '\\', '?', '#']).unwrap_or(address.len());
    address.split_at(end)
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
            ("http://[2001:db8::1]:80/", Some("http://[2001:db8::1]:80/")),
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
            ("https://", None),
            ("https:///example.org", None),
            ("https:example.org", None),
            ("https://bank.example@evil.org/", None),
            ("https://evil.org\\@bank.example/", None),
            ("https://bank.example%2eevil.org/", None),
            ("https://b\u{430}nk.example/", None),
            ("https://evil\u{3002}org/", None),
            ("http://[::1]evil.org/", None),
            ("http://[evil.org]/", None),
            ("//example.org", None),
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
            "これは。あれ",
            "std::fmt",
            "either//or",
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
            (
                "https://xn--bcher-kva.example",
                "https://xn--bcher-kva.example/",
            ),
            ("[bank.example]", "https://bank.example/"),
            ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
            ("//bank.example", "https://bank.example/"),
            ("192.0.2.1", "http://192.0.2.1/"),
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
            ("https://[2001:db8::1]/", "https://evil.org/"),
            ("[2001:db8::1]", "https://evil.org/"),
            ("2001:db8::1", "https://evil.org/"),
            ("192.0.2.1", "https://evil.org/"),
            ("//bank.example", "https://evil.org/"),
            ("\\\\bank.example", "https://evil.org/"),
            ("https:bank.example", "https://evil.org/"),
            ("https:/bank.example/", "https://evil.org/"),
            ("bank\u{3002}example", "https://evil.org/"),
            ("bank\u{ff0e}example", "https://evil.org/"),
            ("bank\u{2024}example", "https://evil.org/"),
            ("bank.\u{200b}example", "https://evil.org/"),
            ("bank.exam\u{ad}ple", "https://evil.org/"),
            ("b\u{430}nk.example", "https://bank.example/"),
            ("https\u{2236}//bank.example", "https://evil.org/"),
            ("bank.example\u{2215}x", "https://evil.org/"),
            ("bank.example./x", "https://evil.org/"),
            ("bank.xn--p1ai", "https://evil.org/"),
            ("https://bank.example@evil.org", "https://evil.org/"),
            ("bank.example@evil.org", "https://evil.org/"),
            ("me@bank.example", "mailto:you@bank.example"),
            ("me@bank.example", "mailto:me@bank.example,you@evil.org"),
            ("“https://bank.example”", "https://evil.org/"),
            ("https://evil.org https://bank.example", "https://evil.org/"),
        ] {
            assert!(!label_matches_target(label, target), "{label} {target}");
        }
    }
}
