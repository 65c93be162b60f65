//! Draws the essay: the margin with numbers and bars, and the text with its highlights.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::highlight::{Highlight, RowHighlights, StyledSpan};
use super::{EssayPane, MARGIN};
use crate::essay::{BlockKind, Part};
use crate::layout::{Row, ScreenLine};
use crate::terminal::Hyperlink;
use crate::tui::geometry::Pane;
use crate::tui::hyperlinks::hyperlink;
use crate::tui::message::Ctx;
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

/// The longest link text that is checked against its target, in bytes; longer ones are not links.
const MAX_LINK_TEXT: usize = 8 * 1024;

impl EssayPane {
    /// Draws the pane into its area.
    pub fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        let Some(area) = ctx.screen.essay else {
            return;
        };
        if self.text_range.is_empty() {
            let room = area.width.saturating_sub(MARGIN);
            let (x, y) = (area.x + MARGIN, area.y + 1);
            painter.text(x, y, room, "The essay is empty.", StyleRole::Faint);
            return;
        }
        let cursor = ctx.is_focused(Pane::Essay).then(|| self.cursor_line(ctx));
        // Without colors, passages are less prominent during a search, so that matches stand out.
        let dimmed = painter.is_mono() && ctx.search.active().is_some();
        for (index, (y, line)) in (area.top()..area.bottom()).zip(&self.lines).enumerate() {
            let has_cursor = cursor == Some(index);
            let ScreenLine::Row(row) = line else {
                render_margin(painter, area.x, y, None, has_cursor);
                if let ScreenLine::HeaderRule(header) = line {
                    for span in self.layout.header_rule(&ctx.document.essay, *header) {
                        let x = (area.x + MARGIN).saturating_add(span.column);
                        let room = area.right().saturating_sub(x);
                        painter.text(x, y, room, &span.text, StyleRole::Faint);
                    }
                }
                continue;
            };
            let highlights = RowHighlights::new(row, ctx);
            render_margin(painter, area.x, y, Some(&highlights), has_cursor);
            let base = block_style(ctx, painter, row);
            for mut span in highlights.spans(&self.layout.spans(&ctx.document.essay, row)) {
                span.inline.link &= link_at(ctx, &span, Rect::new(0, 0, 1, 1)).is_some();
                let x = (area.x + MARGIN).saturating_add(span.column);
                let style = if span.source.is_some() {
                    span_style(painter, base, &span, dimmed)
                } else {
                    painter.style(StyleRole::Faint)
                };
                painter.print(x, y, area.right().saturating_sub(x), &span.text, style);
            }
        }
    }

    /// The essay's links on screen. A link whose text names another address is left out.
    #[must_use]
    pub fn hyperlinks(&self, ctx: &Ctx) -> Vec<Hyperlink> {
        let Some(area) = ctx.screen.essay else {
            return Vec::new();
        };
        let essay = &ctx.document.essay;
        let mut links = Vec::new();
        for (y, line) in (area.top()..area.bottom()).zip(&self.lines) {
            let ScreenLine::Row(row) = line else {
                continue;
            };
            let spans = RowHighlights::new(row, ctx).spans(&self.layout.spans(essay, row));
            for span in spans.into_iter().filter(|span| span.inline.link) {
                let x = MARGIN.saturating_add(span.column).min(area.width);
                let cells = Rect::new(area.x + x, y, span.width.min(area.width - x), 1);
                links.extend(link_at(ctx, &span, cells));
            }
        }
        links
    }
}

/// The hyperlink of a span on the given cells. `None` if the terminal should not open it; then it does
/// not look like a link either.
fn link_at(ctx: &Ctx, span: &StyledSpan, cells: Rect) -> Option<Hyperlink> {
    let essay = &ctx.document.essay;
    let at = span.source.filter(|_| span.inline.link)?;
    let (words, target) = essay.link_at(at)?;
    let is_short = words.len() <= MAX_LINK_TEXT;
    is_short.then(|| hyperlink(cells, &essay.text(words), &target))?
}

/// Draws the passage bar and, right-aligned before it, the number of the claim that begins on the row:
/// `9▎`, or `9+▎` for several. The cursor is on the left, or replaces the bar if there is no room.
fn render_margin(
    painter: &mut Painter<'_>,
    x: u16,
    y: u16,
    highlights: Option<&RowHighlights>,
    has_cursor: bool,
) {
    let glyphs = painter.glyphs();
    let bar = x + MARGIN - 2;
    let number = match highlights.map_or(&[][..], RowHighlights::numbers) {
        [] => String::new(),
        [one] => one.to_string(),
        [first, ..] => format!("{first}+"),
    };
    if highlights.is_some_and(RowHighlights::has_current) {
        painter.text(bar, y, 1, glyphs.current_bar, StyleRole::CurrentBar);
    } else if highlights.is_some_and(RowHighlights::has_passage) {
        painter.text(bar, y, 1, glyphs.bar, StyleRole::Bar);
    }
    let width = text_width(&number).min(MARGIN - 2);
    painter.text(bar - width, y, width, &number, StyleRole::Number);
    if has_cursor {
        let at = if bar - width > x { x } else { bar };
        painter.text(at, y, 1, glyphs.entry_marker, StyleRole::CursorMarker);
    }
}

/// The style of a block: the essay's own prose is plain.
fn block_style(ctx: &Ctx, painter: &Painter<'_>, row: &Row) -> Style {
    let block = &ctx.document.essay.blocks()[row.block];
    painter.style(match (block.part, block.kind) {
        (Part::Title, _) => StyleRole::Title,
        (Part::Byline | Part::AboutAuthor | Part::Disclaimer, _) => StyleRole::Faint,
        (Part::Abstract, _) => StyleRole::Abstract,
        (_, BlockKind::Heading(_)) => StyleRole::Heading,
        _ if ctx.document.essay.is_table_header(row.block) => StyleRole::Heading,
        _ => StyleRole::Text,
    })
}

/// The style of a span; `dimmed` shows all passages alike.
fn span_style(painter: &Painter<'_>, base: Style, span: &StyledSpan, dimmed: bool) -> Style {
    let Highlight {
        passages,
        current_passage,
        overlapped,
        matched,
        current_match,
        annotated,
    } = span.highlight;
    let inline = span.inline;
    let layers = [
        (inline.emphasis, Style::new().italic()),
        (annotated, painter.style(StyleRole::Annotated)),
        (inline.strong, Style::new().bold()),
        (inline.strikethrough, Style::new().crossed_out()),
        (inline.code, painter.style(StyleRole::Quote)),
        (inline.link, painter.style(StyleRole::Key)),
    ];
    let layers = layers.into_iter().filter(|(applies, _)| *applies);
    let style = layers.fold(base, |style, (_, layer)| style.patch(layer));
    let passage = match (passages, current_passage) {
        (0, false) => None,
        _ if dimmed => Some(StyleRole::Passage),
        (_, true) if overlapped => Some(StyleRole::CurrentOverlap),
        (_, true) => Some(StyleRole::CurrentPassage),
        (1, false) => Some(StyleRole::Passage),
        (_, false) => Some(StyleRole::OverlappingPassages),
    };
    let found = match (matched, current_match) {
        (_, true) => Some(StyleRole::CurrentMatch),
        (true, false) => Some(StyleRole::Match),
        (false, false) => None,
    };
    found.or(passage).map_or(style, |role| {
        // Highlighted words have one text color: another might not be readable on the background.
        Style { fg: None, ..style }.patch(painter.style(role))
    })
}
