//! The making of an [`Index`].
//!
//! Owns the order in which things are numbered and listed. It must not know how they are looked up.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::grouped::Lists;
use super::{Index, Owner, Passage, conclusions};
use crate::apparatus::{ActorIx, Apparatus, ClaimIx, Node, NoteIx, RelationIx, ThemeIx};

impl Index {
    /// Indexes an apparatus whose anchors and mentions have been found.
    #[must_use]
    pub fn new(apparatus: &Apparatus) -> Self {
        let mut index = Self::default();
        index.number_claims(apparatus);
        index.order_themes(apparatus);
        index.list_claims(apparatus);
        index.list_relations(apparatus);
        index.list_passages(apparatus);
        index.theses = conclusions::find(apparatus, &index);
        index
    }

    fn number_claims(&mut self, apparatus: &Apparatus) {
        let mut order: Vec<(usize, ClaimIx)> = (apparatus.claims.iter().enumerate())
            .map(|(place, claim)| {
                let starts = claim
                    .anchors
                    .iter()
                    .filter_map(|anchor| anchor.passages.first());
                let first = starts.map(|range| range.start).min();
                (first.unwrap_or(usize::MAX), ClaimIx::new(place))
            })
            .collect();
        order.sort_unstable();
        self.numbers = vec![0; order.len()];
        self.claims = order.into_iter().map(|(_, claim)| claim).collect();
        for (number, claim) in (1..).zip(&self.claims) {
            self.numbers[claim.get()] = number;
        }
    }

    fn order_themes(&mut self, apparatus: &Apparatus) {
        let themes = &apparatus.themes;
        let parents = themes
            .iter()
            .enumerate()
            .filter_map(|(place, theme)| Some((theme.parent?.get(), ThemeIx::new(place))));
        self.children = Lists::of(themes.len(), parents);
        let roots = themes
            .iter()
            .enumerate()
            .filter(|(_, theme)| theme.parent.is_none());
        let roots = roots.map(|(place, _)| (ThemeIx::new(place), 0));
        let mut stack: Vec<(ThemeIx, u32)> = roots.rev().collect();
        self.depths = vec![0; themes.len()];
        while let Some((theme, depth)) = stack.pop() {
            self.theme_order.push(theme);
            if let Some(slot) = self.depths.get_mut(theme.get()) {
                *slot = depth;
            }
            let children = self.children.get(theme.get()).iter().rev();
            stack.extend(children.map(|&child| (child, depth + 1)));
        }
    }

    fn list_claims(&mut self, apparatus: &Apparatus) {
        self.theme_claims = self.claims_by_theme(apparatus);
        let claims = &apparatus.claims;
        let roles = self.claims.iter().flat_map(|&ix| {
            let actors = claims.get(ix.get()).map_or(&[][..], |claim| &claim.actors);
            actors
                .iter()
                .map(move |&(actor, role)| (actor.get(), (ix, role)))
        });
        self.actor_claims = Lists::of(apparatus.actors.len(), roles);
        let members = apparatus
            .actors
            .iter()
            .enumerate()
            .flat_map(|(place, actor)| {
                actor
                    .part_of
                    .iter()
                    .map(move |whole| (whole.get(), ActorIx::new(place)))
            });
        self.members = Lists::of(apparatus.actors.len(), members);
        self.theme_actors = self.actors_by_theme(apparatus);
    }

    /// Each theme's own claims and those of the themes in it, by number, none twice.
    fn claims_by_theme(&self, apparatus: &Apparatus) -> Lists<ClaimIx> {
        let themes = &apparatus.themes;
        // By number, so that each list comes out sorted. `last` tells whether a theme, reached from
        // two of its children, has the claim already.
        let mut last: Vec<Option<ClaimIx>> = vec![None; themes.len()];
        let mut pairs: Vec<(usize, ClaimIx)> = Vec::new();
        for &ix in &self.claims {
            let own = apparatus
                .claims
                .get(ix.get())
                .map_or(&[][..], |claim| &claim.themes);
            for theme in own {
                let mut next = Some(*theme);
                while let Some(theme) = next {
                    let Some(last) = last.get_mut(theme.get()) else {
                        break;
                    };
                    if last.replace(ix) == Some(ix) {
                        break;
                    }
                    pairs.push((theme.get(), ix));
                    next = themes.get(theme.get()).and_then(|theme| theme.parent);
                }
            }
        }
        Lists::of(themes.len(), pairs.iter().copied())
    }

