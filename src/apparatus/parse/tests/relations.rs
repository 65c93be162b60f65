//! What relations point at, and repeated relations.

use super::check;
use crate::apparatus::parse;

/// A file of three claims, with keys added to the first and tables added at the end.
fn file(in_claim: &str, behind: &str) -> String {
    format!(
        "format = 1\n\
         [[claim]]\nid='a'\ntext='A'\nkind='causal'\nquotes=['q']\n{in_claim}\n\
         [[claim]]\nid='b'\ntext='B'\nkind='causal'\nquotes=['q']\n\
         [[claim]]\nid='c'\ntext='C'\nkind='causal'\nquotes=['q']\nsupports=['b']\n{behind}"
    )
}

fn table(kind: &str, from: &str, to: &str) -> String {
    format!("[[relation]]\ntype='{kind}'\nfrom=[{from}]\nto='{to}'\n")
}

#[test]
fn only_undercuts_points_at_a_relation() {
    check(
        &file(
            "undercuts=['c:supports:b']",
            &table("undercuts", "'a', 'b'", "c:supports:b"),
        ),
        &[],
    );
    let wrong = file(
        "undercuts=['b']\nsupports=['c:supports:b']",
        &table("undercuts", "'c'", "a"),
    );
    check(
        &wrong,
        &[
            "wrong-end 7:12 'b'",
            "wrong-end 8:11 'c:supports:b'",
            "wrong-end 23:4 'a'",
        ],
    );
    // They are kept.
    assert_eq!(parse(&wrong).apparatus.relations.len(), 4);
}

#[test]
fn repeated_relations_are_reported() {
    check(
        &file(
            "supports=['b']",
            &(table("attacks", "'a'", "b") + &table("supports", "'a', 'c'", "b")),
        ),
        &[],
    );
    check(
        &file("supports=['b']", &table("supports", "'a'", "b")),
        &["repeated 19:1 [[relation]]"],
    );
    let twice = table("supports", "'a', 'c'", "b") + &table("supports", "'c', 'a'", "b");
    check(&file("", &twice), &["repeated 23:1 [[relation]]"]);
}
