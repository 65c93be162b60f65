//! What becomes of matches that are found when one has gone on already.
//!
//! Owns how the reader waits for the current match, and what it does when that comes. It must not
//! know how it is found.

use super::Search;
use super::background::{Found, Task, Then};
use crate::tui::app::prompt::{Prompt, Purpose};
use crate::tui::app::{App, Message};

impl App {
    /// Says what is done when the current match is found; false if it is known, or there is none.
    pub(super) fn look_for_match(&mut self, then: Then) -> bool {
        let place = self.search.as_mut().and_then(Search::then);
        place.map(|place| *place = then).is_some()
    }

    /// Leaves the current match where it is when it is found: one has moved on.
    pub(in crate::tui::app) fn move_on(&mut self) {
        self.look_for_match(Then::Nothing);
    }

    /// A search that goes on beside whatever else is done, to be [run](Task::run) on another
    /// thread, if there is one that has not begun. What it finds is [taken](App::take_found).
    pub fn begin_search(&mut self) -> Option<Task> {
        let now = self.search.as_mut();
        let begun = now.and_then(|search| search.begin(&self.document));
        begun.or_else(|| {
            let earlier = earlier(self.prompt.as_mut())?;
            earlier.as_mut()?.begin(&self.document)
        })
    }

    /// Takes what a search has found. False where that changes nothing on screen, for another has
    /// taken its place.
    pub fn take_found(&mut self, found: &Found) -> bool {
        let Some(search) = self.search.as_mut().filter(|search| search.has(found)) else {
            let earlier = earlier(self.prompt.as_mut()).and_then(Option::as_mut);
            if let Some(search) = earlier.filter(|search| search.has(found)) {
                search.add(found.matches.iter().cloned(), found.last);
            }
            return false;
        };
        let then = search.then().copied();
        let is_said = self.says_count();
        if let Some(search) = &mut self.search {
            search.add(found.matches.iter().cloned(), found.last);
        }
        match then {
            Some(then) if self.current_match().is_some() => self.found(then),
            Some(Then::Accept | Then::Reach) if found.last => self.say_vain(),
            Some(Then::Nothing) if found.last => self.give_way(),
            _ if is_said => self.say_count(),
            _ => {}
        }
        self.refresh();
        true
    }

    /// Does what is to be done now that the current match is known.
    fn found(&mut self, then: Then) {
        if then == Then::Nothing {
            return;
        }
        self.refresh();
        self.stand();
        match then {
            Then::Nothing => {}
            Then::Show => self.show_match(),
            Then::Accept => {
                self.leave_for_match(self.standing());
                self.turn_to_match();
            }
            Then::Reach => self.reach_match(),
        }
        self.refresh();
        self.see();
    }

    /// Says that the search found nothing, and ends it. The one before it is on again.
    pub(super) fn say_vain(&mut self) {
        if let Some(search) = self.search.take() {
            self.say_not_found(&search.query);
            self.seek(search.earlier);
        }
    }

    /// Gives way to the search before, if there was one, for nothing was found and one has moved on.
    fn give_way(&mut self) {
        let earlier = self.search.as_mut().and_then(|now| now.earlier.take());
        if earlier.is_some() {
            self.seek(earlier);
        }
    }

    pub(super) fn say_not_found(&mut self, query: &str) {
        let text = format!("“{query}” is not in the essay");
        self.say(Message::warning(text));
    }

    /// Says that the match asked for is still looked for.
    pub(super) fn say_searching(&mut self) {
        if let Some(search) = &self.search {
            let text = format!("“{}” is being looked for", search.query);
            self.say(Message::note(text));
        }
    }
}

/// The search that was on before the one that is being typed.
fn earlier(prompt: Option<&mut Prompt>) -> Option<&mut Option<Search>> {
    match &mut prompt?.purpose {
        Purpose::Search(before) => Some(&mut before.1),
        Purpose::GoTo(_) => None,
    }
}
