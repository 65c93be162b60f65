//! The state of the terminal UI, and the only code that changes more than one part of it.
//!
//! The open modal handles an input, else it is a global command, else the focused pane handles it.
//! They return a [`Msg`], which `App::apply` carries out. Then every pane updates once
//! (`App::sync`) and the screen is drawn ([`App::render`]).

mod reload;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::apparatus::ClaimIx;
use crate::document::{Document, Owner, Subject, citation};
use crate::layout;
use crate::terminal::Hyperlink;
use crate::tui::action::Action;
use crate::tui::footer;
use crate::tui::geometry::{Arrangement, Pane, ScreenLayout};
use crate::tui::keymap::{KeyChord, KeyContext, Keymap};
use crate::tui::message::{
    Ctx, Effect, EssayView, Files, Input, ModalKind, Msg, Options, StatusMessage,
};
use crate::tui::modal::{Chooser, Help, Modal, Picker, Problems, SearchPrompt, single_line};
use crate::tui::navigation::{JumpList, List, Location, PassageRef, Snapshot};
use crate::tui::painter::{Appearance, Painter};
use crate::tui::panes::detail::DetailPane;
use crate::tui::panes::detail::content::DetailItem;
use crate::tui::panes::essay::EssayPane;
use crate::tui::panes::sidebar::{Item, Sidebar};
use crate::tui::search::{
    BackgroundSearch, OnFirstMatch, ResultsOutcome, SavedSearch, Search, SearchResults,
    SearchState, SearchStep,
};
use crate::tui::session::{Jump, JumpEntry, PartlyRestored, SavedLocation};
use crate::tui::theme::StyleRole;
use crate::tui::title_bar;

/// Rows that one notch of the mouse wheel scrolls.
const WHEEL_ROWS: isize = 3;

/// Rows of the detail below an essay without an apparatus.
const DETAIL_ROWS_WITHOUT_APPARATUS: u16 = 5;

/// A longer query is truncated to no less than this many cells in the match count.
const MIN_QUERY_WIDTH: usize = 8;

/// The terminal UI, independent of the terminal.
#[derive(Debug)]
pub struct App {
    ctx: Ctx,
    panes: Panes,
    modal: Option<Modal>,
    jumps: JumpList<JumpEntry>,
    browsing: Browsing,
    partly_restored: Option<PartlyRestored>,
    drafts: Drafts,
}

/// Browsing: moving a cursor that the essay follows. A run of browsing actions pushes one jump: the
/// location before the first of them.
#[derive(Debug, Default)]
enum Browsing {
    /// The last action was something else.
    #[default]
    Idle,
    /// The run began here; the essay has not scrolled yet.
    Unscrolled(Box<Jump>),
    /// The run has pushed its jump.
    JumpPushed,
}

#[derive(Debug)]
struct Panes {
    sidebar: Sidebar,
    essay: EssayPane,
    detail: DetailPane,
}

/// Cancelled prompt input, kept to be recalled: the Esc may have been the first byte of another key
/// that arrived in two reads.
#[derive(Debug, Default)]
struct Drafts {
    search: Option<String>,
    picker: Option<String>,
}

impl App {
    /// Opens a document at the location saved by an earlier run, or else at the essay's beginning, on a
    /// screen of `size` columns and rows.
    #[must_use]
    pub fn new(
        document: Document,
        files: Files,
        options: Options,
        keymap: Keymap,
        size: (u16, u16),
        saved: Option<&SavedLocation>,
    ) -> Self {
        let location = Location {
            lens: Subject::Essay,
            focus: Pane::Sidebar,
            zoomed: false,
            list: List::Themes,
            passage: None,
        };
        let mut app = Self {
            panes: Panes {
                sidebar: Sidebar::default(),
                essay: EssayPane::new(&document),
                detail: DetailPane::default(),
            },
            ctx: Ctx {
                screen: screen_layout(&document, size, &location, options),
                document,
                files,
                location,
                search: SearchState::default(),
                size,
                mouse: options.mouse,
                keymap,
                options,
                essay_view: EssayView::default(),
                detail_cursor_visible: false,
                can_go_back: false,
                message: None,
                reload_error: None,
            },
            modal: None,
            jumps: JumpList::default(),
            browsing: Browsing::Idle,
            partly_restored: None,
            drafts: Drafts::default(),
        };
        if let Some(saved) = saved {
            let snapshot = saved.restore_by_text(&app.ctx.document);
            app.restore(snapshot);
        }
        app.sync();
        app.record_viewport();
        app
    }

    /// Opens a subject at the start of the program.
    pub fn start_at(&mut self, subject: Subject) {
        self.show_in_sidebar(subject);
        self.set_lens(subject);
        self.sync();
        self.record_viewport();
    }

    /// The open modal.
    #[must_use]
    pub fn modal(&self) -> Option<&Modal> {
        self.modal.as_ref()
    }

    /// The sidebar.
    #[must_use]
    pub fn sidebar(&self) -> &Sidebar {
        &self.panes.sidebar
    }

    /// The essay pane.
    #[must_use]
    pub fn essay(&self) -> &EssayPane {
        &self.panes.essay
    }

    /// The detail pane.
    #[must_use]
    pub fn detail(&self) -> &DetailPane {
        &self.panes.detail
    }

    /// What panes and modals see.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    // ---- Input ----

