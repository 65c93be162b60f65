//! Keys and words that must be there, and those that mean nothing.
//!
//! Owns what is said of them. It must not know which there are.

use toml::de::DeTable;

use super::fields::{Key, Reader, Text, listed};
use crate::apparatus::Span;
use crate::apparatus::diagnostics::{MISSING_FIELD, Problem, UNKNOWN_KEY, UNKNOWN_VALUE};
use crate::apparatus::nearest::nearest;

/// What keys may be called by whoever has them from elsewhere, and what they are called here.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("title", "name"),
    ("label", "name"),
    ("description", "summary"),
    ("abstract", "summary"),
    ("claim", "text"),
    ("sentence", "text"),
    ("statement", "text"),
    ("text", "exact"),
    ("quote", "exact"),
    ("words", "exact"),
    ("before", "prefix"),
    ("after", "suffix"),
    ("type", "kind"),
    ("kind", "type"),
    ("source", "from"),
    ("target", "to"),
    ("names", "aliases"),
    ("roles", "actors"),
    ("passages", "quotes"),
];

/// The key of these that another word means.
fn other_word(name: &str, known: &[&str]) -> Option<&'static str> {
    let words = OTHER_WORDS.iter();
    let mut meant = words.filter(|(word, key)| *word == name && known.contains(key));
    meant.next().map(|(_, key)| *key)
}

impl Reader {
    /// Says which of the keys that must be there are not.
    pub(super) fn require(
        &mut self,
        table: &DeTable<'_>,
        at: &Span,
        what: &str,
        keys: &[(&str, &str)],
    ) {
        if self.lossy.contains(&at.start) {
            return;
        }
        for &(key, example) in keys {
            if !table.contains_key(key) {
                self.report(
                    Problem::new(
                        MISSING_FIELD,
                        at.clone(),
                        format!("this {what} has no `{key}`"),
                    )
                    .help(format!("give it one: `{key} = {example}`")),
                );
            }
        }
    }

    /// Says that a key means nothing here, unless it is another program's (`x-…`).
    pub(crate) fn unknown_key(&mut self, key: &Key<'_>, place: &str, known: &[&str]) {
        let name = key.get_ref().as_ref();
        if name.starts_with("x-") {
            return;
        }
        let message = format!("there is no key `{name}` in {place}");
        let near = nearest(name, known.iter().copied());
        let help = match near.or_else(|| other_word(name, known)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its keys are {}", listed(known)),
        };
        self.report(Problem::new(UNKNOWN_KEY, self.at(key), message).help(help));
    }

    /// Says that a word is none of the possible ones.
    pub(crate) fn unknown_word(&mut self, word: &Text<'_>, what: &str, known: &[&str]) {
        let message = format!("`{}` is no {what}", word.value);
        let help = match nearest(&word.value, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? it is one of {}", listed(known)),
            None => format!("it is one of {}", listed(known)),
        };
        self.report(Problem::new(UNKNOWN_VALUE, word.span.clone(), message).help(help));
    }
}
