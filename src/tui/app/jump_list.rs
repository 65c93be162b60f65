//! The places left, as a browser keeps them: each with the search that was on.
//!
//! Owns their list, and how they outlive the document that they were in. After a reload they are held
//! by names and words, and one is found again only when it is gone to: so many places cost a reload
//! nothing, however long the text.

use super::location::Place;
use super::session::{Remembered, recall, remember};
use crate::document::Document;
use crate::tui::text_anchor::{TextAnchor, TextChange};

/// A search that was on, as much of it as makes it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sought {
    /// What was searched for.
    pub(super) query: String,
    /// The current match is the first from here on, in bytes of the source.
    pub(super) from: usize,
}

/// A place that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) place: Place,
    /// The search that was on there.
    pub(super) search: Option<Sought>,
}

/// The same in a document that is not there any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    place: Remembered,
    search: Option<(String, TextAnchor)>,
}

impl Kept {
    fn new(document: &Document, left: Left) -> Self {
        let text = document.essay.source();
        let search = left.search;
        Self {
            place: remember(document, &left.place),
            search: search.map(|sought| (sought.query, TextAnchor::new(text, sought.from))),
        }
    }

    /// Follows a change of the text, where it moves what still stands where it was. The rest is not
    /// looked for yet.
    fn carry(&mut self, change: &TextChange, old: &str, new: &str) {
        let walked = self.place.current.as_mut();
        let walked = walked.map(|walked| [&mut walked.start, &mut walked.end]);
        let searched = self.search.as_mut().map(|(_, held)| held);
        let all = std::iter::once(&mut self.place.position);
        for held in all.chain(walked.into_iter().flatten()).chain(searched) {
            held.follow(change, old, new);
        }
    }

    fn find(self, document: &Document) -> Left {
        let text = document.essay.source();
        let search = self.search.map(|(query, held)| Sought {
            query,
            from: held.resolve(text).offset,
        });
        Left {
            place: recall(document, &self.place, &mut |held| held.resolve(text)),
            search,
        }
    }
}

/// A place of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// In the document that is there.
    Left(Box<Left>),
    /// Of one that was there before, not looked for yet.
    Kept(Box<Kept>),
}

impl Entry {
    /// The place in the document that is there.
    pub(super) fn find(self, document: &Document) -> Left {
        match self {
            Self::Left(left) => *left,
            Self::Kept(kept) => kept.find(document),
        }
    }
}

impl From<Left> for Entry {
    fn from(left: Left) -> Self {
        Self::Left(Box::new(left))
    }
}

/// The places left, and those gone back from.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    behind: Vec<Entry>,
    ahead: Vec<Entry>,
    departures: usize,
}

/// More places than this are not kept; the oldest goes.
const MOST: usize = 200;

impl History {
    /// Keeps a place that is being left for something opened. What lay ahead is gone.
    pub(super) fn leave(&mut self, left: Left) {
        self.ahead.clear();
        self.departures += 1;
        self.behind.push(left.into());
        if self.behind.len() > MOST {
            self.behind.remove(0);
        }
    }

    /// How often a place has been left.
    pub(super) fn departures(&self) -> usize {
        self.departures
    }

    /// Whether there is a place before.
    pub(super) fn has_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// The place before, in exchange for the present one.
    pub(super) fn back(&mut self, present: Left) -> Option<Entry> {
        let entry = self.behind.pop()?;
        self.ahead.push(present.into());
        Some(entry)
    }

    /// The place after, in exchange for the present one.
    pub(super) fn forward(&mut self, present: Left) -> Option<Entry> {
        let entry = self.ahead.pop()?;
        self.behind.push(present.into());
        Some(entry)
    }

    /// Holds every place by its names and words, for the document is about to change.
    pub(super) fn keep(&mut self, document: &Document) {
        for entry in self.behind.iter_mut().chain(&mut self.ahead) {
            if let Entry::Left(left) = entry {
                let kept = Kept::new(document, left.as_ref().clone());
                *entry = Entry::Kept(Box::new(kept));
            }
        }
    }

    /// Follows a change of the text with every place [kept](Self::keep).
    pub(super) fn carry(&mut self, change: &TextChange, old: &str, new: &str) {
        for entry in self.behind.iter_mut().chain(&mut self.ahead) {
            if let Entry::Kept(kept) = entry {
                kept.carry(change, old, new);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::location::{Cursor, List, Seen};
    use super::*;
    use crate::document::Subject;
    use crate::layout::ScrollPosition;
    use crate::tui::geometry::Region;

    fn left(offset: usize) -> Left {
        let place = Place {
            lens: Subject::Essay,
            focus: Region::Essay,
            zoomed: false,
            list: List::Themes,
            sidebar: [Cursor::default(); 3],
            detail: Cursor::default(),
            position: ScrollPosition::new(offset),
            outlined: ScrollPosition::default(),
            current: None,
            seen: Seen::default(),
        };
        let search = offset.is_multiple_of(2).then(|| Sought {
            query: "words".to_owned(),
            from: offset,
        });
        Left { place, search }
    }

    fn entry(offset: usize) -> Entry {
        left(offset).into()
    }

    #[test]
    fn history_is_a_browsers() {
        let mut history = History::default();
        assert_eq!(history.back(left(0)), None);
        history.leave(left(1));
        history.leave(left(2));
        assert_eq!(history.back(left(3)), Some(entry(2)));
        assert_eq!(history.back(left(2)), Some(entry(1)));
        assert_eq!(history.forward(left(1)), Some(entry(2)));
        assert_eq!(history.forward(left(2)), Some(entry(3)));
        assert_eq!(history.forward(left(3)), None);
        assert_eq!(history.back(left(3)), Some(entry(2)));
        history.leave(left(9));
        assert_eq!(history.forward(left(9)), None, "what lay ahead is gone");
    }

    #[test]
    fn history_forgets_the_oldest() {
        let mut history = History::default();
        for offset in 0..MOST + 10 {
            history.leave(left(offset));
        }
        let (mut count, mut last) = (0, None);
        while let Some(entry) = history.back(left(0)) {
            last = Some(entry);
            count += 1;
        }
        assert_eq!((count, last), (MOST, Some(entry(10))));
    }
}