    /// Handles a key: performs its action, or inserts its character into an open prompt.
    ///
    /// Over a slow link, Esc and the key after it may arrive as one key with Alt. If that is not bound,
    /// it is handled as the two keys.
    pub fn press(&mut self, event: KeyEvent) -> Option<Effect> {
        let key = KeyChord::from(event);
        let modal = self.modal.as_ref();
        let context = modal.map_or(KeyContext::Reader, Modal::key_context);
        if let Some(action) = self.ctx.keymap.action(context, key) {
            return self.perform(action);
        }
        if key.modifiers.contains(KeyModifiers::ALT) && key.code != KeyCode::Esc {
            self.press(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
            return self.press(KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT));
        }
        if let Some(char) = key.text() {
            self.insert(char.encode_utf8(&mut [0; 4]));
        }
        None
    }

    /// The character that a key would insert into an open prompt.
    #[must_use]
    pub fn typed_character(&self, key: KeyChord) -> Option<char> {
        let context = self.modal.as_ref()?.key_context();
        let is_bound = self.ctx.keymap.action(context, key).is_some();
        key.text()
            .filter(|_| context == KeyContext::Prompt && !is_bound)
    }

    /// Performs an action.
    pub fn perform(&mut self, action: Action) -> Option<Effect> {
        if self.is_viewport_only(action) {
            // Zooming and zooming back must restore the viewport, so it is not committed.
            self.ctx.message = None;
            let effect = self.dispatch_to_reader(action);
            self.sync();
            return effect;
        }
        self.handle_input(|app| match app.modal {
            Some(_) => app.dispatch_to_modal(Input::Action(action)),
            None => app.dispatch_to_reader(action),
        })
    }

    /// Handles an input, then updates everything once.
    fn handle_input(&mut self, handle: impl FnOnce(&mut Self) -> Option<Effect>) -> Option<Effect> {
        self.ctx.message = None;
        self.commit_viewport();
        let effect = handle(self);
        self.sync();
        self.record_viewport();
        effect
    }

    /// Inserts typed or pasted text into an open prompt.
    pub fn insert(&mut self, text: &str) {
        if let Some(modal) = &mut self.modal
            && modal.key_context() == KeyContext::Prompt
        {
            let msg = modal.insert(text);
            self.handle_input(|app| app.apply(msg));
        }
    }

    /// Handles a click on a cell, counted from the screen's upper left corner.
    pub fn click(&mut self, x: u16, y: u16) -> Option<Effect> {
        self.mouse_input(x, y, |focused| Input::Click { x, y, focused })
    }

    /// Handles a notch of the mouse wheel over a cell.
    pub fn wheel(&mut self, x: u16, y: u16, down: bool) -> Option<Effect> {
        self.mouse_input(x, y, |_| {
            Input::Wheel(if down { WHEEL_ROWS } else { -WHEEL_ROWS })
        })
    }

    fn mouse_input(&mut self, x: u16, y: u16, input: impl FnOnce(bool) -> Input) -> Option<Effect> {
        self.handle_input(|app| {
            if app.modal.is_some() {
                return app.dispatch_to_modal(input(false));
            }
            let pane = app.ctx.screen.pane_at(x, y)?;
            app.dispatch_to_pane(pane, input(app.ctx.is_focused(pane)))
        })
    }

    /// Changes the size of the screen, in columns and rows. The current passage or match and the
    /// detail's cursor stay visible, else the first row does.
    pub fn resize(&mut self, size: (u16, u16)) {
        let shows_count = self.shows_match_count();
        self.ctx.size = size;
        self.sync();
        if shows_count {
            self.show_match_count();
        }
    }

    // ---- Dispatch ----

    fn dispatch_to_modal(&mut self, input: Input) -> Option<Effect> {
        let modal = self.modal.as_mut()?;
        let msg = modal.handle(input, &self.ctx);
        self.apply(msg)
    }

    /// Dispatches an action while no modal is open, and keeps track of browsing.
    fn dispatch_to_reader(&mut self, action: Action) -> Option<Effect> {
        self.ctx.search.set_on_first_match(OnFirstMatch::Ignore);
        let focus = self.ctx.location.focus;
        let is_browsing = match action {
            Action::Themes
            | Action::Claims
            | Action::Actors
            | Action::NextPane
            | Action::PreviousPane => true,
            Action::Open => focus == Pane::Sidebar,
            other => other.is_movement() && focus != Pane::Essay,
        };
        if is_browsing {
            self.browse(|app| app.dispatch_global(action))
        } else {
            self.browsing = Browsing::Idle;
            self.dispatch_global(action)
        }
    }

    /// Performs a global action, or else passes it to the focused pane.
    fn dispatch_global(&mut self, action: Action) -> Option<Effect> {
        let focus = self.ctx.location.focus;
        match action {
            Action::Quit => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Mouse => return self.apply(Some(Msg::ToggleMouse)),
            Action::Edit => return self.apply(Some(Msg::Edit)),
            Action::Copy => return self.copy().map(|(text, name)| Effect::Copy { text, name }),
            Action::ShowPlainText => {
                return self.copy().map(|(text, _)| Effect::ShowPlainText(text));
            }
            Action::Themes => self.show_list(List::Themes),
            Action::Claims => self.show_list(List::Claims),
            Action::Actors => self.show_list(List::Actors),
            Action::NextPane => self.focus(focus.next()),
            Action::PreviousPane => self.focus(focus.previous()),
            Action::NextPassage => self.step_passage(true),
            Action::PreviousPassage => self.step_passage(false),
            Action::NextMatch => self.step_match(true),
            Action::PreviousMatch => self.step_match(false),
            Action::Back => {
                let entry = self.jumps.go_back(self.jump().into());
                self.jump_to(entry, "Nothing to go back to");
            }
            Action::Forward => {
                let entry = self.jumps.go_forward(self.jump().into());
                self.jump_to(entry, "Nothing to go forward to");
            }
            Action::Zoom => self.toggle_zoom(),
            Action::Cancel => self.cancel(),
            Action::Search => self.open_modal(ModalKind::Search),
            Action::GoTo => self.open_modal(ModalKind::Picker),
            Action::Problems => self.open_modal(ModalKind::Problems),
            Action::Help => self.open_modal(ModalKind::Help),
            _ => return self.handle_in_pane(focus, Input::Action(action)),
        }
        None
    }

