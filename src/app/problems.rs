//! The list of what is wrong: with the apparatus on screen, and before that with a newer version of
//! the files that could not be read.
//!
//! Owns its rows and where each of them leads. What is kept on screen, and when, is the reader's to
//! say.

use super::compose::{Composer, Rows, Tone, span};
use super::overlay::{Kind, Target};
use super::{App, Message};
use crate::apparatus::problem::{Problem, Severity};

/// Why the files as they are now are not on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Why, in a line.
    pub why: String,
    /// Where the apparatus is not TOML, if that is why.
    pub syntax: Vec<Problem>,
}

impl From<String> for Unread {
    fn from(why: String) -> Self {
        let syntax = Vec::new();
        Self { why, syntax }
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
            self.show_overlay(Kind::Problems, Vec::new());
        }
    }

    pub(super) fn problem_rows(&self, width: usize) -> Rows<Target> {
        let mut rows = Composer::new(width);
        if let Some(Unread { why, syntax }) = &self.unread {
            let why = if syntax.is_empty() {
                format!("What is shown is the last good version. {why}")
            } else {
                "What is shown is the last good version. The apparatus is not TOML now:".to_owned()
            };
            rows.text(Tone::Warning, &why);
            for (number, problem) in syntax.iter().enumerate() {
                problem_row(&mut rows, Target::Syntax(number), problem);
            }
            if !self.document.problems.is_empty() {
                rows.head("Problems of the version shown");
            }
        }
        for (number, problem) in self.document.problems.iter().enumerate() {
            problem_row(&mut rows, Target::Problem(number), problem);
        }
        rows.finish()
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

fn problem_row(rows: &mut Composer<Target>, target: Target, problem: &Problem) {
    let (word, tone) = match problem.severity {
        Severity::Error => ("error", Tone::Warning),
        Severity::Warning => ("warning", Tone::Relation),
    };
    let line = problem.position().map(|(line, _)| format!("line {line}: "));
    let mut text = vec![
        span(tone, word),
        span(Tone::Faint, &format!("  {}", line.unwrap_or_default())),
        span(Tone::Plain, &problem.message),
    ];
    if let Some(help) = &problem.help {
        text.push(span(Tone::Faint, &format!("  {help}")));
    }
    rows.entry(target, &[], &text);
}
