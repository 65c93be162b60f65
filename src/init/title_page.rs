//! Recognizes the title, the authors and the date of an essay.

use super::block_text;
use super::words::{NAME_PARTICLES, SENTENCE_STARTERS};
use crate::essay::{Block, BlockKind, Essay, Format, Part, iso_date, split_names};

/// The longest title and line of a byline, in characters.
const MAX_TITLE_LENGTH: usize = 160;
const MAX_BYLINE_LENGTH: usize = 90;
/// The maximum number of blocks after the title that are searched for authors and a date.
const MAX_BYLINES: usize = 3;
/// The maximum number of lines before the title of a saved page: its menu.
const MAX_MENU: usize = 16;
/// The maximum number of lines of the header of a book or an RFC.
const MAX_HEADER_LINES: usize = 60;

/// What is before a colon and names.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "author", "authors", "by", "written by", "autor", "auteur", "autore", "автор", "作者", "著者",
    "文", "저자", "글", "الكاتب", "מאת",
];
/// Words before a name in languages other than English.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "par ", "von ", "por ", "di ", "door ", "av ", "af ", "bởi ", "โดย ", "بقلم ", "מאת ",
];
/// Words before “by” where the names are not the authors'.
#[rustfmt::skip]
const OTHER_WORK: &[&str] = &[
    "translated", "edited", "illustrated", "introduced", "introduction", "reviewed", "foreword",
    "photograph", "photographs", "photo", "image", "updated",
];
/// Words of organizations, of headings and of subtitles, which are not in names of people.
#[rustfmt::skip]
const NOT_IN_NAMES: &[&str] = &[
    "University", "Universität", "Université", "Universidad", "Institute", "College", "School",
    "Department", "Center", "Centre", "Society", "Association", "Council", "Ministry", "Press",
    "News", "Ltd", "Inc", "Contents", "Abstract", "Introduction", "Chapter", "Part", "Book", "Act",
    "Scene", "Section", "Volume", "Edition", "Draft", "Version", "Preface", "Summary", "Notes",
    "History", "Guide", "Essay", "Study", "Story", "Tale", "Poem", "Novel", "Report", "Speech",
    "Staff", "Writer", "Editor", "Reporter", "Correspondent", "Professor",
];
/// The first words of places of two words, which are before a date as a name may be.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "New", "San", "Los", "Hong", "Tel", "Rio", "Buenos", "Cape", "United", "Saint", "St", "Port",
];
/// The first characters of frequent Chinese and Korean names.
const SURNAMES: &str = "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何林高羅罗鄭郑梁謝谢宋唐許许鄧邓韓\
    韩馮冯曹彭曾蕭萧田董袁潘蔣蒋蔡余杜葉叶程魏蘇苏呂吕丁沈任姚盧卢姜崔鍾钟譚谭陸陆汪范石魯鲁老莊庄김이박최정강조윤장임한오서신권황안송류홍";

/// What is before the text proper.
#[derive(Default)]
pub(crate) struct TitlePage {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) date: Option<String>,
    /// The text of the blocks that name the authors and the date.
    pub(crate) bylines: Vec<String>,
    /// The indices of the blocks of the title and the bylines.
    blocks: Vec<usize>,
}

impl TitlePage {
    pub(crate) fn of(essay: &Essay) -> Self {
        let mut page = Self::header(essay);
        let index = match &page.title {
            Some(title) => {
                let is_title = |block: &Block| {
                    let text = block_text(essay, block);
                    !text.is_empty() && title.to_lowercase().starts_with(&text.to_lowercase())
                };
                visible_blocks(essay, 0)
                    .find(|(_, block)| is_title(block))
                    .map(|(index, _)| index)
            }
            None => title_after_menu(essay).or_else(|| title_block(essay)),
        };
        let Some(index) = index else {
            return page;
        };
        let title = block_text(essay, &essay.blocks()[index]);
        page.title = page
            .title
            .or(Some(title).filter(|title| !title.trim().is_empty()));
        page.blocks.push(index);
        page.read_bylines(essay, index + 1);
        page
    }

    /// Whether a block, by its index, is the title or a byline.
    pub(crate) fn contains(&self, index: usize) -> bool {
        self.blocks.contains(&index)
    }

