//! The quotes that a document has left pending, looked for beside whatever else is done.
//!
//! Owns what another thread is given of them, and what it hands over. It must not know threads, nor
//! what becomes of the quotes.

use std::sync::{Arc, Weak};

use super::Document;
use crate::anchor::{PendingSearch, Resolution};

/// Pending quotes to be [looked for](Anchoring::run) on another thread. The document alone keeps
/// them: they go with it.
#[derive(Debug, Clone)]
pub struct Anchoring(Weak<PendingSearch>);

/// What was found out about the quotes that a document had left pending.
#[derive(Debug)]
pub struct Anchored {
    resolutions: Vec<Resolution>,
    of: Weak<PendingSearch>,
}

impl Anchoring {
    /// Searches for the quotes one by one. `None` if the document was dropped meanwhile.
    #[must_use]
    pub fn run(&self) -> Option<Anchored> {
        let mut resolutions = Vec::new();
        // The document may be dropped between two quotes.
        while let pending = self.0.upgrade()?
            && resolutions.len() < pending.len()
        {
            resolutions.push(pending.search(resolutions.len()));
        }
        Some(Anchored {
            resolutions,
            of: Weak::clone(&self.0),
        })
    }
}

impl From<Anchored> for Vec<Resolution> {
    fn from(found: Anchored) -> Self {
        found.resolutions
    }
}

impl Document {
    /// The quotes that are still to be looked for, for another thread.
    #[must_use]
    pub fn anchoring(&self) -> Option<Anchoring> {
        let pending = self.pending.as_ref();
        pending.map(|(_, pending)| Anchoring(Arc::downgrade(pending)))
    }

    /// Whether what was found is of what this document has still pending.
    #[must_use]
    pub fn awaits(&self, found: &Anchored) -> bool {
        let pending = self.pending.as_ref();
        pending.is_some_and(|(_, pending)| std::ptr::eq(Arc::as_ptr(pending), found.of.as_ptr()))
    }
}
