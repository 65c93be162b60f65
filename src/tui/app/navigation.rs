//! Looking and opening: what makes a subject the lens, and the way back from it.
//!
//! Owns when a place is kept to go back to: before each thing opened or gone to, and once before a run
//! of looks that moves the essay, however many steps it has.

use super::jump_list::{Entry, History, Left};
use super::location::Cursor;
use super::search::Search;
use super::{App, Message};
use crate::document::Subject;
use crate::tui::action::Action;
use crate::tui::geometry::Region;

/// Looks with nothing else between them.
#[derive(Debug, Clone, Default)]
pub(super) enum Run {
    /// The last thing done was no look.
    #[default]
    None,
    /// The essay stands where it stood before the first of them, which was made from this place.
    From(Box<Left>),
    /// It has been moved, and the place before the first is kept.
    Kept,
}

impl App {
    /// Whether an action only looks: at another entry, list or region, or at what Enter in the sidebar
    /// turns to.
    pub(super) fn is_look(&self, action: Action) -> bool {
        let turns = matches!(
            action,
            Action::Themes
                | Action::Claims
                | Action::Actors
                | Action::NextRegion
                | Action::PreviousRegion
        );
        turns
            || match self.place.focus {
                Region::Sidebar => action.is_movement() || action == Action::Open,
                Region::Detail => action.is_movement(),
                Region::Essay => false,
            }
    }

    /// Does what only looks. Where that moves the essay for the first time in a run, the place before
    /// the run is kept: one goes back to where one was reading.
    pub(super) fn looking<R>(&mut self, look: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.leaving();
        let departures = self.history.departures();
        let result = look(self);
        let moved = self.place.position != before.place.position;
        let looked =
            self.place.lens != before.place.lens || self.place.current != before.place.current;
        self.run = match std::mem::take(&mut self.run) {
            // Something was opened after all.
            _ if self.history.departures() != departures => Run::None,
            Run::Kept => Run::Kept,
            // Turning to another region or list alone is no look yet.
            Run::None if !looked && !moved => Run::None,
            run => {
                let from = match run {
                    Run::From(left) => left,
                    _ => Box::new(before),
                };
                if moved {
                    self.history.leave(*from);
                    Run::Kept
                } else {
                    Run::From(from)
                }
            }
        };
        result
    }

    /// Makes a subject the lens. The essay moves only if none of its passages is in view.
    pub(super) fn look_through(&mut self, subject: Subject) {
        if self.place.lens == subject && self.place.current.is_none() {
            return;
        }
        self.place.lens = subject;
        self.place.current = None;
        self.begin_detail();
        self.compose_detail();
        self.show_lens();
    }

    /// Opens a subject: it becomes the lens.
    pub(super) fn open(&mut self, subject: Subject) {
        self.place.current = None;
        self.place.lens = subject;
        self.begin_detail();
        self.refresh();
        self.show_lens();
    }

    /// The detail is of something else: nothing of it has been seen.
    fn begin_detail(&mut self) {
        self.place.detail = Cursor::default();
        self.place.seen.detail = None;
    }

    /// Keeps the present place, before something is opened or gone to.
    pub(super) fn leave(&mut self) {
        self.history.leave(self.leaving());
    }

    /// The present place as it is left, with the search that is on.
    pub(super) fn leaving(&self) -> Left {
        Left {
            place: self.standing(),
            search: self.search.as_ref().map(Search::sought),
        }
    }

    /// Goes to the place before, or after: exactly the screen that was left, with its search.
    pub(super) fn travel(
        &mut self,
        step: fn(&mut History, Left) -> Option<Entry>,
        otherwise: &'static str,
    ) {
        let here = self.leaving();
        match step(&mut self.history, here) {
            Some(entry) => {
                let left = entry.find(&self.document);
                self.place = left.place;
                self.seek(left.search);
            }
            None => self.say(Message::note(otherwise.to_owned())),
        }
    }
}
