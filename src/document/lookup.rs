//! What a person means by a word typed where an id is asked for.
//!
//! Owns that ids go before names, names as they are written before names in other case, and these
//! before names of which it is a part. It must not know where the word was typed.

use super::{Document, Subject};
use crate::apparatus::{ActorIx, ClaimIx, Node, NoteIx, RelationIx, ThemeIx, nearest};

/// Something that can be asked for by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// What one can look through.
    Subject(Subject),
    /// How claims stand to each other.
    Relation(RelationIx),
    /// A gloss.
    Note(NoteIx),
}

impl Document {
    /// What a word may mean: what has it as its id or its number; else what has it as its name or
    /// one of its aliases; else what has it as one of these in other case; else what has its words
    /// in its name, or, for a claim, in its sentence. Several, in the order themes, claims, actors,
    /// relations, notes, where it is as good for each.
    #[must_use]
    pub fn meant(&self, word: &str) -> Vec<Meant> {
        if let Some(subject) = self.subject(word) {
            return vec![Meant::Subject(subject)];
        }
        let word = word.trim();
        // All ids are in one name space.
        let with_id = self.unnamed().find(|(_, id)| *id == word);
        if let Some((meant, _)) = with_id {
            return vec![meant];
        }
        let written: Vec<_> = self.called(|name| name == word).collect();
        if !written.is_empty() {
            return written;
        }
        let folded = word.to_lowercase();
        let folded_so: Vec<_> = self.called(|name| name.to_lowercase() == folded).collect();
        if !folded_so.is_empty() {
            return folded_so;
        }
        let with_words = self.with_words(&folded).into_iter();
        with_words.map(Meant::Subject).collect()
    }

    /// What the reader is opened at for something: itself, or for a relation the claim it starts
    /// from; for a note what it stands on, or the claim whose words it does.
    #[must_use]
    pub fn opened_at(&self, meant: Meant) -> Subject {
        match meant {
            Meant::Subject(subject) => subject,
            Meant::Relation(relation) => self.start_of(relation),
            Meant::Note(note) => {
                let about = self.apparatus.notes.get(note.get());
                match about.and_then(|about| about.on) {
                    Some(Node::Claim(claim)) => Subject::Claim(claim),
                    Some(Node::Relation(relation)) => self.start_of(relation),
                    None => self.claim_under(note),
                }
            }
        }
    }

    fn start_of(&self, relation: RelationIx) -> Subject {
        let about = self.apparatus.relations.get(relation.get());
        let from = about.and_then(|about| about.from.first());
        from.map_or(Subject::Essay, |&claim| Subject::Claim(claim))
    }

    /// The first claim that has words in common with a note's; else the essay.
    fn claim_under(&self, note: NoteIx) -> Subject {
        let anchors = self.apparatus.notes.get(note.get());
        let anchors = anchors.map_or(&[][..], |about| &about.anchors);
        let passages = anchors.iter().flat_map(|anchor| &anchor.passages);
        let mut claims = passages.flat_map(|range| self.index.claims_at(range.clone()));
        let first = claims.find_map(|passage| match passage.owner {
            super::Owner::Claim(claim, _) => Some(claim),
            super::Owner::Actor(_) | super::Owner::Note(_) => None,
        });
        first.map_or(Subject::Essay, Subject::Claim)
    }

    /// An id; `essay` for the essay.
    #[must_use]
    pub fn id(&self, meant: Meant) -> &str {
        let apparatus = &self.apparatus;
        let id = match meant {
            Meant::Subject(subject) => return self.subject_id(subject),
            Meant::Relation(ix) => apparatus.relations.get(ix.get()).map(|one| &one.id),
            Meant::Note(ix) => apparatus.notes.get(ix.get()).map(|one| &one.id),
        };
        id.map_or("", String::as_str)
    }

    /// The id of anything that is near enough to be meant.
    #[must_use]
    pub fn nearest_id(&self, text: &str) -> Option<String> {
        let themes = self.apparatus.themes.iter().map(|theme| theme.id.as_str());
        let claims = self.apparatus.claims.iter().map(|claim| claim.id.as_str());
        let actors = self.apparatus.actors.iter().map(|actor| actor.id.as_str());
        let ids = std::iter::once("essay")
            .chain(themes)
            .chain(claims)
            .chain(actors)
            .chain(self.unnamed().map(|(_, id)| id));
        nearest::nearest(text.trim(), ids).map(str::to_owned)
    }

    /// What has only an id, with it.
    fn unnamed(&self) -> impl Iterator<Item = (Meant, &str)> {
        let relations = self.apparatus.relations.iter().enumerate();
        let relations =
            relations.map(|(at, one)| (Meant::Relation(RelationIx::new(at)), one.id.as_str()));
        let notes = self.apparatus.notes.iter().enumerate();
        let notes = notes.map(|(at, one)| (Meant::Note(NoteIx::new(at)), one.id.as_str()));
        relations.chain(notes)
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
        let named = self.called(has).filter_map(|meant| match meant {
            Meant::Subject(subject @ (Subject::Theme(_) | Subject::Actor(_))) => Some(subject),
            Meant::Subject(Subject::Essay | Subject::Claim(_))
            | Meant::Relation(_)
            | Meant::Note(_) => None,
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
    fn called(&self, does: impl Fn(&str) -> bool + Copy) -> impl Iterator<Item = Meant> {
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
        let is_essay = does("essay") || does("The essay");
        let essay = is_essay.then_some(Subject::Essay);
        let subjects = essay.into_iter().chain(themes).chain(claims).chain(actors);
        let unnamed = self.unnamed().filter(move |(_, id)| does(id));
        subjects
            .map(Meant::Subject)
            .chain(unnamed.map(|(meant, _)| meant))
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
        let name = nearest::nearest(word.trim(), names)?;
        let meant = self.called(|other| other == name).next()?;
        Some(self.id(meant))
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
