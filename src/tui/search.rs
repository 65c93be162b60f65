//! The search of the essay: the query, its matches, and which one is current.
//!
//! [`crate::essay::search`] finds the matches. The beginning of a long text is searched at once, the
//! rest in a [`BackgroundSearch`] on another thread.

use std::ops::Range;
use std::sync::{Arc, Weak};

use crate::document::Document;
use crate::essay::Essay;
use crate::essay::search::Pattern;
use crate::tui::navigation::Snapshot;

/// The maximum number of matches collected, since the list grows with the text and nobody steps through more.
const MAX_MATCHES: usize = 20_000;

/// Bytes searched in the foreground, while the key waits: about 3 ms.
pub const FOREGROUND_BYTES: usize = 1 << 18;

/// Bytes searched in the background between checks for cancellation.
pub const BACKGROUND_CHUNK: usize = 1 << 20;

/// What to do when a background search finds the first match at or after the starting point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnFirstMatch {
    /// Nothing: the user has done something else since.
    #[default]
    Ignore,
    /// Show it: the query is still being typed.
    Show,
    /// Go to it: the query was accepted.
    Accept,
    /// Go to it: the user asked for the next match.
    GoTo,
}

/// What it takes to run a search again: a query and a starting point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// The query.
    pub query: String,
    /// The starting point, in bytes of the source: the first match from here on is the current one.
    pub from: usize,
}

/// The part of the text that is not searched yet.
#[derive(Debug, Clone)]
struct Pending {
    /// The background search stops when this is dropped.
    alive: Arc<()>,
    range: Range<usize>,
    started: bool,
    on_first_match: OnFirstMatch,
}

/// A query and its matches.
#[derive(Debug, Clone)]
pub struct Search {
    query: String,
    matches: Vec<Range<usize>>,
    /// Whether there are more than [`MAX_MATCHES`].
    truncated: bool,
    /// Index of the current match; the number of matches while it is not found yet.
    current: usize,
    /// The starting point; see [`SavedSearch::from`].
    from: usize,
    pending: Option<Pending>,
    /// How the last step wrapped around the essay's end, if it did.
    wrapped: Option<&'static str>,
    /// Whether the location before the first match is in the jump list already.
    jump_pushed: bool,
    /// The search that this one replaced, to be restored if nothing is found.
    replaced: Option<SavedSearch>,
}

/// The outcome of a step to another match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchStep {
    /// Another match is current.
    Moved,
    /// The match is still being searched for.
    Searching,
    /// There are no matches.
    NoMatch,
    /// There is no search.
    NoSearch,
}

