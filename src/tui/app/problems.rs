//! The list of what is wrong: with the apparatus on screen, and before that with a newer version of
//! the files that could not be read.
//!
//! Owns its rows and where each of them leads. What is kept on screen, and when, is the reader's to
//! say.

use std::ops::Range;

use super::overlay::{Kind, Target};
use super::{App, Message};
use crate::apparatus::diagnostics::{Lines, Problem, Severity};
use crate::essay::sanitize;
use crate::layout;
use crate::tui::rich_text::{RichText, RichTextBuilder, span};
use crate::tui::theme::StyleRole;

/// Why the files as they are now are not on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Why, in a line.
    pub why: String,
    /// Where the apparatus is not TOML, if that is why.
    pub syntax: Vec<Problem>,
    /// The apparatus file that is not.
    pub file: String,
}

impl From<String> for Unread {
    fn from(why: String) -> Self {
        Self {
            why,
            syntax: Vec::new(),
            file: String::new(),
        }
    }
}

impl App {
    /// Says why a newer version of the files is not on screen, or that there is none.
    pub fn set_unread(&mut self, unread: Option<Unread>) {
        self.unread = unread;
        self.compose_overlay();
    }

    /// Why what is on screen is an older version than the files', if it is.
    #[must_use]
    pub fn unread(&self) -> Option<&Unread> {
        self.unread.as_ref()
    }

    pub(super) fn show_problems(&mut self) {
        if self.document.problems.is_empty() && self.unread.is_none() {
            let text = if self.document.apparatus.is_empty() {
                "This essay has no apparatus yet"
            } else {
                "The apparatus has no problems"
            };
            self.say(Message::note(text.to_owned()));
        } else {
            self.show_overlay(Kind::Problems, super::overlay::Choice::default());
        }
    }

    /// The rows of the list; with `unfolded` goes the line of the file that it is about.
    pub(super) fn problem_rows(&self, width: usize, unfolded: Option<Target>) -> RichText<Target> {
        let mut rows = RichTextBuilder::new(width);
        if let Some(Unread { why, syntax, file }) = &self.unread {
            let why = if syntax.is_empty() {
                format!("What is shown is the last good version. {why}")
            } else {
                "What is shown is the last good version. The apparatus is not TOML now:".to_owned()
            };
            rows.text(StyleRole::Warning, &why);
            for (number, problem) in syntax.iter().enumerate() {
                let target = Target::Syntax(number);
                let file = (unfolded == Some(target)).then_some(file.as_str());
                problem_row(&mut rows, target, problem, file);
            }
            if !self.document.problems.is_empty() {
                rows.heading("Problems of the version shown");
            }
        }
        let file = self.document.file.as_deref();
        for (number, problem) in self.document.problems.iter().enumerate() {
            let target = Target::Problem(number);
            let file = file.filter(|_| unfolded == Some(target));
            problem_row(&mut rows, target, problem, file);
        }
        rows.finish()
    }

    /// Shows the line of the file that a problem is about, or hides it again.
    pub(super) fn unfold(&mut self, target: Target) {
        if let Some(overlay) = &mut self.overlay {
            overlay.unfolded = (overlay.unfolded != Some(target)).then_some(target);
        }
        self.compose_overlay();
    }

    /// The line of the problem under the cursor, while they are listed.
    pub(super) fn line_of_problem(&self) -> Option<usize> {
        let overlay = self.overlay()?;
        let problem = match overlay.rows.targets.get(overlay.cursor.at)? {
            Target::Problem(number) => self.document.problems.get(*number),
            Target::Syntax(number) => self.unread.as_ref()?.syntax.get(*number),
            Target::Claim(_) => None,
        };
        Some(problem?.position().map_or(1, |(line, _)| line))
    }
}

fn problem_row(
    rows: &mut RichTextBuilder<Target>,
    target: Target,
    problem: &Problem,
    file: Option<&str>,
) {
    let (word, tone) = match problem.severity {
        Severity::Error => ("error", StyleRole::Warning),
        Severity::Warning => ("warning", StyleRole::Relation),
    };
    let line = problem.position().map(|(line, _)| format!("line {line}: "));
    let text = [
        span(tone, word),
        span(StyleRole::Faint, &format!("  {}", line.unwrap_or_default())),
        span(StyleRole::Text, &problem.message),
    ];
    rows.entry(target, &[], &text);
    if let Some(help) = &problem.help {
        rows.continue_entry(
            &[span(StyleRole::Text, "    ")],
            &[span(StyleRole::Faint, help)],
        );
    }
    if let (Some(file), Some(span)) = (file, &problem.span) {
        line_itself(rows, file, span);
    }
}

/// The cells by which the line stands further right than what is said of it.
const INDENT: usize = 4;

/// The line of a file that a range begins in, and a mark under what is in the range. Of a long line
/// what stands around it.
fn line_itself(rows: &mut RichTextBuilder<Target>, file: &str, range: &Range<usize>) {
    let line = Lines::new(file).range(range.start);
    let end = range.end.clamp(range.start, line.end.max(range.start));
    let part =
        |range: Range<usize>| sanitize(file.get(range).unwrap_or_default().trim_end_matches('\n'));
    let room = rows.width().saturating_sub(INDENT);
    let before = part(line.start..range.start);
    let mut before = before.trim_start();
    // The value is what matters: what stands before it has half of the row at most.
    let mut cut = "";
    if let Some((from, _)) = before.char_indices().rev().nth(room) {
        (before, cut) = (&before[from..], "…");
    }
    while layout::width(before) > room / 2 {
        let mut rest = before.chars();
        rest.next();
        (before, cut) = (rest.as_str(), "…");
    }
    let value = part(range.start..end);
    let indent = " ".repeat(INDENT);
    rows.continue_entry_line(&[
        span(StyleRole::Faint, &format!("{indent}{cut}{before}")),
        span(StyleRole::Text, &value),
        span(StyleRole::Faint, &part(end..line.end)),
    ]);
    let before = INDENT + layout::width(cut) + layout::width(before);
    let width = layout::width(&value).clamp(1, rows.width().saturating_sub(before).max(1));
    let mark = format!("{}{}", " ".repeat(before), "^".repeat(width));
    rows.continue_entry_line(&[span(StyleRole::Warning, &mark)]);
}
