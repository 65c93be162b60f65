use proptest::prelude::*;

use super::*;
use crate::essay::{Format, PageParts};

fn essay(source: &str, format: Format) -> Essay {
    Essay::parse(source.to_owned(), format)
}

/// A row as it stands on the screen.
fn drawn(layout: &Layout, essay: &Essay, row: &Row) -> String {
    let mut text = String::new();
    for run in layout.runs(essay, row) {
        let gap = usize::from(run.column)
            .checked_sub(super::width(&text))
            .expect("runs overlap");
        text.push_str(&" ".repeat(gap));
        text.push_str(&run.text);
    }
    text
}

fn screen(layout: &Layout, essay: &Essay, top: Position, height: usize) -> Vec<String> {
    let line = |line: Line| {
        line.row()
            .map_or(String::new(), |row| drawn(layout, essay, row))
    };
    layout
        .screenful(essay, top, height)
        .into_iter()
        .map(line)
        .collect()
}

fn check(source: &str, format: Format, width: u16, expected: &[&str]) {
    let essay = essay(source, format);
    let layout = Layout::new(width);
    assert_eq!(
        screen(&layout, &essay, Position::default(), 1000),
        expected,
        "{source}"
    );
}

#[test]
fn blocks() {
    let source = "One two three\nfour five.\n\n- six\n  seven eight\n- nine\n\n- ten\n\n12. x y";
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
            "  c d",
            "",
            "    e",
            "",
            "• f",
            "",
            "  g",
            "  • h",
            "",
            "  i  j",
            "",
            "      k",
            "",
            "",
            "",
            "l[1]",
            "",
            "[1] m n o",
            "",
            "    p",
        ],
    );
    check("a *b*\\\nc", Format::Markdown, 10, &["a b", "c"]);
    check("", Format::Plain, 10, &[]);
}

