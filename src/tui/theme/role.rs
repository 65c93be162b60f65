//! What there is on the screen to be styled: each role's name and what has it, in one table.
//!
//! Owns the names, as a configuration has them. It must not know what a role looks like.

macro_rules! roles {
    ($($role:ident = $name:literal, $description:literal;)*) => {
        /// What a stretch of the screen is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum StyleRole {
            $(#[doc = $description] $role,)*
        }

        impl StyleRole {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$role,)*];

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }

            /// What has it, in a description.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$role => $description,)*
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
    Annotated = "noted", "Words on which a note stands.";
    Faint = "faint", "What is said by the way.";
    Rule = "rule", "A line between regions.";
    ActiveTab = "tab-on", "The list shown, among the lists' names.";
    InactiveTab = "tab-off", "The other lists.";
    Cursor = "cursor", "The entry under the cursor in the region that has the focus.";
    UnfocusedCursor = "cursor-away", "The entry under the cursor elsewhere.";
    CursorMarker = "cursor-mark", "The mark before the entry under the cursor.";
    Name = "name", "The name of what the detail is about.";
    Tag = "tag", "The word that says what sort of thing it is.";
    SectionHeading = "head", "The heading of a section.";
    Number = "number", "A claim's number.";
    Kind = "kind", "A claim's kind.";
    Relation = "relation", "A relation, a role.";
    Quote = "quote", "The author's own words.";
    Warning = "warning", "Something that needs a look.";
    Key = "key", "A key to press.";
    Message = "message", "A message at the foot.";
    Prompt = "prompt", "What is being typed.";
    Passage = "lit", "A passage of the lens.";
    OverlappingPassages = "lit-more", "Where several of them overlap.";
    CurrentPassage = "current", "The current passage.";
    CurrentOverlap = "current-more", "Where another of the lens's passages lies in part of it.";
    Match = "found", "A match of the search.";
    CurrentMatch = "found-current", "The current match.";
    Bar = "bar", "The bar in the margin beside the lens's passages.";
    CurrentBar = "bar-current", "The same beside the current one.";
    Strip = "strip", "The strip where passages lie.";
    EmptyStrip = "strip-empty", "The strip elsewhere.";
    StripViewport = "strip-here", "The part on screen, below the strip.";
}

impl StyleRole {
    /// The role of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_its_own_and_every_sentence_is_one() {
        for role in StyleRole::ALL {
            assert_eq!(StyleRole::from_name(role.name()), Some(*role));
            assert!(role.description().ends_with('.'), "{role:?}");
        }
        assert_eq!(StyleRole::from_name("Text"), None);
    }
}
