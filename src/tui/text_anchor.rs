//! Finds a byte offset again after the text has changed, by the text around it.

use serde::{Deserialize, Serialize};

/// The text kept on either side of the offset, in bytes.
const CONTEXT: usize = 80;

/// Shorter parts of the context, in bytes, are not searched for: they could occur anywhere.
const MIN_CONTEXT: usize = 16;

/// If a part of the context occurs several times, it must be at most this far from the expected
/// offset, in bytes.
const MAX_DISTANCE: usize = 4096;

/// A byte offset into a text, with the text around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextAnchor {
    /// The offset, in bytes.
    pub offset: usize,
    /// The length of the whole text, in bytes.
    pub length: usize,
    /// The text before the offset.
    pub before: String,
    /// The text after the offset.
    pub after: String,
}

/// Where an anchor is in another version of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedAnchor {
    /// The offset, in bytes; on a character boundary.
    pub offset: usize,
    /// Whether the text around the anchor was found there. If not, the offset is a guess.
    pub matched: bool,
}

impl TextAnchor {
    /// Anchors a byte offset of `text`.
    #[must_use]
    pub fn new(text: &str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let start = text.floor_char_boundary(offset.saturating_sub(CONTEXT));
        let end = text.floor_char_boundary(offset.saturating_add(CONTEXT));
        Self {
            offset,
            length: text.len(),
            before: text[start..offset].to_owned(),
            after: text[offset..end].to_owned(),
        }
    }

    /// Finds the anchor in another version of its text: at the old offset if the context is still
    /// there; else at the nearest occurrence of the whole context, then of the text after it or
    /// before it, in shorter and shorter parts; else at the old offset, unmatched.
    #[must_use]
    pub fn resolve(&self, text: &str) -> ResolvedAnchor {
        let offset = if self.matches_at_offset(text) {
            Some(self.offset)
        } else {
            self.search(text)
        };
        ResolvedAnchor {
            offset: offset.unwrap_or_else(|| text.floor_char_boundary(self.offset)),
            matched: offset.is_some() || (text.is_empty() && self.length == 0),
        }
    }

    /// Updates the anchor for a change of its text. If the change affects the anchor itself, or it
    /// was not found in `old`, it stays as it is, to be resolved later.
    pub fn rebase(&mut self, change: &TextChange, old: &str, new: &str) {
        if self.matches_at_offset(old)
            && let Some(offset) = change.map_offset(self.offset)
        {
            *self = Self::new(new, offset);
        }
    }

    fn matches_at_offset(&self, text: &str) -> bool {
        text.split_at_checked(self.offset)
            .is_some_and(|(before, after)| {
                before.ends_with(&self.before) && after.starts_with(&self.after)
            })
    }

    fn search(&self, text: &str) -> Option<usize> {
        let context = format!("{}{}", self.before, self.after);
        let found = self.search_part(text, &context, self.before.len());
        if found.is_some() {
            return found;
        }
        let mut length = CONTEXT;
        while length >= MIN_CONTEXT {
            // The user reads on from the anchor, so the text after it is tried first.
            let after = &self.after[..self.after.floor_char_boundary(length)];
            let start = self.before.len().saturating_sub(length);
            let before = &self.before[self.before.floor_char_boundary(start)..];
            for (part, anchor_in_part) in [(after, 0), (before, before.len())] {
                if part.len() >= MIN_CONTEXT {
                    let found = self.search_part(text, part, anchor_in_part);
                    if found.is_some() {
                        return found;
                    }
                }
            }
            length /= 2;
        }
        None
    }

    /// Searches for a part of the context and returns the anchor's offset at the occurrence nearest
    /// to where it is expected: as far from the start of the text as before, or as far from its end.
    fn search_part(&self, text: &str, part: &str, anchor_in_part: usize) -> Option<usize> {
        if part.is_empty() {
            return None;
        }
        let distance_to_end = self.length.saturating_sub(self.offset);
        let offset_from_end = text.len().saturating_sub(distance_to_end);
        let distance = |offset: usize| {
            let from_start = offset.abs_diff(self.offset);
            from_start.min(offset.abs_diff(offset_from_end))
        };
        let occurrences: Vec<usize> = text
            .match_indices(part)
            .map(|(start, _)| start + anchor_in_part)
            .collect();
        let nearest = occurrences.iter().copied().min_by_key(|&at| distance(at))?;
        let is_whole_context = part.len() == self.before.len() + self.after.len();
        let is_certain = is_whole_context || occurrences.len() == 1;
        (is_certain || distance(nearest) <= MAX_DISTANCE).then_some(nearest)
    }
}

/// The difference between two versions of a text, as the one region that was replaced.
#[derive(Debug, Clone, Copy)]
pub struct TextChange {
    old_length: usize,
    new_length: usize,
    /// The length of the common start, in bytes.
    prefix: usize,
    /// The length of the common end, in bytes; it does not overlap the prefix.
    suffix: usize,
}

