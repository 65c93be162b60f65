//! Everything said about an essay: themes, claims, actors, relations and notes.
//!
//! Owns the types, and in its submodules the reading of the TOML file with its problems, the
//! anchoring of quotes and the finding of mentions. It must not know how any of it is shown.
//! Things refer to each other by their place in the apparatus's lists ([`ThemeIx`] and its like);
//! the ids of the file are for people, files and reloads.

pub mod diagnostics;
mod names;
pub mod nearest;
pub mod parse;

use std::ops::{Index, Range};

pub use parse::{Lost, Reading, read};

/// A byte range in the apparatus file.
pub type Span = Range<usize>;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the list, from 0.
            #[must_use]
            pub fn get(self) -> usize {
                self.0 as usize
            }

            /// The index for a place in the list. Places past 4,294,967,295 do not occur: a file
            /// that long is refused before.
            #[must_use]
            pub fn new(place: usize) -> Self {
                Self(u32::try_from(place).unwrap_or(u32::MAX))
            }
        }
    )*};
}

indices! {
    /// A theme's place in [`Apparatus::themes`].
    ThemeIx;
    /// A claim's place in [`Apparatus::claims`].
    ClaimIx;
    /// An actor's place in [`Apparatus::actors`].
    ActorIx;
    /// A relation's place in [`Apparatus::relations`].
    RelationIx;
    /// A note's place in [`Apparatus::notes`].
    NoteIx;
}

/// What a claim asserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimKind {
    /// What is.
    Descriptive,
    /// What brings about what.
    Causal,
    /// What will be.
    Predictive,
    /// What is good or bad.
    Evaluative,
    /// What should be done.
    Normative,
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A body with members or staff.
    Organization,
    /// An administration or ministry.
    Government,
    /// A country.
    State,
    /// Several states bound together.
    Alliance,
    /// A collective without a body of its own.
    Group,
}

/// What an actor is in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Does it.
    Agent,
    /// It is done to.
    Target,
    /// The essay reports it as theirs.
    Speaker,
}

/// How a claim stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelationKind {
    /// Is a ground for it.
    Supports,
    /// Is a ground against it.
    Attacks,
    /// Is a ground against how one claim bears on another: against a relation.
    Undercuts,
    /// Cannot be true with it.
    Contradicts,
    /// Sets it off by a difference.
    Contrasts,
    /// Says more of it.
    Elaborates,
    /// Says it again.
    Restates,
}

/// What `[essay]` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EssayInfo {
    /// The title; empty where the file gives none.
    pub title: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// When it was published, as written.
    pub date: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// Where it was published: an address or a citation.
    pub source: Option<String>,
    /// An identifier of the essay.
    pub id: Option<String>,
    /// The whole essay in a few sentences.
    pub summary: Option<String>,
}

/// A subject the essay pursues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the essay argues under it.
    pub summary: Option<String>,
    /// The theme it is a part of.
    pub parent: Option<ThemeIx>,
    /// Where it stands in the file.
    pub at: Span,
}

/// Something that the essay asserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// It, in one sentence.
    pub text: String,
    /// What it asserts.
    pub kind: ClaimKind,
    /// Its themes, in the file's order.
    pub themes: Vec<ThemeIx>,
    /// Its actors with their roles: agents, targets, speakers, each in the file's order.
    pub actors: Vec<(ActorIx, Role)>,
    /// The file says that nobody acts in it: `actors = {}`.
    pub impersonal: bool,
    /// Its quotes.
    pub anchors: Vec<Anchor>,
    /// Where it stands in the file.
    pub at: Span,
}

/// A person, organization, government, state, alliance or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Other names that it goes by in the essay.
    pub aliases: Vec<String>,
    /// What it is part of.
    pub part_of: Vec<ActorIx>,
    /// Its identifiers elsewhere (Wikidata).
    pub same_as: Vec<String>,
    /// Where it is named, in bytes of the essay's source, in order: found, corrected by
    /// `mentions.also` and `mentions.not`.
    pub mentions: Vec<Range<usize>>,
    /// `mentions.also`: words that name it although they are none of its names. Each may stand in
    /// several places.
    pub also: Vec<Anchor>,
    /// `mentions.not`: words in which its name does not mean it. Each may stand in several places.
    pub not: Vec<Anchor>,
    /// Where its name and then its aliases stand in the file.
    pub names_at: Vec<Span>,
    /// Where it stands in the file.
    pub at: Span,
}

/// A claim, or a relation that is itself pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A claim.
    Claim(ClaimIx),
    /// A relation.
    Relation(RelationIx),
}

/// How one or several claims stand to another, or to a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its id; `from:kind:to` where it is written in a claim.
    pub id: String,
    /// How they stand.
    pub kind: RelationKind,
    /// The claims it starts from: several where only together they do it.
    pub from: Vec<ClaimIx>,
    /// What it points at.
    pub to: Node,
    /// Where it stands in the file.
    pub at: Span,
}

/// A gloss in the annotator's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id; `note:N`, N from 1, where the file gives none.
    pub id: String,
    /// The gloss.
    pub text: String,
    /// The claim or relation it stands on, where it stands on one.
    pub on: Option<Node>,
    /// The passages it stands on. Each of its anchors may be found in several places.
    pub anchors: Vec<Anchor>,
    /// Where it stands in the file.
    pub at: Span,
}

/// How firmly an anchor holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnchorState {
    /// The quote stands in the essay.
    Anchored,
    /// It stands there several times, and nothing tells which.
    Ambiguous,
    /// Not the quote itself, but one clearly best close match.
    Drifted,
    /// None of these.
    Orphan,
}

/// A quote, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The quote as written.
    pub exact: String,
    /// What stands just before it.
    pub prefix: Option<String>,
    /// What stands just after it.
    pub suffix: Option<String>,
    /// How firmly it holds.
    pub state: AnchorState,
    /// Where it was found, in bytes of the essay's source, in order. One place where it is anchored
    /// or drifted (several, for a note's anchor); every place where it is ambiguous; none where it
    /// is an orphan.
    pub passages: Vec<Range<usize>>,
    /// Where it stands in the file: the quote's own string.
    pub at: Span,
}

/// Everything said about an essay. Lists are in the file's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apparatus {
    /// What `[essay]` says.
    pub essay: EssayInfo,
    /// Its themes.
    pub themes: Vec<Theme>,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Its actors.
    pub actors: Vec<Actor>,
    /// Its relations: those of the claims first, in the claims' order, then the tables.
    pub relations: Vec<Relation>,
    /// Its notes.
    pub notes: Vec<Note>,
}

impl Apparatus {
    /// Whether nothing is said: no theme, claim, actor, relation or note.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.themes.is_empty()
            && self.claims.is_empty()
            && self.actors.is_empty()
            && self.relations.is_empty()
            && self.notes.is_empty()
    }
}

/// What an index that the apparatus itself has given stands for. One of another apparatus may be
/// past its lists' ends, which is a bug of whoever kept it, and panics.
macro_rules! indexed {
    ($($ix:ident, $list:ident: $item:ident;)*) => {$(
        impl Index<$ix> for Apparatus {
            type Output = $item;

            fn index(&self, ix: $ix) -> &$item {
                &self.$list[ix.get()]
            }
        }
    )*};
}

indexed! {
    ThemeIx, themes: Theme;
    ClaimIx, claims: Claim;
    ActorIx, actors: Actor;
    RelationIx, relations: Relation;
    NoteIx, notes: Note;
}
