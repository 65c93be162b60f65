//! Text in its block: what of the source is seen as it is, and marks for what is not.
//!
//! Owns the open block's text and the markup's marks. It must not know blocks' forms.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::Builder;
use crate::essay::markup::{Mark, Seen, Setting, Target};
use crate::essay::{BlockKind, InlineStyle};

impl Builder<'_> {
    pub(super) fn nest(&mut self, element: usize, begins: bool) {
        if let Some(depth) = self.nested.get_mut(element) {
            *depth = if begins {
                *depth + 1
            } else {
                depth.saturating_sub(1)
            };
        }
        let [emphasis, strong, strikethrough, link] = self.nested.map(|depth| depth > 0);
        self.inline = InlineStyle {
            emphasis,
            strong,
            strikethrough,
            link,
            code: false,
        };
    }

    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        let source = self.source.get(range.clone()).unwrap_or_default();
        if text == source {
            if text == "[" {
                self.elsewhere(&range);
            }
            self.verbatim(range);
            return;
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => {}
            (Some(character), None) => {
                self.gap(range.start);
                self.markup
                    .characters
                    .push((offset(range.start), character));
                self.add(range, Seen::Character);
            }
            _ => {
                self.gap(range.start);
                self.markup.texts.push((offset(range.start), text.into()));
                self.add(range, Seen::Text);
            }
        }
    }

    pub(super) fn code(&mut self, text: &str, range: &Range<usize>) {
        let source = self.source.get(range.clone()).unwrap_or_default();
        let fence = source.bytes().take_while(|&byte| byte == b'`').count();
        let inner = source
            .get(fence..source.len().saturating_sub(fence))
            .unwrap_or_default();
        let start = range.start + fence;
        // A space at either end may be there to keep backquotes apart.
        let pads = [' ', '\n'];
        let stripped = inner
            .strip_prefix(pads)
            .and_then(|inner| inner.strip_suffix(pads));
        let lines = lines(inner, text).map(|lines| (start, lines));
        let lines = lines.or_else(|| Some((start + 1, self::lines(stripped?, text)?)));
        self.inline.code = true;
        if let Some((start, lines)) = lines {
            let mut before: Option<usize> = None;
            for line in lines {
                if let Some(end) = before {
                    self.verbatim(start + end..start + end + 1);
                }
                self.verbatim(start + line.start..start + line.end);
                before = Some(line.end);
            }
        } else {
            self.gap(start);
            self.markup.texts.push((offset(start), text.into()));
            self.add(start..start + inner.len(), Seen::Text);
        }
        self.inline.code = false;
    }

    /// `[^1]` is seen as `[1]`.
    pub(super) fn reference(&mut self, range: Range<usize>) {
        self.verbatim(range.start..range.start + 1);
        self.verbatim(range.start + 2..range.end);
    }

    /// What may be a reference to a footnote that is defined in another chunk comes as text, its
    /// bracket alone.
    pub(super) fn elsewhere(&mut self, range: &Range<usize>) {
        let code = self
            .open
            .as_ref()
            .is_some_and(|open| open.kind == BlockKind::Code);
        let before = self.source.get(..range.start).unwrap_or_default();
        if code || before.ends_with('\\') {
            return;
        }
        if let Some(label) = label(self.source, range.start) {
            let mark = Mark {
                start: offset(range.start + 1),
                length: 1,
                seen: Seen::Nothing,
                setting: self.inline.into(),
            };
            self.notes
                .refer(offset(label.start)..offset(label.end), mark);
        }
    }

    /// White space and tags that part words are one space between two texts, and nothing else.
    pub(super) fn html(&mut self, html: &str, start: usize) {
        let mut scan = std::mem::take(&mut self.html);
        for (range, text) in scan.parts(html) {
            let range = start + range.start..start + range.end;
            let seen = self
                .source
                .get(range.clone())
                .filter(|_| text)
                .unwrap_or_default();
            let from = range.start + (seen.len() - seen.trim_start().len());
            let to = from + seen.trim().len();
            if !text || from > range.start {
                self.space.get_or_insert(range.start);
            }
            if from < to {
                let begun = self.open.as_ref().is_some_and(|open| open.text.is_some());
                if let Some(space) = self.space.take().filter(|_| begun) {
                    self.add(
                        space..self.source.ceil_char_boundary(space + 1),
                        Seen::Space,
                    );
                }
                self.verbatim(from..to);
            }
            if text && to < range.end {
                self.space.get_or_insert(to);
            }
        }
        self.html = scan;
    }

    pub(super) fn verbatim(&mut self, range: Range<usize>) {
        let range = range.start.max(self.cursor())..range.end;
        if range.is_empty() {
            return;
        }
        self.gap(range.start);
        let setting = Setting::from(self.inline);
        let set = self
            .markup
            .marks
            .last()
            .map_or(Setting::default(), |last| last.setting);
        if setting != set {
            self.mark(range.start..range.start, Seen::Nothing);
        }
        self.extend(range.end);
    }

    pub(super) fn add(&mut self, range: Range<usize>, seen: Seen) {
        if range.start < self.cursor() || range.is_empty() {
            return;
        }
        self.gap(range.start);
        self.mark(range.clone(), seen);
        self.extend(range.end);
    }

    /// Marks what lies between the last text and the next as not seen. Text behind an item's mark
    /// that has no block of its own begins one.
    pub(super) fn gap(&mut self, next: usize) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph);
        }
        let cursor = self.cursor();
        if let Some(cell) = self.cell
            && cursor < cell
        {
            self.plain_gap(cursor..next);
        } else if cursor < next
            && self.open.as_ref().is_some_and(|open| open.text.is_some())
            && !self.is_indentation(cursor..next)
        {
            self.mark(cursor..next, Seen::Nothing);
        }
        self.extend(next);
    }

    /// Indentation behind a line end is seen together with it as one space, without a mark.
    pub(super) fn is_indentation(&self, range: Range<usize>) -> bool {
        let prose = self
            .open
            .as_ref()
            .is_some_and(|open| open.kind != BlockKind::Code);
        let before = range
            .start
            .checked_sub(1)
            .and_then(|at| self.source.as_bytes().get(at));
        let start = range.start;
        let text = self.source.get(range).unwrap_or_default();
        let broken = self
            .markup
            .marks
            .last()
            .is_some_and(|mark| mark.end() == start);
        prose
            && !broken
            && before == Some(&b'\n')
            && text.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    /// A gap between cells is seen, and is not part of what is set.
    pub(super) fn plain_gap(&mut self, range: Range<usize>) {
        let inline = std::mem::take(&mut self.inline);
        self.mark(range, Seen::Cell);
        self.inline = inline;
    }

    pub(super) fn mark(&mut self, range: Range<usize>, seen: Seen) {
        self.markup.marks.push(Mark {
            start: offset(range.start),
            length: offset(range.len()),
            seen,
            setting: self.inline.into(),
        });
    }

    /// Where the open block's text ends so far.
    pub(super) fn cursor(&self) -> usize {
        let text = self.open.as_ref().and_then(|open| open.text.as_ref());
        text.map_or(0, |text| text.end)
    }

    pub(super) fn extend(&mut self, end: usize) {
        if let Some(open) = &mut self.open {
            let text = open.text.get_or_insert(end..end);
            text.end = text.end.max(end);
        }
    }

    pub(super) fn target(&mut self, target: &CowStr<'_>) -> Target {
        // What stands in the source as it is need not be copied. A slice of it is told by its place.
        let start = target
            .as_ptr()
            .addr()
            .wrapping_sub(self.source.as_ptr().addr());
        let end = start.wrapping_add(target.len());
        if self.source.get(start..end) == Some(target.as_ref()) {
            return Target::Source {
                start: offset(start),
                end: offset(end),
            };
        }
        self.markup.targets.push(target.as_ref().into());
        Target::Made(offset(self.markup.targets.len() - 1))
    }
}

