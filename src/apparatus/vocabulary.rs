//! The fixed vocabulary: kinds, roles, types of relations and states of anchors, with their words in
//! files and on the screen.

macro_rules! vocabulary {
    ($(
        $(#[$attribute:meta])*
        $type:ident { $($(#[$default:ident])? $variant:ident = $name:literal $sentence:literal,)* }
    )*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type {
            $(
                #[doc = $sentence]
                $(#[$default])?
                $variant,
            )*
        }

        impl $type {
            /// All values, in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in files and on the screen.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => $sentence,)*
                }
            }

            /// The value that a word in a file stands for.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    )*};
}

vocabulary! {
    /// What a claim asserts.
    ClaimKind {
        Descriptive = "descriptive" "It says what is.",
        Causal = "causal" "It says what causes what.",
        Predictive = "predictive" "It says what will be.",
        Evaluative = "evaluative" "It says what is good or bad.",
        Normative = "normative" "It says what should be done.",
    }
    /// What an actor is.
    #[derive(Default)]
    ActorKind {
        Person = "person" "A human being.",
        Organization = "organization" "A body with members or staff.",
        Government = "government" "An administration or ministry.",
        State = "state" "A country.",
        Alliance = "alliance" "Several states bound together.",
        #[default]
        Group = "group" "A collective without a body of its own.",
        Place = "place" "A city, region, sea, building or other location.",
    }
    /// Which side of the argument a claim is on.
    Stance {
        For = "for" "It speaks for what the essay comes to.",
        Against = "against" "It speaks against what the essay comes to.",
    }
    /// What an actor is in a claim.
    Role {
        Agent = "agent" "The actor does it.",
        Target = "target" "It is done to the actor.",
        Speaker = "speaker" "The essay reports it as the actor's view.",
    }
    /// How a claim relates to another.
    RelationKind {
        Supports = "supports" "It is a reason for the other.",
        Attacks = "attacks" "It is a reason against the other.",
        Undercuts = "undercuts" "It is a reason to doubt how one claim bears on another.",
        Contradicts = "contradicts" "The two cannot both be true.",
        Contrasts = "contrasts" "It points out a difference between the two.",
        Elaborates = "elaborates" "It says more about the other.",
        Restates = "restates" "It says the other again.",
    }
    /// How well an anchor was found in the essay.
    AnchorState {
        Anchored = "anchored" "The quote is in the essay, in one place.",
        Ambiguous = "ambiguous" "The quote is in the essay several times, and it is not clear which is meant.",
        Drifted = "drifted" "The quote or its context is not in the essay, but one clearly best close match is.",
        Orphan = "orphan" "Neither the quote nor a clearly best close match is in the essay.",
    }
}

impl RelationKind {
    /// The verb from the start's point of view, and from the end's.
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
