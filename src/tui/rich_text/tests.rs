//! Rows are put together so that they fit and are safe to show.

use proptest::prelude::*;

use super::*;

fn text(row: &TextRow) -> String {
    row.spans.iter().map(|span| span.text.as_str()).collect()
}

fn plain(text: &str) -> Span {
    span(Tone::Plain, text)
}

#[test]
fn a_text_hangs_beside_its_lead() {
    let mut composer = Composer::new(20);
    let lead = [span(Tone::Number, "12 ")];
    composer.entry((), &lead, &[plain("one two three four five")]);
    let rows: Vec<_> = composer.finish().rows.iter().map(text).collect();
    assert_eq!(rows, ["12 one two three", "   four five"]);
}

#[test]
fn a_paragraph_stands_out_by_its_first_row() {
    let mut composer = Composer::new(20);
    composer.paragraph((), &[plain(" ")], &[plain("one two three four five six")]);
    let rows: Vec<_> = composer.finish().rows.iter().map(text).collect();
    assert_eq!(rows, [" one two three", "   four five six"]);
}

#[test]
fn columns_keep_what_stands_at_the_right() {
    let mut composer = Composer::new(16);
    composer.columns(
        (),
        &[plain("a very long name")],
        &span(Tone::Faint, "3 claims"),
    );
    assert_eq!(text(&composer.finish().rows[0]), "a very… 3 claims");
}

#[test]
fn a_summary_is_shortened_with_a_sign() {
    let mut composer = Composer::<()>::new(10);
    composer.text(Tone::Plain, "one two three four five six");
    composer.shorten(2);
    let rows = composer.finish().rows;
    assert_eq!(rows.len(), 2);
    assert!(text(&rows[1]).ends_with('…'));
}

#[test]
fn a_whole_text_is_wrapped_where_it_would_be_shortened() {
    let mut composer = Composer::new(20).whole(true);
    composer.line((), &[plain("  leads to "), plain("one and another thing")]);
    composer.columns((), &[plain("Somebody")], &plain("in 2 claims"));
    composer.columns((), &[plain("Nobody")], &plain("1"));
    let made = composer.finish();
    let rows: Vec<_> = made
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
    assert_eq!(made.targets.len(), 3);
}

proptest! {
    #[test]
    fn no_row_is_wider_than_its_width_and_nothing_unsafe_is_in_it(
        width in 1..100_usize,
        lead in ".{0,20}",
        body in "\\PC*|[a-z ]{0,200}|.{0,60}",
        right in ".{0,12}",
    ) {
        let mut composer = Composer::new(width);
        composer.entry((), &[plain(&lead)], &[plain(&body), span(Tone::Kind, &right)]);
        composer.paragraph((), &[plain(&lead)], &[plain(&body)]);
        composer.line((), &[plain(&lead), plain(&body)]);
        composer.line_of(&[plain(&body), plain(&lead)]);
        composer.columns((), &[plain(&body)], &plain(&right));
        composer.head(&body);
        let made = composer.finish();
        let lead = layout::width(&plain(&lead).text);
        let right = layout::width(&plain(&right).text);
        for row in &made.rows {
            let text = text(row);
            prop_assert!(!text.chars().any(char::is_control), "{text:?}");
            // A lead or a right column wider than all has a row of its own; a cluster of two
            // cells stands in a width of one.
            let most = width.max(lead).max(right + 1).max(2);
            prop_assert!(layout::width(&text) <= most, "{} > {most}: {text:?}", layout::width(&text));
        }
        prop_assert_eq!(made.targets.len(), 4);
    }
}
