//! Names that an essay repeats: who may be an actor in it.
//!
//! Owns what is taken for a name: one or several capitalised words, with small words such as "of"
//! between them. A capital at the head of a sentence says nothing where the same word stands in
//! small letters elsewhere. Scripts without capitals have no candidates, but may have aliases.

mod aliases;
mod joined;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use super::words::{DAYS, MONTHS, OPENERS, TITLES};
use crate::essay::{BlockKind, Essay, Part};

/// A name that may be an actor's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) name: String,
    /// Its initials, where they stand in the essay too, and what it gives in parentheses.
    pub(super) aliases: Vec<String>,
    /// How often the name and its aliases stand there.
    pub(super) count: usize,
}

/// Small words that stand inside names.
pub(super) const INSIDE: &[&str] = &[
    "of", "the", "for", "on", "de", "du", "des", "da", "del", "la", "der", "van", "von", "al",
    "bin",
];

/// A name of more words than this is a title or a list.
const MOST_WORDS: usize = 8;

/// The names that stand at least twice, the most frequent first, of equally frequent ones the
/// first in the essay.
pub(super) fn candidates(essay: &Essay) -> Vec<Candidate> {
    let mut found = Found::default();
    for block in essay.blocks() {
        let prose = matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation
        );
        if prose && block.part != Part::Furniture {
            found.read(&essay.text(block.range.clone()));
        }
    }
    found.candidates()
}

#[derive(Default)]
struct Found {
    /// Each name in words, with what is known of it.
    names: HashMap<Vec<String>, Seen>,
    /// The words that stand somewhere in small letters.
    small: HashSet<String>,
    /// Names with what stands in parentheses behind them and may be another name.
    given: Vec<(Vec<String>, String)>,
    order: usize,
}

#[derive(Default)]
struct Seen {
    /// Not at the head of a sentence.
    inside: usize,
    /// At the head of one.
    at_head: usize,
    /// When it was seen first.
    order: usize,
}

/// A name being read.
#[derive(Default)]
struct Name {
    words: Vec<String>,
    /// Small words after them that belong to it if a capitalised one follows.
    held: Vec<String>,
    at_head: bool,
    /// A hyphen joins the next word to the last.
    hyphen: bool,
    /// What was read last stands before a name, and a full stop behind it ends no sentence.
    after_title: bool,
}

impl Found {
    fn read(&mut self, text: &str) {
        let mut name = Name::default();
        let mut head = true;
        let mut tokens = text
            .split_word_bound_indices()
            .filter(|(_, token)| *token != " ")
            .peekable();
        while let Some((at, token)) = tokens.next() {
            let Some(first) = token.chars().next() else {
                continue;
            };
            if !first.is_alphanumeric() {
                let next = tokens.peek().map_or("", |(_, token)| *token);
                if name.takes_hyphen(text, at, token, next) {
                    continue;
                }
                if let Some(alias) = aliases::in_parentheses(text, at)
                    && !name.words.is_empty()
                {
                    self.given.push((name.words.clone(), alias.to_owned()));
                }
                self.end(&mut name);
                head |= matches!(first, '.' | '!' | '?' | ':') && !name.after_title;
                continue;
            }
            let word = without_possessive(token);
            name.after_title = TITLES.contains(&word);
            if name.after_title {
                self.end(&mut name);
                name.after_title = true;
                continue;
            }
            if first.is_uppercase() {
                name.add(word, head);
            } else {
                self.small.insert(word.to_lowercase());
                if name.takes_small(word) {
                    name.held.push(word.to_owned());
                } else {
                    self.end(&mut name);
                }
            }
            if word.len() != token.len() {
                self.end(&mut name);
            }
            head = false;
        }
        self.end(&mut name);
    }

    /// Counts the name that has been read.
    fn end(&mut self, name: &mut Name) {
        let Name { words, at_head, .. } = std::mem::take(name);
        if words.is_empty() || words.len() > MOST_WORDS {
            return;
        }
        self.order += 1;
        let order = self.order;
        let fresh = || Seen {
            order,
            ..Seen::default()
        };
        let seen = self.names.entry(words).or_insert_with(fresh);
        if at_head {
            seen.at_head += 1;
        } else {
            seen.inside += 1;
        }
    }

