//! The sidebar: the essay itself, then its themes, claims or actors.
//!
//! Owns the entries and how the cursor goes through them. What an entry looks like is the view's.

mod strip;

use std::ops::Range;

use super::location::List;
use super::{App, Message};
use crate::document::{Document, Subject};
use crate::essay::{Block, BlockKind, Part, sanitize};
use crate::tui::geometry::Region;

/// What an entry of the sidebar leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A lens.
    Lens(Subject),
    /// A block, for the headings of an essay without themes.
    Heading(usize),
}

impl Target {
    /// What the entries of a list lead to, in their order.
    pub fn all(document: &Document, list: List) -> impl Iterator<Item = Self> + '_ {
        let index = &document.index;
        let lenses: Box<dyn Iterator<Item = Self>> = match list {
            List::Themes if document.apparatus.themes.is_empty() => {
                Box::new(headings(document).map(Self::Heading))
            }
            List::Themes => Box::new(lenses(index.theme_order(), Subject::Theme)),
            List::Claims => Box::new(lenses(index.claims(), Subject::Claim)),
            List::Actors => Box::new(lenses(index.actor_order(), Subject::Actor)),
        };
        std::iter::once(Self::Lens(Subject::Essay)).chain(lenses)
    }

    /// What the entry at a place of a list leads to.
    #[must_use]
    pub fn at(document: &Document, list: List, at: usize) -> Option<Self> {
        Self::all(document, list).nth(at)
    }

    /// The place in a list of the entry that leads there.
    #[must_use]
    pub fn place(self, document: &Document, list: List) -> Option<usize> {
        Self::all(document, list).position(|target| target == self)
    }
}

fn lenses<I: Copy>(of: &[I], subject: fn(I) -> Subject) -> impl Iterator<Item = Target> {
    of.iter().map(move |&one| Target::Lens(subject(one)))
}

/// One entry of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it leads to.
    pub target: Target,
    /// How deep it stands in the tree.
    pub depth: usize,
    /// What stands before its label: a claim's number.
    pub number: Option<usize>,
    /// Its label, safe to show.
    pub label: String,
    /// The bytes of the label that the entry before begins with too, in whole words.
    pub repeated: usize,
    /// What is counted at its right: claims of a theme, mentions of an actor.
    pub count: Option<usize>,
}

impl Entry {
    /// What leads somewhere, as an entry of its own.
    fn new(document: &Document, target: Target) -> Self {
        let apparatus = &document.apparatus;
        let (mut depth, mut number, mut count) = (0, None, None);
        let label = match target {
            Target::Lens(Subject::Essay) => "The essay".to_owned(),
            Target::Lens(Subject::Theme(theme)) => {
                depth = document.index.depth(theme);
                count = Some(document.index.theme_claims(theme).len());
                sanitize(&apparatus[theme].name).into_owned()
            }
            Target::Lens(Subject::Claim(claim)) => {
                number = Some(document.index.number(claim));
                sanitize(&apparatus[claim].text).into_owned()
            }
            Target::Lens(Subject::Actor(actor)) => {
                count = Some(apparatus[actor].mentions.len());
                sanitize(&apparatus[actor].name).into_owned()
            }
            Target::Heading(block) => {
                let level = document.essay.blocks().get(block).and_then(heading_level);
                depth = usize::from(level.unwrap_or(0).saturating_sub(1));
                heading(document, block)
            }
        };
        Self {
            target,
            depth,
            number,
            label,
            repeated: 0,
            count,
        }
    }
}

/// The entries of a list, the essay itself first.
#[must_use]
pub fn entries(document: &Document, list: List) -> Vec<Entry> {
    let targets = Target::all(document, list);
    let mut entries: Vec<_> = targets.map(|target| Entry::new(document, target)).collect();
    if list == List::Claims {
        let mut before = String::new();
        for entry in &mut entries {
            entry.repeated = repeated(&before, &entry.label);
            before.clone_from(&entry.label);
        }
    }
    entries
}

