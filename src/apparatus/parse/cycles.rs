//! Finds and breaks cycles in graphs that must have none, and chains that are too long.

use crate::apparatus::Span;

/// A link from one thing to another, and its place in the file.
pub(super) type Edge = (usize, Span);

/// A cycle, and the edge that closed it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cycle {
    /// The removed edge's place in the file.
    pub(super) span: Span,
    /// The nodes of the cycle in order, the removed edge leading from the last to the first. Of a long
    /// cycle only the first [`MAX_PATH`] nodes.
    pub(super) path: Vec<usize>,
}

/// The nodes of a cycle that are kept: many long cycles may share most of their nodes.
const MAX_PATH: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

/// Removes edges that close a cycle. `edges` lists the edges out of each node. Depth-first with an
/// explicit stack, because a path may be as long as the file.
pub(super) fn break_cycles(edges: &mut [Vec<Edge>]) -> Vec<Cycle> {
    let mut cycles = Vec::new();
    let mut visits = vec![Visit::New; edges.len()];
    // The index in the stack of each open node.
    let mut depths = vec![0; edges.len()];
    for root in 0..edges.len() {
        if visits[root] != Visit::New {
            continue;
        }
        visits[root] = Visit::Open;
        depths[root] = 0;
        // Nodes with the index of their next edge.
        let mut stack = vec![(root, 0)];
        while let Some((node, next)) = stack.last_mut() {
            let Some((to, span)) = edges[*node].get(*next) else {
                visits[*node] = Visit::Done;
                stack.pop();
                continue;
            };
            let to = *to;
            match visits[to] {
                Visit::New => {
                    *next += 1;
                    visits[to] = Visit::Open;
                    depths[to] = stack.len();
                    stack.push((to, 0));
                }
                Visit::Done => *next += 1,
                Visit::Open => {
                    let span = span.clone();
                    edges[*node].remove(*next);
                    let path = stack[depths[to]..].iter().take(MAX_PATH);
                    let path = path.map(|&(node, _)| node).collect();
                    cycles.push(Cycle { span, path });
                }
            }
        }
    }
    cycles
}

/// Removes the edges of nodes with more than `max_depth` nodes above them, and gives their places in
/// the file. Each node has at most one edge, and there are no cycles.
pub(super) fn limit_depth(edges: &mut [Vec<Edge>], max_depth: usize) -> Vec<Span> {
    let mut removed = Vec::new();
    // How many nodes there are from each node to its root; 0 until that is known.
    let mut depths = vec![0; edges.len()];
    let mut path = Vec::new();
    for start in 0..edges.len() {
        let mut next = Some(start);
        while let Some(node) = next.filter(|&node| depths[node] == 0) {
            path.push(node);
            next = edges[node].first().map(|&(to, _)| to);
        }
        let mut depth = next.map_or(0, |known| depths[known]);
        while let Some(node) = path.pop() {
            depth += 1;
            if depth > max_depth + 1 {
                removed.extend(edges[node].pop().map(|(_, span)| span));
                depth = 1;
            }
            depths[node] = depth;
        }
    }
    removed
}

#[cfg(test)]
mod tests {
    use super::{break_cycles, limit_depth};

    #[test]
    fn chains_are_cut_where_they_get_too_long() {
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
        let cut = limit_depth(&mut edges.clone(), 5);
        assert_eq!(cut, [10..10, 6..6]);
        let cut = limit_depth(&mut edges.clone(), 2);
        assert_eq!(cut, [3..3, 10..10, 6..6, 9..9]);
        assert!(limit_depth(&mut edges, 9).is_empty());
    }

    #[test]
    fn only_edges_that_close_a_cycle_are_removed() {
        // edges out of each node; the cycles found; the edges that are left.
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
        for (edges_of, cycles, left) in table {
            let mut edges: Vec<Vec<_>> = edges_of
                .iter()
                .map(|edges_of| edges_of.iter().map(|&to| (to, to..to)).collect())
                .collect();
            let found = break_cycles(&mut edges);
            let paths: Vec<_> = found.iter().map(|cycle| cycle.path.as_slice()).collect();
            assert_eq!(paths, *cycles, "{edges_of:?}");
            let rest: Vec<Vec<usize>> = edges
                .iter()
                .map(|edges_of| edges_of.iter().map(|(to, _)| *to).collect())
                .collect();
            assert_eq!(rest, *left, "{edges_of:?}");
        }
    }

    #[test]
    fn a_long_cycle_does_not_overflow_the_stack() {
        let length = 200_000;
        let mut edges: Vec<_> = (0..length)
            .map(|at| vec![((at + 1) % length, 0..0)])
            .collect();
        assert_eq!(break_cycles(&mut edges).len(), 1);
    }
}
