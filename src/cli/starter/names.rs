//! Names that an essay repeats: who may be an actor in it.
//!
//! Owns what is taken for a name: one or several capitalised words, with small words such as "of"
//! between them. A capital at the head of a sentence says nothing where the same word stands in
//! small letters elsewhere. Scripts without capitals have no candidates.

use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use crate::essay::{BlockKind, Essay, Part};

/// A name that may be an actor's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) name: String,
    /// Its initials, where they stand in the essay too.
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
}

impl Found {
    fn read(&mut self, text: &str) {
        let mut name = Name::default();
        let mut head = true;
        for token in text.split_word_bounds().filter(|token| *token != " ") {
            let Some(first) = token.chars().next() else {
                continue;
            };
            if !first.is_alphanumeric() {
                self.end(&mut name);
                head |= matches!(first, '.' | '!' | '?' | ':');
                continue;
            }
            let word = without_possessive(token);
            if first.is_uppercase() {
                name.add(word, head);
            } else {
                self.small.insert(word.to_lowercase());
                if INSIDE.contains(&word) && !name.words.is_empty() {
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
        let mut names: Vec<_> = self
            .names
            .into_iter()
            .filter(|(words, _)| words.iter().any(|word| word.chars().count() > 1))
            .map(|(words, seen)| (words, seen.inside, seen.order))
            .collect();
        names.sort_by_key(|&(_, count, order)| (std::cmp::Reverse(count), order));
        let spelled: HashMap<String, Vec<String>> = names
            .iter()
            .rev()
            .filter_map(|(words, ..)| Some((initials(words)?, words.clone())))
            .collect();
        let mut short: HashMap<Vec<String>, (String, usize)> = HashMap::new();
        names.retain(|(words, count, _)| match words.as_slice() {
            [word] => match spelled.get(word) {
                Some(name) => short.insert(name.clone(), (word.clone(), *count)).is_some(),
                None => true,
            },
            _ => true,
        });
        let mut candidates: Vec<_> = names
            .into_iter()
            .map(|(words, count, _)| {
                let alias = short.remove(&words);
                Candidate {
                    name: words.join(" "),
                    count: count + alias.as_ref().map_or(0, |(_, count)| *count),
                    aliases: alias.into_iter().map(|(alias, _)| alias).collect(),
                }
            })
            .filter(|candidate| candidate.count > 1)
            .collect();
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.count));
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
        heads.sort_by_key(|(_, _, order)| *order);
        for (words, count, order) in heads {
            let name = self.without_first(&words);
            let known = self.names.get(name).is_some_and(|seen| seen.inside > 0);
            if !known && name.len() < 2 {
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
        let ordinary = self.small.contains(&first.to_lowercase()) && !is_acronym(first);
        let known = |name: &[String]| self.names.get(name).is_some_and(|seen| seen.inside > 0);
        if ordinary || (!known(words) && known(rest)) {
            rest
        } else {
            words
        }
    }
}

impl Name {
    fn add(&mut self, word: &str, at_head: bool) {
        if self.words.is_empty() {
            self.at_head = at_head;
        }
        self.words.append(&mut self.held);
        self.words.push(word.to_owned());
    }
}

fn without_possessive(word: &str) -> &str {
    let stripped = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    stripped.unwrap_or(word)
}

/// The capitals with which a name's words begin, if there are several.
fn initials(words: &[String]) -> Option<String> {
    let first = words.iter().filter_map(|word| word.chars().next());
    let initials: String = first.filter(|char| char.is_uppercase()).collect();
    (initials.chars().count() > 1).then_some(initials)
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}
