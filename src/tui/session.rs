//! Saves and restores locations: across runs, reloads and edits.
//!
//! Subjects are saved by their ids, and positions by the text around them ([`TextAnchor`]), so that
//! they are found again in a document that has changed.

use serde::{Deserialize, Serialize};

use crate::document::{Document, Owner, Subject};
use crate::layout::ScrollPosition;
use crate::tui::geometry::Pane;
use crate::tui::navigation::{
    DetailState, EssayState, List, ListCursor, Location, PassageRef, SidebarState, Snapshot,
};
use crate::tui::panes::detail::content::DetailItem;
use crate::tui::panes::sidebar::{Item, heading_text};
use crate::tui::search::SavedSearch;
use crate::tui::text_anchor::{ResolvedAnchor, TextAnchor, TextChange};

/// Finds a position of one version of a text in another.
pub type Resolve<'a> = dyn FnMut(&TextAnchor) -> ResolvedAnchor + 'a;

/// A location as the state file has it, whose fields have these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedLocation {
    /// The id of the lens.
    lens: String,
    focus: Pane,
    #[serde(default)]
    zoomed: bool,
    list: List,
    /// A cursor for each list of the sidebar.
    #[serde(default)]
    sidebar: [SavedCursor; 3],
    #[serde(default)]
    detail: ListCursor,
    /// The first byte on screen.
    position: TextAnchor,
    /// Blank lines above it on screen.
    #[serde(default, rename = "gap")]
    blank_lines: u16,
    /// The row that the cursor was placed on.
    #[serde(default)]
    cursor: Option<TextAnchor>,
    #[serde(default, rename = "current")]
    passage: Option<SavedPassage>,
}

/// A passage, by the annotation it belongs to and the text at its ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPassage {
    owner: SavedOwner,
    start: TextAnchor,
    end: TextAnchor,
}

/// The annotation of a passage, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SavedOwner {
    Claim(String),
    Actor(String),
    /// Any note, since notes need no id: the nearest one is restored.
    Note,
    Nobody,
}

impl SavedPassage {
    fn new(document: &Document, passage: &PassageRef) -> Self {
        let id = |subject| document.subject_id(subject).to_owned();
        let text = document.essay.source();
        Self {
            owner: match passage.owner {
                Some(Owner::Claim(claim, _)) => SavedOwner::Claim(id(Subject::Claim(claim))),
                Some(Owner::Actor(actor)) => SavedOwner::Actor(id(Subject::Actor(actor))),
                Some(Owner::Note(_)) => SavedOwner::Note,
                None => SavedOwner::Nobody,
            },
            start: TextAnchor::new(text, passage.range.start),
            end: TextAnchor::new(text, passage.range.end),
        }
    }

    /// Finds the passage of the same annotation that begins nearest to the saved start.
    fn restore(&self, document: &Document, resolve: &mut Resolve<'_>) -> Option<PassageRef> {
        let start = resolve(&self.start).offset;
        let passages = match &self.owner {
            SavedOwner::Claim(id) | SavedOwner::Actor(id) => {
                document.index.passages(document.subject(id)?)
            }
            SavedOwner::Note => document.index.note_passages(),
            SavedOwner::Nobody => {
                let range = start..resolve(&self.end).offset;
                return (!range.is_empty()).then_some(PassageRef { owner: None, range });
            }
        };
        let distance = |passage: &&crate::document::Passage| passage.range.start.abs_diff(start);
        passages.iter().min_by_key(distance).map(PassageRef::from)
    }
}

/// A cursor of the sidebar with the entry it was on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedCursor {
    /// The id of the entry, or the text of a heading.
    name: String,
    cursor: ListCursor,
}

impl SavedCursor {
    fn new(document: &Document, list: List, cursor: ListCursor) -> Self {
        let name = match Item::all(document, list).get(cursor.selected) {
            Some(&Item::Subject(subject)) => document.subject_id(subject).to_owned(),
            Some(&Item::Heading(block)) => heading_text(document, block),
            None => String::new(),
        };
        Self { name, cursor }
    }

    /// Puts the cursor on the same entry and the same row of the screen, or on the essay if the entry is
    /// gone.
    fn restore(&self, document: &Document, list: List) -> ListCursor {
        let ListCursor { selected, top } = self.cursor;
        let is_same = |item: &Item| match *item {
            Item::Subject(subject) => document.subject_id(subject) == self.name,
            Item::Heading(block) => heading_text(document, block) == self.name,
        };
        let items = Item::all(document, list);
        if self.name.is_empty() || items.get(selected).is_some_and(is_same) {
            return self.cursor;
        }
        let subject = document.subject(&self.name).map(Item::Subject);
        let index = match subject {
            Some(subject) => items.iter().position(|item| *item == subject),
            None => items.iter().position(is_same),
        };
        index.map_or(ListCursor::default(), |index| ListCursor {
            selected: index,
            top: (top + index).saturating_sub(selected),
        })
    }
}