impl Search {
    /// Searches `range` of the essay for a query; `None` for a query without visible characters.
    fn new(document: &Document, range: Range<usize>, query: &str, from: usize) -> Option<Self> {
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            return None;
        }
        let essay = &document.essay;
        let foreground_end = essay
            .slice_end(range.start, FOREGROUND_BYTES)
            .min(range.end);
        let matches = essay.find(&pattern, range.start..foreground_end);
        let matches: Vec<_> = matches.take(MAX_MATCHES + 1).collect();
        let last = foreground_end == range.end || matches.len() > MAX_MATCHES;
        let mut search = Self {
            query: query.to_owned(),
            matches: Vec::new(),
            truncated: false,
            current: 0,
            from,
            pending: (!last).then(|| Pending {
                alive: Arc::new(()),
                range: foreground_end..range.end,
                started: false,
                on_first_match: OnFirstMatch::Ignore,
            }),
            wrapped: None,
            jump_pushed: false,
            replaced: None,
        };
        search.add_matches(matches, last);
        Some(search)
    }

    /// The query.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The matches, in order, in bytes of the source.
    #[must_use]
    pub fn matches(&self) -> &[Range<usize>] {
        &self.matches
    }

    /// The current match.
    #[must_use]
    pub fn current_match(&self) -> Option<Range<usize>> {
        self.matches.get(self.current).cloned()
    }

    /// The matches in a range, each with whether it is the current one.
    pub fn matches_in(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, bool)> {
        let first = self
            .matches
            .partition_point(|found| found.end <= range.start);
        self.matches[first..]
            .iter()
            .zip(first..)
            .take_while(move |(found, _)| found.start < range.end)
            .map(|(found, index)| (found.clone(), index == self.current))
    }

    /// The number of the current match and the number of matches: `3 of 12`; `3 of 12+` if there may
    /// be more.
    #[must_use]
    pub fn count(&self) -> String {
        let count = self.matches.len();
        match (self.current < count, &self.pending) {
            (true, None) if !self.truncated => format!("{} of {count}", self.current + 1),
            (true, _) => format!("{} of {count}+", self.current + 1),
            (false, None) => "no matches".to_owned(),
            (false, Some(_)) => "searching".to_owned(),
        }
    }

    /// How the last step wrapped around the essay's end, if it did.
    #[must_use]
    pub fn wrapped(&self) -> Option<&'static str> {
        self.wrapped
    }

    /// Whether everything was searched without finding a match.
    #[must_use]
    pub fn has_no_match(&self) -> bool {
        self.matches.is_empty() && self.pending.is_none()
    }

    /// What it takes to run the search again.
    #[must_use]
    pub fn saved(&self) -> SavedSearch {
        SavedSearch {
            query: self.query.clone(),
            from: self.current_match().map_or(self.from, |found| found.start),
        }
    }

    /// Runs the search again in a document that has changed. The first match from `from` on becomes
    /// current.
    fn rerun(mut self, document: &Document, range: Range<usize>, from: usize) -> Option<Self> {
        let mut new = Self::new(document, range, &self.query, from)?;
        let on_first_match = self.on_first_match().map(|known| *known);
        if let (Some(new), Some(old)) = (new.on_first_match(), on_first_match) {
            *new = old;
        }
        new.jump_pushed = self.jump_pushed;
        new.replaced = self.replaced;
        Some(new)
    }

    fn add_matches(&mut self, found: impl IntoIterator<Item = Range<usize>>, last: bool) {
        let had_current = self.current < self.matches.len();
        self.matches.extend(found);
        self.truncated |= self.matches.len() > MAX_MATCHES;
        self.matches.truncate(MAX_MATCHES);
        if last {
            self.pending = None;
        }
        if !had_current {
            self.select_from_start();
        }
    }

    /// Makes the first match from the starting point on current; without one, the first match.
    fn select_from_start(&mut self) {
        let from = self.from;
        let first = self.matches.partition_point(|found| found.start < from);
        let wraps = first == self.matches.len() && self.pending.is_none();
        self.current = if wraps { 0 } else { first };
        self.wrapped = None;
    }

    /// What to do when the current match is found; `None` if it is found, or there is none.
    fn on_first_match(&mut self) -> Option<&mut OnFirstMatch> {
        if self.current < self.matches.len() {
            return None;
        }
        Some(&mut self.pending.as_mut()?.on_first_match)
    }

    fn background(&mut self, essay: &Arc<Essay>) -> Option<BackgroundSearch> {
        let max_matches = MAX_MATCHES + 1 - self.matches.len();
        let pending = self.pending.as_mut()?;
        if std::mem::replace(&mut pending.started, true) {
            return None;
        }
        Some(BackgroundSearch {
            essay: Arc::clone(essay),
            pattern: Pattern::new(&self.query),
            range: pending.range.clone(),
            max_matches,
            alive: Arc::downgrade(&pending.alive),
        })
    }

    fn issued(&self, results: &SearchResults) -> bool {
        let alive = self.pending.as_ref().map(|pending| &pending.alive);
        alive.is_some_and(|alive| std::ptr::eq(Arc::as_ptr(alive), results.alive.as_ptr()))
    }
}

/// A search that can [run](Self::run) on another thread.
#[derive(Debug)]
pub struct BackgroundSearch {
    essay: Arc<Essay>,
    pattern: Pattern,
    range: Range<usize>,
    max_matches: usize,
    alive: Weak<()>,
}

/// Matches found by a [`BackgroundSearch`] since it last sent some.
#[derive(Debug)]
pub struct SearchResults {
    matches: Vec<Range<usize>>,
    /// Whether the search has ended.
    last: bool,
    alive: Weak<()>,
}

