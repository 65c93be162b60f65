//! Finds what a word typed by a person refers to: an id, a number, a name, or words of one.

use std::collections::HashMap;
use std::ops::Range;

use super::document::Document;
use super::passages::Owner;
use crate::apparatus::nearest::nearest;
use crate::apparatus::{
    ActorIx, ClaimIx, EntityRef, EntryInfo, NoteIx, RelationIx, Subject, ThemeIx,
};
use crate::essay::normalize::normalize;
use crate::essay::{Block, BlockKind, Part};

/// Something that can be referred to, with its id and names.
struct Entity<'a> {
    reference: EntityRef,
    id: &'a str,
    /// The names of the essay, a theme or an actor.
    names: Vec<&'a str>,
    /// The sentence of a claim.
    text: Option<&'a str>,
    /// Its tags and the like; the essay has none.
    info: Option<&'a EntryInfo>,
}

impl Entity<'_> {
    fn is_called(&self, fits: &dyn Fn(&str) -> bool) -> bool {
        fits(self.id) || self.names.iter().any(|name| fits(name))
    }
}

impl Document {
    /// What a word refers to. Tries, in this order: ids and numbers; names and aliases; the same in
    /// a different case; beginnings of the words of names; beginnings of the words of claims. Returns
    /// all matches of the first try that has any: themes, claims, actors, relations, notes.
    #[must_use]
    pub fn lookup(&self, word: &str) -> Vec<EntityRef> {
        if let Some(subject) = self.subject(word) {
            return vec![EntityRef::Subject(subject)];
        }
        let word = word.trim();
        let folded = word.to_lowercase();
        let words: Vec<&str> = folded.split_whitespace().collect();
        // A number alone is not looked for in names.
        let has_letters = words.iter().any(|word| word.contains(char::is_alphabetic));
        let has_words = |text: &str| {
            let text = text.to_lowercase();
            has_letters && words.iter().all(|word| begins_a_word(&text, word))
        };
        let stages: [&dyn Fn(&Entity<'_>) -> bool; 5] = [
            &|entity| entity.id == word,
            &|entity| entity.names.contains(&word),
            &|entity| entity.is_called(&|name| name.to_lowercase() == folded),
            &|entity| {
                let is_essay = entity.reference == EntityRef::Subject(Subject::Essay);
                !is_essay && !entity.names.is_empty() && entity.is_called(&has_words)
            },
            &|entity| entity.text.is_some_and(has_words),
        ];
        let entities = self.entities();
        let mut found = stages.into_iter().map(|fits| -> Vec<EntityRef> {
            let fitting = entities.iter().filter(|entity| fits(entity));
            fitting.map(|entity| entity.reference).collect()
        });
        found.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The heading with a theme's name, perhaps after a number. Of themes with the same name, each has
    /// its own.
    #[must_use]
    pub fn theme_heading(&self, theme: ThemeIx) -> Option<Range<usize>> {
        let themes = &self.apparatus.themes;
        let name = normalize(&themes[theme.get()].name);
        let before = themes[..theme.get()].iter();
        let same_name = before.filter(|other| normalize(&other.name) == name);
        let has_name = |block: &&Block| {
            let is_heading = matches!(block.kind, BlockKind::Heading(_));
            is_heading && block.part != Part::Furniture && {
                let text = normalize(&self.essay.text(block.range.clone()));
                let number = text.strip_suffix(&name).map(str::trim_end);
                number.is_some_and(|number| !number.contains(' '))
            }
        };
        let mut headings = self.essay.blocks().iter().filter(has_name);
        Some(headings.nth(same_name.count())?.range.clone())
    }

    /// The subject with an id or a claim's number; `essay` is the essay itself.
    #[must_use]
    pub fn subject(&self, id_or_number: &str) -> Option<Subject> {
        let word = id_or_number.trim();
        if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Subject::Claim(self.index.by_number(word.parse().ok()?)?));
        }
        let mut entities = self.entities().into_iter();
        match entities.find(|entity| entity.id == word)?.reference {
            EntityRef::Subject(subject) => Some(subject),
            EntityRef::Relation(_) | EntityRef::Note(_) => None,
        }
    }

    /// The subject to open for an entity: itself; for a relation the claim it starts from; for a note
    /// what it is on, or the first claim with words in common, or the essay.
    #[must_use]
    pub fn subject_to_open(&self, mut entity: EntityRef) -> Subject {
        loop {
            entity = match entity {
                EntityRef::Subject(subject) => return subject,
                EntityRef::Relation(relation) => {
                    return Subject::Claim(self.apparatus[relation].from[0]);
                }
                EntityRef::Note(note) => {
                    match (self.apparatus[note].on, self.claim_at_note(note)) {
                        (Some(entity), _) => entity,
                        (None, Some(claim)) => return Subject::Claim(claim),
                        (None, None) => return Subject::Essay,
                    }
                }
            }
        }
    }

