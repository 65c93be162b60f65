//! Rows of toned text, for the detail and the overlays.
//!
//! Owns how a text with its lead (a number, a name) is wrapped into rows of cells. It says what a
//! stretch of text *is* ([`Tone`]), never how that looks.

use crate::essay::sanitize;
use crate::layout;

/// What a stretch of text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Running text.
    Plain,
    /// What the detail is about: a name, a title.
    Name,
    /// The word that says what sort of thing it is.
    Tag,
    /// The heading of a section.
    Head,
    /// What is said by the way: counts, places.
    Faint,
    /// Where the essay is from.
    Address,
    /// A claim's number.
    Number,
    /// A claim's kind.
    Kind,
    /// How a claim stands to another, what an actor is in it.
    Relation,
    /// The author's own words.
    Quote,
    /// Something that needs a look.
    Warning,
    /// A key to press.
    Key,
}

/// A stretch of text in one tone. Its text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What is shown.
    pub text: String,
    /// What it is.
    pub tone: Tone,
}

/// A stretch of text in one tone, made safe to show.
#[must_use]
pub fn span(tone: Tone, text: &str) -> Span {
    Span {
        text: sanitize(text).into_owned(),
        tone,
    }
}

/// One row of cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextRow {
    /// What it shows, from the left.
    pub spans: Vec<Span>,
    /// The entry that it belongs to, counted from 0.
    pub entry: Option<usize>,
}

/// Rows, and what the entries among them lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// All rows, from the top.
    pub rows: Vec<TextRow>,
    /// What each entry leads to.
    pub targets: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            targets: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// The rows of an entry: the first, and the one after the last.
    #[must_use]
    pub fn of_entry(&self, entry: usize) -> Option<(usize, usize)> {
        let first = self.rows.iter().position(|row| row.entry == Some(entry))?;
        let count = self.rows[first..]
            .iter()
            .take_while(|row| row.entry == Some(entry))
            .count();
        Some((first, first + count))
    }
}

/// Puts rows together, none wider than its width.
#[derive(Debug)]
pub struct Composer<T> {
    width: usize,
    enough: usize,
    whole: bool,
    made: Rows<T>,
}

