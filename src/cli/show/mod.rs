//! `postil show`: the outline, or one subject in full, as lines of plain text.
//!
//! Owns what the outline has and in what order. It is read by people at a pipe, by screen readers
//! and over `ssh` without a terminal: no boxes, no columns that only the eye can follow, and each
//! thing with the number or id that asks for it.

mod lookup;
mod relation;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
pub(super) use lookup::meant;
use ratatui::style::Modifier;

use super::open::{Care, Input, open_settled};
use super::output::{self, styled};
use super::request::Look;
use super::{color, say, warn};
use crate::apparatus::{ClaimIx, ThemeIx};
use crate::document::{Document, Meant};
use crate::essay::{BlockKind, InlineStyle, Part};
use crate::layout::{Layout, Row, ScreenLine, ScrollPosition, width as cells};
use crate::text::count_noun;
use crate::tui::app::detail::{self, ContentOptions};
use crate::tui::rich_text::{RichText, RichTextBuilder, Span, span};
use crate::tui::theme::{Palette, StyleRole};

/// Cells by which a theme stands further right than the one it is part of, and what belongs to a
/// thing further than its name.
const STEP: usize = 2;

/// Prints the subject `at`, or else the outline, of what `input` names.
pub(super) fn run(input: &Input, at: Option<&str>, look: Look) -> Result<ExitCode> {
    let opened = open_settled(input, Care::Open)?;
    warn(&opened);
    let document = opened.document;
    let meant = at.map(|id| lookup::meant(&document, id)).transpose()?;
    if document.essay.next_visible_block(0).is_none() {
        say("there is no text in the essay");
    }
    let (width, palette) = (color::width(), color::of_print(look));
    output::print(|to| write(to, &document, meant, width, palette))
}

/// Writes what is meant, or else the outline, in lines of at most `width` cells.
fn write(
    to: &mut dyn Write,
    document: &Document,
    meant: Option<Meant>,
    width: usize,
    palette: Option<Palette>,
) -> io::Result<()> {
    match meant {
        Some(Meant::Subject(subject)) => {
            let rows = detail::build_content(document, ContentOptions::all(subject, width), None);
            output::rows(to, &rows, palette)
        }
        Some(Meant::Relation(relation)) => {
            output::rows(to, &relation::relation(document, relation, width), palette)
        }
        Some(Meant::Note(note)) => {
            output::rows(to, &relation::note(document, note, width), palette)
        }
        None if document.apparatus.is_empty() => text(to, document, width, palette),
        None => output::rows(to, &outline(document, width), palette),
    }
}

/// The essay in outline: what it argues, theme by theme, and who is in it.
fn outline(document: &Document, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    let apparatus = &document.apparatus;
    rows.text(StyleRole::Name, &document.title());
    let about = &apparatus.essay;
    let by: Vec<_> = about
        .authors
        .iter()
        .chain(&about.date)
        .map(String::as_str)
        .collect();
    if !by.is_empty() {
        rows.text(StyleRole::Faint, &by.join(", "));
    }
    if let Some(summary) = &about.summary {
        rows.blank_line();
        rows.text(StyleRole::Text, summary);
    }
    rows.blank_line();
    rows.text(StyleRole::Faint, &detail::counts(apparatus).join(", "));
    if !apparatus.themes.is_empty() {
        rows.heading("THEMES");
    }
    for &theme in document.index.theme_order() {
        rows.blank_line();
        outline_theme(&mut rows, document, theme);
    }
    outline_stray_claims(&mut rows, document);
    outline_actors(&mut rows, document);
    rows.blank_line();
    rows.text(
        StyleRole::Faint,
        "Any of these in full: postil show --at NUMBER, --at ID or --at NAME",
    );
    rows.finish()
}

/// A theme with its own claims; its children's stand with them, below.
fn outline_theme(rows: &mut RichTextBuilder<()>, document: &Document, place: ThemeIx) {
    let Some(theme) = document.apparatus.themes.get(place.get()) else {
        return;
    };
    let indent = STEP * document.index.depth(place);
    let name = [span(StyleRole::Name, &theme.name), id(&theme.id)];
    rows.hanging(&lead(indent), &name);
    if let Some(summary) = &theme.summary {
        rows.hanging(&lead(indent + STEP), &[span(StyleRole::Text, summary)]);
    }
    for &claim in document.index.theme_claims(place) {
        let own = document.apparatus.claims.get(claim.get());
        if own.is_some_and(|claim| claim.themes.contains(&place)) {
            outline_claim(rows, document, claim, indent + STEP);
        }
    }
}

