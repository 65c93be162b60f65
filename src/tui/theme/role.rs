//! What there is on the screen to be styled: each role's name and what has it, in one table.
//!
//! Owns the names, as a configuration has them. It must not know what a role looks like.

macro_rules! roles {
    ($($role:ident = $name:literal, $sentence:literal;)*) => {
        /// What a stretch of the screen is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $(#[doc = $sentence] $role,)*
        }

        impl Role {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$role,)*];

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }

            /// What has it, in a sentence.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$role => $sentence,)*
                }
            }
        }
    };
}

roles! {
    Text = "text", "Running text.";
    Title = "title", "The essay's title on the page, and in the line above.";
    Heading = "heading", "A heading of the essay.";
    Abstract = "abstract", "The essay's abstract.";
    Noted = "noted", "Words on which a note stands.";
    Faint = "faint", "What is said by the way.";
    Rule = "rule", "A line between regions.";
    TabOn = "tab-on", "The list shown, among the lists' names.";
    TabOff = "tab-off", "The other lists.";
    Cursor = "cursor", "The entry under the cursor in the region that has the focus.";
    CursorAway = "cursor-away", "The entry under the cursor elsewhere.";
    CursorMark = "cursor-mark", "The mark before the entry under the cursor.";
    Name = "name", "The name of what the detail is about.";
    Tag = "tag", "The word that says what sort of thing it is.";
    Head = "head", "The heading of a section.";
    Number = "number", "A claim's number.";
    Kind = "kind", "A claim's kind.";
    Relation = "relation", "A relation, a role.";
    Quote = "quote", "The author's own words.";
    Warning = "warning", "Something that needs a look.";
    Key = "key", "A key to press.";
    Message = "message", "A message at the foot.";
    Prompt = "prompt", "What is being typed.";
    Lit = "lit", "A passage of the lens.";
    LitMore = "lit-more", "Where several of them overlap.";
    Current = "current", "The current passage.";
    CurrentMore = "current-more", "Where another of the lens's passages lies in part of it.";
    Found = "found", "A match of the search.";
    FoundCurrent = "found-current", "The current match.";
    Bar = "bar", "The bar in the margin beside the lens's passages.";
    BarCurrent = "bar-current", "The same beside the current one.";
    Strip = "strip", "The strip where passages lie.";
    StripEmpty = "strip-empty", "The strip elsewhere.";
    StripHere = "strip-here", "The part on screen, below the strip.";
}

impl Role {
    /// The role of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_its_own_and_every_sentence_is_one() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(*role));
            assert!(role.sentence().ends_with('.'), "{role:?}");
        }
        assert_eq!(Role::named("Text"), None);
    }
}
