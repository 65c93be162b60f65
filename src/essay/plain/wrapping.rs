//! Tells hard-wrapped prose, whose lines are joined, from lines that the author broke: verse, turns of
//! a dialogue, addresses, tables and code.
//!
//! A program that wraps a paragraph ends a line only where the next word does not fit. So a line with
//! much room left was ended by its author.

use memchr::{memchr, memchr_iter, memchr3, memrchr};
use unicode_width::UnicodeWidthChar;

use super::{Block, BlockKind, Format, MAX_WRAPPED};
use crate::essay::markup::{InlineStyle, MarkupSpan, Replacement};

/// A text is taken to be wrapped at this many columns at least: prose hardly is at fewer.
const MIN_MEASURE: usize = 65;
/// The maximum number of paragraphs that are measured, so that a long text takes no longer.
const MAX_MEASURED: usize = 200;
/// Prose that is not wrapped has lines of more columns than this.
const MAX_MEASURE: usize = 80;
/// The columns that are left after the next word at the end of a line that the author broke. Prose
/// wrapped by hand is ragged by less.
const SPARE: usize = 10;
/// The least columns of a line of prose in a text of another measure, and the least lines that show it.
const MIN_OWN_MEASURE: usize = 40;
const MIN_OWN_LINES: usize = 4;
/// The indentation of code.
const CODE_INDENT: usize = 4;
const TAB_STOP: usize = 8;

/// A line of a block.
#[derive(Debug)]
struct Line<'s> {
    /// Its text, without white space at its ends, and the byte offset at which it starts.
    text: &'s str,
    start: usize,
    /// Its indentation, as written and in columns, and the column at which it ends.
    indent: &'s str,
    indent_columns: usize,
    end_column: usize,
}

impl<'s> Line<'s> {
    fn new(line: &'s str, start: usize) -> Self {
        let text = line.trim();
        let indent = &line[..line.len() - line.trim_start().len()];
        let indent_columns = columns(indent, 0);
        Self {
            text,
            start: start + indent.len(),
            indent,
            indent_columns,
            end_column: columns(text, indent_columns),
        }
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The columns of the text up to the first place where it may be wrapped.
    fn first_word_columns(&self) -> usize {
        let mut characters = self.text.char_indices();
        let end = characters.find_map(|(at, character)| match character {
            ' ' | '\t' => Some(at),
            '-' | '–' | '—' if at > 0 => Some(at + character.len_utf8()),
            // Chinese and Japanese are wrapped between any two characters.
            _ if at == 0 && character.width() == Some(2) => Some(character.len_utf8()),
            _ => None,
        });
        columns(&self.text[..end.unwrap_or(self.text.len())], 0)
    }

    /// Whether the text begins with a capital, and is not all in capitals.
    fn is_capitalized(&self) -> bool {
        let first = self.text.chars().find(|char| char.is_alphabetic());
        first.is_some_and(char::is_uppercase) && self.text.contains(char::is_lowercase)
    }

    /// Whether the line was wrapped inside a word.
    fn is_hyphenated(&self, next: &Self) -> bool {
        let word = self.text.strip_suffix(['-', '\u{ad}']);
        word.is_some_and(|word| word.ends_with(char::is_alphabetic))
            && next.text.starts_with(char::is_lowercase)
    }

    /// Whether a line of no prose has a sign of code in it.
    fn has_code_sign(&self) -> bool {
        const SIGNS: [&str; 9] = ["{", "}", "=", "::", "->", "</", "()", "];", "/*"];
        let is_call =
            |(at, _)| self.text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        SIGNS.iter().any(|sign| self.text.contains(sign))
            || self.text.starts_with(['$', '#', '@'])
            || self.text.match_indices('(').any(is_call)
    }
}

/// Whether a speech, or another entry with its name, begins a line: `CLERK: No.`, `HAMLET. No.`
fn is_turn(line: &str) -> bool {
    const MAX_NAME: usize = 30;
    const MAX_NAME_WORDS: usize = 4;
    if !line.starts_with(|first: char| first.is_alphabetic() && !first.is_lowercase()) {
        return false;
    }
    let start = &line[..line.floor_char_boundary(MAX_NAME)];
    let Some(end) = start.find([':', '：', '.']) else {
        return false;
    };
    let (name, rest) = line.split_at(end);
    let is_separated = matches!(rest.as_bytes().get(1), None | Some(b' ' | b'\t'));
    let is_separated = match rest.as_bytes()[0] {
        b'.' => is_separated && name.len() > 1 && !name.contains(char::is_lowercase),
        b':' => is_separated,
        _ => true,
    };
    is_separated && name.split(' ').count() <= MAX_NAME_WORDS
}

/// Whether a line has a wide gap between columns, a tab, or leaders.
fn has_gap(line: &str) -> bool {
    let (mut last, mut run) = (0, 0);
    line.bytes().any(|byte| {
        run = if byte == last { run + 1 } else { 1 };
        last = byte;
        match byte {
            b'\t' => true,
            b' ' => run > 2,
            b'.' => run > 3,
            _ => false,
        }
    })
}

/// The number of columns of a text that starts at a column.
fn columns(text: &str, start: usize) -> usize {
    // Latin letters and punctuation are one column wide. Without a branch for each byte, this takes a
    // fraction of the time.
    let is_plain = |plain, byte| plain & matches!(byte, b' '..=b'~' | 0x80..=0xcb | 0xe2);
    if text.bytes().fold(true, is_plain) {
        return start + text.chars().count();
    }
    text.chars()
        .fold(start, |column, character| match character {
            '\t' => (column / TAB_STOP + 1) * TAB_STOP,
            _ => column + character.width().unwrap_or(0),
        })
}

/// The lines of a block, from the beginning of the first one.
fn lines_of<'s>(source: &'s str, block: &Block) -> Vec<Line<'s>> {
    let before = &source.as_bytes()[..block.range.start];
    let mut start = memrchr(b'\n', before).map_or(0, |at| at + 1);
    let ends = memchr_iter(b'\n', source[block.range.clone()].as_bytes());
    let ends = ends.map(|end| block.range.start + end);
    let lines = ends.chain([block.range.end]).map(|end| {
        let line = Line::new(&source[start..end], start);
        start = end + 1;
        line
    });
    lines.collect()
}

