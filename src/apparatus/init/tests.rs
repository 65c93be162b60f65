//! Starters: what they hold, and that nothing is wrong with them.

use proptest::prelude::*;

use super::{names, starter};
use crate::apparatus::problem::Severity;
use crate::essay::{Essay, Format};
use crate::index::Document;

const PLAIN: &str = "On Peace\n\nBy A. Person and Other de la Person\n\nThe World Trade Organization met \
    today. The WTO's members, China and the US, met again.\n\nShould China agree, the United States may \
    follow. The United States said so to the WTO. On \"Belt and Road\" it said less; the Belt and \
    Road is long.\n";

const MARKDOWN: &str = "# On *Peace*\n\n## War & \"Peace\"\n\nWar is war. It is.\n\n### 1914\n\nIt came.\n\n\
    ## War & \"Peace\"\n\nWar is war. It was.\n";

fn essay(text: &str, format: Format) -> Essay {
    Essay::parse(text.to_owned(), format)
}

/// A starter has no error, neither as it is nor with its sample claim uncommented.
fn is_right(text: &str, format: Format) -> String {
    let file = starter(&essay(text, format));
    let sample: String = match file.split_once("# [[claim]]\n") {
        Some((before, claim)) => format!("{before}[[claim]]\n{}", claim.replace("# ", "")),
        None => String::new(),
    };
    let kinds = sample.replace("\"descriptive\"  ", "\"descriptive\"  # ");
    for file in [&file, &kinds] {
        let document = Document::settled(essay(text, format), Some(file));
        let errors: Vec<_> = document
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            // Where there is nothing to quote, the sample quotes nothing.
            .filter(|problem| problem.code != "orphan" || !file.contains("the words that carry it"))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}\n{file}");
    }
    file
}

#[test]
fn title_and_authors_are_told_by_their_places() {
    let file = is_right(PLAIN, Format::Plain);
    assert!(file.contains("\ntitle = \"On Peace\"\n"), "{file}");
    assert!(
        file.contains("\nauthors = [\"A. Person\", \"Other de la Person\"]\n"),
        "{file}"
    );
    assert!(
        file.contains("\nbyline = [\"By A. Person and Other de la Person\"]\n"),
        "{file}"
    );
    assert!(
        file.contains("\n# quotes = [\"The World Trade Organization met today.\"]\n"),
        "{file}"
    );
}

#[test]
fn themes_are_the_headings() {
    let file = is_right(MARKDOWN, Format::Markdown);
    let themes: Vec<&str> = file.split("\n[[theme]]\n").skip(1).collect();
    assert_eq!(themes.len(), 3, "{file}");
    assert!(
        themes[0].starts_with("id = \"war-peace\"\nname = \"War & \\\"Peace\\\"\"\n"),
        "{file}"
    );
    assert!(themes[1].starts_with("id = \"theme-1914\"\n"), "{file}");
    assert!(themes[1].contains("parent = \"war-peace\""), "{file}");
    assert!(themes[2].starts_with("id = \"war-peace-2\"\n"), "{file}");
    // The first sentence stands twice: the sample says which is meant.
    assert!(
        file.contains("quotes = [{ exact = \"War is war.\", prefix = "),
        "{file}"
    );
}

#[test]
fn actors_are_names_that_come_again() {
    let found = names::find(&essay(PLAIN, Format::Plain));
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.name.as_str(), one.aliases.join(","), one.count))
        .collect();
    assert_eq!(
        found,
        [
            ("World Trade Organization", "WTO".to_owned(), 3),
            ("United States", "US".to_owned(), 3),
            ("China", String::new(), 2),
            ("Belt and Road", String::new(), 2),
        ]
    );
}

#[test]
fn texts_of_which_nothing_can_be_told() {
    for text in [
        "",
        "\n\n",
        "just words without an end",
        "A sentence. Another.",
        "\u{1b}[31m \u{202e}\"\\",
        "日本は国。",
    ] {
        is_right(text, Format::Plain);
        is_right(text, Format::Markdown);
    }
}

proptest! {
    #[test]
    fn a_starter_is_right_for_any_text(text in "([A-Z#][a-z. \"'\\\\-]{0,12}|\n\n|\\PC|\u{7}){0,30}") {
        is_right(&text, Format::Plain);
        is_right(&text, Format::Markdown);
    }
}
