//! What a format's markup changes of the source: compact, in the order of the source.
//!
//! Owns the stretches of the source that are not seen or seen as something else, where the author's
//! setting of the text changes, where links lead, and which rows are a table. Plain text has none
//! of it. It must not know a format.
//!
//! Offsets are 32 bits wide: a longer source is read as plain text.

use std::borrow::Cow;
use std::ops::Range;

use super::InlineStyle;

/// What is seen for a stretch of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Nothing; the mark may be there for the setting only.
    Nothing,
    /// A space.
    Space,
    /// A line end that must be kept.
    Line,
    /// What parts two cells of a table's row.
    Cell,
    /// One character, in [`Markup::characters`].
    Character,
    /// A longer text, in [`Markup::texts`].
    Text,
}

/// A stretch of the source that is not seen as it is, and how it and what follows is set.
/// It may be empty: then only the setting changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) seen: Seen,
    pub(super) setting: Setting,
}

impl Mark {
    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.start as usize + self.length as usize
    }
}

/// An [`InlineStyle`] in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Setting(u8);

impl From<InlineStyle> for Setting {
    fn from(inline: InlineStyle) -> Self {
        let flags = [
            inline.emphasis,
            inline.strong,
            inline.code,
            inline.strikethrough,
            inline.link,
        ];
        Self(
            flags
                .iter()
                .rev()
                .fold(0, |bits, &flag| bits << 1 | u8::from(flag)),
        )
    }
}

impl From<Setting> for InlineStyle {
    fn from(Setting(bits): Setting) -> Self {
        Self {
            emphasis: bits & 1 != 0,
            strong: bits & 2 != 0,
            code: bits & 4 != 0,
            strikethrough: bits & 8 != 0,
            link: bits & 16 != 0,
        }
    }
}

/// A link: its text's place in the source, and where it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) target: Target,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    /// It stands in the source.
    Source { start: u32, end: u32 },
    /// It had to be put together: a place in [`Markup::targets`].
    Made(u32),
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Its cells begin together.
    Left,
    /// Its cells stand in the middle.
    Center,
    /// Its cells end together.
    Right,
}

/// The rows of a table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The places of its rows in the list of blocks; the first names the columns.
    pub(super) rows: Range<usize>,
    pub(super) columns: Box<[Align]>,
}

/// A place among the marks, for one who goes through them with the source: what is near is found
/// without a search.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Near(usize);

impl Near {
    /// The place of the first mark that begins at a byte offset or behind it.
    pub(super) fn new(markup: &Markup, offset: usize) -> Self {
        Self(markup.from(offset))
    }

    /// Goes to the first mark that begins at a byte offset or behind it.
    fn go(&mut self, markup: &Markup, offset: usize) {
        let begins = |place: usize| markup.marks.get(place).map(Mark::start);
        while self
            .0
            .checked_sub(1)
            .and_then(begins)
            .is_some_and(|start| start >= offset)
        {
            self.0 -= 1;
        }
        while begins(self.0).is_some_and(|start| start < offset) {
            self.0 += 1;
        }
    }

    /// The first mark that begins at a byte offset or behind it.
    pub(super) fn from<'m>(&mut self, markup: &'m Markup, offset: usize) -> Option<&'m Mark> {
        self.go(markup, offset);
        markup.marks.get(self.0)
    }

    /// The last mark that begins before a byte offset.
    pub(super) fn before<'m>(&mut self, markup: &'m Markup, offset: usize) -> Option<&'m Mark> {
        self.go(markup, offset);
        markup.marks.get(self.0.checked_sub(1)?)
    }
}

/// All that the markup of an essay changes. Every list is in the order of the source.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    pub(super) marks: Vec<Mark>,
    pub(super) characters: Vec<(u32, char)>,
    pub(super) texts: Vec<(u32, Box<str>)>,
    pub(super) links: Vec<Link>,
    pub(super) targets: Vec<Box<str>>,
    pub(super) tables: Vec<Table>,
}

impl Markup {
    /// Adds the markup of what follows in the source, whose blocks come behind so many others.
    pub(super) fn append(&mut self, other: Self, blocks: usize) {
        let made = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        let links = other.links.into_iter().map(|link| match link.target {
            Target::Made(place) => Link {
                target: Target::Made(place.saturating_add(made)),
                ..link
            },
            Target::Source { .. } => link,
        });
        let tables = other.tables.into_iter().map(|table| Table {
            rows: table.rows.start + blocks..table.rows.end + blocks,
            columns: table.columns,
        });
        self.links.extend(links);
        self.tables.extend(tables);
        self.marks.extend(other.marks);
        self.characters.extend(other.characters);
        self.texts.extend(other.texts);
        self.targets.extend(other.targets);
    }

    /// What is seen for a mark, as the format gave it.
    pub(super) fn text(&self, mark: &Mark) -> Cow<'_, str> {
        match mark.seen {
            Seen::Nothing => Cow::Borrowed(""),
            Seen::Space => Cow::Borrowed(" "),
            Seen::Line => Cow::Borrowed("\n"),
            Seen::Cell => Cow::Borrowed("  "),
            Seen::Character => {
                let place = self
                    .characters
                    .binary_search_by_key(&mark.start, |entry| entry.0);
                let entry = place.ok().and_then(|place| self.characters.get(place));
                entry.map_or(Cow::Borrowed(""), |entry| Cow::Owned(entry.1.to_string()))
            }
            Seen::Text => {
                let place = self
                    .texts
                    .binary_search_by_key(&mark.start, |entry| entry.0);
                let entry = place.ok().and_then(|place| self.texts.get(place));
                Cow::Borrowed(entry.map_or("", |entry| &entry.1))
            }
        }
    }

    /// The place of the first mark that begins at a byte offset or behind it.
    pub(super) fn from(&self, offset: usize) -> usize {
        self.marks.partition_point(|mark| mark.start() < offset)
    }

    /// The last mark that begins before a byte offset.
    pub(super) fn before(&self, offset: usize) -> Option<&Mark> {
        self.marks.get(self.from(offset).checked_sub(1)?)
    }

    /// The table that has a block as a row.
    pub(super) fn table(&self, block: usize) -> Option<&Table> {
        let place = self.tables.partition_point(|table| table.rows.end <= block);
        self.tables
            .get(place)
            .filter(|table| table.rows.contains(&block))
    }

    /// The link whose text holds a byte offset.
    pub(super) fn link(&self, offset: usize) -> Option<&Link> {
        let place = self
            .links
            .partition_point(|link| link.end as usize <= offset);
        self.links
            .get(place)
            .filter(|link| link.start as usize <= offset)
    }
}
