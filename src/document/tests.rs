//! Documents from the file to the index.

use std::fmt::Write as _;

use super::{Document, Owner, Subject};
use crate::anchor::AnchorId;
use crate::apparatus::{
    ActorIx, AnchorState, ClaimIx, EntityRef, Node, NoteIx, RelationIx, Role, ThemeIx,
};
use crate::essay::{Essay, Format};

const ESSAY: &str = "\
Title of it

twitter

The rise of China is steady. Japan and the US watch China rise, and the US is wary of it.

At last Japan must choose. The alliance will hold.
";

const FILE: &str = r#"
format = 1
[essay]
title = "Title of it"
furniture = ["twitter"]

[[theme]]
id = "all"
name = "All"
[[theme]]
id = "part"
name = "Part"
parent = "all"
[[theme]]
id = "deep"
name = "Deep"
parent = "part"
[[theme]]
id = "other"
name = "Other"

[[actor]]
id = "allies"
name = "alliance"
kind = "alliance"
[[actor]]
id = "us"
name = "US"
kind = "state"
part_of = ["allies"]
[[actor]]
id = "japan"
name = "Japan"
kind = "state"
part_of = ["allies"]
[[actor]]
id = "china"
name = "China"
kind = "state"
mentions = { also = [{ exact = "of it", prefix = "wary" }], not = ["watch China"] }

[[claim]]
id = "hold"
text = "It holds."
kind = "predictive"
themes = ["other"]
actors = { agent = ["allies"] }
quotes = ["The alliance will hold"]
[[claim]]
id = "choose"
text = "Japan must choose."
kind = "normative"
themes = ["part", "all"]
actors = { agent = ["japan"] }
quotes = ["Japan must choose"]
[[claim]]
id = "rise"
text = "China rises."
kind = "descriptive"
themes = ["deep"]
actors = { agent = ["china"], target = ["us"], speaker = ["us"] }
quotes = ["The rise of China is steady", "China rise"]
supports = ["choose"]
[[claim]]
id = "wary"
text = "The US is wary of China's rise."
kind = "descriptive"
themes = ["deep"]
actors = { agent = ["us"], target = ["china"] }
quotes = ["China rise, and the US is wary of it"]
supports = ["choose"]

[[relation]]
id = "r1"
type = "undercuts"
from = ["hold"]
to = "rise:supports:choose"

[[note]]
text = "On the relation."
on = "r1"
[[note]]
text = "On a claim."
on = "rise"
[[note]]
text = "On words."
quotes = ["China"]
"#;

fn essay() -> Essay {
    Essay::parse(ESSAY.to_owned(), Format::Plain)
}

fn document() -> Document {
    let document = Document::new(essay(), Some(FILE));
    assert_eq!(document.problems, [], "{:#?}", document.problems);
    document
}

const HOLD: ClaimIx = ClaimIx(0);
const CHOOSE: ClaimIx = ClaimIx(1);
const RISE: ClaimIx = ClaimIx(2);
const WARY: ClaimIx = ClaimIx(3);

#[test]
fn claims_are_numbered_in_the_essays_order() {
    let index = document().index;
    assert_eq!(index.claims(), [RISE, WARY, CHOOSE, HOLD]);
    assert_eq!(
        [HOLD, CHOOSE, RISE, WARY].map(|claim| index.number(claim)),
        [4, 3, 1, 2]
    );
    assert_eq!(
        [0, 1, 4, 5].map(|number| index.by_number(number)),
        [None, Some(RISE), Some(HOLD), None]
    );
}

#[test]
fn themes_have_the_claims_of_their_sub_themes() {
    let index = document().index;
    let [all, part, deep, other] = [0, 1, 2, 3].map(ThemeIx);
    assert_eq!(index.children(part), [deep]);
    assert_eq!(index.theme_order(), [all, part, deep, other]);
    assert_eq!(
        [all, part, deep, other].map(|theme| index.depth(theme)),
        [0, 1, 2, 0]
    );
    assert_eq!(index.theme_claims(all), [RISE, WARY, CHOOSE]);
    assert_eq!(index.theme_claims(deep), [RISE, WARY]);
    assert_eq!(index.theme_claims(other), [HOLD]);
    let [us, japan, china] = [1, 2, 3].map(ActorIx);
    assert_eq!(index.theme_actors(all), [us, china, japan]);
}

