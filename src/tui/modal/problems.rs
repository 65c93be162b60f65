//! The list of the apparatus's problems, and of the errors because of which a newer version is not shown.

use std::ops::Range;

use super::list_box::{ListBox, text_width};
use crate::apparatus::diagnostics::{LineIndex, Problem, Severity};
use crate::essay::sanitize;
use crate::layout;
use crate::tui::message::{Ctx, Input, Msg, ReloadError};
use crate::tui::painter::Painter;
use crate::tui::rich_text::{RichTextBuilder, span};
use crate::tui::theme::StyleRole;

/// Cells by which a line of the file is indented.
const INDENT: usize = 4;

/// Which problem an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProblemRef {
    /// A problem of the document, by its index.
    Document(usize),
    /// A syntax error of the version that could not be loaded.
    Syntax(usize),
}

/// The list of problems.
#[derive(Debug, Default)]
pub struct Problems {
    list: ListBox<ProblemRef>,
    /// The problem whose line of the file is shown.
    expanded: Option<ProblemRef>,
}

impl Problems {
    pub(super) fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        if self.list.handle(input, ctx) {
            let selected = self.list.selected().copied();
            self.expanded = selected.filter(|_| selected != self.expanded);
            self.sync(ctx);
        }
        None
    }

    /// The line of the file that the selected problem is on, from 1.
    #[must_use]
    pub fn selected_line(&self, ctx: &Ctx) -> Option<usize> {
        let problem = match *self.list.selected()? {
            ProblemRef::Document(number) => &ctx.document.problems[number],
            ProblemRef::Syntax(number) => &ctx.reload_error.as_ref()?.syntax_errors[number],
        };
        Some(problem.position.map_or(1, |at| at.line))
    }

    /// Updates the list; false if there are no problems any more.
    pub(super) fn sync(&mut self, ctx: &Ctx) -> bool {
        let mut text = RichTextBuilder::new(text_width(ctx));
        if let Some(error) = &ctx.reload_error {
            self.add_reload_error(&mut text, error);
            if !ctx.document.problems.is_empty() {
                text.heading("Problems of the version shown");
            }
        }
        let file = ctx.document.apparatus_source.as_deref();
        for (number, problem) in ctx.document.problems.iter().enumerate() {
            self.add_problem(&mut text, ProblemRef::Document(number), problem, file);
        }
        let text = text.finish();
        let has_rows = !text.rows.is_empty();
        self.list.set_text(text, ctx);
        has_rows
    }

    fn add_reload_error(&self, text: &mut RichTextBuilder<ProblemRef>, error: &ReloadError) {
        let ReloadError {
            reason,
            syntax_errors,
            apparatus_source,
        } = error;
        let reason = if syntax_errors.is_empty() {
            format!("Showing the last good version. {reason}")
        } else {
            "Showing the last good version. The apparatus has syntax errors:".to_owned()
        };
        text.text(StyleRole::Warning, &reason);
        for (number, problem) in syntax_errors.iter().enumerate() {
            self.add_problem(
                text,
                ProblemRef::Syntax(number),
                problem,
                Some(apparatus_source),
            );
        }
    }

    fn add_problem(
        &self,
        text: &mut RichTextBuilder<ProblemRef>,
        entry: ProblemRef,
        problem: &Problem,
        file: Option<&str>,
    ) {
        let (word, tone) = match problem.severity {
            Severity::Error => ("error", StyleRole::Warning),
            Severity::Warning => ("warning", StyleRole::Relation),
        };
        let line = problem
            .position
            .map_or(String::new(), |at| format!("line {}: ", at.line));
        let spans = [
            span(tone, word),
            span(StyleRole::Faint, &format!("  {line}")),
            span(StyleRole::Text, &problem.message),
        ];
        text.entry(entry, &[], &spans);
        if let Some(help) = &problem.help {
            text.continue_entry(
                &[span(StyleRole::Text, "    ")],
                &[span(StyleRole::Faint, help)],
            );
        }
        if let (true, Some(file), Some(range)) = (self.expanded == Some(entry), file, &problem.span)
        {
            add_source_line(text, file, range);
        }
    }

    pub(super) fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        self.list.render("Problems in the apparatus", ctx, painter);
    }
}

/// Adds the line of the file that a range begins in, with the range underlined. A long line is cut
/// before the range.
fn add_source_line(text: &mut RichTextBuilder<ProblemRef>, file: &str, range: &Range<usize>) {
    let line = LineIndex::new(file).range(range.start);
    let end = range.end.clamp(range.start, line.end.max(range.start));
    let part = |range: Range<usize>| sanitize(file[range].trim_end_matches('\n'));
    let room = text.width().saturating_sub(INDENT);
    let before = part(line.start..range.start);
    let mut before = before.trim_start();
    let mut ellipsis = "";
    // The text before the range takes at most half of the row, to leave room for the range.
    if let Some((from, _)) = before.char_indices().rev().nth(room) {
        (before, ellipsis) = (&before[from..], "…");
    }
    while layout::width(before) > room / 2 {
        let mut rest = before.chars();
        rest.next();
        (before, ellipsis) = (rest.as_str(), "…");
    }
    let value = part(range.start..end);
    let indent = " ".repeat(INDENT);
    text.continue_entry_line(&[
        span(StyleRole::Faint, &format!("{indent}{ellipsis}{before}")),
        span(StyleRole::Text, &value),
        span(StyleRole::Faint, &part(end..line.end)),
    ]);
    let before = INDENT + layout::width(ellipsis) + layout::width(before);
    let width = layout::width(&value).clamp(1, text.width().saturating_sub(before).max(1));
    let underline = format!("{}{}", " ".repeat(before), "^".repeat(width));
    text.continue_entry_line(&[span(StyleRole::Warning, &underline)]);
}
