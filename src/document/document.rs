//! An essay with its apparatus: the one value that the rest of the program opens.
//!
//! Owns the order of the steps from a file to an index. It must not know where the file comes from.

use std::sync::Arc;

use super::warnings;
use super::{Index, Subject};
use crate::anchor::mentions;
use crate::anchor::{self, AnchorDiagnostics, AnchorId, PendingSearch, Resolution};
use crate::apparatus::diagnostics::{self, Problem};
use crate::apparatus::{self, ActorIx, Apparatus, ClaimIx, ThemeIx};
use crate::essay::Essay;
use crate::essay::normalize::NormalizedText;

/// At most this many problems stand before a quote whose problem is told at length, because telling its
/// places apart compares each with all others.
const AT_LENGTH: usize = 500;

/// An essay with its apparatus, anchored and indexed, and with what was wrong.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text; a search of a long one goes on beside whatever else is done.
    pub essay: Arc<Essay>,
    /// What is said about it; empty where there is none.
    pub apparatus: Apparatus,
    /// What follows from the two.
    pub index: Index,
    /// What is wrong with the apparatus, in the file's order.
    pub problems: Vec<Problem>,
    /// The apparatus file as read, which the spans of the apparatus and of the problems point into.
    pub file: Option<String>,
    /// The text as quotes are compared with it, and those that are still to be looked for.
    pub(super) pending: Option<(Arc<NormalizedText>, Arc<PendingSearch>)>,
}

impl Document {
    /// Reads an apparatus file, marks the essay's parts as it says, finds its quotes and its actors'
    /// mentions, and indexes them. What is wrong at any of these steps is in the problems.
    ///
    /// Quotes whose words do not stand in the essay are looked for at once only if that takes but a
    /// moment. Else they are orphans without a problem until [`Document::pending`] has been run and
    /// what came of it [settled](Document::settle).
    #[must_use]
    pub fn new(essay: Essay, apparatus_file: Option<&str>) -> Self {
        match apparatus_file {
            Some(file) => Self::annotated(essay, file.to_owned()),
            None => Self::bare(essay),
        }
    }

    /// The same of an essay that has an apparatus, whose file is kept as it is given.
    #[must_use]
    pub fn annotated(mut essay: Essay, file: String) -> Self {
        let mut parsed = apparatus::parse(&file);
        for (key, words) in essay.assign_parts(&parsed.page_parts) {
            // A title need not stand on the page.
            if key != "title" {
                let problem = parsed.part_not_found(key, &words);
                parsed.problems.push(problem);
            }
        }
        let text = Arc::new(NormalizedText::new(&essay));
        let (mut resolutions, mut pending) = anchor::resolve(&essay, &text, &parsed.apparatus);
        if pending.is_quick() {
            resolutions.extend(pending.run());
            pending = PendingSearch::default();
        }
        let mut document = Self {
            apparatus: parsed.apparatus,
            problems: parsed.problems,
            file: Some(file),
            ..Self::bare(essay)
        };
        document
            .problems
            .extend(warnings::of_claims(&document.apparatus, &parsed.unreadable));
        document.take(&text, resolutions, true);
        // The regular text is as long as the essay: it is not kept beside the index for nothing.
        if pending.is_empty() {
            drop((text, pending));
        } else {
            document.pending = Some((text, Arc::new(pending)));
        }
        document.number();
        document
    }

    /// Makes the index, and with it the claims' numbers; also for those that stand in the file.
    fn number(&mut self) {
        self.index = Index::new(&self.apparatus);
        for problem in &mut self.problems {
            let Some(number) = problem.claim_number else {
                continue;
            };
            let claim = self.index.by_number(number);
            let claim = claim.and_then(|claim| self.apparatus.claims.get(claim.get()));
            // Nobody has written a made id.
            if let Some(id) = claim.map(|it| &it.id).filter(|id| !id.contains([':', '~'])) {
                problem.help = Some(format!(
                    "claim {number} has the id `{id}`: write that, for numbers change when claims are added"
                ));
            }
        }
    }

    /// As [`Document::new`], with nothing left pending.
    #[must_use]
    pub fn settled(essay: Essay, apparatus_file: Option<&str>) -> Self {
        let mut document = Self::new(essay, apparatus_file);
        if let Some(pending) = document.pending() {
            document.settle(pending.run());
        }
        document
    }

