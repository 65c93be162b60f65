//! What stands before the text: its title, whose it is, and when it was published.
//!
//! Owns what is taken for these: what the metadata before a Markdown text says, else what looks
//! like it in the first blocks.

use super::matter::Matter;
use super::names::INSIDE;
use super::words::{MONTHS, OPENERS};
use crate::essay::{Block, BlockKind, Essay};

/// The longest title and byline, in characters.
const LONGEST_TITLE: usize = 160;
const LONGEST_BYLINE: usize = 80;
/// At most this many blocks behind the title are looked at for authors and a date, because what comes
/// later is text.
const MOST_BYLINES: usize = 3;
/// What authors are named behind.
const BY: &[&str] = &["by ", "written by ", "author: ", "authors: "];

/// What stands before the text.
pub(super) struct Front {
    pub(super) title: String,
    /// The block that is the title.
    pub(super) heading: Option<usize>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
    /// The blocks that name the authors and the date, and how each stands there.
    pub(super) bylines: Vec<(usize, String)>,
}

impl Front {
    pub(super) fn of(essay: &Essay, name: &str) -> Self {
        let Matter {
            title,
            authors: named,
            date,
            language,
        } = Matter::of(essay);
        let heading = heading(essay);
        let mut told = Told::default();
        if let Some(heading) = heading {
            told.read(essay, heading + 1);
        }
        let text = heading
            .and_then(|place| essay.blocks().get(place))
            .map(|block| flat(essay, block));
        Self {
            title: title.or(text).unwrap_or_else(|| name.to_owned()),
            heading,
            authors: if named.is_empty() {
                told.authors
            } else {
                named
            },
            date: date.or(told.date),
            language,
            bylines: told.blocks,
        }
    }

    /// Whether a block is one of these, by its place.
    pub(super) fn has(&self, place: usize) -> bool {
        self.heading == Some(place) || self.bylines.iter().any(|(byline, _)| *byline == place)
    }
}

/// A block's text on one line.
pub(super) fn flat(essay: &Essay, block: &Block) -> String {
    essay.text(block.range.clone()).replace('\n', " ")
}

/// The block that is the title; a short first line may be one where the essay says of none.
fn heading(essay: &Essay) -> Option<usize> {
    let blocks = essay.blocks();
    if let Some(title) = essay.title() {
        let is_title = |block: &Block| essay.text(block.range.clone()) == title;
        return blocks.iter().position(is_title);
    }
    let first = blocks.first()?;
    (first.kind == BlockKind::Paragraph && is_title(&flat(essay, first))).then_some(0)
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE && !text.ends_with(['.', ':', ';', ','])
}

/// What the blocks under the title say.
#[derive(Default)]
struct Told {
    authors: Vec<String>,
    date: Option<String>,
    blocks: Vec<(usize, String)>,
}

impl Told {
    fn read(&mut self, essay: &Essay, from: usize) {
        let blocks = essay.blocks().iter().enumerate().skip(from);
        for (place, block) in blocks.take(MOST_BYLINES) {
            if block.kind != BlockKind::Paragraph || !self.take(&lines(essay, block)) {
                return;
            }
            self.blocks.push((place, flat(essay, block)));
        }
    }

    /// Takes what a block's lines say, if each of them names authors or a date.
    fn take(&mut self, lines: &[String]) -> bool {
        let mut authors = Vec::new();
        let mut date = None;
        for line in lines {
            let found = date_in(line).filter(|_| is_short(line));
            if let Some(found) = found {
                date.get_or_insert(found);
            } else if is_byline(line) && self.authors.is_empty() && authors.is_empty() {
                authors = self::authors(line);
            } else {
                return false;
            }
        }
        if date.is_some() && self.date.is_some() {
            return false;
        }
        self.authors.append(&mut authors);
        self.date = self.date.take().or(date);
        !lines.is_empty()
    }
}