    /// Passes a mouse input to a pane; a click focuses it.
    fn dispatch_to_pane(&mut self, pane: Pane, input: Input) -> Option<Effect> {
        match (pane, input) {
            (Pane::Detail, Input::Click { y, focused, .. }) => {
                // Focusing the pane may change its rows, so the clicked entry is looked up first.
                let entry = self.panes.detail.entry_at(y, &self.ctx);
                self.focus(pane);
                let msg = self.panes.detail.click(entry?, focused, &self.ctx);
                match msg {
                    Some(Msg::Preview(_)) => self.browse(|app| app.apply(msg)),
                    opened => self.apply(opened),
                }
            }
            (Pane::Sidebar, Input::Wheel(_)) => self.browse(|app| app.handle_in_pane(pane, input)),
            (_, Input::Click { .. }) => {
                self.focus(pane);
                let msg = self.panes.handle(pane, input, &self.ctx);
                match msg {
                    Some(Msg::Select(_) | Msg::SelectBlock(_) | Msg::ScrollTo(_)) => {
                        self.browse(|app| app.apply(msg))
                    }
                    other => self.apply(other),
                }
            }
            _ => self.handle_in_pane(pane, input),
        }
    }

    fn handle_in_pane(&mut self, pane: Pane, input: Input) -> Option<Effect> {
        let msg = self.panes.handle(pane, input, &self.ctx);
        self.apply(msg)
    }

    /// Carries out a message.
    fn apply(&mut self, msg: Option<Msg>) -> Option<Effect> {
        match msg? {
            Msg::Select(subject) => self.set_lens_if_changed(subject),
            Msg::SelectBlock(block) => {
                self.set_lens_if_changed(Subject::Essay);
                let start = self.ctx.document.essay.blocks()[block].range.start;
                self.with_essay(|essay, ctx| essay.go_to(start, 1, ctx));
            }
            Msg::EnterDetail => self.enter_detail(),
            Msg::ShowList(list) => self.show_list(list),
            Msg::Preview(passage) => self.preview(passage),
            Msg::GoToPassage(passage) => self.go_to_passage(passage),
            Msg::JumpToPassage(passage) => {
                self.push_jump();
                self.focus(Pane::Essay);
                self.go_to_passage(passage);
            }
            Msg::Open(subject) => {
                self.push_jump();
                self.set_lens(subject);
                self.panes.detail.reveal_from_start(&self.ctx);
                let passage = self.panes.detail.selected_passage(&self.ctx);
                self.preview(passage);
            }
            Msg::OpenQuotedClaim(claim) => {
                self.modal = None;
                self.open_quoted_claim(claim);
            }
            Msg::OpenAt(range) => self.open_at(&range),
            Msg::GoToSubject(subject) => {
                self.modal = None;
                self.drafts.picker = None;
                self.push_jump();
                self.show_in_sidebar(subject);
                self.set_lens(subject);
            }
            Msg::ScrollTo(offset) => {
                self.focus(Pane::Essay);
                self.with_essay(|essay, ctx| essay.go_to(offset, 0, ctx));
            }
            Msg::OpenModal(kind) => self.open_modal(kind),
            Msg::CloseModal => self.modal = None,
            Msg::Run(action) => {
                self.modal = None;
                self.drafts.picker = None;
                return self.dispatch_to_reader(action);
            }
            Msg::SearchTyped(query) => self.search_typed(&query),
            Msg::SearchAccepted(query) => self.accept_search(&query),
            Msg::SearchCancelled(typed) => self.cancel_search(typed),
            Msg::PickerCancelled(typed) => {
                self.modal = None;
                if !typed.is_empty() {
                    self.drafts.picker = Some(typed);
                }
            }
            Msg::PickerNoMatch(typed) => {
                self.modal = None;
                self.say_not_found(&typed);
                self.drafts.picker = Some(typed);
            }
            Msg::Edit => return self.edit(),
            Msg::ToggleMouse => {
                self.ctx.mouse = !self.ctx.mouse;
                self.say(StatusMessage::info(if self.ctx.mouse {
                    "Mouse on: click and scroll; hold Shift to select text"
                } else {
                    "Mouse off: the terminal selects text again"
                }));
                return Some(Effect::Mouse(self.ctx.mouse));
            }
            Msg::Status(message) => self.say(message),
            Msg::Do(effect) => return Some(effect),
        }
        None
    }

    // ---- Updating and drawing ----

    /// Updates everything that is derived from the document, the location and the screen.
    fn sync(&mut self) {
        let Ctx {
            document,
            size,
            location,
            options,
            ..
        } = &self.ctx;
        self.ctx.screen = screen_layout(document, *size, location, *options);
        self.ctx.can_go_back = self.jumps.can_go_back();
        self.with_essay(EssayPane::sync);
        self.panes.detail.sync(&self.ctx);
        self.panes.sidebar.sync(&self.ctx);
        self.ctx.detail_cursor_visible = self.panes.detail.is_cursor_visible(&self.ctx);
        if let Some(modal) = &mut self.modal
            && !modal.sync(&self.ctx)
        {
            self.modal = None;
        }
    }

    /// Changes the essay pane, and updates what the other panes know of it.
    fn with_essay(&mut self, change: impl FnOnce(&mut EssayPane, &Ctx)) {
        change(&mut self.panes.essay, &self.ctx);
        self.ctx.essay_view = self.panes.essay.view(&self.ctx);
    }