    fn actors_by_theme(&self, apparatus: &Apparatus) -> Lists<ActorIx> {
        let mut lists = Lists::default();
        // In how many claims each is, and in which one it was met last: it may have two roles in it.
        let mut counts: HashMap<ActorIx, (usize, Option<ClaimIx>)> = HashMap::new();
        for theme in 0..apparatus.themes.len() {
            counts.clear();
            for &ix in self.theme_claims.get(theme) {
                let claim = apparatus.claims.get(ix.get());
                for (actor, _) in claim.map_or(&[][..], |claim| &claim.actors) {
                    let (count, last) = counts.entry(*actor).or_default();
                    *count += usize::from(last.replace(ix) != Some(ix));
                }
            }
            let mut list: Vec<(ActorIx, usize)> = counts
                .iter()
                .map(|(&actor, &(count, _))| (actor, count))
                .collect();
            list.sort_unstable_by_key(|&(actor, count)| (Reverse(count), actor));
            lists.push(list.into_iter().map(|(actor, _)| actor));
        }
        lists
    }

    fn list_relations(&mut self, apparatus: &Apparatus) {
        let (claims, relations) = (apparatus.claims.len(), apparatus.relations.len());
        let numbered = || {
            apparatus
                .relations
                .iter()
                .enumerate()
                .map(|(at, one)| (RelationIx::new(at), one))
        };
        let from =
            numbered().flat_map(|(ix, one)| one.from.iter().map(move |claim| (claim.get(), ix)));
        self.from = Lists::of(claims, from);
        self.to = Lists::of(
            claims,
            numbered().filter_map(|(ix, one)| match one.to {
                Node::Claim(claim) => Some((claim.get(), ix)),
                Node::Relation(_) => None,
            }),
        );
        self.on = Lists::of(
            relations,
            numbered().filter_map(|(ix, one)| match one.to {
                Node::Relation(on) => Some((on.get(), ix)),
                Node::Claim(_) => None,
            }),
        );
        let notes = || {
            apparatus
                .notes
                .iter()
                .enumerate()
                .map(|(at, note)| (NoteIx::new(at), note))
        };
        self.claim_notes = Lists::of(
            claims,
            notes().filter_map(|(ix, note)| match note.on? {
                Node::Claim(claim) => Some((claim.get(), ix)),
                Node::Relation(_) => None,
            }),
        );
        self.relation_notes = Lists::of(
            relations,
            notes().filter_map(|(ix, note)| match note.on? {
                Node::Relation(relation) => Some((relation.get(), ix)),
                Node::Claim(_) => None,
            }),
        );
    }

    fn list_passages(&mut self, apparatus: &Apparatus) {
        let mut all = Vec::new();
        for (place, claim) in apparatus.claims.iter().enumerate() {
            let own = (0..).zip(&claim.anchors).flat_map(|(at, anchor)| {
                passages(&anchor.passages, Owner::Claim(ClaimIx::new(place), at))
            });
            self.claim_passages.push(own);
            all.extend_from_slice(self.claim_passages.get(place));
        }
        self.all_passages.push(all);

        for theme in 0..apparatus.themes.len() {
            let claims = self.theme_claims.get(theme).iter();
            let own = claims
                .flat_map(|claim| self.claim_passages.get(claim.get()))
                .cloned();
            self.theme_passages.push(own);
        }

        let notes = apparatus
            .notes
            .iter()
            .enumerate()
            .flat_map(|(place, note)| {
                let ranges = note.anchors.iter().map(|anchor| anchor.passages.as_slice());
                ranges.flat_map(move |ranges| passages(ranges, Owner::Note(NoteIx::new(place))))
            });
        self.all_passages.push(notes);

        for (place, actor) in apparatus.actors.iter().enumerate() {
            self.actor_passages
                .push(passages(&actor.mentions, Owner::Actor(ActorIx::new(place))));
        }
        self.actor_order = (0..apparatus.actors.len()).map(ActorIx::new).collect();
        let named = |actor: &ActorIx| self.actor_passages.get(actor.get()).len();
        let mut actors = std::mem::take(&mut self.actor_order);
        actors.sort_by_key(|actor| Reverse(named(actor)));
        self.actor_order = actors;
    }
}

fn passages(ranges: &[Range<usize>], owner: Owner) -> impl Iterator<Item = Passage> {
    ranges.iter().map(move |range| Passage {
        range: range.clone(),
        owner,
    })
}
