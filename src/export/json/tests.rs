//! The JSON of a small essay with all kinds of anchors.

use serde_json::json;

use super::{write, write_json};
use crate::document::Document;
use crate::essay::{Essay, Format};

fn exported(essay: &str, apparatus: &str) -> serde_json::Value {
    let essay = Essay::parse(essay.to_owned(), Format::Plain);
    let document = Document::new(essay, Some(apparatus));
    let mut out = Vec::new();
    write(&document, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

const APPARATUS: &str = r#"
    format = 1
    [essay]
    title = "T"
    furniture = ["share"]
    [[theme]]
    id = "outer"
    name = "Outer"
    [[theme]]
    id = "inner"
    name = "Inner"
    parent = "outer"
    [[claim]]
    id = "late"
    text = "L."
    kind = "causal"
    themes = ["inner"]
    quotes = ["the last words", "not there at all"]
    supports = ["early"]
    [[claim]]
    id = "early"
    text = "E."
    kind = "descriptive"
    quotes = [{ exact = "twice", suffix = " said" }]
    [[note]]
    quotes = ["twice"]
    text = "A gloss."
    [[note]]
    on = "late:supports:early"
    text = "On a relation."
"#;

#[test]
fn offsets_are_code_points_or_null() {
    let export = exported(
        "share\n\n🦀 twice said, twice.\n\nÉt the last words.\n",
        APPARATUS,
    );
    let (late, early) = (&export["claims"][0], &export["claims"][1]);
    assert_eq!((&late["number"], &early["number"]), (&2.into(), &1.into()));
    let anchor = |anchor: &serde_json::Value| {
        let of = |key: &str| anchor[key].to_string();
        [of("state"), of("found"), of("start"), of("end")].join(" ")
    };
    for (found, expected) in [
        (&late["anchors"][0], r#""anchored" "the last words" 32 46"#),
        (&late["anchors"][1], r#""orphan" null null null"#),
        (&early["anchors"][0], r#""anchored" "twice" 9 14"#),
        (
            &export["notes"][0]["anchors"][0],
            r#""anchored" "twice" 9 14"#,
        ),
        (
            &export["notes"][0]["anchors"][1],
            r#""anchored" "twice" 21 26"#,
        ),
    ] {
        assert_eq!(anchor(found), expected);
    }
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(
        export["themes"][0]["claims"],
        json(r#"["late"]"#),
        "its child's too"
    );
    assert_eq!(export["notes"][1]["on"], "late:supports:early");
    let kinds = export["essay"]["blocks"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|block| block["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["paragraph", "paragraph"],
        "furniture is not the essay's"
    );
}

#[test]
fn optional_keys_are_exported() {
    let export = exported(
        "One two.",
        r#"
        format = 1
        x-top = { a = [1, "b"] }
        [essay]
        conclusions = ["c"]
        x-essay = true
        [[claim]]
        id = "c"
        quotes = [{ exact = "One", x-quote = 1.5 }]
        stance = "against"
        tags = ["a b"]
        attributes = { sure = "very", page = 3 }
        by = "Ana"
        created = 2026-01-02
        modified = "2026-03"
        x-id = 2026-01-02
        [[claim]]
        id = "d"
        text = "D."
        implicit = true
        actors = { x-role = "r" }
        [[relation]]
        id = "r"
        type = "contrasts"
        from = ["c"]
        to = "d"
        scheme = "example"
        symmetric = true
        [[note]]
        id = "n"
        text = "N."
        [[note]]
        on = "n"
        text = "Reply."
        "#,
    );
    assert_eq!(export["x-top"], json!({ "a": [1, "b"] }));
    assert_eq!(export["essay"]["x-essay"], true);
    assert_eq!(export["essay"]["conclusions"], json!(["c"]));
    let (claim, implicit) = (&export["claims"][0], &export["claims"][1]);
    for (key, value) in [
        ("text", json!("One")),
        ("kind", json!(null)),
        ("implicit", json!(false)),
        ("stance", json!("against")),
        ("tags", json!(["a b"])),
        ("attributes", json!({ "sure": "very", "page": 3 })),
        ("by", json!("Ana")),
        ("created", json!("2026-01-02")),
        ("modified", json!("2026-03")),
        ("x-id", json!("2026-01-02")),
    ] {
        assert_eq!(claim[key], value, "{key}");
    }
    assert_eq!(claim["anchors"][0]["x-quote"], 1.5);
    for (key, value) in [
        ("implicit", json!(true)),
        ("anchors", json!([])),
        ("stance", json!(null)),
        ("tags", json!([])),
        ("attributes", json!({})),
        ("by", json!(null)),
        ("x-role", json!("r")),
    ] {
        assert_eq!(implicit[key], value, "{key}");
    }
    let relation = &export["relations"][0];
    assert_eq!(relation["scheme"], "example");
    assert_eq!(relation["symmetric"], true);
    assert_eq!(export["notes"][0]["on"], "essay");
    assert_eq!(export["notes"][1]["on"], "n");
}

#[test]
fn control_characters_are_escaped() {
    let text = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2066}\u{200e}\u{feff}z\"\\";
    let mut out = Vec::new();
    write_json(&text, &mut out).unwrap();
    assert!(
        out[..out.len() - 1]
            .iter()
            .all(|byte| (0x20..0x7f).contains(byte))
    );
    assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
}