    /// Makes what is on screen the scroll position, before the user acts on it.
    fn commit_viewport(&mut self) {
        self.panes.essay.commit_viewport();
    }

    /// Records what is visible, so that a resize can keep it visible.
    fn record_viewport(&mut self) {
        self.panes.essay.record_viewport(&self.ctx);
        self.panes.detail.record_viewport(&self.ctx);
    }

    /// Draws the whole screen.
    pub fn render(&self, appearance: &Appearance, buffer: &mut Buffer) {
        let ctx = &self.ctx;
        let painter = &mut Painter::new(appearance, buffer);
        if ctx.screen.arrangement == Arrangement::TooSmall {
            title_bar::render_too_small(ctx, painter);
            return;
        }
        title_bar::render(ctx, &self.progress(), painter);
        self.panes.sidebar.render(ctx, painter);
        self.panes.essay.render(ctx, painter);
        self.panes.detail.render(ctx, painter);
        let rules = [ctx.screen.sidebar_rule, ctx.screen.detail_rule];
        for rule in rules.into_iter().flatten() {
            render_rule(rule, painter);
        }
        footer::render(ctx, self.modal.as_ref().and_then(Modal::hints), painter);
        if let Some(modal) = &self.modal {
            modal.render(ctx, painter);
        }
    }

    /// The paragraph and the percentage reached: `¶ 3/5  62 %`.
    #[must_use]
    pub fn progress(&self) -> String {
        let count = self.ctx.document.essay.paragraph_count();
        let percent = self.panes.essay.percent();
        match self.panes.essay.paragraph(&self.ctx) {
            _ if count == 0 => format!("{percent:>3} %"),
            Some(number) => format!("¶ {number}/{count}  {percent:>3} %"),
            None => format!("¶ –/{count}  {percent:>3} %"),
        }
    }

    /// The links on screen, unless a modal hides the panes.
    #[must_use]
    pub fn hyperlinks(&self) -> Vec<Hyperlink> {
        if !matches!(self.modal, None | Some(Modal::Search(_))) {
            return Vec::new();
        }
        let mut links = self.panes.essay.hyperlinks(&self.ctx);
        links.extend(self.panes.detail.hyperlinks(&self.ctx));
        links
    }

    // ---- Navigation ----

    /// Shows a message until the next action.
    pub fn say(&mut self, message: StatusMessage) {
        self.ctx.message = Some(message);
    }

    /// Focuses a pane.
    fn focus(&mut self, pane: Pane) {
        let from = self.ctx.location.focus;
        if from == pane {
            return;
        }
        let changes_detail = from == Pane::Detail || pane == Pane::Detail;
        let detail = &mut self.panes.detail;
        let was_at_top = changes_detail.then(|| detail.before_focus_change(&self.ctx));
        self.ctx.location.focus = pane;
        self.sync();
        if let Some(was_at_top) = was_at_top {
            self.panes.detail.after_focus_change(was_at_top, &self.ctx);
        }
    }

    /// Calls [`set_lens`](Self::set_lens) unless the subject is the lens already.
    fn set_lens_if_changed(&mut self, subject: Subject) {
        let location = &mut self.ctx.location;
        if location.lens == subject && location.passage.is_none() {
            return;
        }
        self.set_lens(subject);
    }

    /// Makes a subject the lens, with the detail at its top. The essay scrolls only if none of the
    /// subject's passages is on screen.
    fn set_lens(&mut self, subject: Subject) {
        self.ctx.location.lens = subject;
        self.ctx.location.passage = None;
        self.panes.detail.reset();
        self.sync();
        self.with_essay(EssayPane::reveal_lens);
    }

    /// Shows the list that has a subject, with the cursor on it.
    fn show_in_sidebar(&mut self, subject: Subject) {
        let location = &mut self.ctx.location;
        location.list = match subject {
            Subject::Essay => location.list,
            Subject::Theme(_) => List::Themes,
            Subject::Claim(_) => List::Claims,
            Subject::Actor(_) => List::Actors,
        };
        location.lens = subject;
        self.panes.sidebar.select_lens(&self.ctx);
        if self.ctx.location.zoomed || self.ctx.screen.detail.is_none() {
            self.focus(Pane::Detail);
        }
    }

    /// Shows another list in the sidebar. The lens stays until the cursor moves.
    fn show_list(&mut self, list: List) {
        let ctx = &self.ctx;
        if !ctx.has_list(list) && self.ctx.location.list != list {
            let name = ctx.list_name(list).to_lowercase();
            self.say(StatusMessage::info(format!("No {name} here")));
            return;
        }
        self.ctx.location.list = list;
        self.focus(Pane::Sidebar);
        self.panes.sidebar.select_lens(&self.ctx);
    }

    /// Moves from the sidebar to the detail: to its first claim, or to the claim of the current passage,
    /// which is opened if the detail does not list it. Without an apparatus, moves to the essay.
    fn enter_detail(&mut self) {
        let current_claim = self.current_claim();
        if current_claim.is_none() {
            let selected = self.panes.sidebar.cursor(&self.ctx).selected;
            let msg = self.panes.sidebar.select(selected, &self.ctx);
            self.apply(msg);
        }
        let has_items = !self.panes.detail.items(&self.ctx).is_empty();
        if self.ctx.document.apparatus.is_empty() && !has_items {
            // Before the focus leaves the sidebar, so that its cursor does not follow the essay.
            self.sync();
            self.focus(Pane::Essay);
            return;
        }
        let from = self.ctx.location.focus;
        self.focus(Pane::Detail);
        let mut items = self.panes.detail.content().targets.iter();
        if let Some(claim) = current_claim {
            let target = DetailItem::Subject(Subject::Claim(claim));
            if let Some(entry) = items.position(|item| *item == target) {
                self.panes.detail.select_without_preview(entry, &self.ctx);
            } else {
                self.focus(from);
                self.handle_in_pane(Pane::Essay, Input::Action(Action::Open));
            }
        } else {
            let is_claim =
                |item: &DetailItem| matches!(item, DetailItem::Subject(Subject::Claim(_)));
            let entry = items.position(is_claim).unwrap_or(0);
            self.panes.detail.enter(entry, &self.ctx);
            let passage = self.panes.detail.selected_passage(&self.ctx);
            self.preview(passage);
        }
    }

