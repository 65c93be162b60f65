//! Problems as they are printed: for people with the line itself and a mark under the value, for
//! programs as values to be serialized.
//!
//! Owns the look of a report. It must not know what a problem means, nor where the report goes. Text
//! of the file and its name is shown with marks for what must not reach a terminal.

use std::fmt;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::Span;
use super::{Lines, Position, Problem, Severity};
use crate::essay::sanitize;

/// Bytes of a line that are shown on either side of a value; the renderer trims further.
const AROUND: usize = 400;

/// Problems of one file, for people. Its [`Display`](fmt::Display) writes them.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What the file is called.
    pub path: &'a str,
    /// Its text.
    pub file: &'a str,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// With the colours of the terminal's own sixteen.
    pub color: bool,
    /// With line-drawing characters instead of ASCII.
    pub unicode: bool,
    /// In so many cells; longer lines of the file are shown in part.
    pub width: usize,
    /// At most so many; errors before warnings. The rest is counted.
    pub most: usize,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown: Vec<(usize, &Problem)> = self.problems.iter().enumerate().collect();
        if shown.len() > self.most {
            shown.sort_by_key(|&(place, problem)| (problem.severity as usize, place));
            shown.truncate(self.most);
            shown.sort_by_key(|&(place, _)| place);
        }
        let lines = Lines::new(self.file);
        for (_, problem) in &shown {
            writeln!(f, "{}\n", self.one(&lines, problem))?;
        }
        let rest = self.problems.len() - shown.len();
        if rest > 0 {
            writeln!(f, "… and {rest} more\n")?;
        }
        writeln!(f, "{}: {}", sanitize(self.path), summary(self.problems))
    }
}

impl Report<'_> {
    /// One problem, without a line end.
    fn one(&self, lines: &Lines<'_>, problem: &Problem) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut elements: Vec<Element<'_>> = Vec::new();
        match &problem.span {
            Some(span) => {
                let line = Line::new(lines, self.file, span);
                elements.extend(self.primary(line));
            }
            None => elements.push(Origin::path(sanitize(self.path)).into()),
        }
        if let Some((span, words)) = &problem.related {
            let line = Line::new(lines, self.file, span);
            elements.push(self.related(line, words));
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

    /// The line of what is wrong, and where it stands.
    fn primary(&self, line: Line) -> Vec<Element<'_>> {
        let mark = AnnotationKind::Primary.span(line.marked.clone());
        let is_whole = line.is_whole();
        let Position { line: row, column } = line.at;
        let snippet = line.snippet(mark);
        if is_whole {
            return vec![snippet.path(sanitize(self.path)).into()];
        }
        // The renderer would count the columns of what is shown.
        let origin = Origin::path(sanitize(self.path))
            .line(row)
            .char_column(column);
        vec![origin.into(), snippet.into()]
    }

    /// The line of what it has to do with, or of one that is shown in part only where it stands.
    fn related<'b>(&'b self, line: Line, words: &'b str) -> Element<'b> {
        if !line.is_whole() {
            let Position { line, column } = line.at;
            let words = format!("{words}: {}:{line}:{column}", self.path);
            return Level::NOTE.message(sanitize(&words).into_owned()).into();
        }
        let mark = AnnotationKind::Context.span(line.marked.clone());
        let snippet = line.snippet(mark.label(sanitize(words)));
        snippet.path(sanitize(self.path)).into()
    }
}

/// A line of the file as it is shown, and where in it the value stands.
struct Line {
    text: String,
    marked: Range<usize>,
    at: Position,
    /// The column that the value has in what is shown.
    column: usize,
}

impl Line {
    fn new(lines: &Lines<'_>, file: &str, span: &Span) -> Self {
        let range = lines.range(span.start);
        // It may be about the line's end, which is not shown.
        let start = span.start.min(range.end);
        let end = span.end.clamp(start, range.end);
        let from = file.ceil_char_boundary(range.start.max(start.saturating_sub(AROUND)));
        let to = file.ceil_char_boundary(range.end.min(end.min(start + AROUND) + AROUND));
        let part = |range: Range<usize>| sanitize(file.get(range).unwrap_or_default());
        let mut text = part(from..start).into_owned();
        let marked = text.len();
        let column = text.chars().count() + 1;
        text.push_str(&part(start..end.min(to)));
        let marked = marked..text.len();
        text.push_str(&part(end.min(to)..to));
        Self {
            text,
            marked,
            at: lines.position(span.start),
            column,
        }
    }

    /// It with a mark.
    fn snippet(self, mark: Annotation<'_>) -> Snippet<'_, Annotation<'_>> {
        Snippet::source(self.text)
            .line_start(self.at.line)
            .annotation(mark)
    }

    fn is_whole(&self) -> bool {
        self.column == self.at.column
    }
}

/// `2 errors, 1 warning`.
#[must_use]
pub fn summary(problems: &[Problem]) -> String {
    let count = |severity| {
        problems
            .iter()
            .filter(|one| one.severity == severity)
            .count()
    };
    let counts = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
    ];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| crate::text::count_noun(number, one, many))
        .collect();
    if parts.is_empty() {
        "no problems".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A problem for programs. Lines and columns count from 1, columns in code points; `start` and `end`
/// are bytes of the apparatus file's text as it was read. What is about the file as a whole has no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry<'a> {
    /// What the file is called.
    pub file: &'a str,
    /// Where the value begins.
    pub line: Option<usize>,
    /// Where the value begins.
    pub column: Option<usize>,
    /// Where it ends: the line behind its last character.
    pub end_line: Option<usize>,
    /// Where it ends: the column behind its last character.
    pub end_column: Option<usize>,
    /// Its first byte.
    pub start: Option<usize>,
    /// The byte behind its last.
    pub end: Option<usize>,
    /// Where in the essay's file the words begin that it is about.
    pub essay_line: Option<usize>,
    /// Where in the essay's file they begin.
    pub essay_column: Option<usize>,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The name of the kind of problem.
    pub code: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// How to mend it.
    pub help: Option<&'a str>,
}

/// All problems for programs, in the file's order.
#[must_use]
pub fn entries<'a>(path: &'a str, file: &str, problems: &'a [Problem]) -> Vec<Entry<'a>> {
    let lines = Lines::new(file);
    problems
        .iter()
        .map(|problem| {
            let span = problem.span.as_ref();
            let start = span.map(|span| lines.position(span.start));
            let end = span.map(|span| lines.position(span.end));
            Entry {
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
        })
        .collect()
}

#[cfg(test)]
mod tests;
