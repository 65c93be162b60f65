//! The essay pane: the text, with the lens's passages highlighted.
//!
//! Positions are byte offsets into the source. Rows exist only for the part on screen.
//!
//! The cursor is on the line where the user placed it, by a click or where the text cannot scroll
//! further, as long as that is on screen; else at the passage to open; else on the first line. What is
//! copied and opened, the outline and the paragraph number follow it.

mod highlight;
mod render;

use std::ops::Range;

use ratatui::layout::Rect;

use crate::document::{Document, Passage, Subject};
use crate::essay::{BlockKind, Part};
use crate::layout::{self, Layout, Row, ScreenLine, ScrollPosition};
use crate::tui::action::Action;
use crate::tui::message::{Ctx, EssayView, Input, Msg, StatusMessage};
use crate::tui::navigation::{EssayState, PassageRef};
use crate::tui::painter::text_width;

/// Cells left of the text: a claim's number of up to four digits, the passage bar, a space.
const MARGIN: u16 = 6;
/// Cells right of the text. The screen layout leaves room for both margins and 72 cells of text.
const RIGHT_MARGIN: u16 = 1;

/// The essay pane.
#[derive(Debug)]
pub struct EssayPane {
    layout: Layout,
    state: EssayState,
    /// The first row on screen at the current size.
    top: ScrollPosition,
    /// Whether `top` is below the scroll position, to keep the passage visible after a resize.
    scroll_adjusted: bool,
    lines: Vec<ScreenLine>,
    /// From the first to the last byte that can be shown.
    text_range: Range<usize>,
}