impl BackgroundSearch {
    /// Searches chunk by chunk and sends what is found, until the end of the text, until `send` returns
    /// false, or until the search is dropped.
    pub fn run(&self, mut send: impl FnMut(SearchResults) -> bool) {
        let Range { mut start, end } = self.range.clone();
        let mut left = self.max_matches;
        while self.alive.strong_count() > 0 {
            let chunk_end = self.essay.slice_end(start, BACKGROUND_CHUNK).min(end);
            let matches = self.essay.find(&self.pattern, start..chunk_end);
            let found: Vec<_> = matches.take(left).collect();
            start = chunk_end;
            left -= found.len();
            let last = chunk_end == end || left == 0;
            let is_empty = found.is_empty();
            let results = SearchResults {
                matches: found,
                last,
                alive: Weak::clone(&self.alive),
            };
            let wanted = (is_empty && !last) || send(results);
            if last || !wanted {
                return;
            }
        }
    }
}

/// What cancelling the search prompt restores.
#[derive(Debug, Clone)]
pub struct SearchOrigin {
    /// The location.
    pub snapshot: Snapshot,
    /// The search that was active.
    pub search: Option<Search>,
}

/// What results of a background search have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultsOutcome {
    /// Nothing on screen.
    Unrelated,
    /// There are more matches.
    Added,
    /// The current match was found.
    FirstMatch(OnFirstMatch),
    /// The search ended without a match.
    NoMatch(OnFirstMatch),
}

/// The active search, past queries, and what cancelling an open search prompt restores.
#[derive(Debug, Default)]
pub struct SearchState {
    active: Option<Search>,
    /// Past queries, oldest first, each once.
    history: Vec<String>,
    origin: Option<Box<SearchOrigin>>,
}

impl SearchState {
    /// The active search.
    #[must_use]
    pub fn active(&self) -> Option<&Search> {
        self.active.as_ref()
    }

    /// The active search, if it has matches.
    #[must_use]
    pub fn active_with_matches(&self) -> Option<&Search> {
        self.active().filter(|search| !search.matches.is_empty())
    }

    /// The current match.
    #[must_use]
    pub fn current_match(&self) -> Option<Range<usize>> {
        self.active.as_ref()?.current_match()
    }

    /// Past queries, oldest first.
    #[must_use]
    pub fn history(&self) -> &[String] {
        &self.history
    }

    /// Inserts queries of earlier runs, oldest first, before those of this run.
    pub fn add_earlier_queries(&mut self, mut earlier: Vec<String>) {
        earlier.retain(|query| !query.is_empty() && !self.history.contains(query));
        self.history.splice(0..0, earlier);
    }

    /// Starts a search in `range` of the essay.
    pub fn start(&mut self, document: &Document, range: Range<usize>, query: &str, from: usize) {
        self.active = Search::new(document, range, query, from);
    }

    /// Ends the active search; false if there was none.
    pub fn clear(&mut self) -> bool {
        self.active.take().is_some()
    }

    /// Makes a saved search the active one, without scrolling. Keeps the matches if the active search has
    /// the same query.
    pub fn restore(
        &mut self,
        document: &Document,
        range: Range<usize>,
        saved: Option<SavedSearch>,
    ) {
        let Some(SavedSearch { query, from }) = saved else {
            self.active = None;
            return;
        };
        if let Some(search) = self.active.as_mut().filter(|active| active.query == query) {
            search.from = from;
            search.select_from_start();
        } else {
            self.start(document, range, &query, from);
            if let Some(search) = &mut self.active {
                search.jump_pushed = true;
            }
        }
    }

    /// Opens the prompt: keeps what cancelling it restores.
    pub fn open_prompt(&mut self, snapshot: Snapshot) {
        let search = self.active.take();
        self.origin = Some(Box::new(SearchOrigin { snapshot, search }));
    }

    /// What cancelling an open search prompt restores.
    #[must_use]
    pub fn origin(&self) -> Option<&SearchOrigin> {
        self.origin.as_deref()
    }

    /// [`Self::origin`], to be updated after a reload.
    pub fn origin_mut(&mut self) -> Option<&mut SearchOrigin> {
        self.origin.as_deref_mut()
    }

    /// Closes the prompt and restores the search that was active. Returns the location to restore.
    pub fn cancel_prompt(&mut self) -> Snapshot {
        let origin = self.origin.take().expect("the prompt is open");
        self.active = origin.search;
        origin.snapshot
    }

