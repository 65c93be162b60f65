//! The words for kinds, roles, relations and states: in the file, on the screen, and what they mean.

use super::{ActorKind, AnchorState, ClaimKind, RelationKind, Role};

macro_rules! names {
    ($($type:ident { $($variant:ident = $name:literal $sentence:literal,)* })*) => {$(
        impl $type {
            /// All of them, in the order in which they are listed everywhere.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it, in the file and on the screen.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it means, in a sentence for people.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => $sentence,)*
                }
            }

            /// What the file's word means, if it means anything.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    )*};
}

names! {
    ClaimKind {
        Descriptive = "descriptive" "It says what is.",
        Causal = "causal" "It says what brings about what.",
        Predictive = "predictive" "It says what will be.",
        Evaluative = "evaluative" "It says what is good or bad.",
        Normative = "normative" "It says what should be done.",
    }
    ActorKind {
        Person = "person" "A human being.",
        Organization = "organization" "A body with members or staff.",
        Government = "government" "An administration or ministry.",
        State = "state" "A country.",
        Alliance = "alliance" "Several states bound together.",
        Group = "group" "A collective without a body of its own.",
    }
    Role {
        Agent = "agent" "The actor does it.",
        Target = "target" "It is done to the actor.",
        Speaker = "speaker" "The essay reports it as the actor's.",
    }
    RelationKind {
        Supports = "supports" "It is a ground for the other.",
        Attacks = "attacks" "It is a ground against the other.",
        Undercuts = "undercuts" "It is a ground against how one claim bears on another.",
        Contradicts = "contradicts" "The two cannot both be true.",
        Contrasts = "contrasts" "It sets the other off by a difference.",
        Elaborates = "elaborates" "It says more of the other.",
        Restates = "restates" "It says the other again.",
    }
    AnchorState {
        Anchored = "anchored" "The quote stands in the essay.",
        Ambiguous = "ambiguous" "The quote stands there several times, and nothing tells which.",
        Drifted = "drifted" "The quote is not there, but one clearly best, close match.",
        Orphan = "orphan" "Neither the quote nor anything close to it is there.",
    }
}

impl RelationKind {
    /// How it is said from its start, and how from its end.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Supports => ("supports", "supported by"),
            Self::Attacks => ("attacks", "attacked by"),
            Self::Undercuts => ("undercuts", "undercut by"),
            Self::Contradicts => ("contradicts", "contradicted by"),
            Self::Contrasts => ("contrasts with", "contrasted by"),
            Self::Elaborates => ("elaborates", "elaborated by"),
            Self::Restates => ("restates", "restated by"),
        }
    }
}