    fn claim_at_note(&self, note: NoteIx) -> Option<ClaimIx> {
        let anchors = self.apparatus[note].anchors.iter();
        let ranges = anchors.flat_map(|anchor| &anchor.passages);
        let mut passages = ranges.flat_map(|range| self.index.claims_at(range.clone()));
        match passages.next()?.owner {
            Owner::Claim(claim, _) => Some(claim),
            Owner::Actor(_) | Owner::Note(_) => None,
        }
    }

    /// The id of an entity; `essay` for the essay.
    #[must_use]
    pub fn entity_id(&self, entity: EntityRef) -> &str {
        match entity {
            EntityRef::Subject(subject) => self.subject_id(subject),
            EntityRef::Relation(relation) => &self.apparatus[relation].id,
            EntityRef::Note(note) => &self.apparatus[note].id,
        }
    }

    /// The id of a subject; `essay` for the essay.
    #[must_use]
    pub fn subject_id(&self, subject: Subject) -> &str {
        match subject {
            Subject::Essay => "essay",
            Subject::Theme(theme) => &self.apparatus[theme].id,
            Subject::Claim(claim) => &self.apparatus[claim].id,
            Subject::Actor(actor) => &self.apparatus[actor].id,
        }
    }

    /// The id nearest to a word, or that of the nearest name, if one is near.
    #[must_use]
    pub fn nearest_id(&self, word: &str) -> Option<&str> {
        let (word, entities) = (word.trim(), self.entities());
        let by_name = || {
            let name = nearest(word, entities.iter().flat_map(|it| it.names.clone()))?;
            let named = entities.iter().find(|it| it.names.contains(&name));
            named.map(|it| it.id)
        };
        nearest(word, entities.iter().map(|it| it.id)).or_else(by_name)
    }

    /// The tags and attributes that each subject is found by, in lower case: its own and those of its
    /// relations and notes.
    #[must_use]
    pub fn labels(&self) -> HashMap<Subject, Vec<String>> {
        let mut labels: HashMap<Subject, Vec<String>> = HashMap::new();
        for entity in self.entities() {
            let own = entity.info.into_iter().flat_map(EntryInfo::labels);
            for label in own {
                let of_subject = labels.entry(self.subject_to_open(entity.reference));
                of_subject.or_default().push(label.to_lowercase());
            }
        }
        labels
    }

    /// Everything that has an id, in the order in which lookups list it.
    fn entities(&self) -> Vec<Entity<'_>> {
        let apparatus = &self.apparatus;
        let subject = |subject| EntityRef::Subject(subject);
        let mut entities = vec![Entity {
            reference: subject(Subject::Essay),
            id: "essay",
            names: vec!["The essay"],
            text: None,
            info: None,
        }];
        let mut add = |reference, (id, info), names, text| {
            entities.push(Entity {
                reference,
                id,
                names,
                text,
                info: Some(info),
            });
        };
        for (ix, theme) in (0..).map(ThemeIx).zip(&apparatus.themes) {
            let names = vec![theme.name.as_str()];
            let entry = (&*theme.id, &theme.info);
            add(subject(Subject::Theme(ix)), entry, names, None);
        }
        for &ix in self.index.claims() {
            let claim = &apparatus[ix];
            let text = Some(claim.text.as_str());
            let entry = (&*claim.id, &claim.info);
            add(subject(Subject::Claim(ix)), entry, Vec::new(), text);
        }
        for (ix, actor) in (0..).map(ActorIx).zip(&apparatus.actors) {
            let mut names = vec![actor.name.as_str()];
            names.extend(actor.aliases.iter().map(String::as_str));
            let entry = (&*actor.id, &actor.info);
            add(subject(Subject::Actor(ix)), entry, names, None);
        }
        for (ix, relation) in (0..).map(RelationIx).zip(&apparatus.relations) {
            let entry = (&*relation.id, &relation.info);
            add(EntityRef::Relation(ix), entry, Vec::new(), None);
        }
        for (ix, note) in (0..).map(NoteIx).zip(&apparatus.notes) {
            let entry = (&*note.id, &note.info);
            add(EntityRef::Note(ix), entry, Vec::new(), None);
        }
        entities
    }
}

/// Whether a word of a text begins with some letters. Scripts of East Asia, from U+2E80 on, have no
/// marks between words: there any character begins one.
fn begins_a_word(text: &str, letters: &str) -> bool {
    text.match_indices(letters).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|char| !char.is_alphanumeric() || char >= '\u{2e80}')
    })
}
