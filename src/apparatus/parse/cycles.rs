//! Finds and breaks cycles in graphs that must have none.

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

/// Removes edges that close a cycle. `edges` lists the edges out of each node. Returns the cycles, and
/// the nodes in such an order that each comes after those that its edges lead to. Depth-first with an
/// explicit stack, because a path may be as long as the file.
pub(super) fn break_cycles(edges: &mut [Vec<Edge>]) -> (Vec<Cycle>, Vec<usize>) {
    let (mut cycles, mut order) = (Vec::new(), Vec::new());
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
                order.push(*node);
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
    (cycles, order)
}

#[cfg(test)]
mod tests {
    use super::break_cycles;

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
            let (found, order) = break_cycles(&mut edges);
            let position = |node| order.iter().position(|&other| other == node);
            for (node, edges) in edges.iter().enumerate() {
                let is_after = edges.iter().all(|(to, _)| position(*to) < position(node));
                assert!(is_after, "{edges_of:?}: {order:?}");
            }
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
        assert_eq!(break_cycles(&mut edges).0.len(), 1);
    }
}
