//! The one name space of ids.
//!
//! Owns which ids there are, which cannot be, and what an id leads to. It must not know what is
//! done with the answer.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use foldhash::HashMap;

use super::fields::{Reader, Text, listed};
use super::guess::Guesses;
use crate::apparatus::diagnostics::{BAD_ID, DANGLING_ID, DUPLICATE_ID, Problem};
use crate::apparatus::{ActorIx, ClaimIx, NoteIx, RelationIx, RelationKind, Span, ThemeIx};

/// What an id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Named {
    Theme(ThemeIx),
    Actor(ActorIx),
    Claim(ClaimIx),
    Relation(RelationIx),
    Note(NoteIx),
}

/// A sort of thing that an id can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Theme,
    Actor,
    Claim,
    Relation,
    Note,
}

impl Named {
    pub(super) fn sort(self) -> Sort {
        match self {
            Self::Theme(_) => Sort::Theme,
            Self::Actor(_) => Sort::Actor,
            Self::Claim(_) => Sort::Claim,
            Self::Relation(_) => Sort::Relation,
            Self::Note(_) => Sort::Note,
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Theme(ix) => ix.get(),
            Self::Actor(ix) => ix.get(),
            Self::Claim(ix) => ix.get(),
            Self::Relation(ix) => ix.get(),
            Self::Note(ix) => ix.get(),
        }
    }
}

impl Sort {
    fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Actor => "actor",
            Self::Claim => "claim",
            Self::Relation => "relation",
            Self::Note => "note",
        }
    }

    fn with_article(self) -> &'static str {
        match self {
            Self::Theme => "a theme",
            Self::Actor => "an actor",
            Self::Claim => "a claim",
            Self::Relation => "a relation",
            Self::Note => "a note",
        }
    }
}

macro_rules! into_named {
    ($($index:ident $sort:ident),*) => {$(
        impl From<$index> for Named {
            fn from(index: $index) -> Self {
                Self::$sort(index)
            }
        }
    )*};
}

into_named!(ThemeIx Theme, ActorIx Actor, ClaimIx Claim, RelationIx Relation, NoteIx Note);

/// The nearest id is looked for so often: each time all of them are compared.
const GUESSES: usize = 100;

/// The ids of the file.
#[derive(Debug, Default)]
pub(super) struct Names<'i> {
    /// The things that have an id, in the file's order: what is nearest must not depend on a hash.
    things: Vec<Thing<'i>>,
    /// Their places by their ids.
    places: HashMap<Cow<'i, str>, usize>,
    /// What themes and actors are called, for guessing.
    called: Vec<(String, Named)>,
    pub(super) guesses: Guesses,
    /// The relations written in claims, by the claim, how, and to what, in the file's order. Their ids
    /// are made, and seldom asked for.
    written: HashMap<(ClaimIx, RelationKind, Cow<'i, str>), RelationIx>,
}

#[derive(Debug)]
struct Thing<'i> {
    id: Cow<'i, str>,
    named: Named,
    span: Span,
}

impl<'i> Names<'i> {
    /// Gives a thing its id: the one written; where another has that, one made from it; where none is
    /// written, its sort and place, `theme:3`. Made ids have a mark in them that written ones may not
    /// have, so they never meet.
    pub(super) fn give(
        &mut self,
        written: Option<Text<'i>>,
        named: Named,
        reader: &mut Reader,
    ) -> String {
        let made = || format!("{}:{}", named.sort().name(), named.place() + 1);
        let Some(Text { value, span }) = written else {
            return made();
        };
        if let Some((why, help)) = fault(&value) {
            let message = format!("`{value}` cannot be an id: {why}");
            reader.report(Problem::new(BAD_ID, span.clone(), message).help(help));
        }
        match self.places.entry(value) {
            Entry::Vacant(entry) => {
                let id = entry.key().clone();
                let given = id.clone().into_owned();
                entry.insert(self.things.len());
                self.things.push(Thing { id, named, span });
                given
            }
            Entry::Occupied(entry) => {
                let id = entry.key();
                let first = self.things.get(*entry.get());
                let what = first.map_or("", |first| first.named.sort().with_article());
                let message = format!("`{id}` is the id of {what} already");
                let mut problem = Problem::new(DUPLICATE_ID, span, message)
                    .help("give one of the two another id");
                if let Some(first) = first {
                    problem = problem.related(first.span.clone(), "here first");
                }
                reader.report(problem);
                format!("{id}~{}", made())
            }
        }
    }

    /// Makes room for the names of so many more things.
    pub(super) fn expect(&mut self, count: usize) {
        self.places.reserve(count);
        self.things.reserve_exact(count);
    }

    /// Makes room for so many relations written in claims.
    pub(super) fn expect_relations(&mut self, count: usize) {
        self.written.reserve(count);
    }

