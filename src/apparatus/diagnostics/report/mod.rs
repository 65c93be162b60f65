//! Problems as `postil check` prints them: for people with the line of the file and a mark under the
//! value, for programs as values to be serialized.

use std::cell::Cell;
use std::fmt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{LineIndex, Problem, Severity, total};
use crate::apparatus::Span;
use crate::essay::sanitize;
use crate::text::count_noun;

/// The bytes of the file's lines in a report. Of further lines only the number and the column are
/// written: hundreds of problems on a line of a megabyte would cost minutes.
const MAX_LINE_BYTES: usize = 16 << 20;

/// The problems of a file, for people: its [`Display`](fmt::Display) writes them.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The name of the file.
    pub path: &'a str,
    /// Its text.
    pub source: &'a str,
    /// Its problems.
    pub problems: &'a [Problem],
    /// Whether to use the sixteen colors of the terminal.
    pub color: bool,
    /// Whether to use line-drawing characters instead of ASCII.
    pub unicode: bool,
    /// The width in cells; longer lines of the file are cut.
    pub width: usize,
    /// The maximum number of problems to write, errors before warnings. The others are counted.
    pub max_problems: usize,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown: Vec<(usize, &Problem)> = self.problems.iter().enumerate().collect();
        shown.sort_by_key(|(_, problem)| problem.severity);
        shown.truncate(self.max_problems);
        shown.sort_by_key(|&(place, _)| place);
        let lines = LineIndex::new(self.source);
        let line_bytes_left = Cell::new(MAX_LINE_BYTES);
        for (_, problem) in &shown {
            writeln!(f, "{}\n", self.render(&lines, problem, &line_bytes_left))?;
        }
        let all = total(self.problems);
        let rest = all - shown.iter().map(|(_, it)| it.count).sum::<usize>();
        if rest > 0 {
            writeln!(f, "… and {rest} more\n")?;
        }
        writeln!(f, "{}: {}", sanitize(self.path), summary(self.problems))
    }
}

impl Report<'_> {
    fn render(
        &self,
        lines: &LineIndex<'_>,
        problem: &Problem,
        line_bytes_left: &Cell<usize>,
    ) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut elements: Vec<Element<'_>> = Vec::new();
        match &problem.span {
            Some(span) => elements.push(self.snippet(
                lines,
                span,
                AnnotationKind::Primary,
                None,
                line_bytes_left,
            )),
            None => elements.push(Origin::path(sanitize(self.path)).into()),
        }
        if let Some((span, label)) = &problem.related {
            let context = AnnotationKind::Context;
            elements.push(self.snippet(lines, span, context, Some(label), line_bytes_left));
        }
        if let Some(help) = &problem.help {
            elements.push(Level::HELP.message(sanitize(help)).into());
        }
        let title = level
            .primary_title(sanitize(&problem.message))
            .id(problem.code);
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let decor = if self.unicode {
            DecorStyle::Unicode
        } else {
            DecorStyle::Ascii
        };
        let renderer = renderer.decor_style(decor).term_width(self.width);
        renderer.render(&[title.elements(elements)])
    }

    /// The line that a span begins in, with a mark under the part of the span that is on it.
    fn snippet<'b>(
        &'b self,
        lines: &LineIndex<'_>,
        span: &Span,
        kind: AnnotationKind,
        label: Option<&'b String>,
        line_bytes_left: &Cell<usize>,
    ) -> Element<'b> {
        let line = lines.range(span.start);
        let position = lines.position(span.start);
        let line_bytes = line_bytes_left.get().checked_sub(line.len());
        line_bytes_left.set(line_bytes.unwrap_or(0));
        if line_bytes.is_none() {
            let origin = Origin::path(sanitize(self.path)).line(position.line);
            return origin.char_column(position.column).into();
        }
        // A span may begin at the line's end, which is not shown.
        let start = span.start.min(line.end);
        let end = span.end.clamp(start, line.end);
        let mut text = sanitize(&self.source[line.start..start]).into_owned();
        let marked = text.len();
        text.push_str(&sanitize(&self.source[start..end]));
        let mut annotation = kind.span(marked..text.len());
        text.push_str(&sanitize(&self.source[end..line.end]));
        if let Some(label) = label {
            annotation = annotation.label(sanitize(label));
        }
        Snippet::source(text)
            .line_start(position.line)
            .path(sanitize(self.path))
            .annotation(annotation)
            .into()
    }
}

/// `2 errors, 1 warning`, or `no problems`.
fn summary(problems: &[Problem]) -> String {
    let count = |severity, singular, plural| {
        let of_severity = problems.iter().filter(|one| one.severity == severity);
        let count = of_severity.map(|one| one.count).sum();
        (count > 0).then(|| count_noun(count, singular, plural))
    };
    let counts = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() {
        "no problems".to_owned()
    } else {
        counts.join(", ")
    }
}

/// A problem for programs. Lines and columns count from 1, columns in code points; `start` and `end`
/// are bytes of the apparatus file's decoded text. All are `None` for a problem of the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemRecord<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// The line in which the value begins.
    pub line: Option<usize>,
    /// The column in which it begins.
    pub column: Option<usize>,
    /// The line in which it ends.
    pub end_line: Option<usize>,
    /// The column after its last character.
    pub end_column: Option<usize>,
    /// Its first byte.
    pub start: Option<usize>,
    /// The byte after its last.
    pub end: Option<usize>,
    /// The line of the essay's file in which the words begin that it is about.
    pub essay_line: Option<usize>,
    /// The column in which they begin.
    pub essay_column: Option<usize>,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The name of the kind of problem.
    pub code: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// How to fix it.
    pub help: Option<&'a str>,
}

/// The problems of a file for programs, in the file's order.
#[must_use]
pub fn records<'a>(path: &'a str, file: &str, problems: &'a [Problem]) -> Vec<ProblemRecord<'a>> {
    let lines = LineIndex::new(file);
    let record = |problem: &'a Problem| {
        let span = problem.span.as_ref();
        let start = span.map(|span| lines.position(span.start));
        let end = span.map(|span| lines.position(span.end));
        ProblemRecord {
            file: path,
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
            start: span.map(|span| span.start),
            end: span.map(|span| span.end),
            essay_line: problem.essay_position.map(|at| at.line),
            essay_column: problem.essay_position.map(|at| at.column),
            severity: problem.severity.name(),
            code: problem.code,
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    };
    problems.iter().map(record).collect()
}

#[cfg(test)]
mod tests;
