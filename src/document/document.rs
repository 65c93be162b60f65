//! The document: an essay with its apparatus, opened in the steps parse, anchor, check, index.

use std::sync::{Arc, Weak};

use super::index::Index;
use super::warnings;
use crate::anchor::mentions;
use crate::anchor::{
    self, AnchorDiagnostics, AnchorId, PendingSearch, Reason, Resolution, SearchBudget,
};
use crate::apparatus::diagnostics::{self, Problem, ProblemList};
use crate::apparatus::{self, Apparatus};
use crate::essay::Essay;
use crate::essay::normalize::NormalizedText;

/// An essay with its apparatus, its index, and the problems of the apparatus.
#[derive(Debug, Clone)]
pub struct Document {
    /// The essay; shared with a search in the background.
    pub essay: Arc<Essay>,
    /// The apparatus; empty if there is none.
    pub apparatus: Apparatus,
    /// Numbers, orders and lists that follow from the apparatus.
    pub index: Index,
    /// The problems of the apparatus, in the file's order.
    pub problems: Vec<Problem>,
    /// The text of the apparatus file, which the spans of the apparatus and of problems point into.
    pub apparatus_source: Option<String>,
    /// The search for the quotes that were not found, if it is still to be done.
    pending: Option<Arc<PendingSearch>>,
}

impl Document {
    /// Opens an essay: parses the apparatus file, assigns the essay's parts, finds quotes and mentions,
    /// and indexes them.
    ///
    /// Quotes that are not in the essay word for word are searched for at once only if that is quick.
    /// Otherwise they are orphans without a problem until the result of the [pending](Document::pending)
    /// search is [applied](Document::apply_anchoring).
    #[must_use]
    pub fn new(mut essay: Essay, apparatus_file: Option<&str>) -> Self {
        let Some(file) = apparatus_file else {
            return Self::without_apparatus(essay);
        };
        let mut parsed = apparatus::parse(file);
        let unclear = essay.assign_parts(&parsed.page_parts);
        parsed.report_unclear_parts(&unclear);
        let text = Arc::new(NormalizedText::new(&essay));
        let (mut resolutions, mut pending) = anchor::resolve(&essay, &text, &parsed.apparatus);
        if pending.is_quick() {
            resolutions.extend(pending.run());
            pending = PendingSearch::default();
        }
        let mut problems = parsed.problems;
        problems.extend(warnings::of_themes(&parsed.apparatus));
        parsed.apparatus.essay.complete(essay.metadata());
        let mut document = Self {
            apparatus: parsed.apparatus,
            problems,
            apparatus_source: Some(file.to_owned()),
            ..Self::without_apparatus(essay)
        };
        document.apply(&text, resolutions);
        document.find_mentions(&text);
        document.rebuild_index();
        if !pending.is_empty() {
            document.pending = Some(Arc::new(pending));
        }
        document
    }

    /// Opens an essay as [`Document::new`] does, and searches for all quotes at once.
    #[must_use]
    pub fn anchored(essay: Essay, apparatus_file: Option<&str>) -> Self {
        let mut document = Self::new(essay, apparatus_file);
        if let Some(pending) = document.pending() {
            document.apply_anchoring(pending.run());
        }
        document
    }

    fn without_apparatus(essay: Essay) -> Self {
        let mut apparatus = Apparatus::default();
        apparatus.essay.complete(essay.metadata());
        Self {
            essay: Arc::new(essay),
            apparatus,
            index: Index::new(&Apparatus::default()),
            problems: Vec::new(),
            apparatus_source: None,
            pending: None,
        }
    }

    /// The quotes that are still to be searched for, for a search on this thread.
    #[must_use]
    pub fn pending(&self) -> Option<Arc<PendingSearch>> {
        self.pending.clone()
    }

    /// Whether quotes are still to be searched for.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// The search for the pending quotes, for a search on another thread.
    #[must_use]
    pub fn anchoring_task(&self) -> Option<AnchoringTask> {
        let pending = self.pending.as_ref()?;
        Some(AnchoringTask(Arc::downgrade(pending)))
    }

