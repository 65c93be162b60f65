//! Reads the metadata before a Markdown text: YAML between two lines `---`.
//!
//! Only keys with a string or a list of strings are read; anything else is ignored.

use super::title_page::{is_iso_date, split_names};
use crate::essay::{Essay, Format};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) date: Option<String>,
    pub(crate) language: Option<String>,
}

impl FrontMatter {
    pub(crate) fn of(essay: &Essay) -> Self {
        let source = essay.source();
        let first_block = essay.blocks().first();
        let end = first_block.map_or(source.len(), |block| block.range.start);
        match source[..end].strip_prefix("---\n") {
            Some(text) if essay.format() == Format::Markdown => Self::parse(text),
            _ => Self::default(),
        }
    }

    fn parse(text: &str) -> Self {
        let mut front_matter = Self::default();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if matches!(line.trim_end(), "---" | "...") {
                break;
            }
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let mut values = values(value);
            // Indented lines belong to the key above them.
            while let Some(line) =
                lines.next_if(|line| line.starts_with([' ', '\t', '-']) && !line.starts_with("---"))
            {
                let item = line.trim_start().strip_prefix("- ");
                let item = item.map(|item| item.strip_prefix("name:").unwrap_or(item));
                values.extend(item.and_then(string));
            }
            let first = values.first().cloned();
            match key {
                "title" => front_matter.title = first,
                "lang" | "language" => front_matter.language = first,
                "date" => front_matter.date = first.map(|date| without_time(&date).to_owned()),
                "author" | "authors" => {
                    front_matter.authors = match values.as_slice() {
                        [names] => authors(names),
                        _ => values,
                    }
                }
                _ => {}
            }
        }
        front_matter
    }
}

/// The strings after a key: one, or a list in brackets. None if one of the list is not understood.
fn values(text: &str) -> Vec<String> {
    let text = text.trim();
    let list = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let Some(list) = list else {
        return string(text).into_iter().collect();
    };
    let items = list.split(',').filter(|item| !item.trim().is_empty());
    let items: Option<Vec<_>> = items.map(string).collect();
    items.unwrap_or_default()
}

/// A string on one line, with or without quotation marks.
fn string(text: &str) -> Option<String> {
    let text = text.trim();
    let value = match text.chars().next()? {
        mark @ ('"' | '\'') => {
            let (value, rest) = text[1..].split_once(mark)?;
            // An escaped mark is rare.
            if value.contains('\\') || rest.starts_with(mark) {
                return None;
            }
            value
        }
        '|' | '>' | '{' | '[' | '&' | '*' | '!' | '#' => return None,
        _ => text.split_once(" #").map_or(text, |(value, _)| value),
    };
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The names in one string. `Byron, Ada` is one name.
fn authors(names: &str) -> Vec<String> {
    let is_list = [" and ", " & "].iter().any(|word| names.contains(word));
    let is_full_name = |name: &str| name.trim().contains(' ');
    if is_list || names.split(',').all(is_full_name) {
        split_names(names)
    } else {
        vec![names.to_owned()]
    }
}

fn without_time(date: &str) -> &str {
    date.get(..10)
        .filter(|day| is_iso_date(day))
        .unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The title, the authors and the date.
    type Expected = (&'static str, &'static [&'static str], &'static str);

    const CASES: &[(&str, Expected)] = &[
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
            "authors: [Ada Byron, 'Bo Dean', ]\n",
            ("", &["Ada Byron", "Bo Dean"], ""),
        ),
        ("authors: [Ada Byron, \"Poe, E.\"]\n", ("", &[], "")),
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
    fn strings_and_lists_are_read() {
        for (text, (title, authors, date)) in CASES {
            let read = FrontMatter::parse(text);
            let own = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let expected = FrontMatter {
                title: own(title),
                authors: authors.iter().map(|&name| name.to_owned()).collect(),
                date: own(date),
                language: None,
            };
            assert_eq!(read, expected, "{text:?}");
        }
    }

    #[test]
    fn the_language_is_read() {
        for text in ["lang: en-GB\n", "language: 'en-GB'\n"] {
            assert_eq!(FrontMatter::parse(text).language.as_deref(), Some("en-GB"));
        }
    }

    #[test]
    fn only_metadata_before_a_markdown_text_is_read() {
        for (text, format, title) in [
            ("---\ntitle: A\n---\n\nText.\n", Format::Markdown, Some("A")),
            ("---\ntitle: A\n---\n", Format::Markdown, Some("A")),
            ("---\ntitle: A\n---\n\nText.\n", Format::Plain, None),
            ("---\n\ntitle: A\n\n---\n", Format::Markdown, None),
            ("title: A\n\nText.\n", Format::Markdown, None),
        ] {
            let essay = Essay::parse(text.to_owned(), format);
            assert_eq!(FrontMatter::of(&essay).title.as_deref(), title, "{text:?}");
        }
    }
}
