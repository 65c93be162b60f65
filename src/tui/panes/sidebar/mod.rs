//! The sidebar: the essay itself, then its themes, claims or actors, and a strip that shows where
//! their passages are.

mod render;
mod rows;
mod strip;

pub use rows::{Item, SidebarRow, heading_text};

use std::ops::Range;

use crate::document::Subject;
use crate::tui::action::Action;
use crate::tui::geometry::Pane;
use crate::tui::message::{Ctx, Input, Msg};
use crate::tui::navigation::{List, ListCursor, SidebarState};
use crate::tui::painter::text_width;
use rows::rows;

/// Rows above the entries: the names of the lists and a blank row.
const HEADER_ROWS: u16 = 2;
/// Rows of the strip below the entries, with the blank row above it.
const STRIP_ROWS: u16 = 3;
/// The strip is shown if the sidebar has at least this many rows.
const MIN_ROWS_FOR_STRIP: u16 = 10;
/// A claim takes one row instead of two if the sidebar has at least this many cells.
const MIN_WIDTH_FOR_SHORT_CLAIMS: u16 = 44;

/// The sidebar.
#[derive(Debug, Default)]
pub struct Sidebar {
    state: SidebarState,
    /// The entries of the current list, and which list that is.
    rows: Vec<SidebarRow>,
    rows_of: Option<List>,
}

impl Sidebar {
    /// The state, for a snapshot.
    #[must_use]
    pub fn state(&self) -> SidebarState {
        self.state
    }

    /// Restores the state of a snapshot.
    pub fn restore(&mut self, state: SidebarState) {
        self.state = state;
    }

    /// Drops what was derived from the old document.
    pub fn on_document_changed(&mut self) {
        self.rows_of = None;
    }

    /// The entries of the current list.
    #[must_use]
    pub fn rows(&self) -> &[SidebarRow] {
        &self.rows
    }

    /// The cursor of the current list.
    #[must_use]
    pub fn cursor(&self, ctx: &Ctx) -> ListCursor {
        self.state.cursors[ctx.location.list as usize]
    }

    fn cursor_mut(&mut self, ctx: &Ctx) -> &mut ListCursor {
        &mut self.state.cursors[ctx.location.list as usize]
    }

    /// The selected entry.
    #[must_use]
    pub fn selected(&self, ctx: &Ctx) -> Option<&SidebarRow> {
        self.rows.get(self.cursor(ctx).selected)
    }

