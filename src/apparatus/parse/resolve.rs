//! Turns the ids that tables refer to into indices of the apparatus. Reports references to nothing,
//! cycles and repeated relations; leaves them out and keeps the rest.

use std::collections::HashMap;
use std::hash::Hash;

use indexmap::IndexMap;

use super::cycles::{self, Edge};
use super::fields::{FieldReader, SpannedString};
use super::ids::{IdKind, IdTable, IdTarget};
use super::tables::{ActorTable, ClaimTable, NoteTable, RelationTable, Tables, ThemeTable};
use crate::apparatus::diagnostics::{
    CIRCLE, CLAIM_WITHOUT_ACTOR, CLAIM_WITHOUT_THEME, Problem, REPEATED, SELF_RELATION, TOO_DEEP,
    WRONG_END,
};
use crate::apparatus::{
    Actor, ActorIx, Apparatus, Claim, ClaimIx, EntityRef, Node, Note, NoteIx, Relation, RelationIx,
    RelationKind, Role, Span, Subject, Theme, ThemeIx, named,
};

/// The maximum nesting depth of themes, since each ancestor lists a theme's claims too, and of notes on
/// notes.
const MAX_DEPTH: usize = 32;

/// Turns tables into an apparatus.
pub(super) fn resolve(mut tables: Tables<'_>, reader: &mut FieldReader) -> Apparatus {
    let mut resolver = Resolver {
        reader,
        ids: IdTable::default(),
    };
    // All ids are defined first, because a reference may come before what it refers to.
    let relations = resolver.define_ids(&mut tables);
    let themes = resolver.build_themes(tables.themes);
    let actors = resolver.build_actors(tables.actors);
    let claims = tables.claims.into_iter();
    let claims: Vec<Claim> = claims.map(|table| resolver.build_claim(table)).collect();
    tables.essay.conclusions = tables.conclusions.map(|ids| {
        let claims = resolver.distinct(&ids, Resolver::resolve_claim);
        claims.into_keys().collect()
    });
    let (relations, kept) = resolver.relations(relations, &claims);
    let notes = resolver.build_notes(tables.notes, &kept);
    Apparatus {
        essay: tables.essay,
        themes,
        claims,
        actors,
        relations,
        notes,
        extra: tables.extra,
    }
}

/// The claims that a relation starts from, and what it points at. A relation it points at is an index
/// of the unresolved relations.
type Ends = (Vec<ClaimIx>, Node);

struct Resolver<'r, 'i> {
    reader: &'r mut FieldReader,
    ids: IdTable<'i>,
}

