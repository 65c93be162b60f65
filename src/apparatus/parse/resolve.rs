//! From the file's ids to places in lists.
//!
//! Owns what follows from references: what becomes of one that leads nowhere, and of a circle. It
//! must not know the file's keys.

use super::circles::{Circle, Edge, break_chains, break_circles};
use super::fields::{Reader, Text};
use super::names::{Named, Names, Sort};
use super::raw::{RawActor, RawClaim, RawFile, RawNote, RawTheme};
use super::relations::Kept;
use super::said::Said;
use crate::apparatus::diagnostics::{CIRCLE, Problem, TOO_DEEP};
use crate::apparatus::{
    Actor, ActorIx, ActorKind, Apparatus, Claim, ClaimIx, ClaimKind, Node, Note, NoteIx, Role,
    Span, Theme, ThemeIx,
};

/// What a note can be on.
const NOTE_STANDS: &str =
    "a note stands on a claim, on a relation, or on words of the essay: `quotes = [\"…\"]`";

/// So many themes may lie one around the other: each has the claims of all that are in it.
const DEEPEST: usize = 32;

/// Turns raw tables into an apparatus.
pub(super) fn resolve(mut raw: RawFile<'_>, reader: &mut Reader) -> Apparatus {
    let mut resolver = Resolver {
        reader,
        names: Names::default(),
    };
    // All ids first: a reference may stand before what it refers to.
    let themes = resolver.ids(&mut raw.themes, |raw| raw.id.take(), ThemeIx::new);
    let actors = resolver.ids(&mut raw.actors, |raw| raw.id.take(), ActorIx::new);
    let claims = resolver.ids(&mut raw.claims, |raw| raw.id.take(), ClaimIx::new);
    for (place, raw) in raw.themes.iter().enumerate() {
        resolver.names.call(&raw.name, ThemeIx::new(place));
    }
    for (place, raw) in raw.actors.iter().enumerate() {
        let called = raw.name.iter().chain(&raw.aliases);
        resolver.names.call(called, ActorIx::new(place));
    }
    let loose = resolver.loose(&claims, &mut raw.claims, raw.relations);
    let notes = resolver.ids(&mut raw.notes, |raw| raw.id.take(), NoteIx::new);

    let themes = resolver.themes(themes.into_iter().zip(raw.themes));
    let actors = resolver.actors(actors.into_iter().zip(raw.actors));
    let claims = claims.into_iter().zip(raw.claims);
    let claims: Vec<Claim> = claims
        .enumerate()
        .map(|(place, (id, raw))| resolver.claim(ClaimIx::new(place), id, raw))
        .collect();
    let (relations, kept) = resolver.relations(loose, &claims);
    let notes = notes.into_iter().zip(raw.notes);
    let notes = notes
        .map(|(id, raw)| resolver.note(id, raw, &kept))
        .collect();
    Apparatus {
        essay: raw.essay,
        themes,
        claims,
        actors,
        relations,
        notes,
    }
}

pub(super) struct Resolver<'r, 'i> {
    pub(super) reader: &'r mut Reader,
    pub(super) names: Names<'i>,
}

