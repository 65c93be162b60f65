//! Relations: from ids at their ends to claims and other relations.
//!
//! Owns what becomes of a relation with an end that leads nowhere or to what its type does not mean,
//! and of one that is said twice. It must not know the file's keys.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};

use super::circles::{Edge, break_circles};
use super::fields::Text;
use super::names::{Named, Sort};
use super::raw::{RawClaim, RawRelation};
use super::resolve::{Resolver, chain};
use super::said::Said;
use crate::apparatus::diagnostics::{Problem, REPEATED, SELF_RELATION, WRONG_END};
use crate::apparatus::{Claim, ClaimIx, Node, Relation, RelationIx, RelationKind, Span};

/// A relation whose ends are still ids.
pub(super) struct Loose<'i> {
    id: String,
    kind: Option<RelationKind>,
    /// The claim that it is written in.
    here: Option<ClaimIx>,
    from: Vec<Text<'i>>,
    to: Option<Text<'i>>,
    at: Span,
}

/// What has become of each loose relation: its place in the list, or nothing if it was left out.
pub(super) type Kept = Vec<Option<RelationIx>>;

impl<'i> Resolver<'_, 'i> {
    /// The relations of the claims, then those with a table of their own, each with its id. `ids` are
    /// the claims'.
    pub(super) fn loose(
        &mut self,
        ids: &[String],
        claims: &mut [RawClaim<'i>],
        tables: Vec<RawRelation<'i>>,
    ) -> Vec<Loose<'i>> {
        let own: usize = claims.iter().map(|raw| raw.relations.len()).sum();
        let mut loose = Vec::with_capacity(own + tables.len());
        self.names.expect_relations(own);
        for (place, (claim, raw)) in ids.iter().zip(claims).enumerate() {
            let here = ClaimIx::new(place);
            for (kind, to) in std::mem::take(&mut raw.relations) {
                if !self.names.write(here, kind, to.value.clone()) {
                    self.repeated(&to);
                    continue;
                }
                loose.push(Loose {
                    id: [claim, ":", kind.name(), ":", &to.value].concat(),
                    kind: Some(kind),
                    here: Some(here),
                    from: Vec::new(),
                    at: to.span.clone(),
                    to: Some(to),
                });
            }
        }
        for RawRelation {
            id,
            at,
            kind,
            from,
            to,
        } in tables
        {
            let named = Named::Relation(RelationIx::new(loose.len()));
            let id = self.names.give(id, named, self.reader);
            loose.push(Loose {
                id,
                kind,
                here: None,
                from,
                to,
                at,
            });
        }
        loose
    }

    /// Ties the relations' ends. One with an end that leads nowhere is left out, and so is one that
    /// points at it.
    pub(super) fn relations(
        &mut self,
        loose: Vec<Loose<'i>>,
        claims: &[Claim],
    ) -> (Vec<Relation>, Kept) {
        let mut ends: Vec<Option<(Vec<ClaimIx>, Named)>> = loose
            .iter()
            .enumerate()
            .map(|(place, one)| self.ends(place, one, claims))
            .collect();
        if ends
            .iter()
            .flatten()
            .any(|(_, to)| matches!(to, Named::Relation(_)))
        {
            self.uncircle(&loose, &mut ends);
        }
        let kept = keep(&mut ends);
        let mut relations = Vec::with_capacity(loose.len());
        let mut own = 0;
        for (one, end) in loose.into_iter().zip(ends) {
            let (Some((from, to)), Some(kind)) = (end, one.kind) else {
                continue;
            };
            let to = match to {
                Named::Relation(on) => match kept.get(on.get()).copied().flatten() {
                    Some(on) => Node::Relation(on),
                    None => continue,
                },
                Named::Claim(claim) => Node::Claim(claim),
                _ => continue,
            };
            if (kind == RelationKind::Undercuts) != matches!(to, Node::Relation(_))
                && let Some(end) = &one.to
            {
                self.wrong_end(kind, end);
            }
            own += usize::from(one.here.is_some());
            relations.push(Relation {
                id: one.id,
                kind,
                from,
                to,
                at: one.at,
            });
        }
        if own < relations.len() {
            self.said_twice(&relations);
        }
        (relations, kept)
    }

    /// Says that a relation points at what its type does not mean: only `undercuts` is said of a
    /// relation, and of nothing else.
    fn wrong_end(&mut self, kind: RelationKind, end: &Text<'_>) {
        let id = &end.value;
        let (message, help) = if kind == RelationKind::Undercuts {
            (
                format!("`{id}` is a claim: what is undercut is a relation"),
                "a claim `attacks` a claim; to undercut what it does to another, write that \
                 relation's id: its own, or `claim:supports:other`",
            )
        } else {
            (
                format!(
                    "`{id}` is a relation, which can be undercut, not {}",
                    kind.words().1.trim_end_matches(" by")
                ),
                "write `undercuts`, or the id of a claim",
            )
        };
        self.reader
            .report(Problem::new(WRONG_END, end.span.clone(), message).help(help));
    }

    /// Tells of the relations that are there twice: written in a claim and as a table, or in two
    /// tables. Those in one claim are told already.
    fn said_twice(&mut self, relations: &[Relation]) {
        let mut first: HashMap<(Cow<'_, [ClaimIx]>, RelationKind, Node), &Relation> =
            HashMap::with_capacity(relations.len());
        for relation in relations {
            let mut from = Cow::Borrowed(relation.from.as_slice());
            if from.len() > 1 {
                from.to_mut().sort_unstable();
            }
            let other = *first
                .entry((from, relation.kind, relation.to))
                .or_insert(relation);
            if std::ptr::eq(other, relation) {
                continue;
            }
            let message = "this relation is said twice";
            self.reader.report(
                Problem::new(REPEATED, relation.at.clone(), message)
                    .help("take one of the two away")
                    .related(other.at.clone(), "also here"),
            );
        }
    }

    /// Leaves out relations that close a circle of relations pointing at each other.
    fn uncircle(&mut self, loose: &[Loose<'i>], ends: &mut [Option<(Vec<ClaimIx>, Named)>]) {
        let mut edges: Vec<Vec<Edge>> = Vec::with_capacity(loose.len());
        for (one, end) in loose.iter().zip(ends.iter()) {
            let on = match end {
                Some((_, Named::Relation(on))) => Some(on.get()),
                _ => None,
            };
            let span = one
                .to
                .as_ref()
                .map_or_else(|| one.at.clone(), |to| to.span.clone());
            edges.push(on.map(|on| (on, span)).into_iter().collect());
        }
        for circle in break_circles(&mut edges) {
            let path = chain(&circle, |place| loose.get(place).map(|one| one.id.as_str()));
            if let Some(end) = circle.path.last().and_then(|&last| ends.get_mut(last)) {
                *end = None;
            }
            let message = format!("these relations point at each other in a circle: {path}");
            self.circle(circle, message, "let one of them point at a claim");
        }
    }

    /// Both ends of a relation, if it has both and they are not the same.
    fn ends(
        &mut self,
        place: usize,
        one: &Loose<'i>,
        claims: &[Claim],
    ) -> Option<(Vec<ClaimIx>, Named)> {
        let mut from = Said::with_capacity(one.from.len() + 1);
        if let Some(here) = one.here {
            from.add(here);
        }
        for id in &one.from {
            if let Some(Named::Claim(claim)) =
                self.names
                    .find(id, &[Sort::Claim], "write the id of a claim", self.reader)
                && !from.add(claim)
            {
                self.repeated(id);
            }
        }
        let from = from.into_list();
        let id = one.to.as_ref()?;
        let (sorts, otherwise) = if one.kind == Some(RelationKind::Undercuts) {
            (
                [Sort::Relation, Sort::Claim],
                "write the id of a relation: its own, or `claim:supports:other`",
            )
        } else {
            ([Sort::Claim, Sort::Relation], "write the id of a claim")
        };
        let to = self.names.find(id, &sorts, otherwise, self.reader)?;
        let itself = match to {
            Named::Claim(claim) => from.contains(&claim),
            Named::Relation(relation) => relation.get() == place,
            _ => false,
        };
        if itself {
            let name = match to {
                Named::Claim(claim) => claims
                    .get(claim.get())
                    .map_or("", |claim| claim.id.as_str()),
                _ => one.id.as_str(),
            };
            self.reader.report(
                Problem::new(
                    SELF_RELATION,
                    id.span.clone(),
                    format!("`{name}` is related to itself"),
                )
                .help("let it point at another claim, or take it away"),
            );
            return None;
        }
        one.kind?;
        (!from.is_empty()).then_some((from, to))
    }
}

/// Leaves out the relations that point at one that is left out, and numbers the rest. There are no
/// circles any more, so each pass settles at least the next link of every chain.
fn keep(ends: &mut [Option<(Vec<ClaimIx>, Named)>]) -> Kept {
    // For each relation those that point at it: leaving one out leaves these out too.
    let mut on: Vec<Vec<usize>> = vec![Vec::new(); ends.len()];
    for (place, end) in ends.iter().enumerate() {
        if let Some((_, Named::Relation(target))) = end
            && let Some(list) = on.get_mut(target.get())
        {
            list.push(place);
        }
    }
    let mut out: Vec<usize> = (0..ends.len())
        .filter(|&place| ends[place].is_none())
        .collect();
    while let Some(place) = out.pop() {
        for pointing in std::mem::take(&mut on[place]) {
            ends[pointing] = None;
            out.push(pointing);
        }
    }
    let mut next = 0;
    ends.iter()
        .map(|end| {
            end.as_ref()?;
            next += 1;
            Some(RelationIx::new(next - 1))
        })
        .collect()
}
