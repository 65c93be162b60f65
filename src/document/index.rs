//! Orders, numbers and adjacency lists of an anchored apparatus, computed once so that lookups need
//! no search.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::conclusions;
use super::passages::{Owner, Passage, PassageIndex};
use crate::apparatus::{
    ActorIx, Apparatus, ClaimIx, EntityRef, Node, NoteIx, RelationIx, Role, Subject, ThemeIx,
};

/// Orders, numbers and adjacency lists of an apparatus.
///
/// Its methods panic on an index that is not of the same apparatus.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The number of each claim, by its index.
    numbers: Vec<usize>,
    /// The claims in the order of their numbers.
    claims: Vec<ClaimIx>,
    theme_order: Vec<ThemeIx>,
    theme_depths: Vec<usize>,
    theme_children: Vec<Vec<ThemeIx>>,
    theme_claims: Vec<Vec<ClaimIx>>,
    theme_actors: Vec<Vec<ActorIx>>,
    actor_order: Vec<ActorIx>,
    actor_claims: Vec<Vec<(ClaimIx, Role)>>,
    actor_members: Vec<Vec<ActorIx>>,
    relations_from: Vec<Vec<RelationIx>>,
    relations_to: HashMap<Node, Vec<RelationIx>>,
    notes_on: HashMap<EntityRef, Vec<NoteIx>>,
    passages: HashMap<Subject, PassageIndex>,
    note_passages: PassageIndex,
    conclusions: Vec<ClaimIx>,
}

impl Index {
    /// Indexes an apparatus whose anchors and mentions have been found.
    #[must_use]
    pub fn new(apparatus: &Apparatus) -> Self {
        let mut index = Self::default();
        index.number_claims(apparatus);
        index.order_themes(apparatus);
        index.index_actors_and_themes(apparatus);
        index.index_relations_and_notes(apparatus);
        index.list_passages(apparatus);
        index.conclusions = conclusions::find(apparatus, &index.claims);
        index
    }

    /// A claim's number, from 1: claims are numbered by their first passage in the essay, those
    /// without a passage last.
    #[must_use]
    pub fn number(&self, claim: ClaimIx) -> usize {
        self.numbers[claim.get()]
    }

    /// The claim with a number.
    #[must_use]
    pub fn by_number(&self, number: usize) -> Option<ClaimIx> {
        self.claims.get(number.checked_sub(1)?).copied()
    }

    /// All claims in the order of their numbers.
    #[must_use]
    pub fn claims(&self) -> &[ClaimIx] {
        &self.claims
    }

    /// The themes whose parent this theme is, in the file's order.
    #[must_use]
    pub fn children(&self, theme: ThemeIx) -> &[ThemeIx] {
        &self.theme_children[theme.get()]
    }

    /// The nesting depth of a theme: the number of its ancestors.
    #[must_use]
    pub fn depth(&self, theme: ThemeIx) -> usize {
        self.theme_depths[theme.get()]
    }

    /// All themes in the order of the tree: each before its children.
    #[must_use]
    pub fn theme_order(&self) -> &[ThemeIx] {
        &self.theme_order
    }

    /// The claims of a theme and its sub-themes, by number.
    #[must_use]
    pub fn theme_claims(&self, theme: ThemeIx) -> &[ClaimIx] {
        &self.theme_claims[theme.get()]
    }

    /// The actors in a theme's claims; those in the most claims first.
    #[must_use]
    pub fn theme_actors(&self, theme: ThemeIx) -> &[ActorIx] {
        &self.theme_actors[theme.get()]
    }

    /// The claims in which an actor has a role, by number; once for each role.
    #[must_use]
    pub fn actor_claims(&self, actor: ActorIx) -> &[(ClaimIx, Role)] {
        &self.actor_claims[actor.get()]
    }

    /// The actors that are part of an actor, in the file's order.
    #[must_use]
    pub fn members(&self, actor: ActorIx) -> &[ActorIx] {
        &self.actor_members[actor.get()]
    }

    /// The relations that start from a claim.
    #[must_use]
    pub fn relations_from(&self, claim: ClaimIx) -> &[RelationIx] {
        &self.relations_from[claim.get()]
    }

