//! The ids of a file: what each id names, and what a reference to an unknown id may have meant.

use std::borrow::Cow;

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::fields::{FieldReader, SpannedString};
use crate::apparatus::Span;
use crate::apparatus::diagnostics::{BAD_ID, DANGLING_ID, DUPLICATE_ID, Problem};
use crate::apparatus::nearest::nearest;

/// The maximum number of unknown ids that get a suggestion: each costs a comparison with all ids.
const MAX_SUGGESTIONS: usize = 100;

/// The kind of thing that an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdKind {
    /// The essay itself, which has the id [`ESSAY_ID`].
    Essay,
    Theme,
    Actor,
    Claim,
    Relation,
    Note,
}

/// The id of the essay itself.
const ESSAY_ID: &str = "essay";

impl IdKind {
    /// All kinds.
    pub(super) const ALL: &'static [Self] = &[
        Self::Claim,
        Self::Theme,
        Self::Actor,
        Self::Relation,
        Self::Note,
        Self::Essay,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Essay => "essay",
            Self::Theme => "theme",
            Self::Actor => "actor",
            Self::Claim => "claim",
            Self::Relation => "relation",
            Self::Note => "note",
        }
    }

    fn with_article(self) -> String {
        let is_vowel = matches!(self, Self::Actor | Self::Essay);
        let article = if is_vowel { "an" } else { "a" };
        format!("{article} {}", self.name())
    }
}

/// What an id names: an index into the list of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IdTarget {
    pub(super) kind: IdKind,
    pub(super) index: usize,
}

impl IdTarget {
    pub(super) fn new(kind: IdKind, index: usize) -> Self {
        Self { kind, index }
    }

    /// The id of an entry without one: its kind and number, `theme:3`.
    fn generated_id(self) -> String {
        format!("{}:{}", self.kind.name(), self.index + 1)
    }
}

#[derive(Debug)]
struct IdEntry {
    target: IdTarget,
    span: Span,
}

/// The ids of a file, in a single namespace.
#[derive(Debug, Default)]
pub(super) struct IdTable<'i> {
    entries: IndexMap<Cow<'i, str>, IdEntry>,
    /// The slug, kind and id of each theme and actor.
    names: Vec<(String, IdKind, String)>,
    /// How many unknown ids were compared with all others, successfully or not.
    suggestion_attempts: usize,
}

impl<'i> IdTable<'i> {
    /// Adds an entry and returns its id: the written one, or a generated one if it is missing or taken.
    /// Generated ids contain `:` or `~`, which written ids must not, so that they never clash.
    pub(super) fn define(
        &mut self,
        written: Option<SpannedString<'i>>,
        target: IdTarget,
        reader: &mut FieldReader,
    ) -> String {
        let Some(SpannedString { value, span }) = written else {
            return target.generated_id();
        };
        if let Some((why, help)) = bad_id(&value) {
            let message = format!("`{value}` cannot be an id: {why}");
            reader.report(BAD_ID, span.clone(), message, help);
        }
        match self.entries.entry(value) {
            Entry::Vacant(entry) => {
                let id = entry.key().clone().into_owned();
                entry.insert(IdEntry { target, span });
                id
            }
            Entry::Occupied(entry) => {
                let (id, first) = (entry.key(), entry.get());
                let kind = first.target.kind.with_article();
                let message = format!("`{id}` is already the id of {kind}");
                reader.problems.push(
                    Problem::new(DUPLICATE_ID, span, message)
                        .help("give one of the two another id")
                        .related(first.span.clone(), "first used here"),
                );
                format!("{id}~{}", target.generated_id())
            }
        }
    }

    /// Adds the generated id of a relation that is written in a claim. Returns `false` if it exists
    /// already.
    pub(super) fn define_relation(&mut self, id: String, target: IdTarget, span: Span) -> bool {
        match self.entries.entry(id.into()) {
            Entry::Vacant(entry) => {
                entry.insert(IdEntry { target, span });
                true
            }
            Entry::Occupied(_) => false,
        }
    }

    /// Adds a name of a theme or an actor, to suggest its id where the name is written.
    pub(super) fn add_name(&mut self, name: &str, kind: IdKind, id: &str) {
        self.names.push((slug(name), kind, id.to_owned()));
    }

