//! Diagnostics of an apparatus: all in one pass, in the problem list, and in the editor.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use postil::apparatus::diagnostics::{CODES, Problem};
use postil::config::Config;
use postil::document::Document;
use postil::essay::{Essay, Format};
use postil::tui::app::App;
use postil::tui::keymap::Keymap;
use postil::tui::message::{Effect, Files};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const ESSAY: &str = "On Cats\n\nThe cat sat on the mat. Then the cat sat down. A dog had barked at the \
    old grey cat in the garden all night long, and it is said that this is so. It is late, and it is \
    dark, but it is warm.\n\nNobody else was there.\n\nSo it is, as it is, \
    if it is, where it is, when it is, how it is, why it is.\n\n\
    So it was.\n";

/// An apparatus with every diagnostic but a syntax error, which would hide others.
const WRONG: &str = r#"format = 2
[essay]
title = "On Cats"
authors = 3
summry = "A slip."
summary = ""
date = "Tuesday"
byline = ["By nobody"]
verse = ["So it"]
[[theme]]
id = "a theme"
[[theme]]
id = "cats"
name = "Cats"
parent = "pets"
[[theme]]
id = "pets"
name = "Pets"
parent = "cats"
[[actor]]
id = "cat"
name = "cat"
kind = "sate"
aliases = ["it is", "dog", "Cheshire Cat"]
[[actor]]
id = "dog"
name = "dog"
kind = "group"
[[actor]]
id = "dog"
name = "bird"
kind = "group"
[[claim]]
id = "sits"
text = "A cat sat."
kind = "causal"
themes = ["cats", "cats", "dogs"]
quotes = ["cat sat", "A dog has barked at the old gray cat", "Fish swim in the deep blue sea", "Nobody else wept"]
supports = ["sits", "sat"]
[[claim]]
id = "sat"
text = "It sat."
kind = "causal"
actors = {}
quotes = ["mat"]
undercuts = ["sits"]
[[note]]
id = "LONG"
text = "A remark."
on = "sat"
"#;

fn wrong() -> String {
    let mut file = WRONG.replace("LONG", &"long".repeat(60));
    for (outer, inner) in (0..34).zip(1..) {
        let theme = format!("id = \"t{inner}\"\nname = \"T\"\nparent = \"t{outer}\"");
        let _ = writeln!(file, "[[theme]]\n{theme}");
    }
    file + "[[theme]]\nid = \"t0\"\nname = \"T\"\n"
}

fn document(file: &str) -> Document {
    let essay = Essay::parse(ESSAY.to_owned(), Format::Plain);
    Document::anchored(essay, Some(file))
}

/// A quote and an essay so long that similar text is not searched for.
fn not_searched() -> Document {
    let essay = Essay::parse("alpha beta. ".repeat(180_000), Format::Plain);
    let quote = "beta alpha. ".repeat(1_600);
    let claim = "id = 'c'\ntext = 'C'\nkind = 'causal'\nactors = {}\nthemes = []";
    let file = format!("format = 1\n[[claim]]\n{claim}\nquotes = ['{quote}']\n");
    Document::anchored(essay, Some(&file))
}

fn help(problem: &Problem) -> &str {
    problem.help.as_deref().unwrap_or_default()
}

#[test]
fn every_diagnostic_is_reported_in_one_pass_with_location_and_help() {
    let mut problems = document(&wrong()).problems;
    problems.extend(document("format = 1\ntitle = \"unclosed\n").problems);
    problems.extend(not_searched().problems);
    let told: BTreeSet<_> = problems.iter().map(|problem| problem.code).collect();
    let known: BTreeSet<_> = CODES.iter().map(|code| code.name).collect();
    let missing: Vec<_> = known.difference(&told).collect();
    assert!(missing.is_empty(), "{missing:?} {problems:#?}");
    for problem in &problems {
        assert!(problem.position.is_some(), "{problem:?}");
        assert!(
            !problem.message.is_empty() && !help(problem).is_empty(),
            "{problem:?}"
        );
        for text in [problem.message.as_str(), help(problem)] {
            assert!(!text.ends_with('.') || text.ends_with(".."), "{text}");
        }
    }
}

