//! The metadata that publishing programs put before a Markdown text, between two lines `---`.
//!
//! Owns how much of YAML is read: keys with a string, or with a list of them. What is written in
//! any other way is passed over, for a guess would be worse.

use super::front::{authors, is_day};
use crate::essay::{Essay, Format};

/// What the metadata says of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Matter {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
}

impl Matter {
    /// What stands before an essay's first block.
    pub(super) fn of(essay: &Essay) -> Self {
        let source = essay.source();
        let end = essay.blocks().first().map(|block| block.range.start);
        let before = source.get(..end.unwrap_or(source.len()));
        match before.and_then(|before| before.strip_prefix("---\n")) {
            Some(rest) if essay.format() == Format::Markdown => Self::read(rest),
            _ => Self::default(),
        }
    }

    fn read(text: &str) -> Self {
        let mut matter = Self::default();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if matches!(line.trim_end(), "---" | "...") {
                break;
            }
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            // What is indented belongs to the key above it.
            let mut values = values(value);
            while let Some(below) = lines.peek()
                && below.starts_with([' ', '\t', '-'])
                && !below.starts_with("---")
            {
                values.extend(below.trim_start().strip_prefix("- ").and_then(item));
                lines.next();
            }
            match key {
                "title" => matter.title = values.into_iter().next(),
                "lang" | "language" => matter.language = values.into_iter().next(),
                "date" => matter.date = values.into_iter().next().map(day),
                "author" | "authors" => {
                    matter.authors = match values.as_slice() {
                        [one] => several(one),
                        _ => values,
                    }
                }
                _ => {}
            }
        }
        matter
    }
}

/// The strings behind a key: one, or a list in brackets.
fn values(text: &str) -> Vec<String> {
    let text = text.trim();
    let inside = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let Some(mut rest) = inside.map(str::trim) else {
        return scalar(text).into_iter().collect();
    };
    let mut values = Vec::new();
    while !rest.is_empty() {
        let end = end_of_item(rest);
        values.extend(rest.get(..end).and_then(scalar));
        rest = rest.get(end + 1..).unwrap_or_default().trim_start();
    }
    values
}

/// Where an item of a list in brackets ends: at the next comma outside of quotation marks.
fn end_of_item(text: &str) -> usize {
    let mut open = None;
    for (at, char) in text.char_indices() {
        match (char, open) {
            (',', None) => return at,
            ('"' | '\'', None) if at == 0 => open = Some(char),
            (_, Some(mark)) if char == mark => open = None,
            _ => {}
        }
    }
    text.len()
}

/// An item of a list below its key: a string, or a table that begins with a name.
fn item(text: &str) -> Option<String> {
    let text = text.trim();
    scalar(text.strip_prefix("name:").unwrap_or(text))
}

/// A string, in quotation marks or without; nothing for what is no string on one line.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    let within = |mark: char| text.strip_prefix(mark)?.split_once(mark);
    let value = match text.chars().next()? {
        // Doubled, or behind a backslash, a mark is part of the string: too rare to be read.
        mark @ ('"' | '\'') => match within(mark)? {
            (value, rest) if !value.contains('\\') && !rest.starts_with(mark) => value,
            _ => return None,
        },
        '|' | '>' | '{' | '[' | '&' | '*' | '!' | '#' => return None,
        _ => text.split_once(" #").map_or(text, |(value, _)| value),
    };
    Some(value.trim())
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

/// The names in one string. Without an “and”, what has commas may be one name turned round.
fn several(names: &str) -> Vec<String> {
    let joined = [" and ", " & "].iter().any(|word| names.contains(word));
    let whole = |name: &str| name.trim().contains(' ');
    if joined || names.split(',').all(whole) {
        authors(names)
    } else {
        vec![names.to_owned()]
    }
}

/// A date without the time of the day.
fn day(date: String) -> String {
    match date.get(..10) {
        Some(day) if is_day(day) => day.to_owned(),
        _ => date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A title, authors and a date.
    type Said = (&'static str, &'static [&'static str], &'static str);

    const SIMPLE: &[(&str, Said)] = &[
        ("title: On Sleep\n", ("On Sleep", &[], "")),
        (
            "title: \"On: Sleep\" # x\nauthor: Ada L.\n",
            ("On: Sleep", &["Ada L."], ""),
        ),
        (
            "author: 'A. B'\ndate: 2020-01-31T10:00:00Z\n",
            ("", &["A. B"], "2020-01-31"),
        ),
        (
            "authors: [Ada Byron, \"Poe, E.\", ]\n",
            ("", &["Ada Byron", "Poe, E."], ""),
        ),
        (
            "author:\n  - Ada Byron\n  - 'B'\ndate: May 2020\n",
            ("", &["Ada Byron", "B"], "May 2020"),
        ),
        (
            "author:\n- name: Ada\n  email: a@b\n- Bo\n---\ntitle: text\n",
            ("", &["Ada", "Bo"], ""),
        ),
        (
            "author: Ada Byron and Bo Dean\n",
            ("", &["Ada Byron", "Bo Dean"], ""),
        ),
        (
            "author: Ada Byron, Bo Dean\n",
            ("", &["Ada Byron", "Bo Dean"], ""),
        ),
        ("author: Byron, Ada\n", ("", &["Byron, Ada"], "")),
        ("title: # none\nauthor: []\ndate:\n", ("", &[], "")),
        (
            "title: |\n  On\n  Sleep\nauthor: {name: Ada}\ndate: ''\n",
            ("", &[], ""),
        ),
        ("title: \"a\nauthor: [\"a\n  title: inner\n", ("", &[], "")),
        ("title: 'it''s'\n", ("", &[], "")),
        ("subtitle: x\nTITLE\n: \n-\n- \n", ("", &[], "")),
    ];

    #[test]
    fn what_is_written_simply_is_read() {
        for (text, (title, authors, date)) in SIMPLE {
            let read = Matter::read(text);
            let own = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let expected = Matter {
                title: own(title),
                authors: authors.iter().map(|&name| name.to_owned()).collect(),
                date: own(date),
                language: None,
            };
            assert_eq!(read, expected, "{text:?}");
        }
    }

    #[test]
    fn a_language_is_read() {
        for text in ["lang: en-GB\n", "language: 'en-GB'\n"] {
            assert_eq!(Matter::read(text).language.as_deref(), Some("en-GB"));
        }
    }

    #[test]
    fn only_what_stands_before_a_markdown_text_is_read() {
        for (text, format, title) in [
            ("---\ntitle: A\n---\n\nText.\n", Format::Markdown, Some("A")),
            ("---\ntitle: A\n---\n", Format::Markdown, Some("A")),
            ("---\ntitle: A\n---\n\nText.\n", Format::Plain, None),
            ("---\n\ntitle: A\n\n---\n", Format::Markdown, None),
            ("title: A\n\nText.\n", Format::Markdown, None),
        ] {
            let essay = Essay::parse(text.to_owned(), format);
            assert_eq!(Matter::of(&essay).title.as_deref(), title, "{text:?}");
        }
    }
}
