//! A line being typed at the foot of the screen.
//!
//! Owns the text and its editing; what it is for is [`super::search`]'s and [`super::goto`]'s.

use unicode_segmentation::UnicodeSegmentation;

use super::goto::GoTo;
use super::place::Place;
use super::search::Search;
use crate::essay::visible;

/// What the line is for.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// Searching; where one was before, and the search that was on.
    Search(Box<(Place, Option<Search>)>),
    /// Going to anything.
    GoTo(GoTo),
}

/// A line being typed.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What has been typed, safe to show.
    pub text: String,
}

/// No prompt takes more, in bytes: nobody types that, and a paste is no reason to stall.
const LONGEST: usize = 1000;

impl Prompt {
    /// An empty line.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            text: String::new(),
        }
    }

    /// Adds what is typed or pasted; line ends become spaces.
    pub fn insert(&mut self, text: &str) {
        for cluster in on_a_line(text).graphemes(true) {
            if self.text.len() + cluster.len() > LONGEST {
                break;
            }
            self.text.push_str(cluster);
        }
    }

    /// Takes the last cluster away; false if there was none.
    pub fn delete_back(&mut self) -> bool {
        let Some((at, _)) = self.text.grapheme_indices(true).next_back() else {
            return false;
        };
        self.text.truncate(at);
        true
    }

    /// Takes the last word away, with the white space behind it.
    pub fn delete_word(&mut self) {
        let kept = self.text.trim_end();
        let at = kept.rfind(char::is_whitespace).map_or(0, |at| {
            at + kept[at..].chars().next().map_or(1, char::len_utf8)
        });
        self.text.truncate(at);
    }
}

/// A text on one line, safe to show.
pub(super) fn on_a_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Prompt {
        let mut prompt = Prompt::new(Purpose::GoTo(GoTo::default()));
        prompt.insert(text);
        prompt
    }

    #[test]
    fn deletes_what_a_person_sees_as_one() {
        let mut prompt = typed("né\u{301}👨‍👩‍👧");
        assert!(prompt.delete_back());
        assert_eq!(prompt.text, "né\u{301}");
        assert!(prompt.delete_back());
        assert_eq!(prompt.text, "n");
        assert!(prompt.delete_back());
        assert!(!prompt.delete_back());
    }

    #[test]
    fn deletes_a_word_with_the_space_behind_it() {
        for (text, left) in [
            ("one two  ", "one "),
            ("one", ""),
            ("", ""),
            ("a\u{3000}b", "a\u{3000}"),
        ] {
            let mut prompt = typed(text);
            prompt.delete_word();
            assert_eq!(prompt.text, left);
        }
    }

    #[test]
    fn takes_no_escape_and_no_novel() {
        let prompt = typed(&format!("\u{1b}[31m{}", "x".repeat(1 << 20)));
        assert!(prompt.text.len() <= LONGEST);
        assert!(!prompt.text.contains('\u{1b}'));
    }
}
