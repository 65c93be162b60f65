//! Files that are not TOML, or not the TOML that was meant.

use super::check;
use crate::apparatus::{ThemeIx, read};

#[test]
fn errors_of_syntax_hide_nothing() {
    let file = "format = 1\n[[claim]]\nid = 'a'\ntext = \"unclosed\nkind = causal\nquotes = ['x'\n\
                themes = ['t']\n[[claim]\nid = 'b'\ntext 'B'\nkind: causal\nquotes = ['y']\nnonsense = 1\n\
                [claim]\nid = 'c'\ntext = 'C'\nkind = 'factual'\nquotes = ['z']\nid = 'd'\n[[theme]]\nid = 't'\nname = '''T\n";
    check(
        file,
        &[
            "syntax 4:17",
            "syntax 5:8 causal",
            "syntax 6:14",
            "syntax 8:9",
            "syntax 10:6",
            "syntax 11:5 :",
            "syntax 11:7",
            "unknown-key 13:1 nonsense",
            "wrong-type 14:1 [claim]",
            "unknown-value 17:8 'factual'",
            "syntax 19:1 id",
            "syntax 23:1",
        ],
    );
    let apparatus = read(file).apparatus;
    let claims: Vec<&str> = apparatus
        .claims
        .iter()
        .map(|claim| claim.id.as_str())
        .collect();
    assert_eq!(claims, ["a", "b", "c"]);
    assert_eq!(apparatus.claims[0].text, "unclosed");
    assert_eq!(apparatus.claims[0].themes, [ThemeIx(0)]);
    assert_eq!(
        &file[apparatus.claims[1].at.clone()].trim_end(),
        &"[[claim]"
    );
    assert_eq!(&file[apparatus.claims[2].anchors[0].at.clone()], "'z'");
}

#[test]
fn a_list_written_with_one_bracket_or_as_a_value() {
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
fn nesting_ten_thousand_deep_is_an_error() {
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
        let problems = read(&file).problems;
        assert!(
            !problems.is_empty() && problems.len() < 10,
            "{} problems",
            problems.len()
        );
        assert_eq!(problems[0].code, "syntax");
    }
}

#[test]
fn a_key_with_two_signs_or_none_loses_its_value_and_no_more() {
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
fn what_nests_too_deeply_is_told_once_and_at_its_place() {
    let deep = "a.".repeat(10_000);
    for statement in [format!("{deep}a = 1"), format!("[{deep}a]")] {
        let file = format!("format = 1\n{statement}\n[essay]\ntitle = 't'\n");
        check(&file, &[&format!("syntax 2:1 {statement}")]);
    }
}

#[test]
fn what_was_said_and_lost_is_not_missed_as_well() {
    let claim = |more: &str| {
        let file = format!(
            "format = 1\n[[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\nquotes = ['q']\n{more}\n"
        );
        let lost = read(&file).lost;
        (lost.themes.len(), lost.actors.len())
    };
    assert_eq!(claim(""), (0, 0));
    assert_eq!(claim("themes = []\nactors = {}"), (0, 0));
    assert_eq!(
        claim("themes = ['nowhere']\nactors = { agent = ['nobody'] }"),
        (1, 1)
    );
    assert_eq!(claim("themes = 1"), (1, 0));
    assert_eq!(claim("themes = [\"a]"), (1, 1));
}
