//! Markdown: its blocks, and what is seen of them.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::build::label as label_of;
use super::{border, chunks, read};
use crate::essay::markup::Setting;
use crate::essay::parallel::in_parts;
use crate::essay::{Align, Block, BlockKind, Essay, Format, InlineStyle};

fn essay(source: &str) -> Essay {
    Essay::parse(source.to_owned(), Format::Markdown)
}

/// A block a line: its kind, depth, mark and text; what is set is in brackets after its letters.
fn outline(source: &str) -> Vec<String> {
    let essay = essay(source);
    let block = |block: &Block| {
        let mut line = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            kind => format!("{kind:?}").to_lowercase(),
        };
        if block.depth > 0 {
            write!(line, "@{}", block.depth).unwrap();
        }
        line.push(':');
        let mark = essay.marker(block);
        if !mark.is_empty() {
            write!(line, " {mark}").unwrap();
        }
        line.push(' ');
        for piece in essay.segments(block.range.clone()) {
            let InlineStyle {
                emphasis,
                strong,
                code,
                strikethrough,
                link,
            } = piece.style;
            let letters = [
                (emphasis, 'e'),
                (strong, 's'),
                (code, 'c'),
                (strikethrough, 'x'),
                (link, 'l'),
            ];
            let set: String = letters
                .iter()
                .filter(|set| set.0)
                .map(|set| set.1)
                .collect();
            if set.is_empty() {
                line.push_str(&piece.text);
            } else {
                write!(line, "{set}[{}]", piece.text).unwrap();
            }
        }
        line
    };
    essay.blocks().iter().map(block).collect()
}

fn check(source: &str, expected: &[&str]) {
    assert_eq!(outline(source), expected, "{source}");
}

#[test]
fn a_title_stands_before_the_prose() {
    for (source, title) in [
        ("# On Ink\n\nIt was so.", Some("On Ink")),
        ("12 March 2021\n\n# On Ink\n\nIt was so.", Some("On Ink")),
        ("## Preface\n\nIt was so.\n\n# Part One\n\nIt was so.", None),
        ("- a\n\n# Part One\n", None),
    ] {
        let essay = Essay::parse(source.to_owned(), Format::Markdown);
        assert_eq!(essay.title().as_deref(), title, "{source}");
    }
}

#[test]
fn headings_and_paragraphs() {
    check(
        "# One #\n\nTwo\nlines\n===\n\nThree\nfour\n\n---\n\n###### Six",
        &[
            "h1: One",
            "h1: Two lines",
            "paragraph: Three four",
            "rule: ",
            "h6: Six",
        ],
    );
    check("", &[]);
    check("\n \n\t\n", &[]);
    check("#\n\n-\n\n>\n\n```\n```\n", &[]);
}

#[test]
fn setting() {
    check(
        "a *b **c*** ~~d~~ `e` [f *g*](/h) <http://i.j> ![k](l)",
        &["paragraph: a e[b ]es[c] x[d] c[e] l[f ]el[g] l[http://i.j] l[k]"],
    );
    check(
        "*a*b and **c\nd** e",
        &["paragraph: e[a]b and s[c]s[ ]s[d] e"],
    );
    check(
        "`` a ` b `` and `c\nd` > `e`",
        &["paragraph: c[a ` b] and c[c]c[ ]c[d] > c[e]"],
    );
    check("> `a\n> b` c", &["quotation@1: c[a]c[ ]c[b] c"]);
}

#[test]
fn characters_that_stand_for_others() {
    check(
        r"a &amp; b \* &#x27; &nbsp;&hellip; &NotEqualTilde; \",
        &["paragraph: a & b * ' \u{a0}… ≂̸ \\"],
    );
    check(
        "&#27;[31m &#x202e; &#0;",
        &["paragraph: ␛[31m \u{fffd} \u{fffd}"],
    );
    check("a  \nb\\\n  c<br/>d", &["paragraph: a\nb\nc\nd"]);
}