impl<T> Composer<T> {
    /// A composer for rows of `width` cells.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            enough: usize::MAX,
            whole: false,
            made: Rows::default(),
        }
    }

    /// Is [full](Self::is_full) with `rows` rows. It goes on taking what it is given.
    #[must_use]
    pub fn at_least(mut self, rows: usize) -> Self {
        self.enough = rows;
        self
    }

    /// Leaves nothing out, for there is room below: what would be shortened to a row is wrapped, and
    /// the second column stands by the first.
    #[must_use]
    pub fn whole(mut self, whole: bool) -> Self {
        self.whole = whole;
        self
    }

    /// Whether there are as many rows as are needed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.made.rows.len() >= self.enough
    }

    /// The cells of a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// What was put together.
    #[must_use]
    pub fn finish(self) -> Rows<T> {
        self.made
    }

    /// How many rows there are so far.
    #[must_use]
    pub fn height(&self) -> usize {
        self.made.rows.len()
    }

    /// Takes away the rows past `height`; the last one left ends in an ellipsis if any were.
    pub fn shorten(&mut self, height: usize) {
        if self.made.rows.len() > height {
            self.made.rows.truncate(height);
            let width = self.width;
            let last = self.made.rows.last_mut();
            if let Some(last) = last.and_then(|row| row.spans.last_mut()) {
                let text = format!("{}…", last.text.trim_end());
                last.text = layout::truncate(&text, width).into_owned();
            }
        }
    }

    /// An empty row, unless there is one already or nothing stands above.
    pub fn gap(&mut self) {
        if self
            .made
            .rows
            .last()
            .is_some_and(|row| !row.spans.is_empty())
        {
            self.made.rows.push(TextRow::default());
        }
    }

    /// The heading of a section, with a gap above it.
    pub fn head(&mut self, text: &str) {
        self.gap();
        self.flow(&[], &[span(Tone::Head, text)], None);
    }

    /// A paragraph.
    pub fn text(&mut self, tone: Tone, text: &str) {
        self.flow(&[], &[span(tone, text)], None);
    }

    /// A paragraph in several tones.
    pub fn spans(&mut self, spans: &[Span]) {
        self.flow(&[], spans, None);
    }

    /// Something that can be opened: a lead, and the text that hangs beside it.
    pub fn entry(&mut self, target: T, lead: &[Span], text: &[Span]) {
        let entry = self.made.targets.len();
        self.made.targets.push(target);
        self.flow(lead, text, Some(entry));
    }

    /// Something that can be opened, whose rows but the first stand two cells further right.
    pub fn paragraph(&mut self, target: T, lead: &[Span], text: &[Span]) {
        let entry = self.made.targets.len();
        self.made.targets.push(target);
        self.hang(lead, STEP, text, Some(entry));
    }

    /// Something that can be opened, on one row, shortened if need be.
    pub fn line(&mut self, target: T, spans: &[Span]) {
        let entry = self.made.targets.len();
        self.made.targets.push(target);
        self.row(spans, Some(entry));
    }

    /// One row, shortened if need be.
    pub fn line_of(&mut self, spans: &[Span]) {
        self.row(spans, None);
    }

    /// More of the last entry, on rows of its own.
    pub fn continued(&mut self, lead: &[Span], text: &[Span]) {
        self.flow(lead, text, self.made.targets.len().checked_sub(1));
    }

    /// One row more of the last entry, shortened if need be.
    pub fn more(&mut self, spans: &[Span]) {
        self.row(spans, self.made.targets.len().checked_sub(1));
    }

    fn row(&mut self, spans: &[Span], entry: Option<usize>) {
        if self.whole {
            self.wrapped(spans, entry);
            return;
        }
        let mut room = self.width;
        let mut row = TextRow {
            spans: Vec::new(),
            entry,
        };
        for part in spans {
            let text = layout::truncate(&part.text, room).into_owned();
            room -= layout::width(&text).min(room);
            row.spans.push(Span {
                text,
                tone: part.tone,
            });
            if room == 0 {
                break;
            }
        }
        self.made.rows.push(row);
    }

    /// All of the spans, in as many rows as they need; the blanks that they begin with are kept.
    fn wrapped(&mut self, spans: &[Span], entry: Option<usize>) {
        let mut spans = spans.to_vec();
        let mut lead = Vec::new();
        if let Some(first) = spans.first_mut() {
            let text = first.text.trim_start();
            let blanks = first.text.len() - text.len();
            first.text = text.to_owned();
            if blanks > 0 {
                lead.push(span(Tone::Plain, &" ".repeat(blanks)));
            }
        }
        self.hang(&lead, STEP, &spans, entry);
    }

    /// A row of two columns: what stands left, shortened if need be, and what stands at the right edge.
    pub fn columns(&mut self, target: T, left: &[Span], right: &Span) {
        if self.whole {
            let gap = span(Tone::Plain, "  ");
            self.line(target, &[left, &[gap, right.clone()]].concat());
            return;
        }
        // What is counted goes before what is named.
        let right_width = layout::width(&right.text);
        if right_width + LEAST_NAME > self.width {
            self.line(target, left);
            return;
        }
        let entry = self.made.targets.len();
        self.made.targets.push(target);
        let room = self.width.saturating_sub(right_width + 1);
        let mut spans = Vec::new();
        let mut used = 0;
        for part in left {
            let text = layout::truncate(&part.text, room - used).into_owned();
            used += layout::width(&text).min(room - used);
            spans.push(Span {
                text,
                tone: part.tone,
            });
        }
        if room > 0 {
            spans.push(span(Tone::Plain, &" ".repeat(room - used + 1)));
            spans.push(right.clone());
        }
        self.made.rows.push(TextRow {
            spans,
            entry: Some(entry),
        });
    }

    /// Wraps `text`; the first row begins with `lead`, the others with as many blank cells.
    pub fn flow(&mut self, lead: &[Span], text: &[Span], entry: Option<usize>) {
        self.hang(lead, 0, text, entry);
    }

    /// The same with the other rows `further` cells right of the first.
    fn hang(&mut self, lead: &[Span], further: usize, text: &[Span], entry: Option<usize>) {
        let hang: usize = lead.iter().map(|span| layout::width(&span.text)).sum();
        // A lead that leaves no room to read stands on a row of its own.
        let alone = hang + further + LEAST_TEXT > self.width && hang > 0;
        let hang_rest = if alone || hang + further + LEAST_TEXT > self.width {
            STEP.min(self.width / 4)
        } else {
            hang + further
        };
        if alone {
            self.made.rows.push(TextRow {
                spans: lead.to_vec(),
                entry,
            });
        }
        let whole: String = text.iter().map(|span| span.text.as_str()).collect();
        let width = self.width.saturating_sub(hang_rest).max(1);
        for (number, range) in layout::wrap(&whole, width).into_iter().enumerate() {
            let mut spans = if number == 0 && !alone {
                lead.to_vec()
            } else if hang_rest > 0 {
                vec![span(Tone::Plain, &" ".repeat(hang_rest))]
            } else {
                Vec::new()
            };
            let mut start = 0;
            for part in text {
                let end = start + part.text.len();
                let (from, to) = (range.start.max(start), range.end.min(end));
                if from < to
                    && let Some(slice) = part.text.get(from - start..to - start)
                {
                    spans.push(Span {
                        text: slice.to_owned(),
                        tone: part.tone,
                    });
                }
                start = end;
            }
            self.made.rows.push(TextRow { spans, entry });
        }
    }
}

/// The cells by which a row stands further right than what it belongs to.
const STEP: usize = 2;
/// The fewest cells that a name is shortened to for what stands right of it.
const LEAST_NAME: usize = 8;
/// The fewest cells that a text is wrapped into beside its lead.
const LEAST_TEXT: usize = 12;

#[cfg(test)]
mod tests;
