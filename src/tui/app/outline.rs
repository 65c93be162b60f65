//! The outline of an essay without themes follows the reading.
//!
//! Owns which heading one reads under. What the outline's entries are is the sidebar's.

use super::App;
use super::location::List;
use super::sidebar::Target;
use crate::document::Subject;
use crate::tui::geometry::Region;

impl App {
    /// Puts the outline's cursor on the heading that is being read under, if the essay has been
    /// scrolled since it was last put. Where the sidebar has the focus the cursor is the reader's.
    pub(super) fn follow_in_outline(&mut self) {
        let place = &mut self.place;
        let moved = std::mem::replace(&mut place.outlined, place.position) != place.position;
        let follows = moved
            && place.focus != Region::Sidebar
            && place.list == List::Themes
            && place.lens == Subject::Essay
            && self.document.apparatus.themes.is_empty();
        if follows && let Some(block) = self.block_being_read() {
            // The essay's own entry comes first; it is over what stands before all headings.
            let under = |target: &Target| match *target {
                Target::Heading(heading) => heading <= block,
                Target::Lens(_) => true,
            };
            let at = self
                .entries
                .partition_point(|entry| under(&entry.target))
                .saturating_sub(1);
            self.place.cursor_mut().at = at;
            self.place.cursor_mut().top = self.sidebar_top();
        }
    }

    /// The block of the match that one has gone to, where it is in view; else that of the row below
    /// the top one, where a heading stands that one has gone to; at the essay's end that of the last
    /// row, for what is there comes no higher.
    fn block_being_read(&self) -> Option<usize> {
        let screen = self.on_screen();
        if let Some(found) = self.current_match()
            && screen.contains(&found.start)
        {
            return self.document.essay.block_at(found.start);
        }
        let mut blocks = self.page.iter().map(|row| row.block);
        if screen.end >= self.shown.end && screen.start > self.shown.start {
            return blocks.rev().flatten().next();
        }
        let (top, below) = (blocks.next().flatten(), blocks.next().flatten());
        below.or(top)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Files, Options};
    use crate::document::Document;
    use crate::essay::{Essay, Format};
    use crate::tui::action::Action;
    use crate::tui::app::App;

    fn app() -> App {
        let chapter = |number: usize| {
            format!(
                "## Chapter {number}\n\n{}\n",
                "It goes on here.\n\n".repeat(12)
            )
        };
        let text: String = (1..=6).map(chapter).collect();
        let essay = Essay::parse(format!("# Book\n\nIt begins.\n\n{text}"), Format::Markdown);
        let document = Document::new(essay, None);
        App::new(document, Files::default(), Options::default(), (80, 24))
    }

    fn under(app: &App) -> &str {
        let at = app.place.cursor().at;
        app.entries().get(at).map_or("", |entry| &entry.label)
    }

    #[test]
    fn it_follows_the_reading_and_not_the_focus() {
        let mut app = app();
        app.update(Action::NextRegion);
        assert_eq!(under(&app), "The essay");
        let mut seen = vec![];
        for _ in 0..200 {
            app.update(Action::Down);
            if seen.last().is_none_or(|last| last != under(&app)) {
                seen.push(under(&app).to_owned());
            }
        }
        let chapters = (1..=6).map(|number| format!("Chapter {number}"));
        assert!(
            seen.iter()
                .filter(|name| name.starts_with("Chapter"))
                .cloned()
                .eq(chapters),
            "{seen:?}"
        );
        app.update(Action::PageUp);
        let read = under(&app).to_owned();
        // In the sidebar the cursor is moved by hand; the essay goes along, and turning to it moves
        // nothing.
        app.update(Action::PreviousRegion);
        assert_eq!(under(&app), read);
        app.update(Action::Up);
        let chosen = under(&app).to_owned();
        assert_ne!(chosen, read);
        app.update(Action::NextRegion);
        assert_eq!(under(&app), chosen);
        app.update(Action::First);
        assert!(
            ["The essay", "Book"].contains(&under(&app)),
            "{}",
            under(&app)
        );
    }

    #[test]
    fn back_leads_to_the_heading_that_was_marked() {
        let mut app = app();
        app.update(Action::Down);
        app.update(Action::Down);
        app.update(Action::Down);
        app.update(Action::NextRegion);
        let marked = under(&app).to_owned();
        app.update(Action::Search);
        app.insert("Chapter 6");
        app.update(Action::Accept);
        assert_eq!(under(&app), "Chapter 6");
        app.update(Action::Back);
        assert_eq!(under(&app), marked);
    }
}
