//! An apparatus as it was read and anchored, to be opened without reading and anchoring it again.
//!
//! Owns that form: [postcard](https://postcard.jamesmunns.com/wire-format), which is read several
//! times as quickly as JSON and takes half the room. It is made from an apparatus file, never by
//! hand, and holds only for the very text that it was anchored in. It serves the essay that comes
//! with Postil, whose start-up would otherwise go mostly into reading the same file again with the
//! same result. Places in the file (the `at` of everything) are left out.

use serde::{Deserialize, Serialize};

use super::Apparatus;
use crate::essay::PageParts;

/// An apparatus without problems, with all its passages and mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Which blocks it says to be front and back matter.
    pub page: PageParts,
    /// What it says.
    pub apparatus: Apparatus,
}

impl Prepared {
    /// Reads what [`Prepared::to_bytes`] has written.
    ///
    /// # Errors
    ///
    /// Where it is something else.
    pub fn from_bytes(bytes: &[u8]) -> postcard::Result<Self> {
        postcard::from_bytes(bytes)
    }

    /// Its form on disk.
    ///
    /// # Errors
    ///
    /// None that can be met: every value of it has this form.
    pub fn to_bytes(&self) -> postcard::Result<Vec<u8>> {
        postcard::to_allocvec(self)
    }
}
