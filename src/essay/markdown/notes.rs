//! References to footnotes that are defined elsewhere.
//!
//! Owns the references that the parser could not resolve, having seen a part of the text only, and
//! the labels that resolve them. It must not know blocks.

use std::collections::HashSet;
use std::ops::Range;

use crate::essay::markup::{Mark, Markup};

/// What was said of footnotes in a part of the text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The labels of those defined, without case.
    defined: HashSet<String>,
    /// References as text: where in the source the label stands, and the mark of its `^`, which is
    /// not seen in a reference.
    open: Vec<(Range<u32>, Mark)>,
}

impl Notes {
    /// A footnote is defined.
    pub(super) fn define(&mut self, label: &str) {
        self.defined.insert(label.to_lowercase());
    }

    /// What may be a reference came as text.
    pub(super) fn refer(&mut self, label: Range<u32>, mark: Mark) {
        self.open.push((label, mark));
    }

    /// Adds what was said further on.
    pub(super) fn append(&mut self, other: Self) {
        self.defined.extend(other.defined);
        self.open.extend(other.open);
    }

    /// Marks what turned out to be a reference.
    pub(super) fn resolve(self, source: &str, markup: &mut Markup) {
        let Self { defined, open } = self;
        if defined.is_empty() {
            return;
        }
        let known = open.into_iter().filter(|(label, _)| {
            let label = source.get(label.start as usize..label.end as usize);
            label.is_some_and(|label| defined.contains(&label.to_lowercase()))
        });
        let before = markup.marks.len();
        markup.marks.extend(known.map(|(_, mark)| mark));
        if markup.marks.len() > before {
            markup.marks.sort_by_key(|mark| mark.start);
        }
    }
}
