//! The data of an apparatus: themes, claims, actors, relations and notes; its parser and diagnostics.
//!
//! Things refer to each other by index ([`ThemeIx`] and so on). The ids of the file are for people,
//! and for finding a thing again after a reload.

pub mod diagnostics;
pub mod nearest;
pub mod parse;
mod vocabulary;

use std::borrow::Cow;
use std::ops::{Index, Range};

use encoding_rs::Encoding;
pub use parse::parse;
use serde::Serialize;
pub use vocabulary::{ActorKind, AnchorState, ClaimKind, RelationKind, Role, Stance};

use crate::essay::{Metadata, encoding};

/// A byte range of the apparatus file.
pub type Span = Range<usize>;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident, $list:ident: $item:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the list, from 0.
            #[must_use]
            pub fn get(self) -> usize {
                self.0 as usize
            }

            /// The index of a place in the list.
            ///
            /// # Panics
            ///
            /// If the place is over 4,294,967,295: such a list does not fit in memory.
            #[must_use]
            pub fn new(place: usize) -> Self {
                Self(u32::try_from(place).expect("a list in memory has fewer than 2^32 items"))
            }
        }

        /// Panics on an index of another apparatus that is past the end of the list.
        impl Index<$name> for Apparatus {
            type Output = $item;

            fn index(&self, ix: $name) -> &$item {
                &self.$list[ix.get()]
            }
        }
    )*};
}

indices! {
    /// The index of a theme in [`Apparatus::themes`].
    ThemeIx, themes: Theme;
    /// The index of a claim in [`Apparatus::claims`].
    ClaimIx, claims: Claim;
    /// The index of an actor in [`Apparatus::actors`].
    ActorIx, actors: Actor;
    /// The index of a relation in [`Apparatus::relations`].
    RelationIx, relations: Relation;
    /// The index of a note in [`Apparatus::notes`].
    NoteIx, notes: Note;
}

/// Whether an id was made because the file gives none, or one that another thing has. Written ids
/// must not contain these characters.
#[must_use]
pub fn is_made_id(id: &str) -> bool {
    id.contains([':', '~'])
}

/// What to call a theme, claim or actor in a message: its kind and id, or `this claim` if the id was
/// made.
#[must_use]
pub fn named(kind: &str, id: &str) -> String {
    if is_made_id(id) {
        format!("this {kind}")
    } else {
        format!("the {kind} `{id}`")
    }
}

/// A possible lens: what the reader looks at the essay through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The whole essay. Its passages are those of all claims.
    Essay,
    /// A theme. Its passages are those of its claims and its sub-themes' claims.
    Theme(ThemeIx),
    /// A claim. Its passages are its quotes.
    Claim(ClaimIx),
    /// An actor. Its passages are its mentions.
    Actor(ActorIx),
}

/// Something that has an id, and that a note can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityRef {
    /// The essay, a theme, a claim or an actor.
    Subject(Subject),
    /// A relation.
    Relation(RelationIx),
    /// A note.
    Note(NoteIx),
}

impl From<Subject> for EntityRef {
    fn from(subject: Subject) -> Self {
        Self::Subject(subject)
    }
}

/// Keys and values as JSON, which exports write as they are.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// What every theme, actor, claim, relation and note may have. It serializes as its keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntryInfo {
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The annotator's own keys and values.
    pub attributes: JsonObject,
    /// Who wrote it.
    pub by: Option<String>,
    /// When it was written, as written in the file.
    pub created: Option<String>,
    /// When it was last changed, as written in the file.
    pub modified: Option<String>,
    /// Keys of other programs (`x-…`).
    #[serde(flatten)]
    pub extra: JsonObject,
}

impl EntryInfo {
    /// What it can be found by: its tags, and its attributes as `key:value`, with hyphens for spaces.
    pub fn labels(&self) -> impl Iterator<Item = String> {
        let attributes = self.attributes.iter();
        let attributes = attributes.map(|(key, value)| format!("{key}:{}", plain(value)));
        let labels = self.tags.iter().cloned().chain(attributes);
        labels.map(|label| label.split_whitespace().collect::<Vec<_>>().join("-"))
    }

