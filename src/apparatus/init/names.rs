//! Names in a text, as far as capitals tell them.
//!
//! Owns what counts as a likely name. It must not know what is done with it. It works for scripts with
//! capitals only; German, where every noun has one, gets more candidates than it should.

use std::collections::{HashMap, HashSet};

use crate::essay::{BlockKind, Essay};

/// Names that come less often are not proposed, unless their initials are.
const OFTEN: usize = 2;
/// Small words that may stand inside a name: `Institute for Policy Studies`.
const INSIDE: &[&str] = &[
    "of", "for", "de", "du", "des", "la", "von", "van", "der", "den", "da", "di", "y", "e", "&",
];
/// Words with a capital that are no names, nor parts of one.
const NEVER: &[&str] = &[
    "I",
    "The",
    "A",
    "An",
    "This",
    "That",
    "These",
    "Those",
    "It",
    "He",
    "She",
    "We",
    "They",
    "But",
    "And",
    "Or",
    "In",
    "On",
    "At",
    "As",
    "For",
    "Of",
    "To",
    "By",
    "If",
    "No",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A likely actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) name: String,
    /// Other names for it: its initials.
    pub(super) aliases: Vec<String>,
    /// How often it is named, under any of them.
    pub(super) count: usize,
}

/// How often a name stands, and how often where nothing but its capital can have made it one.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    all: usize,
    inside: usize,
    first: usize,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    name: String,
    /// A sentence begins with it.
    begins: bool,
    /// Nothing but `and` stands between it and the next.
    and_next: bool,
}

/// The likely actors of an essay, most often named first.
pub(super) fn find(essay: &Essay) -> Vec<Candidate> {
    let mut all: Vec<Found> = Vec::new();
    for block in essay.blocks() {
        // In headings every word may have a capital.
        if !matches!(
            block.kind,
            BlockKind::Heading(_) | BlockKind::Code | BlockKind::Rule
        ) {
            all.extend(names(&essay.text(block.range.clone())));
        }
    }
    let all = join_pairs(all);
    let inside: HashSet<String> = all
        .iter()
        .filter(|found| !found.begins)
        .map(|found| found.name.clone())
        .collect();
    let mut counts: HashMap<String, Count> = HashMap::new();
    for (order, Found { name, begins, .. }) in all.into_iter().enumerate() {
        // The first word of a sentence may be none of the name: `Should China …`
        let name = match name.split_once(' ') {
            Some((_, rest)) if begins && !inside.contains(&name) && inside.contains(rest) => {
                rest.to_owned()
            }
            _ => name,
        };
        let count = counts.entry(name).or_insert(Count {
            first: order,
            ..Count::default()
        });
        count.all += 1;
        count.inside += usize::from(!begins);
    }
    // A word that has its capital at the beginning of sentences only is likely no name.
    counts.retain(|name, count| count.inside > 0 || name.contains(' ') || is_initials(name));
    group(counts)
}

/// Makes one of two names that never stand but with `and` between them: `Belt and Road`.
fn join_pairs(all: Vec<Found>) -> Vec<Found> {
    let mut single: HashMap<&str, usize> = HashMap::new();
    let mut pairs: HashMap<(&str, &str), usize> = HashMap::new();
    for found in &all {
        *single.entry(&found.name).or_default() += 1;
    }
    for pair in all.windows(2) {
        if let [one, other] = pair
            && one.and_next
        {
            *pairs.entry((&one.name, &other.name)).or_default() += 1;
        }
    }
    pairs.retain(|(one, other), count| {
        *count >= OFTEN && single.get(one) == Some(count) && single.get(other) == Some(count)
    });
    let joined: HashSet<String> = pairs.keys().map(|(one, _)| (*one).to_owned()).collect();
    let mut out: Vec<Found> = Vec::with_capacity(all.len());
    let mut rest = all.into_iter();
    while let Some(mut found) = rest.next() {
        if joined.contains(&found.name)
            && let Some(other) = rest.next()
        {
            found.name = format!("{} and {}", found.name, other.name);
        }
        out.push(found);
    }
    out
}