    /// Notes a relation written in a claim, unless it is there already.
    pub(super) fn write(&mut self, claim: ClaimIx, kind: RelationKind, to: Cow<'i, str>) -> bool {
        let next = RelationIx::new(self.written.len());
        match self.written.entry((claim, kind, to)) {
            Entry::Vacant(entry) => {
                entry.insert(next);
                true
            }
            Entry::Occupied(_) => false,
        }
    }

    /// Notes what a thing is called besides its id.
    pub(super) fn call<'a>(
        &mut self,
        called: impl IntoIterator<Item = &'a String>,
        thing: impl Into<Named> + Copy,
    ) {
        let called = called.into_iter();
        self.called
            .extend(called.map(|name| (name.clone(), thing.into())));
    }

    /// All ids that were given, in the file's order, with what they lead to.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Named)> {
        let things = self.things.iter();
        things.map(|thing| (thing.id.as_ref(), thing.named))
    }

    /// Those of things of these sorts.
    pub(super) fn ids(&self, sorts: &[Sort]) -> impl Iterator<Item = &str> {
        let all = self.all();
        all.filter(|(_, named)| sorts.contains(&named.sort()))
            .map(|(id, _)| id)
    }

    /// What themes and actors are called.
    pub(super) fn called(&self) -> impl Iterator<Item = (&str, Named)> {
        let called = self.called.iter();
        called.map(|(name, named)| (name.as_str(), *named))
    }

    /// The relations written in claims, in no order: the claim's place, the kind, the other's id.
    pub(super) fn written(&self) -> impl Iterator<Item = ((usize, &str, &str), RelationIx)> {
        let written = self.written.iter();
        written.map(|((claim, kind, to), relation)| {
            ((claim.get(), kind.name(), to.as_ref()), *relation)
        })
    }

    fn look_up(&self, id: &str) -> Option<Named> {
        match self.places.get(id) {
            Some(&place) => self.things.get(place).map(|thing| thing.named),
            None => self.made(id),
        }
    }

    /// The relation with an id made of its claim's, its kind and its end's: `battle:supports:juncture`.
    fn made(&self, id: &str) -> Option<Named> {
        let (claim, rest) = id.split_once(':')?;
        let (kind, to) = rest.split_once(':')?;
        let kind = RelationKind::from_name(kind)?;
        let place = *self.places.get(claim)?;
        let Some(Named::Claim(claim)) = self.things.get(place).map(|thing| thing.named) else {
            return None;
        };
        let written = self.written.get(&(claim, kind, Cow::Borrowed(to)))?;
        Some(Named::Relation(*written))
    }

    /// What an id leads to, if to one of these sorts; else a problem, with `otherwise` for its help
    /// where nothing is near.
    pub(super) fn find(
        &self,
        id: &Text<'_>,
        sorts: &[Sort],
        otherwise: &str,
        reader: &mut Reader,
    ) -> Option<Named> {
        let word = &id.value;
        let number = sorts.contains(&Sort::Claim) && is_number(word);
        let number = number.then(|| word.parse().unwrap_or(usize::MAX));
        let (message, near) = match self.look_up(word) {
            Some(named) if sorts.contains(&named.sort()) => return Some(named),
            Some(named) => {
                let words: Vec<&str> = sorts.iter().map(|sort| sort.with_article()).collect();
                let found = named.sort().with_article();
                let message = format!("`{word}` is {found}, where {} must be", listed_or(&words));
                (message, None)
            }
            None => {
                let made = word.contains(':') && sorts.contains(&Sort::Relation);
                let first = sorts.first().filter(|_| !made);
                let wanted = first.copied().unwrap_or(Sort::Relation).name();
                let guess = reader.guesses < GUESSES && number.is_none();
                reader.guesses += usize::from(guess);
                let near = guess.then(|| self.guess(word, sorts)).flatten();
                (format!("there is no {wanted} `{word}`"), near)
            }
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if number.is_some() => {
                "write the claim's id: numbers change when claims are added".to_owned()
            }
            None => otherwise.to_owned(),
        };
        let mut problem = Problem::new(DANGLING_ID, id.span.clone(), message).help(help);
        problem.number = number;
        reader.report(problem);
        None
    }
}

/// `a claim or a relation`.
fn listed_or(words: &[&str]) -> String {
    listed(words).replace(" and ", " or ")
}

/// Whether a person would take it for a claim's number.
fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why a string cannot be an id, and what to write.
fn fault(id: &str) -> Option<(&'static str, &'static str)> {
    if is_number(id) {
        Some((
            "numbers are the claims' places in the essay",
            "begin it with a letter",
        ))
    } else if id == "essay" {
        Some(("it means the essay itself", "choose another word"))
    } else if id.contains([':', '~']) {
        Some((
            "`:` and `~` are for ids that Postil makes",
            "use `-` between words",
        ))
    } else if id.contains(char::is_whitespace) || crate::essay::sanitize(id) != id {
        Some((
            "it has a space or an unseen character in it",
            "use `-` between words",
        ))
    } else {
        None
    }
}
