//! `postil show`: prints the outline, or one thing in full, as lines of plain text.
//!
//! The output is for pipes, screen readers and `ssh` without a terminal: no boxes, no columns that
//! only make sense visually, and everything with the number or id that `--at` takes.

use std::collections::HashSet;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use ratatui::style::{Modifier, Style};

use super::args::ViewArgs;
use super::open::{DocumentSource, open_anchored};
use super::output::{self, write_styled};
use super::{color, lookup, print_message};
use crate::apparatus::{ClaimIx, EntityRef, EntryInfo, Node, NoteIx, RelationIx, Subject, ThemeIx};
use crate::document::Document;
use crate::document::citation::place_in_essay;
use crate::essay::{BlockKind, Essay, InlineStyle, Metadata, Part};
use crate::layout::{Layout, Row, RowSpan, ScreenLine, ScrollPosition, width as cells};
use crate::text::count_noun;
use crate::tui::panes::detail::content::{self, ContentOptions, relation_words};
use crate::tui::rich_text::{RichText, RichTextBuilder, Span, claim_spans, span};
use crate::tui::theme::{Palette, StyleRole};

/// The indentation of a level of the outline, in cells.
const INDENT: usize = 2;

/// Prints the thing that `--at` names, or the outline.
pub(crate) fn run(args: ViewArgs, secure: bool) -> Result<ExitCode> {
    let opened = open_anchored(&DocumentSource::configured(args.input, secure))?;
    opened.warn_of_errors();
    let document = &opened.document;
    let at = args
        .at
        .map(|at| lookup::resolve(document, &at))
        .transpose()?;
    if document.essay.next_visible_block(0).is_none() {
        print_message("there is no text in the essay");
    }
    let (width, palette) = (color::width(), color::print_palette(args.color));
    output::print(|to| {
        let rows = match at {
            Some(EntityRef::Subject(subject)) => {
                let rows =
                    content::build_content(document, ContentOptions::all(subject, width), None);
                return output::write_rows(to, &rows, palette);
            }
            Some(EntityRef::Relation(relation)) => relation_rows(document, relation, width),
            Some(EntityRef::Note(note)) => note_rows(document, note, width),
            None if document.apparatus.is_empty() => {
                output::write_rows(to, &head(document, width), palette)?;
                return write_text(to, document, width, palette);
            }
            None => outline(document, width),
        };
        output::write_rows(to, &rows, palette)
    })
}

/// What the front matter of an essay without an apparatus says, unless the text says it too.
fn head(document: &Document, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    if *document.essay.metadata() != Metadata::default() {
        let title = document.title();
        if !title.is_empty() && document.essay.title().as_ref() != Some(&title) {
            rows.text(StyleRole::Name, &title);
        }
        metadata_rows(document, &mut rows);
        rows.blank_line();
    }
    rows.finish()
}

/// The authors, the date, the source and the summary.
fn metadata_rows(document: &Document, rows: &mut RichTextBuilder<()>) {
    let essay = &document.apparatus.essay;
    let by = essay.authors.iter().chain(&essay.date);
    let by: Vec<_> = by.map(String::as_str).collect();
    if !by.is_empty() {
        rows.text(StyleRole::Faint, &by.join(", "));
    }
    if let Some(source) = &essay.source {
        rows.text(StyleRole::Faint, source);
    }
    if let Some(summary) = &essay.summary {
        rows.blank_line();
        rows.text(StyleRole::Text, summary);
    }
}

/// The outline: what the essay argues, theme by theme, and the actors.
fn outline(document: &Document, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    let apparatus = &document.apparatus;
    rows.text(StyleRole::Name, &document.title());
    metadata_rows(document, &mut rows);
    rows.blank_line();
    rows.text(
        StyleRole::Faint,
        &content::entity_counts(apparatus).join(", "),
    );
    if !apparatus.themes.is_empty() {
        rows.heading("THEMES");
    }
    for &theme in document.index.theme_order() {
        rows.blank_line();
        theme_outline(&mut rows, document, theme);
    }
    let claims = document.index.claims().iter();
    let mut without_theme = claims
        .filter(|claim| apparatus[**claim].themes.is_empty())
        .peekable();
    if without_theme.peek().is_some() {
        rows.heading("CLAIMS WITHOUT A THEME");
    }
    for &claim in without_theme {
        claim_line(&mut rows, document, claim, INDENT);
    }
    if !apparatus.actors.is_empty() {
        rows.heading("ACTORS");
    }
    for &ix in document.index.actor_order() {
        let actor = &apparatus[ix];
        let mentions = count_noun(actor.mentions.len(), "mention", "mentions");
        let kind_and_mentions = format!("  {}, {mentions}", actor.kind.name());
        let text = [
            span(StyleRole::Text, &actor.name),
            id_span(&actor.id),
            span(StyleRole::Faint, &kind_and_mentions),
        ];
        rows.hanging(&[span(StyleRole::Text, "- ")], &text);
    }
    rows.blank_line();
    rows.text(
        StyleRole::Faint,
        "Any of these in full: postil show --at NUMBER, --at ID or --at NAME",
    );
    rows.finish()
}

