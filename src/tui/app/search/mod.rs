//! Searching the essay: as one types, and from match to match.
//!
//! Owns the list of matches and which one is current. What a match is, is [`crate::essay::search`]'s.
//! Of a long text only the beginning is searched at once, the rest as a [`Task`].

mod background;
mod found;

use std::ops::Range;

use background::{AT_ONCE, Rest, Then};
pub use background::{Found, Task};

use super::jump_list::{Left, Sought};
use super::location::Place;
use super::prompt::{Prompt, Purpose};
use super::{App, Message, help};
use crate::document::Document;
use crate::essay::search::Pattern;
use crate::layout;
use crate::tui::action::Action;
use crate::tui::geometry::Region;

/// A search and what it found.
#[derive(Debug, Clone)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// The matches, in the essay's order, in bytes of its source.
    pub matches: Vec<Range<usize>>,
    /// There are more matches than were collected.
    pub more: bool,
    /// Which of them is current; as many as there are while it has not been found.
    pub current: usize,
    /// The first match from here on becomes the current one, in bytes of the source.
    from: usize,
    /// What is still to be searched.
    rest: Option<Rest>,
    /// The last step to a match went round the essay's end; how.
    round: Option<&'static str>,
    /// It has been gone to a match, and the place before is kept.
    reached: bool,
    /// The search that was on before, until then. It comes back if nothing is found.
    earlier: Option<Sought>,
}

/// More matches than this are not collected: nobody walks them, and their list would grow with the
/// text.
const MOST: usize = 20_000;

impl Search {
    /// Which match is current, of how many: `3 of 12`; `12+` where there are more or may be.
    #[must_use]
    pub fn count(&self) -> String {
        let count = self.matches.len();
        match (self.current < count, &self.rest) {
            (true, None) if !self.more => format!("{} of {count}", self.current + 1),
            (true, _) => format!("{} of {count}+", self.current + 1),
            (false, None) => "not found".to_owned(),
            (false, Some(_)) => "searching".to_owned(),
        }
    }

    /// Whether all has been searched, and nothing found.
    #[must_use]
    pub fn is_vain(&self) -> bool {
        self.matches.is_empty() && self.rest.is_none()
    }

    /// Adds matches that follow the ones there are.
    fn add(&mut self, found: impl IntoIterator<Item = Range<usize>>, last: bool) {
        let known = self.current < self.matches.len();
        self.matches.extend(found);
        self.more = self.matches.len() > MOST;
        self.matches.truncate(MOST);
        if last {
            self.rest = None;
        }
        if !known {
            self.find_current();
        }
    }

    /// Makes the first match from a place on the current one.
    fn find_current(&mut self) {
        let from = self.from;
        self.round = None;
        let current = self.matches.partition_point(|found| found.start < from);
        let round = current == self.matches.len() && self.rest.is_none();
        self.current = if round { 0 } else { current };
    }

    /// As much of it as makes it again.
    pub(super) fn sought(&self) -> Sought {
        let current = self.matches.get(self.current);
        Sought {
            query: self.query.clone(),
            from: current.map_or(self.from, |found| found.start),
        }
    }

    /// The same search in a document that has changed.
    pub(super) fn again(mut self, app: &App, from: usize) -> Option<Self> {
        let then = self.then().copied().unwrap_or_default();
        let mut again = app.search_from(&self.query, from)?;
        if let Some(place) = again.then() {
            *place = then;
        }
        again.reached = self.reached;
        again.earlier = self.earlier;
        Some(again)
    }

    fn has(&self, found: &Found) -> bool {
        self.rest.as_ref().is_some_and(|rest| rest.has(found))
    }

    fn begin(&mut self, document: &Document) -> Option<Task> {
        let left = MOST + 1 - self.matches.len();
        let rest = self.rest.as_mut()?;
        rest.begin(&document.essay, &self.query, left)
    }

    /// What is done when the current match is found, if it is still looked for.
    fn then(&mut self) -> Option<&mut Then> {
        let known = self.current < self.matches.len();
        self.rest
            .as_mut()
            .filter(|_| !known)
            .map(|rest| &mut rest.then)
    }
}

impl App {
    /// The search that is on.
    #[must_use]
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// The same, if it has found anything: its matches take the strip from the lens.
    #[must_use]
    pub fn marking(&self) -> Option<&Search> {
        let search = self.search.as_ref();
        search.filter(|search| !search.matches.is_empty())
    }

    /// The current match, if a search is on and found anything.
    pub(super) fn current_match(&self) -> Option<Range<usize>> {
        let search = self.search.as_ref()?;
        search.matches.get(search.current).cloned()
    }

    pub(super) fn open_search(&mut self) {
        let before = (self.standing(), self.search.take());
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
        self.stand();
        self.search = self.search_from(&query, self.on_screen().start);
        self.look_for_match(Then::Show);
        self.show_match();
    }

