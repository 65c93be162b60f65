//! What of a place outlives the document it was in: another run, another version of the text.
//!
//! Owns how cursors and positions are held by ids and words instead of numbers and offsets. It must
//! not know where it is written.

use serde::{Deserialize, Serialize};

use super::location::{Current, Cursor, List, Place, Seen};
use super::prompt::{Prompt, Purpose, on_a_line};
use super::sidebar::{Target, heading};
use super::{App, Files, Options};
use crate::document::{Document, Owner, Subject};
use crate::layout::ScrollPosition;
use crate::tui::geometry::Region;
use crate::tui::text_anchor::{ResolvedAnchor, TextAnchor};

/// Where the reader was in an essay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The lens, by its id.
    pub lens: String,
    /// The region that had the focus.
    pub focus: Region,
    /// Whether it had the screen for itself.
    #[serde(default)]
    pub zoomed: bool,
    /// What the sidebar listed.
    pub list: List,
    /// The sidebar's cursor in each list, in the order of [`List::ALL`].
    #[serde(default)]
    pub sidebar: [Marked; 3],
    /// The detail's cursor.
    #[serde(default)]
    pub detail: Cursor,
    /// The top of the screen in the essay's source.
    pub position: TextAnchor,
    /// The blank lines seen above it.
    #[serde(default)]
    pub gap: u16,
    /// The passage walked to or peeked at.
    #[serde(default)]
    pub current: Option<Walked>,
}

/// A passage, held by whose it is and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walked {
    /// Whose it is.
    pub owner: OwnerName,
    /// Where it begins.
    pub start: TextAnchor,
    /// Where it ends.
    pub end: TextAnchor,
}

/// Whose a passage is, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OwnerName {
    /// A claim's, by its id.
    Claim(String),
    /// An actor's, by its id.
    Actor(String),
    /// A note's: whichever stands there.
    Note,
    /// Nobody's.
    Nobody,
}

impl Walked {
    pub(super) fn new(document: &Document, current: &Current) -> Self {
        let id = |subject| document.subject_id(subject).to_owned();
        let text = document.essay.source();
        Self {
            owner: match current.owner {
                Some(Owner::Claim(claim, _)) => OwnerName::Claim(id(Subject::Claim(claim))),
                Some(Owner::Actor(actor)) => OwnerName::Actor(id(Subject::Actor(actor))),
                Some(Owner::Note(_)) => OwnerName::Note,
                None => OwnerName::Nobody,
            },
            start: TextAnchor::new(text, current.range.start),
            end: TextAnchor::new(text, current.range.end),
        }
    }

    /// The passage of the same owner that begins there, or the nearest one.
    pub(super) fn find(&self, document: &Document, spot: &mut Spot<'_>) -> Option<Current> {
        let start = spot(&self.start).offset;
        let passages = match &self.owner {
            OwnerName::Claim(id) | OwnerName::Actor(id) => {
                document.index.passages(document.subject(id)?)
            }
            OwnerName::Note => document.index.note_passages(),
            OwnerName::Nobody => {
                let range = start..spot(&self.end).offset;
                return (!range.is_empty()).then_some(Current { owner: None, range });
            }
        };
        let nearest = passages
            .iter()
            .min_by_key(|p| p.range.start.abs_diff(start));
        nearest.map(Current::from)
    }
}

/// Finds places of one version of a text in another.
pub(super) type Spot<'a> = dyn FnMut(&TextAnchor) -> ResolvedAnchor + 'a;

/// A cursor in one of the sidebar's lists, with what it was on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Marked {
    /// The id of the entry, or the words of a heading.
    pub name: String,
    /// Where it was.
    pub cursor: Cursor,
}

impl Marked {
    fn new(document: &Document, list: List, cursor: Cursor) -> Self {
        let name = match Target::at(document, list, cursor.at) {
            Some(Target::Lens(subject)) => document.subject_id(subject).to_owned(),
            Some(Target::Heading(block)) => heading(document, block),
            None => String::new(),
        };
        Self { name, cursor }
    }

    /// The cursor on the same entry; on the essay itself, where that entry has gone.
    fn find(&self, document: &Document, list: List) -> Cursor {
        let Cursor { at, top } = self.cursor;
        let is_it = |target: Target| match target {
            Target::Lens(subject) => document.subject_id(subject) == self.name,
            Target::Heading(block) => heading(document, block) == self.name,
        };
        if self.name.is_empty() || Target::at(document, list, at).is_some_and(is_it) {
            return self.cursor;
        }
        let place = match document.subject(&self.name) {
            Some(subject) => Target::Lens(subject).place(document, list),
            None => Target::all(document, list).position(is_it),
        };
        // The entry stays on its row of the screen.
        place.map_or(Cursor::default(), |place| Cursor {
            at: place,
            top: top.saturating_add(place).saturating_sub(at),
        })
    }
}

/// Where the reader is in a document, held by ids and words.
pub(super) fn remember(document: &Document, place: &Place) -> Remembered {
    let marked = |list: List| Marked::new(document, list, place.sidebar[list.place()]);
    Remembered {
        lens: document.subject_id(place.lens).to_owned(),
        focus: place.focus,
        zoomed: place.zoomed,
        list: place.list,
        sidebar: List::ALL.map(marked),
        detail: place.detail,
        position: TextAnchor::new(document.essay.source(), place.position.offset),
        gap: place.position.blank_lines,
        current: place.current.as_ref().map(|it| Walked::new(document, it)),
    }
}

/// The place that is meant, in a document that may have changed. `spot` finds positions in its text.
pub(super) fn recall(document: &Document, remembered: &Remembered, spot: &mut Spot<'_>) -> Place {
    let marked = |list: List| remembered.sidebar[list.place()].find(document, list);
    let current = remembered.current.as_ref();
    let position = ScrollPosition {
        offset: spot(&remembered.position).offset,
        blank_lines: remembered.gap,
    };
    Place {
        lens: document.subject(&remembered.lens).unwrap_or(Subject::Essay),
        focus: remembered.focus,
        zoomed: remembered.zoomed,
        list: remembered.list,
        sidebar: List::ALL.map(marked),
        detail: remembered.detail,
        position,
        outlined: position,
        current: current.and_then(|current| current.find(document, spot)),
        seen: Seen::default(),
    }
}

impl App {
    /// A reader of a document as [`App::new`] makes it, but where the reader was before.
    #[must_use]
    pub fn resume(
        document: Document,
        files: Files,
        options: Options,
        size: (u16, u16),
        remembered: &Remembered,
    ) -> Self {
        let place = recall(&document, remembered, &mut |held| {
            held.resolve(document.essay.source())
        });
        Self::at(document, files, options, size, place)
    }

    /// Where the reader is; while a search is being typed, where it would return to.
    #[must_use]
    pub fn remember(&self) -> Remembered {
        let place = match &self.prompt {
            Some(Prompt {
                purpose: Purpose::Search(before),
                ..
            }) => before.0.clone(),
            _ => self.standing(),
        };
        remember(&self.document, &place)
    }

    /// What was searched for, oldest first.
    #[must_use]
    pub fn searches(&self) -> &[String] {
        &self.searches
    }

    /// Adds what was searched for in earlier runs, oldest first.
    pub fn add_earlier_searches(&mut self, earlier: &[String]) {
        let mut earlier: Vec<String> = earlier.iter().map(|query| on_a_line(query)).collect();
        earlier.retain(|query| !query.is_empty() && !self.searches.contains(query));
        if let Some(recalled) = &mut self.recalled {
            recalled.at += earlier.len();
        }
        self.searches.splice(0..0, earlier);
    }
}
