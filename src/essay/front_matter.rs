//! Reads the front matter: the metadata that authors and site generators put before a text.
//!
//! It is YAML between lines `---`, TOML between lines `+++`, a JSON object, pandoc's title block of
//! lines that begin with `%`, or `MultiMarkdown`'s lines `Key: value`.

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

use super::date::iso_date;

/// The longest front matter, in bytes. Those of papers contain an abstract and references.
const MAX_LENGTH: usize = 64 * 1024;
/// How deep the values of YAML may be nested. Metadata is nested a few levels deep.
const MAX_DEPTH: usize = 16;

/// The keys of each field, the preferred first. Others are ignored.
const TITLE: &[&str] = &["title"];
const AUTHORS: &[&str] = &["author", "authors", "by", "creator"];
const DATE: &[&str] = &["date", "published", "publishdate", "pubdate", "created"];
const LANGUAGE: &[&str] = &["lang", "language", "locale"];
const SOURCE: &[&str] = &[
    "source",
    "canonical_url",
    "canonicalurl",
    "original_url",
    "url",
];
const SUMMARY: &[&str] = &["summary", "abstract", "description", "excerpt"];

/// What separates the names of a list, besides commas.
const AND: &[&str] = &[" and ", " & ", " und ", " et ", ";", "、", "，", "；"];

/// What the front matter says about an essay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// The names of the authors.
    pub authors: Vec<String>,
    /// The date, in ISO format if it was understood, else as written.
    pub date: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// Where the essay was published.
    pub source: Option<String>,
    /// The essay in a few sentences.
    pub summary: Option<String>,
}

/// The metadata before a text, and the byte offset where the text begins; 0 if there is no metadata.
pub(crate) fn parse(source: &str) -> (Metadata, usize) {
    let head = &source[..source.floor_char_boundary(MAX_LENGTH)];
    let start = head.len() - head.trim_start_matches('\n').len();
    let text = &head[start..];
    let found = delimited(text, &["---"], &["---", "..."], |text| {
        yaml(text).or_else(|| lines(text).filter(is_metadata))
    })
    .or_else(|| delimited(text, &["+++"], &["+++"], |text| toml::from_str(text).ok()))
    .or_else(|| json(text))
    .or_else(|| title_block(text))
    .or_else(|| multi_markdown(text));
    // What is cut at the limit is a text.
    let is_whole = |end: usize| end < head.len() || head.len() == source.len();
    match found {
        Some((values, length)) if is_whole(start + length) => {
            (Metadata::new(&values), start + length)
        }
        _ => (Metadata::default(), 0),
    }
}

impl Metadata {
    fn new(values: &Map<String, Value>) -> Self {
        let find = |keys: &[&str]| {
            let mut found = keys.iter().filter_map(|wanted| {
                let mut values = values.iter();
                let (_, value) = values.find(|(key, _)| normalized(key) == *wanted)?;
                Some(strings(value)).filter(|strings| !strings.is_empty())
            });
            found.next().unwrap_or_default()
        };
        // One line, without the brackets of links to notes and the stars of emphasis.
        let line = |text: String| {
            let mut text = text.replace("[[", "").replace("]]", "");
            if text.matches('*').count().is_multiple_of(2) {
                text = text.replace('*', "");
            }
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let one = |keys| find(keys).into_iter().next().map(line);
        let authors: Vec<_> = find(AUTHORS).into_iter().map(line).collect();
        Self {
            title: one(TITLE),
            authors: match authors.as_slice() {
                [names] => split_authors(names),
                _ => authors,
            },
            date: one(DATE)
                .map(|date| iso_date(&date).unwrap_or(date))
                // Words such as `today` are for programs.
                .filter(|date| date.contains(char::is_numeric)),
            language: one(LANGUAGE),
            // Site generators also use `url` for a path on the site.
            source: one(SOURCE).filter(|source| !source.starts_with('/')),
            summary: one(SUMMARY),
        }
    }
}

/// A key in lower case and without spaces, as they are compared.
fn normalized(key: &str) -> String {
    key.to_lowercase().replace([' ', '-'], "_")
}

fn is_known(key: &str) -> bool {
    let fields = [TITLE, AUTHORS, DATE, LANGUAGE, SOURCE, SUMMARY];
    fields.concat().contains(&&*normalized(key))
}

/// How the TOML parser passes on its own dates: a table with this key.
const TOML_DATE: &str = "$__toml_private_datetime";

/// The texts of a value: itself, or those of a list. A table stands for the name in it.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .into_iter()
            .collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(table) => {
            let get = |key: &str| table.get(key).into_iter().flat_map(strings).next();
            let whole = ["name", "literal", "text", TOML_DATE]
                .into_iter()
                .find_map(get);
            let parts = [["given", "first"], ["family", "last"]];
            let parts = parts
                .into_iter()
                .filter_map(|keys| keys.into_iter().find_map(get));
            let parts: Vec<_> = parts.collect();
            let is_empty = parts.is_empty();
            whole
                .or((!is_empty).then(|| parts.join(" ")))
                .into_iter()
                .collect()
        }
        Value::Bool(_) | Value::Null => Vec::new(),
    }
}

