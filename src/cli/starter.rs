//! A starter apparatus: what can be told of an essay without understanding it, as a file to be
//! filled in by hand.
//!
//! Owns what such a file has: the title and the authors where they can be told, a theme for each
//! heading, actors that may be some, and a claim to begin with, commented out. The program itself
//! finds no error in it. It must not know where it is written.

mod names;

use std::collections::HashSet;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;

use crate::essay::{Block, BlockKind, Essay, Part};
use names::{Candidate, INSIDE, candidates};

/// More candidates than this help nobody.
const MOST_ACTORS: usize = 30;
/// The longest title and byline, in characters.
const LONGEST_TITLE: usize = 160;
const LONGEST_BYLINE: usize = 80;
/// The longest quote that the sample is given, in bytes.
const LONGEST_QUOTE: usize = 240;

/// The starter for an essay; `name` is what the essay is called if it has no title.
pub(super) fn starter(essay: &Essay, name: &str) -> String {
    let front = Front::of(essay, name);
    let mut ids = Ids::default();
    let themes = themes(essay, &front.title, &mut ids);
    let mut file = String::new();
    head(&mut file, &front);
    write_themes(&mut file, &themes);
    write_claim(
        &mut file,
        themes.first(),
        first_sentence(essay, &front).as_deref(),
    );
    write_actors(&mut file, &candidates(essay), &mut ids);
    file
}

/// What stands before the text.
struct Front {
    title: String,
    authors: Vec<String>,
    /// The block that names them, as it stands there.
    byline: Option<String>,
}

impl Front {
    fn of(essay: &Essay, name: &str) -> Self {
        let mut texts = shown(essay)
            .map(|block| essay.text(block.range.clone()))
            .peekable();
        let title = essay
            .title()
            .or_else(|| texts.peek().cloned().filter(|first| is_title(first)))
            .map(|title| title.replace('\n', " "));
        if texts.peek().map(|first| first.replace('\n', " ")) == title {
            texts.next();
        }
        let byline = texts
            .next()
            .filter(|text| title.is_some() && is_byline(text));
        Self {
            title: title.unwrap_or_else(|| name.to_owned()),
            authors: byline.as_deref().map(authors).unwrap_or_default(),
            byline,
        }
    }
}

fn shown(essay: &Essay) -> impl Iterator<Item = &Block> {
    let blocks = essay.blocks().iter();
    blocks.filter(|block| block.part != Part::Furniture)
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE && !text.ends_with(['.', ':', ';', ','])
}

/// Whether a line names somebody: "By …", or a few capitalised words.
fn is_byline(text: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let few = (2..=12).contains(&words.clone().count());
    let short =
        text.chars().count() <= LONGEST_BYLINE && !text.contains(['\n', ':', ';', '!', '?']);
    let small = |word: &str| matches!(word, "and" | "&" | "by") || INSIDE.contains(&word);
    short && few && words.all(|word| capital(word) || small(word)) && !text.ends_with('.')
}