/// The bytes of whole words that a label begins with as the one before it does; none if they are
/// too few to be worth leaving out, or all there is.
fn repeated(before: &str, label: &str) -> usize {
    let both = before.bytes().zip(label.bytes());
    let alike = both.take_while(|(one, other)| one == other).count();
    // A space is a byte of its own in UTF-8, so this is a border between characters.
    let words = label.as_bytes()[..alike].iter().rposition(|&b| b == b' ');
    let words = words.map_or(0, |space| space + 1);
    if words < LEAST_REPEATED { 0 } else { words }
}

/// Fewer bytes than this are not left out where they are repeated.
const LEAST_REPEATED: usize = 20;

/// The blocks of the body's headings.
fn headings(document: &Document) -> impl Iterator<Item = usize> + '_ {
    let blocks = document.essay.blocks().iter().enumerate();
    blocks.filter_map(|(number, block)| heading_level(block).map(|_| number))
}

/// The level of a heading of the body.
fn heading_level(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading(level) if block.part == Part::Body => Some(level),
        _ => None,
    }
}

/// The words of a heading on one line, safe to show.
#[must_use]
pub(super) fn heading(document: &Document, block: usize) -> String {
    let blocks = document.essay.blocks();
    let range = blocks.get(block).map(|block| block.range.clone());
    let text = document.essay.text(range.unwrap_or_default());
    text.replace('\n', " ")
}

/// The rows of the sidebar that are not entries: the list's names above and a gap.
pub const HEAD_ROWS: u16 = 2;
/// The rows of the strip below, with the gap above it.
pub const STRIP_ROWS: u16 = 3;
/// The columns in which one row is enough for a claim.
const WIDE_ENOUGH: u16 = 44;
/// Fewer rows than this, and the strip is left out.
const LEAST_FOR_STRIP: u16 = 10;

/// The names of the lists above the entries, each with the columns it takes within the sidebar. A
/// list with nothing in it is not named, unless it is the one shown.
#[must_use]
pub fn tabs(app: &App) -> Vec<(List, Range<u16>)> {
    let named = |list: &List| *list == app.place.list || app.has_list(*list);
    let lists: Vec<_> = List::ALL.into_iter().filter(named).collect();
    let widths = lists.iter().map(|&list| app.list_name(list).len());
    let widths: Vec<_> = widths
        .map(|width| u16::try_from(width).unwrap_or(0))
        .collect();
    let room = app.regions.sidebar.map_or(0, |rect| rect.width);
    // Where they do not fit with two cells between them, they stand closer.
    let gaps = u16::try_from(lists.len().saturating_sub(1)).unwrap_or(0);
    let whole: u16 = widths.iter().sum();
    let (mut x, gap) = match room.saturating_sub(whole) {
        left if left > 2 * gaps => (1, 2),
        left if left > gaps => (1, 1),
        _ => (0, 1),
    };
    let mut tabs = Vec::with_capacity(lists.len());
    for (list, width) in lists.into_iter().zip(widths) {
        let end = (x + width).min(room);
        tabs.push((list, x.min(end)..end));
        x += width + gap;
    }
    tabs
}

