//! What panes and modals see ([`Ctx`]), and what they ask for ([`Msg`]).

use std::ops::Range;
use std::path::PathBuf;

use crate::apparatus::ClaimIx;
use crate::apparatus::diagnostics::Problem;
use crate::document::{Document, Subject};
use crate::essay::sanitize;
use crate::layout::ScrollPosition;
use crate::tui::action::Action;
use crate::tui::geometry::{Breakpoints, Region, ScreenLayout};
use crate::tui::keymap::Keymap;
use crate::tui::navigation::{List, Location, PassageRef};
use crate::tui::search::SearchState;

/// The state that every pane and modal may look at, and only the app changes. They see no other pane.
#[derive(Debug)]
pub struct Ctx {
    /// The document.
    pub document: Document,
    /// The files it was read from.
    pub files: Files,
    /// Where the reader is.
    pub location: Location,
    /// The search.
    pub search: SearchState,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The areas of the panes.
    pub screen: ScreenLayout,
    /// Whether mouse reporting is on.
    pub mouse: bool,
    /// The key bindings.
    pub keymap: Keymap,
    /// The options.
    pub options: Options,
    /// What the essay pane shows.
    pub essay_view: EssayView,
    /// Whether the detail's cursor is on screen.
    pub detail_cursor_visible: bool,
    /// Whether there is a jump to go back to.
    pub can_go_back: bool,
    /// The message at the foot of the screen.
    pub message: Option<Message>,
    /// Why the files on disk are newer than what is shown, if they are.
    pub reload_error: Option<ReloadError>,
}

/// What the essay pane shows, for the panes that follow it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EssayView {
    /// The visible bytes of the source.
    pub visible: Range<usize>,
    /// All bytes that are ever shown, from the first to the last.
    pub text: Range<usize>,
    /// The scroll position.
    pub position: ScrollPosition,
    /// The block that is being read, for the outline.
    pub block: Option<usize>,
}

/// Something a person does to a pane or modal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A key or command.
    Action(Action),
    /// A click on a cell, counted from the screen's upper left corner.
    Click {
        /// The column.
        x: u16,
        /// The row.
        y: u16,
        /// Whether the pane had the focus before the click.
        focused: bool,
    },
    /// The mouse wheel: rows down, or up if negative.
    Wheel(isize),
}

/// What a pane or modal asks the app to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Msg {
    /// Make a subject the lens, as the sidebar's cursor does.
    Select(Subject),
    /// Make the essay the lens and scroll to a block.
    SelectBlock(usize),
    /// Go from the selected entry of the sidebar into the detail.
    EnterDetail,
    /// Show another list in the sidebar.
    ShowList(List),
    /// Highlight a passage and bring it into view, or highlight none.
    Preview(Option<PassageRef>),
    /// Make a passage the current one.
    GoToPassage(PassageRef),
    /// Leave for a passage in the essay: a jump.
    JumpToPassage(PassageRef),
    /// Open a subject from the detail: a jump.
    Open(Subject),
    /// Open a claim from the words it is about: a jump.
    OpenClaimHere(ClaimIx),
    /// Open what is annotated in a range of the essay.
    OpenAt(Range<usize>),
    /// Leave for a subject chosen by name: a jump.
    GoToSubject(Subject),
    /// Read on from a byte of the source.
    ReadFrom(usize),
    /// Open a modal.
    Push(ModalKind),
    /// Close the modal.
    Pop,
    /// Close the modal and perform an action.
    Run(Action),
    /// The query of the search prompt has changed.
    SearchTyped(String),
    /// The query was accepted.
    SearchAccepted(String),
    /// The search prompt was cancelled; holds what was typed.
    SearchCancelled(String),
    /// The picker was cancelled; holds what was typed.
    PickerCancelled(String),
    /// Nothing matches what was typed in the picker.
    PickerNoMatch(String),
    /// Open the editor at the entry under the cursor.
    Edit,
    /// Turn mouse reporting on or off.
    ToggleMouse,
    /// Show a message.
    Status(Message),
    /// An effect outside the reader.
    Do(Effect),
}

/// The modals, as messages name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModalKind {
    /// The keys and signs.
    Help,
    /// The problems of the apparatus.
    Problems,
    /// The picker of subjects and commands.
    Picker,
    /// The search prompt.
    Search,
}