#[test]
fn lists() {
    check(
        "- a\n- b\n  c\n\n  d\n    1. e\n    2) f\n\n* g\n-\n- h",
        &[
            "listitem@1: • a",
            "listitem@1: • b c",
            "paragraph@1: d",
            "listitem@2: 1. e",
            "listitem@2: 2) f",
            "listitem@1: • g",
            "listitem@1: • h",
        ],
    );
    check(
        "7. a\n   > b\n\n   ```\n   c\n     d\n   ```\n- - e",
        &[
            "listitem@1: 7. a",
            "quotation@2: b",
            "code@1: c\n  d",
            "listitem@2: • e",
        ],
    );
    check("- # a\n- > b", &["h1@1: • a", "quotation@2: • b"]);
}

#[test]
fn quotations() {
    check(
        "> a\nb\n> > c\n>\n> d",
        &["quotation@1: a b", "quotation@2: c", "quotation@1: d"],
    );
}

#[test]
fn code() {
    check(
        "```rust\na\n\n\tb\n```\n\n    c\n\n      d\n\nx",
        &["code: a\n\n    b", "code: c\n\n  d", "paragraph: x"],
    );
    check("> ```\n> a\n> b", &["code@1: a\nb"]);
}

#[test]
fn tables() {
    let source = "| A | B \\| c |\n|---|--:|\n| 1 | *two* |\n| | x\n| y |\n\nz";
    check(
        source,
        &[
            "tablerow: A  B | c",
            "tablerow: 1  e[two]",
            "tablerow:   x",
            "tablerow: y  ",
            "paragraph: z",
        ],
    );
    let essay = essay(source);
    let table = essay.table(2).unwrap();
    assert_eq!(
        (table.rows.clone(), table.columns),
        (0..4, [Align::Left, Align::Right].as_slice())
    );
    assert_eq!(essay.table(4), None);
    let cells = |row: usize| -> Vec<String> {
        essay
            .cells(&essay.blocks()[row])
            .map(|cell| essay.text(cell))
            .collect()
    };
    assert_eq!(cells(0), ["A", "B | c"]);
    assert_eq!(cells(1), ["1", "two"]);
    assert_eq!(cells(2), ["", "x"]);
    assert_eq!(cells(3), ["y", ""]);
}

#[test]
fn footnotes() {
    check(
        "a[^1] b[^no]\n\n[^1]: c\n    d\n\n    e\n\nf",
        &[
            "paragraph: a[1] b[^no]",
            "footnote: [1] c d",
            "footnote: e",
            "paragraph: f",
        ],
    );
}

#[test]
fn what_may_be_a_footnotes_label_is_closed_short_and_not_empty() {
    let long = "é".repeat(999);
    for (source, label) in [
        ("[^a]", Some("a")),
        ("[^a\\]b\\[]", Some("a\\]b\\[")),
        ("[^]", None),
        ("[^a", None),
        ("[^a\nb]", None),
        ("[^a[^b]", None),
        ("[a]", None),
        (&format!("[^{long}]"), Some(long.as_str())),
        (&format!("[^{long}é]"), None),
    ] {
        let found = label_of(source, 0).map(|range| &source[range]);
        assert_eq!(found, label, "{source}");
    }
}

#[test]
fn html() {
    check("a <b>b</b><!-- c --> d", &["paragraph: a b d"]);
    check(
        "<div class=\"x\">\n<p>a <i>b</i>c</p>\n<p>d</p>\n</div>\n\ne",
        &["paragraph: a bc d", "paragraph: e"],
    );
    check(
        "<!-- a\n\nb -->\n\nc\n\n<script>\nd < e\n</script>\n",
        &["paragraph: c"],
    );
}

#[test]
fn front_matter() {
    check("---\ntitle: a\ntags: [b]\n---\n# c", &["h1: c"]);
    check("---\na\n---\n", &["rule: ", "h2: a"]);
}

