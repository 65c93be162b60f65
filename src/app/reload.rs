//! A document read again, or made more of: every place is found again by its names and words.
//!
//! Owns what is held on to while the document is exchanged. Nothing moves on screen that the change
//! itself did not move.

use super::App;
use super::detail::Target;
use super::held::{Change, Found, Held};
use super::overlay::Kind;
use super::place::Place;
use super::prompt::{Prompt, Purpose};
use super::remember::{Remembered, Spot, Walked, recall, remember};
use super::search::Search;
use crate::apparatus::anchor::Resolution;
use crate::index::{Document, Subject};

/// A place of which part was not found again, and what was found of it.
#[derive(Debug, Clone)]
pub(super) struct Lost {
    /// The place as it was.
    whole: Remembered,
    /// What was made of it. Where the reader has not moved since, the whole is looked for again
    /// when the document changes next: it may be the old one.
    left: Place,
}

impl Lost {
    /// Whether the reader is still where what was found has left them. What a resize moves does not
    /// count.
    fn holds(&self, place: &Place) -> bool {
        let what = |place: &Place| {
            let cursors = place.sidebar.map(|cursor| cursor.at);
            let screen = (place.focus, place.zoomed, place.list, place.position);
            (place.lens, screen, cursors, place.detail.at)
        };
        what(&self.left) == what(place) && self.left.current == place.current
    }
}

/// What is held on to while the document is exchanged.
struct Hold {
    place: Remembered,
    history: Vec<Remembered>,
    /// Where a search that is being typed would return to.
    typing: Option<Remembered>,
    /// The entry under the detail's cursor, and how far from the top of the region it stands.
    entry: Option<(Entry, isize)>,
    /// The current match.
    found: Option<Held>,
}

/// An entry of the detail, by name.
enum Entry {
    Lens(String),
    Related(String),
    Passage(Walked),
    Problems,
}

impl Entry {
    fn new(document: &Document, target: &Target) -> Self {
        let id = |subject| document.subject_id(subject).to_owned();
        match target {
            Target::Lens(subject) => Self::Lens(id(*subject)),
            Target::Related(claim) => Self::Related(id(Subject::Claim(*claim))),
            Target::Passage(current) => Self::Passage(Walked::new(document, current)),
            Target::Problems => Self::Problems,
        }
    }

    fn find(&self, document: &Document, spot: &mut Spot<'_>) -> Option<Target> {
        Some(match self {
            Self::Lens(id) => Target::Lens(document.subject(id)?),
            Self::Related(id) => match document.subject(id)? {
                Subject::Claim(claim) => Target::Related(claim),
                _ => return None,
            },
            Self::Passage(walked) => Target::Passage(walked.find(document, spot)?),
            Self::Problems => Target::Problems,
        })
    }
}

impl App {
    /// Takes a document read again in place of the present one. Lenses are found again by their
    /// ids, positions by the words that stood there; a search stays on. False, and nothing done,
    /// where nothing has changed.
    pub fn replace(&mut self, document: Document) -> bool {
        let (old, new) = (self.document.essay.source(), document.essay.source());
        let change = Change::between(old, new);
        if old == new && self.document.file == document.file {
            return false;
        }
        self.stand();
        let hold = self.hold();
        self.document = document;
        self.take_up(&hold, |text, held| {
            let moved = change.moved(held.offset).map(|offset| Found {
                offset,
                by_words: true,
            });
            moved.unwrap_or_else(|| held.find(text))
        });
        true
    }

    /// Takes in what was found out about anchors that were left
    /// [pending](Document::pending) when the document was opened.
    pub fn settle(&mut self, resolutions: Vec<Resolution>) {
        self.stand();
        let hold = self.hold();
        self.document.settle(resolutions);
        self.take_up(&hold, |_, held| Found {
            offset: held.offset,
            by_words: true,
        });
    }

