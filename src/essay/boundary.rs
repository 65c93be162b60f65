//! The nearest borders of characters.
//!
//! Owns two functions that the standard library has since a later version than this crate needs.

/// The last border of a character at a byte offset or before it.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let mut places = (at.saturating_sub(3)..=at).rev();
    places
        .find(|&place| text.is_char_boundary(place))
        .unwrap_or_default()
}

/// The first border of a character at a byte offset or behind it; the text's end, if none is.
pub(crate) fn ceil(text: &str, at: usize) -> usize {
    let mut places = at..at.saturating_add(4);
    places
        .find(|&place| text.is_char_boundary(place))
        .unwrap_or(text.len())
        .min(text.len())
}

#[cfg(test)]
mod tests {
    use super::{ceil, floor};

    #[test]
    fn borders() {
        for (at, before, behind) in [
            (0, 0, 0),
            (1, 1, 1),
            (2, 1, 4),
            (3, 1, 4),
            (4, 4, 4),
            (9, 4, 4),
        ] {
            assert_eq!(
                (floor("a新", at), ceil("a新", at)),
                (before, behind),
                "{at}"
            );
        }
    }
}
