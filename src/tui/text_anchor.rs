//! A place in a text held by its words, so that it is found again when the text has changed.
//!
//! Owns the words around a byte offset and how they are looked for. It must not know what stands
//! there: a screen's top, a heading, a passage.

use serde::{Deserialize, Serialize};

/// How many bytes on either side of a place are its words, at most.
const WORDS: usize = 80;

/// Fewer bytes than this are not looked for by themselves: they stand anywhere.
const LEAST: usize = 16;

/// Part of the words alone counts only as near as this to where it is expected, in bytes, or where
/// it stands once.
const NEAR: usize = 4096;

/// A place in a text, and the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextAnchor {
    /// The place, in bytes of the text.
    pub offset: usize,
    /// The bytes of the whole text.
    pub length: usize,
    /// What stands before the place.
    pub before: String,
    /// What stands from the place on.
    pub after: String,
}

/// Where a place is in another version of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedAnchor {
    /// The place, in bytes; a border between characters.
    pub offset: usize,
    /// Whether words of the place stand there. Else it is a guess.
    pub matched: bool,
}

impl TextAnchor {
    /// Takes hold of a place, in bytes of `text`.
    #[must_use]
    pub fn new(text: &str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let from = text.floor_char_boundary(offset.saturating_sub(WORDS));
        let to = text.floor_char_boundary(offset.saturating_add(WORDS));
        Self {
            offset,
            length: text.len(),
            before: text.get(from..offset).unwrap_or_default().to_owned(),
            after: text.get(offset..to).unwrap_or_default().to_owned(),
        }
    }

    /// Finds the place in a text: where it was, if its words still stand there; else where they
    /// stand now, as many of them as can be found together; else as far from the beginning as it
    /// was.
    #[must_use]
    pub fn resolve(&self, text: &str) -> ResolvedAnchor {
        let matched = |offset| ResolvedAnchor {
            offset,
            matched: true,
        };
        if self.stands_at(text, self.offset) {
            return matched(self.offset);
        }
        let whole = format!("{}{}", self.before, self.after);
        if let Some(at) = self.nearest(text, &whole, self.before.len()) {
            return matched(at);
        }
        // What is read stands below the place, so the words after it count for more.
        let mut length = WORDS;
        while length >= LEAST {
            let after = self.after.get(..self.after.floor_char_boundary(length));
            let start = self.before.len().saturating_sub(length);
            let before = self.before.get(self.before.floor_char_boundary(start)..);
            for (words, into) in [(after, 0), (before, before.map_or(0, str::len))] {
                let words = words.filter(|words| words.len() >= LEAST);
                let found = words.and_then(|words| self.nearest(text, words, into));
                if let Some(at) = found {
                    return matched(at);
                }
            }
            length /= 2;
        }
        ResolvedAnchor {
            offset: text.floor_char_boundary(self.offset),
            matched: text.is_empty() && self.length == 0,
        }
    }

    /// Follows a change of the text that it stands in, where that moves it exactly and it has not been
    /// lost before.
    pub fn follow(&mut self, change: &TextChange, old: &str, new: &str) {
        if self.stands_at(old, self.offset)
            && let Some(offset) = change.map_offset(self.offset)
        {
            *self = Self::new(new, offset);
        }
    }

    fn stands_at(&self, text: &str, offset: usize) -> bool {
        text.get(..offset)
            .is_some_and(|head| head.ends_with(&self.before))
            && text
                .get(offset..)
                .is_some_and(|tail| tail.starts_with(&self.after))
    }

    /// The place `into` bytes into the occurrence of some words that is nearest to where they are
    /// expected: as far from the text's beginning as they were, or as far from its end.
    fn nearest(&self, text: &str, words: &str, into: usize) -> Option<usize> {
        if words.is_empty() {
            return None;
        }
        #[cfg(test)]
        tests::SCANS.set(tests::SCANS.get() + 1);
        let from_end = text
            .len()
            .saturating_sub(self.length.saturating_sub(self.offset));
        let away = |at: usize| at.abs_diff(self.offset).min(at.abs_diff(from_end));
        let mut places = text.match_indices(words).map(|(at, _)| at + into);
        let first = places.next()?;
        let Some(best) = places.min_by_key(|&at| away(at)) else {
            return Some(first);
        };
        let best = if away(first) <= away(best) {
            first
        } else {
            best
        };
        let all = words.len() >= self.before.len() + self.after.len();
        (all || away(best) <= NEAR).then_some(best)
    }
}

/// What two versions of a text have in common at their beginnings and at their ends: enough to say
/// exactly where a place outside of the change has gone.
#[derive(Debug, Clone, Copy)]
pub struct TextChange {
    before: usize,
    after: usize,
    /// The bytes that both begin with.
    head: usize,
    /// The bytes that both end with, none of them in `head`.
    tail: usize,
}