impl TextChange {
    /// Compares two versions of a text.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let is_equal = |(one, other): &(&u8, &u8)| one == other;
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let prefix = old.iter().zip(new).take_while(is_equal).count();
        let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
        let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
        Self {
            old_length: old.len(),
            new_length: new.len(),
            prefix,
            suffix: backwards.take_while(is_equal).count(),
        }
    }

    /// Maps an offset of the old version to the new one, both in bytes. Offsets inside the replaced
    /// region have no counterpart.
    #[must_use]
    pub fn map_offset(&self, offset: usize) -> Option<usize> {
        if offset < self.old_length && offset >= self.old_length - self.suffix {
            Some(offset + self.new_length - self.old_length)
        } else {
            (offset <= self.prefix).then_some(offset)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "The first paragraph says what the essay is about, at some length.\n\n\
        The second paragraph is the one that is being read when the text changes.\n\n\
        The third paragraph says so again, and the fourth does not exist at all.\n";

    /// The text without its `|`, and the offset of that.
    fn parse_marked(marked: &str) -> (String, usize) {
        let at = marked.find('|').unwrap();
        (marked.replacen('|', "", 1), at)
    }

    fn check(old: &str, new: &str) {
        let ((old, at), (new, expected)) = (parse_marked(old), parse_marked(new));
        let resolved = TextAnchor::new(&old, at).resolve(&new);
        assert_eq!(resolved.offset, expected, "{new:?}");
        assert!(resolved.matched, "{new:?}");
    }

    #[test]
    fn an_anchor_is_found_by_its_context() {
        let old = TEXT.replace("The second", "|The second");
        let change = |from: &str, to: &str| old.replace(from, to);
        let table = [
            old.clone(),
            change("The first", "A new paragraph.\n\nThe first"),
            change("The third", "A new paragraph.\n\nThe third"),
            change("The first paragraph says what", "It says what"),
            // The anchored sentence itself is edited, at its end or its start.
            change("when the text changes", "meanwhile"),
            change("|The second paragraph is", "|This is"),
            // Everything before the anchor is deleted, or everything after it.
            format!("|{}", old.split_once('|').unwrap().1),
            format!("{}|", old.split_once('|').unwrap().0),
            // The context occurs twice; the nearer one is chosen.
            format!("{old}{TEXT}"),
        ];
        for new in table {
            check(&old, &new);
        }
    }

    #[test]
    fn of_many_occurrences_the_one_at_the_same_distance_from_an_end_is_chosen() {
        let line = "All work and no play makes a dull boy.\n";
        let end = format!("|THE END. {}", "x".repeat(100));
        check(
            &format!("{}{end}", line.repeat(50)),
            &format!("{}{end}", line.repeat(70)),
        );
    }

    #[test]
    fn in_an_unrelated_text_the_offset_is_kept() {
        let anchor = TextAnchor::new(TEXT, 100);
        for (text, offset) in [("", 0), ("ééé", 6), (&"é".repeat(99), 100)] {
            let resolved = anchor.resolve(text);
            assert_eq!(
                (resolved.offset, resolved.matched),
                (offset, false),
                "{text}"
            );
        }
        assert_eq!(
            TextAnchor::new(TEXT, 67).resolve(&"é".repeat(99)).offset,
            66
        );
    }

    #[test]
    fn an_ambiguous_part_far_away_does_not_match() {
        let anchor = TextAnchor::new(TEXT, TEXT.find("The second").unwrap());
        let far = format!(
            "{0}The second paragraph{1}The second paragraph{1}",
            "x".repeat(9000),
            "y".repeat(9000),
        );
        assert!(!anchor.resolve(&far).matched);
    }

    #[test]
    fn offsets_outside_the_change_are_mapped() {
        let line = "again\n".repeat(9);
        let table = [
            ("one| two", "one| two three"),
            ("one |two", "one and a half |two"),
            ("|one", "zero |one"),
            ("on|e", "on|e"),
            (&format!("a\n{line}|end"), &format!("a\n{line}{line}|end")),
        ];
        for (old, new) in table {
            let ((old, at), (new, expected)) = (parse_marked(old), parse_marked(new));
            assert_eq!(
                TextChange::between(&old, &new).map_offset(at),
                Some(expected)
            );
        }
        assert_eq!(
            TextChange::between("one two three", "one 2 three").map_offset(6),
            None
        );
    }

    #[test]
    fn an_anchor_follows_changes_elsewhere() {
        let (old, new) = ("one two three", "zero one two three");
        let mut anchor = TextAnchor::new(old, 4);
        anchor.rebase(&TextChange::between(old, new), old, new);
        assert_eq!(anchor, TextAnchor::new(new, 9));
        // Inside the change, or already lost, the anchor stays as it is.
        for (old, new) in [(new, "zero 1 2 three"), ("another", "a text")] {
            let before = anchor.clone();
            anchor.rebase(&TextChange::between(old, new), old, new);
            assert_eq!(anchor, before);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_handled(old in "\\PC{0,60}", new in "\\PC{0,60}", at in 0_usize..200) {
            let resolved = TextAnchor::new(&old, at).resolve(&new);
            prop_assert!(new.is_char_boundary(resolved.offset));
            let same = TextAnchor::new(&old, at);
            prop_assert_eq!(same.resolve(&old).offset, same.offset);
            let change = TextChange::between(&old, &new);
            for at in (0..=old.len()).filter(|&at| old.is_char_boundary(at)) {
                if let Some(moved) = change.map_offset(at) {
                    prop_assert!(new.is_char_boundary(moved), "{at} {moved}");
                }
            }
        }

        #[test]
        fn an_anchor_survives_edits_elsewhere(
            head in "[a-d ]{0,300}", word in "[e-h ]{170}", tail in "[a-d ]{0,300}",
            more in "[i-k\n]{0,90}", put in 0_usize..300, cut in 0_usize..100,
        ) {
            let old = format!("{head}{word}{tail}");
            let put = put.min(head.len());
            let new = format!("{}{more}{}{word}{}", &head[..put], &head[put..], &tail[cut.min(tail.len())..]);
            let resolved = TextAnchor::new(&old, head.len() + 85).resolve(&new);
            prop_assert_eq!(resolved.offset, head.len() + more.len() + 85);
            prop_assert!(resolved.matched);
        }
    }
}
