//! What lies on a row: its text, cut wherever the light on it changes.

use std::ops::Range;

use crate::essay::InlineStyle;
use crate::layout::{self, RowSpan};

/// How a stretch of the essay is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent of each other, each with a name"
)]
pub struct Light {
    /// How many of the lens's passages lie there: none, one, several.
    pub lens: u8,
    /// The current passage, or the one peeked at.
    pub current: bool,
    /// Another of the lens's passages, which is not all around the current one, lies there too.
    pub nested: bool,
    /// A match of the search.
    pub found: bool,
    /// The current match.
    pub found_current: bool,
    /// A note stands on it.
    pub note: bool,
}

/// A stretch of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSpan {
    /// What is shown; safe to show.
    pub text: String,
    /// How it is lit.
    pub light: Light,
    /// How the author set it.
    pub inline: InlineStyle,
    /// Cells before it in the row.
    pub column: u16,
    /// Its cells.
    pub width: u16,
    /// The byte of the source that it begins with; where it is a mark, nothing is meant.
    pub source: usize,
    /// It is a list item's mark, not text.
    pub mark: bool,
}

/// What lies on a row.
pub(super) struct Lights {
    pub(super) passages: Vec<Range<usize>>,
    pub(super) current: Option<Range<usize>>,
    pub(super) notes: Vec<Range<usize>>,
    pub(super) matches: Vec<(Range<usize>, bool)>,
}

impl Lights {
    /// The row's text, cut wherever its light changes.
    pub(super) fn spans(&self, runs: &[RowSpan<'_>]) -> Vec<PageSpan> {
        let mut cuts: Vec<usize> = self
            .passages
            .iter()
            .chain(&self.current)
            .chain(&self.notes)
            .chain(self.matches.iter().map(|(range, _)| range))
            .flat_map(|range| [range.start, range.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<PageSpan> = Vec::new();
        for run in runs {
            let mut column = run.column;
            for (text, at) in parts(run, &cuts) {
                let light = at.map_or(Light::default(), |at| self.at(at));
                let wide = u16::try_from(layout::width(text)).unwrap_or(u16::MAX);
                match spans.last_mut() {
                    Some(last)
                        if last.light == light
                            && last.inline == run.style
                            && last.mark == at.is_none()
                            // One link may follow another.
                            && !last.inline.link
                            && last.column + last.width == column =>
                    {
                        last.text.push_str(text);
                        last.width += wide;
                    }
                    _ => spans.push(PageSpan {
                        column,
                        width: wide,
                        source: at.unwrap_or_default(),
                        text: text.to_owned(),
                        light,
                        inline: run.style,
                        mark: at.is_none(),
                    }),
                }
                column = column.saturating_add(wide);
            }
        }
        spans
    }

    fn at(&self, offset: usize) -> Light {
        let over = |ranges: &[Range<usize>]| ranges.iter().filter(|r| r.contains(&offset)).count();
        let found: Vec<_> = self
            .matches
            .iter()
            .filter(|(range, _)| range.contains(&offset))
            .collect();
        let current = self.current.as_ref().filter(|r| r.contains(&offset));
        let nested = current.is_some_and(|current| {
            let around = |r: &Range<usize>| r.start <= current.start && r.end >= current.end;
            let mut others = self.passages.iter().filter(|r| !around(r));
            others.any(|r| r.contains(&offset))
        });
        Light {
            lens: u8::try_from(over(&self.passages).min(2)).unwrap_or(2),
            current: current.is_some(),
            nested,
            found: !found.is_empty(),
            found_current: found.iter().any(|(_, current)| *current),
            note: over(&self.notes) > 0,
        }
    }
}

/// A run cut at the offsets given: each part with where it stands in the source, none for a mark.
/// What stands for its source as a whole is not cut.
fn parts<'a>(run: &'a RowSpan<'_>, cuts: &[usize]) -> Vec<(&'a str, Option<usize>)> {
    if run.source.is_empty() {
        return vec![(&*run.text, None)];
    }
    let inside = cuts
        .iter()
        .copied()
        .filter(|&cut| run.verbatim && cut > run.source.start && cut < run.source.end);
    let mut parts = Vec::new();
    let mut from = run.source.start;
    for to in inside.chain([run.source.start + run.text.len()]) {
        let slice = run.text.get(from - run.source.start..to - run.source.start);
        parts.push((slice.unwrap_or_default(), Some(from)));
        from = to;
    }
    parts
}
