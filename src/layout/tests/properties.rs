//! Properties of the layout of any text at any width.

use proptest::prelude::*;

use super::super::{self as layout, *};
use super::{essay, row_text, rows_from};
use crate::essay::Format;

/// Checks that rows keep order and every byte, and fit the width.
fn check_rows(essay: &Essay, width: u16) -> Result<(), TestCaseError> {
    let layout = Layout::new(width);
    let mut rows: Vec<Row> = Vec::new();
    for line in layout.lines_from(essay, ScrollPosition::default()) {
        rows.extend(line.row().cloned());
    }
    let mut next = rows.iter();
    for (place, block) in essay.blocks().iter().enumerate() {
        let mut at = block.range.start;
        while at < block.range.end {
            let row = next.next().expect("each byte has a row");
            prop_assert_eq!((row.block, row.source.start), (place, at));
            prop_assert!(
                at <= row.text_end && row.text_end <= row.source.end && at < row.source.end
            );
            prop_assert_eq!(row.starts_block, at == block.range.start);
            at = row.source.end;
            prop_assert_eq!(row.ends_block, at == block.range.end);
            prop_assert_eq!(
                rows_from(&layout, essay, row.source.start).next(),
                Some(row.clone())
            );
            prop_assert_eq!(rows_from(&layout, essay, at - 1).next(), Some(row.clone()));
            prop_assert!(row.indent + row.width <= width);
            let text = row_text(&layout, essay, row);
            prop_assert!(
                layout::width(&text) <= usize::from(width),
                "{text:?} at {width}"
            );
            let rest = essay.segments(row.text_end..row.source.end);
            prop_assert!(
                rest.into_iter()
                    .all(|segment| segment.text.trim().is_empty())
            );
        }
    }
    prop_assert!(next.next().is_none());
    // Going up line by line meets the same rows.
    let end = ScrollPosition::new(essay.source().len());
    let mut position = layout.snap_to_row(essay, end);
    for row in rows.iter().rev() {
        prop_assert_eq!(position, ScrollPosition::new(row.source.start));
        while position.offset == row.source.start && position != layout.first_position(essay) {
            position = layout.scroll_up(essay, position, 1);
        }
    }
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
        2 => prop::sample::select(vec![
            "<ul>", "</ul>", "<ol start=9>", "<li>", "</li>", "<dl><dt>", "<dd>", "<table>", "<tr>", "<td>", "<th>",
            "</tr>", "</table>", "<p>", "</p>", "<pre>", "</pre>", "<b>", "</b>", "<a href='http://a.b'>", "</a>",
            "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<hr>", "<br>", "<img alt='a &amp; b\n c'>", "<!-- ",
            "-->", "<script>", "</script>", "<sup>2</sup>", "<sub>x y", "&nbsp", "<q>", "[[", "|", "]]", "]", "{.a}",
            "{{", "}}", "$", "$$\n", ":::\n", "http://a.b/(c)", "@d.e", "> [!note] ", "[^1]", "\n[^1]: ", "    ",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn rows_hold_every_byte_in_order(source in text(), markdown: bool, width in 1_u16..=200) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        check_rows(&essay(&source, format), width)?;
    }

    #[test]
    fn scrolling_down_and_up_leads_back(source in text(), width in 1_u16..=80, at in 0_usize..400, by in 0_usize..40) {
        let essay = essay(&source, Format::Markdown);
        let layout = Layout::new(width);
        if essay.next_visible_block(0).is_none() {
            return Ok(());
        }
        let top = layout.snap_to_row(&essay, ScrollPosition { offset: at, blank_lines: u16::from(at % 2 == 0) });
        let lower = layout.scroll_down(&essay, top, by, 1);
        let moved = (0..=by).find(|lines| layout.scroll_up(&essay, lower, *lines) == top);
        let moved = moved.expect("the way back is no longer");
        let rest = layout.screen_lines(&essay, top, usize::MAX);
        let lines = layout.screen_lines(&essay, lower, usize::MAX);
        prop_assert_eq!(&rest[moved..], &lines[..]);
    }

    #[test]
    fn cached_rows_make_no_difference(source in text(), width in 1_u16..=80, asked in prop::collection::vec(0_usize..400, 0..8)) {
        let essay = essay(&source, Format::Plain);
        let layout = Layout::new(width);
        for offset in asked {
            let fresh = Layout::new(width);
            prop_assert_eq!(rows_from(&layout, &essay, offset).next(), rows_from(&fresh, &essay, offset).next());
        }
    }

    #[test]
    fn wrapped_lines_fit_and_keep_all_text(text in text(), width in 1_usize..=60) {
        let lines = wrap(&text, width);
        prop_assert!(lines.len() > text.matches('\n').count());
        let mut end = 0;
        for line in lines {
            prop_assert!(end <= line.start && line.start <= line.end);
            prop_assert!(text[end..line.start].trim_matches([' ', '\n']).is_empty());
            let cells = layout::width(&text[line.clone()]);
            prop_assert!(cells <= width || graphemes(&text[line.clone()]).filter(|(_, _, width)| *width > 0).count() == 1);
            end = line.end;
        }
        prop_assert!(text[end..].trim_matches([' ', '\n']).is_empty());
    }

    #[test]
    fn truncated_text_fits(text in text(), cells in 0_usize..40) {
        let cut = truncate(&text, cells);
        prop_assert!(layout::width(&cut) <= cells);
        prop_assert_eq!(matches!(cut, std::borrow::Cow::Borrowed(_)), layout::width(&text) <= cells);
    }
}

#[test]
fn long_blocks_keep_every_byte() {
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
            check_rows(&essay(&source, format), 60).unwrap();
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
        check_rows(&essay(&source, Format::Markdown), 60).unwrap();
    }
}