/// The columns at which the text is wrapped, which nine of ten lines of paragraphs do not exceed.
fn measure(source: &str, blocks: &[Block]) -> usize {
    let mut counts = [0_usize; MAX_WRAPPED + 1];
    let paragraphs = blocks.iter().filter(|block| is_wrapped(source, block));
    for block in paragraphs.take(MAX_MEASURED) {
        let lines = lines_of(source, block);
        for line in &lines[..lines.len() - 1] {
            counts[line.end_column.min(MAX_WRAPPED)] += 1;
        }
    }
    let max_exceeding = counts.iter().sum::<usize>() / 10;
    let mut lines = 0;
    let longest = (0..counts.len()).rev().find(|&columns| {
        lines += counts[columns];
        lines > max_exceeding
    });
    longest.unwrap_or(0).max(MIN_MEASURE)
}

fn is_wrapped(source: &str, block: &Block) -> bool {
    let text = source[block.range.clone()].as_bytes();
    block.kind == BlockKind::Paragraph && memchr(b'\n', text).is_some()
}

/// Whether the ends of all of these lines were made by their author.
fn are_broken(lines: &[Line<'_>], measure: usize) -> bool {
    let ends = || lines.iter().zip(&lines[1..]);
    let is_full = |measure: usize, spare: usize| {
        move |(line, next): &(&Line<'_>, &Line<'_>)| {
            line.end_column + 1 + next.first_word_columns() + spare > measure
        }
    };
    if lines.len() < 2 || ends().any(|(line, next)| line.is_hyphenated(next)) {
        return false;
    }
    let indents = lines.iter().skip(1).map(|line| line.indent_columns);
    if indents.clone().min() != indents.max() {
        return true;
    }
    let is_capitalized = lines.iter().all(Line::is_capitalized);
    let ends_sentence = |line: &Line<'_>| line.text.ends_with(['.', '!', '?', '…']);
    if measure > MAX_MEASURE && is_capitalized && lines.iter().all(ends_sentence) {
        return false;
    }
    let own = lines.iter().map(|line| line.end_column).max().unwrap_or(0);
    if lines.len() >= MIN_OWN_LINES
        && own >= MIN_OWN_MEASURE
        && !is_capitalized
        && ends().all(|end| is_full(own, 0)(&end))
    {
        return false;
    }
    let broken = ends()
        .filter(|end| !is_full(measure, SPARE - 1)(end))
        .count();
    let is_indented = lines.iter().all(|line| line.indent_columns > 0);
    broken * 2 >= lines.len()
        || is_capitalized
            && (lines.len() > 2 || is_indented)
            && !ends().all(|end| is_full(measure, 0)(&end))
}

/// Which line ends of a paragraph were made by its author: one for each line but the last.
fn broken_ends(lines: &[Line<'_>], measure: usize) -> Vec<bool> {
    /// Prose may have a line that begins like a turn.
    const MIN_TURNS: usize = 2;
    let mut starts: Vec<usize> = (0..lines.len())
        .filter(|&at| is_turn(lines[at].text))
        .collect();
    if starts.len() < MIN_TURNS {
        starts.clear();
    }
    let mut broken = Vec::new();
    let mut start = 0;
    for end in starts
        .into_iter()
        .chain([lines.len()])
        .filter(|&end| end > 0)
    {
        let are_broken = are_broken(&lines[start..end], measure);
        broken.extend(std::iter::repeat_n(are_broken, end - start - 1));
        broken.push(true);
        start = end;
    }
    broken.pop();
    broken
}

/// Whether the lines are the rows of a table: most have a wide gap or leaders, or all begin with a
/// frame.
fn is_table(lines: &[Line<'_>]) -> bool {
    let is_ruler = |line: &&Line<'_>| line.text.bytes().all(|byte| b"-=+ ".contains(&byte));
    let is_row = |line: &&Line<'_>| has_gap(line.text) || is_ruler(line);
    // The first lines rule most paragraphs out.
    lines.iter().take(2).any(|line| is_row(&line))
        && lines.iter().filter(is_row).count() * 2 > lines.len()
        || lines.iter().all(|line| line.text.starts_with(['|', '+']))
}

/// The white space that all lines begin with.
fn common_indent(lines: &[Line<'_>]) -> usize {
    let indents = lines.iter().map(|line| line.indent);
    let common = indents.reduce(|common, indent| {
        let same = common
            .bytes()
            .zip(indent.bytes())
            .take_while(|(a, b)| a == b);
        // White space of several bytes may begin alike.
        &common[..common.floor_char_boundary(same.count())]
    });
    common.map_or(0, str::len)
}

/// What changes if the lines of a block are kept. The indentation that all of them have is not shown.
/// `is_broken` tells for each line but the last whether its end is kept.
fn kept_lines(
    block: &mut Block,
    lines: &[Line<'_>],
    is_broken: impl Fn(usize) -> bool,
) -> Vec<MarkupSpan> {
    let indented = if block.marker.is_empty() {
        lines
    } else {
        &lines[1..]
    };
    let common = common_indent(indented);
    let text_start = |line: &Line<'_>| line.start - line.indent.len() + common;
    if block.marker.is_empty() {
        block.range.start = block.range.start.min(text_start(&lines[0]));
    }
    let is_code = block.kind == BlockKind::Code;
    let ends = lines.iter().zip(&lines[1..]).enumerate();
    let spans = ends
        .filter(|(at, _)| is_broken(*at))
        .map(|(_, (line, next))| {
            let start = if is_code {
                text_start(next) - common
            } else {
                line.end()
            };
            MarkupSpan {
                source: start..text_start(next),
                replacement: if is_code {
                    Replacement::Hidden
                } else {
                    Replacement::LineBreak
                },
                style: InlineStyle::default(),
            }
        });
    spans.filter(|span| !span.source.is_empty()).collect()
}

/// Whether a paragraph is hard-wrapped prose at a glance: all lines are full, or nearly and not all of
/// them begin with capitals, and none is indented or begins like a turn or the row of a table. Most paragraphs of most texts are, and a long text opens
/// sooner without a closer look at them.
fn is_filled(text: &str, measure: usize) -> bool {
    let mut start = 0;
    let (mut are_full, mut has_lowercase) = (true, false);
    for (number, end) in memchr_iter(b'\n', text.as_bytes()).enumerate() {
        let (line, next) = (text[start..end].trim_end(), &text[end + 1..]);
        let word = memchr3(b' ', b'-', b'\n', next.as_bytes()).unwrap_or(next.len());
        let filled = columns(line, 0) + 1 + columns(&next[..word], 0);
        // Chinese and Japanese are wrapped between any two characters.
        let has_words =
            next.starts_with(|first: char| first < '\u{2e80}' && !first.is_whitespace());
        if !has_words
            || filled + SPARE - 1 <= measure
            || is_turn(next)
            || number < 2 && has_gap(line)
        {
            return false;
        }
        are_full &= filled > measure;
        has_lowercase |= next.starts_with(char::is_lowercase);
        start = end + 1;
    }
    (are_full || has_lowercase) && !text.starts_with(['|', '+'])
}

/// Finds the paragraphs whose lines are kept, and turns tables and code into code. Returns the line
/// ends that are kept, in order.
pub(crate) fn keep_lines(source: &str, blocks: &mut [Block]) -> Vec<MarkupSpan> {
    let measure = measure(source, blocks);
    let mut spans = Vec::new();
    let mut after_code = false;
    for block in blocks {
        if block.kind != BlockKind::Paragraph {
            after_code = block.kind == BlockKind::Code;
            continue;
        }
        let text = &source[block.range.clone()];
        let is_at_margin =
            block.range.start == 0 || matches!(source.as_bytes()[block.range.start - 1], b'\n');
        if is_at_margin && is_filled(text, measure) {
            after_code = false;
            continue;
        }
        let lines = lines_of(source, block);
        let broken = broken_ends(&lines, measure);
        let is_code = lines.iter().all(|line| line.indent_columns >= CODE_INDENT)
            && block.depth == 0
            && (broken.contains(&true) || lines.len() == 1)
            && (after_code || lines.iter().any(Line::has_code_sign));
        after_code = is_code || lines.len() > 1 && is_table(&lines);
        if after_code {
            block.kind = BlockKind::Code;
            spans.extend(kept_lines(block, &lines, |_| true));
        } else if broken.contains(&true) {
            spans.extend(kept_lines(block, &lines, |end| broken[end]));
        }
    }
    spans
}

/// The line ends of a block that an apparatus calls verse.
pub(crate) fn keep_all_lines(source: &str, block: &mut Block, format: Format) -> Vec<MarkupSpan> {
    let lines = lines_of(source, block);
    let start = block.range.start;
    let ends = kept_lines(block, &lines, |_| true);
    if format == Format::Markdown {
        // There is syntax before it.
        block.range.start = start;
    }
    ends
}