    /// The claim of the current passage, if that is on screen, the claim is not the lens, and the
    /// sidebar's cursor is on the lens.
    fn current_claim(&self) -> Option<ClaimIx> {
        let ctx = &self.ctx;
        let passage = ctx.visible_passage()?;
        let Owner::Claim(claim, _) = passage.owner? else {
            return None;
        };
        let lens = ctx.location.lens;
        let on_lens = self.panes.sidebar.selected(&self.ctx)?.item == Item::Subject(lens);
        (on_lens && lens != Subject::Claim(claim)).then_some(claim)
    }

    /// Opens the claim quoted in a range of the essay. Several claims, or notes, open the chooser.
    fn open_at(&mut self, range: &Range<usize>) {
        let index = &self.ctx.document.index;
        let (mut claims, mut notes) = (Vec::new(), Vec::new());
        let passages = index.claims_at(range.clone()).into_iter();
        for passage in passages.chain(index.notes_at(range.clone())) {
            match passage.owner {
                Owner::Claim(claim, _) if !claims.contains(&claim) => claims.push(claim),
                Owner::Note(note) if !notes.contains(&note) => notes.push(note),
                _ => {}
            }
        }
        match claims.as_slice() {
            [] if notes.is_empty() => self.say(StatusMessage::info("No claim here")),
            // The detail of the claim lists the notes on its words.
            &[claim] => self.open_quoted_claim(claim),
            _ => self.modal = Some(Modal::Chooser(Chooser::new(claims, notes, &self.ctx))),
        }
    }

    /// Opens a claim from its words in the essay, which stay the current passage.
    fn open_quoted_claim(&mut self, claim: ClaimIx) {
        if self.ctx.location.lens == Subject::Claim(claim) {
            self.say(StatusMessage::info("This claim is already open"));
            return;
        }
        let passage = self.ctx.location.passage.clone();
        self.push_jump();
        self.set_lens(Subject::Claim(claim));
        if self.ctx.screen.detail.is_none() {
            self.focus(Pane::Detail);
        } else {
            self.ctx.location.passage = passage;
        }
    }

    /// Highlights a passage and brings it into view.
    fn preview(&mut self, passage: Option<PassageRef>) {
        if let Some(passage) = &passage {
            self.with_essay(|essay, ctx| essay.reveal(&passage.range, ctx));
        }
        self.ctx.location.passage = passage;
    }

    /// Makes a passage the current one and brings it into view; the detail's cursor follows.
    fn go_to_passage(&mut self, passage: PassageRef) {
        self.show_essay();
        self.with_essay(|essay, ctx| essay.reveal(&passage.range, ctx));
        let mut targets = Vec::new();
        if let Some(Owner::Claim(claim, _)) = passage.owner {
            targets.push(DetailItem::Subject(Subject::Claim(claim)));
        }
        if self.ctx.location.focus == Pane::Detail {
            targets.push(DetailItem::Passage(passage.clone()));
        }
        self.ctx.location.passage = Some(passage);
        let items = self.panes.detail.items(&self.ctx);
        let entry = items.iter().position(|item| targets.contains(item));
        if let Some(entry) = entry {
            self.panes.detail.select_without_preview(entry, &self.ctx);
        }
    }

    /// Focuses the essay if it is hidden.
    fn show_essay(&mut self) {
        if self.ctx.screen.essay.is_none() {
            self.focus(Pane::Essay);
        }
    }

    fn step_passage(&mut self, forward: bool) {
        match self.panes.essay.adjacent_passage(forward, &self.ctx) {
            Ok((passage, at, count)) => {
                self.go_to_passage(passage);
                let claim = self.describe_passage();
                self.say(StatusMessage::info(format!("{} of {count}{claim}", at + 1)));
            }
            Err(reason) => self.say(StatusMessage::info(reason)),
        }
    }

    /// The claim of the current passage, for a message: its number, and its text if the detail does
    /// not show it.
    fn describe_passage(&self) -> String {
        let passage = self.ctx.location.passage.as_ref();
        let Some(Owner::Claim(claim, _)) = passage.and_then(|passage| passage.owner) else {
            return String::new();
        };
        let number = self.ctx.document.index.number(claim);
        let subject = Subject::Claim(claim);
        let is_selected = self.panes.detail.selected() == Some(&DetailItem::Subject(subject));
        let is_open = self.ctx.location.lens == subject && self.ctx.screen.detail.is_some();
        if is_selected || is_open {
            return format!("  claim {number}");
        }
        let sentence = self.ctx.document.apparatus[claim].sentence();
        format!("  claim {number}: {sentence}")
    }

    fn toggle_zoom(&mut self) {
        if self.ctx.screen.arrangement == Arrangement::Single {
            self.say(StatusMessage::info("Only one pane fits on this screen"));
        } else {
            self.ctx.location.zoomed = !self.ctx.location.zoomed;
        }
    }