    /// What is shown of it: `#trade #china · certainty: high · by Ana · 2026-01-02`; empty if it has nothing.
    #[must_use]
    pub fn line(&self) -> String {
        let tags = self.labels().take(self.tags.len());
        let tags: Vec<_> = tags.map(|tag| format!("#{tag}")).collect();
        let attributes = self.attributes.iter();
        let attributes = attributes.map(|(key, value)| format!("{key}: {}", plain(value)));
        let parts = std::iter::once(tags.join(" "))
            .chain(attributes)
            .chain(self.by.iter().map(|by| format!("by {by}")))
            .chain(self.created.clone())
            .chain(self.modified.iter().map(|date| format!("modified {date}")));
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }
}

/// A string without quotation marks; another value as in JSON.
fn plain(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The `[essay]` table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EssayInfo {
    /// The title; empty if the file gives none.
    pub title: String,
    /// The names of the authors.
    pub authors: Vec<String>,
    /// When it was published, as written in the file.
    pub date: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// Where it was published: an address or a citation.
    pub source: Option<String>,
    /// The encoding of the essay's file, if it is not UTF-8 or UTF-16.
    pub encoding: Option<String>,
    /// An identifier of the essay.
    pub id: Option<String>,
    /// The whole essay in a few sentences.
    pub summary: Option<String>,
    /// The conclusions that it names, in its order. `None` leaves the choice to the rule of
    /// [`Index::conclusions`](crate::document::Index::conclusions).
    pub conclusions: Option<Vec<ClaimIx>>,
    /// Keys of other programs (`x-…`).
    pub extra: JsonObject,
}

impl EssayInfo {
    /// Takes from the essay's own metadata what the file does not give.
    pub(crate) fn complete(&mut self, metadata: &Metadata) {
        let own = metadata.clone();
        if self.title.is_empty() {
            self.title = own.title.unwrap_or_default();
        }
        if self.authors.is_empty() {
            self.authors = own.authors;
        }
        self.date = self.date.take().or(own.date);
        self.language = self.language.take().or(own.language);
        self.source = self.source.take().or(own.source);
        self.summary = self.summary.take().or(own.summary);
    }
}

/// The encoding of the essay that an apparatus file gives, if it is known.
#[must_use]
pub fn encoding_of_essay(file: &str) -> Option<&'static Encoding> {
    // Nearly all files give none, and need not be parsed for it.
    let info = file
        .contains("encoding")
        .then(|| parse(file).apparatus.essay);
    encoding(&info?.encoding?)
}

/// A subject that the essay pursues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the essay argues about it.
    pub summary: Option<String>,
    /// The theme that it is a part of.
    pub parent: Option<ThemeIx>,
    /// Its tags, author and the like.
    pub info: EntryInfo,
    /// Its place in the file.
    pub span: Span,
}

/// Something that the essay asserts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The claim in one sentence: the words of the first quote if the file gives none.
    pub text: String,
    /// Whether `text` is the words of the first quote.
    pub is_quoted: bool,
    /// What it asserts, if the file says so.
    pub kind: Option<ClaimKind>,
    /// The essay implies it and need not say it.
    pub implicit: bool,
    /// Whether it speaks for what the essay comes to, or against it, if the file says so.
    pub stance: Option<Stance>,
    /// Its themes, in the file's order.
    pub themes: Vec<ThemeIx>,
    /// Its actors with their roles: agents, targets, speakers, each in the file's order.
    pub actors: Vec<(ActorIx, Role)>,
    /// The file says that it has no actors: `actors = {}`.
    pub impersonal: bool,
    /// Its quotes.
    pub anchors: Vec<Anchor>,
    /// Its tags, author and the like.
    pub info: EntryInfo,
    /// Its place in the file.
    pub span: Span,
}

impl Claim {
    /// Its sentence, in quotation marks if that is the essay's own.
    #[must_use]
    pub fn sentence(&self) -> Cow<'_, str> {
        if self.is_quoted {
            format!("“{}”", self.text).into()
        } else {
            self.text.as_str().into()
        }
    }

    /// Its sentence for lists that do not show its [features](Self::features): marked if it is
    /// implicit.
    #[must_use]
    pub fn label(&self) -> Cow<'_, str> {
        if self.implicit {
            format!("(implicit) {}", self.sentence()).into()
        } else {
            self.sentence()
        }
    }

    /// Its kind, whether it is implicit, and its stance: `causal, implicit, against`; empty if the file
    /// says none of them.
    #[must_use]
    pub fn features(&self) -> String {
        let features = [
            self.kind.map(ClaimKind::name),
            self.implicit.then_some("implicit"),
            self.stance.map(Stance::name),
        ];
        let features: Vec<_> = features.into_iter().flatten().collect();
        features.join(", ")
    }
}

