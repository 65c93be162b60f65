//! References to footnotes that are defined elsewhere.
//!
//! Owns the references that the parser could not resolve, having seen a part of the text only, and
//! the labels that resolve them. It must not know blocks.

use std::collections::HashSet;

use crate::essay::markup::{Mark, Markup};

/// What was said of footnotes in a part of the text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The labels of those defined, without case.
    defined: HashSet<String>,
    /// References as text: the label, and the mark of its `^`, which is not seen in a reference.
    open: Vec<(String, Mark)>,
}

impl Notes {
    /// A footnote is defined.
    pub(super) fn define(&mut self, label: &str) {
        self.defined.insert(label.to_lowercase());
    }

    /// What may be a reference came as text.
    pub(super) fn refer(&mut self, label: &str, mark: Mark) {
        self.open.push((label.to_lowercase(), mark));
    }

    /// Adds what was said further on.
    pub(super) fn append(&mut self, other: Self) {
        self.defined.extend(other.defined);
        self.open.extend(other.open);
    }

    /// Marks what turned out to be a reference.
    pub(super) fn resolve(self, markup: &mut Markup) {
        let Self { defined, open } = self;
        let known = open
            .into_iter()
            .filter(|(label, _)| defined.contains(label));
        let before = markup.marks.len();
        markup.marks.extend(known.map(|(_, mark)| mark));
        if markup.marks.len() > before {
            markup.marks.sort_by_key(|mark| mark.start);
        }
    }
}
