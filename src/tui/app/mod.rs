//! The reader's state, and what every action does to it.
//!
//! Owns where the reader is, what is open, and what the screen shows of it: [`App::update`] makes
//! all that a draw needs, so that drawing changes nothing. It must not know keys, colours or the
//! terminal.

pub mod copy;
pub mod detail;
pub mod edit;
pub mod goto;
pub mod help;
pub mod location;
pub mod overlay;
pub mod page;
pub mod pointer;
pub mod problems;
pub mod prompt;
pub mod reload;
pub mod search;
pub mod session;
pub mod sidebar;

mod effect;
mod enter;
mod jump_list;
mod navigation;
mod outline;
mod shown;
mod viewport;

use std::ops::Range;

use crate::tui::rich_text::RichText;
pub use effect::{Effect, Files, Message, Options};
use jump_list::History;
use location::{Cursor, List, Place};
use overlay::Overlay;
use page::PageRow;
use prompt::Prompt;
use search::Search;

use crate::document::{Document, Subject};
use crate::layout::{Layout, ScrollPosition};
use crate::tui::action::Action;
use crate::tui::geometry::{Region, ScreenLayout};

/// The reader.
#[derive(Debug)]
pub struct App {
    document: Document,
    files: Files,
    options: Options,
    size: (u16, u16),
    mouse: bool,
    place: Place,
    history: History,
    /// The looks since something else was done.
    run: navigation::Run,
    search: Option<Search>,
    /// What was searched for, oldest first.
    searches: Vec<String>,
    /// Which of them stands in the prompt.
    recalled: Option<prompt::Recalled>,
    given_up: prompt::GivenUp,
    /// A place that a reload did not find again wholly.
    lost: Option<Box<reload::Lost>>,
    /// Why a newer version of the files is not on screen.
    unread: Option<problems::Unread>,
    prompt: Option<Prompt>,
    overlay: Option<Overlay>,
    message: Option<Message>,
    layout: Layout,
    // What follows from the above, made by `refresh`.
    /// The top row of the essay at the present width: the one that holds the place's position.
    top: ScrollPosition,
    /// That row stands below the one that holds the place's position.
    lowered: bool,
    regions: ScreenLayout,
    entries: Vec<sidebar::Entry>,
    /// The list that the entries are of.
    entries_of: Option<List>,
    detail: RichText<detail::DetailItem>,
    /// What the detail's rows were made for.
    detail_of: Option<detail::ContentOptions>,
    /// From the first byte that is shown of the essay to the last.
    shown: Range<usize>,
    page: Vec<PageRow>,
}

impl App {
    /// A reader of a document on a screen of `size` columns and rows, at the essay's beginning.
    #[must_use]
    pub fn new(document: Document, files: Files, options: Options, size: (u16, u16)) -> Self {
        let place = Place {
            lens: Subject::Essay,
            focus: Region::Sidebar,
            zoomed: false,
            list: List::Themes,
            sidebar: [Cursor::default(); 3],
            detail: Cursor::default(),
            position: ScrollPosition::default(),
            outlined: ScrollPosition::default(),
            current: None,
            seen: location::Seen::default(),
        };
        Self::at(document, files, options, size, place)
    }

    fn at(
        document: Document,
        files: Files,
        options: Options,
        size: (u16, u16),
        place: Place,
    ) -> Self {
        let regions = regions(&document, size, &place, &options);
        let mut app = Self {
            document,
            files,
            mouse: options.mouse,
            options,
            size,
            place,
            history: History::default(),
            run: navigation::Run::None,
            search: None,
            searches: Vec::new(),
            recalled: None,
            given_up: prompt::GivenUp::default(),
            lost: None,
            unread: None,
            prompt: None,
            overlay: None,
            message: None,
            layout: Layout::new(1),
            top: ScrollPosition::default(),
            lowered: false,
            regions,
            entries: Vec::new(),
            entries_of: None,
            detail: RichText::default(),
            detail_of: None,
            shown: 0..0,
            page: Vec::new(),
        };
        app.take_measure();
        app.refresh();
        app.see();
        app
    }

