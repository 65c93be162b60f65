//! Files that are not TOML, or other TOML than was meant.

use super::{check, describe};
use crate::apparatus::parse;

#[test]
fn syntax_errors_cost_at_most_their_table() {
    let file = "format = 1\nnonsense = 1\n[[claim]]\nid = 'a'\ntext = \"unclosed\nkind = causal\n\
                quotes = ['x']\n[[claim]\nid = 'b'\ntext 'B'\nkind: causal\nquotes = ['y']\n\
                [[claim]]\nid = 'c'\ntext = 'C'\nkind = 'factual'\nquotes = ['z']\n[[theme]]\nid = 't'\n";
    check(
        file,
        &[
            "unknown-key 2:1 nonsense",
            "syntax 5:17",
            "syntax 6:8 causal",
            "syntax 8:9",
            "syntax 10:6",
            "syntax 11:5 :",
            "missing-field 18:1 [[theme]]",
        ],
    );
    let apparatus = parse(file).apparatus;
    let claims = apparatus.claims.iter();
    let claims: Vec<&str> = claims.map(|claim| claim.id.as_str()).collect();
    assert_eq!(claims, ["a", "c"]);
    assert_eq!(apparatus.claims[0].text, "unclosed");
    assert_eq!(&file[apparatus.themes[0].span.clone()], "[[theme]]");
    assert_eq!(&file[apparatus.claims[1].anchors[0].span.clone()], "'z'");
    assert_eq!(apparatus.themes[0].id, "t");
}

/// What is wrong in other tables is reported with the syntax error.
#[test]
fn syntax_errors_hide_only_problems_of_their_table() {
    let claim = "[[claim]]\ntext = 'T'\nkind = 'wrong'\nquotes = ['q']\n";
    let file = format!(
        "format = 1\n{claim}[[claim]]\nid = 'a'\nkind = = 'causal'\ntext = 1\n{claim}[[note]]\non = 'a'\n"
    );
    let expected = [
        "missing-field 2:1 [[claim]]",
        "claim-without-theme 2:1 [[claim]]",
        "claim-without-actor 2:1 [[claim]]",
        "unknown-value 4:8 'wrong'",
        "syntax 8:8 =",
        "missing-field 10:1 [[claim]]",
        "claim-without-theme 10:1 [[claim]]",
        "claim-without-actor 10:1 [[claim]]",
        "unknown-value 12:8 'wrong'",
        "missing-field 14:1 [[note]]",
    ];
    assert_eq!(describe(&file, &parse(&file).problems), expected);
}

#[test]
fn text_before_an_unclosed_bracket_is_read() {
    let file = "format = 1\n[[theme]]\nid = 't'\nname = 'T'\n[[theme]]\nid = 'u'\nname = [\n\
                [[theme]]\nid = 'v'\nname = 'V'\n";
    let parsed = parse(file);
    assert_eq!(parsed.apparatus.themes[0].name, "T");
    assert!(
        parsed
            .problems
            .iter()
            .any(|problem| problem.code == "syntax")
    );
}

#[test]
fn lists_of_tables_need_two_brackets() {
    check(
        "format = 1\n[note]\ntext = 't'\nquotes = ['q']\n",
        &["wrong-type 2:1 [note]"],
    );
    check("format = 1\nnote = 1\n", &["wrong-type 2:8 1"]);
    check("format = 1\nnote = [{ text = 't', quotes = ['q'] }]\n", &[]);
    check(
        "format = 1\n[[essay]]\ntitle = 't'\n",
        &["wrong-type 2:1 [[essay]]"],
    );
}

#[test]
fn deep_nesting_is_a_syntax_error() {
    for file in [
        format!("format = 1\nx-a = {}", "[".repeat(10_000)),
        format!(
            "format = 1\nx-a = {}{}",
            "[".repeat(10_000),
            "]".repeat(10_000)
        ),
        format!(
            "format = 1\nx-a = {}1{}",
            "{a=".repeat(10_000),
            "}".repeat(10_000)
        ),
        format!("format = 1\n{}a = 1", "x-a.".repeat(10_000)),
        format!("format = 1\n[{}a]\nb = 1", "x-a.".repeat(10_000)),
    ] {
        let problems = parse(&file).problems;
        assert!(
            !problems.is_empty() && problems.len() < 10,
            "{} problems",
            problems.len()
        );
        assert_eq!(problems[0].code, "syntax");
    }
}

#[test]
fn a_wrong_equals_sign_is_one_error() {
    check("format == 1\n", &["syntax 1:9 ="]);
    check("format =\n", &["syntax 1:9"]);
    check(
        "format = 1\n[essay]\ntitle == \"x\"\nlanguage = = \"en\"\n[[theme]]\nid =\nname = \"b\"\n",
        &["syntax 3:8 =", "syntax 4:12 =", "syntax 6:5"],
    );
    check(
        "format = 1\n[[actor]]\nid = 'a'\nname = 'A'\nkind = 'state'\nmentions.also == ['x']\n",
        &["syntax 6:16 ="],
    );
}

#[test]
fn too_many_dotted_keys_are_one_error() {
    let deep = "a.".repeat(10_000);
    for statement in [format!("{deep}a = 1"), format!("[{deep}a]")] {
        let file = format!("format = 1\n{statement}\n[essay]\ntitle = 't'\n");
        check(&file, &["syntax 1:1"]);
    }
}

#[test]
fn unreadable_themes_and_actors_do_not_count_as_missing() {
    let warnings = |more: &str| {
        let file = format!(
            "format = 1\n[[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\nquotes = ['q']\n{more}\n"
        );
        let problems = parse(&file).problems;
        let has = |code: &str| problems.iter().any(|problem| problem.code == code);
        [has("claim-without-theme"), has("claim-without-actor")]
    };
    assert_eq!(warnings(""), [true, true]);
    assert_eq!(warnings("themes = []\nactors = {}"), [true, false]);
    assert_eq!(
        warnings("themes = ['nowhere']\nactors = { agent = ['nobody'] }"),
        [false, false]
    );
    assert_eq!(warnings("themes = 1"), [false, true]);
    assert_eq!(warnings("themes = [\"a]"), [false, false]);
}
