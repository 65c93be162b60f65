//! Rows fit their width and are safe to show.

use proptest::prelude::*;

use super::*;

fn text(row: &TextRow) -> String {
    row.spans.iter().map(|span| span.text.as_str()).collect()
}

fn plain(text: &str) -> Span {
    span(StyleRole::Text, text)
}

#[test]
fn text_hangs_beside_its_lead() {
    let mut builder = RichTextBuilder::new(20);
    let lead = [span(StyleRole::Number, "12 ")];
    builder.entry((), &lead, &[plain("one two three four five")]);
    let rows: Vec<_> = builder.finish().rows.iter().map(text).collect();
    assert_eq!(rows, ["12 one two three", "   four five"]);
}

#[test]
fn an_indented_entry_is_indented_from_its_second_row() {
    let mut builder = RichTextBuilder::new(20);
    builder.indented_entry((), &[plain(" ")], &[plain("one two three four five six")]);
    let rows: Vec<_> = builder.finish().rows.iter().map(text).collect();
    assert_eq!(rows, [" one two three", "   four five six"]);
}

#[test]
fn columns_truncate_the_left_one() {
    let mut builder = RichTextBuilder::new(16);
    builder.columns(
        (),
        &[plain("a very long name")],
        &span(StyleRole::Faint, "3 claims"),
    );
    assert_eq!(text(&builder.finish().rows[0]), "a very… 3 claims");
}

#[test]
fn truncated_rows_end_in_an_ellipsis() {
    let mut builder = RichTextBuilder::<()>::new(10);
    builder.text(StyleRole::Text, "one two three four five six");
    builder.truncate_rows(2);
    let rows = builder.finish().rows;
    assert_eq!(rows.len(), 2);
    assert!(text(&rows[1]).ends_with('…'));
}

#[test]
fn wide_lines_are_wrapped_if_asked() {
    let mut builder = RichTextBuilder::new(20).wrap_lines(true);
    builder.entry_line((), &[plain("  leads to "), plain("one and another thing")]);
    builder.columns((), &[plain("Somebody")], &plain("in 2 claims"));
    builder.columns((), &[plain("Nobody")], &plain("1"));
    let rich_text = builder.finish();
    let rows: Vec<_> = rich_text
        .rows
        .iter()
        .map(|row| text(row).trim_end().to_owned())
        .collect();
    assert_eq!(
        rows,
        [
            "  leads to one and",
            "    another thing",
            "Somebody  in 2",
            "  claims",
            "Nobody  1",
        ]
    );
    assert_eq!(rich_text.targets.len(), 3);
}

proptest! {
    #[test]
    fn rows_fit_their_width_and_are_sanitized(
        width in 1..100_usize,
        lead in ".{0,20}",
        body in "\\PC*|[a-z ]{0,200}|.{0,60}",
        right in ".{0,12}",
    ) {
        let mut builder = RichTextBuilder::new(width);
        builder.entry((), &[plain(&lead)], &[plain(&body), span(StyleRole::Kind, &right)]);
        builder.indented_entry((), &[plain(&lead)], &[plain(&body)]);
        builder.entry_line((), &[plain(&lead), plain(&body)]);
        builder.line(&[plain(&body), plain(&lead)]);
        builder.columns((), &[plain(&body)], &plain(&right));
        builder.heading(&body);
        let rich_text = builder.finish();
        let lead = layout::width(&plain(&lead).text);
        let right = layout::width(&plain(&right).text);
        for row in &rich_text.rows {
            let text = text(row);
            prop_assert!(!text.chars().any(char::is_control), "{text:?}");
            // A lead or right column that is too wide has a row of its own, and a wide cluster takes
            // two cells even in a width of one.
            let max = width.max(lead).max(right + 1).max(2);
            prop_assert!(layout::width(&text) <= max, "{} > {max}: {text:?}", layout::width(&text));
        }
        prop_assert_eq!(rich_text.targets.len(), 4);
    }
}
