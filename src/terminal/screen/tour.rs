//! A tour through all stops of a map, made shorter.
//!
//! Owns the search alone. What a stop is, and what a leg between two of them costs, only the map
//! knows. Stops, up to a few in a row, are taken out of the tour and put in elsewhere as long as
//! that saves anything (I. Or, *Traveling salesman-type combinatorial problems*, 1976), beside stops
//! that the map calls their neighbours.

/// So many stops in a row are moved at most.
const LONGEST_MOVE: usize = 6;

/// So many times the stops are gone through for moves.
const PASSES: usize = 1;

/// So many places are tried for moves, however many stops there are: a bound on the time.
const MOST_TRIALS: usize = 1500;

/// What there is to go to. Stops are numbered from 0; where the tour begins is called home, and
/// has the number after the last.
pub(super) trait Map {
    /// How many stops there are.
    fn stops(&self) -> usize;

    /// What it costs to go from one stop, or from home, to another stop.
    fn leg(&self, from: usize, to: usize) -> usize;

    /// Stops that may well come right before or after this one.
    fn neighbours(&self, stop: usize) -> impl Iterator<Item = usize>;
}

/// A tour through the same stops that costs no more.
pub(super) fn shortened(tour: &[usize], map: &impl Map) -> Vec<usize> {
    let mut ring = Ring::new(tour, map.stops());
    let mut trials = MOST_TRIALS;
    for _ in 0..PASSES {
        let mut improved = false;
        for stop in 0..map.stops() {
            improved |= improve(&mut ring, map, stop, &mut trials);
            if trials == 0 {
                return ring.tour();
            }
        }
        if !improved {
            break;
        }
    }
    ring.tour()
}

/// Moves the stops from `first` on, as many of them as it takes, if that saves anything.
fn improve(ring: &mut Ring, map: &impl Map, first: usize, trials: &mut usize) -> bool {
    let before = ring.previous(first);
    let mut last = first;
    let mut moved = Vec::with_capacity(LONGEST_MOVE);
    while moved.len() < LONGEST_MOVE && last != ring.home {
        moved.push(last);
        let after = ring.next(last);
        // What is saved where they are taken out, less what is spent where they are put in.
        let spent = |from, to| {
            let legs = ring.leg(map, from, first) + ring.leg(map, last, to);
            legs.saturating_sub(ring.leg(map, from, to))
        };
        let saved = spent(before, after);
        let mut best: Option<(usize, usize)> = None;
        let mut try_behind = |from: usize| {
            if from == before || moved.contains(&from) || *trials == 0 {
                return;
            }
            *trials -= 1;
            let spent = spent(from, ring.next(from));
            if spent < best.map_or(saved, |(least, _)| least) {
                best = Some((spent, from));
            }
        };
        if saved > 0 {
            map.neighbours(first).for_each(&mut try_behind);
            for stop in map.neighbours(last) {
                try_behind(ring.previous(stop));
            }
            try_behind(ring.home);
            try_behind(ring.previous(ring.home));
        }
        if let Some((_, from)) = best {
            ring.put(first, last, from);
            return true;
        }
        last = after;
    }
    false
}

/// A tour as a ring of stops, with home between its end and its beginning.
struct Ring {
    home: usize,
    next: Vec<usize>,
    previous: Vec<usize>,
}

impl Ring {
    fn new(tour: &[usize], home: usize) -> Self {
        let mut ring = Self {
            home,
            next: vec![home; home + 1],
            previous: vec![home; home + 1],
        };
        let mut last = home;
        for &stop in tour {
            ring.join(last, stop);
            last = stop;
        }
        ring.join(last, home);
        ring
    }

    fn next(&self, stop: usize) -> usize {
        self.next.get(stop).copied().unwrap_or(self.home)
    }

    fn previous(&self, stop: usize) -> usize {
        self.previous.get(stop).copied().unwrap_or(self.home)
    }

    fn join(&mut self, from: usize, to: usize) {
        if let (Some(next), Some(previous)) = (self.next.get_mut(from), self.previous.get_mut(to)) {
            *next = to;
            *previous = from;
        }
    }

    /// Takes out the stops from `first` to `last`, and puts them in behind `from`.
    fn put(&mut self, first: usize, last: usize, from: usize) {
        self.join(self.previous(first), self.next(last));
        self.join(last, self.next(from));
        self.join(from, first);
    }

    /// Nothing leads home: the tour ends where it ends.
    fn leg(&self, map: &impl Map, from: usize, to: usize) -> usize {
        if to == self.home {
            0
        } else {
            map.leg(from, to)
        }
    }

    fn tour(&self) -> Vec<usize> {
        let mut tour = Vec::with_capacity(self.home);
        let mut stop = self.next(self.home);
        while stop != self.home {
            tour.push(stop);
            stop = self.next(stop);
        }
        tour
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Stops on a line.
    #[derive(Debug)]
    struct Line(Vec<usize>);

    impl Map for Line {
        fn stops(&self) -> usize {
            self.0.len()
        }

        fn leg(&self, from: usize, to: usize) -> usize {
            let at = |stop: usize| self.0.get(stop).copied().unwrap_or_default();
            at(from).abs_diff(at(to))
        }

        fn neighbours(&self, stop: usize) -> impl Iterator<Item = usize> {
            let near = move |other: &usize| *other != stop && self.leg(stop, *other) < 10;
            (0..self.stops()).filter(near)
        }
    }

    fn cost(map: &Line, tour: &[usize]) -> usize {
        let from = std::iter::once(map.stops()).chain(tour.iter().copied());
        from.zip(tour).map(|(from, to)| map.leg(from, *to)).sum()
    }

    fn check(stops: &[usize], tour: &[usize], wanted: &[usize]) {
        let map = Line(stops.to_vec());
        assert_eq!(shortened(tour, &map), wanted, "{stops:?}");
    }

    #[test]
    fn a_stop_is_visited_in_passing() {
        check(&[], &[], &[]);
        check(&[3], &[0], &[0]);
        check(&[1, 2, 3, 4], &[0, 2, 3, 1], &[0, 1, 2, 3]);
        check(&[1, 4, 5, 9], &[3, 0, 1, 2], &[0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn every_stop_once_and_never_dearer(
            stops in proptest::collection::vec(0..100_usize, 0..40),
        ) {
            let map = Line(stops);
            let tour: Vec<usize> = (0..map.stops()).collect();
            let mut shorter = shortened(&tour, &map);
            prop_assert!(cost(&map, &shorter) <= cost(&map, &tour));
            shorter.sort_unstable();
            prop_assert_eq!(shorter, tour);
        }
    }
}
