//! Chooses the conclusions of the essay: those that the apparatus names, else those that its relations
//! give.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::apparatus::{Apparatus, ClaimIx, Node, RelationKind, Role, Stance};

/// The maximum number of conclusions by the rule: the overview has room for few.
const MAX_CONCLUSIONS: usize = 4;

/// The conclusions that `[essay]` names, in its order; otherwise the claims without a speaker (unless
/// all have one), not of the stance *against*, that something supports or attacks and that support,
/// attack, undercut or restate nothing. If there are more than [`MAX_CONCLUSIONS`], those with the most direct and indirect grounds;
/// on a tie the later one, since conclusions come last. `claims` are all claims in the essay's order,
/// and so is the result of the rule.
pub(super) fn find(apparatus: &Apparatus, claims: &[ClaimIx]) -> Vec<ClaimIx> {
    if let Some(named) = &apparatus.essay.conclusions {
        return named.clone();
    }
    let mut grounds: Vec<Vec<ClaimIx>> = vec![Vec::new(); claims.len()];
    let (mut is_argued, mut argues) = (vec![false; claims.len()], vec![false; claims.len()]);
    for relation in &apparatus.relations {
        use RelationKind::{Attacks, Restates, Supports, Undercuts};
        if matches!(relation.kind, Supports | Attacks | Undercuts | Restates) {
            for claim in &relation.from {
                argues[claim.get()] = true;
            }
        }
        if let (Supports | Attacks, Node::Claim(to)) = (relation.kind, relation.to) {
            is_argued[to.get()] = true;
            if relation.kind == Supports {
                grounds[to.get()].extend(&relation.from);
            }
        }
    }
    let has_speaker = |claim: ClaimIx| {
        let mut actors = apparatus[claim].actors.iter();
        actors.any(|&(_, role)| role == Role::Speaker)
    };
    let all_have_speakers = claims.iter().all(|&claim| has_speaker(claim));
    let candidates = claims.iter().copied().enumerate().filter(|&(_, claim)| {
        is_argued[claim.get()]
            && apparatus[claim].stance != Some(Stance::Against)
            && !argues[claim.get()]
            && (all_have_speakers || !has_speaker(claim))
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
    use crate::apparatus::diagnostics::Severity;
    use crate::document::Document;
    use crate::essay::{Essay, Format};

    /// The conclusions of claims `a`, `b` …, each given as `a more keys`, in a text that has them in this
    /// order; `essay` has more keys of `[essay]`.
    fn conclusions(essay: &str, claims: &[&str]) -> String {
        let (mut text, mut file) = (String::new(), format!("format = 1\n[essay]\n{essay}\n"));
        for claim in claims {
            let (id, keys) = claim.split_at(1);
            text += &["It is said here that ", id, id, id, " holds. "].concat();
            let claim = format!(
                "[[claim]]\nid = \"{id}\"\ntext = \"It.\"\nkind = \"causal\"\nthemes = []\n\
                 quotes = [\"{id}{id}{id} holds\"]\n{keys}\n"
            );
            file += &claim;
        }
        file += "[[actor]]\nid = \"x\"\nname = \"It\"\nkind = \"group\"\n";
        let document = Document::new(Essay::parse(text, Format::Plain), Some(&file));
        let errors = document
            .problems
            .iter()
            .filter(|it| it.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{:#?}", document.problems);
        let ids = document.index.conclusions().iter();
        ids.map(|&claim| document.apparatus[claim].id.as_str())
            .collect()
    }

    #[test]
    fn conclusions_are_argued_for_or_against_and_argue_for_nothing() {
        let speaker = "actors = { speaker = [\"x\"] }";
        for (claims, expected) in [
            // Nothing is related to anything, or only by details.
            (vec!["a", "b"], ""),
            (vec!["a elaborates = [\"b\"]", "b contrasts = [\"a\"]"], ""),
            (
                vec!["a", "b supports = [\"a\"]", "c supports = [\"b\"]"],
                "a",
            ),
            // An opposing claim with support of its own, rebutted.
            (
                vec![
                    "a",
                    "b attacks = [\"a\"]",
                    "c supports = [\"b\"]",
                    "d attacks = [\"b\"]",
                ],
                "a",
            ),
            // A claim that is only attacked.
            (vec!["a", "b attacks = [\"a\"]"], "a"),
            // An undercut with support of its own.
            (
                vec![
                    "a",
                    "b supports = [\"a\"]",
                    "c undercuts = [\"b:supports:a\"]",
                    "d supports = [\"c\"]",
                ],
                "a",
            ),
            // The abstract restates the conclusion.
            (
                vec!["a restates = [\"c\"]", "b supports = [\"a\", \"c\"]", "c"],
                "c",
            ),
            // What a supported claim contrasts with or elaborates does not matter.
            (
                vec!["a elaborates = [\"b\"]", "b", "c supports = [\"a\", \"b\"]"],
                "ab",
            ),
            // An objection that is not linked to what it objects to.
            (
                vec![
                    "a stance = \"for\"",
                    "b stance = \"against\"",
                    "c supports = [\"a\", \"b\"]",
                ],
                "a",
            ),
            // A reported view, and an essay of reported views alone.
            (
                vec!["a", &format!("b {speaker}"), "c supports = [\"a\", \"b\"]"],
                "a",
            ),
            (
                vec![
                    &format!("a {speaker}"),
                    &format!("b supports = [\"a\"]\n{speaker}"),
                ],
                "a",
            ),
        ] {
            assert_eq!(conclusions("", &claims), expected, "{claims:?}");
        }
    }

    #[test]
    fn of_many_conclusions_those_with_the_most_grounds_are_kept() {
        let all = "supports = [\"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]";
        let claims = [
            &format!("a {all}"),
            "b",
            "c",
            "d",
            "e",
            "f",
            "g",
            "h supports = [\"b\"]",
        ];
        assert_eq!(conclusions("", &claims), "befg");
    }

    #[test]
    fn named_conclusions_replace_the_rule() {
        let claims = ["a", "b supports = [\"a\"]", "c", "d", "e", "f"];
        let named = "conclusions = [\"f\", \"b\", \"c\", \"d\", \"e\"]";
        assert_eq!(conclusions(named, &claims), "fbcde");
        assert_eq!(conclusions("conclusions = []", &claims), "");
    }
}
