//! A starter apparatus: what can be told of an essay without understanding it, as a file to be
//! filled in by hand.
//!
//! Owns what such a file has: the title and the authors where they can be told, a theme for each
//! heading, actors that may be some, and samples of the rest, commented out. The program itself
//! finds no error in it, with its samples neither. It must not know where it is written.

mod front;
mod matter;
mod names;
mod words;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::anchor::{SuggestedQuote, suggest_quote};
use crate::essay::normalize::NormalizedText;
use crate::essay::{BlockKind, Essay};
use front::{Front, flat};
use names::{Candidate, candidates};

/// More candidates than this help nobody.
const MOST_ACTORS: usize = 30;
/// The longest quote that the sample is given, in bytes.
const LONGEST_QUOTE: usize = 240;

/// The ids that the samples have.
const SAMPLES: &[&str] = &[
    "a-theme",
    "somebody",
    "a-claim",
    "another-claim",
    "a-relation",
];

/// The starter for an essay; `name` is what the essay is called if it has no title.
pub(super) fn starter(essay: &Essay, name: &str) -> String {
    let front = Front::of(essay, name);
    let mut ids = Ids::new();
    let themes = themes(essay, &front, &mut ids);
    let actors = actors(essay, &mut ids);
    let mut file = String::new();
    head(&mut file, &front);
    write_themes(&mut file, &themes);
    let theme = themes.first().map_or("a-theme", |theme| &theme.id);
    let actor = actors.first().map_or("somebody", |(id, _)| id);
    write_samples(&mut file, theme, actor, &first_sentence(essay, &front));
    write_actors(&mut file, &actors);
    file
}

struct Theme {
    id: String,
    name: String,
    parent: Option<String>,
}

/// A theme for each heading, as deep in the tree as the heading is among them.
fn themes(essay: &Essay, front: &Front, ids: &mut Ids) -> Vec<Theme> {
    let mut themes = Vec::new();
    let mut open: Vec<(u8, String)> = Vec::new();
    for (place, block) in essay.blocks().iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        let text = flat(essay, block);
        let name = without_number(&text);
        if front.has(place) || text == front.title || name.trim().is_empty() {
            continue;
        }
        let id = ids.take(name, "theme");
        open.retain(|(above, _)| *above < level);
        let parent = open.last().map(|(_, id)| id.clone());
        open.push((level, id.clone()));
        let name = name.to_owned();
        themes.push(Theme { id, name, parent });
    }
    themes
}

/// A heading without the number before it.
fn without_number(heading: &str) -> &str {
    let Some((number, name)) = heading.split_once(' ') else {
        return heading;
    };
    let number = number.trim_end_matches(['.', ')']);
    let is_number = number.split('.').all(|part| {
        let all = |is: fn(char) -> bool| part.chars().all(is);
        !part.is_empty()
            && part.len() <= 4
            && (all(|c| "IVXL".contains(c)) || part.len() < 3 && all(|c| c.is_ascii_digit()))
    });
    if is_number {
        name.trim_start()
    } else {
        heading
    }
}

/// The first sentence of the first paragraph, with which the samples begin, as a quote that stands
/// in one place.
fn first_sentence(essay: &Essay, front: &Front) -> String {
    let text = NormalizedText::new(essay);
    let found = sentence_range(essay, &text, front).and_then(|range| {
        Some((
            suggest_quote(&text, &range)?,
            essay.text(range).replace('\n', " "),
        ))
    });
    let Some((SuggestedQuote { prefix, suffix, .. }, words)) = found else {
        return quoted("the author's own words");
    };
    let keys = [
        ("exact", Some(words)),
        ("prefix", prefix),
        ("suffix", suffix),
    ]
    .into_iter();
    let keys: Vec<_> = keys
        .filter_map(|(key, words)| Some((key, quoted(words?.trim()))))
        .collect();
    match keys.as_slice() {
        [(_, words)] => words.clone(),
        keys => {
            let keys: Vec<_> = keys
                .iter()
                .map(|(key, words)| format!("{key} = {words}"))
                .collect();
            format!("{{ {} }}", keys.join(", "))
        }
    }
}

/// Where the first sentence stands, or as much of it as is enough for a quote.
fn sentence_range(essay: &Essay, text: &NormalizedText, front: &Front) -> Option<Range<usize>> {
    let blocks = essay.blocks().iter().enumerate();
    let paragraphs = blocks
        .filter(|(place, block)| block.kind == BlockKind::Paragraph && !front.has(*place))
        .map(|(_, block)| block);
    // What has no sentence is hardly the body's.
    let block = paragraphs
        .clone()
        .find(|block| is_prose(&flat(essay, block)))
        .or_else(|| paragraphs.clone().next())?;
    let start = text.normalized_offset(block.range.start);
    let words = text
        .text()
        .get(start..text.normalized_offset(block.range.end))?;
    let (at, sentence) = words
        .split_sentence_bound_indices()
        .find(|(_, sentence)| sentence.contains(char::is_alphanumeric))?;
    // A quote need not be a whole sentence, and one line of a file should not be a book.
    let end = sentence
        .split_word_bound_indices()
        .map(|(at, word)| at + word.len())
        .take_while(|&end| end <= LONGEST_QUOTE)
        .last()?;
    let length = sentence.get(..end)?.trim_end().len();
    Some(text.source_range(start + at..start + at + length))
}

