//! Resolves the argument of `--at`, and explains why it matches nothing or several things.

use anyhow::{Result, bail};

use crate::document::{Document, EntityRef, Subject};
use crate::essay::sanitize;
use crate::layout::truncate;

/// The maximum number of matches that are listed.
const MAX_MATCHES: usize = 8;
/// The width of a match in the list, in cells; longer ones are shortened.
const MATCH_WIDTH: usize = 48;

/// The theme, claim, actor, relation or note that an id, number or name refers to, or the essay.
///
/// # Errors
///
/// Nothing or several things match; the message suggests some.
pub(crate) fn resolve(document: &Document, id: &str) -> Result<EntityRef> {
    let shown = sanitize(id.trim());
    match document.lookup(id).as_slice() {
        &[entity] => return Ok(entity),
        [] => {}
        several => {
            let mut lines: Vec<_> = several
                .iter()
                .take(MAX_MATCHES)
                .map(|&one| format!("  {}", describe(document, one)))
                .collect();
            if several.len() > MAX_MATCHES {
                lines.push(format!("  and {} more", several.len() - MAX_MATCHES));
            }
            bail!(
                "“{shown}” matches several things; use a number or an id:\n{}",
                lines.join("\n")
            );
        }
    }
    let claims = document.index.claims().len();
    if is_number(&shown) {
        match claims {
            0 => bail!("there is no claim {shown}: the essay has none"),
            _ => bail!("there is no claim {shown}: the claims are 1 to {claims}"),
        }
    }
    let near = document.nearest_id(id);
    let apparatus = &document.apparatus;
    let has_entries = claims > 0 || !apparatus.themes.is_empty() || !apparatus.actors.is_empty();
    match near {
        Some(near) => bail!(
            "there is no “{shown}” here; did you mean {}?",
            sanitize(near)
        ),
        None if has_entries => {
            bail!("there is no “{shown}” here; “postil show” without --at lists everything")
        }
        None if document.apparatus_source.is_none() => {
            bail!("there is no “{shown}” here: the essay has no apparatus")
        }
        None => bail!("there is no “{shown}” here: the apparatus has no themes, claims or actors"),
    }
}

/// One line of a list of matches: what it is, its name or text, and its id.
fn describe(document: &Document, entity: EntityRef) -> String {
    let apparatus = &document.apparatus;
    let (kind, text) = match entity {
        EntityRef::Subject(Subject::Essay) => ("the essay".to_owned(), document.title()),
        EntityRef::Subject(Subject::Theme(theme)) => {
            ("theme".to_owned(), apparatus[theme].name.clone())
        }
        EntityRef::Subject(Subject::Claim(claim)) => (
            format!("claim {}", document.index.number(claim)),
            apparatus[claim].label().into_owned(),
        ),
        EntityRef::Subject(Subject::Actor(actor)) => {
            ("actor".to_owned(), apparatus[actor].name.clone())
        }
        EntityRef::Relation(relation) => (
            "relation".to_owned(),
            apparatus[relation].kind.words().0.to_owned(),
        ),
        EntityRef::Note(note) => ("note".to_owned(), apparatus[note].text.clone()),
    };
    let text = sanitize(&text);
    format!(
        "{kind}  {}  [{}]",
        truncate(&text, MATCH_WIDTH),
        sanitize(document.entity_id(entity))
    )
}

/// Whether a word looks like the number of a claim.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
