//! Many short lists in one allocation.
//!
//! Owns nothing but that arrangement. It must not know what is listed.

/// A list for each of the numbers from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists<T> {
    items: Vec<T>,
    /// Where each list begins, and after the last where it ends.
    starts: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            starts: vec![0],
        }
    }
}

impl<T> Lists<T> {
    /// One of the lists; the empty one past the last.
    pub(super) fn get(&self, list: usize) -> &[T] {
        let bounds = self.starts.get(list).zip(self.starts.get(list + 1));
        bounds
            .and_then(|(&start, &end)| self.items.get(start as usize..end as usize))
            .unwrap_or_default()
    }

    /// Adds a list behind the last.
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.starts
            .push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }
}

impl<T> Lists<T> {
    /// The list added last.
    pub(super) fn last_mut(&mut self) -> &mut [T] {
        let start = self
            .starts
            .iter()
            .rev()
            .nth(1)
            .map_or(0, |&start| start as usize);
        self.items.get_mut(start..).unwrap_or_default()
    }
}

impl<T: Copy> Lists<T> {
    /// Sorts pairs of a list's number and an item into `count` lists, each in the order given.
    pub(super) fn of(count: usize, pairs: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (list, _) in pairs.clone() {
            if let Some(length) = starts.get_mut(list + 1) {
                *length += 1;
            }
        }
        for list in 0..count {
            starts[list + 1] += starts[list];
        }
        let mut next = starts.clone();
        let mut items: Vec<Option<T>> = vec![None; starts[count] as usize];
        for (list, item) in pairs {
            if list < count {
                items[next[list] as usize] = Some(item);
                next[list] += 1;
            }
        }
        Self {
            items: items.into_iter().flatten().collect(),
            starts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    #[test]
    fn items_go_to_their_lists_in_order() {
        let pairs = [(2, 'a'), (0, 'b'), (2, 'c'), (7, 'd')];
        let lists = Lists::of(3, pairs.into_iter());
        assert_eq!(
            [0, 1, 2, 3].map(|list| lists.get(list).to_vec()),
            [vec!['b'], vec![], vec!['a', 'c'], vec![],]
        );
        let mut pushed = Lists::default();
        pushed.push(['b']);
        pushed.push([]);
        pushed.push(['a', 'c']);
        assert_eq!(pushed, lists);
    }
}