    fn hold(&self) -> Hold {
        let document = &self.document;
        let at = self.place.detail.at;
        let entry = self.detail.targets.get(at);
        let from = self.detail.of_entry(at).map_or(0, |(from, _)| from);
        let below = from.cast_signed() - self.place.detail.top.cast_signed();
        let place = |place: &Place| remember(document, place);
        let text = document.essay.source();
        Hold {
            place: place(&self.place),
            history: self.history.places().map(place).collect(),
            typing: match &self.prompt {
                Some(Prompt {
                    purpose: Purpose::Search(before),
                    ..
                }) => Some(place(&before.0)),
                _ => None,
            },
            entry: entry.map(|target| (Entry::new(document, target), below)),
            found: self.current_match().map(|at| Held::new(text, at.start)),
        }
    }

    /// Goes on in the document that is there now. `moved` finds places of the old text in the new.
    fn take_up(&mut self, hold: &Hold, moved: impl Fn(&str, &Held) -> Found) {
        let document = &self.document;
        let text = document.essay.source();
        let spot = &mut |held: &Held| moved(text, held);
        let entry = hold.entry.as_ref();
        let entry = entry.and_then(|(entry, below)| Some((entry.find(document, spot)?, *below)));
        let found = hold.found.as_ref().map(|held| spot(held).offset);
        for (place, held) in self.history.places_mut().zip(&hold.history) {
            *place = recall(document, held, spot);
        }
        let typing = hold.typing.as_ref();
        let typing = typing.map(|held| recall(document, held, spot));
        let lost = self.lost.take().filter(|lost| lost.holds(&self.place));
        let (entry, (place, whole)) = match lost {
            Some(lost) => (
                None,
                find(document, lost.whole, &mut |held| held.find(text)),
            ),
            None => (entry, find(document, hold.place.clone(), spot)),
        };
        self.place = place;
        self.run = super::look::Run::None;
        if let (Some(before), Some(place)) = (self.before_search(), typing) {
            before.0 = place;
        }
        self.take_measure();
        self.refresh();
        if let Some((target, below)) = entry {
            self.find_entry(&target, below);
        }
        self.search_again(found);
        self.suggest_again();
        if self.lies_over(Kind::Choice) {
            self.overlay = None;
        }
        self.compose_overlay();
        self.refresh();
        self.see();
        let left = &self.place;
        self.lost = whole.map(|whole| {
            let left = left.clone();
            Box::new(Lost { whole, left })
        });
    }

    /// Puts the detail's cursor on an entry, so many rows below the region's top.
    fn find_entry(&mut self, target: &Target, below: isize) {
        self.compose_whole_detail();
        let before = self.place.detail.at;
        let entries = self.detail.targets.iter().enumerate();
        let same = entries.filter(|(_, one)| *one == target).map(|(at, _)| at);
        let Some(at) = same.min_by_key(|at| at.abs_diff(before)) else {
            return;
        };
        self.place.detail.at = at;
        if let Some((from, _)) = self.detail.of_entry(at) {
            self.place.detail.top = from.saturating_add_signed(-below);
        }
    }

    /// Searches the text again for what is searched for, and for what was before that. The current
    /// match is the one at an offset, or the first on screen.
    fn search_again(&mut self, at: Option<usize>) {
        let from = at.unwrap_or(self.on_screen().start);
        let now = self.search.take();
        let before = self.before_search().and_then(|before| before.1.take());
        let again = |search: Option<Search>| search?.again(self, from);
        let (now, earlier) = (again(now), again(before));
        self.search = now;
        if let Some(before) = self.before_search() {
            before.1 = earlier;
        }
    }

    /// Where a search that is being typed would return to.
    fn before_search(&mut self) -> Option<&mut (Place, Option<Search>)> {
        match &mut self.prompt.as_mut()?.purpose {
            Purpose::Search(before) => Some(before),
            Purpose::GoTo(_) => None,
        }
    }
}

/// Finds a place; gives it back whole where part of it was not found.
fn find(
    document: &Document,
    whole: Remembered,
    spot: &mut Spot<'_>,
) -> (Place, Option<Remembered>) {
    let place = recall(document, &whole, spot);
    let lens = document.subject_id(place.lens) == whole.lens;
    let current = place.current.is_some() == whole.current.is_some();
    let all = lens && current && spot(&whole.position).by_words;
    (place, (!all).then_some(whole))
}
