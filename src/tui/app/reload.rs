//! A document read again, or made more of: every place is found again by its names and words.
//!
//! Owns what is held on to while the document is exchanged. Nothing moves on screen that the change
//! itself did not move.

use super::App;
use super::detail::DetailItem;
use super::location::Place;
use super::overlay::Kind;
use super::prompt::{Prompt, Purpose};
use super::search::Search;
use super::session::{Remembered, Spot, Walked, recall, remember};
use crate::document::{AnchoringResult, Document, Subject};
use crate::tui::text_anchor::{ResolvedAnchor, TextAnchor, TextChange};

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
    /// Where a search that is being typed would return to.
    typing: Option<Remembered>,
    /// The entry under the detail's cursor, and how far from the top of the region it stands.
    entry: Option<(Entry, isize)>,
    /// The current match.
    found: Option<TextAnchor>,
}

/// An entry of the detail, by name.
enum Entry {
    Lens(String),
    Related(String),
    Passage(Walked),
    Problems,
}

impl Entry {
    fn new(document: &Document, target: &DetailItem) -> Self {
        let id = |subject| document.subject_id(subject).to_owned();
        match target {
            DetailItem::Subject(subject) => Self::Lens(id(*subject)),
            DetailItem::RelatedClaim(claim) => Self::Related(id(Subject::Claim(*claim))),
            DetailItem::Passage(current) => Self::Passage(Walked::new(document, current)),
            DetailItem::Problems => Self::Problems,
        }
    }

    fn find(&self, document: &Document, spot: &mut Spot<'_>) -> Option<DetailItem> {
        Some(match self {
            Self::Lens(id) => DetailItem::Subject(document.subject(id)?),
            Self::Related(id) => match document.subject(id)? {
                Subject::Claim(claim) => DetailItem::RelatedClaim(claim),
                _ => return None,
            },
            Self::Passage(walked) => DetailItem::Passage(walked.find(document, spot)?),
            Self::Problems => DetailItem::Problems,
        })
    }
}

impl App {
    /// Takes a document read again in place of the present one. Lenses are found again by their
    /// ids, positions by the words that stood there; a search stays on. False, and nothing done,
    /// where nothing has changed.
    pub fn replace(&mut self, document: Document) -> bool {
        let (old, new) = (self.document.essay.source(), document.essay.source());
        let change = TextChange::between(old, new);
        if old == new && self.document.file == document.file {
            return false;
        }
        self.history.keep(&self.document);
        self.history.carry(&change, old, new);
        self.stand();
        self.stand_in_detail();
        let hold = self.hold();
        self.document = document;
        self.take_up(&hold, |text, held| {
            let moved = change.map_offset(held.offset).map(|offset| ResolvedAnchor {
                offset,
                matched: true,
            });
            moved.unwrap_or_else(|| held.resolve(text))
        });
        true
    }

    /// Takes in what was found out about anchors that were left
    /// [pending](Document::pending) when the document was opened. False, and nothing done, where it
    /// was another document.
    pub fn settle(&mut self, found: AnchoringResult) -> bool {
        if !self.document.awaits(&found) {
            return false;
        }
        self.stand();
        self.stand_in_detail();
        self.history.keep(&self.document);
        let hold = self.hold();
        self.document.settle(found.into());
        self.take_up(&hold, |_, held| ResolvedAnchor {
            offset: held.offset,
            matched: true,
        });
        true
    }

    fn hold(&self) -> Hold {
        let document = &self.document;
        let at = self.place.detail.at;
        let entry = self.detail.targets.get(at);
        let from = self.detail.rows_of_entry(at).map_or(0, |(from, _)| from);
        let below = from.cast_signed() - self.place.detail.top.cast_signed();
        let place = |place: &Place| remember(document, place);
        let text = document.essay.source();
        Hold {
            place: place(&self.place),
            typing: match &self.prompt {
                Some(Prompt {
                    purpose: Purpose::Search(before),
                    ..
                }) => Some(place(&before.0)),
                _ => None,
            },
            entry: entry.map(|target| (Entry::new(document, target), below)),
            found: self
                .current_match()
                .map(|at| TextAnchor::new(text, at.start)),
        }
    }

