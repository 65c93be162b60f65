//! The exported JSON of the bundled essay: its fields and their types, its ids, and its offsets.

use std::collections::HashSet;
use std::process::Command;

use serde_json::Value;

use super::{directory_with, postil, printed};

const ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");

fn exported() -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    let output = command
        .args(["export", "--format", "json"])
        .output()
        .unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The type of a value.
enum Shape {
    Text,
    TextOrNull,
    Number,
    NumberOrNull,
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of ids or names.
    Texts,
    /// Keys with values of any kind.
    Keys,
    /// A list of themes, claims, actors, relations or notes: each also has the fields of `METADATA`.
    Entries(&'static [(&'static str, Shape)]),
    List(&'static [(&'static str, Shape)]),
    Object(&'static [(&'static str, Shape)]),
}

use Shape::{
    Entries, Flag, Keys, List, Number, NumberOrNull, Object, Text, TextOrNull, Texts, Word,
};

const METADATA: &[(&str, Shape)] = &[
    ("tags", Texts),
    ("attributes", Keys),
    ("by", TextOrNull),
    ("created", TextOrNull),
    ("modified", TextOrNull),
];

const ANCHORS: Shape = List(&[
    ("exact", Text),
    ("prefix", TextOrNull),
    ("suffix", TextOrNull),
    (
        "state",
        Word(&["anchored", "ambiguous", "drifted", "orphan"]),
    ),
    ("searched", Flag),
    ("found", TextOrNull),
    ("start", NumberOrNull),
    ("end", NumberOrNull),
]);

/// The fields of the exported object.
const EXPORT: Shape = Object(&[
    ("format", Number),
    (
        "essay",
        Object(&[
            ("id", TextOrNull),
            ("title", Text),
            ("authors", Texts),
            ("date", TextOrNull),
            ("language", TextOrNull),
            ("source", TextOrNull),
            ("summary", TextOrNull),
            ("conclusions", Texts),
            ("characters", Number),
            ("sha256", Text),
            (
                "blocks",
                List(&[("kind", Text), ("start", Number), ("end", Number)]),
            ),
        ]),
    ),
    (
        "themes",
        Entries(&[
            ("id", Text),
            ("name", Text),
            ("summary", TextOrNull),
            ("parent", TextOrNull),
            ("claims", Texts),
        ]),
    ),
    (
        "claims",
        Entries(&[
            ("id", Text),
            ("number", Number),
            ("text", Text),
            (
                "kind",
                Word(&[
                    "descriptive",
                    "causal",
                    "predictive",
                    "evaluative",
                    "normative",
                ]),
            ),
            ("implicit", Flag),
            ("stance", TextOrNull),
            ("themes", Texts),
            (
                "actors",
                List(&[
                    ("id", Text),
                    ("role", Word(&["agent", "target", "speaker"])),
                ]),
            ),
            ("anchors", ANCHORS),
        ]),
    ),
    (
        "actors",
        Entries(&[
            ("id", Text),
            ("name", Text),
            (
                "kind",
                Word(&[
                    "person",
                    "organization",
                    "government",
                    "state",
                    "alliance",
                    "group",
                ]),
            ),
            ("aliases", Texts),
            ("part_of", Texts),
            ("same_as", Texts),
            (
                "mentions",
                List(&[("exact", Text), ("start", Number), ("end", Number)]),
            ),
        ]),
    ),
    (
        "relations",
        Entries(&[
            ("id", Text),
            (
                "type",
                Word(&[
                    "supports",
                    "attacks",
                    "undercuts",
                    "contradicts",
                    "contrasts",
                    "elaborates",
                    "restates",
                ]),
            ),
            ("from", Texts),
            ("to", Text),
            ("scheme", TextOrNull),
            ("symmetric", Flag),
        ]),
    ),
    (
        "notes",
        Entries(&[
            ("id", Text),
            ("text", Text),
            ("on", TextOrNull),
            ("anchors", ANCHORS),
        ]),
    ),
]);

fn check(value: &Value, shape: &Shape, path: &str) {
    let is = match shape {
        Text => value.as_str().is_some_and(|text| !text.is_empty()),
        TextOrNull => value.is_string() || value.is_null(),
        Number => value.is_u64(),
        NumberOrNull => value.is_u64() || value.is_null(),
        Flag => value.is_boolean(),
        Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Texts => value
            .as_array()
            .is_some_and(|list| list.iter().all(Value::is_string)),
        List(_) | Entries(_) => value.is_array(),
        Object(_) | Keys => value.is_object(),
    };
    assert!(is, "{path} is {value}");
    match shape {
        List(fields) | Entries(fields) => {
            let more = if matches!(shape, Entries(_)) {
                METADATA
            } else {
                &[]
            };
            for (place, one) in value.as_array().unwrap().iter().enumerate() {
                check_fields(one, fields, more, &format!("{path}[{place}]"));
            }
        }
        Object(fields) => check_fields(value, fields, &[], path),
        _ => {}
    }
}

