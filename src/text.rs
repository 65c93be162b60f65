//! Wording that every part uses.

/// A count with its noun in the right number: `1 claim`, `2 claims`.
#[must_use]
pub fn count_noun(count: usize, singular: &str, plural: &str) -> String {
    format!("{count} {}", if count == 1 { singular } else { plural })
}