    /// Closes the prompt and adds the query to the history. Returns the location where the prompt was
    /// opened, and whether there is a match. Without one, restores the search that was active.
    pub fn accept_prompt(&mut self, query: &str) -> (Snapshot, SearchStep) {
        let origin = self.origin.take().expect("the prompt is open");
        self.history.retain(|past| past != query);
        self.history.push(query.to_owned());
        if let Some(search) = &mut self.active {
            search.replaced = origin.search.as_ref().map(Search::saved);
        }
        let result = if self.current_match().is_some() {
            SearchStep::Moved
        } else if self.set_on_first_match(OnFirstMatch::Accept) {
            SearchStep::Searching
        } else {
            self.active = origin.search;
            SearchStep::NoMatch
        };
        (origin.snapshot, result)
    }

    /// Sets what to do when the current match is found. Returns false if it is found already, or there
    /// is none.
    pub fn set_on_first_match(&mut self, then: OnFirstMatch) -> bool {
        let slot = self.active.as_mut().and_then(Search::on_first_match);
        slot.map(|slot| *slot = then).is_some()
    }

    /// Marks the location before the first match as pushed on the jump list, and returns the search that
    /// was active there, if any. Returns `None` if it was pushed already.
    pub fn mark_jump_pushed(&mut self) -> Option<Option<SavedSearch>> {
        let search = self.active.as_mut().filter(|search| !search.jump_pushed)?;
        search.jump_pushed = true;
        Some(search.replaced.take())
    }

    /// Ends a search without matches. Returns its query and the search that it replaced.
    pub fn take_failed(&mut self) -> Option<(String, Option<SavedSearch>)> {
        let search = self.active.take()?;
        Some((search.query, search.replaced))
    }

    /// Takes the search that the active one replaced.
    pub fn take_replaced(&mut self) -> Option<SavedSearch> {
        self.active.as_mut()?.replaced.take()
    }

    /// Makes the next or previous match current; wraps around at the essay's ends.
    pub fn step(&mut self, forward: bool) -> SearchStep {
        let Some(search) = &mut self.active else {
            return SearchStep::NoSearch;
        };
        if search.has_no_match() {
            return SearchStep::NoMatch;
        }
        if let Some(then) = search.on_first_match() {
            *then = OnFirstMatch::GoTo;
            return SearchStep::Searching;
        }
        let last = search.matches.len() - 1;
        let (next, wrapped) = match (forward, search.current) {
            (true, at) if at < last => (at + 1, None),
            (false, at) if at > 0 => (at - 1, None),
            _ if search.pending.is_some() => return SearchStep::Searching,
            (true, _) => (0, Some("wrapped to the beginning")),
            (false, _) => (last, Some("wrapped to the end")),
        };
        search.current = next;
        search.wrapped = wrapped;
        SearchStep::Moved
    }

    /// A background search that has not started, if there is one.
    pub fn background_search(&mut self, document: &Document) -> Option<BackgroundSearch> {
        let replaced = self.origin.iter_mut().flat_map(|it| &mut it.search);
        let mut searches = self.active.iter_mut().chain(replaced);
        searches.find_map(|search| search.background(&document.essay))
    }

    /// Adds results of a background search.
    pub fn add_results(&mut self, results: SearchResults) -> ResultsOutcome {
        let SearchResults { last, .. } = results;
        if let Some(search) = self
            .active
            .as_mut()
            .filter(|search| search.issued(&results))
        {
            let on_first_match = search.on_first_match().map(|then| *then);
            search.add_matches(results.matches, last);
            return match on_first_match {
                Some(then) if search.current_match().is_some() => ResultsOutcome::FirstMatch(then),
                Some(then) if last => ResultsOutcome::NoMatch(then),
                _ => ResultsOutcome::Added,
            };
        }
        let mut replaced = self.origin.iter_mut().flat_map(|it| &mut it.search);
        if let Some(search) = replaced.find(|search| search.issued(&results)) {
            search.add_matches(results.matches, last);
        }
        ResultsOutcome::Unrelated
    }

    /// Runs the active search and the one to be restored again in a document that has changed. The first
    /// match from `from` on becomes current.
    pub fn rerun(&mut self, document: &Document, range: &Range<usize>, from: usize) {
        let again = |search: Option<Search>| search?.rerun(document, range.clone(), from);
        self.active = again(self.active.take());
        if let Some(origin) = self.origin.as_deref_mut() {
            origin.search = again(origin.search.take());
        }
    }
}