    pub(super) fn search_from(&self, query: &str, from: usize) -> Option<Search> {
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            return None;
        }
        let essay = &self.document.essay;
        let Range { start, end } = self.span();
        let at_once = essay.slice_end(start, AT_ONCE).min(end);
        let matches = essay.find(&pattern, start..at_once);
        let matches: Vec<_> = matches.take(MOST + 1).collect();
        let last = at_once == end || matches.len() > MOST;
        let mut search = Search {
            query: query.to_owned(),
            matches: Vec::new(),
            more: false,
            current: 0,
            from,
            round: None,
            reached: false,
            earlier: None,
            rest: (!last).then(|| Rest::new(at_once..end)),
        };
        search.add(matches, last);
        Some(search)
    }

    /// Makes a search that was on before the one that is on, or ends the one that is. Nothing moves.
    pub(super) fn seek(&mut self, sought: Option<Sought>) {
        let Some(Sought { query, from }) = sought else {
            self.search = None;
            return;
        };
        match &mut self.search {
            // What it has found, it has found.
            Some(search) if search.query == query => {
                search.from = from;
                search.find_current();
            }
            _ => {
                let search = self.search_from(&query, from);
                self.search = search.map(|search| Search {
                    reached: true,
                    ..search
                });
            }
        }
    }

    fn show_match(&mut self) {
        if let Some(range) = self.current_match() {
            self.turn_to_essay();
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
        self.given_up.search = None;
        if let Some(search) = &mut self.search {
            search.earlier = earlier.as_ref().map(Search::sought);
        }
        if self.current_match().is_none() {
            self.place = place;
            self.refresh();
            if self.look_for_match(Then::Accept) {
                self.say_searching();
            } else {
                self.search = earlier;
                let query = self.searches.last().cloned().unwrap_or_default();
                self.say_not_found(&query);
            }
            return;
        }
        self.leave_for_match(place);
        self.turn_to_match();
    }

    /// Keeps a place, before a search goes from there to its first match. That it goes on to others
    /// leaves no place.
    fn leave_for_match(&mut self, place: Place) {
        if let Some(search) = self.search.as_mut().filter(|search| !search.reached) {
            search.reached = true;
            let search = search.earlier.take();
            self.history.leave(Left { place, search });
        }
    }

    fn turn_to_match(&mut self) {
        // What is done next is done to what was found: read on, go to its passage, copy it.
        self.turn_to(Region::Essay);
        self.place.current = None;
        self.refresh();
        self.show_match();
        self.say_count();
    }

    /// Goes to the next match, or the one before; round the essay's end.
    pub(super) fn walk_matches(&mut self, forward: bool) {
        if self.search.is_none()
            && let Some(query) = self.searches.last().cloned()
        {
            self.search = self.search_from(&query, self.on_screen().start);
            if self.current_match().is_some() {
                self.reach_match();
                return;
            }
        }
        if self.search.as_ref().is_some_and(Search::is_vain) {
            self.say_vain();
            return;
        }
        if self.look_for_match(Then::Reach) {
            self.say_searching();
            return;
        }
        let Some(search) = &mut self.search else {
            let text = format!("No search yet: {} starts one", self.key_of(Action::Search));
            self.say(Message::warning(text));
            return;
        };
        let count = search.matches.len();
        let at_an_end =
            (forward && search.current + 1 == count) || (!forward && search.current == 0);
        if at_an_end && search.rest.is_some() {
            self.say_searching();
            return;
        }
        let (next, round) = match (forward, search.current) {
            (true, at) if at + 1 == count => (0, Some("from the beginning again")),
            (true, at) => (at + 1, None),
            (false, 0) => (count - 1, Some("from the end again")),
            (false, at) => (at - 1, None),
        };
        search.current = next;
        search.round = round;
        self.reach_match();
    }

    fn reach_match(&mut self) {
        self.leave_for_match(self.standing());
        // One is at the match now, and no more at the passage walked to.
        self.place.current = None;
        self.show_match();
        self.say_count();
    }

    pub(super) fn say_count(&mut self) {
        self.message = self.count_noun().or(self.message.take());
    }

    /// Whether the count of matches is what is said.
    pub(super) fn says_count(&self) -> bool {
        self.message.is_some() && self.message == self.count_noun()
    }

    /// Which match is current and how many there are, with the keys that go on, as far as there is
    /// room for them.
    fn count_noun(&self) -> Option<Message> {
        let search = self.search.as_ref()?;
        let room = usize::from(self.regions.hints.width.saturating_sub(2));
        let query = crate::essay::sanitize(&search.query);
        let least = layout::width(&query).min(LEAST_QUERY);
        let mut count = search.count();
        let round = search.round.map(|round| format!("{count}, {round}"));
        let fits = |text: &String| layout::width(text) + least + 4 <= room;
        count = round.filter(fits).unwrap_or(count);
        // Of a long search the beginning tells which it is.
        let left = room.saturating_sub(layout::width(&count) + 4);
        let query = layout::truncate(&query, left.max(least));
        let mut text = format!("“{query}”  {count}");
        for (actions, words) in [
            (
                &[Action::NextMatch, Action::PreviousMatch][..],
                "next, previous",
            ),
            (&[Action::Cancel], "clears"),
        ] {
            let keys = help::keys(self, actions, 1, " ");
            let more = format!("{text}   {keys} {words}");
            if !keys.is_empty() && layout::width(&more) <= room {
                text = more;
            }
        }
        Some(Message::note(text))
    }
}

/// The fewest cells that are left to what is searched for.
const LEAST_QUERY: usize = 8;

#[cfg(test)]
mod tests;