#[test]
fn links_lead_somewhere() {
    let source = "[a](/b \"c\") [d][e] <http://f.g> [h](/i\\)j)\n\n[e]: http://e.e\n";
    let essay = essay(source);
    let at = |text: &str| {
        let link = essay.link_at(source.find(text).unwrap());
        link.map(|(words, target)| format!("{}: {target}", essay.text(words)))
    };
    assert_eq!(at("a").as_deref(), Some("a: /b"));
    assert_eq!(at("d]").as_deref(), Some("d: http://e.e"));
    assert_eq!(at("f.g").as_deref(), Some("http://f.g: http://f.g"));
    assert_eq!(at("h]").as_deref(), Some("h: /i)j"));
    assert_eq!(at(" [d"), None);
}

#[test]
fn nesting_without_end() {
    for (begin, end) in [
        ("> ", ""),
        ("- ", ""),
        ("*a ", ""),
        ("[", "]"),
        ("[^", "]"),
        ("<b>", ""),
        ("`", ""),
    ] {
        let source = format!("{}x{}\n\nlast", begin.repeat(10_000), end.repeat(10_000));
        let essay = essay(&source);
        assert!(essay.text(0..source.len()).ends_with("last"), "{begin}");
    }
}

/// Segments of Markdown, to be put together to all that a chunk's border can meet.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        Just("word ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("```\n".to_owned()),
        Just("~~~\n".to_owned()),
        Just("- ".to_owned()),
        Just("1. ".to_owned()),
        Just("  ".to_owned()),
        Just("    ".to_owned()),
        Just("> ".to_owned()),
        Just("# ".to_owned()),
        Just("*a*".to_owned()),
        Just("*a\nb*".to_owned()),
        Just("[a](/\\*u)".to_owned()),
        Just("**".to_owned()),
        Just("`".to_owned()),
        Just("[r] ".to_owned()),
        Just("[r]: /u\n".to_owned()),
        Just("[^n] ".to_owned()),
        Just("[^n]: note\n".to_owned()),
        Just("<div>\n".to_owned()),
        Just("<pre>\n".to_owned()),
        Just("</pre>\n".to_owned()),
        Just("<!-- ".to_owned()),
        Just("-->\n".to_owned()),
        Just("| a | b |\n|---|---|\n".to_owned()),
        Just("| c |\n".to_owned()),
        Just("---\n".to_owned()),
        Just("===\n".to_owned()),
        Just("&amp; ".to_owned()),
        Just("\t".to_owned()),
        "[a-zé☃]{1,3}",
    ];
    proptest::collection::vec(fragment, 0..40).prop_map(|fragments| fragments.concat())
}

/// What a reader sees, block by block, where the source is read in chunks of a size, so many parts
/// of it at once.
fn seen(source: &str, size: usize, parts: usize) -> Vec<String> {
    let chunks = chunks(source, size);
    let parts = in_parts(source.len(), parts, |from| border(&chunks, source, from));
    let (blocks, markup) = read(source, &chunks, parts);
    let mut essay = Essay::parse(String::new(), Format::Markdown);
    (essay.source, essay.blocks, essay.markup) = (source.to_owned(), blocks, markup);
    let show = |(place, block): (usize, &Block)| {
        let mut line = format!("{:?} {}", block.kind, block.depth);
        for piece in essay.segments(block.range.clone()) {
            let target = essay.link_at(piece.source.start).map(|link| link.1);
            write!(
                line,
                " {:?}{:?}{target:?}",
                piece.text,
                Setting::from(piece.style)
            )
            .unwrap();
        }
        write!(line, " {:?}", essay.table(place)).unwrap();
        line
    };
    essay.blocks.iter().enumerate().map(show).collect()
}

proptest! {
    #[test]
    fn chunks_make_no_difference(source in fragments(), size in 1_usize..40, parts in 1_usize..4) {
        prop_assert_eq!(seen(&source, size, parts), seen(&source, usize::MAX, 1));
    }
}
