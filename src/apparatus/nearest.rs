//! Which of the words that could be meant is nearest to one that means nothing.
//!
//! Owns the measure of nearness. It must not know what the words are for.

/// How many edits apart two words may be and still pass for a slip: one, and another for each three
/// letters of the shorter beyond the third.
fn allowance(letters: usize) -> usize {
    (letters / 3).max(1)
}

/// A set of the letters that a word has, one bit for a few letters each. Each edit changes at most
/// two bits of it, which rules out most words without measuring.
fn letters(word: &str) -> u64 {
    word.bytes()
        .fold(0, |set, byte| set | 1 << (byte.to_ascii_lowercase() & 63))
}

/// Of so many bytes nobody writes a word; measuring takes the product of the lengths.
const LONGEST: usize = 1_000;

/// The nearest of the candidates, if one is near enough to be meant: within a few edits, case apart,
/// or begun by the word. Of equally near ones the first.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    let wanted = word.to_lowercase();
    let (set, length) = (letters(&wanted), wanted.chars().count());
    for candidate in candidates {
        if candidate.len() > LONGEST {
            continue;
        }
        let other = candidate.chars().count();
        let prefix = length >= 3 && candidate.starts_with(&wanted);
        let allowed = allowance(length.min(other));
        let apart = (set ^ letters(candidate)).count_ones() as usize;
        if !prefix && (length.abs_diff(other) > allowed || apart > 2 * allowed) {
            continue;
        }
        let distance = match strsim::osa_distance(&wanted, &candidate.to_lowercase()) {
            distance if distance <= allowed => distance,
            _ if prefix => allowed,
            _ => continue,
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let known = [
            "descriptive",
            "causal",
            "us",
            "usa",
            "battle",
            "Battle-2",
            "日本",
        ];
        for (word, expected) in [
            ("descriptiv", Some("descriptive")),
            ("desc", Some("descriptive")),
            ("casual", Some("causal")),
            ("su", Some("us")),
            ("batle", Some("battle")),
            ("BATTLE", Some("battle")),
            ("日木", Some("日本")),
            ("normative", None),
            ("", None),
            ("xy", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }

    #[test]
    fn nothing_is_near_to_what_nobody_writes() {
        let word = "x".repeat(1 << 20);
        let near = format!("{word}y");
        assert_eq!(nearest(&word, [near.as_str(), "x"]), None);
        assert_eq!(nearest("xyz", [near.as_str(), "xy"]), Some("xy"));
    }
}
