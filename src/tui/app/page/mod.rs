//! The essay on screen: scrolling, the lens's passages, and what each row of it shows.
//!
//! Owns positions in the text, as byte offsets. Rows come from the layout; looks are the view's.

mod highlight;
mod passages;

use std::ops::Range;

pub use highlight::{Light, PageSpan};

use super::App;
use crate::document::{Owner, Subject};
use crate::essay::Part;
use crate::layout::ScreenLine;
use ratatui::layout::Rect;

/// A row of the essay on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRow {
    /// Its bytes in the source; empty for a blank row.
    pub source: Range<usize>,
    /// The block it belongs to.
    pub block: Option<usize>,
    /// The numbers of the claims, the lens's and the current passage's, that begin on it.
    pub numbers: Vec<usize>,
    /// A passage of the lens lies on it.
    pub lit: bool,
    /// The current passage lies on it.
    pub current: bool,
    /// What it shows.
    pub spans: Vec<PageSpan>,
}

/// The cells of the margin left of the text: a number of up to four digits, its bar, a space.
pub const MARGIN: u16 = 6;
/// The cells kept free right of the text. `regions` leaves the essay room for these and the margin
/// beside a text of 72 columns.
const RIGHT: u16 = 1;

impl App {
    /// The rectangle that the essay has, or would have if it were shown.
    fn essay_rect(&self) -> Rect {
        let (width, height) = self.size;
        self.regions
            .essay
            .unwrap_or(Rect::new(0, 1, width, height.saturating_sub(2)))
    }

    /// The cells that a row of prose may take.
    pub(super) fn measure(&self) -> u16 {
        self.essay_rect()
            .width
            .saturating_sub(MARGIN + RIGHT)
            .clamp(1, self.options.measure)
    }

    /// The rows of the essay's region.
    pub(super) fn essay_height(&self) -> usize {
        usize::from(self.essay_rect().height.max(1))
    }

    /// The bytes of the essay on screen.
    #[must_use]
    pub fn on_screen(&self) -> Range<usize> {
        let mut rows = self.page.iter().filter(|row| row.block.is_some());
        let Some(first) = rows.next() else {
            return 0..0;
        };
        let last = rows.next_back().unwrap_or(first);
        first.source.start..last.source.end.max(first.source.end)
    }

