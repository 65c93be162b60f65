//! Reports for people and records for programs.

use super::{Report, records, summary};
use crate::apparatus::diagnostics::{
    DANGLING_ID, DUPLICATE_ID, FORMAT, Position, Problem, REPEATED,
};

fn report(file: &str, problems: &[Problem], max_problems: usize) -> String {
    let report = Report {
        path: "x\u{1b}.toml",
        source: file,
        problems,
        color: false,
        unicode: false,
        width: 80,
        max_problems,
    };
    report.to_string()
}

#[test]
fn a_problem_is_shown_with_its_line_and_a_mark() {
    let file = "format = 1\n[[claim]]\nthemes = [\"ris\"]\n";
    let problem = Problem::new(DANGLING_ID, 31..36, "there is no theme `ris`").help("write `rise`");
    assert_eq!(
        report(file, &[problem], 9),
        "\
error[dangling-id]: there is no theme `ris`
 --> x␛.toml:3:11
  |
3 | themes = [\"ris\"]
  |           ^^^^^
  |
  = help: write `rise`

x␛.toml: 1 error
"
    );
}

#[test]
fn problems_with_two_places_and_with_none() {
    let file = "a = \"x\"\nb = \"x\"\n";
    let problems = [
        Problem::new(FORMAT, None, "no format"),
        Problem::new(DUPLICATE_ID, 12..15, "`x` is taken").related(4..7, "here first"),
    ];
    assert_eq!(
        report(file, &problems, 9),
        "\
error[format]: no format
--> x␛.toml

error[duplicate-id]: `x` is taken
 --> x␛.toml:2:5
  |
2 | b = \"x\"
  |     ^^^
  |
 ::: x␛.toml:1:5
  |
1 | a = \"x\"
  |     --- here first

x␛.toml: 2 errors
"
    );
}

#[test]
fn control_characters_are_replaced_and_columns_stay() {
    let file = "k = '\u{ad}\u{1b}[31m\u{202e}\u{9b}é' # \u{7}\n";
    let text = report(
        file,
        &[Problem::new(REPEATED, 4..17, "a\u{1b}b\u{202e}").help("\u{1b}]0;")],
        9,
    );
    let bad = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(bad), "{text:?}");
    assert!(text.contains(":1:5"), "{text}");
}

#[test]
fn a_span_past_the_line_end_is_marked_at_the_end() {
    for (file, at) in [
        ("ab\r", 3),
        ("ab\r\ncd", 3),
        ("ab\n", 3),
        ("ab\n", 2),
        ("", 0),
    ] {
        let problem = Problem::new(FORMAT, at..at, "it ends");
        let text = report(file, &[problem], 9);
        assert!(
            text.contains("error[format]: it ends\n --> "),
            "{file:?}: {text}"
        );
    }
}

#[test]
fn a_long_line_is_cut() {
    let file = format!("{}k = 'v'{}", "x".repeat(1 << 20), "y".repeat(1 << 20));
    let at = 1 << 20;
    let text = report(&file, &[Problem::new(REPEATED, at + 4..at + 7, "m")], 9);
    assert!(text.len() < 2000, "{}", text.len());
    assert!(text.contains(&format!(":1:{}", at + 5)), "{text}");
    assert!(text.contains("k = 'v'"), "{text}");
    let problem = Problem::new(REPEATED, at + 4..at + 7, "m").related(at..at + 1, "here first");
    let text = report(&file, &[problem], 9);
    assert!(text.len() < 2000, "{}", text.len());
    assert!(
        text.contains(&format!("::: x␛.toml:1:{}", at + 1)),
        "{text}"
    );
    assert!(text.contains("- here first"), "{text}");
}

#[test]
fn errors_come_first_if_not_all_problems_are_shown() {
    let file = "a\nb\nc\n";
    let problems = [
        Problem::new(REPEATED, 0..1, "first"),
        Problem::new(FORMAT, 2..3, "second"),
        Problem::new(FORMAT, 4..5, "third"),
    ];
    let text = report(file, &problems, 2);
    assert!(
        !text.contains("first") && text.contains("second") && text.contains("third"),
        "{text}"
    );
    assert!(text.contains("… and 1 more"), "{text}");
    assert_eq!(summary(&problems), "2 errors, 1 warning");
    assert_eq!(summary(&[]), "no problems");
}

#[test]
fn records_have_positions_in_both_files() {
    let file = "a = '''é\nb'''\n";
    let problems = [
        Problem {
            essay_position: Some(Position { line: 7, column: 3 }),
            ..Problem::new(REPEATED, 4..14, "m").help("h")
        },
        Problem::new(FORMAT, None, "n"),
    ];
    let records = records("f", file, &problems);
    let places = [
        records[0].line,
        records[0].column,
        records[0].end_line,
        records[0].end_column,
    ];
    assert_eq!(places, [Some(1), Some(5), Some(2), Some(5)]);
    assert_eq!(records[1].line, None);
    assert_eq!(
        (records[0].essay_line, records[0].essay_column),
        (Some(7), Some(3))
    );
    assert_eq!(
        (records[1].essay_line, records[1].essay_column),
        (None, None)
    );
}
