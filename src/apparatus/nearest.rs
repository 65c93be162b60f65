//! Finds the known word nearest to an unknown one, for "did you mean …?".

/// The maximum number of bytes of a word that is compared: the cost grows with the product of the lengths.
const MAX_WORD: usize = 200;

/// The nearest of `candidates`: at most one edit away and one more for each three letters beyond the
/// third, ignoring case, or beginning with `word`. Of equally near ones, the first.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > MAX_WORD {
        return None;
    }
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().filter(|it| it.len() <= MAX_WORD) {
        let other = candidate.chars().count();
        let is_prefix = length >= 3 && candidate.starts_with(&wanted);
        let max_edits = (length.min(other) / 3).max(1);
        if !is_prefix && length.abs_diff(other) > max_edits {
            continue;
        }
        let distance = match strsim::osa_distance(&wanted, &candidate.to_lowercase()) {
            distance if distance <= max_edits => distance,
            _ if is_prefix => max_edits,
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
    fn typos_are_near_and_other_words_are_not() {
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
    fn very_long_words_are_not_compared() {
        let word = "x".repeat(1 << 20);
        let near = format!("{word}y");
        assert_eq!(nearest(&word, [near.as_str(), "x"]), None);
        assert_eq!(nearest("xyz", [near.as_str(), "xy"]), Some("xy"));
    }
}