impl<'i> Resolver<'_, 'i> {
    /// Defines the ids of everything. Returns the relations that are written in claims, then those with
    /// a table of their own.
    fn define_ids(&mut self, tables: &mut Tables<'i>) -> Vec<RelationTable<'i>> {
        let Self { ids, reader, .. } = self;
        for (index, table) in tables.themes.iter_mut().enumerate() {
            let target = IdTarget::new(IdKind::Theme, index);
            table.theme.id = ids.define(table.id.take(), target, reader);
            if table.theme.name.is_empty() {
                table.theme.name.clone_from(&table.theme.id);
            }
            ids.add_name(&table.theme.name, IdKind::Theme, &table.theme.id);
        }
        for (index, table) in tables.actors.iter_mut().enumerate() {
            let target = IdTarget::new(IdKind::Actor, index);
            table.actor.id = ids.define(table.id.take(), target, reader);
            if table.actor.name.is_empty() {
                table.actor.name.clone_from(&table.actor.id);
            }
            for name in std::iter::once(&table.actor.name).chain(&table.actor.aliases) {
                ids.add_name(name, IdKind::Actor, &table.actor.id);
            }
        }
        for (index, table) in tables.claims.iter_mut().enumerate() {
            let target = IdTarget::new(IdKind::Claim, index);
            table.claim.id = ids.define(table.id.take(), target, reader);
        }
        let mut relations: Vec<RelationTable<'i>> = Vec::new();
        for (index, table) in tables.claims.iter_mut().enumerate() {
            for (kind, to) in std::mem::take(&mut table.relations) {
                let id = format!("{}:{}:{}", table.claim.id, kind.name(), to.value);
                let target = IdTarget::new(IdKind::Relation, relations.len());
                if !ids.define_relation(id.clone(), target, to.span.clone()) {
                    reader.report_duplicate(&to.value, to.span);
                    continue;
                }
                relations.push(RelationTable {
                    id,
                    claim: Some(ClaimIx::new(index)),
                    span: to.span.clone(),
                    kind: Some(kind),
                    to: Some(to),
                    ..RelationTable::default()
                });
            }
        }
        for mut table in std::mem::take(&mut tables.relations) {
            let target = IdTarget::new(IdKind::Relation, relations.len());
            table.id = ids.define(table.written_id.take(), target, reader);
            relations.push(table);
        }
        for (index, table) in tables.notes.iter_mut().enumerate() {
            let target = IdTarget::new(IdKind::Note, index);
            table.note.id = ids.define(table.id.take(), target, reader);
        }
        relations
    }

    fn build_themes(&mut self, tables: Vec<ThemeTable<'i>>) -> Vec<Theme> {
        let mut parents = Vec::new();
        let mut themes = Vec::new();
        for ThemeTable { theme, parent, .. } in tables {
            let parent = parent.and_then(|id| Some((self.resolve_theme(&id)?.get(), id.span)));
            parents.push(parent);
            themes.push(theme);
        }
        let cycle = (
            "this theme is a part of itself",
            "remove one `parent` of the cycle",
        );
        let id = |index: usize| &themes[index].id;
        let parents = self.nest(parents, id, cycle, "choose a broader parent: themes");
        for (theme, parent) in themes.iter_mut().zip(parents) {
            theme.parent = parent.map(ThemeIx::new);
        }
        themes
    }

    /// The parent of each item, without those that close a cycle or are nested too deeply; reports
    /// them. `too_deep` is the beginning of the help.
    fn nest<'a>(
        &mut self,
        parents: Vec<Option<Edge>>,
        id: impl Fn(usize) -> &'a String,
        (cycle, help): (&str, &str),
        too_deep: &str,
    ) -> Vec<Option<usize>> {
        let mut edges: Vec<Vec<Edge>> = parents.into_iter().map(Vec::from_iter).collect();
        let order = self.break_cycles(&mut edges, id, cycle, help);
        let mut depths = vec![0; edges.len()];
        let mut parents = vec![None; edges.len()];
        for index in order {
            let Some((parent, span)) = edges[index].pop() else {
                continue;
            };
            if depths[parent] < MAX_DEPTH {
                depths[index] = depths[parent] + 1;
                parents[index] = Some(parent);
            } else {
                let message = format!("this nests {} levels deep", MAX_DEPTH + 1);
                let help = format!("{too_deep} nest at most {MAX_DEPTH} levels");
                self.reader.report(TOO_DEEP, span, message, help);
            }
        }
        parents
    }

    fn build_actors(&mut self, tables: Vec<ActorTable<'i>>) -> Vec<Actor> {
        let mut wholes: Vec<Vec<Edge>> = Vec::new();
        let mut actors = Vec::new();
        for ActorTable { actor, part_of, .. } in tables {
            let part_of = self.distinct(&part_of, Self::resolve_actor);
            let edges = part_of.into_iter().map(|(whole, span)| (whole.get(), span));
            wholes.push(edges.collect());
            actors.push(actor);
        }
        let problem = "this actor is a part of itself";
        let help = "remove one `part_of` of the cycle";
        let id = |index: usize| &actors[index].id;
        self.break_cycles(&mut wholes, id, problem, help);
        for (actor, wholes) in actors.iter_mut().zip(wholes) {
            let wholes = wholes.into_iter();
            actor.part_of = wholes.map(|(whole, _)| ActorIx::new(whole)).collect();
        }
        actors
    }

    fn build_claim(&mut self, table: ClaimTable<'i>) -> Claim {
        let mut claim = table.claim;
        let themes = self.distinct(&table.themes, Self::resolve_theme);
        claim.themes = themes.into_keys().collect();
        for role in Role::ALL.iter().copied() {
            let actors = table.actors.iter().filter(|(other, _)| *other == role);
            let actors = self.distinct(actors.map(|(_, id)| id), Self::resolve_actor);
            let actors = actors.into_keys().map(|actor| (actor, role));
            claim.actors.extend(actors);
        }
        let name = named("claim", &claim.id);
        if claim.themes.is_empty() && !table.has_themes {
            let message = format!("{name} belongs to no theme");
            let help = "add its themes: `themes = [\"…\"]`";
            let span = claim.span.clone();
            self.reader.report(CLAIM_WITHOUT_THEME, span, message, help);
        }
        if claim.actors.is_empty() && !table.has_actors && !claim.impersonal {
            let message = format!("{name} has no actors");
            let help = "add them: `actors = { agent = [\"…\"] }`, or `actors = {}` for none";
            let span = claim.span.clone();
            self.reader.report(CLAIM_WITHOUT_ACTOR, span, message, help);
        }
        if claim.text.is_empty() {
            let quote = claim.anchors.first().map(|anchor| &anchor.exact);
            claim.is_quoted = quote.is_some();
            claim.text.clone_from(quote.unwrap_or(&claim.id));
        }
        claim
    }

    /// Resolves the ends of relations. Leaves out a relation with an end that is unknown, and each
    /// relation that points at it. Returns the relations, and for each unresolved one its new index.
    fn relations(
        &mut self,
        unresolved: Vec<RelationTable<'i>>,
        claims: &[Claim],
    ) -> (Vec<Relation>, Vec<Option<RelationIx>>) {
        let indices = unresolved.iter().enumerate();
        let ends: Vec<Option<Ends>> = indices
            .map(|(index, relation)| self.ends(index, relation, claims))
            .collect();
        let kept = self.kept_relations(&unresolved, &ends);
        let mut relations = Vec::new();
        for (relation, ends) in unresolved.into_iter().zip(ends) {
            let (Some((from, node)), Some(kind), Some(end)) = (ends, relation.kind, relation.to)
            else {
                continue;
            };
            let node = match node {
                Node::Claim(_) => node,
                Node::Relation(on) => match kept[on.get()] {
                    Some(on) => Node::Relation(on),
                    None => continue,
                },
            };
            if (kind == RelationKind::Undercuts) != matches!(node, Node::Relation(_)) {
                self.report_wrong_end(kind, &end);
            }
            relations.push(Relation {
                id: relation.id,
                kind,
                from,
                to: node,
                scheme: relation.scheme,
                symmetric: relation.symmetric,
                info: relation.info,
                span: relation.span,
            });
        }
        self.report_repeated_relations(&relations);
        (relations, kept)
    }

    /// Both ends of a relation, if both are known and differ.
    fn ends(
        &mut self,
        index: usize,
        relation: &RelationTable<'i>,
        claims: &[Claim],
    ) -> Option<Ends> {
        let from = self.distinct(&relation.from, Self::resolve_claim);
        let from: Vec<ClaimIx> = relation.claim.into_iter().chain(from.into_keys()).collect();
        let end = relation.to.as_ref()?;
        let to = if relation.kind == Some(RelationKind::Undercuts) {
            let hint = "write the id of a relation: its own, or `claim:supports:other`";
            self.resolve_node(end, &[IdKind::Relation, IdKind::Claim], hint)?
        } else {
            let hint = "write the id of a claim";
            self.resolve_node(end, &[IdKind::Claim, IdKind::Relation], hint)?
        };
        let itself = match to {
            Node::Claim(claim) => from.contains(&claim).then(|| &claims[claim.get()].id),
            Node::Relation(on) => (on.get() == index).then_some(&relation.id),
        };
        if let Some(id) = itself {
            let message = format!("`{id}` is related to itself");
            self.reader.report(
                SELF_RELATION,
                end.span.clone(),
                message,
                "point it at another claim, or remove it",
            );
            return None;
        }
        relation.kind?;
        (!from.is_empty()).then_some((from, to))
    }

    /// The new index of each relation that is kept: one that leads to a claim, at once or by way of
    /// relations that are kept. Reports relations that point at each other in a cycle.
    fn kept_relations(
        &mut self,
        unresolved: &[RelationTable<'i>],
        ends: &[Option<Ends>],
    ) -> Vec<Option<RelationIx>> {
        let edges =
            unresolved
                .iter()
                .zip(ends)
                .map(|(relation, ends)| match (ends, &relation.to) {
                    (Some((_, Node::Relation(on))), Some(to)) => vec![(on.get(), to.span.clone())],
                    _ => Vec::new(),
                });
        let mut edges: Vec<_> = edges.collect();
        let problem = "these relations point at each other in a cycle";
        let help = "point one of them at a claim";
        let id = |index: usize| &unresolved[index].id;
        let order = self.break_cycles(&mut edges, id, problem, help);
        let mut is_kept = vec![false; ends.len()];
        for index in order {
            is_kept[index] = match ends[index] {
                None => false,
                Some((_, Node::Claim(_))) => true,
                Some((_, Node::Relation(on))) => is_kept[on.get()],
            };
        }
        let mut indices = (0..).map(RelationIx);
        let is_kept = is_kept.into_iter();
        is_kept
            .map(|is_kept| if is_kept { indices.next() } else { None })
            .collect()
    }

    /// Reports an end that the type of relation does not allow: only `undercuts` points at a relation,
    /// and at nothing else.
    fn report_wrong_end(&mut self, kind: RelationKind, end: &SpannedString<'_>) {
        let id = &end.value;
        let (message, help) = if kind == RelationKind::Undercuts {
            (
                format!("`{id}` is a claim, and only a relation can be undercut"),
                "write `attacks`, or the id of the relation that is undercut: its own, or \
                 `claim:supports:other`",
            )
        } else {
            (
                format!("`{id}` is a relation, and a relation can only be undercut"),
                "write `undercuts`, or the id of a claim",
            )
        };
        self.reader
            .report(WRONG_END, end.span.clone(), message, help);
    }

    /// Reports relations that are given twice, in a claim and a table or in two tables. Those given
    /// twice in one claim share an id, and are reported already.
    fn report_repeated_relations(&mut self, relations: &[Relation]) {
        let mut first: HashMap<(Vec<ClaimIx>, RelationKind, Node), &Span> = HashMap::new();
        for relation in relations {
            let mut from = relation.from.clone();
            from.sort_unstable();
            let key = (from, relation.kind, relation.to);
            if let Some(&other) = first.get(&key) {
                self.reader.problems.push(
                    Problem::new(
                        REPEATED,
                        relation.span.clone(),
                        "this relation is given twice",
                    )
                    .help("remove one of the two")
                    .related(other.clone(), "also given here"),
                );
            } else {
                first.insert(key, &relation.span);
            }
        }
    }

    fn build_notes(
        &mut self,
        tables: Vec<NoteTable<'i>>,
        kept: &[Option<RelationIx>],
    ) -> Vec<Note> {
        let (mut notes, mut parents) = (Vec::new(), Vec::new());
        for NoteTable { mut note, on, .. } in tables {
            let mut parent = None;
            match on.and_then(|id| Some((self.note_target(&id)?, id.span))) {
                Some((EntityRef::Note(other), span)) => parent = Some((other.get(), span)),
                Some((EntityRef::Relation(relation), _)) => {
                    note.on = kept[relation.get()].map(EntityRef::Relation);
                }
                Some((subject, _)) => note.on = Some(subject),
                None => {}
            }
            parents.push(parent);
            notes.push(note);
        }
        let cycle = (
            "these notes are on each other in a cycle",
            "put one of them on something else",
        );
        let id = |index: usize| &notes[index].id;
        let parents = self.nest(parents, id, cycle, "put it on an earlier note: notes");
        for (note, parent) in notes.iter_mut().zip(parents) {
            note.on = parent
                .map(|other| EntityRef::Note(NoteIx::new(other)))
                .or(note.on);
        }
        notes
    }

    /// What a note is on. A relation is an index of the unresolved ones.
    fn note_target(&mut self, id: &SpannedString<'i>) -> Option<EntityRef> {
        let hint = "write the id of a theme, claim, actor, relation or note, or `essay`; a note on words \
                    of the essay has `quotes = [\"…\"]`";
        let target = self.find(id, IdKind::ALL, hint)?;
        Some(match target.kind {
            IdKind::Essay => Subject::Essay.into(),
            IdKind::Theme => Subject::Theme(ThemeIx::new(target.index)).into(),
            IdKind::Claim => Subject::Claim(ClaimIx::new(target.index)).into(),
            IdKind::Actor => Subject::Actor(ActorIx::new(target.index)).into(),
            IdKind::Relation => EntityRef::Relation(RelationIx::new(target.index)),
            IdKind::Note => EntityRef::Note(NoteIx::new(target.index)),
        })
    }

    fn resolve_theme(&mut self, id: &SpannedString<'i>) -> Option<ThemeIx> {
        let theme = self.find(id, &[IdKind::Theme], "write the id of a theme")?;
        Some(ThemeIx::new(theme.index))
    }

    fn resolve_claim(&mut self, id: &SpannedString<'i>) -> Option<ClaimIx> {
        let claim = self.find(id, &[IdKind::Claim], "write the id of a claim")?;
        Some(ClaimIx::new(claim.index))
    }

    fn resolve_actor(&mut self, id: &SpannedString<'i>) -> Option<ActorIx> {
        let actor = self.find(id, &[IdKind::Actor], "write the id of an actor")?;
        Some(ActorIx::new(actor.index))
    }

    fn resolve_node(
        &mut self,
        id: &SpannedString<'i>,
        kinds: &[IdKind],
        hint: &str,
    ) -> Option<Node> {
        let target = self.find(id, kinds, hint)?;
        Some(if target.kind == IdKind::Claim {
            Node::Claim(ClaimIx::new(target.index))
        } else {
            Node::Relation(RelationIx::new(target.index))
        })
    }

    /// Resolves ids with `find`; reports and leaves out those that are repeated.
    fn distinct<'a, T: Eq + Hash>(
        &mut self,
        ids: impl IntoIterator<Item = &'a SpannedString<'i>>,
        find: impl Fn(&mut Self, &SpannedString<'i>) -> Option<T>,
    ) -> IndexMap<T, Span>
    where
        'i: 'a,
    {
        let mut found = IndexMap::new();
        for id in ids {
            match find(self, id) {
                Some(item) if found.contains_key(&item) => {
                    self.reader.report_duplicate(&id.value, id.span.clone());
                }
                Some(item) => drop(found.insert(item, id.span.clone())),
                None => {}
            }
        }
        found
    }

    fn find(&mut self, id: &SpannedString<'i>, kinds: &[IdKind], hint: &str) -> Option<IdTarget> {
        self.ids.find(id, kinds, hint, self.reader)
    }

    /// Breaks cycles and reports each with its path of ids. Returns the order of [`cycles::break_cycles`].
    fn break_cycles<'a>(
        &mut self,
        edges: &mut [Vec<Edge>],
        id: impl Fn(usize) -> &'a String,
        problem: &str,
        help: &str,
    ) -> Vec<usize> {
        let (cycles, order) = cycles::break_cycles(edges);
        for cycle in cycles {
            let path = cycle_path(&cycle.path, &id);
            let message = format!("{problem}: {path}");
            self.reader.report(CIRCLE, cycle.span, message, help);
        }
        order
    }
}

/// `a → b → a`; a long cycle is cut.
fn cycle_path<'a>(indices: &[usize], id: impl Fn(usize) -> &'a String) -> String {
    const MAX_IDS: usize = 4;
    let mut ids: Vec<&str> = indices
        .iter()
        .take(MAX_IDS)
        .map(|&at| id(at).as_str())
        .collect();
    if indices.len() > MAX_IDS {
        ids.push("…");
    }
    ids.push(id(indices[0]));
    ids.join(" → ")
}
