//! Which claims the essay comes to.
//!
//! Owns that one judgement, made from the relations alone. It must not know the words of a claim.

use super::Index;
use crate::apparatus::{Apparatus, ClaimIx, Node, RelationKind, Role};
use std::cmp::Reverse;

/// At most this many claims are called theses: the detail names them above everything else.
const MOST: usize = 4;

/// At most this many steps from claims to their grounds are taken for all conclusions together: many
/// that share their grounds would else cost their number times that of the grounds.
const STEPS: usize = 1 << 20;

/// The claims that the essay makes in its own name, that are no ground for another and have grounds
/// themselves: at most four, those with the most grounds, grounds of grounds included. Of two with as
/// many the later counts, since conclusions come last. In the essay's order.
///
/// Of thousands of conclusions each has its share of [`STEPS`], and as many grounds as it finds in
/// them.
pub(super) fn find(apparatus: &Apparatus, index: &Index) -> Vec<ClaimIx> {
    let mut seen = vec![None; apparatus.claims.len()];
    let conclusions: Vec<(usize, ClaimIx)> = (index.claims().iter().copied().enumerate())
        .filter(|&(_, claim)| {
            !index.relations_to(claim).is_empty()
                && !is_ground(apparatus, index, claim)
                && !is_reported(apparatus, claim)
        })
        .collect();
    let share = STEPS / conclusions.len().max(1);
    let mut ranked: Vec<(usize, usize, ClaimIx)> = conclusions
        .into_iter()
        .map(|(place, claim)| {
            let grounds = grounds(apparatus, index, claim, share, &mut seen);
            (grounds, place, claim)
        })
        .filter(|&(grounds, ..)| grounds > 0)
        .collect();
    ranked.sort_by_key(|&(grounds, place, _)| (Reverse(grounds), Reverse(place)));
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

/// How many claims lead to one as its grounds, as far as `steps` steps tell. `seen` tells for each
/// claim for which other it was counted last.
fn grounds(
    apparatus: &Apparatus,
    index: &Index,
    thesis: ClaimIx,
    mut steps: usize,
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
                let Some(left) = steps.checked_sub(1) else {
                    return count;
                };
                steps = left;
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
    use crate::document::Document;
    use crate::essay::{Essay, Format};

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

    /// However many grounds lead to a conclusion, what they cost is bounded.
    #[test]
    fn no_more_steps_are_taken_than_are_given() {
        let claim = |id: &str, more: &str| {
            format!(
                "[[claim]]\nid = \"{id}\"\ntext = \"It.\"\nkind = \"causal\"\nquotes = [\"It is\"]\n{more}\n"
            )
        };
        let mut file = format!("format = 1\n{}", claim("thesis", ""));
        file += &claim("hub", "supports = [\"thesis\"]");
        file.extend((0..50).map(|at| claim(&format!("g{at}"), "supports = [\"hub\"]")));
        let essay = Essay::parse("It is so.".to_owned(), Format::Plain);
        let Document {
            apparatus, index, ..
        } = Document::new(essay, Some(&file));
        for (steps, found) in [(0, 0), (1, 1), (20, 20), (51, 51), (STEPS, 51)] {
            let mut seen = vec![None; apparatus.claims.len()];
            let grounds = grounds(&apparatus, &index, ClaimIx(0), steps, &mut seen);
            assert_eq!(grounds, found, "{steps}");
        }
    }
}
