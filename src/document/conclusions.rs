//! Chooses the conclusions of the essay by the relations between its claims.

use std::cmp::Reverse;

use crate::apparatus::{Apparatus, ClaimIx, Node, RelationKind, Role};

/// The most conclusions that are shown above the details of the essay.
const MAX_CONCLUSIONS: usize = 4;

/// The most grounds that are counted for all candidates together, so that thousands of candidates with
/// the same grounds stay cheap.
const MAX_STEPS: usize = 1 << 20;

/// The claims that have grounds, are no ground themselves, and are the essay's own. At most four,
/// those with the most grounds, counting grounds of grounds; of two with as many, the later one, since
/// conclusions come last. `claims` are all claims in the essay's order, and so is the result.
pub(super) fn find(apparatus: &Apparatus, claims: &[ClaimIx]) -> Vec<ClaimIx> {
    let mut grounds: Vec<Vec<ClaimIx>> = vec![Vec::new(); claims.len()];
    let mut is_ground = vec![false; claims.len()];
    for relation in &apparatus.relations {
        if let (RelationKind::Supports, Node::Claim(to)) = (relation.kind, relation.to) {
            grounds[to.get()].extend(&relation.from);
            relation
                .from
                .iter()
                .for_each(|ground| is_ground[ground.get()] = true);
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
    let candidates: Vec<(usize, ClaimIx)> = candidates.collect();
    let steps = MAX_STEPS / candidates.len().max(1);
    let mut seen = vec![None; claims.len()];
    let ranked = candidates.into_iter().map(|(place, claim)| {
        let count = count_grounds(&grounds, claim, steps, &mut seen);
        (Reverse(count), Reverse(place), claim)
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_unstable();
    ranked.truncate(MAX_CONCLUSIONS);
    ranked.sort_by_key(|&(_, Reverse(place), _)| place);
    ranked.into_iter().map(|(_, _, claim)| claim).collect()
}

/// How many claims lead to `conclusion` as its grounds, as far as they are found in `steps` steps.
/// `seen` holds for each claim the last conclusion that it was counted for.
fn count_grounds(
    grounds: &[Vec<ClaimIx>],
    conclusion: ClaimIx,
    steps: usize,
    seen: &mut [Option<ClaimIx>],
) -> usize {
    let (mut count, mut steps) = (0, steps);
    let mut open = vec![conclusion];
    seen[conclusion.get()] = Some(conclusion);
    while let Some(claim) = open.pop() {
        for &ground in &grounds[claim.get()] {
            if steps == 0 {
                return count;
            }
            steps -= 1;
            if seen[ground.get()].replace(conclusion) != Some(conclusion) {
                count += 1;
                open.push(ground);
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::essay::{Essay, Format};

    /// A reported view is no conclusion however many grounds it has. Of conclusions with as many
    /// grounds the last ones are chosen, in the essay's order.
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

    #[test]
    fn the_count_of_grounds_is_limited() {
        // Claim 1 supports claim 0, and fifty claims support claim 1.
        let mut grounds = vec![Vec::new(); 52];
        grounds[0] = vec![ClaimIx(1)];
        grounds[1] = (2..52).map(ClaimIx).collect();
        for (steps, count) in [(0, 0), (1, 1), (20, 20), (51, 51), (MAX_STEPS, 51)] {
            let mut seen = vec![None; grounds.len()];
            assert_eq!(count_grounds(&grounds, ClaimIx(0), steps, &mut seen), count);
        }
    }
}
