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
    Title = "title", "The essay's title, in the text and in the title line; the title of a box.";
    Heading = "heading", "A heading of the essay.";
    Abstract = "abstract", "The essay's abstract.";
    Annotated = "annotated", "Words that a note is about.";
    Faint = "faint", "Secondary text.";
    Rule = "rule", "A line between panes.";
    ActiveTab = "active-tab", "The name of the list shown in the sidebar.";
    InactiveTab = "inactive-tab", "The names of the other lists.";
    Cursor = "cursor", "The entry under the cursor in the focused pane.";
    UnfocusedCursor = "unfocused-cursor", "The entry under the cursor in another pane.";
    CursorMarker = "cursor-marker", "The marker before the entry under the cursor.";
    Name = "name", "The name of what the detail shows; in the sidebar, the lens when the cursor is elsewhere.";
    Tag = "tag", "What kind of subject the detail shows.";
    SectionHeading = "section-heading", "The heading of a section in the detail.";
    Number = "number", "A claim's number.";
    Kind = "kind", "The kind of a claim or an actor.";
    Relation = "relation", "A relation between claims, an actor's role, or the word “warning”.";
    Quote = "quote", "The author's own words, and code within a paragraph.";
    Warning = "warning", "Something that needs attention, or the word “error”.";
    Key = "key", "A key to press, a link, the symbol of a prompt, and scroll arrows.";
    Message = "message", "A message at the bottom of the screen.";
    Prompt = "prompt", "The input of a prompt.";
    Passage = "passage", "A passage of the lens.";
    OverlappingPassages = "overlapping-passages", "Where passages of the lens overlap.";
    CurrentPassage = "current-passage", "The current passage.";
    CurrentOverlap = "current-overlap", "Where another passage of the lens overlaps the current one.";
    Match = "match", "A search match.";
    CurrentMatch = "current-match", "The current search match.";
    Bar = "bar", "The bar in the margin beside a passage of the lens.";
    CurrentBar = "current-bar", "The bar in the margin beside the current passage.";
    Strip = "strip", "Where the strip in the sidebar has passages or matches.";
    EmptyStrip = "empty-strip", "Where the strip has none.";
    StripViewport = "strip-viewport", "The part of the strip that is on screen.";
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
