//! What a person means by a word typed where an id is asked for.
//!
//! Owns that ids go before names, names as they are written before names in other case, and these
//! before names of which it is a part. It must not know where the word was typed.

use super::{Document, Subject};
use crate::apparatus::{ActorIx, ClaimIx, ThemeIx};

impl Document {
    /// What a word may mean: what has it as its id or its number; else what has it as its name or
    /// one of its aliases; else what has it as one of these in other case; else what has its words
    /// in its name, or, for a claim, in its sentence. Several, in the order themes, claims, actors,
    /// where it is as good for each.
    #[must_use]
    pub fn meant(&self, word: &str) -> Vec<Subject> {
        if let Some(subject) = self.subject(word) {
            return vec![subject];
        }
        let word = word.trim();
        let written: Vec<_> = self.called(|name| name == word).collect();
        if !written.is_empty() {
            return written;
        }
        let folded = word.to_lowercase();
        let folded_so: Vec<_> = self.called(|name| name.to_lowercase() == folded).collect();
        if !folded_so.is_empty() {
            return folded_so;
        }
        self.with_words(&folded)
    }

    /// What has all words, which are in small letters, at the beginnings of words of its name; else
    /// the claims that have them in their sentence. A number alone means a claim, or nothing.
    fn with_words(&self, words: &str) -> Vec<Subject> {
        let words: Vec<_> = words.split_whitespace().collect();
        if !words.iter().any(|word| word.contains(char::is_alphabetic)) {
            return Vec::new();
        }
        let has = |text: &str| {
            let text = text.to_lowercase();
            words.iter().all(|word| begins_one(&text, word))
        };
        let named = self.called(has).filter(|&subject| match subject {
            Subject::Essay | Subject::Claim(_) => false,
            Subject::Theme(_) | Subject::Actor(_) => true,
        });
        let named: Vec<_> = named.collect();
        if !named.is_empty() {
            return named;
        }
        let claims = self.index.claims().iter().copied();
        let says = |claim: &ClaimIx| {
            let claim = self.apparatus.claims.get(claim.get());
            claim.is_some_and(|claim| has(&claim.text))
        };
        claims.filter(says).map(Subject::Claim).collect()
    }

    /// What has an id, a name or an alias that will do.
    fn called(&self, does: impl Fn(&str) -> bool + Copy) -> impl Iterator<Item = Subject> {
        let apparatus = &self.apparatus;
        let themes = apparatus.themes.iter().enumerate();
        let themes = themes.filter_map(move |(at, theme)| {
            let names = [&theme.id, &theme.name];
            let theme = Subject::Theme(ThemeIx::new(at));
            names.into_iter().any(|name| does(name)).then_some(theme)
        });
        let claims = apparatus.claims.iter().enumerate();
        let claims = claims.filter_map(move |(at, claim)| {
            does(&claim.id).then_some(Subject::Claim(ClaimIx::new(at)))
        });
        let actors = apparatus.actors.iter().enumerate();
        let actors = actors.filter_map(move |(at, actor)| {
            let mut names = [&actor.id, &actor.name].into_iter().chain(&actor.aliases);
            let is_it = names.any(|name| does(name));
            is_it.then_some(Subject::Actor(ActorIx::new(at)))
        });
        let essay = does("essay").then_some(Subject::Essay);
        essay.into_iter().chain(themes).chain(claims).chain(actors)
    }

    /// The id of what has a name that is near enough to be meant.
    #[must_use]
    pub fn nearest_name(&self, word: &str) -> Option<&str> {
        let apparatus = &self.apparatus;
        let themes = apparatus.themes.iter().map(|theme| theme.name.as_str());
        let actors = apparatus.actors.iter().flat_map(|actor| {
            let aliases = actor.aliases.iter().map(String::as_str);
            std::iter::once(actor.name.as_str()).chain(aliases)
        });
        let names = themes.chain(actors);
        let name = crate::apparatus::nearest::nearest(word.trim(), names)?;
        let subject = self.called(|other| other == name).next()?;
        Some(self.subject_id(subject))
    }
}

/// Whether a word of a text begins with some letters. From U+2E80 on Unicode has the scripts of East
/// Asia, which part words by nothing.
fn begins_one(text: &str, letters: &str) -> bool {
    text.match_indices(letters).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|char| !char.is_alphanumeric() || char >= '\u{2e80}')
    })
}