    fn candidates(mut self) -> Vec<Candidate> {
        self.settle_heads();
        self.part_joined();
        let given = self.given();
        let mut names: Vec<_> = self
            .names
            .into_iter()
            .filter(|(words, _)| is_name(words))
            .map(|(words, seen)| (words, seen.inside, seen.order))
            .collect();
        names.sort_by_key(|&(_, count, order)| (Reverse(count), order));
        let mut candidates = aliases::grouped(&names, given);
        candidates.retain(|candidate| candidate.count > 1);
        candidates.sort_by_key(|one| Reverse(one.count));
        candidates
    }

    /// What stands at the head of a sentence counts where it is a name elsewhere, or has several
    /// words; without its first word, where that is an ordinary one or the rest a name by itself.
    fn settle_heads(&mut self) {
        let mut heads: Vec<_> = self
            .names
            .iter_mut()
            .filter(|(_, seen)| seen.at_head > 0)
            .map(|(words, seen)| (words.clone(), std::mem::take(&mut seen.at_head), seen.order))
            .collect();
        // In the essay's order, so that the same essay always has the same names.
        heads.sort_by_key(|&(_, _, order)| order);
        for (words, count, order) in heads {
            let name = self.without_first(&words);
            let known = self.names.get(name).is_some_and(|seen| seen.inside > 0);
            // Behind an ordinary word it does not stand at the head.
            let alone = name.len() < 2 && name.len() == words.len();
            if name.is_empty() || !known && alone {
                continue;
            }
            let fresh = || Seen {
                order,
                ..Seen::default()
            };
            let seen = self.names.entry(name.to_vec()).or_insert_with(fresh);
            seen.inside += count;
        }
        self.names.retain(|_, seen| seen.inside > 0);
    }

    fn without_first<'a>(&self, words: &'a [String]) -> &'a [String] {
        let Some((first, rest)) = words.split_first() else {
            return words;
        };
        let small = |word: &String| INSIDE.contains(&word.as_str());
        let from = rest
            .iter()
            .position(|word| !small(word))
            .unwrap_or(rest.len());
        let rest = rest.get(from..).unwrap_or_default();
        let ordinary = OPENERS.contains(&first.as_str())
            || self.small.contains(&first.to_lowercase()) && !is_acronym(first);
        let known = |name: &[String]| self.names.get(name).is_some_and(|seen| seen.inside > 0);
        if ordinary || (!known(words) && known(rest)) {
            rest
        } else {
            words
        }
    }
}

impl Name {
    /// Whether a small word can be part of the name: an “and” only where the name has one before.
    fn takes_small(&self, word: &str) -> bool {
        let inside = |word: &str| INSIDE.contains(&word);
        !self.words.is_empty()
            && (inside(word) || word == joined::AND && self.words.iter().any(|word| inside(word)))
    }

    /// Joins the next word to the last, where a hyphen parts them.
    fn takes_hyphen(&mut self, text: &str, at: usize, token: &str, next: &str) -> bool {
        let behind = text.get(at + token.len()..).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default();
        let joins = joined::is_hyphen(token)
            && self.held.is_empty()
            && next.starts_with(char::is_uppercase)
            && behind.starts_with(next)
            && before.ends_with(char::is_alphanumeric);
        self.hyphen = joins && !self.words.is_empty();
        self.hyphen
    }

    fn add(&mut self, word: &str, at_head: bool) {
        if self.words.is_empty() {
            self.at_head = at_head;
        }
        self.words.append(&mut self.held);
        match self.words.last_mut() {
            Some(last) if self.hyphen => {
                last.push('-');
                last.push_str(word);
            }
            _ => self.words.push(word.to_owned()),
        }
        self.hyphen = false;
    }
}

fn without_possessive(word: &str) -> &str {
    let stripped = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    stripped.unwrap_or(word)
}

/// Whether some words may be an actor's name: no lone letters, no month and no day.
fn is_name(words: &[String]) -> bool {
    words.iter().any(|word| word.chars().count() > 1)
        && match words {
            [word] => !MONTHS.contains(&word.as_str()) && !DAYS.contains(&word.as_str()),
            _ => true,
        }
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}
