//! The apparatus file: TOML to [`Apparatus`], with every problem on the way.
//!
//! Owns the keys of the file and what each must hold. It must not know the essay: whether a quote
//! stands in it is for `anchor` to say. Reading never stops at a problem: what cannot be read is
//! reported and left out, and what depends on it does without.
//!
//! It goes in two steps. First each table becomes a raw value whose references are still the file's
//! ids; then, when all ids are known, `resolve` turns them into places in lists.

mod circles;
pub(crate) mod fields;
mod guess;
mod keys;
mod names;
mod parts;
mod raw;
mod relations;
mod resolve;
mod said;
mod statements;
pub(crate) mod syntax;
mod tables;

use toml::de::DeTable;

use super::diagnostics::{self, FORMAT, PART_NOT_FOUND, Problem};
use super::{Apparatus, ClaimIx, Span};
use crate::essay::PartOpenings;
use fields::Reader;
use raw::RawFile;
use syntax::Keep;

/// What came of reading a file.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What it says; its anchors not yet looked for, its actors' mentions not yet found.
    pub apparatus: Apparatus,
    /// Which blocks it says to be front and back matter.
    pub page: PartOpenings,
    /// Where in the file the strings of `page` stand, with their keys.
    pub page_spans: Vec<(&'static str, String, Span)>,
    /// What is wrong, in the file's order.
    pub problems: Vec<Problem>,
    /// What it says of claims that could not be read.
    pub lost: Lost,
}

/// Claims that say something that could not be read, so that they should not be told to lack it.
/// Both lists are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// Those that have lost all their themes.
    pub themes: Vec<ClaimIx>,
    /// Those that have lost all their actors.
    pub actors: Vec<ClaimIx>,
}

impl Reading {
    /// Shows every span to `change`.
    fn spans(&mut self, mut change: impl FnMut(&mut Span)) {
        let apparatus = &mut self.apparatus;
        let anchors = (apparatus.claims.iter_mut().map(|claim| &mut claim.anchors))
            .chain(apparatus.notes.iter_mut().map(|note| &mut note.anchors))
            .chain(
                apparatus
                    .actors
                    .iter_mut()
                    .flat_map(|actor| [&mut actor.also, &mut actor.not]),
            );
        anchors.flatten().for_each(|anchor| change(&mut anchor.at));
        apparatus
            .themes
            .iter_mut()
            .for_each(|theme| change(&mut theme.at));
        apparatus
            .claims
            .iter_mut()
            .for_each(|claim| change(&mut claim.at));
        apparatus.actors.iter_mut().for_each(|actor| {
            change(&mut actor.at);
            actor.names_at.iter_mut().for_each(&mut change);
        });
        apparatus
            .relations
            .iter_mut()
            .for_each(|relation| change(&mut relation.at));
        apparatus
            .notes
            .iter_mut()
            .for_each(|note| change(&mut note.at));
        self.page_spans
            .iter_mut()
            .for_each(|(_, _, span)| change(span));
        self.problems
            .iter_mut()
            .flat_map(Problem::spans_mut)
            .for_each(change);
    }

    /// The problem of opening words with which no block of the essay begins.
    #[must_use]
    pub fn part_not_found(&self, key: &str, words: &str) -> Problem {
        let span = self
            .page_spans
            .iter()
            .find(|(other, text, _)| *other == key && text == words)
            .map(|(_, _, span)| span.clone());
        Problem::new(
            PART_NOT_FOUND,
            span,
            format!("no block of the essay begins with these words of `{key}`"),
        )
        .help("copy the first words of the block as they stand in the essay, without its bullet")
    }
}

/// Tables that are written with two brackets.
const LISTS: &[&str] = &["theme", "actor", "claim", "relation", "note"];
/// Tables that are written with one.
const TABLES: &[&str] = &["essay"];

/// Reads an apparatus file (its text, UTF-8). Never fails: what could not be read is in the
/// problems, and left out. What is left out takes as little with it as can be: a claim of no known
/// kind is descriptive, an actor of none a group; without its sentence a claim has the words of its
/// first quote; without an id a thing gets one that is made (`claim:3`), and so does the second of
/// two with the same id.
#[must_use]
pub fn read(file: &str) -> Reading {
    let mut reading = read_parts(file).unwrap_or_else(|| read_whole(file));
    diagnostics::locate(&mut reading.problems, file);
    reading
}

/// What is said of the page, and where.
#[derive(Debug, Default)]
struct Page {
    parts: PartOpenings,
    spans: Vec<(&'static str, String, Span)>,
}

/// Reads a file part by part, if it can be read so.
fn read_parts(file: &str) -> Option<Reading> {
    let (mut reader, mut raw, mut page) = (Reader::default(), RawFile::default(), Page::default());
    // There may be tens of thousands: a list that grows by doubling would hold as many again.
    let claims = memchr::memmem::find_iter(file.as_bytes(), "\n[[claim]]");
    raw.claims.reserve_exact(claims.count());
    let all = parts::each(file, |base, table| {
        reader.base = base;
        reader.part(table, &mut raw, &mut page);
    });
    all.then(|| finish(reader, raw, page))
}

/// Reads a file as a whole, whatever is wrong with it.
fn read_whole(file: &str) -> Reading {
    let (table, errors) = DeTable::parse_recoverable(file);
    if errors.is_empty() {
        return read_table(table.into_inner(), Reader::default());
    }
    drop(table);
    let mut mended = syntax::mend(file, LISTS, TABLES, Keep::Parts);
    let text = std::mem::take(&mut mended.text);
    let (table, errors) = DeTable::parse_recoverable(&text);
    let reader = Reader {
        lossy: std::mem::take(&mut mended.lossy),
        ..Reader::default()
    };
    let mut reading = read_table(table.into_inner(), reader);
    reading.problems.extend(syntax::problems_of(&text, &errors));
    reading.spans(|span| *span = mended.back(span));
    reading.problems.append(&mut mended.problems);
    reading
}

fn read_table(table: DeTable<'_>, mut reader: Reader) -> Reading {
    let (mut raw, mut page) = (RawFile::default(), Page::default());
    reader.part(table, &mut raw, &mut page);
    finish(reader, raw, page)
}

fn finish(mut reader: Reader, raw: RawFile<'_>, page: Page) -> Reading {
    // A key before the first header may be lost, and be just that.
    if !raw.has_format && !reader.lossy.contains(&0) {
        reader.report(
            Problem::new(FORMAT, 0..0, "the file does not say which format it is in")
                .help("begin it with the line `format = 1`"),
        );
    }
    let apparatus = resolve::resolve(raw, &mut reader);
    let Page {
        parts: page,
        spans: page_spans,
    } = page;
    Reading {
        apparatus,
        page,
        page_spans,
        problems: reader.problems,
        lost: reader.lost,
    }
}

#[cfg(test)]
mod tests;
