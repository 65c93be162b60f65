//! The entries of the sidebar's lists.

use crate::document::{Document, Subject};
use crate::essay::{Block, BlockKind, Part, sanitize};
use crate::tui::navigation::List;

/// Repeated words at the beginning of a claim are left out if they are at least this many bytes.
const MIN_REPEATED: usize = 20;

/// What an entry of the sidebar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A subject, which becomes the lens.
    Subject(Subject),
    /// A heading of an essay without themes, by its block.
    Heading(usize),
}

impl Item {
    /// The items of a list, the essay itself first.
    #[must_use]
    pub fn all(document: &Document, list: List) -> Vec<Self> {
        let index = &document.index;
        let mut items = vec![Self::Subject(Subject::Essay)];
        let subject = Self::Subject;
        match list {
            List::Themes if document.apparatus.themes.is_empty() => {
                let blocks = document.essay.blocks().iter().enumerate();
                let headings = blocks.filter(|(_, block)| heading_level(block).is_some());
                items.extend(headings.map(|(number, _)| Self::Heading(number)));
            }
            List::Themes => {
                let themes = index.theme_order().iter().copied();
                items.extend(themes.map(Subject::Theme).map(subject));
            }
            List::Claims => {
                let claims = index.claims().iter().copied();
                items.extend(claims.map(Subject::Claim).map(subject));
            }
            List::Actors => {
                let actors = index.actor_order().iter().copied();
                items.extend(actors.map(Subject::Actor).map(subject));
            }
        }
        items
    }
}

/// An entry of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SidebarRow {
    /// What it is.
    pub item: Item,
    /// Depth in the tree.
    pub depth: usize,
    /// A claim's number.
    pub number: Option<usize>,
    /// The sanitized label.
    pub label: String,
    /// Bytes of whole words at the label's beginning that the entry before begins with too.
    pub repeated_prefix: usize,
    /// The number at the right edge: claims of a theme, mentions of an actor.
    pub count: Option<usize>,
}

impl SidebarRow {
    fn new(document: &Document, item: Item) -> Self {
        let apparatus = &document.apparatus;
        let (mut depth, mut number, mut count) = (0, None, None);
        let label = match item {
            Item::Subject(Subject::Essay) => "The essay".to_owned(),
            Item::Subject(Subject::Theme(theme)) => {
                depth = document.index.depth(theme);
                count = Some(document.index.theme_claims(theme).len());
                sanitize(&apparatus[theme].name).into_owned()
            }
            Item::Subject(Subject::Claim(claim)) => {
                number = Some(document.index.number(claim));
                sanitize(&apparatus[claim].label()).into_owned()
            }
            Item::Subject(Subject::Actor(actor)) => {
                count = Some(apparatus[actor].mentions.len());
                sanitize(&apparatus[actor].name).into_owned()
            }
            Item::Heading(block) => {
                let level = heading_level(&document.essay.blocks()[block]);
                depth = usize::from(level.expect("a heading has a level")).saturating_sub(1);
                heading_text(document, block)
            }
        };
        Self {
            item,
            depth,
            number,
            label,
            repeated_prefix: 0,
            count,
        }
    }
}

/// The entries of a list.
pub(super) fn rows(document: &Document, list: List) -> Vec<SidebarRow> {
    let items = Item::all(document, list).into_iter();
    let mut rows: Vec<_> = items.map(|item| SidebarRow::new(document, item)).collect();
    if list == List::Claims {
        for at in 1..rows.len() {
            rows[at].repeated_prefix = repeated_prefix(&rows[at - 1].label, &rows[at].label);
        }
    }
    rows
}

/// The bytes of whole words that two labels begin with; 0 if they are too few to leave out.
fn repeated_prefix(before: &str, label: &str) -> usize {
    let pairs = before.bytes().zip(label.bytes());
    let same = pairs.take_while(|(one, other)| one == other).count();
    // A space is a single byte in UTF-8, so this is a character boundary.
    let space = label.as_bytes()[..same]
        .iter()
        .rposition(|&byte| byte == b' ');
    let words = space.map_or(0, |space| space + 1);
    if words < MIN_REPEATED { 0 } else { words }
}

/// The level of a heading of the body.
fn heading_level(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading(level) if block.part == Part::Body => Some(level),
        _ => None,
    }
}

/// The sanitized text of a heading, on one line.
#[must_use]
pub fn heading_text(document: &Document, block: usize) -> String {
    let range = document.essay.blocks()[block].range.clone();
    document.essay.text(range).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::repeated_prefix;

    #[test]
    fn repeated_words_are_counted_in_whole_words() {
        for (before, label, rest) in [
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
            assert_eq!(&label[repeated_prefix(before, label)..], rest, "{before}");
        }
    }
}
