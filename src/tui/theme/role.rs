//! The table of the parts of the screen that can be styled, with their names in the configuration.

macro_rules! roles {
    ($($role:ident = $name:literal, $description:literal;)*) => {
        /// What a part of the screen is, which decides its style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum StyleRole {
            $(#[doc = $description] $role,)*
        }

        impl StyleRole {
            /// All roles, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$role,)*];

            /// The name in the configuration.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }

            /// The text or symbol that has it.
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
    Title = "title", "The essay's title, in the text and in the title line.";
    Heading = "heading", "A heading of the essay.";
    Abstract = "abstract", "The essay's abstract.";
    Annotated = "noted", "Words that a note is about.";
    Faint = "faint", "Secondary text.";
    Rule = "rule", "A line between regions.";
    ActiveTab = "tab-on", "The name of the list shown in the sidebar.";
    InactiveTab = "tab-off", "The names of the other lists.";
    Cursor = "cursor", "The entry under the cursor in the focused region.";
    UnfocusedCursor = "cursor-away", "The entry under the cursor in another region.";
    CursorMarker = "cursor-mark", "The marker before the entry under the cursor.";
    Name = "name", "The name of what the detail shows.";
    Tag = "tag", "What kind of subject the detail shows.";
    SectionHeading = "head", "The heading of a section in the detail.";
    Number = "number", "A claim's number.";
    Kind = "kind", "A claim's kind.";
    Relation = "relation", "A relation between claims, or an actor's role.";
    Quote = "quote", "The author's own words.";
    Warning = "warning", "Something that needs attention.";
    Key = "key", "A key to press.";
    Message = "message", "A message at the bottom of the screen.";
    Prompt = "prompt", "The input of a prompt.";
    Passage = "lit", "A passage of the lens.";
    OverlappingPassages = "lit-more", "Where passages of the lens overlap.";
    CurrentPassage = "current", "The current passage.";
    CurrentOverlap = "current-more", "Where another passage of the lens overlaps the current one.";
    Match = "found", "A search match.";
    CurrentMatch = "found-current", "The current search match.";
    Bar = "bar", "The bar in the margin beside a passage of the lens.";
    CurrentBar = "bar-current", "The bar in the margin beside the current passage.";
    Strip = "strip", "Where the strip in the sidebar has passages or matches.";
    EmptyStrip = "strip-empty", "Where the strip has none.";
    StripViewport = "strip-here", "The part of the strip that is on screen.";
}

impl StyleRole {
    /// Looks a role up by its name in the configuration.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_descriptions_are_sentences() {
        for role in StyleRole::ALL {
            assert_eq!(StyleRole::from_name(role.name()), Some(*role));
            assert!(role.description().ends_with('.'), "{role:?}");
        }
        assert_eq!(StyleRole::from_name("Text"), None);
    }
}