    /// Whether an action only changes the sizes of panes.
    fn is_viewport_only(&self, action: Action) -> bool {
        let unzooms = action == Action::Cancel && self.cancel_unzooms();
        self.modal.is_none() && (action == Action::Zoom || unzooms)
    }

    /// Whether there is nothing to cancel on screen but the zoom.
    fn cancel_unzooms(&self) -> bool {
        let has_passage = self.ctx.screen.essay.is_some() && self.ctx.visible_passage().is_some();
        self.ctx.location.zoomed && self.ctx.search.active().is_none() && !has_passage
    }

    fn cancel(&mut self) {
        if self.cancel_unzooms() {
            self.ctx.location.zoomed = false;
        } else if !self.ctx.search.clear() {
            self.ctx.location.passage = None;
        }
    }

    /// Opens a modal.
    fn open_modal(&mut self, kind: ModalKind) {
        let modal = match kind {
            ModalKind::Help => Modal::Help(Help::default()),
            ModalKind::Problems => {
                if self.ctx.document.problems.is_empty() && self.ctx.reload_error.is_none() {
                    self.say(StatusMessage::info(
                        if self.ctx.document.apparatus.is_empty() {
                            "This essay has no apparatus yet"
                        } else {
                            "The apparatus has no problems"
                        },
                    ));
                    return;
                }
                Modal::Problems(Problems::default())
            }
            ModalKind::Picker => Modal::Picker(Picker::new(&self.ctx, self.drafts.picker.clone())),
            ModalKind::Search => {
                let snapshot = self.snapshot();
                self.ctx.search.open_prompt(snapshot);
                Modal::Search(SearchPrompt::new(self.drafts.search.clone()))
            }
        };
        self.modal = Some(modal);
    }

    // ---- Jumps ----

