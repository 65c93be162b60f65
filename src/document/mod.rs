//! An essay with its apparatus, and everything that follows from the two: numbers of claims, lists by
//! theme and actor, passages, lookup by id or name, warnings.

pub mod citation;
mod conclusions;
#[allow(
    clippy::module_inception,
    reason = "`Document` is the type that this part is for"
)]
mod document;
mod index;
mod lookup;
mod passages;
mod warnings;

pub use crate::apparatus::{EntityRef, Subject};
pub use document::{AnchoringResult, AnchoringTask, Document};
pub use index::Index;
pub use passages::{Owner, Passage};

#[cfg(test)]
mod tests;
