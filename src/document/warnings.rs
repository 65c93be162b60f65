//! Warnings about an apparatus that was read and anchored: what works, but may not be what was meant.

use std::collections::HashMap;

use crate::anchor::mentions::NameCounts;
use crate::apparatus::diagnostics::{
    ACTOR_NEVER_MENTIONED, ALIAS_EVERYWHERE, ALIAS_NOWHERE, Problem, ProblemList, SHARED_NAME,
    THEME_WITHOUT_CLAIMS,
};
use crate::apparatus::{Actor, Apparatus, Span, is_made_id, named};
use crate::essay::normalize::{NormalizedText, normalize};

/// A name with fewer mentions is never too frequent.
const MIN_FREQUENT_MENTIONS: usize = 10;
/// A name that is more than one in this many words is too frequent for a name.
const WORDS_PER_FREQUENT_MENTION: usize = 33;

/// The warnings about themes without claims, once there are claims: a starter has none.
#[must_use]
pub(super) fn of_themes(apparatus: &Apparatus) -> Vec<Problem> {
    let mut problems = ProblemList::default();
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
        if !has_claims && !is_made_id(id) && !apparatus.claims.is_empty() {
            let message = format!("no claim belongs to the theme `{id}`");
            problems.push(
                Problem::new(THEME_WITHOUT_CLAIMS, theme.span.clone(), message)
                    .help(format!("name it in a claim: `themes = [\"{id}\"]`")),
            );
        }
    }
    problems.finish()
}

/// The warnings about actors whose mentions have been found; `counts` has the mentions of each name.
#[must_use]
pub(super) fn of_actors(
    actors: &[Actor],
    counts: &NameCounts,
    text: &NormalizedText,
) -> Vec<Problem> {
    let mut problems = ProblemList::default();
    // The words of a normalized text are separated by single spaces.
    let words = memchr::memchr_iter(b' ', text.text().as_bytes()).count() + 1;
    let max_mentions = (words / WORDS_PER_FREQUENT_MENTION).max(MIN_FREQUENT_MENTIONS - 1);
    // The first actor with each name, and its place in the file.
    let mut first: HashMap<String, (&Actor, &Span)> = HashMap::new();
    for (actor, counts) in actors.iter().zip(counts) {
        let actor_name = named("actor", &actor.id);
        if actor.mentions.is_empty() {
            let message = format!("no name of {actor_name} is in the essay");
            problems.push(
                Problem::new(ACTOR_NEVER_MENTIONED, actor.span.clone(), message)
                    .help("add the names that the essay uses to its `aliases`"),
            );
        }
        let names = std::iter::once(&actor.name).chain(&actor.aliases);
        for ((name, span), count) in names.zip(&actor.name_spans).zip(counts) {
            let mentions = count.mentions;
            if mentions > max_mentions {
                let message = format!(
                    "`{name}`, a name of {actor_name}, occurs {mentions} times in {words} words"
                );
                let help = "use a longer name, or correct its mentions: \
                            `mentions = { not = [\"…\"] }`";
                problems.push(Problem::new(ALIAS_EVERYWHERE, span.clone(), message).help(help));
            }
            let (other, other_span) = *first.entry(normalize(name)).or_insert((actor, span));
            if !std::ptr::eq(other, actor) {
                if !is_made_id(&actor.id) && !is_made_id(&other.id) {
                    problems.push(shared_name(name, span, actor, (other, other_span)));
                }
                continue;
            }
            // The essay need not use an actor's name, and an actor that is never mentioned has a
            // warning of its own.
            let is_alias = *span != actor.name_spans[0];
            let is_repeated = other_span != span;
            if is_alias && !is_repeated && !count.occurs && !actor.mentions.is_empty() {
                let message = format!("`{name}`, a name of {actor_name}, is not in the essay");
                problems.push(
                    Problem::new(ALIAS_NOWHERE, span.clone(), message)
                        .help("write it as the essay does, with its capitals, or remove it"),
                );
            }
        }
    }
    problems.finish()
}

fn shared_name(
    name: &str,
    span: &Span,
    actor: &Actor,
    (other, other_span): (&Actor, &Span),
) -> Problem {
    let (id, other_id) = (&actor.id, &other.id);
    let message = format!("`{name}` is a name of `{other_id}` and of `{id}`");
    let help = format!(
        "its mentions go to `{other_id}`: correct them with `mentions.also` and `mentions.not`"
    );
    Problem::new(SHARED_NAME, span.clone(), message)
        .help(help)
        .related(other_span.clone(), "also here")
}

/// Whether a problem is one of [`of_actors`]: those are replaced when late anchors correct mentions.
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