fn check_fields(value: &Value, fields: &[(&str, Shape)], more: &[(&str, Shape)], path: &str) {
    let keys: HashSet<_> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expected: HashSet<_> = fields.iter().chain(more).map(|(key, _)| *key).collect();
    assert_eq!(keys, expected, "{path}");
    for (key, shape) in fields.iter().chain(more) {
        check(&value[key], shape, &format!("{path}.{key}"));
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

/// The characters between a value's offsets, counted from the start of the essay.
fn slice(value: &Value) -> String {
    let place = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
    let (start, end) = (place("start"), place("end"));
    assert!(start < end, "{value}");
    ESSAY.chars().skip(start).take(end - start).collect()
}

#[test]
fn every_field_has_its_type() {
    check(&exported(), &EXPORT, "export");
}

/// The names of all fields of a shape.
fn names(shape: &Shape, all: &mut HashSet<&'static str>) {
    if let List(fields) | Entries(fields) | Object(fields) = shape {
        for (name, field) in *fields {
            all.insert(name);
            names(field, all);
        }
    }
}

#[test]
fn every_field_is_in_the_reference() {
    let reference = include_str!("../../docs/export.md");
    let mut all = HashSet::new();
    names(&EXPORT, &mut all);
    names(&List(METADATA), &mut all);
    assert!(all.len() > 30, "{all:?}");
    for name in all {
        assert!(
            reference.contains(&format!("`{name}`")),
            "{name} is missing"
        );
    }
}

#[test]
fn offsets_enclose_the_text_found() {
    let export = exported();
    assert_eq!(export["essay"]["characters"], ESSAY.chars().count());
    let mut places = 0;
    for owner in ["claims", "notes"] {
        for anchor in list(&export, owner)
            .iter()
            .flat_map(|one| list(one, "anchors"))
        {
            assert_eq!(slice(anchor), text(anchor, "found"), "{anchor}");
            assert_eq!(text(anchor, "state"), "anchored", "{anchor}");
            places += 1;
        }
    }
    for mention in list(&export, "actors")
        .iter()
        .flat_map(|one| list(one, "mentions"))
    {
        assert_eq!(slice(mention), text(mention, "exact"));
        places += 1;
    }
    assert!(places > 100, "{places}");
    let blocks = list(&export["essay"], "blocks");
    let kinds: Vec<_> = blocks.iter().map(|block| text(block, "kind")).collect();
    let mut expected = vec!["title", "byline"];
    expected.extend(["abstract"; 3]);
    expected.extend(["paragraph"; 5]);
    expected.extend(["about_author", "disclaimer"]);
    assert_eq!(kinds, expected);
    for block in blocks {
        let words = slice(block);
        assert!(!words.contains('\n') && words.trim() == words, "{words}");
    }
}

#[test]
fn ids_are_unique_and_references_exist() {
    let export = exported();
    let ids = |key: &str| -> Vec<&str> {
        list(&export, key)
            .iter()
            .map(|one| text(one, "id"))
            .collect()
    };
    let all: Vec<_> = ["themes", "claims", "actors", "relations", "notes"]
        .map(ids)
        .concat();
    assert_eq!(all.len(), all.iter().collect::<HashSet<_>>().len());
    let check_references = |values: &[Value], to: &str| {
        for value in values {
            let found = value.as_str().is_some_and(|id| ids(to).contains(&id));
            assert!(found, "{value} is not one of the {to}");
        }
    };
    for theme in list(&export, "themes") {
        check_references(list(theme, "claims"), "claims");
        if !theme["parent"].is_null() {
            check_references(&[theme["parent"].clone()], "themes");
        }
    }
    let mut numbers = Vec::new();
    for claim in list(&export, "claims") {
        check_references(list(claim, "themes"), "themes");
        for actor in list(claim, "actors") {
            check_references(&[actor["id"].clone()], "actors");
        }
        numbers.push(claim["number"].as_u64().unwrap());
    }
    numbers.sort_unstable();
    assert!(
        numbers.iter().copied().eq(1..=numbers.len() as u64),
        "{numbers:?}"
    );
    for actor in list(&export, "actors") {
        check_references(list(actor, "part_of"), "actors");
    }
    let nodes = [ids("claims"), ids("relations")].concat();
    for relation in list(&export, "relations") {
        check_references(list(relation, "from"), "claims");
        assert!(nodes.contains(&text(relation, "to")), "{relation}");
    }
}

#[test]
fn front_matter_is_exported_unless_the_apparatus_says_otherwise() {
    let essay = "---\ntitle: Tides\n\nauthor:\n  - name: Ann Lee\ndate: 29 Mar 2011\nlang: en\n\
                 source: https://a.b\nsummary: |\n  One.\n\n  Two.\n---\n\nThe sea rises.\n";
    let claim = "[[claim]]\nid = \"a\"\ntext = \"t\"\nkind = \"causal\"\nquotes = [\"The sea\"]\n";
    let apparatus = format!("format = 1\n[essay]\ntitle = \"Sea\"\n{claim}");
    for (name, apparatus, title) in [
        ("x.md", None, "Tides"),
        ("x.txt", None, "Tides"),
        ("x.md", Some(apparatus.as_bytes()), "Sea"),
    ] {
        let mut files = vec![(name, essay.as_bytes())];
        files.extend(apparatus.map(|apparatus| ("x.postil.toml", apparatus)));
        let directory = directory_with(&files);
        let path = directory.path().join(name);
        let path = path.to_str().unwrap();
        let export: Value =
            serde_json::from_str(&printed(&mut postil(&["export", path, "--format", "json"])))
                .unwrap();
        let found = &export["essay"];
        for (key, expected) in [
            ("title", title),
            ("date", "2011-03-29"),
            ("language", "en"),
            ("source", "https://a.b"),
            ("summary", "One. Two."),
        ] {
            assert_eq!(found[key], expected, "{name} {key}");
        }
        assert_eq!(found["authors"], serde_json::json!(["Ann Lee"]));
        // Offsets count the front matter.
        if apparatus.is_some() {
            let start = &export["claims"][0]["anchors"][0]["start"];
            assert_eq!(
                start.as_u64(),
                essay.find("The sea").map(|at| at as u64),
                "{export}"
            );
        }
        let shown = printed(&mut postil(&["show", path]));
        assert!(shown.contains("Ann Lee, 2011-03-29"), "{shown}");
        assert!(!shown.contains("---"), "{shown}");
    }
}
