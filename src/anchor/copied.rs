//! Quotes as they were copied from a screen or a file: with list markers, names of columns, markup, and
//! line ends inside words.

use std::cell::OnceCell;
use std::ops::Range;

use super::{Quote, exact};
use crate::essay::normalize::{CopiedText, NormalizedText, copied_words, letters, normalize};
use crate::essay::{Essay, Format, Part};

/// Code points between two that have their byte offset kept.
const STRIDE: usize = 1024;

/// The essay's text in the forms in which it may have been copied, made when they are needed.
pub(super) struct Texts<'a> {
    pub(super) essay: &'a Essay,
    /// The normalized text, in whose offsets all places are given.
    pub(super) plain: &'a NormalizedText,
    with_markers: OnceCell<Option<NormalizedText>>,
    column_names: OnceCell<Vec<String>>,
    code_points: OnceCell<Vec<usize>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(essay: &'a Essay, plain: &'a NormalizedText) -> Self {
        Self {
            essay,
            plain,
            with_markers: OnceCell::new(),
            column_names: OnceCell::new(),
            code_points: OnceCell::new(),
        }
    }

    /// The plain text, and the text with markers if it has any.
    fn forms(&self) -> impl Iterator<Item = &NormalizedText> {
        let with_markers = || {
            let mut blocks = self.essay.blocks().iter();
            let has_markers =
                blocks.any(|block| block.part != Part::Furniture && !block.marker.is_empty());
            has_markers.then(|| NormalizedText::with_markers(self.essay))
        };
        let with_markers =
            std::iter::once_with(move || self.with_markers.get_or_init(with_markers).as_ref());
        std::iter::once(self.plain).chain(with_markers.flatten())
    }

    /// The names of the columns of tables, each with the colon that is shown after it.
    fn column_names(&self) -> &[String] {
        self.column_names.get_or_init(|| {
            let is_header = |&block: &usize| {
                let table = self.essay.table(block);
                table.is_some_and(|table| table.has_header && table.rows.start == block)
            };
            let headers = (0..self.essay.blocks().len()).filter(is_header);
            let cells = headers.flat_map(|block| self.essay.cells(&self.essay.blocks()[block]));
            let names = cells.map(|cell| normalize(&self.essay.text(cell)));
            let mut names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            names.sort_unstable();
            names.dedup();
            // A name may contain another one.
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
            names.into_iter().map(|name| name + ":").collect()
        })
    }

    /// Copied words without the names of columns, which a narrow screen shows before the cells of a
    /// table. The first and the last name may be cut.
    fn without_column_names(&self, words: &str) -> String {
        let mut words = format!("\n{words}");
        for name in self.column_names() {
            for before in ["\n", " "] {
                words = words.replace(&format!("{before}{name}"), "\n");
            }
            let mut ends = name.match_indices(' ').map(|(at, _)| &name[at + 1..]);
            if let Some(rest) = ends.find_map(|end| words.strip_prefix('\n')?.strip_prefix(end)) {
                words = format!("\n{rest}");
            }
            let last_line = words.rfind('\n').expect("it begins with one");
            if name.starts_with(&words[last_line + 1..]) {
                words.truncate(last_line.max(1));
            }
        }
        copied_words(&words)
    }

    /// Searches once more for the quotes that have no place yet, as they may have been copied.
    pub(super) fn find(
        &self,
        quotes: &[Quote],
        places: &mut [Vec<Range<usize>>],
        max_places: usize,
    ) {
        if places.iter().all(|places| !places.is_empty()) {
            return;
        }
        let mut search = |words: &dyn Fn(&Quote) -> String| {
            let missing = (0..quotes.len()).filter(|&quote| places[quote].is_empty());
            let missing = missing.map(|quote| (quote, words(&quotes[quote])));
            self.find_copied(&missing.collect::<Vec<_>>(), places, max_places);
        };
        search(&Quote::copied);
        if !self.column_names().is_empty() {
            search(&|quote| self.without_column_names(&quote.copied()));
        }
        if self.essay.format() == Format::Markdown {
            search(&|quote| without_markup(&quote.anchor.exact));
        }
    }

    /// Finds the words of quotes, given by index, in the first form that has them.
    fn find_copied(
        &self,
        words: &[(usize, String)],
        places: &mut [Vec<Range<usize>>],
        max_places: usize,
    ) {
        if words.is_empty() {
            return;
        }
        let letters: Vec<String> = words.iter().map(|(_, words)| letters(words)).collect();
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        for form in self.forms() {
            let text = CopiedText::new(form);
            let found = exact::find(text.letters(), &letters, max_places);
            for ((quote, words), found) in words.iter().zip(found) {
                if places[*quote].is_empty() {
                    let found = found.into_iter();
                    let found = found.filter_map(|place| text.place(place.start, words));
                    // A marker alone has no place in the text.
                    let found = found.map(|place| self.in_plain(form, place));
                    places[*quote] = found.filter(|place| !place.is_empty()).collect();
                }
            }
        }
    }

    /// A quote's prefix and suffix as they may have been copied.
    pub(super) fn copied_contexts(&self, quote: &Quote) -> Vec<[String; 2]> {
        let context = [&quote.anchor.prefix, &quote.anchor.suffix];
        let context = context.map(|words| copied_words(words.as_deref().unwrap_or("")));
        let mut contexts = Vec::new();
        if !self.column_names().is_empty() {
            let without_names = |words: &String| self.without_column_names(words);
            contexts.push(context.each_ref().map(without_names));
        }
        contexts.push(context);
        contexts
    }

    /// Whether a place has one of these contexts in one of the forms.
    pub(super) fn has_copied_context(
        &self,
        place: &Range<usize>,
        contexts: &[[String; 2]],
    ) -> bool {
        let source = self.plain.source_range(place.clone());
        self.forms().any(|form| {
            let start = form.normalized_offset(source.start);
            let end = form.normalized_end(source.end);
            contexts.iter().any(|[prefix, suffix]| {
                form.has_copied_before(start, prefix) && form.has_copied_after(end, suffix)
            })
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

/// Words of a Markdown file as they are shown.
fn without_markup(words: &str) -> String {
    // A number at the beginning is a marker that must fit.
    let source = format!("a {words}");
    let length = source.len();
    let shown = Essay::parse(source, Format::Markdown).text(0..length);
    copied_words(shown.strip_prefix("a ").unwrap_or(&shown))
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