/// A person, organization, government, state, alliance, group or place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Other names that the essay uses for it.
    pub aliases: Vec<String>,
    /// The actors that it is a part of.
    pub part_of: Vec<ActorIx>,
    /// Its identifiers elsewhere (Wikidata).
    pub same_as: Vec<String>,
    /// Where the essay mentions it, in bytes of the source, in order: its names as found, corrected by
    /// `also` and `not`.
    pub mentions: Vec<Range<usize>>,
    /// `mentions.also`: words that mean it although they are none of its names. Each counts wherever
    /// it is found.
    pub also: Vec<Anchor>,
    /// `mentions.not`: words in which its name does not mean it. Each counts wherever it is found.
    pub not: Vec<Anchor>,
    /// The places of its name and of each alias in the file.
    pub name_spans: Vec<Span>,
    /// Its tags, author and the like.
    pub info: EntryInfo,
    /// Its place in the file.
    pub span: Span,
}

/// What a relation can point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A claim.
    Claim(ClaimIx),
    /// A relation.
    Relation(RelationIx),
}

/// How one or several claims relate to another claim, or to a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its id; `from:kind:to` if it is written in a claim.
    pub id: String,
    /// Its type.
    pub kind: RelationKind,
    /// The claims that it starts from: several if they do it only together.
    pub from: Vec<ClaimIx>,
    /// What it points at.
    pub to: Node,
    /// The kind of reasoning: `example`, `expert opinion` …
    pub scheme: Option<String>,
    /// Whether it holds in both directions.
    pub symmetric: bool,
    /// Its tags, author and the like.
    pub info: EntryInfo,
    /// Its place in the file.
    pub span: Span,
}

/// A comment in the annotator's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Its id; `note:N`, with N from 1, if the file gives none.
    pub id: String,
    /// The comment.
    pub text: String,
    /// What it is on, besides words of the essay.
    pub on: Option<EntityRef>,
    /// The words that it is on. Each counts wherever it is found.
    pub anchors: Vec<Anchor>,
    /// Its tags, author and the like.
    pub info: EntryInfo,
    /// Its place in the file.
    pub span: Span,
}

/// A quote, and where it was found in the essay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The quote as written in the file, on one line.
    pub exact: String,
    /// The quote with its line ends, if it is written on several lines.
    pub multiline: Option<String>,
    /// The words just before it.
    pub prefix: Option<String>,
    /// The words just after it.
    pub suffix: Option<String>,
    /// Where it stood in the essay's source, in code points. Chooses among several places.
    pub at: Option<Range<usize>>,
    /// How well it was found.
    pub state: AnchorState,
    /// Where it was found, in bytes of the essay's source, in order: one place if it is anchored or
    /// drifted (several for the anchor of a note or mention), every place if it is ambiguous, none if
    /// it is an orphan.
    pub passages: Vec<Range<usize>>,
    /// Whether the essay was searched for its words, and for similar ones if they are not in it.
    pub searched: bool,
    /// Keys of other programs (`x-…`).
    pub extra: JsonObject,
    /// The place of the quote's string in the file.
    pub span: Span,
}

/// Everything said about an essay. Lists are in the file's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apparatus {
    /// The `[essay]` table.
    pub essay: EssayInfo,
    /// Its themes.
    pub themes: Vec<Theme>,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Its actors.
    pub actors: Vec<Actor>,
    /// Its relations: those written in claims first, in the claims' order, then the tables.
    pub relations: Vec<Relation>,
    /// Its notes.
    pub notes: Vec<Note>,
    /// Top-level keys of other programs (`x-…`).
    pub extra: JsonObject,
}

impl Apparatus {
    /// Whether it has no theme, claim, actor, relation and note.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.themes.is_empty()
            && self.claims.is_empty()
            && self.actors.is_empty()
            && self.relations.is_empty()
            && self.notes.is_empty()
    }
}