/// Offsets and lengths of a source that is no longer than `u32::MAX` bytes.
pub(super) fn offset(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Characters of a label, as `CommonMark` has it.
const LABEL: usize = 999;

/// The label of a reference to a footnote that begins at `[^`. It has no bracket in it, so that of
/// many that are never closed each is looked at up to the next.
pub(in super::super) fn label(source: &str, start: usize) -> Option<Range<usize>> {
    let start = start + 2;
    let rest = source.get(start - 2..)?.strip_prefix("[^")?;
    let escaped = |at: usize| rest.as_bytes()[..at].ends_with(b"\\");
    let mut ends = memchr::memchr3_iter(b'[', b']', b'\n', rest.as_bytes());
    let end = ends.find(|&at| rest.as_bytes()[at] == b'\n' || !escaped(at))?;
    let label = rest[..end].chars().count();
    (rest.as_bytes()[end] == b']' && (1..=LABEL).contains(&label)).then(|| start..start + end)
}

/// Bytes at a line's beginning that a quotation's and a list's marks may take.
const PREFIX: usize = 1024;

/// The lines of code inside its backquotes, as they are in its text: there line ends are spaces,
/// and what stands at a line's beginning for a quotation or a list is not.
fn lines(inner: &str, text: &str) -> Option<Vec<Range<usize>>> {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut rest = text;
    for line in inner.split('\n') {
        if at > 0 {
            rest = rest.strip_prefix(' ')?;
        }
        let last = at + line.len() == inner.len();
        let seen = |&skipped: &usize| {
            let behind = line.get(skipped..).and_then(|seen| rest.strip_prefix(seen));
            behind.is_some_and(|behind| behind.starts_with(' ') && !last || behind.is_empty())
        };
        let skipped = (0..=line.len().min(PREFIX)).find(seen)?;
        lines.push(at + skipped..at + line.len());
        rest = rest.get(line.len() - skipped..)?;
        at += line.len() + 1;
    }
    rest.is_empty().then_some(lines)
}
