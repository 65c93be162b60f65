//! Inputs that would cost minutes or gigabytes without the limits of `docs/anchoring.md`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::{directory_with, out, postil};

fn directory(essay: &str, apparatus: &str) -> tempfile::TempDir {
    let apparatus = format!("format = 1\n{apparatus}");
    directory_with(&[
        ("x.txt", essay.as_bytes()),
        ("x.postil.toml", apparatus.as_bytes()),
    ])
}

fn json(directory: &Path, arguments: &[&str]) -> Value {
    let output = postil(arguments).current_dir(directory).output().unwrap();
    serde_json::from_str(&out(&output)).unwrap()
}

/// The code and message of each problem.
fn problems(directory: &Path) -> Vec<(String, String)> {
    let records = json(directory, &["check", "--format", "json", "x.txt"]);
    let text = |record: &Value, key: &str| record[key].as_str().unwrap().to_owned();
    let records = records.as_array().unwrap().iter();
    records
        .map(|record| (text(record, "code"), text(record, "message")))
        .collect()
}

fn claims(quotes: impl Iterator<Item = String>) -> String {
    let mut claims = String::new();
    for quote in quotes {
        let fields = "text = 't'\nkind = 'causal'\nactors = {}";
        let _ = writeln!(claims, "[[claim]]\n{fields}\nquotes = [\"{quote}\"]");
    }
    claims
}

/// Of each code 1,000 problems are listed, and the others are counted.
#[test]
fn problems_of_one_kind_are_counted_after_the_first_thousand() {
    let words: Vec<String> = (0..50_000).map(|n| format!("'no words {n}'")).collect();
    let front_matter = format!("[essay]\nabstract = [{}]\n", words.join(", "));
    for (apparatus, code, more, errors) in [
        (front_matter, "part-not-found", 49_000, 50_000),
        (
            "[[claim]]\n".repeat(20_000),
            "missing-field",
            59_000,
            60_000,
        ),
    ] {
        let directory = directory("Some words.\n", &apparatus);
        let problems = problems(directory.path());
        let of_code = problems.iter().filter(|(other, _)| other == code);
        assert_eq!(of_code.count(), 1_001);
        let message = format!("and {more} more problems of this kind");
        assert!(
            problems.contains(&(code.to_owned(), message)),
            "{:?}",
            problems.last()
        );
        let mut export = postil(&["export", "--format", "json", "x.txt"]);
        let output = export.current_dir(directory.path()).output().unwrap();
        let warning = String::from_utf8(output.stderr).unwrap();
        assert!(
            warning.contains(&format!(" has {errors} errors")),
            "{warning}"
        );
    }
}

/// Similar text is searched for in a number of steps. A quote that needs more is said to be left out,
/// and costs the others nothing.
#[test]
fn quotes_that_would_take_too_long_are_not_searched_for() {
    let essay = "alpha beta gamma. ".repeat(120_000) + "The harbor froze over in the winter.\n";
    let long = "beta alpha gamma. ".repeat(1_100);
    let quotes = [
        long.clone(),
        "The harbour froze over in the winter".to_owned(),
        long + "x",
    ];
    let directory = directory(&essay, &claims(quotes.into_iter()));
    let told = problems(directory.path());
    let messages = told.iter().filter(|(code, _)| code == "not-searched");
    let messages: Vec<&str> = messages.map(|(_, message)| message.as_str()).collect();
    assert_eq!(messages.len(), 1);
    assert!(
        messages[0].starts_with("2 quotes not found"),
        "{messages:?}"
    );
    let exported = json(directory.path(), &["export", "--format", "json", "x.txt"]);
    let states = [0, 1, 2].map(|claim| {
        let anchor = &exported["claims"][claim]["anchors"][0];
        (
            anchor["state"].as_str().unwrap().to_owned(),
            anchor["searched"] == true,
        )
    });
    let expected = [("orphan", false), ("drifted", true), ("orphan", false)];
    assert_eq!(
        states,
        expected.map(|(state, searched)| (state.to_owned(), searched))
    );
}

/// The quotes of a file have a million places at most.
#[test]
fn many_ambiguous_quotes_have_few_places_each() {
    let quotes = (0..10_000).map(|_| "alpha".to_owned());
    let directory = directory(&"alpha beta. ".repeat(1_000), &claims(quotes));
    let problems = problems(directory.path());
    let (_, message) = problems
        .iter()
        .find(|(code, _)| code == "ambiguous")
        .unwrap();
    assert_eq!(
        message,
        "ambiguous quote: found 100 times or more in the essay"
    );
}

/// 400 problems on one line of 160 KB: only the first are written with the line.
#[test]
fn a_report_writes_few_long_lines() {
    let aliases: Vec<String> = (2..400)
        .map(|n| format!("'{}'", vec!["a"; n].join(" ")))
        .collect();
    let actor = format!(
        "[[actor]]\nid = 'a'\nname = 'a'\nkind = 'person'\naliases = [{}]\n",
        aliases.join(", ")
    );
    let directory = directory(&"a ".repeat(20_000), &actor);
    let output = postil(&["check", "x.txt"]).current_dir(&directory).output();
    let text = out(&output.unwrap());
    assert!(text.contains("x.postil.toml:6:"), "{text}");
    let marked = text.lines().filter(|line| line.contains('^')).count();
    assert!((1..150).contains(&marked), "{marked}");
}