#[test]
fn diagnostics_of_names_and_quotes_point_at_the_value() {
    let file = "format = 1\n[[actor]]\nid = 'cat'\nname = 'cat'\nkind = 'group'\n\
        aliases = ['it is', 'dog', 'Tom', 'dog', 'cat']\n\
        [[actor]]\nid = 'dog'\nkind = 'group'\nname = 'dog'\n\
        [[theme]]\nid = 't'\nname = 'T'\n\
        [[claim]]\nid = 'c'\ntext = 'C'\nkind = 'causal'\nthemes = ['t']\nactors = {}\n\
        quotes = ['grey cat', 'The cat sat on', { exact = 'grey cat' }, { exact = 'grey cat', prefix = 'old' }]\n";
    let document = document(file);
    let told: Vec<(&str, &str)> = document
        .problems
        .iter()
        .map(|problem| (problem.code, &file[problem.span.clone().unwrap()]))
        .collect();
    assert_eq!(
        told,
        [
            ("alias-everywhere", "'it is'"),
            ("alias-nowhere", "'Tom'"),
            ("repeated", "'dog'"),
            ("repeated", "'cat'"),
            ("actor-never-mentioned", "[[actor]]"),
            ("shared-name", "'dog'"),
            ("repeated", "'grey cat'"),
        ]
    );
    let shared = document
        .problems
        .iter()
        .find(|one| one.code == "shared-name");
    let (other, _) = shared.unwrap().related.clone().unwrap();
    assert_eq!(other.start, file.find("'dog', 'Tom'").unwrap());
    // Repeated statements are reported once.
    assert_eq!(
        document.apparatus.actors[0].aliases,
        ["it is", "dog", "Tom"]
    );
    assert_eq!(document.apparatus.claims[0].anchors.len(), 3);
}

#[test]
fn quote_diagnostics_show_the_words_of_the_essay() {
    let problems = document(&wrong()).problems;
    let of = |code: &str| -> Vec<_> { problems.iter().filter(|it| it.code == code).collect() };
    for (code, at, words) in [
        ("ambiguous", 0, "in paragraph 1"),
        ("ambiguous", 0, "prefix = \"the\""),
        (
            "drifted",
            0,
            "\"A dog had barked at the old grey cat\": copy that",
        ),
        ("orphan", 0, "quote the words that now support this claim"),
        (
            "orphan",
            1,
            "nearest: “Nobody else was” in paragraph 2 (line 5)",
        ),
    ] {
        let help = help(of(code)[at]);
        assert!(help.contains(words), "{code}: no {words} in {help}");
    }
    let drifted = &of("drifted")[0].message;
    assert!(
        drifted.contains("“had barked at the old grey” instead of “has barked at the old gray”"),
        "{drifted}"
    );
}

/// The pasted quote is anchored, and has no punctuation at its ends that the original quote lacks.
#[test]
fn the_suggestion_for_a_drifted_quote_can_be_pasted() {
    for (essay, quote, offered) in [
        (
            "It is kept in the field of the data, as `a = \"b\"`. So it is.",
            "'It was kept in the field of the data, as `a = \"b\"`'",
            "'It is kept in the field of the data, as a = \"b\"'",
        ),
        (
            "“When I had a week I looked. Now that I have a day I look at the source.”",
            "'“Now that I have a day, I look at the source.”'",
            "\"Now that I have a day I look at the source.”\"",
        ),
        (
            "He said 'no such \"thing\" has ever been seen by us'. They wept.",
            "'no such thing has never been seen by us.'",
            "'no such \"thing\" has ever been seen by us'",
        ),
        (
            "It's the path C:\\x\\y that we had taken all of the time, isn't it?",
            "'the path C:/x/y that we had taken all of the time, isnt it'",
            "\"the path C:\\\\x\\\\y that we had taken all of the time, isn't it\"",
        ),
        (
            "Prices of all of the goods in the town have grown by 40 %; we heard it.",
            "'Prices of all the goods in the town have grown by 40 %.'",
            "\"Prices of all of the goods in the town have grown by 40 %\"",
        ),
    ] {
        let document = |quote: &str| {
            let file = format!(
                "format = 1\n[[claim]]\nid = \"c\"\ntext = \"C\"\nkind = \"causal\"\nquotes = [{quote}]\n"
            );
            let essay = Essay::parse(essay.to_owned(), Format::Markdown);
            Document::anchored(essay, Some(&file))
        };
        let before = document(quote);
        let drifted = before.problems.iter().find(|it| it.code == "drifted");
        let help = drifted.map_or("", help);
        let found = help
            .split_once(" it has ")
            .and_then(|(_, it)| it.rsplit_once(": copy that"));
        assert_eq!(
            found.map(|it| it.0),
            Some(offered),
            "{quote} {:#?}",
            before.problems
        );
        let after = document(offered);
        let is_wrong = |it: &Problem| matches!(it.code, "drifted" | "syntax" | "orphan");
        assert!(!after.problems.iter().any(is_wrong), "{offered}");
        let passage =
            |document: &Document| document.apparatus.claims[0].anchors[0].passages.clone();
        assert_eq!(passage(&before), passage(&after));
    }
}