impl App {
    /// The name of a list.
    #[must_use]
    pub fn list_name(&self, list: List) -> &'static str {
        match list {
            List::Themes if self.document.apparatus.themes.is_empty() => "Outline",
            List::Themes => "Themes",
            List::Claims => "Claims",
            List::Actors => "Actors",
        }
    }

    /// Whether there is anything in a list beside the essay itself; the first has always its place.
    #[must_use]
    pub fn has_list(&self, list: List) -> bool {
        match list {
            List::Themes => true,
            List::Claims => !self.document.apparatus.claims.is_empty(),
            List::Actors => !self.document.apparatus.actors.is_empty(),
        }
    }

    /// The rows that the sidebar's entries have.
    #[must_use]
    pub fn sidebar_rows(&self) -> u16 {
        let rows = self.regions.sidebar.map_or(0, |rect| rect.height);
        let foot = if self.shows_strip() { STRIP_ROWS } else { 0 };
        rows.saturating_sub(HEAD_ROWS + foot)
    }

    /// The rows of each entry. A claim is told by its words, and one row of a narrow sidebar holds
    /// too few of them.
    #[must_use]
    pub fn entry_rows(&self) -> u16 {
        let narrow = self
            .regions
            .sidebar
            .is_some_and(|rect| rect.width < WIDE_ENOUGH);
        if self.place.list == List::Claims && narrow && self.sidebar_rows() > 1 {
            2
        } else {
            1
        }
    }

    /// How many entries the sidebar shows at once.
    pub(super) fn sidebar_height(&self) -> usize {
        usize::from(self.sidebar_rows() / self.entry_rows())
    }

    /// The first entry that the sidebar shows: as it was left, but so that the cursor is seen.
    #[must_use]
    pub fn sidebar_top(&self) -> usize {
        let height = self.sidebar_height();
        let mut cursor = self.place.cursor();
        cursor.top = cursor.top.min(self.entries.len().saturating_sub(height));
        cursor.reveal(cursor.at, cursor.at + 1, height);
        cursor.top
    }

    /// Whether there is room for the strip.
    #[must_use]
    pub fn shows_strip(&self) -> bool {
        self.regions
            .sidebar
            .is_some_and(|rect| rect.height >= LEAST_FOR_STRIP)
    }

    /// Moves the sidebar's cursor; the lens follows.
    pub(super) fn sidebar_to(&mut self, at: usize) {
        let last = self.entries().len().saturating_sub(1);
        self.place.cursor_mut().at = at.min(last);
        self.place.cursor_mut().top = self.sidebar_top();
        let Some(entry) = self.entries().get(at.min(last)) else {
            return;
        };
        match entry.target {
            Target::Lens(subject) => self.look_through(subject),
            Target::Heading(block) => {
                self.look_through(Subject::Essay);
                self.read_block(block);
            }
        }
    }

    /// Makes the entries of the list shown, unless they are there.
    pub(super) fn list_entries(&mut self) {
        if self.entries_of != Some(self.place.list) {
            self.entries = entries(&self.document, self.place.list);
            self.entries_of = Some(self.place.list);
        }
    }

    /// Puts the sidebar's cursor on the lens, where its list has it.
    pub(super) fn sidebar_find_lens(&mut self) {
        self.list_entries();
        let lens = Target::Lens(self.place.lens);
        if let Some(at) = self.entries().iter().position(|entry| entry.target == lens) {
            self.place.cursor_mut().at = at;
            self.place.cursor_mut().top = self.sidebar_top();
        }
    }

    /// Shows another list. The lens stays until the cursor moves.
    pub(super) fn show_list(&mut self, list: List) {
        if !self.has_list(list) && self.place.list != list {
            let name = self.list_name(list).to_lowercase();
            self.say(Message::note(format!("There are no {name} here")));
            return;
        }
        self.place.list = list;
        self.turn_to(Region::Sidebar);
        self.sidebar_find_lens();
    }

    /// Turns the sidebar to the list that has a subject, and puts its cursor there.
    pub(super) fn show_in_sidebar(&mut self, subject: Subject) {
        self.place.list = match subject {
            Subject::Essay => self.place.list,
            Subject::Theme(_) => List::Themes,
            Subject::Claim(_) => List::Claims,
            Subject::Actor(_) => List::Actors,
        };
        self.place.lens = subject;
        self.sidebar_find_lens();
        if self.place.zoomed || self.regions.detail.is_none() {
            self.turn_to(Region::Detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn what_the_entry_before_says_too_is_counted_in_whole_words() {
        for (before, label, left) in [
            ("", "Any words at all", "Any words at all"),
            (
                "The administration has a plan",
                "The administration has a programme",
                "programme",
            ),
            (
                "The administration has a plan",
                "The administration hasn't",
                "The administration hasn't",
            ),
            (
                "Ärztinnen und Ärzte fordern mehr",
                "Ärztinnen und Ärzte fördern mehr",
                "fördern mehr",
            ),
        ] {
            assert_eq!(&label[repeated(before, label)..], left, "{before}");
        }
    }
}
