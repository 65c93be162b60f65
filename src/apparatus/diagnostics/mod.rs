//! What is wrong with an apparatus: one [`Problem`] for each thing, with its place in the file.
//!
//! Owns the list of everything that can be wrong ([`CODES`]) and the counting of lines and columns.
//! It must not know how a problem is found, nor how it is shown (`report`).

use std::cell::OnceCell;
use std::ops::Range;

pub mod report;

use super::Span;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something that the file says is lost, or would be wrong.
    Error,
    /// It works; look again.
    Warning,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of problem: its name for scripts, and how bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The name, in lower case with hyphens.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal $severity:ident;)*) => {
        $($(#[$doc])* pub const $name: Code = Code { name: $word, severity: Severity::$severity };)*

        /// Everything that can be wrong, in the order of `docs/format.md`.
        pub const CODES: &[Code] = &[$($name,)*];
    };
}

codes! {
    /// It is not TOML.
    SYNTAX = "syntax" Error;
    /// `format` is missing, or is none that this program reads.
    FORMAT = "format" Error;
    /// A key that means nothing there.
    UNKNOWN_KEY = "unknown-key" Error;
    /// A word that is none of those possible.
    UNKNOWN_VALUE = "unknown-value" Error;
    /// A key that must be there is not.
    MISSING_FIELD = "missing-field" Error;
    /// A value of another type than the key's.
    WRONG_TYPE = "wrong-type" Error;
    /// A string with nothing in it where something must be.
    EMPTY_VALUE = "empty-value" Error;
    /// An id that cannot be one.
    BAD_ID = "bad-id" Error;
    /// An id that something else has already.
    DUPLICATE_ID = "duplicate-id" Error;
    /// An id that leads nowhere, or to the wrong sort of thing.
    DANGLING_ID = "dangling-id" Error;
    /// Something that is, at the end of the chain, a part of itself.
    CIRCLE = "circle" Error;
    /// A theme in more others than anybody could follow.
    TOO_DEEP = "too-deep" Error;
    /// A relation from something to itself.
    SELF_RELATION = "self-relation" Error;
    /// A quote that does not stand in the essay.
    ORPHAN = "orphan" Error;
    /// A quote that stands in the essay several times, with nothing to tell which is meant.
    AMBIGUOUS = "ambiguous" Error;
    /// Opening words in `[essay]` with which no block begins.
    PART_NOT_FOUND = "part-not-found" Error;
    /// A quote that stands in the essay only nearly.
    DRIFTED = "drifted" Warning;
    /// An id or a name that no list has room for.
    TOO_LONG = "too-long" Warning;
    /// A date that no program can sort by.
    ODD_DATE = "odd-date" Warning;
    /// A relation to what its type does not mean.
    WRONG_END = "wrong-end" Warning;
    /// The same said twice.
    REPEATED = "repeated" Warning;
    /// A theme that no claim belongs to.
    THEME_WITHOUT_CLAIMS = "theme-without-claims" Warning;
    /// A claim that belongs to no theme.
    CLAIM_WITHOUT_THEME = "claim-without-theme" Warning;
    /// A claim in which nobody acts.
    CLAIM_WITHOUT_ACTOR = "claim-without-actor" Warning;
    /// An actor whose names stand nowhere in the essay.
    ACTOR_NEVER_MENTIONED = "actor-never-mentioned" Warning;
    /// A name of a mentioned actor that stands nowhere in the essay.
    ALIAS_NOWHERE = "alias-nowhere" Warning;
    /// A name that stands so often that it cannot be a name.
    ALIAS_EVERYWHERE = "alias-everywhere" Warning;
    /// A name that two actors have.
    SHARED_NAME = "shared-name" Warning;
}

/// Something that is wrong with an apparatus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Its name for scripts: one of [`CODES`].
    pub code: &'static str,
    /// What is wrong, in one sentence without its full stop.
    pub message: String,
    /// How to mend it, in one sentence.
    pub help: Option<String>,
    /// Where in the apparatus file, in bytes; nothing where it is about the file as a whole.
    pub span: Option<Span>,
    /// Another place in the file that it has to do with, and a few words on that.
    pub related: Option<(Span, String)>,
    /// Where `span` begins, as people count; known once the problems have been [located](locate).
    pub at: Option<Position>,
    /// Where in the essay's file the words begin that it is about, if it is about any there.
    pub essay: Option<Position>,
    /// A claim's number that stands where its id must. Which claim that is turns out when the quotes
    /// have been found.
    pub number: Option<usize>,
}