fn is_prose(text: &str) -> bool {
    text.len() > LONGEST_QUOTE || text.contains(['.', '!', '?', '…', '。', '！', '？'])
}

fn head(file: &mut String, front: &Front) {
    let authors: Vec<_> = front.authors.iter().map(|name| quoted(name)).collect();
    let authors = match authors.as_slice() {
        [] => "# authors = [\"A. Person\"]".to_owned(),
        names => format!("authors = [{}]", names.join(", ")),
    };
    let date = match &front.date {
        Some(date) => format!("date = {}", quoted(date)),
        None => "# date = \"2020-01-31\"".to_owned(),
    };
    let language = match &front.language {
        Some(language) => format!("language = {}\n", quoted(language)),
        None => String::new(),
    };
    let bylines: Vec<_> = front.bylines.iter().map(|(_, text)| quoted(text)).collect();
    let byline = match bylines.as_slice() {
        [] => String::new(),
        bylines => format!("byline = [{}]\n", bylines.join(", ")),
    };
    let title = quoted(&front.title);
    let _ = write!(
        file,
        "\
# A starter: what can be told of the essay without reading it. Take out what is wrong,
# fill in what is missing, and let \"postil check\" say what is still to mend. Lines that begin
# with # are not read: samples, of which the sign can be taken away.

format = 1

[essay]
title = {title}
{authors}
{date}
{language}# source = \"where it was published\"
# summary = \"The whole essay in three sentences.\"
{byline}# byline, abstract, about_author, disclaimer and furniture: each a list of opening words,
# one for each block of the text that is no part of its body.
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

/// Samples of what has to be thought of: claims, a relation and a note.
fn write_samples(file: &mut String, theme: &str, actor: &str, quote: &str) {
    section(
        file,
        "Claims: what the essay asserts, each tied to the words that carry it.",
    );
    let (theme, actor) = (quoted(theme), quoted(actor));
    let _ = write!(
        file,
        "\
\n# [[claim]]
# id = \"a-claim\"
# text = \"What it asserts, in one sentence that can be understood without the essay.\"
# kind = \"descriptive\"  # or causal, predictive, evaluative, normative
# themes = [{theme}]
# actors = {{ agent = [{actor}] }}  # or target, speaker; {{}} where nobody acts
# quotes = [{quote}]

# [[claim]]
# id = \"another-claim\"
# text = \"What speaks for it.\"
# kind = \"causal\"
# themes = [{theme}]
# actors = {{}}
# quotes = [{quote}]
# supports = [\"a-claim\"]  # or attacks, contradicts, contrasts, elaborates, restates
"
    );
    section(
        file,
        "Relations: those that several claims make only together, or that have an id of their own.",
    );
    file.push_str(
        "\
\n# [[relation]]
# id = \"a-relation\"
# type = \"elaborates\"
# from = [\"another-claim\"]
# to = \"a-claim\"
",
    );
    section(
        file,
        "Notes: in your own words, on words of the essay, on a claim or on a relation.",
    );
    let _ = write!(
        file,
        "\
\n# [[note]]
# quotes = [{quote}]
# text = \"What the words mean.\"

# [[note]]
# on = \"a-relation\"
# text = \"Why it does.\"
"
    );
}

/// Names that may be actors', with ids.
fn actors(essay: &Essay, ids: &mut Ids) -> Vec<(String, Candidate)> {
    let candidates = candidates(essay).into_iter().take(MOST_ACTORS);
    candidates
        .map(|actor| (ids.take(&actor.name, "actor"), actor))
        .collect()
}

fn write_actors(file: &mut String, actors: &[(String, Candidate)]) {
    section(
        file,
        "Actors: names that the essay repeats, most often first. Not all of them will be actors.\n\
         # kind: person, organization, government, state, alliance or group. aliases: other names in\n\
         # the essay. part_of: ids of actors that it is part of.",
    );
    if actors.is_empty() {
        file.push_str(
            "\n# [[actor]]\n# id = \"somebody\"\n# name = \"Somebody\"\n# kind = \"person\"\n",
        );
    }
    for (id, actor) in actors {
        let (id, name) = (quoted(id), quoted(&actor.name));
        let _ = write!(
            file,
            "\n[[actor]]  # {} times\nid = {id}\nname = {name}\nkind = \"group\"\n",
            actor.count
        );
        if !actor.aliases.is_empty() {
            let aliases: Vec<_> = actor.aliases.iter().map(|alias| quoted(alias)).collect();
            let _ = writeln!(file, "aliases = [{}]", aliases.join(", "));
        }
    }
}

/// The ids given away so far: all share one name space.
struct Ids(HashSet<String>);

impl Ids {
    /// Those of the samples are taken.
    fn new() -> Self {
        Self(SAMPLES.iter().map(|&id| id.to_owned()).collect())
    }

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
