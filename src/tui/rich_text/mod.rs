//! Styled text, wrapped into rows of a fixed width: the content of the detail pane, the modals and
//! `postil show`.

use crate::apparatus::Claim;
use crate::essay::sanitize;
use crate::layout;
use crate::tui::theme::StyleRole;

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text. Sanitized: it contains no control characters.
    pub text: String,
    /// Its style.
    pub role: StyleRole,
    /// Whether it is the URL of the essay's source, or a part of that.
    pub is_source_url: bool,
}

/// Makes a span, sanitizing its text.
#[must_use]
pub fn span(role: StyleRole, text: &str) -> Span {
    Span {
        text: sanitize(text).into_owned(),
        role,
        is_source_url: false,
    }
}

/// The spans of a claim in a list: its features, if it has any, and its sentence.
#[must_use]
pub fn claim_spans(claim: &Claim) -> [Span; 3] {
    let features = claim.features();
    let gap = if features.is_empty() { "" } else { "  " };
    let sentence = if claim.is_quoted {
        StyleRole::Quote
    } else {
        StyleRole::Text
    };
    [
        span(StyleRole::Kind, &features),
        span(StyleRole::Text, gap),
        span(sentence, &claim.sentence()),
    ]
}

/// Makes a span of `cells` spaces.
fn spaces(cells: usize) -> Span {
    span(StyleRole::Text, &" ".repeat(cells))
}

/// One row on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextRow {
    /// The text, from left to right.
    pub spans: Vec<Span>,
    /// The index of the entry that the row belongs to, if any.
    pub entry: Option<usize>,
}

/// Rows of styled text. Some of them form entries, each with a target of type `T`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RichText<T> {
    /// All rows, from the top.
    pub rows: Vec<TextRow>,
    /// The target of each entry.
    pub targets: Vec<T>,
}

impl<T> Default for RichText<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            targets: Vec::new(),
        }
    }
}

impl<T> RichText<T> {
    /// The rows of an entry: the first, and the one after the last.
    #[must_use]
    pub fn rows_of_entry(&self, entry: usize) -> Option<(usize, usize)> {
        let is_of_entry = |row: &TextRow| row.entry == Some(entry);
        let first = self.rows.iter().position(is_of_entry)?;
        let mut rows = self.rows[first..].iter();
        let count = rows.position(|row| !is_of_entry(row));
        Some((first, count.map_or(self.rows.len(), |count| first + count)))
    }
}

/// The indent of continuation rows, in cells.
const INDENT: usize = 2;
/// In two columns the left one is never truncated to less than this, in cells.
const MIN_LEFT_COLUMN: usize = 8;
/// Text is wrapped beside its lead only if it has at least this many cells.
const MIN_TEXT_WIDTH: usize = 12;

/// Builds [`RichText`] from the top down. No row gets wider than the given width.
#[derive(Debug)]
pub struct RichTextBuilder<T> {
    width: usize,
    wrap_lines: bool,
    text: RichText<T>,
}

