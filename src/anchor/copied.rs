//! Quotes as they were copied from a screen or a file: with list markers, names of columns, and line
//! ends inside words.

use std::cell::OnceCell;
use std::ops::Range;

use super::{Quote, exact};
use crate::essay::normalize::{CopiedText, Decoration, NormalizedText, letters};
use crate::essay::{Essay, Part};

/// Code points between two that have their byte offset kept.
const STRIDE: usize = 1024;

/// The essay's text in the forms in which it may have been copied, made when they are needed.
pub(super) struct Texts<'a> {
    pub(super) essay: &'a Essay,
    /// The normalized text, in whose offsets all places are given.
    pub(super) plain: &'a NormalizedText,
    with_markers: OnceCell<Option<NormalizedText>>,
    with_column_names: OnceCell<Option<NormalizedText>>,
    code_points: OnceCell<Vec<usize>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(essay: &'a Essay, plain: &'a NormalizedText) -> Self {
        Self {
            essay,
            plain,
            with_markers: OnceCell::new(),
            with_column_names: OnceCell::new(),
            code_points: OnceCell::new(),
        }
    }

    /// The forms that differ, the plain one first.
    fn forms(&self) -> impl Iterator<Item = &NormalizedText> {
        let blocks = self.essay.blocks();
        let with_markers = || {
            let is_marked = blocks
                .iter()
                .any(|block| block.part != Part::Furniture && !block.marker.is_empty());
            is_marked.then(|| NormalizedText::decorated(self.essay, Decoration::Markers))
        };
        let with_column_names = || {
            let has_table = (0..blocks.len()).any(|block| self.essay.table(block).is_some());
            let decoration = Decoration::MarkersAndColumnNames;
            has_table.then(|| NormalizedText::decorated(self.essay, decoration))
        };
        let decorated = [0, 1].into_iter().filter_map(move |form| match form {
            0 => self.with_markers.get_or_init(with_markers).as_ref(),
            _ => self
                .with_column_names
                .get_or_init(with_column_names)
                .as_ref(),
        });
        std::iter::once(self.plain).chain(decorated)
    }

    /// Searches once more for the quotes that have no place yet, as they may have been copied.
    pub(super) fn find(
        &self,
        quotes: &[Quote],
        places: &mut [Vec<Range<usize>>],
        max_places: usize,
    ) {
        let is_missing = |places: &[Vec<Range<usize>>]| places.iter().any(Vec::is_empty);
        if !is_missing(places) {
            return;
        }
        for form in self.forms() {
            let copied = CopiedText::new(form);
            let missing: Vec<usize> = (0..quotes.len())
                .filter(|&quote| places[quote].is_empty())
                .collect();
            let words: Vec<String> = missing
                .iter()
                .map(|&quote| letters(&quotes[quote].copied))
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let found = exact::find(copied.letters(), &words, max_places);
            for (quote, found) in missing.into_iter().zip(found) {
                let found = found
                    .into_iter()
                    .filter_map(|place| copied.place(place.start, &quotes[quote].copied));
                // A marker alone has no place in the text.
                let found = found.map(|place| self.in_plain(form, place));
                places[quote] = found.filter(|place| !place.is_empty()).collect();
            }
            if !is_missing(places) {
                return;
            }
        }
    }

    /// Whether a place has the quote's prefix and suffix in one of the forms.
    pub(super) fn has_copied_context(&self, place: &Range<usize>, quote: &Quote) -> bool {
        let source = self.plain.source_range(place.clone());
        self.forms().any(|form| {
            form.has_copied_before(form.normalized_offset(source.start), &quote.copied_prefix)
                && form.has_copied_after(form.normalized_end(source.end), &quote.copied_suffix)
        })
    }

    /// A place of another form in the plain text.
    fn in_plain(&self, form: &NormalizedText, place: Range<usize>) -> Range<usize> {
        let source = form.source_range(place);
        let start = self.plain.normalized_offset(source.start);
        start..self.plain.normalized_end(source.end).max(start)
    }

    /// The byte offset of a code point of the source.
    pub(super) fn byte_offset(&self, code_point: usize) -> Option<usize> {
        let source = self.essay.source();
        let offsets = self.code_points.get_or_init(|| {
            let offsets = source.char_indices().step_by(STRIDE);
            offsets.map(|(at, _)| at).collect()
        });
        let from = *offsets.get(code_point / STRIDE)?;
        let mut rest = source[from..].char_indices().map(|(at, _)| from + at);
        let end = Some(source.len());
        rest.by_ref().chain(end).nth(code_point % STRIDE)
    }
}

/// A quote without the list marker before it, if it seems to begin with one: the text that is searched
/// for similar words has none.
pub(super) fn strip_marker(quote: &str) -> Option<&str> {
    if let Some(words) = quote.strip_prefix('-') {
        return Some(words);
    }
    let (marker, words) = quote.split_once(' ')?;
    let label = marker.trim_matches(['.', ')', '(', ']', '[']);
    let is_label = label.bytes().all(|byte| byte.is_ascii_digit()) || label.chars().count() == 1;
    (label.len() < marker.len() && is_label || marker == "•").then_some(words)
}
