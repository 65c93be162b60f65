//! Tests of the starter and of the apparatus that results from its examples.

use proptest::prelude::*;

use crate::apparatus::diagnostics::{ACTOR_NEVER_MENTIONED, ORPHAN, Problem, Severity};
use crate::document::Document;
use crate::essay::{Essay, Format};

const ESSAY: &str = "\
# On Sleep

By Ada Lovelace and Jean de la Fontaine

The United States sleeps little. In Japan people sleep less; the US knows it. The US has
no \"plan\". Most people of Japan agree.

## Causes

However, the World Health Organization said more. However we look, Japan's lead is clear.

### Light

The World Health Organization agrees.

## Causes
";

fn starter(essay: &Essay, name: &str) -> String {
    super::starter(essay, name, None)
}

fn essay(text: &str) -> Essay {
    Essay::parse(text.to_owned(), Format::Markdown)
}

/// A starter with its examples uncommented.
fn with_examples(starter: &str) -> String {
    let uncomment = |line: &str| {
        let bare = line.strip_prefix("# ").unwrap_or(line);
        let key = bare.split_once(" = ").map(|(key, _)| key);
        let is_code = bare.starts_with("[[") || key.is_some_and(|key| !key.contains(' '));
        format!("{}\n", if is_code { bare } else { line })
    };
    starter.lines().map(uncomment).collect()
}

fn problems(text: &str, apparatus: &str) -> Vec<Problem> {
    Document::anchored(essay(text), Some(apparatus)).problems
}

fn errors(text: &str, apparatus: &str) -> Vec<String> {
    let problems = problems(text, apparatus).into_iter();
    let errors = problems.filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.message).collect()
}

#[test]
fn title_authors_themes_and_actors_are_recognized() {
    let file = starter(&essay(ESSAY), "sleep");
    for part in [
        "title = \"On Sleep\"\nauthors = [\"Ada Lovelace\", \"Jean de la Fontaine\"]",
        "byline = [\"By Ada Lovelace and Jean de la Fontaine\"]",
        "id = \"causes\"\nname = \"Causes\"\n#",
        "id = \"light\"\nname = \"Light\"\nparent = \"causes\"",
        "id = \"causes-2\"\nname = \"Causes\"\n#",
        "# quotes = [\"The United States sleeps little.\"]",
        "# themes = [\"causes\"]",
        "# 3 times\nid = \"united-states\"\nname = \"United States\"\nkind = \"group\"\naliases = [\"US\"]",
        "# 3 times\nid = \"japan\"",
        "# 2 times\nid = \"world-health-organization\"",
    ] {
        assert!(file.contains(part), "no\n{part}\nin\n{file}");
    }
    for part in ["However", "\"Most", "\"In\"", "\"The\""] {
        assert!(!file.contains(part), "{part} in\n{file}");
    }
    assert_eq!(errors(ESSAY, &file), [""; 0]);
    for part in ["[[claim]]", "[[relation]]", "[[note]]", "actors = { agent"] {
        assert!(file.contains(&format!("# {part}")), "{part}");
    }
    assert_eq!(errors(ESSAY, &with_examples(&file)), [""; 0]);
}

/// The candidates of a text, with their aliases.
fn names(text: &str) -> Vec<String> {
    let candidates = super::actors::candidates(&essay(text)).into_iter();
    let whole = candidates.map(|one| [&[one.name][..], &one.aliases].concat().join(" = "));
    whole.collect()
}