impl<T> RichTextBuilder<T> {
    /// A builder for rows of `width` cells.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            wrap_lines: false,
            text: RichText::default(),
        }
    }

    /// Whether lines and columns that are too wide are wrapped instead of truncated.
    #[must_use]
    pub fn wrap_lines(mut self, wrap_lines: bool) -> Self {
        self.wrap_lines = wrap_lines;
        self
    }

    /// The width of the rows, in cells.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Finishes building.
    #[must_use]
    pub fn finish(self) -> RichText<T> {
        self.text
    }

    /// The number of rows so far.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.text.rows.len()
    }

    /// Removes the rows from `row_count` on. If there were any, the last row left ends in an ellipsis.
    pub fn truncate_rows(&mut self, row_count: usize) {
        if self.text.rows.len() <= row_count {
            return;
        }
        self.text.rows.truncate(row_count);
        let last_row = self.text.rows.last_mut();
        if let Some(span) = last_row.and_then(|row| row.spans.last_mut()) {
            let text = format!("{}…", span.text.trim_end());
            span.text = layout::truncate(&text, self.width).into_owned();
        }
    }

    /// Adds a blank row, unless the text is empty or ends in one.
    pub fn blank_line(&mut self) {
        let last_row = self.text.rows.last();
        if last_row.is_some_and(|row| !row.spans.is_empty()) {
            self.text.rows.push(TextRow::default());
        }
    }

    /// Adds the heading of a section, after a blank row.
    pub fn heading(&mut self, text: &str) {
        self.blank_line();
        self.text(StyleRole::SectionHeading, text);
    }

    /// Adds a paragraph in one style.
    pub fn text(&mut self, role: StyleRole, text: &str) {
        self.spans(&[span(role, text)]);
    }

    /// Adds a paragraph.
    pub fn spans(&mut self, spans: &[Span]) {
        self.push_wrapped(&[], 0, spans, None);
    }

    /// Adds a paragraph to the right of `lead`.
    pub fn hanging(&mut self, lead: &[Span], text: &[Span]) {
        self.push_wrapped(lead, 0, text, None);
    }

    /// Adds one row.
    pub fn line(&mut self, spans: &[Span]) {
        self.push_line(spans, None);
    }

    /// Adds an entry: a paragraph to the right of `lead`.
    pub fn entry(&mut self, target: T, lead: &[Span], text: &[Span]) {
        let entry = self.add_target(target);
        self.push_wrapped(lead, 0, text, entry);
    }

    /// Adds an entry: a paragraph to the right of `lead`, indented from its second row on.
    pub fn indented_entry(&mut self, target: T, lead: &[Span], text: &[Span]) {
        let entry = self.add_target(target);
        self.push_wrapped(lead, INDENT, text, entry);
    }

    /// Adds an entry of one row.
    pub fn entry_line(&mut self, target: T, spans: &[Span]) {
        let entry = self.add_target(target);
        self.push_line(spans, entry);
    }

    /// Adds an entry of one row in two columns; the right one is right-aligned. If there is not
    /// enough room for both, the right one is left out.
    pub fn columns(&mut self, target: T, left: &[Span], right: &Span) {
        let right_width = layout::width(&right.text);
        if self.wrap_lines {
            self.entry_line(target, &[left, &[spaces(INDENT), right.clone()]].concat());
        } else if right_width + MIN_LEFT_COLUMN > self.width {
            self.entry_line(target, left);
        } else {
            let left_width = self.width - right_width - 1;
            let (mut spans, unused) = truncate_spans(left, left_width);
            spans.push(spaces(unused + 1));
            spans.push(right.clone());
            let entry = self.add_target(target);
            self.text.rows.push(TextRow { spans, entry });
        }
    }

    /// Adds a paragraph to the last entry, to the right of `lead`.
    pub fn continue_entry(&mut self, lead: &[Span], text: &[Span]) {
        self.push_wrapped(lead, 0, text, self.last_entry());
    }

    /// Adds one row to the last entry.
    pub fn continue_entry_line(&mut self, spans: &[Span]) {
        self.push_line(spans, self.last_entry());
    }

    fn add_target(&mut self, target: T) -> Option<usize> {
        self.text.targets.push(target);
        self.last_entry()
    }

    fn last_entry(&self) -> Option<usize> {
        self.text.targets.len().checked_sub(1)
    }

    fn push_line(&mut self, spans: &[Span], entry: Option<usize>) {
        if self.wrap_lines {
            // `layout::wrap` drops leading spaces, so they become the lead.
            let mut spans = spans.to_vec();
            let mut lead = Vec::new();
            if let Some(first) = spans.first_mut() {
                let text = first.text.trim_start();
                lead.push(spaces(first.text.len() - text.len()));
                first.text = text.to_owned();
            }
            self.push_wrapped(&lead, INDENT, &spans, entry);
        } else {
            let (spans, _) = truncate_spans(spans, self.width);
            self.text.rows.push(TextRow { spans, entry });
        }
    }

    /// Wraps `text`. The first row starts with `lead`; the others are indented by the width of
    /// `lead` and `extra_indent` more cells.
    fn push_wrapped(
        &mut self,
        lead: &[Span],
        extra_indent: usize,
        text: &[Span],
        entry: Option<usize>,
    ) {
        let lead_width: usize = lead.iter().map(|span| layout::width(&span.text)).sum();
        let mut indent = lead_width + extra_indent;
        let mut lead = lead.to_vec();
        if indent + MIN_TEXT_WIDTH > self.width {
            indent = INDENT.min(self.width / 4);
            if lead_width > 0 {
                let spans = std::mem::replace(&mut lead, vec![spaces(indent)]);
                self.text.rows.push(TextRow { spans, entry });
            }
        }
        let joined: String = text.iter().map(|span| span.text.as_str()).collect();
        for range in layout::wrap(&joined, (self.width - indent).max(1)) {
            let mut spans = std::mem::replace(&mut lead, vec![spaces(indent)]);
            let mut span_start = 0;
            for span in text {
                let span_end = span_start + span.text.len();
                let start = range.start.max(span_start);
                let end = range.end.min(span_end);
                if start < end {
                    let text = span.text[start - span_start..end - span_start].to_owned();
                    spans.push(Span {
                        text,
                        ..span.clone()
                    });
                }
                span_start = span_end;
            }
            spans.retain(|span| !span.text.is_empty());
            self.text.rows.push(TextRow { spans, entry });
        }
    }
}

/// Cuts spans off after `width` cells; also returns the number of unused cells.
fn truncate_spans(spans: &[Span], width: usize) -> (Vec<Span>, usize) {
    let mut unused = width;
    let mut truncated = Vec::new();
    for span in spans {
        if unused == 0 {
            break;
        }
        let text = layout::truncate(&span.text, unused).into_owned();
        unused = unused.saturating_sub(layout::width(&text));
        truncated.push(Span {
            text,
            ..span.clone()
        });
    }
    (truncated, unused)
}

#[cfg(test)]
mod tests;
