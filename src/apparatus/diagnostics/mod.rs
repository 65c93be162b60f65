//! The problems of an apparatus, each with its place in the file, and the list of everything that can
//! be wrong ([`CODES`]).

use std::collections::HashMap;
use std::ops::Range;

pub mod report;

use super::Span;
use crate::text::CodePointIndex;

/// The maximum number of characters of a message: it may quote the file.
const MAX_MESSAGE: usize = 400;
/// The maximum number of characters of the help for a problem: it may hold several quotes.
const MAX_HELP: usize = 2_000;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something that the file says is lost, or would be wrong.
    Error,
    /// It works, but may not be what was meant.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its name for scripts, in lower case with hyphens.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
}

macro_rules! codes {
    ($($name:ident = $word:literal $severity:ident $doc:literal)*) => {
        $(
            #[doc = $doc]
            pub const $name: Code = Code { name: $word, severity: Severity::$severity };
        )*

        /// Everything that can be wrong, in the order of `docs/format.md`.
        pub const CODES: &[Code] = &[$($name,)*];
    };
}

codes! {
    SYNTAX = "syntax" Error "The file is not TOML there."
    FORMAT = "format" Error "`format` is missing, or unknown to this version."
    UNKNOWN_KEY = "unknown-key" Error "A key that has no meaning there."
    UNKNOWN_VALUE = "unknown-value" Error "A word that is none of the known ones."
    MISSING_FIELD = "missing-field" Error "A required key is missing."
    WRONG_TYPE = "wrong-type" Error "A value of another type than its key needs."
    EMPTY_VALUE = "empty-value" Error "A string or a claim's list of quotes is empty."
    BAD_ID = "bad-id" Error "A string that cannot be an id."
    DUPLICATE_ID = "duplicate-id" Error "An id that something else has already."
    DANGLING_ID = "dangling-id" Error "An id that names nothing, or the wrong kind of thing."
    CIRCLE = "circle" Error "A cycle: a theme or an actor that is a part of itself, or relations or notes that point at each other."
    TOO_DEEP = "too-deep" Error "A theme or a note on notes that is nested too deeply."
    SELF_RELATION = "self-relation" Error "A relation from something to itself."
    ORPHAN = "orphan" Error "A quote that is not in the essay."
    NOT_SEARCHED = "not-searched" Error "Quotes that are not in the essay, and too many to search for in other words."
    AMBIGUOUS = "ambiguous" Error "A quote that is in the essay several times."
    PART_NOT_FOUND = "part-not-found" Error "Opening words in `[essay]` that no block begins with."
    PART_UNCLEAR = "part-unclear" Warning "Opening words in `[essay]` that several blocks begin with."
    DRIFTED = "drifted" Warning "A quote that is in the essay with other words."
    TOO_LONG = "too-long" Warning "An id or a name that is too long for lists."
    ODD_DATE = "odd-date" Warning "A date that cannot be sorted."
    WRONG_END = "wrong-end" Warning "A relation whose target its type does not allow."
    REPEATED = "repeated" Warning "Something is given twice."
    THEME_WITHOUT_CLAIMS = "theme-without-claims" Warning "A theme without claims."
    CLAIM_WITHOUT_THEME = "claim-without-theme" Warning "A claim without a theme."
    CLAIM_WITHOUT_ACTOR = "claim-without-actor" Warning "A claim without actors."
    ACTOR_NEVER_MENTIONED = "actor-never-mentioned" Warning "An actor whose names are not in the essay."
    ALIAS_NOWHERE = "alias-nowhere" Warning "An alias that is not in the essay."
    ALIAS_EVERYWHERE = "alias-everywhere" Warning "A name so frequent that it cannot be a name."
    SHARED_NAME = "shared-name" Warning "A name that two actors have."
}

/// Something that is wrong with an apparatus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The name of its [`Code`].
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// How to fix it, in one sentence without a full stop.
    pub help: Option<String>,
    /// Its place in the apparatus file, in bytes; none if it is about the whole file.
    pub span: Option<Span>,
    /// Another place in the file that it has to do with, and a label for it.
    pub related: Option<(Span, String)>,
    /// The place in the essay's file of the words that it is about, if any.
    pub essay_position: Option<Position>,
    /// The claim's number that is written where its id is needed. Which claim has that number is known
    /// only when the quotes have been found.
    pub claim_number: Option<usize>,
    /// How many problems it stands for: more than one if it counts those that are not listed.
    pub count: usize,
    /// The position in the apparatus file where `span` starts; known once the problems have been
    /// [located](locate).
    pub position: Option<Position>,
}