    /// The relations that point at a claim or relation.
    #[must_use]
    pub fn relations_to(&self, node: Node) -> &[RelationIx] {
        self.relations_to.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The notes on something, besides those on words of the essay, in the file's order.
    #[must_use]
    pub fn notes_on(&self, entity: impl Into<EntityRef>) -> &[NoteIx] {
        let notes = self.notes_on.get(&entity.into());
        notes.map_or(&[], Vec::as_slice)
    }

    /// The notes on a note, each followed by those on it, with their levels from 1.
    #[must_use]
    pub fn replies(&self, note: NoteIx) -> Vec<(NoteIx, usize)> {
        let on = |note, level| {
            let notes = self.notes_on(EntityRef::Note(note)).iter().rev();
            notes.map(move |&reply| (reply, level))
        };
        let mut replies = Vec::new();
        let mut stack: Vec<_> = on(note, 1).collect();
        while let Some((reply, level)) = stack.pop() {
            replies.push((reply, level));
            stack.extend(on(reply, level + 1));
        }
        replies
    }

    /// All actors; the most mentioned first, then in the file's order.
    #[must_use]
    pub fn actor_order(&self) -> &[ActorIx] {
        &self.actor_order
    }

    /// The claims that the essay comes to: those that the apparatus names, in its order, else those
    /// that the rule of `docs/format.md` gives, by number.
    #[must_use]
    pub fn conclusions(&self) -> &[ClaimIx] {
        &self.conclusions
    }

    /// A subject's passages, by start, the longer first.
    #[must_use]
    pub fn passages(&self, subject: Subject) -> &[Passage] {
        self.passages[&subject].passages()
    }

    /// A subject's passages that overlap a byte range, by start, the longer first. An empty range
    /// counts as the byte after it.
    #[must_use]
    pub fn overlapping(&self, subject: Subject, range: Range<usize>) -> Vec<&Passage> {
        self.passages[&subject].overlapping(&range)
    }

    /// The passages of all notes, by start, the longer first.
    #[must_use]
    pub fn note_passages(&self) -> &[Passage] {
        self.note_passages.passages()
    }

    /// The claims' passages that overlap a byte range; as [`Index::overlapping`].
    #[must_use]
    pub fn claims_at(&self, range: Range<usize>) -> Vec<&Passage> {
        self.overlapping(Subject::Essay, range)
    }

    /// The notes' passages that overlap a byte range; as [`Index::overlapping`].
    #[must_use]
    pub fn notes_at(&self, range: Range<usize>) -> Vec<&Passage> {
        self.note_passages.overlapping(&range)
    }

    fn number_claims(&mut self, apparatus: &Apparatus) {
        let first_passage = |claim: &ClaimIx| {
            let anchors = apparatus[*claim].anchors.iter();
            let starts = anchors.filter_map(|anchor| Some(anchor.passages.first()?.start));
            starts.min().unwrap_or(usize::MAX)
        };
        self.claims = (0..apparatus.claims.len()).map(ClaimIx::new).collect();
        self.claims.sort_by_key(first_passage);
        self.numbers = vec![0; self.claims.len()];
        for (number, claim) in (1..).zip(&self.claims) {
            self.numbers[claim.get()] = number;
        }
    }

    fn order_themes(&mut self, apparatus: &Apparatus) {
        let themes = || (0..).map(ThemeIx).zip(&apparatus.themes);
        let parents = themes().filter_map(|(ix, theme)| Some((theme.parent?.get(), ix)));
        self.theme_children = group(apparatus.themes.len(), parents);
        self.theme_depths = vec![0; apparatus.themes.len()];
        let roots = themes().filter(|(_, theme)| theme.parent.is_none());
        let mut stack: Vec<(ThemeIx, usize)> = roots.map(|(ix, _)| (ix, 0)).collect();
        stack.reverse();
        while let Some((theme, depth)) = stack.pop() {
            self.theme_order.push(theme);
            self.theme_depths[theme.get()] = depth;
            let children = self.theme_children[theme.get()].iter().rev();
            stack.extend(children.map(|&child| (child, depth + 1)));
        }
    }

    fn index_actors_and_themes(&mut self, apparatus: &Apparatus) {
        let roles = self.claims.iter().flat_map(|&claim| {
            let actors = apparatus[claim].actors.iter();
            actors.map(move |&(actor, role)| (actor.get(), (claim, role)))
        });
        self.actor_claims = group(apparatus.actors.len(), roles);
        let actors = (0..).map(ActorIx).zip(&apparatus.actors);
        let members = actors.flat_map(|(ix, actor)| {
            let wholes = actor.part_of.iter();
            wholes.map(move |whole| (whole.get(), ix))
        });
        self.actor_members = group(apparatus.actors.len(), members);
        self.actor_order = (0..apparatus.actors.len()).map(ActorIx::new).collect();
        self.actor_order
            .sort_by_key(|&actor| Reverse(apparatus[actor].mentions.len()));

        self.theme_claims = vec![Vec::new(); apparatus.themes.len()];
        for &claim in &self.claims {
            for &theme in &apparatus[claim].themes {
                let mut next = Some(theme);
                // Two themes of the claim may share an ancestor, which then has the claim already.
                while let Some(theme) = next
                    && self.theme_claims[theme.get()].last() != Some(&claim)
                {
                    self.theme_claims[theme.get()].push(claim);
                    next = apparatus[theme].parent;
                }
            }
        }
        let claims = self.theme_claims.iter();
        self.theme_actors = claims
            .map(|claims| frequent_actors(apparatus, claims))
            .collect();
    }

    fn index_relations_and_notes(&mut self, apparatus: &Apparatus) {
        self.relations_from = vec![Vec::new(); apparatus.claims.len()];
        for (ix, relation) in (0..).map(RelationIx).zip(&apparatus.relations) {
            for claim in &relation.from {
                self.relations_from[claim.get()].push(ix);
            }
            self.relations_to.entry(relation.to).or_default().push(ix);
        }
        for (ix, note) in (0..).map(NoteIx).zip(&apparatus.notes) {
            if let Some(entity) = note.on {
                self.notes_on.entry(entity).or_default().push(ix);
            }
        }
    }

    fn list_passages(&mut self, apparatus: &Apparatus) {
        let claims = (0..).map(ClaimIx).zip(&apparatus.claims);
        let claims: Vec<Vec<Passage>> = claims
            .map(|(ix, claim)| {
                let anchors = (0..).zip(&claim.anchors);
                anchors
                    .flat_map(|(number, anchor)| {
                        passages(&anchor.passages, Owner::Claim(ix, number))
                    })
                    .collect()
            })
            .collect();
        let mut add = |subject, passages| {
            self.passages.insert(subject, PassageIndex::new(passages));
        };
        add(Subject::Essay, claims.concat());
        for (ix, theme) in (0..).map(ThemeIx).zip(&self.theme_claims) {
            let passages = theme.iter().flat_map(|claim| claims[claim.get()].clone());
            add(Subject::Theme(ix), passages.collect());
        }
        for (ix, passages) in (0..).map(ClaimIx).zip(claims) {
            add(Subject::Claim(ix), passages);
        }
        for (ix, actor) in (0..).map(ActorIx).zip(&apparatus.actors) {
            let passages = passages(&actor.mentions, Owner::Actor(ix));
            add(Subject::Actor(ix), passages.collect());
        }
        let notes = (0..).map(NoteIx).zip(&apparatus.notes);
        let notes = notes.flat_map(|(ix, note)| {
            let anchors = note.anchors.iter();
            anchors.flat_map(move |anchor| passages(&anchor.passages, Owner::Note(ix)))
        });
        self.note_passages = PassageIndex::new(notes.collect());
    }
}

/// Collects the items of each list from pairs of a list's index and an item.
fn group<T: Clone>(lists: usize, pairs: impl Iterator<Item = (usize, T)>) -> Vec<Vec<T>> {
    let mut grouped = vec![Vec::new(); lists];
    for (list, item) in pairs {
        grouped[list].push(item);
    }
    grouped
}

/// The actors of claims; those in the most claims first.
fn frequent_actors(apparatus: &Apparatus, claims: &[ClaimIx]) -> Vec<ActorIx> {
    // For each actor the number of claims, and the last one counted: an actor with two roles in a
    // claim is counted once.
    let mut counts: HashMap<ActorIx, (usize, Option<ClaimIx>)> = HashMap::new();
    for &claim in claims {
        for (actor, _) in &apparatus[claim].actors {
            let (count, last) = counts.entry(*actor).or_default();
            *count += usize::from(last.replace(claim) != Some(claim));
        }
    }
    let mut actors: Vec<ActorIx> = counts.keys().copied().collect();
    actors.sort_unstable_by_key(|actor| (Reverse(counts[actor].0), *actor));
    actors
}

fn passages(ranges: &[Range<usize>], owner: Owner) -> impl Iterator<Item = Passage> {
    ranges
        .iter()
        .cloned()
        .map(move |range| Passage { range, owner })
}
