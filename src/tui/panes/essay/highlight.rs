//! The highlights of a row, and its text split where they change.

use std::ops::Range;

use crate::document::{Owner, Subject};
use crate::essay::InlineStyle;
use crate::layout::{Row, RowSpan};
use crate::tui::message::Ctx;
use crate::tui::painter::text_width;

/// How a stretch of the essay is highlighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent of each other, each with a name"
)]
pub(super) struct Highlight {
    /// The number of the lens's passages there: 0, 1, or 2 for several.
    pub(super) passages: u8,
    /// Whether the current passage is there.
    pub(super) current_passage: bool,
    /// Whether another passage of the lens is there too, unless it contains the current one.
    pub(super) overlapped: bool,
    /// Whether a match is there.
    pub(super) matched: bool,
    /// Whether the current match is there.
    pub(super) current_match: bool,
    /// Whether a note is attached.
    pub(super) annotated: bool,
}

/// A stretch of a row in one style.
#[derive(Debug, Clone)]
pub(super) struct StyledSpan {
    /// The sanitized text.
    pub(super) text: String,
    pub(super) highlight: Highlight,
    /// The author's emphasis, links and the like.
    pub(super) inline: InlineStyle,
    /// Cells before it in the row.
    pub(super) column: u16,
    /// Its cells.
    pub(super) width: u16,
    /// The byte of the source it begins with; `None` for a list item's marker.
    pub(super) source: Option<usize>,
}

/// The annotations and matches on a row.
pub(super) struct RowHighlights {
    passages: Vec<Range<usize>>,
    current: Option<Range<usize>>,
    notes: Vec<Range<usize>>,
    matches: Vec<(Range<usize>, bool)>,
    /// Numbers of the claims whose passages begin on the row.
    numbers: Vec<usize>,
}

impl RowHighlights {
    pub(super) fn new(row: &Row, ctx: &Ctx) -> Self {
        let index = &ctx.document.index;
        let source = &row.source;
        let passages = match ctx.location.lens {
            Subject::Essay => Vec::new(),
            lens => index.overlapping(lens, source.clone()),
        };
        let current = ctx.location.passage.as_ref();
        let current =
            current.filter(|it| it.range.start < source.end && it.range.end > source.start);
        let number = |owner| match owner {
            Owner::Claim(claim, _) => Some(index.number(claim)),
            Owner::Actor(_) | Owner::Note(_) => None,
        };
        let begin = passages
            .iter()
            .filter(|passage| source.contains(&passage.range.start));
        let mut numbers: Vec<_> = begin.filter_map(|passage| number(passage.owner)).collect();
        // The number of a claim that is previewed is shown even if its passage is not the lens's.
        if let Some(passage) = current.filter(|it| source.contains(&it.range.start)) {
            let previewed = passage.owner.and_then(number);
            numbers.extend(previewed.filter(|number| !numbers.contains(number)));
        }
        numbers.sort_unstable();
        let ranges = |passages: Vec<&crate::document::Passage>| {
            passages
                .iter()
                .map(|passage| passage.range.clone())
                .collect()
        };
        let search = ctx.search.active();
        Self {
            passages: ranges(passages),
            current: current.map(|passage| passage.range.clone()),
            notes: ranges(index.notes_at(source.clone())),
            matches: search.map_or(Vec::new(), |search| {
                search.matches_in(source.clone()).collect()
            }),
            numbers,
        }
    }

    /// Whether a passage of the lens is on the row.
    pub(super) fn has_passage(&self) -> bool {
        !self.passages.is_empty()
    }

    /// Whether the current passage is on the row.
    pub(super) fn has_current(&self) -> bool {
        self.current.is_some()
    }

    /// The numbers of the claims whose passages begin on the row.
    pub(super) fn numbers(&self) -> &[usize] {
        &self.numbers
    }

    /// Splits the row's text where its highlight changes.
    pub(super) fn spans(&self, row_spans: &[RowSpan<'_>]) -> Vec<StyledSpan> {
        let matches = self.matches.iter().map(|(range, _)| range);
        let ranges = self
            .passages
            .iter()
            .chain(&self.current)
            .chain(&self.notes)
            .chain(matches);
        let mut cuts: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<StyledSpan> = Vec::new();
        for span in row_spans {
            let mut column = span.column;
            for (text, source) in split(span, &cuts) {
                let highlight = source.map_or(Highlight::default(), |at| self.at(at));
                let width = text_width(text);
                match spans.last_mut() {
                    Some(last)
                        if last.highlight == highlight
                            && last.inline == span.style
                            && last.source.is_some() == source.is_some()
                            // Two links may be next to each other.
                            && !last.inline.link
                            && last.column + last.width == column =>
                    {
                        last.text.push_str(text);
                        last.width += width;
                    }
                    _ => spans.push(StyledSpan {
                        text: text.to_owned(),
                        highlight,
                        inline: span.style,
                        column,
                        width,
                        source,
                    }),
                }
                column = column.saturating_add(width);
            }
        }
        spans
    }

    fn at(&self, offset: usize) -> Highlight {
        let count = |ranges: &[Range<usize>]| ranges.iter().filter(|r| r.contains(&offset)).count();
        let mut found = self
            .matches
            .iter()
            .filter(|(range, _)| range.contains(&offset))
            .peekable();
        let current = self
            .current
            .as_ref()
            .filter(|range| range.contains(&offset));
        let overlapped = current.is_some_and(|current| {
            let contains = |r: &Range<usize>| r.start <= current.start && r.end >= current.end;
            let mut others = self.passages.iter().filter(|range| !contains(range));
            others.any(|range| range.contains(&offset))
        });
        Highlight {
            passages: match count(&self.passages) {
                0 => 0,
                1 => 1,
                _ => 2,
            },
            current_passage: current.is_some(),
            overlapped,
            matched: found.peek().is_some(),
            current_match: found.any(|(_, current)| *current),
            annotated: count(&self.notes) > 0,
        }
    }
}

/// Splits a span at the given offsets; returns each part with its offset. List markers, and text that
/// is not verbatim in the source, are not split.
fn split<'a>(span: &'a RowSpan<'_>, cuts: &[usize]) -> Vec<(&'a str, Option<usize>)> {
    if span.source.is_empty() {
        return vec![(&*span.text, None)];
    }
    let start = span.source.start;
    let inside = |cut: &usize| span.verbatim && *cut > start && *cut < span.source.end;
    let mut parts = Vec::new();
    let mut from = start;
    for to in cuts
        .iter()
        .copied()
        .filter(inside)
        .chain([start + span.text.len()])
    {
        parts.push((&span.text[from - start..to - start], Some(from)));
        from = to;
    }
    parts
}
