//! Circles in what should have none (parents, wholes, relations on relations), and chains of parents
//! that are too long.
//!
//! Owns the search for them. It must not know what the things are.

use crate::apparatus::Span;

/// A way from one thing to another, and where the file says so.
pub(super) type Edge = (usize, Span);

/// A way that closed a circle and has been taken away.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Circle {
    /// Where the file says it.
    pub(super) span: Span,
    /// The things of the circle, each leading to the next and the last to the first; of a long
    /// circle its first [`KEPT`] and its last.
    pub(super) path: Vec<usize>,
}

/// Of a longer circle no more is kept: many of them may go the same long way.
const KEPT: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Takes from each thing's ways out those that close a circle, and tells which they were.
/// Depth-first, with a stack of its own: chains may be as long as the file.
pub(super) fn break_circles(edges: &mut [Vec<Edge>]) -> Vec<Circle> {
    let mut circles = Vec::new();
    let mut state = vec![State::New; edges.len()];
    // Where in the stack each open thing is.
    let mut depths = vec![0; edges.len()];
    for root in 0..edges.len() {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::Open;
        depths[root] = 0;
        let mut stack = vec![(root, 0)];
        while let Some((thing, next)) = stack.last_mut() {
            let Some((to, span)) = edges[*thing].get(*next) else {
                state[*thing] = State::Done;
                stack.pop();
                continue;
            };
            let to = *to;
            match state[to] {
                State::New => {
                    *next += 1;
                    state[to] = State::Open;
                    depths[to] = stack.len();
                    stack.push((to, 0));
                }
                State::Done => *next += 1,
                State::Open => {
                    let span = span.clone();
                    edges[*thing].remove(*next);
                    let way = stack.get(depths[to]..).unwrap_or_default();
                    let last = way.last().filter(|_| way.len() > KEPT);
                    let path = way.iter().take(KEPT).chain(last);
                    circles.push(Circle {
                        span,
                        path: path.map(|&(thing, _)| thing).collect(),
                    });
                }
            }
        }
    }
    circles
}

/// Takes from things that lie deeper than so many others, one inside the other, their way out, and
/// tells which they were. Each thing has one way out at most, and there are no circles.
pub(super) fn break_chains(edges: &mut [Vec<Edge>], longest: usize) -> Vec<Span> {
    let mut cut = Vec::new();
    // How many things lie from each one's outermost to itself; nothing where that is not known yet.
    let mut depths = vec![0; edges.len()];
    let mut way = Vec::new();
    for start in 0..edges.len() {
        let mut next = Some(start);
        while let Some(thing) = next.filter(|&thing| depths[thing] == 0) {
            way.push(thing);
            next = edges[thing].first().map(|&(to, _)| to);
        }
        let mut depth = next.map_or(0, |known| depths[known]);
        while let Some(thing) = way.pop() {
            depth += 1;
            if depth > longest + 1 {
                cut.extend(edges[thing].pop().map(|(_, span)| span));
                depth = 1;
            }
            depths[thing] = depth;
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::{break_chains, break_circles};

    #[test]
    fn chains_are_broken_where_they_get_too_long() {
        // Each but the first leads to the one before it, and one more to the sixth.
        let mut edges: Vec<Vec<_>> = (0..10_usize)
            .map(|at| {
                at.checked_sub(1)
                    .map(|to| (to, at..at))
                    .into_iter()
                    .collect()
            })
            .collect();
        edges.push(vec![(5, 10..10)]);
        edges.reverse();
        for edge in edges.iter_mut().flatten() {
            edge.0 = 10 - edge.0;
        }
        let cut = break_chains(&mut edges.clone(), 5);
        assert_eq!(cut, [10..10, 6..6]);
        let cut = break_chains(&mut edges.clone(), 2);
        assert_eq!(cut, [3..3, 10..10, 6..6, 9..9]);
        assert!(break_chains(&mut edges, 9).is_empty());
    }

    #[test]
    fn circles_are_broken_and_nothing_else() {
        // Ways out of each thing; the circles found; what is left of the ways.
        type Row<'a> = (&'a [&'a [usize]], &'a [&'a [usize]], &'a [&'a [usize]]);
        let table: &[Row<'_>] = &[
            (&[&[1], &[2], &[]], &[], &[&[1], &[2], &[]]),
            (&[&[0]], &[&[0]], &[&[]]),
            (&[&[1], &[0]], &[&[0, 1]], &[&[1], &[]]),
            (
                &[&[1, 2], &[3], &[3], &[]],
                &[],
                &[&[1, 2], &[3], &[3], &[]],
            ),
            (
                &[&[1], &[2], &[1, 0]],
                &[&[1, 2], &[0, 1, 2]],
                &[&[1], &[2], &[]],
            ),
        ];
        for (ways, circles, left) in table {
            let mut edges: Vec<Vec<_>> = ways
                .iter()
                .map(|ways| ways.iter().map(|&to| (to, to..to)).collect())
                .collect();
            let found = break_circles(&mut edges);
            let paths: Vec<_> = found.iter().map(|circle| circle.path.as_slice()).collect();
            assert_eq!(paths, *circles, "{ways:?}");
            let rest: Vec<Vec<usize>> = edges
                .iter()
                .map(|ways| ways.iter().map(|(to, _)| *to).collect())
                .collect();
            assert_eq!(rest, *left, "{ways:?}");
        }
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let length = 200_000;
        let mut edges: Vec<_> = (0..length)
            .map(|at| vec![((at + 1) % length, 0..0)])
            .collect();
        assert_eq!(break_circles(&mut edges).len(), 1);
    }
}
