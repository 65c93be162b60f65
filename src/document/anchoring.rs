//! The quotes that a document has left pending, looked for beside whatever else is done.
//!
//! Owns what another thread is given of them, and what it hands over. It must not know threads, nor
//! what becomes of the quotes.

use std::sync::{Arc, Weak};

use super::Document;
use crate::anchor::{Pending, Resolution};

/// Pending quotes to be [looked for](Anchoring::run) on another thread. The document alone keeps
/// them: they go with it.
#[derive(Debug, Clone)]
pub struct Anchoring(Weak<Pending>);

/// What was found out about the quotes that a document had left pending.
#[derive(Debug)]
pub struct Anchored {
    resolutions: Vec<Resolution>,
    of: Weak<Pending>,
}

impl Anchoring {
    /// Looks for the quotes, batch by batch; nothing where the document has gone meanwhile.
    #[must_use]
    pub fn run(&self) -> Option<Anchored> {
        let mut resolutions = Vec::new();
        let mut batch = 0;
        // Held no longer than a batch takes: neither are the quotes nor the text they are compared
        // with.
        while let Some(found) = self.0.upgrade()?.batch(batch) {
            resolutions.extend(found);
            batch += 1;
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
