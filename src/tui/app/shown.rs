//! What a draw needs of the reader: the rows were made by [`App::update`], the rest costs a draw next
//! to nothing.
//!
//! Owns what may be asked, and the words of the line above. Those are put together for each draw, as
//! the strip and the links are, from what is there: kept, they would have to be made anew at nearly
//! every key.

use super::location::{List, Place};
use super::page::PageRow;
use super::prompt::Prompt;
use super::{App, Message, detail, sidebar};
use crate::document::{Document, Subject};
use crate::tui::action::Action;
use crate::tui::geometry::{Arrangement, Region, ScreenLayout};
use crate::tui::rich_text::RichText;

impl App {
    /// The document being read.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Where the reader is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The essay's title, safe to show; the file's name where it has none.
    #[must_use]
    pub fn title(&self) -> String {
        let title = self.document.title();
        let named = || {
            let file = self.files.essay.as_ref()?.file_name()?;
            Some(file.to_string_lossy().into_owned())
        };
        let title = if title.is_empty() {
            named().unwrap_or_default()
        } else {
            title
        };
        crate::essay::sanitize(&title).into_owned()
    }

    /// Where one is in the essay: `¶ 3/5  62 %`.
    #[must_use]
    pub fn place_words(&self) -> String {
        let count = self.document.essay.paragraph_count();
        let percent = self.percent();
        match self.paragraph() {
            _ if count == 0 => format!("{percent:>3} %"),
            Some(number) => format!("¶ {number}/{count}  {percent:>3} %"),
            None => format!("¶ –/{count}  {percent:>3} %"),
        }
    }

    /// Whether an action would do something in this essay where the reader is. Of those that always
    /// do, nothing is asked.
    #[must_use]
    pub fn offers(&self, action: Action) -> bool {
        let passages = |lens| !self.document.index.passages(lens).is_empty();
        match action {
            Action::Back => self.history.has_behind(),
            Action::Themes => self.has_list(List::Claims) || self.has_list(List::Actors),
            Action::Claims => self.has_list(List::Claims),
            Action::Actors => self.has_list(List::Actors),
            Action::NextPassage | Action::PreviousPassage => passages(self.place.lens),
            Action::Open if self.place.focus == Region::Essay => passages(Subject::Essay),
            Action::Open if self.place.focus == Region::Detail => self.is_in_sight(),
            Action::Zoom => self.regions.arrangement != Arrangement::Single,
            _ => true,
        }
    }

    /// Where the regions stand.
    #[must_use]
    pub fn regions(&self) -> &ScreenLayout {
        &self.regions
    }

    /// The columns and rows of the screen.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The entries of the sidebar's list.
    #[must_use]
    pub fn entries(&self) -> &[sidebar::Entry] {
        &self.entries
    }

    /// The rows of the detail.
    #[must_use]
    pub fn detail(&self) -> &RichText<detail::DetailItem> {
        &self.detail
    }

    /// The rows of the essay on screen.
    #[must_use]
    pub fn page(&self) -> &[PageRow] {
        &self.page
    }

    /// The line being typed, if one is.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// What is said at the foot of the screen.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// The key of an action for a message; where it has none, its name, by which it can be run.
    pub(super) fn key_of(&self, action: Action) -> &str {
        let keys = self.keys_of(action);
        keys.first().map_or(action.info().name, String::as_str)
    }

    /// The keys of an action as they are written.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> &[String] {
        self.options
            .keys
            .iter()
            .find(|(of, _)| *of == action)
            .map_or(&[], |(_, keys)| keys)
    }
}
