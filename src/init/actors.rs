//! Finds names that an essay repeats and that may be actors.
//!
//! A name is one or several capitalized words, with small words such as "of" between them. At the
//! start of a sentence, a word that is also written in lower case, or that often opens a sentence,
//! is not part of a name, nor is a contraction such as "I'm". Lines of verse begin like sentences.
//! Scripts without capitals have no candidates.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use unicode_segmentation::UnicodeSegmentation;

use super::words::{HONORIFICS, MONTHS, NAME_PARTICLES, SENTENCE_STARTERS, WEEKDAYS};
use crate::essay::{BlockKind, Essay, Part};

/// A name that may be an actor's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    /// Its initials, if the essay uses them, and acronyms in parentheses after it.
    pub(crate) aliases: Vec<String>,
    /// The number of occurrences of the name and its aliases.
    pub(crate) count: usize,
}

/// The maximum number of words of a name: longer sequences of capitalized words are titles or lists.
const MAX_WORDS: usize = 8;

/// The names that occur at least twice, the most frequent first.
pub(crate) fn candidates(essay: &Essay) -> Vec<Candidate> {
    let is_prose = |kind| {
        use BlockKind::{ListItem, Paragraph, Quotation};
        matches!(kind, Paragraph | ListItem | Quotation)
    };
    let blocks = essay.blocks().iter();
    let texts: Vec<_> = blocks
        .filter(|block| is_prose(block.kind) && block.part != Part::Furniture)
        .map(|block| essay.text(block.range.clone()))
        .collect();
    let mut names = Names::default();
    for text in &texts {
        let words = text.unicode_words();
        let lowercase = words.filter(|word| word.starts_with(char::is_lowercase));
        names.lowercase_words.extend(lowercase);
    }
    for text in &texts {
        names.read(text);
    }
    names.candidates()
}

/// The names found so far.
#[derive(Default)]
struct Names<'t> {
    lowercase_words: HashSet<&'t str>,
    /// By their text, in the essay's order.
    found: IndexMap<String, Name>,
    /// Names and the acronyms in parentheses after them.
    acronyms: Vec<(String, String)>,
}

#[derive(Default)]
struct Name {
    count: usize,
    /// The same with fewer capitals.
    spellings: Vec<String>,
    /// Whether it was found only as the first word of sentences, where anything is capitalized.
    only_at_sentence_start: bool,
}

/// The name that is being read.
#[derive(Default)]
struct PartialName {
    words: Vec<String>,
    /// Small words that belong to the name if another capitalized word follows.
    particles: Vec<String>,
    opens_sentence: bool,
}

impl PartialName {
    fn push(&mut self, word: &str) {
        self.words.append(&mut self.particles);
        self.words.push(word.to_owned());
    }
}

