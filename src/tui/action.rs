//! Everything that a person can ask for: each action's name, group and sentence in one table.
//!
//! The keymap, the help, the hint line, the go-to prompt and the manual are made from this table.
//! It must not know which keys ask for an action.

/// Something that a person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Each is documented by its sentence in `ACTIONS`.
pub enum Action {
    Down,
    Up,
    PageDown,
    PageUp,
    HalfPageDown,
    HalfPageUp,
    First,
    Last,
    NextRegion,
    PreviousRegion,
    Themes,
    Claims,
    Actors,
    NextPassage,
    PreviousPassage,
    Open,
    Back,
    Forward,
    Search,
    NextMatch,
    PreviousMatch,
    GoTo,
    Copy,
    ShowBare,
    Zoom,
    Edit,
    Problems,
    Mouse,
    Cancel,
    Help,
    Suspend,
    Redraw,
    Quit,
    Accept,
    DeleteBack,
    DeleteWord,
    DeleteLine,
    NextEntry,
    PreviousEntry,
}

/// What an action has to do with; the help's headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionGroup {
    /// Moving about.
    Move,
    /// The lens and its passages.
    Look,
    /// Finding things.
    Find,
    /// Taking words away.
    Take,
    /// The screen and the program.
    Program,
    /// While a prompt is open.
    Prompt,
}

impl ActionGroup {
    /// All of them, in the help's order.
    pub const ALL: [Self; 6] = [
        Self::Move,
        Self::Look,
        Self::Find,
        Self::Take,
        Self::Program,
        Self::Prompt,
    ];

    /// Its heading.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Look => "Looking and opening",
            Self::Find => "Finding",
            Self::Take => "Copying and editing",
            Self::Program => "Screen and program",
            Self::Prompt => "In a prompt",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name, as in the go-to prompt and the configuration.
    pub name: &'static str,
    /// One word for the line of hints.
    pub hint: &'static str,
    /// What it has to do with.
    pub group: ActionGroup,
    /// What it does, in a sentence.
    pub description: &'static str,
}

const fn entry(
    action: Action,
    name: &'static str,
    hint: &'static str,
    group: ActionGroup,
    description: &'static str,
) -> ActionInfo {
    ActionInfo {
        action,
        name,
        hint,
        group,
        description,
    }
}

use Action as A;
use ActionGroup as G;