    /// From the first byte that is shown of the essay to the last.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.shown.clone()
    }

    /// Brings a range into view, if its beginning is not there: a third of the way down.
    pub(super) fn bring_into_view(&mut self, range: Range<usize>) {
        if !self.in_view(&range) {
            self.show_at(range.start, self.essay_height() / 3);
        }
    }

    /// Whether a range can be read where it stands: all of it, or as much as there is room for.
    fn in_view(&self, range: &Range<usize>) -> bool {
        let screen = self.on_screen();
        let third = self.page.get(self.essay_height() / 3);
        let high = third.is_some_and(|row| range.start < row.source.start);
        screen.contains(&range.start) && (range.end <= screen.end || high)
    }

    /// Scrolls so that the row of an offset stands `rows` rows from the top.
    fn show_at(&mut self, offset: usize, rows: usize) {
        let height = self.essay_height();
        let essay = &self.document.essay;
        self.place.position = self.layout.position_showing(essay, offset, rows, height);
        self.refresh_page();
    }

    /// Reads a block from its beginning.
    pub(super) fn read_block(&mut self, block: usize) {
        if let Some(start) = self
            .document
            .essay
            .blocks()
            .get(block)
            .map(|b| b.range.start)
        {
            self.show_at(start, 1);
        }
    }

    /// Reads from an offset on.
    pub(super) fn read_from(&mut self, offset: usize) {
        self.show_at(offset, 0);
    }

    /// Scrolls by rows.
    pub(super) fn scroll(&mut self, by: isize) {
        let height = self.essay_height();
        let essay = &self.document.essay;
        let at = self.top;
        let to = if by < 0 {
            self.layout.scroll_up(essay, at, by.unsigned_abs())
        } else {
            self.layout
                .scroll_down(essay, at, by.unsigned_abs(), height)
        };
        if to != at {
            self.place.position = to;
            self.refresh_page();
        }
    }

    /// Scrolls to the essay's beginning or its end.
    pub(super) fn scroll_to_edge(&mut self, end: bool) {
        let height = self.essay_height();
        let essay = &self.document.essay;
        self.place.position = if end {
            self.layout.last_position(essay, height)
        } else {
            self.layout.first_position(essay)
        };
        self.refresh_page();
    }

    /// The lens's first passage comes into view, if none of its passages is.
    pub(super) fn show_lens(&mut self) {
        let passages = self.walked();
        if self.place.lens == Subject::Essay || passages.iter().any(|p| self.in_view(&p.range)) {
            return;
        }
        if let Some(first) = passages.first() {
            let start = first.range.start;
            self.show_at(start, self.essay_height() / 3);
        }
    }

    /// The body's paragraph that one is at, from 1: that of the current passage or match, if it is in
    /// view; else the first on screen, if there is one.
    #[must_use]
    pub fn paragraph(&self) -> Option<usize> {
        let screen = self.on_screen();
        let current = self.place.current.as_ref();
        let current = current.map(|current| current.range.start).into_iter();
        let mut gone_to = current.chain(self.current_match().map(|found| found.start));
        if let Some(start) = gone_to.find(|start| screen.contains(start)) {
            return self.document.essay.paragraph_at(start);
        }
        self.page.iter().find_map(|row| {
            let block = self.document.essay.blocks().get(row.block?)?;
            (block.part == Part::Body)
                .then(|| self.document.essay.paragraph_at(row.source.start))
                .flatten()
        })
    }

    /// How much of the essay lies above the foot of the screen, in hundredths.
    #[must_use]
    pub fn percent(&self) -> usize {
        let span = self.span();
        let whole = (span.end - span.start).max(1) as u128;
        let above = self.on_screen().end.saturating_sub(span.start) as u128;
        usize::try_from(above * 100 / whole).unwrap_or(100).min(100)
    }

    /// Lays out the rows on screen anew.
    pub(super) fn refresh_page(&mut self) {
        self.layout.resize(self.measure());
        let height = self.essay_height();
        let essay = &self.document.essay;
        // The position itself stays as it is: were it made the first byte of its row at every
        // width, a few resizes would carry the reader up the page.
        self.top = self.layout.snap_to_row(essay, self.place.position);
        let mut lines = self.layout.screen_lines(essay, self.top, height);
        // The essay's end is laid out only where it is in sight.
        if lines.len() < height {
            self.top = self.top.min(self.layout.last_position(essay, height));
            lines = self.layout.screen_lines(essay, self.top, height);
        }
        let lower = self.top_to_see(&lines);
        self.lowered = lower.is_some();
        if let Some(top) = lower {
            self.top = top;
            lines = self.layout.screen_lines(essay, top, height);
        }
        self.page = lines.into_iter().map(|line| self.page_row(line)).collect();
    }

    fn page_row(&self, line: ScreenLine) -> PageRow {
        let ScreenLine::Row(row) = line else {
            return PageRow::default();
        };
        let source = row.source.clone();
        let mut out = PageRow {
            block: Some(row.block),
            ..PageRow::default()
        };
        let passages = match self.place.lens {
            Subject::Essay => Vec::new(),
            _ => self
                .document
                .index
                .overlapping(self.place.lens, source.clone()),
        };
        for passage in &passages {
            if source.contains(&passage.range.start)
                && let Owner::Claim(claim, _) = passage.owner
            {
                out.numbers.push(self.document.index.number(claim));
            }
        }
        // A claim that is only peeked at has its number too.
        if let Some(current) = &self.place.current
            && source.contains(&current.range.start)
            && let Some(Owner::Claim(claim, _)) = current.owner
        {
            let number = self.document.index.number(claim);
            if !out.numbers.contains(&number) {
                out.numbers.push(number);
            }
        }
        // The longer passage comes first of those that begin at one place, whatever its number.
        out.numbers.sort_unstable();
        out.lit = !passages.is_empty();
        let overlaps = |range: &Range<usize>| range.start < source.end && range.end > source.start;
        let current = self.place.current.as_ref().map(|c| c.range.clone());
        let current = current.filter(overlaps);
        out.current = current.is_some();
        let notes = self.document.index.notes_at(source.clone());
        let lights = highlight::Lights {
            passages: passages.iter().map(|p| p.range.clone()).collect(),
            current,
            notes: notes.iter().map(|p| p.range.clone()).collect(),
            matches: self.matches_in(&source),
        };
        out.spans = lights.spans(&self.layout.spans(&self.document.essay, &row));
        out.source = source;
        out
    }

    /// The search's matches within a range, each with whether it is the current one.
    fn matches_in(&self, source: &Range<usize>) -> Vec<(Range<usize>, bool)> {
        let Some(search) = &self.search else {
            return Vec::new();
        };
        let from = search.matches.partition_point(|m| m.end <= source.start);
        search.matches[from..]
            .iter()
            .enumerate()
            .take_while(|(_, found)| found.start < source.end)
            .map(|(at, found)| (found.clone(), from + at == search.current))
            .collect()
    }
}