#[test]
fn actors_have_claims_members_and_mentions() {
    let document = document();
    let index = &document.index;
    let [allies, us, japan, china] = [0, 1, 2, 3].map(ActorIx);
    assert_eq!(
        index.actor_claims(us),
        [
            (RISE, Role::Target),
            (RISE, Role::Speaker),
            (WARY, Role::Agent)
        ]
    );
    assert_eq!(index.members(allies), [us, japan]);
    let mentions = |actor| -> Vec<&str> {
        let passages = index.passages(Subject::Actor(actor)).iter();
        passages
            .map(|passage| &ESSAY[passage.range.clone()])
            .collect()
    };
    assert_eq!(mentions(china), ["China", "of it"]);
    assert_eq!(mentions(japan), ["Japan", "Japan"]);
    assert_eq!(index.actor_order(), [us, japan, china, allies]);
}

#[test]
fn relations_and_notes_are_listed_at_both_ends() {
    let index = document().index;
    let [first, second, third] = [0, 1, 2].map(RelationIx);
    assert_eq!(index.relations_from(RISE), [first]);
    assert_eq!(index.relations_to(Node::Claim(CHOOSE)), [first, second]);
    assert_eq!(index.relations_to(Node::Relation(first)), [third]);
    assert_eq!(index.relations_from(HOLD), [third]);
    assert_eq!(index.notes_on(EntityRef::Relation(third)), [NoteIx(0)]);
    assert_eq!(index.notes_on(Subject::Claim(RISE)), [NoteIx(1)]);
    assert_eq!(index.conclusions(), [CHOOSE]);
}

#[test]
fn passages_are_sorted_and_found_by_range() {
    let document = document();
    let index = &document.index;
    let owners = |subject| -> Vec<Owner> {
        index
            .passages(subject)
            .iter()
            .map(|passage| passage.owner)
            .collect()
    };
    // Of two that begin at one place the longer comes first.
    let deep = [
        Owner::Claim(RISE, 0),
        Owner::Claim(WARY, 0),
        Owner::Claim(RISE, 1),
    ];
    assert_eq!(owners(Subject::Theme(ThemeIx(2))), deep);
    assert_eq!(owners(Subject::Claim(RISE)), [deep[0], deep[2]]);
    assert_eq!(owners(Subject::Essay).len(), 5);
    assert_eq!(index.note_passages().len(), 2);
    let at = ESSAY.find("China rise,").unwrap_or_default();
    let found: Vec<Owner> = index
        .claims_at(at..at)
        .iter()
        .map(|passage| passage.owner)
        .collect();
    assert_eq!(found, [Owner::Claim(WARY, 0), Owner::Claim(RISE, 1)]);
    assert_eq!(index.notes_at(at..at + 1).len(), 1);
    assert_eq!(
        index.overlapping(Subject::Claim(HOLD), 0..at),
        Vec::<&super::Passage>::new()
    );
}

#[test]
fn subjects_are_found_by_id_and_number() {
    let document = document();
    for (word, subject) in [
        ("essay", Some(Subject::Essay)),
        ("part", Some(Subject::Theme(ThemeIx(1)))),
        ("rise", Some(Subject::Claim(RISE))),
        ("us", Some(Subject::Actor(ActorIx(1)))),
        (" 2 ", Some(Subject::Claim(WARY))),
        ("0", None),
        ("5", None),
        ("99999999999999999999999", None),
        ("", None),
        ("nobody", None),
    ] {
        assert_eq!(document.subject(word), subject, "{word}");
    }
    assert_eq!(document.nearest_id("ries"), Some("rise"));
    assert_eq!(document.nearest_id("zzzzzz"), None);
    assert_eq!(document.subject_id(Subject::Claim(RISE)), "rise");
    assert_eq!(document.subject_id(Subject::Essay), "essay");
    assert_eq!(document.title(), "Title of it");
    assert_eq!(document.line(document.apparatus.themes[1].span.start), 10);
}