/// A message may quote what the file has, of whatever length: of more characters its middle is left
/// out.
const LONGEST: usize = 400;
/// The same of what is said to mend it, which may be several quotes.
const LONGEST_HELP: usize = 2_000;

fn cut(text: String, longest: usize) -> String {
    if text.len() <= longest || text.chars().count() <= longest {
        return text;
    }
    let from = text.char_indices().nth(longest / 2);
    let to = text.char_indices().rev().nth(longest / 2 - 1);
    match (from, to) {
        (Some((from, _)), Some((to, _))) => format!("{} … {}", &text[..from], &text[to..]),
        _ => text,
    }
}

impl Problem {
    /// A problem of this kind, at a place in the file. Of a very long message the middle is left out.
    #[must_use]
    pub fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity,
            code: code.name,
            message: cut(message.into(), LONGEST),
            help: None,
            span: span.into(),
            related: None,
            at: None,
            essay: None,
            number: None,
        }
    }

    /// The same, with a sentence on how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(cut(help.into(), LONGEST_HELP));
        self
    }

    /// The same, with another place in the file that it has to do with.
    #[must_use]
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related = Some((span, words.into()));
        self
    }

    /// The places that it speaks of.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let related = self.related.iter_mut().map(|(span, _)| span);
        self.span.iter_mut().chain(related)
    }

    /// Its line and column in the apparatus file, both from 1, the column in code points.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.at.map(|at| (at.line, at.column))
    }

    /// Where it sorts: by place in the file, those about the whole file first.
    #[must_use]
    pub fn order(&self) -> (usize, usize) {
        (
            self.span.as_ref().map_or(0, |span| span.start),
            self.severity as usize,
        )
    }
}

/// Sorts problems in the file's order, and gives each its line and column.
pub fn locate(problems: &mut [Problem], file: &str) {
    if problems.is_empty() {
        return;
    }
    problems.sort_by_key(Problem::order);
    let lines = Lines::new(file);
    for problem in problems {
        problem.at = problem.span.as_ref().map(|span| lines.position(span.start));
    }
}

/// A place in a file as people count: both from 1, the column in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in code points.
    pub column: usize,
}

/// The lines of a file, for looking up positions.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many code points stand before each [`STEP`] bytes; counted when a long line is met, in
    /// which each position would have all that stands before it counted.
    counts: OnceCell<Vec<usize>>,
}

/// Bytes that are counted through without another thought.
const STEP: usize = 1024;

impl<'a> Lines<'a> {
    /// Counts the lines of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
        Self {
            text,
            starts,
            counts: OnceCell::new(),
        }
    }

    /// How many code points stand before a byte offset.
    fn before(&self, offset: usize) -> usize {
        let counts = self.counts.get_or_init(|| {
            let steps = self.text.as_bytes().chunks(STEP);
            let counts = steps.scan(0, |count, step| {
                let before = *count;
                *count += code_points(step);
                Some(before)
            });
            counts.collect()
        });
        let step = offset / STEP;
        let rest = self.text.as_bytes().get(step * STEP..offset);
        // Behind the last step there is nothing more.
        match counts.get(step) {
            Some(before) => before + code_points(rest.unwrap_or_default()),
            None => code_points(self.text.as_bytes()),
        }
    }

    /// The place of the line that contains a byte offset, from 0.
    fn line(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= offset)
            .saturating_sub(1)
    }

    /// The bytes of the line that contains a byte offset, without its line end.
    #[must_use]
    pub fn range(&self, offset: usize) -> Range<usize> {
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = self
            .starts
            .get(line + 1)
            .map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or("");
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// The position of a byte offset. An offset past the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = if offset - start < STEP {
            code_points(&self.text.as_bytes()[start..offset])
        } else {
            self.before(offset) - self.before(start)
        };
        Position {
            line: line + 1,
            column: before + 1,
        }
    }
}

/// How many code points begin in some bytes of a text.
fn code_points(bytes: &[u8]) -> usize {
    // All bytes of one but its first are 0b10xxxxxx.
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}
