//! Which claims the essay comes to.
//!
//! Owns that one judgement, made from the relations alone. It must not know the words of a claim.

use std::cmp::Reverse;

use super::Index;
use crate::apparatus::{Apparatus, ClaimIx, Node, RelationKind};

/// At most so many claims are called theses.
const MOST: usize = 3;

/// The claims that are no ground for another and have themselves the most grounds, grounds of
/// grounds included; at most three, most first, and none with less than half of what the first has.
pub(super) fn find(apparatus: &Apparatus, index: &Index) -> Vec<ClaimIx> {
    let supports = |claim: ClaimIx| {
        let relations = index.relations_from(claim).iter();
        relations
            .filter_map(|ix| apparatus.relations.get(ix.get()))
            .any(|relation| {
                relation.kind == RelationKind::Supports && matches!(relation.to, Node::Claim(_))
            })
    };
    let mut seen = vec![None; apparatus.claims.len()];
    let mut ranked: Vec<(usize, ClaimIx)> = Vec::new();
    for &claim in index.claims() {
        if !supports(claim) {
            let grounds = grounds(apparatus, index, claim, &mut seen);
            if grounds > 0 {
                ranked.push((grounds, claim));
            }
        }
    }
    ranked.sort_by_key(|&(grounds, _)| Reverse(grounds));
    let enough = ranked
        .first()
        .map_or(0, |&(grounds, _)| grounds.div_ceil(2));
    let theses = ranked
        .into_iter()
        .take_while(|&(grounds, _)| grounds >= enough);
    theses.take(MOST).map(|(_, claim)| claim).collect()
}

/// How many claims lead to one as its grounds. `seen` tells for each claim for which other it was
/// counted last.
fn grounds(
    apparatus: &Apparatus,
    index: &Index,
    thesis: ClaimIx,
    seen: &mut [Option<ClaimIx>],
) -> usize {
    let mut count = 0;
    let mut open = vec![thesis];
    if let Some(seen) = seen.get_mut(thesis.get()) {
        *seen = Some(thesis);
    }
    while let Some(claim) = open.pop() {
        for relation in index.relations_to(claim) {
            let Some(relation) = apparatus.relations.get(relation.get()) else {
                continue;
            };
            if relation.kind != RelationKind::Supports {
                continue;
            }
            for &ground in &relation.from {
                if seen
                    .get_mut(ground.get())
                    .is_some_and(|seen| seen.replace(thesis) != Some(thesis))
                {
                    count += 1;
                    open.push(ground);
                }
            }
        }
    }
    count
}