#[test]
fn entities_are_found_by_name() {
    let file = r#"
        format = 1
        [[theme]]
        id = "part"
        name = "Rise"
        [[theme]]
        id = "Low"
        name = "high"
        [[actor]]
        id = "us"
        name = "United States"
        kind = "state"
        aliases = ["US", "the States"]
        [[actor]]
        id = "high"
        name = "HIGH"
        kind = "group"
        [[actor]]
        id = "two"
        name = "RISE"
        kind = "group"
        [[claim]]
        id = "claim"
        text = "Since 1950 unity grows."
        kind = "causal"
        quotes = ["China"]
        supports = ["other"]
        [[claim]]
        id = "other"
        text = "It is so."
        kind = "causal"
        quotes = ["China"]
        [[relation]]
        id = "grows"
        type = "attacks"
        from = ["other"]
        to = "claim"
        [[note]]
        id = "since"
        quotes = ["China"]
        text = "Why."
    "#;
    let document = Document::anchored(essay(), Some(file));
    for (word, ids) in [
        ("us", &["us"][..]),
        ("US", &["us"]),
        ("Us", &["us"]),
        ("united states", &["us"]),
        (" The States ", &["us"]),
        ("low", &["Low"]),
        ("Essay", &["essay"]),
        ("the essay", &["essay"]),
        ("The Essay", &["essay"]),
        // Ids come before words of a claim's sentence.
        ("grows", &["grows"]),
        ("Grows", &["grows"]),
        ("since", &["since"]),
        ("claim:supports:other", &["claim:supports:other"]),
        // An id comes before a name, and an exact name before one in a different case.
        ("high", &["high"]),
        ("Rise", &["part"]),
        ("rise", &["part", "two"]),
        // Beginnings of a name's words in any order; of a claim's sentence only if no name has them.
        // A number alone is not looked for in names.
        ("unit", &["us"]),
        ("STATES unit", &["us"]),
        ("nited", &[]),
        ("unit nobody", &[]),
        ("ris", &["part", "two"]),
        ("grow", &["claim"]),
        ("1950", &[]),
        ("-1950", &[]),
        ("…", &[]),
        ("nobody", &[]),
        ("", &[]),
    ] {
        let meant = document.lookup(word);
        let meant: Vec<_> = meant.iter().map(|&it| document.entity_id(it)).collect();
        assert_eq!(meant, ids, "{word}");
    }
    for (id, at) in [("grows", "other"), ("since", "claim"), ("us", "us")] {
        let subject = document.subject_to_open(document.lookup(id)[0]);
        assert_eq!(document.subject_id(subject), at, "{id}");
    }
    assert_eq!(document.nearest_id("gorws"), Some("grows"));
    assert_eq!(document.nearest_id("Untied States"), Some("us"));
    assert_eq!(document.nearest_id("nobody"), None);
}

#[test]
fn a_note_opens_what_it_is_on() {
    let file = "format = 1\n[[theme]]\nid = 't'\nname = 'T'\n[[claim]]\nid = 'c'\nquotes = ['One']\n\
                [[actor]]\nid = 'a'\nname = 'two'\nkind = 'place'\n\
                [[note]]\nid = 'on-t'\ntext = 'N'\non = 't'\n[[note]]\nid = 'on-a'\ntext = 'N'\non = 'a'\n\
                [[note]]\nid = 'reply'\ntext = 'N'\non = 'on-t'\nquotes = ['One']\n\
                [[note]]\nid = 'words'\ntext = 'N'\nquotes = ['One two']\n[[note]]\nid = 'page'\ntext = 'N'\n";
    let essay = Essay::parse("One two three.".to_owned(), Format::Plain);
    let document = Document::new(essay, Some(file));
    for (id, at) in [
        ("on-t", "t"),
        ("on-a", "a"),
        ("reply", "t"),
        ("words", "c"),
        ("page", "essay"),
    ] {
        let subject = document.subject_to_open(document.lookup(id)[0]);
        assert_eq!(document.subject_id(subject), at, "{id}");
    }
}

#[test]
fn an_essay_opens_without_an_apparatus() {
    let document = Document::new(
        Essay::parse("# Head\n\nText.".to_owned(), Format::Markdown),
        None,
    );
    assert!(document.apparatus.is_empty() && document.problems.is_empty());
    assert_eq!(document.title(), "Head");
    assert_eq!(document.subject("1"), None);
    assert!(document.index.passages(Subject::Essay).is_empty());
}

/// The codes of a file's problems.
fn codes(file: &str) -> Vec<&'static str> {
    let document = Document::anchored(essay(), Some(file));
    document
        .problems
        .iter()
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn problems_of_all_steps_are_reported_together() {
    let file = "format = 1\n[essay]\nbyline = ['Nobody at all']\nsummry = 'x'\n[[theme]]\nid = 't'\nname = 'T'\n\
                [[actor]]\nid = 'a'\nname = 'Atlantis'\nkind = 'state'\n[[actor]]\nid = 'b'\nname = 'Japan'\nkind = 'state'\naliases = ['Atlantis']\n\
                [[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\nquotes = ['not there', 'China', 'The rise of China is steaby']\n\
                [[note]]\ntext = 'N'\nquotes = ['Nothing of the kind']\n";
    assert_eq!(
        codes(file),
        [
            "part-not-found",
            "unknown-key",
            "theme-without-claims",
            "actor-never-mentioned",
            "shared-name",
            "claim-without-theme",
            "claim-without-actor",
            "orphan",
            "ambiguous",
            "drifted",
            "orphan",
        ]
    );
}