/// Every action, in the help's order.
#[rustfmt::skip]
pub const ACTIONS: &[ActionInfo] = &[
    entry(A::Down,            "down",             "move",     G::Move,    "Next entry; in the essay, a line down."),
    entry(A::Up,              "up",               "move",     G::Move,    "Previous entry; in the essay, a line up."),
    entry(A::PageDown,        "page-down",        "page",     G::Move,    "A page down."),
    entry(A::PageUp,          "page-up",          "page",     G::Move,    "A page up."),
    entry(A::HalfPageDown,    "half-page-down",   "half",     G::Move,    "Half a page down."),
    entry(A::HalfPageUp,      "half-page-up",     "half",     G::Move,    "Half a page up."),
    entry(A::First,           "first",            "first",    G::Move,    "To the first entry; in the essay, to its beginning."),
    entry(A::Last,            "last",             "last",     G::Move,    "To the last entry; in the essay, to its end."),
    entry(A::NextRegion,      "next-region",      "region",   G::Move,    "To the next region: sidebar, essay, detail."),
    entry(A::PreviousRegion,  "previous-region",  "region",   G::Move,    "To the previous region."),
    entry(A::Open,            "open",             "open",     G::Look,    "Open what is under the cursor; in the sidebar, go into the detail."),
    entry(A::NextPassage,     "next-passage",     "passage",  G::Look,    "To the lens's next passage in the essay."),
    entry(A::PreviousPassage, "previous-passage", "passage",  G::Look,    "To the lens's previous passage."),
    entry(A::Themes,          "themes",           "themes",   G::Look,    "The essay's themes in the sidebar."),
    entry(A::Claims,          "claims",           "claims",   G::Look,    "Its claims in the sidebar."),
    entry(A::Actors,          "actors",           "actors",   G::Look,    "Its actors in the sidebar."),
    entry(A::Back,            "back",             "back",     G::Look,    "Back to the screen before the last thing opened, or before looking around."),
    entry(A::Forward,         "forward",          "forward",  G::Look,    "Forward again."),
    entry(A::Zoom,            "zoom",             "zoom",     G::Look,    "Give the region in focus the whole screen, and back."),
    entry(A::Search,          "search",           "search",   G::Find,    "Search the essay as you type; capitals count once you type one."),
    entry(A::NextMatch,       "next-match",       "match",    G::Find,    "To the next match."),
    entry(A::PreviousMatch,   "previous-match",   "match",    G::Find,    "To the previous match."),
    entry(A::GoTo,            "go-to",            "go to",    G::Find,    "Go to any theme, claim or actor by part of its name or by its number, or run a command."),
    entry(A::Copy,            "copy",             "copy",     G::Take,    "Copy the current passage with its citation."),
    entry(A::ShowBare,        "show-bare",        "bare",     G::Take,    "Show the current passage on the normal screen, to be selected by hand."),
    entry(A::Edit,            "edit",             "edit",     G::Take,    "Open your editor at the entry under the cursor."),
    entry(A::Problems,        "problems",         "problems", G::Take,    "List what is wrong with the apparatus."),
    entry(A::Mouse,           "mouse",            "mouse",    G::Program, "Mouse on or off. While it is on, the terminal's own selecting needs Shift."),
    entry(A::Cancel,          "cancel",           "close",    G::Program, "Close what is open; take the marks of a search away. Never quits."),
    entry(A::Help,            "help",             "help",     G::Program, "This help."),
    entry(A::Suspend,         "suspend",          "suspend",  G::Program, "Suspend; the shell's fg comes back."),
    entry(A::Redraw,          "redraw",           "redraw",   G::Program, "Draw the whole screen again."),
    entry(A::Quit,            "quit",             "quit",     G::Program, "Close what is open; else quit."),
    entry(A::Accept,          "accept",           "accept",   G::Prompt,  "Take what is typed or chosen."),
    entry(A::NextEntry,       "next-entry",       "choose",   G::Prompt,  "The next suggestion, match or search made before."),
    entry(A::PreviousEntry,   "previous-entry",   "choose",   G::Prompt,  "The previous one; before the first, what was typed and not taken."),
    entry(A::DeleteBack,      "delete-back",      "delete",   G::Prompt,  "Delete a character."),
    entry(A::DeleteWord,      "delete-word",      "delete",   G::Prompt,  "Delete a word."),
    entry(A::DeleteLine,      "delete-line",      "delete",   G::Prompt,  "Delete the line."),
];

impl Action {
    /// Its row in the table. Every action has one; a test holds that.
    #[must_use]
    pub fn info(self) -> &'static ActionInfo {
        ACTIONS
            .iter()
            .find(|entry| entry.action == self)
            .unwrap_or(&ACTIONS[0])
    }

    /// The action of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        ACTIONS
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| entry.action)
    }

    /// Whether it moves in the region that has the focus.
    #[must_use]
    pub const fn moves(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::PageDown
                | Self::PageUp
                | Self::HalfPageDown
                | Self::HalfPageUp
                | Self::First
                | Self::Last
        )
    }

    /// Whether it can be run by name: what only makes sense inside a prompt cannot.
    #[must_use]
    pub fn is_command(self) -> bool {
        self.info().group != ActionGroup::Prompt
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_has_one_row_and_every_name_is_its_own() {
        let actions: HashSet<_> = ACTIONS.iter().map(|entry| entry.action).collect();
        let names: HashSet<_> = ACTIONS.iter().map(|entry| entry.name).collect();
        assert_eq!(actions.len(), ACTIONS.len());
        assert_eq!(names.len(), ACTIONS.len());
        // The enumeration is without gaps, so its last member tells how many there are.
        assert_eq!(ACTIONS.len(), Action::PreviousEntry as usize + 1);
    }

    #[test]
    fn sentences_are_sentences() {
        for entry in ACTIONS {
            assert!(entry.description.ends_with('.'), "{}", entry.name);
            assert!(
                entry.description.starts_with(char::is_uppercase),
                "{}",
                entry.name
            );
            assert!(!entry.hint.is_empty());
            assert_eq!(Action::from_name(entry.name), Some(entry.action));
        }
    }
}
