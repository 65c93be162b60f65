//! Recognizes the title, the authors and the date of an essay.

use super::block_text;
use super::words::{NAME_PARTICLES, SENTENCE_STARTERS};
use crate::essay::{Block, BlockKind, Essay, iso_date, split_names};

/// The longest title and byline, in characters.
const MAX_TITLE_LENGTH: usize = 160;
const MAX_BYLINE_LENGTH: usize = 80;
/// The maximum number of blocks after the title that are searched for authors and a date.
const MAX_BYLINES: usize = 3;

const AUTHOR_PREFIXES: &[&str] = &["by ", "written by ", "author: ", "authors: "];

/// What is before the text proper.
#[derive(Default)]
pub(crate) struct TitlePage {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) date: Option<String>,
    /// The text of the blocks that name the authors and the date.
    pub(crate) bylines: Vec<String>,
    /// The index of the title's block; the bylines follow it.
    title_block: Option<usize>,
}

impl TitlePage {
    pub(crate) fn of(essay: &Essay) -> Self {
        let mut page = Self::default();
        let Some(index) = title_block(essay) else {
            return page;
        };
        page.title = Some(block_text(essay, &essay.blocks()[index]));
        page.title_block = Some(index);
        let blocks = essay.blocks()[index + 1..].iter().take(MAX_BYLINES);
        for block in blocks.take_while(|block| block.kind == BlockKind::Paragraph) {
            if !page.read_byline(&lines(essay, block)) {
                break;
            }
            page.bylines.push(block_text(essay, block));
        }
        page
    }

    /// Whether a block, by its index, is the title or a byline.
    pub(crate) fn contains(&self, index: usize) -> bool {
        let is_on_page = |title| (title..=title + self.bylines.len()).contains(&index);
        self.title_block.is_some_and(is_on_page)
    }

    /// Takes authors and date from the lines of a block. False if a line is neither.
    fn read_byline(&mut self, lines: &[String]) -> bool {
        let mut authors = Vec::new();
        let mut date = None;
        for line in lines {
            let found = date_in(line).filter(|_| is_short(line));
            if found.is_some() && date.is_none() && self.date.is_none() {
                date = found;
            } else if is_byline(line) && self.authors.is_empty() && authors.is_empty() {
                authors = split_names(without_prefix(line));
            } else {
                return false;
            }
        }
        self.authors.append(&mut authors);
        self.date = self.date.take().or(date);
        !lines.is_empty()
    }
}

/// The block of the title. If the essay has none, a short first line may be one.
fn title_block(essay: &Essay) -> Option<usize> {
    let blocks = essay.blocks();
    if let Some(title) = essay.title() {
        let is_title = |block: &Block| essay.text(block.range.clone()) == title;
        return blocks.iter().position(is_title);
    }
    let index = essay.next_visible_block(0)?;
    let first = &blocks[index];
    let text = block_text(essay, first);
    let is_title = first.kind == BlockKind::Paragraph
        && text.chars().count() <= MAX_TITLE_LENGTH
        && !text.ends_with(['.', ':', ';', ',']);
    is_title.then_some(index)
}

/// The text of a block by the lines of its source.
fn lines(essay: &Essay, block: &Block) -> Vec<String> {
    let mut start = block.range.start;
    let mut lines = Vec::new();
    for line in essay.source()[block.range.clone()].split('\n') {
        let text = essay.text(start..start + line.len()).replace('\n', " ");
        start += line.len() + 1;
        lines.push(text.trim().to_owned());
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= MAX_BYLINE_LENGTH && !line.ends_with('.')
}

/// The date in a line: a day, or a month by its name and a year.
fn date_in(line: &str) -> Option<String> {
    const MAX_WORDS: usize = 5;
    let words: Vec<_> = line.split_whitespace().take(MAX_BYLINE_LENGTH).collect();
    let date = |words: &[&str]| {
        let has_name = words.concat().contains(char::is_alphabetic);
        let is_full = |date: &String| date.len() == "2020-01-31".len();
        let is_month = |date: &String| has_name && date.len() == "2020-01".len();
        iso_date(&words.join(" ")).filter(|date| is_full(date) || is_month(date))
    };
    let mut windows = (1..=MAX_WORDS)
        .rev()
        .flat_map(|length| words.windows(length));
    windows.find_map(date)
}

/// Whether a line names authors: "By …", or a few capitalized names.
fn is_byline(line: &str) -> bool {
    let bare = without_prefix(line);
    let names = split_names(bare);
    let has_prefix = bare.len() < line.len();
    let is_name = |name: &String| {
        let words: Vec<_> = name.split(' ').collect();
        let is_capitalized =
            |word: &&str| !word.starts_with(char::is_lowercase) || NAME_PARTICLES.contains(word);
        // Without a prefix, one word or a sentence may be a subtitle.
        let is_full_name = (2..=5).contains(&words.len())
            && !SENTENCE_STARTERS.contains(&words[0])
            && name.contains(char::is_lowercase);
        words.iter().all(is_capitalized) && (has_prefix || is_full_name)
    };
    let is_plain = is_short(line) && !bare.contains([':', ';', '!', '?']);
    is_plain && !names.is_empty() && names.iter().all(is_name)
}

fn without_prefix(byline: &str) -> &str {
    let rest = AUTHOR_PREFIXES.iter().find_map(|prefix| {
        let (start, rest) = byline.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    });
    rest.unwrap_or(byline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::Format;

    /// The title, the authors, the date and the number of bylines.
    type Expected = (
        &'static str,
        &'static [&'static str],
        Option<&'static str>,
        usize,
    );

    #[test]
    fn a_title_page_is_recognized() {
        let cases: &[(&str, Expected)] = &[
            (
                "Ink\n\nBy Ada Byron and Bo Dean\n12 March 2021\n\nIt is old.",
                ("Ink", &["Ada Byron", "Bo Dean"], Some("2021-03-12"), 1),
            ),
            (
                "Ink\n\nBy Ada Byron\n\nMarch 3rd, 2021\n\nIt is old.",
                ("Ink", &["Ada Byron"], Some("2021-03-03"), 2),
            ),
            (
                "Ink\n\nBy Zoë Lind-Märt and Tanaka Hiroshi (田中 博)\nBergen, 14 March 2023\n\nIt is.",
                (
                    "Ink",
                    &["Zoë Lind-Märt", "Tanaka Hiroshi"],
                    Some("2023-03-14"),
                    1,
                ),
            ),
            (
                "THE SEA\n\nby John Q. Public\n\nI. INTRODUCTION\n\nIt is.",
                ("THE SEA", &["John Q. Public"], None, 1),
            ),
            (
                "Ink\n\nHow Bones Are Burned\n\nIt is.",
                ("Ink", &[], None, 0),
            ),
            (
                "Ink\n\nIn March 2021 it was.\n\nIt is.",
                ("Ink", &[], None, 0),
            ),
            (
                "Ink\n\n2021-03-12\n\nIt is.",
                ("Ink", &[], Some("2021-03-12"), 1),
            ),
        ];
        for (text, (title, authors, date, blocks)) in cases {
            let page = TitlePage::of(&Essay::parse((*text).to_owned(), Format::Plain));
            assert_eq!(page.title.as_deref(), Some(*title), "{text}");
            assert_eq!(page.authors, *authors, "{text}");
            assert_eq!(page.date.as_deref(), *date, "{text}");
            assert_eq!(page.bylines.len(), *blocks, "{text}");
        }
    }
}