/// What the reader asks of its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// End the program.
    Quit,
    /// Suspend the program, as a shell's job.
    Suspend,
    /// Repaint every cell.
    Redraw,
    /// Copy a text to the clipboard.
    Copy {
        /// The text.
        text: String,
        /// What it is, for the message.
        name: String,
    },
    /// Print a text on the normal screen.
    Print(String),
    /// Open an editor.
    Edit {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Turn mouse reporting on or off.
    Mouse(bool),
}

/// A line at the foot of the screen, shown until the next action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sanitized text.
    pub text: String,
    /// Whether something went wrong.
    pub warning: bool,
}

impl Message {
    /// A message for information.
    #[must_use]
    pub fn info(text: impl AsRef<str>) -> Self {
        Self {
            text: sanitize(text.as_ref()).into_owned(),
            warning: false,
        }
    }

    /// A message that something went wrong.
    #[must_use]
    pub fn warning(text: impl AsRef<str>) -> Self {
        Self {
            text: sanitize(text.as_ref()).into_owned(),
            warning: true,
        }
    }
}

/// Why the newer version of the files is not on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReloadError {
    /// The reason, in one line.
    pub reason: String,
    /// The syntax errors of the apparatus, if that is the reason.
    pub syntax_errors: Vec<Problem>,
    /// The text of the apparatus file that has them.
    pub file: String,
}

impl From<String> for ReloadError {
    fn from(reason: String) -> Self {
        Self {
            reason,
            syntax_errors: Vec::new(),
            file: String::new(),
        }
    }
}

/// The files that were read; `None` for what is bundled or came through a pipe.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The essay.
    pub essay: Option<PathBuf>,
    /// The apparatus; it need not exist yet.
    pub apparatus: Option<PathBuf>,
}

/// A person's choices about the layout of the screen.
#[derive(Debug, Clone)]
pub struct Options {
    /// At which sizes panes are shown side by side.
    pub breakpoints: Breakpoints,
    /// The longest line of prose, in cells.
    pub measure: u16,
    /// Whether mouse reporting is on from the start.
    pub mouse: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            breakpoints: Breakpoints::default(),
            measure: 72,
            mouse: false,
        }
    }
}

impl Ctx {
    /// Whether a pane has the focus.
    #[must_use]
    pub fn is_focused(&self, region: Region) -> bool {
        self.location.focus == region
    }

    /// The key of an action for a message, or its name, by which the picker runs it.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        let mut keys = self.keymap.keys(action).into_iter();
        keys.next().unwrap_or_else(|| action.info().name.to_owned())
    }

    /// The keys of some actions, at most `most` for each.
    #[must_use]
    pub fn keys_of(&self, actions: &[Action], most: usize, separator: &str) -> String {
        let keys = actions
            .iter()
            .flat_map(|&action| self.keymap.keys(action).into_iter().take(most));
        keys.collect::<Vec<_>>().join(separator)
    }

    /// The visible part of a range of the source, if any.
    #[must_use]
    pub fn is_visible(&self, range: &Range<usize>) -> bool {
        let visible = &self.essay_view.visible;
        range.start < visible.end && range.end > visible.start
    }

    /// The current passage, if any of it is visible. A passage that was scrolled off screen is not
    /// where the reader is any more.
    #[must_use]
    pub fn visible_passage(&self) -> Option<&PassageRef> {
        let passage = self.location.passage.as_ref();
        passage.filter(|passage| self.is_visible(&passage.range))
    }

    /// The current match, if any of it is visible.
    #[must_use]
    pub fn visible_match(&self) -> Option<Range<usize>> {
        self.search
            .current_match()
            .filter(|range| self.is_visible(range))
    }

    /// Whether a list has entries besides the essay itself. The first list is always shown.
    #[must_use]
    pub fn has_list(&self, list: List) -> bool {
        match list {
            List::Themes => true,
            List::Claims => !self.document.apparatus.claims.is_empty(),
            List::Actors => !self.document.apparatus.actors.is_empty(),
        }
    }

    /// The name of a list.
    #[must_use]
    pub fn list_name(&self, list: List) -> &'static str {
        match list {
            List::Themes if self.document.apparatus.themes.is_empty() => "Outline",
            List::Themes => "Themes",
            List::Claims => "Claims",
            List::Actors => "Actors",
        }
    }
}
