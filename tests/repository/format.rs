//! Checks the examples and tables of `docs/format.md` and `docs/anchoring.md` against the program.

use postil::anchor::{max_edits, min_lead};
use postil::apparatus::diagnostics::CODES;
use postil::apparatus::{ActorKind, ClaimKind, RelationKind, Role, Stance};
use postil::document::Document;
use postil::essay::{Block, Essay, Format};

const FORMAT: &str = include_str!("../../docs/format.md");
const ANCHORING: &str = include_str!("../../docs/anchoring.md");
const ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");

/// The valid examples, and the wrong ones with their diagnostic codes.
fn examples() -> (Vec<&'static str>, Vec<(&'static str, &'static str)>) {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for block in FORMAT.split("```toml\n").skip(1) {
        let (example, _) = block.split_once("```").expect("a block is closed");
        match example.strip_prefix("# wrong: ") {
            Some(rest) => wrong.push(rest.split_once('\n').expect("a code and an example")),
            None => right.push(example),
        }
    }
    (right, wrong)
}

fn open(file: &str) -> Document {
    Document::anchored(Essay::parse(ESSAY.to_owned(), Format::Plain), Some(file))
}

#[test]
fn the_valid_examples_form_an_apparatus_without_problems() {
    let (right, _) = examples();
    assert!(right.len() >= 7, "there are only {} examples", right.len());
    let document = open(&right.join("\n"));
    assert_eq!(document.problems, [], "{:#?}", document.problems);
    assert_eq!(document.apparatus.relations.len(), 5);
    assert_eq!(document.apparatus.notes.len(), 4);
}

#[test]
fn every_wrong_example_gives_its_stated_diagnostic() {
    let (right, wrong) = examples();
    assert!(
        wrong.len() >= 4,
        "there are only {} wrong examples",
        wrong.len()
    );
    let claims = open(&right.join("\n")).apparatus.claims.len();
    for (code, example) in wrong {
        let document = open(&format!("{}\n{example}", right.join("\n")));
        let codes: Vec<&str> = document
            .problems
            .iter()
            .map(|problem| problem.code)
            .collect();
        assert_eq!(codes, [code], "{example}");
        let more = usize::from(example.contains("[[claim]]"));
        assert_eq!(document.apparatus.claims.len(), claims + more, "{example}");
    }
}

/// The cells of every table row.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|line| line.starts_with("| "));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

#[test]
fn every_diagnostic_is_documented_with_its_severity() {
    let documented: Vec<(&str, &str)> = rows(FORMAT)
        .filter(|row| matches!(row.get(1), Some(&("error" | "warning"))))
        .map(|row| (row[0].trim_matches('`'), row[1]))
        .collect();
    let known: Vec<(&str, &str)> = CODES
        .iter()
        .map(|code| (code.name, code.severity.name()))
        .collect();
    assert_eq!(documented, known);
}

#[test]
fn every_keyword_is_documented() {
    let kinds = ClaimKind::ALL.iter().map(|kind| kind.name());
    let kinds = kinds.chain(ActorKind::ALL.iter().map(|kind| kind.name()));
    let words = kinds.chain(Stance::ALL.iter().map(|stance| stance.name()));
    let words = words.chain(RelationKind::ALL.iter().map(|kind| kind.name()));
    for word in words.chain(Role::ALL.iter().map(|role| role.name())) {
        assert!(
            FORMAT.contains(&format!("`{word}`")),
            "{word} is not documented"
        );
    }
}

#[test]
fn the_documented_edit_limits_match_the_code() {
    let mut checked = 0;
    for row in rows(ANCHORING) {
        let numbers: Vec<usize> = row.iter().filter_map(|cell| cell.parse().ok()).collect();
        if let [length, edits, ahead] = numbers.as_slice() {
            assert_eq!(
                (max_edits(*length), min_lead(*length)),
                (*edits, *ahead),
                "{length} characters"
            );
            checked += 1;
        }
    }
    assert!(checked >= 6, "the table has only {checked} rows");
}

/// One line per block: its kind and its shown text.
fn blocks(text: &str, format: Format) -> Vec<String> {
    let essay = Essay::parse(text.to_owned(), format);
    let describe = |block: &Block| {
        let text = essay.text(block.range.clone());
        format!("{:?} {text}", block.kind)
    };
    essay.blocks().iter().map(describe).collect()
}

#[test]
fn the_documented_block_rules_match_the_parser() {
    let plain = "Of Ports\n\n1. The promise\n\nIV. The ledger\n\nI. M. Pei\n\nAN END\n\nA line\n---\n\n## Hashed\n\n\
                 The things\n- stay:\n- one\n\n* * *\n";
    assert_eq!(
        blocks(plain, Format::Plain),
        [
            "Heading(1) Of Ports",
            "ListItem The promise",
            "Heading(2) IV. The ledger",
            "Paragraph I. M. Pei",
            "Heading(2) AN END",
            "Heading(2) A line",
            "Heading(2) Hashed",
            "Paragraph The things",
            "ListItem stay:",
            "ListItem one",
            "Rule ",
        ]
    );
    let markdown = "A[^1]\n\n| a | b |\n|---|---|\n| c | d |\n\n- e\n\n  f\n\n[^1]: g\n\n    h\n";
    let kinds: Vec<String> = blocks(markdown, Format::Markdown);
    let kinds: Vec<&str> = kinds.iter().map(|it| it.trim()).collect();
    assert_eq!(
        kinds,
        [
            "Paragraph A[1]",
            "TableRow a  b",
            "TableRow c  d",
            "ListItem e",
            "Paragraph f",
            "Footnote g",
            "Footnote h",
        ]
    );
}
