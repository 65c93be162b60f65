//! Measures drawing and scrolling in short and long essays: `cargo bench --bench layout`.

#![allow(missing_docs, clippy::cast_precision_loss)]

use postil::essay::{Essay, Format};
use postil::layout::{Layout, ScrollPosition};

#[path = "../essay/book.rs"]
#[allow(dead_code)]
mod book;
#[path = "../essay/table.rs"]
mod table;

use table::{median, print_row};

const HEIGHT: usize = 48;
const WIDTH: u16 = 72;

fn main() {
    let texts = [
        ("5 KB", book::plain(5_000), Format::Plain),
        (
            "3.2 MB, hard-wrapped",
            book::plain(3_200_000),
            Format::Plain,
        ),
        (
            "3.2 MB, a line per paragraph",
            book::unwrapped(3_200_000),
            Format::Plain,
        ),
        (
            "3.2 MB of Markdown",
            book::markdown(3_200_000),
            Format::Markdown,
        ),
        (
            "one line of 3.2 MB",
            book::plain(3_200_000).replace('\n', " "),
            Format::Plain,
        ),
        ("a word of 1 MB", "word".repeat(250_000), Format::Plain),
        (
            "3 MB of Chinese",
            "新的美中冷战结构。".repeat(111_000),
            Format::Plain,
        ),
        ("3 MB of emoji", "👩‍👩‍👧‍👦🏳️‍🌈".repeat(75_000), Format::Plain),
    ];
    for (name, text, format) in texts {
        scrolling(name, &Essay::parse(text, format));
    }
}

fn scrolling(name: &str, essay: &Essay) {
    let middle = ScrollPosition::new(essay.source().len() / 2);
    let draw = |layout: &Layout, top: ScrollPosition| {
        let lines = layout.screen_lines(essay, top, HEIGHT);
        lines
            .iter()
            .filter_map(|line| line.row())
            .map(|row| layout.spans(essay, row).len())
            .sum::<usize>()
    };
    let time = median(101, || {
        let layout = Layout::new(WIDTH);
        draw(&layout, layout.first_position(essay))
    });
    print_row(&format!("{name}: first screen"), time, 0);
    let layout = Layout::new(WIDTH);
    let mut top = layout.snap_to_row(essay, middle);
    let time = median(201, || {
        top = layout.scroll_down(essay, top, 1, HEIGHT);
        draw(&layout, top)
    });
    print_row(&format!("{name}: a line down"), time, 0);
    let time = median(201, || {
        top = layout.scroll_up(essay, top, 1);
        draw(&layout, top)
    });
    print_row(&format!("{name}: a line up"), time, 0);
    let mut top = layout.first_position(essay);
    let time = median(201, || {
        top = layout.scroll_down(essay, top, HEIGHT, HEIGHT);
        draw(&layout, top)
    });
    print_row(&format!("{name}: a page down"), time, 0);
    let time = median(101, || {
        let layout = Layout::new(WIDTH);
        draw(&layout, layout.last_position(essay, HEIGHT))
    });
    print_row(&format!("{name}: to the end"), time, 0);
    let mut width = WIDTH;
    let time = median(101, || {
        width = if width == WIDTH { WIDTH - 8 } else { WIDTH };
        let layout = Layout::new(width);
        draw(&layout, layout.snap_to_row(essay, middle))
    });
    print_row(&format!("{name}: a resize"), time, 0);
}