    /// Starts at a subject instead.
    pub fn start_at(&mut self, subject: Subject) {
        self.show_in_sidebar(subject);
        self.open(subject);
        self.refresh();
        self.see();
    }

    /// Does what a person asks for, and makes the screen ready to be drawn.
    pub fn update(&mut self, action: Action) -> Effect {
        self.message = None;
        // What only gives the regions other sizes can be undone.
        let stays = self.only_zooms(action);
        if !stays {
            self.stand();
        }
        let effect = if self.prompt.is_some() {
            self.update_prompt(action)
        } else if self.overlay.is_some() {
            self.update_overlay(action)
        } else {
            self.perform(action)
        };
        self.refresh();
        if !stays {
            self.see();
        }
        effect
    }

    /// Takes typed or pasted text: into the prompt, if one is open; else it is nobody's.
    pub fn insert(&mut self, text: &str) {
        if let Some(prompt) = &mut self.prompt {
            self.message = None;
            prompt.insert(text);
            self.stand();
            self.typed();
            self.refresh();
            self.see();
        }
    }

    /// Fits the screen to another size, in columns and rows. What is being read stays: the current
    /// passage or match and the detail's cursor, where they were in sight, else the line on top.
    pub fn resize(&mut self, size: (u16, u16)) {
        let says_count = self.says_count();
        self.size = size;
        self.refresh();
        if says_count {
            self.say_count();
        }
        if self.overlay.is_some() {
            self.compose_overlay();
        }
    }

    fn perform(&mut self, action: Action) -> Effect {
        self.move_on();
        if self.is_look(action) {
            return self.looking(|app| app.act(action));
        }
        self.run = navigation::Run::None;
        self.act(action)
    }

    fn act(&mut self, action: Action) -> Effect {
        match action {
            Action::Quit => return Effect::Quit,
            Action::Suspend => return Effect::Suspend,
            Action::Redraw => return Effect::Redraw,
            Action::Mouse => return self.toggle_mouse(),
            Action::Copy => return self.copy(),
            Action::ShowBare => return self.show_bare(),
            Action::Edit => return self.edit(),
            Action::Themes => self.show_list(List::Themes),
            Action::Claims => self.show_list(List::Claims),
            Action::Actors => self.show_list(List::Actors),
            Action::NextRegion => self.turn_to(self.place.focus.next()),
            Action::PreviousRegion => self.turn_to(self.place.focus.previous()),
            Action::NextPassage => self.walk_passages(true),
            Action::PreviousPassage => self.walk_passages(false),
            Action::Open => self.open_here(),
            Action::Back => self.travel(History::back, "Nothing to go back to"),
            Action::Forward => self.travel(History::forward, "Nothing to go forward to"),
            Action::Search => self.open_search(),
            Action::NextMatch => self.walk_matches(true),
            Action::PreviousMatch => self.walk_matches(false),
            Action::GoTo => self.open_goto(),
            Action::Zoom => self.zoom(),
            Action::Problems => self.show_problems(),
            Action::Help => self.show_help(),
            Action::Cancel => self.cancel(),
            other => self.go(other),
        }
        Effect::None
    }

