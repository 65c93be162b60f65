//! Rows, screens and scrolling.

use super::*;
use crate::essay::{Format, PartOpenings};

mod properties;

fn essay(source: &str, format: Format) -> Essay {
    Essay::parse(source.to_owned(), format)
}

/// The text of a row, as shown on the screen.
fn row_text(layout: &Layout, essay: &Essay, row: &Row) -> String {
    spans_text(layout.spans(essay, row))
}

fn spans_text(spans: Vec<RowSpan<'_>>) -> String {
    let mut text = String::new();
    for span in spans {
        let gap = usize::from(span.column)
            .checked_sub(super::width(&text))
            .expect("spans overlap");
        text.push_str(&" ".repeat(gap));
        text.push_str(&span.text);
    }
    text
}

/// The rows from the one that contains a byte offset on.
fn rows_from<'a>(
    layout: &'a Layout,
    essay: &'a Essay,
    offset: usize,
) -> impl Iterator<Item = Row> + 'a {
    layout
        .lines_from(essay, ScrollPosition::new(offset))
        .filter_map(|line| line.row().cloned())
}

fn screen(layout: &Layout, essay: &Essay, top: ScrollPosition, height: usize) -> Vec<String> {
    let line = |line: ScreenLine| match line {
        ScreenLine::Row(row) => row_text(layout, essay, &row),
        ScreenLine::HeaderRule(header) => spans_text(layout.header_rule(essay, header)),
        ScreenLine::Blank => String::new(),
    };
    layout
        .screen_lines(essay, top, height)
        .into_iter()
        .map(line)
        .collect()
}

fn check(source: &str, format: Format, width: u16, expected: &[&str]) {
    let essay = essay(source, format);
    let layout = Layout::new(width);
    assert_eq!(
        screen(&layout, &essay, ScrollPosition::default(), 1000),
        expected,
        "{source}"
    );
}

#[test]
fn blocks_are_indented_and_separated() {
    let source = "One two three four five.\n\n- six\n  seven eight\n- nine\n\n- ten\n\n12. x y";
    check(
        source,
        Format::Plain,
        10,
        &[
            "One two",
            "three four",
            "five.",
            "",
            "• six",
            "  seven",
            "  eight",
            "• nine",
            "",
            "• ten",
            "",
            "12. x y",
        ],
    );
    let source = "# A b\n> c d\n> > e\n\n- f\n\n  g\n  - h\n\n```\ni  j\n\n\tk\n```\n---\nl[^1]\n\n[^1]: m n o\n\n    p";
    check(
        source,
        Format::Markdown,
        10,
        &[
            "A b",
            "",
            "│ c d",
            "",
            "│ │ e",
            "",
            "• f",
            "",
            "  g",
            "  • h",
            "",
            "┆ i  j",
            "┆",
            "┆     k",
            "",
            "───",
            "",
            "l[1]",
            "",
            "[1] m n o",
            "",
            "    p",
        ],
    );
    check("- A```\n  a```\n", Format::Markdown, 1, &["A", "a"]);
    check("x&fjlig;", Format::Markdown, 1, &["x", "…"]);
    check("a *b*\\\nc", Format::Markdown, 10, &["a b", "c"]);
    check("", Format::Plain, 10, &[]);
}

#[test]
fn words_break_at_hyphens_and_between_graphemes() {
    check(
        "techno-geopolitical - a",
        Format::Plain,
        10,
        &["techno-", "geopoliti↵", "cal - a"],
    );
    check(
        "On 2026-01-02, in mid-20th.",
        Format::Plain,
        12,
        &["On", "2026-01-02,", "in mid-20th."],
    );
    check("abcdefgh ij", Format::Plain, 3, &["abc", "def", "gh", "ij"]);
    check(
        "新しい冷戦の、構造",
        Format::Plain,
        7,
        &["新し", "い冷戦", "の、構", "造"],
    );
    check(
        "👩‍👩‍👧👩‍👩‍👧e\u{301}e\u{301}",
        Format::Plain,
        3,
        &["👩‍👩‍👧", "👩‍👩‍👧", "e\u{301}e\u{301}"],
    );
    check("新a", Format::Plain, 1, &["…", "a"]);
    check("a \u{301}b", Format::Plain, 1, &["a", "\u{20}\u{301}", "b"]);
}