    /// An essay of which nothing is said.
    fn bare(essay: Essay) -> Self {
        Self {
            essay: Arc::new(essay),
            apparatus: Apparatus::default(),
            index: Index::default(),
            problems: Vec::new(),
            file: None,
            pending: None,
        }
    }

    /// The quotes that are still to be looked for. What another thread [runs](PendingSearch::run) is the
    /// [anchoring](Document::anchoring).
    #[must_use]
    pub fn pending(&self) -> Option<Arc<PendingSearch>> {
        let pending = self.pending.as_ref();
        pending.map(|(_, pending)| Arc::clone(pending))
    }

    /// Whether quotes are still to be looked for. All orphans are until then.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Takes in what came of running what was pending. Claims may get other numbers by it.
    pub fn settle(&mut self, resolutions: Vec<Resolution>) {
        if let Some((text, _)) = self.pending.take() {
            self.take(&text, resolutions, false);
            drop(text);
            self.number();
        }
    }

    /// Takes in what was found out about anchors, and finds again whatever depends on it but the
    /// index.
    fn take(&mut self, text: &NormalizedText, resolutions: Vec<Resolution>, first: bool) {
        let mut corrected = first;
        let essay = Arc::clone(&self.essay);
        let diagnostics = AnchorDiagnostics::new(&essay, text);
        for resolution in resolutions {
            let anchor = self.apparatus.anchor_mut(resolution.id);
            let brief = self.problems.len() > AT_LENGTH;
            let problem = diagnostics.problem(anchor, &resolution, brief);
            self.problems.extend(problem);
            anchor.state = resolution.state;
            corrected |= matches!(
                resolution.id,
                AnchorId::MentionAlso(..) | AnchorId::MentionNot(..)
            );
            anchor.passages = resolution.passages;
        }
        if corrected {
            let counts = mentions::find(text, &mut self.apparatus.actors);
            self.problems
                .retain(|problem| !warnings::is_of_actors(problem));
            self.problems
                .extend(warnings::of_actors(&self.apparatus.actors, &counts, text));
        }
        if let Some(file) = &self.file {
            diagnostics::locate(&mut self.problems, file);
        }
    }

    /// The essay's title: as the apparatus has it, else as the essay has it, else nothing.
    #[must_use]
    pub fn title(&self) -> String {
        let given = &self.apparatus.essay.title;
        if given.is_empty() {
            self.essay.title().unwrap_or_default()
        } else {
            given.clone()
        }
    }

    /// What an id or a claim's number means: `essay` is the essay itself.
    #[must_use]
    pub fn subject(&self, id_or_number: &str) -> Option<Subject> {
        let word = id_or_number.trim();
        if word == "essay" {
            return Some(Subject::Essay);
        }
        if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let claim = word
                .parse()
                .ok()
                .and_then(|number| self.index.by_number(number));
            return claim.map(Subject::Claim);
        }
        let Apparatus {
            themes,
            claims,
            actors,
            ..
        } = &self.apparatus;
        let theme = || {
            Some(Subject::Theme(ThemeIx::new(
                themes.iter().position(|one| one.id == word)?,
            )))
        };
        let claim = || {
            Some(Subject::Claim(ClaimIx::new(
                claims.iter().position(|one| one.id == word)?,
            )))
        };
        let actor = || {
            Some(Subject::Actor(ActorIx::new(
                actors.iter().position(|one| one.id == word)?,
            )))
        };
        theme().or_else(claim).or_else(actor)
    }

    /// The line, from 1, of a byte of the apparatus file.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let before = self.file.as_deref().unwrap_or_default().as_bytes();
        let before = before.get(..offset).unwrap_or(before);
        1 + memchr::memchr_iter(b'\n', before).count()
    }

    /// A subject's id; `essay` for the essay.
    #[must_use]
    pub fn subject_id(&self, subject: Subject) -> &str {
        let id = match subject {
            Subject::Essay => Some("essay"),
            Subject::Theme(ix) => self
                .apparatus
                .themes
                .get(ix.get())
                .map(|one| one.id.as_str()),
            Subject::Claim(ix) => self
                .apparatus
                .claims
                .get(ix.get())
                .map(|one| one.id.as_str()),
            Subject::Actor(ix) => self
                .apparatus
                .actors
                .get(ix.get())
                .map(|one| one.id.as_str()),
        };
        id.unwrap_or_default()
    }
}
