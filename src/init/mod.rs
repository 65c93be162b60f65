//! Writes a starter apparatus: what can be recognized in an essay, and commented examples of the
//! rest to fill in by hand.
//!
//! `postil check` finds no error in a starter, nor in one with its examples uncommented, except that
//! it may find no quote for them.

mod actors;
mod furniture;
mod title_page;
mod words;

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use crate::apparatus::{Actor, Span};
use crate::document::Document;
use crate::essay::normalize::NormalizedText;
use crate::essay::{Block, BlockKind, Essay, Part, iso_date};
pub(crate) use actors::lacks_capitals;
use actors::{Candidate, candidates};
use title_page::TitlePage;

/// The maximum number of names that are offered as actors.
const MAX_ACTORS: usize = 30;
/// The maximum number of themes: nobody reviews more, and ids that are numbered take long to find.
const MAX_THEMES: usize = 1000;
/// Headings that are no subject, in lower case.
const NO_THEMES: &[&str] = &["contents", "table of contents", "the end"];
/// The longest name of a theme, in characters: a longer one would be a warning.
const MAX_NAME: usize = 200;
/// The longest quote in an example, in bytes.
const MAX_QUOTE_LENGTH: usize = 240;

/// The ids that the examples use.
const EXAMPLE_IDS: [&str; 5] = [
    "a-theme",
    "somebody",
    "a-claim",
    "another-claim",
    "a-relation",
];

/// The starter for an essay. `name` is its title if none is found, `encoding` that of its file.
pub(crate) fn starter(essay: &Essay, name: &str, encoding: Option<&str>) -> String {
    let furniture = furniture::candidates(essay);
    let essay = &furniture::without(essay, &furniture);
    let title_page = TitlePage::of(essay);
    let metadata = essay.metadata();
    let title = metadata.title.clone().or(title_page.title.clone());
    let title = title.unwrap_or_else(|| name.to_owned());
    let mut ids = Ids(EXAMPLE_IDS.map(str::to_owned).into());
    let themes = themes(essay, &title_page, &title, &mut ids);
    let mut actors: Vec<_> = candidates(essay)
        .into_iter()
        .take(MAX_ACTORS)
        .map(|actor| (ids.create(&actor.name, "actor"), actor))
        .collect();
    // Without one actor, its mentions may be another's.
    while let has_warning = actors_with_warnings(essay, &write_actors(&actors))
        && !has_warning.is_empty()
    {
        actors.retain(|(id, _)| !has_warning.contains(id));
    }
    let theme = themes.first().map_or("a-theme", |theme| &theme.id);
    let actor = actors.first().map_or("somebody", |(id, _)| id);
    let quote = example_quote(essay, &title_page);
    let quote = quote.as_deref().unwrap_or("the author's own words");
    let authors = match (&*metadata.authors, &*title_page.authors) {
        ([], []) => "# authors = [\"A. Person\"]".to_owned(),
        ([], authors) | (authors, _) => format!("authors = {}", quoted_list(authors)),
    };
    // A date that was not understood would be a warning.
    let date = match metadata.date.as_ref().or(title_page.date.as_ref()) {
        Some(date) if iso_date(date).is_some() => format!("date = {}", quoted(date)),
        Some(date) => format!("# date = {}", quoted(date)),
        None => "# date = \"2020-01-31\"".to_owned(),
    };
    let line = |key: &str, value: &Option<String>| {
        let value = value
            .as_ref()
            .map(|value| format!("{key} = {}\n", quoted(value)));
        value.unwrap_or_default()
    };
    let language = line("language", &metadata.language);
    let encoding = line("encoding", &encoding.map(str::to_owned));
    let source = match line("source", &metadata.source) {
        none if none.is_empty() => "# source = \"where it was published\"\n".to_owned(),
        source => source,
    };
    let summary = match line("summary", &metadata.summary) {
        none if none.is_empty() => {
            "# summary = \"The whole essay in three sentences.\"\n".to_owned()
        }
        summary => summary,
    };
    let byline = match title_page.bylines.as_slice() {
        [] => String::new(),
        bylines => format!("byline = {}\n", quoted_list(bylines)),
    };
    format!(
        include_str!("starter.toml.template"),
        title = quoted(&title),
        authors = authors,
        date = date,
        language = language,
        source = source,
        encoding = encoding,
        summary = summary,
        byline = byline,
        furniture = write_furniture(&furniture),
        themes = write_themes(&themes),
        theme = quoted(theme),
        actor = quoted(actor),
        quote = quoted(quote),
        actors = write_actors(&actors),
    )
}

/// The ids of actors whose names are too frequent or not found, as words in other names are.
fn actors_with_warnings(essay: &Essay, actors: &str) -> HashSet<String> {
    let document = Document::anchored(essay.clone(), Some(&format!("format = 1\n{actors}")));
    let spans: Vec<_> = document
        .problems
        .iter()
        .filter_map(|it| it.span.clone())
        .collect();
    let actors = document.apparatus.actors.into_iter();
    let has_warning = |actor: &Actor| {
        let is_of_actor = |span: &Span| *span == actor.span || actor.name_spans.contains(span);
        spans.iter().any(is_of_actor)
    };
    actors.filter(has_warning).map(|actor| actor.id).collect()
}

/// A block's text on one line.
fn block_text(essay: &Essay, block: &Block) -> String {
    essay.text(block.range.clone()).replace('\n', " ")
}

struct StarterTheme {
    id: String,
    name: String,
    parent: Option<String>,
}