fn outline_claim(
    rows: &mut RichTextBuilder<()>,
    document: &Document,
    place: ClaimIx,
    indent: usize,
) {
    let Some(claim) = document.apparatus.claims.get(place.get()) else {
        return;
    };
    let digits = document.index.claims().len().to_string().len();
    let number = format!("{:indent$}{:>digits$} ", "", document.index.number(place));
    let text = [
        span(StyleRole::Kind, claim.kind.name()),
        span(StyleRole::Text, &format!("  {}", claim.text)),
    ];
    rows.hanging(&[span(StyleRole::Number, &number)], &text);
}

/// Claims that belong to no theme would else be missing from the outline.
fn outline_stray_claims(rows: &mut RichTextBuilder<()>, document: &Document) {
    let claims = &document.apparatus.claims;
    let stray = |place: &&ClaimIx| {
        claims
            .get(place.get())
            .is_some_and(|claim| claim.themes.is_empty())
    };
    let mut strays = document.index.claims().iter().filter(stray).peekable();
    if strays.peek().is_some() {
        rows.heading("CLAIMS WITHOUT A THEME");
    }
    for &claim in strays {
        outline_claim(rows, document, claim, STEP);
    }
}

fn outline_actors(rows: &mut RichTextBuilder<()>, document: &Document) {
    let actors = &document.apparatus.actors;
    if !actors.is_empty() {
        rows.heading("ACTORS");
    }
    for actor in actors {
        let mentions = count_noun(actor.mentions.len(), "mention", "mentions");
        let about = format!("  {}, {mentions}", actor.kind.name());
        let text = [
            span(StyleRole::Text, &actor.name),
            id(&actor.id),
            span(StyleRole::Faint, &about),
        ];
        rows.hanging(&[span(StyleRole::Text, "- ")], &text);
    }
}

fn lead(indent: usize) -> [Span; 1] {
    [span(StyleRole::Text, &" ".repeat(indent))]
}

fn id(id: &str) -> Span {
    span(StyleRole::Faint, &format!("  [{id}]"))
}

/// The essay itself, wrapped.
fn text(
    to: &mut dyn Write,
    document: &Document,
    width: usize,
    palette: Option<Palette>,
) -> io::Result<()> {
    let essay = &document.essay;
    let layout = Layout::new(u16::try_from(width).unwrap_or(u16::MAX));
    for line in layout.lines_from(essay, ScrollPosition::default()) {
        match line {
            ScreenLine::Blank => to.write_all(b"\n")?,
            ScreenLine::Row(row) => text_row(to, document, &layout, &row, palette)?,
        }
    }
    Ok(())
}

fn text_row(
    to: &mut dyn Write,
    document: &Document,
    layout: &Layout,
    row: &Row,
    palette: Option<Palette>,
) -> io::Result<()> {
    let block = document.essay.blocks().get(row.block);
    let role = match block.map(|block| (block.part, block.kind)) {
        Some((Part::Title, _)) => StyleRole::Title,
        Some((_, BlockKind::Heading(_))) => StyleRole::Heading,
        _ => StyleRole::Text,
    };
    let mut column = 0;
    for run in layout.spans(&document.essay, row) {
        let at = usize::from(run.column);
        write!(to, "{:1$}", "", at.saturating_sub(column))?;
        column = at + cells(&run.text);
        match palette {
            Some(palette) => {
                let style = palette.style(role);
                let weight = style.add_modifier | weight(run.style);
                styled(to, &run.text, (style.fg, style.bg, weight))?;
            }
            None => to.write_all(run.text.as_bytes())?,
        }
    }
    to.write_all(b"\n")
}

fn weight(inline: InlineStyle) -> Modifier {
    let mut weight = Modifier::empty();
    weight.set(Modifier::ITALIC, inline.emphasis);
    weight.set(Modifier::BOLD, inline.strong);
    weight.set(Modifier::UNDERLINED, inline.link);
    weight
}