#[test]
fn names_are_whole_and_grouped() {
    for (text, expected) in [
        (
            "The Ministry of Foreign Affairs said so. It was the MOFA. So said the Ministry of \
             Foreign Affairs.",
            &["Ministry of Foreign Affairs = MOFA"][..],
        ),
        (
            "It was the Bank of England, or BoE; the BoE.",
            &["Bank of England = BoE"],
        ),
        (
            "It was the Dutch Research Council (NWO). So the NWO said.",
            &["Dutch Research Council = NWO"],
        ),
        (
            "So Mr. Bell and Mr Bell said in May. In May, on a Monday, or Monday.",
            &["Bell"],
        ),
        (
            "It is Zoë Lindqvist-Märtens, and Zoë Lindqvist-Märtens it was.",
            &["Zoë Lindqvist-Märtens"],
        ),
        (
            "The US-China war: the US and China. The US-based ones.",
            &["US", "China"],
        ),
        (
            "Now I'm late, I’ve come, I'd go, they say I'll; now I'm late, I’ve come, I'd go, they say I'll. \
             Say Don't, Don't. Say C'est, C'est. But Tom O'Brien and Xi'an, Tom O'Brien and Xi'an.",
            &["Tom O'Brien", "Xi'an"],
        ),
        (
            "So NASA said. So NASA did. So Nasa and Boe and Boe and BOE.",
            &["NASA = Nasa", "Boe"],
        ),
        (
            "The gulls wheel round,  \nSilver and loud,  \nSilver and loud,  \nCome in, Ann.  \nAnn, come.",
            &["Ann"],
        ),
        (
            "```\n# Build It\nBuild It\n```\n\n    # Build It\n    Build It\n",
            &[],
        ),
        (
            "So the Treasury and the North Sea. Then the Treasury and the North Sea.",
            &["Treasury", "North Sea"],
        ),
        (
            "So the Bank of England and France said. So did the Bank of England. So France.",
            &["Bank of England", "France"],
        ),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn a_starter_has_no_errors() {
    for text in TEXTS {
        for format in [Format::Plain, Format::Markdown] {
            let parse = || Essay::parse((*text).to_owned(), format);
            let file = starter(&parse(), "name");
            let with_examples = with_examples(&file);
            for file in [&file, &with_examples] {
                let problems = Document::anchored(parse(), Some(file)).problems;
                let error = problems.iter().find(|it| it.severity == Severity::Error);
                assert!(error.is_none(), "{error:?}\n{file}");
            }
        }
    }
}

#[test]
fn plain_text_is_recognized_by_its_lines() {
    let parse = |text: &str| Essay::parse(text.to_owned(), Format::Plain);
    let [decline, ink, preface, harbour] = TEXTS;
    for (text, parts) in [
        (
            decline,
            &[
                "title = \"THE DECLINE OF THE NORTH SEA\"\nauthors = [\"John Q. Public\"]",
                "# quotes = [\"It was wrapped.\"]",
                "name = \"INTRODUCTION\"",
                "name = \"Chapter 2\"",
            ][..],
        ),
        (
            ink,
            &[
                "authors = [\"Ada Lovelace\", \"Charles Babbage\"]\ndate = \"2021-03-12\"",
                "# quotes = [\"Ink is old.\"]",
            ],
        ),
        (
            preface,
            &[
                "title = \"name\"",
                "name = \"Preface\"",
                "name = \"Part One\"",
            ],
        ),
        (
            harbour,
            &["name = \"The promise\"", "parent = \"what-happened\""],
        ),
    ] {
        let file = starter(&parse(text), "name");
        for part in parts {
            assert!(file.contains(part), "no\n{part}\nin\n{file}");
        }
    }
}

const TEXTS: &[&str; 4] = &[
    "THE DECLINE OF THE NORTH SEA\n\nby John Q. Public\n\nI. INTRODUCTION\n\nIt was wrapped. So the \
     North Sea\n\n  - first\n  - second\n\nChapter 2\n=========\n\nIt is the North Sea.\n\na) one\nb) two\n",
    "A Short History of Ink\n\nBy Ada Lovelace and Charles Babbage\n12 March 2021\n\nInk is old. It was \
     in Egypt and in China.\n\nMaking ink\n----------\n\nIn Egypt they burned bones.\n",
    "## Preface\n\nSome words of preface.\n\n# Part One\n\nText here.\n",
    "THE QUIET HARBOUR\n\nBy Zoë Lindqvist-Märtens and Tanaka Hiroshi (田中 博)\nBergen, 14 March 2023\n\n\
     Abstract\n\nIt has not. We say so.\n\n1. The promise\n\nThe Hansa Group (HG) came.\n\n\
     2. What happened\n\n2.1 Ogi\n\nThe Hansa Group left. It has not. So the HG said.\n",
];

#[test]
fn front_matter_overrides_the_text() {
    let text = "---\ntitle: Sleep, a Study\nauthor:\n  - Ada Lovelace\ndate: 2020-01-31\n---\n\n\
                # On Sleep\n\nBo Other\n\nCats sleep.\n\n## Why\n";
    let file = starter(&essay(text), "sleep");
    let head = "title = \"Sleep, a Study\"\nauthors = [\"Ada Lovelace\"]\ndate = \"2020-01-31\"\n";
    assert!(file.contains(head), "{file}");
    assert!(file.contains("byline = [\"Bo Other\"]"), "{file}");
    assert!(file.contains("[\"Cats sleep.\"]"), "{file}");
    assert_eq!(file.matches("\n[[theme]]").count(), 1, "{file}");
    assert_eq!(errors(text, &with_examples(&file)), [""; 0]);
}

#[test]
fn the_examples_have_a_unique_quote_if_there_is_one() {
    // The first sentence is not unique; none is; there is no sentence; there is no name.
    for (text, expected) in [
        (
            "A cat sat. It sat. A cat sat. Then Bob saw Bob in Bob.",
            &[][..],
        ),
        (
            "A cat sat. It sat.\n\nA cat sat. It sat.",
            &[ORPHAN, ORPHAN, ORPHAN, ACTOR_NEVER_MENTIONED],
        ),
        (
            "“A – *cat* — sat” on `x\\y` …  and\nmore.",
            &[ACTOR_NEVER_MENTIONED],
        ),
        (
            "# Why\n\n- a\n- b",
            &[ORPHAN, ORPHAN, ORPHAN, ACTOR_NEVER_MENTIONED],
        ),
    ] {
        let file = with_examples(&starter(&essay(text), "name"));
        let mut codes: Vec<_> = problems(text, &file).iter().map(|it| it.code).collect();
        codes.retain(|code| *code != "alias-everywhere");
        let expected: Vec<_> = expected.iter().map(|code| code.name).collect();
        assert_eq!(codes, expected, "{text:?}\n{file}");
    }
}

#[test]
fn an_essay_without_anything_recognizable_has_a_starter() {
    for text in [
        "",
        "\n\n",
        "日本語の文章です。",
        "- a\n- b",
        "a \"b\" \\ \u{1b}[31m\u{202e}",
        "# 2049\n\n# essay",
    ] {
        let file = starter(&essay(text), "name");
        assert_eq!(errors(text, &file), [""; 0], "{text:?}\n{file}");
    }
    assert!(starter(&essay(""), "name").contains("title = \"name\""));
}

/// What is suggested as furniture, and what the text has without it.
fn furniture(text: &str) -> (Vec<String>, String) {
    let essay = Essay::parse(text.to_owned(), Format::Plain);
    let furniture = super::furniture::candidates(&essay);
    let file = starter(&essay, "name");
    let list = file.split("# furniture = [\n").nth(1).unwrap_or("# ]");
    let list = list.split("# ]").next().unwrap().lines();
    let list: String = list.map(|line| line.trim_start_matches('#')).collect();
    let file = format!("format = 1\n[essay]\nfurniture = [{list}]\n");
    let document = Document::anchored(essay, Some(&file));
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    let text = document.essay.text(0..text.len());
    (furniture, text)
}

#[test]
fn furniture_is_suggested() {
    let page = |number: u32| {
        format!(
            "It was so on page {number}.\n\nByron           Standards Track            [Page {number}]\n\u{c}\n\
             RFC 9999           On Ledgers            May 1843\n\n"
        )
    };
    for (text, openings, rest) in [
        (
            "Skip to main content\n\nThe tax\n\nShare of the tax was small.\n\nShare\n\nIt was so.\n\nRead more\n"
                .to_owned(),
            &["Skip to main content", "Share", "Read more"][..],
            "The tax\n\nShare of the tax was small.\n\nIt was so.",
        ),
        (
            "The Project Gutenberg eBook of Ink\n\nThis ebook is for the use of anyone anywhere at no cost.\n\n\
             *** START OF THE PROJECT GUTENBERG EBOOK INK ***\n\nINK\n\nIt was so.\n\n\
             *** END OF THE PROJECT GUTENBERG EBOOK INK ***\n\nThis ebook is for the use of anyone else.\n"
                .to_owned(),
            &[
                "The Project Gutenberg eBook of Ink",
                "This ebook is for the use of anyone anywhere",
                "*** START OF THE PROJECT GUTENBERG EBOOK INK",
                "*** END OF THE PROJECT GUTENBERG EBOOK INK",
                "This ebook is for the use of anyone else.",
            ],
            "INK\n\nIt was so.",
        ),
        (
            (1..5).map(page).collect(),
            &[
                "Byron Standards Track [Page 1]",
                "RFC 9999 On Ledgers May 1843",
                "Byron Standards Track [Page 2]",
                "Byron Standards Track [Page 3]",
                "Byron Standards Track [Page 4]",
            ],
            "It was so on page 1.\n\nIt was so on page 2.\n\nIt was so on page 3.\n\nIt was so on page 4.",
        ),
        ("It was so.\n\n2\n\nIt was so.".to_owned(), &[], "It was so.\n\n2\n\nIt was so."),
    ] {
        let (found, shown) = furniture(&text);
        assert_eq!(found, openings, "{text}");
        assert_eq!(shown, rest, "{text}");
    }
}

proptest! {
    #[test]
    fn no_starter_has_errors(text in "([A-Z]{0,3}[a-z]{0,5}[ .()\"\\\\#\n\u{1b}\u{e9}\u{200b}-]{1,3}){0,40}") {
        let file = starter(&essay(&text), "name");
        let found = problems(&text, &file);
        prop_assert!(found.is_empty(), "{:?}\n{}", found, file);
        let uncommented = with_examples(&file);
        for problem in problems(&text, &uncommented) {
            let expected = problem.severity == Severity::Warning || problem.code == ORPHAN.name;
            prop_assert!(expected, "{:?}\n{}", problem, uncommented);
        }
    }

    #[test]
    fn no_starter_of_a_plain_text_has_errors(lines in prop::collection::vec(
        prop::sample::select(vec![
            "", "", "1. One", "2. Two", "2.1 Sub", "Chapter 3", "ON INK", "By Ada Byron", "Bo Dean",
            "12 March 2021", "Ink (INK) is Ink.", "The Bank of Ink and Ink-Bank.", "a) one", "b) two",
            "Mr Ink, in May.", "The Ink (墨) is The Ink.", "===", "Conclusion", "\u{1b}", "— x", "— y",
        ]),
        0..30,
    )) {
        let text = lines.join("\n");
        let parse = || Essay::parse(text.clone(), Format::Plain);
        let file = starter(&parse(), "name");
        let problems = Document::anchored(parse(), Some(&file)).problems;
        prop_assert!(problems.is_empty(), "{:?}\n{}", problems, file);
    }
}