    /// Goes on in the document that is there now. `moved` finds places of the old text in the new.
    fn take_up(&mut self, hold: &Hold, moved: impl Fn(&str, &TextAnchor) -> ResolvedAnchor) {
        let document = &self.document;
        let text = document.essay.source();
        let spot = &mut |held: &TextAnchor| moved(text, held);
        let entry = hold.entry.as_ref();
        let entry = entry.and_then(|(entry, below)| Some((entry.find(document, spot)?, *below)));
        let found = hold.found.as_ref().map(|held| spot(held).offset);
        let typing = hold.typing.as_ref();
        let typing = typing.map(|held| recall(document, held, spot));
        let lost = self.lost.take().filter(|lost| lost.holds(&self.place));
        let (entry, (place, whole)) = match lost {
            Some(lost) => (
                None,
                find(document, lost.whole, &mut |held| held.resolve(text)),
            ),
            None => (entry, find(document, hold.place.clone(), spot)),
        };
        self.place = place;
        self.run = super::navigation::Run::None;
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

    /// Puts the detail's cursor on an entry, `below` rows below the region's top.
    fn find_entry(&mut self, target: &DetailItem, below: isize) {
        self.compose_detail();
        let before = self.place.detail.at;
        let entries = self.detail.targets.iter().enumerate();
        let same = entries.filter(|(_, one)| *one == target).map(|(at, _)| at);
        let Some(at) = same.min_by_key(|at| at.abs_diff(before)) else {
            return;
        };
        self.place.detail.at = at;
        if let Some((from, _)) = self.detail.rows_of_entry(at) {
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
    let all = lens && current && spot(&whole.position).matched;
    (place, (!all).then_some(whole))
}

#[cfg(test)]
mod tests {
    use super::super::{Files, Options};
    use super::*;
    use crate::essay::{Essay, Format};
    use crate::tui::action::Action;

    /// Paragraphs, each with its number and some words.
    fn text(words: &str) -> String {
        let line = |of: usize, at: usize| format!("row {at} of the paragraph {of} {words}");
        let paragraph = |number: usize| {
            let lines: String = (0..9).map(|at| line(number, at)).collect();
            format!("Paragraph {number} {lines}\n\n")
        };
        (1..300).map(paragraph).collect()
    }

    fn document(text: &str) -> Document {
        Document::new(Essay::parse(text.to_owned(), Format::Plain), None)
    }

    fn search(app: &mut App, query: &str) {
        app.update(Action::Search);
        app.insert(query);
        app.update(Action::Accept);
    }

    /// A place to go back to for each of some paragraphs, with its search.
    fn app(places: std::ops::RangeInclusive<usize>) -> App {
        let (files, options) = (Files::default(), Options::default());
        let mut app = App::new(document(&text("as it was ")), files, options, (80, 24));
        for number in places {
            search(&mut app, &format!("Paragraph {number} "));
        }
        app
    }

    #[test]
    fn a_place_left_is_found_when_it_is_gone_back_to() {
        let mut app = app(1..=150);
        for words in ["as it may ", "as it was ", "as it can "] {
            app.replace(document(&format!("New.\n\n{}", text(words))));
        }
        for number in (1..150).rev() {
            app.update(Action::Back);
            let query = format!("Paragraph {number} ");
            assert_eq!(
                app.search().map(|search| search.query.as_str()),
                Some(&*query)
            );
            let found = app.current_match();
            let at = app.document.essay.source().find(&query);
            assert_eq!(found.map(|found| found.start), at, "{query}");
            assert!(
                at.is_some_and(|at| app.on_screen().contains(&at)),
                "{query}"
            );
        }
        app.update(Action::Back);
        assert!(app.search().is_none());
    }
}