impl Names<'_> {
    fn read(&mut self, text: &str) {
        let mut name = PartialName::default();
        let mut starts_sentence = true;
        let mut after_title = false;
        let mut hyphenated = false;
        let tokens = text.split_word_bound_indices();
        for (at, token) in tokens.filter(|(_, token)| *token != " ") {
            let first = token.chars().next().expect("a token is not empty");
            if !first.is_alphanumeric() {
                hyphenated = matches!(token, "-" | "‐" | "‑");
                if hyphenated && !name.words.is_empty() && name.particles.is_empty() {
                    continue;
                }
                if let Some(acronym) = acronym_in_parentheses(&text[at..])
                    && !name.words.is_empty()
                {
                    self.acronyms
                        .push((name.words.join(" "), acronym.to_owned()));
                }
                self.finish(&mut name);
                let opens = ['.', '!', '?', ':', '\n', '"', '“', '„', '«'].contains(&first);
                starts_sentence |= opens && !after_title;
                continue;
            }
            let stripped = token.strip_suffix("'s").or(token.strip_suffix("’s"));
            let word = stripped.unwrap_or(token);
            let joins = std::mem::take(&mut hyphenated);
            after_title = HONORIFICS.contains(&word);
            if after_title {
                self.finish(&mut name);
                continue;
            }
            let is_contraction = is_contraction(word);
            let is_opening = starts_sentence
                && (SENTENCE_STARTERS.contains(&word)
                    || self.lowercase_words.contains(&*word.to_lowercase()) && !is_acronym(word));
            if first.is_uppercase() && !is_opening && !is_contraction {
                match name.words.last_mut() {
                    // `US-China` is two names, `Lindqvist-Märtens` is one.
                    Some(last) if joins && !is_acronym(last) && !is_acronym(word) => {
                        *last = format!("{last}-{word}");
                    }
                    Some(_) if joins => {
                        self.finish(&mut name);
                        name.push(word);
                    }
                    Some(_) => name.push(word),
                    None => {
                        name.opens_sentence = starts_sentence;
                        name.push(word);
                    }
                }
            } else if NAME_PARTICLES.contains(&word) && !name.words.is_empty() {
                name.particles.push(word.to_owned());
            } else {
                self.finish(&mut name);
            }
            if stripped.is_some() {
                self.finish(&mut name);
            }
            starts_sentence = false;
        }
        self.finish(&mut name);
    }

    /// Counts the name that has been read, and starts the next one.
    fn finish(&mut self, name: &mut PartialName) {
        let PartialName {
            words,
            opens_sentence,
            ..
        } = std::mem::take(name);
        let may_be_name = match words.as_slice() {
            [] => false,
            [word] => {
                let is_date = [MONTHS, WEEKDAYS]
                    .iter()
                    .any(|names| names.contains(&&**word));
                word.chars().count() > 1 && !is_date
            }
            words => words.len() <= MAX_WORDS,
        };
        if !may_be_name {
            return;
        }
        let only_at_sentence_start = opens_sentence && words.len() == 1;
        let name = self.found.entry(words.join(" ")).or_insert(Name {
            only_at_sentence_start: true,
            ..Name::default()
        });
        name.count += 1;
        name.only_at_sentence_start &= only_at_sentence_start;
    }

    /// Merges names that differ in capitals only, as `NASA` and `Nasa`, into the most frequent one.
    fn merge_spellings(&mut self) {
        let mut kept: HashMap<String, &String> = HashMap::new();
        for (text, name) in &self.found {
            let kept = kept.entry(text.to_lowercase()).or_insert(text);
            if name.count > self.found[*kept].count {
                *kept = text;
            }
        }
        let kept: HashMap<String, String> = kept
            .into_iter()
            .map(|(key, it)| (key, it.clone()))
            .collect();
        for (text, name) in std::mem::take(&mut self.found) {
            let kept = &kept[&text.to_lowercase()];
            let merged = self.found.entry(kept.clone()).or_default();
            merged.count += name.count;
            // A name also matches capitals in place of its small letters.
            let capitals = |text: &str| text.chars().filter(|char| char.is_uppercase()).count();
            if capitals(&text) < capitals(kept) {
                merged.spellings.push(text);
            }
        }
    }

    fn candidates(mut self) -> Vec<Candidate> {
        self.found.retain(|_, name| !name.only_at_sentence_start);
        self.merge_spellings();
        self.found.sort_by_key(|_, name| Reverse(name.count));
        let acronyms = self.found.keys().filter(|name| is_acronym(name));
        let acronyms: HashMap<String, &String> =
            acronyms.map(|name| (name.to_uppercase(), name)).collect();
        let by_initials = self.found.keys().flat_map(|name| {
            let initials = initials(name).into_iter();
            let used = initials.filter_map(|initials| acronyms.get(&initials).copied());
            used.map(move |acronym| (name, acronym))
        });
        let in_parentheses = self.acronyms.iter().map(|(name, acronym)| (name, acronym));
        let mut aliases: HashMap<&String, Vec<String>> = HashMap::new();
        let mut used_aliases = HashSet::new();
        for (name, alias) in in_parentheses.chain(by_initials) {
            let is_found = self.found.contains_key(name);
            if name != alias && is_found && used_aliases.insert(alias) {
                aliases.entry(name).or_default().push(alias.clone());
            }
        }
        let mut candidates = Vec::new();
        for (text, name) in &self.found {
            if used_aliases.contains(text) {
                continue;
            }
            let mut aliases = aliases.remove(text).unwrap_or_default();
            aliases.extend(name.spellings.iter().cloned());
            let of_aliases = aliases.iter().filter_map(|alias| self.found.get(alias));
            let count = name.count + of_aliases.map(|alias| alias.count).sum::<usize>();
            if count > 1 {
                candidates.push(Candidate {
                    name: text.clone(),
                    aliases,
                    count,
                });
            }
        }
        candidates.sort_by_key(|candidate| Reverse(candidate.count));
        candidates
    }
}

/// Whether a word is a contraction such as `I'm`, `Don’t` or `C'est`, and not a name such as `O'Brien` or
/// `Xi'an`.
fn is_contraction(word: &str) -> bool {
    const ENDINGS: [&str; 7] = ["m", "ve", "ll", "d", "re", "t", "em"];
    let Some((before, after)) = word.split_once(['\'', '’', 'ʼ']) else {
        return false;
    };
    let is_elided = before.chars().count() == 1 || before.eq_ignore_ascii_case("qu");
    ENDINGS.contains(&&*after.to_lowercase()) || is_elided && after.starts_with(char::is_lowercase)
}

/// Whether a text is mostly in a script without capitals, in which no names are found.
pub(crate) fn lacks_capitals(essay: &Essay) -> bool {
    const MAX_EXAMINED: usize = 64 * 1024;
    let source = essay.source();
    let head = &source[..source.floor_char_boundary(MAX_EXAMINED)];
    let letters = head.chars().filter(|char| char.is_alphabetic());
    let has_case = |char: &char| char.is_lowercase() || char.is_uppercase();
    let (cased, others): (Vec<char>, Vec<char>) = letters.partition(has_case);
    others.len() > cased.len()
}

/// The acronym in parentheses at the start of a text, as in `(NWO)`.
fn acronym_in_parentheses(text: &str) -> Option<&str> {
    let (acronym, _) = text.strip_prefix('(')?.split_once(')')?;
    is_acronym(acronym).then_some(acronym)
}

/// Whether a word consists of two or more capitals and hardly anything else: `US`, `BoE`.
fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|char| char.is_uppercase()).count();
    let others = word.chars().count() - capitals;
    capitals > 1 && others < capitals && word.chars().all(char::is_alphanumeric)
}

/// The initials of a name in capitals, without those of its small words and with them.
fn initials(name: &str) -> Vec<String> {
    let words: Vec<_> = name.split(' ').collect();
    let initials = |with_particles: bool| -> String {
        let is_particle = |word: &&&str| NAME_PARTICLES.contains(*word);
        let words = words
            .iter()
            .filter(|word| with_particles || !is_particle(word));
        let first = words.filter_map(|word| word.chars().next());
        first.flat_map(char::to_uppercase).collect()
    };
    let mut both = vec![initials(false), initials(true)];
    both.dedup();
    both.retain(|initials| initials.chars().count() > 1);
    both
}
