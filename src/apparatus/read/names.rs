//! The one name space of ids.
//!
//! Owns which ids there are, which cannot be, and what an id leads to. It must not know what is
//! done with the answer.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::fields::{Reader, Text, listed};
use crate::apparatus::nearest::nearest;
use crate::apparatus::problem::{BAD_ID, DANGLING_ID, DUPLICATE_ID, Problem};
use crate::apparatus::{ActorIx, ClaimIx, NoteIx, RelationIx, Span, ThemeIx};

/// What an id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    fn sort(self) -> Sort {
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

/// The ids of the file.
#[derive(Debug, Default)]
pub(super) struct Names<'i> {
    named: HashMap<Cow<'i, str>, (Named, Span)>,
    /// The ids that a person wrote, in the file's order: what is nearest must not depend on a hash.
    written: Vec<(Cow<'i, str>, Sort)>,
}

impl<'i> Names<'i> {
    /// Gives a thing its id: the one written; where it cannot be that, one made from it; where none
    /// is written, its sort and place, `theme:3`. Made ids have a mark in them that written ones may
    /// not have, so they never meet.
    pub(super) fn give(
        &mut self,
        written: Option<Text<'i>>,
        named: Named,
        at: &Span,
        reader: &mut Reader,
    ) -> String {
        let made = || format!("{}:{}", named.sort().name(), named.place() + 1);
        let Some(Text { value, span }) = written else {
            let id = made();
            self.named
                .entry(Cow::Owned(id.clone()))
                .or_insert((named, at.clone()));
            return id;
        };
        if let Some((why, help)) = fault(&value) {
            reader.report(
                Problem::new(
                    BAD_ID,
                    span.clone(),
                    format!("`{value}` cannot be an id: {why}"),
                )
                .help(help),
            );
        }
        match self.named.entry(value) {
            Entry::Vacant(entry) => {
                self.written.push((entry.key().clone(), named.sort()));
                let id = entry.key().clone().into_owned();
                entry.insert((named, span));
                id
            }
            Entry::Occupied(entry) => {
                let id = entry.key();
                let (first, first_span) = entry.get();
                let what = first.sort().with_article();
                reader.report(
                    Problem::new(
                        DUPLICATE_ID,
                        span,
                        format!("`{id}` is the id of {what} already"),
                    )
                    .help("give one of the two another id")
                    .related(first_span.clone(), "here first"),
                );
                format!("{id}~{}", made())
            }
        }
    }

    /// Takes a made id, if nothing has it yet.
    pub(super) fn generate(&mut self, id: &str, named: Named, at: &Span) -> bool {
        match self.named.entry(Cow::Owned(id.to_owned())) {
            Entry::Vacant(entry) => {
                entry.insert((named, at.clone()));
                true
            }
            Entry::Occupied(_) => false,
        }
    }

    /// What an id leads to, if to one of these sorts; else a problem.
    pub(super) fn find(&self, id: &Text<'_>, sorts: &[Sort], reader: &mut Reader) -> Option<Named> {
        let wanted = sorts.first().map_or("thing", |sort| sort.name());
        let word = &id.value;
        let (message, help) = match self.named.get(id.value.as_ref()) {
            Some((named, _)) if sorts.contains(&named.sort()) => return Some(*named),
            Some((named, _)) => {
                let words: Vec<&str> = sorts.iter().map(|sort| sort.with_article()).collect();
                let found = named.sort().with_article();
                (
                    format!("`{word}` is {found}, where {} must be", listed_or(&words)),
                    None,
                )
            }
            None => {
                let known = self.written.iter().filter(|(_, sort)| sorts.contains(sort));
                let near = nearest(word, known.map(|(id, _)| id.as_ref()));
                (format!("there is no {wanted} `{word}`"), near)
            }
        };
        let help = match help {
            Some(near) => format!("did you mean `{near}`?"),
            None if is_number(word) => {
                "write the claim's id: numbers change when claims are added".to_owned()
            }
            None => format!(
                "write the id of {}",
                sorts.first().map_or("one", |sort| sort.with_article())
            ),
        };
        reader.report(Problem::new(DANGLING_ID, id.span.clone(), message).help(help));
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
    } else if id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some((
            "it has a space or an unseen character in it",
            "use `-` between words",
        ))
    } else {
        None
    }
}
