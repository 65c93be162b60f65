//! What panes and modals can read ([`Ctx`]), and what they return ([`Msg`]).

use std::ops::Range;
use std::path::PathBuf;

use crate::apparatus::ClaimIx;
use crate::apparatus::diagnostics::Problem;
use crate::document::{Document, Subject};
use crate::essay::sanitize;
use crate::layout::ScrollPosition;
use crate::tui::action::Action;
use crate::tui::geometry::{Breakpoints, Pane, ScreenLayout};
use crate::tui::keymap::Keymap;
use crate::tui::navigation::{List, Location, PassageRef};
use crate::tui::search::SearchState;

/// The state that every pane and modal can read and only the app changes.
#[derive(Debug)]
pub struct Ctx {
    /// The essay and its apparatus as they are shown.
    pub document: Document,
    /// The files it was read from.
    pub files: Files,
    /// Where the reader is.
    pub location: Location,
    /// The active search, and earlier queries.
    pub search: SearchState,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The areas of the panes.
    pub screen: ScreenLayout,
    /// Whether mouse reporting is on.
    pub mouse: bool,
    /// The key bindings.
    pub keymap: Keymap,
    /// The user's choices about the layout.
    pub options: Options,
    /// What the essay pane shows.
    pub essay_view: EssayView,
    /// Whether the detail's cursor is on screen.
    pub detail_cursor_visible: bool,
    /// Whether there is a jump to go back to.
    pub can_go_back: bool,
    /// The message at the bottom of the screen.
    pub message: Option<StatusMessage>,
    /// Why the newer files on disk are not shown, if they are newer.
    pub reload_error: Option<ReloadError>,
}

/// What the essay pane shows, for the panes that follow it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EssayView {
    /// The visible bytes of the source.
    pub visible: Range<usize>,
    /// From the first to the last byte of the source that can be shown.
    pub text_range: Range<usize>,
    /// The placed cursor, else the scroll position.
    pub position: ScrollPosition,
    /// The block that is being read, for the outline.
    pub current_block: Option<usize>,
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

/// A request of a pane or modal to the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Msg {
    /// Make a subject the lens, as the sidebar's cursor does.
    Select(Subject),
    /// Make the essay the lens and scroll to a block.
    SelectBlock(usize),
    /// Move from the selected entry of the sidebar to the detail.
    EnterDetail,
    /// Show another list in the sidebar.
    ShowList(List),
    /// Highlight a passage and bring it into view, or highlight none.
    Preview(Option<PassageRef>),
    /// Make a passage the current one.
    GoToPassage(PassageRef),
    /// Focus the essay at a passage. Pushes a jump.
    JumpToPassage(PassageRef),
    /// Open a subject from the detail. Pushes a jump.
    Open(Subject),
    /// Open a claim from its words in the essay. Pushes a jump.
    OpenQuotedClaim(ClaimIx),
    /// Open what is annotated in a range of the essay.
    OpenAt(Range<usize>),
    /// Open a subject chosen in the picker. Pushes a jump.
    GoToSubject(Subject),
    /// Focus the essay and scroll to a byte of the source.
    ScrollTo(usize),
    /// Open a modal.
    OpenModal(ModalKind),
    /// Close the modal.
    CloseModal,
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
    Status(StatusMessage),
    /// An effect outside the reader.
    Do(Effect),
}

/// The modals that a message can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModalKind {
    /// The keys and symbols.
    Help,
    /// The problems of the apparatus.
    Problems,
    /// The picker of subjects and commands.
    Picker,
    /// The search prompt.
    Search,
}

/// A request of the app to the terminal or the event loop.
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
    ShowPlainText(String),
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

/// A line at the bottom of the screen, shown until the next action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMessage {
    /// The sanitized text.
    pub text: String,
    /// Whether something went wrong.
    pub warning: bool,
}

impl StatusMessage {
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

/// Why the newer version of the files is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReloadError {
    /// The reason, in one line.
    pub reason: String,
    /// The syntax errors of the apparatus, if that is the reason.
    pub syntax_errors: Vec<Problem>,
    /// The text of the apparatus file that has them.
    pub apparatus_source: String,
}

impl From<String> for ReloadError {
    fn from(reason: String) -> Self {
        Self {
            reason,
            syntax_errors: Vec::new(),
            apparatus_source: String::new(),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    pub fn is_focused(&self, pane: Pane) -> bool {
        self.location.focus == pane
    }

    /// The key of an action for a message; without a key, the action's name in the picker.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        let mut keys = self.keymap.keys(action).into_iter();
        keys.next().unwrap_or_else(|| action.info().name.to_owned())
    }

    /// The keys of some actions, at most `max` of each, separated by spaces.
    #[must_use]
    pub fn keys_of(&self, actions: &[Action], max: usize) -> String {
        let keys = actions
            .iter()
            .flat_map(|&action| self.keymap.keys(action).into_iter().take(max));
        keys.collect::<Vec<_>>().join(" ")
    }

    /// Whether any byte of a range of the source is on screen.
    #[must_use]
    pub fn is_visible(&self, range: &Range<usize>) -> bool {
        let visible = &self.essay_view.visible;
        range.start < visible.end && range.end > visible.start
    }

    /// The current passage, if any of it is visible. Actions ignore one that was scrolled off screen.
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

    /// Whether to show a list: always the first, others if they have entries besides the essay.
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
