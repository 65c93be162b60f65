//! Optional keys: what every entry may have, implicit claims, notes on anything, keys of other programs.

use serde_json::json;

use super::{check, parse};
use crate::apparatus::{
    ActorIx, ActorKind, ClaimIx, EntityRef, NoteIx, RelationIx, Stance, Subject, ThemeIx,
};

#[test]
fn a_claim_needs_only_an_id_and_a_quote() {
    let file = "format = 1\n[[claim]]\nid = 'c'\nquotes = ['some words', 'more']\n";
    check(file, &[]);
    let claim = &parse(file).apparatus.claims[0];
    assert_eq!((claim.text.as_str(), claim.is_quoted), ("some words", true));
    assert_eq!(
        (claim.sentence(), claim.label()),
        ("“some words”".into(), "“some words”".into())
    );
    assert_eq!((claim.kind, claim.features()), (None, String::new()));
}

#[test]
fn an_implicit_claim_needs_a_sentence_but_no_quote() {
    let file = |keys: &str| format!("format = 1\n[[claim]]\nid = 'c'\n{keys}\n");
    for (keys, problems) in [
        ("text = 'T'\nimplicit = true", &[][..]),
        ("text = 'T'\nimplicit = true\nquotes = []", &[]),
        ("implicit = true\nquotes = ['q']", &[]),
        ("implicit = true", &["missing-field 2:1 [[claim]]"]),
        ("text = 'T'", &["missing-field 2:1 [[claim]]"]),
        (
            "text = 'T'\nimplicit = false",
            &["missing-field 2:1 [[claim]]"],
        ),
        ("text = 'T'\nquotes = []", &["empty-value 5:10 []"]),
        (
            "text = 'T'\nimplicit = 'yes'\nquotes = ['q']",
            &["wrong-type 5:12 'yes'"],
        ),
    ] {
        check(&file(keys), problems);
    }
    let claim = &parse(&file(
        "text = 'T'\nimplicit = true\nkind = 'causal'\nstance = 'for'",
    ))
    .apparatus
    .claims[0];
    assert_eq!(claim.features(), "causal, implicit, for");
    assert_eq!(
        (claim.label(), claim.stance),
        ("(implicit) T".into(), Some(Stance::For))
    );
    let help = parse(&file("text = 'T'")).problems[0].help.clone().unwrap();
    assert!(
        help.contains("quotes = [\"…\"]") && help.contains("implicit = true"),
        "{help}"
    );
}

#[test]
fn every_entry_may_have_tags_attributes_an_author_and_dates() {
    let info = "tags = ['b', 'two words']\nattributes = { sure = 'very', page = 3, on = true, z = 2020-01-01 }\n\
                by = 'Ana'\ncreated = '2026-01-02'\nmodified = 2026-03-04T10:12:00Z\n";
    let file = format!(
        "format = 1\n[[theme]]\nid = 't'\nname = 'T'\n{info}[[actor]]\nid = 'a'\nname = 'A'\nkind = 'place'\n{info}\
         [[claim]]\nid = 'c'\nquotes = ['q']\n{info}[[claim]]\nid = 'd'\nquotes = ['r']\n\
         [[relation]]\ntype = 'supports'\nfrom = ['c']\nto = 'd'\nscheme = 'example'\nsymmetric = true\n{info}\
         [[note]]\ntext = 'N'\n{info}"
    );
    check(&file, &[]);
    let apparatus = parse(&file).apparatus;
    let info = &apparatus.themes[0].info;
    assert_eq!(
        info.line(),
        "#b #two-words · on: true · page: 3 · sure: very · z: 2020-01-01 · by Ana · 2026-01-02 · modified 2026-03-04T10:12:00Z"
    );
    let labels: Vec<_> = info.labels().collect();
    assert_eq!(
        labels,
        [
            "b",
            "two-words",
            "on:true",
            "page:3",
            "sure:very",
            "z:2020-01-01"
        ]
    );
    assert_eq!(&apparatus.actors[0].info, info);
    assert_eq!(&apparatus.claims[0].info, info);
    assert_eq!(&apparatus.relations[0].info, info);
    assert_eq!(&apparatus.notes[0].info, info);
    assert_eq!(apparatus.claims[1].info.line(), "");
    assert_eq!(apparatus.actors[0].kind, ActorKind::Place);
    let relation = &apparatus.relations[0];
    assert_eq!(
        (relation.scheme.as_deref(), relation.symmetric),
        (Some("example"), true)
    );
}

#[test]
fn wrong_values_of_optional_keys_are_reported() {
    let file = "format = 1\n[[claim]]\nid = 'c'\nquotes = ['q']\nstance = 'agianst'\ntags = ['a', 1, '']\n\
                attributes = { ok = 1, z = [1] }\nby = 1\ncreated = '3.4.2020'\n\
                modified = 3\ntag = 'a'\nauthor = 'A'\n[[note]]\ntext = 'N'\nattributes = 'a'\n\
                [[relation]]\ntype = 'supports'\nfrom = ['c']\nto = 'd'\nsymmetric = 1\n\
                [[claim]]\nid = 'd'\nquotes = ['r']\n";
    check(
        file,
        &[
            "unknown-value 5:10 'agianst'",
            "wrong-type 6:14 1",
            "empty-value 6:17 ''",
            "wrong-type 8:6 1",
            "odd-date 9:11 '3.4.2020'",
            "wrong-type 10:12 3",
            "unknown-key 11:1 tag",
            "unknown-key 12:1 author",
            "wrong-type 15:14 'a'",
            "wrong-type 20:13 1",
        ],
    );
    let parsed = parse(file);
    let helps = parsed
        .problems
        .iter()
        .filter(|it| it.code.starts_with("unknown"));
    let helps: Vec<_> = helps.filter_map(|it| it.help.as_deref()).collect();
    assert_eq!(
        helps,
        [
            "did you mean \"against\"? known values: for, against",
            "did you mean `tags`?",
            "did you mean `by`?",
        ]
    );
    assert_eq!(
        parsed.apparatus.claims[0].info.line(),
        "#a · ok: 1 · z: [1] · 3.4.2020"
    );
}

