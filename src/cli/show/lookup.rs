//! What is asked for with `--at`, and what is said where that is nothing or several things.
//!
//! Owns the words of these messages. It must not know what is done with what is found.

use anyhow::{Result, bail};

use crate::document::{Document, Meant, Subject};
use crate::essay::sanitize;
use crate::layout::truncate;

/// At most this many things are listed per word that may mean several, because nobody reads more to
/// choose one.
const MOST: usize = 8;
/// At most this many cells per name or sentence are printed in the list, because it is known by then.
const KNOWN: usize = 48;

/// What `id` means in a document: a theme, a claim, an actor, a relation, a note, or the essay.
///
/// # Errors
///
/// Says that it means nothing or several things, and what may be meant instead.
pub(crate) fn meant(document: &Document, id: &str) -> Result<Meant> {
    let shown = sanitize(id.trim());
    match document.meant(id).as_slice() {
        &[meant] => return Ok(meant),
        [] => {}
        several => {
            let mut lines: Vec<_> = several
                .iter()
                .take(MOST)
                .map(|&one| format!("  {}", line(document, one)))
                .collect();
            if several.len() > MOST {
                lines.push(format!("  and {} more", several.len() - MOST));
            }
            bail!(
                "“{shown}” may be one of several things; give a number or an id:\n{}",
                lines.join("\n")
            );
        }
    }
    let claims = document.index.claims().len();
    if is_number(&shown) {
        match claims {
            0 => bail!("there is no claim {shown}: the essay has none"),
            _ => bail!("there is no claim {shown}: they go from 1 to {claims}"),
        }
    }
    let near = document.nearest_id(id);
    let near = near.as_deref().or_else(|| document.nearest_name(id));
    let apparatus = &document.apparatus;
    let lists_some = claims > 0 || !apparatus.themes.is_empty() || !apparatus.actors.is_empty();
    match near {
        Some(near) => bail!(
            "there is no “{shown}” here; did you mean {}?",
            sanitize(near)
        ),
        None if lists_some => {
            bail!(
                "there is no “{shown}” here; “postil show” with the essay alone lists what there is"
            )
        }
        None if document.file.is_none() => {
            bail!("there is no “{shown}” here: the essay has no apparatus")
        }
        None => bail!("there is no “{shown}” here: the apparatus has no themes, claims or actors"),
    }
}

/// What something is, and the words that it is known by.
fn line(document: &Document, meant: Meant) -> String {
    let apparatus = &document.apparatus;
    let (sort, words) = match meant {
        Meant::Subject(Subject::Essay) => ("the essay".to_owned(), document.title()),
        Meant::Subject(Subject::Theme(theme)) => {
            ("theme".to_owned(), apparatus[theme].name.clone())
        }
        Meant::Subject(Subject::Claim(claim)) => (
            format!("claim {}", document.index.number(claim)),
            apparatus[claim].text.clone(),
        ),
        Meant::Subject(Subject::Actor(actor)) => {
            ("actor".to_owned(), apparatus[actor].name.clone())
        }
        Meant::Relation(relation) => (
            "relation".to_owned(),
            apparatus[relation].kind.words().0.to_owned(),
        ),
        Meant::Note(note) => ("note".to_owned(), apparatus[note].text.clone()),
    };
    let words = sanitize(&words);
    format!(
        "{sort}  {}  [{}]",
        truncate(&words, KNOWN),
        sanitize(document.id(meant))
    )
}

/// Whether a word can only be meant as a claim's number, there being one or not.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
