//! Names that a hyphen or an “and” holds together, or keeps apart.
//!
//! Owns which it is: `Lindqvist-Märtens` is one name and `US-China` two, `Ministry of Petroleum and
//! Energy` one and `Bank of England and Treasury` two. Two it is where one of them stands by itself
//! too, and where an “and” joins them only once. It must not know how names are found.

use super::{Found, Seen};

pub(super) const AND: &str = "and";

/// Whether a token may hold a name together.
pub(super) fn is_hyphen(token: &str) -> bool {
    matches!(token, "-" | "‐" | "‑")
}

impl Found {
    /// Parts the names that are two.
    pub(super) fn part_joined(&mut self) {
        let is_joined =
            |words: &[String]| words.iter().any(|word| word == AND || word.contains('-'));
        let mut joined: Vec<_> = self
            .names
            .iter()
            .filter(|(words, _)| is_joined(words))
            .map(|(words, seen)| (seen.order, words.clone(), seen.inside))
            .collect();
        // In the essay's order, so that the same essay always has the same names.
        joined.sort_by_key(|&(order, ..)| order);
        for (order, words, count) in joined {
            let both = self
                .at_and(&words, count)
                .or_else(|| self.at_hyphen(&words));
            let Some(both) = both else { continue };
            self.names.remove(&words);
            for name in both.into_iter().filter(|name| !name.is_empty()) {
                let fresh = || Seen {
                    order,
                    ..Seen::default()
                };
                self.names.entry(name).or_insert_with(fresh).inside += count;
            }
        }
    }

    fn stands_alone(&self, words: &[String]) -> bool {
        self.names.get(words).is_some_and(|seen| seen.inside > 0)
    }

    fn at_and(&self, words: &[String], count: usize) -> Option<[Vec<String>; 2]> {
        let at = words.iter().position(|word| word == AND)?;
        let (before, behind) = (words.get(..at)?, words.get(at + 1..)?);
        let apart = count < 2 || self.stands_alone(before) || self.stands_alone(behind);
        apart.then(|| [before.to_vec(), behind.to_vec()])
    }

    fn at_hyphen(&self, words: &[String]) -> Option<[Vec<String>; 2]> {
        let at = words.iter().position(|word| word.contains('-'))?;
        let (before, behind) = words.get(at)?.split_once('-')?;
        let own = |word: &str| vec![word.to_owned()];
        let apart = self.stands_alone(&own(before)) || self.stands_alone(&own(behind));
        apart.then(|| {
            let before = [words.get(..at).unwrap_or_default(), &own(before)].concat();
            let behind = [&own(behind), words.get(at + 1..).unwrap_or_default()].concat();
            [before, behind]
        })
    }
}