impl SavedLocation {
    /// Saves a snapshot.
    #[must_use]
    pub fn new(document: &Document, snapshot: &Snapshot) -> Self {
        let Location {
            lens,
            focus,
            zoomed,
            list,
            passage,
        } = &snapshot.location;
        let (position, cursor) = (snapshot.essay.position, snapshot.essay.cursor);
        Self {
            lens: document.subject_id(*lens).to_owned(),
            focus: *focus,
            zoomed: *zoomed,
            list: *list,
            sidebar: List::ALL.map(|list| {
                SavedCursor::new(document, list, snapshot.sidebar.cursors[list as usize])
            }),
            detail: snapshot.detail.cursor,
            position: TextAnchor::new(document.essay.source(), position.offset),
            blank_lines: position.blank_lines,
            cursor: cursor.map(|line| TextAnchor::new(document.essay.source(), line.offset)),
            passage: passage
                .as_ref()
                .map(|passage| SavedPassage::new(document, passage)),
        }
    }

    /// Restores the snapshot in a document that may have changed. If the lens is gone it is the essay; if
    /// the passage is gone there is none.
    #[must_use]
    pub fn restore(&self, document: &Document, resolve: &mut Resolve<'_>) -> Snapshot {
        let position = ScrollPosition {
            offset: resolve(&self.position).offset,
            blank_lines: self.blank_lines,
        };
        let passage = self.passage.as_ref();
        let cursor = self.cursor.as_ref();
        let cursor = cursor.map(|anchor| ScrollPosition::new(resolve(anchor).offset));
        Snapshot {
            location: Location {
                lens: document.subject(&self.lens).unwrap_or(Subject::Essay),
                focus: self.focus,
                zoomed: self.zoomed,
                list: self.list,
                passage: passage.and_then(|passage| passage.restore(document, resolve)),
            },
            sidebar: SidebarState {
                cursors: List::ALL.map(|list| self.sidebar[list as usize].restore(document, list)),
                outline_synced_at: cursor.unwrap_or(position),
            },
            essay: EssayState {
                position,
                kept_visible: None,
                cursor,
            },
            detail: DetailState {
                cursor: self.detail,
                viewport: None,
            },
        }
    }

    /// Restores the snapshot by the text around each position, as in a new run.
    #[must_use]
    pub fn restore_by_text(&self, document: &Document) -> Snapshot {
        self.restore(document, &mut |anchor| {
            anchor.resolve(document.essay.source())
        })
    }

    /// Restores the snapshot. Also returns the saved location if part of it was not found.
    #[must_use]
    pub fn restore_or_keep(
        self,
        document: &Document,
        resolve: &mut Resolve<'_>,
    ) -> (Snapshot, Option<Self>) {
        let snapshot = self.restore(document, resolve);
        let is_complete = document.subject_id(snapshot.location.lens) == self.lens
            && snapshot.location.passage.is_some() == self.passage.is_some()
            && resolve(&self.position).matched;
        (snapshot, (!is_complete).then_some(self))
    }

    /// Updates the positions for a change of the text.
    fn rebase(&mut self, change: &TextChange, old: &str, new: &str) {
        self.position.rebase(change, old, new);
        if let Some(passage) = &mut self.passage {
            passage.start.rebase(change, old, new);
            passage.end.rebase(change, old, new);
        }
    }
}

/// A location that was left, with the search that was active there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// The location and the panes as they were there.
    pub snapshot: Snapshot,
    /// The search that was active there, if any.
    pub search: Option<SavedSearch>,
}

/// An entry of the jump list: a jump of the current document or of an earlier version.
///
/// After a reload a jump is resolved only when the user goes back to it, so that the cost of a reload
/// does not depend on the number of jumps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JumpEntry {
    /// A jump of the current document.
    Jump(Box<Jump>),
    /// A jump of an earlier version of the document.
    Detached(Box<DetachedJump>),
}

/// A jump saved by ids and text, independent of the document's version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachedJump {
    location: SavedLocation,
    search: Option<(String, TextAnchor)>,
}

impl From<Jump> for JumpEntry {
    fn from(jump: Jump) -> Self {
        Self::Jump(Box::new(jump))
    }
}

impl JumpEntry {
    /// Saves a jump of `document`, which will be replaced, by ids and text.
    pub fn detach(&mut self, document: &Document) {
        if let Self::Jump(jump) = self {
            let text = document.essay.source();
            let search = jump.search.take();
            *self = Self::Detached(Box::new(DetachedJump {
                location: SavedLocation::new(document, &jump.snapshot),
                search: search.map(|saved| (saved.query, TextAnchor::new(text, saved.from))),
            }));
        }
    }