impl TextChange {
    /// What has changed from one version to another.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let same = |(one, other): &(&u8, &u8)| one == other;
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let head = old.iter().zip(new).take_while(same).count();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let ends = old_rest.iter().rev().zip(new_rest.iter().rev());
        Self {
            before: old.len(),
            after: new.len(),
            head,
            tail: ends.take_while(same).count(),
        }
    }

    /// Where a place of the old version, in bytes, is in the new one; nothing where it lies within
    /// what has changed.
    #[must_use]
    pub fn map_offset(&self, offset: usize) -> Option<usize> {
        if offset < self.before && offset >= self.before - self.tail {
            Some(offset + self.after - self.before)
        } else if offset <= self.head {
            Some(offset)
        } else {
            None
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    thread_local! {
        /// How often a whole text has been looked through for some words.
        pub static SCANS: Cell<usize> = const { Cell::new(0) };
    }

    const TEXT: &str = "The first paragraph says what the essay is about, at some length.\n\n\
        The second paragraph is the one that is being read when the text changes.\n\n\
        The third paragraph says so again, and the fourth does not exist at all.\n";

    /// Where `|` stands in `marked`, and the text without it.
    fn place(marked: &str) -> (String, usize) {
        let at = marked.find('|').unwrap();
        (marked.replacen('|', "", 1), at)
    }

    fn check(old: &str, new: &str) {
        let ((old, at), (new, expected)) = (place(old), place(new));
        let found = TextAnchor::new(&old, at).resolve(&new);
        assert_eq!(found.offset, expected, "{new:?}");
        assert!(found.matched, "{new:?}");
    }

    #[test]
    fn a_place_is_found_by_its_words() {
        let old = TEXT.replace("The second", "|The second");
        let change = |from: &str, to: &str| old.replace(from, to);
        let table = [
            old.clone(),
            change("The first", "A new paragraph.\n\nThe first"),
            change("The third", "A new paragraph.\n\nThe third"),
            change("The first paragraph says what", "It says what"),
            // The sentence itself is changed, at its end and at its beginning.
            change("when the text changes", "meanwhile"),
            change("|The second paragraph is", "|This is"),
            // All that stood before is gone, or all that stood behind.
            format!("|{}", old.split_once('|').unwrap().1),
            format!("{}|", old.split_once('|').unwrap().0),
            // It stands twice, and the nearer one is meant.
            format!("{old}{TEXT}"),
        ];
        for new in table {
            check(&old, &new);
        }
    }

    #[test]
    fn of_many_alike_the_one_as_far_from_an_end_is_meant() {
        let line = "All work and no play makes a dull boy.\n";
        let end = format!("|THE END. {}", "x".repeat(100));
        check(
            &format!("{}{end}", line.repeat(50)),
            &format!("{}{end}", line.repeat(70)),
        );
    }

    #[test]
    fn a_text_that_has_become_another_keeps_the_distance() {
        let held = TextAnchor::new(TEXT, 100);
        for (text, offset) in [("", 0), ("ééé", 6), (&"é".repeat(99), 100)] {
            let found = held.resolve(text);
            assert_eq!((found.offset, found.matched), (offset, false), "{text}");
        }
        assert_eq!(
            TextAnchor::new(TEXT, 67).resolve(&"é".repeat(99)).offset,
            66
        );
    }

    #[test]
    fn a_few_words_far_away_are_not_the_place() {
        let held = TextAnchor::new(TEXT, TEXT.find("The second").unwrap());
        let far = format!(
            "{0}The second paragraph{1}The second paragraph{1}",
            "x".repeat(9000),
            "y".repeat(9000),
        );
        assert!(!held.resolve(&far).matched);
    }

    #[test]
    fn what_lies_outside_of_a_change_is_moved_exactly() {
        let line = "again\n".repeat(9);
        let table = [
            ("one| two", "one| two three"),
            ("one |two", "one and a half |two"),
            ("|one", "zero |one"),
            ("on|e", "on|e"),
            (&format!("a\n{line}|end"), &format!("a\n{line}{line}|end")),
        ];
        for (old, new) in table {
            let ((old, at), (new, expected)) = (place(old), place(new));
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
    fn a_place_is_carried_where_it_still_stands() {
        let (old, new) = ("one two three", "zero one two three");
        let mut held = TextAnchor::new(old, 4);
        held.follow(&TextChange::between(old, new), old, new);
        assert_eq!(held, TextAnchor::new(new, 9));
        // Within the change, and what was lost before, it waits to be found.
        for (old, new) in [(new, "zero 1 2 three"), ("another", "a text")] {
            let before = held.clone();
            held.follow(&TextChange::between(old, new), old, new);
            assert_eq!(held, before);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(old in "\\PC{0,60}", new in "\\PC{0,60}", at in 0_usize..200) {
            let found = TextAnchor::new(&old, at).resolve(&new);
            prop_assert!(new.is_char_boundary(found.offset));
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
        fn insertions_elsewhere_do_not_lose_a_place(
            head in "[a-d ]{0,300}", word in "[e-h ]{170}", tail in "[a-d ]{0,300}",
            more in "[i-k\n]{0,90}", put in 0_usize..300, cut in 0_usize..100,
        ) {
            let old = format!("{head}{word}{tail}");
            let put = put.min(head.len());
            let new = format!("{}{more}{}{word}{}", &head[..put], &head[put..], &tail[cut.min(tail.len())..]);
            let found = TextAnchor::new(&old, head.len() + 85).resolve(&new);
            prop_assert_eq!(found.offset, head.len() + more.len() + 85);
            prop_assert!(found.matched);
        }
    }
}
