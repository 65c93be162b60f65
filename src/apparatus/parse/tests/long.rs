//! Very long strings and lists.

use std::fmt::Write as _;

use super::check;
use crate::apparatus::diagnostics::ProblemList;
use crate::apparatus::parse;
use crate::document::Document;
use crate::essay::{Essay, Format};

#[test]
fn too_long_names_are_reported() {
    let (fits, not) = ("é".repeat(200), "é".repeat(201));
    for (name, is_reported) in [(&fits, false), (&not, true)] {
        let file = format!(
            "format = 1\n[[theme]]\nid = \"{name}\"\nname = \"{name}\"\nsummary = \"{name}\"\n\
             [[actor]]\nid = \"a\"\nname = \"A\"\nkind = \"state\"\naliases = [\"B\", \"{name}\"]\n"
        );
        let all = [(3, 6), (4, 8), (10, 17)].map(|(line, column)| {
            let place = format!("too-long {line}:{column} \"{name}\"");
            place
        });
        let all: Vec<_> = all
            .iter()
            .map(String::as_str)
            .filter(|_| is_reported)
            .collect();
        check(&file, &all);
    }
}

#[test]
fn long_values_are_cut_in_messages() {
    let long = "x".repeat(1 << 16);
    let near = format!("{}y", &long[1..]);
    let mut file = String::from("format = 1\n");
    file.push_str("[essay]\n");
    for (key, value) in [("title", &long), ("sumary", &long), (&*long, &near)] {
        writeln!(file, "{key} = \"{value}\"").unwrap();
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
    let problems = Document::anchored(essay, Some(&file)).problems;
    assert!(problems.len() > 20, "{}", problems.len());
    assert!(parse(&file).problems.len() > 20);
    for problem in problems {
        let help = problem.help.as_deref().unwrap_or_default();
        for (text, most) in [(&*problem.message, 403), (help, 2_003)] {
            assert!(text.chars().count() <= most, "{}: {text}", problem.code);
        }
    }
}

/// With a comparison of each with all others, this would take minutes.
#[test]
fn many_relations_of_a_claim_take_linear_time() {
    let ends: Vec<String> = (0..200_000).map(|end| format!("\"end{end}\"")).collect();
    let ends = ends.join(", ");
    let parsed = parse(&format!(
        "format = 1\n[[claim]]\nid = \"c\"\ntext = \"C\"\nkind = \"causal\"\nquotes = [\"q\"]\n\
         supports = [{ends}, \"end7\"]\n[[note]]\ntext = \"t\"\non = \"c:supports:end9\"\n"
    ));
    let count = |code: &str| parsed.problems.iter().filter(|it| it.code == code).count();
    assert_eq!(
        [count("dangling-id"), count("repeated")],
        [ProblemList::MAX_OF_A_CODE + 1, 1]
    );
}