#[test]
fn a_quote_with_an_ellipsis_gets_a_hint_to_split_it() {
    for (quote, words) in [
        ("The cat sat … by the dog", None),
        (
            "The cat sat on the mat … A dog had barked",
            Some("part: \"The cat sat on the mat\", \"A dog had barked\""),
        ),
        (
            "A dog had barked [...] Nobody else … there",
            Some("part: \"A dog had barked\", \"Nobody else\", \"there\""),
        ),
        (
            "Nobody else was there ...",
            Some("remove the ellipsis: \"Nobody else was there\""),
        ),
        ("Nobody else ... A dog had barked at the", None),
        ("...", None),
    ] {
        let file = format!("format = 1\n[[note]]\ntext = \"t\"\nquotes = [\"{quote}\"]\n");
        let problems = document(&file).problems;
        assert_eq!(problems[0].code, "orphan");
        let help = help(&problems[0]);
        match words {
            Some(words) => assert!(help.contains(words), "{quote}: {help}"),
            None => assert!(!help.contains("part:"), "{quote}: {help}"),
        }
    }
}

#[test]
fn quote_diagnostics_give_the_line_in_the_essay_file() {
    let problems = document(&wrong()).problems;
    let lines: Vec<_> = problems
        .iter()
        .filter(|it| matches!(it.code, "ambiguous" | "drifted" | "orphan"))
        .map(|it| (it.code, it.essay_position.map(|at| (at.line, at.column))))
        .collect();
    assert_eq!(
        lines,
        [
            ("ambiguous", Some((3, 5))),
            ("drifted", Some((3, 48))),
            ("orphan", None),
            ("orphan", Some((5, 1))),
        ]
    );
    let others = problems.iter().filter(|it| it.code != "ambiguous");
    assert!(
        others
            .filter(|it| it.essay_position.is_some())
            .all(|it| help(it).contains("(line "))
    );
}

/// The app with the given files, after some keys.
fn reader(document: Document, files: Files, keys: &str) -> (App, Option<Effect>) {
    let mut app = App::new(
        document,
        files,
        Config::default().options,
        Keymap::default(),
        (80, 24),
        None,
    );
    let mut effect = None;
    for key in crate::support::script(keys) {
        effect = app.press(key);
    }
    (app, effect)
}

fn beside() -> Files {
    Files {
        essay: Some("essay.txt".into()),
        apparatus: Some("essay.postil.toml".into()),
    }
}

/// The rows of the problem list.
fn listed(app: &App) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    app.render(&crate::support::LOOK, &mut buffer);
    let row = |y| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let in_box = (0..24).map(row).filter(|row| row.starts_with('│'));
    in_box
        .map(|row| {
            row.chars()
                .skip(3)
                .take(74)
                .collect::<String>()
                .trim_end()
                .to_owned()
        })
        .filter(|row| !row.is_empty())
        .collect()
}

