//! Sorting by numbers.
//!
//! Owns one sort for all lists that nobody waits for: the standard library makes its own anew for each
//! kind of item, some 7 KB each time. It must not know what is sorted.

/// Sorts items by a number, then by another; those that are alike in both keep their order.
pub fn by<T>(items: &mut [T], numbers: impl Fn(&T) -> (usize, usize)) {
    let mut order: Vec<((usize, usize), usize)> = items.iter().map(numbers).zip(0..).collect();
    if order.is_sorted() {
        return;
    }
    order.sort_unstable();
    let mut goes_to = vec![0; items.len()];
    for (new, (_, old)) in order.into_iter().enumerate() {
        if let Some(place) = goes_to.get_mut(old) {
            *place = new;
        }
    }
    // Each exchange puts one item where it belongs.
    for at in 0..items.len() {
        while let Some(&to) = goes_to.get(at).filter(|&&to| to != at) {
            items.swap(at, to);
            goes_to.swap(at, to);
        }
    }
}

/// A number that sorts the more before the less.
#[must_use]
pub const fn most_first(number: usize) -> usize {
    usize::MAX - number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec((0..5_usize, 0..5_usize), 0..60)) {
            let mut ours: Vec<_> = items.into_iter().enumerate().collect();
            let mut theirs = ours.clone();
            by(&mut ours, |&(_, (one, two))| (one, most_first(two)));
            theirs.sort_by_key(|&(_, (one, two))| (one, std::cmp::Reverse(two)));
            prop_assert_eq!(ours, theirs);
        }
    }
}
