//! The detail pane: what the apparatus says about the lens, with a cursor on the entries that can be
//! opened.
//!
//! The text depends on the pane's shape. When the shape changes, because another pane is focused, a
//! pane is zoomed or the terminal is resized, the same entries stay visible.

pub mod content;
mod render;

use std::borrow::Cow;

use crate::document::Subject;
use crate::tui::action::Action;
use crate::tui::geometry::{Arrangement, Pane};
use crate::tui::message::{Ctx, Input, ModalKind, Msg};
use crate::tui::navigation::{DetailShape, DetailState, DetailViewport, ListCursor, PassageRef};
use crate::tui::rich_text::RichText;
use content::{ContentOptions, DetailItem};

/// Cells beside the text: the cursor and a space on the left, a scroll arrow on the right.
const MARGINS: u16 = 3;

/// The longest row, in cells.
const MAX_WIDTH: usize = 72;

/// The detail pane.
#[derive(Debug, Default)]
pub struct DetailPane {
    state: DetailState,
    content: RichText<DetailItem>,
    /// What `content` was built with.
    content_options: Option<ContentOptions>,
}

impl DetailPane {
    /// The state, for a snapshot.
    #[must_use]
    pub fn state(&self, ctx: &Ctx) -> DetailState {
        DetailState {
            cursor: self.state.cursor,
            viewport: self.viewport(ctx),
        }
    }

    /// Restores the state of a snapshot.
    pub fn restore(&mut self, state: DetailState) {
        self.state = state;
    }

    /// Moves to the top, for a new lens.
    pub fn reset(&mut self) {
        self.state = DetailState::default();
    }

    /// Drops what was derived from the old document.
    pub fn on_document_changed(&mut self) {
        self.content_options = None;
    }

    /// The text and its entries.
    #[must_use]
    pub fn content(&self) -> &RichText<DetailItem> {
        &self.content
    }

