//! What stands before the text: its title, whose it is, and when it was published.
//!
//! Owns what is taken for these: what the metadata before a Markdown text says, else what looks
//! like it in the first blocks.

use super::matter::Matter;
use super::names::INSIDE;
use super::shown;
use crate::essay::Essay;

/// The longest title and byline, in characters.
const LONGEST_TITLE: usize = 160;
const LONGEST_BYLINE: usize = 80;

/// What stands before the text.
pub(super) struct Front {
    pub(super) title: String,
    /// The title as it stands in the text.
    pub(super) heading: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    /// The block that names the authors, as it stands there.
    pub(super) byline: Option<String>,
}

impl Front {
    pub(super) fn of(essay: &Essay, name: &str) -> Self {
        let Matter {
            title,
            authors: named,
            date,
        } = Matter::of(essay);
        let mut texts = shown(essay)
            .map(|block| essay.text(block.range.clone()))
            .peekable();
        let heading = essay
            .title()
            .or_else(|| texts.peek().cloned().filter(|first| is_title(first)))
            .map(|title| title.replace('\n', " "));
        if texts.peek().map(|first| first.replace('\n', " ")) == heading {
            texts.next();
        }
        let byline = texts
            .next()
            .filter(|text| heading.is_some() && is_byline(text));
        let told = || byline.as_deref().map(authors).unwrap_or_default();
        Self {
            title: title
                .or_else(|| heading.clone())
                .unwrap_or_else(|| name.to_owned()),
            authors: if named.is_empty() { told() } else { named },
            date,
            heading,
            byline,
        }
    }
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE && !text.ends_with(['.', ':', ';', ','])
}

/// Whether a line names somebody: "By …", or a few capitalised words.
fn is_byline(text: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let few = (2..=12).contains(&words.clone().count());
    let short =
        text.chars().count() <= LONGEST_BYLINE && !text.contains(['\n', ':', ';', '!', '?']);
    let small = |word: &str| matches!(word, "and" | "&" | "by") || INSIDE.contains(&word);
    short && few && words.all(|word| capital(word) || small(word)) && !text.ends_with('.')
}

/// The names in a line.
pub(super) fn authors(byline: &str) -> Vec<String> {
    let names = byline
        .strip_prefix("By ")
        .or_else(|| byline.strip_prefix("by "));
    let names = names
        .unwrap_or(byline)
        .replace(" and ", ",")
        .replace(" & ", ",");
    let names = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
