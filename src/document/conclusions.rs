//! Chooses the conclusions of the essay by the relations between its claims.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::apparatus::{Apparatus, ClaimIx, Node, RelationKind, Role};

/// The maximum number of conclusions: the overview has room for few.
const MAX_CONCLUSIONS: usize = 4;

/// The essay's own claims that others support and that support no other. If there are more than
/// [`MAX_CONCLUSIONS`], those with the most direct and indirect grounds; on a tie the later one, since
/// conclusions come last. `claims` are all claims in the essay's order, and so is the result.
pub(super) fn find(apparatus: &Apparatus, claims: &[ClaimIx]) -> Vec<ClaimIx> {
    let mut grounds: Vec<Vec<ClaimIx>> = vec![Vec::new(); claims.len()];
    let mut is_ground = vec![false; claims.len()];
    for relation in &apparatus.relations {
        if let (RelationKind::Supports, Node::Claim(to)) = (relation.kind, relation.to) {
            grounds[to.get()].extend(&relation.from);
            for ground in &relation.from {
                is_ground[ground.get()] = true;
            }
        }
    }
    let is_reported = |claim: ClaimIx| {
        apparatus[claim]
            .actors
            .iter()
            .any(|&(_, role)| role == Role::Speaker)
    };
    let candidates = claims.iter().copied().enumerate().filter(|&(_, claim)| {
        !grounds[claim.get()].is_empty() && !is_ground[claim.get()] && !is_reported(claim)
    });
    let ranked = candidates.map(|(position, claim)| {
        let count = count_grounds(&grounds, claim);
        (Reverse(count), Reverse(position), claim)
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_unstable();
    ranked.truncate(MAX_CONCLUSIONS);
    // Back to the essay's order.
    ranked.sort_by_key(|&(_, Reverse(position), _)| position);
    ranked.into_iter().map(|(_, _, claim)| claim).collect()
}

/// The number of direct and indirect grounds of `conclusion`.
fn count_grounds(grounds: &[Vec<ClaimIx>], conclusion: ClaimIx) -> usize {
    let mut seen = HashSet::from([conclusion]);
    let mut unvisited = vec![conclusion];
    while let Some(claim) = unvisited.pop() {
        let direct = grounds[claim.get()].iter().copied();
        unvisited.extend(direct.filter(|ground| seen.insert(*ground)));
    }
    seen.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::essay::{Essay, Format};

    /// A reported view is not a conclusion however many grounds it has. On a tie the later claims are
    /// chosen.
    #[test]
    fn conclusions_are_the_essays_own_claims_with_the_most_grounds() {
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
        assert_eq!(document.index.conclusions(), [3, 4, 5, 6].map(ClaimIx));
    }
}