/// The metadata from the first line, one of `opening`, to a line of `closing`, and its length.
fn delimited(
    text: &str,
    opening: &[&str],
    closing: &[&str],
    read: impl Fn(&str) -> Option<Map<String, Value>>,
) -> Option<(Map<String, Value>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let start = lines
        .next()
        .filter(|line| opening.contains(&line.trim_end()))?
        .len();
    let mut at = start;
    for line in lines {
        if closing.contains(&line.trim_end()) {
            return Some((read(&text[start..at])?, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads YAML. `None` if it is not metadata: prose between two rules may be YAML by chance.
fn yaml(text: &str) -> Option<Map<String, Value>> {
    let mut parser = Parser::new_from_str(text);
    let mut next = || Some(parser.next()?.ok()?.0);
    let value = loop {
        match next()? {
            Event::StreamStart | Event::DocumentStart(_) => {}
            event => break yaml_value(event, &mut next, MAX_DEPTH)?,
        }
    };
    let Value::Object(table) = value else {
        return None;
    };
    let is_end = |event| matches!(event, Event::DocumentEnd | Event::StreamEnd);
    (is_metadata(&table) && next().is_some_and(is_end)).then_some(table)
}

/// The value that begins with an event. Aliases are left out: a few of them can name a huge value.
fn yaml_value<'a>(
    event: Event<'a>,
    next: &mut impl FnMut() -> Option<Event<'a>>,
    depth: usize,
) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    match event {
        Event::Scalar(text, ..) if matches!(&*text, "~" | "null") => Some(Value::Null),
        Event::Scalar(text, ..) => Some(Value::String(text.into_owned())),
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            loop {
                match next()? {
                    Event::SequenceEnd => return Some(Value::Array(items)),
                    event => items.push(yaml_value(event, next, depth)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut table = Map::new();
            loop {
                let key = match next()? {
                    Event::MappingEnd => return Some(Value::Object(table)),
                    event => yaml_value(event, next, depth)?,
                };
                let value = next()?;
                let value = yaml_value(value, next, depth)?;
                if let Value::String(key) = key {
                    table.insert(key, value);
                }
            }
        }
        Event::Alias(_) => Some(Value::Null),
        _ => None,
    }
}

/// Whether there is a title, several fields, or a key in lower case as those of programs are: a field,
/// or one whose value is not prose.
fn is_metadata(table: &Map<String, Value>) -> bool {
    let is_prose = |value: &Value| value.as_str().is_some_and(|text| text.contains(' '));
    let is_sure = |(key, value): (&String, &Value)| {
        normalized(key) == "title"
            || key.starts_with(char::is_lowercase) && (is_known(key) || !is_prose(value))
    };
    table.iter().any(is_sure) || table.keys().filter(|key| is_known(key)).count() > 1
}

/// Reads a JSON object before a text. An object alone is the text.
fn json(text: &str) -> Option<(Map<String, Value>, usize)> {
    if !text.starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    let table: Map<String, Value> = values.next()?.ok()?;
    let end = values.byte_offset();
    let (rest, body) = text[end..].split_once('\n')?;
    let is_before_text = rest.trim().is_empty() && !body.trim().is_empty();
    (is_before_text && is_metadata(&table)).then_some((table, end + rest.len() + 1))
}

/// Reads pandoc's title block: `% title`, `% authors`, `% date`. Indented lines continue a field.
fn title_block(text: &str) -> Option<(Map<String, Value>, usize)> {
    let (block, length) = first_block(text);
    let mut fields: Vec<Vec<&str>> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix('%'), fields.last_mut()) {
            (Some(field), _) if field.is_empty() || field.starts_with(' ') => {
                fields.push(vec![field.trim()]);
            }
            (None, Some(field)) if line.starts_with([' ', '\t']) => field.push(line.trim()),
            _ => return None,
        }
    }
    let authors = fields.get(1).into_iter().flatten();
    let authors: Value = authors.flat_map(|line| line.split(';')).collect();
    let text = |field: usize| Value::from(fields.get(field).map(|lines| lines.join(" ")));
    let values = [("title", text(0)), ("author", authors), ("date", text(2))];
    let values = values.map(|(key, value)| (key.to_owned(), value));
    let has_text = fields.iter().flatten().any(|line| !line.is_empty());
    (has_text && fields.len() <= 3).then(|| (values.into_iter().collect(), length))
}

/// Reads lines `Key: value` up to a blank line. Without delimiters they are metadata only if the first
/// is a field and there are several, or a title.
fn multi_markdown(text: &str) -> Option<(Map<String, Value>, usize)> {
    let mut all = Map::new();
    let mut end = 0;
    // There may be blank lines between the fields.
    loop {
        let (block, length) = first_block(&text[end..]);
        match lines(block) {
            Some(values) if values.keys().next().is_some_and(|key| is_known(key)) => {
                all.extend(values);
                end += length;
            }
            _ => break,
        }
    }
    let fields = all.keys().filter(|key| is_known(key)).count();
    let has_title = all.keys().any(|key| normalized(key) == "title");
    (fields > 1 || has_title).then_some((all, end))
}

/// Reads lines `Key: value`. Indented lines continue a value, or are items of a list. Site generators
/// accept such lines even where they are not YAML, as in `title: Rome: A History`.
fn lines(text: &str) -> Option<Map<String, Value>> {
    let mut values: Vec<(String, Vec<&str>)> = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
    {
        match (values.last_mut(), line.split_once(':')) {
            (Some((_, value)), _) if line.starts_with([' ', '\t', '-']) => value.push(line),
            (_, Some((key, value))) if !key.trim().is_empty() => {
                values.push((key.trim().to_owned(), vec![value]));
            }
            _ => return None,
        }
    }
    let value = |lines: Vec<&str>| {
        let unquoted = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
        let items = lines
            .iter()
            .filter_map(|line| line.trim_start().strip_prefix("- "));
        let items: Value = items.map(unquoted).collect();
        if items == Value::Array(Vec::new()) {
            unquoted(&lines.join(" ")).into()
        } else {
            items
        }
    };
    let values = values.into_iter().map(|(key, lines)| (key, value(lines)));
    Some(values.collect())
}

/// The lines up to a blank one, and their length with it.
fn first_block(text: &str) -> (&str, usize) {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if line.trim().is_empty() {
            return (&text[..end - line.len()], end);
        }
    }
    (text, end)
}

/// The names in one string. `Byron, Ada` is one name.
fn split_authors(names: &str) -> Vec<String> {
    let is_list = AND.iter().any(|word| names.contains(word));
    let is_full_name = |name: &str| name.trim().contains(' ');
    if is_list || names.split(',').all(is_full_name) {
        split_names(names)
    } else {
        vec![names.to_owned()]
    }
}

/// The names in a list such as `Ada Byron and Bo Dean (Bergen)`, without what is in brackets.
pub(crate) fn split_names(byline: &str) -> Vec<String> {
    const SUFFIXES: &[&str] = &[
        "Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "PhD", "Ph.D.", "MD", "M.D.",
    ];
    let mut text = String::new();
    let mut depth = 0_usize;
    for char in byline.chars() {
        match char {
            '(' | '<' | '[' | '（' => depth += 1,
            ')' | '>' | ']' | '）' => depth = depth.saturating_sub(1),
            char if depth == 0 => text.push(char),
            _ => {}
        }
    }
    let text = text.trim_end().trim_end_matches(" et al.");
    let text = AND
        .iter()
        .fold(text.to_owned(), |text, word| text.replace(word, ","));
    let mut names: Vec<String> = Vec::new();
    for name in text.split(',') {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        match names.last_mut() {
            Some(last) if SUFFIXES.contains(&&*name) => *last = format!("{last}, {name}"),
            _ if name.is_empty() => {}
            _ => names.push(name),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Metadata as `title | authors | date | language | source | summary`, and the text after it.
    fn read(source: &str) -> (String, &str) {
        let (metadata, start) = parse(source);
        let authors = metadata.authors.join("; ");
        let fields = [
            metadata.title,
            Some(authors),
            metadata.date,
            metadata.language,
            metadata.source,
            metadata.summary,
        ];
        let fields = fields.map(Option::unwrap_or_default).join(" | ");
        let fields = fields.trim_end_matches([' ', '|']).to_owned();
        (fields, source[start..].trim_start())
    }

    fn check(cases: &[(&str, &str)]) {
        for (metadata, expected) in cases {
            let source = format!("{metadata}\nThe text: here.\n");
            let expected = ((*expected).to_owned(), "The text: here.\n");
            assert_eq!(read(&source), expected, "{source}");
        }
    }

    #[test]
    fn yaml_is_read() {
        check(&[
            (
                "---\ntitle: Tides\n\nauthor: Ann Lee\n---\n",
                "Tides | Ann Lee",
            ),
            ("\n---  \ntitle: Tides\n---  \n", "Tides"),
            (
                "---\ntitle: \"On: Sleep\" # x\nauthor: 'it''s A'\n...\n",
                "On: Sleep | it's A",
            ),
            (
                "---\ntitle: \"The Se\\u00e9\"\nsummary: |\n  One.\n\n  Two.\nauthor: Ann\n---\n",
                "The Seé | Ann |  |  |  | One. Two.",
            ),
            (
                "---\ntitle: >-\n  A long\n  title\ndescription: It\n  goes on.\n---\n",
                "A long title |  |  |  |  | It goes on.",
            ),
            (
                "---\nauthors: [Ada Byron, 'Bo Dean', ]\ndate: 2020-01-31T10:00:00Z\n---\n",
                " | Ada Byron; Bo Dean | 2020-01-31",
            ),
            (
                "---\nauthor:\n- name: Ada\n  email: a@b\n- Bo\ndate: May 2020\n---\n",
                " | Ada; Bo | 2020-05",
            ),
            (
                "---\nauthor:\n  given: Ada\n  family: Byron\ndate: Spring 2020\n---\n",
                " | Ada Byron | Spring 2020",
            ),
            (
                "---\nauthor: Ada Byron, Bo Dean and Cy Eve\nlang: en-GB\n---\n",
                " | Ada Byron; Bo Dean; Cy Eve |  | en-GB",
            ),
            ("---\nauthor: Byron, Ada\nurl: /a/b\n---\n", " | Byron, Ada"),
            (
                "---\nlayout: post\ntags:\n  - a\ncanonical_url: https://a.b\n---\n",
                " |  |  |  | https://a.b",
            ),
            (
                "---\ntitle: 1984\ndate: 1949\ndraft: true\n---\n",
                "1984 |  | 1949",
            ),
            // Not YAML, but written often.
            (
                "---\ntitle: Rome: A History\nauthor: Ann\ntags:\n\t- a\n---\n",
                "Rome: A History | Ann",
            ),
            (
                "---\ntitle: '標題'\nauthor: 王小明、李四\n---\n",
                "標題 | 王小明; 李四",
            ),
            (
                "---\ntitle: 'On *Tides*'\nauthor: ['[[Ann Lee]]']\ndate: today\n---\n",
                "On Tides | Ann Lee",
            ),
            ("---\ntitle: &a Tides\nsource: *a\n---\n", "Tides"),
        ]);
    }

    #[test]
    fn toml_json_title_blocks_and_keys_are_read() {
        check(&[
            (
                "+++\ntitle = \"Tides\"\nauthors = [\"Ann Lee\"]\ndate = 2020-05-01\n+++\n",
                "Tides | Ann Lee | 2020-05-01",
            ),
            (
                "+++\ntitle = '''Tides'''\ndate = 2020-05-01T10:00:00Z\n[params]\nauthor = 'x'\n+++\n",
                "Tides |  | 2020-05-01",
            ),
            (
                "{\n  \"title\": \"Tides\",\n  \"author\": {\"name\": \"Ann\"}\n}\n",
                "Tides | Ann",
            ),
            (
                "% Pandoc Title\n% Ann Author; Bob\n% 29 Mar 2011\n",
                "Pandoc Title | Ann Author; Bob | 2011-03-29",
            ),
            (
                "% A title\n  in two lines\n%\n% 2024\n",
                "A title in two lines |  | 2024",
            ),
            ("% T\n% Ann\n  Bob\n", "T | Ann; Bob"),
            (
                "Title: Tides\nAuthor: Ann Lee\nDate: March 29, 2011\nBase Header Level: 2\n",
                "Tides | Ann Lee | 2011-03-29",
            ),
            ("Title:  Tides\n        of the Sea\n", "Tides of the Sea"),
            ("Title: Tides\n\nAuthor: Ann\n", "Tides | Ann"),
        ]);
    }

    #[test]
    fn a_text_is_not_front_matter() {
        for source in [
            "---\n\nA paragraph between two rules.\n\n---\n\nText.\n",
            "---\nNote: a paragraph.\n---\n\nText.\n",
            "---\nAbstract: we study the tides.\n---\n\nText.\n",
            "---\nroses: are red\nviolets: are blue\n---\n",
            "---\nHe said this: go\non. She went.\n---\n",
            "---\n\n---\n",
            "---\ntitle: no end\n",
            "+++\nnot toml\n+++\n",
            "{ \"title\": \"data alone\" }\n",
            "{ not json }\n\nText.\n",
            "% one\n% two\n% three\n% four\n",
            "%d is a format.\n",
            "50 % of it\n",
            "ANN: Come in.\nBOB: No.\n",
            "Note: this.\n\nText.\n",
            "From: Ann\nDate: 2020\n\nDear Bob: no.\n",
            "Author: Ann\nwrote this in the year of the flood.\n",
            "Once: upon a time.\n",
            "---",
            "{",
            "%",
            "",
        ] {
            let read = parse(source);
            assert_eq!(read, (Metadata::default(), 0), "{source}");
        }
    }

    #[test]
    fn hostile_metadata_is_harmless() {
        let aliases: Vec<_> = (1..20)
            .map(|i| format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1))
            .collect();
        let aliases = aliases.concat();
        for inner in [
            "[".repeat(20_000),
            "{a: ".repeat(10_000),
            "- ".repeat(20_000),
            "? ".repeat(20_000),
            format!("a0: &a0 [x]\n{aliases}"),
            "title: ".to_owned() + &"x".repeat(2 * MAX_LENGTH),
            "a:\n b:\n".repeat(5_000),
        ] {
            for delimiter in ["---", "+++"] {
                parse(&format!("{delimiter}\n{inner}\n{delimiter}\n\nText.\n"));
            }
            assert_eq!(parse(&inner), (Metadata::default(), 0));
        }
    }

    #[test]
    fn names_are_split() {
        for (list, names) in [
            (
                "Ada Byron and Bo Dean (Bergen)",
                &["Ada Byron", "Bo Dean"][..],
            ),
            (
                "Martin Luther King, Jr., Bo Dean",
                &["Martin Luther King, Jr.", "Bo Dean"],
            ),
            (
                "Ada Byron <ada@x.org>; Bo Dean et al.",
                &["Ada Byron", "Bo Dean"],
            ),
            ("王小明，李四", &["王小明", "李四"]),
            ("", &[]),
        ] {
            assert_eq!(split_names(list), names, "{list}");
        }
    }
}