    /// Reads the blocks below the title, of which one may be a subtitle or a motto before a sure byline.
    fn read_bylines(&mut self, essay: &Essay, start: usize) {
        let known = std::mem::take(&mut self.authors);
        let mut unsure = Vec::new();
        let is_kind = |kind| {
            use BlockKind::{Heading, Paragraph, Quotation};
            matches!(kind, Paragraph | Quotation | Heading(_))
        };
        let blocks = visible_blocks(essay, start);
        let mut blocks = blocks.take_while(|(_, block)| is_kind(block.kind));
        let mut may_be_subtitle = true;
        while self.bylines.len() < MAX_BYLINES
            && let Some((index, block)) = blocks.next()
        {
            match Byline::read(&lines(essay, block)) {
                Some(byline)
                    if byline.is_sure
                        || block.kind == BlockKind::Paragraph
                            && (byline.authors.is_empty() || self.authors.is_empty()) =>
                {
                    if byline.is_tentative {
                        unsure = byline.authors;
                    } else if self.authors.is_empty() {
                        self.authors = byline.authors;
                    }
                    self.date = self.date.take().or(byline.date);
                    self.bylines.push(block_text(essay, block));
                    self.blocks.push(index);
                    may_be_subtitle = false;
                }
                _ => {
                    let next = visible_blocks(essay, index + 1).next();
                    let is_subtitle = next.is_some_and(|(_, next)| names_authors(essay, next));
                    if !std::mem::take(&mut may_be_subtitle) || !is_subtitle {
                        break;
                    }
                }
            }
        }
        if !known.is_empty() {
            self.authors = known;
        } else if self.authors.is_empty() {
            self.authors = unsure;
        }
    }

    /// What the header of a book of Project Gutenberg, of an Org file or of an RFC says.
    fn header(essay: &Essay) -> Self {
        let mut page = Self::default();
        let mut lines = essay.source().lines().take(MAX_HEADER_LINES);
        let is_memo = |line: &str| {
            line.starts_with("Request for Comments") || line.starts_with("Internet-Draft")
        };
        if lines.clone().any(is_memo) {
            // Authors and date are in the right column; the title is the block below.
            let mut header = lines.by_ref().skip_while(|line| line.trim().is_empty());
            for line in header.by_ref().take_while(|line| !line.trim().is_empty()) {
                let (_, right) = line.rsplit_once("   ").unwrap_or(("", line));
                let is_initial = right.trim().chars().nth(1) == Some('.');
                match (date_in(right), names(right, true)) {
                    (Some((date, _)), _) => page.date = Some(date),
                    (None, Some(names)) if is_initial => page.authors.extend(names),
                    _ => {}
                }
            }
            let title = header.skip_while(|line| line.trim().is_empty());
            let title = title.take_while(|line| !line.trim().is_empty());
            let title = title.map(str::trim).collect::<Vec<_>>().join(" ");
            page.title = Some(title).filter(|title| !title.is_empty());
            return page;
        }
        for line in lines {
            let Some((key, value)) = line.trim_start_matches("#+").split_once(':') else {
                continue;
            };
            let (is_org, value) = (line.starts_with("#+"), value.trim().to_owned());
            match &*key.to_lowercase() {
                "title" => page.title = Some(value).filter(|title| !title.is_empty()),
                "author" => page.authors = split_names(&value),
                "date" if is_org => page.date = date_in(&value).map(|(date, _)| date),
                _ => {}
            }
        }
        if page.title.is_none() || page.authors.is_empty() && !essay.source().contains("#+") {
            return Self::default();
        }
        page
    }
}

/// The block above the first sure byline of a plain text, if only short lines are above it.
fn title_after_menu(essay: &Essay) -> Option<usize> {
    if essay.format() == Format::Markdown {
        return None;
    }
    let menu = visible_blocks(essay, 0).take(MAX_MENU);
    let menu: Vec<_> = menu
        .take_while(|(_, block)| is_title_like(essay, block))
        .collect();
    let is_byline = |&index: &usize| names_authors(essay, menu[index].1);
    // Two lines may be a title and a subtitle.
    let byline = (3..menu.len()).find(is_byline)?;
    Some(menu[byline - 1].0)
}

/// The blocks from an index on that are not page furniture, with their indices.
fn visible_blocks(essay: &Essay, start: usize) -> impl Iterator<Item = (usize, &Block)> {
    let blocks = essay.blocks().iter().enumerate().skip(start);
    blocks.filter(|(_, block)| block.part != Part::Furniture)
}

/// Whether a block names authors after “by” or a similar word.
fn names_authors(essay: &Essay, block: &Block) -> bool {
    let byline = Byline::read(&lines(essay, block));
    byline.is_some_and(|byline| byline.is_sure && !byline.authors.is_empty())
}