fn authors(byline: &str) -> Vec<String> {
    let names = byline
        .strip_prefix("By ")
        .or_else(|| byline.strip_prefix("by "));
    let names = names
        .unwrap_or(byline)
        .replace(" and ", ",")
        .replace(" & ", ",");
    let names = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

struct Theme {
    id: String,
    name: String,
    parent: Option<String>,
}

/// A theme for each heading, as deep in the tree as the heading is among them.
fn themes(essay: &Essay, title: &str, ids: &mut Ids) -> Vec<Theme> {
    let mut themes = Vec::new();
    let mut open: Vec<(u8, String)> = Vec::new();
    for block in shown(essay) {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        let name = essay.text(block.range.clone()).replace('\n', " ");
        if name == title || name.trim().is_empty() {
            continue;
        }
        let id = ids.take(&name, "theme");
        open.retain(|(above, _)| *above < level);
        let parent = open.last().map(|(_, id)| id.clone());
        open.push((level, id.clone()));
        themes.push(Theme { id, name, parent });
    }
    themes
}

/// The first sentence of the first paragraph, with which the sample claim begins.
fn first_sentence(essay: &Essay, front: &Front) -> Option<String> {
    let prose = shown(essay).filter(|block| block.kind == BlockKind::Paragraph);
    let text = prose
        .map(|block| essay.text(block.range.clone()))
        .find(|text| *text != front.title && Some(text) != front.byline.as_ref())?;
    let sentence = text.unicode_sentences().next()?.trim();
    // A quote need not be a whole sentence, and one line of a file should not be a book.
    let end = sentence
        .split_word_bound_indices()
        .map(|(at, word)| at + word.len())
        .take_while(|&end| end <= LONGEST_QUOTE)
        .last()?;
    sentence.get(..end).map(|quote| quote.trim().to_owned())
}

fn head(file: &mut String, front: &Front) {
    let Front {
        title,
        authors,
        byline,
    } = front;
    let authors = if authors.is_empty() {
        "# authors = [\"\"]".to_owned()
    } else {
        let names: Vec<_> = authors.iter().map(|name| quoted(name)).collect();
        format!("authors = [{}]", names.join(", "))
    };
    let byline = byline.as_deref().map_or_else(String::new, |byline| {
        format!("byline = [{}]\n", quoted(byline))
    });
    let title = quoted(title);
    let _ = write!(
        file,
        "\
# A starter: what can be told of the essay without reading it. Take out what is wrong,
# fill in what is missing, and let \"postil check\" say what is still to mend.

format = 1

[essay]
title = {title}
{authors}
# date = \"2020-01-31\"
# source = \"where it was published\"
# summary = \"The whole essay in three sentences.\"
{byline}# abstract, about_author, disclaimer and furniture: blocks by their opening words, as above.
"
    );
}

/// The heading of a section of the file.
fn section(file: &mut String, text: &str) {
    let _ = write!(file, "\n\n# {text}\n");
}

fn write_themes(file: &mut String, themes: &[Theme]) {
    section(file, "Themes: the subjects that the essay pursues.");
    if themes.is_empty() {
        file.push_str(
            "\n# [[theme]]\n# id = \"a-theme\"\n# name = \"A theme\"\n# summary = \"What the essay \
             argues under it.\"\n",
        );
    }
    for Theme { id, name, parent } in themes {
        let _ = write!(
            file,
            "\n[[theme]]\nid = {}\nname = {}\n",
            quoted(id),
            quoted(name)
        );
        if let Some(parent) = parent {
            let _ = writeln!(file, "parent = {}", quoted(parent));
        }
        file.push_str("# summary = \"What the essay argues under it.\"\n");
    }
}

fn write_claim(file: &mut String, theme: Option<&Theme>, quote: Option<&str>) {
    section(
        file,
        "Claims: what the essay asserts, each tied to the words that carry it.",
    );
    let theme = quoted(theme.map_or("a-theme", |theme| &theme.id));
    let quote = quoted(quote.unwrap_or("the author's own words"));
    let _ = write!(
        file,
        "\
\n# [[claim]]
# id = \"a-claim\"
# text = \"What it asserts, in one sentence that can be understood without the essay.\"
# kind = \"descriptive\"  # or causal, predictive, evaluative, normative
# themes = [{theme}]
# quotes = [{quote}]
"
    );
}

fn write_actors(file: &mut String, actors: &[Candidate], ids: &mut Ids) {
    section(
        file,
        "Actors: names that the essay repeats, most often first. Not all of them will be actors.\n\
         # kind: person, organization, government, state, alliance or group.",
    );
    if actors.is_empty() {
        file.push_str(
            "\n# [[actor]]\n# id = \"somebody\"\n# name = \"Somebody\"\n# kind = \"person\"\n",
        );
    }
    for actor in actors.iter().take(MOST_ACTORS) {
        let id = quoted(&ids.take(&actor.name, "actor"));
        let name = quoted(&actor.name);
        let _ = write!(
            file,
            "\n[[actor]]  # {} times\nid = {id}\nname = {name}\n",
            actor.count
        );
        file.push_str("kind = \"group\"\n");
        if !actor.aliases.is_empty() {
            let aliases: Vec<_> = actor.aliases.iter().map(|alias| quoted(alias)).collect();
            let _ = writeln!(file, "aliases = [{}]", aliases.join(", "));
        }
    }
}

/// The ids given away so far: all share one name space.
#[derive(Default)]
struct Ids(HashSet<String>);

impl Ids {
    /// An id made of a name's letters and digits; `sort` where that gives none.
    fn take(&mut self, name: &str, sort: &str) -> String {
        let name = name.to_lowercase();
        let words = name.split(|char: char| !char.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).take(6).collect();
        let mut id = words.join("-");
        if id.is_empty() || id == "essay" || id.bytes().all(|byte| byte.is_ascii_digit()) {
            let between = if id.is_empty() { "" } else { "-" };
            id = format!("{sort}{between}{id}");
        }
        let first = id.clone();
        let mut number = 2;
        while !self.0.insert(id.clone()) {
            id = format!("{first}-{number}");
            number += 1;
        }
        id
    }
}

/// A text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            char if char.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests;
