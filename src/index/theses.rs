//! Which claims the essay comes to.
//!
//! Owns that one judgement, made from the relations alone. It must not know the words of a claim.

use std::cmp::Reverse;

use super::Index;
use crate::apparatus::{Apparatus, ClaimIx, Node, RelationKind, Role};

/// At most so many claims are called theses.
const MOST: usize = 4;

/// The claims that the essay makes in its own name, that are no ground for another and have grounds
/// themselves: at most four, those with the most grounds, grounds of grounds included. Of two with as
/// many the later counts, since conclusions come last. In the essay's order.
pub(super) fn find(apparatus: &Apparatus, index: &Index) -> Vec<ClaimIx> {
    let mut seen = vec![None; apparatus.claims.len()];
    let mut ranked: Vec<(usize, usize, ClaimIx)> = Vec::new();
    for (place, &claim) in index.claims().iter().enumerate() {
        if !is_ground(apparatus, index, claim) && !is_reported(apparatus, claim) {
            let grounds = grounds(apparatus, index, claim, &mut seen);
            if grounds > 0 {
                ranked.push((grounds, place, claim));
            }
        }
    }
    ranked.sort_by_key(|&(grounds, place, _)| Reverse((grounds, place)));
    ranked.truncate(MOST);
    ranked.sort_by_key(|&(_, place, _)| place);
    ranked.into_iter().map(|(_, _, claim)| claim).collect()
}

/// Whether a claim supports another.
fn is_ground(apparatus: &Apparatus, index: &Index, claim: ClaimIx) -> bool {
    let relations = index.relations_from(claim).iter();
    relations
        .filter_map(|ix| apparatus.relations.get(ix.get()))
        .any(|relation| {
            relation.kind == RelationKind::Supports && matches!(relation.to, Node::Claim(_))
        })
}

/// Whether a claim is somebody's view that the essay only tells of.
fn is_reported(apparatus: &Apparatus, claim: ClaimIx) -> bool {
    let claim = apparatus.claims.get(claim.get());
    claim.is_some_and(|claim| claim.actors.iter().any(|&(_, role)| role == Role::Speaker))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::{Essay, Format};
    use crate::index::Document;

    /// A view that the essay only reports is none of its conclusions, however well it is grounded; of
    /// conclusions with as many grounds the last ones count, and all stand in the essay's order.
    #[test]
    fn theses_are_the_essays_own_conclusions() {
        let words = ["a", "b", "c", "d", "e", "f", "g"];
        let essay: String = words.iter().fold(String::new(), |text, word| {
            text + "It is said here that " + word + word + word + " holds. "
        });
        let claims = words.iter().fold(String::new(), |text, word| {
            let more = match *word {
                "a" => "supports = [\"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]",
                "b" => "actors = { speaker = [\"x\"] }",
                "c" => "supports = [\"b\"]",
                _ => "",
            };
            text + &format!(
                "[[claim]]\nid = \"{word}\"\ntext = \"It.\"\nkind = \"causal\"\n\
                 quotes = [\"{word}{word}{word} holds\"]\n{more}\n"
            )
        });
        let file = format!(
            "format = 1\n{claims}\n[[actor]]\nid = \"x\"\nname = \"It\"\nkind = \"group\"\n"
        );
        let document = Document::new(Essay::parse(essay, Format::Plain), Some(&file));
        assert_eq!(document.index.theses(), [3, 4, 5, 6].map(ClaimIx));
    }
}
