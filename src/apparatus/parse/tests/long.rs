//! Strings of a length that nobody writes: one problem where they are names, and no more of them in
//! a message than anybody reads.

use std::fmt::Write as _;

use super::check;
use crate::apparatus::parse::read;
use crate::document::Document;
use crate::essay::{Essay, Format};

#[test]
fn a_name_that_no_list_has_room_for_is_told() {
    let (fits, not) = ("é".repeat(200), "é".repeat(201));
    for (name, told) in [(&fits, false), (&not, true)] {
        let file = format!(
            "format = 1\n[[theme]]\nid = \"{name}\"\nname = \"{name}\"\nsummary = \"{name}\"\n\
             [[actor]]\nid = \"a\"\nname = \"A\"\nkind = \"state\"\naliases = [\"B\", \"{name}\"]\n"
        );
        let all = [(3, 6), (4, 8), (10, 17)].map(|(line, column)| {
            let place = format!("too-long {line}:{column} \"{name}\"");
            place
        });
        let all: Vec<_> = all.iter().map(String::as_str).filter(|_| told).collect();
        check(&file, &all);
    }
}

#[test]
fn whatever_is_long_is_told_in_brief() {
    let long = "x".repeat(1 << 16);
    let near = format!("{}y", &long[1..]);
    let mut file = String::from("format = 1\n");
    for (key, value) in [("title", &long), ("sumary", &long), (&*long, &near)] {
        writeln!(file, "[essay]\n{key} = \"{value}\"").unwrap();
    }
    for (name, parent) in [(&long, &near), (&long, &long), (&near, &format!("{long}z"))] {
        writeln!(
            file,
            "[[theme]]\nid = \"{name}\"\nname = \"{name}\"\nparent = \"{parent}\""
        )
        .unwrap();
    }
    for name in [&long, &near, &format!("{long}:")] {
        writeln!(
            file,
            "[[actor]]\nid = \"{name}1\"\nname = \"{long}\"\nkind = \"{name}\"\npart_of = [\"{name}\"]\n\
             [[claim]]\nid = \"{name}2\"\ntext = \"{name}\"\nkind = \"{name}\"\nthemes = [\"{name}\"]\n\
             quotes = [\"{name}\"]\nsupports = [\"{name}2\", \"{name}\"]\n"
        )
        .unwrap();
    }
    let essay = Essay::parse("Words.\n".to_owned(), Format::Plain);
    let problems = Document::settled(essay, Some(&file)).problems;
    assert!(problems.len() > 20, "{}", problems.len());
    assert!(read(&file).problems.len() > 20);
    for problem in problems {
        let help = problem.help.as_deref().unwrap_or_default();
        for (text, most) in [(&*problem.message, 403), (help, 2_003)] {
            assert!(text.chars().count() <= most, "{}: {text}", problem.code);
        }
    }
}

/// Each looked for among those before it, these would take minutes.
#[test]
fn a_claim_may_have_relations_without_end() {
    let ends: Vec<String> = (0..200_000).map(|end| format!("\"end{end}\"")).collect();
    let ends = ends.join(", ");
    let reading = read(&format!(
        "format = 1\n[[claim]]\nid = \"c\"\ntext = \"C\"\nkind = \"causal\"\nquotes = [\"q\"]\n\
         supports = [{ends}, \"end7\"]\n[[note]]\ntext = \"t\"\non = \"c:supports:end9\"\n"
    ));
    let told = |code: &str| reading.problems.iter().filter(|it| it.code == code).count();
    assert_eq!([told("dangling-id"), told("repeated")], [200_000, 1]);
}
