//! Maps a text made from an essay, such as a folded or a normalized one, to the essay's source.

use std::ops::Range;

/// The source of each byte of a text.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    runs: Vec<SourceRun>,
}

/// From the byte `start` of the text to the next run, the text stands for `source`: byte for byte,
/// or as a whole.
#[derive(Debug, Clone)]
struct SourceRun {
    start: usize,
    source: Range<usize>,
    is_verbatim: bool,
}

impl SourceRun {
    /// The byte of the source for a byte of the text, if the run is copied byte by byte.
    fn verbatim_offset(&self, offset: usize) -> Option<usize> {
        self.is_verbatim
            .then(|| self.source.start + (offset - self.start))
    }
}

impl SourceMap {
    /// Adds the source of the text from the byte `start` to its end.
    pub fn push(&mut self, start: usize, source: Range<usize>, is_verbatim: bool) {
        match self.runs.last_mut() {
            Some(last) if last.is_verbatim && is_verbatim && last.source.end == source.start => {
                last.source.end = source.end;
            }
            Some(last) if !last.is_verbatim && !is_verbatim && last.source == source => {}
            _ => self.runs.push(SourceRun {
                start,
                source,
                is_verbatim,
            }),
        }
    }

    /// Makes the last byte of the text, at `start`, stand for all of its source up to `source_end`.
    pub fn extend_last(&mut self, start: usize, source_end: usize) {
        let source = self.source_range(start..start + 1).start..source_end;
        self.runs.pop_if(|run| run.start == start);
        self.runs.push(SourceRun {
            start,
            source,
            is_verbatim: false,
        });
    }

    /// The bytes of the source that a range of the text stands for.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let next = self.runs.partition_point(|run| run.start <= range.start);
        let start = self.runs[..next].last().map_or(0, |run| {
            run.verbatim_offset(range.start).unwrap_or(run.source.start)
        });
        start..self.source_end(range.end).max(start)
    }

    /// The end in the source of the text before a byte offset. 0 for no text.
    #[must_use]
    pub fn source_end(&self, end: usize) -> usize {
        let next = self.runs.partition_point(|run| run.start < end);
        self.runs[..next]
            .last()
            .map_or(0, |run| run.verbatim_offset(end).unwrap_or(run.source.end))
    }

    /// The offset in the text, which has `length` bytes, of a byte of the source, or of the next one
    /// that the text contains.
    #[must_use]
    pub fn text_offset(&self, source: usize, length: usize) -> usize {
        let next = self.runs.partition_point(|run| run.source.start <= source);
        let end = self.runs.get(next).map_or(length, |run| run.start);
        match self.runs[..next].last() {
            Some(run) if run.is_verbatim => (run.start + (source - run.source.start)).min(end),
            Some(run) if source < run.source.end => run.start,
            _ => end,
        }
    }
}