#[test]
fn code_fills_rows_and_keeps_its_lines() {
    let source = "```\nabcdefghij kl\n   m   \n\n\tn\n```";
    check(
        source,
        Format::Markdown,
        8,
        &["┆ abcde↵", "┆ fghij↵", "┆  kl", "┆    m", "┆", "┆     n"],
    );
}

#[test]
fn tables_are_side_by_side_or_stacked() {
    let source =
        "| Name | No. | C |\n|--|--:|:-:|\n| Ada L. | 1 | x |\n| *Bo* | 23 | |\n| | | yyy |";
    check(
        source,
        Format::Markdown,
        20,
        &[
            "Name    No.   C",
            "──────  ───  ───",
            "Ada L.    1   x",
            "Bo       23",
            "             yyy",
        ],
    );
    check(
        source,
        Format::Markdown,
        12,
        &[
            "Name  No.  C",
            "",
            "Name: Ada L.",
            "No.: 1",
            "C: x",
            "",
            "Name: Bo",
            "No.: 23",
            "",
            "C: yyy",
        ],
    );
    let source = "| A |\n|--|\n| one two three |\n\nx";
    check(
        source,
        Format::Markdown,
        8,
        &["A", "", "A: one", "  two", "  three", "", "x"],
    );
}

#[test]
fn blocks_begin_under_the_words_of_their_containers() {
    check(
        "10. a b c d e f\n    - f\n\n    g\n\n> - h\n>\n>   ```\n>   i\n>   ```\n\n## j k l m\n\nn[^o]\n\n[^o]: p\n\n    1. q\n\n    r",
        Format::Markdown,
        14,
        &[
            "10. a b c d",
            "    e f",
            "    • f",
            "",
            "    g",
            "",
            "│ • h",
            "",
            "│   ┆ i",
            "",
            "## j k l m",
            "",
            "n[o]",
            "",
            "[o] p",
            "",
            "    1. q",
            "",
            "    r",
        ],
    );
    check(
        "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>\n<dl>\n<dt>c</dt>\n<dd>d</dd>\n</dl>",
        Format::Markdown,
        14,
        &["• a", "  1. b", "", "c", "  d"],
    );
    // Deeper blocks keep half of the row.
    check(
        "> > > > a b c d\n\n[^label]: e f\n\n[^label]\n",
        Format::Markdown,
        8,
        &["│ │ a b", "│ │ c d", "", "[l… e f", "", "[label]"],
    );
}

#[test]
fn code_and_tables_may_be_wider_than_prose() {
    let source = "aaa bbb ccc\n\n```\naaa bbb ccc ddd\n```\n\n|aaa|bbb|\n|--|--|\n|ccc|ddd|\n\n|aaaaaaaaaa|b|\n|--|--|\n|cccccccccccc|d e f g h i j|";
    let essay = essay(source, Format::Markdown);
    let mut layout = Layout::new(1);
    layout.resize(6, 17);
    assert_eq!(
        screen(&layout, &essay, ScrollPosition::default(), 100),
        [
            "aaa",
            "bbb",
            "ccc",
            "",
            "┆ aaa bbb ccc ddd",
            "",
            "aaa  bbb",
            "───  ───",
            "ccc  ddd",
            "",
            "aaaaa↵",
            "aaaaa",
            "b",
            "",
            "cccccc",
            "  ccc↵",
            "  ccc",
            "d e f",
            "  g h",
            "  i j",
        ]
    );
}

#[test]
fn lines_of_verse_are_kept_and_continue_indented() {
    check(
        "The tide, the tide\n  comes in\nno more\n\n    f(a)\n      b",
        Format::Plain,
        14,
        &[
            "The tide, the",
            "  tide",
            "  comes in",
            "no more",
            "",
            "  f(a)",
            "    b",
        ],
    );
}

