//! Whether a link leads where its own words say.
//!
//! Owns what looks like an address in the words that a reader sees, and when a target is another.
//! It must not know where the words stand.

/// Whether words can stand on a link to a target: each address among them is the target's, or the
/// beginning of it.
pub(super) fn agrees(words: &str, target: &str) -> bool {
    let mut addresses = words.split(is_outside).filter_map(address);
    addresses.all(|address| leads_to(address, target))
}

/// What parts addresses from what stands around them.
fn is_outside(character: char) -> bool {
    character.is_whitespace() || "<>()[]{}|\"'“”‘’«»,;".contains(character)
}

/// The address that a word is, without its scheme: what begins as one, or a name with dots that
/// ends in letters, as a host's does.
fn address(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ':', '!', '?', '…', '*']);
    let bare = without_scheme(word);
    let (host, _) = parts(bare);
    let mut labels = host.split('.').rev();
    let last = labels.next().unwrap_or_default();
    let is_name = last.chars().count() > 1
        && last.chars().all(char::is_alphabetic)
        && labels.clone().count() > 0
        && labels.all(|label| label.chars().any(char::is_alphanumeric));
    let is_address = is_name || bare.len() < word.len() || starts_with(word, "www.");
    (is_address && !bare.is_empty()).then_some(bare)
}

/// Whether a target is what an address says, or goes on from there in the same place.
fn leads_to(address: &str, target: &str) -> bool {
    let (said, path) = parts(address);
    let (host, rest) = parts(without_scheme(target));
    let site = |host: &str| -> String {
        let host = host.to_lowercase();
        host.strip_prefix("www.").unwrap_or(&host).to_owned()
    };
    site(said) == site(host) && rest.starts_with(path.trim_end_matches('/'))
}

/// An address without what says how it is reached.
fn without_scheme(address: &str) -> &str {
    if let Some((_, rest)) = address.split_once("://") {
        return rest;
    }
    match address.get("mailto:".len()..) {
        Some(rest) if starts_with(address, "mailto:") => rest,
        _ => address,
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|text| text.eq_ignore_ascii_case(start))
}

/// The host that an address leads to, without the name of who is there, and what follows it.
/// Programs take a backslash for a slash.
fn parts(address: &str) -> (&str, &str) {
    let end = address.find(['/', '\\', '?', '#']).unwrap_or(address.len());
    let (authority, rest) = address.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or_default();
    (host, rest)
}

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn words_that_are_no_address_lead_anywhere() {
        for words in [
            "the bank",
            "",
            "e.g. the U.S. at 1.5 %, 3.14 or 10.1000/182",
            "either/or",
            "well… and so on...",
            "at 10:30",
        ] {
            assert!(agrees(words, "https://else.example/x"), "{words}");
        }
    }

    #[test]
    fn an_address_leads_to_itself_or_on_from_there() {
        for (words, target) in [
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
            assert!(agrees(words, target), "{words} {target}");
        }
    }

    #[test]
    fn an_address_leads_nowhere_else() {
        for (words, target) in [
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
            assert!(!agrees(words, target), "{words} {target}");
        }
    }
}
