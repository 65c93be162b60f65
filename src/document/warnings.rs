//! What works, but is likely not what was meant.
//!
//! Owns what is worth a second look once an apparatus has been read and anchored. It must not know
//! the file's syntax.

use std::collections::HashMap;

use crate::anchor::mentions::NameCounts;
use crate::apparatus::diagnostics::{
    ACTOR_NEVER_MENTIONED, ALIAS_EVERYWHERE, ALIAS_NOWHERE, CLAIM_WITHOUT_ACTOR,
    CLAIM_WITHOUT_THEME, Problem, SHARED_NAME, THEME_WITHOUT_CLAIMS,
};
use crate::apparatus::parse::Unreadable;
use crate::apparatus::{Actor, Apparatus, Claim, ClaimIx, Span, Theme};
use crate::essay::normalize::{NormalizedText, normalize};

/// A name that stands less often than this is no name for everything.
const OFTEN: usize = 10;
/// A name that is more than one word in this many is one for everything.
const EVERYWHERE: usize = 33;

/// The warnings on themes and claims, but for what claims lack because it was `unreadable`.
#[must_use]
pub fn of_claims(apparatus: &Apparatus, unreadable: &Unreadable) -> Vec<Problem> {
    let mut problems = Vec::new();
    themes(&apparatus.themes, &apparatus.claims, &mut problems);
    claims(&apparatus.claims, unreadable, &mut problems);
    problems
}

/// The warnings on actors whose mentions have been found; `counts` has how often each name was.
#[must_use]
pub fn of_actors(all: &[Actor], counts: &NameCounts, text: &NormalizedText) -> Vec<Problem> {
    let mut problems = Vec::new();
    // Words are parted by single spaces, where they are parted.
    let words = memchr::memchr_iter(b' ', text.text().as_bytes()).count() + 1;
    actors(all, counts, words, &mut problems);
    names(all, counts, &mut problems);
    problems
}

/// Whether a problem is one of those on actors' mentions.
#[must_use]
pub fn is_of_actors(problem: &Problem) -> bool {
    let codes = [
        ACTOR_NEVER_MENTIONED,
        ALIAS_EVERYWHERE,
        ALIAS_NOWHERE,
        SHARED_NAME,
    ];
    codes.iter().any(|code| code.name == problem.code)
}

/// Whether an id was made because there is none, or because another thing has it. That is told
/// already; nothing that only follows from it is.
fn is_made(id: &str) -> bool {
    id.contains([':', '~'])
}

/// What a thing is called in a message, which points at it. Nobody has written a made id.
fn called(what: &str, id: &str) -> String {
    if is_made(id) {
        format!("this {what}")
    } else {
        format!("the {what} `{id}`")
    }
}

fn themes(themes: &[Theme], claims: &[Claim], problems: &mut Vec<Problem>) {
    let mut has_claims = vec![false; themes.len()];
    for theme in claims.iter().flat_map(|claim| &claim.themes) {
        let mut next = Some(*theme);
        while let Some(ix) = next
            && let Some(seen) = has_claims.get_mut(ix.get())
            && !std::mem::replace(seen, true)
        {
            next = themes.get(ix.get()).and_then(|theme| theme.parent);
        }
    }
    for (theme, _) in themes
        .iter()
        .zip(has_claims)
        .filter(|(theme, has_claims)| !has_claims && !is_made(&theme.id))
    {
        let message = format!("no claim belongs to the theme `{}`", theme.id);
        problems.push(
            Problem::new(THEME_WITHOUT_CLAIMS, theme.at.clone(), message)
                .help(format!("name it in a claim: `themes = [\"{}\"]`", theme.id)),
        );
    }
}

fn claims(claims: &[Claim], unreadable: &Unreadable, problems: &mut Vec<Problem>) {
    for (place, claim) in claims.iter().enumerate() {
        let ix = ClaimIx::new(place);
        if claim.themes.is_empty() && unreadable.themes.binary_search(&ix).is_err() {
            let message = format!("{} belongs to no theme", called("claim", &claim.id));
            problems.push(
                Problem::new(CLAIM_WITHOUT_THEME, claim.at.clone(), message)
                    .help("say which: `themes = [\"…\"]`"),
            );
        }
        if claim.actors.is_empty()
            && !claim.impersonal
            && unreadable.actors.binary_search(&ix).is_err()
        {
            let message = format!("nobody acts in {}", called("claim", &claim.id));
            problems.push(
                Problem::new(CLAIM_WITHOUT_ACTOR, claim.at.clone(), message)
                    .help("say who: `actors = { agent = [\"…\"] }`, or `actors = {}` for nobody"),
            );
        }
    }
}

fn actors(actors: &[Actor], counts: &NameCounts, words: usize, problems: &mut Vec<Problem>) {
    for (actor, counts) in actors.iter().zip(counts) {
        if actor.mentions.is_empty() {
            let message = format!(
                "no name of {} stands in the essay",
                called("actor", &actor.id)
            );
            problems.push(
                Problem::new(ACTOR_NEVER_MENTIONED, actor.at.clone(), message)
                    .help("add the names that the essay uses to its `aliases`"),
            );
        }
        let names = std::iter::once(&actor.name).chain(&actor.aliases);
        for (number, (name, count)) in names.zip(counts).enumerate() {
            let count = count.mentions;
            if count >= OFTEN && count > words / EVERYWHERE {
                let message = format!(
                    "`{name}`, a name of {}, stands {count} times in {words} words",
                    called("actor", &actor.id)
                );
                problems.push(
                    Problem::new(ALIAS_EVERYWHERE, at_name(actor, number), message).help(
                        "take a longer name, or correct its mentions: `mentions = { not = [\"…\"] }`",
                    ),
                );
            }
        }
    }
}

fn names(actors: &[Actor], counts: &NameCounts, problems: &mut Vec<Problem>) {
    let mut first: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, (actor, counts)) in actors.iter().zip(counts).enumerate() {
        let names = std::iter::once(&actor.name).chain(&actor.aliases);
        for (number, (name, count)) in names.zip(counts).enumerate() {
            let (owner, its) = *first.entry(normalize(name)).or_insert((place, number));
            let Some(other) = actors.get(owner).filter(|_| owner != place) else {
                // An actor need not go by its name, and of one that is never mentioned that is told.
                if its == number && number > 0 && !count.occurs && !actor.mentions.is_empty() {
                    problems.push(nowhere(actor, number, name));
                }
                continue;
            };
            if is_made(&actor.id) || is_made(&other.id) {
                continue;
            }
            let message = format!("`{name}` is a name of `{}` and of `{}`", other.id, actor.id);
            problems.push(
                Problem::new(SHARED_NAME, at_name(actor, number), message)
                    .help(format!(
                        "its mentions go to `{}`: correct them with `mentions.also` and `mentions.not`",
                        other.id
                    ))
                    .related(at_name(other, its), "also here"),
            );
        }
    }
}

/// Where one of an actor's names stands: 0 for its name, then its aliases.
fn at_name(actor: &Actor, number: usize) -> Span {
    actor.names_at.get(number).unwrap_or(&actor.at).clone()
}

fn nowhere(actor: &Actor, number: usize, name: &str) -> Problem {
    let message = format!(
        "`{name}`, a name of {}, stands nowhere in the essay",
        called("actor", &actor.id)
    );
    Problem::new(ALIAS_NOWHERE, at_name(actor, number), message)
        .help("write it as the essay does, capitals and all, or take it away")
}