/// Puts initials and what they stand for together, and sorts.
fn group(counts: HashMap<String, Count>) -> Vec<Candidate> {
    let mut names: Vec<(String, Count)> = counts.into_iter().collect();
    names.sort_by_key(|(_, count)| count.first);
    let mut aliases: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut taken = vec![false; names.len()];
    for (short, (name, _)) in names.iter().enumerate() {
        if !is_initials(name) {
            continue;
        }
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let long = names
            .iter()
            .position(|(other, _)| initials(other) == letters);
        if let Some(long) = long.filter(|&long| long != short) {
            aliases.entry(long).or_default().push(short);
            taken[short] = true;
        }
    }
    let mut candidates: Vec<(usize, Candidate)> = Vec::new();
    for (place, (name, count)) in names.iter().enumerate() {
        let short = aliases.get(&place).map_or(&[][..], Vec::as_slice);
        let all = short.iter().filter_map(|&short| names.get(short));
        let total = count.all + all.clone().map(|(_, count)| count.all).sum::<usize>();
        if taken[place] || total < OFTEN {
            continue;
        }
        let aliases = all.map(|(name, _)| name.clone()).collect();
        candidates.push((
            count.first,
            Candidate {
                name: name.clone(),
                aliases,
                count: total,
            },
        ));
    }
    candidates.sort_by_key(|(first, one)| (std::cmp::Reverse(one.count), *first));
    candidates
        .into_iter()
        .map(|(_, candidate)| candidate)
        .collect()
}

/// The names in a text.
fn names(text: &str) -> Vec<Found> {
    let mut scan = Scan {
        next_begins: true,
        ..Scan::default()
    };
    for token in text.split_whitespace() {
        for part in token.split('-') {
            scan.part(part, token.contains('-'));
        }
    }
    scan.finish();
    scan.names
}

/// What is known while the words of a text go by.
#[derive(Debug, Default)]
struct Scan<'a> {
    names: Vec<Found>,
    /// The words of the name that is going on, and whether it begins a sentence.
    name: Vec<&'a str>,
    begins: bool,
    /// Small words that are part of the name only if another capital follows.
    loose: Vec<&'a str>,
    /// Whether the next word begins a sentence.
    next_begins: bool,
    /// Whether a name and `and` have just gone by.
    after_and: bool,
}

impl<'a> Scan<'a> {
    fn part(&mut self, part: &'a str, hyphened: bool) {
        const OPENS: [char; 6] = ['"', '“', '(', '[', '‘', '\''];
        let word = bare(part);
        if part.starts_with(OPENS) {
            self.finish();
        }
        if is_capitalized(word) && !NEVER.contains(&word) {
            if self.name.is_empty() {
                self.begins = self.next_begins;
                if self.after_and
                    && let Some(last) = self.names.last_mut()
                {
                    last.and_next = true;
                }
            }
            self.after_and = false;
            self.name.append(&mut self.loose);
            self.name.push(word);
        } else if !self.name.is_empty() && INSIDE.contains(&word) {
            self.loose.push(word);
        } else {
            self.after_and = !self.name.is_empty() && part == "and";
            self.finish();
        }
        // Whatever stands behind a word parts it from the next: a comma, a possessive, a bracket.
        let whole = part.trim_start_matches(OPENS);
        if word.len() != whole.len() || hyphened {
            self.finish();
        }
        self.next_begins = part.ends_with(['.', '!', '?', ':', '”', '"']) && !is_initials(whole);
    }

    fn finish(&mut self) {
        self.loose.clear();
        let name = std::mem::take(&mut self.name).join(" ");
        if name.chars().filter(|c| c.is_alphanumeric()).count() > 1 {
            self.names.push(Found {
                name,
                begins: self.begins,
                and_next: false,
            });
        }
    }
}

/// A word without quotation marks, brackets, points and a possessive.
fn bare(word: &str) -> &str {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '&');
    let word = match word.find(['’', '\'']) {
        Some(at)
            if matches!(
                &word[at..].trim_start_matches(['’', '\'']).chars().next(),
                Some('s') | None
            ) =>
        {
            &word[..at]
        }
        _ => word,
    };
    let short = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '&');
    // The last point of `U.S.` is a part of it.
    if short.contains('.') && word[short.len()..].starts_with('.') {
        &word[..=short.len()]
    } else {
        short
    }
}

fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// `US`, `U.S.`, `G7`: capitals and digits, at least two.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
    (2..=8).contains(&letters)
        && is_capitalized(word)
        && word
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.')
}

/// The initials of a name's words that have a capital.
fn initials(name: &str) -> String {
    let words = name.split(' ').filter(|word| is_capitalized(word));
    let initials: String = words.filter_map(|word| word.chars().next()).collect();
    if initials.chars().count() > 1 {
        initials
    } else {
        String::new()
    }
}