#[test]
fn a_too_frequent_name_is_reported() {
    let essay = Essay::parse("the and ".repeat(60), Format::Plain);
    let file = "format = 1\n[[actor]]\nid = 'a'\nname = 'the'\nkind = 'group'\n";
    let document = Document::new(essay, Some(file));
    assert_eq!(document.problems.len(), 1);
    assert_eq!(document.problems[0].code, "alias-everywhere");
}

#[test]
fn slow_searches_are_left_pending() {
    let sentence = |n: usize| {
        format!(
            "Sentence number {n} says that {} is {}. ",
            n * 7919,
            n * 104_729
        )
    };
    let text: String = (0..4000).map(sentence).collect();
    let claim = |n: usize| {
        let quote = sentence(n).replace("says", "sayz").trim().to_owned();
        format!("[[claim]]\nid = 'c{n}'\ntext = 'C'\nkind = 'causal'\nquotes = ['{quote}']\n")
    };
    let mut file = "format = 1\n".to_owned();
    file.extend((0..40).rev().map(claim));
    let also = sentence(50).replace("says", "sayz").trim().to_owned();
    let actor = "[[actor]]\nid = 'a'\nname = 'A'\nkind = 'group'\n";
    let _ = writeln!(file, "{actor}mentions = {{ also = ['{also}'] }}");

    let mut document = Document::new(Essay::parse(text.clone(), Format::Plain), Some(&file));
    let pending = document.pending().expect("the search is slow");
    assert_eq!(pending.len(), 41);
    assert!(
        !document
            .problems
            .iter()
            .any(|problem| problem.code == "drifted")
    );
    assert_eq!(document.index.number(ClaimIx(0)), 1);

    let found = pending.run();
    let fourth = AnchorId::Claim(ClaimIx(3), 0);
    assert!(found.iter().any(|resolution| resolution.id == fourth));
    document.apply_anchoring(found);
    assert!(document.pending().is_none());
    let drifted = document
        .problems
        .iter()
        .filter(|problem| problem.code == "drifted")
        .count();
    assert_eq!(drifted, 41);
    assert_eq!(
        document.apparatus.claims[0].anchors[0].state,
        AnchorState::Drifted
    );
    // The last claim of the file has the first words of the essay.
    assert_eq!(document.index.number(ClaimIx(0)), 40);
    assert_eq!(document.apparatus.actors[0].mentions.len(), 1);
    assert!(
        !document
            .problems
            .iter()
            .any(|problem| problem.code == "actor-never-mentioned")
    );

    let anchored = Document::anchored(Essay::parse(text, Format::Plain), Some(&file));
    assert_eq!(anchored.problems, document.problems);
}

/// Without a limit, each of the nested themes would list all claims.
#[test]
fn a_claim_of_a_deep_theme_is_listed_in_few_themes() {
    const COUNT: usize = 3_000;
    let mut file = String::from("format = 1\n[[theme]]\nid = \"t0\"\nname = \"T\"\n");
    for place in 1..COUNT {
        let parent = place - 1;
        writeln!(
            file,
            "[[theme]]\nid = \"t{place}\"\nname = \"T\"\nparent = \"t{parent}\"\n\
             [[claim]]\nid = \"c{place}\"\ntext = \"C\"\nkind = \"causal\"\nthemes = [\"t{}\"]\n\
             quotes = [\"steady\"]",
            COUNT - 1
        )
        .unwrap();
    }
    let document = Document::new(essay(), Some(&file));
    let themes = || (0..COUNT).map(ThemeIx::new);
    let listed: usize = themes()
        .map(|theme| document.index.theme_claims(theme).len())
        .sum();
    assert!(listed <= 33 * COUNT, "{listed}");
    let deepest = themes().map(|theme| document.index.depth(theme)).max();
    assert_eq!(deepest, Some(32));
    let problems = document.problems.iter();
    assert_eq!(
        problems.filter(|it| it.code == "too-deep").count(),
        (COUNT - 1) / 33
    );
}