/// A theme with its own claims, then its sub-themes in the same way.
fn theme_outline(rows: &mut RichTextBuilder<()>, document: &Document, ix: ThemeIx) {
    let theme = &document.apparatus[ix];
    let indent = INDENT * document.index.depth(ix);
    let spaces = |indent| [span(StyleRole::Text, &" ".repeat(indent))];
    let name = [span(StyleRole::Name, &theme.name), id_span(&theme.id)];
    rows.hanging(&spaces(indent), &name);
    let indent = indent + INDENT;
    if let Some(summary) = &theme.summary {
        rows.hanging(&spaces(indent), &[span(StyleRole::Text, summary)]);
    }
    for &claim in document.index.theme_claims(ix) {
        if document.apparatus[claim].themes.contains(&ix) {
            claim_line(rows, document, claim, indent);
        }
    }
}

fn claim_line(rows: &mut RichTextBuilder<()>, document: &Document, ix: ClaimIx, indent: usize) {
    let claim = &document.apparatus[ix];
    let digits = document.index.claims().len().to_string().len();
    let number = format!("{:indent$}{:>digits$} ", "", document.index.number(ix));
    rows.hanging(&[span(StyleRole::Number, &number)], &claim_spans(claim));
}

/// An id in brackets, after two spaces.
fn id_span(id: &str) -> Span {
    span(StyleRole::Faint, &format!("  [{id}]"))
}

/// A relation, the claims at both ends, and its notes.
fn relation_rows(document: &Document, ix: RelationIx, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    let relation = &document.apparatus[ix];
    let (word, _) = relation_words(document, ix);
    rows.spans(&[
        span(StyleRole::Tag, "Relation"),
        span(StyleRole::Text, "  "),
        span(StyleRole::Relation, &word),
        id_span(&relation.id),
    ]);
    info_line(&mut rows, &relation.info);
    let (from, to) = if relation.symmetric {
        ("Between", "And")
    } else {
        ("From", "To")
    };
    rows.heading(from);
    for &claim in &relation.from {
        claim_line(&mut rows, document, claim, 0);
    }
    rows.heading(to);
    node_line(&mut rows, document, relation.to);
    notes_on(&mut rows, document, EntityRef::Relation(ix));
    rows.finish()
}

fn info_line(rows: &mut RichTextBuilder<()>, info: &EntryInfo) {
    let line = info.line();
    if !line.is_empty() {
        rows.text(StyleRole::Faint, &line);
    }
}

/// The notes on a relation or a note.
fn notes_on(rows: &mut RichTextBuilder<()>, document: &Document, entity: EntityRef) {
    let notes = document.index.notes_on(entity);
    if !notes.is_empty() {
        rows.heading("Notes");
    }
    for &note in notes {
        let note = &document.apparatus[note];
        rows.spans(&[span(StyleRole::Text, &note.text), id_span(&note.id)]);
    }
}

fn node_line(rows: &mut RichTextBuilder<()>, document: &Document, node: Node) {
    let relation = match node {
        Node::Claim(claim) => return claim_line(rows, document, claim, 0),
        Node::Relation(relation) => relation,
    };
    let (word, _) = relation_words(document, relation);
    let relation = &document.apparatus[relation];
    let number = |claim| document.index.number(claim);
    let mut from: Vec<_> = relation.from.iter().map(|&claim| number(claim)).collect();
    from.sort_unstable();
    let from: Vec<_> = from.iter().map(usize::to_string).collect();
    let to = match relation.to {
        Node::Claim(claim) => number(claim).to_string(),
        Node::Relation(relation) => document.apparatus[relation].id.clone(),
    };
    rows.spans(&[
        span(StyleRole::Text, "the relation "),
        span(StyleRole::Number, &from.join(", ")),
        span(StyleRole::Relation, &format!(" {word} ")),
        span(StyleRole::Number, &to),
        id_span(&relation.id),
    ]);
}

