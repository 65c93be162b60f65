//! Finds the text in a block of HTML: what is not a tag, a comment, a script or a style sheet.
//!
//! This is a small scanner that validates nothing.

use std::ops::Range;

/// A part of a line of HTML. Offsets are bytes in the line.
pub(crate) enum HtmlPart {
    /// Text without white space at its ends.
    Text(Range<usize>),
    /// The start of white space, or of a tag that separates words.
    Separator(usize),
}

/// The state of the scanner between the lines of a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum HtmlScanner {
    #[default]
    Text,
    Tag,
    Comment,
    /// In an element without visible text, until this end tag.
    Hidden(&'static str),
}

/// Elements without visible text.
const HIDDEN: [(&str, &str); 2] = [("<script", "</script"), ("<style", "</style")];

/// Elements that do not separate words.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup",
];

impl HtmlScanner {
    /// The text and the separators of the next line.
    pub(crate) fn parts(&mut self, html: &str) -> Vec<HtmlPart> {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < html.len() {
            let rest = &html[at..];
            at += match *self {
                Self::Text => self.text(rest, at, &mut parts),
                Self::Tag => self.skip_past(rest, ">"),
                Self::Comment => self.skip_past(rest, "-->"),
                Self::Hidden(end_tag) => match find_ignoring_case(rest, end_tag) {
                    Some(found) => {
                        *self = Self::Tag;
                        found + end_tag.len()
                    }
                    None => rest.len(),
                },
            };
        }
        parts
    }

    fn skip_past(&mut self, rest: &str, end: &str) -> usize {
        match rest.find(end) {
            Some(found) => {
                *self = Self::Text;
                found + end.len()
            }
            None => rest.len(),
        }
    }

    /// Scans text, or the beginning of a tag or comment. Returns the number of bytes scanned.
    fn text(&mut self, rest: &str, at: usize, parts: &mut Vec<HtmlPart>) -> usize {
        let text_length = tag_start(rest);
        if text_length > 0 {
            let text = &rest[..text_length];
            let (start, end) = (text_length - text.trim_start().len(), text.trim_end().len());
            if start > 0 {
                parts.push(HtmlPart::Separator(at));
            }
            if start < end {
                parts.push(HtmlPart::Text(at + start..at + end));
                if end < text_length {
                    parts.push(HtmlPart::Separator(at + end));
                }
            }
            return text_length;
        }
        if rest.starts_with("<!--") {
            *self = Self::Comment;
            return "<!--".len();
        }
        let starts_with = |tag: &str| {
            rest.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        };
        if let Some((start_tag, end_tag)) = HIDDEN.iter().find(|(start, _)| starts_with(start)) {
            *self = Self::Hidden(end_tag);
            return start_tag.len();
        }
        let name = rest.trim_start_matches(['<', '/']);
        let name_end = name.find(|character: char| !character.is_ascii_alphanumeric());
        let name = &name[..name_end.unwrap_or(name.len())];
        if !INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
            parts.push(HtmlPart::Separator(at));
        }
        *self = Self::Tag;
        "<".len()
    }
}

/// The start of the first tag or comment; the length of the text if there is none.
fn tag_start(text: &str) -> usize {
    let is_tag = |&at: &usize| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
    };
    let mut brackets = text.match_indices('<').map(|(at, _)| at);
    brackets.find(is_tag).unwrap_or(text.len())
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    text.windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted))
}