#[test]
fn words() {
    check(
        "techno-geopolitical - a",
        Format::Plain,
        10,
        &["techno-", "geopolitic", "al - a"],
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
    check("新a", Format::Plain, 1, &["\u{fffd}", "a"]);
    check("a \u{301}b", Format::Plain, 1, &["a", "\u{20}\u{301}", "b"]);
}

#[test]
fn code_is_filled_and_keeps_its_lines() {
    let source = "```\nabcdefghij kl\n   m   \n\n\tn\n```";
    check(
        source,
        Format::Markdown,
        8,
        &["  abcdef", "  ghij k", "  l", "     m", "", "      n"],
    );
}

#[test]
fn tables() {
    let source =
        "| Name | No. | C |\n|--|--:|:-:|\n| Ada L. | 1 | x |\n| *Bo* | 23 | |\n| | | yyy |";
    check(
        source,
        Format::Markdown,
        20,
        &[
            "Name    No.   C",
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
fn furniture_is_not_there() {
    let mut essay = essay("a\n\nb\n\nc", Format::Plain);
    let furniture = |words: &str| PageParts {
        furniture: vec![words.into()],
        ..PageParts::default()
    };
    let layout = Layout::new(10);
    let mut shown = |words| {
        essay.mark_parts(&furniture(words));
        screen(&layout, &essay, Position::default(), 10)
    };
    assert_eq!(shown("a"), ["b", "", "c"]);
    assert_eq!(shown("b"), ["a", "", "c"]);
    assert_eq!(shown("c"), ["a", "", "b"]);
}

#[test]
fn positions() {
    let essay = essay("a b\n\nc d\n\ne", Format::Plain);
    let layout = Layout::new(1);
    let at = |offset, gap| Position { offset, gap };
    let first = layout.first_top(&essay);
    assert_eq!(first, at(0, 0));
    let tops: Vec<_> = (0..9)
        .map(|lines| layout.forward(&essay, first, lines, 1))
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
        assert_eq!(layout.back(&essay, *top, lines), first);
        assert_eq!(
            layout.distance(&essay, first, *top, 6),
            isize::try_from(lines).ok()
        );
        assert_eq!(
            layout.distance(&essay, *top, first, 6).map(isize::abs),
            isize::try_from(lines).ok()
        );
    }
    assert_eq!(layout.distance(&essay, first, at(10, 0), 5), None);
    assert!(expected[..7].is_sorted());
    assert_eq!(layout.last_top(&essay, 3), at(7, 0));
    assert_eq!(layout.last_top(&essay, 99), first);
    assert_eq!(layout.forward(&essay, first, 5, 3), at(7, 0));
    assert_eq!(layout.top_for(&essay, 7, 1, 3), at(5, 0));
    assert_eq!(layout.top_for(&essay, 10, 1, 3), at(7, 0));
    assert_eq!(layout.top_for(&essay, 0, 1, 3), first);
    assert_eq!(layout.settle(&essay, at(6, 9)), at(5, 1));
    // At another width the row that holds the offset is the top.
    assert_eq!(Layout::new(9).settle(&essay, at(7, 0)), at(5, 0));
}

#[test]
fn rows_know_their_neighbours() {
    let essay = essay("a b\n\nc", Format::Plain);
    let layout = Layout::new(1);
    let row = layout.row_at(&essay, 1).unwrap();
    assert_eq!(
        (row.source.clone(), row.ink, row.first, row.last),
        (0..2, 1, true, false)
    );
    assert_eq!(layout.previous(&essay, &row), None);
    let last = layout
        .next(&essay, &layout.next(&essay, &row).unwrap())
        .unwrap();
    assert_eq!((last.source.clone(), last.block), (5..6, 1));
    assert_eq!(layout.next(&essay, &last), None);
    assert_eq!(layout.row_at(&essay, 99), Some(last));
    assert_eq!(
        layout.row_at(&Essay::parse("\n".into(), Format::Plain), 0),
        None
    );
}

/// What must hold of the rows of any essay at any width.
fn holds(essay: &Essay, width: u16) -> Result<(), TestCaseError> {
    let layout = Layout::new(width);
    let mut rows: Vec<Row> = Vec::new();
    for line in layout.lines(essay, Position::default()) {
        rows.extend(line.row().cloned());
    }
    let mut next = rows.iter();
    for (place, block) in essay.blocks().iter().enumerate() {
        let mut at = block.range.start;
        while at < block.range.end {
            let row = next.next().expect("a row for each byte");
            prop_assert_eq!((row.block, row.source.start), (place, at));
            prop_assert!(at <= row.ink && row.ink <= row.source.end && at < row.source.end);
            prop_assert_eq!(row.first, at == block.range.start);
            at = row.source.end;
            prop_assert_eq!(row.last, at == block.range.end);
            prop_assert_eq!(layout.row_at(essay, row.source.start), Some(row.clone()));
            prop_assert_eq!(layout.row_at(essay, at - 1), Some(row.clone()));
            prop_assert!(row.indent + row.width <= width);
            let text = drawn(&layout, essay, row);
            prop_assert!(
                super::width(&text) <= usize::from(width),
                "{text:?} at {width}"
            );
            let rest = essay.pieces(row.ink..row.source.end);
            prop_assert!(rest.into_iter().all(|piece| piece.text.trim().is_empty()));
        }
    }
    prop_assert!(next.next().is_none());
    let back = std::iter::successors(rows.last().cloned(), |row| layout.previous(essay, row));
    prop_assert!(back.eq(rows.iter().rev().cloned()));
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z]{1,12}[ .,-]{0,2}",
        1 => "[a-z]{30,90}",
        2 => "[新冷戦の、。한국어]{1,9}",
        3 => prop::sample::select(vec![
            "\n", "\n\n", "  ", "\t", "- ", "  - ", "1. ", "> ", "# ", "*", "`", "```\n", "[a](b)",
            "| a | b |\n|--|:-:|\n", "| c |", "&amp;", "  \n", "👩‍👩‍👧‍👦", "🏳️‍🌈", "e\u{301}", " \u{301}", "क्षि",
            "می‌خواهم", "\u{1b}[31m", "\u{202e}", "\u{200b}", "\u{ad}", "\u{3000}", "🇯🇵", "ﷺ", "⚠️",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn rows_hold_every_byte_in_order(source in text(), markdown: bool, width in 1_u16..=200) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        holds(&essay(&source, format), width)?;
    }

    #[test]
    fn moves_lead_back(source in text(), width in 1_u16..=80, at in 0_usize..400, by in 0_usize..40) {
        let essay = essay(&source, Format::Markdown);
        let layout = Layout::new(width);
        prop_assume!(layout.row_at(&essay, 0).is_some());
        let top = layout.settle(&essay, Position { offset: at, gap: u16::from(at % 2 == 0) });
        let lower = layout.forward(&essay, top, by, 1);
        let moved = layout.distance(&essay, top, lower, by).expect("as far as it went");
        prop_assert!(usize::try_from(moved).is_ok_and(|moved| moved <= by));
        prop_assert_eq!(layout.back(&essay, lower, moved.unsigned_abs()), top);
        let rest = layout.screenful(&essay, top, usize::MAX);
        let lines = layout.screenful(&essay, lower, usize::MAX);
        prop_assert_eq!(&rest[moved.unsigned_abs()..], &lines[..]);
    }

    #[test]
    fn what_was_asked_before_makes_no_difference(source in text(), width in 1_u16..=80, asked in prop::collection::vec(0_usize..400, 0..8)) {
        let essay = essay(&source, Format::Plain);
        let layout = Layout::new(width);
        for offset in asked {
            prop_assert_eq!(layout.row_at(&essay, offset), Layout::new(width).row_at(&essay, offset));
        }
    }

    #[test]
    fn own_texts_are_wrapped(text in text(), width in 1_usize..=60) {
        let lines = wrap(&text, width);
        prop_assert!(lines.len() > text.matches('\n').count());
        let mut end = 0;
        for line in lines {
            prop_assert!(end <= line.start && line.start <= line.end);
            prop_assert!(text[end..line.start].trim_matches([' ', '\n']).is_empty());
            let cells = super::width(&text[line.clone()]);
            prop_assert!(cells <= width || clusters(&text[line.clone()]).filter(|cluster| cluster.2 > 0).count() == 1);
            end = line.end;
        }
        prop_assert!(text[end..].trim_matches([' ', '\n']).is_empty());
    }

    #[test]
    fn what_is_cut_fits(text in text(), cells in 0_usize..40) {
        let cut = truncate(&text, cells);
        prop_assert!(super::width(&cut) <= cells);
        prop_assert_eq!(matches!(cut, std::borrow::Cow::Borrowed(_)), super::width(&text) <= cells);
    }
}

#[test]
fn long_blocks() {
    for text in [
        "word word. Word ",
        "w",
        "新",
        "👩‍👩‍👧",
        "\u{301}",
        " ",
        "a\u{200b}",
        "- ",
    ] {
        let source = text.repeat(100_000 / text.len());
        for format in [Format::Plain, Format::Markdown] {
            holds(&essay(&source, format), 60).unwrap();
        }
    }
    let code = format!("```\n{}```", "some code, some code\n".repeat(4_000));
    let address = "x".repeat(50_000);
    let link = format!("{}[a]({address}) b", "word ".repeat(10_000));
    let row = format!(
        "|{}\n|{}\n|{}",
        "a|".repeat(500),
        "-|".repeat(500),
        "bb|".repeat(500)
    );
    let rows = format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(1_000));
    for source in [code, link, row, rows] {
        holds(&essay(&source, Format::Markdown), 60).unwrap();
    }
}

#[test]
fn widths() {
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