#[test]
fn furniture_is_not_shown() {
    let mut essay = essay("a\n\nb\n\nc", Format::Plain);
    let furniture = |words: &str| PartOpenings {
        furniture: vec![words.into()],
        ..PartOpenings::default()
    };
    let layout = Layout::new(10);
    let mut shown = |words| {
        essay.assign_parts(&furniture(words));
        screen(&layout, &essay, ScrollPosition::default(), 10)
    };
    assert_eq!(shown("a"), ["b", "", "c"]);
    assert_eq!(shown("b"), ["a", "", "c"]);
    assert_eq!(shown("c"), ["a", "", "b"]);
}

#[test]
fn scrolling_stops_at_the_ends() {
    let essay = essay("a b\n\nc d\n\ne", Format::Plain);
    let layout = Layout::new(1);
    let at = |offset, gap| ScrollPosition {
        offset,
        blank_lines: gap,
    };
    let first = layout.first_position(&essay);
    assert_eq!(first, at(0, 0));
    let tops: Vec<_> = (0..9)
        .map(|lines| layout.scroll_down(&essay, first, lines, 1))
        .collect();
    let expected = [
        at(0, 0),
        at(2, 0),
        at(5, 1),
        at(5, 0),
        at(7, 0),
        at(10, 1),
        at(10, 0),
        at(10, 0),
        at(10, 0),
    ];
    assert_eq!(tops, expected);
    for (lines, top) in expected.iter().take(7).enumerate() {
        assert_eq!(layout.scroll_up(&essay, *top, lines), first);
    }
    assert!(expected[..7].is_sorted());
    assert_eq!(layout.last_position(&essay, 3), at(7, 0));
    assert_eq!(layout.last_position(&essay, 99), first);
    assert_eq!(layout.scroll_down(&essay, first, 5, 3), at(7, 0));
    assert_eq!(layout.position_showing(&essay, 7, 1, 3), at(5, 0));
    assert_eq!(layout.position_showing(&essay, 10, 1, 3), at(7, 0));
    assert_eq!(layout.position_showing(&essay, 0, 1, 3), first);
    assert_eq!(layout.snap_to_row(&essay, at(6, 9)), at(5, 1));
    // At another width, the row that contains the offset is at the top.
    assert_eq!(Layout::new(9).snap_to_row(&essay, at(7, 0)), at(5, 0));
}

#[test]
fn rows_know_where_their_text_ends() {
    let essay = essay("a b\n\nc", Format::Plain);
    let layout = Layout::new(1);
    let rows: Vec<Row> = rows_from(&layout, &essay, 1).collect();
    let ends = rows.iter().map(|row| {
        (
            row.source.clone(),
            row.text_end,
            row.starts_block,
            row.ends_block,
        )
    });
    let expected = [
        (0..2, 1, true, false),
        (2..3, 3, false, true),
        (5..6, 6, true, true),
    ];
    assert!(ends.eq(expected));
    assert_eq!(rows_from(&layout, &essay, 99).next(), rows.last().cloned());
    let empty = Essay::parse("\n".into(), Format::Plain);
    assert_eq!(rows_from(&layout, &empty, 0).next(), None);
}

#[test]
fn widths_and_truncation() {
    for (text, cells) in [
        ("", 0),
        ("abc", 3),
        ("新", 2),
        ("e\u{301}", 1),
        ("👩‍👩‍👧‍👦", 2),
        ("a👍🏽b", 4),
        ("…", 1),
    ] {
        assert_eq!(super::width(text), cells, "{text}");
    }
    for (text, cells, cut) in [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cd", 4, "ab…"),
        ("新新", 4, "新新"),
        ("新新", 3, "新…"),
        ("新新", 2, "…"),
        ("ab", 1, "…"),
        ("ab", 0, ""),
        ("", 0, ""),
        ("e\u{301}e\u{301}e", 2, "e\u{301}…"),
    ] {
        assert_eq!(truncate(text, cells), cut, "{text} {cells}");
    }
}
