//! Words copied from the screen, quoted by an apparatus, are found where they are.

use postil::apparatus::AnchorState;
use postil::document::Document;
use postil::essay::{Essay, Format};
use proptest::prelude::*;

use crate::support::{Screen, reader};

/// Words that repeat and words that do not, in several scripts.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-z]{1,9}",
        3 => prop::sample::select(vec![
            "harbor", "well-known", "state-of-the-art", "north/south", "1850–1870", "don’t", "develop-\nment",
            "well-\nknown", "development", "north/\nsouth", "—", "word—word", "“quoted”", "3.2", "[1]", "a*b",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "https://example.org/a/long/address/that-fits-no-narrow-row",
            "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "商人们不得不把货物从陆路运走，因此价格上涨了三成。", "港口在冬天\n结冰以后", "日本語のテキスト、例えば", "API",
            "ภาษาไทยไม่มีช่องว่าง", "그는 한국에서 자유롭게", "의사결정과정에서",
        ]).prop_map(str::to_owned),
    ];
    let gap = prop_oneof![6 => Just(" "), 1 => Just("\n")];
    prop::collection::vec((word, gap), 1..25).prop_map(|words| {
        let text: String = words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect();
        text.trim().to_owned()
    })
}

/// Words on one line.
fn line() -> impl Strategy<Value = String> {
    words().prop_map(|words| words.replace('\n', " "))
}

fn plain_block() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => words(),
        1 => prop::collection::vec(line(), 1..5).prop_map(|items| {
            let items = items.into_iter().map(|item| format!("- {item}\n"));
            items.collect::<String>()
        }),
        1 => prop::collection::vec("[a-z]{3,7}( [a-z]{2,7}){2,4}", 3..8).prop_map(|lines| lines.join("\n")),
        1 => line().prop_map(|line| format!("    {line}")),
    ]
}

fn markdown_block() -> impl Strategy<Value = String> {
    let items = prop::collection::vec((line(), any::<bool>()), 1..5);
    let list = (items, any::<bool>()).prop_map(|(items, is_ordered)| {
        let item = |(index, (item, is_nested)): (usize, &(String, bool))| {
            let marker = if is_ordered {
                format!("{}.", index + 1)
            } else {
                "-".to_owned()
            };
            let indent = if *is_nested && index > 0 { "    " } else { "" };
            format!("{indent}{marker} {item}\n")
        };
        items.iter().enumerate().map(item).collect::<String>()
    });
    let cell = || "[a-z]{2,9}( [a-z]{2,9}){0,12}";
    let table = prop::collection::vec((cell(), cell()), 2..5).prop_map(|rows| {
        let rows = rows
            .iter()
            .map(|(one, other)| format!("| {one} | {other} |\n"));
        let mut rows: Vec<String> = rows.collect();
        rows.insert(1, "|---|---|\n".to_owned());
        rows.concat()
    });
    prop_oneof![
        4 => words(),
        2 => list,
        2 => table,
        1 => words().prop_map(|words| format!("> {}", words.replace('\n', "\n> "))),
        1 => line().prop_map(|line| format!("## {line}")),
        1 => line().prop_map(|line| format!("```\n{line}\n  {line}\n```")),
        1 => (line(), line()).prop_map(|(one, other)| format!("*{one}* [{other}](https://example.org) and `code`")),
        1 => (line(), line()).prop_map(|(one, other)| format!("<ol><li>{one}\n<li>{other}\n<ul><li>{one}</ul></ol>")),
        1 => (line(), line()).prop_map(|(one, other)| format!("> - {one}\n>   > {other}\n>\n> ### {one}")),
        1 => line().prop_map(|line| format!("10. {line}\n\n    {line} 10<sup>6</sup> $a_1$\n\n    ```\n    {line}\n    ```")),
        1 => (words(), line()).prop_map(|(text, note)| format!("{text}[^a] end.\n\n[^a]: {note}")),
    ]
}

/// The source of an essay, and whether it is Markdown.
fn essay() -> impl Strategy<Value = (String, bool)> {
    let plain = prop::collection::vec(plain_block(), 1..8);
    let markdown = prop::collection::vec(markdown_block(), 1..8);
    let source = |blocks: Vec<String>| blocks.join("\n\n");
    prop_oneof![
        plain.prop_map(move |blocks| (source(blocks), false)),
        markdown.prop_map(move |blocks| (source(blocks), true)),
    ]
}

fn claim(quote: &str) -> String {
    let quote = serde_json::to_string(quote)
        .unwrap()
        .replace('\u{7f}', "\\u007F");
    format!("[[claim]]\nid = \"c\"\ntext = \"C.\"\nkind = \"causal\"\nquotes = [{quote}]\n")
}

fn open(essay: &Essay, quote: &str) -> Document {
    let file = format!("format = 1\n{}", claim(quote));
    Document::anchored(essay.clone(), Some(&file))
}

/// What a terminal's selection gives: from a word of one row to a word of another. `None` if it has no
/// letters, or may be only the name of a column, which is far above.
fn selection(screen: &Screen, first: (usize, usize), last: (usize, usize)) -> Option<String> {
    screen.app.ctx().screen.essay?;
    let rows = screen.essay_rows();
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    let from = first.0 % rows.len();
    let to = (from + last.0).min(rows.len() - 1);
    let mut lines: Vec<String> = rows[from..=to]
        .iter()
        .map(|row| (*row).to_owned())
        .collect();
    let words: Vec<&str> = rows[from].split_whitespace().collect();
    lines[0] = words.get(first.1 % words.len().max(1)..)?.join(" ");
    let words: Vec<String> = lines
        .last()?
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let count = last.1 % words.len().max(1) + 1;
    *lines.last_mut()? = words.get(..count)?.join(" ");
    let text = lines.join("\n");
    let is_name = text.trim().lines().count() == 1 && rows[from..=to].concat().contains(':');
    (text.chars().any(char::is_alphabetic) && !is_name).then_some(text)
}

/// Fails unless words copied from the screen are found in what the screen shows.
fn check(essay: &Essay, width: u16, keys: &str, first: (usize, usize), last: (usize, usize)) {
    // A passage: its number and bar are drawn in the margin.
    let quoted = essay.text(0..essay.source().len() / 3);
    let screen = reader(open(essay, &quoted), &format!("{width}x30"), keys);
    let Some(copied) = selection(&screen, first, last) else {
        return;
    };
    let document = open(essay, &copied);
    let anchor = &document.apparatus.claims[0].anchors[0];
    let visible = screen.app.essay().visible();
    assert!(
        matches!(anchor.state, AnchorState::Anchored | AnchorState::Ambiguous)
            && anchor
                .passages
                .iter()
                .any(|it| it.start < visible.end && visible.start < it.end),
        "{:?}: {copied:?}\n{}\n{:?}",
        anchor.state,
        screen.text(),
        essay.source(),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn words_copied_from_the_screen_are_found(
        (source, is_markdown) in essay(),
        width in 24..140_u16,
        keys in prop::sample::select(vec!["", "<Tab>", "<Tab>z", "<Tab>jj", "<Tab>z<Space>", "<Tab>G"]),
        first in (0..30_usize, 0..20_usize),
        last in (0..6_usize, 0..20_usize),
    ) {
        let format = if is_markdown { Format::Markdown } else { Format::Plain };
        let essay = Essay::parse(source, format);
        check(&essay, width, keys, first, last);
    }
}