    /// Where the reader is, with the state of the panes.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            location: self.ctx.location.clone(),
            sidebar: self.panes.sidebar.state(),
            essay: self.panes.essay.state(&self.ctx),
            detail: self.panes.detail.state(&self.ctx),
        }
    }

    /// Restores a snapshot; [`sync`](Self::sync) must follow.
    fn restore(&mut self, snapshot: Snapshot) {
        self.ctx.location = snapshot.location;
        self.panes.sidebar.restore(snapshot.sidebar);
        self.panes.essay.restore(snapshot.essay);
        self.panes.detail.restore(snapshot.detail);
    }

    fn jump(&self) -> Jump {
        Jump {
            snapshot: self.snapshot(),
            search: self.ctx.search.active().map(Search::saved),
        }
    }

    /// Pushes the current location on the jump list, before leaving it.
    fn push_jump(&mut self) {
        let jump = self.jump();
        self.jumps.push(jump.into());
    }

    fn jump_to(&mut self, entry: Option<JumpEntry>, none_message: &str) {
        let Some(entry) = entry else {
            self.say(StatusMessage::info(none_message));
            return;
        };
        let Jump { snapshot, search } = entry.resolve(&self.ctx.document);
        self.restore(snapshot);
        self.restore_search(search);
    }

    /// Performs a browsing action. The first of a run that scrolls the essay pushes the location before
    /// the run on the jump list.
    fn browse<R>(&mut self, action: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.jump();
        let pushed = self.jumps.pushed();
        let result = action(self);
        let Snapshot {
            location, essay, ..
        } = &before.snapshot;
        let scrolled = self.panes.essay.position() != essay.position;
        let highlights_changed = self.ctx.location.lens != location.lens
            || self.ctx.location.passage != location.passage;
        let browsing = std::mem::take(&mut self.browsing);
        self.browsing = match browsing {
            // The action opened something, which pushed its own jump.
            _ if self.jumps.pushed() != pushed => Browsing::Idle,
            Browsing::JumpPushed => Browsing::JumpPushed,
            // Only another pane was focused or another list shown.
            Browsing::Idle if !highlights_changed && !scrolled => Browsing::Idle,
            browsing => {
                let start = match browsing {
                    Browsing::Unscrolled(start) => start,
                    _ => Box::new(before),
                };
                if scrolled {
                    self.jumps.push((*start).into());
                    Browsing::JumpPushed
                } else {
                    Browsing::Unscrolled(start)
                }
            }
        };
        result
    }

    // ---- Search ----

    fn search_typed(&mut self, query: &str) {
        let origin = self.ctx.search.origin().expect("the search prompt is open");
        self.restore(origin.snapshot.clone());
        self.sync();
        self.commit_viewport();
        self.start_search(query);
        self.ctx.search.set_on_first_match(OnFirstMatch::Show);
        self.show_match();
    }

    fn start_search(&mut self, query: &str) {
        let Ctx {
            document,
            essay_view,
            search,
            ..
        } = &mut self.ctx;
        let (range, from) = (essay_view.text_range.clone(), essay_view.visible.start);
        search.start(document, range, query, from);
    }

    fn restore_search(&mut self, saved: Option<SavedSearch>) {
        let range = self.ctx.essay_view.text_range.clone();
        self.ctx.search.restore(&self.ctx.document, range, saved);
    }

    fn show_match(&mut self) {
        if let Some(range) = self.ctx.search.current_match() {
            self.show_essay();
            self.with_essay(|essay, ctx| essay.reveal(&range, ctx));
        }
    }

    fn cancel_search(&mut self, typed: String) {
        self.modal = None;
        if !typed.is_empty() && !self.ctx.search.history().contains(&typed) {
            self.drafts.search = Some(typed);
        }
        let snapshot = self.ctx.search.cancel_prompt();
        self.restore(snapshot);
    }

    /// Accepts the query: its matches stay highlighted, and the location before is pushed as a jump.
    fn accept_search(&mut self, query: &str) {
        if query.is_empty() {
            self.cancel_search(String::new());
            return;
        }
        self.modal = None;
        self.drafts.search = None;
        let (snapshot, result) = self.ctx.search.accept_prompt(query);
        match result {
            SearchStep::Moved => {
                self.focus(Pane::Essay);
                self.go_to_match(snapshot);
            }
            SearchStep::Searching => {
                self.restore(snapshot);
                self.say_searching();
            }
            SearchStep::NoMatch | SearchStep::NoSearch => {
                self.restore(snapshot);
                self.say_not_found(query);
            }
        }
    }

    fn step_match(&mut self, forward: bool) {
        if self.ctx.search.active().is_none()
            && let Some(query) = self.ctx.search.history().last().cloned()
        {
            self.start_search(&query);
            if self.ctx.search.current_match().is_some() {
                self.go_to_match(self.snapshot());
                return;
            }
        }
        match self.ctx.search.step(forward) {
            SearchStep::Moved => self.go_to_match(self.snapshot()),
            SearchStep::Searching => self.say_searching(),
            SearchStep::NoMatch => self.end_failed_search(),
            SearchStep::NoSearch => {
                let key = self.ctx.key_of(Action::Search);
                self.say(StatusMessage::warning(format!(
                    "No search yet: {key} starts one"
                )));
            }
        }
    }

    /// Shows the current match. The first match of a search pushes `snapshot`, the location before it,
    /// on the jump list.
    fn go_to_match(&mut self, snapshot: Snapshot) {
        if let Some(search) = self.ctx.search.mark_jump_pushed() {
            self.jumps.push(Jump { snapshot, search }.into());
        }
        self.ctx.location.passage = None;
        self.show_match();
        self.show_match_count();
    }

    /// Ends a search without matches and restores the one before it.
    fn end_failed_search(&mut self) {
        if let Some((query, replaced)) = self.ctx.search.take_failed() {
            self.say_not_found(&query);
            self.restore_search(replaced);
        }
    }

    fn say_not_found(&mut self, query: &str) {
        self.say(StatusMessage::warning(format!("No matches for “{query}”")));
    }

    fn say_searching(&mut self) {
        if let Some(search) = self.ctx.search.active() {
            let message = StatusMessage::info(format!("Searching for “{}”", search.query()));
            self.say(message);
        }
    }

    /// A search to run on another thread, if one is waiting. Its results go to
    /// [`add_results`](Self::add_results).
    pub fn background_search(&mut self) -> Option<BackgroundSearch> {
        self.ctx.search.background_search(&self.ctx.document)
    }

    /// Applies late results of a background search; false if nothing on screen changes.
    pub fn add_results(&mut self, results: SearchResults) -> bool {
        let shows_count = self.shows_match_count();
        match self.ctx.search.add_results(results) {
            ResultsOutcome::Unrelated => return false,
            ResultsOutcome::FirstMatch(then) if then != OnFirstMatch::Ignore => {
                self.sync();
                self.commit_viewport();
                let snapshot = self.snapshot();
                if then == OnFirstMatch::Accept {
                    self.focus(Pane::Essay);
                }
                if then == OnFirstMatch::Show {
                    self.show_match();
                } else {
                    self.go_to_match(snapshot);
                }
                self.sync();
                self.record_viewport();
                return true;
            }
            ResultsOutcome::NoMatch(OnFirstMatch::Accept | OnFirstMatch::GoTo) => {
                self.end_failed_search();
            }
            ResultsOutcome::NoMatch(OnFirstMatch::Ignore) => {
                if let Some(replaced) = self.ctx.search.take_replaced() {
                    self.restore_search(Some(replaced));
                }
            }
            _ if shows_count => self.show_match_count(),
            _ => {}
        }
        self.sync();
        true
    }

    /// Adds queries of earlier runs to the search history, oldest first.
    pub fn add_earlier_queries(&mut self, queries: &[String]) {
        let queries = queries.iter().map(|query| single_line(query)).collect();
        self.ctx.search.add_earlier_queries(queries);
    }

    fn show_match_count(&mut self) {
        if let Some(message) = self.match_count() {
            self.say(message);
        }
    }

    fn shows_match_count(&self) -> bool {
        self.ctx.message.is_some() && self.ctx.message == self.match_count()
    }

    /// Which match is current and how many there are, then as many key hints as fit.
    fn match_count(&self) -> Option<StatusMessage> {
        let search = self.ctx.search.active()?;
        let ctx = &self.ctx;
        let room = usize::from(ctx.screen.footer.width.saturating_sub(2));
        let query = single_line(search.query());
        let min_query = layout::width(&query).min(MIN_QUERY_WIDTH);
        let mut count = search.count();
        if let Some(wrapped) = search.wrapped() {
            let long = format!("{count}, {wrapped}");
            if layout::width(&long) + min_query + 4 <= room {
                count = long;
            }
        }
        let left = room.saturating_sub(layout::width(&count) + 4);
        let query = layout::truncate(&query, left.max(min_query));
        let mut text = format!("“{query}”  {count}");
        let next = [Action::NextMatch, Action::PreviousMatch];
        for (actions, words) in [(&next[..], "next, previous"), (&[Action::Cancel], "clear")] {
            let keys = ctx.keys_of(actions, 1);
            let long = format!("{text}   {keys} {words}");
            if !keys.is_empty() && layout::width(&long) <= room {
                text = long;
            }
        }
        Some(StatusMessage::info(text))
    }

    // ---- Copying and editing ----

    /// The passage to copy, and its claim: unless the cursor was placed, the current passage if it is on
    /// screen, else the current match if it is; else the passage under the cursor of the focused detail;
    /// else the lens's passage at the essay's cursor; else the block there.
    fn passage_to_copy(&self) -> Option<(Range<usize>, Option<ClaimIx>)> {
        let ctx = &self.ctx;
        let claim = |passage: PassageRef| match passage.owner {
            Some(Owner::Claim(claim, _)) => (passage.range, Some(claim)),
            _ => (passage.range, None),
        };
        let placed = self.panes.essay.placed_row();
        if placed.is_none() || ctx.is_focused(Pane::Detail) {
            if let Some(passage) = ctx.visible_passage() {
                return Some(claim(passage.clone()));
            }
            if let Some(range) = ctx.visible_match() {
                return Some((range, None));
            }
        }
        let detail = &self.panes.detail;
        if ctx.is_focused(Pane::Detail)
            && detail.is_cursor_visible(&self.ctx)
            && let Some(passage) = detail.selected_passage(&self.ctx)
        {
            return Some(claim(passage));
        }
        // With the essay as the lens, the paragraph is copied and not just any claim's passage in it.
        if ctx.location.lens != Subject::Essay
            && let Some(passage) = self.panes.essay.passage_at_cursor(&self.ctx)
        {
            return Some(claim(PassageRef::from(passage)));
        }
        let essay = &self.ctx.document.essay;
        let at = placed.map_or(ctx.essay_view.visible.start, |row| row.start);
        let block = essay.block_at(at)?;
        Some((essay.blocks()[block].range.clone(), None))
    }

    /// The text to copy, with its citation, and its description for the message.
    fn copy(&mut self) -> Option<(String, String)> {
        let Some((range, claim)) = self.passage_to_copy() else {
            self.say(StatusMessage::info("Nothing to copy"));
            return None;
        };
        let document = &self.ctx.document;
        let words = document.essay.text(range.clone()).replace('\n', " ");
        let place = citation::place_in_essay(document, range.start);
        let text = citation::citation(document, range, claim);
        Some((text, format!("{place} “{words}”")))
    }

    /// Opens the editor at the selected entry.
    fn edit(&mut self) -> Option<Effect> {
        let Files { apparatus, essay } = &self.ctx.files;
        let Some(file) = apparatus.clone() else {
            self.say(StatusMessage::info(if essay.is_some() {
                "No file to edit: the apparatus came through a pipe"
            } else if self.ctx.document.apparatus.is_empty() {
                "No file to edit: save the text, then “postil init FILE” starts an apparatus"
            } else {
                "No file to edit: “postil init” writes a copy"
            }));
            return None;
        };
        let line = match &self.modal {
            Some(Modal::Problems(problems)) => problems.selected_line(&self.ctx),
            _ => self
                .selected_span()
                .map(|span| self.ctx.document.line(span.start)),
        };
        // Without a selected entry the file opens at its first line.
        let line = line.unwrap_or(1);
        Some(Effect::Edit { file, line })
    }

    /// The bytes of the apparatus file that define the selected entry.
    fn selected_span(&self) -> Option<Range<usize>> {
        let apparatus = &self.ctx.document.apparatus;
        let subject_span = |subject: Subject| match subject {
            Subject::Essay => None,
            Subject::Theme(theme) => Some(apparatus[theme].span.clone()),
            Subject::Claim(claim) => Some(apparatus[claim].span.clone()),
            Subject::Actor(actor) => Some(apparatus[actor].span.clone()),
        };
        let owner_span = |owner: Option<Owner>| match owner? {
            Owner::Claim(claim, _) => subject_span(Subject::Claim(claim)),
            Owner::Actor(actor) => subject_span(Subject::Actor(actor)),
            Owner::Note(note) => Some(apparatus[note].span.clone()),
        };
        let ctx = &self.ctx;
        match ctx.location.focus {
            Pane::Detail => match self.panes.detail.selected()? {
                DetailItem::Subject(subject) => subject_span(*subject),
                DetailItem::RelatedClaim(claim) => subject_span(Subject::Claim(*claim)),
                DetailItem::Passage(passage) => owner_span(passage.owner),
                DetailItem::Problems => None,
            },
            Pane::Essay => {
                let owner = ctx.visible_passage().and_then(|passage| passage.owner);
                owner_span(owner).or_else(|| subject_span(ctx.location.lens))
            }
            Pane::Sidebar => match self.panes.sidebar.selected(ctx)?.item {
                Item::Subject(subject) => subject_span(subject),
                Item::Heading(_) => None,
            },
        }
    }
}