    /// Handles an input; the lens follows the cursor.
    pub fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        match input {
            Input::Action(Action::Open) => Some(Msg::EnterDetail),
            Input::Action(action) => {
                let by = action.rows(entries_on_screen(ctx))?;
                self.select_by(by, ctx)
            }
            Input::Wheel(by) => self.select_by(by.signum(), ctx),
            Input::Click { x, y, .. } => self.click(x, y, ctx),
        }
    }

    fn select_by(&mut self, by: isize, ctx: &Ctx) -> Option<Msg> {
        let selected = self.cursor(ctx).selected.saturating_add_signed(by);
        self.select(selected, ctx)
    }

    /// Moves the cursor to an entry, at most the last. Returns the message that makes it the lens.
    pub fn select(&mut self, selected: usize, ctx: &Ctx) -> Option<Msg> {
        let selected = selected.min(self.rows.len().saturating_sub(1));
        self.set_cursor(selected, ctx);
        Some(match self.rows.get(selected)?.item {
            Item::Subject(subject) => Msg::Select(subject),
            Item::Heading(block) => Msg::SelectBlock(block),
        })
    }

    fn set_cursor(&mut self, selected: usize, ctx: &Ctx) {
        self.cursor_mut(ctx).selected = selected;
        self.cursor_mut(ctx).top = self.top(ctx);
    }

    /// Moves the cursor to the lens, if the current list has it.
    pub fn select_lens(&mut self, ctx: &Ctx) {
        self.sync_rows(ctx);
        let lens = Item::Subject(ctx.location.lens);
        if let Some(selected) = self.rows.iter().position(|row| row.item == lens) {
            self.set_cursor(selected, ctx);
        }
    }

    fn click(&mut self, x: u16, y: u16, ctx: &Ctx) -> Option<Msg> {
        let area = ctx.screen.sidebar?;
        let (x, y) = (x - area.x, y - area.y);
        if y == 0 {
            let mut tabs = tabs(ctx).into_iter();
            return tabs
                .find(|(_, cells)| cells.contains(&x))
                .map(|(list, _)| Msg::ShowList(list));
        }
        let row = y.checked_sub(HEADER_ROWS)?;
        if row >= entry_area_rows(ctx) {
            let below = area.height - y;
            return (shows_strip(ctx) && below < STRIP_ROWS)
                .then(|| strip::offset_at(x, ctx))?
                .map(Msg::ScrollTo);
        }
        let selected = self.top(ctx) + usize::from(row / rows_per_entry(ctx));
        (selected < self.rows.len()).then(|| self.select(selected, ctx))?
    }

    /// Updates the entries and keeps the cursor inside them. An outline follows the essay.
    pub fn sync(&mut self, ctx: &Ctx) {
        self.sync_rows(ctx);
        let last = self.rows.len().saturating_sub(1);
        let cursor = self.cursor_mut(ctx);
        cursor.selected = cursor.selected.min(last);
        self.follow_essay(ctx);
    }

    fn sync_rows(&mut self, ctx: &Ctx) {
        if self.rows_of != Some(ctx.location.list) {
            self.rows = rows(&ctx.document, ctx.location.list);
            self.rows_of = Some(ctx.location.list);
        }
    }

    /// Moves the outline's cursor to the heading being read, if the essay was scrolled, unless the
    /// sidebar is focused.
    fn follow_essay(&mut self, ctx: &Ctx) {
        let position = ctx.essay_view.position;
        let scrolled = std::mem::replace(&mut self.state.outline_synced_at, position) != position;
        let follows = scrolled
            && !ctx.is_focused(Pane::Sidebar)
            && ctx.location.list == List::Themes
            && ctx.location.lens == Subject::Essay
            && ctx.document.apparatus.themes.is_empty();
        if let (true, Some(block)) = (follows, ctx.essay_view.current_block) {
            // The first entry, the essay itself, is that of the text before the first heading.
            let passed = self.rows.partition_point(|row| match row.item {
                Item::Heading(heading) => heading <= block,
                Item::Subject(_) => true,
            });
            self.set_cursor(passed.saturating_sub(1), ctx);
        }
    }

    /// The first entry shown: the scroll offset, adjusted so that the cursor is visible.
    fn top(&self, ctx: &Ctx) -> usize {
        let height = entries_on_screen(ctx);
        let mut cursor = self.cursor(ctx);
        cursor.top = cursor.top.min(self.rows.len().saturating_sub(height));
        cursor.reveal(cursor.selected, cursor.selected + 1, height);
        cursor.top
    }
}

/// The names of the lists, each with its columns within the sidebar. An empty list is left out unless
/// it is the current one.
fn tabs(ctx: &Ctx) -> Vec<(List, Range<u16>)> {
    let mut lists = List::ALL.to_vec();
    lists.retain(|&list| list == ctx.location.list || ctx.has_list(list));
    let width_of = |list: &List| text_width(ctx.list_name(*list));
    let width = ctx.screen.sidebar.map_or(0, |area| area.width);
    let names: u16 = lists.iter().map(width_of).sum();
    let gaps = u16::try_from(lists.len() - 1).expect("there are three lists");
    // With little room the names move closer together.
    let (mut x, gap) = match width.saturating_sub(names) {
        spare if spare > 2 * gaps => (1, 2),
        spare if spare > gaps => (1, 1),
        _ => (0, 1),
    };
    let mut tabs = Vec::with_capacity(lists.len());
    for list in lists {
        let end = (x + width_of(&list)).min(width);
        tabs.push((list, x.min(end)..end));
        x += width_of(&list) + gap;
    }
    tabs
}

fn entries_on_screen(ctx: &Ctx) -> usize {
    usize::from(entry_area_rows(ctx) / rows_per_entry(ctx))
}

/// Rows of the sidebar that hold entries.
fn entry_area_rows(ctx: &Ctx) -> u16 {
    let rows = ctx.screen.sidebar.map_or(0, |area| area.height);
    let strip = if shows_strip(ctx) { STRIP_ROWS } else { 0 };
    rows.saturating_sub(HEADER_ROWS + strip)
}

/// Rows of each entry: two for claims in a narrow sidebar, since one would show too few words.
fn rows_per_entry(ctx: &Ctx) -> u16 {
    let width = ctx.screen.sidebar.map_or(u16::MAX, |area| area.width);
    let is_narrow = width < MIN_WIDTH_FOR_SHORT_CLAIMS;
    let two = ctx.location.list == List::Claims && is_narrow && entry_area_rows(ctx) > 1;
    if two { 2 } else { 1 }
}

fn shows_strip(ctx: &Ctx) -> bool {
    ctx.screen
        .sidebar
        .is_some_and(|area| area.height >= MIN_ROWS_FOR_STRIP)
}
