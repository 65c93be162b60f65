//! A line being typed at the foot of the screen.
//!
//! Owns the text and its editing; what it is for is [`super::search`]'s and [`super::goto`]'s.

use unicode_segmentation::UnicodeSegmentation;

use super::goto::GoTo;
use super::location::Place;
use super::search::Search;
use super::{App, Effect};
use crate::essay::sanitize;
use crate::tui::action::Action;

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

/// What was typed last and not taken: an Esc may not have been meant, since a key that comes in two
/// pieces begins with one.
#[derive(Debug, Clone, Default)]
pub(super) struct GivenUp {
    /// To be searched for; none that has been before.
    pub(super) search: Option<String>,
    /// To be gone to.
    pub(super) goto: Option<String>,
}

/// A search made before that stands in the prompt.
#[derive(Debug, Clone)]
pub(super) struct Recalled {
    /// Which one, from the oldest.
    pub(super) at: usize,
    /// What had been typed before the first of them was recalled.
    typed: String,
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

/// How many suggestions a page of the go-to is.
const PAGE: isize = 8;

impl App {
    /// What an action does while a prompt is open.
    pub(super) fn update_prompt(&mut self, action: Action) -> Effect {
        let Some(prompt) = &mut self.prompt else {
            return Effect::None;
        };
        match action {
            Action::Accept => {
                if let Some(prompt) = self.prompt.take() {
                    match prompt.purpose {
                        Purpose::Search(_) => self.accept_search(prompt),
                        Purpose::GoTo(_) => return self.accept_goto(&prompt),
                    }
                }
            }
            Action::Cancel | Action::Quit => {
                if let Some(prompt) = self.prompt.take() {
                    self.give_up(prompt);
                }
            }
            Action::DeleteBack if prompt.delete_back() => self.typed(),
            Action::DeleteWord => {
                prompt.delete_word();
                self.typed();
            }
            Action::DeleteLine => {
                prompt.text.clear();
                self.typed();
            }
            Action::NextEntry => self.choose(1),
            Action::PreviousEntry => self.choose(-1),
            Action::PageDown => self.choose(PAGE),
            Action::PageUp => self.choose(-PAGE),
            Action::Suspend => return Effect::Suspend,
            Action::Redraw => return Effect::Redraw,
            _ => {}
        }
        Effect::None
    }

    /// Whether an action would do something in the prompt that is open: there is something to be taken
    /// or chosen.
    #[must_use]
    pub fn prompt_offers(&self, action: Action) -> bool {
        let goto = self.prompt.as_ref().and_then(|it| match &it.purpose {
            Purpose::GoTo(goto) => Some(goto),
            Purpose::Search(_) => None,
        });
        match (action, goto) {
            (Action::Accept, Some(goto)) => goto.chosen().is_some(),
            (Action::Accept, None) => self.search.as_ref().is_some_and(|it| !it.is_vain()),
            (Action::NextEntry | Action::PreviousEntry, Some(goto)) => goto.suggestions().len() > 1,
            (Action::NextEntry | Action::PreviousEntry, None) => {
                !self.searches.is_empty() || self.given_up.search.is_some()
            }
            _ => true,
        }
    }

    /// Closes a prompt without taking what was typed, which can be recalled.
    fn give_up(&mut self, prompt: Prompt) {
        let typed = self.recalled.take().map(|recalled| recalled.typed);
        let typed = typed.filter(|typed| !typed.is_empty());
        let text = typed.unwrap_or(prompt.text);
        let text = (!text.is_empty()).then_some(text);
        match prompt.purpose {
            Purpose::Search(before) => {
                let text = text.filter(|text| !self.searches.contains(text));
                self.given_up.search = text.or(self.given_up.search.take());
                (self.place, self.search) = *before;
            }
            Purpose::GoTo(_) => self.given_up.goto = text.or(self.given_up.goto.take()),
        }
    }

    /// Moves among the suggestions of a go-to, the searches made before of a search.
    pub(super) fn choose(&mut self, by: isize) {
        let given_up = self.given_up.goto.as_ref();
        match self.prompt.as_mut() {
            Some(Prompt {
                purpose: Purpose::GoTo(goto),
                text,
            }) => {
                if by == -1
                    && goto.at == 0
                    && text.is_empty()
                    && let Some(given_up) = given_up
                {
                    text.clone_from(given_up);
                    self.goto_typed();
                    return;
                }
                let last = goto.suggestions().len().saturating_sub(1);
                goto.at = goto.at.saturating_add_signed(by).min(last);
            }
            Some(_) if by.abs() == 1 => self.recall(by < 0),
            _ => {}
        }
    }

    /// Takes a search made before into the prompt: `older` or newer than the one there. After the
    /// newest comes what had been typed.
    fn recall(&mut self, older: bool) {
        let all = || self.searches.iter().chain(&self.given_up.search);
        let at = match (&self.recalled, older) {
            (None, true) => all().count().checked_sub(1),
            (Some(recalled), true) => recalled.at.checked_sub(1),
            (Some(recalled), false) => Some(recalled.at + 1),
            (None, false) => None,
        };
        let (Some(at), Some(prompt)) = (at, &mut self.prompt) else {
            return;
        };
        let recalled = self.recalled.take().map(|recalled| recalled.typed);
        let typed = recalled.unwrap_or_else(|| prompt.text.clone());
        if let Some(text) = all().nth(at) {
            prompt.text.clone_from(text);
            self.recalled = Some(Recalled { at, typed });
        } else {
            prompt.text = typed;
        }
        self.search_typed();
    }

    /// Follows what has been typed. A search recalled and changed is typed.
    pub(super) fn typed(&mut self) {
        self.recalled = None;
        match self.prompt.as_ref().map(|prompt| &prompt.purpose) {
            Some(Purpose::Search(_)) => self.search_typed(),
            Some(Purpose::GoTo(_)) => self.goto_typed(),
            None => {}
        }
    }
}

/// A text on one line, safe to show.
pub(super) fn on_a_line(text: &str) -> String {
    sanitize(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}