/// The number of problems, with those that are counted but not listed.
#[must_use]
pub fn total<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> usize {
    problems.into_iter().map(|problem| problem.count).sum()
}

impl Problem {
    /// A problem at a place in the file. The middle of a very long message is cut.
    #[must_use]
    pub fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity,
            code: code.name,
            message: cut(message.into(), MAX_MESSAGE),
            help: None,
            span: span.into(),
            related: None,
            essay_position: None,
            claim_number: None,
            count: 1,
            position: None,
        }
    }

    /// Adds a sentence on how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(cut(help.into(), MAX_HELP));
        self
    }

    /// Adds another place in the file that it has to do with.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }

    /// The sort key: its place in the file, then its severity. Problems of the whole file come first.
    #[must_use]
    pub fn order(&self) -> (usize, Severity) {
        let start = self.span.as_ref().map_or(0, |span| span.start);
        (start, self.severity)
    }
}

/// Collects problems: of each code the first [`MAX_OF_A_CODE`](ProblemList::MAX_OF_A_CODE), then one
/// that counts the others.
#[derive(Debug, Clone, Default)]
pub struct ProblemList {
    problems: Vec<Problem>,
    /// How many problems there are of each code.
    counts: HashMap<&'static str, usize>,
    /// The first problem of each code that is not listed.
    omitted: Vec<Problem>,
}

impl ProblemList {
    /// The maximum number of problems of a code that are listed: more than anyone corrects before checking again.
    pub const MAX_OF_A_CODE: usize = 1_000;

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        let count = self.counts.entry(problem.code).or_default();
        *count += 1;
        if *count <= Self::MAX_OF_A_CODE {
            self.problems.push(problem);
        } else if *count == Self::MAX_OF_A_CODE + 1 {
            self.omitted.push(problem);
        }
    }

    /// Removes listed problems, and those that are not listed.
    pub fn retain(&mut self, keep: impl Fn(&Problem) -> bool) {
        self.problems.retain(keep);
        self.omitted.clear();
        self.counts.clear();
        for problem in &self.problems {
            *self.counts.entry(problem.code).or_default() += 1;
        }
    }

    /// The problems.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        for mut problem in self.omitted {
            match self.counts[problem.code] - Self::MAX_OF_A_CODE {
                1 => {}
                more => {
                    problem.message = format!("and {more} more problems of this kind");
                    problem.help =
                        Some("correct those that are listed, then check again".to_owned());
                    problem.count = more;
                    problem.related = None;
                    problem.claim_number = None;
                }
            }
            self.problems.push(problem);
        }
        self.problems
    }
}

impl Extend<Problem> for ProblemList {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}

/// The text, without its middle if it has more than `max` characters.
fn cut(text: String, max: usize) -> String {
    if text.chars().count() <= max {
        return text;
    }
    let start: String = text.chars().take(max / 2).collect();
    let end = text.char_indices().rev().nth(max / 2 - 1);
    let (end, _) = end.expect("the text has more than `max` characters");
    format!("{start} … {}", &text[end..])
}

/// Sorts problems in the file's order, and gives each its line and column.
pub fn locate(problems: &mut [Problem], file: &str) {
    if problems.is_empty() {
        return;
    }
    problems.sort_by_key(Problem::order);
    let lines = LineIndex::new(file);
    for problem in problems {
        problem.position = problem.span.as_ref().map(|span| lines.position(span.start));
    }
}

/// A line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in code points.
    pub column: usize,
}

/// The lines of a text, for converting byte offsets to positions.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// The byte offset of each line.
    starts: Vec<usize>,
    code_points: CodePointIndex<'a>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
        Self {
            text,
            starts,
            code_points: CodePointIndex::new(text),
        }
    }

    /// The index of the line that contains a byte offset, from 0.
    fn index(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The bytes of the line that contains a byte offset, without its line end.
    #[must_use]
    pub fn range(&self, offset: usize) -> Range<usize> {
        let index = self.index(offset);
        let start = self.starts[index];
        let next = self.starts.get(index + 1);
        let line = &self.text[start..next.map_or(self.text.len(), |next| next - 1)];
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// The position of a byte offset; past the end, that of the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let index = self.index(offset);
        let before = self.code_points.offset(self.starts[index]);
        Position {
            line: index + 1,
            column: self.code_points.offset(offset) - before + 1,
        }
    }
}
