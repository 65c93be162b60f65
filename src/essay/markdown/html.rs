//! What is text in a block of HTML.
//!
//! Owns a small scanner that tells tags, comments and the contents of scripts and style sheets from
//! what a reader would see. It must not know blocks; it does not check anything.

use std::ops::Range;

/// Where the scanner is; it goes on with the next line of the block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Html {
    #[default]
    Text,
    Tag,
    Comment,
    /// In an element whose text is not for readers, until its end tag.
    Hidden(&'static str),
}

/// Elements whose text is not for readers.
const HIDDEN: [(&str, &str); 2] = [("<script", "</script"), ("<style", "</style")];

/// Elements that stand inside a word or a sentence.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup",
];

impl Html {
    /// The parts of the next line: text (true), and tags that part words (false).
    pub(super) fn parts(&mut self, html: &str) -> Vec<(Range<usize>, bool)> {
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(rest) = html.get(at..)
            && !rest.is_empty()
        {
            let length = match *self {
                Self::Text => self.text(rest, at, &mut parts),
                Self::Tag => self.until(rest, ">"),
                Self::Comment => self.until(rest, "-->"),
                Self::Hidden(end) => match find_ignoring_case(rest, end) {
                    Some(found) => {
                        *self = Self::Tag;
                        found + end.len()
                    }
                    None => rest.len(),
                },
            };
            at += length;
        }
        parts
    }

    fn until(&mut self, rest: &str, end: &str) -> usize {
        match rest.find(end) {
            Some(found) => {
                *self = Self::Text;
                found + end.len()
            }
            None => rest.len(),
        }
    }

    /// Passes text, or the beginning of what is none.
    fn text(&mut self, rest: &str, at: usize, parts: &mut Vec<(Range<usize>, bool)>) -> usize {
        let tag = tag_start(rest);
        if tag > 0 {
            parts.push((at..at + tag, true));
            return tag;
        }
        if rest.starts_with("<!--") {
            *self = Self::Comment;
            return "<!--".len();
        }
        let begins = |start: &str| {
            rest.get(..start.len())
                .is_some_and(|rest| rest.eq_ignore_ascii_case(start))
        };
        let hidden = HIDDEN.iter().find(|(start, _)| begins(start));
        if let Some((start, end)) = hidden {
            *self = Self::Hidden(end);
            return start.len();
        }
        let name = rest.trim_start_matches(['<', '/']);
        let name = name
            .split(|character: char| !character.is_ascii_alphanumeric())
            .next();
        if !name.is_some_and(|name| INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name))) {
            parts.push((at..at + 1, false));
        }
        *self = Self::Tag;
        1
    }
}

/// Where the next tag or comment begins; the length of the text where none does.
fn tag_start(text: &str) -> usize {
    let mut places = text.match_indices('<').map(|(at, _)| at);
    let begins = |&at: &usize| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
    };
    places.find(begins).unwrap_or(text.len())
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    text.windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted))
}
