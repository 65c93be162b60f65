//! Parsing of correct files and of files with all kinds of problems.

use super::parse;
use crate::apparatus::diagnostics::{CODES, Problem};
use crate::apparatus::{ActorIx, ClaimIx, ClaimKind, EntityRef, Node, RelationIx, Role, ThemeIx};

/// Problems as `code line:column text`.
fn describe(file: &str, problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| {
            let (line, column) = problem.position.map_or((0, 0), |at| (at.line, at.column));
            let span = problem.span.clone().unwrap_or_default();
            let there = file[span].lines().next().unwrap_or_default();
            format!("{} {line}:{column} {there}", problem.code)
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// Checks the problems of a file; claims may lack themes and actors.
fn check(file: &str, expected: &[&str]) {
    let mut problems = parse(file).problems;
    problems.retain(|problem| !problem.code.starts_with("claim-without-"));
    assert_eq!(describe(file, &problems), expected, "{file}\n{problems:#?}");
}

const CORRECT: &str = r#"
format = 1

[essay]
title = "On Peace"
authors = ["A. Person", "B. Person"]
date = 2020-01-01
language = "en"
source = "https://example.org/peace"
id = "peace"
summary = "Peace is good."
byline = ["A. Person"]
abstract = ["Aiming to"]
about_author = ["A. Person is"]
disclaimer = ["The views"]
furniture = ["• twitter"]
x-tool = { anything = 1 }

[[theme]]
id = "rise"
name = "China's rise"
summary = "Two sentences."

[[theme]]
id = "trade"
name = "Trade"
parent = "rise"

[[actor]]
id = "five-eyes"
name = "Five Eyes"
kind = "alliance"

[[actor]]
id = "us"
name = "United States"
kind = "state"
aliases = ["US"]
part_of = ["five-eyes"]
same_as = ["Q30"]
mentions = { also = ["the country"], not = [{ exact = "US", prefix = "dear" }] }

[[claim]]
id = "battle"
text = "There is a battle."
kind = "causal"
themes = ["rise", "trade"]
actors = { target = ["us"], agent = ["five-eyes", "us"] }
quotes = ["a new battle", { exact = "a battle", prefix = "was", suffix = "too" }]
supports = ["juncture"]

[[claim]]
id = "juncture"
text = "It is a juncture."
kind = "normative"
quotes = ["at a juncture"]

[[relation]]
id = "r1"
type = "undercuts"
from = ["battle", "juncture"]
to = "battle:supports:juncture"

[[note]]
id = "n"
quotes = ["Third Offset"]
text = "A gloss."

[[note]]
on = "r1"
text = "On the relation."
"#;

#[test]
fn a_complete_file_is_parsed() {
    check(CORRECT, &[]);
    let parsed = parse(CORRECT);
    let apparatus = parsed.apparatus;
    let essay = apparatus.essay;
    assert_eq!((essay.title.as_str(), essay.authors.len()), ("On Peace", 2));
    assert_eq!(essay.date.as_deref(), Some("2020-01-01"));
    assert_eq!(parsed.page_parts.title.as_deref(), Some("On Peace"));
    assert_eq!(parsed.page_parts.furniture, ["• twitter"]);
    assert_eq!(parsed.page_parts.about_author, ["A. Person is"]);

    assert_eq!(apparatus.themes[1].parent, Some(ThemeIx(0)));
    assert_eq!(&CORRECT[apparatus.themes[1].span.clone()], "[[theme]]");
    let us = &apparatus.actors[1];
    assert_eq!(
        (us.part_of.as_slice(), us.same_as[0].as_str()),
        (&[ActorIx(0)][..], "Q30")
    );
    assert_eq!(
        (us.also[0].exact.as_str(), us.not[0].prefix.as_deref()),
        ("the country", Some("dear"))
    );

    let battle = &apparatus.claims[0];
    assert_eq!(battle.kind, Some(ClaimKind::Causal));
    assert_eq!(battle.themes, [ThemeIx(0), ThemeIx(1)]);
    let roles = [
        (ActorIx(0), Role::Agent),
        (ActorIx(1), Role::Agent),
        (ActorIx(1), Role::Target),
    ];
    assert_eq!(battle.actors, roles);
    assert_eq!(&CORRECT[battle.anchors[1].span.clone()], "\"a battle\"");
    assert_eq!(battle.anchors[1].suffix.as_deref(), Some("too"));

    assert_eq!(apparatus.relations[0].id, "battle:supports:juncture");
    assert_eq!(apparatus.relations[0].to, Node::Claim(ClaimIx(1)));
    assert_eq!(apparatus.relations[1].from, [ClaimIx(0), ClaimIx(1)]);
    assert_eq!(apparatus.relations[1].to, Node::Relation(RelationIx(0)));
    assert_eq!(apparatus.notes[1].id, "note:2");
    assert_eq!(
        apparatus.notes[1].on,
        Some(EntityRef::Relation(RelationIx(1)))
    );
}

#[test]
fn the_format_is_required() {
    check("", &["format 1:1"]);
    check("format = 2", &["format 1:10 2"]);
    check("format = \"1\"", &["format 1:10 \"1\""]);
}

#[test]
fn unknown_keys_and_values_are_reported_with_suggestions() {
    let file = "format = 1\nclaims = []\n[essay]\ntitel = 'x'\n[[theme]]\nid = 'a'\nname = 'A'\nx-y = 1\n\
                colour = 1\n[[actor]]\nid = 'b'\nname = 'B'\nkind = 'sate'\nmentions = { only = [] }\n\
                [[claim]]\nid = 'c'\ntext = 'C'\nkind = 'fact'\nquotes = ['q', { exact = 'r', sufix = '' }]\n\
                actors = { agents = ['b'] }\nsuports = []\n[[relation]]\nid='r'\ntype='suports'\nfrom=['c']\nto='c'\n\
                [[note]]\ntext='t'\non='c'\nonn='c'\n";
    check(
        file,
        &[
            "unknown-key 2:1 claims",
            "unknown-key 4:1 titel",
            "unknown-key 9:1 colour",
            "unknown-value 13:8 'sate'",
            "unknown-key 14:14 only",
            "unknown-value 18:8 'fact'",
            "unknown-key 19:31 sufix",
            "unknown-key 20:12 agents",
            "unknown-key 21:1 suports",
            "unknown-value 24:6 'suports'",
            "self-relation 26:4 'c'",
            "unknown-key 30:1 onn",
        ],
    );
    let problems = parse(file).problems;
    let help = |at: usize| problems[at].help.clone().unwrap_or_default();
    assert_eq!(help(0), "did you mean `claim`?");
    assert_eq!(help(1), "did you mean `title`?");
    assert_eq!(
        help(2),
        "known keys: id, name, summary, parent, tags, attributes, by, created, modified"
    );
    for (table, key, meant) in [
        ("[[theme]]\nid = 'a'\nname = 'A'", "title = 'A'", "name"),
        (
            "[[note]]\ntext = 't'",
            "quotes = [{ exact = 'q', text = 'A' }]",
            "exact",
        ),
        (
            "[[actor]]\nid = 'a'\nname = 'A'\nkind = 'group'",
            "type = 'A'",
            "kind",
        ),
    ] {
        let problems = parse(&format!("format = 1\n{table}\n{key}\n")).problems;
        let help = problems[0].help.as_deref();
        assert_eq!(help, Some(&*format!("did you mean `{meant}`?")), "{key}");
    }
    assert!(
        help(3).starts_with("did you mean \"state\"?"),
        "{}",
        help(3)
    );
}

#[test]
fn missing_and_mistyped_values_are_reported() {
    check(
        "format = 1\n[essay]\ntitle = 3\nauthors = 'One'\n[[theme]]\n[[actor]]\nid = ''\nname = ['B']\nkind = 1\n\
         aliases = [1, '', 'x']\n[[claim]]\nid = 'c'\nquotes = 'q'\nactors = ['b']\nthemes = 1\n[[claim]]\nquotes = [1, {}]\n\
         [[relation]]\n[[note]]\n",
        &[
            "wrong-type 3:9 3",
            "wrong-type 4:11 'One'",
            "missing-field 5:1 [[theme]]",
            "missing-field 5:1 [[theme]]",
            "empty-value 7:6 ''",
            "wrong-type 8:8 ['B']",
            "wrong-type 9:8 1",
            "wrong-type 10:12 1",
            "empty-value 10:15 ''",
            "wrong-type 13:10 'q'",
            "wrong-type 14:10 ['b']",
            "wrong-type 15:10 1",
            "missing-field 16:1 [[claim]]",
            "wrong-type 17:11 1",
            "missing-field 17:14 {}",
            "missing-field 18:1 [[relation]]",
            "missing-field 18:1 [[relation]]",
            "missing-field 18:1 [[relation]]",
            "missing-field 19:1 [[note]]",
        ],
    );
}

#[test]
fn line_breaks_in_strings_become_spaces() {
    let long = |words: &str| format!("\"\"\"\n{}\n\"\"\"", words.replace(' ', "\n  \n\t"));
    let (one, two) = (long("One and two"), long("a b"));
    let apparatus = parse(&format!(
        "format = 1\n[essay]\nsummary = {one}\n[[actor]]\nid = 'a'\nname = {two}\nkind = 'group'\n\
         aliases = [{one}]\n[[note]]\ntext = {one}\nquotes = [{one}, {{ exact = {two}, prefix = {one} }}]\n"
    ))
    .apparatus;
    let (actor, note) = (&apparatus.actors[0], &apparatus.notes[0]);
    let texts = [
        apparatus.essay.summary.as_deref(),
        Some(&note.text),
        note.anchors[1].prefix.as_deref(),
    ];
    assert_eq!(texts, [Some("One and two"); 3]);
    assert_eq!(
        [&*actor.aliases[0], &*note.anchors[0].exact],
        ["One and two"; 2]
    );
    assert_eq!([&*actor.name, &*note.anchors[1].exact], ["a b"; 2]);
}

#[test]
fn dates_that_are_not_understood_are_reported() {
    for (date, odd) in [
        ("2020-01-01", false),
        ("'2020-01-01'", false),
        ("'2020-12'", false),
        ("'1066'", false),
        ("'14 March 2023'", false),
        ("'2020-13'", true),
        ("'2020-1-1'", false),
        ("'2020-01-01-01'", true),
        ("'20'", true),
        ("2020-01-01T10:00:00", false),
        ("'3.4.2023'", true),
    ] {
        let problem = format!("odd-date 3:8 {date}");
        let expected: Vec<&str> = Some(problem.as_str()).into_iter().filter(|_| odd).collect();
        check(&format!("format = 1\n[essay]\ndate = {date}\n"), &expected);
    }
}

#[test]
fn help_for_a_missing_key_names_the_key() {
    let problems =
        parse("format = 1\n[[note]]\ntext = 't'\nquotes = [{ text = 'iron' }]\n[[theme]]\n")
            .problems;
    let helps: Vec<_> = problems
        .iter()
        .filter_map(|it| it.help.as_deref())
        .collect();
    assert_eq!(
        helps,
        [
            "add `exact = \"…\"`",
            "did you mean `exact`?",
            "add `id = \"…\"`",
            "add `name = \"…\"`",
        ]
    );
}

#[test]
fn a_claim_without_quotes_is_reported() {
    let claim = "format = 1\n[[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\n";
    check(&format!("{claim}quotes = []\n"), &["empty-value 6:10 []"]);
    check(
        &format!("{claim}quotes = ['  ']\n"),
        &["empty-value 6:11 '  '"],
    );
}

#[test]
fn named_conclusions_are_ids_of_claims() {
    let file = "format = 1\n[essay]\nconclusions = ['c', 'cc', 't', 'c', 1]\n[[theme]]\nid = 't'\nname = 'T'\n\
                [[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\nquotes = ['q']\n";
    check(
        file,
        &[
            "dangling-id 3:21 'cc'",
            "dangling-id 3:27 't'",
            "repeated 3:32 'c'",
            "wrong-type 3:37 1",
        ],
    );
    let parsed = parse(file);
    let help = parsed.problems[0].help.as_deref();
    assert_eq!(help, Some("did you mean `c`?"));
    assert_eq!(parsed.apparatus.essay.conclusions, Some(vec![ClaimIx(0)]));
}

#[test]
fn ids_with_spaces_or_invisible_characters_are_reported() {
    for id in ["a b", "a\u{200b}", "t\u{202e}u", "a\u{85}b", "a\u{feff}"] {
        let file = format!("format = 1\n[[theme]]\nid = '{id}'\nname = 'A'\n");
        let problems = parse(&file).problems;
        let bad = problems.iter().any(|problem| problem.code == "bad-id");
        assert!(bad, "{id:?}: {problems:?}");
    }
    check("format = 1\n[[theme]]\nid = 'grün-中'\nname = 'A'\n", &[]);
}

#[test]
fn bad_duplicate_and_dangling_ids_are_reported() {
    let file = "format = 1\n[[theme]]\nid = 'a'\nname = 'A'\nparent = 'c'\n[[theme]]\nid = 'a'\nname = 'B'\n\
                [[actor]]\nid = '12'\nname = 'N'\nkind = 'group'\npart_of = ['nobody']\n\
                [[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\nquotes = ['q']\nthemes = ['a', 'a', 'aa', '3']\n\
                actors = { agent = ['12', '12'] }\nsupports = ['c', 'd', 'd', 'a']\n\
                [[claim]]\nid = 'd'\ntext = 'D'\nkind = 'causal'\nquotes = ['r']\n\
                [[claim]]\nid = 'essay'\ntext = 'E'\nkind = 'causal'\nquotes = ['s']\n\
                [[note]]\nid = 'd'\ntext = 'T'\non = 'essai'\n";
    check(
        file,
        &[
            "dangling-id 5:10 'c'",
            "duplicate-id 7:6 'a'",
            "bad-id 10:6 '12'",
            "dangling-id 13:12 'nobody'",
            "repeated 19:16 'a'",
            "dangling-id 19:21 'aa'",
            "dangling-id 19:27 '3'",
            "repeated 20:27 '12'",
            "self-relation 21:13 'c'",
            "repeated 21:23 'd'",
            "dangling-id 21:28 'a'",
            "bad-id 28:6 'essay'",
            "duplicate-id 33:6 'd'",
            "dangling-id 35:6 'essai'",
        ],
    );
    let parsed = parse(file);
    let messages: Vec<&str> = parsed
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(messages[0], "`c` is a claim, but must be a theme");
    assert_eq!(messages[5], "there is no theme `aa`");
    assert_eq!(
        parsed.problems[5].help.as_deref(),
        Some("did you mean `a`?")
    );
    assert_eq!(
        messages[10],
        "`a` is a theme, but must be a claim or a relation"
    );
    assert_eq!(
        parsed.problems[1]
            .related
            .as_ref()
            .map(|(span, _)| span.start),
        Some(26)
    );
    let ids: Vec<&str> = parsed
        .apparatus
        .themes
        .iter()
        .map(|theme| theme.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "a~theme:2"]);
    let relations: Vec<&str> = parsed
        .apparatus
        .relations
        .iter()
        .map(|relation| relation.id.as_str())
        .collect();
    assert_eq!(relations, ["c:supports:d"]);
}

#[test]
fn cycles_are_reported_and_broken() {
    let file = "format = 1\n[[theme]]\nid='a'\nname='A'\nparent='b'\n[[theme]]\nid='b'\nname='B'\nparent='a'\n\
                [[actor]]\nid='x'\nname='X'\nkind='group'\npart_of=['x']\n\
                [[claim]]\nid='c'\ntext='C'\nkind='causal'\nquotes=['q']\n\
                [[relation]]\nid='r'\ntype='attacks'\nfrom=['c']\nto='s'\n\
                [[relation]]\nid='s'\ntype='attacks'\nfrom=['c']\nto='r'\n\
                [[note]]\ntext='t'\non='s'\n";
    check(
        file,
        &["circle 9:8 'a'", "circle 14:10 'x'", "circle 29:4 'r'"],
    );
    let parsed = parse(file);
    assert_eq!(
        parsed.problems[0].message,
        "this theme is a part of itself: a → b → a"
    );
    assert_eq!(parsed.apparatus.themes[0].parent, Some(ThemeIx(1)));
    assert_eq!(parsed.apparatus.themes[1].parent, None);
    // A relation on one that is left out is left out with it.
    assert_eq!(parsed.apparatus.relations, []);
    assert_eq!(parsed.apparatus.notes[0].on, None);
}

#[test]
fn too_deep_themes_lose_their_parent() {
    // Theme t33 is too deep, so themes below it are not. So is its sibling u33.
    let theme =
        |id: String, parent: usize| format!("[[theme]]\nid='{id}'\nname='T'\nparent='t{parent}'\n");
    let mut file = "format = 1\n[[theme]]\nid='t0'\nname='T'\n".to_owned();
    file.extend((1..36).map(|place| theme(format!("t{place}"), place - 1)));
    file += &theme("u33".to_owned(), 32);
    check(&file, &["too-deep 136:8 't32'", "too-deep 148:8 't32'"]);
    let themes = parse(&file).apparatus.themes;
    let parents: Vec<_> = themes.iter().map(|theme| theme.parent).collect();
    assert_eq!(parents[32], Some(ThemeIx(31)));
    assert_eq!(parents[33], None);
    assert_eq!(parents[34], Some(ThemeIx(33)));
    assert_eq!(parents[36], None);
}

#[test]
fn codes_are_unique() {
    let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CODES.len());
}

mod any_file;
mod broken;
mod entries;
mod long;
mod relations;
mod suggestions;