/// The block of the title. If the essay has none, a short first line may be one, or the only
/// heading.
fn title_block(essay: &Essay) -> Option<usize> {
    let blocks = essay.blocks();
    if let Some(title) = essay.title() {
        let is_title = |block: &Block| essay.text(block.range.clone()) == title;
        return blocks.iter().position(is_title);
    }
    let index = essay.next_visible_block(0)?;
    let (first, rest) = (&blocks[index], &blocks[index + 1..]);
    let is_heading = |kind| matches!(kind, BlockKind::Heading(_));
    let is_title = match first.kind {
        BlockKind::Heading(_) => !rest.iter().any(|block| is_heading(block.kind)),
        BlockKind::Paragraph if lines(essay, first).len() > 1 => {
            let next = visible_blocks(essay, index + 1).next();
            next.is_some_and(|(_, next)| names_authors(essay, next))
        }
        kind => kind == BlockKind::Paragraph && is_title_like(essay, first),
    };
    is_title.then_some(index)
}

fn is_title_like(essay: &Essay, block: &Block) -> bool {
    // An address or verse has several lines.
    let text = essay.text(block.range.clone());
    text.chars().count() <= MAX_TITLE_LENGTH
        && !text.contains('\n')
        && !text.ends_with(['.', ':', ';', ',', '。', '，', '、'])
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

/// What the lines between the title and the text say.
#[derive(Default)]
struct Byline {
    authors: Vec<String>,
    date: Option<String>,
    /// Whether a word such as “by” names the authors.
    is_sure: bool,
    /// Whether the names may be those of a place, as before a date.
    is_tentative: bool,
}

impl Byline {
    /// Reads the lines of a block. `None` if one of them is something else.
    fn read(lines: &[String]) -> Option<Self> {
        let mut byline = Self::default();
        for line in lines {
            byline.read_line(line)?;
        }
        (byline.date.is_some() || !byline.authors.is_empty() || byline.is_sure).then_some(byline)
    }

    fn read_line(&mut self, line: &str) -> Option<()> {
        const MAX_OTHER_WORDS: usize = 4;
        if line.chars().count() > MAX_BYLINE_LENGTH {
            return None;
        }
        // An attribute of AsciiDoc or reStructuredText, or an address.
        let is_attribute = line.starts_with(':') && line[1..].contains(':');
        let line = if is_attribute { &line[1..] } else { line };
        let (date, rest) = match date_in(line) {
            Some((date, rest)) => (Some(date), rest),
            None => (None, line.to_owned()),
        };
        let is_affiliation = !self.authors.is_empty();
        let is_sentence = rest.ends_with(['.', '!', '?', '。'])
            && !rest.ends_with("Jr.")
            && rest.split_whitespace().count() > if is_affiliation { 3 } else { 1 };
        let mut others = 0;
        let mut is_read = date.is_some() || is_attribute || is_affiliation && !is_sentence;
        for piece in rest.split(['·', '|', '•', '–', '—']) {
            let piece =
                piece.trim_matches(|char: char| !char.is_alphanumeric() && !".)）".contains(char));
            if let Some(names) = sure_names(piece) {
                self.is_sure = true;
                self.authors.extend(names);
                is_read = true;
            } else if let Some(mut names) = names(piece, true).filter(|_| !is_sentence) {
                self.is_tentative = date.is_some() && rest.trim_end().ends_with(',');
                self.authors.append(&mut names);
                is_read = true;
            } else {
                others += piece.split_whitespace().count();
            }
        }
        self.date = self.date.take().or(date);
        let is_prose = is_sentence && !self.is_sure || others > MAX_OTHER_WORDS && !is_affiliation;
        (is_read && !is_prose).then_some(())
    }
}

/// The names after “by”, or another word or label that authors' names follow. Empty if they are those
/// of a translator or the like.
fn sure_names(text: &str) -> Option<Vec<String>> {
    if let Some((label, rest)) = text.split_once([':', '：', '／'])
        && LABELS.contains(&&*label.trim().to_lowercase())
    {
        return names(rest, false);
    }
    let lower = text.to_lowercase();
    // A word is at the beginning, or after what was done: “a poem by”.
    let found = |word: &&str| {
        let start = lower.starts_with(word).then_some(0);
        let at = start.or_else(|| Some(lower.find(&format!(" {word}"))? + 1))?;
        let work = lower.get(..at)?.split_whitespace();
        Some((work.collect::<Vec<_>>(), text.get(at + word.len()..)?))
    };
    if let Some((work, rest)) = found(&"by ")
        && work.len() <= 3
    {
        let is_other = work.first().is_some_and(|work| OTHER_WORK.contains(work));
        return if is_other {
            Some(Vec::new())
        } else {
            names(rest, false)
        };
    }
    // These words are in names too, as in “Heinrich von Kleist”.
    let is_name = |rest: &str| !rest.starts_with(char::is_lowercase);
    let (_, rest) = PREFIXES
        .iter()
        .find_map(found)
        .filter(|(_, rest)| is_name(rest))?;
    names(rest, rest.contains(char::is_lowercase))
}

/// The date in a line, a day, or a month by its name and a year, and the line without it.
fn date_in(line: &str) -> Option<(String, String)> {
    const MAX_WORDS: usize = 5;
    let words: Vec<_> = line.split_whitespace().take(MAX_BYLINE_LENGTH).collect();
    let lengths = (1..=MAX_WORDS.min(words.len())).rev();
    let mut windows =
        lengths.flat_map(|length| (0..=words.len() - length).map(move |at| at..at + length));
    let is_word = |word: &str| word.contains(char::is_alphanumeric);
    windows.find_map(|window| {
        if !words[window.clone()].iter().copied().all(is_word) {
            return None;
        }
        let text = words[window.clone()].join(" ");
        let has_name = text.contains(char::is_alphabetic);
        let is_full = |date: &String| date.len() == "2020-01-31".len();
        let is_month = |date: &String| has_name && date.len() == "2020-01".len();
        let date = iso_date(&text).filter(|date| is_full(date) || is_month(date))?;
        let rest = [&words[..window.start], &words[window.end..]].concat();
        Some((date, rest.join(" ")))
    })
}

/// The names in a text that contains nothing else. Full names have two to five words.
fn names(text: &str, only_full: bool) -> Option<Vec<String>> {
    let is_mark = |char: char| char.is_numeric() || "*†‡§ ".contains(char);
    let names = split_names(text).into_iter().map(|name| {
        let words = name.split(' ').filter(|word| !word.starts_with('@'));
        let name = words.collect::<Vec<_>>().join(" ");
        name.trim_end_matches(is_mark).to_owned()
    });
    let mut names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
    let is_capitalized = |name: &String| {
        let is_capitalized =
            |word: &str| !word.starts_with(char::is_lowercase) || NAME_PARTICLES.contains(&word);
        name.split(' ').all(is_capitalized)
    };
    let is_name = |name: &String| {
        let words: Vec<_> = name.split(' ').collect();
        // One word, or a sentence, may be a subtitle.
        let is_full = (2..=5).contains(&words.len())
            && ![SENTENCE_STARTERS, PLACES].concat().contains(&words[0])
            && name.contains(char::is_lowercase);
        let is_other = words.iter().any(|word| NOT_IN_NAMES.contains(word));
        !is_other && (!only_full || is_full || is_cjk_name(&words))
    };
    if text.contains([':', '!', '?']) || !names.iter().all(is_capitalized) {
        return None;
    }
    // Places and offices follow a name.
    if !names.first().is_some_and(is_name) {
        return None;
    }
    names.retain(is_name);
    Some(names)
}

/// Whether words are a Chinese, Japanese or Korean name: two short words, or one with a surname.
fn is_cjk_name(words: &[&str]) -> bool {
    let is_cjk = |char: char| matches!(char, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    let lengths: Vec<_> = words.iter().map(|word| word.chars().count()).collect();
    words.iter().all(|word| word.chars().all(is_cjk))
        && match lengths.as_slice() {
            [length] => {
                (2..=4).contains(length) && words[0].starts_with(|char| SURNAMES.contains(char))
            }
            [family, given] => *family <= 4 && *given <= 4,
            _ => false,
        }
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

    const CASES: &[(&str, Expected)] = &[
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
        // Blogs, in several languages.
        (
            "Ink\n\nMaria García · 12 Apr 2019 · 7 min read\n\nIt is old.",
            ("Ink", &["Maria García"], Some("2019-04-12"), 1),
        ),
        (
            "Ink\n\nPosted on March 3, 2021 by Jane Doe\n\nIt is old.",
            ("Ink", &["Jane Doe"], Some("2021-03-03"), 1),
        ),
        (
            "Ink\n\nPar Jean de La Fontaine\n\nLe 5 mai 2020\n\nIl est.",
            ("Ink", &["Jean de La Fontaine"], Some("2020-05-05"), 2),
        ),
        (
            "Ink\n\nVon Käthe Müller und Hans Beck, 5. Mai 2020\n\nSie ist.",
            ("Ink", &["Käthe Müller", "Hans Beck"], Some("2020-05-05"), 1),
        ),
        (
            "О море\n\nИван Петров\n\n5 мая 2020 г.\n\nОно велико.",
            ("О море", &["Иван Петров"], Some("2020-05-05"), 2),
        ),
        (
            "海的論文\n\n王小明\n\n2020年5月1日\n\n海是大的。人們常常說起海，但很少有人真正看過它。",
            ("海的論文", &["王小明"], Some("2020-05-01"), 2),
        ),
        (
            "論海\n\n作者：王小明\n\n海是大的。人們常常說起海，但很少有人真正看過它。",
            ("論海", &["王小明"], None, 1),
        ),
        (
            "عن البحر\n\nبقلم أحمد علي\n\nالبحر كبير.",
            ("عن البحر", &["أحمد علي"], None, 1),
        ),
        (
            "Walden\nor, Life in the Woods\n\nby Henry David Thoreau\n\nIt is old.",
            (
                "Walden or, Life in the Woods",
                &["Henry David Thoreau"],
                None,
                1,
            ),
        ),
        // Words within a line.
        (
            "Ink\n\nPublié le 3 mars 2021 par Jeanne Dupont\n\nElle est.",
            ("Ink", &["Jeanne Dupont"], Some("2021-03-03"), 1),
        ),
        (
            "Ink\n\nVeröffentlicht am 3. März 2021 von Hans Beck\n\nSie ist.",
            ("Ink", &["Hans Beck"], Some("2021-03-03"), 1),
        ),
        (
            "Ink\n\nUrsula von der Leyen\nBrussels, D.C.\n\nIt is old.",
            ("Ink", &["Ursula von der Leyen"], None, 1),
        ),
        // Speeches, papers, books.
        (
            "Ink\n\nRemarks by Mayor Anna Holm\nBergen, 4 July 2015\n\nIt is old.",
            ("Ink", &["Mayor Anna Holm"], Some("2015-07-04"), 1),
        ),
        (
            "I Have a Dream\n\nMartin Luther King, Jr.\n\nIt is old.",
            ("I Have a Dream", &["Martin Luther King, Jr."], None, 1),
        ),
        (
            "Ink\n\nAnn Lee\nUniversity of Bergen\nann@uib.no\n\nIt is old.",
            ("Ink", &["Ann Lee"], None, 1),
        ),
        (
            "Ink\n\nA short history\n\nBy Ann Lee, Staff Writer\n\nIt is old.",
            ("Ink", &["Ann Lee"], None, 1),
        ),
        (
            "THE SEA\n\nBY ANN LEE\n\nTRANSLATED BY BO DEAN\n\nIt is old.",
            ("THE SEA", &["ANN LEE"], None, 2),
        ),
        (
            "Ink\n\nNew York, 14 March 2023\n\nIt is old.",
            ("Ink", &[], Some("2023-03-14"), 1),
        ),
        (
            "Ink\n\nTable of Contents\n\nIt is old.",
            ("Ink", &[], None, 0),
        ),
        (
            "Ink\n\nBy nightfall it was gone.\n\nIt is.",
            ("Ink", &[], None, 0),
        ),
        // A saved page: what is above the byline.
        (
            "Skip to main content\n\nThe Herald\n\nThe harbour is lost\n\nBy Tom Brandt\n\n\
                 Published 14 March 2022, 10:15 GMT\n\nShare\n\nIt is old.",
            (
                "The harbour is lost",
                &["Tom Brandt"],
                Some("2022-03-14"),
                2,
            ),
        ),
        // Headers.
        (
            "Network Working Group                         J. Postel\n\
                 Request for Comments: 9999                          ISI\n\
                 Category: Informational                      March 1998\n\n\n\
                 \x20             On the Care of Packets\n\n   Packets are small.",
            ("On the Care of Packets", &["J. Postel"], Some("1998-03"), 0),
        ),
        (
            "The Project Gutenberg eBook of The Sea\n\nThis ebook is for the use of anyone.\n\n\
                 Title: The Sea\n\nAuthor: Ann Lee\n\nRelease date: May 1, 1997\n\n\
                 THE SEA\n\nby ANN LEE\n\nIt is old.",
            ("The Sea", &["Ann Lee"], None, 1),
        ),
        (
            "#+TITLE: On Ink\n#+AUTHOR: Ann Lee\n#+DATE: <2020-05-01 Fri>\n\n* Why\n\nIt is old.",
            ("On Ink", &["Ann Lee"], Some("2020-05-01"), 0),
        ),
    ];

    #[test]
    fn a_title_page_is_recognized() {
        for (text, (title, authors, date, blocks)) in CASES {
            let page = TitlePage::of(&Essay::parse((*text).to_owned(), Format::Plain));
            assert_eq!(page.title.as_deref(), Some(*title), "{text}");
            assert_eq!(page.authors, *authors, "{text}");
            assert_eq!(page.date.as_deref(), *date, "{text}");
            assert_eq!(page.bylines.len(), *blocks, "{text}");
        }
    }
}
