//! The help for unknown ids.

use crate::document::Document;
use crate::essay::{Essay, Format};

const FILE: &str = "format = 1
[[theme]]
id='figures'
name='The Figures'
[[actor]]
id='hansa'
name='Hansa Group'
kind='organization'
aliases=['the Hansa']
[[actor]]
id='coop'
name='Cooperative'
kind='organization'
[[claim]]
id='b'
text='B'
kind='causal'
quotes=['First words']
supports=['must-lie']
[[claim]]
id='must-lie'
text='M'
kind='causal'
quotes=['Last words']
supports=['b']
[[claim]]
text='No id.'
kind='causal'
quotes=['third words']
";

/// The message and help for the only unknown id.
fn unknown_id(statement: &str) -> (String, String) {
    let essay = Essay::parse(
        "First words, third words. Last words.".to_owned(),
        Format::Plain,
    );
    let problems = Document::anchored(essay, Some(&format!("{FILE}{statement}"))).problems;
    let mut dangling = problems.into_iter().filter(|it| it.code == "dangling-id");
    let problem = dangling.next().unwrap_or_else(|| panic!("{statement}"));
    assert_eq!(dangling.next(), None);
    (problem.message, problem.help.unwrap_or_default())
}

#[test]
fn unknown_ids_get_a_suggestion() {
    let actor =
        |whole: &str| format!("[[actor]]\nid='z'\nname='Z'\nkind='group'\npart_of=['{whole}']\n");
    let undercuts = |to: &str| format!("[[relation]]\ntype='undercuts'\nfrom=['b']\nto='{to}'\n");
    for (statement, id) in [
        (actor("hansa-group"), "hansa"),
        (actor("Hansa Group"), "hansa"),
        (actor("the-hansa"), "hansa"),
        (actor("hansa-grupp"), "hansa"),
        (actor("cop"), "coop"),
        (undercuts("must-lie:support:b"), "must-lie:supports:b"),
        (undercuts("must-ly:supports:b"), "must-lie:supports:b"),
        (undercuts("b:supports:mustlie"), "b:supports:must-lie"),
        ("[[note]]\ntext='t'\non='must-lye'\n".to_owned(), "must-lie"),
        ("[[note]]\ntext='t'\non='esay'\n".to_owned(), "essay"),
    ] {
        assert_eq!(
            unknown_id(&statement).1,
            format!("did you mean `{id}`?"),
            "{statement}"
        );
    }
    let (message, _) = unknown_id(&undercuts("must-lie:support:b"));
    assert_eq!(message, "there is no relation `must-lie:support:b`");
}

#[test]
fn unknown_ids_that_are_near_to_none_get_a_hint() {
    let on = |id: &str| format!("[[note]]\ntext='t'\non='{id}'\n");
    for (id, words) in [
        (
            "zebra",
            "write the id of a theme, claim, actor, relation or note, or `essay`",
        ),
        ("3", "claim 3 has the id `must-lie`: write that"),
        ("1", "claim 1 has the id `b`: write that"),
        ("2", "write the claim's id: numbers change"),
        ("9", "write the claim's id: numbers change"),
        (
            "99999999999999999999999",
            "write the claim's id: numbers change",
        ),
    ] {
        let (_, help) = unknown_id(&on(id));
        assert!(help.starts_with(words), "{id}: {help}");
    }
}
