//! A starter apparatus for an essay that has none.
//!
//! Owns what can be told of a text without reading it: its title and authors by their places, themes
//! by its headings, likely actors by their capitals. It must not write files.

mod names;

use std::fmt::Write as _;

use super::anchor::written;
use super::normal::Normal;
use super::{ActorKind, ClaimKind};
use crate::essay::{Block, BlockKind, Essay, Part};
use names::Candidate;

/// Longer blocks are no title, in characters.
const TITLE: usize = 160;
/// Longer blocks are no byline, in characters.
const BYLINE: usize = 100;
/// At most so many actors are proposed.
const ACTORS: usize = 30;

/// The text of a starter apparatus: an apparatus without errors, with comments on how to go on.
#[must_use]
pub fn starter(essay: &Essay) -> String {
    let head = Head::of(essay);
    let mut ids = Ids::default();
    let mut file = String::from(
        "# What an essay says, who is in it, and where: an apparatus for Postil.\n\
         # Change it as you read. Postil reads it again whenever it is saved; `postil check` tells what\n\
         # is wrong with it.\n\
         \n\
         format = 1\n\
         \n\
         [essay]\n",
    );
    head.write(&mut file);
    themes(essay, &head, &mut ids, &mut file);
    actors(&names::find(essay), &head, &mut ids, &mut file);
    claim(essay, &head, &mut file);
    file
}

/// What stands before the essay's first paragraph.
#[derive(Debug, Default)]
struct Head {
    title: Option<String>,
    authors: Vec<String>,
    byline: Option<String>,
    /// The blocks that these are, by their places.
    blocks: Vec<usize>,
}

impl Head {
    /// The title is the first heading, if nothing but short lines stands before it, or the first
    /// block, if it is short and no sentence. The byline is the next block, if it is names.
    fn of(essay: &Essay) -> Self {
        let mut head = Self::default();
        let mut shown = essay
            .blocks()
            .iter()
            .enumerate()
            .filter(|(_, block)| is_text(block));
        let Some((place, first)) = shown.next() else {
            return head;
        };
        let words = words(essay, first);
        let heading = matches!(first.kind, BlockKind::Heading(_));
        if !heading && (words.chars().count() > TITLE || words.ends_with(['.', '!', '?', ':', ';']))
        {
            return head;
        }
        head.title = Some(words);
        head.blocks.push(place);
        if let Some((place, second)) = shown.next() {
            let words = self::words(essay, second);
            head.authors = authors(&words);
            if !head.authors.is_empty() {
                head.byline = Some(words);
                head.blocks.push(place);
            }
        }
        head
    }

    fn write(&self, file: &mut String) {
        let unless = |told: bool| if told { "" } else { "# " };
        let title = self.title.as_deref().unwrap_or("…");
        let _ = writeln!(
            file,
            "{}title = {}",
            unless(self.title.is_some()),
            string(title)
        );
        let authors: Vec<String> = self.authors.iter().map(|author| string(author)).collect();
        let list = if authors.is_empty() {
            "\"…\"".to_owned()
        } else {
            authors.join(", ")
        };
        let _ = writeln!(file, "{}authors = [{list}]", unless(!authors.is_empty()));
        file.push_str(
            "# date = \"2020-01-01\"\n\
             # source = \"https://…\"\n\
             # summary = \"The whole essay in three sentences.\"\n",
        );
        file.push_str("# Blocks that are not the essay proper, by their opening words:\n");
        let byline = self.byline.as_deref().unwrap_or("…");
        let _ = writeln!(
            file,
            "{}byline = [{}]",
            unless(self.byline.is_some()),
            string(byline)
        );
        file.push_str(
            "# abstract = [\"…\"]\n\
             # about_author = [\"…\"]\n\
             # disclaimer = [\"…\"]\n\
             # furniture = [\"…\"]\n",
        );
    }
}

fn is_text(block: &Block) -> bool {
    block.part != Part::Furniture && block.kind != BlockKind::Rule
}