    /// Updates a detached jump for a change of the text.
    pub fn rebase(&mut self, change: &TextChange, old: &str, new: &str) {
        if let Self::Detached(jump) = self {
            jump.location.rebase(change, old, new);
            if let Some((_, from)) = &mut jump.search {
                from.rebase(change, old, new);
            }
        }
    }

    /// The jump in the current document.
    #[must_use]
    pub fn resolve(self, document: &Document) -> Jump {
        match self {
            Self::Jump(jump) => *jump,
            Self::Detached(jump) => {
                let DetachedJump { location, search } = *jump;
                Jump {
                    snapshot: location.restore_by_text(document),
                    search: search.map(|(query, from)| SavedSearch {
                        query,
                        from: from.resolve(document.essay.source()).offset,
                    }),
                }
            }
        }
    }
}

/// What a reload saves from the old document, to be restored in the new one.
#[derive(Debug)]
pub struct ReloadSnapshot {
    /// The location.
    pub location: SavedLocation,
    /// The location that cancelling an open search prompt restores.
    pub search_origin: Option<SavedLocation>,
    /// The selected entry of the detail, and how many rows below the pane's top it begins.
    pub detail_entry: Option<(SavedDetailItem, isize)>,
    /// The beginning of the current match.
    pub current_match: Option<TextAnchor>,
}

/// An entry of the detail, by ids and text.
#[derive(Debug)]
pub enum SavedDetailItem {
    /// A subject, by its id.
    Subject(String),
    /// A claim at the other end of a relation, by its id.
    RelatedClaim(String),
    /// A passage.
    Passage(SavedPassage),
    /// The list of problems.
    Problems,
}

impl SavedDetailItem {
    /// Saves an entry.
    #[must_use]
    pub fn new(document: &Document, item: &DetailItem) -> Self {
        let id = |subject| document.subject_id(subject).to_owned();
        match item {
            DetailItem::Subject(subject) => Self::Subject(id(*subject)),
            DetailItem::RelatedClaim(claim) => Self::RelatedClaim(id(Subject::Claim(*claim))),
            DetailItem::Passage(passage) => Self::Passage(SavedPassage::new(document, passage)),
            DetailItem::Problems => Self::Problems,
        }
    }

    /// The entry in a document that has changed.
    #[must_use]
    pub fn restore(&self, document: &Document, resolve: &mut Resolve<'_>) -> Option<DetailItem> {
        Some(match self {
            Self::Subject(id) => DetailItem::Subject(document.subject(id)?),
            Self::RelatedClaim(id) => match document.subject(id)? {
                Subject::Claim(claim) => DetailItem::RelatedClaim(claim),
                _ => return None,
            },
            Self::Passage(passage) => DetailItem::Passage(passage.restore(document, resolve)?),
            Self::Problems => DetailItem::Problems,
        })
    }
}

/// A location that a reload restored only in part. If the user does not move, the next reload tries
/// again, since it may bring the earlier version of the text back.
#[derive(Debug, Clone)]
pub struct PartlyRestored {
    /// The location to restore.
    pub saved: SavedLocation,
    /// The location that it was restored to.
    pub restored: SavedLocation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::{Essay, Format};

    fn document(text: &str) -> Document {
        Document::new(Essay::parse(text.to_owned(), Format::Plain), None)
    }

    fn jump_to(offset: usize) -> Jump {
        Jump {
            snapshot: Snapshot {
                location: Location {
                    lens: Subject::Essay,
                    focus: Pane::Essay,
                    zoomed: false,
                    list: List::Themes,
                    passage: None,
                },
                sidebar: SidebarState::default(),
                essay: EssayState {
                    position: ScrollPosition {
                        offset,
                        blank_lines: 0,
                    },
                    ..EssayState::default()
                },
                detail: DetailState::default(),
            },
            search: None,
        }
    }

    /// Searching the new text for every jump would make a reload slow.
    #[test]
    fn a_reload_does_not_search_the_text_for_jumps() {
        let text = |words: &str| {
            let row = |number| format!("Row {number} of a text {words}.\n\n");
            (1..200).map(row).collect::<String>()
        };
        let (old, new) = (text("as it was"), format!("New.\n\n{}", text("as it is")));
        let offset = old.find("Row 100 ").unwrap();
        let mut entry = JumpEntry::from(jump_to(offset));

        entry.detach(&document(&old));
        entry.rebase(&TextChange::between(&old, &new), &old, &new);
        let JumpEntry::Detached(jump) = &entry else {
            panic!("{entry:?}");
        };
        assert_eq!(jump.location.position, TextAnchor::new(&old, offset));

        let resolved = entry.resolve(&document(&new)).snapshot.essay.position;
        assert_eq!(resolved.offset, new.find("Row 100 ").unwrap());
    }
}
