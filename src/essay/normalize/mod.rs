//! The essay as quotes are compared with it: what a reader sees, made regular, with a map back.
//!
//! Owns what counts as equal: runs of white space; typographic and straight quotes; dashes, however
//! many; ligatures and their letters; composed and decomposed letters (NFC); soft hyphens and
//! zero-width characters and nothing. It must not know what is looked for in it.
//!
//! Between two blocks there is a space, so that a quote may run from one into the next.

mod builder;

use std::borrow::Cow;
use std::ops::Range;

use crate::essay::{Essay, Part, sanitize};
use builder::{Builder, SPACE};

/// A stretch of the regular text and where it comes from.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it begins in the regular text.
    at: u32,
    /// Where it begins in the source.
    source: u32,
    /// [`BYTES`], or the length in the source of what the stretch as a whole stands for.
    whole: u32,
}

/// Marks a run of which each byte stands for one byte of the source.
const BYTES: u32 = u32::MAX;

/// A text made regular. Offsets into it are *places*, to tell them from offsets into the source.
#[derive(Debug, Clone, Default)]
pub struct NormalizedText {
    text: String,
    runs: Vec<Run>,
    /// Places of the spaces between blocks.
    breaks: Vec<u32>,
}

impl NormalizedText {
    /// Makes an essay's visible text regular. What lies past 4 GiB of it is left out.
    #[must_use]
    pub fn new(essay: &Essay) -> Self {
        let mut builder = Builder::with_capacity(essay.source().len(), true);
        for block in essay
            .blocks()
            .iter()
            .filter(|block| block.part != Part::Furniture)
        {
            if u32::try_from(block.range.end).is_err() {
                break;
            }
            builder.next_block(block.range.start);
            for piece in essay.segments(block.range.clone()) {
                builder.piece(&piece);
            }
        }
        builder.normal
    }

    /// The regular text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the essay's source that a stretch of the regular text stands for.
    #[must_use]
    pub fn source(&self, places: Range<usize>) -> Range<usize> {
        let start = self.run(places.start).map_or(0, |run| match run.whole {
            BYTES => run.source as usize + (places.start - run.at as usize),
            _ => run.source as usize,
        });
        let last = places.end.saturating_sub(1).max(places.start);
        let end = self.run(last).map_or(start, |run| match run.whole {
            BYTES => run.source as usize + (places.end - run.at as usize),
            whole => run.source as usize + whole as usize,
        });
        start..end.max(start)
    }

    /// The place of a byte of the source, or of the next that is seen.
    #[must_use]
    pub fn place(&self, offset: usize) -> usize {
        let next = self
            .runs
            .partition_point(|run| run.source as usize <= offset);
        let end = self
            .runs
            .get(next)
            .map_or(self.text.len(), |run| run.at as usize);
        let Some((run, before)) = self.runs.get(..next).and_then(<[Run]>::split_last) else {
            return end;
        };
        let into = offset - run.source as usize;
        match run.whole {
            BYTES => (run.at as usize + into).min(end),
            whole if into < whole as usize => {
                // One stretch of the source may stand for several of the text.
                let same = before
                    .iter()
                    .rev()
                    .take_while(|other| other.source == run.source);
                same.last().unwrap_or(run).at as usize
            }
            _ => end,
        }
    }

    /// Whether a stretch of the regular text lies in one block.
    #[must_use]
    pub fn in_one_block(&self, places: &Range<usize>) -> bool {
        let next = self
            .breaks
            .partition_point(|&at| (at as usize) < places.start);
        self.breaks
            .get(next)
            .is_none_or(|&at| at as usize >= places.end)
    }

    fn run(&self, place: usize) -> Option<Run> {
        let next = self.runs.partition_point(|run| run.at as usize <= place);
        self.runs.get(next.checked_sub(1)?).copied()
    }
}

/// A string of the apparatus, made regular as the essay is, without space at its ends.
#[must_use]
pub fn normalize(text: &str) -> Cow<'_, str> {
    // Most strings are regular already.
    let mut builder = Builder::with_capacity(0, false);
    if builder.plain(text.as_bytes()) == text.len() && builder.last != SPACE {
        return Cow::Borrowed(text);
    }
    let mut builder = Builder::with_capacity(text.len(), false);
    builder.verbatim(&sanitize(text), 0);
    let mut text = builder.normal.text;
    text.truncate(text.trim_end_matches(' ').len());
    Cow::Owned(text)
}

#[cfg(test)]
mod tests;