/// What a reader sees of the lines that a block has in the file.
fn lines(essay: &Essay, block: &Block) -> Vec<String> {
    let source = essay.source().get(block.range.clone()).unwrap_or_default();
    let mut start = block.range.start;
    let mut lines = Vec::new();
    for line in source.split('\n') {
        let text = essay.text(start..start + line.len()).replace('\n', " ");
        start += line.len() + 1;
        lines.push(text.trim().to_owned());
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= LONGEST_BYLINE && !line.ends_with('.')
}

/// The date in a line: `12 March 2021`, `March 12, 2021`, `March 2021`, `2021-03-12`.
fn date_in(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let bare = |word: &str| {
        word.trim_matches(|char: char| !char.is_alphanumeric())
            .to_owned()
    };
    let number = |place: Option<usize>, digits: std::ops::RangeInclusive<usize>| {
        let word = bare(words.get(place?)?);
        let day = word.trim_end_matches(|char: char| char.is_ascii_lowercase());
        let is_number =
            digits.contains(&day.len()) && day.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(word)
    };
    for (place, word) in words.iter().enumerate() {
        let word = bare(word);
        if is_day(&word) {
            return Some(word);
        }
        if !MONTHS.contains(&word.as_str()) {
            continue;
        }
        let before = number(place.checked_sub(1), 1..=2);
        let behind = number(Some(place + 1), 1..=2);
        if let Some(year) = number(Some(place + 1), 4..=4) {
            return Some(before.map_or_else(String::new, |day| day + " ") + &word + " " + &year);
        }
        if let (Some(day), Some(year)) = (behind, number(Some(place + 2), 4..=4)) {
            return Some(format!("{word} {day}, {year}"));
        }
    }
    None
}

/// Whether a word is a date as `2021-03-12`.
pub(super) fn is_day(word: &str) -> bool {
    word.len() == 10
        && word.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Whether a line names somebody: "By …", or a few capitalised words.
fn is_byline(text: &str) -> bool {
    let names = authors(text);
    let bare = without_by(text);
    let capital = |word: &str| word.starts_with(|char: char| !char.is_lowercase());
    let words = || names.iter().flat_map(|name| name.split(' '));
    let few = words().count() <= 12 && !names.is_empty();
    let short = is_short(text) && !bare.contains([':', ';', '!', '?']);
    let fit = short && few && words().all(|word| capital(word) || INSIDE.contains(&word));
    // Without a “by” it may as well be a subtitle.
    let is_whole = |name: &String| {
        let words: Vec<_> = name.split(' ').collect();
        let opens = words.first().is_some_and(|first| OPENERS.contains(first));
        (2..=5).contains(&words.len()) && !opens && name.contains(char::is_lowercase)
    };
    fit && (bare.len() < text.len() || names.iter().all(is_whole))
}

/// A byline without what stands before the names.
fn without_by(byline: &str) -> &str {
    let rest = BY.iter().find_map(|by| {
        let (before, rest) = byline.split_at_checked(by.len())?;
        before.eq_ignore_ascii_case(by).then_some(rest)
    });
    rest.unwrap_or(byline)
}

/// The names in a line; what stands in parentheses behind one is not part of it.
pub(super) fn authors(byline: &str) -> Vec<String> {
    let mut names = String::new();
    let mut depth = 0_usize;
    for char in without_by(byline).chars() {
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
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty());
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::Format;

    /// A text's title, authors, date, and how many blocks tell the last two.
    type Expected = (
        &'static str,
        &'static [&'static str],
        Option<&'static str>,
        usize,
    );

    #[test]
    fn what_stands_under_the_title() {
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
            let front = Front::of(&Essay::parse((*text).to_owned(), Format::Plain), "name");
            assert_eq!(front.title, *title, "{text}");
            assert_eq!(front.authors, *authors, "{text}");
            assert_eq!(front.date.as_deref(), *date, "{text}");
            assert_eq!(front.bylines.len(), *blocks, "{text}");
        }
    }
}
