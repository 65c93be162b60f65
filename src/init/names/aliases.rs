//! Other names of a candidate: its initials, and what stands in parentheses behind it.
//!
//! Owns what is taken for these. It must not know how names are found.

use std::collections::{HashMap, HashSet};

use super::{Candidate, Found, INSIDE};

/// The longest other name in parentheses, in bytes.
const LONGEST: usize = 40;

/// A name in words, how often it stands there, and when it was seen first.
type Counted = (Vec<String>, usize, usize);

/// What may be another name of what stands before it, in parentheses that open at a byte of a text:
/// initials, or a name in letters that have no capitals.
pub(super) fn in_parentheses(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?.strip_prefix('(')?;
    let near = rest.get(..rest.floor_char_boundary(LONGEST + 2))?;
    let inside = near.get(..near.find(')')?)?.trim();
    let uncased = |char: char| char.is_alphabetic() && !char.is_uppercase() && !char.is_lowercase();
    let is_other = is_short(inside)
        || (inside.contains(uncased) && inside.chars().all(|char| uncased(char) || char == ' '));
    is_other.then_some(inside)
}

/// Whether a word may be made of initials: two capitals or more, and hardly anything else.
fn is_short(word: &str) -> bool {
    let capitals = word.chars().filter(|char| char.is_uppercase()).count();
    let rest = word.chars().count() - capitals;
    capitals > 1 && rest < capitals && word.chars().all(char::is_alphanumeric)
}

impl Found {
    /// Names with their other names in parentheses, in the essay's order.
    pub(super) fn given(&self) -> Vec<(Vec<String>, String)> {
        let known = |name: &[String]| self.names.contains_key(name);
        let given = self.given.iter().filter_map(|(words, alias)| {
            let settled = if known(words) {
                words.as_slice()
            } else {
                self.without_first(words)
            };
            known(settled).then(|| (settled.to_vec(), alias.clone()))
        });
        given.collect()
    }
}

/// The candidates, with their other names taken away from what stands by itself. `names` are sorted,
/// the most frequent first.
pub(super) fn grouped(names: &[Counted], given: Vec<(Vec<String>, String)>) -> Vec<Candidate> {
    let mut whole: HashMap<String, &[String]> = HashMap::new();
    for (words, ..) in names.iter().rev() {
        for initials in initials(words) {
            whole.insert(initials, words);
        }
    }
    let mut others: HashMap<Vec<String>, Vec<String>> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    for (words, alias) in given {
        // What is given to two names is neither's.
        if words.as_slice() != [alias.as_str()] && taken.insert(alias.clone()) {
            others.entry(words).or_default().push(alias);
        }
    }
    for (words, ..) in names {
        if let [word] = words.as_slice()
            && is_short(word)
            && let Some(name) = whole.get(&word.to_uppercase())
            && *name != words.as_slice()
            && taken.insert(word.clone())
        {
            others.entry(name.to_vec()).or_default().push(word.clone());
        }
    }
    let alone = |words: &[String]| match words {
        [word] if taken.contains(word) => Some(word.clone()),
        _ => None,
    };
    let counts: HashMap<String, usize> = names
        .iter()
        .filter_map(|(words, count, _)| Some((alone(words)?, *count)))
        .collect();
    let own = names.iter().filter(|(words, ..)| alone(words).is_none());
    own.map(|(words, count, _)| {
        let aliases = others.remove(words).unwrap_or_default();
        let more = aliases.iter().filter_map(|alias| counts.get(alias));
        Candidate {
            name: words.join(" "),
            count: count + more.sum::<usize>(),
            aliases,
        }
    })
    .collect()
}

/// The letters with which a name's words begin, in capitals: without its small words, and with them.
fn initials(words: &[String]) -> Vec<String> {
    let of = |small: bool| -> String {
        words
            .iter()
            .filter(|word| small || !INSIDE.contains(&word.as_str()))
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_uppercase)
            .collect()
    };
    let mut both = vec![of(false), of(true)];
    both.dedup();
    both.retain(|initials| initials.chars().count() > 1);
    both
}