impl<'i> Resolver<'_, 'i> {
    /// Gives each thing of a list the id by which it can be found.
    fn ids<T, Ix: Into<Named>>(
        &mut self,
        things: &mut [T],
        id: fn(&mut T) -> Option<Text<'i>>,
        index: fn(usize) -> Ix,
    ) -> Vec<String> {
        let mut ids = Vec::with_capacity(things.len());
        self.names.expect(things.len());
        for (place, thing) in things.iter_mut().enumerate() {
            ids.push(self.names.give(id(thing), index(place).into(), self.reader));
        }
        ids
    }

    fn themes(&mut self, raw: impl Iterator<Item = (String, RawTheme<'i>)>) -> Vec<Theme> {
        let mut parents: Vec<Vec<Edge>> = Vec::new();
        let mut themes = Vec::new();
        for (id, raw) in raw {
            parents.push(
                raw.parent
                    .iter()
                    .filter_map(|parent| self.theme(parent))
                    .collect(),
            );
            let name = raw.name.unwrap_or_else(|| id.clone());
            themes.push(Theme {
                id,
                name,
                summary: raw.summary,
                parent: None,
                at: raw.at,
            });
        }
        for circle in break_circles(&mut parents) {
            let path = chain(&circle, |place| {
                themes.get(place).map(|theme| theme.id.as_str())
            });
            let message = format!("this theme is a part of itself: {path}");
            self.circle(circle, message, "take away one `parent` of the circle");
        }
        for span in break_chains(&mut parents, DEEPEST) {
            let message = format!(
                "with this parent the theme lies in {} others, one inside the other",
                DEEPEST + 1
            );
            let help =
                format!("let it be part of a broader one: {DEEPEST} are as deep as themes go");
            self.reader
                .report(Problem::new(TOO_DEEP, span, message).help(help));
        }
        for (theme, parents) in themes.iter_mut().zip(parents) {
            theme.parent = parents.first().map(|&(parent, _)| ThemeIx::new(parent));
        }
        themes
    }

    fn actors(&mut self, raw: impl Iterator<Item = (String, RawActor<'i>)>) -> Vec<Actor> {
        let mut wholes: Vec<Vec<Edge>> = Vec::new();
        let mut actors = Vec::new();
        for (id, raw) in raw {
            let mut edges: Vec<Edge> = Vec::with_capacity(raw.part_of.len());
            let mut said = Said::with_capacity(raw.part_of.len());
            for whole in &raw.part_of {
                match self.actor(whole) {
                    Some((place, _)) if !said.add(place) => self.repeated(whole),
                    edge => edges.extend(edge),
                }
            }
            wholes.push(edges);
            let (aliases, names_at) = self.aliases(&raw);
            actors.push(Actor {
                name: raw.name.unwrap_or_else(|| id.clone()),
                id,
                kind: raw.kind.unwrap_or(ActorKind::Group),
                aliases,
                part_of: Vec::new(),
                same_as: raw.same_as,
                mentions: Vec::new(),
                also: raw.also,
                not: raw.not,
                names_at,
                at: raw.at,
            });
        }
        for circle in break_circles(&mut wholes) {
            let path = chain(&circle, |place| {
                actors.get(place).map(|actor| actor.id.as_str())
            });
            let message = format!("this actor is a part of itself: {path}");
            self.circle(circle, message, "take away one `part_of` of the circle");
        }
        for (actor, wholes) in actors.iter_mut().zip(wholes) {
            actor.part_of = wholes
                .into_iter()
                .map(|(whole, _)| ActorIx::new(whole))
                .collect();
        }
        actors
    }

    fn claim(&mut self, ix: ClaimIx, id: String, raw: RawClaim<'i>) -> Claim {
        let mut themes = Said::with_capacity(raw.themes.len());
        for theme in &raw.themes {
            if let Some((place, _)) = self.theme(theme)
                && !themes.add(ThemeIx::new(place))
            {
                self.repeated(theme);
            }
        }
        let mut actors = Said::with_capacity(raw.actors.len());
        for (role, actor) in &raw.actors {
            if let Some((place, _)) = self.actor(actor)
                && !actors.add((ActorIx::new(place), *role))
            {
                self.repeated(actor);
            }
        }
        let (themes, actors): (Vec<ThemeIx>, Vec<(ActorIx, Role)>) =
            (themes.into_list(), actors.into_list());
        // What was said and lost is not to be missed as well.
        let lossy = self.reader.lossy.contains(&raw.at.start);
        if themes.is_empty() && (raw.says_themes || lossy) {
            self.reader.lost.themes.push(ix);
        }
        if actors.is_empty() && (raw.says_actors || lossy) {
            self.reader.lost.actors.push(ix);
        }
        // Without its sentence a claim still has its words: they stand in.
        let words = || {
            raw.anchors
                .first()
                .map_or_else(|| id.clone(), |anchor| anchor.exact.clone())
        };
        Claim {
            text: raw.text.unwrap_or_else(words),
            id,
            kind: raw.kind.unwrap_or(ClaimKind::Descriptive),
            themes,
            actors,
            impersonal: raw.impersonal,
            anchors: raw.anchors,
            at: raw.at,
        }
    }

    fn note(&mut self, id: String, raw: RawNote<'i>, kept: &Kept) -> Note {
        let on = raw.on.as_ref().and_then(|on| {
            match self
                .names
                .find(on, &[Sort::Claim, Sort::Relation], NOTE_STANDS, self.reader)?
            {
                Named::Claim(claim) => Some(Node::Claim(claim)),
                Named::Relation(loose) => {
                    kept.get(loose.get()).copied().flatten().map(Node::Relation)
                }
                _ => None,
            }
        });
        let text = raw.text.unwrap_or_default();
        Note {
            id,
            text,
            on,
            anchors: raw.anchors,
            at: raw.at,
        }
    }

    fn theme(&mut self, id: &Text<'i>) -> Option<Edge> {
        match self
            .names
            .find(id, &[Sort::Theme], "write the id of a theme", self.reader)?
        {
            Named::Theme(ix) => Some((ix.get(), id.span.clone())),
            _ => None,
        }
    }

    fn actor(&mut self, id: &Text<'i>) -> Option<Edge> {
        match self
            .names
            .find(id, &[Sort::Actor], "write the id of an actor", self.reader)?
        {
            Named::Actor(ix) => Some((ix.get(), id.span.clone())),
            _ => None,
        }
    }

    pub(super) fn circle(&mut self, circle: Circle, message: String, help: &str) {
        self.reader
            .report(Problem::new(CIRCLE, circle.span, message).help(help));
    }

    pub(super) fn repeated(&mut self, id: &Text<'_>) {
        self.reader.repeated(&id.value, id.span.clone());
    }

    /// An actor's other names, each once, and where its name and they stand.
    fn aliases(&mut self, raw: &RawActor<'_>) -> (Vec<String>, Vec<Span>) {
        let mut said = Said::with_capacity(1 + raw.aliases.len());
        if let Some(name) = &raw.name {
            said.add(name.as_str());
        }
        let mut aliases = Vec::with_capacity(raw.aliases.len());
        let mut names_at = vec![raw.name_at.clone().unwrap_or_else(|| raw.at.clone())];
        for (alias, at) in raw.aliases.iter().zip(&raw.aliases_at) {
            if said.add(alias.as_str()) {
                aliases.push(alias.clone());
                names_at.push(at.clone());
            } else {
                self.reader.repeated(alias, at.clone());
            }
        }
        (aliases, names_at)
    }
}

/// `a → b → a`, with the middle of a long circle left out.
pub(super) fn chain<'a>(circle: &Circle, id: impl Fn(usize) -> Option<&'a str>) -> String {
    const SHOWN: usize = 4;
    let mut names: Vec<&str> = circle
        .path
        .iter()
        .take(SHOWN)
        .filter_map(|&place| id(place))
        .collect();
    if circle.path.len() > SHOWN {
        names.push("…");
    }
    names.extend(circle.path.first().and_then(|&place| id(place)));
    names.join(" → ")
}