impl EssayPane {
    /// Opens an essay at its beginning.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let mut pane = Self {
            layout: Layout::new(1),
            state: EssayState::default(),
            top: ScrollPosition::default(),
            scroll_adjusted: false,
            lines: Vec::new(),
            text_range: 0..0,
        };
        pane.on_document_changed(document);
        pane
    }

    /// Drops what was derived from the old document.
    pub fn on_document_changed(&mut self, document: &Document) {
        let essay = &document.essay;
        let blocks = essay.blocks();
        let first = essay.next_visible_block(0);
        let last = essay.previous_visible_block(blocks.len());
        self.text_range = match (first, last) {
            (Some(first), Some(last)) => blocks[first].range.start..blocks[last].range.end,
            _ => 0..0,
        };
        self.layout.clear_cache();
    }

    /// The state, for a snapshot.
    #[must_use]
    pub fn state(&self, ctx: &Ctx) -> EssayState {
        EssayState {
            position: if self.scroll_adjusted {
                self.top
            } else {
                self.state.position
            },
            kept_visible: self.visible_target(ctx),
            cursor: self.state.cursor,
        }
    }

    /// Restores the state of a snapshot.
    pub fn restore(&mut self, state: EssayState) {
        self.state = state;
    }

    /// Makes the rows on screen the scroll position, before the user acts on them.
    pub fn commit_viewport(&mut self) {
        if self.scroll_adjusted {
            self.state.position = self.top;
            self.scroll_adjusted = false;
        }
        self.state.kept_visible = None;
    }

    /// Records which part of the current passage or match is visible, so that a resize keeps it visible.
    pub fn record_viewport(&mut self, ctx: &Ctx) {
        self.state.kept_visible = self.visible_target(ctx);
    }

    fn visible_target(&self, ctx: &Ctx) -> Option<Range<usize>> {
        let visible = self.visible();
        let part = |range: Range<usize>| {
            let part = range.start.max(visible.start)..range.end.min(visible.end);
            (!part.is_empty()).then_some(part)
        };
        let passage = ctx.location.passage.as_ref();
        let passage = passage.and_then(|passage| part(passage.range.clone()));
        passage.or_else(|| part(ctx.search.current_match()?))
    }

    /// The scroll position.
    #[must_use]
    pub fn position(&self) -> ScrollPosition {
        self.state.position
    }

    /// The bytes of the source on screen.
    #[must_use]
    pub fn visible(&self) -> Range<usize> {
        let mut rows = self.lines.iter().filter_map(ScreenLine::row);
        let Some(first) = rows.next() else {
            return 0..0;
        };
        let last = rows.next_back().unwrap_or(first);
        first.source.start..last.source.end
    }

    /// What the other panes can read of this one.
    #[must_use]
    pub fn view(&self, ctx: &Ctx) -> EssayView {
        EssayView {
            visible: self.visible(),
            text_range: self.text_range.clone(),
            position: self.state.cursor.unwrap_or(self.state.position),
            current_block: self.current_block(ctx),
        }
    }

    /// The block of the current match, if it is visible. Otherwise that of the placed cursor or of the
    /// first line.
    fn current_block(&self, ctx: &Ctx) -> Option<usize> {
        if let Some(found) = ctx.search.current_match()
            && self.visible().contains(&found.start)
        {
            return ctx.document.essay.block_at(found.start);
        }
        Some(self.row_at(self.placed_line().unwrap_or(0))?.block)
    }

    /// The row of a line on screen; of a blank line, the row below it.
    fn row_at(&self, line: usize) -> Option<&Row> {
        self.lines.get(line..)?.iter().find_map(ScreenLine::row)
    }

    /// The line on screen with the placed cursor.
    fn placed_line(&self) -> Option<usize> {
        let cursor = self.state.cursor?;
        let is_after =
            |line: &ScreenLine| line.row().is_some_and(|row| cursor.offset < row.source.end);
        let row = self.lines.iter().position(is_after)?;
        let is_visible = row > 0 || self.lines[row].row()?.source.start <= cursor.offset;
        is_visible.then(|| row.saturating_sub(usize::from(cursor.blank_lines)))
    }

    /// The bytes of the row with the placed cursor, if it is on screen.
    #[must_use]
    pub fn placed_row(&self) -> Option<Range<usize>> {
        Some(self.row_at(self.placed_line()?)?.source.clone())
    }

    /// Places the cursor on a line of the screen.
    fn place_cursor(&mut self, line: usize, ctx: &Ctx) {
        let line = line.min(self.lines.len().saturating_sub(1));
        // Of one line, the last position is that of the last line.
        let position = self
            .layout
            .scroll_down(&ctx.document.essay, self.top, line, 1);
        self.state.cursor = Some(position);
    }

    /// The area of the pane, or the area it would have if it were shown.
    fn area(ctx: &Ctx) -> Rect {
        let (width, height) = ctx.size;
        let whole = Rect::new(0, 1, width, height.saturating_sub(2));
        ctx.screen.essay.unwrap_or(whole)
    }

    fn height(ctx: &Ctx) -> usize {
        usize::from(Self::area(ctx).height.max(1))
    }

    /// Lays out the rows on screen.
    pub fn sync(&mut self, ctx: &Ctx) {
        let width = Self::area(ctx).width.saturating_sub(MARGIN + RIGHT_MARGIN);
        self.layout.resize(width.min(ctx.options.measure), width);
        let height = Self::height(ctx);
        let essay = &ctx.document.essay;
        // The position itself is not snapped to a row: repeated resizes would scroll the text back.
        self.top = self.layout.snap_to_row(essay, self.state.position);
        self.lines = self.layout.screen_lines(essay, self.top, height);
        if self.lines.len() < height {
            self.top = self.top.min(self.layout.last_position(essay, height));
            self.lines = self.layout.screen_lines(essay, self.top, height);
        }
        let adjusted = self.top_for_kept_range(ctx);
        self.scroll_adjusted = adjusted.is_some();
        if let Some(top) = adjusted {
            self.top = top;
            self.lines = self.layout.screen_lines(essay, top, height);
        }
    }

    /// The top that shows the range to keep visible, if its end is below the last row: with its end on
    /// the last row, or with its start on the first if it is too long.
    fn top_for_kept_range(&self, ctx: &Ctx) -> Option<ScrollPosition> {
        let kept = self.state.kept_visible.as_ref()?;
        let last = self.lines.iter().rev().find_map(ScreenLine::row)?;
        if kept.end <= last.source.end {
            return None;
        }
        let essay = &ctx.document.essay;
        let end = ScrollPosition::new(kept.end.saturating_sub(1));
        let rows_above = Self::height(ctx).saturating_sub(1);
        let top = self.layout.scroll_up(essay, end, rows_above);
        let start = self
            .layout
            .snap_to_row(essay, ScrollPosition::new(kept.start));
        let top = top.min(start);
        (top > self.top).then_some(top)
    }

    /// Updates its state for an input, and returns what the app should do, if anything.
    pub fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        match input {
            Input::Action(Action::Open) => {
                let open = self.range_to_open(ctx).map(Msg::OpenAt);
                open.or_else(|| {
                    let key = ctx.key_of(Action::NextPassage);
                    let hint = format!("{key} goes to a passage first");
                    Some(Msg::Status(StatusMessage::info(hint)))
                })
            }
            Input::Action(action) => {
                let (essay, height) = (&ctx.document.essay, Self::height(ctx));
                match action.rows(height)? {
                    isize::MIN => {
                        self.state.position = self.layout.first_position(essay);
                        self.state.cursor = None;
                    }
                    isize::MAX => {
                        self.state.position = self.layout.last_position(essay, height);
                        let end = ScrollPosition::new(essay.source().len());
                        self.state.cursor = Some(self.layout.snap_to_row(essay, end));
                    }
                    by => self.scroll(by, ctx),
                }
                None
            }
            Input::Wheel(by) => {
                self.scroll(by, ctx);
                None
            }
            Input::Click { x, y, .. } => self.click(x, y, ctx),
        }
    }

    /// Scrolls the text, and moves the cursor by the lines that the text cannot be scrolled.
    fn scroll(&mut self, by: isize, ctx: &Ctx) {
        let essay = &ctx.document.essay;
        let lines = by.unsigned_abs();
        let to = if by < 0 {
            self.layout.scroll_up(essay, self.top, lines)
        } else {
            self.layout
                .scroll_down(essay, self.top, lines, Self::height(ctx))
        };
        let (from, line) = (self.top, self.cursor_line(ctx));
        let scrolled = self.layout.distance(essay, from.min(to), from.max(to));
        if to != from {
            self.state.position = to;
        }
        if scrolled == lines && self.state.cursor.is_none() {
            return;
        }
        self.sync(ctx);
        if scrolled < lines {
            let rest = lines - scrolled;
            let line = if by < 0 {
                line.saturating_sub(rest)
            } else {
                line.saturating_add(rest)
            };
            self.place_cursor(line, ctx);
        } else if by < 0 && self.placed_line().is_none() {
            // Its words left the screen at the bottom.
            self.place_cursor(usize::MAX, ctx);
        }
    }

    /// Scrolls so that the row of an offset is `rows` rows below the top.
    pub fn scroll_to(&mut self, offset: usize, rows: usize, ctx: &Ctx) {
        let essay = &ctx.document.essay;
        self.state.position = self
            .layout
            .position_showing(essay, offset, rows, Self::height(ctx));
        self.state.cursor = None;
        self.sync(ctx);
    }

    /// Scrolls as [`scroll_to`](Self::scroll_to) does, and places the cursor on the row.
    pub fn go_to(&mut self, offset: usize, rows: usize, ctx: &Ctx) {
        self.scroll_to(offset, rows, ctx);
        self.state.cursor = Some(ScrollPosition::new(offset));
    }

    /// Scrolls a range to a third of the height, unless it can be read where it is.
    pub fn reveal(&mut self, range: &Range<usize>, ctx: &Ctx) {
        self.state.cursor = None;
        if !self.is_readable(range, ctx) {
            self.scroll_to(range.start, Self::height(ctx) / 3, ctx);
        }
    }

    /// Scrolls to the lens's first passage, unless one can be read where it is. A theme without passages
    /// is shown at its heading.
    pub fn reveal_lens(&mut self, ctx: &Ctx) {
        self.state.cursor = None;
        let passages = Self::passages(ctx);
        if passages.is_empty()
            && let Subject::Theme(theme) = ctx.location.lens
            && let Some(heading) = ctx.document.theme_heading(theme)
        {
            self.reveal(&heading, ctx);
        }
        if ctx.location.lens != Subject::Essay
            && let Some(first) = passages.first()
            && !passages
                .iter()
                .any(|passage| self.is_readable(&passage.range, ctx))
        {
            self.scroll_to(first.range.start, Self::height(ctx) / 3, ctx);
        }
    }

    /// Whether a range is on screen: all of it, or its beginning in the upper third.
    fn is_readable(&self, range: &Range<usize>, ctx: &Ctx) -> bool {
        let visible = self.visible();
        let third = self
            .lines
            .get(Self::height(ctx) / 3)
            .and_then(ScreenLine::row);
        let is_high = third.is_some_and(|row| range.start < row.source.start);
        visible.contains(&range.start) && (range.end <= visible.end || is_high)
    }

    /// The lens's passages; those of all claims if the lens is the essay.
    fn passages(ctx: &Ctx) -> &[Passage] {
        ctx.document.index.passages(ctx.location.lens)
    }

    /// The lens's first passage on the row of the placed cursor; without one, the first that begins on
    /// screen.
    #[must_use]
    pub fn passage_at_cursor<'a>(&self, ctx: &'a Ctx) -> Option<&'a Passage> {
        if let Some(row) = self.placed_row() {
            let index = &ctx.document.index;
            return index.overlapping(ctx.location.lens, row).first().copied();
        }
        let visible = self.visible();
        let passages = Self::passages(ctx);
        let first = passages.partition_point(|passage| passage.range.start < visible.start);
        passages
            .get(first)
            .filter(|passage| passage.range.start < visible.end)
    }

    /// The range whose annotation the open action opens: unless the cursor was placed, the current
    /// passage, else the current match, if it is on screen; else the passage at the cursor.
    #[must_use]
    pub fn range_to_open(&self, ctx: &Ctx) -> Option<Range<usize>> {
        let current = || {
            let passage = ctx.visible_passage().map(|passage| passage.range.clone());
            passage.or_else(|| ctx.visible_match())
        };
        let current = self.placed_line().is_none().then(current).flatten();
        current.or_else(|| Some(self.passage_at_cursor(ctx)?.range.clone()))
    }

    /// The lens's next or previous passage, its index, and the number of passages.
    ///
    /// # Errors
    ///
    /// The reason why there is none, for a message.
    pub fn adjacent_passage(
        &self,
        forward: bool,
        ctx: &Ctx,
    ) -> Result<(PassageRef, usize, usize), &'static str> {
        let passages = Self::passages(ctx);
        let current = ctx.visible_passage();
        let known = current.and_then(|current| {
            passages
                .iter()
                .position(|passage| PassageRef::from(passage) == *current)
        });
        // From a current passage of another lens the search starts there.
        let from = match (current, known) {
            (Some(current), None) => current.range.start,
            _ => self.visible().start,
        };
        let after = passages.partition_point(|passage| passage.range.start < from);
        let at = match (known, forward) {
            (Some(at), true) => Some(at + 1),
            (None, true) => Some(after),
            (Some(at), false) => at.checked_sub(1),
            (None, false) => after.checked_sub(1),
        };
        match at.and_then(|at| Some((at, passages.get(at)?))) {
            Some((at, passage)) => Ok((PassageRef::from(passage), at, passages.len())),
            None => Err(match (passages.len(), forward) {
                (0, _) => "The lens has no passages in the essay",
                (1, _) if known.is_some() => "This is the only passage",
                (_, true) => "This is the last passage",
                (_, false) => "This is the first passage",
            }),
        }
    }

    /// Goes to the lens's innermost passage at the clicked column, on a repeated click to the next one
    /// that overlaps it; without one there, to the nearest on the row; without any, places the cursor.
    fn click(&mut self, x: u16, y: u16, ctx: &Ctx) -> Option<Msg> {
        let area = ctx.screen.essay?;
        let line = usize::from(y - area.y);
        self.place_cursor(line, ctx);
        let row = self.lines.get(line)?.row()?;
        let x = x - area.x;
        let offset = match x.checked_sub(MARGIN) {
            Some(column) => self.offset_at(row, column, ctx).unwrap_or(row.source.end),
            None => row.source.start,
        };
        let mut passages = ctx
            .document
            .index
            .overlapping(ctx.location.lens, row.source.clone());
        let distance = |range: &Range<usize>| {
            let before = range.start.saturating_sub(offset);
            before.max((offset + 1).saturating_sub(range.end))
        };
        let nearest = passages
            .iter()
            .map(|passage| distance(&passage.range))
            .min()?;
        passages.retain(|passage| distance(&passage.range) == nearest);
        passages.sort_by_key(|passage| passage.range.len());
        let current = ctx.location.passage.as_ref();
        let is_current = |passage: &&Passage| Some(&PassageRef::from(*passage)) == current;
        let next = passages.iter().position(is_current).map_or(0, |at| at + 1);
        let passage = passages.get(next).or(passages.first())?;
        Some(Msg::GoToPassage(PassageRef::from(*passage)))
    }

    /// The byte of the source at a column of a row.
    fn offset_at(&self, row: &Row, column: u16, ctx: &Ctx) -> Option<usize> {
        let spans = self.layout.spans(&ctx.document.essay, row);
        let span = spans.iter().find(|span| {
            let width = text_width(&span.text);
            (span.column..span.column.saturating_add(width)).contains(&column)
        });
        let span = span.filter(|span| !span.source.is_empty())?;
        if !span.verbatim {
            return Some(span.source.start);
        }
        let mut left = usize::from(column - span.column);
        let mut offset = span.source.start;
        for (_, grapheme, width) in layout::graphemes(&span.text) {
            if left < width {
                break;
            }
            left -= width;
            offset += grapheme.len();
        }
        Some(offset)
    }

    /// The line on screen with the cursor: where it was placed, else that of the range to open, else
    /// the first.
    fn cursor_line(&self, ctx: &Ctx) -> usize {
        let is_after = |at: usize| {
            let mut lines = self.lines.iter();
            lines.position(|line| line.row().is_some_and(|row| at < row.source.end))
        };
        let line = self.placed_line();
        let line = line.or_else(|| is_after(self.range_to_open(ctx)?.start));
        line.unwrap_or(0)
    }

    /// The number of the body's paragraph being read, from 1: that of the placed cursor, else of the
    /// current passage or match if that is on screen, else the first on screen.
    #[must_use]
    pub fn paragraph(&self, ctx: &Ctx) -> Option<usize> {
        let essay = &ctx.document.essay;
        let visible = self.visible();
        let placed = self.placed_line();
        let passage = ctx.location.passage.iter().map(|it| it.range.start);
        let mut current = passage.chain(ctx.search.current_match().map(|found| found.start));
        if placed.is_none()
            && let Some(start) = current.find(|start| visible.contains(start))
        {
            return essay.paragraph_at(start);
        }
        let (before, after) = self.lines.split_at(placed.unwrap_or(0));
        after
            .iter()
            .chain(before.iter().rev())
            .filter_map(ScreenLine::row)
            .find_map(|row| {
                let block = &essay.blocks()[row.block];
                // A heading that the cursor is on belongs to the paragraph below it.
                let is_above = placed.is_some() && matches!(block.kind, BlockKind::Heading(_));
                let is_body = block.part == Part::Body && !is_above;
                is_body.then(|| essay.paragraph_at(row.source.start))?
            })
    }

    /// The share of the essay above the bottom of the screen, in percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        let length = self.text_range.len().max(1) as u128;
        let above = self.visible().end.saturating_sub(self.text_range.start) as u128;
        usize::try_from(above * 100 / length).map_or(100, |percent| percent.min(100))
    }
}