    /// Returns what an id names, if that is of one of `kinds`. Otherwise reports a problem, with `hint`
    /// as its help if no id is similar.
    pub(super) fn find(
        &mut self,
        id: &SpannedString<'_>,
        kinds: &[IdKind],
        hint: &str,
        reader: &mut FieldReader,
    ) -> Option<IdTarget> {
        let word = id.value.as_ref();
        if word == ESSAY_ID && kinds.contains(&IdKind::Essay) {
            return Some(IdTarget::new(IdKind::Essay, 0));
        }
        let is_claim_number = kinds.contains(&IdKind::Claim) && is_number(word);
        let mut help = Cow::Borrowed(hint);
        let message = match self.entries.get(word).map(|entry| entry.target) {
            Some(target) if kinds.contains(&target.kind) => return Some(target),
            Some(target) => {
                let wanted: Vec<String> = kinds.iter().map(|kind| kind.with_article()).collect();
                let found = target.kind.with_article();
                format!("`{word}` is {found}, but must be {}", wanted.join(" or "))
            }
            None => {
                if is_claim_number {
                    help = "write the claim's id: numbers change when claims are added".into();
                } else if let Some(near) = self.suggest(word, kinds) {
                    help = format!("did you mean `{near}`?").into();
                }
                // Only ids of relations contain a colon.
                let is_relation = word.contains(':') && kinds.contains(&IdKind::Relation);
                let kind = if is_relation {
                    IdKind::Relation
                } else {
                    kinds[0]
                };
                if kinds == IdKind::ALL && !is_relation {
                    format!("nothing has the id `{word}`")
                } else {
                    format!("there is no {} `{word}`", kind.name())
                }
            }
        };
        let mut problem = Problem::new(DANGLING_ID, id.span.clone(), message).help(help);
        // No claim has the largest number, so it stands for all that do not fit the type.
        problem.claim_number = is_claim_number.then(|| word.parse().unwrap_or(usize::MAX));
        reader.problems.push(problem);
        None
    }

    /// The id that was probably meant by an unknown one: that of the entry with this name, else the
    /// nearest id, else that of the entry with the nearest name.
    fn suggest(&mut self, word: &str, kinds: &[IdKind]) -> Option<&str> {
        self.suggestion_attempts += 1;
        if self.suggestion_attempts > MAX_SUGGESTIONS {
            return None;
        }
        let slug = slug(word);
        let names = || {
            self.names
                .iter()
                .filter(|(_, kind, _)| kinds.contains(kind))
        };
        let with_name = |wanted: &str| {
            let (.., id) = names().find(|(name, ..)| name == wanted)?;
            Some(id.as_str())
        };
        let ids = || {
            let entries = self.entries.iter();
            let entries = entries.filter(|(_, entry)| kinds.contains(&entry.target.kind));
            let essay = kinds.contains(&IdKind::Essay).then_some(ESSAY_ID);
            let ids = entries.map(|(id, _)| id.as_ref()).chain(essay);
            // Generated ids of relations are long, and many begin like the id of a claim.
            ids.filter(|id| id.contains(':') == word.contains(':'))
        };
        let nearest_name = || {
            let slugs = names().map(|(name, ..)| name.as_str());
            with_name(nearest(&slug, slugs)?)
        };
        with_name(&slug)
            .or_else(|| nearest(word, ids()))
            .or_else(nearest_name)
    }
}

/// The slug of a name: `hansa-group` for `Hansa Group`.
fn slug(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Whether an id looks like the number of a claim.
fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why a string cannot be an id, and what to write instead; `None` if it can.
fn bad_id(id: &str) -> Option<(&'static str, &'static str)> {
    if is_number(id) {
        let why = "numbers mean claims by their order in the essay";
        Some((why, "start it with a letter"))
    } else if id == ESSAY_ID {
        Some(("`essay` means the essay itself", "choose another word"))
    } else if id.contains([':', '~']) {
        let why = "`:` and `~` are reserved for ids that Postil makes";
        Some((why, "use `-` between words"))
    } else if id.contains(char::is_whitespace) || crate::essay::sanitize(id) != id {
        let why = "it contains a space or an invisible character";
        Some((why, "use `-` between words"))
    } else {
        None
    }
}