fn words(essay: &Essay, block: &Block) -> String {
    essay
        .text(block.range.clone())
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The people of a byline: `By A. Person and Another Person`. None if it is no byline.
fn authors(line: &str) -> Vec<String> {
    if line.chars().count() > BYLINE {
        return Vec::new();
    }
    let line = ["By ", "by ", "BY "]
        .iter()
        .find_map(|by| line.strip_prefix(by))
        .unwrap_or(line);
    let people = line.replace(" and ", ",").replace([';', '&'], ",");
    let people: Vec<&str> = people.split(',').map(str::trim).collect();
    let all = people.iter().all(|person| is_person(person));
    if all {
        people.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// Two to five words, each with a capital but for the likes of `de` and `van`.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let letters = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    (2..=5).contains(&words.len())
        && words
            .iter()
            .all(|word| letters(word) && (capital(&word) || word.chars().count() <= 3))
        && words.iter().filter(capital).count() >= 2
}

fn themes(essay: &Essay, head: &Head, ids: &mut Ids, file: &mut String) {
    file.push_str("\n# Themes: the subjects that the essay pursues.\n");
    let mut open: Vec<(u8, String)> = Vec::new();
    let mut some = false;
    for (place, block) in essay.blocks().iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        let name = words(essay, block);
        if head.blocks.contains(&place) || !is_text(block) || name.is_empty() {
            continue;
        }
        some = true;
        let id = ids.make(&name, "theme");
        let _ = write!(
            file,
            "\n[[theme]]\nid = {}\nname = {}\n",
            string(&id),
            string(&name)
        );
        file.push_str("# summary = \"What the essay argues under it.\"\n");
        open.retain(|(other, _)| *other < level);
        if let Some((_, parent)) = open.last() {
            let _ = writeln!(file, "parent = {}", string(parent));
        }
        open.push((level, id));
    }
    if !some {
        file.push_str(
            "\n# [[theme]]\n\
             # id = \"first-theme\"\n\
             # name = \"…\"\n\
             # summary = \"What the essay argues under it.\"\n",
        );
    }
}

fn actors(candidates: &[Candidate], head: &Head, ids: &mut Ids, file: &mut String) {
    file.push_str("\n# Actors: names that come again and again, most often first. Take away those that are\n# no actors, and say what the others are.\n");
    for Candidate {
        name,
        aliases,
        count,
    } in candidates.iter().take(ACTORS)
    {
        let id = ids.make(name, "actor");
        let is_author = head.authors.contains(name);
        let kind = if is_author {
            ActorKind::Person
        } else {
            ActorKind::Group
        };
        let _ = write!(
            file,
            "\n[[actor]]  # named {count} times\nid = {}\nname = {}\nkind = \"{}\"  # {}\n",
            string(&id),
            string(name),
            kind,
            one_of(ActorKind::ALL.iter().map(|kind| kind.name())),
        );
        if !aliases.is_empty() {
            let aliases: Vec<String> = aliases.iter().map(|alias| string(alias)).collect();
            let _ = writeln!(file, "aliases = [{}]", aliases.join(", "));
        }
    }
    if candidates.is_empty() {
        file.push_str(
            "\n# [[actor]]\n# id = \"first-actor\"\n# name = \"…\"\n# kind = \"person\"\n",
        );
    }
}

/// A claim to begin with, commented out: it is not yet true that it is one.
fn claim(essay: &Essay, head: &Head, file: &mut String) {
    file.push_str("\n# Claims: what the essay asserts, each with the words that carry it.\n\n");
    let mut blocks = essay.blocks().iter().enumerate().filter(|(place, block)| {
        is_text(block) && !head.blocks.contains(place) && !words(essay, block).is_empty()
    });
    // The first that is a paragraph of sentences; else the first of any sort.
    let is_prose =
        |block: &Block| block.kind == BlockKind::Paragraph && words(essay, block).contains(". ");
    let first = blocks
        .clone()
        .find(|(_, block)| is_prose(block))
        .or_else(|| blocks.next());
    let quote = first.and_then(|(_, block)| {
        let sentence = first_sentence(essay, block);
        written(&Normal::new(essay), &sentence)
    });
    let quote = match quote {
        None => string("the words that carry it"),
        Some(quote) if quote.prefix.is_none() && quote.suffix.is_none() => string(&quote.exact),
        Some(quote) => {
            let mut table = format!("{{ exact = {}", string(&quote.exact));
            for (key, words) in [("prefix", quote.prefix), ("suffix", quote.suffix)] {
                if let Some(words) = words {
                    let _ = write!(table, ", {key} = {}", string(&words));
                }
            }
            table + " }"
        }
    };
    let _ = write!(
        file,
        "# [[claim]]\n\
         # id = \"first-claim\"\n\
         # text = \"What these words say, in one sentence that can be understood without the essay.\"\n\
         # kind = \"{}\"  # {}\n\
         # themes = []\n\
         # actors = {{ agent = [], target = [], speaker = [] }}\n\
         # quotes = [{quote}]\n\
         # supports = []\n",
        ClaimKind::Descriptive,
        one_of(ClaimKind::ALL.iter().map(|kind| kind.name())),
    );
}

/// The first sentence of a block, in bytes of the source; the whole block, if no sentence ends in it.
fn first_sentence(essay: &Essay, block: &Block) -> std::ops::Range<usize> {
    let mut ends = None;
    for piece in essay.pieces(block.range.clone()) {
        let after = piece.text.chars().next();
        if let Some(end) = ends
            && after.is_some_and(char::is_whitespace)
        {
            return block.range.start..end;
        }
        ends = None;
        if !piece.verbatim {
            continue;
        }
        let stops = piece
            .text
            .char_indices()
            .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。'));
        for (at, stop) in stops {
            let behind = at + stop.len_utf8();
            let end = piece.source.start + behind;
            match piece.text[behind..].chars().next() {
                None => ends = Some(end),
                Some(next) if next.is_whitespace() || stop == '。' => {
                    return block.range.start..end;
                }
                Some(_) => {}
            }
        }
    }
    block.range.clone()
}

/// `a, b or c`.
fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A TOML string on one line.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' | '\t' => out.push(' '),
            _ if character.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out + "\""
}

/// The ids given so far.
#[derive(Debug, Default)]
struct Ids {
    given: Vec<String>,
}

impl Ids {
    /// An id made of a name's letters and digits; `sort` before it where it would be a number or
    /// nothing.
    fn make(&mut self, name: &str, sort: &str) -> String {
        const LONGEST: usize = 40;
        let mut id = String::new();
        for character in name.chars().flat_map(char::to_lowercase) {
            if id.chars().count() >= LONGEST {
                break;
            }
            if character.is_alphanumeric() {
                id.push(character);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        let slug = id.trim_end_matches('-');
        let mut id = slug.to_owned();
        if id.chars().all(|c| c.is_ascii_digit()) || id == "essay" {
            id = if slug.is_empty() {
                sort.to_owned()
            } else {
                format!("{sort}-{slug}")
            };
        }
        let mut unique = id.clone();
        let mut number = 2;
        while self.given.contains(&unique) {
            unique = format!("{id}-{number}");
            number += 1;
        }
        self.given.push(unique.clone());
        unique
    }
}

#[cfg(test)]
mod tests;
