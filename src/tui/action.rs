//! Everything the user can do, in one table: the actions' names, groups and descriptions.
//!
//! The configuration, the help, the hints, the go-to prompt, the README and the man page are made
//! from this table. The keys of the actions are in [`keymap`](crate::tui::keymap).

/// What an action is about. The help has a section for each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionGroup {
    /// Moving the cursor and the focus.
    Movement,
    /// Opening subjects and going to their passages.
    Navigation,
    /// Searching and jumping.
    Search,
    /// Copying and editing.
    Editing,
    /// The screen and the program.
    Program,
    /// Editing the input of a prompt.
    Prompt,
}

impl ActionGroup {
    /// All groups, in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Movement,
        Self::Navigation,
        Self::Search,
        Self::Editing,
        Self::Program,
        Self::Prompt,
    ];

    /// The heading of its section.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Movement => "Moving",
            Self::Navigation => "Opening and navigating",
            Self::Search => "Searching",
            Self::Editing => "Copying and editing",
            Self::Program => "Screen and program",
            Self::Prompt => "In a prompt",
        }
    }
}

/// How an action is named and described to the user.
#[derive(Debug, Clone, Copy)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// The name in the go-to prompt and the configuration.
    pub name: &'static str,
    /// One or two words for the hints at the bottom of the screen.
    pub hint: &'static str,
    /// The section of the help.
    pub group: ActionGroup,
    /// What it does, in a sentence.
    pub description: &'static str,
}

macro_rules! actions {
    ($($group:ident, $action:ident, $name:literal, $hint:literal, $description:literal;)*) => {
        /// Something the user can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $description] $action,)*
        }

        /// All actions, in the order of the enum, which is the order of the help.
        pub const ACTIONS: &[ActionInfo] = &[
            $(ActionInfo {
                action: Action::$action,
                name: $name,
                hint: $hint,
                group: ActionGroup::$group,
                description: $description,
            },)*
        ];
    };
}

actions! {
    Movement, Down, "down", "move", "Next entry; in the essay, one line down.";
    Movement, Up, "up", "move", "Previous entry; in the essay, one line up.";
    Movement, PageDown, "page-down", "page", "One page down.";
    Movement, PageUp, "page-up", "page", "One page up.";
    Movement, HalfPageDown, "half-page-down", "half", "Half a page down.";
    Movement, HalfPageUp, "half-page-up", "half", "Half a page up.";
    Movement, First, "first", "first", "To the first entry; in the essay, to its start.";
    Movement, Last, "last", "last", "To the last entry; in the essay, to its end.";
    Movement, NextPane, "next-pane", "pane", "To the next pane: sidebar, essay, detail.";
    Movement, PreviousPane, "previous-pane", "pane", "To the previous pane.";

    Navigation, Open, "open", "open", "Open the entry under the cursor; in the sidebar, move to the detail.";
    Navigation, NextPassage, "next-passage", "passage", "To the next passage of the lens.";
    Navigation, PreviousPassage, "previous-passage", "passage", "To the previous passage of the lens.";
    Navigation, Themes, "themes", "themes", "List the essay's themes in the sidebar.";
    Navigation, Claims, "claims", "claims", "List its claims in the sidebar.";
    Navigation, Actors, "actors", "actors", "List its actors in the sidebar.";
    Navigation, Back, "back", "back", "Go back to where you were before you opened something or browsed.";
    Navigation, Forward, "forward", "forward", "Go forward again.";
    Navigation, Zoom, "zoom", "zoom", "Show only the focused pane, or all panes again.";

    Search, Search, "search", "search", "Search the essay as you type; case matters once you type a capital, accents once you type one.";
    Search, NextMatch, "next-match", "match", "To the next match.";
    Search, PreviousMatch, "previous-match", "match", "To the previous match.";
    Search, GoTo, "go-to", "go to", "Go to a theme, claim or actor by part of its name, its number or a #tag, or run a command.";

    Editing, Copy, "copy", "copy", "Copy the current passage with its citation.";
    Editing, ShowPlainText, "show-plain-text", "plain text", "Show the current passage on the normal screen, to select it by hand.";
    Editing, Edit, "edit", "edit", "Open your editor at the entry under the cursor.";
    Editing, Problems, "problems", "problems", "List the problems in the apparatus.";

    Program, Mouse, "mouse", "mouse", "Turn the mouse on or off. While it is on, hold Shift to select text in the terminal.";
    Program, Cancel, "cancel", "close", "Close what is open; clear search highlights. Never quits.";
    Program, Help, "help", "help", "Show this help.";
    Program, Suspend, "suspend", "suspend", "Suspend; the shell's fg command resumes.";
    Program, Redraw, "redraw", "redraw", "Redraw the screen.";
    Program, Quit, "quit", "quit", "Close what is open; if nothing is, quit.";

    Prompt, Accept, "accept", "accept", "Accept the input or the selected suggestion.";
    Prompt, NextEntry, "next-entry", "choose", "Next suggestion, match or earlier search.";
    Prompt, PreviousEntry, "previous-entry", "choose", "Previous suggestion, or back to what you typed.";
    Prompt, DeleteBack, "delete-back", "delete", "Delete a character.";
    Prompt, DeleteWord, "delete-word", "delete", "Delete a word.";
    Prompt, DeleteLine, "delete-line", "delete", "Delete the line.";
}

impl Action {
    /// Its row in the table.
    #[must_use]
    pub const fn info(self) -> &'static ActionInfo {
        &ACTIONS[self as usize]
    }

    /// Looks an action up by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let info = ACTIONS.iter().find(|info| info.name == name)?;
        Some(info.action)
    }

    /// Whether it moves the cursor of the focused pane.
    #[must_use]
    pub const fn is_movement(self) -> bool {
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

    /// How many rows or entries a movement goes in a pane of `height` rows, negative for up;
    /// [`isize::MIN`] and [`isize::MAX`] for the first and last. `None` for other actions.
    #[must_use]
    pub fn rows(self, height: usize) -> Option<isize> {
        // A page keeps one row of the page before as context.
        let page = height.saturating_sub(1).max(1).cast_signed();
        Some(match self {
            Self::Down => 1,
            Self::Up => -1,
            Self::PageDown => page,
            Self::PageUp => -page,
            Self::HalfPageDown => (page + 1) / 2,
            Self::HalfPageUp => -(page + 1) / 2,
            Self::First => isize::MIN,
            Self::Last => isize::MAX,
            _ => return None,
        })
    }

    /// Whether it gives the user something else than the reader: another program, or the shell.
    #[must_use]
    pub const fn leaves_reader(self) -> bool {
        matches!(self, Self::Edit | Self::Suspend)
    }

    /// Whether it can be run by name. Actions that only make sense inside a prompt cannot.
    #[must_use]
    pub fn is_command(self) -> bool {
        self.info().group != ActionGroup::Prompt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for info in ACTIONS {
            assert_eq!(info.action.info().name, info.name);
            assert_eq!(Action::from_name(info.name), Some(info.action));
        }
    }

    #[test]
    fn descriptions_are_sentences() {
        for info in ACTIONS {
            let description = info.description;
            assert!(description.ends_with('.'), "{description}");
            assert!(description.starts_with(char::is_uppercase), "{description}");
            assert!(!info.hint.is_empty(), "{description}");
        }
    }
}
