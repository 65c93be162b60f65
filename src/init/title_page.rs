//! Recognizes the title, the authors and the date of an essay.

use super::block_text;
use super::words::{MONTHS, NAME_PARTICLES, SENTENCE_STARTERS};
use crate::essay::{Block, BlockKind, Essay};

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
                authors = split_names(line);
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
    let first = blocks.first()?;
    let text = block_text(essay, first);
    let is_title = first.kind == BlockKind::Paragraph
        && text.chars().count() <= MAX_TITLE_LENGTH
        && !text.ends_with(['.', ':', ';', ',']);
    is_title.then_some(0)
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

/// The date in a line, as written: `12 March 2021`, `March 12, 2021`, `March 2021`, `2021-03-12`.
fn date_in(line: &str) -> Option<String> {
    let bare = |word: &str| {
        let is_punctuation = |char: char| !char.is_alphanumeric();
        word.trim_matches(is_punctuation).to_owned()
    };
    let words = line.split_whitespace();
    if let Some(date) = words.clone().map(bare).find(|word| is_iso_date(word)) {
        return Some(date);
    }
    let is_month = |word: &str| MONTHS.contains(&&*bare(word));
    let starts_with_digit = |word: &str| bare(word).starts_with(|char: char| char.is_ascii_digit());
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_date_word = |word: &&str| is_month(word) || starts_with_digit(word);
    let date: Vec<_> = words
        .skip_while(|word| !is_date_word(word))
        .take_while(is_date_word)
        .collect();
    let has_month = date.iter().any(|word| is_month(word));
    let has_year = date.iter().any(|word| is_year(&bare(word)));
    (has_month && has_year && date.len() <= 3).then(|| bare(&date.join(" ")))
}

/// Whether a word is a date such as `2021-03-12`.
pub(crate) fn is_iso_date(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && parts.concat().bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line names authors: "By …", or a few capitalized names.
fn is_byline(line: &str) -> bool {
    let names = split_names(line);
    let bare = without_prefix(line);
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

/// The names in a byline, without what is in parentheses.
pub(crate) fn split_names(byline: &str) -> Vec<String> {
    let mut names = String::new();
    let mut depth = 0_usize;
    for char in without_prefix(byline).chars() {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            char if depth == 0 => names.push(char),
            _ => {}
        }
    }
    let names = names.replace(" and ", ",").replace(" & ", ",");
    let names = names
        .split(',')
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    names.filter(|name| !name.is_empty()).collect()
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
                ("Ink", &["Ada Byron", "Bo Dean"], Some("12 March 2021"), 1),
            ),
            (
                "Ink\n\nBy Ada Byron\n\nMarch 3rd, 2021\n\nIt is old.",
                ("Ink", &["Ada Byron"], Some("March 3rd, 2021"), 2),
            ),
            (
                "Ink\n\nBy Zoë Lind-Märt and Tanaka Hiroshi (田中 博)\nBergen, 14 March 2023\n\nIt is.",
                (
                    "Ink",
                    &["Zoë Lind-Märt", "Tanaka Hiroshi"],
                    Some("14 March 2023"),
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