    /// Whether a result is that of the search which is still pending.
    #[must_use]
    pub fn awaits(&self, result: &AnchoringResult) -> bool {
        let pending = self.pending.as_ref();
        pending.is_some_and(|pending| std::ptr::eq(Arc::as_ptr(pending), result.of.as_ptr()))
    }

    /// Applies the result of the pending search. The numbers of claims may change.
    pub fn apply_anchoring(&mut self, resolutions: Vec<Resolution>) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        if self.apply(pending.text(), resolutions) {
            self.find_mentions(pending.text());
        }
        self.rebuild_index();
    }

    /// Sets the states and passages of anchors, and adds their problems. Returns whether any of them
    /// corrects mentions.
    fn apply(&mut self, text: &NormalizedText, resolutions: Vec<Resolution>) -> bool {
        let mut corrects_mentions = false;
        let mut diagnostics = AnchorDiagnostics::new(&self.essay, text);
        let mut problems = ProblemList::default();
        for resolution in resolutions {
            let anchor = self.apparatus.anchor_mut(resolution.id);
            if let Some(problem) = diagnostics.problem(anchor, &resolution) {
                problems.push(problem);
            }
            anchor.state = resolution.state;
            anchor.searched = resolution.reason != Reason::NotSearched;
            anchor.passages = resolution.passages;
            corrects_mentions |= matches!(
                resolution.id,
                AnchorId::MentionAlso(..) | AnchorId::MentionNot(..)
            );
        }
        self.problems.extend(diagnostics.not_searched());
        self.problems.extend(problems.finish());
        corrects_mentions
    }

    fn find_mentions(&mut self, text: &NormalizedText) {
        let counts = mentions::find(text, &mut self.apparatus.actors);
        self.problems
            .retain(|problem| !warnings::is_of_actors(problem));
        self.problems
            .extend(warnings::of_actors(&self.apparatus.actors, &counts, text));
    }

    /// Numbers the claims and indexes the apparatus; puts the problems in order.
    fn rebuild_index(&mut self) {
        self.index = Index::new(&self.apparatus);
        for problem in &mut self.problems {
            let claim = problem
                .claim_number
                .and_then(|number| self.index.by_number(number));
            if let (Some(number), Some(claim)) = (problem.claim_number, claim) {
                let id = &self.apparatus[claim].id;
                if !apparatus::is_made_id(id) {
                    problem.help = Some(format!(
                        "claim {number} has the id `{id}`: write that, since numbers change when \
                         claims are added"
                    ));
                }
            }
        }
        if let Some(file) = &self.apparatus_source {
            diagnostics::locate(&mut self.problems, file);
        }
    }

    /// The essay's title: that of the apparatus, else that of the essay; empty if neither has one.
    #[must_use]
    pub fn title(&self) -> String {
        let title = &self.apparatus.essay.title;
        if title.is_empty() {
            self.essay.title().unwrap_or_default()
        } else {
            title.clone()
        }
    }

    /// The line, from 1, of a byte offset of the apparatus file.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let file = self
            .apparatus_source
            .as_deref()
            .unwrap_or_default()
            .as_bytes();
        let before = &file[..offset.min(file.len())];
        1 + memchr::memchr_iter(b'\n', before).count()
    }
}

/// A search for the pending quotes of a document. It stops when the document is dropped.
#[derive(Debug, Clone)]
pub struct AnchoringTask(Weak<PendingSearch>);

/// The result of an [`AnchoringTask`].
#[derive(Debug)]
pub struct AnchoringResult {
    /// What was found for each quote, for [`Document::apply_anchoring`].
    pub resolutions: Vec<Resolution>,
    of: Weak<PendingSearch>,
}

impl AnchoringTask {
    /// Searches for the quotes one by one. `None` if the document was dropped meanwhile.
    #[must_use]
    pub fn run(&self) -> Option<AnchoringResult> {
        let mut resolutions = Vec::new();
        let budget = SearchBudget::default();
        // The document may be dropped between two quotes.
        while let pending = self.0.upgrade()?
            && resolutions.len() < pending.len()
        {
            resolutions.push(pending.search(resolutions.len(), &budget));
        }
        Some(AnchoringResult {
            resolutions,
            of: Weak::clone(&self.0),
        })
    }
}