/// A theme for each heading, with the heading above it as its parent.
fn themes(essay: &Essay, title_page: &TitlePage, title: &str, ids: &mut Ids) -> Vec<StarterTheme> {
    let mut themes = Vec::new();
    let mut ancestors: Vec<(u8, String)> = Vec::new();
    for (index, block) in essay.blocks().iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        if themes.len() == MAX_THEMES {
            break;
        }
        let text = block_text(essay, block);
        let name = without_number(&text);
        if block.part == Part::Furniture
            || title_page.contains(index)
            || text == title
            || name.trim().is_empty()
            || name.chars().count() > MAX_NAME
            || NO_THEMES.contains(&&*name.to_lowercase())
        {
            continue;
        }
        let id = ids.create(name, "theme");
        ancestors.retain(|(above, _)| *above < level);
        themes.push(StarterTheme {
            parent: ancestors.last().map(|(_, id)| id.clone()),
            name: name.to_owned(),
            id: id.clone(),
        });
        ancestors.push((level, id));
    }
    themes
}

/// A heading without a number such as `2.1` or `IV.` before it.
fn without_number(heading: &str) -> &str {
    let Some((number, name)) = heading.split_once(' ') else {
        return heading;
    };
    let mut parts = number.trim_end_matches(['.', ')']).split('.');
    let is_number = parts.all(|part| {
        let is_decimal = part.len() < 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_roman = part.len() <= 4 && part.chars().all(|char| "IVXL".contains(char));
        !part.is_empty() && (is_decimal || is_roman)
    });
    if is_number {
        name.trim_start()
    } else {
        heading
    }
}

/// The first sentence of a paragraph that occurs only once in the essay.
fn example_quote(essay: &Essay, title_page: &TitlePage) -> Option<String> {
    let text = NormalizedText::new(essay);
    let blocks = essay.blocks().iter().enumerate();
    let mut paragraphs = blocks
        .filter(|(index, block)| block.kind == BlockKind::Paragraph && !title_page.contains(*index))
        .map(|(_, block)| block);
    paragraphs.find_map(|block| {
        let start = text.normalized_offset(block.range.start);
        let end = text.normalized_offset(block.range.end);
        let sentences = text.text().get(start..end)?.split_sentence_bound_indices();
        sentences.into_iter().find_map(|(at, sentence)| {
            let sentence = sentence.trim();
            let is_sentence = sentence.ends_with(['.', '!', '?', '…', '。', '！', '？'])
                && sentence.contains(char::is_alphanumeric)
                && sentence.len() <= MAX_QUOTE_LENGTH;
            let is_unique = text.text().find(sentence) == text.text().rfind(sentence);
            if !is_sentence || !is_unique {
                return None;
            }
            let at = start + at;
            let source = text.source_range(at..at + sentence.len());
            Some(essay.text(source).replace('\n', " "))
        })
    })
}

fn write_furniture(openings: &[String]) -> String {
    if openings.is_empty() {
        return String::new();
    }
    let lines = openings
        .iter()
        .map(|words| format!("#   {},\n", quoted(words)));
    format!(
        "# These blocks look like page furniture. Uncomment those lines that are, and they are hidden.\n\
         # furniture = [\n{}# ]\n",
        lines.collect::<String>()
    )
}

fn write_themes(themes: &[StarterTheme]) -> String {
    const SUMMARY: &str = "# summary = \"What the essay argues about it.\"\n";
    if themes.is_empty() {
        return format!("\n# [[theme]]\n# id = \"a-theme\"\n# name = \"A theme\"\n{SUMMARY}");
    }
    let themes = themes.iter().map(|theme| {
        let (id, name) = (quoted(&theme.id), quoted(&theme.name));
        let parent = theme
            .parent
            .as_ref()
            .map(|id| format!("parent = {}\n", quoted(id)));
        let parent = parent.unwrap_or_default();
        format!("\n[[theme]]\nid = {id}\nname = {name}\n{parent}{SUMMARY}")
    });
    themes.collect::<Vec<_>>().concat()
}

fn write_actors(actors: &[(String, Candidate)]) -> String {
    if actors.is_empty() {
        return "\n# [[actor]]\n# id = \"somebody\"\n# name = \"Somebody\"\n# kind = \"person\"\n"
            .to_owned();
    }
    let actors = actors.iter().map(|(id, actor)| {
        let (id, name, count) = (quoted(id), quoted(&actor.name), actor.count);
        let aliases = match actor.aliases.as_slice() {
            [] => String::new(),
            aliases => format!("aliases = {}\n", quoted_list(aliases)),
        };
        format!(
            "\n[[actor]]  # {count} times\nid = {id}\nname = {name}\nkind = \"group\"\n{aliases}"
        )
    });
    actors.collect::<Vec<_>>().concat()
}

/// The ids used so far. All kinds of entries share them.
struct Ids(HashSet<String>);

impl Ids {
    /// Creates an unused id from a name; from `kind` if the name has no letters.
    fn create(&mut self, name: &str, kind: &str) -> String {
        let name = name.to_lowercase();
        let words = name.split(|char: char| !char.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).take(6).collect();
        let mut id = words.join("-");
        if id.is_empty() {
            kind.clone_into(&mut id);
        } else if id == "essay" || id.bytes().all(|byte| byte.is_ascii_digit()) {
            // Reserved: `essay`, and numbers, which are those of claims.
            id = format!("{kind}-{id}");
        }
        let base = id.clone();
        let mut number = 2;
        while !self.0.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        id
    }
}

fn quoted_list(items: &[String]) -> String {
    let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// A text as a TOML string: a JSON string is one, except that TOML also wants DEL escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a string can be serialized");
    json.replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests;