impl Panes {
    fn handle(&mut self, pane: Pane, input: Input, ctx: &Ctx) -> Option<Msg> {
        match pane {
            Pane::Sidebar => self.sidebar.handle(input, ctx),
            Pane::Essay => self.essay.handle(input, ctx),
            Pane::Detail => self.detail.handle(input, ctx),
        }
    }
}

/// The areas of the panes on a screen of this size.
fn screen_layout(
    document: &Document,
    size: (u16, u16),
    location: &Location,
    options: Options,
) -> ScreenLayout {
    let Location { focus, zoomed, .. } = *location;
    let layout = ScreenLayout::new(size.0, size.1, focus, zoomed, options.breakpoints);
    if document.apparatus.is_empty() {
        layout.with_short_detail(DETAIL_ROWS_WITHOUT_APPARATUS)
    } else {
        layout
    }
}

/// Draws the line between two panes.
fn render_rule(rule: Rect, painter: &mut Painter<'_>) {
    let glyphs = painter.glyphs();
    let is_vertical = rule.width == 1;
    let glyph = if is_vertical {
        glyphs.vertical
    } else {
        glyphs.horizontal
    };
    for Position { x, y } in rule.positions() {
        painter.text(x, y, 1, glyph, StyleRole::Rule);
    }
}
