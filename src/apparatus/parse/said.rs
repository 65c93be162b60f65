//! What a list has said so far, so that nothing counts twice.
//!
//! Owns the asking, whose cost must not grow with the list. It must not know what is listed.

use std::hash::Hash;

use foldhash::{HashSet, HashSetExt};

/// A list without anything twice.
#[derive(Debug)]
pub(super) struct Said<T> {
    list: Vec<T>,
    /// The same, as soon as there are more than a [`FEW`].
    set: HashSet<T>,
}

/// So many are looked through faster than a hash is made.
const FEW: usize = 16;

impl<T: Copy + Eq + Hash> Said<T> {
    /// An empty list with room for so many.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self {
            list: Vec::with_capacity(count),
            set: HashSet::new(),
        }
    }

    /// Adds a thing behind the last; not if it is there already.
    pub(super) fn add(&mut self, thing: T) -> bool {
        let is_new = if self.list.len() < FEW {
            !self.list.contains(&thing)
        } else {
            if self.set.is_empty() {
                self.set.extend(&self.list);
            }
            self.set.insert(thing)
        };
        if is_new {
            self.list.push(thing);
        }
        is_new
    }

    pub(super) fn into_list(self) -> Vec<T> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::Said;

    /// Looked through for each, these would take minutes.
    #[test]
    fn nothing_is_said_twice_in_a_long_list() {
        let count = 500_000;
        let mut said = Said::with_capacity(0);
        assert!((0..count).all(|thing| said.add(thing)));
        assert!(!(0..count).any(|thing| said.add(thing)));
        assert_eq!(said.into_list(), (0..count).collect::<Vec<_>>());
    }
}
