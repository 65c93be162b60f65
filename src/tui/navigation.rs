//! Where the reader is in a document.

use crate::document::{Owner, Passage};

/// A passage held by whose it is, so that it is found again after a reload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageRef {
    /// Whose it is; none for a place that is nobody's (a heading gone to).
    pub owner: Option<Owner>,
    /// Where, in bytes of the essay's source.
    pub range: std::ops::Range<usize>,
}

impl From<&Passage> for PassageRef {
    fn from(passage: &Passage) -> Self {
        Self {
            owner: Some(passage.owner),
            range: passage.range.clone(),
        }
    }
}
