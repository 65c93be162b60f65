//! A tour through all stops of a map, made shorter.
//!
//! Owns the search alone. What a stop is, and what a leg between two of them costs, only the map
//! knows. Stops, up to a few in a row, are taken out of the tour and put in elsewhere as long as
//! that saves anything (I. Or, *Traveling salesman-type combinatorial problems*, 1976), beside stops
//! that the map calls their neighbours.

/// At most this many stops in a row are moved: longer stretches rarely save anything.
const LONGEST_MOVE: usize = 6;

/// How often the stops are gone through in search of moves: once all of them, then those whose
/// neighbours in the tour have changed since.
const PASSES: usize = 2;

/// At most this many places are tried per tour, however many stops it has: a bound on the time.
const MOST_TRIALS: usize = 3000;

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
    let mut ring = Ring::new(tour, map);
    let mut trials = MOST_TRIALS;
    for stop in (0..PASSES).flat_map(|_| 0..map.stops()) {
        if trials == 0 {
            break;
        }
        if ring.take_new(stop) {
            improve(&mut ring, map, stop, &mut trials);
        }
    }
    ring.tour()
}

/// Moves the stops from `first` on, as many of them as it takes, if that saves anything.
fn improve(ring: &mut Ring, map: &impl Map, first: usize, trials: &mut usize) {
    let before = ring.previous(first);
    let mut last = first;
    let mut moved = [ring.home; LONGEST_MOVE];
    for count in 1..=LONGEST_MOVE {
        if let Some(place) = moved.get_mut(count - 1) {
            *place = last;
        }
        let after = ring.next(last);
        let closed = ring.leg(map, before, after);
        let saved = (ring.paid(before) + ring.paid(last)).saturating_sub(closed);
        // What is spent where they are put in, and behind which stop.
        let mut best = (saved, None);
        let mut try_behind = |from: usize| {
            if from == before || moved.contains(&from) && from != ring.home || *trials == 0 {
                return;
            }
            *trials -= 1;
            // One leg is given up for two.
            let most = best.0 + ring.paid(from);
            let there = map.leg(from, first);
            if there < most {
                let back = ring.leg(map, last, ring.next(from));
                if there + back < most {
                    best = ((there + back).saturating_sub(ring.paid(from)), Some(from));
                }
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
        if let Some(from) = best.1 {
            ring.put(first, last, from, map);
            return;
        }
        last = after;
        if last == ring.home {
            return;
        }
    }
}

/// A tour as a ring of stops, with home between its end and its beginning.
struct Ring {
    home: usize,
    next: Vec<usize>,
    previous: Vec<usize>,
    /// What the leg from each stop to the next costs.
    paid: Vec<usize>,
    /// Which stops have got another beside them since they were looked at.
    new: Vec<bool>,
}

impl Ring {
    fn new(tour: &[usize], map: &impl Map) -> Self {
        let home = map.stops();
        let mut ring = Self {
            home,
            next: vec![home; home + 1],
            previous: vec![home; home + 1],
            paid: vec![0; home + 1],
            new: vec![true; home + 1],
        };
        let mut last = home;
        for &stop in tour {
            ring.join(last, stop, map);
            last = stop;
        }
        ring.join(last, home, map);
        ring
    }

    fn next(&self, stop: usize) -> usize {
        self.next.get(stop).copied().unwrap_or(self.home)
    }

    fn previous(&self, stop: usize) -> usize {
        self.previous.get(stop).copied().unwrap_or(self.home)
    }

    fn paid(&self, stop: usize) -> usize {
        self.paid.get(stop).copied().unwrap_or_default()
    }

    fn join(&mut self, from: usize, to: usize, map: &impl Map) {
        let leg = self.leg(map, from, to);
        if let (Some(next), Some(previous), Some(paid)) = (
            self.next.get_mut(from),
            self.previous.get_mut(to),
            self.paid.get_mut(from),
        ) {
            *next = to;
            *previous = from;
            *paid = leg;
        }
        for end in [from, to] {
            if let Some(new) = self.new.get_mut(end) {
                *new = true;
            }
        }
    }

    /// Whether a stop has got another beside it since this was asked.
    fn take_new(&mut self, stop: usize) -> bool {
        self.new.get_mut(stop).is_some_and(std::mem::take)
    }

    /// Takes out the stops from `first` to `last`, and puts them in behind `from`.
    fn put(&mut self, first: usize, last: usize, from: usize, map: &impl Map) {
        self.join(self.previous(first), self.next(last), map);
        self.join(last, self.next(from), map);
        self.join(from, first, map);
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