    /// The index of the selected entry.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.state.cursor.selected
    }

    /// The item of the selected entry.
    #[must_use]
    pub fn selected(&self) -> Option<&DetailItem> {
        self.content.targets.get(self.cursor())
    }

    /// The items of all entries, even while the pane is hidden.
    #[must_use]
    pub fn items(&self, ctx: &Ctx) -> Cow<'_, [DetailItem]> {
        if ctx.screen.detail.is_some() {
            return Cow::Borrowed(&self.content.targets);
        }
        let options = ContentOptions::all(ctx.location.lens, MAX_WIDTH);
        Cow::Owned(content::build_content(&ctx.document, options, None).targets)
    }

    /// The passage that the selected entry is about: its own, or the claim's first.
    #[must_use]
    pub fn selected_passage(&self, ctx: &Ctx) -> Option<PassageRef> {
        match self.selected()? {
            &(DetailItem::Subject(Subject::Claim(claim)) | DetailItem::RelatedClaim(claim)) => {
                let passages = ctx.document.index.passages(Subject::Claim(claim));
                passages.first().map(PassageRef::from)
            }
            DetailItem::Passage(passage) => Some(passage.clone()),
            DetailItem::Subject(_) | DetailItem::Problems => None,
        }
    }

    /// Builds the text, and keeps the cursor inside it.
    pub fn sync(&mut self, ctx: &Ctx) {
        let Some(shape) = Self::shape(ctx) else {
            self.content = RichText::default();
            self.content_options = None;
            return;
        };
        let options = ContentOptions {
            subject: ctx.location.lens,
            width: shape.width,
            max_summary_rows: shape.summary_rows,
            below_essay: shape.below_essay,
            wrap_lines: !shape.below_essay,
            may_write: ctx.keymap.allows(Action::Edit),
        };
        if self.content_options != Some(options) {
            let key = ctx.key_of(Action::NextPassage);
            self.content = content::build_content(&ctx.document, options, Some(&key));
            self.content_options = Some(options);
        }
        self.state.cursor.selected = self.cursor().min(self.last_entry());
    }

    fn last_entry(&self) -> usize {
        self.content.targets.len().saturating_sub(1)
    }

    fn shape(ctx: &Ctx) -> Option<DetailShape> {
        let area = ctx.screen.detail?;
        let height = usize::from(area.height);
        let below_essay = ctx.screen.arrangement == Arrangement::Stacked && !ctx.location.zoomed;
        // Below the essay the summary is cut until the pane is focused, to leave rows for the claims.
        let cut = below_essay && !ctx.is_focused(Pane::Detail);
        Some(DetailShape {
            width: usize::from(area.width.saturating_sub(MARGINS)).min(MAX_WIDTH),
            height,
            summary_rows: cut.then(|| (height / 4).max(2)),
            below_essay,
        })
    }

    fn height(ctx: &Ctx) -> usize {
        ctx.screen.detail.map_or(0, |area| usize::from(area.height))
    }

    /// Updates its state for an input, and returns what the app should do, if anything.
    pub fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        match input {
            Input::Action(Action::Open) => self.open(ctx),
            Input::Action(action) => {
                // A page is a third of the rows, since each entry has several.
                let by = action.rows(Self::height(ctx) / 3)?;
                self.move_by(by, ctx)
            }
            Input::Wheel(by) => {
                self.scroll(by, ctx);
                None
            }
            Input::Click { y, focused, .. } => self.click(self.entry_at(y, ctx)?, focused, ctx),
        }
    }

    /// The entry on a row of the screen.
    #[must_use]
    pub fn entry_at(&self, y: u16, ctx: &Ctx) -> Option<usize> {
        let row = self.top(ctx) + usize::from(y - ctx.screen.detail?.y);
        self.content.rows.get(row)?.entry
    }

    /// Handles a click on an entry: selects it, or opens it if it was selected in a focused pane.
    pub fn click(&mut self, entry: usize, focused: bool, ctx: &Ctx) -> Option<Msg> {
        if focused && entry == self.cursor() {
            self.open(ctx)
        } else {
            self.select(entry, ctx)
        }
    }

    fn open(&mut self, ctx: &Ctx) -> Option<Msg> {
        if !self.is_cursor_visible(ctx) {
            // Nothing is opened off screen: this scrolls back to the cursor first.
            return self.select(self.cursor(), ctx);
        }
        Some(match self.selected()?.clone() {
            DetailItem::Subject(subject) => Msg::Open(subject),
            DetailItem::RelatedClaim(claim) => Msg::Open(Subject::Claim(claim)),
            DetailItem::Passage(passage) => Msg::JumpToPassage(passage),
            DetailItem::Problems => Msg::OpenModal(ModalKind::Problems),
        })
    }

    /// Selects an entry, at most the last, and scrolls to it.
    pub fn select(&mut self, entry: usize, ctx: &Ctx) -> Option<Msg> {
        self.commit_viewport(ctx);
        self.state.cursor.selected = entry.min(self.last_entry());
        self.reveal_cursor(ctx);
        Some(Msg::Preview(self.selected_passage(ctx)))
    }

    /// Moves by entries. Scrolls by rows instead where a step would skip rows that were not visible yet,
    /// and before the first and after the last entry.
    fn move_by(&mut self, by: isize, ctx: &Ctx) -> Option<Msg> {
        match by {
            isize::MIN => {
                let msg = self.select(0, ctx);
                self.state.cursor.top = 0;
                return msg;
            }
            isize::MAX => {
                let msg = self.select(usize::MAX, ctx);
                self.scroll(by, ctx);
                return msg;
            }
            _ => {}
        }
        let without_entries = self.content.targets.is_empty().then_some(by);
        if let Some(rows) = self.rows_before_step(by, ctx).or(without_entries) {
            self.scroll(rows, ctx);
            return None;
        }
        let step = if self.is_cursor_ahead(by, ctx) { 0 } else { by };
        self.select(self.cursor().saturating_add_signed(step), ctx)
    }

    /// Whether the cursor is off screen in the direction of a step.
    fn is_cursor_ahead(&self, by: isize, ctx: &Ctx) -> bool {
        let top = self.top(ctx);
        self.cursor_rows().is_some_and(|(from, to)| match by {
            0.. => from >= top + Self::height(ctx),
            _ => to <= top,
        })
    }

    /// The rows to scroll by instead of a step of the cursor, if that would skip rows not seen yet.
    fn rows_before_step(&self, by: isize, ctx: &Ctx) -> Option<isize> {
        let (top, height) = (self.top(ctx), Self::height(ctx));
        let bottom = top + height;
        let (from, to) = self.cursor_rows()?;
        let is_ahead = self.is_cursor_ahead(by, ctx);
        let step = if is_ahead { 0 } else { by.signum() };
        let next = self.cursor().checked_add_signed(step);
        let next = next.and_then(|next| self.rows_to_reveal(next, ctx));
        let skips_unseen = next.is_none_or(|(from, to)| {
            if by > 0 {
                from.min(to.saturating_sub(height)) > bottom
            } else {
                from + height < top
            }
        });
        // Scroll no further than the selected entry's end, so that it can be read.
        let by = match by {
            1.. if !is_ahead && to > bottom => by.min((to - bottom).cast_signed()),
            ..=0 if !is_ahead && from < top => by.max(-(top - from).cast_signed()),
            _ => by,
        };
        skips_unseen.then_some(by)
    }

    /// The rows to show for an entry: its own, and above them its section's heading, or for the first
    /// entry all rows. If they do not fit, as many as leave the entry visible.
    fn rows_to_reveal(&self, entry: usize, ctx: &Ctx) -> Option<(usize, usize)> {
        let (begin, end) = self.content.rows_of_entry(entry)?;
        let above = self.content.rows[..begin].iter().rev();
        let heading = above.take_while(|row| row.entry.is_none() && !row.spans.is_empty());
        let from = if entry == 0 {
            0
        } else {
            begin - heading.count()
        };
        let from = from.max(end.saturating_sub(Self::height(ctx)));
        Some((from.min(begin), end))
    }

    fn scroll(&mut self, by: isize, ctx: &Ctx) {
        self.commit_viewport(ctx);
        let top = self.top(ctx).saturating_add_signed(by);
        self.state.cursor.top = top.min(self.last_top(ctx));
    }

    fn last_top(&self, ctx: &Ctx) -> usize {
        self.content.rows.len().saturating_sub(Self::height(ctx))
    }

    /// Selects an entry without previewing it, and scrolls to it, or does so when the pane is next shown.
    pub fn select_without_preview(&mut self, entry: usize, ctx: &Ctx) {
        self.commit_viewport(ctx);
        self.state.cursor.selected = entry;
        if ctx.screen.detail.is_some() {
            self.reveal_cursor(ctx);
        } else if let Some(viewport) = &mut self.state.viewport {
            viewport.cursor_moved = true;
        }
    }

    /// Selects an entry when the focus enters the pane, and shows the text from its beginning.
    pub fn enter(&mut self, entry: usize, ctx: &Ctx) {
        self.state.cursor.selected = entry;
        self.reveal_from_start(ctx);
    }

    /// Scrolls to the cursor as little as possible.
    pub fn reveal_cursor(&mut self, ctx: &Ctx) {
        self.commit_viewport(ctx);
        self.state.cursor.top = self.top_for_cursor(self.top(ctx), ctx);
    }

    /// Scrolls to the beginning of the text, or as near to it as the cursor stays visible.
    pub fn reveal_from_start(&mut self, ctx: &Ctx) {
        self.commit_viewport(ctx);
        self.state.cursor.top = self.top_from_start(self.top(ctx), ctx);
    }

    /// Puts the cursor on an entry `rows_below_top` rows below the top, as it was before a reload.
    pub fn restore_cursor(&mut self, item: &DetailItem, rows_below_top: isize) {
        let before = self.cursor();
        let items = self.content.targets.iter().enumerate();
        let same = items.filter(|(_, one)| *one == item).map(|(at, _)| at);
        if let Some(at) = same.min_by_key(|at| at.abs_diff(before)) {
            self.state.cursor.selected = at;
            if let Some((from, _)) = self.content.rows_of_entry(at) {
                self.state.cursor.top = from.saturating_add_signed(-rows_below_top);
            }
        }
    }

    /// How many rows below the top the selected entry begins.
    #[must_use]
    pub fn cursor_rows_below_top(&self) -> Option<isize> {
        let (from, _) = self.cursor_rows()?;
        Some(from.cast_signed() - self.state.cursor.top.cast_signed())
    }

    /// Prepares for a focus change, which may change the text. Returns whether the pane is at its top,
    /// for [`after_focus_change`](Self::after_focus_change).
    pub fn before_focus_change(&mut self, ctx: &Ctx) -> bool {
        self.commit_viewport(ctx);
        self.state.viewport = self.viewport(ctx);
        let top = self.state.cursor.top;
        self.state.viewport.map_or(top, |viewport| viewport.top) == 0
    }

    /// Completes a focus change after [`sync`](Self::sync): keeps the same rows visible, and in a focused
    /// pane the cursor.
    pub fn after_focus_change(&mut self, was_at_top: bool, ctx: &Ctx) {
        self.commit_viewport(ctx);
        if ctx.is_focused(Pane::Detail) && !self.is_cursor_visible(ctx) {
            if was_at_top {
                self.reveal_from_start(ctx);
            } else {
                self.reveal_cursor(ctx);
            }
        }
    }

    /// Makes the rows on screen the scroll position, before the user acts on them.
    pub fn commit_viewport(&mut self, ctx: &Ctx) {
        if ctx.screen.detail.is_some() {
            self.state.cursor.top = self.adjusted_top(ctx).unwrap_or(self.state.cursor.top);
            self.state.viewport = None;
        }
    }

    /// Records what is visible, so that it stays visible when the shape changes.
    pub fn record_viewport(&mut self, ctx: &Ctx) {
        self.state.viewport = self.viewport(ctx);
    }

    /// What was visible when the user last acted in the pane, else what is visible now.
    fn viewport(&self, ctx: &Ctx) -> Option<DetailViewport> {
        if self.state.viewport.is_some() {
            return self.state.viewport;
        }
        let shape = Self::shape(ctx)?;
        let top = self.top(ctx);
        let mut rows = self.content.rows.iter().skip(top).take(shape.height);
        let first_entry = rows.find_map(|row| row.entry).map(|entry| {
            let rows = self.content.rows_of_entry(entry);
            let (from, _) = rows.expect("the entry of a row has rows");
            (entry, from.cast_signed() - top.cast_signed())
        });
        Some(DetailViewport {
            shape,
            zoomed: ctx.location.zoomed,
            top,
            first_entry,
            cursor_visible: self.cursor_begins_in(top, ctx),
            cursor_moved: false,
        })
    }

    /// The first row shown.
    #[must_use]
    pub fn top(&self, ctx: &Ctx) -> usize {
        let top = self.adjusted_top(ctx).unwrap_or(self.state.cursor.top);
        top.min(self.last_top(ctx))
    }

    /// The first row to show after the shape has changed, or after another entry was selected while the
    /// pane was hidden.
    fn adjusted_top(&self, ctx: &Ctx) -> Option<usize> {
        let viewport = self.state.viewport?;
        let shape = Self::shape(ctx)?;
        if viewport.shape == shape {
            let top = self.state.cursor.top;
            return viewport.cursor_moved.then(|| self.top_for_cursor(top, ctx));
        }
        if viewport.zoomed != ctx.location.zoomed
            && ctx.is_focused(Pane::Detail)
            && self.cursor_rows().is_some_and(|(_, to)| to <= shape.height)
        {
            // After zooming, the text is shown from its beginning if the cursor fits below it.
            return Some(0);
        }
        let top = match viewport.first_entry {
            _ if viewport.top == 0 => 0,
            Some((entry, rows_below)) => {
                let (from, to) = self.content.rows_of_entry(entry)?;
                from.saturating_add_signed(-rows_below).min(to - 1)
            }
            // A cut summary has only its beginning.
            None if shape.summary_rows.is_some() => 0,
            None => self.state.cursor.top,
        };
        let top = top.min(self.last_top(ctx));
        let show_cursor = viewport.cursor_visible || viewport.cursor_moved;
        Some(if !show_cursor || self.cursor_begins_in(top, ctx) {
            top
        } else if viewport.top == 0 {
            self.top_from_start(top, ctx)
        } else {
            self.top_for_cursor(top, ctx)
        })
    }

    /// The rows of the selected entry: the first, and the one after the last.
    fn cursor_rows(&self) -> Option<(usize, usize)> {
        self.content.rows_of_entry(self.cursor())
    }

    /// Whether any row of the selected entry is visible.
    #[must_use]
    pub fn is_cursor_visible(&self, ctx: &Ctx) -> bool {
        let (top, rows) = (self.top(ctx), self.cursor_rows());
        rows.is_some_and(|(from, to)| to > top && from < top + Self::height(ctx))
    }

    fn cursor_begins_in(&self, top: usize, ctx: &Ctx) -> bool {
        let rows = self.cursor_rows();
        rows.is_some_and(|(from, _)| (top..top + Self::height(ctx)).contains(&from))
    }

    /// The first row nearest to `top` with which the cursor is visible.
    fn top_for_cursor(&self, top: usize, ctx: &Ctx) -> usize {
        let mut cursor = ListCursor {
            top,
            ..self.state.cursor
        };
        if let Some((from, to)) = self.rows_to_reveal(cursor.selected, ctx) {
            cursor.reveal(from, to, Self::height(ctx));
        }
        cursor.top
    }

    /// The first row nearest to the beginning with which the cursor's first row is visible; `top` without
    /// a cursor.
    fn top_from_start(&self, top: usize, ctx: &Ctx) -> usize {
        let rows = self.cursor_rows();
        rows.map_or(top, |(from, _)| {
            (from + 1).saturating_sub(Self::height(ctx))
        })
    }
}
