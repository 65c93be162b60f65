//! The essay: its margin with numbers and bars, and its text with what is lit.

use ratatui::style::{Modifier, Style};

use crate::essay::{BlockKind, Part};
use crate::tui::app::App;
use crate::tui::app::page::{Light, MARGIN, PageRow, PageSpan};
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let Some(rect) = app.regions().essay else {
        return;
    };
    if app.page().iter().all(|row| row.block.is_none()) {
        let room = rect.width.saturating_sub(MARGIN);
        painter.text(
            rect.x + MARGIN,
            rect.y + 1,
            room,
            "The essay is empty.",
            StyleRole::Faint,
        );
        return;
    }
    let cursor = app.essay_cursor();
    for (place, row) in app.page().iter().enumerate() {
        let y = rect.y + u16::try_from(place).unwrap_or(rect.height);
        if y >= rect.y + rect.height {
            break;
        }
        margin(painter, rect.x, y, row, cursor == Some(place));
        let base = block_style(app, painter, row);
        let end = rect.x + rect.width;
        // Without colours nothing may outshine the current match.
        let faint = painter.is_mono() && app.search().is_some();
        for span in &row.spans {
            let x = (rect.x + MARGIN).saturating_add(span.column);
            let style = if span.mark {
                painter.style(StyleRole::Faint)
            } else {
                span_style(painter, base, span, faint)
            };
            painter.print(x, y, end.saturating_sub(x), &span.text, style);
        }
    }
}

/// Numbers right-aligned before the bar: `9▎`, and `9+▎` where several passages begin. Left of them
/// the cursor, or in the bar's place where they leave it no room.
fn margin(painter: &mut Painter<'_>, x: u16, y: u16, row: &PageRow, cursor: bool) {
    let glyphs = painter.glyphs();
    let bar = x + MARGIN - 2;
    if row.current {
        painter.text(bar, y, 1, glyphs.current_bar, StyleRole::CurrentBar);
    } else if row.lit {
        painter.text(bar, y, 1, glyphs.bar, StyleRole::Bar);
    }
    let number = match row.numbers.as_slice() {
        [] => String::new(),
        [one] => one.to_string(),
        [first, ..] => format!("{first}+"),
    };
    let width = u16::try_from(number.len())
        .unwrap_or(MARGIN)
        .min(MARGIN - 2);
    painter.text(bar - width, y, width, &number, StyleRole::Number);
    if cursor {
        let at = if bar - width > x { x } else { bar };
        painter.text(at, y, 1, glyphs.entry_marker, StyleRole::CursorMarker);
    }
}

/// How a block is set: the essay's own prose is plain, everything around it less or more than that.
fn block_style(app: &App, painter: &Painter<'_>, row: &PageRow) -> Style {
    let block = row
        .block
        .and_then(|block| app.document().essay.blocks().get(block));
    match block.map(|block| (block.part, block.kind)) {
        Some((Part::Title, _)) => painter.style(StyleRole::Title),
        Some((Part::Byline | Part::AboutAuthor | Part::Disclaimer, _)) => {
            painter.style(StyleRole::Faint)
        }
        Some((Part::Abstract, _)) => painter.style(StyleRole::Abstract),
        Some((_, BlockKind::Heading(_))) => painter.style(StyleRole::Heading),
        _ => painter.style(StyleRole::Text),
    }
}

/// The style of a stretch; `faint` where the lens's passages are no more than told.
fn span_style(painter: &Painter<'_>, base: Style, span: &PageSpan, faint: bool) -> Style {
    let Light {
        lens,
        current,
        nested,
        found,
        found_current,
        note,
    } = span.light;
    let mut style = base;
    if span.inline.emphasis {
        style = style.add_modifier(Modifier::ITALIC);
    }
    if note {
        style = style.patch(painter.style(StyleRole::Annotated));
    }
    if span.inline.strong {
        style = style.add_modifier(Modifier::BOLD);
    }
    if span.inline.strikethrough {
        style = style.add_modifier(Modifier::CROSSED_OUT);
    }
    if span.inline.code {
        style = style.patch(painter.style(StyleRole::Quote));
    }
    if span.inline.link {
        style = style.patch(painter.style(StyleRole::Key));
    }
    let lit = match (lens, current) {
        (0, false) => None,
        _ if faint => Some(StyleRole::Passage),
        (_, true) if nested => Some(StyleRole::CurrentOverlap),
        (_, true) => Some(StyleRole::CurrentPassage),
        (1, false) => Some(StyleRole::Passage),
        (_, false) => Some(StyleRole::OverlappingPassages),
    };
    let found = match (found, found_current) {
        (_, true) => Some(StyleRole::CurrentMatch),
        (true, false) => Some(StyleRole::Match),
        (false, false) => None,
    };
    found.or(lit).map_or(style, |role| {
        // Lit words are all in the same ink: another might not be read on that ground.
        Style { fg: None, ..style }.patch(painter.style(role))
    })
}