#[test]
fn the_problem_list_shows_the_line_and_the_editor_opens_there() {
    // The third problem is the misspelled key.
    let (app, effect) = reader(document(&wrong()), beside(), "!jj<Enter>");
    assert_eq!(effect, None);
    let rows = listed(&app);
    let at = rows
        .iter()
        .position(|row| row.contains("line 5: "))
        .unwrap();
    assert!(rows[at].contains("unknown key `summry`"), "{rows:#?}");
    let below: Vec<_> = rows
        .iter()
        .skip_while(|row| !row.starts_with("    summry"))
        .collect();
    assert_eq!(below[0], "    summry = \"A slip.\"", "{rows:#?}");
    assert_eq!(below[1], "    ^^^^^^", "{rows:#?}");
    let (folded, _) = reader(document(&wrong()), beside(), "!jj<Enter><Enter>");
    assert!(!listed(&folded).iter().any(|row| row.contains("A slip.")));
    let (_, effect) = reader(document(&wrong()), beside(), "!jje");
    let file = "essay.postil.toml".into();
    assert_eq!(effect, Some(Effect::Edit { file, line: 5 }));
}

#[test]
fn a_long_line_is_cut_around_the_value() {
    let long = "\u{1b}x ".repeat(20_000);
    for file in [
        format!(
            "format = 1\nx-y = \"{long}\"\n[essay]\nsummary = {{ a = \"{long}\", b = \"{long}\" }}\n"
        ),
        format!("format = 1\n[[theme]]\nid = \"t\"\nname = \"T\"\nparent = [\"{long}\"]\n"),
    ] {
        let (app, _) = reader(document(&file), beside(), "!<Enter>");
        let rows = listed(&app);
        assert!(
            rows.iter()
                .any(|row| row.starts_with("    ") && row.contains('^')),
            "{rows:#?}"
        );
        for row in rows {
            assert!(postil::layout::width(&row) <= 74, "{row}");
            assert!(!row.contains('\u{1b}'), "{row:?}");
        }
    }
}

#[test]
fn the_editor_opens_at_the_table_of_the_current_entry() {
    let lines: Vec<_> = crate::support::APPARATUS.lines().collect();
    for (keys, table, words) in [
        ("je", "[[theme]]", ""),
        (":five-eyes<Enter>e", "[[actor]]", "id = \"five-eyes\""),
        (":china-rise<Enter>e", "[[theme]]", "id = \"china-rise\""),
        (":22<Enter>e", "[[claim]]", "id = \"china-concern\""),
        // In the detail, the entry under its cursor; in the essay, the claim of the current passage.
        (":china-rise<Enter><Tab><Tab>e", "[[claim]]", ""),
        ("<Tab><Tab>Ge", "[[note]]", ""),
        (":22<Enter><Tab>]e", "[[claim]]", "id = \"china-concern\""),
    ] {
        let (_, effect) = reader(crate::support::bundled(), beside(), keys);
        let Some(Effect::Edit { line, .. }) = effect else {
            panic!("{keys}: {effect:?}");
        };
        assert_eq!(lines[line - 1], table, "{keys}");
        assert!(lines[line].contains(words), "{keys}: {}", lines[line]);
    }
}

#[test]
fn editing_without_a_file_explains_how_to_get_one() {
    let bare = || Document::new(Essay::parse(ESSAY.to_owned(), Format::Plain), None);
    for (document, words) in [
        (crate::support::bundled(), "“postil init” writes a copy"),
        (bare(), "“postil init FILE” starts an apparatus"),
    ] {
        let (app, effect) = reader(document, Files::default(), "e");
        assert_eq!(effect, None);
        let said = app.ctx().message.as_ref().map_or("", |it| it.text.as_str());
        assert!(said.contains(words), "{said}");
    }
}

/// It does so even in a list that does not contain the lens.
#[test]
fn the_editor_opens_at_the_entry_under_the_cursor() {
    let apparatus = "format = 1\n[[theme]]\nid = \"t\"\nname = \"T\"\n[[actor]]\nid = \"a\"\n\
        name = \"A\"\nkind = \"state\"\n";
    for (keys, line) in [("e", 1), ("je", 2), ("j3e", 1), ("j3je", 5)] {
        let (_, effect) = reader(document(apparatus), beside(), keys);
        let file = "essay.postil.toml".into();
        assert_eq!(effect, Some(Effect::Edit { file, line }), "{keys}");
    }
}