/// A note, and what it is on.
fn note_rows(document: &Document, ix: NoteIx, width: usize) -> RichText<()> {
    let mut rows = RichTextBuilder::new(width);
    let note = &document.apparatus[ix];
    rows.spans(&[span(StyleRole::Tag, "Note"), id_span(&note.id)]);
    rows.text(StyleRole::Name, &note.text);
    info_line(&mut rows, &note.info);
    if let Some(entity) = note.on {
        note_target(&mut rows, document, entity);
    }
    if !note.anchors.is_empty() {
        rows.heading("On the words");
    }
    for anchor in &note.anchors {
        if anchor.passages.is_empty() {
            rows.spans(&[
                span(StyleRole::Warning, "not found in the essay  "),
                span(StyleRole::Quote, &format!("“{}”", anchor.exact)),
            ]);
        }
        for range in &anchor.passages {
            let words = document.essay.text(range.clone()).replace('\n', " ");
            let place = place_in_essay(document, range.start);
            rows.spans(&[
                span(StyleRole::Quote, &format!("“{words}”")),
                span(StyleRole::Faint, &format!("  {place}")),
            ]);
        }
    }
    notes_on(&mut rows, document, EntityRef::Note(ix));
    rows.finish()
}

/// What a note is on.
fn note_target(rows: &mut RichTextBuilder<()>, document: &Document, entity: EntityRef) {
    let apparatus = &document.apparatus;
    let title = document.title();
    let (heading, name) = match entity {
        EntityRef::Subject(Subject::Claim(claim)) => {
            rows.heading("On the claim");
            return claim_line(rows, document, claim, 0);
        }
        EntityRef::Relation(relation) => {
            rows.heading("On the relation");
            return node_line(rows, document, Node::Relation(relation));
        }
        EntityRef::Subject(Subject::Essay) => ("On the essay", &title),
        EntityRef::Subject(Subject::Theme(theme)) => ("On the theme", &apparatus[theme].name),
        EntityRef::Subject(Subject::Actor(actor)) => ("On the actor", &apparatus[actor].name),
        EntityRef::Note(note) => ("On the note", &apparatus[note].text),
    };
    rows.heading(heading);
    let id = id_span(document.entity_id(entity));
    rows.spans(&[span(StyleRole::Text, name), id]);
}

/// Writes the text of the essay, wrapped, and the addresses of its links.
fn write_text(
    to: &mut dyn Write,
    document: &Document,
    width: usize,
    palette: Option<Palette>,
) -> io::Result<()> {
    let essay = &document.essay;
    let layout = Layout::new(u16::try_from(width).unwrap_or(u16::MAX));
    for line in layout.lines_from(essay, ScrollPosition::default()) {
        match line {
            ScreenLine::Row(row) => write_text_row(to, document, &layout, &row, palette)?,
            ScreenLine::HeaderRule(header) => {
                let rule = layout.header_rule(essay, header);
                write_spans(to, &rule, |_| Style::default())?;
            }
            ScreenLine::Blank => {}
        }
        to.write_all(b"\n")?;
    }
    write_addresses(to, essay)
}

/// Writes where the links lead, except those that show it themselves.
fn write_addresses(to: &mut dyn Write, essay: &Essay) -> io::Result<()> {
    let mut written = HashSet::new();
    for (source, target) in essay.addresses() {
        let words = essay.text(source).replace('\n', " ");
        let is_shown = target.ends_with(words.trim()) && words.contains(['.', '@']);
        let line = format!("{words}: {target}");
        if is_shown || words.is_empty() || written.contains(&line) {
            continue;
        }
        if written.is_empty() {
            writeln!(to, "\nLinks\n")?;
        }
        writeln!(to, "• {line}")?;
        written.insert(line);
    }
    Ok(())
}

fn write_text_row(
    to: &mut dyn Write,
    document: &Document,
    layout: &Layout,
    row: &Row,
    palette: Option<Palette>,
) -> io::Result<()> {
    let block = &document.essay.blocks()[row.block];
    let role = match (block.part, block.kind) {
        (Part::Title, _) => StyleRole::Title,
        (_, BlockKind::Heading(_)) => StyleRole::Heading,
        _ if document.essay.is_table_header(row.block) => StyleRole::Heading,
        _ => StyleRole::Text,
    };
    let spans = layout.spans(&document.essay, row);
    write_spans(to, &spans, |span| {
        let style = palette.map(|palette| palette.style(role));
        style.map_or(Style::default(), |style| {
            style.add_modifier(modifier(span.style))
        })
    })
}

fn write_spans(
    to: &mut dyn Write,
    spans: &[RowSpan<'_>],
    style: impl Fn(&RowSpan<'_>) -> Style,
) -> io::Result<()> {
    let mut column = 0;
    for span in spans {
        let start = usize::from(span.column);
        write!(to, "{:1$}", "", start.saturating_sub(column))?;
        column = start + cells(&span.text);
        write_styled(to, &span.text, style(span))?;
    }
    Ok(())
}

fn modifier(inline: InlineStyle) -> Modifier {
    let mut modifier = Modifier::empty();
    modifier.set(Modifier::ITALIC, inline.emphasis);
    modifier.set(Modifier::BOLD, inline.strong);
    modifier.set(Modifier::UNDERLINED, inline.link);
    modifier
}
