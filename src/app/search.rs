//! Searching the essay: as one types, and from match to match.
//!
//! Owns the list of matches and which one is current. What a match is, is [`crate::essay::find`]'s.

use std::ops::Range;

use super::prompt::{Prompt, Purpose};
use super::{App, Message, help};
use crate::action::Action;
use crate::essay::find::Pattern;
use crate::regions::Region;

/// A search and what it found.
#[derive(Debug, Clone)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// The matches, in the essay's order, in bytes of its source.
    pub matches: Vec<Range<usize>>,
    /// There are more matches than were collected.
    pub more: bool,
    /// Which of them is current.
    pub current: usize,
}

/// More matches than this are not collected: nobody walks them, and their list would grow with the
/// text.
const MOST: usize = 20_000;

impl Search {
    /// Which match is current, of how many: `3 of 12`.
    #[must_use]
    pub fn count(&self) -> String {
        let plus = if self.more { "+" } else { "" };
        format!("{} of {}{plus}", self.current + 1, self.matches.len())
    }
}

impl App {
    /// The search that is on.
    #[must_use]
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// The current match, if a search is on and found anything.
    pub(super) fn current_match(&self) -> Option<Range<usize>> {
        let search = self.search.as_ref()?;
        search.matches.get(search.current).cloned()
    }

    pub(super) fn open_search(&mut self) {
        let before = (self.place.clone(), self.search.take());
        self.prompt = Some(Prompt::new(Purpose::Search(Box::new(before))));
        self.recalled = None;
    }

    /// Searches for what has been typed so far, from where one was before.
    pub(super) fn search_typed(&mut self) {
        let Some(Prompt {
            purpose: Purpose::Search(before),
            text,
        }) = &self.prompt
        else {
            return;
        };
        let (query, place) = (text.clone(), before.0.clone());
        self.place = place;
        self.refresh();
        self.search = self.search_from(&query, self.on_screen().start);
        self.show_match();
    }

    pub(super) fn search_from(&self, query: &str, from: usize) -> Option<Search> {
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            return None;
        }
        let essay = &self.document.essay;
        let mut matches: Vec<_> = essay.find(&pattern, self.span()).take(MOST + 1).collect();
        let more = matches.len() > MOST;
        matches.truncate(MOST);
        let current = matches.partition_point(|found| found.start < from);
        Some(Search {
            query: query.to_owned(),
            current: if current == matches.len() { 0 } else { current },
            matches,
            more,
        })
    }

    fn show_match(&mut self) {
        if let Some(range) = self.current_match() {
            self.bring_into_view(range);
        }
    }

    /// Takes the search as typed: its marks stay, and where one was before can be gone back to.
    pub(super) fn accept_search(&mut self, prompt: Prompt) {
        let Purpose::Search(before) = prompt.purpose else {
            return;
        };
        let (place, earlier) = *before;
        if prompt.text.is_empty() {
            self.place = place;
            self.search = earlier;
            return;
        }
        self.searches.retain(|query| *query != prompt.text);
        self.searches.push(prompt.text);
        if self
            .search
            .as_ref()
            .is_none_or(|search| search.matches.is_empty())
        {
            let query = self.searches.last().cloned().unwrap_or_default();
            self.search = None;
            self.place = place;
            self.refresh();
            self.say(Message::warning(format!("“{query}” is not in the essay")));
            return;
        }
        self.history.leave(place);
        // What is done next is done to what was found: read on, go to its passage, copy it.
        self.turn_to(Region::Essay);
        self.place.current = None;
        self.refresh();
        self.show_match();
        self.say_count();
    }

    /// Leaves the prompt and goes back to where one was.
    pub(super) fn cancel_search(&mut self, prompt: Prompt) {
        if let Purpose::Search(before) = prompt.purpose {
            let (place, earlier) = *before;
            self.place = place;
            self.search = earlier;
        }
    }

    /// Takes a search made before into the prompt: `older` or newer than the one there.
    pub(super) fn recall(&mut self, older: bool) {
        let count = self.searches.len();
        let at = match (self.recalled, older) {
            (None, true) => count.checked_sub(1),
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) if at + 1 < count => Some(at + 1),
            (_, false) => None,
        };
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        prompt.text = at
            .and_then(|at| self.searches.get(at).cloned())
            .unwrap_or_default();
        self.recalled = at;
        self.search_typed();
    }

    /// Goes to the next match, or the one before; round the essay's end.
    pub(super) fn walk_matches(&mut self, forward: bool) {
        if self.search.is_none()
            && let Some(query) = self.searches.last().cloned()
        {
            self.search = self.search_from(&query, self.on_screen().start);
            if self.current_match().is_some() {
                self.reach_match(None);
                return;
            }
        }
        let Some(search) = &mut self.search else {
            self.say(Message::warning("No search yet: / starts one".to_owned()));
            return;
        };
        let count = search.matches.len();
        if count == 0 {
            // It was, before the essay changed.
            let text = format!("“{}” is not in the essay", search.query);
            self.say(Message::warning(text));
            return;
        }
        let (next, wrapped) = match (forward, search.current) {
            (true, at) if at + 1 == count => (0, Some("from the beginning again")),
            (true, at) => (at + 1, None),
            (false, 0) => (count - 1, Some("from the end again")),
            (false, at) => (at - 1, None),
        };
        search.current = next;
        self.reach_match(wrapped);
    }

    fn reach_match(&mut self, wrapped: Option<&str>) {
        // One is at the match now, and no more at the passage walked to.
        self.place.current = None;
        if self.regions.essay.is_none() {
            self.turn_to(Region::Essay);
            self.refresh();
        }
        self.show_match();
        self.say_count();
        if let (Some(words), Some(message)) = (wrapped, &mut self.message) {
            message.text = format!("{}, {words}", message.text);
        }
    }

    fn say_count(&mut self) {
        if let Some(search) = &self.search {
            let mut text = format!("“{}”  {}", search.query, search.count());
            for (actions, words) in [
                (
                    &[Action::NextMatch, Action::PreviousMatch][..],
                    "next, previous",
                ),
                (&[Action::Cancel], "clears"),
            ] {
                let keys = help::keys(self, actions, 1, " ");
                if !keys.is_empty() {
                    text = format!("{text}   {keys} {words}");
                }
            }
            self.say(Message::note(text));
        }
    }
}