    /// Moves in the region that has the focus.
    fn go(&mut self, action: Action) {
        let height = match self.place.focus {
            Region::Sidebar => self.sidebar_height(),
            Region::Essay => self.essay_height(),
            Region::Detail => self.detail_height() / 3,
        };
        // A page keeps a row in common with the one before, so that the eye finds its place.
        let page = height.saturating_sub(1).max(1).cast_signed();
        let by = match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::PageDown => page,
            Action::PageUp => -page,
            Action::HalfPageDown => (page + 1) / 2,
            Action::HalfPageUp => -(page + 1) / 2,
            Action::First => isize::MIN,
            Action::Last => isize::MAX,
            _ => return,
        };
        self.go_by(self.place.focus, by);
    }

    /// Moves in a region by entries or rows; [`isize::MIN`] and [`isize::MAX`] mean its ends.
    fn go_by(&mut self, region: Region, by: isize) {
        match region {
            Region::Sidebar => {
                let at = self.place.cursor().at.saturating_add_signed(by);
                self.sidebar_to(at);
            }
            Region::Detail => self.go_in_detail(by),
            Region::Essay if by == isize::MIN || by == isize::MAX => {
                self.scroll_to_edge(by > 0);
            }
            Region::Essay => self.scroll(by),
        }
    }

    /// Turns to the essay, unless it is on screen.
    fn turn_to_essay(&mut self) {
        if self.regions.essay.is_none() {
            self.turn_to(Region::Essay);
            self.refresh();
        }
    }

    fn cancel(&mut self) {
        if self.closes_zoom() {
            self.place.zoomed = false;
        } else if self.search.take().is_none() {
            self.place.current = None;
        }
    }

    fn copy(&mut self) -> Effect {
        match self.passage_to_copy() {
            Some(taken) => Effect::Copy {
                text: taken.text(&self.document),
                name: taken.name,
            },
            None => self.nothing_to_copy(),
        }
    }

    fn show_bare(&mut self) -> Effect {
        match self.passage_to_copy() {
            Some(taken) => Effect::ShowBare(taken.text(&self.document)),
            None => self.nothing_to_copy(),
        }
    }

    fn nothing_to_copy(&mut self) -> Effect {
        self.say(Message::note("There is nothing to copy".to_owned()));
        Effect::None
    }

    fn toggle_mouse(&mut self) -> Effect {
        self.mouse = !self.mouse;
        let text = if self.mouse {
            "Mouse on: click and wheel; Shift selects text"
        } else {
            "Mouse off: the terminal selects text again"
        };
        self.say(Message::note(text.to_owned()));
        Effect::Mouse(self.mouse)
    }

    /// Shows a message until the next action.
    pub fn say(&mut self, message: Message) {
        let Message { text, warning } = message;
        self.message = Some(Message {
            text: crate::essay::sanitize(&text).into_owned(),
            warning,
        });
    }

    /// Takes from a new document what is asked of it again and again.
    fn take_measure(&mut self) {
        let essay = &self.document.essay;
        let edge = |block: Option<usize>| Some(essay.blocks().get(block?)?.range.clone());
        let first = edge(essay.next_visible_block(0)).unwrap_or(0..0);
        let last = edge(essay.previous_visible_block(essay.blocks().len())).unwrap_or(0..0);
        self.shown = first.start..last.end;
        self.entries_of = None;
        self.detail_of = None;
        self.layout.clear_cache();
    }

    /// Makes what the screen shows from where the reader is.
    fn refresh(&mut self) {
        self.regions = regions(&self.document, self.size, &self.place, &self.options);
        self.list_entries();
        let last = self.entries.len().saturating_sub(1);
        let cursor = self.place.cursor_mut();
        cursor.at = cursor.at.min(last);
        self.compose_detail();
        if self.regions.detail.is_some() {
            let last = self.detail.targets.len().saturating_sub(1);
            self.place.detail.at = self.place.detail.at.min(last);
        }
        self.refresh_page();
        self.follow_in_outline();
    }
}

/// The rows of the detail under an essay about which nothing is said.
const DETAIL_OF_NOTHING: u16 = 5;

/// Where the regions stand on a screen of this size.
fn regions(
    document: &Document,
    size: (u16, u16),
    place: &Place,
    options: &Options,
) -> ScreenLayout {
    let regions = ScreenLayout::new(
        size.0,
        size.1,
        place.focus,
        place.zoomed,
        options.breakpoints,
    );
    if document.apparatus.is_empty() {
        regions.with_short_detail(DETAIL_OF_NOTHING)
    } else {
        regions
    }
}