#[test]
fn keys_of_other_programs_are_kept_in_every_table() {
    let file = "format = 1\nx-a = 1\n[x-b]\nc.d = [0x1f, -7, 1.5, inf, true, 2020-01-01T10:00:00Z, 'é\"']\n\
                [essay]\nx-a = 2\n[[theme]]\nid = 't'\nname = 'T'\nx-a = 3\n\
                [[actor]]\nid = 'a'\nname = 'A'\nkind = 'place'\nx-a = 4\nmentions = { not = ['q'], x-m = 5 }\n\
                [[claim]]\nid = 'c'\nx-a = 6\nactors = { x-a = 7, x-r = 8 }\n\
                quotes = [{ exact = 'q', x-a = 9 }]\n\
                [[note]]\ntext = 'N'\nx-a = 99999999999999999999\n";
    check(file, &[]);
    let apparatus = parse(file).apparatus;
    let values = json!([
        apparatus.extra,
        apparatus.essay.extra,
        apparatus.themes[0].info.extra,
        apparatus.actors[0].info.extra,
        apparatus.claims[0].info.extra,
        apparatus.claims[0].anchors[0].extra,
        apparatus.notes[0].info.extra,
    ]);
    let list = json!([31, -7, 1.5, "inf", true, "2020-01-01T10:00:00Z", "é\""]);
    let expected = json!([
        { "x-a": 1, "x-b": { "c": { "d": list } } },
        { "x-a": 2 },
        { "x-a": 3 },
        { "x-a": 4, "x-m": 5 },
        { "x-a": 6, "x-r": 8 },
        { "x-a": 9 },
        { "x-a": "99999999999999999999" },
    ]);
    assert_eq!(values, expected);
    assert!(!apparatus.claims[0].impersonal);
}

/// An apparatus with a theme `t`, an actor `a`, a claim `c`, a relation `r`, and these notes.
fn with_notes(notes: &str) -> String {
    format!(
        "format = 1\n[[theme]]\nid = 't'\nname = 'T'\n[[actor]]\nid = 'a'\nname = 'A'\nkind = 'place'\n\
         [[claim]]\nid = 'c'\nquotes = ['q']\n[[claim]]\nid = 'd'\nquotes = ['s']\n\
         [[relation]]\nid = 'r'\ntype = 'supports'\nfrom = ['c']\nto = 'd'\n{notes}"
    )
}

#[test]
fn a_note_may_be_on_anything() {
    let ids = ["t", "a", "c", "r", "n", "essay"];
    let notes = ids.map(|id| format!("[[note]]\ntext = 'N'\non = '{id}'\n"));
    let file = with_notes(&format!(
        "{}[[note]]\nid = 'n'\ntext = 'N'\n[[note]]\ntext = 'N'\nquotes = ['q']\n",
        notes.concat()
    ));
    check(&file, &[]);
    let on: Vec<_> = parse(&file)
        .apparatus
        .notes
        .iter()
        .map(|note| note.on)
        .collect();
    let subjects = |subject: Subject| Some(EntityRef::Subject(subject));
    assert_eq!(
        on,
        [
            subjects(Subject::Theme(ThemeIx(0))),
            subjects(Subject::Actor(ActorIx(0))),
            subjects(Subject::Claim(ClaimIx(0))),
            Some(EntityRef::Relation(RelationIx(0))),
            Some(EntityRef::Note(NoteIx(6))),
            subjects(Subject::Essay),
            // Without anything that it is on, a note is on the essay.
            subjects(Subject::Essay),
            None,
        ]
    );
    let problems = parse(&with_notes("[[note]]\ntext = 'N'\non = 'zebra'\n")).problems;
    let message = problems.iter().find(|it| it.code == "dangling-id");
    assert_eq!(message.unwrap().message, "nothing has the id `zebra`");
}

#[test]
fn notes_on_each_other_are_reported() {
    let note = |id: &str, on: &str| format!("[[note]]\nid = '{id}'\ntext = 'N'\non = '{on}'\n");
    let cycle = with_notes(
        &[
            note("m", "n"),
            note("n", "o"),
            note("o", "m"),
            note("p", "p"),
        ]
        .concat(),
    );
    check(&cycle, &["circle 31:6 'm'", "circle 35:6 'p'"]);
    let deep: String = (1..40)
        .map(|at| note(&format!("n{at}"), &format!("n{}", at - 1)))
        .collect();
    let deep = with_notes(&format!("[[note]]\nid = 'n0'\ntext = 'N'\n{deep}"));
    let parsed = parse(&deep);
    let problems: Vec<_> = parsed.problems.iter().map(|it| it.code).collect();
    assert_eq!(
        problems.iter().filter(|code| **code == "too-deep").count(),
        1
    );
    let notes = &parsed.apparatus.notes;
    assert_eq!(notes[32].on, Some(EntityRef::Note(NoteIx(31))));
    assert_eq!(notes[33].on, None);
    assert_eq!(notes[34].on, Some(EntityRef::Note(NoteIx(33))));
}
