//! Warnings about an apparatus that was read and anchored: what works, but may not be what was meant.

use std::collections::HashMap;

use crate::anchor::mentions::NameCounts;
use crate::apparatus::diagnostics::{
    ACTOR_NEVER_MENTIONED, ALIAS_EVERYWHERE, ALIAS_NOWHERE, Problem, SHARED_NAME,
    THEME_WITHOUT_CLAIMS,
};
use crate::apparatus::{Actor, Apparatus, Span, is_made_id, named};
use crate::essay::normalize::{NormalizedText, normalize};

/// A name with fewer mentions is never too frequent.
const MIN_FREQUENT_MENTIONS: usize = 10;
/// A name that is more than one in this many words is too frequent for a name.
const WORDS_PER_FREQUENT_MENTION: usize = 33;

/// The warnings about themes without claims.
#[must_use]
pub(super) fn of_themes(apparatus: &Apparatus) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut has_claims = vec![false; apparatus.themes.len()];
    for theme in apparatus.claims.iter().flat_map(|claim| &claim.themes) {
        let mut next = Some(*theme);
        while let Some(theme) = next
            && !has_claims[theme.get()]
        {
            has_claims[theme.get()] = true;
            next = apparatus[theme].parent;
        }
    }
    for (theme, has_claims) in apparatus.themes.iter().zip(has_claims) {
        let id = &theme.id;
        if !has_claims && !is_made_id(id) {
            let message = format!("no claim belongs to the theme `{id}`");
            problems.push(
                Problem::new(THEME_WITHOUT_CLAIMS, theme.span.clone(), message)
                    .help(format!("name it in a claim: `themes = [\"{id}\"]`")),
            );
        }
    }
    problems
}

/// The warnings about actors whose mentions have been found; `counts` has the mentions of each name.
#[must_use]
pub(super) fn of_actors(
    actors: &[Actor],
    counts: &NameCounts,
    text: &NormalizedText,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    // The words of a normalized text are separated by single spaces.
    let words = memchr::memchr_iter(b' ', text.text().as_bytes()).count() + 1;
    warn_of_mentions(actors, counts, words, &mut problems);
    warn_of_names(actors, counts, &mut problems);
    problems
}

/// Whether a problem is one of [`of_actors`].
#[must_use]
pub(super) fn is_of_actors(problem: &Problem) -> bool {
    let codes = [
        ACTOR_NEVER_MENTIONED,
        ALIAS_EVERYWHERE,
        ALIAS_NOWHERE,
        SHARED_NAME,
    ];
    codes.iter().any(|code| code.name == problem.code)
}

fn warn_of_mentions(
    actors: &[Actor],
    counts: &NameCounts,
    words: usize,
    problems: &mut Vec<Problem>,
) {
    for (actor, counts) in actors.iter().zip(counts) {
        let actor_name = named("actor", &actor.id);
        if actor.mentions.is_empty() {
            let message = format!("no name of {actor_name} is in the essay");
            problems.push(
                Problem::new(ACTOR_NEVER_MENTIONED, actor.span.clone(), message)
                    .help("add the names that the essay uses to its `aliases`"),
            );
        }
        for ((name, span), count) in names(actor).zip(counts) {
            let count = count.mentions;
            if count >= MIN_FREQUENT_MENTIONS && count > words / WORDS_PER_FREQUENT_MENTION {
                let message = format!(
                    "`{name}`, a name of {actor_name}, occurs {count} times in {words} words"
                );
                let help = "use a longer name, or correct its mentions: \
                            `mentions = { not = [\"…\"] }`";
                problems.push(Problem::new(ALIAS_EVERYWHERE, span.clone(), message).help(help));
            }
        }
    }
}

fn warn_of_names(actors: &[Actor], counts: &NameCounts, problems: &mut Vec<Problem>) {
    // The first actor with each name, and its place in the file.
    let mut first: HashMap<String, (&Actor, &Span)> = HashMap::new();
    for (actor, counts) in actors.iter().zip(counts) {
        for (number, ((name, span), count)) in names(actor).zip(counts).enumerate() {
            let normalized = normalize(name);
            let (other, other_span) = *first.entry(normalized).or_insert((actor, span));
            if std::ptr::eq(other, actor) {
                // The essay need not use an actor's name, and an actor that is never mentioned has
                // a warning of its own.
                let is_first = std::ptr::eq(other_span, span);
                if number > 0 && is_first && !count.occurs && !actor.mentions.is_empty() {
                    let actor_name = named("actor", &actor.id);
                    let message = format!("`{name}`, a name of {actor_name}, is not in the essay");
                    problems.push(
                        Problem::new(ALIAS_NOWHERE, span.clone(), message)
                            .help("write it as the essay does, with its capitals, or remove it"),
                    );
                }
            } else if !is_made_id(&actor.id) && !is_made_id(&other.id) {
                let message = format!("`{name}` is a name of `{}` and of `{}`", other.id, actor.id);
                let help = format!(
                    "its mentions go to `{}`: correct them with `mentions.also` and `mentions.not`",
                    other.id
                );
                problems.push(
                    Problem::new(SHARED_NAME, span.clone(), message)
                        .help(help)
                        .related(other_span.clone(), "also here"),
                );
            }
        }
    }
}

/// An actor's name and aliases with their places in the file.
fn names(actor: &Actor) -> impl Iterator<Item = (&String, &Span)> {
    let names = std::iter::once(&actor.name).chain(&actor.aliases);
    names.zip(&actor.name_spans)
}
